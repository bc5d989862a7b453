"""What all readers of dates share: the span they make, the text they read, the mentions found so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import DAY_BEFORE, HOUR_LEFT, left_of, opening
from extractors.vietnamese.periods import Partial

IMPOSSIBLE: tuple[str, ...] = ("impossible_date",)
_YEARS_FROM_NOW = {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1}


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
    issues: Sequence[str] = ()


class DateReader:
    """One text being read for dates; every reader adds to `found`."""

    def __init__(self, text: str, lowered: str, published_on: date | None, taken: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self.low = lowered
        self.published_on = published_on
        self.found: list[DateSpan] = []
        self.clocks: list[tuple[int, int]] = []
        self.partials: list[tuple[DateSpan, Partial]] = []
        self._taken = taken
        self._hint: tuple[int, int] | None = None
        self._left_at, self._left = -1, ""
        self._day_at = -1
        self._day_before: re.Match[str]

    def _left_of(self, start: int) -> str:
        """What stands before `start`, reversed; the readers of one date ask again and again."""
        if start != self._left_at:
            self._left_at, self._left = start, left_of(self.low, start)
        return self._left

    def _add(self, kind: str, ends: tuple[date | None, date | None], start: int, end: int, rule: str) -> int:
        """A mention whose words say all; gives back where it ends."""
        self.found.append(DateSpan(kind, ends[0], ends[1], start, end, rule))
        return end

    def _add_partial(self, kind: str, start: int, end: int, rule: str, partial: Partial) -> int:
        """A mention without a year; one that has it after all is complete at once."""
        if partial.year is None:
            span = DateSpan(kind, None, None, start, end, rule, None)
            self.partials.append((span, partial))
        else:
            span = DateSpan(kind, None, None, start, end, rule)
            periods.fill(span, partial, partial.year)
            if span.first is None and span.last is None:
                span.issues = IMPOSSIBLE
        self.found.append(span)
        return end

    def _add_unknown(self, kind: str, start: int, end: int, rule: str, *, calendar: str = "gregorian", issues: tuple[str, ...] = ()) -> int:
        """A mention that cannot be put on a calendar day."""
        self.found.append(DateSpan(kind, None, None, start, end, rule, None, calendar, issues))
        return end

    def _add_part_of_year(self, start: int, end: int, count: int, *, from_end: bool, named: str | None) -> int:
        """``6 tháng đầu năm 2019``; `named` is the year, or a word that tells it from the publication."""
        kind = "half_year" if count == 6 else "nine_months" if count == 9 and not from_end else "other_period"
        year = self._named_year(named)
        if year is not None:
            first, last = periods.part_of_year(year, count, from_end=from_end)
            source = "text" if named is not None and named.isdigit() else "publication"
            self.found.append(DateSpan(kind, first, last, start, end, "months-of-year", source))
            return end
        if named is not None:
            return self._add_unknown(kind, start, end, "months-of-year")
        return self._add_partial(kind, start, end, "months-of-year", Partial(months=count, from_end=from_end))

    def _day_words(self, start: int) -> re.Match[str]:
        """The words before a day at `start`, as :data:`DAY_BEFORE` tells them."""
        if start != self._day_at:
            found = DAY_BEFORE.match(self._left_of(start))
            assert found is not None  # every part of the pattern is optional
            self._day_at, self._day_before = start, found
        return self._day_before

    def _named_year(self, word: str | None) -> int | None:
        if word is None:
            return None
        if word.isdigit():
            return int(word)
        if self.published_on is None:
            return None
        year = self.published_on.year + _YEARS_FROM_NOW[word]
        return year if MINYEAR <= year <= MAXYEAR else None

    def _from_word(self, place: int, word: str) -> int:
        """`place`, or where `word` before it begins."""
        begin = starts_before(self.low, place, word)
        return place if begin is None else begin

    def _day_prefix(self, start: int) -> tuple[int, str | None]:
        """Where the words that belong to a day begin, and whether they open a period (``đến ngày``, ``từ ngày``)."""
        found = self._day_words(start)
        if not found.end():
            return start, None
        opened = opening(found)
        if found["hour"] is not None and not _hour_opens(found, opened, self._left_of(start)):
            return start - max(found.end("day"), found.end("part"), 0), None
        if found["openers"] is not None:
            return start - found.end("openers"), opened
        return start - max(found.end("day"), found.end("part"), 0), None


def _hour_opens(before: re.Match[str], opened: str | None, left: str) -> bool:
    """Whether an hour before a day begins or ends a period; `left` is what stands before the day, reversed.

    ``tính đến 17 giờ ngày 29/9`` and ``từ 0 giờ ngày 1/7`` are open periods; ``từ 19h ngày 27/9`` is a point in time,
    and ``từ 7 giờ đến 19 giờ ngày 20/7`` lies within the day.
    """
    if opened == "since":
        return before["oclock"].strip("0") == "" and (before["minute"] or "").strip("0") == ""
    return opened == "until" and HOUR_LEFT.match(left, before.end()) is None


def starts_before(lowered: str, end: int, word: str) -> int | None:
    """Where `word` begins when it stands right before `end` as a whole word."""
    at = end
    while at > 0 and lowered[at - 1] in " \t\n":
        at -= 1
    begin = at - len(word)
    if begin < 0 or end - at > 4 or not lowered.startswith(word, begin) or (begin and lowered[begin - 1].isalnum()):
        return None
    return begin
