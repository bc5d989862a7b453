"""What a publication changed: rows added, changed and gone, by table."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extractors.records import TABLES
from pipelines.store import Published, table_path


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of one table by key: with a new key, with other values under the same key, and no longer there."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class Remembered:
    """The tables of an output folder as they were, kept until :meth:`forget`."""

    def __init__(self, folder: Path, files: Mapping[str, Path]) -> None:
        self._folder = folder
        self.files = files

    def forget(self) -> None:
        """Remove what was kept."""
        for path in self.files.values():
            path.unlink(missing_ok=True)
        self._folder.rmdir()


def remember(output: Path) -> Remembered:
    """Keep the published tables by a second name: a publication puts new files in their places and leaves these."""
    (output / ".state").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="before-", dir=output / ".state"))
    files = {}
    for record in TABLES:
        with contextlib.suppress(FileNotFoundError):
            path = folder / f"{record.TABLE}.parquet"
            os.link(table_path(output, record.TABLE), path)
            files[record.TABLE] = path
    return Remembered(folder, files)


def compare(before: Remembered, published: Mapping[str, Published]) -> dict[str, Changes]:
    """The changes of each table that has any; a table that was not there before was empty."""
    found = {}
    for record in TABLES:
        after = published[record.TABLE]
        if after.changed or record.TABLE not in before.files:
            found[record.TABLE] = _compare(record, before.files.get(record.TABLE), after)
    return {table: changes for table, changes in found.items() if changes}


def _compare(record: type[Any], before: Path | None, after: Published) -> Changes:
    if before is None:
        return Changes(added=after.rows)
    with duckdb.connect() as db:
        for name, path in (("old", before), ("new", after.path)):
            keys = ", ".join(f'"{key}"' for key in record.KEY)
            db.execute(f"CREATE TABLE {name} AS SELECT ({keys}) AS key, hash(row) AS content FROM read_parquet(?) AS row", [str(path)])
        counts = db.execute(
            "SELECT count(*) FILTER (old.key IS NULL), count(*) FILTER (old.content != new.content), count(*) FILTER (new.key IS NULL) "
            "FROM old FULL JOIN new ON old.key = new.key"
        ).fetchone()
    assert counts is not None
    return Changes(*counts)
