"""Figures far from what else is stated of their measure, place and unit.

A history holds the levels (no steps of a change, no ranges, no vague numbers) of one measure, place, unit and *per*, targets
apart from the rest; a value that is repeated for the same period counts once. With at least ``ENOUGH`` values, one is an
outlier that lies further from the median than ``LIMIT`` scaled median absolute deviations: on the logarithmic scale, and at
least by ``FACTOR``, for amounts above zero; in points, and at least ``POINTS``, for percentages.
"""

from __future__ import annotations

import math

from solieu.quality.model import Section, Table
from solieu.quality.naming import measure, named, period, place
from solieu.quality.source import Source

ENOUGH = 8
LIMIT = 3.5
FACTOR = 3.0
POINTS = 10.0

_SCALE = 1.4826  # makes the median absolute deviation of a normal distribution its standard deviation

_KEY = ("measure_code", "place", "kind", "unit", "per", "is_target")
_VALUE = ("value", "period_start_on", "period_end_on")


def _same(left: str, right: str, names: tuple[str, ...]) -> str:
    """The same values, nulls among them; measure, place and value are never null."""
    return " AND ".join(f"{left}.{name} {'=' if name in ('measure_code', 'place', 'value') else 'IS NOT DISTINCT FROM'} {right}.{name}" for name in names)


_STATEMENTS = (
    """CREATE TEMP VIEW level AS
       SELECT *, coalesce(unit_code, folded(unit_text)) AS unit, folded(per_text) AS per, status = 'target' AS is_target FROM figure
       WHERE measure_code IS NOT NULL AND place IS NOT NULL AND change IS DISTINCT FROM 'by' AND (value > 0 OR kind = 'percentage' AND value IS NOT NULL)""",
    f"""CREATE TEMP TABLE known AS
        SELECT DISTINCT {", ".join((*_KEY, *_VALUE))}, CASE WHEN kind = 'percentage' THEN value ELSE ln(value) END AS scaled FROM level""",
    f"""CREATE TEMP TABLE history AS
        SELECT {", ".join(_KEY)}, median(scaled) AS middle, mad(scaled) AS spread, count(*) AS n FROM known GROUP BY ALL HAVING count(*) >= {ENOUGH}""",
    f"""CREATE TEMP TABLE outlier AS
        SELECT known.*, middle, n, abs(scaled - middle)
               / greatest({LIMIT} * {_SCALE} * spread, CASE known.kind WHEN 'percentage' THEN {POINTS} ELSE {math.log(FACTOR)} END) AS score
        FROM known JOIN history ON {_same("known", "history", _KEY)} WHERE score > 1""",
    f"""CREATE TEMP TABLE stated_outlier AS
        SELECT {", ".join(f"outlier.{name}" for name in (*_KEY, *_VALUE, "middle", "n", "score"))}, count(DISTINCT article_id) AS articles,
               arg_min(struct_pack(value_text, sentence, published_on, url), (url, span_start)) AS first
        FROM outlier JOIN level ON {_same("outlier", "level", (*_KEY, *_VALUE))} GROUP BY ALL""",
)

_FIRST = {"measure": "text", "place": "text", "unit": "text"}
_LAST = {"values": "count", "period": "text", "value": "quote", "sentence": "quote", "published_on": "date", "articles": "count", "url": "url"}


def outliers(source: Source) -> Section:
    """Amounts and percentages far from the median of their history, the furthest first."""
    for statement in _STATEMENTS:
        source.run(statement)
    amounts = _listed(source, "outlying_amounts", "exp(middle)", "found.value / exp(middle)", "factor", "kind <> 'percentage'")
    percentages = _listed(source, "outlying_percentages", "middle", "found.value - middle", "points", "kind = 'percentage'")
    (histories,) = source.rows("SELECT count(*) FROM history")[0]
    rule: dict[str, float | str] = {"enough": ENOUGH, "limit": LIMIT, "factor": f"{FACTOR:g}", "points": f"{POINTS:g}"}
    return Section("outliers", (amounts, percentages), {"outliers": amounts.total + percentages.total, "histories": histories, **rule})


def _listed(source: Source, key: str, middle: str, distance: str, name: str, condition: str) -> Table:
    sql = f"""
        SELECT {measure("found")}, {place("found")}, concat_ws(' / ', found.unit, found.per), {middle}, {distance}, found.n, {period("found")},
               first.value_text, first.sentence, first.published_on, found.articles, first.url, found.score
        FROM (SELECT * FROM stated_outlier WHERE {condition}) AS found
        {named("found")}"""
    return source.table(key, {**_FIRST, "median": "number", name: "number", **_LAST, "times_the_limit": "number"}, sql, "13 DESC, 12, 8, 7")
