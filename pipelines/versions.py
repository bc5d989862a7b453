"""The versions of articles as they stand in the state, read one article after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import touched
from pipelines.errors import CorruptStateError
from pipelines.packing import Damaged, Layouts, layout, unpack, unpacked_size
from pipelines.prepared import VERSIONED
from pipelines.schema import fields


@dataclass(frozen=True, slots=True)
class Stored:
    """What a version of an article holds for one table: one list per field.

    ``gone_at`` is set while the article is gone; ``address`` is URL and section of a later capture.
    """

    article_id: str
    version: str
    first_seen_at: str
    is_current: bool
    values: dict[str, list[Any]]
    gone_at: str | None = None
    address: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article with a blob for each of ``VERSIONED``, and what was noted of it later.

    ``url`` and ``section`` are those of a later capture, where there was one (``is_moved``).
    """

    article_id: str
    version: str
    is_current: bool
    first_seen_at: str
    gone_at: str | None
    is_moved: bool
    url: str | None
    section: str | None
    packed: tuple[bytes, ...]
    path: Path
    layouts: Layouts

    @property
    def size(self) -> int:
        """About how many bytes its rows take."""
        return sum(unpacked_size(blob) for blob in self.packed)

    def rows(self, record: type[Any]) -> pa.RecordBatch | dict[str, list[Any]]:
        """Its rows for a table, as :func:`pipelines.packing.unpack` gives them. Raises :class:`pipelines.errors.CorruptStateError`."""
        try:
            return unpack(record, self.packed[VERSIONED.index(record)], self.layouts)
        except Damaged as error:
            raise CorruptStateError(
                f"the state in {self.path} is damaged at article {self.article_id}; move it away and rebuild from the archive"
            ) from error

    def stored(self, record: type[Any]) -> Stored:
        """Its rows for a table as lists."""
        rows = self.rows(record)
        values = (rows or {column.name: [] for column in fields(record)}) if isinstance(rows, dict) else rows.to_pydict()
        address = (self.url, self.section) if self.is_moved and self.url is not None else None
        return Stored(self.article_id, self.version, self.first_seen_at, self.is_current, values, self.gone_at, address)


def versions(db: sqlite3.Connection, path: Path, since: int | None) -> Iterator[Version]:
    """All versions of all articles, or of those that changed later than ``since``: by article, then by version."""
    layouts = {bytes(name): pa.ipc.read_schema(pa.py_buffer(schema)) for name, schema in db.execute("SELECT layout, schema FROM layouts")}
    kinds = f"('{touched.ARTICLE}', '{touched.ADDRESS}')"
    chosen = "" if since is None else f"WHERE v.article_id IN (SELECT name FROM touched WHERE kind IN {kinds} AND change > {since:d})"
    rows = db.execute(_QUERY.format(chosen=chosen))
    for _, found in groupby(rows, key=lambda row: row[0]):
        of_article = [
            Version(article_id, version, place == 0, first_seen_at, gone_at, bool(is_moved), url, section, tuple(packed), path, layouts)
            for place, (article_id, version, first_seen_at, gone_at, is_moved, url, section, *packed) in enumerate(found)
        ]
        yield from sorted(of_article, key=lambda one: one.version)


_QUERY = """
SELECT v.article_id, v.version, v.first_seen_at, g.gone_at, a.article_id IS NOT NULL, a.url, a.section, v."articles", v."figures", v."dates", v."references"
FROM versions AS v INDEXED BY versions_by_age
LEFT JOIN gone AS g ON g.article_id = v.article_id AND g.counted
LEFT JOIN addresses AS a ON a.article_id = v.article_id AND a.version = v.version AND a.seen_at > v.captured_at
{chosen}
ORDER BY v.article_id, v.last_seen_at DESC, v.reading DESC
"""


def add_layouts(db: sqlite3.Connection) -> None:
    """Note the layouts in which today's code packs, so that another one can read them."""
    db.executemany("INSERT OR IGNORE INTO layouts VALUES (?, ?)", ((name, schema.serialize().to_pybytes()) for name, schema in map(layout, VERSIONED)))


def knows_layouts(db: sqlite3.Connection) -> bool:
    """Whether :func:`add_layouts` has nothing to do."""
    return {layout(record)[0] for record in VERSIONED} <= {bytes(row[0]) for row in db.execute("SELECT layout FROM layouts")}
