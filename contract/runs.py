"""How a run is named."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_run_id(at: datetime | None = None) -> str:
    """Time (by default now) and a random part; rises with time.

    >>> new_run_id(datetime(2026, 1, 2, tzinfo=UTC))[:19]
    '20260102T000000.000'
    """
    return f"{(at or datetime.now(UTC)).astimezone(UTC):%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(3)}"
