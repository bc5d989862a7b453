"""Which bodies an archive holds already, so that a body met again is a revisit record and not a second copy.

The index is a small SQLite file beside the state. It only saves room: whoever
deletes it gets whole copies again. What it says is true after a loss of power too,
for an entry is written only once the record that it names is on the disk.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from spiders.database import transaction

FILE = "payloads.db"
"""The index's name in the state folder."""

SMALLEST = 256
"""Bytes below which a body is written again: a revisit record would be no smaller."""

_TABLES = """
CREATE TABLE IF NOT EXISTS payloads (
    site TEXT NOT NULL, digest TEXT NOT NULL, url TEXT NOT NULL, date TEXT NOT NULL, record_id TEXT NOT NULL,
    file TEXT NOT NULL, offset INTEGER NOT NULL, PRIMARY KEY (site, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (site TEXT NOT NULL, url TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (site, url)) WITHOUT ROWID;
"""
_COLUMNS = "digest, url, date, record_id, file, offset"


@dataclass(frozen=True, slots=True)
class Original:
    """The response record that holds a payload: its digest, URL, ``WARC-Date``, record id, file name and offset."""

    digest: str
    url: str
    date: str
    record_id: str
    file: str
    offset: int


class PayloadIndex:
    """The payloads of one site's archive in ``folder``. Raises ``sqlite3.Error`` where the file cannot be used.

    What is noted is found at once, and on disk after :meth:`store`.
    """

    def __init__(self, path: Path, site: str, folder: Path) -> None:
        self._site, self._folder = site, folder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = _open(path)
        self._new: dict[str, Original] = {}
        self._new_latest: dict[str, str] = {}

    def find(self, digest: str) -> Original | None:
        """The record that holds the payload, where its file still stands in the folder."""
        if digest in self._new:
            return self._new[digest]
        row = self._db.execute(f"SELECT {_COLUMNS} FROM payloads WHERE site = ? AND digest = ?", (self._site, digest)).fetchone()
        return self._if_there(row)

    def latest(self, url: str) -> Original | None:
        """The record that holds what was received last under a URL."""
        if url in self._new_latest:
            return self.find(self._new_latest[url])
        row = self._db.execute("SELECT digest FROM latest WHERE site = ? AND url = ?", (self._site, url)).fetchone()
        return None if row is None else self.find(row[0])

    def note(self, url: str, original: Original) -> None:
        """Remember what was received under ``url``: a record just written, or the original of a revisit."""
        if original.url == url:
            self._new.setdefault(original.digest, original)
        self._new_latest[url] = original.digest

    def store(self) -> None:
        """Write what was noted. To be called when the records are synced, never before."""
        if not self._new_latest:
            return
        with transaction(self._db):
            self._db.executemany(
                f"INSERT OR REPLACE INTO payloads (site, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", [(self._site, *astuple(new)) for new in self._new.values()]
            )
            self._db.executemany("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)", [(self._site, *row) for row in self._new_latest.items()])
        self._new.clear()
        self._new_latest.clear()

    def close(self) -> None:
        """Close the file; what was noted and not stored is forgotten."""
        self._db.close()

    def _if_there(self, row: tuple[str, str, str, str, str, int] | None) -> Original | None:
        if row is None:
            return None
        original = Original(*row)
        for name in (original.file, f"{original.file}.open"):
            try:
                if (self._folder / name).stat().st_size > original.offset:
                    return original
            except OSError:
                continue
        return None


def _open(path: Path) -> sqlite3.Connection:
    """The file, made anew where it is damaged: nothing is lost with it."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            name.unlink(missing_ok=True)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as probe:
        probe.execute("PRAGMA journal_mode = WAL")
        probe.executescript(_TABLES)
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    db.execute("PRAGMA synchronous = NORMAL")
    return db
