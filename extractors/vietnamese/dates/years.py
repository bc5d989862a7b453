"""Years, ranges of years, terms, school years, and the edges of years."""

from __future__ import annotations

import re
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASH, TO_NOW, D, G, S, leftward
from extractors.vietnamese.dates.reader import DateReader
from extractors.vietnamese.dates.year_words import YearWords, words_before

_END = r"(?:18|19|20|21)\d\d"
_NO_NUMBER = r"(?!\d|[.,/]\d)"
_AFTER = re.compile(
    rf"{DASH}(?:năm{G})?(?P<last>{_END}){_NO_NUMBER}(?P<dash>)"
    rf"|[ ]{{1,3}}(?:[{D}][ ])?(?:đến|tới)(?:[ ]hết)?(?:[ ]cuối)?[ ]{{1,3}}(?:năm{G})?(?P<until>{_END}){_NO_NUMBER}(?P<to>)"
    rf"|[ ]?[{D}][ ]?(?P<ending>\d\d)(?![\d/%{D}]|[.,]\d|[ ]?%)(?P<short>)"
    rf"|{TO_NOW.pattern}(?P<now>)"
)
_MORE_YEARS = re.compile(rf"(?:{S},{S}|{G}và{G}|{S}&{S})(?:năm{G})?((?:19|20)\d\d)(?!\d|[./]\d|{DASH}\d|[ ]?%|[^\W\d_])")
_COUNTED_AFTER = re.compile(
    r"[ ]?%|[ ](?:người|hộ|xã|thôn|đồng|triệu|tỷ|tỉ|ha|km|m|mét|mm|m2|m3|tấn|kg|học sinh|đại biểu|đảng viên|lượt|cây|con|nghìn|ngàn)(?!\w)"
)
_STOP_AFTER = re.compile(r"[,:;)]|\.(?!\d)|[ ]?\n|\Z|[ ](?:là|đạt|của|cho|và|với|do|được|đã|tại|tăng|giảm|có|trên)(?!\w)")
_NOT_BEFORE = frozenset({
    "số", "xe", "mã", "phòng", "lô", "thẻ", "cột", "mốc", "km", "hiệu", "qh", "nhà", "máy", "iso", "bản", "đt", "thoại", "còn", "gồm",
    "là", "có", "trên", "hơn", "gần", "khoảng", "thành", "lên", "xuống", "tổng", "đường", "quyết", "định",
    "chương", "trình", "mtqg", "được", "thêm", "cả", "tăng", "giảm", "ngõ", "quốc", "lộ", "tuyến", "mẫu", "model", "windows", "office",
})  # fmt: skip
_RULES = {"programme": "programme-years", "term": "term-years", "season": "season-years"}
_SPANNED = frozenset({"programme", "term", "school", "season"})
_DECADE_WORDS = re.compile(rf"[ \t\n]{{1,3}}{leftward('những năm|các năm|thập niên|thập kỷ|thập niên những năm')}")
_TO_ANOTHER = re.compile(rf"{G}(?:đến|tới){G}(?:hết{G})?năm{G}học")
_FIRST_DECADE = 10
_COUNTED_DECADE = re.compile(r"[.,/-]?\d|[ ]?%|[ ](?:tuổi|lần|hộ|người|xã|triệu|tỷ)(?!\w)")
_CENTURY = re.compile(rf"{G}(?:của{G})?thế{G}kỷ{G}(?:trước|20|xx)(?!\w)")
_LAST_WORD = re.compile(r"[ \t\n]{1,4}([^\W_]+)")


