"""The gold files b_*.jsonl keep the annotation rules: every mention is in its text and every number is accounted for."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [json.loads(line) for path in sorted(HERE.glob("b_*.jsonl")) for line in path.read_text("utf8").splitlines()]
FIGURE_KINDS = {"count", "percentage", "ratio", "money", "measure", "duration"}
DATE_KINDS = {"day", "month", "quarter", "half_year", "nine_months", "year", "range", "other_period"}
COMPARATORS = {"about", "over", "under", "nearly", "at_least", "at_most", "vague", "range"}
SPACES = str.maketrans("", "", " \u00a0\u00ad\u200b")
SCALES = [10.0**k for k in (0, 2, 3, 4, 6, 9, 12)]

every_document = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def whole(row: dict[str, Any]) -> str:
    return f"{row.get('title', '')}\n{row['text']}"


def mentions(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row["figures"], *row["dates"], *row["references"]]


def numbers_in(text: str) -> list[float]:
    """The numbers of a mention read plainly: dots group, a comma is decimal; a dot with other than three digits is decimal."""
    found = []
    for token in re.findall(r"\d[\d.]*(?:,\d+)?", text.translate(SPACES)):
        token = token.rstrip(".")
        grouped = "," in token or re.fullmatch(r"\d{1,3}(\.\d{3})+", token)
        found.append(float(token.replace(".", "").replace(",", ".") if grouped else token))
    return found


def stated(value: float, numbers: list[float]) -> bool:
    """Whether the value is one number times a power of ten, or a compound such as `2 tỷ 435 triệu`."""
    close = any(abs(value - number * scale) < 1e-6 * max(1.0, value) for number in numbers for scale in SCALES)
    compound = any(
        abs(value - a * high - b * low) < 1e-6 * max(1.0, value) for a, b in pairwise(numbers) for high in SCALES for low in SCALES
    )
    return close or compound


def test_the_set_is_large_and_its_ids_are_unique() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert len(ROWS) >= 80
    assert sum("title" in row for row in ROWS) >= 20


@every_document
def test_every_mention_is_in_the_document(row: dict[str, Any]) -> None:
    for mention in mentions(row):
        home = row["title"] if mention.get("where") == "title" else row["text"]
        assert mention["text"] in home, mention
    for words in row["ignored"]:
        assert words in whole(row), words
    for figure in row["figures"]:
        for name in ("measure", "place", "reference"):
            assert figure[name] is None or figure[name] in whole(row), (name, figure)


@every_document
def test_every_number_is_annotated_or_ignored(row: dict[str, Any]) -> None:
    rest = whole(row)
    for words in sorted({m["text"] for m in mentions(row)} | set(row["ignored"]), key=len, reverse=True):
        rest = rest.replace(words, "\u0000") if len(words) > 3 else re.sub(rf"(?<!\w){re.escape(words)}|{re.escape(words)}(?!\w)", "\u0000", rest)
    assert not re.search(r"\d", rest), re.findall(r".{0,20}\d.{0,20}", rest)


@every_document
def test_figures_are_well_formed(row: dict[str, Any]) -> None:
    for figure in row["figures"]:
        assert figure["kind"] in FIGURE_KINDS and figure["unit"], figure
        assert figure.get("comparator", "over") in COMPARATORS and figure.get("change", "by") in {"from", "to", "by"}
        numbers = numbers_in(figure["text"])
        if figure["kind"] == "ratio":
            assert {float(figure["numerator"]), float(figure["denominator"])} <= set(numbers), figure
        elif figure.get("comparator") == "range":
            assert figure["low"] < figure["high"] and "value" not in figure
            assert not numbers or (stated(figure["low"], numbers) and stated(figure["high"], numbers)), figure
        elif figure.get("comparator") == "vague":
            assert figure["low"] >= 10 and "value" not in figure
        else:
            assert not numbers or stated(figure["value"], numbers), figure
        if figure["period"]:
            ends = [date.fromisoformat(end) for end in (figure["period"]["start"], figure["period"]["end"]) if end]
            assert ends and ends == sorted(ends), figure


@every_document
def test_dates_are_well_formed(row: dict[str, Any]) -> None:
    for mention in row["dates"]:
        assert mention["kind"] in DATE_KINDS
        ends = [date.fromisoformat(end) for end in (mention["start"], mention["end"]) if end]
        assert ends == sorted(ends), mention
        if mention["kind"] == "day" and ends:
            assert len(ends) == 2 and ends[0] == ends[1], mention
            for number in re.findall(r"\d+", mention["text"])[:1]:
                assert int(number) in {ends[0].day, ends[0].year}, mention


@every_document
def test_references_are_well_formed(row: dict[str, Any]) -> None:
    for mention in row["references"]:
        assert bool(mention["number"]) != bool(mention["programme"]), mention
        if mention["number"]:
            assert mention["number"] in re.sub(r"\s+", "", mention["text"]), mention
        if mention["issued_on"]:
            date.fromisoformat(mention["issued_on"])
        if mention["issuer"]:
            assert mention["issuer"] in whole(row), mention
