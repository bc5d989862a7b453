"""Figures as statements that can be compared: what each is about, and between which values it lets the truth lie.

The rules are those of docs/quality.md:

- Two figures are about the same thing where measure, place, period, unit, *per*, status, role in a change, policy and the
  noun with its qualifiers are the same; for a percentage also the words after it (what it is a percentage of), for a cell
  of a table also the headers of its row and column.
- A number stands for all values that round to it in its last significant digit. A count is exact, but for two zeros or
  more at its end; of money and large counts two significant digits are meant at least; a percentage is never coarser than
  a point.
- ``about`` and ``nearly`` reach a tenth of the value, ``over`` half of it; ``under``, ``at_least`` and ``at_most`` have one end.
"""

from __future__ import annotations

from solieu.quality.source import Source

ABOUT, OVER = 0.1, 0.5
"""How far `khoảng` and `gần` reach from a value, and how far `hơn` reaches above it, as parts of it."""

ALIKE = ("unit", "per", "kind", "status", "role", "policy", "noun", "cell")
"""What, besides measure, place and period, the fields of two figures must have alike."""

REST = (*ALIKE, "basis")
"""And what their sentences must. Each is a reason to set figures apart."""

_MACROS = (
    # the step of the last digit is found in the digits of the value: `28,97%` → 0.01, `124 tỷ` → 10⁹
    "CREATE TEMP MACRO digits(v) AS rtrim(format('{:.6f}', abs(v)), '0')",
    """CREATE TEMP MACRO exponent(digits) AS CASE
           WHEN digits LIKE '%.' THEN length(digits) - 1 - length(rtrim(rtrim(digits, '.'), '0'))
           ELSE -(length(digits) - instr(digits, '.')) END""",
    # two significant digits at least, so that 40 tỷ is not rounded to tens of tỷ
    """CREATE TEMP MACRO step(digits) AS
           pow(10, CASE WHEN exponent(digits) > 0 AND length(rtrim(digits, '0.')) < 2 THEN exponent(digits) - 1 ELSE exponent(digits) END)""",
    """CREATE TEMP MACRO half_of(v, step, kind) AS CASE
           WHEN v = 0 OR v IS NULL THEN 0
           WHEN kind IN ('count', 'ratio') AND step < 100 THEN 0
           -- a hair more, so that neighbours in the last digit (28,97% and 28,98%: rounded and cut off) touch
           WHEN kind = 'percentage' THEN least(step, 1) / 2 * 1.000001
           ELSE step / 2 * 1.000001 END""",
    "CREATE TEMP MACRO half(v, kind) AS half_of(v, step(digits(v)), kind)",
    # the words before a number, without a comparison or change that belongs to it, tell what is done: công nhận (811), thăm (45)
    "CREATE TEMP MACRO last_words(t) AS array_to_string(list_slice(string_split(trim(t), ' '), -2, -1), ' ')",
    "CREATE TEMP MACRO first_words(t) AS array_to_string(list_slice(string_split(trim(regexp_extract(t, '^[^,.;:()|]*')), ' '), 1, 2), ' ')",
    "CREATE TEMP MACRO bare(t) AS regexp_replace(folded(t), '^(?:(?:tổng|số|các|những|đã|tỷ lệ|tỉ lệ) )+', '')",
)

# figures of a measure, place and period for which more than one value is stated, and what their fields say they are about;
# no number is stated by hàng trăm
_CANDIDATES = f"""
CREATE TEMP TABLE candidate AS
WITH stated AS (
    SELECT figure_id, version, measure_code, place, period_start_on, period_end_on, kind, status, reference_id, unit_code, unit_text, per_text, change,
           direction, measure_text, subject_text, "where" = 'table' AS in_table, row_header, column_header,
           row(value, value_low, value_high, numerator, denominator) AS number
    FROM figure
    WHERE measure_code IS NOT NULL AND place IS NOT NULL AND coalesce(period_start_on, period_end_on) IS NOT NULL AND comparator <> 'vague'
),
several AS (
    SELECT measure_code, place, period_start_on, period_end_on, row_number() OVER () AS loose FROM stated
    GROUP BY measure_code, place, period_start_on, period_end_on HAVING min(number) <> max(number)
),
cited AS (
    SELECT reference_id, version, any_value(coalesce(policy_id, programme_code, folded(reference_text))) AS policy FROM reference GROUP BY reference_id, version
),
alike AS (
    SELECT figure_id, stated.version, loose, stated.kind, status, number, policy,
           coalesce(unit_code, folded(unit_text)) AS unit, folded(per_text) AS per,
           -- the value after a change is a level like any other
           CASE WHEN change = 'by' THEN concat_ws(' ', 'by', direction) WHEN change = 'from' THEN 'from' END AS role,
           CASE WHEN length(subject_text) > coalesce(length(bare(measure_text)), 0) THEN bare(subject_text) ELSE bare(measure_text) END AS noun,
           CASE WHEN in_table THEN concat_ws(' | ', folded(row_header), folded(column_header)) END AS cell
    FROM stated JOIN several ON stated.measure_code = several.measure_code AND stated.place = several.place
        AND stated.period_start_on IS NOT DISTINCT FROM several.period_start_on AND stated.period_end_on IS NOT DISTINCT FROM several.period_end_on
    LEFT JOIN cited ON stated.reference_id = cited.reference_id AND stated.version = cited.version
)
SELECT *, dense_rank() OVER (ORDER BY loose, {", ".join(ALIKE)}) AS alike FROM alike
"""

