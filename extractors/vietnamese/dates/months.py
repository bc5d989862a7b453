"""Months and ranges of months, quarters, and the first or last months of a year."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASH, MONTH_BEFORE, SLASH, SPOKEN, TO_NOW, D, G, S, leftward, opening, spelled
from extractors.vietnamese.dates.quarters import QuarterReader
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_YEAR_END = r"((?:1[89]|20|21)\d\d)(?!\d)"
_TO = rf"(?:(?P<dash>{DASH})|{G}(?:đến|tới)(?:{G}hết|{G}cuối)?{G})(?:tháng{G})?"
_AND = rf"(?:{S},{S}|{G}và{G})(?:tháng{G})?"
_MONTH = re.compile(
    rf"(?P<number>\d{{1,2}})(?!\d)(?:{S}[{D}/.]{S}(?P<slashed>{_YEAR_END})|,?{G}năm{G}(?P<worded>{_YEAR_END})|,?{G}năm{G}(?P<spoken>{SPOKEN})(?!\w))?"
)
_TO_MONTH = re.compile(
    rf"{_TO}(?P<number>\d{{1,2}})(?:{SLASH}(?P<slashed>{_YEAR_END})|{G}năm{G}(?P<worded>{_YEAR_END})"
    rf"|{G}năm{G}(?P<spoken>{SPOKEN})(?!\w))?(?![\d/]|[.,]\d|[ ]?%)"
)
_TO_YEAR = re.compile(rf"{G}(?:-[ ])?(?:đến|tới)(?:{G}hết)?(?:{G}cuối)?{G}năm{G}{_YEAR_END}")
_MORE_MONTHS = re.compile(rf"(?P<more>(?:{S},{S}\d{{1,2}}(?!\d)){{0,10}}){_AND}(?P<last>\d{{1,2}})(?:{SLASH}|{G}năm{G}){_YEAR_END}")
_MONTHS = re.compile(r"\d{1,2}(?!\d)")
MONTHS_OF_YEAR = re.compile(
    rf"{G}tháng(?:{G}(?P<edge>đầu|cuối)(?:{G}của)?{G}năm(?:{G}năm)?(?:{G}(?P<named>\d{{4}}|{SPOKEN})(?![\w]))?(?!{G}học)"
    rf"|(?:{SLASH}|{G}năm{G}|{G})(?P<plain>{_YEAR_END})|{G}năm{G}(?P<spoken>nay|ngoái)(?!\w))"
)

_COUNTED = r"[ ]?%|[ ](?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|lần|lượt|hộ|người|xã|thôn|đại biểu)(?!\w)"
_COUNTED_AFTER = re.compile(_COUNTED)
_YEARLY = re.compile(rf",?{G}(?:hằng|hàng|mỗi){G}năm(?!\w)")
_NO_MONTH_AFTER = re.compile(rf"[/{D}.,]\d|{_COUNTED}")
_NUMBERED = frozenset({"số", "định", "tư", "lệnh", "luật", "thị", "quyết", "văn", "hiệu", "tờ", "trang", "điều", "khoản", "đồng", "bản", "quy", "vị"})

_RUNNING_MONTHS = re.compile(rf"{G}tháng(?!\w|{G}(?:đầu|cuối|năm|\d{{1,2}}(?!\d|[.,]\d))|/)")
_RUNNING_BEFORE = re.compile(rf"[ ]{leftward('luỹ kế|lũy kế|cộng dồn|grdp|doanh số|sơ kết|tính chung')}")
_FEWEST_RUNNING = 3
_RESULTS = (
    "đạt|ước|là|của tỉnh|của cả nước|tăng|giảm|bằng|toàn|cả nước|tỉnh|thành phố|huyện|thu|tổng|sản lượng|kim ngạch|giá trị|doanh thu|khách|lượng|nhập|xuất"
)
_RESULT_AFTER = re.compile(rf"{G}tháng,?{G}(?:{_RESULTS})(?!\w)")
_RESULT_OF = (
    "bình quân|trong|chung|thu|ngân sách|nhà nước|xuất khẩu|nhập khẩu|doanh thu|kim ngạch|cpi|gdp|iip|fdi|hàng hóa|hàng hoá|toàn tỉnh|cả nước|giải ngân"
)
_RESULT_BEFORE = re.compile(rf"(?:[ ]?[,.;:(\n–-]|\Z|[ ]{leftward(_RESULT_OF)})")


class MonthReader(QuarterReader):
    """Reads months."""

    def _month(self, start: int) -> int | None:
        """The month whose number stands at `start`, after ``tháng`` or with its year."""
        found = _MONTH.match(self.low, start)
        before = MONTH_BEFORE.match(self._left_of(start))
        if found is None or before is None or not 1 <= int(found["number"]) <= 12:
            return None
        if before["word"] is None and not self._stands_alone(start, found):
            return None
        if spelled(before["edge"]) == "rằm":
            return self._add_unknown("day", start - before.end(), found.end(), "lunar-day", calendar="lunar")
        named, begin = found["slashed"] or found["worded"], start - before.end()
        parts = Partial(None, int(found["number"]), int(named) if named else None)
        reached = self._month_list(start, begin) if named is None else self._month_to_year(begin, found.end(), parts, opening(before))
        if reached is None:
            reached = self._month_range(begin, found.end("number") if named is None else found.end(), parts)
        if reached is not None:
            return reached
        if parts.year is None and found["spoken"] is None and _NO_MONTH_AFTER.match(self.low, found.end()):
            return None
        if parts.year is None and (yearly := _YEARLY.match(self.low, found.end())):
            return self._add_unknown("month", begin, yearly.end(), "yearly-month")
        if parts.year is None:
            parts.year = self._named_year(found["spoken"]) or self._shared_year(found.end())
        return self._one_month(start, found.end(), parts, before)

    def _stands_alone(self, start: int, found: re.Match[str]) -> bool:
        """``5/2019`` without ``tháng``, where it is no number of a document, no scale and no part of a whole."""
        year = found["slashed"]
        if year is None or "." in found.group() or (found["number"] == "1" and year.endswith("000")):
            return False
        return word_before(self.low, start) not in _NUMBERED and not _COUNTED_AFTER.match(self.low, found.end())

    def _one_month(self, start: int, end: int, parts: Partial, before: re.Match[str]) -> int:
        begin, opened, edge = start - before.end(), opening(before), spelled(before["edge"])
        now = TO_NOW.match(self.low, end)
        if now is not None and edge not in ("cuối", "giữa") and ("," not in now.group() or opened == "since"):
            parts.open_end = True
            return self._add_partial("range", begin, now.end(), "since-month", parts)
        if edge == "giữa":
            return self._add_unknown("other_period", begin, end, "edge-of-month")
        if edge:
            parts.open_end, parts.open_start = edge == "đầu", edge == "cuối"
            return self._add_partial("other_period", begin, end, "edge-of-month", parts)
        parts.open_end, parts.open_start = opened == "since", opened == "until"
        return self._add_partial("range" if opened else "month", begin, end, f"{opened}-month" if opened else "month", parts)

    def _month_range(self, begin: int, end: int, first: Partial) -> int | None:
        """``tháng 12/2012- 1/2013``, ``từ tháng 3 đến tháng 6/2019``."""
        other = _TO_MONTH.match(self.low, end)
        if other is None or not 1 <= int(other["number"]) <= 12 or first.month is None:
            return None
        named = other["slashed"] or other["worded"]
        last = Partial(None, int(other["number"]), int(named) if named else self._named_year(other["spoken"]))
        if named is None and other["dash"] is not None and (first.year is not None or first.month >= int(other["number"])):
            return None
        if other["spoken"] == "sau" and first.year is None:
            # every winter: of no one year
            return self._add_unknown("range", begin, other.end(), "month-range")
        return self._months(begin, other.end(), first, last)

    def _month_to_year(self, begin: int, end: int, first: Partial, opened: str | None) -> int | None:
        """``từ tháng 3/2018 đến năm 2020``."""
        until = _TO_YEAR.match(self.low, end) if opened == "since" else None
        if until is None or first.year is None or first.month is None or int(until[1]) < first.year:
            return None
        ends = periods.month(first.year, first.month)[0], periods.year(int(until[1]))[1]
        return self._add("range", ends, begin, until.end(), "month-range")

    def _months(self, begin: int, end: int, first: Partial, last: Partial) -> int | None:
        """A range of months; what one end leaves out, the other tells."""
        assert first.month is not None and last.month is not None
        if first.year is None and last.year is None:
            first.until = last
            return self._add_partial("range", begin, end, "month-range", first)
        if last.year is None and first.year is not None:
            last.year = first.year + (last.month < first.month)
        if first.year is None and last.year is not None:
            first.year = last.year - (first.month > last.month)
        assert first.year is not None and last.year is not None
        if (first.year, first.month) > (last.year, last.month):
            return None
        return self._add("range", (periods.month(first.year, first.month)[0], periods.month(last.year, last.month)[1]), begin, end, "month-range")

    def _month_list(self, start: int, begin: int) -> int | None:
        """``tháng 6, 7 năm 2019``, ``tháng 3 và tháng 4/2020``: one mention a month."""
        digits = _MONTHS.match(self.low, start)
        more = _MORE_MONTHS.match(self.low, digits.end()) if digits else None
        if digits is None or more is None:
            return None
        places = [start, *(more.start("more") + m.start() for m in _MONTHS.finditer(more["more"])), more.start("last")]
        months = [int(_MONTHS.match(self.low, place).group()) for place in places]  # type: ignore[union-attr]
        if not all(1 <= month <= 12 for month in months) or months != sorted(set(months)):
            return None
        year = int(more.group(more.lastindex or 0))
        ends = [*(places[1:]), more.end()]
        for month, place, end in zip(months, places, ends, strict=True):
            stop = more.end() if end == more.end() else place + len(_MONTHS.match(self.low, place).group())  # type: ignore[union-attr]
            self._add("month", periods.month(year, month), begin if place == start else self._from_word(place, "tháng"), stop, "month-list")
        return more.end()

    def _months_of_year(self, start: int, found: re.Match[str]) -> int | None:
        """``6 tháng đầu năm 2019``, ``11 tháng năm 2019``, ``9 tháng/2020``; `found` begins at ``tháng``."""
        count = int(self.low[start : found.start()])
        if not 1 <= count <= 12:
            return None
        named = found["named"] or found["plain"] or found["spoken"]
        return self._add_part_of_year(start, found.end(), count, from_end=found["edge"] == "cuối", named=named)

    def _running_months(self, start: int, end: int, number: int) -> int | None:
        """``lũy kế 10 tháng``; ``10 tháng toàn tỉnh thả nuôi 2.438 ha``: the months of the year gone by."""
        running = _RUNNING_MONTHS.match(self.low, end)
        if running is None or not 1 <= number <= 12:
            return None
        if _RUNNING_BEFORE.match(self._left_of(start)):
            return self._add_part_of_year(start, running.end(), number, from_end=False, named=None)
        return self._add_part_of_year(start, running.end(), number, from_end=False, named="nay") if self._runs_until_now(start, end, number) else None

    def _runs_until_now(self, start: int, end: int, number: int) -> bool:
        """Whether ``10 tháng`` with what they brought are those gone by at the publication."""
        if self.published_on is None or number < _FEWEST_RUNNING or number not in (self.published_on.month, self.published_on.month - 1):
            return False
        return _RESULT_AFTER.match(self.low, end) is not None and _RESULT_BEFORE.match(self._left_of(start)) is not None
