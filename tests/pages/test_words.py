"""Every example of words.toml in both directions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extractors.pages
from extractors.pages.captions import reads_as_caption
from extractors.pages.dateline import labelled_author, read_date_line
from extractors.pages.furniture import furniture_kind, lowered, view_count, word_lists

LISTS = tomllib.loads((Path(extractors.pages.__file__).parent / "words.toml").read_text(encoding="utf-8"))
FURNITURE = {"related", "comments", "tools", "footer", "counter", "sidebar", "attachments"}


def is_of_kind(kind: str, text: str) -> bool:
    if kind in FURNITURE:
        return furniture_kind(text) == kind
    if kind == "views":
        return view_count(text) is not None
    if kind == "author":
        return labelled_author(text) is not None
    if kind in ("posted", "updated"):
        found = read_date_line(text)
        return found is not None and found.label == kind
    if kind == "caption":
        return reads_as_caption(text)
    if kind == "source":
        return ":" in text and word_lists()[kind].match(lowered(text))
    if kind == "table_caption":
        return word_lists()[kind].match(text.lower()) and text[-1] not in ".;:"
    return word_lists()[kind].match(lowered(text))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, entry in LISTS.items() for text in entry["examples"]])
def test_example_is_recognised(kind: str, text: str) -> None:
    assert is_of_kind(kind, text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, entry in LISTS.items() for text in entry["not"]])
def test_look_alike_is_not(kind: str, text: str) -> None:
    assert not is_of_kind(kind, text)


@pytest.mark.parametrize(
    ("kind", "phrase"), [(kind, phrase) for kind, entry in LISTS.items() for key in ("starts", "contains") for phrase in entry.get(key, [])]
)
def test_phrases_are_lower_case_and_found(kind: str, phrase: str) -> None:
    assert phrase == phrase.lower()
    assert word_lists()[kind].match(phrase.strip()) or word_lists()[kind].match(phrase)
