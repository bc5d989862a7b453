"""What a table's figure is about: measure, period, place and status, read from headers and caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.facts.context import first_place
from extractors.facts.findings import find_all_dates
from extractors.facts.measure_names import fulfilment_named, is_comparison, measure_of_words
from extractors.facts.reading import read
from extractors.facts.tables import CellFigure
from extractors.records import Table
from extractors.registry.lookup import KnownMeasure, KnownPlace
from extractors.vietnamese import periods

# a column header that names no measure of its own, so that the caption's holds for it
_NEUTRAL_HEADER = re.compile(
    r"(?:[^/]{0,60} / )?(?:(?:cả |6 tháng đầu |9 tháng |6 tháng cuối )?năm)?(?: ?(?:19|20)\d\d)?"
    r"(?:số tiền|số lượng|tỷ lệ|tỉ lệ|giá trị)?(?: ?\([^()]{0,30}\))?"
)
_AIM_HEADER = re.compile(r"kế hoạch|chỉ tiêu giao|mục tiêu|dự toán|phấn đấu")
_FACT_HEADER = re.compile(r"thực hiện|giải ngân|kết quả|đạt|đã ")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


class Label:
    """A header or caption of a table: the period and the place that it names."""

    __slots__ = ("period", "period_text", "place")

    def __init__(self, words: str, published_on: date | None) -> None:
        reading = read(words, published_on)
        dates, _ = find_all_dates(reading, [])
        mention = next((d for d in dates if d.resolved_from == "text" and (d.first is not None or d.last is not None)), None)
        year = _BARE_YEAR.fullmatch(words.rsplit(" / ", 1)[-1].strip())
        self.period: tuple[date | None, date | None] | None = None
        self.period_text: str | None = None
        if mention is not None:
            self.period, self.period_text = (mention.first, mention.last), words[mention.start : mention.end]
        elif year is not None:
            self.period, self.period_text = periods.year(int(year.group())), year.group()
        self.place = first_place(reading)


@dataclass(slots=True)
class CellContext:
    """The context of one cell's figure; every part may be missing. `words` are its headers as one text."""

    words: str
    measure: tuple[KnownMeasure, str] | None
    status: str | None
    period: tuple[date | None, date | None] | None = None
    period_text: str | None = None
    period_source: str | None = None
    place: tuple[KnownPlace, str] | None = None
    place_source: str | None = None


class TableContextReader:
    """Reads each header of one table once."""

    def __init__(self, table: Table, published_on: date | None) -> None:
        self.table = table
        self.published_on = published_on
        self._labels: dict[str, Label] = {}

    def of(self, cell: CellFigure) -> CellContext:
        """The context of one cell: its own headers before the caption."""
        words = " ".join(w for w in (cell.row_header, cell.column_header) if w)
        lowered = words.lower()
        status = "target" if _AIM_HEADER.search(lowered) else "reported" if _FACT_HEADER.search(lowered) else None
        context = CellContext(words, self._measure(cell, words), status)
        for source, label in self._sources(cell):
            if context.period is None and label.period is not None:
                context.period, context.period_text, context.period_source = label.period, label.period_text, source
            if context.place is None and label.place is not None:
                context.place, context.place_source = label.place, source
        return context

    def _measure(self, cell: CellFigure, words: str) -> tuple[KnownMeasure, str] | None:
        kind, unit = cell.span.kind, cell.span.unit.code if cell.span.unit else None
        for header in (cell.column_header, cell.row_header):
            if kind == "percentage" and header and is_comparison(header):
                return fulfilment_named(header) if cell.span.change is None else None
        measure = measure_of_words(words, kind, unit)
        if measure is None and _NEUTRAL_HEADER.fullmatch((cell.column_header or "").lower()):
            measure = measure_of_words(self.table.caption or "", kind, unit)
        return measure

    def _sources(self, cell: CellFigure) -> list[tuple[str, Label]]:
        headers = [cell.column_header, cell.row_header]
        if cell.row_header and cell.column_header and _BARE_YEAR.fullmatch(cell.row_header):
            headers.insert(0, f"{_BRACKETS.sub('', cell.column_header).strip()} {cell.row_header}")  # `6 tháng đầu năm` of the row `2018`
        sources = [("phrase", self._label(words)) for words in headers if words]
        return [*sources, ("paragraph", self._label(self.table.caption))] if self.table.caption else sources

    def _label(self, words: str) -> Label:
        label = self._labels.get(words)
        if label is None:
            label = self._labels[words] = Label(words, self.published_on)
        return label
