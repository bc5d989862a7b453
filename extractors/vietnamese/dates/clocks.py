"""The page's own clock and date lines, which are no mentions of the article."""

from __future__ import annotations

import re
from datetime import date

from extractors.vietnamese import periods
from extractors.vietnamese.dates.forms import FULL, REACH, WEEKDAYS, leftward

_TIME_AFTER = re.compile(r"[ ]?[,|\-–]?[ ]{0,2}(?:[|\-–]?[ ]?)(?:lúc[ ])?\d{1,2}:\d{2}")
_POSTED = leftward("ngày đăng|đã đăng vào|đăng lúc|đăng vào|cập nhật|cập nhật lúc|ngày cập nhật|ngày tạo|xuất bản|date")
_BEFORE = re.compile(
    rf"(?:[ ]?(?P<day>{leftward('ngày')}))?[ ]{{0,2}}[,:|\-–]?[ ]{{0,2}}(?:"
    r"(?:m[pa][ ]?)?(?:\d\d:)?\d\d:\d{1,2}(?!\d)(?P<time>)"
    rf"|{_POSTED}(?P<posted>)"
    rf"|{leftward(WEEKDAYS)}[ ]*(?:\n|\Z)(?P<weekday>)"
    rf"|(?(day){leftward('đăng')}(?P<put>)|[ \t]*(?:\n|\Z)(?P<line>)))"
)
_LOOSE_END = re.compile(r"[^\w\n]{0,80}(?:\n|\Z)")
_BLANK_END = re.compile(r"[ \t]{0,80}(?:\n|\Z)")


def is_clock(lowered: str, left: str, start: int, end: int, published_on: date | None) -> bool:
    """Whether the complete date at ``start:end`` is the page's own clock or date line; `left` is what :func:`left_of` gives."""
    found = _BEFORE.match(left)
    if found is not None and (start <= REACH or found.end() < REACH):
        where = found.lastgroup
        if where in ("time", "posted", "put"):
            return True
        if (_LOOSE_END if where == "weekday" else _BLANK_END).match(lowered, end):
            return True
    if _TIME_AFTER.match(lowered, end):
        return True
    return published_on is not None and lowered.startswith("(", start - 1) and _is_publication(lowered, start, end, published_on)


def _is_publication(lowered: str, start: int, end: int, published_on: date) -> bool:
    """``(16/7/2019)`` at the end of the first line, when that is the publication date."""
    if not lowered.startswith(")", end) or lowered.find("\n", 0, end + 2) != end + 1:
        return False
    parts = FULL.match(lowered, start)
    return parts is not None and periods.day(int(parts[3]), int(parts[2]), int(parts[1])) == published_on
