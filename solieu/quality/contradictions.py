"""Statements about the same thing that cannot all be true, side by side; and what keeps the others from contradicting."""

from __future__ import annotations

from solieu.quality.model import Chart, Column, Section, Table
from solieu.quality.naming import measure, named, period, place
from solieu.quality.source import Source
from solieu.quality.statements import ALIKE, prepare

MOST = 20
"""How many statements about one thing are compared, those of the most articles first."""

CLOSE, POINTS = 2.0, 10.0
"""Two values are close within this factor, two percentages also within so many points."""

SET_ASIDE = ("rounding", "same_sentence", "far_apart")
STRENGTHS = ("close_values", "digit_slip", "same_words")
"""What pairs of different values are, in rising order: the first three are no contradiction."""

_BITS = {name: 1 << place for place, name in enumerate((*SET_ASIDE, *STRENGTHS))}
_CONTRADICTS = sum(_BITS[name] for name in STRENGTHS)

_JUDGED = f"""
CREATE TEMP TABLE judged AS
WITH ranked AS (
    SELECT about, statement_id, said, lead, kind, low, middle, high, denominator, whole_low, whole_high,
           row_number() OVER (PARTITION BY about ORDER BY articles DESC, said, middle) AS nth
    FROM statement SEMI JOIN (SELECT about FROM statement GROUP BY about HAVING count(*) > 1) USING (about)
),
pairs AS (
    SELECT a.about, [a.statement_id, b.statement_id] AS ids,
           CASE WHEN a.low <= b.high AND b.low <= a.high
                     AND (a.denominator IS NULL OR b.denominator IS NULL OR a.whole_low <= b.whole_high AND b.whole_low <= a.whole_high) THEN 'rounding'
                WHEN a.said = b.said THEN 'same_sentence'
                WHEN a.lead = b.lead THEN 'same_words'
                WHEN a.middle * b.middle > 0 AND abs(log10(a.middle / b.middle)) > 0.9
                     AND abs(log10(a.middle / b.middle) - round(log10(a.middle / b.middle))) < 0.01 THEN 'digit_slip'
                WHEN a.middle * b.middle > 0 AND greatest(a.middle / b.middle, b.middle / a.middle) <= {CLOSE} THEN 'close_values'
                WHEN a.kind = 'percentage' AND abs(a.middle - b.middle) <= {POINTS} THEN 'close_values'
                ELSE 'far_apart' END AS verdict
    FROM ranked AS a JOIN ranked AS b ON a.about = b.about AND a.statement_id < b.statement_id
    WHERE a.nth <= {MOST} AND b.nth <= {MOST} AND (a.middle <> b.middle OR a.denominator IS DISTINCT FROM b.denominator OR a.low <> b.low OR a.high <> b.high)
)
SELECT about, statement_id, bit_or(CASE verdict {" ".join(f"WHEN '{name}' THEN {bit}" for name, bit in _BITS.items())} END) AS verdicts
FROM (SELECT about, unnest(ids) AS statement_id, verdict FROM pairs) GROUP BY about, statement_id
"""

_FOUND = f"""
CREATE TEMP TABLE contradiction AS
SELECT *, row_number() OVER (ORDER BY near_by DESC, strength DESC, articles DESC, measure_code, place, period_start_on, period_end_on, about) AS number
FROM (
    SELECT about, any_value(loose) AS loose, any_value(measure_code) AS measure_code, any_value(place) AS place,
           any_value(period_start_on) AS period_start_on, any_value(period_end_on) AS period_end_on, any_value(unit) AS unit,
           bool_and(near_by) AS near_by, sum(articles) AS articles, bit_or(verdicts & {_CONTRADICTS}) AS strength
    FROM judged JOIN statement USING (about, statement_id) WHERE verdicts & {_CONTRADICTS} > 0 GROUP BY about
)
"""

_SHOWN = f"""
SELECT contradiction.number, {measure("contradiction")}, {place("contradiction")}, {period("contradiction")}, contradiction.unit,
       CASE {" ".join(f"WHEN contradiction.strength & {_BITS[name]} > 0 THEN '{name}'" for name in reversed(STRENGTHS))} END,
       CASE WHEN contradiction.near_by THEN 'stated' ELSE 'carried_over' END,
       statement.value_text, statement.sentence, statement.published_on, statement.articles, statement.url
FROM contradiction
JOIN judged ON judged.about = contradiction.about AND judged.verdicts & {_CONTRADICTS} > 0
JOIN statement ON statement.statement_id = judged.statement_id
{named("contradiction")}
WHERE contradiction.number <= $top ORDER BY contradiction.number, statement.middle, statement.url, statement.sentence
"""
_GROUP = {"number": "count", "measure": "text", "place": "text", "period": "text", "unit": "text", "strength": "code", "context_from": "code"}
_EACH = {"value": "quote", "sentence": "quote", "published_on": "date", "articles": "count", "url": "url"}

# groups of one measure, place and period without a contradiction, by what differs inside them
_VARYING = f"""
SELECT {", ".join(f"count(*) FILTER (different_{name})" for name in ALIKE)} FROM (
    SELECT loose, {", ".join(f"count(DISTINCT coalesce({name}::VARCHAR, '')) > 1 AS different_{name}" for name in ALIKE)}
    FROM candidate ANTI JOIN contradiction USING (loose) GROUP BY loose
)
"""
_BASES = """
SELECT 'different_basis', count(DISTINCT loose)
FROM (SELECT loose FROM statement ANTI JOIN contradiction USING (loose) GROUP BY loose, alike HAVING count(DISTINCT coalesce(basis, '')) > 1)
"""
_ASIDE = f"""
SELECT {", ".join(f"count(*) FILTER (verdicts & {_BITS[name]} > 0)" for name in SET_ASIDE)} FROM (
    SELECT about, bit_or(verdicts) AS verdicts FROM judged ANTI JOIN contradiction USING (about) GROUP BY about
)
"""
_COUNTS = f"""
SELECT (SELECT count(DISTINCT loose) FROM candidate), (SELECT count(*) FROM (SELECT about FROM statement GROUP BY about HAVING count(*) > {MOST}))
"""


def contradictions(source: Source) -> Section:
    """Figures of the same measure, place and period with different values, and why others are none."""
    prepare(source)
    source.run(_JUDGED)
    source.run(_FOUND)
    (total,) = source.rows("SELECT count(*) FROM contradiction")[0]
    rows = source.rows(_SHOWN, top=source.top)
    columns = tuple(Column(*column) for column in (_GROUP | _EACH).items())
    several, cut = source.rows(_COUNTS)[0]
    varying = zip((f"different_{name}" for name in ALIKE), source.rows(_VARYING)[0], strict=True)
    aside = [*varying, *source.rows(_BASES), *zip(SET_ASIDE, source.rows(_ASIDE)[0], strict=True)]
    source.run("DROP TABLE candidate")
    source.run("DROP TABLE statement")
    reasons = sorted(((reason, count) for reason, count in aside if count), key=lambda one: -one[1])
    return Section(
        "contradictions",
        (
            Table("contradictions", columns, rows, total, grouped=len(_GROUP)),
            Table("no_contradictions", (Column("reason", "code"), Column("groups", "count")), reasons, len(reasons), Chart("bars", "reason", ("groups",))),
        ),
        {"contradictions": total, "several": several, "cut": cut, "most": MOST},
    )
