"""Figures in the numeric cells of a table, with what its headers and caption say of them.

A cell says only a number; its unit and multiplier stand in the cell, in the column's
header, in a unit column of the row, or in the caption (``ĐVT: triệu đồng``), looked for in
that order. Index columns, years, dates and document numbers are no figures.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extractors.facts.number_context import FigureSpan
from extractors.records import Table
from extractors.registry.lookup import Unit, unit_table
from extractors.vietnamese.numbers import MULTIPLIERS, read_digits
from extractors.vietnamese.phrases import lower


@dataclass(slots=True)
class CellFigure:
    """A figure in a cell: its span counts in ``table.rows[row][column]``."""

    span: FigureSpan
    row: int
    column: int
    row_header: str | None
    column_header: str | None
    is_total: bool
    unit_text: str | None


_NUMERIC = re.compile(r"\s*[+(]?\s*(\d[\d.,  ]{0,24})\s*(%|‰|[^\W\d_][^\W\d_ ]{0,12}(?: [^\W\d_]{1,8})?)?\s*\)?\*{0,3}\s*\Z")
_RATIO = re.compile(r"\s*(\d[\d.,]{0,16})\s*/\s*(\d[\d.,]{0,16})\s*\Z")
_INDEX_HEADER = re.compile(r"(?:s\.?t\.?t|tt|số tt|số thứ tự|#|no\.?)\Z")
_UNIT_HEADER = re.compile(r"(?:đvt|đơn vị|đơn vị tính|đv tính)\Z")
_YEAR_HEADER = re.compile(r"(?:năm|năm thực hiện|giai đoạn)\Z")
_UNIT_LABEL = re.compile(r"(?:đvt|đơn vị(?: tính)?)\s*:?\s*([^()\n;.]{1,40})")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_COUNT_HEADER = re.compile(r"(?:tổng )?số (?:lượng )?")
_THOUSANDS = re.compile(r"(?:1\.000|1000|nghìn|ngàn|triệu|tỷ|tỉ|vạn)[ ]?")
_TOTAL = re.compile(r"\s*(?:tổng cộng|tổng số|tổng|cộng|toàn tỉnh|chung)(?!\w)")
_PER_TAIL = re.compile(r"\s?/\s?([^\W\d_][\w ]{0,20})\Z")


def find_table_figures(table: Table) -> tuple[list[CellFigure], Counter[str]]:
    """The figures of a table in reading order, and how many numbers were left out for which reason."""
    return _TableReader(table).run()


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a header says of the numbers under it: unit, multiplier, what they are per."""

    unit: Unit | None
    factor: float
    text: str
    per: str | None = None


class _TableReader:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.headers = [lower(header).strip() for header in table.header]
        self.skipped: Counter[str] = Counter()
        width = max((len(row) for row in table.rows), default=0)
        self.scales = [_header_scale(self._header(column)) for column in range(width)]
        self.caption = _caption_scale(table.caption or "") or _caption_scale(" ".join(table.header))
        self.labels = [column for column in range(width) if self._is_label(column)]
        self.unit_column = next((c for c in range(width) if _UNIT_HEADER.match(self._header(c))), None)

    def run(self) -> tuple[list[CellFigure], Counter[str]]:
        found: list[CellFigure] = []
        for number, row in enumerate(self.table.rows):
            if _is_repeated(row):
                continue
            for column, cell in enumerate(row):
                figure = self._cell(number, column, row, cell)
                if figure is not None:
                    found.append(figure)
        return found, self.skipped

    def _header(self, column: int) -> str:
        return self.headers[column].rsplit(" / ", 1)[-1].strip() if column < len(self.headers) else ""

    def _is_label(self, column: int) -> bool:
        """Whether most cells of a column are words: such a column names the rows."""
        if _INDEX_HEADER.match(self._header(column)) or _UNIT_HEADER.match(self._header(column)):
            return False
        if _YEAR_HEADER.match(self._header(column)):
            return True
        cells = [row[column] for row in self.table.rows if column < len(row) and row[column].strip()]
        return sum(1 for cell in cells if not _NUMERIC.match(cell)) * 2 > len(cells)

    def _cell(self, number: int, column: int, row: list[str], cell: str) -> CellFigure | None:
        header = self._header(column)
        if not any(letter.isdigit() for letter in cell) or column in self.labels:
            return None
        if _INDEX_HEADER.match(header) or column == self.unit_column:
            self.skipped["table_index"] += 1
            return None
        ratio = _RATIO.match(cell)
        numeric = _NUMERIC.match(cell)
        if numeric is None and ratio is None:
            self.skipped["table_not_numeric"] += 1
            return None
        scale = self._scale(column, row)
        row_header = self._row_header(row, column)
        if scale is None and row_header is None and not header:
            self.skipped["table_no_header"] += 1
            return None
        span = _ratio_span(ratio) if ratio is not None else _number_span(numeric, cell, scale)  # type: ignore[arg-type]
        if span is None:
            self.skipped["unreadable_number"] += 1
            return None
        if scale is not None and span.unit is None:
            span.unit, span.per = scale.unit, scale.per
        if span.unit is None:
            span.issues.append("unknown_unit")
        total = bool(row_header and _TOTAL.match(row_header.lower())) or _TOTAL.match(header) is not None
        unit_text = cell[span.unit_start : span.unit_end] or (scale.text if scale is not None else None)
        full_header = self.table.header[column] if column < len(self.table.header) else None
        return CellFigure(span, number, column, row_header, full_header, total, unit_text)

    def _scale(self, column: int, row: list[str]) -> _Scale | None:
        own = self.scales[column] if column < len(self.scales) else None
        if own is not None:
            return own
        if self.unit_column is not None and self.unit_column < len(row):
            stated = _unit_of(row[self.unit_column])
            if stated is not None:
                return stated
        return self.caption

    def _row_header(self, row: list[str], column: int) -> str | None:
        """The words of the row's label columns before this cell, or after it when none is before."""
        before = [row[c].strip() for c in self.labels if c < column and c < len(row) and row[c].strip()]
        words = before or [row[c].strip() for c in self.labels if c < len(row) and row[c].strip()]
        return " / ".join(dict.fromkeys(words)) or None


