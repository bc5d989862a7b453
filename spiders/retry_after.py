"""What a ``Retry-After`` header asks for, of a site or of a service."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def pause_asked_by(response: Response) -> float | None:
    """Seconds that an answer asks to wait, if it asks for any."""
    headers = (response.headers.get(name) for name in ("Retry-After", "Date"))
    value, date = (None if header is None else header.decode("latin-1") for header in headers)
    return retry_after(value, date, datetime.now(UTC))


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for, as a number or an HTTP date; ``None`` for none and for nonsense.

    A date is measured against the answer's own ``Date`` where it has one: servers' clocks are often wrong.

    >>> retry_after("120", None, datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:00:30 GMT", None, datetime(2026, 1, 1, tzinfo=UTC))
    30.0
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until = _http_date(text)
    if until is None:
        return None
    return max(0.0, (until - (_http_date((date or "").strip()) or now)).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
