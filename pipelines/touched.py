"""Which articles and runs changed since when: what a publication must read anew.

Triggers note every change of the rows that are published, whoever makes it, in the
transaction that makes it: under a number that rises, by article or by run. A
publication that knows up to which number a snapshot is right reads the later ones alone.
An ``address`` may be the one that the article had before; whoever asks compares.
"""

from __future__ import annotations

import secrets
import sqlite3

ARTICLE, ADDRESS, RUN = "article", "address", "run"

_OTHERS = "EXISTS (SELECT 1 FROM versions AS v WHERE v.article_id = NEW.article_id AND v.reading <> NEW.reading)"
_READ = 'article_id, version, extractor_version, captured_at, first_seen_at, "articles", "figures", "dates", "references"'


def _trigger(name: str, event: str, kind: str, group: str, when: str = "") -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS touched_{name} AFTER {event} {condition}BEGIN "
        f"INSERT INTO touched VALUES ('{kind}', {group}, (SELECT coalesce(max(change), 0) + 1 FROM touched)) "
        "ON CONFLICT (kind, name) DO UPDATE SET change = excluded.change; END;\n"
    )


TABLES = """
CREATE TABLE IF NOT EXISTS identity (state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS touched (kind TEXT NOT NULL, name TEXT NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS touched_by_change ON touched (change);
""" + "".join(
    [
        _trigger("by_new_version", "INSERT ON versions", ARTICLE, "NEW.article_id"),
        _trigger("by_lost_version", "DELETE ON versions", ARTICLE, "OLD.article_id"),
        _trigger("by_reading", f"UPDATE OF {_READ} ON versions", ARTICLE, "NEW.article_id"),
        _trigger("by_currency", "UPDATE OF last_seen_at ON versions", ARTICLE, "NEW.article_id", _OTHERS),
        _trigger("by_going", "INSERT ON gone", ARTICLE, "NEW.article_id", "NEW.counted"),
        _trigger("by_counting", "UPDATE ON gone", ARTICLE, "NEW.article_id", "(NEW.counted, NEW.gone_at) IS NOT (OLD.counted, OLD.gone_at)"),
        _trigger("by_return", "DELETE ON gone", ARTICLE, "OLD.article_id", "OLD.counted"),
        _trigger("by_address", "INSERT ON addresses", ADDRESS, "NEW.article_id"),
        _trigger("by_other_address", "UPDATE ON addresses", ADDRESS, "NEW.article_id", "(NEW.url, NEW.section) IS NOT (OLD.url, OLD.section)"),
        _trigger("by_lost_address", "DELETE ON addresses", ADDRESS, "OLD.article_id"),
        _trigger("by_fetch", "INSERT ON pages", RUN, "NEW.run_id"),
        _trigger("by_other_fetch", "UPDATE ON pages", RUN, "NEW.run_id"),
        _trigger("by_lost_fetch", "DELETE ON pages", RUN, "OLD.run_id"),
    ]
)
"""To be run after the tables that the triggers watch are made."""


def name_state(db: sqlite3.Connection) -> None:
    """Give a state its name, once: numbers of another state mean nothing in this one."""
    db.execute("INSERT INTO identity SELECT ? WHERE NOT EXISTS (SELECT 1 FROM identity)", (secrets.token_hex(8),))


def state_name(db: sqlite3.Connection) -> str:
    """The state's name."""
    return str(db.execute("SELECT state FROM identity").fetchone()[0])


def last_change(db: sqlite3.Connection) -> int:
    """The number of the newest change; 0 where nothing changed yet."""
    return int(db.execute("SELECT coalesce(max(change), 0) FROM touched").fetchone()[0])


def touched_since(db: sqlite3.Connection, kind: str, change: int) -> list[str]:
    """What changed later than ``change``, in order of its name."""
    return [row[0] for row in db.execute("SELECT name FROM touched WHERE kind = ? AND change > ? ORDER BY name", (kind, change))]
