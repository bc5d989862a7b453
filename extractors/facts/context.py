"""What a figure is about: its measure, period, place, policy and status.

Each comes with the source it was found in, nearest first: the figure's own clause
(``phrase``), its sentence, its paragraph, the title. What is not found stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.registry.lookup import Hit, KnownMeasure, KnownPlace, entry, known_measures, unit_table
from extractors.vietnamese.dates import DateSpan
from extractors.vietnamese.phrases import PhraseTable


@dataclass(slots=True)
class Context:
    """The context of one figure; every part may be missing."""

    measure: KnownMeasure | None = None
    measure_text: str | None = None
    subject_text: str | None = None
    period: tuple[date | None, date | None] | None = None
    period_text: str | None = None
    period_source: str | None = None
    place: KnownPlace | None = None
    place_text: str | None = None
    place_source: str | None = None
    reference: int | None = None
    reference_source: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a text inherits from the article around it."""

    title_period: DateSpan | None = None
    title_period_text: str | None = None
    title_place: tuple[KnownPlace, str] | None = None
    site_place: KnownPlace | None = None


_BLANK_LINE = re.compile(r"\n\n")
_CLAUSE = re.compile(r"[;:\n]|[.](?=[ \n])")
_COMMA = re.compile(r",[ ]|[ ](?:và|còn|trong đó|riêng|nhưng)[ ]")
_SUBJECT_STOP = re.compile(
    r"[.,;:()\n“”\"/%–]|[ ](?=\d)|[ ]-[ ]|[ ](?:đã|được|bị|là|và|với|trong|tại|ở|do|để|cho|đạt|chiếm|tăng|giảm|bằng|so|từ|đến|theo|"
    r"về|vào|ra|thuộc|gồm|trên|dưới|sẽ|đang|thì|mà|"
    r"nên|khi|tham gia|tham dự|dự|thoát|đại diện|còn|nhằm|qua|sau|trước|năm|cùng|như|của|có|không|sinh sống|đến từ|này)(?!\w)"
)
_PROGRAMME = frozenset({"programme-years", "term-years"})
_REPORTING = frozenset({"month", "quarter", "half_year", "nine_months", "year", "range", "other_period", "day"})
_COMPARED_WITH = re.compile(r"(?:so với|so|cùng kỳ|bằng cùng kỳ|của cùng kỳ|giá so sánh)[ ](?:cùng kỳ[ ]|cuối[ ]|đầu[ ])?(?:năm[ ])?$")
_ADMIN_BEFORE = re.compile(r"(tỉnh|huyện|xã|thành phố|tp|tp\.|thị xã|thị trấn|phường|quận)[ ]$")
_ADMIN_WORD = re.compile(r"(?:tỉnh|huyện|xã|thành phố|thị xã|thị trấn|phường|quận)[ ]")
_LEVELS_OF_WORD = {
    "tỉnh": ("province",), "thành phố": ("province", "district"), "tp": ("province", "district"), "tp.": ("province", "district"),
    "huyện": ("district",), "quận": ("district",), "thị xã": ("district",), "xã": ("commune",), "phường": ("commune",), "thị trấn": ("commune", "district"),
}  # fmt: skip
_COMMON_PLACES = frozenset({"cả nước", "toàn quốc", "miền trung", "miền bắc", "miền nam", "miền núi phía bắc"})
_NOW = re.compile(r"(?<!\w)(?:hiện nay|(?<!thực )hiện có|đến nay|tính đến nay|tới nay)(?!\w)")
_ABOUT_POLICY = re.compile(r"(?<!\w)(?:theo|của|thuộc|từ|thực hiện|về|tuyên truyền|vốn|nguồn)(?!\w)")


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


@cache
def _status_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = entry("figure_words", "words")
    return tuple(re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words[key], key=len, reverse=True))})(?!\w)") for key in ("target", "reported"))  # type: ignore[return-value]


