"""What all readers of dates share: the span they make, the text they read, the words before a date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.periods import Partial


@dataclass(slots=True)
class DateSpan:
    """A date or period: ``text[start:end]`` is what names it.

    `first` and `last` are inclusive days, ``None`` where open or unknown.
    `kind` is a code of ``records.DATE_KINDS``; `resolved_from` is ``text``,
    ``publication`` or ``None`` when a missing year stays unknown.
    """

    kind: str
    first: date | None
    last: date | None
    start: int
    end: int
    rule: str
    resolved_from: str | None = "text"
    calendar: str = "gregorian"
    issues: list[str] = field(default_factory=list)

S = r"[ \t\n]{0,3}"
G = r"[ \t\n]{1,3}"
DASH = rf"{S}[-–—]{S}"
FULL = re.compile(rf"(\d{{1,2}}){S}[/.\-–]{S}(\d{{1,2}}){S}[/.\-–]{S}(\d{{4}})(?![\d])")
MONTH = re.compile(rf"(\d{{1,2}})(?:{S}[/\-–.]{S}(\d{{4}})(?!\d)|,?{G}năm{G}(\d{{4}})(?!\d))")
TO_NOW = re.compile(rf"{S}(?:,{S})?(?:đến|tới){G}(?:nay|hiện{G}nay)(?!\w)")
TO_YEAR = re.compile(r"[ ]{1,3}(?:-[ ])?(?:đến|tới)(?:[ ]hết)?(?:[ ]cuối)?[ ]năm[ ]{1,3}((?:19|20)\d\d)(?!\d)")
SPOKEN_YEAR = re.compile(r",?[ ]năm[ ](nay|ngoái|trước|sau)(?!\w)")
HOUR_BEFORE = re.compile(r"(?<!\w)(?:\d{1,2}(?:[ ]?giờ|h|g)(?:[ ]?\d{1,2})?(?:[ ]?phút)?)[ ](?:ngày[ ])?$")
_DAY_OPENERS: tuple[tuple[str, str | None], ...] = (
    ("ngày", None),
    ("sáng", None), ("chiều", None), ("tối", None), ("trưa", None), ("đêm", None), ("hôm", None),
    ("hết", "until"), ("đến", "until"), ("tới", "until"), ("tính", None), ("từ", "since"), ("kể", None),
)  # fmt: skip


class DateReader:
    """One text being read for dates; every reader adds to `found`."""

    def __init__(self, text: str, lowered: str, published_on: date | None, taken: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self.low = lowered
        self.published_on = published_on
        self.found: list[DateSpan] = []
        self.clocks: list[tuple[int, int]] = []
        self.partials: list[tuple[DateSpan, Partial]] = []
        self._taken_starts = [start for start, _ in taken]
        self._taken_ends = [end for _, end in taken]
        self._hint: tuple[int, int] | None = None

    def _is_taken(self, start: int) -> bool:
        at = bisect_right(self._taken_starts, start) - 1
        return at >= 0 and start < self._taken_ends[at]

    def _add(self, span: DateSpan, partial: Partial | None = None) -> None:
        if partial is not None and partial.year is not None and span.first is None and span.last is None and not span.issues:
            when = periods.complete(partial, partial.year)
            span.first = None if partial.open_start else when
            span.last = None if partial.open_end else when
            span.resolved_from = "text"
            if when is None:
                span.issues.append("impossible_date")
            partial = None
        self.found.append(span)
        if partial is not None:
            self.partials.append((span, partial))

    def _add_range(self, start: int, end: int, first: date | None, last: date | None, rule: str, *, exact: bool = False) -> None:
        begin = start if exact else self._day_prefix(start, range_=True)[0]
        self._add(DateSpan("range", first, last, begin, end, rule))

    def _named_year(self, word: str | None) -> int | None:
        if word is None:
            return None
        if word.isdigit():
            return int(word)
        if self.published_on is None:
            return None
        return self.published_on.year + {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1}[word]

    def _until(self, begin: int) -> int | None:
        """Where ``đến``, ``đến hết`` or ``tính đến`` before a period begins."""
        at = begin
        for word in ("hết", "cuối"):
            moved = starts_before(self.low, at, word)
            at = moved if moved is not None else at
        for word in ("đến", "tới"):
            until = starts_before(self.low, at, word)
            if until is not None:
                counted = starts_before(self.low, until, "tính")
                return until if counted is None else counted
        if at != begin and starts_before(self.low, begin, "hết") is not None:
            return at
        return None

    def _period_prefix(self, start: int, word: str) -> tuple[int, str | None]:
        begin = starts_before(self.low, start, word)
        if begin is None:
            return start, None
        since = starts_before(self.low, begin, "từ")
        if since is not None:
            return since, "since"
        until = self._until(begin)
        if until is not None:
            return until, "until"
        return begin, None

    def _add_part_of_year(self, start: int, end: int, count: int, which: str, year: int | None, *, relative: bool = False) -> None:
        kind = {6: "half_year", 9: "nine_months" if which == "đầu" else "other_period"}.get(count, "other_period")
        rule = "months-of-year"
        if year is not None:
            first, last = periods.part_of_year(year, count, from_end=which == "cuối")
            self._add(DateSpan(kind, first, last, start, end, rule, "publication" if relative else "text"))
        else:
            partial = None if relative else Partial(months=count, from_end=which == "cuối")
            self._add(DateSpan(kind, None, None, start, end, rule, None), partial)

    def _day_prefix(self, start: int, *, range_: bool = False) -> tuple[int, str | None]:
        """Where the words that belong to the day begin, and whether they open it (``đến ngày``, ``từ ngày``)."""
        begin, opening = start, None
        for word, opens in _DAY_OPENERS:
            moved = starts_before(self.low, begin, word)
            if moved is not None:
                begin, opening = moved, opening or opens
            if word == "ngày" and (hour := HOUR_BEFORE.search(self.low, max(0, begin - 20), begin)):
                before = hour.start()
                if self._opens_with_hour(before, hour.group()):
                    begin = before
        return begin, opening

    def _opens_with_hour(self, hour_at: int, hour: str) -> bool:
        """``tính đến 17 giờ ngày 29/9`` and ``từ 0 giờ ngày 1/7`` are open periods; ``từ 19h ngày 27/9`` is a point in time."""
        if starts_before(self.low, hour_at, "từ") is not None:
            return hour.startswith(("0 giờ", "00 giờ", "0h", "00h", "0 h"))
        until = starts_before(self.low, hour_at, "đến")
        return until is not None and starts_before(self.low, until, "tính") is not None


def starts_before(lowered: str, end: int, word: str) -> int | None:
    """Where `word` begins when it stands right before `end` as a whole word."""
    at = end
    while at > 0 and lowered[at - 1] in " \t\n":
        at -= 1
    begin = at - len(word)
    if begin < 0 or end - at > 4 or not lowered.startswith(word, begin) or (begin and lowered[begin - 1].isalnum()):
        return None
    return begin
