"""What a figure counts or measures: the noun phrase at it, and the known measure that its words name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Around
from extractors.registry.lookup import KnownMeasure, known_measures, unit_table
from extractors.vietnamese.phrases import PhraseTable


@dataclass(slots=True)
class Named:
    """The measure of one figure, the words that name it, and the noun phrase that follows a count."""

    measure: KnownMeasure | None = None
    measure_text: str | None = None
    subject_text: str | None = None


_SUBJECT_STOP = re.compile(
    r"[.,;:()\n“”\"/%–]|[ ](?=\d)|[ ]-[ ]|[ ](?:đã|được|bị|là|và|với|trong|tại|ở|do|để|cho|đạt|chiếm|tăng|giảm|bằng|so|từ|đến|theo|"
    r"về|vào|ra|thuộc|gồm|trên|dưới|sẽ|đang|thì|mà|"
    r"nên|khi|tham gia|tham dự|dự|thoát|đại diện|còn|nhằm|qua|sau|trước|năm|cùng|như|của|có|không|sinh sống|đến từ|này)(?!\w)"
)
_NOUN_STOPS = frozenset({"và", "của", "là", "có", "đã", "được", "trong", "với", "tại", "cho", "để", "theo", "từ", "đến", "do", "tham", "thoát", "về"})
_WORD_STARTS = re.compile(r"(?<!\w)\w")


@cache
def _subjects() -> PhraseTable[tuple[KnownMeasure, ...]]:
    """Measures by the words that stand after a number."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.subject:
            found[phrase] = (*found.get(phrase, ()), measure)
    return PhraseTable(found)


@cache
def _afters() -> PhraseTable[tuple[KnownMeasure, ...]]:
    """Measures by the words right after a percentage or an amount."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.after:
            found[phrase] = (*found.get(phrase, ()), measure)
    return PhraseTable(found)


@cache
def _befores() -> dict[str, tuple[KnownMeasure, ...]]:
    """Measures by the words before a number."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.before:
            found[phrase.lower()] = (*found.get(phrase.lower(), ()), measure)
    return found


class MeasureReader:
    """Finds the measures of the figures of one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text, self.low = reading.text, reading.low
        self._measure_starts = [hit.start for hit in reading.keywords.measure]

    def of(self, figure: FigureSpan, around: Around) -> Named:
        """The measure of one figure."""
        named = Named(subject_text=self._subject(figure))
        found = self._named_measure(figure, around.clause)
        if found is None:
            return named
        named.measure, named.measure_text = found
        if figure.kind in ("count", "ratio") and named.subject_text and len(found[1]) > len(named.subject_text):
            named.subject_text = found[1]
        return named

    def _subject(self, figure: FigureSpan) -> str | None:
        if figure.unit_end <= figure.unit_start or figure.kind not in ("count", "ratio"):
            return None
        stop = _SUBJECT_STOP.search(self.low, figure.unit_end, figure.unit_end + 60)
        end = stop.start() if stop else min(len(self.text), figure.unit_end + 60)
        if stop is None and end < len(self.text):
            end = self.text.rfind(" ", figure.unit_end, end) if " " in self.text[figure.unit_end : end] else figure.unit_end
        return self.text[figure.unit_start : max(end, figure.unit_end)].rstrip()

    def _named_measure(self, figure: FigureSpan, clause: tuple[int, int]) -> tuple[KnownMeasure, str] | None:
        """The words after a count name it before those in front of it; for shares and amounts it is the other way round."""
        if figure.kind in ("percentage", "money"):
            return self._by_before(figure, clause) or self._by_after(figure)
        found = self._by_subject(figure, figure.unit_start)
        if found is not None and figure.unit is not None and found[1].lower() in figure.unit.spellings:
            return self._by_before(figure, clause) or found  # `số hộ nghèo còn 120 hộ`: the bare unit says less
        return found or self._by_before(figure, clause) or self._by_after(figure)

    def _by_subject(self, figure: FigureSpan, at: int) -> tuple[KnownMeasure, str] | None:
        """The measure whose words begin at the head noun, or the longest a few words later."""
        if figure.unit_end <= figure.unit_start:
            return None
        best: tuple[int, KnownMeasure, int] | None = None
        place, unit = at, figure.unit.code if figure.unit is not None else None
        known = unit_table().match_at(self.low, at)
        head_end = known[0] if known is not None else at
        for step in range(6):
            found = _subjects().match_at(self.low, place)
            if found is not None and found[0] >= head_end:  # `hộ chiếu` is no `hộ`
                measure = _of_kind([m for m in found[1] if step == 0 or m.unit == unit], figure.kind)
                if measure is not None and (step == 0 or found[0] - place > 6) and (best is None or found[0] - place > best[0]):
                    best = (found[0] - place, measure, found[0])
            gap = self.low.find(" ", place, place + 24)
            word = self.low[place:gap].rstrip(",") if gap >= 0 else ""
            if not word.isalpha() or (step and word in _NOUN_STOPS):
                break
            place = gap + 1
        return None if best is None else (best[1], self.text[at : best[2]])

    def _by_after(self, figure: FigureSpan) -> tuple[KnownMeasure, str] | None:
        if self.text[figure.end : figure.end + 1] != " ":
            return None
        place = figure.end + 1
        for skip in ("", "số ", "so với ", "tổng số ", "trên tổng ", "của "):
            if skip and not self.low.startswith(skip, place):
                continue
            found = _afters().match_at(self.low, place + len(skip))
            if found is not None and (measure := _of_kind(found[1], figure.kind)) is not None:
                return measure, self.text[place : found[0]]
        return None

    def _by_before(self, figure: FigureSpan, clause: tuple[int, int]) -> tuple[KnownMeasure, str] | None:
        """The nearest phrase before the figure in its clause that names a measure of its kind."""
        at = bisect_left(self._measure_starts, figure.start) - 1
        hits = self.reading.keywords.measure
        while at >= 0 and hits[at].start >= clause[0] and figure.start - hits[at].end <= 120:
            options = _befores().get(self.low[hits[at].start : hits[at].end], ())
            counted = figure.kind in ("count", "ratio")
            measure = _of_kind([m for m in options if not counted or m.unit == (figure.unit.code if figure.unit else None)], figure.kind)
            if measure is not None and hits[at].end <= figure.start + 24:
                return measure, self.text[hits[at].start : hits[at].end]
            at -= 1
        return None


def _of_kind(options: Sequence[KnownMeasure], kind: str) -> KnownMeasure | None:
    return next((m for m in options if kind in m.kinds), None)


def measure_of_words(words: str, kind: str, unit: str | None) -> tuple[KnownMeasure, str] | None:
    """The measure that a header or caption names: the longest known phrase in it for a figure of `kind` in `unit`."""
    low = words.lower()
    best: tuple[int, KnownMeasure, str] | None = None
    for found in _WORD_STARTS.finditer(low):
        for table in (_subjects(), _before_table(), _afters()):
            match = table.match_at(low, found.start())
            measure = _of_kind([m for m in match[1] if kind != "count" or m.unit == unit], kind) if match is not None else None
            if match is not None and measure is not None and (best is None or match[0] - found.start() > best[0]):
                best = (match[0] - found.start(), measure, words[found.start() : match[0]])
    return None if best is None else (best[1], best[2])


@cache
def _before_table() -> PhraseTable[tuple[KnownMeasure, ...]]:
    return PhraseTable(_befores())
