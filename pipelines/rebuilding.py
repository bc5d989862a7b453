"""Readings made anew beside the state, and put into it in one transaction.

The state keeps its rows until :meth:`Rebuilding.put_in_place` commits; whatever
happens before leaves it as it was. Other sites may be crawled meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractors.records import Article, Harvest
from pipelines.errors import using_state
from pipelines.staging import Staging
from pipelines.versions import Stored

FILE = "rebuild.db"
"""The name, in the state folder, of the file in which a rebuild works."""

_READ = (
    "reading", "article_id", "version", "extractor_version", "captured_at", "first_seen_at", "last_seen_at",
    "articles", "figures", "dates", "references",
)  # fmt: skip
"""The columns of ``versions`` that a reading gives; what others note of a version is carried over."""


class Rebuilding:
    """New readings of pages of the state at ``path``, in a file beside it. Raises :class:`pipelines.errors.StoreError`."""

    def __init__(self, path: Path) -> None:
        self.path, self.beside = path, path.with_name(FILE)
        self._discard()
        self._staging = Staging(self.beside)
        self._numbers: list[int] = []
        self._brought: set[tuple[str, str]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._staging.close()
        self._discard()

    def sites(self) -> list[str]:
        """The sites that have runs in the state."""
        with Staging(self.path) as state:
            return sorted({str(run["site"]) for run in state.runs()})

    def count(self, sites: Collection[str]) -> int:
        """How many fetches the runs of some sites have."""
        with Staging(self.path) as state:
            return sum(int(run["pages"]) for run in state.runs() if run["site"] in sites)

    def pages(self, sites: Collection[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of ``pages`` of all runs of some sites, in JSON's types, with their numbers, in the order in which they were staged."""
        with Staging(self.path) as state, state.reading():
            wanted = {str(run["run_id"]) for run in state.runs() if run["site"] in sites}
            for number, row in state.numbered_pages():
                if row["run_id"] in wanted:
                    yield number, row

    def stage(self, number: int, harvest: Harvest) -> None:
        """Take in the new reading of the page that has ``number`` in the state."""
        self._staging.stage(harvest)
        self._numbers.append(number)

    def stage_import(self, number: int, harvest: Harvest) -> None:
        """The same for a page that another way in brought: what was read of the same bytes gives way."""
        self.stage(number, harvest)
        if harvest.page.source_ref is not None and harvest.page.content_sha256 is not None:
            self._brought.add((harvest.page.source_ref, harvest.page.content_sha256))

    def put_in_place(self, kept: Collection[str], site: str | None) -> None:
        """Replace the rows of the pages, and all versions read from the archive, by those taken in.

        Versions of other sites than ``site`` (``None``: of no other), those whose ``source_ref`` is in
        ``kept``, and those that other ways in brought and that were not read again stay as they are.
        """
        with Staging(self.path) as state:
            old = [(row.article_id, row.version) for row in state.versions(Article, history=True) if self._gives_way(row, kept, site)]
        self._staging.close()
        with using_state(self.path):
            db = sqlite3.connect(self.path, timeout=60, isolation_level=None)
            try:
                self._replace(db, old)
            finally:
                db.close()

    def _gives_way(self, row: Stored, kept: Collection[str], site: str | None) -> bool:
        source, ref, of_site, sha256 = (row.values[name][0] for name in ("source", "source_ref", "site", "content_sha256"))
        if source == "live":
            return site in (None, of_site) and ref not in kept
        return (ref, sha256) in self._brought

    def _replace(self, db: sqlite3.Connection, old: list[tuple[str, str]]) -> None:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("ATTACH ? AS fresh", (str(self.beside),))
        db.execute("CREATE TEMP TABLE numbers (fresh INTEGER PRIMARY KEY, number INTEGER)")
        db.executemany("INSERT INTO numbers VALUES (NULL, ?)", ((number,) for number in self._numbers))
        db.execute("CREATE TEMP TABLE old (article_id TEXT, version TEXT, PRIMARY KEY (article_id, version)) WITHOUT ROWID")
        db.executemany("INSERT INTO old VALUES (?, ?)", old)
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(
                "UPDATE main.pages SET outcome = f.outcome, figures = f.figures, row = f.row "
                "FROM fresh.pages AS f JOIN temp.numbers AS n ON n.fresh = f.number WHERE main.pages.number = n.number"
            )
            db.execute(
                "CREATE TEMP TABLE before AS SELECT * FROM main.versions "
                "WHERE (article_id, version) IN (SELECT * FROM old) OR (article_id, version) IN (SELECT article_id, version FROM fresh.versions)"
            )
            db.execute("DELETE FROM main.versions WHERE (article_id, version) IN (SELECT article_id, version FROM before)")
            columns = ", ".join(f'"{name}"' for name in _READ[1:])
            db.execute(f"INSERT INTO main.versions ({columns}) SELECT {columns} FROM fresh.versions ORDER BY reading")
            for name in (row[1] for row in db.execute("PRAGMA main.table_info(versions)").fetchall()):
                if name not in _READ:
                    db.execute(
                        f'UPDATE main.versions AS v SET "{name}" = b."{name}" FROM before AS b WHERE b.article_id = v.article_id AND b.version = v.version'
                    )
            _carry_sightings(db)
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")

    def _discard(self) -> None:
        remove_state(self.beside)


def remove_state(path: Path) -> None:
    """Remove a state file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def _carry_sightings(db: sqlite3.Connection) -> None:
    """Give each new reading what was noted of the old reading of the same capture: when and where it was met again."""
    same = "b.article_id = v.article_id AND b.captured_at = v.captured_at"
    db.execute(f"UPDATE main.versions AS v SET last_seen_at = max(v.last_seen_at, b.last_seen_at) FROM before AS b WHERE {same}")
    db.execute(
        "INSERT OR REPLACE INTO main.addresses SELECT a.article_id, v.version, a.url, a.section, a.seen_at "
        f"FROM main.addresses AS a JOIN before AS b USING (article_id, version) JOIN main.versions AS v ON {same}"
    )
    db.execute("INSERT OR IGNORE INTO main.addresses SELECT * FROM fresh.addresses")
