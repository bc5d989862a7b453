"""The years that a text leaves out: told by its other dates, or by the day of its publication."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.reader import DateSpan
from extractors.vietnamese.periods import Partial

_EVENTS = re.compile(
    r"[^.;,\n]{0,60}?(?<!\w)(?:mở|khai mạc|khai giảng|bế mạc|diễn ra|phát động|ra mắt|tập huấn|ra quân|thi|hội thi|hội diễn|liên hoan|ngày hội)(?!\w)"
    r"[^.;,\n]{0,80}?năm ((?:19|20)\d\d)(?!\d)"
)
_LATER = re.compile(
    # a letter class in front lets `re` skip from gap to gap
    r"[^\w](?:sẽ|từ nay|kéo dài đến|dự kiến|sắp|trước ngày|hạn|xong trước|hoàn thành trước|kế hoạch mở|tới đây|yêu cầu|chậm nhất|phấn đấu)(?!\w)"
)
_COMPARED = ("so với ", "so với cùng kỳ ", "so cùng kỳ ", "so với cuối ", "so với thời điểm ", "so với mức ", "cùng kỳ ", "cùng kì ")
_DAY_RULES = frozenset({"day-numeric", "day-long", "day-iso", "day-range", "day-list", "since-day", "until-day"})


class _Stated:
    """What the complete mentions of a text say of years, looked up once for all incomplete ones."""

    __slots__ = ("_low", "_starts", "_years", "all_years", "days", "months", "resolved")

    def __init__(self, found: Iterable[DateSpan], hint: tuple[int, int] | None, lowered: str = "") -> None:
        self._low = lowered
        self.days: dict[tuple[int | None, int | None], list[int]] = {}
        self.months: set[tuple[int, int]] = {hint} if hint is not None else set()
        self.all_years: set[int] = set()
        self.resolved: dict[int, int] = {}
        self._starts: list[int] = []
        self._years: list[int] = []
        for mention in found:
            self._add(mention)
        for years in self.days.values():
            years.sort(reverse=True)

    def _add(self, mention: DateSpan) -> None:
        first, last = mention.first, mention.last
        if mention.resolved_from == "text":
            self.all_years.update(day.year for day in (first, last) if day is not None)
        if mention.rule in _DAY_RULES:
            for day in (first, last if last != first else None):
                if day is not None:
                    self.days.setdefault((day.day, day.month), []).append(day.year)
        elif first is not None and last is not None and (first.year, first.month) == (last.year, last.month):
            self.months.add((first.year, first.month))
        when = last or first
        if self._low.endswith(_COMPARED, 0, mention.start):
            return  # `tăng 2,25% so với tháng 12/2021. Bình quân 5 tháng đầu năm …`
        if mention.resolved_from == "text" and mention.kind != "day" and when is not None and (mention.kind != "range" or first is None):
            self._starts.append(mention.start)
            self._years.append(when.year)

    def year_before(self, place: int, published_on: date | None) -> int | None:
        """The year of the last period stated before `place`; ranges with a known start do not count.

        With a publication date only its own year and the one before can be meant.
        """
        at = bisect_right(self._starts, place - 1) - 1
        if at < 0:
            return None
        year = self._years[at]
        return year if published_on is None or published_on.year - 1 <= year <= published_on.year else None


class Resolver:
    """Gives the mentions without a year the year that the text or the publication date tells."""

    def __init__(self, lowered: str, published_on: date | None, found: list[DateSpan], hint: tuple[int, int] | None) -> None:
        self.low = lowered
        self.published_on = published_on
        self.stated = _Stated(found, hint, lowered)

    def resolve(self, span: DateSpan, partial: Partial) -> None:
        """Set the ends of one mention, where its year can be told."""
        if partial.edge or partial.months or partial.quarter:
            year, source = self._year_of_part(span, partial)
        else:
            year, source = self._year_of_day(span, partial)
        if year is None or not MINYEAR < year < MAXYEAR:
            return
        periods.fill(span, partial, year)
        span.resolved_from = source
        if partial.month is not None:
            self.stated.resolved[partial.month] = year

    def _year_of_part(self, span: DateSpan, partial: Partial) -> tuple[int | None, str]:
        """``đầu năm``, ``6 tháng cuối năm``, ``quý I``: the year last spoken of, else that of the publication."""
        year = self.stated.year_before(span.start, self.published_on)
        if year is not None or self.published_on is None:
            return year, "text"
        year = self.published_on.year
        if partial.quarter is not None and periods.quarter(year, partial.quarter)[0] > self.published_on and not self._speaks_of_later(span):
            year -= 1
        return year, "publication"

    def _year_of_day(self, span: DateSpan, partial: Partial) -> tuple[int | None, str]:
        for year in self.stated.days.get((partial.day, partial.month), ()):
            if self.published_on is None or abs(self.published_on.year - year) <= 1:
                return year, "text"
        if self.published_on is not None:
            if periods.runs_at(partial, self.published_on):
                return self.published_on.year, "publication"
            later = self._speaks_of_later(span)
            return periods.nearest_year(partial.until or partial, self.published_on, later=later), "publication"
        years = {year for year, month in self.stated.months if month == partial.month}
        if len(years) == 1:
            return years.pop(), "text"
        if partial.day is None and len(self.stated.all_years) == 1:
            # the text speaks of one year only
            return next(iter(self.stated.all_years)), "text"
        named = _EVENTS.match(self.low[span.end : span.end + 160])
        if named:
            return int(named.group(1)), "text"
        return self.stated.resolved.get(partial.month or 0), "text"

    def _speaks_of_later(self, span: DateSpan) -> bool:
        low, start = self.low, span.start
        floor = max(0, start - 160)
        begin = max(low.rfind(". ", floor, start) + 1, low.rfind("\n", floor, start), floor)
        if low.endswith("trước ", 0, start) and low.find(" đã ", begin, start) < 0:
            return True  # `trình dự thảo trước ngày 30 tháng 6`
        return _LATER.search(low, begin, start) is not None or (begin == 0 and _LATER.match(f" {low[:24]}") is not None)
