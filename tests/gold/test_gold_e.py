"""The gold file e_articles.jsonl holds whole articles and documents, its values stand in the words quoted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.gold.checks import CHECKS, VALUE_CHECKS, load

ROWS = load("e_articles.jsonl")
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


@pytest.mark.parametrize("check", (*CHECKS, *VALUE_CHECKS), ids=lambda check: check.__name__)
@each_row
def test_the_common_rules_hold(row: dict[str, Any], check: Any) -> None:
    check(row)


def test_the_set_covers_years_and_kinds_of_documents() -> None:
    years = {date.fromisoformat(row["published_on"]).year for row in ROWS}
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 25
    assert len(years) >= 12
    assert sum(not row["title"] for row in ROWS) >= 5  # documents, which have no headline
