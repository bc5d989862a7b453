"""The gold files a_*.jsonl hold well-formed annotations whose words stand in their documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gold.checks import CHECKS, Row, load

DIGESTS, ARTICLES = load("a_digests.jsonl"), load("a_articles.jsonl")
ROWS = DIGESTS + ARTICLES


def test_the_set_is_as_large_as_its_readme_says() -> None:
    assert len(DIGESTS) >= 75
    assert len(ARTICLES) >= 20
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_articles_have_titles_and_paragraphs() -> None:
    for row in ARTICLES:
        assert row["title"]
        assert 4 <= len(row["text"].split("\n\n")) <= 9, row["id"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_document(check: Callable[[Row], None], row: Row) -> None:
    check(row)
