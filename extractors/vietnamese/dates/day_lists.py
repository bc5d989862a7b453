"""Days that share their month: ``10 - 11/10/2019``, ``ngày 1 và 2/11``."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DASH, SEP, SLASH, G, S
from extractors.vietnamese.dates.months import MonthReader
from extractors.vietnamese.dates.reader import IMPOSSIBLE
from extractors.vietnamese.periods import Partial

_DAY_SPAN = re.compile(
    rf"(\d{{1,2}}){DASH}(\d{{1,2}})(?:{SEP}(\d{{1,2}})(?:{SEP}(\d{{4}}))?|{G}tháng{G}(\d{{1,2}})(?:{G}năm{G}(\d{{4}}))?)(?![\d/]|[.,]\d|[ ]?%)"
)
DAY_LIST = re.compile(
    rf"(\d{{1,2}})((?:{S},{S}(?:ngày{G})?\d{{1,2}}(?!\d)){{0,8}}){S}(?:,{S}(?:ngày{G})?|&{S}|và{G}(?:ngày{G})?)"
    rf"(\d{{1,2}})(?:{SLASH}(\d{{1,2}})(?:{SLASH}(\d{{4}}))?|{G}tháng{G}(\d{{1,2}})(?:{G}năm{G}(\d{{4}}))?)(?![\d/]|[.,]\d)"
)
_NUMBER = re.compile(r"\d+")


class DayListReader(MonthReader):
    """Reads lists and short ranges of days."""

    def _range(self, start: int, end: int, first: Partial, last: Partial) -> int | None:
        """A range of two days that share what the first leaves out."""
        first = Partial(first.day, first.month or last.month, first.year)
        if not periods.plausible(first):
            return None
        begin = self._day_prefix(start)[0]
        if first.year is None and last.year is None:
            first.until = last
            return self._add_partial("range", begin, end, "day-range", first)
        last_on = periods.complete(last, last.year or first.year)
        first_on = periods.complete(first, first.year or last.year)
        if first_on and last_on and first_on > last_on:
            if first.year is None:
                first_on = periods.complete(first, first_on.year - 1)
            elif last.year is None:
                last_on = periods.complete(last, last_on.year + 1)
            else:
                return None
        if first_on is None or last_on is None:
            return self._add_unknown("range", begin, end, "day-range", issues=IMPOSSIBLE)
        return self._add("range", (first_on, last_on), begin, end, "day-range")

    def _day_span(self, start: int) -> int | None:
        """``10 - 11/10/2019``, ``ngày 2-4/12``."""
        found = _DAY_SPAN.match(self.low, start)
        if found is None:
            return None
        first, last, month = int(found[1]), int(found[2]), int(found[3] or found[5])
        year = found[4] or found[6]
        parts = Partial(last, month, int(year) if year else None)
        if not 0 < first < last or not periods.plausible(parts) or not (year is None or 1000 <= int(year) <= 2199):
            return None
        return self._range(start, found.end(), Partial(first, month), parts)

    def _day_list(self, start: int) -> int | None:
        """``ngày 1 và 2/11``, ``24 và 25-6``, ``ngày 3, 4 và 5/6/2020``: one mention a day."""
        found = DAY_LIST.match(self.low, start)
        if found is None:
            return None
        between = list(_NUMBER.finditer(found[2]))
        days = [int(found[1]), *(int(m[0]) for m in between), int(found[3])]
        month, named = int(found[4] or found[6]), found[5] or found[7]
        year = int(named) if named else None
        if days != sorted(days) or not all(periods.plausible(Partial(day, month, year)) for day in days):
            return None
        places = [self._day_prefix(start)[0], *(found.start(2) + m.start() for m in between), found.start(3)]
        for day, place in zip(days, places, strict=True):
            self._add_partial("day", place, found.end(), "day-list", Partial(day, month, year))
        return found.end()
