"""The seed page: everything that was annotated in it and nothing else, as text and in every template."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from extractors import Extraction, Page, extract_page
from extractors.records import DateMention, Figure, Reference
from tests.accuracy.scoring import date_agrees, figure_agrees, figure_attributes, pair, reference_agrees, reference_attributes
from tests.extract.told import told
from tests.site import TEMPLATES, SiteState, load_articles, render, seed_article
from tests.site.seed import SHARED

GOLD = SHARED / "gold" / "seed.json"
RETRIEVED_AT = datetime(2021, 6, 24, 8, tzinfo=UTC)
URL = "http://bandantoc.kontum.gov.vn/tin-chuyen-nganh/So-ket-682"

pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason="the seed page is not beside this checkout")


@cache
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))
    return loaded


@cache
def as_text() -> Extraction:
    body = (SHARED / gold()["source"]).read_bytes()
    return extract_page(Page(url=URL, body=body, content_type="text/plain; charset=utf-8", retrieved_at=RETRIEVED_AT, site="kontum"))


@cache
def as_page(template: str) -> Extraction:
    article = seed_article()
    assert article is not None
    state = SiteState(retrieved_at=RETRIEVED_AT, articles=[*load_articles(), article])
    body = render(template, article, state).encode()
    return extract_page(Page(url=URL, body=body, content_type="text/html; charset=utf-8", retrieved_at=RETRIEVED_AT, site="kontum"))


def test_the_article() -> None:
    article, wanted = as_text().article, gold()["article"]
    assert article is not None
    assert (article.title, article.author, article.view_count) == (wanted["title"], wanted["author"], wanted["view_count"])
    assert article.published_on == date.fromisoformat(wanted["published_on"])
    assert article.captions == wanted["captions"]
    assert len(article.text.split("\n\n")) == wanted["body_paragraphs"]
    assert article.issues == wanted["issues"]


def test_every_figure_and_no_other() -> None:
    pairs, rest = pair(gold()["figures"], as_text().figures, figure_agrees)
    assert [g["text"] for g, figure in pairs if figure is None] == []
    assert [f.value_text for f in rest] == []
    assert [(g["text"], name, detail) for g, figure in pairs for name, right, detail in figure_attributes(g, figure) if not right] == []


def test_every_date_and_no_other() -> None:
    pairs, rest = pair(gold()["dates"], as_text().dates, date_agrees)
    assert [g["text"] for g, mention in pairs if mention is None] == []
    assert [d.date_text for d in rest] == []
    assert [(g["text"], mention.kind) for g, mention in pairs if mention.kind != g["kind"]] == []
    assert {g.get("where", "body") for g, _ in pairs} == {d.where for d in as_text().dates}


def test_every_reference_and_no_other() -> None:
    found = as_text().references
    pairs, rest = pair(gold()["references"], found, reference_agrees)
    assert [g["text"] for g, mention in pairs if mention is None] == []
    assert [r.reference_text for r in rest] == []
    assert [(g["text"], name, detail) for g, mention in pairs for name, right, detail in reference_attributes(g, mention) if not right] == []


def test_the_policy_of_the_disbursement() -> None:
    (share,) = (f for f in as_text().figures if f.kind == "percentage")
    (policy,) = (r for r in as_text().references if r.reference_id == share.reference_id)
    assert policy.programme_text == "Chương trình 135"


@pytest.mark.parametrize(
    "words", ["24 tháng 6 năm 2021", "715", "1581421", "67", "163", "02603.866.127", "135", "2085", "1348", "14", "lần thứ III", "lần thứ II"]
)
def test_no_decoy(words: str) -> None:
    assert any(decoy.startswith(words) or words in decoy for decoy in gold()["decoys"])
    digits = "".join(c for c in words if c.isdigit())
    assert not [f for f in as_text().figures if words in f.value_text or (digits and f.value == float(digits))]
    assert not [d for d in as_text().dates if words == d.date_text]


@pytest.mark.parametrize("template", [None, *TEMPLATES])
def test_spans_slice_to_their_words(template: str | None) -> None:
    found = as_page(template) if template else as_text()
    article = found.article
    assert article is not None
    records: list[Figure | DateMention | Reference] = [*found.figures, *found.dates, *found.references]
    for record in records:
        text = {"body": article.text, "title": article.title}.get(record.where) or article.captions[record.part or 0]
        words = next(getattr(record, name) for name in ("value_text", "date_text", "reference_text") if hasattr(record, name))
        assert text[record.span_start : record.span_end] == words
        assert words in record.sentence


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_gives_the_same_records(template: str) -> None:
    page, text = told(as_page(template)), told(as_text())
    text["article"].pop("view_count")
    assert page["article"].pop("view_count") == gold()["article"]["view_count"]
    assert page == text


def test_the_address_alone_makes_the_identifiers() -> None:
    """The same words at the same address have the same identifiers, whatever they are dressed in."""
    ids = [[f.figure_id for f in found.figures] for found in (as_text(), *(as_page(t) for t in TEMPLATES))]
    assert all(other == ids[0] for other in ids)
