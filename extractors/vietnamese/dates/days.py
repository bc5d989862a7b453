"""Days: numeric, long, without a year, in lists and ranges; and the page's own clock lines, which are no mentions."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.months import MonthReader
from extractors.vietnamese.dates.reader import DASH, FULL, HOUR_BEFORE, MONTH, SPOKEN_YEAR, TO_NOW, DateSpan, G, S
from extractors.vietnamese.numbers import DIGITS
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})(?![\d/.\-]|,\d)")
_DAY_MONTH = re.compile(rf"(\d{{1,2}}){S}[/\-–]{S}(\d{{1,2}})(?![\d/]|[.,]\d|{S}[/%]|\w)")
_POSTED = re.compile(rf"(\d{{1,2}}){G}tháng{G}(\d{{1,2}}),{G}(\d{{4}})(?!\d)")
_LONG = re.compile(rf"(\d{{1,2}}){G}tháng{G}(\d{{1,2}}|giêng|chạp)(?!\d)(?:(?:{G}|,{G})năm{G}(\d{{4}})(?!\d)|{S}[/\-]{S}(\d{{4}})(?!\d))?")
_MONTHS_OF_YEAR = re.compile(
    rf"(\d{{1,2}}){G}tháng(?:{G}(đầu|cuối)(?:{G}của)?{G}năm(?:{G}(\d{{4}}|nay|ngoái)(?!\d))?|(?:{S}/{S}|{G}năm{G})(\d{{4}})(?!\d))"
)
_DAY_SPAN = re.compile(rf"(\d{{1,2}}){DASH}(\d{{1,2}}){S}[/.\-–]{S}(\d{{1,2}})(?:{S}[/.\-–]{S}(\d{{4}}))?(?![\d/]|[.,]\d|[ ]?%)")
_DAY_LIST = re.compile(
    rf"(\d{{1,2}})((?:{S},{S}\d{{1,2}}){{0,8}}){S}(?:,|&|và{G}ngày{G}|và){S}"
    rf"(\d{{1,2}})(?:{S}[/\-]{S}(\d{{1,2}})(?:{S}[/\-]{S}(\d{{4}}))?|{G}tháng{G}(\d{{1,2}})(?:{G}năm{G}(\d{{4}}))?)(?![\d/]|[.,]\d)"
)
_DAY_TO = re.compile(rf"(?:{DASH}|{G}(?:đến|tới)(?:{G}hết)?{G})(?:ngày{G})?(?=\d)")
_RUNNING_MONTHS = re.compile(r"(\d{1,2})[ ]tháng(?![ ](?:đầu|cuối|năm|\d)|/)")
_RUNNING_BEFORE = re.compile(r"(?:luỹ kế|lũy kế|cộng dồn|grdp|doanh số|sơ kết|tính chung)[ ]$")
_LUNAR = re.compile(rf"{S}[(,]?{S}(?:âm{G}lịch|al(?!\w))")
_TIME_AFTER = re.compile(r"[ ]?[,|\-–]?[ ]{0,2}(?:[|\-–]?[ ]?)(?:lúc[ ])?\d{1,2}:\d{2}")
_TIME_BEFORE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[ap]m)?[ ]{0,2}[,|\-–]?[ ]{0,2}(?:ngày[ ]?)?$")
_POSTED_BEFORE = re.compile(
    r"(?:ngày đăng|đăng ngày|đã đăng vào|đăng lúc|đăng vào|cập nhật(?: lúc| ngày)?|ngày cập nhật|ngày tạo|xuất bản|(?<!\w)date)[ ]?:?[ ]{0,2}$"
)
_WEEKDAY_BEFORE = re.compile(r"(?:^|\n)[ ]*(?:thứ[ ](?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[ ]?[,:-]?[ ]{0,2}(?:ngày[ ])?$")
_LOOSE_DATE_LINE = re.compile(r"[^\w]*$")
_DAY_WORDS = {"ngày", "hôm", "sáng", "chiều", "tối", "trưa", "đêm", "sớm", "mùng", "mồng", "rạng"}


_DAY_LINKS = frozenset({"đến", "tới", "hết", "dịp", "nhân", "trước"})
_COUNTED_RATIO = re.compile(
    r"\d{1,2}/\d{1,2}[ ](?:thôn|làng|xã|huyện|tỉnh|hộ|người|tiêu chí|chỉ tiêu|đơn vị|trường|phường|thị trấn|điểm|công trình|dự án|số|diện tích|đại biểu)(?!\w)"
)


class DayReader(MonthReader):
    """Reads days."""

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
        full = FULL.match(text, start)
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
        month = MONTH.match(text, start)
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
            return opened or word in {"từ", "vào", "trong"} or FULL.search(self.text, start, start + 24) is not None
        dated = word in _DAY_LINKS and not _COUNTED_RATIO.match(self.low, start)
        if dated or HOUR_BEFORE.search(self.low[max(0, start - 24) : start]):
            return _DAY_MONTH.match(self.low, start) is not None
        return word in {"từ", "hôm"} and re.match(rf"\d{{1,2}}[/\-]\d{{1,2}}{G}(?:đến|tới|-)", self.low[start : start + 16]) is not None

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
            other = FULL.match(self.text, linked.end())
            if other:
                until = periods.day(int(other.group(3)), int(other.group(2)), int(other.group(1)))
                if until is not None and until >= found.first and not (linked.group().strip() in "-–—" and self._is_clock(linked.end(), other.end())):
                    self._add_range(found.start, other.end(), found.first, until, "day-range")
                    return other.end()
        now = TO_NOW.match(self.low, end)
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
        now = TO_NOW.match(self.low, end)
        if now:
            span = DateSpan("range", None, None, self._day_prefix(start)[0], now.end(), "since-day", None)
            self._add(span, Partial(parts.day, parts.month, parts.year, open_end=True))
            return now.end()
        if parts.month is None:
            return None
        begin, opening = self._day_prefix(start)
        spoken = SPOKEN_YEAR.match(self.low, end)
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
        for pattern in (FULL, _LONG, _DAY_MONTH):
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

    def _is_clock(self, start: int, end: int) -> bool:
        """Whether a complete date is the page's own clock or date line, not a mention."""
        low = self.low
        if _TIME_AFTER.match(low, end):
            return True
        left = low[max(0, start - 40) : start]
        if _TIME_BEFORE.search(left) or _POSTED_BEFORE.search(left):
            return not left.rstrip().endswith("ban hành:")
        floor = max(0, start - 40)
        line_start, line_end = low.rfind("\n", floor, start) + 1, low.find("\n", end, end + 80)
        rest = low[end : line_end if line_end >= 0 else end + 80]
        if _WEEKDAY_BEFORE.search(left if start > 40 else "\n" + left) and _LOOSE_DATE_LINE.match(rest):
            return True
        if (line_start or floor == 0) and not low[line_start:start].strip() and not rest.strip():
            return True
        if self.published_on is not None and self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")":
            day, month, year = (int(g) for g in re.findall(r"\d+", self.text[start:end])[:3])
            return periods.day(year, month, day) == self.published_on and low.find("\n", 0, end + 2) == end + 1
        return False
