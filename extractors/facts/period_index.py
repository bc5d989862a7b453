"""The periods of one text that its figures can have, and which of them a paragraph, a title or a comparison gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from extractors.facts.number_context import FigureSpan
from extractors.facts.period_mentions import compared_among, heads_among, periods_among
from extractors.facts.period_reach import years_joined
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Surroundings
from extractors.vietnamese.dates import DateSpan

Period = tuple[tuple[date | None, date | None] | None, str | None, str | None]
"""The first and last day, the words (None for the publication date), and where they stand; three times None for no period."""

NO_PERIOD: Period = (None, None, None)
# `; cùng kỳ năm 2018 là 150 hộ`
_SAME_TIME = re.compile(r"(?:(?<=[;:(.][ \n])|(?<=[,;] )|(?<=\()|(?<=\n)|^)[ ]?(?:cùng kỳ|cùng kì)[ ]")
_IN_BRACKETS = 40
SCHOOL_YEAR_BEFORE = "năm học trước"
MOST_LOOKED_AT = 8
_LEAD = 160
_OPENING = 45
# a term of office, a season, a month amid a report, and what only began or is to end then: they tell of their own sentence
_NOT_CARRIED = frozenset(
    {"term-years", "since-day", "since-day-month", "since-year", "since-month", "season-years", "month-range", "until-year", "month"}
)
EVENTS = ("day", "relative-day")


class PeriodIndex:
    """The periods of one text; `title` and its words are what the article's title names."""

    __slots__ = (
        "_attached", "_compared", "_event", "_has_events", "_has_school_year", "_heads", "_owned",
        "_periods", "_starts", "_surroundings", "_title", "low", "published_on", "text",
    )  # fmt: skip

    def __init__(
        self,
        reading: Reading,
        surroundings: Surroundings,
        dates: Sequence[DateSpan],
        references: Sequence[tuple[int, int]],
        title: DateSpan | None,
        title_text: str | None,
    ) -> None:
        self.text, self.low, self.published_on = reading.text, reading.low, reading.published_on
        self._surroundings = surroundings
        self._title: Period = ((title.first, title.last), title_text, "title") if title is not None else NO_PERIOD
        self._periods = years_joined(reading.low, periods_among(reading.text, reading.low, dates, references))
        self._heads = heads_among(reading.text, dates) if "\n" in self.text else []
        self._starts = [d.start for d in self._periods]
        self._compared = compared_among(reading.low, dates)
        self._event = next((at for at, d in enumerate(self._periods[:1]) if d.rule.startswith(EVENTS) and d.start < _LEAD), None)
        self._has_events = any(d.rule.startswith(EVENTS) for d in self._periods)
        self._has_school_year = SCHOOL_YEAR_BEFORE in self.low
        self._owned: set[int] = set()
        self._attached = {at for at, start in enumerate(self._starts) if self._is_bracketed(start)}

    def _ends_with_title(self, at: int) -> bool:
        """``đến ngày 30/9`` in a report of nine months: what comes after it is about those months again."""
        mention, title = self._periods[at], self._title[0]
        return title is not None and mention.first is None and mention.last == title[1] and title[0] is not None

    def _compared_with(self, figure: FigureSpan, clause: tuple[int, int]) -> Period | None:
        """The period of the other side of a comparison: ``thấp hơn năm 2018 (17,44%)``, ``; cùng kỳ năm 2018 là 150 hộ``.

        The same time of a year is no whole year when what it is compared with is none.
        """
        low, start = self.low, figure.start
        bracket = low.rfind(" (", max(0, start - _IN_BRACKETS), start)
        if bracket >= 0 and bracket in self._compared and low.find(")", bracket, start) < 0:
            mention = self._compared[bracket]
            return (mention.first, mention.last), self.text[mention.start : mention.end], "phrase"
        same = _SAME_TIME.search(low, clause[0], start)
        if same is None:
            return None
        named = self._compared.get(same.end())
        before = bisect_left(self._starts, start) - 1
        if named is None or named.end > start or (before >= 0 and self._starts[before] > named.start):
            return None
        whole = before >= 0 and self._periods[before].kind == "year" and self._starts[before] >= self._surroundings.line_start(start)
        if named.kind == "year" and not whole:
            return NO_PERIOD
        return (named.first, named.last), self.text[named.start : named.end], "phrase"

    def _carried(self, before: int, begin: int) -> int | None:
        """The last period of the paragraph that holds for what comes after it."""
        starts = self._starts
        for at in range(before, max(-1, before - MOST_LOOKED_AT), -1):
            if starts[at] < begin:
                return None
            if at in self._attached or self._periods[at].rule in _NOT_CARRIED:
                continue
            if self._is_future(self._periods[at]):
                continue  # what is reported is not about it
            return self._wider(at, begin)
        return None

    def _wider(self, at: int, begin: int) -> int | None:
        """A part of a period named before is a remark (``9 tháng …; riêng quý III …``): what follows is about the whole again.

        A year amid a sentence tells of the words around it alone (``chuẩn năm 2015``), unless it opens a clause.
        """
        part = self._periods[at]
        for earlier in range(at - 1, max(-1, at - 4), -1):
            if self._starts[earlier] < begin:
                break
            whole = self._periods[earlier]
            if (
                earlier not in self._attached and whole.rule not in _NOT_CARRIED
                and whole.first is not None and whole.last is not None and part.first is not None and part.last is not None
                and whole.first <= part.first and part.last <= whole.last and whole.kind != "day" and (part.first, part.last) != (whole.first, whole.last)
            ):  # fmt: skip
                return earlier
        if part.kind == "year":
            left = self.low[max(0, part.start - 12) : part.start].rstrip(" ")
            ahead = self.low.startswith((" ước", " đạt", " tăng", " giảm"), part.end)
            if left and left[-1] not in ".,;:\n" and not ahead and not left.endswith(("trong", "tính", "và", "của cả")):
                return None
        return at

    def _is_future(self, mention: DateSpan) -> bool:
        """Whether the period lies after the publication: what is reported is not about it."""
        today, first, last = self.published_on, mention.first, mention.last
        return today is not None and last is not None and last.year > today.year and (first is None or first > today)

    def _is_bracketed(self, start: int) -> bool:
        """Whether the date stands in brackets, where it tells of the words before them alone.

        ``trong 4 năm (2012-2015)`` is a frame, and so is what opens a sentence: ``Kết thúc giai đoạn 1 (2011-2015), tỉnh có …``.
        """
        low = self.low
        bracket = low.rfind("(", start - 30 if start > 30 else 0, start)
        if bracket < 0 or low.find(")", bracket, start) >= 0 or low.endswith(("năm ", "tháng ", "năm", "tháng"), 0, bracket):
            return False
        if low.startswith("), ", low.find(")", start, start + 30)):
            begin = max(low.rfind(mark, max(0, bracket - _OPENING), bracket) for mark in (". ", "\n"))
            return begin < 0 and bracket > _OPENING
        return True

    def _found(self, at: int, source: str) -> Period:
        mention = self._periods[at]
        return (mention.first, mention.last), self.text[mention.start : mention.end], source
