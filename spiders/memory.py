"""What is remembered of each resource of a site from one crawl to the next.

Two tables in the SQLite file of the frontier and the staged rows:

- ``observed``: what the crawls since the last one's beginning met. Written before
  the rows of the same fetches are committed, and believed only for fetches that are ``done``.
- ``resources``: what was known when the crawl began. It changes only when the next
  crawl begins and takes in what was observed, so a crawl that was killed and goes on
  decides as an uninterrupted one, and a fetch made twice counts once.

Missing is what answered 404 or 410. An error, or an error page sent with status 200,
says nothing: it neither counts as missing nor ends a row of misses. Misses of a crawl
in which half of the known articles are missing (20 or more), or every start page, are
not believed: then it is the site that is in trouble.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Self

from extractors import EXTRACTOR_VERSION
from spiders.database import has_table, transaction
from spiders.frontier import Entry
from spiders.sites import Site

ANSWERS = ("article", "listing", "attachment", "duplicate", "unchanged")
"""Outcomes of a resource that is there."""

GONE = "gone"
MISSES_TO_BE_GONE = 2
TOO_MANY_MISSING, TOO_GREAT_A_SHARE = 20, 0.5
"""Misses are not believed where both are reached by the known articles of one crawl."""

_COLUMNS = """
    site TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, depth INTEGER NOT NULL, etag TEXT, last_modified TEXT, sha256 TEXT, reader TEXT,
    kind TEXT, outcome TEXT, article_id TEXT, version TEXT"""
_TABLES = f"""
CREATE TABLE IF NOT EXISTS resources ({_COLUMNS},
    first_at TEXT, last_at TEXT, changed_at TEXT, misses INTEGER NOT NULL, missing_since TEXT, run_id TEXT NOT NULL, PRIMARY KEY (site, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS resources_of_article ON resources (site, article_id) WHERE article_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS observed ({_COLUMNS}, at TEXT, start INTEGER NOT NULL, run_id TEXT NOT NULL, PRIMARY KEY (site, run_id, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS elsewhere (
    site TEXT NOT NULL, run_id TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (site, run_id, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of a resource, whether it is remembered or has just been met."""

    key: str
    url: str
    depth: int
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    reader: str | None = None
    kind: str | None = None
    outcome: str | None = None
    article_id: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Resource(_Known):
    """What was known of a resource when the crawl began.

    ``url`` is where it answered; ``etag``, ``last_modified`` and ``sha256`` belong to the body that was read there by
    ``reader``. ``kind`` is its last outcome that told what it is, ``outcome`` the last of all (``None``: seen, never
    fetched). Times are ISO 8601 in UTC. ``misses`` is in how many crawls in a row it was missing, ``missing_since`` the
    first of them.
    """

    first_at: str | None = None
    last_at: str | None = None
    changed_at: str | None = None
    misses: int = 0
    missing_since: str | None = None
    run_id: str = ""

    def was_read_by(self, reader: str) -> bool:
        """Whether its body was read whole by this reader and need not be read again while it stays the same."""
        return self.reader == reader and self.misses == 0 and self.kind in ("article", "listing", "attachment", "duplicate")


@dataclass(frozen=True, slots=True)
class Observation(_Known):
    """What one fetch tells of a resource; ``start`` marks a start page. ``outcome`` is ``None`` for what was seen and not fetched."""

    at: str | None = None
    start: bool = False


_RESOURCE = ", ".join(field.name for field in fields(Resource))
_OBSERVATION = ", ".join(field.name for field in fields(Observation))
_values = attrgetter(*(field.name for field in fields(Observation)))
_ANSWERED = f"excluded.outcome IN {ANSWERS}"
_TAKE_IN = f"""
INSERT INTO resources (site, {_RESOURCE})
SELECT site, key, url, depth, etag, last_modified, sha256, reader, kind, outcome, article_id, version, at, at, at,
    coalesce(outcome = '{GONE}', 0), iif(outcome = '{GONE}', run_id, NULL), run_id
FROM observed WHERE site = :site AND run_id = :run_id AND (outcome IS NULL OR outcome <> '{GONE}' OR :believed)
    AND (outcome IS NULL OR EXISTS (SELECT 1 FROM done WHERE done.run_id = observed.run_id AND done.key = observed.key))
ON CONFLICT (site, key) DO UPDATE SET
    {", ".join(f"{name} = iif({_ANSWERED}, excluded.{name}, resources.{name})" for name in ("url", "etag", "last_modified", "sha256", "reader"))},
    {", ".join(f"{name} = coalesce(excluded.{name}, resources.{name})" for name in ("kind", "outcome", "article_id", "version", "last_at"))},
    depth = min(excluded.depth, resources.depth),
    first_at = coalesce(resources.first_at, excluded.first_at),
    changed_at = iif({_ANSWERED} AND excluded.outcome <> 'unchanged', excluded.changed_at, resources.changed_at),
    misses = CASE WHEN {_ANSWERED} THEN 0 ELSE resources.misses + excluded.misses END,
    missing_since = CASE WHEN {_ANSWERED} THEN NULL ELSE coalesce(resources.missing_since, excluded.missing_since) END,
    run_id = excluded.run_id
WHERE excluded.run_id > resources.run_id
"""
_KNOWN_ARTICLES = f"""
SELECT count(*), total(observed.outcome = '{GONE}') FROM observed JOIN resources USING (site, key)
WHERE observed.site = ? AND observed.run_id = ? AND observed.outcome IS NOT NULL AND resources.article_id IS NOT NULL AND misses < {MISSES_TO_BE_GONE}
"""
_START_PAGES = f"SELECT count(*), total(outcome = '{GONE}') FROM observed WHERE site = ? AND run_id = ? AND start AND outcome IS NOT NULL"
_ALIVE_ELSEWHERE = f"SELECT 1 FROM resources WHERE site = ? AND article_id = ? AND key <> ? AND misses = 0 AND outcome IN {ANSWERS}"
_VERSION = f"""
SELECT article_id, version FROM observed WHERE site = :site AND run_id = :run_id AND key = :key AND article_id IS NOT NULL AND version IS NOT NULL
UNION ALL
SELECT article_id, version FROM resources
WHERE site = :site AND key = :key AND article_id IS NOT NULL AND version IS NOT NULL AND misses = 0 AND outcome IN {ANSWERS} AND kind = 'article'
LIMIT 1
"""


def reader_of(site: Site) -> str:
    """What decides what is read of a body: the extractor's version, and the settings of the site."""
    settings = (site.name, site.scheme, site.hosts, site.template, site.place_code, site.max_depth, site.max_per_shape, site.max_bytes)
    return f"{EXTRACTOR_VERSION} {hashlib.sha256(repr(settings).encode()).hexdigest()[:12]}"


class Memory:
    """What is remembered of one site; ``run_id`` is the crawl that is under way. Raises ``sqlite3.Error`` where the file cannot be used."""

    def __init__(self, state: Path, site: str, run_id: str) -> None:
        self._site, self._run_id = site, run_id
        self._noted: dict[str, Observation] = {}
        self._seen_elsewhere: dict[str, str] = {}
        self._db = sqlite3.connect(state, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA synchronous = NORMAL")
        with transaction(self._db):
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._take_in_what_was_observed()
        self.is_empty = self._db.execute("SELECT 1 FROM resources WHERE site = ? LIMIT 1", (site,)).fetchone() is None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was noted and not flushed is dropped."""
        self._db.close()

    # -------------------------------------------------------------- what was known
    def find(self, key: str) -> Resource | None:
        """What was known of a resource when the crawl began."""
        if self.is_empty:
            return None
        row = self._db.execute(f"SELECT {_RESOURCE} FROM resources WHERE site = ? AND key = ?", (self._site, key)).fetchone()
        return None if row is None else Resource(*row)

    def resources(self) -> Iterator[Resource]:
        """All that was known when the crawl began, the oldest check first."""
        query = f"SELECT {_RESOURCE} FROM resources WHERE site = ? ORDER BY last_at, key"
        for row in self._db.execute(query, (self._site,)):
            yield Resource(*row)

    def is_alive_elsewhere(self, known: Resource) -> bool:
        """Whether the same article answered under another address at the last crawl."""
        return self._db.execute(_ALIVE_ELSEWHERE, (self._site, known.article_id, known.key)).fetchone() is not None

    def version_of(self, key: str) -> tuple[str, str] | None:
        """The article and its version that answered at a key: in this crawl, else as it was known when the crawl began."""
        met = self._noted.get(key)
        if met is not None:
            return None if met.article_id is None or met.version is None else (met.article_id, met.version)
        for row in self._db.execute(_VERSION, {"site": self._site, "run_id": self._run_id, "key": key}):
            return (str(row[0]), str(row[1]))
        return None

    # -------------------------------------------------------------- what is met now
    def note(self, observation: Observation) -> None:
        """Keep what a fetch tells; durable after :meth:`flush`."""
        self._noted[observation.key] = observation

    def note_elsewhere(self, key: str, url: str) -> None:
        """A page of this crawl links to a known resource at another URL than the one it is remembered at; the last one told is kept."""
        self._seen_elsewhere[key] = url

    def elsewhere(self, key: str) -> str | None:
        """Where else the pages of this crawl say that a known resource is."""
        if key in self._seen_elsewhere:
            return self._seen_elsewhere[key]
        row = self._db.execute("SELECT url FROM elsewhere WHERE site = ? AND run_id = ? AND key = ?", (self._site, self._run_id, key)).fetchone()
        return None if row is None else str(row[0])

    def flush(self) -> None:
        """Write what was noted; to be called before the rows of the same fetches are committed."""
        if not self._noted and not self._seen_elsewhere:
            return
        with transaction(self._db):
            self._write(self._noted.values())
            moved = [(self._site, self._run_id, *pair) for pair in self._seen_elsewhere.items()]
            self._db.executemany("INSERT OR REPLACE INTO elsewhere VALUES (?, ?, ?, ?)", moved)
        self._noted.clear()
        self._seen_elsewhere.clear()

    def keep_unfetched(self, entries: Iterable[Entry]) -> None:
        """Remember what a finished crawl saw and did not fetch: its links may stand on pages that will not be read again while they stay the same."""
        with transaction(self._db):
            self._write((Observation(e.key, e.url, e.depth) for e in entries), "OR IGNORE")

    def doubt(self) -> str | None:
        """Why the misses of this crawl are not to be believed; ``None`` where they are. Counts what was flushed."""
        return self._doubt(self._run_id)

    def met(self, outcomes: Collection[str]) -> bool:
        """Whether this crawl met one of some outcomes, also before it was killed and taken up again. Counts what was flushed."""
        marks = ", ".join("?" * len(outcomes))
        query = f"SELECT 1 FROM observed WHERE site = ? AND run_id = ? AND outcome IN ({marks}) LIMIT 1"
        return self._db.execute(query, (self._site, self._run_id, *outcomes)).fetchone() is not None

    # -------------------------------------------------------------- from crawl to crawl
    def _take_in_what_was_observed(self) -> None:
        """Make what other crawls observed what is known, in their order."""
        runs = self._db.execute("SELECT DISTINCT run_id FROM observed WHERE site = ? AND run_id <> ? ORDER BY run_id", (self._site, self._run_id)).fetchall()
        has_done = has_table(self._db, "done")
        for (run_id,) in runs:
            if has_done:
                self._db.execute(_TAKE_IN, {"site": self._site, "run_id": run_id, "believed": self._doubt(run_id) is None})
            self._db.execute("DELETE FROM observed WHERE site = ? AND run_id = ?", (self._site, run_id))
        self._db.execute("DELETE FROM elsewhere WHERE site = ? AND run_id <> ?", (self._site, self._run_id))

    def _doubt(self, run_id: str) -> str | None:
        starts, missing = self._db.execute(_START_PAGES, (self._site, run_id)).fetchone()
        if starts and starts == missing:
            return "the start page is missing"
        asked, missing = self._db.execute(_KNOWN_ARTICLES, (self._site, run_id)).fetchone()
        if missing >= TOO_MANY_MISSING and missing > TOO_GREAT_A_SHARE * asked:
            return f"{int(missing)} of {asked} known articles are missing at once"
        return None

    def _write(self, observations: Iterable[Observation], conflict: str = "OR REPLACE") -> None:
        rows = ((self._site, self._run_id, *_values(o)) for o in observations)
        marks = ", ".join("?" * (2 + len(fields(Observation))))
        self._db.executemany(f"INSERT {conflict} INTO observed (site, run_id, {_OBSERVATION}) VALUES ({marks})", rows)
