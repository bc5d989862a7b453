"""The gold files a_*.jsonl hold well-formed annotations whose words stand in their documents."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DIGESTS, ARTICLES = HERE / "a_digests.jsonl", HERE / "a_articles.jsonl"
DATE_KINDS = {"day", "month", "quarter", "half_year", "nine_months", "year", "range", "other_period"}
FIGURE_KINDS = {"count", "percentage", "ratio", "money", "measure", "duration"}
COMPARATORS = {"about", "over", "under", "nearly", "at_least", "at_most", "vague", "range"}
CONTEXT = {"measure", "period", "place", "reference"}
GUARDED_LENGTH = 4  # shorter words must not be cut out of the middle of a longer number


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ROWS = load(DIGESTS) + load(ARTICLES)
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def whole_text(row: dict[str, Any]) -> str:
    return f"{row.get('title', '')}\n{row['text']}"


def mentions(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row["figures"], *row["dates"], *row["references"]]


def without(text: str, words: str) -> str:
    """The text with every occurrence of the words blanked, but not inside a longer number or word."""
    guard = r"(?<![\w.,]){}(?![\w])" if len(words) < GUARDED_LENGTH else "{}"
    return re.sub(guard.format(re.escape(words)), lambda m: "\x00" * len(m[0]), text)


def check_interval(start: str | None, end: str | None) -> None:
    ends = [date.fromisoformat(day) for day in (start, end) if day]
    assert ends == sorted(ends)


def test_the_set_is_as_large_as_its_readme_says() -> None:
    assert len(load(DIGESTS)) >= 75
    assert len(load(ARTICLES)) >= 20
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_articles_have_titles_and_paragraphs() -> None:
    for row in load(ARTICLES):
        assert row["title"]
        assert 4 <= len(row["text"].split("\n\n")) <= 9, row["id"]


@each_row
def test_every_mention_stands_in_its_document(row: dict[str, Any]) -> None:
    for mention in mentions(row):
        home = row["title"] if mention.get("where") == "title" else row["text"]
        assert mention["text"] in home
    for words in row["ignored"]:
        assert words in whole_text(row)


@each_row
def test_every_digit_is_annotated_or_ignored(row: dict[str, Any]) -> None:
    rest = whole_text(row)
    for words in sorted({m["text"] for m in mentions(row)} | set(row["ignored"]), key=len, reverse=True):
        rest = without(rest, words)
    assert not re.findall(r".{0,20}\d.{0,20}", rest)


@each_row
def test_no_mention_is_counted_twice(row: dict[str, Any]) -> None:
    for group in ("figures", "dates", "references"):
        counts: dict[str, int] = {}
        for mention in row[group]:
            counts[mention["text"]] = counts.get(mention["text"], 0) + 1
        for words, count in counts.items():
            assert whole_text(row).count(words) >= count, words


@each_row
def test_figures_carry_values_and_context(row: dict[str, Any]) -> None:
    for figure in row["figures"]:
        assert figure["kind"] in FIGURE_KINDS
        assert figure["unit"]
        assert figure.get("comparator", "about") in COMPARATORS
        assert figure.get("change", "by") in {"from", "to", "by"}
        assert set(figure) >= CONTEXT
        if figure.get("comparator") == "range":
            assert figure["low"] < figure["high"]
            assert "value" not in figure
        elif figure.get("comparator") == "vague":
            assert figure["low"] >= 10
            assert "value" not in figure
        elif figure["kind"] == "ratio":
            assert figure["denominator"] > 0
            assert figure["numerator"] >= 0
        else:
            assert figure["value"] >= 0
        for key in ("measure", "place", "reference"):
            assert figure[key] is None or figure[key] in whole_text(row)
        if figure["reference"]:
            assert figure["reference"] in [r["text"] for r in row["references"]]
        if figure["period"]:
            check_interval(figure["period"]["start"], figure["period"]["end"])


@each_row
def test_dates_are_intervals_of_their_kind(row: dict[str, Any]) -> None:
    for mention in row["dates"]:
        start, end = mention["start"], mention["end"]
        assert mention["kind"] in DATE_KINDS
        check_interval(start, end)
        if mention["kind"] == "day":
            assert start == end
        if start and end and mention["kind"] == "quarter":
            assert (date.fromisoformat(end) - date.fromisoformat(start)).days in {89, 90, 91}
        if start and end and mention["kind"] in {"year", "half_year", "nine_months"}:
            assert start[:4] == end[:4]


@each_row
def test_references_have_a_number_or_a_name(row: dict[str, Any]) -> None:
    for mention in row["references"]:
        assert (mention["number"] is None) != (mention["programme"] is None)
        if mention["number"]:
            assert mention["number"] in re.sub(r"\s+", "", mention["text"])
        else:
            assert mention["programme"] in re.sub(r"\s+", " ", mention["text"])
        if mention["issued_on"]:
            date.fromisoformat(mention["issued_on"])
        if mention["issuer"]:
            assert mention["issuer"] in re.sub(r"\s+", " ", whole_text(row))
