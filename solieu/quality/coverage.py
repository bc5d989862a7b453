"""How many articles and figures there are, by section and year, and how many figures have their context."""

from __future__ import annotations

from solieu.quality.model import Chart, Column, Section, Table
from solieu.quality.source import Source

CONTEXT = ("measure", "period", "place", "policy")
"""What makes a figure usable: what was counted, when, where, under which policy."""

_COUNTS = {"articles": "count", "figures": "count", "without_date": "count"}
_COUNTED = "count(*) AS articles, sum(figures)::BIGINT, count(*) - count(published_on) FROM article"

_TALLY = """
CREATE TEMP TABLE tally AS
SELECT section, year, kind, count(*) AS figures, count(measure_code) AS measure,
       count(coalesce(period_start_on, period_end_on)) AS period, count(place) AS place, count(reference_id) AS policy
FROM figure GROUP BY ALL
"""

# from the figure's own clause to the site: how far from its number the context was found
_BY_SOURCE = " UNION ALL ".join(
    f"SELECT '{context}', {column} AS found, count(*) AS n, n / sum(n) OVER () FROM figure WHERE {column} IS NOT NULL GROUP BY found"
    for context, column in (("period", "period_source"), ("place", "place_source"), ("policy", "reference_source"))
)


def coverage(source: Source) -> Section:
    """Articles and figures by year, by section and by both, and the articles without a date."""
    tables = (
        source.table(
            "articles_by_year",
            {"year": "text", **_COUNTS},
            f"SELECT year, {_COUNTED} GROUP BY year",
            "1",
            Chart("columns", "year", ("articles", "figures")),
        ),
        source.table("articles_by_section", {"section": "text", **_COUNTS}, f"SELECT section, {_COUNTED} GROUP BY section", "2 DESC, 1"),
        source.table(
            "articles_by_section_and_year",
            {"section": "text", "year": "text", **_COUNTS},
            f"SELECT section, year, {_COUNTED} GROUP BY section, year",
            "1, 2",
        ),
        source.table(
            "articles_without_date",
            {"section": "text", "title": "quote", "url": "url"},
            "SELECT section, title, url FROM article WHERE published_on IS NULL",
            "3",
        ),
    )
    articles, undated, figures = source.rows("SELECT count(*), count(*) - count(published_on), coalesce(sum(figures), 0)::BIGINT FROM article")[0]
    return Section("coverage", tables, {"articles": articles, "undated": undated, "figures": figures})


def context(source: Source) -> Section:
    """The share of figures with measure, period, place and policy: overall, by year, section and kind."""
    source.run(_TALLY)
    counts = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in ("figures", *CONTEXT))
    total, *found = source.rows(f"SELECT {counts} FROM tally")[0]
    overall = [(name, count, count / total) for name, count in zip(CONTEXT, found, strict=True)] if total else []
    columns = (Column("context", "code"), Column("with_it", "count"), Column("share", "share"))
    return Section(
        "context",
        (
            Table("context_overall", columns, overall, len(overall), Chart("bars", "context", ("share",))),
            _shares(source, "year", "text", "1", Chart("lines", "year", CONTEXT)),
            _shares(source, "section", "text", "2 DESC, 1"),
            _shares(source, "kind", "text", "2 DESC, 1"),
            source.table("context_by_source", {"context": "code", "source": "text", "figures": "count", "share": "share"}, _BY_SOURCE, "1, 3 DESC, 2"),
        ),
        {"figures": total},
    )


def _shares(source: Source, by: str, kind: str, order: str, chart: Chart | None = None) -> Table:
    shares = ", ".join(f"sum({name}) / sum(figures)" for name in CONTEXT)
    sql = f"SELECT {by}, sum(figures)::BIGINT, {shares} FROM tally GROUP BY {by}"
    return source.table(f"context_by_{by}", {by: kind, "figures": "count", **dict.fromkeys(CONTEXT, "share")}, sql, order, chart)
