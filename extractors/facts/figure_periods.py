"""The period of a figure: that of its own clause, its sentence, its paragraph, or the title."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractors.facts.number_context import FigureSpan
from extractors.facts.period_index import EVENTS, MOST_LOOKED_AT, NO_PERIOD, SCHOOL_YEAR_BEFORE, Period, PeriodIndex
from extractors.facts.period_limits import is_norm, is_timeless, stands_alone, tells_of_event, tells_of_meeting
from extractors.facts.period_reach import is_attendance, is_income, is_market_price, is_part, is_sum, opens, previous_school_year, whole_year

_NOW = ("đến nay, ", "tới nay, ", "tính đến nay, ", "cho đến nay, ")
# `Năm 1992, cả làng chỉ có ba chiếc xe đạp; nay 62/71 hộ có xe máy`
_NOW_AGAIN = re.compile(r"(?:[,;:.][ ]|[ ](?:mà|thì|nhưng)[ ])(?:nay|hiện|hiện nay|đến nay|bây giờ|giờ)(?!\w)|[ ]nay (?:còn|đã|có)(?!\w)")
# a span without a year that the words go on with: `quý II/2019 tăng 4,39%; bình quân 6 tháng tăng 4,08%`
_OTHER_SPAN = re.compile(
    r"[,;:.][ ](?:tính[ ])?(?:(?:chung|bình quân|trung bình|lũy kế|luỹ kế|tổng)[ ](?:\d{1,2}|ba|sáu|chín)[ ]tháng|(?:chung[ ])?cả năm)(?!\w)"
)
# sizes of things, which no period changes
_SIZES = ("dài ", "rộng ", "cao ", "cách ", "dài gần ", "dài hơn ", "rộng gần ", "rộng hơn ", "diện tích tự nhiên ", "diện tích tự nhiên là ")
# between a figure and the period that is its own: `24,31% (năm 2010)`, `1.200 hộ năm 2018`
_OWN_GAP = re.compile(
    r"[ ]?(?:[(]|(?:(?!(?:và|thì|mà|nhưng|song|rồi|còn|đến|nay|là|từ|so|hơn|lấy|do|cho)[ ])[^\W\d_]+[ ]){0,3}?(?:(?:vào|của|trong|ở)[ ])?)?(?:năm[ ])?"
)
_LOOKED_BACK = 400
_COUNTED = ("count", "ratio")
_NORM = re.compile(r"(?<!\w)(?:mỗi|được|nhận|hưởng|hỗ trợ|mức|lãi|lệ phí|vé|chi)(?!\w)")


class PeriodReader(PeriodIndex):
    """Finds the periods of the figures of one text."""

    __slots__ = ()

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int], status: str | None) -> Period:
        """The period of one figure."""
        periods = self._periods
        if self._compared and (compared := self._compared_with(figure, clause)) is not None:
            return compared
        if self._has_school_year and self.published_on is not None and self.low.startswith(SCHOOL_YEAR_BEFORE, sentence[0]) and not self._is_norm(figure):
            return previous_school_year(self.published_on), self.text[sentence[0] : sentence[0] + len(SCHOOL_YEAR_BEFORE)], "sentence"
        if not periods:
            return self._inherited(figure, sentence)
        after = bisect_left(self._starts, figure.end)
        if after < len(periods) and periods[after].start < figure.end + 44 and self._is_own(figure, after, clause[1]):
            if figure.kind != "duration":  # `trong 4 năm (2012-2015) …` is a frame
                self._attached.add(after)
                self._owned.add(after)
            return self._found(after, "phrase")
        if is_timeless(figure) or (figure.kind == "measure" and self.low.endswith(_SIZES, 0, figure.start)):
            return NO_PERIOD
        before = bisect_left(self._starts, figure.start) - 1
        if before >= 0 and self._starts[before] >= sentence[0]:
            return self._ahead(figure, before, clause, sentence)
        if after < len(periods) and self._starts[after] < sentence[1] and after not in self._attached and self._governs_back(figure, after, clause):
            return self._found(after, "phrase" if self._starts[after] < clause[1] else "sentence")
        if before >= 0 and (year := self._whole_year(before, figure, sentence)) is not None:
            return year
        if self._event is not None and figure.kind in _COUNTED and tells_of_meeting(self.low, sentence[0]):
            return self._found(self._event, "paragraph")
        if before >= 0 and (first := self._first_day(before, figure, sentence)) is not None:
            return first
        if before >= 0 and status != "target" and figure.change not in ("from", "to"):
            told = self._told_before(before, figure, sentence)
            if told is not None:
                return told
        return self._inherited(figure, sentence)

    def _told_before(self, before: int, figure: FigureSpan, sentence: tuple[int, int]) -> Period | None:
        """The period that sentences before it in its paragraph named, when it holds for the figure."""
        if self._has_events and (meeting := self._meeting(figure, before, sentence)) is not None:
            return self._found(meeting, "paragraph")
        at = self._carried(before, self._surroundings.line_start(figure.start))
        if at is None or self._is_norm(figure):
            return None
        if is_sum(self.low, sentence[0], self._periods[at]):
            return (None, self._periods[at].last), self._found(at, "paragraph")[1], "paragraph"
        if self._is_now_again(at, sentence[0]):
            return NO_PERIOD
        if stands_alone(self.low, figure, sentence, self._surroundings.phrase_start(figure.start)):
            return None
        if self._ends_with_title(at):
            return self._title
        return self._found(at, "paragraph") if self._goes_on(at, sentence) else None

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

    def _is_now_again(self, at: int, sentence_start: int) -> bool:
        """Whether the words between a period and the sentence have come back to today."""
        end = max(self._periods[at].end, sentence_start - _LOOKED_BACK)
        return self.low.find("nay", end, sentence_start) >= 0 and _NOW_AGAIN.search(self.low, end, sentence_start) is not None

    def _meeting(self, figure: FigureSpan, before: int, sentence: tuple[int, int]) -> int | None:
        """The day of a meeting, for who was there: not the half-year that it looked back on or ahead to."""
        if figure.kind not in _COUNTED or is_norm(figure) or not is_attendance(self.low, figure.start, figure.end, sentence):
            return None
        begin = self._surroundings.line_start(figure.start)
        for at in range(before, max(-1, before - MOST_LOOKED_AT), -1):
            if self._starts[at] < begin:
                return None
            if at not in self._attached and self._periods[at].rule.startswith(EVENTS):
                return at
        return None

    def _is_norm(self, figure: FigureSpan) -> bool:
        return is_norm(figure) and not is_market_price(self.low, figure.per, figure.start) and not is_income(self.low, figure.per, figure.start)

    def _is_own(self, figure: FigureSpan, after: int, clause_end: int) -> bool:
        """Whether the period right after the figure is its own."""
        start = self._starts[after]
        if self.low.startswith((":", " là ", " đạt "), self._periods[after].end):  # `(năm 2021: 205 triệu)`
            return False
        if figure.kind == "measure" and self.low.endswith(_SIZES, 0, figure.start) and not self.low.startswith(" (", figure.end):
            return False  # `đường dài 50km thông xe ngày 18-11`
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
        for _ in range(MOST_LOOKED_AT):
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
        if (other := _OTHER_SPAN.search(self.low, self._periods[at].end, figure.start)) is not None and other.group().endswith("cả năm"):
            year = None if "chung" in other.group() or self._is_norm(figure) else whole_year(self._periods[at])
            return (year, self.text[other.end() - len("cả năm") : other.end()], "sentence") if year is not None else NO_PERIOD
        if other is not None or (
            figure.change != "to" and _NOW_AGAIN.search(self.low, self._periods[at].end, figure.start)
        ):
            return NO_PERIOD
        if starts[at] >= clause[0] or self._periods[at].end + 3 >= figure.start:
            each = is_norm(figure) and not is_timeless(figure) and is_part(self.low, self._periods[at].end, figure.start)
            return NO_PERIOD if each and figure.per is not None else self._found(at, "phrase")  # `chi 269 tỷ, trong đó hộ nghèo 250.000 đồng/khẩu/tháng`
        return NO_PERIOD if figure.per is not None and _NORM.search(self.low, clause[0], figure.start) else self._found(at, "sentence")

    def _frames(self, at: int, figure: FigureSpan) -> bool:
        """Whether days in brackets date what is told after them: ``phiên chợ (1-3/1) bán 85,7 kg``.

        Not when the brackets tell of a figure or explain a period: ``Năm 2021 (từ ngày 15/12/2020 đến ngày 14/12/2021)``.
        """
        low, mention = self.low, self._periods[at]
        if at in self._owned or not mention.rule.startswith(EVENTS) or low.find(".", mention.end, figure.start) >= 0:
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

    def _goes_on(self, at: int, sentence: tuple[int, int]) -> bool:
        """Whether a sentence goes on with the period named before it; after what happened on a day only when it tells of that still."""
        if not self._periods[at].rule.startswith(EVENTS) or opens(self.low, self._periods[at]):
            return True
        return tells_of_event(self.low, sentence[0])

    def _inherited(self, figure: FigureSpan, sentence: tuple[int, int]) -> Period:
        if (not self._heads and self._title is NO_PERIOD and not self.low.startswith(_NOW, sentence[0])) or self._is_norm(figure):
            return NO_PERIOD
        for begin, end, head in reversed(self._heads):
            if begin <= figure.start < end:
                return (head.first, head.last), self.text[head.start : head.end], "title"
        if self._title is not NO_PERIOD and not stands_alone(self.low, figure, sentence, self._surroundings.phrase_start(figure.start)):
            return self._title
        if self.published_on is not None and self.low.startswith(_NOW, sentence[0]) and self.low.find(",", sentence[0] + 14, figure.start) < 0:
            return (None, self.published_on), None, "publication"
        return NO_PERIOD
