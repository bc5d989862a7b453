"""Months and ranges of months, quarters, and the first or last months of a year."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASH, DASHES, MONTH_BEFORE, SLASH, SPOKEN, TO_NOW, D, G, S, left_of, opening
from extractors.vietnamese.dates.quarters import QuarterReader
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_YEAR_END = r"((?:1[89]|20|21)\d\d)(?!\d)"
_TO = rf"(?:{DASH}|{G}(?:đến|tới)(?:{G}hết|{G}cuối)?{G})(?:tháng{G})?"
_AND = rf"(?:{S},{S}|{G}và{G})(?:tháng{G})?"
_MONTH = re.compile(
    rf"(?P<number>\d{{1,2}})(?!\d)(?:{S}[{D}/.]{S}(?P<slashed>{_YEAR_END})|,?{G}năm{G}(?P<worded>{_YEAR_END})|,?{G}năm{G}(?P<spoken>{SPOKEN})(?!\w))?"
)
_TO_MONTH = re.compile(
    rf"{_TO}(?P<number>\d{{1,2}})(?:{SLASH}(?P<slashed>{_YEAR_END})|{G}năm{G}(?P<worded>{_YEAR_END})|{G}năm{G}(?P<spoken>{SPOKEN})(?!\w))?(?![\d/]|[.,]\d|[ ]?%)"
)
_TO_YEAR = re.compile(rf"{G}(?:-[ ])?(?:đến|tới)(?:{G}hết)?(?:{G}cuối)?{G}năm{G}{_YEAR_END}")
_MORE_MONTHS = re.compile(rf"(?P<more>(?:{S},{S}\d{{1,2}}(?!\d)){{0,10}}){_AND}(?P<last>\d{{1,2}})(?:{SLASH}|{G}năm{G}){_YEAR_END}")
_MONTHS = re.compile(r"\d{1,2}(?!\d)")
MONTHS_OF_YEAR = re.compile(
    rf"{G}tháng(?:{G}(?P<edge>đầu|cuối)(?:{G}của)?{G}năm(?:{G}(?:học{G})?(?P<named>\d{{4}}|{SPOKEN})(?![\w]))?(?!{G}học)"
    rf"|(?:{SLASH}|{G}năm{G}|{G})(?P<plain>{_YEAR_END})|{G}năm{G}(?P<spoken>nay|ngoái)(?!\w))"
)

_COUNTED_AFTER = re.compile(r"[ ]?%|[ ](?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|lần|lượt|hộ|người|xã|thôn|đại biểu)(?!\w)")
_NUMBERED = frozenset({"số", "định", "tư", "lệnh", "luật", "thị", "quyết", "văn", "hiệu", "tờ", "trang", "điều", "khoản", "đồng", "bản", "quy", "vị"})


class MonthReader(QuarterReader):
    """Reads months."""

    def _month(self, start: int) -> int | None:
        """The month whose number stands at `start`, after ``tháng`` or with its year."""
        found = _MONTH.match(self.low, start)
        if found is None or not 1 <= int(found["number"]) <= 12:
            return None
        before = MONTH_BEFORE.match(self._left_of(start))
        named = found["slashed"] or found["worded"]
        if before is None or (before["word"] is None and not self._stands_alone(start, found)):
            return None
        if named is None and (listed := self._month_list(start, before)):
            return listed
        if before["edge"] == "mằr":
            return self._add_unknown("day", start - before.end(), found.end(), "lunar-day", calendar="lunar")
        reached = self._month_range(start, found, before)
        if reached is not None:
            return reached
        if named is None and found["spoken"] is None and self.low.startswith(("/", "-", "–", ".", ","), found.end()) and self.low[found.end() + 1 : found.end() + 2].isdigit():
            return None
        if named is None and found["spoken"] is None and _COUNTED_AFTER.match(self.low, found.end()):
            return None
        year = int(named) if named else self._named_year(found["spoken"])
        return self._one_month(start, found.end(), Partial(None, int(found["number"]), year), before)

    def _stands_alone(self, start: int, found: re.Match[str]) -> bool:
        """``5/2019`` without ``tháng``, where it is no number of a document, no scale and no part of a whole."""
        year = found["slashed"]
        if year is None or "." in found.group() or (found["number"] == "1" and year.endswith("000")):
            return False
        return word_before(self.low, start) not in _NUMBERED and not _COUNTED_AFTER.match(self.low, found.end())

    def _one_month(self, start: int, end: int, parts: Partial, before: re.Match[str]) -> int:
        begin, opened, edge = start - before.end(), opening(before), before["edge"]
        now = TO_NOW.match(self.low, end)
        if now is not None and edge != "iốuc" and edge != "aữig":
            parts.open_end = True
            return self._add_partial("range", begin, now.end(), "since-month", parts)
        if edge == "aữig":
            return self._add_unknown("other_period", begin, end, "edge-of-month")
        if edge is not None:
            parts.open_end, parts.open_start = edge == "uầđ", edge == "iốuc"
            return self._add_partial("other_period", begin, end, "edge-of-month", parts)
        parts.open_end, parts.open_start = opened == "since", opened == "until"
        return self._add_partial("range" if opened else "month", begin, end, f"{opened}-month" if opened else "month", parts)

    def _month_range(self, start: int, found: re.Match[str], before: re.Match[str]) -> int | None:
        """``tháng 12/2012- 1/2013``, ``từ tháng 3 đến tháng 6/2019``, ``từ tháng 3/2018 đến năm 2020``."""
        begin, low = start - before.end(), self.low
        first = int(found["number"])
        year = found["slashed"] or found["worded"]
        other = _TO_MONTH.match(low, found.end())
        if other is not None and 1 <= int(other["number"]) <= 12:
            last, last_year = int(other["number"]), other["slashed"] or other["worded"]
            dashed = other.group().lstrip()[:1] in DASHES
            if last_year is None and dashed and (year is not None or "tháng" not in other.group()) and not (first < last and year is None):
                return None
            if other["spoken"] == "sau" and year is None:
                # every winter: no one year
                return self._add_unknown("range", begin, other.end(), "month-range")
            return self._months(begin, other.end(), Partial(None, first, int(year) if year else None), Partial(None, last, self._year_or_spoken(last_year, other["spoken"])))
        until = _TO_YEAR.match(low, found.end()) if year else None
        if until is not None and opening(before) == "since" and int(until[1]) >= int(year):
            return self._add("range", (periods.month(int(year), first)[0], periods.year(int(until[1]))[1]), begin, until.end(), "month-range")
        return None

    def _year_or_spoken(self, year: str | None, spoken: str | None) -> int | None:
        return int(year) if year else self._named_year(spoken)

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

    def _month_list(self, start: int, before: re.Match[str]) -> int | None:
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
            self._add("month", periods.month(year, month), start - before.end() if place == start else self._from_word(place, "tháng"), stop, "month-list")
        return more.end()

    def _months_of_year(self, start: int, found: re.Match[str]) -> int | None:
        """``6 tháng đầu năm 2019``, ``11 tháng năm 2019``, ``9 tháng/2020``; `found` begins at ``tháng``."""
        count = int(self.low[start : found.start()])
        if not 1 <= count <= 12:
            return None
        named = found["named"] or found["plain"] or found["spoken"]
        return self._add_part_of_year(start, found.end(), count, from_end=found["edge"] == "cuối", named=named)
