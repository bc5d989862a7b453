"""Years, ranges of years and the edges of years."""

from __future__ import annotations

import re
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.reader import DASH, TO_NOW, TO_YEAR, DateReader, DateSpan, G, S, starts_before
from extractors.vietnamese.phrases import word_before

_YEAR = re.compile(r"((?:1[0-9]|20)\d\d)(?!\d|[.,]\d)")
_YEARS = re.compile(rf"((?:18|19|20)\d\d){DASH}(?:năm{G})?((?:19|20)\d\d)(?![\d]|[.,/]\d)")
_YEARS_SHORT = re.compile(r"((?:19|20)\d\d)[ ]?[-–][ ]?(\d\d)(?![\d/%\-–]|[.,]\d|[ ]?%)")
_YEARS_WORDS = re.compile(r"((?:19|20)\d\d)[ ]{1,3}(?:-[ ])?(?:đến|tới)(?:[ ]hết)?[ ](?:năm[ ])?((?:19|20)\d\d)(?![\d]|[.,/]\d)")
_MORE_YEARS = re.compile(rf"(?:{S},{S}|{G}và{G}(?:năm{G})?|{S}&{S}|,{G}năm{G})((?:19|20)\d\d)(?!\d|[./]\d|{DASH}\d)")
_COUNTED_AFTER = re.compile(r"[ ]?%|[ ](?:người|hộ|xã|thôn|đồng|triệu|tỷ|tỉ|ha|km|m2|m3|tấn|kg|học sinh|đại biểu|lượt|cây|con|nghìn|ngàn)(?!\w)")
_STOP_AFTER_YEAR = re.compile(r"[,:;)]|\.(?![\d])|[ ]?\n|$|[ ](?:là|đạt|của|cho|và|với|do|được|đã|tại|tăng|giảm|có|trên)(?!\w)")
_NOT_BEFORE_YEAR = frozenset({
    "số", "xe", "mã", "phòng", "lô", "thẻ", "cột", "mốc", "km", "hiệu", "qh", "nhà", "máy", "iso", "bản", "đt", "thoại", "còn", "gồm",
    "là", "có", "trên", "hơn", "gần", "khoảng", "thành", "lên", "xuống", "tổng", "đường", "quyết", "định",
    "chương", "trình", "mtqg",
})  # fmt: skip
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
_COUNTABLE_AFTER_YEAR = frozenset({"người", "hộ", "xã", "thôn", "đồng", "triệu", "tỷ", "tỉ", "ha", "km", "tấn", "học", "đại", "đảng"})


class YearReader(DateReader):
    """Reads the forms that begin at a year."""

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
                moved = starts_before(self.low, begin, opener)
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
        if word in ("từ", "đến", "tới", "sn", "sinh", "cuối", "đầu"):
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
        named = starts_before(low, start, "năm")
        if named is not None:
            begin = named
        elif begin > start - 2:
            two = low[max(0, start - 24) : start].split()[-2:]
            begin = start if not two else begin
        for word, open_start in (("đầu", False), ("cuối", True), ("giữa", None)):
            edge = starts_before(low, begin, word)
            if edge is not None:
                return self._edge_of_year(edge, end, year, open_start)
        decade = starts_before(low, begin, "những")
        if decade is not None and year % 10 == 0:
            self._add(DateSpan("other_period", first, periods.year(year + 9)[1], decade, end, "decade"))
            return end
        ranged = TO_YEAR.match(low, end)
        since = starts_before(low, begin, "từ")
        if since is None and (hop := starts_before(low, begin, "kể")) is not None:
            since = hop
        if ranged and int(ranged.group(1)) >= year and (since is not None or starts_before(low, begin, "đoạn") is not None):
            self._add(DateSpan("range", first, periods.year(int(ranged.group(1)))[1], begin if since is None else since, ranged.end(), "years"))
            return ranged.end()
        now = TO_NOW.match(low, end)
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
        now = TO_NOW.match(self.low, end)
        begin = edge
        for word in ("từ", "đến", "tới"):
            moved = starts_before(self.low, begin, word)
            begin = moved if moved is not None else begin
        if open_start is None:
            self._add(DateSpan("year", first, last, edge, end, "year"))
        elif now and not open_start:
            self._add(DateSpan("range", first, None, begin, now.end(), "since-year"))
            return now.end()
        else:
            half = starts_before(self.low, edge, "nửa")
            if half is not None:
                first, last = periods.part_of_year(year, 6, from_end=open_start)
                self._add(DateSpan("half_year", first, last, half, end, "half-of-year"))
            else:
                self._add(DateSpan("other_period", None if open_start else first, last if open_start else None, begin, end, "edge-of-year"))
        return end
