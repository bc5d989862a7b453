"""Years, ranges of years, terms, school years, and the edges of years."""

from __future__ import annotations

import re
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASH, TO_NOW, D, G, S, left_of, leftward
from extractors.vietnamese.dates.reader import DateReader

_W = r"[ \t\n]{1,4}"
_LABELS = (
    ("programme", "giai đoạn|thời kỳ|thời kì|chặng đường"),
    ("school", "năm học mới|năm học|học kỳ|niên khóa|niên khoá|niên học"),
    ("term", "nhiệm kỳ|nhiệm kì|khóa|khoá"),
    ("season", "niên vụ|vụ mùa|mùa khô|mùa mưa|đông xuân|đông - xuân|hè thu|thu đông|vụ đông|vụ xuân|vụ hè|vụ|mùa"),
    ("decade", "thập niên|thập kỷ"),
    ("year", "hai năm|năm"),
)
_LABEL = "|".join(rf"(?P<{name}>{leftward(words)})" for name, words in _LABELS)
_BEFORE = re.compile(
    rf"[ \t\n:(“\"]{{0,4}}(?:{leftward('từ')}{_W})?(?:{_LABEL})(?:{_W}(?P<edge>{leftward('nửa đầu|nửa cuối|đầu|cuối|giữa|những')}))?"
    rf"(?P<openers>(?:{_W}(?:(?P<until>{leftward('hết|đến|tới|cuối')})|(?P<since>{leftward('từ|kể')})|{leftward('tính')})){{1,4}})?"
)
_SEASON = re.compile(rf"[ \t\n:(]{{0,4}}(?:[^\W\d_]{{1,8}}{_W}){{1,2}}{leftward('vụ|mùa')}")
_BARE = re.compile(
    rf"[ \t\n]{{1,4}}(?:(?P<edge>{leftward('cuối|đầu')})|(?P<since>{leftward('từ')})|(?P<until>{leftward('đến hết|tới hết|đến|tới')})(?P<counted>{_W}{leftward('tính')})?"
    rf"|(?P<named>{leftward('sn|sinh|so sánh|so với|tết|xuân|giáng sinh|nguyên đán|trung thu|seagame|sea games')}"
    rf"|{leftward('giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý')}|(?:ýt|ít|uửs|nầd|oãm|nìht|ỵt|ịt|ọgn|iùm|nâht|uậd|tấut|iợh){_W}"
    rf"{leftward('giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý')}))"
)
_END = r"(?:18|19|20|21)\d\d"
_NO_NUMBER = r"(?!\d|[.,/]\d)"
_AFTER = re.compile(
    rf"{DASH}(?:năm{G})?(?P<last>{_END}){_NO_NUMBER}(?P<dash>)"
    rf"|[ ]{{1,3}}(?:[{D}][ ])?(?:đến|tới)(?:[ ]hết)?(?:[ ]cuối)?[ ]{{1,3}}(?:năm{G})?(?P<until>{_END}){_NO_NUMBER}(?P<to>)"
    rf"|[ ]?[{D}][ ]?(?P<ending>\d\d)(?![\d/%{D}]|[.,]\d|[ ]?%)(?P<short>)"
    rf"|{TO_NOW.pattern}(?P<now>)"
)
_MORE_YEARS = re.compile(rf"(?:{S},{S}|{G}và{G}|{S}&{S})(?:năm{G})?((?:19|20)\d\d)(?!\d|[./]\d|{DASH}\d|[ ]?%)")
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
_SPANNED = ("programme", "term", "school", "season")
_LAST_WORD = re.compile(r"[ \t\n]{1,4}([^\W_]+)")


