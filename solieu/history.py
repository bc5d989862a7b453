"""What an output folder tells of earlier crawls, by site: read from the published tables, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(slots=True)
class History:
    """The crawls of one site. ``last_good_at`` is when one ended that read or checked at least one page."""

    last_at: datetime | None = None
    last_exit: str | None = None
    last_good_at: datetime | None = None
    articles: int = 0


def history(output: Path) -> dict[str, History]:
    """What is known of each site that was ever crawled into ``output``."""
    found: dict[str, History] = defaultdict(History)
    for run in rows(output, "runs", ["run_id", "site", "started_at", "finished_at", "exit", "articles", "listings", "unchanged"]):
        own = found[run["site"]]
        at = run["finished_at"] or run["started_at"]
        own.last_at, own.last_exit = at, run["exit"]
        if run["articles"] or run["listings"] or run["unchanged"]:
            own.last_good_at = at
    for site, count in count_by_site(output).items():
        found[site].articles = count
    return dict(found)


def count_by_site(output: Path) -> dict[str, int]:
    """How many articles the datasets hold, by site."""
    counts: dict[str, int] = defaultdict(int)
    for batch in batches(output, "articles", ["site"]):
        for pair in pc.value_counts(batch.column("site")).to_pylist():
            counts[pair["values"]] += pair["counts"]
    return dict(counts)


def rows(output: Path, table: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of a published table, none where there is no such table yet; columns it lacks are left out."""
    for batch in batches(output, table, columns):
        yield from batch.to_pylist()


def batches(output: Path, table: str, columns: list[str]) -> Iterator[Any]:
    """Likewise, as Arrow record batches of bounded size."""
    for path in sorted((output / table).glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=4_096, columns=[name for name in columns if name in file.schema_arrow.names])
