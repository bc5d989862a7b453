"""The period of a figure: that of its own clause, its sentence, its paragraph, or the title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Surroundings
from extractors.vietnamese.dates import DateSpan

Period = tuple[tuple[date | None, date | None] | None, str | None, str | None]
"""The first and last day, the words (None for the publication date), and where they stand; three times None for no period."""

_NONE: Period = (None, None, None)
_PROGRAMME = frozenset({"programme-years", "term-years"})
_REPORTING = frozenset({"month", "quarter", "half_year", "nine_months", "year", "range", "other_period", "day"})
_COMPARED_WITH = re.compile(
    r"(?<!\w)(?:so với|so|cùng kỳ|cùng kì|giá so sánh|hơn|gấp đôi|lần|như|đỉnh lũ|mùa lũ)"
    r"(?:[ ](?:cùng kỳ|cùng kì|cuối|đầu|các|mức|trung bình|bình quân|thời điểm|tháng|quý|năm|kế hoạch|kết quả|thực hiện)){0,3}[ ]$"
)
# the day or year of a birth, a law or a building is no period of the figures around it
_OF_SOMETHING_ELSE = re.compile(
    r"(?<!\w)(?:sinh|sn|sinh ngày|sinh năm|sửa đổi|bổ sung|sửa đổi, bổ sung|hiệu lực|hiệu lực thi hành|kỳ hạn|thành lập|xây dựng|làm|trồng|khánh thành|"
    r"thông qua|ban hành|hiến pháp|bộ luật [^,.;]{1,30}|luật [^,.;]{1,40})(?:[ ](?:từ|vào|kể từ))?(?:[ ](?:ngày|năm))?[ ]?$"
)
_LEFT = 56
# words of which one stands in every match of the two patterns above
_TELLING = frozenset(
    {"so", "cùng", "giá", "hơn", "gấp", "lần", "như", "đỉnh", "mùa", "sinh", "sn", "(sinh", "(sn", "sửa", "bổ", "hiệu", "kỳ", "thành", "xây", "làm", "trồng",
     "khánh", "thông", "ban", "hiến", "bộ", "luật"}
)  # fmt: skip
_NOW = re.compile(r"(?<!\w)(?:hiện nay|(?<!thực )hiện có|đến nay|tính đến nay|tới nay)(?!\w)")
_NOW_WORDS = ("hiện nay", "hiện có", "đến nay", "tới nay")
# `Năm 1992, cả làng chỉ có ba chiếc xe đạp; nay 62/71 hộ có xe máy`
_NOW_AGAIN = re.compile(r"(?:[,;:.][ ]|[ ](?:mà|thì|nhưng)[ ])(?:nay|hiện|hiện nay|đến nay|bây giờ|giờ)(?!\w)|[ ]nay (?:còn|đã|có)(?!\w)")
# sizes of things, which no period changes
_SIZES = ("dài ", "rộng ", "cao ", "cách ", "dài gần ", "dài hơn ", "rộng gần ", "rộng hơn ", "diện tích tự nhiên ", "diện tích tự nhiên là ")
# between a figure and the period that is its own: `24,31% (năm 2010)`, `1.200 hộ năm 2018`
_OWN_GAP = re.compile(r"[ ]?(?:[(]|(?:(?!(?:và|còn|đến|nay|là|từ|so|hơn|lấy|do|cho)[ ])[^\W\d_]+[ ]){0,3}?(?:(?:vào|của|trong|ở)[ ])?)?(?:năm[ ])?")
_MOST_LOOKED_AT = 8


class PeriodReader:
    """Finds the periods of the figures of one text; `title` and its words are what the article's title names."""

    __slots__ = ("_attached", "_periods", "_starts", "_surroundings", "_title", "low", "published_on", "text")

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
        self._periods = [d for d in dates if self._is_period(d, references)]
        self._starts = [d.start for d in self._periods]
        self._attached = {at for at, start in enumerate(self._starts) if self._is_bracketed(start)}

    def _is_period(self, mention: DateSpan, covered: Sequence[tuple[int, int]]) -> bool:
        if mention.kind not in _REPORTING or (mention.first is None and mention.last is None):
            return False
        at = bisect_right(covered, (mention.start, len(self.text))) - 1
        if at >= 0 and mention.end <= covered[at][1]:
            return False
        left = self.low[max(0, mention.start - _LEFT) : mention.start]
        if not _TELLING.isdisjoint(left.split()) and (_COMPARED_WITH.search(left) is not None or _OF_SOMETHING_ELSE.search(left) is not None):
            return False
        return mention.rule not in _PROGRAMME or self._stands_apart(mention)

    def _stands_apart(self, mention: DateSpan) -> bool:
        """``Giai đoạn 2016-2018 đã đầu tư …`` is the figures' own period; ``chính sách … giai đoạn 2017-2020`` is the policy's."""
        left = self.low[max(0, mention.start - 8) : mention.start].rstrip()
        return not left or left[-1] in ".,;:\n(" or left.endswith(("trong", "cả"))

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int], status: str | None) -> Period:
        """The period of one figure."""
        periods = self._periods
        if not periods:
            return self._inherited(figure, sentence)
        after = bisect_left(self._starts, figure.end)
        if after < len(periods) and periods[after].start < figure.end + 44 and self._is_own(figure, after, clause[1]):
            self._attached.add(after)
            return self._found(after, "phrase")
        if is_timeless(figure) or (figure.kind == "measure" and self.low.endswith(_SIZES, 0, figure.start)):
            return _NONE
        before = bisect_left(self._starts, figure.start) - 1
        if before >= 0 and self._starts[before] >= sentence[0]:
            return self._ahead(figure, before, clause, sentence)
        if after < len(periods) and self._starts[after] < sentence[1] and after not in self._attached and self._governs_back(figure, after, clause):
            return self._found(after, "phrase" if self._starts[after] < clause[1] else "sentence")
        if is_norm(figure):
            return _NONE
        if before >= 0:
            begin = self._surroundings.paragraph_start(figure.start)
            at = self._carried(before, begin, status)
            if at is not None:
                return self._found(at, "paragraph")
        return self._inherited(figure, sentence)

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
            if at not in attached or self._periods[at].end + 3 >= figure.start:
                break
            at -= 1
            if at < 0 or starts[at] < sentence[0]:
                if self.low[starts[before] - 1] == "(" or self._is_bracketed(starts[before]):
                    return self._inherited(figure, sentence)
                at = before
                break
        if _NOW_AGAIN.search(self.low, self._periods[at].end, figure.start) and figure.change != "to":
            return _NONE
        return self._found(at, "phrase" if starts[at] >= clause[0] or self._periods[at].end + 3 >= figure.start else "sentence")

    def _governs_back(self, figure: FigureSpan, after: int, clause: tuple[int, int]) -> bool:
        """Whether a period that follows in the sentence holds for the figure: in its own clause, with no figure that it belongs to rather."""
        return self._starts[after] < clause[1]

    def _carried(self, before: int, begin: int, status: str | None) -> int | None:
        """The last period of the paragraph that holds for what comes after it."""
        starts = self._starts
        for at in range(before, max(-1, before - _MOST_LOOKED_AT), -1):
            if starts[at] < begin:
                return None
            if at in self._attached:
                continue
            if status != "target" and self._is_future(self._periods[at]):
                continue
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
                earlier not in self._attached
                and whole.first is not None and whole.last is not None and part.first is not None and part.last is not None
                and whole.first <= part.first and part.last <= whole.last and whole.kind != "day" and (part.first, part.last) != (whole.first, whole.last)
            ):  # fmt: skip
                return earlier
        if part.kind == "year":
            left = self.low[max(0, part.start - 12) : part.start].rstrip(" ")
            if left and left[-1] not in ".,;:\n" and not left.endswith(("trong", "tính", "và", "của cả")):
                return None
        return at

    def _is_future(self, mention: DateSpan) -> bool:
        """Whether the period lies after the publication: what is reported is not about it."""
        today, first, last = self.published_on, mention.first, mention.last
        return today is not None and last is not None and last.year > today.year and (first is None or first > today)

    def _is_bracketed(self, start: int) -> bool:
        """Whether the date stands in brackets, where it tells of the words before them alone; ``trong 4 năm (2012-2015)`` is a frame."""
        floor = start - 30 if start > 30 else 0
        bracket = self.low.rfind("(", floor, start)
        return bracket >= 0 and self.low.find(")", bracket, start) < 0 and not self.low.endswith(("năm ", "tháng ", "năm", "tháng"), 0, bracket)

    def _inherited(self, figure: FigureSpan, sentence: tuple[int, int]) -> Period:
        if is_norm(figure):
            return _NONE
        if self._title is not _NONE:
            return self._title
        if self.published_on is not None:
            words = self.low[sentence[0] : figure.start]
            if any(map(words.__contains__, _NOW_WORDS)) and _NOW.search(words):
                return (None, self.published_on), None, "publication"
        return _NONE

    def _found(self, at: int, source: str) -> Period:
        mention = self._periods[at]
        return (mention.first, mention.last), self.text[mention.start : mention.end], source


def is_timeless(figure: FigureSpan) -> bool:
    """An age or a length of time: no period around it holds for it."""
    return figure.kind == "duration" or (figure.unit is not None and figure.unit.code == "year_of_age")


def is_norm(figure: FigureSpan) -> bool:
    """A price, a rate for each or a bound, which holds until it is changed: it takes no period from other sentences."""
    return (
        is_timeless(figure)
        or figure.comparator in ("at_most", "at_least")
        or (figure.per is not None and figure.kind == "money" and figure.change is None and not figure.per.startswith("người/năm"))
    )