# sentences are read only where figures whose fields agree have several values
_STATEMENTS = f"""
CREATE TEMP TABLE statement AS
WITH worded AS (
    SELECT alike, loose, unit, figure.kind, comparator, value, value_low, value_high, numerator, denominator, sentence, folded(sentence) AS said, value_text,
           measure_code, place, period_start_on, period_end_on, article_id, url, published_on, span_start, "where" <> 'table' AS in_words,
           instr(sentence, value_text) AS begins, length(value_text) AS width,
           period_source IN ('phrase', 'sentence') AND place_source IN ('phrase', 'sentence', 'paragraph') AS near_by,
           coalesce(value, numerator, (value_low + value_high) / 2, value_low, value_high) AS middle
    FROM candidate SEMI JOIN (SELECT alike FROM candidate GROUP BY alike HAVING min(number) <> max(number)) AS several USING (alike)
    JOIN figure USING (figure_id, version)
),
compared AS (
    SELECT * EXCLUDE (comparator, value, value_low, value_high, numerator, in_words, begins, width),
           CASE WHEN kind = 'percentage' AND in_words AND begins > 0
                THEN nullif(first_words(folded(substr(sentence, begins + width))), '') END AS basis,
           CASE WHEN in_words AND begins > 1 THEN nullif(last_words(folded(substr(sentence, 1, begins - 1))), '') END AS lead,
           half(middle, kind) AS slack,
           CASE WHEN comparator = 'range' THEN value_low - half(value_low, kind)
                WHEN comparator IN ('under', 'at_most') THEN '-infinity'::DOUBLE
                WHEN comparator IN ('over', 'at_least') THEN middle
                WHEN comparator IN ('about', 'nearly') THEN middle - abs(middle) * {ABOUT}
                ELSE middle - slack END AS low,
           CASE WHEN comparator = 'range' THEN value_high + half(value_high, kind)
                WHEN comparator = 'at_least' THEN 'infinity'::DOUBLE
                WHEN comparator IN ('under', 'at_most', 'nearly') THEN middle
                WHEN comparator = 'over' THEN middle + abs(middle) * {OVER}
                WHEN comparator = 'about' THEN middle + abs(middle) * {ABOUT}
                ELSE middle + slack END AS high,
           denominator - half(denominator, kind) AS whole_low, denominator + half(denominator, kind) AS whole_high
    FROM worded
),
once AS (
    SELECT alike, basis, said, low, middle, high, denominator, any_value(kind) AS kind, any_value(loose) AS loose, any_value(unit) AS unit,
           any_value(measure_code) AS measure_code, any_value(place) AS place, any_value(period_start_on) AS period_start_on,
           any_value(period_end_on) AS period_end_on, any_value(whole_low) AS whole_low, any_value(whole_high) AS whole_high,
           arg_min(sentence, (url, span_start)) AS sentence, min(url) AS url, arg_min(published_on, (url, span_start)) AS published_on,
           arg_min(value_text, (url, span_start)) AS value_text, arg_min(lead, (url, span_start)) AS lead,
           bool_or(near_by) AS near_by, count(DISTINCT article_id) AS articles
    FROM compared WHERE low IS NOT NULL AND high IS NOT NULL GROUP BY alike, basis, said, low, middle, high, denominator
)
SELECT *, dense_rank() OVER (ORDER BY alike, basis) AS about, row_number() OVER () AS statement_id FROM once
"""


def prepare(source: Source) -> None:
    """Make the temporary tables ``candidate``, a row a figure, and ``statement``, a row a sentence and value, however many articles repeat it.

    ``loose`` numbers what shares measure, place and period, ``alike`` what has the rest of its fields alike too, ``about`` what
    is about the same thing.
    """
    for statement in (*_MACROS, _CANDIDATES, _STATEMENTS):
        source.run(statement)
