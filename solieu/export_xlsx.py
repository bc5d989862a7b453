"""An Excel workbook: typed columns, a frozen header, links to the sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from solieu.export import Exported, Rows
from solieu.query import text_of

_MOST_ROWS = 1_048_575  # Excel's own bounds: rows below the header, letters in a cell, links in a sheet, whole numbers that a double holds
_MOST_LETTERS = 32_767
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079
_LARGEST = 2**53
_WIDTHS = {"DATE": 11, "TIMESTAMP WITH TIME ZONE": 17, "DOUBLE": 15, "BIGINT": 11, "BOOLEAN": 8}
_OTHER_WIDTH = 24


class _Sheets:
    """The sheets of a workbook: the rows go on in another sheet where one is full."""

    def __init__(self, workbook: Any, rows: Rows) -> None:
        self._workbook, self._rows = workbook, rows
        self._bold: Any = workbook.add_format({"bold": True})
        self._day: Any = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment: Any = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._links = 0
        self._row = 0
        self.cut = 0
        self._sheet = self._begin()

    def _begin(self) -> Any:
        sheet = self._workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, (name, kind) in enumerate(zip(self._rows.names, self._rows.types, strict=True)):
            sheet.set_column(column, column, _WIDTHS.get(kind, _OTHER_WIDTH))
            sheet.write_string(0, column, name, self._bold)
        self._row = self._links = 0
        return sheet

    def add(self, row: tuple[Any, ...]) -> None:
        """Write one row."""
        if self._row >= _MOST_ROWS:
            self._finish()
            self._sheet = self._begin()
        self._row += 1
        for column, value in enumerate(row):
            if value is not None:
                self._write(column, value)

    def _write(self, column: int, value: Any) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value, self._moment)
        elif isinstance(value, date):
            self._write_day(column, value)
        elif isinstance(value, float | Decimal) or (isinstance(value, int) and abs(value) <= _LARGEST):
            sheet.write_number(row, column, float(value))
        else:
            self._write_text(column, str(text_of(value)))

    def _write_day(self, column: int, value: date) -> None:
        """Excel's calendar begins with 1900."""
        if value.year >= 1900:
            self._sheet.write_datetime(self._row, column, datetime(value.year, value.month, value.day), self._day)
        else:
            self._sheet.write_string(self._row, column, value.isoformat())

    def _write_text(self, column: int, text: str) -> None:
        if text.startswith(("http://", "https://")) and " " not in text and len(text) <= _LONGEST_LINK and self._links < _MOST_LINKS:
            self._links += 1
            self._sheet.write_url(self._row, column, text, string=text)
            return
        if len(text) > _MOST_LETTERS:
            self.cut += 1
            text = text[: _MOST_LETTERS - 1] + "…"
        self._sheet.write_string(self._row, column, text)

    def _finish(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self._rows.names) - 1)

    def close(self) -> None:
        """Finish the last sheet."""
        self._finish()


def write_workbook(rows: Rows, path: Path) -> Exported:
    """Write the rows to one sheet, or to several where Excel's bound of rows is passed. Times are UTC."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        sheets = _Sheets(workbook, rows)
        add: Callable[[tuple[Any, ...]], None] = sheets.add
        for batch in rows.batches:
            for row in batch:
                add(row)
            count += len(batch)
        sheets.close()
    notes = (f"{sheets.cut} texts longer than {_MOST_LETTERS:,} characters were cut, as Excel holds no more",) if sheets.cut else ()
    return Exported(path, count, notes)
