"""The walk from digit to digit, the words that begin a date without one, and the years that the text leaves out."""

from __future__ import annotations

import re
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
        for place, word in anchors:
            self._read_word(place, word)
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
        if any(d.start <= place < d.end for d in self._near(place)):
            return
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
        known = [(d.first, d.last) for d in self.found if d.first is not None or d.last is not None]
        days = sorted({d for span in self.found if span.rule in _DAY_RULES for d in (span.first, span.last) if d is not None}, reverse=True)
        months = {(f.year, f.month) for f, e in known if f is not None and e is not None and f != e and (f.year, f.month) == (e.year, e.month)}
        if self._hint is not None:
            months.add(self._hint)
        for span, partial in self.partials:
            if id(span) not in kept:
                continue
            if partial.edge or partial.months or partial.quarter:
                self._resolve_within_year(span, partial)
                continue
            year, source = self._year_of(span, partial, days, months)
            if year is None:
                continue
            periods.fill(span, partial, year)
            span.resolved_from = source

    def _resolve_within_year(self, span: DateSpan, partial: Partial) -> None:
        """``đầu năm``, ``6 tháng cuối năm``, ``quý I``: the year last spoken of, else that of the publication."""
        year, source = None, "text"
        for other in self.found:
            if other.start >= span.start:
                break
            if other.resolved_from == "text" and other.kind in ("year", "half_year", "nine_months", "quarter", "month", "other_period", "range"):
                when = other.last or other.first
                if when is not None and (other.kind != "range" or other.first is None):
                    year = when.year
        if year is None and self.published_on is not None:
            year, source = self.published_on.year, "publication"
            if partial.quarter is not None and periods.quarter(year, partial.quarter)[0] > self.published_on and not self._speaks_of_later(span):
                year -= 1
        if year is not None:
            periods.fill(span, partial, year)
            span.resolved_from = source

    def _year_of(self, span: DateSpan, partial: Partial, days: list[date], months: set[tuple[int, int]]) -> tuple[int | None, str | None]:
        for day in days:
            if (day.day, day.month) == (partial.day, partial.month):
                same = self.published_on is None or abs((self.published_on - day).days) < 366
                if same:
                    return day.year, "text"
        last = partial.until or partial
        if self.published_on is not None:
            later = self._speaks_of_later(span)
            return periods.nearest_year(last, self.published_on, later=later), "publication"
        years = {year for year, month in months if month == partial.month}
        if len(years) == 1:
            return years.pop(), "text"
        named = _EVENTS.match(self.low[span.end : span.end + 160])
        if named:
            return int(named.group(1)), "text"
        near = [s for s, p in self.partials if s is not span and s.first is not None and s.resolved_from == "text" and p.month == partial.month]
        if near and near[-1].first is not None:
            return near[-1].first.year, "text"
        return None, None

    def _speaks_of_later(self, span: DateSpan) -> bool:
        begin = max(self.low.rfind(". ", 0, span.start), self.low.rfind("\n", 0, span.start)) + 1
        return _LATER.search(self.low[max(begin, span.start - 160) : span.start]) is not None


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
