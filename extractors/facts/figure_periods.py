"""The period of a figure: that of its own clause, its sentence, its paragraph, or the title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Around
from extractors.vietnamese.dates import DateSpan


@dataclass(slots=True)
class Period:
    """The first and last day of a figure's period, its words, and where they stand."""

    first: date | None
    last: date | None
    text: str | None
    source: str


_PROGRAMME = frozenset({"programme-years", "term-years"})
_REPORTING = frozenset({"month", "quarter", "half_year", "nine_months", "year", "range", "other_period", "day"})
_COMPARED_WITH = re.compile(r"(?:so với|so|cùng kỳ|bằng cùng kỳ|của cùng kỳ|giá so sánh)[ ](?:cùng kỳ[ ]|cuối[ ]|đầu[ ])?(?:năm[ ])?$")
_NOW = re.compile(r"(?<!\w)(?:hiện nay|(?<!thực )hiện có|đến nay|tính đến nay|tới nay)(?!\w)")


class PeriodReader:
    """Finds the periods of the figures of one text; `title` and its words are what the article's title names."""

    def __init__(
        self, reading: Reading, dates: Sequence[DateSpan], references: Sequence[tuple[int, int]], title: DateSpan | None, title_text: str | None
    ) -> None:
        self.text, self.low, self.published_on = reading.text, reading.low, reading.published_on
        self._title, self._title_text = title, title_text
        self._periods = [d for d in dates if self._is_period(d, references)]
        self._period_starts = [d.start for d in self._periods]

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

    def of(self, figure: FigureSpan, around: Around) -> Period | None:
        """The period of one figure."""
        after = bisect_left(self._period_starts, figure.end)
        candidate = self._periods[after] if after < len(self._periods) else None
        if candidate is not None and candidate.start - figure.end <= 40 and candidate.start < around.clause[1]:
            gap = self.low[figure.end : candidate.start]
            if not any(c.isdigit() for c in gap) and (gap.strip() in ("", "(", "(năm", "vào", "của", "trong") or (len(gap) < 24 and "," not in gap)):
                return self._found(candidate, "phrase")
        before = bisect_left(self._period_starts, figure.start) - 1
        if before >= 0:
            candidate = self._periods[before]
            if candidate.start >= around.clause[0]:
                return self._found(candidate, "phrase")
            if candidate.start >= around.sentence[0]:
                return self._found(candidate, "sentence")
        if after < len(self._periods) and self._periods[after].start < around.sentence[1] and self._periods[after].kind != "day":
            return self._found(self._periods[after], "sentence")
        while before >= 0 and self._periods[before].start >= around.paragraph_start:
            if self._periods[before].kind != "day":
                return self._found(self._periods[before], "paragraph")
            before -= 1
        if self._title is not None:
            return Period(self._title.first, self._title.last, self._title_text, "title")
        if self.published_on is not None and _NOW.search(self.low, around.sentence[0], figure.start):
            return Period(None, self.published_on, None, "publication")
        return None

    def _found(self, mention: DateSpan, source: str) -> Period:
        return Period(mention.first, mention.last, self.text[mention.start : mention.end], source)
