"""An Excel workbook: typed columns, a frozen header, links to the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from solieu.export import Exported, ExportError, Rows
from solieu.query import text_of

_MOST_ROWS = 1_048_575  # Excel's own bounds: rows below the header, columns, letters in a cell, links in a sheet, whole numbers that a double holds
_MOST_COLUMNS = 16_384
_MOST_LETTERS = 32_767
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079
_LARGEST = 2**53
_WIDTHS = {"DATE": 11, "TIMESTAMP WITH TIME ZONE": 17, "DOUBLE": 15, "BIGINT": 11, "BOOLEAN": 8}
_OTHER_WIDTH = 24
_FIRST_YEAR = 1900  # of Excel's calendar
_NOT_XML = str.maketrans(dict.fromkeys("\ufffe\uffff", "\ufffd"))  # other control characters have an escape in the format


class _Sheets:
    """The sheets of a workbook: the rows go on in another sheet where one is full."""

    def __init__(self, workbook: Any, rows: Rows) -> None:
        self._workbook, self._rows = workbook, rows
        self._bold: Any = workbook.add_format({"bold": True})
        self._day: Any = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment: Any = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._links = 0
        self._row = 0
        self.cut = self.plain_links = self.count = 0
        self._sheet = self._begin()

    def _begin(self) -> Any:
        sheet = self._workbook.add_worksheet()
        self.count += 1
        sheet.freeze_panes(1, 0)
        for column, (name, kind) in enumerate(zip(self._rows.names, self._rows.types, strict=True)):
            sheet.set_column(column, column, _WIDTHS.get(kind, _OTHER_WIDTH))
            sheet.write_string(0, column, _fitting(name), self._bold)
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
            self._write_moment(column, value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value, self._moment)
        elif isinstance(value, date):
            self._write_moment(column, value, self._day)
        elif isinstance(value, float | Decimal) or (isinstance(value, int) and abs(value) <= _LARGEST):
            sheet.write_number(row, column, float(value))
        else:
            self._write_text(column, str(text_of(value)))

    def _write_moment(self, column: int, value: date, form: Any) -> None:
        if value.year >= _FIRST_YEAR:
            self._sheet.write_datetime(self._row, column, value, form)
        else:
            self._sheet.write_string(self._row, column, value.isoformat())

    def _write_text(self, column: int, text: str) -> None:
        fitting = _fitting(text)
        self.cut += len(fitting) < len(text)
        if text.startswith(("http://", "https://")) and " " not in text and _letters(text) <= _LONGEST_LINK:
            if self._links < _MOST_LINKS:
                self._links += 1
                self._sheet.write_url(self._row, column, fitting, string=fitting)
                return
            self.plain_links += 1
        self._sheet.write_string(self._row, column, fitting)

    def _finish(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self._rows.names) - 1)

    def close(self) -> None:
        """Finish the last sheet."""
        self._finish()


def _letters(text: str) -> int:
    """The length of a text as Excel counts it: in UTF-16."""
    return len(text) + sum(letter > "\uffff" for letter in text) if not text.isascii() else len(text)


def _fitting(text: str) -> str:
    """A text as a cell can hold it: not longer than Excel allows, and without what XML has no word for."""
    if _letters(text) > _MOST_LETTERS:
        kept = text.encode("utf-16-le")[: 2 * (_MOST_LETTERS - 1)].decode("utf-16-le", "ignore")
        text = f"{kept}…"
    return text if text.isascii() else text.translate(_NOT_XML)


def write_workbook(rows: Rows, path: Path) -> Exported:
    """Write the rows to one sheet, or to several where Excel's bound of rows is passed. Times are UTC.

    What Excel cannot hold is told in the notes. Raises :class:`ExportError` and ``OSError``.
    """
    if len(rows.names) > _MOST_COLUMNS:
        raise ExportError(f"{len(rows.names):,} columns are more than the {_MOST_COLUMNS:,} that Excel holds")
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    try:
        with xlsxwriter.Workbook(str(path), options) as workbook:
            workbook.use_zip64()
            sheets = _Sheets(workbook, rows)
            add: Callable[[tuple[Any, ...]], None] = sheets.add
            for batch in rows.batches:
                for row in batch:
                    add(row)
                count += len(batch)
            sheets.close()
    except XlsxWriterException as error:
        if isinstance(error, FileCreateError) and error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise ExportError(f"cannot write the workbook: {error}") from error
    return Exported(path, count, tuple(_notes(sheets)))


def _notes(sheets: _Sheets) -> Iterator[str]:
    if sheets.count > 1:
        yield f"{sheets.count} sheets, as Excel holds no more than {_MOST_ROWS:,} rows below the header in one"
    if sheets.cut:
        yield f"{sheets.cut} texts longer than {_MOST_LETTERS:,} characters were cut, as Excel holds no more"
    if sheets.plain_links:
        yield f"{sheets.plain_links} addresses are text without a link, as Excel holds no more than {_MOST_LINKS:,} links in a sheet"
