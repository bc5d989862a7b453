"""What became of the pages, what was rejected and why, and what the extractor found doubtful."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from solieu.quality.model import Chart, Column, Section, Table
from solieu.quality.source import Source


def pages(source: Source) -> Section:
    """Fetches by outcome and reason."""
    by_outcome = source.table(
        "pages_by_outcome",
        {"outcome": "text", "fetches": "count", "share": "share"},
        "SELECT outcome, count(*) AS n, n / sum(n) OVER () FROM pages GROUP BY outcome",
        "2 DESC, 1",
        Chart("bars", "outcome", ("fetches",)),
    )
    by_reason = source.table(
        "pages_by_reason",
        {"outcome": "text", "reason": "text", "fetches": "count", "url": "url"},
        "SELECT outcome, reason, count(*), min(requested_url) FROM pages WHERE reason IS NOT NULL GROUP BY outcome, reason",
        "3 DESC, 1, 2",
    )
    fetches, runs = source.rows("SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM runs)")[0]
    return Section("pages", (by_outcome, by_reason), {"fetches": fetches, "runs": runs})


# ------------------------------------------------------------------ rejects
_REJECTED = (Column("table"), Column("reason"), Column("rows", "count"), Column("url", "url"))
_UNREADABLE = "the line is not JSON"


def rejects(source: Source) -> Section:
    """Rows that were kept out of the data, by table and reason; a row with several reasons counts under each."""
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str | None] = {}
    total = 0
    for table, reason, url in _rejected(source.rejects):
        total += 1
        for one in reason.split("; "):
            counts[table, one] += 1
            examples.setdefault((table, one), url)
    rows = [(*key, count, examples[key]) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    found = Table("rejects_by_reason", _REJECTED, rows[: source.top], len(rows))
    return Section("rejects", (found,), {"rejected": total})


def _rejected(folder: Path | None) -> Iterator[tuple[str, str, str | None]]:
    """Table, reason and URL of each row of ``rejects/<table>.jsonl``, line by line."""
    for path in sorted(folder.glob("*.jsonl")) if folder is not None else ():
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                yield path.stem, *_reason(line)


def _reason(line: str) -> tuple[str, str | None]:
    try:
        value = json.loads(line)
        row = value["row"]
        return str(value["reason"]), None if row.get("url") is None else str(row["url"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _UNREADABLE, None


# ------------------------------------------------------------------ issues
_ISSUES = {"record": "text", "issue": "text", "times": "count", "share": "share", "words": "quote", "url": "url"}


def issues(source: Source) -> Section:
    """The doubts that the extractor noted with articles, figures, dates and references, by frequency."""
    parts = " UNION ALL ".join(
        f"""SELECT '{record}', issue, count(*), count(*) / any_value(found.rows), arg_min(words, url), min(url)
            FROM (SELECT unnest(issues) AS issue, {words} AS words, url FROM {relation}), (SELECT count(*) AS rows FROM {relation}) AS found
            GROUP BY issue"""
        for record, relation, words in (
            ("articles", "article", "title"),
            ("figures", "figure", "value_text"),
            ("dates", "(SELECT dates.* FROM dates JOIN article USING (article_id, version))", "date_text"),
            ("references", "reference", "reference_text"),
        )
    )
    found = source.table("issues_by_frequency", _ISSUES, parts, "3 DESC, 1, 2", Chart("bars", "issue", ("times",)))
    return Section("issues", (found,))
