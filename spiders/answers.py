"""What an import from a web archive need not ask twice: answers of indexes, and captures that are in our own archive."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (run_id TEXT NOT NULL, url TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (run_id, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS imported (source TEXT NOT NULL, site TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, site, key)) WITHOUT ROWID;
"""

FOR_EVER = ""
"""In place of a run: an answer that never changes."""


class AnswerStore:
    """One SQLite file (WAL) beside the state. Raises ``OSError`` and ``sqlite3.Error`` where it cannot be used."""

    def __init__(self, path: Path, source: str, site: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._source, self._site = source, site
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_TABLES)

    def answer(self, run_id: str, url: str) -> str | None:
        """The text that ``url`` answered in a run, if it was asked."""
        row = self._db.execute("SELECT body FROM answers WHERE run_id = ? AND url = ?", (run_id, url)).fetchone()
        return None if row is None else zlib.decompress(row[0]).decode()

    def keep(self, run_id: str, url: str, text: str) -> None:
        """Keep what ``url`` answered."""
        self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (run_id, url, zlib.compress(text.encode())))

    def forget(self, run_id: str) -> None:
        """Forget the answers of a run that is over."""
        self._db.execute("DELETE FROM answers WHERE run_id = ?", (run_id,))

    def imported(self) -> set[str]:
        """The keys of the captures that runs have brought in."""
        return {key for (key,) in self._db.execute("SELECT key FROM imported WHERE source = ? AND site = ?", (self._source, self._site))}

    def mark(self, key: str) -> None:
        """Note that a capture is archived and staged: captures do not change, so no later run asks for it."""
        self._db.execute("INSERT OR IGNORE INTO imported VALUES (?, ?, ?)", (self._source, self._site, key))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
