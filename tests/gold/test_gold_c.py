"""The gold files c_*.jsonl, the blind news, hold well-formed annotations whose words stand in their documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gold.checks import CHECKS, VALUE_CHECKS, Row, load

DIGESTS, ARTICLES = load("c_digests.jsonl"), load("c_articles.jsonl")
ROWS = DIGESTS + ARTICLES


def test_the_set_is_as_large_as_its_readme_says() -> None:
    assert len(DIGESTS) == 70
    assert len(ARTICLES) == 15
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_articles_have_titles_and_their_length() -> None:
    for row in ARTICLES:
        assert row["title"]
        assert 150 <= len(row["text"].split()) <= 450, row["id"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
@pytest.mark.parametrize("check", CHECKS + VALUE_CHECKS, ids=lambda check: check.__name__)
def test_document(check: Callable[[Row], None], row: Row) -> None:
    check(row)
