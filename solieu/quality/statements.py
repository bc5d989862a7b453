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

# measure, place and period come first: figures that share these three are compared as to the rest
KEY = ("measure_code", "place", "period_start_on", "period_end_on")
REST = ("unit", "per", "kind", "status", "role", "policy", "noun", "basis", "cell")
"""What else must be the same, each a reason to set figures apart."""

# no number is stated by hàng trăm, and a step of the last digit is found in the digits of the value: `28,97%` → 0.01, `124 tỷ` → 10⁹
_MACROS = (
    "CREATE TEMP MACRO digits(v) AS rtrim(format('{:.6f}', abs(v)), '0')",
    """CREATE TEMP MACRO exponent(v) AS CASE
           WHEN digits(v) LIKE '%.' THEN length(digits(v)) - 1 - length(rtrim(rtrim(digits(v), '.'), '0'))
           ELSE -(length(digits(v)) - instr(digits(v), '.')) END""",
    # two significant digits at least, so that 40 tỷ is not rounded to tens of tỷ
    "CREATE TEMP MACRO step(v) AS pow(10, CASE WHEN exponent(v) > 0 AND length(rtrim(digits(v), '0.')) < 2 THEN exponent(v) - 1 ELSE exponent(v) END)",
    """CREATE TEMP MACRO half(v, kind) AS CASE
           WHEN v = 0 OR v IS NULL THEN 0
           WHEN kind IN ('count', 'ratio') AND step(v) < 100 THEN 0
           -- a hair more, so that neighbours in the last digit (28,97% and 28,98%: rounded and cut off) touch
           WHEN kind = 'percentage' THEN least(step(v), 1) / 2 * 1.000001
           ELSE step(v) / 2 * 1.000001 END""",
    # the words before a number, without a comparison or change that belongs to it, tell what is done: công nhận (811), thăm (45)
    "CREATE TEMP MACRO last_words(t) AS array_to_string(list_slice(string_split(trim(t), ' '), -2, -1), ' ')",
    "CREATE TEMP MACRO first_words(t) AS array_to_string(list_slice(string_split(trim(regexp_extract(t, '^[^,.;:()|]*')), ' '), 1, 2), ' ')",
    "CREATE TEMP MACRO bare(t) AS regexp_replace(folded(t), '^(?:(?:tổng|số|các|những|đã|tỷ lệ|tỉ lệ) )+', '')",
)

# figures of a measure, place and period for which more than one value is stated; sentences are read of those alone
_CANDIDATES = """
CREATE TEMP TABLE candidate AS
WITH stated AS (
    SELECT figure_id, article_id, version, measure_code, place, period_start_on, period_end_on,
           row(value, value_low, value_high, numerator, denominator) AS number
    FROM figure
    WHERE measure_code IS NOT NULL AND place IS NOT NULL AND coalesce(period_start_on, period_end_on) IS NOT NULL AND comparator <> 'vague'
)
SELECT figure_id, version, loose FROM stated JOIN (
    SELECT measure_code, place, period_start_on, period_end_on, row_number() OVER () AS loose FROM stated
    GROUP BY measure_code, place, period_start_on, period_end_on HAVING min(number) <> max(number)
) AS several ON stated.measure_code = several.measure_code AND stated.place = several.place
    AND stated.period_start_on IS NOT DISTINCT FROM several.period_start_on AND stated.period_end_on IS NOT DISTINCT FROM several.period_end_on
"""

_STATEMENTS = f"""
CREATE TEMP TABLE statement AS
WITH worded AS (
    SELECT candidate.loose, figure.*, folded(figure.sentence) AS said,
           instr(figure.sentence, figure.value_text) AS begins, length(figure.value_text) AS width,
           coalesce(reference.policy_id, reference.programme_code, folded(reference.reference_text)) AS policy,
           bare(measure_text) AS measure_noun, bare(subject_text) AS subject_noun
    FROM candidate JOIN figure USING (figure_id, version)
    LEFT JOIN reference ON figure.reference_id = reference.reference_id AND figure.version = reference.version
),
compared AS (
    SELECT loose, measure_code, place, period_start_on, period_end_on, kind, status, policy, said, sentence, url, published_on, article_id, value_text,
           span_start,
           coalesce(unit_code, folded(unit_text)) AS unit, folded(per_text) AS per,
           -- the value after a change is a level like any other
           CASE WHEN change = 'by' THEN concat_ws(' ', 'by', direction) WHEN change = 'from' THEN 'from' END AS role,
           CASE WHEN length(subject_noun) > coalesce(length(measure_noun), 0) THEN subject_noun ELSE measure_noun END AS noun,
           CASE WHEN kind = 'percentage' AND "where" <> 'table' AND begins > 0
                THEN nullif(first_words(folded(substr(sentence, begins + width))), '') END AS basis,
           CASE WHEN "where" = 'table' THEN concat_ws(' | ', folded(row_header), folded(column_header)) END AS cell,
           CASE WHEN "where" <> 'table' AND begins > 1 THEN nullif(last_words(folded(substr(sentence, 1, begins - 1))), '') END AS lead,
           period_source IN ('phrase', 'sentence') AND place_source IN ('phrase', 'sentence', 'paragraph') AS near_by,
           coalesce(value, numerator, (value_low + value_high) / 2, value_low, value_high) AS middle,
           half(coalesce(value, numerator), kind) AS slack,
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
           denominator, denominator - half(denominator, kind) AS whole_low, denominator + half(denominator, kind) AS whole_high
    FROM worded
),
once AS (
    SELECT * EXCLUDE (article_id, url, published_on, sentence, span_start, near_by, lead, value_text),
           arg_min(sentence, (url, span_start)) AS sentence, min(url) AS url, arg_min(published_on, (url, span_start)) AS published_on,
           arg_min(value_text, (url, span_start)) AS value_text, arg_min(lead, (url, span_start)) AS lead,
           bool_or(near_by) AS near_by, count(DISTINCT article_id) AS articles
    FROM compared WHERE low IS NOT NULL AND high IS NOT NULL GROUP BY ALL
)
SELECT *, dense_rank() OVER (ORDER BY loose, {", ".join(REST)}) AS about, row_number() OVER () AS statement_id FROM once
"""


def prepare(source: Source) -> None:
    """Make the temporary table ``statement``: a row a sentence and value, however many articles repeat it.

    ``loose`` numbers what shares measure, place and period, ``about`` what is about the same thing.
    """
    for statement in (*_MACROS, _CANDIDATES, _STATEMENTS):
        source.run(statement)
