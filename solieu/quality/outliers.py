"""Figures far from what else is stated of their measure, place and unit.

A history holds the levels (no steps of a change, no ranges, no vague numbers) of one measure, place, unit and *per*, targets
apart from the rest; a value that is repeated for the same period counts once. With at least ``ENOUGH`` values, one is an
outlier that lies further from the median than ``LIMIT`` scaled median absolute deviations: on the logarithmic scale, and at
least by ``FACTOR``, for amounts above zero; in points, and at least ``POINTS``, for percentages.
"""

from __future__ import annotations

import math

from solieu.quality.contradictions import PERIOD
from solieu.quality.model import Section, Table
from solieu.quality.source import Source

ENOUGH = 8
LIMIT = 3.5
FACTOR = 3.0
POINTS = 10.0

_SCALE = 1.4826  # makes the median absolute deviation of a normal distribution its standard deviation

_HISTORY = f"""
CREATE TEMP TABLE history AS
WITH level AS (
    SELECT measure_code, place, kind, coalesce(unit_code, folded(unit_text)) AS unit, folded(per_text) AS per, status = 'target' AS is_target,
           value, period_start_on, period_end_on, CASE WHEN kind = 'percentage' THEN value ELSE ln(value) END AS scaled,
           arg_min((figure_id, version), (url, span_start)) AS first, count(DISTINCT article_id) AS articles
    FROM figure
    WHERE measure_code IS NOT NULL AND place IS NOT NULL AND change IS DISTINCT FROM 'by' AND (value > 0 OR kind = 'percentage' AND value IS NOT NULL)
    GROUP BY ALL
),
typical AS (
    SELECT measure_code, place, kind, unit, per, is_target, median(scaled) AS middle, mad(scaled) AS spread, count(*) AS n
    FROM level GROUP BY ALL HAVING count(*) >= {ENOUGH}
)
SELECT level.*, middle, n,
       abs(scaled - middle) / greatest({LIMIT} * {_SCALE} * spread, CASE kind WHEN 'percentage' THEN {POINTS} ELSE {math.log(FACTOR)} END) AS score
FROM level JOIN typical USING (measure_code, place, kind)
WHERE level.unit IS NOT DISTINCT FROM typical.unit AND level.per IS NOT DISTINCT FROM typical.per AND level.is_target IS NOT DISTINCT FROM typical.is_target
"""

_FIRST = {"measure": "text", "place": "text", "unit": "text"}
_LAST = {"values": "count", "period": "text", "value": "quote", "sentence": "quote", "published_on": "date", "articles": "count", "url": "url"}


def outliers(source: Source) -> Section:
    """Amounts and percentages far from the median of their history, the furthest first."""
    source.run(_HISTORY)
    amounts = _listed(source, "outlying_amounts", "exp(middle)", "found.value / exp(middle)", "factor", "kind <> 'percentage'")
    percentages = _listed(source, "outlying_percentages", "middle", "found.value - middle", "points", "kind = 'percentage'")
    (histories,) = source.rows("SELECT count(*) FROM (SELECT DISTINCT measure_code, place, kind, unit, per, is_target FROM history)")[0]
    rule: dict[str, float | str] = {"enough": ENOUGH, "limit": LIMIT, "factor": f"{FACTOR:g}", "points": f"{POINTS:g}"}
    return Section("outliers", (amounts, percentages), {"outliers": amounts.total + percentages.total, "histories": histories, **rule})


def _listed(source: Source, key: str, middle: str, distance: str, name: str, condition: str) -> Table:
    sql = f"""
        SELECT coalesce(measures.label_vi || ' · ' || measures.label_en, found.measure_code), coalesce(places.name || ' (' || places.code || ')', found.place),
               concat_ws(' / ', found.unit, found.per), {middle}, {distance}, found.n, {PERIOD.replace("period_", "found.period_")},
               figure.value_text, figure.sentence, figure.published_on, found.articles, figure.url, found.score
        FROM (SELECT * FROM history WHERE score > 1 AND {condition}) AS found
        JOIN figure ON figure.figure_id = found.first[1] AND figure.version = found.first[2]
        LEFT JOIN measures ON measures.code = found.measure_code LEFT JOIN places ON places.code = found.place"""
    return source.table(key, {**_FIRST, "median": "number", name: "number", **_LAST, "times_the_limit": "number"}, sql, "13 DESC, 12, 8, 7")
