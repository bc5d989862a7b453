"""Vietnamese dates and periods.

:func:`find_dates` goes from digit to digit and matches around it; a few words
(``quý I``, ``đầu năm``, ``hôm nay``) begin a period without a digit. A mention is
complete when the text gives its year; otherwise :mod:`extractors.vietnamese.periods`
resolves it from the text or the publication date, or leaves it open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.numbers import DIGITS
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before


@dataclass(slots=True)
class DateSpan:
    """A date or period: ``text[start:end]`` is what names it.

    `first` and `last` are inclusive days, ``None`` where open or unknown.
    `kind` is a code of ``records.DATE_KINDS``; `resolved_from` is ``text``,
    ``publication`` or ``None`` when a missing year stays unknown.
    """

    kind: str
    first: date | None
    last: date | None
    start: int
    end: int
    rule: str
    resolved_from: str | None = "text"
    calendar: str = "gregorian"
    issues: list[str] = field(default_factory=list)


_S = r"[ \t\n]{0,3}"
_G = r"[ \t\n]{1,3}"
_DASH = rf"{_S}[-–—]{_S}"
_TO = rf"(?:{_DASH}|{_G}(?:đến|tới)(?:{_G}hết)?{_G})"

_FULL = re.compile(rf"(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})(?![\d])")
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})(?![\d/.\-]|,\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_MONTH = re.compile(rf"(\d{{1,2}}){_S}[/\-–]{_S}(\d{{1,2}})(?![\d/]|[.,]\d|{_S}[/%]|\w)")
_POSTED = re.compile(rf"(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}),{_G}(\d{{4}})(?!\d)")
_LONG = re.compile(rf"(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}|giêng|chạp)(?!\d)(?:(?:{_G}|,{_G})năm{_G}(\d{{4}})(?!\d)|{_S}[/\-]{_S}(\d{{4}})(?!\d))?")
_MONTH = re.compile(rf"(\d{{1,2}})(?:{_S}[/\-–.]{_S}(\d{{4}})(?!\d)|,?{_G}năm{_G}(\d{{4}})(?!\d))")
_YEAR = re.compile(r"((?:1[0-9]|20)\d\d)(?!\d|[.,]\d)")
_YEARS = re.compile(rf"((?:18|19|20)\d\d){_DASH}(?:năm{_G})?((?:19|20)\d\d)(?![\d]|[.,/]\d)")
_YEARS_SHORT = re.compile(r"((?:19|20)\d\d)[ ]?[-–][ ]?(\d\d)(?![\d/%\-–]|[.,]\d|[ ]?%)")
_YEARS_WORDS = re.compile(r"((?:19|20)\d\d)[ ]{1,3}(?:-[ ])?(?:đến|tới)(?:[ ]hết)?[ ](?:năm[ ])?((?:19|20)\d\d)(?![\d]|[.,/]\d)")
_MONTHS_OF_YEAR = re.compile(
    rf"(\d{{1,2}}){_G}tháng(?:{_G}(đầu|cuối)(?:{_G}của)?{_G}năm(?:{_G}(\d{{4}}|nay|ngoái)(?!\d))?|(?:{_S}/{_S}|{_G}năm{_G})(\d{{4}})(?!\d))"
)
_DAY_SPAN = re.compile(rf"(\d{{1,2}}){_DASH}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}})(?:{_S}[/.\-–]{_S}(\d{{4}}))?(?![\d/]|[.,]\d|[ ]?%)")
_DAY_LIST = re.compile(
    rf"(\d{{1,2}})((?:{_S},{_S}\d{{1,2}}){{0,8}}){_S}(?:,|&|và{_G}ngày{_G}|và){_S}"
    rf"(\d{{1,2}})(?:{_S}[/\-]{_S}(\d{{1,2}})(?:{_S}[/\-]{_S}(\d{{4}}))?|{_G}tháng{_G}(\d{{1,2}})(?:{_G}năm{_G}(\d{{4}}))?)(?![\d/]|[.,]\d)"
)
_MONTH_SPAN = re.compile(
    rf"(\d{{1,2}})(?:{_S}[/\-]{_S}(\d{{4}}))?(?:{_TO}|{_G}và{_G})(?:hết{_G})?(?:tháng{_G})?(\d{{1,2}})(?:{_S}[/\-]{_S}|{_G}năm{_G})(\d{{4}})(?!\d)"
)
_MONTH_OPEN_SPAN = re.compile(rf"(\d{{1,2}}){_G}(?:đến|tới){_G}(?:hết{_G})?tháng{_G}(\d{{1,2}})(?![\d/.\-])")
_DAY_TO = re.compile(rf"(?:{_DASH}|{_G}(?:đến|tới)(?:{_G}hết)?{_G})(?:ngày{_G})?(?=\d)")
_TO_NOW = re.compile(rf"{_S}(?:,{_S})?(?:đến|tới){_G}(?:nay|hiện{_G}nay)(?!\w)")
_MORE_YEARS = re.compile(rf"(?:{_S},{_S}|{_G}và{_G}(?:năm{_G})?|{_S}&{_S}|,{_G}năm{_G})((?:19|20)\d\d)(?!\d|[./]\d|{_DASH}\d)")
_TO_YEAR = re.compile(r"[ ]{1,3}(?:-[ ])?(?:đến|tới)(?:[ ]hết)?(?:[ ]cuối)?[ ]năm[ ]{1,3}((?:19|20)\d\d)(?!\d)")
_COUNTED_AFTER = re.compile(r"[ ]?%|[ ](?:người|hộ|xã|thôn|đồng|triệu|tỷ|tỉ|ha|km|m2|m3|tấn|kg|học sinh|đại biểu|lượt|cây|con|nghìn|ngàn)(?!\w)")
_STOP_AFTER_YEAR = re.compile(r"[,:;)]|\.(?![\d])|[ ]?\n|$|[ ](?:là|đạt|của|cho|và|với|do|được|đã|tại|tăng|giảm|có|trên)(?!\w)")
_NOT_BEFORE_YEAR = frozenset({
    "số", "xe", "mã", "phòng", "lô", "thẻ", "cột", "mốc", "km", "hiệu", "qh", "nhà", "máy", "iso", "bản", "đt", "thoại", "còn", "gồm",
    "là", "có", "trên", "hơn", "gần", "khoảng", "thành", "lên", "xuống", "tổng", "đường", "quyết", "định",
    "chương", "trình", "mtqg",
})  # fmt: skip
_RUNNING_MONTHS = re.compile(r"(\d{1,2})[ ]tháng(?![ ](?:đầu|cuối|năm|\d)|/)")
_RUNNING_BEFORE = re.compile(r"(?:luỹ kế|lũy kế|cộng dồn|grdp|doanh số|sơ kết|tính chung)[ ]$")
_SPOKEN_YEAR = re.compile(r",?[ ]năm[ ](nay|ngoái|trước|sau)(?!\w)")
_HOUR_BEFORE = re.compile(r"(?<!\w)(?:\d{1,2}(?:[ ]?giờ|h|g)(?:[ ]?\d{1,2})?(?:[ ]?phút)?)[ ](?:ngày[ ])?$")
_QUARTER_BEFORE = re.compile(r"(?<!\w)quý[ ](?:iv|iii|ii|i|[1-4])[ ,/\-–]{0,3}(?:năm[ ])?$")
_STAMP = re.compile(r"(\d{4})-(\d{2})(?![\d\-])")
_LUNAR = re.compile(rf"{_S}[(,]?{_S}(?:âm{_G}lịch|al(?!\w))")
_TIME_AFTER = re.compile(r"[ ]?[,|\-–]?[ ]{0,2}(?:[|\-–]?[ ]?)(?:lúc[ ])?\d{1,2}:\d{2}")
_TIME_BEFORE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[ap]m)?[ ]{0,2}[,|\-–]?[ ]{0,2}(?:ngày[ ]?)?$")
_POSTED_BEFORE = re.compile(
    r"(?:ngày đăng|đăng ngày|đã đăng vào|đăng lúc|đăng vào|cập nhật(?: lúc| ngày)?|ngày cập nhật|ngày tạo|xuất bản|(?<!\w)date)[ ]?:?[ ]{0,2}$"
)
_WEEKDAY_BEFORE = re.compile(r"(?:^|\n)[ ]*(?:thứ[ ](?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[ ]?[,:-]?[ ]{0,2}(?:ngày[ ])?$")
_LOOSE_DATE_LINE = re.compile(r"[^\w]*$")

_DAY_WORDS = {"ngày", "hôm", "sáng", "chiều", "tối", "trưa", "đêm", "sớm", "mùng", "mồng", "rạng"}
_PERIOD_WORDS = {
    "giai đoạn": "programme", "thời kỳ": "programme", "thời kì": "programme", "nhiệm kỳ": "term", "nhiệm kì": "term", "khóa": "term", "khoá": "term",
    "năm học": "school", "năm học mới": "school", "học kỳ": "school", "niên khóa": "school", "niên học": "school",
    "niên vụ": "season", "vụ": "season", "mùa": "season", "mùa khô": "season", "mùa mưa": "season", "mùa khô năm": "season", "mùa mưa năm": "season",
    "đông xuân": "season", "hè thu": "season", "thu đông": "season", "vụ mùa": "season",
    "năm": "year", "từ năm": "year", "trong năm": "year", "các năm": "year", "2 năm": "year", "hai năm": "year",
}  # fmt: skip
_BARE_YEAR_WORDS = {
    "so sánh", "tết", "xuân", "đông xuân", "hè thu", "vụ mùa", "vụ", "mùa vụ", "niên vụ", "giáng sinh", "thu đông", "ất tỵ", "giáp thìn", "quý mão",
    "nhâm dần", "tân sửu", "canh tý", "kỷ hợi", "mậu tuất", "đinh dậu", "bính thân", "ất mùi", "giáp ngọ", "quý tỵ", "bính ngọ", "nguyên đán",
}  # fmt: skip
_EVENTS = re.compile(
    r"^[^.;,\n]{0,60}?(?<!\w)(?:mở|khai mạc|khai giảng|bế mạc|diễn ra|phát động|ra mắt|tập huấn|ra quân|thi|hội thi|hội diễn|liên hoan|ngày hội)(?!\w)"
    r"[^.;,\n]{0,80}?năm ((?:19|20)\d\d)(?!\d)"
)
_LATER = re.compile(r"(?<!\w)(?:sẽ|dự kiến|sắp|trước ngày|hạn|xong trước|hoàn thành trước|kế hoạch mở|tới đây)(?!\w)")


class DateFinder:
    """Finds the dates of one text. One object a text; :meth:`run` gives the spans in order."""

    def __init__(self, text: str, lowered: str, published_on: date | None, taken: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self.low = lowered
        self.published_on = published_on
        self.found: list[DateSpan] = []
        self.clocks: list[tuple[int, int]] = []
        self.partials: list[tuple[DateSpan, Partial]] = []
        self._taken_starts = [start for start, _ in taken]
        self._taken_ends = [end for _, end in taken]
        self._hint: tuple[int, int] | None = None

    # -------------------------------------------------------------- the walk
    def run(self, anchors: Iterable[tuple[int, str]] = ()) -> list[DateSpan]:
        """All dates; `anchors` are places of the words of :data:`WORD_ANCHORS` in the lowered text."""
        at = 0
        for found in DIGITS.finditer(self.text):
            start, end = found.span()
            if start < at or (end - start > 4 and not _FULL.match(self.text, start)) or self._is_taken(start):
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

    def _is_taken(self, start: int) -> bool:
        at = bisect_right(self._taken_starts, start) - 1
        return at >= 0 and start < self._taken_ends[at]

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

    # -------------------------------------------------------------- days
    def _iso(self, found: re.Match[str]) -> int | None:
        """``2019-05-03``."""
        if self.text[found.start() - 1 : found.start()] in ("-", "/", "_") and found.start():
            return None
        year, month, day = (int(g) for g in found.groups())
        if not 1900 <= year <= 2199:
            return None
        if self._is_clock(found.start(), found.end()):
            self.clocks.append(found.span())
            self._hint = (year, month)
            return found.end()
        when = periods.day(year, month, day)
        self._add(DateSpan("day", when, when, self._day_prefix(found.start())[0], found.end(), "day-iso", issues=[] if when else ["impossible_date"]))
        return found.end()

    def _numeric_day(self, start: int) -> int | None:
        text, low = self.text, self.low
        full = _FULL.match(text, start)
        if full:
            day = self._complete_day(full, start)
            if day is None:
                return None
            return self._extend_days(day, full.end(), Partial(int(full.group(1)), int(full.group(2)), int(full.group(3))))
        span = _DAY_SPAN.match(text, start)
        if span and self._day_context(start, months=True):
            return self._day_span(span, start)
        word = word_before(low, start)
        if word == "tháng":
            return self._month(start)
        month = _MONTH.match(text, start)
        if month and month.group(2) and int(month.group(1)) <= 12:
            return self._month(start)
        if word in _DAY_WORDS or self._day_context(start):
            short = _SHORT_YEAR.match(text, start)
            if short and word == "ngày":
                year = int(short.group(3))
                year += 2000 if year < 50 else 1900
                return self._add_partial_day(start, short.end(), Partial(int(short.group(1)), int(short.group(2)), year))
            pair = _DAY_MONTH.match(low, start)
            if pair:
                return self._add_partial_day(start, pair.end(), Partial(int(pair.group(1)), int(pair.group(2))))
            listed = _DAY_LIST.match(low, start)
            if listed:
                return self._day_list(listed, start)
            if word in _DAY_WORDS:
                return self._bare(start, start + len(DIGITS.match(text, start).group()))  # type: ignore[union-attr]
        return None

    def _day_context(self, start: int, *, months: bool = False) -> bool:
        """Whether a bare ``d/m`` or ``d-d/m`` here is a day: brackets, `từ`/`đến`, or a day word before."""
        word = word_before(self.low, start)
        if word in _DAY_WORDS:
            return True
        opened = self.text[start - 1 : start] == "("
        if months:
            return opened or word in {"từ", "vào", "trong"} or _FULL.search(self.text, start, start + 24) is not None
        if word in {"đến", "tới", "hết", "dịp", "nhân"} or _HOUR_BEFORE.search(self.low[max(0, start - 24) : start]):
            return _DAY_MONTH.match(self.low, start) is not None
        return word in {"từ", "hôm"} and re.match(rf"\d{{1,2}}[/\-]\d{{1,2}}{_G}(?:đến|tới|-)", self.low[start : start + 16]) is not None

    def _complete_day(self, full: re.Match[str], start: int) -> DateSpan | None:
        day, month, year = (int(g) for g in full.groups())
        if not 1000 <= year <= 2199:
            return None
        if self._is_clock(start, full.end()):
            self.clocks.append((start, full.end()))
            self._hint = (year, month)
            return DateSpan("clock", None, None, start, full.end(), "clock")
        when = periods.day(year, month, day)
        found = DateSpan("day", when, when, start, full.end(), "day-numeric")
        if when is None:
            found.issues.append("impossible_date")
        return found

    def _extend_days(self, found: DateSpan, end: int, parts: Partial) -> int:
        """Add a complete day, or the range that it begins."""
        if found.kind == "clock":
            return end
        linked = _DAY_TO.match(self.low, end)
        if linked and found.first is not None:
            other = _FULL.match(self.text, linked.end())
            if other:
                until = periods.day(int(other.group(3)), int(other.group(2)), int(other.group(1)))
                if until is not None and until >= found.first and not (linked.group().strip() in "-–—" and self._is_clock(linked.end(), other.end())):
                    self._add_range(found.start, other.end(), found.first, until, "day-range")
                    return other.end()
        now = _TO_NOW.match(self.low, end)
        if now:
            self._add_range(found.start, now.end(), found.first, None, "since-day")
            return now.end()
        lunar = _LUNAR.match(self.low, end)
        if lunar:
            self._add_lunar(found.start, lunar.end())
            return lunar.end()
        start, opening = self._day_prefix(found.start)
        if opening == "until":
            self._add(DateSpan("range", None, found.last, start, end, "until-day", issues=found.issues))
        elif opening == "since":
            self._add(DateSpan("range", found.first, None, start, end, "since-day", issues=found.issues))
        else:
            found.start = start
            self._add(found)
        return end

    def _add_partial_day(self, start: int, end: int, parts: Partial) -> int | None:
        """A day without a year (or with a short one), or the range that it begins."""
        if parts.month is not None and not periods.plausible(parts):
            if word_before(self.low, start) == "ngày":
                self._add(DateSpan("day", None, None, self._day_prefix(start)[0], end, "day-month", None, issues=["impossible_date"]))
                return end
            return None
        lunar = _LUNAR.match(self.low, end)
        if lunar or word_before(self.low, start) in {"mùng", "mồng"}:
            until = lunar.end() if lunar else end
            self._add_lunar(start, until)
            return until
        linked = _DAY_TO.match(self.low, end)
        if linked:
            ended = self._range_end(linked.end(), parts)
            if ended is not None:
                last, stop = ended
                return self._add_partial_range(start, stop, parts, last)
        now = _TO_NOW.match(self.low, end)
        if now:
            span = DateSpan("range", None, None, self._day_prefix(start)[0], now.end(), "since-day", None)
            self._add(span, Partial(parts.day, parts.month, parts.year, open_end=True))
            return now.end()
        if parts.month is None:
            return None
        begin, opening = self._day_prefix(start)
        spoken = _SPOKEN_YEAR.match(self.low, end)
        if spoken and self.published_on is not None:
            end = spoken.end()
            parts = Partial(parts.day, parts.month, self.published_on.year + {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1}[spoken.group(1)])
        if opening in ("until", "since"):
            span = DateSpan("range", None, None, begin, end, f"{opening}-day-month", None)
            self._add(span, Partial(parts.day, parts.month, parts.year, open_end=opening == "since", open_start=opening == "until"))
        else:
            self._add(DateSpan("day", None, None, begin, end, "day-month", None), parts)
        return end

    def _range_end(self, at: int, first: Partial) -> tuple[Partial, int] | None:
        """The second end of a range of days at `at`, and where it stops."""
        for pattern in (_FULL, _LONG, _DAY_MONTH):
            found = pattern.match(self.low, at)
            if not found:
                continue
            groups = found.groups()
            if not groups[1].isdigit():
                return None
            year = next((int(g) for g in groups[2:] if g), None)
            last = Partial(int(groups[0]), int(groups[1]), year)
            return (last, found.end()) if periods.plausible(last) else None
        return None

    def _add_partial_range(self, start: int, end: int, first: Partial, last: Partial) -> int:
        first = Partial(first.day, first.month or last.month, first.year or last.year)
        if first.year is None and last.year is None:
            span = DateSpan("range", None, None, self._day_prefix(start, range_=True)[0], end, "day-range", None)
            self._add(span, Partial(first.day, first.month, None, until=last))
            return end
        last_on, first_on = periods.complete(last, last.year), periods.complete(first, first.year)
        if first_on and last_on and first_on > last_on:
            first_on = periods.complete(first, (first.year or 0) - 1)
        self._add_range(start, end, first_on, last_on, "day-range")
        return end

    def _day_span(self, found: re.Match[str], start: int) -> int | None:
        """``10 - 11/10/2019``, ``từ ngày 2-4/12``."""
        first, last, month, year = (int(g) if g else None for g in found.groups())
        if not (first and last and first < last and periods.plausible(Partial(last, month, year)) and month):
            return None
        return self._add_partial_range(start, found.end(), Partial(first, month, year), Partial(last, month, year))

    def _day_list(self, found: re.Match[str], start: int) -> int | None:
        """``ngày 1 và 2/11``, ``24 và 25-6``, ``ngày 3, 4 và 5/6/2020``: one mention a day."""
        days = [int(found.group(1)), *(int(d) for d in re.findall(r"\d+", found.group(2))), int(found.group(3))]
        month = int(found.group(4) or found.group(6))
        year = next((int(g) for g in (found.group(5), found.group(7)) if g), None)
        if any(not periods.plausible(Partial(day, month, year)) for day in days) or days != sorted(days):
            return None
        places = [start, *(found.start(2) + m.start() for m in re.finditer(r"\d+", found.group(2))), found.start(3)]
        for at, (day, place) in enumerate(zip(days, places, strict=True)):
            begin = self._day_prefix(place)[0] if at == 0 else place
            self._add(DateSpan("day", None, None, begin, found.end(), "day-list", None), Partial(day, month, year))
        return found.end()

    def _with_month_word(self, start: int) -> int | None:
        """``ngày 7 tháng 6 năm 2019``, ``6 tháng đầu năm 2019``."""
        low = self.low
        running = _RUNNING_MONTHS.match(low, start)
        if running and _RUNNING_BEFORE.search(low[max(0, start - 16) : start]) and 1 <= int(running.group(1)) <= 12:
            self._add_part_of_year(start, running.end(), int(running.group(1)), "đầu", None)
            return running.end()
        period = _MONTHS_OF_YEAR.match(low, start)
        if period and word_before(low, start) not in _DAY_WORDS:
            return self._months_of_year(period, start)
        posted = _POSTED.match(low, start)
        if posted:
            self.clocks.append((start, posted.end()))
            self._hint = (int(posted.group(3)), int(posted.group(2)))
            return posted.end()
        found = _LONG.match(low, start)
        if found:
            if found.group(2) in ("giêng", "chạp"):
                self._add_lunar(start, found.end())
                return found.end()
            year = next((int(g) for g in found.groups()[2:] if g), None)
            if year is None and word_before(low, start) not in _DAY_WORDS and not self._day_context(start):
                return None
            parts = Partial(int(found.group(1)), int(found.group(2)), year)
            if year is not None:
                if self._is_clock(start, found.end()):
                    self.clocks.append((start, found.end()))
                    self._hint = (year, parts.month or 1)
                    return found.end()
                when = periods.complete(parts, year)
                day = DateSpan("day", when, when, start, found.end(), "day-long", issues=[] if when else ["impossible_date"])
                return self._extend_days(day, found.end(), parts)
            return self._add_partial_day(start, found.end(), parts)
        return None

    def _listed_day(self, start: int, end: int) -> int | None:
        word = word_before(self.low, start)
        if word in ("tháng", "thứ"):
            return None
        listed = _DAY_LIST.match(self.low, start)
        if listed and (word in _DAY_WORDS or listed.group(5) or listed.group(7)):
            return self._day_list(listed, start)
        return None

    def _bare(self, start: int, end: int) -> int | None:
        """A number of one or two digits after a word that makes it a day or a month."""
        word = word_before(self.low, start)
        if word in ("ngày", "từ"):
            linked = _DAY_TO.match(self.low, end)
            if linked and int(self.text[start:end]) <= 31:
                ended = self._range_end(linked.end(), Partial(int(self.text[start:end])))
                if ended is not None:
                    return self._add_partial_range(start, ended[1], Partial(int(self.text[start:end])), ended[0])
            return None
        if word in ("mùng", "mồng") and int(self.text[start:end]) <= 10:
            self._add_lunar(start, end)
            return end
        if word == "tháng":
            return self._month(start)
        if word == "quý" and end - start == 1 and self.text[start] in "1234":
            return self._quarter(start, end, int(self.text[start]))
        return None

    def _add_lunar(self, start: int, end: int) -> None:
        """A day of the lunar calendar: named, not converted."""
        begin = self._day_prefix(start)[0]
        self._add(DateSpan("day", None, None, begin, end, "lunar-day", None, calendar="lunar"))

    def _day_prefix(self, start: int, *, range_: bool = False) -> tuple[int, str | None]:
        """Where the words that belong to the day begin, and whether they open it (``đến ngày``, ``từ ngày``)."""
        begin, opening = start, None
        for word, opens in _DAY_OPENERS:
            moved = _before(self.low, begin, word)
            if moved is not None:
                begin, opening = moved, opening or opens
            if word == "ngày" and (hour := _HOUR_BEFORE.search(self.low, max(0, begin - 20), begin)):
                before = hour.start()
                if self._opens_with_hour(before, hour.group()):
                    begin = before
        return begin, opening

    def _opens_with_hour(self, hour_at: int, hour: str) -> bool:
        """``tính đến 17 giờ ngày 29/9`` and ``từ 0 giờ ngày 1/7`` are open periods; ``từ 19h ngày 27/9`` is a point in time."""
        if _before(self.low, hour_at, "từ") is not None:
            return hour.startswith(("0 giờ", "00 giờ", "0h", "00h", "0 h"))
        until = _before(self.low, hour_at, "đến")
        return until is not None and _before(self.low, until, "tính") is not None

    def _is_clock(self, start: int, end: int) -> bool:
        """Whether a complete date is the page's own clock or date line, not a mention."""
        low = self.low
        if _TIME_AFTER.match(low, end):
            return True
        left = low[max(0, start - 40) : start]
        if _TIME_BEFORE.search(left) or _POSTED_BEFORE.search(left):
            return not left.rstrip().endswith("ban hành:")
        line_start, line_end = low.rfind("\n", 0, start) + 1, low.find("\n", end)
        rest = low[end : line_end if line_end >= 0 else len(low)][:80]
        if _WEEKDAY_BEFORE.search(left if start > 40 else "\n" + left) and _LOOSE_DATE_LINE.match(rest):
            return True
        if not low[line_start:start].strip() and not rest.strip():
            return True
        if self.published_on is not None and self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")":
            day, month, year = (int(g) for g in re.findall(r"\d+", self.text[start:end])[:3])
            return periods.day(year, month, day) == self.published_on and low.find("\n") == end + 1
        return False

    # -------------------------------------------------------------- months, quarters, parts of years
    def _month(self, start: int) -> int | None:
        low = self.low
        begin, opening = self._period_prefix(start, "tháng")
        span = _MONTH_SPAN.match(low, start)
        if span:
            first, year, last, last_year = int(span.group(1)), span.group(2), int(span.group(3)), int(span.group(4))
            if 1 <= first <= 12 and 1 <= last <= 12:
                first_year = int(year) if year else last_year - (first > last)
                listed = " và " in span.group() and not year
                if listed:
                    for month in (first, last):
                        self._add(DateSpan("month", *periods.month(last_year, month), begin, span.end(), "month-list"))
                else:
                    self._add_range(begin, span.end(), periods.month(first_year, first)[0], periods.month(last_year, last)[1], "month-range", exact=True)
                return span.end()
        found = _MONTH.match(low, start)
        if found:
            number, year = int(found.group(1)), int(found.group(2) or found.group(3))
            if not (1 <= number <= 12 and 1900 <= year <= 2199):
                return None
            now = _TO_NOW.match(low, found.end())
            first_on, last_on = periods.month(year, number)
            until_year = _TO_YEAR.match(low, found.end())
            if until_year and opening == "since" and int(until_year.group(1)) >= year:
                self._add_range(begin, until_year.end(), first_on, periods.year(int(until_year.group(1)))[1], "month-range", exact=True)
                return until_year.end()
            if now:
                self._add_range(begin, now.end(), first_on, None, "since-month", exact=True)
                return now.end()
            if opening == "until":
                self._add(DateSpan("range", None, last_on, begin, found.end(), "until-month"))
            elif opening == "since":
                self._add(DateSpan("range", first_on, None, begin, found.end(), "since-month"))
            else:
                self._add(DateSpan("month", first_on, last_on, begin, found.end(), "month"))
            return found.end()
        digits = DIGITS.match(self.text, start)
        if digits is None or not digits.group().isdigit() or not 1 <= int(digits.group()) <= 12:
            return None
        if begin == start:
            return None
        end = digits.end()
        between = _MONTH_OPEN_SPAN.match(low, start)
        if between:
            until = Partial(None, int(between.group(2)))
            self._add(DateSpan("range", None, None, begin, between.end(), "month-range", None), Partial(None, int(digits.group()), until=until))
            return between.end()
        if self.text[end : end + 1] in "/-–" and self.text[end + 1 : end + 2].isdigit():
            return None
        now = _TO_NOW.match(low, end)
        if now:
            self._add(DateSpan("range", None, None, begin, now.end(), "since-month", None), Partial(None, int(digits.group()), open_end=True))
            return now.end()
        span_ = DateSpan("range" if opening else "month", None, None, begin, end, f"{opening}-month" if opening else "month", None)
        self._add(span_, Partial(None, int(digits.group()), open_end=opening == "since", open_start=opening == "until"))
        return end

    def _months_of_year(self, found: re.Match[str], start: int) -> int | None:
        count, which, named, plain = int(found.group(1)), found.group(2) or "đầu", found.group(3), found.group(4)
        if not 1 <= count <= 12:
            return None
        year = self._named_year(named or plain)
        self._add_part_of_year(start, found.end(), count, which, year, relative=named in ("nay", "ngoái"))
        return found.end()

    def _add_part_of_year(self, start: int, end: int, count: int, which: str, year: int | None, *, relative: bool = False) -> None:
        kind = {6: "half_year", 9: "nine_months" if which == "đầu" else "other_period"}.get(count, "other_period")
        rule = "months-of-year"
        if year is not None:
            first, last = periods.part_of_year(year, count, from_end=which == "cuối")
            self._add(DateSpan(kind, first, last, start, end, rule, "publication" if relative else "text"))
        else:
            partial = None if relative else Partial(months=count, from_end=which == "cuối")
            self._add(DateSpan(kind, None, None, start, end, rule, None), partial)

    def _named_year(self, word: str | None) -> int | None:
        if word is None:
            return None
        if word.isdigit():
            return int(word)
        if self.published_on is None:
            return None
        return self.published_on.year + {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1}[word]

    def _quarter(self, start: int, end: int, number: int) -> int | None:
        """The quarter whose number stands at ``start:end``."""
        found = re.compile(rf"(?:{_S}[/\-–]{_S}|,?{_G}(?:năm{_G})?)((?:19|20)\d\d)(?!\d)").match(self.low, end)
        begin = _before(self.low, start, "quý")
        if begin is None:
            return None
        until = _before(self.low, begin, "đến") or _before(self.low, begin, "hết")
        if found:
            first, last = periods.quarter(int(found.group(1)), number)
            if until is not None:
                self._add(DateSpan("range", None, last, until, found.end(), "until-quarter"))
            else:
                self._add(DateSpan("quarter", first, last, begin, found.end(), "quarter"))
            return found.end()
        shared = re.compile(rf"{_S}(?:,|và|-|–){_S}(?:quý{_G})?(iv|iii|ii|i|[1-4])(?:{_S}[/\-]{_S}|{_G}năm{_G})((?:19|20)\d\d)(?!\d)").match(self.low, end)
        year = int(shared.group(2)) if shared else self._named_year_after(end)
        if year is not None and shared is None:
            end = _SPOKEN_YEAR.match(self.low, end).end()  # type: ignore[union-attr]
        if year is not None:
            self._add(DateSpan("quarter", *periods.quarter(year, number), begin, end, "quarter"))
            if shared and not shared.group(0).lstrip(" ,và-–\n").startswith("quý"):
                other = periods.ROMAN.get(shared.group(1)) or int(shared.group(1))
                self._add(DateSpan("quarter", *periods.quarter(year, other), shared.start(1), shared.end(), "quarter"))
                return shared.end()
            return end
        self._add(DateSpan("quarter", None, None, begin, end, "quarter", None), Partial(quarter=number))
        return end

    def _named_year_after(self, end: int) -> int | None:
        found = _SPOKEN_YEAR.match(self.low, end)
        return self._named_year(found.group(1)) if found else None

    # -------------------------------------------------------------- years
    def _year(self, start: int) -> int | None:
        text, low = self.text, self.low
        label, begin = self._period_label(start)
        years = _YEARS.match(low, start) or _YEARS_WORDS.match(low, start)
        if years:
            first, last = int(years.group(1)), int(years.group(2))
            words = years.re is _YEARS_WORDS
            if first <= last and (not words or label or word_before(low, start) in ("từ", "khoảng")):
                return self._add_years(label, begin, years.end(), first, last)
            if first <= last and not words:
                return None
        if label in ("programme", "term", "school", "season"):
            short = _YEARS_SHORT.match(text, start)
            if short and int(short.group(2)) > int(short.group(1)) % 100:
                first = int(short.group(1))
                return self._add_years(label, begin, short.end(), first, first // 100 * 100 + int(short.group(2)))
        single = _YEAR.match(text, start)
        if single is not None and int(single.group(1)) < 1800 and label != "year" and self.text[start - 1 : start] != "(":
            return None
        if single is None or not self._year_context(start, single.end(), label):
            return None
        return self._single_year(start, single.end(), int(single.group(1)), begin)

    def _add_years(self, label: str | None, begin: int, end: int, first: int, last: int) -> int:
        if label == "school":
            self._add(DateSpan("range", date(first, 9, 1), date(last, 5, 31), begin, end, "school-year"))
        else:
            rule = {"programme": "programme-years", "term": "term-years", "season": "season-years"}.get(label or "", "years")
            for opener in ("từ", "trong"):
                moved = _before(self.low, begin, opener)
                begin = moved if moved is not None and opener == "từ" else begin
            self._add(DateSpan("range", date(first, 1, 1), date(last, 12, 31), begin, end, rule))
        return self._more_years(end)

    def _more_years(self, end: int) -> int:
        """``… 2012 - 2015 VÀ 2020``, ``năm 2019, 2020 và 2021``."""
        more = _MORE_YEARS.match(self.low, end)
        while more:
            if not re.match(r"[ ]?(?:%|[^\W\d_])", self.low[more.end() : more.end() + 2]) or self._sentence_goes_on(more.end()):
                year = int(more.group(1))
                self._add(DateSpan("year", *periods.year(year), more.start(1), more.end(), "year-list"))
                end = more.end()
                more = _MORE_YEARS.match(self.low, end)
            else:
                break
        return end

    def _sentence_goes_on(self, end: int) -> bool:
        """Whether the word after a listed year is no noun that the number could count."""
        word = re.match(r"[ ]([^\W\d_]+)", self.low[end : end + 16])
        return word is not None and word.group(1) not in _COUNTABLE_AFTER_YEAR

    def _period_label(self, start: int) -> tuple[str | None, int]:
        """The period word before a year (``giai đoạn``, ``năm học``…) and where it begins."""
        left = self.low[max(0, start - 40) : start]
        stripped = left.rstrip(" \t\n:(“\"")
        if not stripped:
            return None, start
        words = stripped.split()[-4:]
        if words and words[-1] == "từ" and len(words) > 2:
            words = words[:-1]
        for size in (4, 3, 2, 1):
            phrase = " ".join(words[-size:])
            if size <= len(words) and phrase in _PERIOD_WORDS:
                at = self._phrase_start(start, phrase)
                return _PERIOD_WORDS[phrase], at
        if words and words[-1] == "năm":
            return "year", self._phrase_start(start, "năm")
        if len(words) > 1 and words[-2] in ("vụ", "mùa"):
            return "season", self._phrase_start(start, words[-2])
        if len(words) > 2 and words[-3] == "vụ":
            return "season", self._phrase_start(start, "vụ")
        return None, start

    def _phrase_start(self, start: int, phrase: str) -> int:
        first = phrase.split()[0]
        return self.low.rfind(first, max(0, start - 44), start)

    def _year_context(self, start: int, end: int, label: str | None) -> bool:
        low = self.low
        if label in ("year", "season"):
            return True
        if self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")":
            return True
        word = word_before(low, start)
        if word in ("từ", "đến", "tới", "sn", "sinh"):
            return not _COUNTED_AFTER.match(low, end)
        two = " ".join(low[max(0, start - 24) : start].split()[-2:])
        if two in _BARE_YEAR_WORDS or (bool(two) and two.split()[-1] in _BARE_YEAR_WORDS):
            return True
        if not 1990 <= int(self.text[start:end]) <= 2035 or self.text[start - 1 : start] != " " or word in _NOT_BEFORE_YEAR or word.isdigit():
            return False
        return self.text[start - 2 : start - 1] not in "-–:/,.)" and _STOP_AFTER_YEAR.match(low, end) is not None

    def _single_year(self, start: int, end: int, year: int, begin: int) -> int:
        low = self.low
        first, last = periods.year(year)
        named = _before(low, start, "năm")
        if named is not None:
            begin = named
        elif begin > start - 2:
            two = low[max(0, start - 24) : start].split()[-2:]
            begin = start if not two else begin
        for word, open_start in (("đầu", False), ("cuối", True), ("giữa", None)):
            edge = _before(low, begin, word) if named is not None else None
            if edge is not None:
                return self._edge_of_year(edge, end, year, open_start)
        decade = _before(low, begin, "những")
        if decade is not None and year % 10 == 0:
            self._add(DateSpan("other_period", first, periods.year(year + 9)[1], decade, end, "decade"))
            return end
        ranged = _TO_YEAR.match(low, end)
        since = _before(low, begin, "từ")
        if since is None and (hop := _before(low, begin, "kể")) is not None:
            since = hop
        if ranged and int(ranged.group(1)) >= year and (since is not None or _before(low, begin, "đoạn") is not None):
            self._add(DateSpan("range", first, periods.year(int(ranged.group(1)))[1], begin if since is None else since, ranged.end(), "years"))
            return ranged.end()
        now = _TO_NOW.match(low, end)
        if now:
            self._add(DateSpan("range", first, None, begin if since is None else since, now.end(), "since-year"))
            return now.end()
        if since is not None:
            self._add(DateSpan("range", first, None, since, end, "since-year"))
            return end
        until = self._until(begin)
        if until is not None:
            self._add(DateSpan("range", None, last, until, end, "until-year"))
            return end
        self._add(DateSpan("year", first, last, begin, end, "year"))
        return self._more_years(end)

    def _edge_of_year(self, edge: int, end: int, year: int, open_start: bool | None) -> int:
        """``đầu năm X`` and ``cuối năm X`` know one end only; ``đầu năm X đến nay`` is open."""
        first, last = periods.year(year)
        now = _TO_NOW.match(self.low, end)
        begin = edge
        for word in ("từ", "đến", "tới"):
            moved = _before(self.low, begin, word)
            begin = moved if moved is not None else begin
        if open_start is None:
            self._add(DateSpan("year", first, last, edge, end, "year"))
        elif now and not open_start:
            self._add(DateSpan("range", first, None, begin, now.end(), "since-year"))
            return now.end()
        else:
            half = _before(self.low, edge, "nửa")
            if half is not None:
                first, last = periods.part_of_year(year, 6, from_end=open_start)
                self._add(DateSpan("half_year", first, last, half, end, "half-of-year"))
            else:
                self._add(DateSpan("other_period", None if open_start else first, last if open_start else None, begin, end, "edge-of-year"))
        return end

    def _until(self, begin: int) -> int | None:
        """Where ``đến``, ``đến hết`` or ``tính đến`` before a period begins."""
        at = begin
        for word in ("hết", "cuối"):
            moved = _before(self.low, at, word)
            at = moved if moved is not None else at
        for word in ("đến", "tới"):
            until = _before(self.low, at, word)
            if until is not None:
                counted = _before(self.low, until, "tính")
                return until if counted is None else counted
        if at != begin and _before(self.low, begin, "hết") is not None:
            return at
        return None

    def _period_prefix(self, start: int, word: str) -> tuple[int, str | None]:
        begin = _before(self.low, start, word)
        if begin is None:
            return start, None
        since = _before(self.low, begin, "từ")
        if since is not None:
            return since, "since"
        until = self._until(begin)
        if until is not None:
            return until, "until"
        return begin, None

    # -------------------------------------------------------------- words without digits
    def _read_word(self, place: int, word: str) -> None:
        if any(d.start <= place < d.end for d in self._near(place)):
            return
        low = self.low
        end = place + len(word)
        if word == "quý":
            found = re.compile(rf"{_G}(iv|iii|ii|i)(?!\w)").match(low, end)
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
            now = _TO_NOW.match(low, end)
            begin = _before(low, place, "từ") if now else None
            until = _before(low, place, "đến")
            if until is not None and word != "đầu năm":
                begin = until
            span = DateSpan("range" if now else "other_period", None, None, place if begin is None else begin, now.end() if now else end, "edge-of-year", None)
            self._add(span, Partial(edge="start" if word == "đầu năm" else "end"))

    def _near(self, place: int) -> list[DateSpan]:
        return [d for d in self.found if d.start <= place < d.end]

    # -------------------------------------------------------------- adding and resolving
    def _add(self, span: DateSpan, partial: Partial | None = None) -> None:
        if partial is not None and partial.year is not None and span.first is None and span.last is None and not span.issues:
            when = periods.complete(partial, partial.year)
            span.first = None if partial.open_start else when
            span.last = None if partial.open_end else when
            span.resolved_from = "text"
            if when is None:
                span.issues.append("impossible_date")
            partial = None
        self.found.append(span)
        if partial is not None:
            self.partials.append((span, partial))

    def _add_range(self, start: int, end: int, first: date | None, last: date | None, rule: str, *, exact: bool = False) -> None:
        begin = start if exact else self._day_prefix(start, range_=True)[0]
        self._add(DateSpan("range", first, last, begin, end, rule))

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


_DAY_OPENERS: tuple[tuple[str, str | None], ...] = (
    ("ngày", None),
    ("sáng", None), ("chiều", None), ("tối", None), ("trưa", None), ("đêm", None), ("hôm", None),
    ("hết", "until"), ("đến", "until"), ("tới", "until"), ("tính", None), ("từ", "since"), ("kể", None),
)  # fmt: skip
_DAY_RULES = frozenset({"day-numeric", "day-long", "day-iso", "day-range", "day-list", "since-day", "until-day"})
_RELATIVE_DAYS = frozenset({"hôm nay", "sáng nay", "chiều nay", "tối nay"})
_MONTH_COUNTS = {"ba tháng": 3, "bốn tháng": 4, "năm tháng": 5, "sáu tháng": 6, "bảy tháng": 7, "tám tháng": 8, "chín tháng": 9, "mười tháng": 10}
_SPELLED_MONTHS = re.compile(rf"{_G}(đầu|cuối){_G}năm(?:{_G}(\d{{4}}|nay|ngoái)(?!\d))?")
_NUMBER_BEFORE = frozenset({"mỗi", "hàng", "từng"})
_COUNTABLE_AFTER_YEAR = frozenset({"người", "hộ", "xã", "thôn", "đồng", "triệu", "tỷ", "tỉ", "ha", "km", "tấn", "học", "đại", "đảng"})

WORD_ANCHORS = ("quý", "đầu năm", "cuối năm", "hết năm", "năm nay", "năm ngoái", *_RELATIVE_DAYS, *_MONTH_COUNTS)
"""Lower-case words that may begin a date without a digit: what a keyword scan should look for."""


def _before(lowered: str, end: int, word: str) -> int | None:
    """Where `word` begins when it stands right before `end` as a whole word."""
    at = end
    while at > 0 and lowered[at - 1] in " \t\n":
        at -= 1
    begin = at - len(word)
    if begin < 0 or end - at > 4 or not lowered.startswith(word, begin) or (begin and lowered[begin - 1].isalnum()):
        return None
    return begin


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


_ANCHOR_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(WORD_ANCHORS, key=len, reverse=True))})(?!\w)")
