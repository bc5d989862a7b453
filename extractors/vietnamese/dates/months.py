"""Months, quarters and the first or last months of a year."""

from __future__ import annotations

import re

from extractors.vietnamese import periods
from extractors.vietnamese.dates.reader import DASH, MONTH, SPOKEN_YEAR, TO_NOW, TO_YEAR, DateSpan, G, S, starts_before
from extractors.vietnamese.dates.years import YearReader
from extractors.vietnamese.numbers import DIGITS
from extractors.vietnamese.periods import Partial

_TO = rf"(?:{DASH}|{G}(?:đến|tới)(?:{G}hết)?{G})"
_MONTH_SPAN = re.compile(
    rf"(\d{{1,2}})(?:{S}[/\-]{S}(\d{{4}}))?(?:{_TO}|{G}và{G})(?:hết{G})?(?:tháng{G})?(\d{{1,2}})(?:{S}[/\-]{S}|{G}năm{G})(\d{{4}})(?!\d)"
)
_MONTH_OPEN_SPAN = re.compile(rf"(\d{{1,2}}){G}(?:đến|tới){G}(?:hết{G})?tháng{G}(\d{{1,2}})(?![\d/.\-])")


class MonthReader(YearReader):
    """Reads months, quarters and parts of years."""

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
        found = MONTH.match(low, start)
        if found:
            number, year = int(found.group(1)), int(found.group(2) or found.group(3))
            if not (1 <= number <= 12 and 1900 <= year <= 2199):
                return None
            now = TO_NOW.match(low, found.end())
            first_on, last_on = periods.month(year, number)
            until_year = TO_YEAR.match(low, found.end())
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
        now = TO_NOW.match(low, end)
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

    def _quarter(self, start: int, end: int, number: int) -> int | None:
        """The quarter whose number stands at ``start:end``."""
        found = re.compile(rf"(?:{S}[/\-–]{S}|,?{G}(?:năm{G})?)((?:19|20)\d\d)(?!\d)").match(self.low, end)
        begin = starts_before(self.low, start, "quý")
        if begin is None:
            return None
        until = starts_before(self.low, begin, "đến") or starts_before(self.low, begin, "hết")
        if found:
            first, last = periods.quarter(int(found.group(1)), number)
            if until is not None:
                self._add(DateSpan("range", None, last, until, found.end(), "until-quarter"))
            else:
                self._add(DateSpan("quarter", first, last, begin, found.end(), "quarter"))
            return found.end()
        shared = re.compile(rf"{S}(?:,|và|-|–){S}(?:quý{G})?(iv|iii|ii|i|[1-4])(?:{S}[/\-]{S}|{G}năm{G})((?:19|20)\d\d)(?!\d)").match(self.low, end)
        year = int(shared.group(2)) if shared else self._named_year_after(end)
        if year is not None and shared is None:
            end = SPOKEN_YEAR.match(self.low, end).end()  # type: ignore[union-attr]
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
        found = SPOKEN_YEAR.match(self.low, end)
        return self._named_year(found.group(1)) if found else None
