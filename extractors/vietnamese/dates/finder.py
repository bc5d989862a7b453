"""The walk from digit to digit, the words that begin a date without one, and the years that the text leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.days import DayReader
from extractors.vietnamese.dates.reader import FULL, TO_NOW, DateSpan, G, starts_before
from extractors.vietnamese.numbers import DIGITS
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_QUARTER_BEFORE = re.compile(r"(?<!\w)quý[ ](?:iv|iii|ii|i|[1-4])[ ,/\-–]{0,3}(?:năm[ ])?$")
_STAMP = re.compile(r"(\d{4})-(\d{2})(?![\d\-])")
_EVENTS = re.compile(
    r"^[^.;,\n]{0,60}?(?<!\w)(?:mở|khai mạc|khai giảng|bế mạc|diễn ra|phát động|ra mắt|tập huấn|ra quân|thi|hội thi|hội diễn|liên hoan|ngày hội)(?!\w)"
    r"[^.;,\n]{0,80}?năm ((?:19|20)\d\d)(?!\d)"
)
_LATER = re.compile(r"(?<!\w)(?:sẽ|dự kiến|sắp|trước ngày|hạn|xong trước|hoàn thành trước|kế hoạch mở|tới đây|yêu cầu|chậm nhất|phấn đấu)(?!\w)")
_DAY_RULES = frozenset({"day-numeric", "day-long", "day-iso", "day-range", "day-list", "since-day", "until-day"})
_RELATIVE_DAYS = frozenset({"hôm nay", "sáng nay", "chiều nay", "tối nay"})
_MONTH_COUNTS = {
    f"{word} tháng": number for number, word in enumerate(("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 2)
}  # fmt: skip
_SPELLED_MONTHS = re.compile(rf"{G}(đầu|cuối){G}năm(?:{G}(\d{{4}}|nay|ngoái)(?!\d))?")
_NUMBER_BEFORE = frozenset({"mỗi", "hàng", "từng"})
WORD_ANCHORS = ("quý", "đầu năm", "cuối năm", "hết năm", "năm nay", "năm ngoái", *_RELATIVE_DAYS, *_MONTH_COUNTS)
_ANCHOR_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(WORD_ANCHORS, key=len, reverse=True))})(?!\w)")


class _Stated:
    """What the complete mentions of a text say of years, looked up once for all incomplete ones."""

    __slots__ = ("_starts", "_years", "days", "months", "resolved")

    def __init__(self, found: Iterable[DateSpan], hint: tuple[int, int] | None) -> None:
        self.days: dict[tuple[int | None, int | None], list[int]] = {}
        self.months: set[tuple[int, int]] = {hint} if hint is not None else set()
        self.resolved: dict[int, int] = {}
        self._starts: list[int] = []
        self._years: list[int] = []
        for mention in found:
            self._add(mention)
        for years in self.days.values():
            years.sort(reverse=True)

    def _add(self, mention: DateSpan) -> None:
        first, last = mention.first, mention.last
        if mention.rule in _DAY_RULES:
            for day in {first, last} - {None}:
                self.days.setdefault((day.day, day.month), []).append(day.year)  # type: ignore[union-attr]
        elif first is not None and last is not None and (first.year, first.month) == (last.year, last.month):
            self.months.add((first.year, first.month))
        when = last or first
        if mention.resolved_from == "text" and mention.kind != "day" and when is not None and (mention.kind != "range" or first is None):
            self._starts.append(mention.start)
            self._years.append(when.year)

    def year_before(self, place: int) -> int | None:
        """The year of the last period stated before `place`; ranges with a known start do not count."""
        at = bisect_right(self._starts, place - 1) - 1
        return self._years[at] if at >= 0 else None


class DateFinder(DayReader):
    """Finds the dates of one text. One object a text; :meth:`run` gives the spans in order."""

    def run(self, anchors: Iterable[tuple[int, str]] = ()) -> list[DateSpan]:
        """All dates; `anchors` are places of the words of :data:`WORD_ANCHORS` in the lowered text."""
        at = 0
        for found in DIGITS.finditer(self.text):
            start, end = found.span()
            if start < at or (end - start > 4 and not FULL.match(self.text, start)) or self._is_taken(start):
                continue
            before = len(self.found)
            reached = self._read(start, end)
            if reached is None:
                del self.found[before:]
                continue
            at = reached
        self.found.sort(key=lambda d: (d.start, d.end))
        starts, ends = [d.start for d in self.found], [d.end for d in self.found]
        reached = 0
        for place, word in anchors:
            at = bisect_right(starts, place) - 1
            if place >= reached and (at < 0 or place >= ends[at]):
                before = len(self.found)
                self._read_word(place, word)
                reached = max((d.end for d in self.found[before:]), default=reached)
        self.found.sort(key=lambda d: (d.start, d.end))
        self._resolve()
        return self.found

    def _read(self, start: int, end: int) -> int | None:
        """Read the mention at a digit; where it ended, or None when there is none."""
        text = self.text
        if start and (text[start - 1].isalpha() or text[start - 1] == "_"):
            return None
        length = end - start
        after = text[end : end + 4].lstrip(" \t\n")[:1]
        if length == 4:
            if after == "-" and (iso := _ISO.match(text, start)):
                return self._iso(iso)
            if after == "-" and (stamp := _STAMP.match(text, start)) and word_before(self.low, start) == "date":
                self.clocks.append(stamp.span())
                self._hint = (int(stamp.group(1)), int(stamp.group(2)))
                return stamp.end()
            if _QUARTER_BEFORE.search(self.low[max(0, start - 14) : start]):
                return None
            return self._year(start)
        if length > 4:
            return self._numeric_day(start)
        if length > 2:
            return None
        if after and after in "/-–.":
            return self._numeric_day(start)
        if after == "t" or after == "T":
            return self._with_month_word(start)
        if after and (after in ",&đĐ" or self.low.startswith("và", end + 1)):
            return self._listed_day(start, end) or self._bare(start, end)
        return self._bare(start, end)

    def _read_word(self, place: int, word: str) -> None:
        low = self.low
        end = place + len(word)
        if word == "quý":
            found = re.compile(rf"{G}(iv|iii|ii|i)(?!\w)").match(low, end)
            if found:
                self._quarter(found.start(1), found.end(1), periods.ROMAN[found.group(1)])
            return
        if word in _RELATIVE_DAYS:
            if self.published_on is not None and word_before(low, place) != "ngày":
                self._add(DateSpan("day", self.published_on, self.published_on, place, end, "relative-day", "publication"))
            return
        if word in ("năm nay", "năm ngoái"):
            if self.published_on is not None and word_before(low, place) not in _NUMBER_BEFORE:
                first, last = periods.year(self.published_on.year - (word == "năm ngoái"))
                self._add(DateSpan("year", first, last, place, end, "relative-year", "publication"))
            return
        if word in _MONTH_COUNTS:
            found = _SPELLED_MONTHS.match(low, end)
            if found:
                year = self._named_year(found.group(2))
                self._add_part_of_year(place, found.end(), _MONTH_COUNTS[word], found.group(1), year, relative=found.group(2) in ("nay", "ngoái"))
            return
        if word in ("đầu năm", "cuối năm", "hết năm") and not re.match(r"[ ](?:\d{4}|học|nay|ngoái|sau|mới|tới)", low[end : end + 6]):
            if re.search(r"(?:tháng|nửa|quý|những ngày|\d|tuần)[ ]*$", low[max(0, place - 12) : place]):
                return
            now = TO_NOW.match(low, end)
            begin = starts_before(low, place, "từ") if now else None
            until = starts_before(low, place, "đến")
            if until is not None and word != "đầu năm":
                begin = until
            span = DateSpan("range" if now else "other_period", None, None, place if begin is None else begin, now.end() if now else end, "edge-of-year", None)
            self._add(span, Partial(edge="start" if word == "đầu năm" else "end"))

    def _resolve(self) -> None:
        """Give the mentions without a year the year that the text or the publication date tells."""
        if not self.partials:
            return
        kept = {id(span) for span in self.found}
        partials = [(span, partial) for span, partial in self.partials if id(span) in kept]
        stated = _Stated(self.found, self._hint)
        for span, partial in partials:
            if partial.edge or partial.months or partial.quarter:
                self._resolve_within_year(span, partial, stated)
                continue
            year, source = self._year_of(span, partial, stated)
            if year is not None:
                periods.fill(span, partial, year)
                span.resolved_from = source
                if partial.month is not None:
                    stated.resolved[partial.month] = year

    def _resolve_within_year(self, span: DateSpan, partial: Partial, stated: _Stated) -> None:
        """``đầu năm``, ``6 tháng cuối năm``, ``quý I``: the year last spoken of, else that of the publication."""
        year, source = stated.year_before(span.start), "text"
        if year is None and self.published_on is not None:
            year, source = self.published_on.year, "publication"
            if partial.quarter is not None and periods.quarter(year, partial.quarter)[0] > self.published_on and not self._speaks_of_later(span):
                year -= 1
        if year is not None:
            periods.fill(span, partial, year)
            span.resolved_from = source

    def _year_of(self, span: DateSpan, partial: Partial, stated: _Stated) -> tuple[int | None, str | None]:
        for year in stated.days.get((partial.day, partial.month), ()):
            if self.published_on is None or abs(self.published_on.year - year) <= 1:
                return year, "text"
        if self.published_on is not None:
            later = self._speaks_of_later(span)
            return periods.nearest_year(partial.until or partial, self.published_on, later=later), "publication"
        years = {year for year, month in stated.months if month == partial.month}
        if len(years) == 1:
            return years.pop(), "text"
        named = _EVENTS.match(self.low[span.end : span.end + 160])
        if named:
            return int(named.group(1)), "text"
        near = stated.resolved.get(partial.month or 0)
        return (near, "text") if near is not None else (None, None)

    def _speaks_of_later(self, span: DateSpan) -> bool:
        floor = max(0, span.start - 160)
        begin = max(self.low.rfind(". ", floor, span.start), self.low.rfind("\n", floor, span.start), floor - 1) + 1
        return _LATER.search(self.low[begin : span.start]) is not None


def find_dates(
    text: str,
    published_on: date | None = None,
    *,
    lowered: str | None = None,
    taken: Sequence[tuple[int, int]] = (),
    anchors: Iterable[tuple[int, str]] | None = None,
) -> list[DateSpan]:
    """The dates and periods that `text` names, in order.

    `taken` are sorted spans whose digits belong to something else (document
    numbers). `anchors` are the places of :data:`WORD_ANCHORS` if a keyword scan
    has them already.

    >>> [(d.kind, str(d.first), str(d.last)) for d in find_dates("từ ngày 05 đến ngày 10/8/2019")]
    [('range', '2019-08-05', '2019-08-10')]
    >>> [(d.kind, str(d.last)) for d in find_dates("6 tháng đầu năm 2019, đến năm 2020")]
    [('half_year', '2019-06-30'), ('range', '2020-12-31')]
    """
    low = text.lower() if lowered is None else lowered
    if anchors is None:
        anchors = [(m.start(), m.group()) for m in _ANCHOR_WORDS.finditer(low)]
    return DateFinder(text, low, published_on, taken).run(anchors)
