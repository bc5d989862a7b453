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


def begun_at(run_id: str) -> datetime | None:
    """When a run of that name began; ``None`` for a name of another form.

    >>> begun_at(new_run_id(datetime(2026, 1, 2, 3, tzinfo=UTC)))
    datetime.datetime(2026, 1, 2, 3, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        return datetime.strptime(run_id.partition("Z-")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