class YearReader(DateReader):
    """Reads the forms that begin at a year."""

    def _year(self, found: re.Match[str]) -> int | None:
        """Whatever begins at the four digits found."""
        start, end, low = found.start(), found.end(), self.low
        year = int(found["number"])
        if not 1000 <= year <= 2199:
            return None
        left = left_of(low, start)
        before = _BEFORE.match(left)
        label = next(name for name, _ in _LABELS if before[name] is not None) if before is not None else None
        if before is None and (season := _SEASON.match(left)):
            before, label = season, "season"
        after = _AFTER.match(low, end)
        if after is not None and after.lastgroup != "now":
            ranged = self._years(start, year, after, before, label, left)
            if ranged is not None or after.lastgroup == "dash":
                return ranged
        now = after.end() if after is not None and after.lastgroup == "now" else None
        if before is not None and label in ("year", "season", "decade"):
            if label == "decade" or before.groupdict().get("edge") == "gnữhn":
                return self._decade(start - before.end(), end, year) if year % 10 == 0 else None
            return self._named(start, end, year, before, label, now) if year >= 1800 or label == "year" else None
        return self._bare_year(start, end, year, left, now)

    # -------------------------------------------------------------- ranges
    def _years(self, start: int, year: int, after: re.Match[str], before: re.Match[str] | None, label: str | None, left: str) -> int | None:
        """``giai đoạn 2016-2025``, ``từ năm 2016 đến 2020``, ``nhiệm kỳ 2020-25``."""
        if after.lastgroup == "short":
            last = year // 100 * 100 + int(after["ending"])
            if label not in _SPANNED or last <= year:
                return None
        else:
            last = int(after["last"] or after["until"])
        if last < year or year < 1800 or (label is None and _COUNTED_AFTER.match(self.low, after.end())):
            return None
        begin = start
        if left.startswith("("):
            pass
        elif before is not None:
            begin = start - (before.end() if label == "year" and before["since"] else before.end(label) if label in before.groupdict() else before.end())
        else:
            bare = _BARE.match(left)
            since = bare is not None and bare["since"] is not None
            if after.lastgroup == "to" and not since and not left.lstrip().startswith("gnảohk"):
                return None
            begin = start - bare.end() if bare is not None and since else start
        if label == "year" and after.lastgroup == "to" and before is not None and not before["since"] and before["until"]:
            return None
        if label == "school":
            self._add("range", (date(year, 9, 1), date(last, 5, 31)), begin, after.end(), "school-year")
        else:
            self._add("range", (date(year, 1, 1), date(last, 12, 31)), begin, after.end(), _RULES.get(label or "", "years"))
        return self._more_years(after.end())

    def _more_years(self, end: int) -> int:
        """``… 2012 - 2015 VÀ 2020``, ``năm 2019, 2020 và 2021``."""
        while (more := _MORE_YEARS.match(self.low, end)) is not None and not _COUNTED_AFTER.match(self.low, more.end()):
            if self.low[more.end() : more.end() + 1].isalpha():
                break
            begin = more.start(1)
            named = self.low.rfind("năm", end, begin)
            self._add("year", periods.year(int(more[1])), begin if named < 0 else named, more.end(), "year-list")
            end = more.end()
        return end

    def _decade(self, begin: int, end: int, year: int) -> int:
        return self._add("other_period", (date(year, 1, 1), date(year + 9, 12, 31)), begin, end, "decade")

    # -------------------------------------------------------------- one year
    def _named(self, start: int, end: int, year: int, before: re.Match[str], label: str, now: int | None) -> int | None:
        """A year after ``năm`` or a season's name."""
        if label != "year" or "edge" not in before.groupdict():
            return self._more_years(self._add("year", periods.year(year), start - before.end(), end, "year"))
        return self._one_year(start, end, year, start - before.end("year"), start - before.end(), before["edge"], before["since"], before["until"], now)

    def _one_year(
        self, start: int, end: int, year: int, named: int, begin: int, edge: str | None, since: str | None, until: str | None, now: int | None
    ) -> int | None:
        """A year with the words that open it (`begin`) or stand at its edge; `named` is where ``năm`` begins."""
        first, last = periods.year(year)
        if edge is not None:
            return self._edge(begin, end, year, edge, now)
        if until == "iốuc":
            return self._edge(begin, end, year, until, now)
        if now is not None:
            return self._add("range", (first, None), begin if since else named, now, "since-year")
        if since is not None:
            return self._add("range", (first, None), begin, end, "since-year")
        if until is not None:
            return self._add("range", (None, last), begin, end, "until-year")
        return self._more_years(self._add("year", (first, last), named, end, "year"))

    def _edge(self, begin: int, end: int, year: int, edge: str, now: int | None) -> int | None:
        """``đầu năm X`` and ``cuối năm X`` know one end only; ``đầu năm X đến nay`` is open."""
        first, last = periods.year(year)
        if edge == "aữig":
            return self._add("year", (first, last), begin, end, "year")
        if "aửn" in edge:
            return self._add("half_year", periods.part_of_year(year, 6, from_end=edge.startswith("iốuc")), begin, end, "half-of-year")
        if edge == "uầđ" and now is not None:
            return self._add("range", (first, None), begin, now, "since-year")
        return self._add("other_period", (first, None) if edge == "uầđ" else (None, last), begin, end, "edge-of-year")

    def _bare_year(self, start: int, end: int, year: int, left: str, now: int | None) -> int | None:
        """A year without ``năm``: in brackets, after ``từ``, ``đến``, ``Tết``…, or alone between small words."""
        low = self.low
        before = _BARE.match(left)
        if before is not None:
            if year < 1800 or _COUNTED_AFTER.match(low, end):
                return None
            if before["named"] is not None:
                return self._more_years(self._add("year", periods.year(year), start, end, "year"))
            return self._one_year(start, end, year, start, start - before.end(), before["edge"], before["since"], before["until"], now)
        if left.startswith("(") and low.startswith(")", end):
            return self._add("year", periods.year(year), start, end, "year")
        if not 1990 <= year <= 2035 or not left.startswith(" ") or left[1:2] in "-–:/,.)" or not _STOP_AFTER.match(low, end):
            return None
        word = _LAST_WORD.match(left)
        if word is None or (written := word[1][::-1]) in _NOT_BEFORE or written.isdigit():
            return None
        return self._more_years(self._add("year", periods.year(year), start, end, "year"))