class YearReader(DateReader):
    """Reads the forms that begin at a year."""

    def _year(self, found: re.Match[str]) -> int | None:
        """Whatever begins at the four digits found."""
        start, end = found.start(), found.end("number")
        year = int(found["number"])
        if not 1000 <= year <= 2199:
            return None
        words = words_before(self._left_of(start))
        now = None
        after = _AFTER.match(self.low, end)
        if after is not None:
            if after.lastgroup == "now":
                now = after.end() if "," not in after.group() or (words is not None and words.since) else None
            else:
                ranged = self._years(start, year, after, words)
                if ranged is not None or after.lastgroup == "dash":
                    return ranged
        if words is None or words.label in ("programme", "school", "term"):
            return self._year_alone(start, end, year)
        if words.label == "bare" and (year < 1800 or _COUNTED_AFTER.match(self.low, end)):
            return None
        return self._one_year(start, end, year, words, now)

    # -------------------------------------------------------------- ranges
    def _years(self, start: int, year: int, after: re.Match[str], words: YearWords | None) -> int | None:
        """``giai đoạn 2016-2025``, ``từ năm 2016 đến 2020``, ``nhiệm kỳ 2020-25``."""
        label = words.label if words is not None else "bare"
        if after.lastgroup == "short":
            last = year // 100 * 100 + int(after["ending"])
            if label not in _SPANNED or last <= year:
                return None
        else:
            last = int(after["last"] or after["until"])
        if last < year + (label == "school") or year < 1800 or (label == "bare" and _COUNTED_AFTER.match(self.low, after.end())):
            return None
        if after.lastgroup == "to" and not self._opens_range(start, words):
            return None
        begin = start
        if words is not None and not self.low.startswith("(", start - 1):
            begin -= words.whole if words.since else words.own
        if label == "school":
            open_end = words is not None and words.since and not _TO_ANOTHER.match(self.low, after.end())
            self._add("range", (date(year, 9, 1), None if open_end else date(last, 5, 31)), begin, after.end(), "school-year")
        else:
            self._add("range", (date(year, 1, 1), date(last, 12, 31)), begin, after.end(), _RULES.get(label, "years"))
        return self._more_years(after.end())

    def _opens_range(self, start: int, words: YearWords | None) -> bool:
        """Whether ``2016 đến 2020`` is one range: ``đến 2016 đến 2020`` is not, nor are two numbers."""
        if words is None:
            return self._left_of(start).lstrip().startswith("khoảng"[::-1])
        return words.since or (words.label != "bare" and not words.until)

    def _more_years(self, end: int) -> int:
        """``… 2012 - 2015 VÀ 2020``, ``năm 2019, 2020 và 2021``."""
        while (more := _MORE_YEARS.match(self.low, end)) is not None and not _COUNTED_AFTER.match(self.low, more.end()):
            end = self._add("year", periods.year(int(more[1])), self._from_word(more.start(1), "năm"), more.end(), "year-list")
        return end

    # -------------------------------------------------------------- one year
    def _one_year(self, start: int, end: int, year: int, words: YearWords, now: int | None) -> int | None:
        """A year with the words that open it, or that stand at its edge."""
        first, last = periods.year(year)
        begin, named = start - words.whole, start - words.own
        if words.label == "decade" or words.edge == "những":
            return self._add("other_period", (first, date(year + 9, 12, 31)), begin, end, "decade") if year % 10 == 0 else None
        if words.edge or words.until == "cuối":
            return self._edge(begin, end, year, words.edge or words.until, now)
        if now is not None:
            return self._add("range", (first, None), begin if words.since else named, now, "since-year")
        if words.since:
            return self._add("range", (first, None), begin, end, "since-year")
        if words.until:
            return self._add("range", (None, last), begin, end, "until-year")
        return self._more_years(self._add("year", (first, last), named, end, "year"))

    def _decade(self, start: int, end: int) -> int | None:
        """``những năm 80``, ``thập niên 90 của thế kỷ trước``."""
        number = int(self.low[start:end])
        words = _DECADE_WORDS.match(self._left_of(start))
        if number % 10 or number < _FIRST_DECADE or words is None or _COUNTED_DECADE.match(self.low, end):
            return None
        of_century = _CENTURY.match(self.low, end)
        first = 1900 + number
        return self._add("other_period", (date(first, 1, 1), date(first + 9, 12, 31)), start - words.end(), of_century.end() if of_century else end, "decade")

    def _edge(self, begin: int, end: int, year: int, edge: str, now: int | None) -> int:
        """``đầu năm X`` and ``cuối năm X`` know one end only; ``đầu năm X đến nay`` is open."""
        first, last = periods.year(year)
        if edge == "giữa":
            return self._add("year", (first, last), begin, end, "year")
        if edge.startswith("nửa"):
            return self._add("half_year", periods.part_of_year(year, 6, from_end=edge.endswith("cuối")), begin, end, "half-of-year")
        if edge == "đầu" and now is not None:
            return self._add("range", (first, None), begin, now, "since-year")
        return self._add("other_period", (first, None) if edge == "đầu" else (None, last), begin, end, "edge-of-year")

    def _year_alone(self, start: int, end: int, year: int) -> int | None:
        """A year that no word names: in brackets, or between words that no number would follow or precede."""
        low, left = self.low, self._left_of(start)
        if left.startswith("(") and low.startswith(")", end):
            return self._add("year", periods.year(year), start, end, "year")
        if not 1990 <= year <= 2035 or not left.startswith(" ") or left[1:2] in "-–:/,.)" or not _STOP_AFTER.match(low, end):
            return None
        word = _LAST_WORD.match(left)
        if word is None or (written := word[1][::-1]) in _NOT_BEFORE or written.isdigit():
            return None
        return self._more_years(self._add("year", periods.year(year), start, end, "year"))
