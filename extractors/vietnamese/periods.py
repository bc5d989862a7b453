"""Calendar arithmetic for dates that a text names only in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(slots=True)
class Partial:
    """What a text says of a date whose year it may not say."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    until: Partial | None = None
    open_start: bool = False
    open_end: bool = False
    months: int | None = None
    from_end: bool = False
    quarter: int | None = None
    edge: str | None = None


class Ends(Protocol):
    """A span whose two ends can be set."""

    first: date | None
    last: date | None


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None when the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, 29 if number == 2 and _is_leap(year) else _LENGTHS[number])


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter.

    >>> [str(d) for d in quarter(2015, 1)]
    ['2015-01-01', '2015-03-31']
    """
    return date(year, number * 3 - 2, 1), month(year, number * 3)[1]


def year(number: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(number, 1, 1), date(number, 12, 31)


def part_of_year(number: int, months: int, *, from_end: bool) -> tuple[date, date]:
    """First and last day of the first, or last, `months` months of a year."""
    if from_end:
        return date(number, 13 - months, 1), date(number, 12, 31)
    return date(number, 1, 1), month(number, months)[1]


def plausible(parts: Partial) -> bool:
    """Whether some year has this day and month (29 February counts)."""
    return parts.day is not None and parts.month is not None and day(parts.year or 2000, parts.month, parts.day) is not None


def complete(parts: Partial, in_year: int | None) -> date | None:
    """The day that `parts` name in a year."""
    if in_year is None or parts.day is None or parts.month is None:
        return None
    return day(in_year, parts.month, parts.day)


def runs_at(parts: Partial, today: date) -> bool:
    """Whether a span of days without a year, begun in this one, still runs at `today`: ``từ 15/8 đến 15/10``, told on 20 August."""
    if parts.until is None or parts.open_start or parts.open_end or not (parts.day and parts.until.day):
        return False
    first, last = complete(parts, today.year), complete(parts.until, today.year)
    return first is not None and last is not None and first <= today <= last


def nearest_year(parts: Partial, to: date, *, later: bool) -> int | None:
    """The year that puts the day (or the month's first day) nearest to `to`.

    It is not after `to` unless the text speaks of `later`, or the coming day is
    close while the past one is most of a year away. None where neither holds (29 February).
    """
    if parts.month is None:
        return None
    number = parts.day or 1
    past = this = day(to.year, parts.month, number)
    if this is not None and this <= to:
        coming = day(to.year + 1, parts.month, number)
    else:
        past, coming = day(to.year - 1, parts.month, number), this or day(to.year + 1, parts.month, number)
    if coming is not None:
        ahead = (coming - to).days
        if later and (past is None or ahead <= 300):
            return coming.year
        if past is not None and ahead <= 45 and (to - past).days >= 270:
            return coming.year
    return past.year if past is not None else None


def fill(span: Ends, parts: Partial, in_year: int) -> None:
    """Set both ends of `span` to what `parts` name in a year."""
    if parts.edge is not None:
        whole = year(in_year)
        span.first, span.last = (whole[0], None) if parts.edge == "start" else (None, whole[1])
        return
    if parts.months is not None:
        span.first, span.last = part_of_year(in_year, parts.months, from_end=parts.from_end)
        return
    if parts.quarter is not None:
        whole = quarter(in_year, parts.quarter)
        span.first, span.last = None if parts.open_start else whole[0], None if parts.open_end else whole[1]
        return
    if parts.day is None and parts.month is not None:
        _fill_months(span, parts, in_year)
        return
    last = complete(parts.until or parts, in_year)
    first = complete(parts, in_year)
    if first and last and first > last:
        first = complete(parts, in_year - 1)
    span.first = None if parts.open_start else first
    span.last = None if parts.open_end else last


def _fill_months(span: Ends, parts: Partial, in_year: int) -> None:
    first_month = parts.month or 1
    last_month = (parts.until.month if parts.until else None) or first_month
    first_year = in_year - 1 if last_month < first_month else in_year
    span.first = None if parts.open_start else month(first_year, first_month)[0]
    span.last = None if parts.open_end else month(in_year, last_month)[1]
