"""What the published data says about itself: counts, each asked of the files as they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.publish import table_path

CONTEXT = ("measure_code", "period_text", "place_code", "reference_id")
"""The fields that make a figure usable: what, when, where, and under which policy."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The counts of one published folder.

    ``with_context`` counts the figures that have each field of ``CONTEXT``; divide by
    ``figures`` for the share. ``unknown_units`` are head nouns and units without a
    code, with the figures they stand at, the most frequent first.
    """

    articles: int
    figures: int
    articles_without_date: int
    with_context: dict[str, int]
    article_issues: dict[str, int]
    figure_issues: dict[str, int]
    unknown_units: list[tuple[str, int]]
    title_period_conflicts: list[str]
    rejected: dict[str, int]

    def share(self, field: str) -> float | None:
        """The share of figures that have a field of ``CONTEXT``; nothing where there are no figures."""
        return self.with_context[field] / self.figures if self.figures else None


def assess(directory: Path, *, units: int = 20) -> Quality:
    """The counts of a published folder, with the ``units`` most frequent unknown units.

    Raises ``FileNotFoundError`` where nothing is published.
    """
    articles = _read(directory, "articles", ["url", "published_on", "issues"])
    figures = _read(directory, "figures", [*CONTEXT, "unit_code", "unit_text", "issues"])
    return Quality(
        articles=articles.num_rows,
        figures=figures.num_rows,
        articles_without_date=articles.column("published_on").null_count,
        with_context={name: figures.num_rows - figures.column(name).null_count for name in CONTEXT},
        article_issues=_ranked(pc.list_flatten(articles.column("issues"))),
        figure_issues=_ranked(pc.list_flatten(figures.column("issues"))),
        unknown_units=list(_ranked(figures.filter(pc.is_null(figures.column("unit_code"))).column("unit_text")).items())[:units],
        title_period_conflicts=_urls_with_issue(articles, "title_period_conflict"),
        rejected=_rejected(directory),
    )


def _read(directory: Path, table: str, names: list[str]) -> pa.Table:
    return pq.read_table(table_path(directory, table), columns=names)


def _ranked(values: Any) -> dict[str, int]:
    """How often each value stands, the most frequent first, equals by name."""
    counts = Counter(value for value in values.to_pylist() if value is not None)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _urls_with_issue(articles: pa.Table, issue: str) -> list[str]:
    return sorted(url for url, issues in zip(articles.column("url").to_pylist(), articles.column("issues").to_pylist(), strict=True) if issue in issues)


def _rejected(directory: Path) -> dict[str, int]:
    counts = {}
    for path in sorted((directory / "rejects").glob("*.jsonl")):
        with path.open("rb") as file:
            counts[path.stem] = sum(1 for _ in file)
    return counts
