"""Several fetches in one commit: a commit waits for the disk, and a crawl should not wait for it at every page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from extractors.records import Harvest
from pipelines.errors import StoreError, using_state, writing
from pipelines.prepared import Prepared, prepare
from pipelines.staging import Staging

MOST = 32
"""How many fetches wait for a commit at most."""

LONGEST = 0.5
"""How many seconds a fetch waits for its commit at most."""


class Source(Protocol):
    """Where fetches come from, and what it is told of their commits."""

    def before_commit(self) -> None:
        """Write what the rows rest on: the archive that they point to, the links of their pages."""

    def after_commit(self, items: Sequence[Harvest]) -> None:
        """These are staged."""


class Batch:
    """Stages fetches in groups. ``failed`` is called with the error where a commit that nobody waits for fails.

    What waits when the process is killed was never marked done, and so is fetched again.
    """

    def __init__(self, staging: Staging, source: Source | None, failed: Callable[[StoreError], None]) -> None:
        self._staging, self._source, self._failed = staging, source, failed
        self._waiting: dict[tuple[str, str], tuple[Prepared, Harvest]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, harvest: Harvest) -> bool:
        """Take in a fetch; false where it was staged before. Raises :class:`StoreError` where a commit falls due and fails."""
        name = (harvest.page.run_id, harvest.key)
        if name in self._waiting or self._staging.is_done(*name):
            return False
        self._waiting[name] = (prepare(harvest), harvest)
        if len(self._waiting) >= MOST:
            self.commit()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LONGEST, self._commit_in_time)
        return True

    def commit(self) -> None:
        """Commit what waits; after a :class:`StoreError` nothing waits any more and nothing of it is done."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = list(self._waiting.values()), {}
        if not waiting:
            return
        if self._source is not None:
            with using_state(self._staging.path), writing(self._staging.path.parent):
                self._source.before_commit()
        self._staging.stage_all(prepared for prepared, _ in waiting)
        if self._source is not None:
            self._source.after_commit([harvest for _, harvest in waiting])

    def _commit_in_time(self) -> None:
        self._timer = None
        try:
            self.commit()
        except StoreError as error:
            self._failed(error)
