"""What happened to articles from one crawl to the next: new, changed, gone, or moved to another address.

Three tables beside those of :mod:`pipelines.staging`, written in the transaction that marks a fetch done:

- ``news``: what a run brought about an article, once per run.
- ``gone``: the articles that answered 404 or 410 in two crawls in a row. A mark is
  ``counted``, and so published, when the run that set it is over and was sane.
- ``addresses``: where a version was met again later, so that its URL is that of the newest capture.
"""

from __future__ import annotations

import sqlite3
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS news (run_id TEXT NOT NULL, article_id TEXT NOT NULL, what TEXT NOT NULL, PRIMARY KEY (run_id, article_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (
    article_id TEXT PRIMARY KEY, gone_at TEXT NOT NULL, run_id TEXT NOT NULL, counted INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS addresses (
    article_id TEXT NOT NULL, version TEXT NOT NULL, url TEXT NOT NULL, section TEXT, seen_at TEXT NOT NULL, PRIMARY KEY (article_id, version)) WITHOUT ROWID;
"""

NEW, CHANGED, GONE = "new", "changed", "gone"

COUNTS = ", ".join(
    f"(SELECT count(*) FROM news WHERE news.run_id = runs.run_id AND what = '{what}') AS {what}_articles" for what in (NEW, CHANGED, GONE)
)
"""Columns of a query of ``runs``."""

_CURRENT = "SELECT version, last_seen_at FROM versions WHERE article_id = ? ORDER BY last_seen_at DESC, reading DESC LIMIT 1"


def note_version(db: sqlite3.Connection, run_id: str, article_id: str, version: str, captured_at: str) -> None:
    """Note whether a version that is about to be stored is news: of a new article, or other than the current one."""
    current = db.execute(_CURRENT, (article_id,)).fetchone()
    if current is None:
        what = NEW
    elif current[0] != version and captured_at > current[1]:
        what = CHANGED
    else:
        what = None
    if what is not None:
        db.execute("INSERT OR IGNORE INTO news VALUES (?, ?, ?)", (run_id, article_id, what))
    note_answer(db, article_id, captured_at)


def note_answer(db: sqlite3.Connection, article_id: str, at: str) -> None:
    """The article answered: it is not gone, or no longer."""
    db.execute("DELETE FROM gone WHERE article_id = ? AND gone_at < ?", (article_id, at))


def note_address(db: sqlite3.Connection, article_id: str, version: str, url: str, section: str | None, at: str) -> None:
    """The version was met again at ``url``."""
    db.execute(
        "INSERT INTO addresses VALUES (?, ?, ?, ?, ?) ON CONFLICT (article_id, version) "
        "DO UPDATE SET url = excluded.url, section = excluded.section, seen_at = excluded.seen_at WHERE excluded.seen_at > seen_at",
        (article_id, version, url, section, at),
    )


def note_sighting(db: sqlite3.Connection, run_id: str, at: str, sighting: Any) -> None:
    """Store a :class:`extractors.records.Sighting` of the moment ``at``: the version is current again, or the article is gone."""
    if sighting.gone:
        db.execute(
            "INSERT INTO gone (article_id, gone_at, run_id) VALUES (?, ?, ?) ON CONFLICT (article_id) "
            "DO UPDATE SET gone_at = excluded.gone_at, run_id = excluded.run_id WHERE NOT counted",
            (sighting.article_id, at, run_id),
        )
        return
    note_answer(db, sighting.article_id, at)
    if sighting.version is not None:
        met = (at, sighting.article_id, sighting.version)
        db.execute("UPDATE versions SET last_seen_at = max(last_seen_at, ?) WHERE article_id = ? AND version = ?", met)
        if sighting.url is not None:
            note_address(db, sighting.article_id, sighting.version, sighting.url, sighting.section, at)


def count_gone(db: sqlite3.Connection, run_id: str) -> None:
    """Let the marks count that a run set; doing so again changes nothing."""
    db.execute("INSERT OR IGNORE INTO news SELECT run_id, article_id, ? FROM gone WHERE run_id = ?", (GONE, run_id))
    db.execute("UPDATE gone SET counted = 1 WHERE run_id = ?", (run_id,))


def news(db: sqlite3.Connection, run_id: str) -> dict[str, int]:
    """How many articles a run found new, changed and gone."""
    found = dict(db.execute("SELECT what, count(*) FROM news WHERE run_id = ? GROUP BY what", (run_id,)).fetchall())
    return {what: found.get(what, 0) for what in (NEW, CHANGED, GONE)}


def address(db: sqlite3.Connection, article_id: str, version: str) -> tuple[str, str | None] | None:
    """URL and section of a version's newest capture, where a later one than the stored told them."""
    query = "SELECT url, section FROM addresses a JOIN versions v USING (article_id, version) WHERE article_id = ? AND version = ? AND seen_at > captured_at"
    found = db.execute(query, (article_id, version)).fetchone()
    return None if found is None else (found[0], found[1])
