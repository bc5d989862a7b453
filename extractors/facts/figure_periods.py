"""The period of a figure: that of its own clause, its sentence, its paragraph, or the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from extractors.facts.number_context import FigureSpan
from extractors.facts.period_limits import is_norm, is_timeless, stands_alone, tells_of_event
from extractors.facts.period_mentions import compared_among, heads_among, periods_among
from extractors.facts.period_reach import is_attendance, is_market_price, is_part, is_sum, opens, previous_school_year, whole_year, years_joined
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Surroundings
from extractors.vietnamese.dates import DateSpan

Period = tuple[tuple[date | None, date | None] | None, str | None, str | None]
"""The first and last day, the words (None for the publication date), and where they stand; three times None for no period."""

_NONE: Period = (None, None, None)
_NOW = ("đến nay, ", "tới nay, ", "tính đến nay, ", "cho đến nay, ")
# `Năm 1992, cả làng chỉ có ba chiếc xe đạp; nay 62/71 hộ có xe máy`
_NOW_AGAIN = re.compile(r"(?:[,;:.][ ]|[ ](?:mà|thì|nhưng)[ ])(?:nay|hiện|hiện nay|đến nay|bây giờ|giờ)(?!\w)|[ ]nay (?:còn|đã|có)(?!\w)")
# a span without a year that the words go on with: `quý II/2019 tăng 4,39%; bình quân 6 tháng tăng 4,08%`
_OTHER_SPAN = re.compile(
    r"[,;:.][ ](?:tính[ ])?(?:(?:chung|bình quân|trung bình|lũy kế|luỹ kế|tổng)[ ](?:\d{1,2}|ba|sáu|chín)[ ]tháng|(?:chung[ ])?cả năm)(?!\w)"
)
# `; cùng kỳ năm 2018 là 150 hộ`
_SAME_TIME = re.compile(r"(?:(?<=[;:(.][ \n])|(?<=[,;] )|(?<=\()|(?<=\n)|^)[ ]?(?:cùng kỳ|cùng kì)[ ]")
_IN_BRACKETS = 40
# sizes of things, which no period changes
_SIZES = ("dài ", "rộng ", "cao ", "cách ", "dài gần ", "dài hơn ", "rộng gần ", "rộng hơn ", "diện tích tự nhiên ", "diện tích tự nhiên là ")
# between a figure and the period that is its own: `24,31% (năm 2010)`, `1.200 hộ năm 2018`
_OWN_GAP = re.compile(
    r"[ ]?(?:[(]|(?:(?!(?:và|thì|mà|nhưng|song|rồi|còn|đến|nay|là|từ|so|hơn|lấy|do|cho)[ ])[^\W\d_]+[ ]){0,3}?(?:(?:vào|của|trong|ở)[ ])?)?(?:năm[ ])?"
)
_SCHOOL_YEAR_BEFORE = "năm học trước"
_MOST_LOOKED_AT = 8
_OPENING = 45
# a term of office, a season, a month amid a report, and what only began or is to end then: they tell of their own sentence
_NOT_CARRIED = frozenset(
    {"term-years", "since-day", "since-day-month", "since-year", "since-month", "season-years", "month-range", "until-year", "month"}
)
_COUNTED = ("count", "ratio")
_EVENTS = ("day", "relative-day")
_NORM = re.compile(r"(?<!\w)(?:mỗi|được|nhận|hưởng|hỗ trợ|mức|lãi|lệ phí|vé|chi)(?!\w)")


class PeriodReader:
    """Finds the periods of the figures of one text; `title` and its words are what the article's title names."""

    __slots__ = ("_attached", "_compared", "_heads", "_owned", "_periods", "_starts", "_surroundings", "_title", "low", "published_on", "text")

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
        self._title: Period = ((title.first, title.last), title_text, "title") if title is not None else _NONE
        self._periods = years_joined(reading.low, periods_among(reading.text, reading.low, dates, references))
        self._heads = heads_among(reading.text, dates) if "\n" in self.text else []
        self._starts = [d.start for d in self._periods]
        self._compared = compared_among(reading.low, dates)
        self._owned: set[int] = set()
        self._attached = {at for at, start in enumerate(self._starts) if self._is_bracketed(start)}

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int], status: str | None) -> Period:
        """The period of one figure."""
        periods = self._periods
        if self._compared and (compared := self._compared_with(figure, clause)) is not None:
            return compared
        if self.published_on is not None and self.low.startswith(_SCHOOL_YEAR_BEFORE, sentence[0]) and not self._is_norm(figure):
            return previous_school_year(self.published_on), self.text[sentence[0] : sentence[0] + len(_SCHOOL_YEAR_BEFORE)], "sentence"
        if not periods:
            return self._inherited(figure, sentence)
        after = bisect_left(self._starts, figure.end)
        if after < len(periods) and periods[after].start < figure.end + 44 and self._is_own(figure, after, clause[1]):
            if figure.kind != "duration":  # `trong 4 năm (2012-2015) …` is a frame
                self._attached.add(after)
                self._owned.add(after)
            return self._found(after, "phrase")
        if is_timeless(figure) or (figure.kind == "measure" and self.low.endswith(_SIZES, 0, figure.start)):
            return _NONE
        before = bisect_left(self._starts, figure.start) - 1
        if before >= 0 and self._starts[before] >= sentence[0]:
            return self._ahead(figure, before, clause, sentence)
        if after < len(periods) and self._starts[after] < sentence[1] and after not in self._attached and self._governs_back(figure, after, clause):
            return self._found(after, "phrase" if self._starts[after] < clause[1] else "sentence")
        if before >= 0 and (year := self._whole_year(before, figure, sentence)) is not None:
            return year
        if before >= 0 and (first := self._first_day(before, figure, sentence)) is not None:
            return first
        if before >= 0 and status != "target" and figure.change not in ("from", "to") and not self._is_norm(figure):
            at = self._carried(before, self._surroundings.line_start(figure.start))
            if (meeting := self._meeting(figure, before, sentence)) is not None:
                return self._found(meeting, "paragraph")
            if at is not None and is_sum(self.low, sentence[0], self._periods[at]):
                return (None, self._periods[at].last), self._found(at, "paragraph")[1], "paragraph"
            if at is not None and self._goes_on(at, sentence) and not stands_alone(self.low, figure, sentence, self._surroundings.phrase_start(figure.start)):
                return self._found(at, "paragraph")
        return self._inherited(figure, sentence)

    def _whole_year(self, before: int, figure: FigureSpan, sentence: tuple[int, int]) -> Period | None:
        """The year that a sentence means by ``cả năm`` after a part of it was told of."""
        if not self.low.startswith("cả năm ", sentence[0]) or self._starts[before] < self._surroundings.line_start(figure.start) or self._is_norm(figure):
            return None
        year = whole_year(self._periods[before])
        return (year, self.text[sentence[0] : sentence[0] + len("cả năm")], "sentence") if year is not None else None

    def _first_day(self, before: int, figure: FigureSpan, sentence: tuple[int, int]) -> Period | None:
        """``Ngày đầu`` of what began on the day named before it in the paragraph."""
        if not self.low.startswith("ngày đầu", sentence[0]) or self._starts[before] < self._surroundings.line_start(figure.start) or is_norm(figure):
            return None
        day = self._periods[before].first
        known = day is not None and "day" in self._periods[before].rule
        return ((day, day), self.text[sentence[0] : sentence[0] + len("ngày đầu")], "sentence") if known else None

    def _meeting(self, figure: FigureSpan, before: int, sentence: tuple[int, int]) -> int | None:
        """The day of a meeting, for who was there: not the half-year that it looked back on or ahead to."""
        if figure.kind not in _COUNTED or not is_attendance(self.low, figure.start, figure.end, sentence):
            return None
        begin = self._surroundings.line_start(figure.start)
        for at in range(before, max(-1, before - _MOST_LOOKED_AT), -1):
            if self._starts[at] < begin:
                return None
            if at not in self._attached and self._periods[at].rule.startswith(_EVENTS):
                return at
        return None

    def _is_norm(self, figure: FigureSpan) -> bool:
        return is_norm(figure) and not is_market_price(self.low, figure.per, figure.start)

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
            return _NONE
        return (named.first, named.last), self.text[named.start : named.end], "phrase"

    def _is_own(self, figure: FigureSpan, after: int, clause_end: int) -> bool:
        """Whether the period right after the figure is its own."""
        start = self._starts[after]
        if self.low.startswith((":", " là ", " đạt "), self._periods[after].end):  # `(năm 2021: 205 triệu)`
            return False
        if start >= clause_end and self.low[figure.end : start].strip() != "(":
            return False
        return _OWN_GAP.fullmatch(self.low, figure.end, start) is not None

    def _ahead(self, figure: FigureSpan, before: int, clause: tuple[int, int], sentence: tuple[int, int]) -> Period:
        """The nearest period ahead in the sentence; one that belongs to another figure only when there is no other."""
        starts, attached = self._starts, self._attached
        if figure.change == "by" and before in attached and before - 1 in attached and starts[before - 1] >= sentence[0]:
            first, last = self._periods[before - 1], self._periods[before]
            return (first.first, last.last), self.text[first.start : last.end], "sentence"
        at = before
        for _ in range(_MOST_LOOKED_AT):
            end = self._periods[at].end
            if at not in attached or self._frames(at, figure) or (end + 3 >= figure.start and not self.low.startswith(")", end)):
                break
            if is_part(self.low, end, figure.start) and not self._is_bracketed(starts[at]):
                break
            at -= 1
            if at < 0 or starts[at] < sentence[0]:
                if figure.change != "by" or self._is_bracketed(starts[before]):
                    return self._inherited(figure, sentence)
                at = before
                break
        if _OTHER_SPAN.search(self.low, self._periods[at].end, figure.start) or (
            figure.change != "to" and _NOW_AGAIN.search(self.low, self._periods[at].end, figure.start)
        ):
            return _NONE
        if starts[at] >= clause[0] or self._periods[at].end + 3 >= figure.start:
            each = is_norm(figure) and not is_timeless(figure) and is_part(self.low, self._periods[at].end, figure.start)
            return _NONE if each and figure.per is not None else self._found(at, "phrase")  # `chi 269 tỷ, trong đó hộ nghèo 250.000 đồng/khẩu/tháng`
        return _NONE if figure.per is not None and _NORM.search(self.low, clause[0], figure.start) else self._found(at, "sentence")

    def _frames(self, at: int, figure: FigureSpan) -> bool:
        """Whether days in brackets date what is told after them: ``phiên chợ (1-3/1) bán 85,7 kg``.

        Not when the brackets tell of a figure or explain a period: ``Năm 2021 (từ ngày 15/12/2020 đến ngày 14/12/2021)``.
        """
        low, mention = self.low, self._periods[at]
        if at in self._owned or not mention.rule.startswith(_EVENTS) or low.find(".", mention.end, figure.start) >= 0:
            return False
        if not self._is_bracketed(mention.start):
            return False
        bracket = low.rfind("(", 0, mention.start)
        return at == 0 or self._periods[at - 1].end < bracket - 1

    def _governs_back(self, figure: FigureSpan, after: int, clause: tuple[int, int]) -> bool:
        """Whether a period that follows in the sentence holds for the figure: in its own clause, with no figure that it belongs to rather."""
        start = self._starts[after]
        comma = self.low.rfind(", ", figure.end, start)
        return start < clause[1] and (comma < 0 or self.low.startswith((", theo ", ", tính "), comma))

    def _carried(self, before: int, begin: int) -> int | None:
        """The last period of the paragraph that holds for what comes after it."""
        starts = self._starts
        for at in range(before, max(-1, before - _MOST_LOOKED_AT), -1):
            if starts[at] < begin:
                return None
            if at in self._attached or self._periods[at].rule in _NOT_CARRIED:
                continue
            if self._is_future(self._periods[at]):
                continue
            return self._wider(at, begin)
        return None

    def _goes_on(self, at: int, sentence: tuple[int, int]) -> bool:
        """Whether a sentence goes on with the period named before it; after what happened on a day only when it tells of that still."""
        if not self._periods[at].rule.startswith(_EVENTS) or opens(self.low, self._periods[at]):
            return True
        return tells_of_event(self.low, sentence[0])

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

    def _inherited(self, figure: FigureSpan, sentence: tuple[int, int]) -> Period:
        if self._is_norm(figure):
            return _NONE
        for begin, end, head in reversed(self._heads):
            if begin <= figure.start < end:
                return (head.first, head.last), self.text[head.start : head.end], "title"
        if self._title is not _NONE and not stands_alone(self.low, figure, sentence, self._surroundings.phrase_start(figure.start)):
            return self._title
        if self.published_on is not None and self.low.startswith(_NOW, sentence[0]) and self.low.find(",", sentence[0] + 14, figure.start) < 0:
            return (None, self.published_on), None, "publication"
        return _NONE

    def _found(self, at: int, source: str) -> Period:
        mention = self._periods[at]
        return (mention.first, mention.last), self.text[mention.start : mention.end], source