class ContextReader:
    """Finds the context of the figures of one text."""

    def __init__(
        self, reading: Reading, dates: Sequence[DateSpan], references: Sequence[ReferenceSpan], sentences: Sequence[tuple[int, int]], frame: Frame
    ) -> None:
        self.reading = reading
        self.text, self.low = reading.text, reading.low
        self.references = references
        self.frame = frame
        self._sentence_starts = [start for start, _ in sentences]
        self._sentences = sentences
        covered = [(r.start, r.end) for r in references]
        self._reference_starts = [start for start, _ in covered]
        self._paragraph_starts = [0, *(found.end() for found in _BLANK_LINE.finditer(self.text))]
        self._periods = [d for d in dates if self._is_period(d, covered)]
        self._period_starts = [d.start for d in self._periods]
        self.places: list[Hit] = [hit for hit in reading.keywords.place if self._is_place(hit, covered)]
        self._place_starts = [hit.start for hit in self.places]
        bounds = [found.span() for found in _CLAUSE.finditer(self.text)]
        self._clause_starts = [start for start, _ in bounds]
        self._clause_ends = [end for _, end in bounds]
        target, reported = _status_words()
        self._aims = [found.end() for found in target.finditer(self.low)]
        self._facts = [found.end() for found in reported.finditer(self.low)]
        self._measure_starts = [hit.start for hit in reading.keywords.measure]

    def of(self, figure: FigureSpan, sentence: tuple[int, int]) -> Context:
        """The context of one figure that stands in `sentence`."""
        context = Context()
        clause = self._clause(figure, sentence)
        self._subject(context, figure)
        self._measure(context, figure, clause)
        self._period(context, figure, clause, sentence)
        self._place(context, figure, clause, sentence)
        self._policy(context, figure, clause, sentence)
        context.status = self._status(figure, clause, sentence)
        return context

    # -------------------------------------------------------------- where to look
    def _clause(self, figure: FigureSpan, sentence: tuple[int, int]) -> tuple[int, int]:
        at = bisect_right(self._clause_ends, figure.start)
        begin = self._clause_ends[at - 1] if at else 0
        after = bisect_left(self._clause_starts, figure.end)
        end = self._clause_starts[after] if after < len(self._clause_starts) else sentence[1]
        return max(begin, sentence[0]), min(end, sentence[1])

    def _paragraph_start(self, place: int) -> int:
        return self._paragraph_starts[bisect_right(self._paragraph_starts, place) - 1]

    # -------------------------------------------------------------- subject and measure
    def _subject(self, context: Context, figure: FigureSpan) -> None:
        if figure.unit_end <= figure.unit_start or figure.kind not in ("count", "ratio"):
            return
        stop = _SUBJECT_STOP.search(self.low, figure.unit_end, figure.unit_end + 60)
        end = stop.start() if stop else min(len(self.text), figure.unit_end + 60)
        if stop is None and end < len(self.text):
            end = self.text.rfind(" ", figure.unit_end, end) if " " in self.text[figure.unit_end : end] else figure.unit_end
        context.subject_text = self.text[figure.unit_start : max(end, figure.unit_end)].rstrip()

    def _measure(self, context: Context, figure: FigureSpan, clause: tuple[int, int]) -> None:
        found = self._named_measure(figure, clause)
        if found is None:
            return
        context.measure, context.measure_text = found
        if figure.kind in ("count", "ratio") and context.subject_text and len(found[1]) > len(context.subject_text):
            context.subject_text = found[1]

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

    # -------------------------------------------------------------- period
    def _is_period(self, mention: DateSpan, covered: Sequence[tuple[int, int]]) -> bool:
        if mention.kind not in _REPORTING or (mention.first is None and mention.last is None):
            return False
        at = bisect_right(covered, (mention.start, len(self.text))) - 1
        if at >= 0 and mention.end <= covered[at][1]:
            return False
        if _COMPARED_WITH.search(self.low[max(0, mention.start - 24) : mention.start]) is not None:
            return False
        return mention.rule not in _PROGRAMME or self._stands_apart(mention)

    def _stands_apart(self, mention: DateSpan) -> bool:
        """``Giai đoạn 2016-2018 đã đầu tư …`` is the figures' own period; ``chính sách … giai đoạn 2017-2020`` is the policy's."""
        left = self.low[max(0, mention.start - 8) : mention.start].rstrip()
        return not left or left[-1] in ".,;:\n(" or left.endswith(("trong", "cả"))

    def _period(self, context: Context, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        after = bisect_left(self._period_starts, figure.end)
        candidate = self._periods[after] if after < len(self._periods) else None
        if candidate is not None and candidate.start - figure.end <= 40 and candidate.start < clause[1]:
            gap = self.low[figure.end : candidate.start]
            if not any(c.isdigit() for c in gap) and (gap.strip() in ("", "(", "(năm", "vào", "của", "trong") or (len(gap) < 24 and "," not in gap)):
                return self._set_period(context, candidate, "phrase")
        before = bisect_left(self._period_starts, figure.start) - 1
        if before >= 0:
            candidate = self._periods[before]
            if candidate.start >= clause[0]:
                return self._set_period(context, candidate, "phrase")
            if candidate.start >= sentence[0]:
                return self._set_period(context, candidate, "sentence")
        if after < len(self._periods) and self._periods[after].start < sentence[1] and self._periods[after].kind != "day":
            return self._set_period(context, self._periods[after], "sentence")
        if before >= 0:
            start = self._paragraph_start(figure.start)
            while before >= 0 and self._periods[before].start >= start:
                if self._periods[before].kind != "day":
                    return self._set_period(context, self._periods[before], "paragraph")
                before -= 1
        title = self.frame.title_period
        if title is not None:
            context.period = (title.first, title.last)
            context.period_text, context.period_source = self.frame.title_period_text, "title"
        elif self.reading.published_on is not None and _NOW.search(self.low, sentence[0], figure.start):
            context.period = (None, self.reading.published_on)
            context.period_source = "publication"
        return None

    def _set_period(self, context: Context, mention: DateSpan, source: str) -> None:
        context.period = (mention.first, mention.last)
        context.period_text = self.text[mention.start : mention.end]
        context.period_source = source

    # -------------------------------------------------------------- place
    def _is_place(self, hit: Hit, covered: Sequence[tuple[int, int]]) -> bool:
        place: KnownPlace = hit.value
        at = bisect_right(covered, (hit.start, len(self.text))) - 1
        if at >= 0 and hit.start < covered[at][1]:
            return False
        own_word = _ADMIN_WORD.match(self.low, hit.start)
        if own_word is not None and own_word.end() < hit.end:
            return self.text[own_word.end()].isupper()
        if not self.text[hit.start].isupper():
            return self.low[hit.start : hit.end] in _COMMON_PLACES
        if not (place.ambiguous or place.level == "commune"):
            return True
        before = _ADMIN_BEFORE.search(self.low[max(0, hit.start - 11) : hit.start])
        return before is not None and place.level in _LEVELS_OF_WORD.get(before.group(1), ())

    def _place(self, context: Context, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        before = bisect_left(self._place_starts, figure.start) - 1
        after = before + 1
        if before >= 0 and self.places[before].start >= clause[0]:
            return self._set_place(context, self.places[before], "phrase")
        if after < len(self.places) and self.places[after].start < clause[1] and self.places[after].start - figure.end < 60:
            return self._set_place(context, self.places[after], "phrase")
        if before >= 0 and self.places[before].start >= sentence[0]:
            return self._set_place(context, self.places[before], "sentence")
        if after < len(self.places) and self.places[after].start < sentence[1]:
            return self._set_place(context, self.places[after], "sentence")
        if before >= 0 and self.places[before].start >= self._paragraph_start(figure.start):
            return self._set_place(context, self.places[before], "paragraph")
        if self.frame.title_place is not None:
            context.place, context.place_text = self.frame.title_place
            context.place_source = "title"
        elif self.frame.site_place is not None:
            context.place, context.place_source = self.frame.site_place, "site"
        return None

    def _set_place(self, context: Context, hit: Hit, source: str) -> None:
        context.place, context.place_text, context.place_source = hit.value, self.text[hit.start : hit.end], source

    # -------------------------------------------------------------- policy
    def _policy(self, context: Context, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        first, last = bisect_left(self._reference_starts, sentence[0]), bisect_left(self._reference_starts, sentence[1])
        inside = [(at, self.references[at]) for at in range(first, last)]
        inside = [(at, r) for at, r in inside if not r.start <= figure.start < r.end]
        if not inside:
            return
        own = [(at, r) for at, r in inside if clause[0] <= r.start < clause[1]]
        before = [(at, r) for at, r in own if r.end <= figure.start and figure.start - r.end <= 120]
        if before:
            context.reference, context.reference_source = before[-1][0], "phrase"
            return
        after = [(at, r) for at, r in own if r.start >= figure.end and r.start - figure.end <= 60]
        if after and _ABOUT_POLICY.search(self.low, figure.end, after[0][1].start):
            context.reference, context.reference_source = after[0][0], "phrase"
            return
        earlier = [(at, r) for at, r in inside if r.end <= figure.start]
        if len({r.programme_text or r.number for _, r in earlier}) == 1 and figure.kind in ("percentage", "money"):
            context.reference, context.reference_source = earlier[-1][0], "sentence"

    # -------------------------------------------------------------- status
    def _status(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> str | None:
        aims = self._between(self._aims, clause[0], figure.start) or self._between(self._aims, sentence[0], figure.start)
        facts = self._between(self._facts, clause[0], figure.start) or self._between(self._facts, sentence[0], figure.start)
        if aims and (not facts or aims[0] <= facts[-1]):
            return "target"
        return "reported" if facts else None

    @staticmethod
    def _between(ends: Sequence[int], start: int, end: int) -> Sequence[int]:
        return ends[bisect_right(ends, start) : bisect_right(ends, end)]


_NOUN_STOPS = frozenset({"và", "của", "là", "có", "đã", "được", "trong", "với", "tại", "cho", "để", "theo", "từ", "đến", "do", "tham", "thoát", "về"})


def _of_kind(options: Sequence[KnownMeasure], kind: str) -> KnownMeasure | None:
    return next((m for m in options if kind in m.kinds), None)


_LONGEST_HALF = 2000  # a "sentence" of a page without full stops is cut around the finding


def sentence_of(starts: Sequence[int], sentences: Sequence[tuple[int, int]], place: int, end: int) -> tuple[int, int]:
    """The sentence that holds `place`; for a finding over a line break, from its first sentence to its last."""
    if not sentences:
        return place, end
    at = max(0, bisect_right(starts, place) - 1)
    first, last = sentences[at]
    while last < end and at + 1 < len(sentences):
        at += 1
        last = sentences[at][1]
    first, last = min(first, place), max(last, end)
    if last - first <= 2 * _LONGEST_HALF:
        return first, last
    return max(first, place - _LONGEST_HALF), min(last, max(end, place + _LONGEST_HALF))


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


_WORD_STARTS = re.compile(r"(?<!\w)\w")


def first_place(reading: Reading, references: Sequence[ReferenceSpan] = ()) -> tuple[KnownPlace, str] | None:
    """The first place that a title, header or caption names outside its references."""
    if not reading.keywords.place:
        return None
    places = ContextReader(reading, (), references, (), Frame()).places
    return (places[0].value, reading.text[places[0].start : places[0].end]) if places else None
