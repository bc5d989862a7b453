"""The published datasets in Python: tables of one snapshot, as pandas, Polars or Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.records import SCHEMA_VERSION, TABLES
from pipelines.errors import StoreError
from pipelines.parquet import footer
from pipelines.snapshots import current_id, read_manifest, snapshot_folder
from pipelines.tables import SUPERSEDED, table_file

TABLE_NAMES = tuple(record.TABLE for record in TABLES)
_SUPERSEDED = {record.TABLE: dataset.file for record, dataset in SUPERSEDED.items()}
HISTORIC = tuple(_SUPERSEDED)
"""The tables that keep superseded versions beside the current ones."""

ENGINES = ("pandas", "polars", "arrow")


class DatasetError(Exception):
    """Datasets that cannot be read; ``str()`` is one line for the person who asked."""


@dataclass(frozen=True, slots=True)
class Datasets:
    """All tables of one instant: ``folder`` holds one folder a table and does not change.

    ``snapshot_id`` is null for a folder that holds plain files and no snapshots.
    """

    folder: Path
    snapshot_id: str | None

    def path(self, table: str) -> Path:
        """The table's Parquet file. Raises :class:`DatasetError` for a name that is no table."""
        if table not in TABLE_NAMES:
            raise DatasetError(f"no table {table}: the tables are {', '.join(TABLE_NAMES)}")
        return self.folder / table_file(table)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are there; datasets of an earlier schema version may lack later ones."""
        return tuple(table for table in TABLE_NAMES if self.path(table).is_file())

    @property
    def schema_version(self) -> str | None:
        """The schema version of the datasets, as their files tell it; nothing where none does."""
        told = (footer(self.path(table)).get("schema_version") for table in self.tables)
        return next((version for version in told if version), None)

    def paths(self, table: str, *, history: bool = False) -> tuple[Path, ...]:
        """The files that hold a table's rows: one, and with ``history`` also that of its superseded versions.

        Raises :class:`DatasetError` for a name that is no table, and for datasets that keep no history.
        """
        path = self.path(table)
        if not history or table not in _SUPERSEDED:
            return (path,)
        superseded = self.folder / _SUPERSEDED[table]
        if not superseded.is_file():
            raise DatasetError(f"no history of {table} in {self.folder}: it was published before history was kept")
        return (path, superseded)

    def load(self, table: str, engine: str = "pandas", *, history: bool = False) -> Any:
        """A table as a pandas data frame, a Polars data frame or an Arrow table; with ``history``, the rows of all versions."""
        paths = self.paths(table, history=history)
        if not paths[0].is_file():
            raise DatasetError(f"no {table} in {self.folder}: the datasets are of schema version {self.schema_version}; crawl or rebuild to have it")
        try:
            return _READERS[engine](paths)
        except KeyError:
            raise DatasetError(f"no engine {engine}: one of {', '.join(ENGINES)}") from None
        except ModuleNotFoundError as error:
            raise DatasetError(f"{error.name} is not installed: pip install {error.name}") from error


def _pandas(paths: Sequence[Path]) -> Any:
    import pandas as pd

    frames = [pd.read_parquet(path) for path in paths]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _polars(paths: Sequence[Path]) -> Any:
    import polars as pl

    with ExitStack() as opened:
        return pl.concat([pl.read_parquet(opened.enter_context(path.open("rb"))) for path in paths])


def _arrow(paths: Sequence[Path]) -> Any:
    return pa.concat_tables([pq.read_table(path) for path in paths])


_READERS = {"pandas": _pandas, "polars": _polars, "arrow": _arrow}


def open_datasets(directory: Path | str = "output", snapshot: str | None = None) -> Datasets:
    """The datasets of an output folder as they stand now, or as they stood in a snapshot.

    What is given is one snapshot, whatever is published meanwhile. A folder without
    snapshots (a copy of the plain files, or a snapshot's own folder) is taken as it is.
    Raises :class:`DatasetError` where nothing is published or the snapshot is unknown.
    """
    folder = Path(directory).absolute()
    chosen = snapshot or current_id(folder)
    try:
        found = Datasets(folder, None) if chosen is None else Datasets(snapshot_folder(folder, read_manifest(folder, chosen).snapshot_id), chosen)
    except StoreError as error:
        raise DatasetError(str(error)) from error
    there = found.tables
    missing = [table for table in TABLE_NAMES if table not in there]
    if missing and found.schema_version in (None, SCHEMA_VERSION):
        what = "no datasets" if len(missing) == len(TABLE_NAMES) else f"no {', '.join(missing)}"
        raise DatasetError(f"{what} in {directory}: run `make run` or `solieu crawl sample` first, or name their folder with --output")
    return found


def load(*tables: str, directory: Path | str = "output", snapshot: str | None = None, engine: str = "pandas", history: bool = False) -> Any:
    """One table, or several of the same instant.

    >>> load("figures", "articles")  # doctest: +SKIP
    (…, …)

    Gives one table of ``engine`` (``pandas``, ``polars`` or ``arrow``), or a tuple of them. With
    ``history``, articles, figures, dates and references have the rows of all versions of each article;
    ``articles.is_current`` tells which version is shown without it. Raises :class:`DatasetError`.
    """
    if not tables:
        raise DatasetError(f"name a table: {', '.join(TABLE_NAMES)}")
    datasets = open_datasets(directory, snapshot)
    found = tuple(datasets.load(table, engine, history=history) for table in tables)
    return found[0] if len(found) == 1 else found
