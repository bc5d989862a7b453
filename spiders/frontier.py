"""What a crawl has seen and handed out: durable, beside the staged rows.

The frontier keeps its tables in the SQLite file (WAL) in which the pipeline stages
rows and marks fetches done. It works in memory and writes at :meth:`Frontier.flush`,
which comes before every commit of staged rows: whatever instant a crawl is killed
at, the links of every page that is done are on disk, and so is the order in which
entries were handed out. The next crawl hands out again what was handed out and not
done, in that order, and so goes on exactly as the killed one would have.

In memory are digests of what was seen and a bounded part of what waits.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import IO, Self

from solieu.contract.runs import new_run_id
from spiders.database import has_table, transaction
from spiders.errors import OutputError, SiteBusy
from spiders.window import Window

_TABLES = """
CREATE TABLE IF NOT EXISTS crawls (
    run_id TEXT PRIMARY KEY, site TEXT NOT NULL, target TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT);
CREATE TABLE IF NOT EXISTS queue (
    run_id TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, depth INTEGER NOT NULL, priority INTEGER NOT NULL,
    shape TEXT, taken INTEGER, PRIMARY KEY (run_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (run_id TEXT NOT NULL, what BLOB NOT NULL, key BLOB NOT NULL, PRIMARY KEY (run_id, what)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS queue_waiting ON queue (run_id, priority DESC, number) WHERE taken IS NULL;
CREATE INDEX IF NOT EXISTS queue_taken ON queue (run_id, taken) WHERE taken IS NOT NULL;
"""
_MOVE_OLD = """
INSERT INTO queue SELECT run_id, number, key, url, depth, priority, shape, CASE state WHEN 0 THEN NULL ELSE number END FROM frontier;
DROP TABLE frontier;
"""
"""From the table of version 0.1, which knew what was handed out, but not in what order."""

_WINDOW = 500
"""How many of those that wait are read into memory at a time."""


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


class Frontier:
    """The queue of one run. One process at a time per site: see :class:`SiteLock`.

    ``limit`` bounds the requests: the entries handed out, and what is spent on retries and redirects of them.
    Raises ``sqlite3.Error`` where the file cannot be used.
    """

    def __init__(self, state: Path, site: str, target: str, run_id: str | None = None, limit: int | None = None) -> None:
        """Open the unfinished run of the same site and target, else begin one (``run_id``, or a new one)."""
        state.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(state, timeout=30, isolation_level=None)
        self._left = limit
        self._again: deque[Entry] = deque()
        self._window = Window(_WINDOW)
        self._seen: set[bytes] = set()
        self._alike: Counter[str] = Counter()
        self._new: dict[int, Entry] = {}
        self._handed_out: list[int] = []
        self._sightings: dict[bytes, bytes] = {}
        self._new_sightings: list[bytes] = []
        self._next_number = self._next_taken = 1
        self._settled = 0
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        with transaction(self._db):
            self._open(site, target, run_id)
            self._recover()

    def _open(self, site: str, target: str, run_id: str | None) -> None:
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        if has_table(self._db, "frontier"):
            for statement in _MOVE_OLD.split(";"):
                self._db.execute(statement)
        unfinished = self._db.execute(
            "SELECT run_id FROM crawls WHERE site = ? AND target = ? AND finished_at IS NULL AND ? IS NULL ORDER BY run_id DESC", (site, target, run_id)
        ).fetchone()
        self.resumed = unfinished is not None
        now = datetime.now(UTC)
        self.run_id: str = unfinished[0] if unfinished else run_id or new_run_id(now)
        self._db.execute("INSERT OR IGNORE INTO crawls VALUES (?, ?, ?, ?, NULL)", (self.run_id, site, target, now.isoformat()))

    def _recover(self) -> None:
        """Know again what was seen; what was handed out and is not done comes first, in the order of then."""
        run = (self.run_id,)
        for number, key, shape, taken in self._db.execute("SELECT number, key, shape, taken FROM queue WHERE run_id = ?", run):
            self._seen.add(_digest(key))
            self._alike.update([shape] if shape is not None else [])
            self._next_number = max(self._next_number, number + 1)
            self._next_taken = max(self._next_taken, (taken or 0) + 1)
        again = self._db.execute("SELECT key, url, depth, priority, shape FROM queue WHERE run_id = ? AND taken IS NOT NULL ORDER BY taken", run)
        handed_out = [Entry(*row) for row in again]
        self._again.extend(entry for entry in handed_out if not self.is_done(entry.key))
        self._settled = len(handed_out) - len(self._again)
        self._sightings = dict(self._db.execute("SELECT what, key FROM sightings WHERE run_id = ?", run))

    def add(self, entries: Iterable[Entry], max_per_shape: int) -> int:
        """Take in what was not seen before; durable after the next :meth:`flush`.

        Returns how many new entries were refused: their shape has ``max_per_shape`` entries already, or their URL is no text.
        """
        refused = 0
        for entry in entries:
            digest = _digest(entry.key)
            if digest in self._seen:
                continue
            if not _is_text(entry.url):
                refused += 1
                continue
            if entry.shape is not None:
                if self._alike[entry.shape] >= max_per_shape:
                    refused += 1
                    continue
                self._alike[entry.shape] += 1
            self._seen.add(digest)
            self._new[self._next_number] = entry
            self._window.add(self._next_number, entry)
            self._next_number += 1
        return refused

    def flush(self) -> None:
        """Write what was added and handed out since the last time.

        Durable when this returns where the process is killed, and with the next synced commit to the file where power fails.
        """
        if not self._new and not self._handed_out and not self._new_sightings:
            return
        rows = [(self.run_id, number, e.key, e.url, e.depth, e.priority, e.shape) for number, e in self._new.items()]
        first = self._next_taken - len(self._handed_out)
        taken = [(first + place, self.run_id, number) for place, number in enumerate(self._handed_out)]
        sightings = [(self.run_id, what, self._sightings[what]) for what in self._new_sightings]
        with transaction(self._db):
            self._db.executemany("INSERT INTO sightings VALUES (?, ?, ?)", sightings)
            self._db.executemany("INSERT INTO queue VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", rows)
            self._db.executemany("UPDATE queue SET taken = ? WHERE run_id = ? AND number = ?", taken)
        self._new.clear()
        self._handed_out.clear()
        self._new_sightings.clear()

    def take(self) -> Entry | None:
        """Hand out the next entry, or ``None`` where nothing waits or the limit is reached."""
        if not self.waiting():
            return None
        if self._left is not None:
            self._left -= 1
        if self._again:
            return self._again.popleft()
        number, entry = self._window.pop()
        self._handed_out.append(number)
        self._next_taken += 1
        return entry

    def unfetched(self) -> Iterator[Entry]:
        """What was added and never handed out."""
        self.flush()
        rows = self._db.execute("SELECT key, url, depth, priority, shape FROM queue WHERE run_id = ? AND taken IS NULL ORDER BY number", (self.run_id,))
        for row in rows:
            yield Entry(*row)

    def waiting(self) -> bool:
        """Whether :meth:`take` would hand something out."""
        if self._left is not None and self._left <= 0:
            return False
        if not self._again and self._window.is_spent():
            self.flush()
            rows = self._db.execute(
                "SELECT number, key, url, depth, priority, shape FROM queue WHERE run_id = ? AND taken IS NULL ORDER BY priority DESC, number LIMIT ?",
                (self.run_id, _WINDOW),
            )
            self._window.refill((number, Entry(*entry)) for number, *entry in rows)
        return bool(self._again) or not self._window.is_empty()

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
        self._settled += _digest(key) in self._seen

    def is_first(self, what: str, key: str) -> bool:
        """Whether ``key`` is the one under which ``what`` was met first in this run; durable as entries are."""
        digest, found = _digest(what), _digest(key)
        if digest not in self._sightings:
            self._sightings[digest] = found
            self._new_sightings.append(digest)
        return self._sightings[digest] == found

    def leave(self, key: str) -> None:
        """Note that what was handed out under ``key`` is not fetched; it does not count for the limit."""
        self.settle(key)
        if self._left is not None:
            self._left += 1

    def is_done(self, key: str) -> bool:
        """Whether a harvest under ``key`` in this run was staged and committed."""
        if not has_table(self._db, "done"):
            return False
        return self._db.execute("SELECT 1 FROM done WHERE run_id = ? AND key = ?", (self.run_id, key)).fetchone() is not None

    def count(self) -> tuple[int, int]:
        """How many entries were seen, and how many are done."""
        return len(self._seen), self._settled

    def left(self) -> Iterator[str]:
        """The URLs that were seen and are not done."""
        self.flush()
        done = "AND key NOT IN (SELECT key FROM done WHERE run_id = queue.run_id)" if has_table(self._db, "done") else ""
        for (url,) in self._db.execute(f"SELECT url FROM queue WHERE run_id = ? {done}", (self.run_id,)):
            yield url

    def finish(self) -> None:
        """Close the run: the next crawl begins a new one."""
        with transaction(self._db):
            self._db.execute("UPDATE crawls SET finished_at = ? WHERE run_id = ?", (datetime.now(UTC).isoformat(), self.run_id))
            self._db.execute("DELETE FROM queue WHERE run_id = ?", (self.run_id,))
            self._db.execute("DELETE FROM sightings WHERE run_id = ?", (self.run_id,))

    def close(self) -> None:
        """Close the database; an unfinished run stays resumable."""
        self._db.close()


def _is_text(url: str) -> bool:
    """Whether it can be written at all; half a surrogate pair cannot."""
    try:
        url.encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def unfinished_runs(state: Path) -> list[tuple[str, str, str]]:
    """Run, site and target of what may be continued, the newest first."""
    if not state.is_file():
        return []
    with closing(sqlite3.connect(state, timeout=30)) as db:
        if not has_table(db, "crawls"):
            return []
        return db.execute("SELECT run_id, site, target FROM crawls WHERE finished_at IS NULL ORDER BY run_id DESC").fetchall()


def give_up(state: Path, run_id: str) -> None:
    """Close an unfinished run for good: the next crawl begins a new one."""
    with closing(sqlite3.connect(state, timeout=30)) as db, db:
        db.execute("UPDATE crawls SET finished_at = ? WHERE run_id = ?", (datetime.now(UTC).isoformat(), run_id))
        for table in ("queue", "sightings"):
            db.execute(f"DELETE FROM {table} WHERE run_id = ?", (run_id,))


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
