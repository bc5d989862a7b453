"""Where a crawl would never end: what is known of pages that look alike, and when to stop following them.

Pages of one *shape* (:func:`spiders.links.shape_of`) go on as long as they bring
what no earlier page of the same shape brought: articles and files, an article of
their own, or pages of another shape that has proved to lead to articles or has not
been tried enough. So a listing of two thousand pages is read to its end, also when a
sitemap has named all its articles, and a calendar ends after a few days. The same
holds with more patience for a *family* of shapes (one path with ever more parameters, ever deeper paths).

The ledger keeps its tables beside the frontier. A page is noted once in a run,
however often the crawl is killed: what was decided of it stands.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from spiders.database import has_table, transaction
from spiders.frontier import Entry
from spiders.links import ARTICLE, ATTACHMENT, family_of

PATIENCE = 20
"""So many pages of a shape in a row may bring nothing new, and more of one that brought much: one for every hundred articles."""
FAMILY_PATIENCE = 60
FALSE_PATIENCE = 30
"""So many articles in a row that a shape named may turn out to be none."""
TRIALS = 10
"""From so many pages on, a shape counts for others only if it led to articles."""
FIRST_SHAPES = 8
"""So many shapes of a family are given the benefit of the doubt; more are what combines parameters."""
SAME_BODY = 5
"""Links of a page are followed no more where its body has been seen so often and it brought nothing new."""
SAME_ARTICLE = 20
"""Links of an article are followed no more where its text has been seen so often under other numbers."""
MAX_HOPS = 5

FOLLOWED = ""

_TABLES = """
CREATE TABLE IF NOT EXISTS trap_places (
    run_id TEXT NOT NULL, place TEXT NOT NULL, tried INTEGER NOT NULL, found INTEGER NOT NULL, since_found INTEGER NOT NULL,
    barren INTEGER NOT NULL, false_ones INTEGER NOT NULL, closed TEXT NOT NULL, PRIMARY KEY (run_id, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_items (run_id TEXT NOT NULL, item INTEGER NOT NULL, place TEXT NOT NULL, PRIMARY KEY (run_id, item, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_pages (run_id TEXT NOT NULL, page INTEGER NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, page)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_bodies (run_id TEXT NOT NULL, body INTEGER NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (run_id, body)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trap_hops (run_id TEXT NOT NULL, key TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (run_id, key)) WITHOUT ROWID;
"""
_NAMES = ("trap_places", "trap_items", "trap_pages", "trap_bodies", "trap_hops")


@dataclass(slots=True)
class Place:
    """What is known of a shape or family. ``closed`` is the kind of trap that it is, or empty."""

    tried: int = 0
    found: int = 0
    since_found: int = 0
    barren: int = 0
    false_ones: int = 0
    closed: str = ""

    def leads_to_articles(self) -> bool:
        """Whether a link to a page of this shape is worth something; in doubt it is."""
        return not self.closed and (self.tried < TRIALS or (self.found > 0 and self.since_found < PATIENCE))


@dataclass(slots=True)
class _Pending:
    """What is not written yet."""

    places: set[str] = field(default_factory=set)
    items: set[tuple[int, str]] = field(default_factory=set)
    pages: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)
    hops: dict[str, str] = field(default_factory=dict)


class TrapLedger:
    """What a run knows of its traps, in the state file at ``path``. Raises ``sqlite3.Error`` where that cannot be used."""

    def __init__(self, path: Path, run_id: str) -> None:
        self._run = run_id
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._has_tables = has_table(self._db, _NAMES[-1])
        rows = self._rows("SELECT place, tried, found, since_found, barren, false_ones, closed FROM trap_places WHERE run_id = ?")
        self._places = {name: Place(*known) for name, *known in rows}
        self._families: dict[str, set[str]] = {}
        self._new = _Pending()

    # -------------------------------------------------------------- asked
    def closed(self, entry: Entry) -> str:
        """The kind of trap that an entry belongs to: it is not worth fetching; empty for one that is."""
        return next((place.closed for name in _places_of(entry) if (place := self._places.get(name)) is not None and place.closed), "")

    def note(self, entry: Entry, links: Iterable[Entry], text: str | bytes, *, is_article: bool = False, is_missing: bool = False) -> str:
        """Learn from a page that was answered, and decide on its ``links``.

        ``text`` is what makes the page what it is; figures are left out of account, but for
        articles with a number, of which two may differ in nothing else;
        ``is_missing`` tells of an answer that the page is gone. Returns an empty
        string where all links are to be followed, else the kind of trap: ``same_body``,
        where only its links to articles and files are, or ``same_article``.
        """
        page = _hash(entry.key)
        verdict = self._verdict_on(page)
        if verdict is None:
            seen = 0 if is_missing else self._count_body(_hash(text if entry.priority == ARTICLE else _without_figures(text)))
            self._judge_origin(entry, is_article and seen == 1, is_missing or is_article)
            is_new = self._learn(entry, list(links), own=is_article and seen == 1)
            bound, kind = (SAME_ARTICLE, "same_article") if entry.priority == ARTICLE else (SAME_BODY, "same_body")
            verdict = FOLLOWED if is_new or seen < bound else kind
            self._new.pages[page] = verdict
        return verdict

    def hop(self, origin: str, key: str) -> str | None:
        """Note that ``origin`` redirects to ``key``; why that leads nowhere, or ``None``."""
        chain, at = [origin], origin
        while len(chain) <= MAX_HOPS and (before := self._origin_of(at)) is not None:
            at = before
            chain.append(at)
        if key in chain:
            return "redirect loop"
        if len(chain) > MAX_HOPS:
            return f"redirected more than {MAX_HOPS} times"
        if self._origin_of(key) is None:
            self._new.hops[key] = origin
        return None

    # -------------------------------------------------------------- learning
    def _learn(self, entry: Entry, links: list[Entry], own: bool) -> bool:
        """Count what a page brought to its shape and family; whether it brought anything to its shape."""
        is_new = False
        for name in _places_of(entry):
            place = self._places.setdefault(name, Place())
            self._new.places.add(name)
            found, led_on = self._novelty(name, entry.shape, links)
            found += own
            place.tried += 1
            place.found += found
            place.since_found = 0 if found else place.since_found + 1
            place.barren = 0 if found or led_on else place.barren + 1
            patience = FAMILY_PATIENCE if name.endswith("*") else PATIENCE
            if not place.closed and place.barren >= max(patience, place.found // 100):
                place.closed = "family" if name.endswith("*") else "shape"
            is_new = is_new or bool(found or led_on)
        return is_new

    def _novelty(self, name: str, shape: str | None, links: list[Entry]) -> tuple[int, int]:
        """How many articles and files, and how many other pages, no page of the place brought before."""
        found = led_on = 0
        for link in links:
            is_sure = link.priority in (ARTICLE, ATTACHMENT)
            if not is_sure and (link.shape == shape or not self._leads_on(link, name)):
                continue
            if self._is_new_item(_hash(link.key), name):
                found, led_on = found + is_sure, led_on + (not is_sure)
        return found, led_on

    def _leads_on(self, link: Entry, name: str) -> bool:
        """Whether a link to a page is news for a place: within a family, only to one of its first shapes or one that led to articles."""
        shape = link.shape
        if shape is None:
            return family_of(link.url) != name
        place = self._places.get(shape)
        if name == family_of(link.url):
            first = self._families.setdefault(name, set())
            if len(first) < FIRST_SHAPES:
                first.add(shape)
            if shape not in first and (place is None or place.tried < TRIALS):
                return False
        return place is None or place.leads_to_articles()

    def _judge_origin(self, entry: Entry, is_good: bool, is_judged: bool) -> None:
        """Where shapes name articles that are none, one after the other, they are made up."""
        if entry.priority != ARTICLE or not is_judged:
            return
        item = _hash(entry.key)
        rows = self._rows("SELECT place FROM trap_items WHERE run_id = ? AND item = ?", item)
        for name in {row[0] for row in rows} | {name for known, name in self._new.items if known == item}:
            place = self._places[name]
            place.false_ones = 0 if is_good else place.false_ones + 1
            self._new.places.add(name)
            if not place.closed and place.false_ones >= max(FALSE_PATIENCE, place.found // 10):
                place.closed = "false_articles"

    # -------------------------------------------------------------- kept
    def _is_new_item(self, item: int, name: str) -> bool:
        if (item, name) in self._new.items:
            return False
        if self._rows("SELECT 1 FROM trap_items WHERE run_id = ? AND item = ? AND place = ?", item, name):
            return False
        self._new.items.add((item, name))
        return True

    def _count_body(self, body: int) -> int:
        seen = self._new.bodies.get(body)
        if seen is None:
            rows = self._rows("SELECT seen FROM trap_bodies WHERE run_id = ? AND body = ?", body)
            seen = int(rows[0][0]) if rows else 0
        self._new.bodies[body] = seen + 1
        return seen + 1

    def _verdict_on(self, page: int) -> str | None:
        if page in self._new.pages:
            return self._new.pages[page]
        rows = self._rows("SELECT verdict FROM trap_pages WHERE run_id = ? AND page = ?", page)
        return str(rows[0][0]) if rows else None

    def _origin_of(self, key: str) -> str | None:
        if key in self._new.hops:
            return self._new.hops[key]
        rows = self._rows("SELECT origin FROM trap_hops WHERE run_id = ? AND key = ?", key)
        return str(rows[0][0]) if rows else None

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        """What is written of this run; nothing is before the first flush, which makes the tables."""
        return self._db.execute(query, (self._run, *values)).fetchall() if self._has_tables else []

    def flush(self) -> None:
        """Write what was learnt; to be done before a page that taught it is marked done."""
        new, run = self._new, self._run
        if new == _Pending():
            return
        places = [(name, self._places[name]) for name in new.places]
        with transaction(self._db):
            for statement in _TABLES.split(";") if not self._has_tables else ():
                self._db.execute(statement)
            rows = [(run, name, p.tried, p.found, p.since_found, p.barren, p.false_ones, p.closed) for name, p in places]
            self._db.executemany("INSERT OR REPLACE INTO trap_places VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
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


def _places_of(entry: Entry) -> list[str]:
    """The shape and the family of an entry; none for articles and files, which are no places to go on from."""
    if entry.priority in (ARTICLE, ATTACHMENT):
        return []
    return [name for name in (entry.shape, family_of(entry.url)) if name is not None]


_FIGURES = b"0123456789 \t\r\n"
_TEXT_FIGURES = str.maketrans("", "", "0123456789 \t\r\n")


def _without_figures(text: str | bytes) -> bytes:
    """Two pages that differ in clock, counter or day only are one."""
    if isinstance(text, bytes):
        return text.translate(None, _FIGURES)
    return text.translate(_TEXT_FIGURES).casefold().encode("utf-8", "surrogatepass")


def _hash(value: str | bytes) -> int:
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
