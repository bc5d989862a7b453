"""The published datasets: what each is called, where its file is, and how its rows are ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.records import TABLES, PageFetch
from pipelines.prepared import VERSIONED

HISTORY = "history"
"""The folder of what was superseded: articles and findings of the versions that are not current any more."""

SORTED_BY: Mapping[str, Sequence[str]] = {
    "articles": ("published_on", "article_id", "version"),
    "figures": ("measure_code", "published_on", "article_id", "where", "part", "row", "column", "span_start", "figure_id", "version"),
    "dates": ("start_on", "article_id", "where", "part", "span_start", "date_id", "version"),
    "references": ("policy_id", "article_id", "where", "part", "span_start", "reference_id", "version"),
    "policies": ("policy_id",),
    "measures": ("code",),
    "places": ("code",),
    "pages": ("fetched_at", "requested_url", "run_id"),
    "runs": ("run_id",),
}
"""The order of rows: for the common filters first, then whatever makes it total."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published file: the rows of a record, current or superseded."""

    record: type[Any]
    is_history: bool = False

    @property
    def name(self) -> str:
        """Its folder, relative to the output folder or to a snapshot."""
        return f"{HISTORY}/{self.record.TABLE}" if self.is_history else str(self.record.TABLE)

    @property
    def file(self) -> str:
        """Its file, likewise."""
        return table_file(self.name)

    @property
    def sorted_by(self) -> Sequence[str]:
        """The fields that order its rows."""
        return SORTED_BY[self.record.TABLE]

    @property
    def group(self) -> str | None:
        """The field by which its rows are read again when something changed: they come from one article, or from one run."""
        return "article_id" if self.record in VERSIONED else "run_id" if self.record is PageFetch else None


CURRENT: Mapping[type[Any], Dataset] = {record: Dataset(record) for record in TABLES}
SUPERSEDED: Mapping[type[Any], Dataset] = {record: Dataset(record, is_history=True) for record in VERSIONED}
DATASETS = (*CURRENT.values(), *SUPERSEDED.values())
"""All datasets, in the order in which they are written: policies after the references that cite them."""


def table_file(table: str) -> str:
    """The one file of a table's folder, relative to the output folder or to a snapshot.

    >>> table_file("figures")
    'figures/figures.parquet'
    >>> table_file("history/figures")
    'history/figures/figures.parquet'
    """
    return f"{table}/{table.rpartition('/')[2]}.parquet"


def table_path(directory: Path, table: str) -> Path:
    """The one file of a table's folder."""
    return directory / table_file(table)
