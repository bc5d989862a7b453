"""The gold file d_legal.jsonl holds legal and administrative texts of many kinds, its values stand in the words quoted."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.gold.checks import CHECKS, load

ROWS = load("d_legal.jsonl")
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])

SCALES = {10.0**power for power in range(13)}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@each_row
def test_the_common_rules_hold(row: dict[str, Any], check: Any) -> None:
    check(row)


def numbers(text: str) -> list[float]:
    """The numbers written in digits: dots and spaces group three digits, a comma (or a dot before one or two digits) is decimal."""
    found = re.findall(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?", text)
    return [float(re.sub(r"[. ](?=\d{3})", "", number).replace(",", ".")) for number in found]


@each_row
def test_values_are_the_numbers_in_the_words(row: dict[str, Any]) -> None:
    for figure in row["figures"]:
        written = numbers(figure["text"])
        values = [figure[key] for key in ("value", "low", "high", "numerator", "denominator") if key in figure]
        if len(written) >= len(values) and figure.get("comparator") != "vague":
            for value in values:
                parts = {number * scale for number in written for scale in SCALES}
                compound = {first + second for first in parts for second in parts} if len(written) > len(values) else set()
                assert any(abs(value - part) < 1e-6 * max(1.0, value) for part in parts | compound), figure


@each_row
def test_the_day_of_a_reference_is_among_the_days_of_its_document(row: dict[str, Any]) -> None:
    days = {mention["start"] for mention in row["dates"]}
    for mention in row["references"]:
        assert mention["issued_on"] is None or mention["issued_on"] in days, mention
        assert mention["doc_type"] == (mention["doc_type"] or "").lower() or mention["doc_type"] is None


@each_row
def test_every_full_day_is_annotated(row: dict[str, Any]) -> None:
    text = row["text"]
    for mention in row["dates"]:
        text = text.replace(mention["text"], "\x00")
    assert not re.findall(r"\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d|tháng\s*\d+\s*năm\s*\d{4}", text)


def test_the_set_covers_many_kinds_of_documents_and_years() -> None:
    kinds = Counter(mention["doc_type"] for row in ROWS for mention in row["references"])
    years = {date.fromisoformat(row["published_on"]).year for row in ROWS if row["published_on"]}
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len([kind for kind in kinds if kind]) >= 20
    assert min(years) < 1995 and max(years) >= 2024
