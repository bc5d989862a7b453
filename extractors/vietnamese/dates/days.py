"""Single days: numeric, long, without a year, lunar; and the open periods that a day begins or ends."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.clocks import is_clock
from extractors.vietnamese.dates.day_lists import DayListReader
from extractors.vietnamese.dates.forms import DASH, DASHES, FULL, HOUR, SLASH, SPOKEN, TO_NOW, D, G, S, left_of, spelled
from extractors.vietnamese.dates.months import MONTHS_OF_YEAR
from extractors.vietnamese.dates.reader import IMPOSSIBLE, DateSpan
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_SHORT_YEAR = re.compile(rf"(\d{{1,2}})[/.{D}](\d{{1,2}})[/.{D}](\d{{2}})(?![\d/.{D}]|,\d)")
DAY_MONTH = re.compile(rf"(\d{{1,2}}){SLASH}(\d{{1,2}})(?![\d/]|[.,]\d|{S}[/%]|[^\W\d]\w)")
_MEASURED = (
    r"[ ]?(?:%|(?:kg|tấn|tạ|lít|m|m2|m3|ha|km|cm|mm|triệu|tỷ|tỉ|nghìn|ngàn|đồng|usd|giờ|lần|người|lượt|bữa|viên|gam|g|kwh|mw|ca|độ|điểm|phần trăm)(?!\w))"
)
_DOTTED_DAY = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})(?![\d/]|[.,]\d|{_MEASURED}|[^\W\d])")
_DOTTED_SPAN = re.compile(rf"\d{{1,2}}{DASH}\d{{1,2}}\.\d{{1,2}}(?![\d/]|[.,]\d|{_MEASURED}|[^\W\d])")
"""``ngày 6 - 8.10``."""
LONG = re.compile(rf"(\d{{1,2}}){S}tháng{S}(\d{{1,2}}|giêng|chạp)(?!\d)(?:,?{S}năm{S}(\d{{4}})(?!\d)|{SLASH}(\d{{4}})(?!\d))?")
"""``7 tháng 6 năm 2019``, also typed without spaces: ``15tháng 7năm 2018``."""
_AFTER_DAY = re.compile(
    rf"(?:{DASH}(?:{HOUR}{G})?(?:ngày{G})?|{G}(?:đến|tới)(?:{G}(?:hết|trước))?{G}(?:{HOUR}{G})?(?:ngày{G})?)(?=\d)(?P<to>)"
    rf"|{TO_NOW.pattern}(?P<now>)"
    rf"|{S}[(,]?{S}(?:âm{G}lịch|âl(?!\w)|al(?!\w))(?P<lunar>)"
    rf"|,?{G}năm{G}(?P<spoken>{SPOKEN})(?!\w)"
    rf"|,?{G}(?:hằng|hàng|mỗi){G}năm(?!\w)(?P<yearly>)"
)
POSTED = re.compile(rf"(\d{{1,2}}){G}tháng{G}(\d{{1,2}}),{G}(\d{{4}})(?!\d)")
"""``16 tháng 7, 2019``: the date line of some portals."""
_DAY_WORDS = frozenset({"ngày", "hôm", "sáng", "chiều", "tối", "trưa", "đêm", "sớm", "mùng", "mồng", "rạng"})
_LUNAR_YEAR = re.compile(
    rf"(?:,?{G}năm)?{G}(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý){G}(?:tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w)"
)
_NEXT_DAY = re.compile(
    rf"{S}(?:,|&|và){S}(?:ngày{G})?(\d{{1,2}}){SLASH}(\d{{1,2}})(?:{SLASH}(\d{{4}}))?"
    rf"(?![\d/{D}]|[.,]\d|[ ]?%|{G}(?:đến|tới)(?!\w)|{DASH}\d)"
)
_COUNTED_RATIO = re.compile(
    r"\d{1,2}[ ]?/[ ]?\d{1,2}[ ](?:thôn|làng|xã|huyện|tỉnh|hộ|người|tiêu chí|chỉ tiêu|đơn vị|trường|phường|thị trấn|điểm|công trình|dự án|số|diện tích|đại biểu"
    r"|bản|ấp|buôn|tổ|em|học sinh|nhiệm vụ|nội dung|mục tiêu|phiếu|cơ sở|cán bộ|đảng viên|chi bộ|đảng bộ|hợp tác xã|hội viên|trận|bàn|điểm cầu)(?!\w)"
)
_SHARE = re.compile(r"\d{1,2}/\d{1,2}[ ](?:số|tổng|diện tích|dân số|tiêu chí|chỉ tiêu)(?!\w)")
_SINCE_AT_START = re.compile(r"[ ]ừt(?:[ ]?[;.,:\n(]|\Z)")
_NO_SHARE_AFTER = re.compile(
    rf"(?!{_COUNTED_RATIO.pattern}|{_SHARE.pattern}|\d{{1,2}}/\d{{1,2}}[ ](?:ha|sào|mẫu|tấn|tạ|kg|lít|km|m|dân|thành viên|vụ|ý kiến|công nhân|xe|tàu)(?!\w))"
    r"\d{1,2}/\d{1,2}(?:,[ ]|[ ](?!(?:đến|tới|lên|xuống|còn|tăng|giảm|trở)(?!\w))[^\W\d_]{2})"
)
_DATE_LINE = re.compile(r"\d{1,2}/\d{1,2}:[ ]")
_LUNAR_AHEAD = 24
_DAY_LINKS = frozenset({"đến", "tới", "hết", "dịp", "nhân", "trước", "sau", "từ", "khuya", "lễ"})
_PAIR_WORDS = _DAY_LINKS | {
    "ngày", "hôm", "sáng", "chiều", "tối", "trưa", "đêm", "sớm", "rạng", "mùng", "mồng", "hai", "ba", "tư", "năm", "sáu", "bảy", "nhật",
    "nay", "qua", "mai", "giờ", "phút", "h", "g", "vào", "trong", "tháng", "quý", "khoảng",
}  # fmt: skip
_HOLIDAY_WORDS = (
    "quốc khánh", "lễ", "lao động", "quốc tế lao động", "quốc tế phụ nữ", "phụ nữ", "phụ nữ việt nam", "nhà giáo việt nam", "thầy thuốc việt nam", "liệt sĩ",
    "liệt sỹ", "gia đình việt nam", "khai giảng", "thành lập", "truyền thống", "quân đội", "miền nam",
)  # fmt: skip
_NAMED_DAY = re.compile(
    r"[Nn]gày[ ](?:[A-ZĐÁÂÔƯÀẢÉÊÍÓÚÝ]|thành lập|truyền thống|giải phóng|khai giảng|khai trường|hội|lễ|quốc)"
    r"(?:[^\W\d_]|[-–&](?=[ ])|[ ](?!(?:đạt|có|được|còn|thắng|với|trên|khoảng|là|đã)(?!\w))){1,60}[ ]\Z"
)


class DayReader(DayListReader):
    """Reads days."""

    def _full(self, found: re.Match[str]) -> int | None:
        """``16/7/2019``."""
        start, end = found.start(), found.end("full_year")
        if found["first_sep"] != found["second_sep"] and (found["first_sep"] in DASHES) and word_before(self.low, start) == "tháng":
            return self._month(start)
        return self._complete_day(start, end, int(found["number"]), int(found["full_month"]), int(found["full_year"]), "day-numeric")

    def _complete_day(self, start: int, end: int, number: int, month: int, year: int, rule: str) -> int | None:
        """A day with its year, or the range that it begins; the page's clock is set aside."""
        if not 1000 <= year <= 2199:
            return None
        if is_clock(self.low, self._left_of(start), start, end, self.published_on):
            self.clocks.append((start, end))
            self._hint = (year, month)
            return end
        when = periods.day(year, month, number)
        after = _AFTER_DAY.match(self.low, end)
        if after is not None and when is not None and (reached := self._goes_on(start, after, Partial(number, month, year))):
            return reached
        begin, opened = self._day_prefix(start)
        if opened is None:
            self.found.append(DateSpan("day", when, when, begin, end, rule, issues=() if when else IMPOSSIBLE))
            return end
        first, last = (None, when) if opened == "until" else (when, None)
        self.found.append(DateSpan("range", first, last, begin, end, f"{opened}-day", issues=() if when else IMPOSSIBLE))
        return end

    def _partial_day(self, start: int, end: int, parts: Partial) -> int | None:
        """A day without a year, or the range that it begins."""
        if parts.month is not None and not periods.plausible(parts):
            if word_before(self.low, start) == "ngày":
                return self._add_unknown("day", self._day_prefix(start)[0], end, "day-month", issues=IMPOSSIBLE)
            return None
        after = _AFTER_DAY.match(self.low, end)
        reached = self._goes_on(start, after, parts) if after is not None else None
        if reached is not None or parts.month is None:
            return reached
        begin, opened = self._day_prefix(start)
        if opened is None:
            return self._days(begin, end, parts)
        parts.open_end, parts.open_start = opened == "since", opened == "until"
        return self._add_partial("range", begin, end, f"{opened}-day-month", parts)

    def _days(self, begin: int, end: int, first: Partial) -> int:
        """``ngày 1/7``, ``ngày 1/7, 3/7 và 5/7/2019``: one mention a day, the year of the last for all."""
        more = _NEXT_DAY.match(self.low, end)
        if more is None:
            return self._add_partial("day", begin, end, "day-month", first)
        places = [(begin, end, first)]
        while more is not None and not _COUNTED_RATIO.match(self.low, more.start(1)):
            parts = Partial(int(more[1]), int(more[2]), int(more[3]) if more[3] else None)
            if not periods.plausible(parts):
                break
            end = more.end()
            places.append((more.start(1), end, parts))
            if parts.year is not None:
                break
            more = _NEXT_DAY.match(self.low, end)
        year = places[-1][2].year
        for start, stop, parts in places:
            self._add_partial("day", start, stop, "day-month", Partial(parts.day, parts.month, parts.year or year))
        return end

    def _goes_on(self, start: int, after: re.Match[str], parts: Partial) -> int | None:
        """What makes more of a day than a day: a second end, ``đến nay``, ``âm lịch``, ``năm ngoái``."""
        if after.lastgroup == "to":
            dashed = after.group().strip(" \t\n")[:1] in DASHES
            return self._range_to(start, after.end(), parts, dashed=dashed)
        if after.lastgroup == "now":
            begin, opened = self._day_prefix(start)
            if opened != "since" and "," in after.group():
                return None
            parts.open_end = True
            return self._add_partial("range", begin, after.end(), "since-day", parts)
        if after.lastgroup == "lunar":
            return self._lunar(start, after.end())
        if after.lastgroup == "yearly":
            # a day of every year: of no one year
            return self._add_unknown("day", self._day_prefix(start)[0], after.end(), "yearly-day") if parts.year is None and parts.month else None
        if parts.year is None and parts.month is not None:
            parts.year = self._named_year(after["spoken"])
            if parts.year is not None:
                begin = self._day_prefix(start)[0]
                return self._add_partial("day", begin, after.end(), "day-month", parts)
        return None

    def _range_to(self, start: int, at: int, first: Partial, *, dashed: bool) -> int | None:
        """The range from a day to the day at `at`."""
        ended = self._range_end(at)
        if ended is None:
            return None
        last, stop = ended
        if dashed and (is_clock(self.low, left_of(self.low, at), at, stop, None) or (first.year is not None and last.year is None)):
            return None
        if lunar := _AFTER_DAY.match(self.low, stop):
            if lunar.lastgroup == "lunar":
                return self._lunar(start, lunar.end(), kind="range")
            if lunar.lastgroup == "spoken" and last.year is None:
                last.year, stop = self._named_year(lunar["spoken"]), lunar.end()
        return self._range(start, stop, first, last)

    def _range_end(self, at: int) -> tuple[Partial, int] | None:
        """The second end of a range of days at `at`, and where it stops."""
        for pattern in (FULL, LONG, DAY_MONTH):
            found = pattern.match(self.low, at)
            if found is None:
                continue
            groups = found.groups()
            if not groups[1].isdigit():
                return None
            year = next((int(g) for g in groups[2:] if g), None)
            last = Partial(int(groups[0]), int(groups[1]), year)
            return (last, found.end()) if periods.plausible(last) else None
        return None

    # -------------------------------------------------------------- without a year
    def _pair(self, found: re.Match[str]) -> int | None:
        """``5/3``, ``2-4/12``: a day only where the words around say so."""
        start, low = found.start(), self.low
        if self._is_span_alone(start):
            pair = DAY_MONTH.match(low, start)
            return self._partial_day(start, pair.end(), Partial(int(pair[1]), int(pair[2]))) if pair is not None else None
        word = word_before(low, start)
        if word and word not in _PAIR_WORDS and not word[0].isdigit():
            return self._named_pair(start)
        if word == "tháng":
            return self._month(start)
        if word == "quý":
            return self._quarter(start)
        before = self._day_words(start)
        named = (before["day"] or before["part"] or before["weekday"] or before["hour"]) is not None
        bracket = low.startswith("(", start - 1)
        linked = word in _DAY_LINKS and _COUNTED_RATIO.match(low, start) is None
        if named or bracket or word in ("từ", "vào", "trong"):
            reached = self._day_span(start)
            if reached is not None:
                return reached
        if before["day"] is not None:
            short = _SHORT_YEAR.match(low, start)
            if short is not None:
                year = int(short[3])
                return self._partial_day(start, short.end(), Partial(int(short[1]), int(short[2]), year + (2000 if year < 50 else 1900)))
        if not named and word == "từ" and not self._is_range(start) and not self._opens_a_clause(start):
            return None
        if not word and _DATE_LINE.match(low, start):
            named = True
        if not named and not linked:
            return self._named_pair(start)
        pair = DAY_MONTH.match(low, start)
        if pair is None:
            return self._day_list(start) if named else None
        return self._partial_day(start, pair.end(), Partial(int(pair[1]), int(pair[2])))

    def _is_span_alone(self, start: int) -> bool:
        """``nghỉ lễ (30/4 đến 2/5)``, ``dịp 30/4 - 1/5``: two days of which the first can be no part of a whole."""
        if not self.low[start : start + 2].isdecimal():
            return False  # a day up to the ninth may be part of a whole
        pair = DAY_MONTH.match(self.low, start)
        if pair is None or not self.low.startswith((" đến ", " tới ", "-", " - ", "–", " – "), pair.end()):
            return False
        if self.low.find("âm lịch", pair.end(), pair.end() + _LUNAR_AHEAD) >= 0:
            return False
        day, month = int(pair[1]), int(pair[2])
        return day > max(month, 12) and periods.plausible(Partial(day, month)) and self._is_range(start) and not self._day_prefix(start)[1]

    def _opens_a_clause(self, start: int) -> bool:
        """``…; từ 01/4 bãi biển mở cửa``: no part of a whole, for nothing that is counted follows."""
        return _SINCE_AT_START.match(self._left_of(start)) is not None and _NO_SHARE_AFTER.match(self.low, start) is not None

    def _named_pair(self, start: int) -> int | None:
        """``Quốc khánh 2/9``: the name of a day before its numbers."""
        pair = DAY_MONTH.match(self.low, start) if self._is_named_day(start) else None
        return self._partial_day(start, pair.end(), Partial(int(pair[1]), int(pair[2]))) if pair is not None else None

    def _spoken(self, found: re.Match[str]) -> int | None:
        """``22/4 năm ngoái`` needs no other word."""
        pair = DAY_MONTH.match(self.low, found.start())
        return self._partial_day(found.start(), pair.end(), Partial(int(pair[1]), int(pair[2]))) if pair else None

    def _is_range(self, start: int) -> bool:
        """``từ 1/3 đến 5/4``: both ends have a day's form."""
        pair = DAY_MONTH.match(self.low, start)
        after = _AFTER_DAY.match(self.low, pair.end()) if pair else None
        if after is None or after.lastgroup != "to":
            return after is not None and after.lastgroup == "now"
        return self._range_end(after.end()) is not None and not _SHARE.match(self.low, after.end())

    def _is_named_day(self, start: int) -> bool:
        """``Quốc khánh 2/9``, ``Ngày Nhà giáo Việt Nam 20/11``."""
        low = self.low
        if not low.endswith(_HOLIDAY_WORDS, max(0, start - 24), start - 1) and not _named_day_ends(self.text, start):
            return False
        return low.startswith(" ", start - 1) and _COUNTED_RATIO.match(low, start) is None

    def _dotted(self, start: int) -> int | None:
        """``ngày 30.4``; ``mỗi ngày 2.5`` is no day."""
        found = _DOTTED_DAY.match(self.low, start)
        before = self._day_words(start)
        if found is None or (before["day"] or before["part"]) is None or not periods.plausible(Partial(int(found[1]), int(found[2]))):
            return None
        return self._partial_day(start, found.end(), Partial(int(found[1]), int(found[2])))

    def _bare_day(self, start: int, end: int) -> int | None:
        """``ngày 5 đến 10/8``, ``ngày 1 và 2/11``, ``ngày 30.4``: a number that leaves its month to another."""
        number = int(self.low[start:end])
        if not 1 <= number <= 31:
            return None
        after = _AFTER_DAY.match(self.low, end)
        if after is not None and after.lastgroup == "to":
            if self._range_end(after.end()) is not None:
                return self._range_to(start, after.end(), Partial(number), dashed=False)
            if not _DOTTED_SPAN.match(self.low, start):
                return None
        if _DOTTED_SPAN.match(self.low, start) and self._day_words(start)["day"] is not None:
            return self._day_span(start)
        return self._day_list(start) or self._dotted(start)

    def _lunar_number(self, start: int, end: int) -> int | None:
        """``mùng 3``."""
        return self._lunar(start, end) if 1 <= int(self.low[start:end]) <= 10 else None

    # -------------------------------------------------------------- with `tháng`
    def _with_month_word(self, start: int, end: int) -> int | None:
        """What begins at a number before ``tháng``: a day, or months of a year."""
        low = self.low
        number = int(low[start:end])
        found = LONG.match(low, start)
        if found is not None:
            reached = self._long(start, found.end(), number, found[2], found[3] or found[4])
            if reached is not None:
                return reached
            if posted := POSTED.match(low, start):
                self.clocks.append((start, posted.end()))
                self._hint = (int(posted[3]), int(posted[2]))
                return posted.end()
        period = MONTHS_OF_YEAR.match(low, end)
        if period is not None and word_before(low, start) not in _DAY_WORDS:
            return self._months_of_year(start, period)
        return self._running_months(start, end, number)

    def _long(self, start: int, end: int, number: int, month: str, year: str | None) -> int | None:
        """``7 tháng 6 năm 2019``; without a year only where a word says that it is a day."""
        if not month.isdigit():
            return self._lunar(start, end)
        if year is not None:
            return self._complete_day(start, end, number, int(month), int(year), "day-long")
        before = self._day_words(start)
        if not (before["day"] or before["part"] or before["weekday"] or before["hour"]):
            return None
        if spelled(before["part"]) in ("mùng", "mồng"):
            after = _AFTER_DAY.match(self.low, end)
            return self._lunar(start, after.end() if after is not None and after.lastgroup == "lunar" else end)
        return self._partial_day(start, end, Partial(number, int(month)))

    def _lunar(self, start: int, end: int, *, kind: str = "day") -> int:
        """A day of the lunar calendar: named, not converted."""
        named = _LUNAR_YEAR.match(self.low, end)
        return self._add_unknown(kind, self._day_prefix(start)[0], named.end() if named else end, "lunar-day", calendar="lunar")


def _named_day_ends(text: str, start: int) -> bool:
    """``Ngày Nhà giáo Việt Nam `` before `start`."""
    floor = text.rfind("gày ", max(0, start - 64), start) - 1
    return floor >= 0 and _NAMED_DAY.match(text, floor, start) is not None
