"""What a crawl has seen, fetched and done: durable, beside the staged rows.

The frontier keeps its tables in the SQLite file (WAL) in which the pipeline stages
rows and marks a fetch done in one transaction. Links are recorded here before the
page that holds them can be marked done, so whatever instant a crawl is killed at,
the next one finds every URL that was seen and not done, and ends with the rows of
an uninterrupted crawl.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from spiders.errors import OutputError, SiteBusy

_TABLES = """
CREATE TABLE IF NOT EXISTS crawls (
    run_id TEXT PRIMARY KEY, site TEXT NOT NULL, target TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT);
CREATE TABLE IF NOT EXISTS frontier (
    number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL,
    depth INTEGER NOT NULL, priority INTEGER NOT NULL, shape TEXT, state INTEGER NOT NULL DEFAULT 0, UNIQUE (run_id, key));
CREATE INDEX IF NOT EXISTS frontier_next ON frontier (run_id, state, priority DESC, number);
CREATE INDEX IF NOT EXISTS frontier_shape ON frontier (run_id, shape) WHERE shape IS NOT NULL;
"""
_WAITING, _TAKEN, _DONE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One URL to fetch. ``key`` is the identity of what is behind it; the higher the priority, the sooner.

    URLs of one ``shape`` differ in their numbers only; ``None`` where that is no sign of a trap.
    """

    key: str
    url: str
    depth: int = 0
    priority: int = 0
    shape: str | None = None


def new_run_id(at: datetime) -> str:
    """Time and a random part; rises with time.

    >>> new_run_id(datetime(2026, 1, 2, tzinfo=UTC))[:19]
    '20260102T000000.000'
    """
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(3)}"


class Frontier:
    """The queue of one run. One process at a time per site: see :class:`SiteLock`.

    ``limit`` bounds the requests: the entries handed out, and what is spent on retries and redirects of them.
    """

    def __init__(self, state: Path, site: str, target: str, run_id: str | None = None, limit: int | None = None) -> None:
        """Open the unfinished run of the same site and target, else begin one (``run_id``, or a new one)."""
        state.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(state, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_TABLES)
        self._left = limit
        unfinished = self._db.execute(
            "SELECT run_id FROM crawls WHERE site = ? AND target = ? AND finished_at IS NULL AND ? IS NULL ORDER BY run_id DESC", (site, target, run_id)
        ).fetchone()
        self.resumed = unfinished is not None
        now = datetime.now(UTC)
        self.run_id: str = unfinished[0] if unfinished else run_id or new_run_id(now)
        self._db.execute("INSERT OR IGNORE INTO crawls VALUES (?, ?, ?, ?, NULL)", (self.run_id, site, target, now.isoformat()))
        self._recover()

    def _recover(self) -> None:
        """Put back what was taken and never done; leave out what the pipeline has marked done."""
        self._db.execute("UPDATE frontier SET state = ? WHERE run_id = ? AND state = ?", (_WAITING, self.run_id, _TAKEN))
        if self._has_done_table():
            self._db.execute(
                "UPDATE frontier SET state = ? WHERE run_id = ? AND key IN (SELECT key FROM done WHERE run_id = ?)", (_DONE, self.run_id, self.run_id)
            )

    def _has_done_table(self) -> bool:
        return self._db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'done'").fetchone() is not None

    def add(self, entries: Iterable[Entry], max_per_shape: int) -> int:
        """Record what was not seen before; durable when this returns.

        Returns how many new entries were refused because their shape has ``max_per_shape`` entries already.
        """
        refused = 0
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for entry in entries:
                refused += not self._add(entry, max_per_shape)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return refused

    def _add(self, entry: Entry, max_per_shape: int) -> bool:
        if self._db.execute("SELECT 1 FROM frontier WHERE run_id = ? AND key = ?", (self.run_id, entry.key)).fetchone():
            return True
        if entry.shape is not None:
            (alike,) = self._db.execute("SELECT count(*) FROM frontier WHERE run_id = ? AND shape = ?", (self.run_id, entry.shape)).fetchone()
            if alike >= max_per_shape:
                return False
        self._db.execute(
            "INSERT INTO frontier (run_id, key, url, depth, priority, shape) VALUES (?, ?, ?, ?, ?, ?)",
            (self.run_id, entry.key, entry.url, entry.depth, entry.priority, entry.shape),
        )
        return True

    def take(self) -> Entry | None:
        """Hand out the next entry, or ``None`` where nothing waits or the limit is reached."""
        if not self.waiting():
            return None
        number, *entry = self._db.execute(
            "SELECT number, key, url, depth, priority, shape FROM frontier WHERE run_id = ? AND state = ? ORDER BY priority DESC, number LIMIT 1",
            (self.run_id, _WAITING),
        ).fetchone()
        self._db.execute("UPDATE frontier SET state = ? WHERE number = ?", (_TAKEN, number))
        if self._left is not None:
            self._left -= 1
        return Entry(*entry)

    def waiting(self) -> bool:
        """Whether :meth:`take` would hand something out."""
        if self._left is not None and self._left <= 0:
            return False
        return self._db.execute("SELECT 1 FROM frontier WHERE run_id = ? AND state = ? LIMIT 1", (self.run_id, _WAITING)).fetchone() is not None

    def may_spend(self) -> bool:
        """Whether the limit leaves a request."""
        return self._left is None or self._left > 0

    def spend(self) -> bool:
        """Count one more request for an entry that was handed out; ``False`` where the limit leaves none."""
        if not self.may_spend():
            return False
        if self._left is not None:
            self._left -= 1
        return True

    def settle(self, key: str) -> None:
        """Note that the harvest of ``key`` is staged."""
        self._db.execute("UPDATE frontier SET state = ? WHERE run_id = ? AND key = ?", (_DONE, self.run_id, key))

    def is_done(self, key: str) -> bool:
        """Whether the pipeline has staged a harvest under ``key`` in this run."""
        if not self._has_done_table():
            return False
        return self._db.execute("SELECT 1 FROM done WHERE run_id = ? AND key = ?", (self.run_id, key)).fetchone() is not None

    def count(self) -> tuple[int, int]:
        """How many entries were seen, and how many are done."""
        row = self._db.execute("SELECT count(*), total(state = ?) FROM frontier WHERE run_id = ?", (_DONE, self.run_id)).fetchone()
        return int(row[0]), int(row[1])

    def finish(self) -> None:
        """Close the run: the next crawl begins a new one."""
        self._db.execute("UPDATE crawls SET finished_at = ? WHERE run_id = ?", (datetime.now(UTC).isoformat(), self.run_id))
        self._db.execute("DELETE FROM frontier WHERE run_id = ?", (self.run_id,))

    def close(self) -> None:
        """Close the database; an unfinished run stays resumable."""
        self._db.close()


class SiteLock:
    """One crawl at a time of one site into one output: an ``flock`` that ends with its process."""

    def __init__(self, state_dir: Path, site: str) -> None:
        self._path = state_dir / f"{site.replace('/', '-').replace(':', '-')}.lock"
        self._site = site
        self._file: IO[str] | None = None

    def acquire(self) -> Self:
        """Take the lock. Raises :class:`SiteBusy` where another holds it, :class:`OutputError` where it can't be made."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+")
        except OSError as error:
            raise OutputError(f"cannot write {self._path.parent}: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read(32).strip() or "unknown"
            file.close()
            raise SiteBusy(f"a crawl of {self._site} into the same output is under way (process {holder})") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            self._file.close()
            self._file = None
