"""What the ledger of traps keeps, in tables beside the frontier: written together, before the pages that taught it are done."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from spiders.database import has_table, transaction

Key = TypeVar("Key", str, int)
Value = TypeVar("Value")

TRIALS = 10
"""From so many pages on, a shape counts for others only if it led to articles."""
PATIENCE = 20
"""So many pages of a shape in a row may bring nothing new, and more of one that brought much: one for every hundred articles."""

_TABLES = """
CREATE TABLE IF NOT EXISTS trap_places (
    run_id TEXT NOT NULL, place TEXT NOT NULL, tried INTEGER NOT NULL, found INTEGER NOT NULL, since_found INTEGER NOT NULL,
    barren INTEGER NOT NULL, false_ones INTEGER NOT NULL, closed TEXT NOT NULL,
    alone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run_id, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_items (run_id TEXT NOT NULL, item INTEGER NOT NULL, place TEXT NOT NULL, PRIMARY KEY (run_id, item, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_pages (run_id TEXT NOT NULL, page INTEGER NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, page)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_bodies (run_id TEXT NOT NULL, body INTEGER NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (run_id, body)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_hops (run_id TEXT NOT NULL, key TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (run_id, key)) WITHOUT ROWID;
"""
_NAMES = ("trap_places", "trap_items", "trap_pages", "trap_bodies", "trap_hops")


@dataclass(slots=True)
class Place:
    """What is known of a shape or family. ``closed`` is the kind of trap that it is, or empty; ``alone`` counts
    the pages in a row that are told of by their own kind only and brought nothing but themselves.
    """

    tried: int = 0
    found: int = 0
    since_found: int = 0
    barren: int = 0
    false_ones: int = 0
    closed: str = ""
    alone: int = 0

    def leads_to_articles(self) -> bool:
        """Whether a link to a page of this shape is worth something; in doubt it is."""
        return not self.closed and (self.tried < TRIALS or (self.found > 0 and self.since_found < PATIENCE))


_PLACE = ", ".join(f.name for f in fields(Place))


@dataclass(slots=True)
class _Pending:
    """What is not written yet."""

    places: set[str] = field(default_factory=set)
    items: set[tuple[int, str]] = field(default_factory=set)
    pages: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)
    hops: dict[str, str] = field(default_factory=dict)


class TrapTables:
    """What one run knows, in the state file at ``path``. Raises ``sqlite3.Error`` where that cannot be used."""

    def __init__(self, path: Path, run_id: str) -> None:
        self._run = run_id
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._has_tables = has_table(self._db, _NAMES[-1])
        self._add_column()
        self.places = {name: Place(*known) for name, *known in self._rows(f"SELECT place, {_PLACE} FROM trap_places WHERE run_id = ?")}
        self._new = _Pending()

    def _add_column(self) -> None:
        """A state file of before ``alone`` was counted."""
        if self._has_tables and "alone" not in {row[1] for row in self._db.execute("PRAGMA table_info(trap_places)")}:
            self._db.execute("ALTER TABLE trap_places ADD COLUMN alone INTEGER NOT NULL DEFAULT 0")

    def place(self, name: str) -> Place:
        """What is known of a shape or family, to be changed."""
        self._new.places.add(name)
        return self.places.setdefault(name, Place())

    def is_new_item(self, item: int, name: str) -> bool:
        """Whether a place never brought an item before; from now on it has."""
        if self.has_item(item, name):
            return False
        self._new.items.add((item, name))
        return True

    def has_item(self, item: int, name: str) -> bool:
        """Whether a place brought an item."""
        return (item, name) in self._new.items or bool(self._rows("SELECT 1 FROM trap_items WHERE run_id = ? AND item = ? AND place = ?", item, name))

    def add_item(self, item: int, name: str) -> None:
        """Note that a place brought an item."""
        self._new.items.add((item, name))

    def places_with(self, item: int) -> set[str]:
        """The places that brought an item."""
        rows = self._rows("SELECT place FROM trap_items WHERE run_id = ? AND item = ?", item)
        return {row[0] for row in rows} | {name for known, name in self._new.items if known == item}

    def count_body(self, body: int) -> int:
        """How often a body has been seen, this time included."""
        seen = self._known(self._new.bodies, body, "SELECT seen FROM trap_bodies WHERE run_id = ? AND body = ?") or 0
        self._new.bodies[body] = seen + 1
        return seen + 1

    def verdict_on(self, page: int) -> str | None:
        """What was decided of a page; ``None`` where it was not met yet."""
        return self._known(self._new.pages, page, "SELECT verdict FROM trap_pages WHERE run_id = ? AND page = ?")

    def decide(self, page: int, verdict: str) -> None:
        """Keep what was decided of a page."""
        self._new.pages[page] = verdict

    def origin_of(self, key: str) -> str | None:
        """What redirected to a key first."""
        return self._known(self._new.hops, key, "SELECT origin FROM trap_hops WHERE run_id = ? AND key = ?")

    def add_hop(self, key: str, origin: str) -> None:
        """Note what redirected to a key."""
        self._new.hops[key] = origin

    def _known(self, new: Mapping[Key, Value], key: Key, query: str) -> Value | None:
        """What is noted under a key and not written yet, else what is written."""
        if key in new:
            return new[key]
        rows = self._rows(query, key)
        return rows[0][0] if rows else None

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        """What is written of this run; nothing is before the first flush, which makes the tables."""
        return self._db.execute(query, (self._run, *values)).fetchall() if self._has_tables else []

    def flush(self) -> None:
        """Write what was learnt; to be done before a page that taught it is marked done."""
        new, run = self._new, self._run
        if new == _Pending():
            return
        rows = [(run, name, *astuple(self.places[name])) for name in new.places]
        with transaction(self._db):
            for statement in _TABLES.split(";") if not self._has_tables else ():
                self._db.execute(statement)
            marks = ", ".join("?" * (2 + len(fields(Place))))
            self._db.executemany(f"INSERT OR REPLACE INTO trap_places (run_id, place, {_PLACE}) VALUES ({marks})", rows)
            self._db.executemany("INSERT OR IGNORE INTO trap_items VALUES (?, ?, ?)", [(run, *item) for item in new.items])
            self._db.executemany("INSERT OR REPLACE INTO trap_pages VALUES (?, ?, ?)", [(run, *page) for page in new.pages.items()])
            self._db.executemany("INSERT OR REPLACE INTO trap_bodies VALUES (?, ?, ?)", [(run, *body) for body in new.bodies.items()])
            self._db.executemany("INSERT OR REPLACE INTO trap_hops VALUES (?, ?, ?)", [(run, *hop) for hop in new.hops.items()])
        self._has_tables = True
        self._new = _Pending()

    def close(self, is_finished: bool) -> None:
        """Close the file; what a finished run knew is forgotten."""
        if is_finished and self._has_tables:
            for name in _NAMES:
                self._db.execute(f"DELETE FROM {name} WHERE run_id = ?", (self._run,))
        self._db.close()


def digest(value: str | bytes) -> int:
    """A number that stands for a key or a body."""
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
