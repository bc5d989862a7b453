"""A fetch made ready for the state, and written to it.

Turning records into blobs is done before the file is locked. A version of an article is
one row however often it is met: what stands in it is its earliest capture, read by the
newest extractor.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extractors.records import Article, DateMention, Extraction, Figure, Harvest, Reference, Sighting
from pipelines import changes
from pipelines.packing import pack, pack_json
from pipelines.schema import to_json, utc

FINDINGS: tuple[type[Any], ...] = (Figure, DateMention, Reference)
VERSIONED: tuple[type[Any], ...] = (Article, *FINDINGS)
"""The records that belong to a version of an article."""


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
    prepared = Prepared(page.run_id, harvest.key, page.outcome, figures, pack_json(to_json(page)), version, stamp(page.fetched_at), harvest.sighting)
    for text in (prepared.run_id, prepared.key, prepared.outcome, *([version.article_id, version.version] if version else [])):
        text.encode()  # half a surrogate pair fails here, and not in a transaction with others
    return prepared


def _prepare_version(article: Article, extraction: Extraction) -> PreparedVersion:
    tables: Mapping[str, list[Any]] = {"articles": [article], "figures": extraction.figures, "dates": extraction.dates, "references": extraction.references}
    captured = stamp(article.retrieved_at)
    return PreparedVersion(
        article_id=article.article_id,
        version=article.version,
        extractor_version=article.extractor_version,
        captured_at=captured,
        first_seen_at=min(captured, stamp(article.first_seen_at)),
        url=article.url,
        section=article.section,
        packed=tuple(pack(record, tables[record.TABLE], (article.article_id, article.version)) for record in VERSIONED),
    )


def write(db: sqlite3.Connection, new: Prepared) -> bool:
    """Write a fetch and mark it done; false where it was done before. To be called in a transaction."""
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


def stamp(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")
