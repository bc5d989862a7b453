"""Figures in the numeric cells of a table, with what its headers and caption say of them.

A cell says only a number; its unit and multiplier stand in the cell, in the column's
header, in a unit column of the row, in the row's label, or in the caption
(``ĐVT: triệu đồng``), looked for in that order. Index columns, years, dates, codes and
telephone numbers are no figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from extractors.facts.figures import find_figures
from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import read
from extractors.facts.table_headers import TOTAL, Scale, caption_scale, corner_scale, header_scale, is_code, is_year, last_part, unit_of
from extractors.records import Table
from extractors.vietnamese.numbers import read_digits
from extractors.vietnamese.phrases import lower


@dataclass(slots=True)
class CellFigure:
    """A figure in a cell: its span counts in ``table.rows[row][column]``; ``row_text`` is the whole row on one line."""

    span: FigureSpan
    row: int
    column: int
    row_header: str | None
    column_header: str | None
    is_total: bool
    unit_text: str | None
    row_text: str


_NUMERIC = re.compile(
    r"\s*(≥|>=|≤|<=|>|<|~|≈)?\s*([+\-–−])?\s?(\d[\d.,  ]{0,24}?)\s*(%|‰|(?![¹²³⁴⁵])[^\W\d_][^\W\d_ ]{0,12}(?: [^\W\d_]{1,8})?)?"
    r"\s*(?:\*{1,3}|\(\d{1,2}\)|\[\d{1,2}\]|[¹²³⁴⁵])?\s*\Z"
)
_COMPARATORS = {"≥": "at_least", ">=": "at_least", "≤": "at_most", "<=": "at_most", ">": "over", "<": "under", "~": "about", "≈": "about"}
_RATIO = re.compile(r"\s*(\d[\d.,]{0,16})\s*/\s*(\d[\d.,]{0,16})\s*\Z")
_INDEX_HEADER = re.compile(r"(?:s\.?t\.?t|tt|số tt|số thứ tự|#|no\.?)\Z")
_UNIT_HEADER = re.compile(r"(?:đvt|đơn vị|đơn vị tính|đv tính|đv)\.?\Z")
_YEAR_HEADER = re.compile(r"(?:năm|năm thực hiện|giai đoạn)\Z")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*\Z")
_COLUMN_MARK = re.compile(r"\(?(\d{1,2}|[a-zđ])\)?(?:\s?=\s?.{1,30})?\Z")
_CHANGE_HEADER = re.compile(r"(?<!\w)(?:tăng|giảm|chênh lệch|so sánh|so với|biến động)(?!\w)")
_BY_DIRECTION = {"+": "up", "-": "down", "–": "down", "−": "down"}
_LONGEST_SENTENCE = 60
_MOST_LABELS = 8
"""Columns that name a row."""
_EMPTY = frozenset({"-", "–", "…", "...", "x", "X"})


def find_table_figures(table: Table) -> tuple[list[CellFigure], Counter[str]]:
    """The figures of a table in reading order, and how many numbers were left out for which reason."""
    return _TableReader(table).run()


class _TableReader:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.headers = [lower(header).strip() for header in table.header]
        self.skipped: Counter[str] = Counter()
        self.data_rows = [row for row in table.rows if not _is_repeated(row)]
        width = max((len(row) for row in table.rows), default=0)
        self.names = [last_part(self.headers[column]) if column < len(self.headers) else "" for column in range(width)]
        self.caption = caption_scale(table.caption or "") or corner_scale(self._corner())
        self.scales = [header_scale(self.headers[c] if c < len(self.headers) else "", self.caption) for c in range(width)]
        self.left_out = [self._column_reason(column) for column in range(width)]
        self.labels = [column for column in range(width) if self.left_out[column] is None and self._is_label(column)]
        self.unit_column = next((c for c in range(width) if _UNIT_HEADER.match(self.names[c])), None)
        self.row_scales: dict[str, Scale | None] = {}

    def run(self) -> tuple[list[CellFigure], Counter[str]]:
        found: list[CellFigure] = []
        label_columns = frozenset(self.labels)
        for number, row in enumerate(self.table.rows):
            if _is_repeated(row) or _is_numbered(row):
                continue
            row_text = " | ".join(dict.fromkeys(cell for cell in row if cell.strip()))
            for column, cell in enumerate(row):
                if cell and column not in label_columns and any(letter.isdigit() for letter in cell):
                    figure = self._cell(number, column, row, row_text)
                    if figure is not None:
                        found.append(figure)
        return found, self.skipped

    # ------------------------------------------------------------------ columns
    def _corner(self) -> str:
        """The header over the names of the rows."""
        column = 1 if self.names and _INDEX_HEADER.match(self.names[0]) else 0
        return self.headers[column] if column < len(self.headers) else ""

    def _cells(self, column: int) -> list[str]:
        return [row[column] for row in self.data_rows if column < len(row) and row[column].strip()]

    def _column_reason(self, column: int) -> str | None:
        """Why no cell of a column is a figure."""
        name = self.names[column]
        if _INDEX_HEADER.match(name) or _UNIT_HEADER.match(name):
            return "table_index"
        if is_code(name) and (self.scales[column] is None or "(" not in name):
            return "table_code"
        if is_year(name) and not _YEAR_HEADER.match(name):
            return "table_year"
        if column == 0 and self.scales[0] is None and _counts_up(self._cells(0)):
            return "table_index"
        return None

    def _is_label(self, column: int) -> bool:
        """Whether most cells of a column are words or years: such a column names the rows."""
        if _YEAR_HEADER.match(self.names[column]):
            return True
        cells = self._cells(column)
        if cells and self.scales[column] is None and all(_YEAR.match(cell) for cell in cells):
            return True
        return sum(1 for cell in cells if not _is_number(cell)) * 2 > len(cells)

    def _row_header(self, row: list[str], column: int) -> str | None:
        """The words of the row's label columns before this cell, or after it when none is before."""
        labels = self.labels[:_MOST_LABELS]
        before = [row[c].strip() for c in labels if c < column and c < len(row) and row[c].strip()]
        words = before or [row[c].strip() for c in labels if c < len(row) and row[c].strip()]
        return " / ".join(dict.fromkeys(words)) or None

    def _scale(self, column: int, row: list[str], row_header: str | None) -> Scale | None:
        if self.scales[column] is not None:
            return self.scales[column]
        if self.unit_column is not None and self.unit_column < len(row):
            stated = unit_of(row[self.unit_column])
            if stated is not None:
                return stated
        if row_header is not None:
            if row_header not in self.row_scales:
                self.row_scales[row_header] = header_scale(lower(row_header), self.caption)
            if self.row_scales[row_header] is not None:
                return self.row_scales[row_header]
        name = self.names[column]
        if name.startswith("số lượng") and self.caption is not None and self.caption.unit is not None and self.caption.unit.kind == "money":
            return None  # a count in a table of amounts
        return self.caption

    # ------------------------------------------------------------------ cells
    def _cell(self, number: int, column: int, row: list[str], row_text: str) -> CellFigure | None:
        cell = row[column]
        if self.left_out[column] is not None:
            self.skipped[self.left_out[column] or ""] += 1
            return None
        row_header = self._row_header(row, column)
        scale = self._scale(column, row, row_header)
        if scale is None and row_header is None and not self.names[column]:
            self.skipped["table_no_header"] += 1
            return None
        span = self._span(cell, scale, self.headers[column] if column < len(self.headers) else "")
        if span is None:
            return None
        if scale is not None and span.unit is None:
            span.unit, span.per = scale.unit, scale.per
        if span.unit is None:
            span.issues.append("unknown_unit")
        total = any(TOTAL.match(lower(part)) for part in (row_header or "").split(" / ")) or TOTAL.fullmatch(self.names[column]) is not None
        unit_text = cell[span.unit_start : span.unit_end] or (scale.text if scale is not None else None)
        full_header = self.table.header[column] if column < len(self.table.header) else None
        return CellFigure(span, number, column, row_header, full_header, total, unit_text, row_text)

    def _span(self, cell: str, scale: Scale | None, header: str) -> FigureSpan | None:
        ratio = _RATIO.match(cell)
        if ratio is not None:
            return self._or_skip(_ratio_span(ratio), "table_date")
        numeric = _NUMERIC.match(cell)
        if numeric is not None:
            reason = _not_a_number(numeric, scale)
            if reason is not None:
                return self._or_skip(None, reason)
            return self._or_skip(_number_span(numeric, cell, scale, header), "unreadable_number")
        return self._or_skip(_stated(cell), "table_not_numeric")

    def _or_skip(self, span: FigureSpan | None, reason: str) -> FigureSpan | None:
        if span is None:
            self.skipped[reason] += 1
        return span


