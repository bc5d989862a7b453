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

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractors.records import Article, DateMention, Extraction, Figure, Harvest, Reference, Sighting
from pipelines import changes
from pipelines.errors import CorruptStateError, using_state, writing
from pipelines.schema import json_values, to_json, utc

FORMAT = 2
"""Raised when the tables below change; kept in SQLite's ``user_version``."""

FINDINGS: tuple[type[Any], ...] = (Figure, DateMention, Reference)
VERSIONED: tuple[type[Any], ...] = (Article, *FINDINGS)
"""The records that belong to a version of an article."""

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
"""


def state_path(directory: Path) -> Path:
    """Where the state of an output folder is kept."""
    return directory / ".state" / "solieu.db"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a version of an article holds for one table: one list per field, in JSON's types.

    ``gone_at`` is set while the article is gone; ``address`` is URL and section of a later capture.
    """

    article_id: str
    version: str
    first_seen_at: str
    is_current: bool
    values: dict[str, list[Any]]
    gone_at: str | None = None
    address: tuple[str, str | None] | None = None


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
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} {changes.TABLES} PRAGMA user_version = {FORMAT}; COMMIT")

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
                (run_id, site, extractor_version, _stamp(at or datetime.now(UTC))),
            )

    def end_run(self, run_id: str, exit: str, at: datetime | None = None) -> None:
        """Note how a run ended: a code of ``EXITS``."""
        with self._transaction() as db:
            db.execute("UPDATE runs SET finished_at = ?, exit = ? WHERE run_id = ?", (_stamp(at or datetime.now(UTC)), exit, run_id))

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
            return [_stage(db, one) for one in prepared]

    # -------------------------------------------------------------- reading
    def versions(self, record: type[Any], *, history: bool = False) -> Iterator[Stored]:
        """What is stored for one of ``VERSIONED``, by article: of the current versions, or of all."""
        chosen = "" if history else "WHERE is_current"
        query = f'SELECT article_id, version, first_seen_at, "{record.TABLE}" FROM versions WHERE reading = ?'
        with using_state(self.path):
            gone, addresses = changes.gone_articles(self._db), changes.addresses(self._db)
            for reading, is_current in self._db.execute(f"SELECT reading, is_current FROM ({_RANKED}) {chosen} ORDER BY article_id, version").fetchall():
                article_id, version, first_seen_at, packed = self._db.execute(query, (reading,)).fetchone()
                values, address = self._load(packed, f"article {article_id}"), addresses.get((article_id, version))
                yield Stored(article_id, version, first_seen_at, bool(is_current), values, gone.get(article_id), address)

    def _load(self, stored: bytes, what: str) -> dict[str, Any]:
        try:
            loaded: dict[str, Any] = json.loads(zlib.decompress(stored))
        except (zlib.error, ValueError) as error:
            raise CorruptStateError(f"the state in {self.path} is damaged at {what}; move it away and rebuild from the archive") from error
        return loaded

    def pages(self) -> Iterator[dict[str, Any]]:
        """All fetches of all runs, as rows of ``pages``."""
        return (row for _, row in self.numbered_pages())

    def numbered_pages(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The same with the number under which each was staged."""
        with using_state(self.path):
            for number, row in self._db.execute("SELECT number, row FROM pages ORDER BY number"):
                yield number, self._load(row, f"fetch {number}")

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


_RANKED = """
SELECT reading, article_id, version,
    row_number() OVER (PARTITION BY article_id ORDER BY last_seen_at DESC, reading DESC) = 1 AS is_current
FROM versions
"""

_RUNS = f"""
SELECT runs.*, {changes.COUNTS}, count(outcome) AS pages,
    count(*) FILTER (WHERE outcome = 'article') AS articles,
    count(*) FILTER (WHERE outcome = 'listing') AS listings,
    count(*) FILTER (WHERE outcome IN ('duplicate', 'unchanged')) AS unchanged,
    count(*) FILTER (WHERE outcome NOT IN ('article', 'listing', 'duplicate', 'unchanged')) AS failed,
    coalesce(sum(figures), 0) AS figures
FROM runs LEFT JOIN pages USING (run_id) GROUP BY runs.run_id ORDER BY runs.run_id
"""


@dataclass(frozen=True, slots=True)
class PreparedVersion:
    """A version of an article as it will stand in the file; ``packed`` holds one blob for each of ``VERSIONED``."""

    article_id: str
    version: str
    extractor_version: str
    captured_at: str
    first_seen_at: str
    url: str
    section: str | None
    packed: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A fetch as it will stand in the file, made before the file is locked."""

    run_id: str
    key: str
    outcome: str
    figures: int
    row: bytes
    version: PreparedVersion | None
    fetched_at: str
    sighting: Sighting | None


def prepare(harvest: Harvest) -> Prepared:
    """The rows of a harvest. Raises ``ValueError`` where they cannot be stored whatever the state of the disk."""
    page, extraction = harvest.page, harvest.extraction
    version = None if extraction is None or extraction.article is None else _prepare_version(extraction.article, extraction)
    figures = len(extraction.figures) if extraction else 0
    prepared = Prepared(page.run_id, harvest.key, page.outcome, figures, _pack(to_json(page)), version, _stamp(page.fetched_at), harvest.sighting)
    for text in (prepared.run_id, prepared.key, prepared.outcome, *([version.article_id, version.version] if version else [])):
        text.encode()  # half a surrogate pair fails here, and not in a transaction with others
    return prepared


def _prepare_version(article: Article, extraction: Extraction) -> PreparedVersion:
    tables: Mapping[str, list[Any]] = {"articles": [article], "figures": extraction.figures, "dates": extraction.dates, "references": extraction.references}
    captured = _stamp(article.retrieved_at)
    return PreparedVersion(
        article_id=article.article_id,
        version=article.version,
        extractor_version=article.extractor_version,
        captured_at=captured,
        first_seen_at=min(captured, _stamp(article.first_seen_at)),
        url=article.url,
        section=article.section,
        packed=tuple(_pack(json_values(record, tables[record.TABLE])) for record in VERSIONED),
    )


def _stage(db: sqlite3.Connection, new: Prepared) -> bool:
    if not db.execute("INSERT OR IGNORE INTO done VALUES (?, ?)", (new.run_id, new.key)).rowcount:
        return False
    db.execute("INSERT INTO pages (run_id, outcome, figures, row) VALUES (?, ?, ?, ?)", (new.run_id, new.outcome, new.figures, new.row))
    if new.version is not None:
        changes.note_version(db, new.run_id, new.version.article_id, new.version.version, new.version.captured_at)
        _stage_version(db, new.version)
    if new.sighting is not None:
        changes.note_sighting(db, new.run_id, new.fetched_at, new.sighting)
    return True


def _stage_version(db: sqlite3.Connection, new: PreparedVersion) -> None:
    found = db.execute(
        "SELECT reading, extractor_version, captured_at, first_seen_at, last_seen_at FROM versions WHERE article_id = ? AND version = ?",
        (new.article_id, new.version),
    ).fetchone()
    if found is None:
        _write_version(db, new, None, new.first_seen_at, new.captured_at)
        return
    reading, extractor, captured_before, first_before, last_before = found
    first, last = min(new.first_seen_at, first_before), max(new.captured_at, last_before)
    if extractor != new.extractor_version:
        db.execute("DELETE FROM versions WHERE reading = ?", (reading,))
        _write_version(db, new, None, first, last)
    elif new.captured_at < captured_before:
        _write_version(db, new, reading, first, last)
    elif (first, last) != (first_before, last_before):
        changes.note_address(db, new.article_id, new.version, new.url, new.section, new.captured_at)
        db.execute("UPDATE versions SET first_seen_at = ?, last_seen_at = ? WHERE reading = ?", (first, last, reading))


def _write_version(db: sqlite3.Connection, new: PreparedVersion, reading: int | None, first: str, last: str) -> None:
    identity = (reading, new.article_id, new.version, new.extractor_version, new.captured_at)
    db.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*identity, first, last, *new.packed))


def _pack(values: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode(), level=1)


def _stamp(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")
