"""The durable state of an output folder: what every run fetched and read, in one SQLite file.

``DIR/.state/solieu.db`` is in WAL mode with ``synchronous=FULL``. A fetch is staged
in a transaction that writes its row of ``pages``, its article with all findings,
and its mark in ``done``, and those of other fetches; so a crawl that is killed anywhere and started again under
the same run ends with exactly the rows of an uninterrupted one.

Others may read two tables of the file, whose path they get as the Scrapy setting
``SOLIEU_STATE``:

- ``runs(run_id, site, extractor_version, started_at, finished_at, exit)``: a run whose
  ``exit`` is null was killed, one whose ``exit`` is ``interrupted`` or ``failed`` was
  stopped; either may be taken up again under its ``run_id``.
- ``done(run_id, key)``: the fetches of a run that are staged, by ``Harvest.key``. A key
  that stands here need not be fetched again in that run.

Both exist as soon as a run has begun and are written by this module alone.

A version of an article is one row however often it is met: what stands in it is
its earliest capture, read by the newest extractor. All versions are kept; the one
captured last is the current one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractors.records import Harvest
from pipelines import changes, touched
from pipelines.errors import CorruptStateError, using_state, writing
from pipelines.packing import Damaged, unpack_json
from pipelines.prepared import Prepared, prepare, stamp, write
from pipelines.versions import Stored, Version, add_layouts, knows_layouts, versions

FORMAT = 3
"""Raised when the tables below change; kept in SQLite's ``user_version``."""

_TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, site TEXT NOT NULL, extractor_version TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT, exit TEXT);
CREATE TABLE IF NOT EXISTS done (run_id TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (run_id, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, outcome TEXT NOT NULL, figures INTEGER NOT NULL, row BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS versions (
    reading INTEGER PRIMARY KEY, article_id TEXT NOT NULL, version TEXT NOT NULL, extractor_version TEXT NOT NULL,
    captured_at TEXT NOT NULL, first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL,
    "articles" BLOB NOT NULL, "figures" BLOB NOT NULL, "dates" BLOB NOT NULL, "references" BLOB NOT NULL,
    UNIQUE (article_id, version));
CREATE INDEX IF NOT EXISTS versions_by_age ON versions (article_id, last_seen_at DESC, reading DESC);
CREATE TABLE IF NOT EXISTS layouts (layout BLOB PRIMARY KEY, schema BLOB NOT NULL) WITHOUT ROWID;
"""


def state_path(directory: Path) -> Path:
    """Where the state of an output folder is kept."""
    return directory / ".state" / "solieu.db"


class Staging:
    """The state file at ``path``. Raises :class:`pipelines.errors.StoreError` and nothing of SQLite's own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        with using_state(path):
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._open()

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found > FORMAT:
            raise CorruptStateError(f"the state in {self.path} was written by a newer version of solieu; update solieu to use it")
        if found < FORMAT:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} {changes.TABLES} {touched.TABLES} PRAGMA user_version = {FORMAT}; COMMIT")
        if not knows_layouts(self._db):
            with self._transaction() as db:
                touched.name_state(db)
                add_layouts(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with using_state(self.path):
            self._db.execute(begin)
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, all reads see one instant, whatever others write."""
        with self._transaction("BEGIN"):
            yield

    # -------------------------------------------------------------- runs
    def begin_run(self, site: str, extractor_version: str, run_id: str, at: datetime | None = None) -> None:
        """Begin a run, or take up again one that did not end."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO runs (run_id, site, extractor_version, started_at) VALUES (?, ?, ?, ?) ON CONFLICT (run_id) "
                "DO UPDATE SET extractor_version = excluded.extractor_version, finished_at = NULL, exit = NULL",
                (run_id, site, extractor_version, stamp(at or datetime.now(UTC))),
            )

    def end_run(self, run_id: str, exit: str, at: datetime | None = None) -> None:
        """Note how a run ended: a code of ``EXITS``."""
        with self._transaction() as db:
            db.execute("UPDATE runs SET finished_at = ?, exit = ? WHERE run_id = ?", (stamp(at or datetime.now(UTC)), exit, run_id))

    def unfinished_run(self, site: str) -> str | None:
        """The newest run of a site, where it did not end complete."""
        with using_state(self.path):
            row = self._db.execute("SELECT run_id, exit FROM runs WHERE site = ? ORDER BY run_id DESC LIMIT 1", (site,)).fetchone()
        return None if row is None or row[1] == "complete" else str(row[0])

    def is_done(self, run_id: str, key: str) -> bool:
        """Whether a fetch of a run is staged."""
        with using_state(self.path):
            return self._db.execute("SELECT 1 FROM done WHERE run_id = ? AND key = ?", (run_id, key)).fetchone() is not None

    def count_gone(self, run_id: str) -> None:
        """Let count, and so publish, that a run found articles gone."""
        with self._transaction() as db:
            changes.count_gone(db, run_id)

    def news(self, run_id: str) -> dict[str, int]:
        """How many articles a run found ``new``, ``changed`` and ``gone``."""
        with using_state(self.path):
            return changes.news(self._db, run_id)

    # -------------------------------------------------------------- staging
    def stage(self, harvest: Harvest) -> bool:
        """Store a fetch with all it gave and mark it done, in one transaction; false where it was done before."""
        return self.stage_all([prepare(harvest)])[0]

    def stage_all(self, prepared: Iterable[Prepared]) -> list[bool]:
        """Store several fetches in one transaction; each is stored or was done before."""
        with self._transaction() as db:
            return [write(db, one) for one in prepared]

    # -------------------------------------------------------------- reading
    def versions(self, record: type[Any], *, history: bool = False) -> Iterator[Stored]:
        """What is stored for one of ``VERSIONED``, by article: of the current versions, or of all."""
        for one in self.all_versions():
            if history or one.is_current:
                yield one.stored(record)

    def all_versions(self, since: int | None = None) -> Iterator[Version]:
        """All versions of all articles, or of those that changed later than the change ``since``; by article, then by version."""
        with using_state(self.path):
            yield from versions(self._db, self.path, since)

    def address(self, article_id: str, version: str) -> tuple[str, str | None] | None:
        """URL and section of a version's newest capture, where a later one than the stored told them."""
        with using_state(self.path):
            return changes.address(self._db, article_id, version)

    def state_name(self) -> str:
        """A name that no other state has."""
        with using_state(self.path):
            return touched.state_name(self._db)

    def last_change(self) -> int:
        """The number of the newest change of what is published."""
        with using_state(self.path):
            return touched.last_change(self._db)

    def touched_since(self, kind: str, change: int) -> list[str]:
        """The names of what changed later, of a kind of :mod:`pipelines.touched`."""
        with using_state(self.path):
            return touched.touched_since(self._db, kind, change)

    def pages(self, since: int | None = None) -> Iterator[dict[str, Any]]:
        """All fetches of all runs, or of those that changed later than ``since``, as rows of ``pages``: by run."""
        order = "ORDER BY run_id, number"
        where = "" if since is None else f"WHERE run_id IN (SELECT name FROM touched WHERE kind = '{touched.RUN}' AND change > {since:d})"
        return (row for _, row in self._pages(f"SELECT number, row FROM pages {where} {order}"))

    def numbered_pages(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """All fetches with the number under which each was staged, in that order."""
        return self._pages("SELECT number, row FROM pages ORDER BY number")

    def _pages(self, query: str) -> Iterator[tuple[int, dict[str, Any]]]:
        with using_state(self.path):
            for number, row in self._db.execute(query):
                try:
                    yield number, unpack_json(row)
                except Damaged as error:
                    raise CorruptStateError(f"the state in {self.path} is damaged at fetch {number}; move it away and rebuild from the archive") from error

    def runs(self) -> Iterator[dict[str, Any]]:
        """All runs with their counts, as rows of ``runs``."""
        with using_state(self.path):
            cursor = self._db.execute(_RUNS)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def extractor_version(self) -> str:
        """The extractor of the newest run, or nothing where none began."""
        with using_state(self.path):
            row = self._db.execute("SELECT extractor_version FROM runs ORDER BY run_id DESC LIMIT 1").fetchone()
        return "" if row is None else str(row[0])


_RUNS = f"""
SELECT runs.*, {changes.COUNTS}, count(outcome) AS pages,
    count(*) FILTER (WHERE outcome = 'article') AS articles,
    count(*) FILTER (WHERE outcome = 'listing') AS listings,
    count(*) FILTER (WHERE outcome IN ('duplicate', 'unchanged')) AS unchanged,
    count(*) FILTER (WHERE outcome NOT IN ('article', 'listing', 'duplicate', 'unchanged')) AS failed,
    coalesce(sum(figures), 0) AS figures
FROM runs LEFT JOIN pages USING (run_id) GROUP BY runs.run_id ORDER BY runs.run_id
"""