def _is_number(cell: str) -> bool:
    if _NUMERIC.match(cell) is not None or _RATIO.match(cell) is not None or cell.strip() in _EMPTY:
        return True
    return len(cell) <= _LONGEST_SENTENCE and any(letter.isdigit() for letter in cell) and _stated(cell) is not None


def _is_repeated(row: list[str]) -> bool:
    """A heading row inside the table: one merged cell over all columns."""
    return len(row) > 2 and len(set(row)) == 1


def _is_numbered(row: list[str]) -> bool:
    """A row of column numbers under the header: ``(1) (2) (3)``, ``A B 1 2``."""
    marks = [_COLUMN_MARK.match(lower(cell.strip())) for cell in row]
    if len(row) < 3 or not all(marks):
        return False
    numbers = [int(mark.group(1)) for mark in marks if mark is not None and mark.group(1).isdecimal()]
    return len(numbers) > 1 and numbers[0] in (0, 1) and all(b - a == 1 for a, b in pairwise(numbers))


def _counts_up(cells: Iterable[str]) -> bool:
    """An index column that says not that it is one: 1, 2, 3 …"""
    numbers = [int(cell) for cell in (c.strip(" .") for c in cells) if cell.isdecimal() and len(cell) <= 4]
    return len(numbers) >= 3 and numbers == list(range(1, len(numbers) + 1))


