"""What changed between two snapshots: rows added, changed and gone, by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extractors.records import TABLES
from pipelines.snapshots import Manifest, read_manifest, snapshot_folder
from solieu.quoting import quoted_name, quoted_text

IDENTITY: Mapping[str, tuple[str, ...]] = {record.TABLE: tuple(name for name in record.KEY if name != "version") for record in TABLES}
"""By table, the fields that name a row whatever its version: an edited article is one that changed, not one gone and one added."""

KINDS = ("added", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of a table are new, differ in any field, and are no more."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def compare(directory: Path, older: str, newer: str) -> dict[str, Difference]:
    """The differences of all tables. Files of equal content are not read.

    Raises :class:`pipelines.snapshots.UnknownSnapshot` and ``DamagedSnapshot``.
    """
    before, after = read_manifest(directory, older), read_manifest(directory, newer)
    found = {}
    with duckdb.connect() as connection:
        for table in after.tables:
            found[table] = Difference() if _same(before, after, table) else _count(connection, directory, before, after, table)
    return found


def rows(directory: Path, older: str, newer: str, table: str, kind: str) -> Iterator[dict[str, Any]]:
    """The rows of one of ``KINDS``: as they are now, or were where they are gone. Raises as :func:`compare` does."""
    before, after = read_manifest(directory, older), read_manifest(directory, newer)
    if _same(before, after, table):
        return
    with duckdb.connect() as connection:
        joined, _ = _joined(connection, directory, before, after, table)
        side = "older" if kind == "gone" else "newer"
        result = connection.execute(f"SELECT {side}.* FROM {joined} WHERE {_CONDITIONS[kind]} ORDER BY {', '.join(map(quoted_name, IDENTITY[table]))}")
        names = [column[0] for column in result.description or ()]
        while batch := result.fetchmany(1_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)


def _same(before: Manifest, after: Manifest, table: str) -> bool:
    return table in before.tables and before.tables[table].content_id == after.tables[table].content_id


_CONDITIONS = {
    "added": "older.present IS NULL",
    "gone": "newer.present IS NULL",
    "changed": "older.present AND newer.present AND older.compared IS DISTINCT FROM newer.compared",
}


def _count(connection: duckdb.DuckDBPyConnection, directory: Path, before: Manifest, after: Manifest, table: str) -> Difference:
    joined, there = _joined(connection, directory, before, after, table)
    if not there:
        return Difference(added=after.tables[table].rows)
    counts = ", ".join(f"count(*) FILTER ({_CONDITIONS[kind]})" for kind in KINDS)
    row = connection.execute(f"SELECT {counts} FROM {joined}").fetchone()
    assert row is not None
    return Difference(*row)


def _joined(connection: duckdb.DuckDBPyConnection, directory: Path, before: Manifest, after: Manifest, table: str) -> tuple[str, bool]:
    """Both versions of a table joined by identity, and whether the older snapshot has the table at all."""
    there = table in before.tables
    old, new = (
        str(snapshot_folder(directory, manifest.snapshot_id) / (manifest.tables[table] if table in manifest.tables else after.tables[table]).path)
        for manifest in (before, after)
    )
    if not there:
        old = new
    common = _columns(connection, old) & _columns(connection, new)
    compared = ", ".join(f"{quoted_name(name)} := {quoted_name(name)}" for name in sorted(common))
    sides = [
        f"(SELECT *, true AS present, struct_pack({compared}) AS compared FROM read_parquet({quoted_text(path)}) WHERE {condition}) AS {side}"
        for path, side, condition in ((old, "older", str(there).lower()), (new, "newer", "true"))
    ]
    return f"{sides[0]} FULL JOIN {sides[1]} USING ({', '.join(map(quoted_name, IDENTITY[table]))})", there


def _columns(connection: duckdb.DuckDBPyConnection, path: str) -> set[str]:
    return {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted_text(path)})").fetchall()}
