"""The gold files b_*.jsonl keep the annotation rules, and the values of their figures are those their words state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gold.checks import CHECKS, VALUE_CHECKS, Row, load

ROWS = load("b_articles.jsonl") + load("b_digests.jsonl")


def test_the_set_is_large_and_its_ids_are_unique() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len(ROWS) >= 80
    assert sum("title" in row for row in ROWS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
@pytest.mark.parametrize("check", CHECKS + VALUE_CHECKS, ids=lambda check: check.__name__)
def test_document(check: Callable[[Row], None], row: Row) -> None:
    check(row)
