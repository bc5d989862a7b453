"""Quarters: ``quý I/2019``, ``quý I, II năm 2019``, ``đến hết quý III``."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASHES, QUARTER_BEFORE, SLASH, SPOKEN, TO_NOW, D, G, S, opening, spelled
from extractors.vietnamese.dates.years import YearReader
from extractors.vietnamese.periods import Partial

_NUMBER = r"(?:iv|iii|ii|i|[1-4])(?!\w)"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_QUARTER = re.compile(
    rf"(?P<number>{_NUMBER})(?:{SLASH}(?P<slashed>{_YEAR})|,?{G}(?:của{G})?(?:năm{G})?(?P<worded>{_YEAR})|,?{G}năm{G}(?P<spoken>{SPOKEN})(?!\w))?"
)
_MORE = re.compile(
    rf"(?P<more>(?:{S},{S}(?:quý{G})?{_NUMBER}){{0,2}}){S}(?P<link>,|và|đến|tới|[{D}]){S}(?:quý{G})?(?P<last>{_NUMBER})(?:{SLASH}|{G}(?:năm{G})?){_YEAR}"
)
_SHARED_YEAR = re.compile(
    rf"(?:{S},{S}quý{G}{_NUMBER}|{S},{S}\d{{1,2}}{G}tháng)?(?:{S},{S}|{G}và{G})(?:quý{G}{_NUMBER}|\d{{1,2}}{G}tháng|cả)(?:{G}(?:đầu|cuối))?{G}năm{G}{_YEAR}"
)
_NUMBERS = re.compile(_NUMBER)
QUARTER_WORD = re.compile(rf"{G}(?={_NUMBER})")


class QuarterReader(YearReader):
    """Reads quarters."""

    def _quarter(self, start: int) -> int | None:
        """The quarter whose number stands at `start`, after ``quý``."""
        low = self.low
        before = QUARTER_BEFORE.match(self._left_of(start))
        found = _QUARTER.match(low, start)
        if before is None or found is None:
            return None
        number = _quarter_number(found["number"])
        named = found["slashed"] or found["worded"]
        if named is None and (more := _MORE.match(low, found.end("number"))):
            return self._quarters(start, before, found, more)
        year = int(named) if named else self._named_year(found["spoken"]) or self._shared_year(found.end())
        return self._one_quarter(start - before.end(), found.end(), Partial(quarter=number, year=year), before)

    def _shared_year(self, end: int) -> int | None:
        """The year of ``tháng 6, quý II và 6 tháng đầu năm 2019`` for the parts before it."""
        found = _SHARED_YEAR.match(self.low, end)
        return int(found[1]) if found is not None else None

    def _one_quarter(self, begin: int, end: int, parts: Partial, before: re.Match[str]) -> int:
        opened, edge = opening(before), spelled(before["edge"])
        now = TO_NOW.match(self.low, end)
        if now is not None and ("," not in now.group() or opened == "since"):
            parts.open_end = True
            return self._add_partial("range", begin, now.end(), "since-quarter", parts)
        if edge == "giữa":
            return self._add_unknown("other_period", begin, end, "edge-of-quarter")
        if edge:
            parts.open_end, parts.open_start = edge == "đầu", edge == "cuối"
            return self._add_partial("other_period", begin, end, "edge-of-quarter", parts)
        parts.open_end, parts.open_start = opened == "since", opened == "until"
        return self._add_partial("range" if opened else "quarter", begin, end, f"{opened}-quarter" if opened else "quarter", parts)

    def _quarters(self, start: int, before: re.Match[str], first: re.Match[str], more: re.Match[str]) -> int:
        """``quý I, II năm 2019`` are two quarters, ``quý I đến quý III/2019`` is one range."""
        year, begin = int(more.group(more.lastindex or 0)), start - before.end()
        last = _quarter_number(more["last"])
        if more["link"] in ("đến", "tới") or more["link"] in DASHES:
            ends = periods.quarter(year, _quarter_number(first["number"]))[0], periods.quarter(year, last)[1]
            return self._add("range", ends, begin, more.end(), "quarter-range") if ends[0] < ends[1] else more.end()
        self._add("quarter", periods.quarter(year, _quarter_number(first["number"])), begin, first.end("number"), "quarter")
        for other in _NUMBERS.finditer(self.low, more.start("more"), more.end("more")):
            self._add("quarter", periods.quarter(year, _quarter_number(other.group())), self._from_word(other.start(), "quý"), other.end(), "quarter")
        return self._add("quarter", periods.quarter(year, last), self._from_word(more.start("last"), "quý"), more.end(), "quarter")


def _quarter_number(written: str) -> int:
    return periods.ROMAN.get(written) or int(written)
