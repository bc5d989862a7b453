"""Which of many figures to show first: those that tell most to someone who knows nothing of the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from extractors.registry.lookup import units

COLUMNS = [
    "figure_id", "measure_code", "measure_label_vi", "measure_label_en", "kind", "value", "value_low", "value_high", "numerator", "denominator", "value_text",
    "unit_text", "unit_code", "per_text", "comparator", "change", "status", "period_text", "period_source", "period_start_on", "period_end_on", "place_code",
    "reference_id", "sentence", "url", "where", "published_on",
]  # fmt: skip
"""The columns of ``figures`` that :func:`telling_figures` and the summary need."""

_NEAR = ("phrase", "sentence")
_PER_KIND = 3
_SPECIFIC = 4  # words; a longer name is not more specific still
_WITH_POLICY = 2  # how much more a measure is worth that is stated with a policy


def telling_figures(rows: Iterable[Mapping[str, Any]], count: int, width: int = 100) -> list[dict[str, Any]]:
    """At most ``count`` rows, each of another measure and sentence, the telling ones first.

    Measures come in the order of their time series (periods for which the data agree
    on a value), so that a query for the first gives a series; being stated with a policy
    and a specific name count for more, those that say no more than their unit (``hộ``)
    come last. Of a measure the row is taken that states a fact with
    its policy and its own period, if possible on a page whose URL has at most ``width``
    letters, in the shortest sentence.
    """
    by_measure: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if _is_plain(row):
            by_measure[row["measure_code"]].append(row)
    ranked = sorted(by_measure.values(), key=_worth)
    shown: list[dict[str, Any]] = []
    kinds: dict[str, int] = defaultdict(int)
    for own in ranked:
        told = {row["sentence"] for row in shown}
        best = min(own, key=lambda row: (row["sentence"] in told, _rank(row, width)))
        if len(shown) < count and best["sentence"] not in told and kinds[best["kind"]] < _PER_KIND:
            kinds[best["kind"]] += 1
            shown.append(dict(best))
    return shown


def _worth(own: list[Mapping[str, Any]]) -> tuple[bool, float, str]:
    """Sorts first the rows of the measure that tells most."""
    label: str = own[0]["measure_label_vi"]
    # a longer name says more: ``kinh phí`` less than ``tỷ lệ giải ngân``
    specific = min(len(label.split()), _SPECIFIC)
    with_policy = _WITH_POLICY if any(row["reference_id"] is not None for row in own) else 1
    return label in {unit.name_vi for unit in units()}, -_series(own) * specific * with_policy, own[0]["measure_code"]


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Whether a row states a value of a known measure, and not its change, in the body of an article."""
    stated = row["value"] is not None or row["numerator"] is not None
    return bool(row["measure_code"] and stated and row["where"] == "body" and row["change"] != "by" and row["period_text"])


def _series(rows: Iterable[Mapping[str, Any]]) -> float:
    """For how many periods the rows of a measure agree on one value, less where they often do not."""
    values: dict[tuple[date | None, date | None], set[tuple[float | None, float | None]]] = defaultdict(set)
    for row in rows:
        values[row["period_start_on"], row["period_end_on"]].add((row["value"], row["numerator"]))
    agreed = sum(len(found) == 1 for found in values.values())
    return agreed * agreed / len(values)


def _rank(row: Mapping[str, Any], width: int) -> tuple[bool, bool, bool, bool, bool, int, str]:
    """Sorts first what is stated most fully."""
    return (
        row["status"] == "target",
        row["comparator"] != "exact",
        row["reference_id"] is None,
        row["period_source"] not in _NEAR,
        len(row["url"]) > width,
        len(row["sentence"]),
        row["figure_id"],
    )