def _not_a_number(numeric: re.Match[str], scale: Scale | None) -> str | None:
    digits = numeric.group(3)
    plain = digits.replace(".", "").replace(" ", "").replace("\xa0", "")
    if plain.isdecimal() and plain[0] == "0" and len(plain) >= (9 if digits[:1] == "0" and len(digits) > len(plain) else 3):
        return "telephone" if len(plain) >= 9 else "table_code"
    if scale is None and numeric.group(4) is None and _YEAR.match(digits):
        return "possible_year"
    return None


def _number_span(numeric: re.Match[str], cell: str, scale: Scale | None, header: str) -> FigureSpan | None:
    digits = numeric.group(3).rstrip(" .,\xa0")
    start = numeric.start(3)
    number = read_digits(cell, start)
    if number is None or number.value is None or number.end != start + len(digits):
        return None
    factor, unit, unit_start, unit_end = 1.0, None, number.end, number.end
    if numeric.group(4):
        own = unit_of(numeric.group(4))
        if own is None:
            return None
        factor, unit = own.factor, own.unit
        unit_start, unit_end = numeric.span(4)
    elif scale is not None:
        factor = scale.factor
    kind = unit.kind if unit is not None else scale.unit.kind if scale is not None and scale.unit is not None else "count"
    value = round(number.value * factor, 4) if factor != 1.0 else number.value
    sign, begin = numeric.group(2), start
    span = FigureSpan(kind, begin, max(number.end, unit_end), "table-cell", start, number.end, value=value, unit=unit)
    span.unit_start, span.unit_end = unit_start, unit_end
    if numeric.group(1):
        span.comparator, span.start = _COMPARATORS[numeric.group(1)], numeric.start(1)
    if sign is not None:
        span.start = min(span.start, numeric.start(2))
        if _CHANGE_HEADER.search(header) or sign == "+":
            span.change, span.direction = "by", _BY_DIRECTION[sign]
        else:
            span.value = -value
    return span


def _ratio_span(ratio: re.Match[str]) -> FigureSpan | None:
    part, whole = read_digits(ratio.group(1), 0), read_digits(ratio.group(2), 0)
    if part is None or whole is None or not whole.value or part.end != len(ratio.group(1)) or whole.end != len(ratio.group(2)):
        return None
    if part.value is not None and part.value <= 12 and _YEAR.match(ratio.group(2)):
        return None  # a month: `3/2019`
    span = FigureSpan("ratio", ratio.start(1), ratio.end(2), "table-ratio", ratio.start(1), ratio.end(2))
    span.numerator, span.denominator = part.value, whole.value
    span.unit_start = span.unit_end = span.end
    return span


def _stated(cell: str) -> FigureSpan | None:
    """A figure with its own words, when the cell says nothing else: ``trên 90%``, ``5 - 10 hộ``, ``1,5 triệu đồng/người``."""
    stated = cell.strip()
    if len(cell) > _LONGEST_SENTENCE:
        return None
    figures = find_figures(read(cell, None), ())[0]
    if len(figures) != 1 or figures[0].unit is None or cell[figures[0].start : figures[0].end] != stated:
        return None
    return figures[0]