def _is_repeated(row: list[str]) -> bool:
    """A heading row inside the table: one merged cell over all columns."""
    return len(row) > 2 and len(set(row)) == 1


def _number_span(numeric: re.Match[str], cell: str, scale: _Scale | None) -> FigureSpan | None:
    digits = numeric.group(1).rstrip(" .,\xa0")
    start = numeric.start(1)
    number = read_digits(cell, start)
    if number is None or number.value is None or number.end != start + len(digits):
        return None
    factor, unit, unit_start, unit_end = 1.0, None, number.end, number.end
    if numeric.group(2):
        own = _unit_of(numeric.group(2))
        if own is None:
            return None
        factor, unit = own.factor, own.unit
        unit_start, unit_end = numeric.span(2)
    elif scale is not None:
        factor = scale.factor
    kind = unit.kind if unit is not None else scale.unit.kind if scale is not None and scale.unit is not None else "count"
    value = round(number.value * factor, 4) if factor != 1.0 else number.value
    span = FigureSpan(kind, start, max(number.end, unit_end), "table-cell", start, number.end, value=value, unit=unit)
    span.unit_start, span.unit_end = unit_start, unit_end
    return span


def _ratio_span(ratio: re.Match[str]) -> FigureSpan | None:
    part, whole = read_digits(ratio.group(1), 0), read_digits(ratio.group(2), 0)
    if part is None or whole is None or not whole.value or part.end != len(ratio.group(1)) or whole.end != len(ratio.group(2)):
        return None
    span = FigureSpan("ratio", ratio.start(1), ratio.end(2), "table-ratio", ratio.start(1), ratio.end(2))
    span.numerator, span.denominator = part.value, whole.value
    span.unit_start = span.unit_end = span.end
    return span


def _header_scale(header: str) -> _Scale | None:
    """The unit that a column's header states: in brackets, as ``%``, or as ``số hộ``."""
    for inner in _IN_BRACKETS.findall(header):
        found = _unit_of(re.sub(r"^(?:đvt|đơn vị(?: tính)?)\s*:?\s*", "", inner.strip()))
        if found is not None:
            return found
    if "%" in header or header.startswith(("tỷ lệ", "tỉ lệ")):
        return _unit_of("%")
    count = _COUNT_HEADER.match(header)
    known = unit_table().match_at(header, count.end()) if count is not None else None
    if count is not None and known is not None and known[1].kind == "count":
        return _Scale(known[1], 1.0, header[count.end() : known[0]])
    return None


def _caption_scale(caption: str) -> _Scale | None:
    """``ĐVT: triệu đồng``."""
    label = _UNIT_LABEL.search(lower(caption))
    return _unit_of(label.group(1)) if label is not None else None


def _unit_of(words: str) -> _Scale | None:
    """A unit with its multiplier: ``triệu đồng``, ``1.000 người``, ``%``, ``triệu đồng/hộ``."""
    text = lower(words).strip(" .:,")
    rest, factor = text, 1.0
    scaled = _THOUSANDS.match(rest)
    while scaled is not None:
        word = scaled.group().strip()
        factor *= 1000.0 if word in ("1.000", "1000") else MULTIPLIERS[word]
        rest = rest[scaled.end() :]
        scaled = _THOUSANDS.match(rest)
    per = _PER_TAIL.search(rest)
    known = unit_table().match_at(rest, 0)
    if known is None or (known[0] != len(rest) and per is None):
        return None
    return _Scale(known[1], factor, words.strip(), per.group(1) if per else None)
