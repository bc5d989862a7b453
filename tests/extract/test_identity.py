"""Identifiers and determinism: the same page gives the same records in every run, at any time."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest

from extractors import Extraction, Page, extract_page, extract_text
from tests.accuracy.scoring import date_agrees, figure_agrees, pair, reference_agrees
from tests.extract.rewrite_golden import Case, cases
from tests.site import SiteState, generate, render

CASES = [case for case in cases() if case.expected["outcome"] == "article"]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def identifiers(found: Extraction) -> list[str]:
    return [*(f.figure_id for f in found.figures), *(d.date_id for d in found.dates), *(r.reference_id for r in found.references)]


@each_case
def test_twice_the_same(case: Case) -> None:
    assert asdict(extract_page(case.page)) == asdict(extract_page(case.page))


@each_case
def test_identifiers_are_unique(case: Case) -> None:
    assert [key for key, count in Counter(identifiers(extract_page(case.page))).items() if count > 1] == []


@each_case
def test_identifiers_do_not_depend_on_the_time(case: Case) -> None:
    later = replace(case.page, retrieved_at=datetime(2031, 5, 5, tzinfo=UTC), source="archive", source_ref="x.warc.gz:12")
    one, other = extract_page(case.page), extract_page(later)
    assert identifiers(one) == identifiers(other)
    assert one.article is not None and other.article is not None
    assert one.article.version == other.article.version


def test_identifiers_do_not_depend_on_the_version() -> None:
    """Another paragraph makes another version of the article; what stands in the others keeps its identifiers."""
    url = "http://dantoc.example/tin/Bai-77"
    one = extract_text("Tỉnh có 811 người có uy tín.\n\nHọp ngày 5/8/2019.", url=url)
    two = extract_text("Tỉnh có 811 người có uy tín.\n\nHọp ngày 5/8/2019.\n\nCó 12 xã.", url=url)
    assert one.article is not None and two.article is not None
    assert one.article.version != two.article.version
    assert one.article.article_id == two.article.article_id
    assert set(identifiers(one)) < set(identifiers(two))


def test_the_same_sentence_twice_has_two_identifiers() -> None:
    found = extract_text("Có 12 xã.\n\nCó 12 xã.")
    assert len(set(identifiers(found))) == 2


def test_other_articles_have_other_identifiers() -> None:
    text = "Có 12 xã."
    one, other = (extract_text(text, url=f"http://dantoc.example/tin/Bai-{n}") for n in (1, 2))
    assert identifiers(one) != identifiers(other)


def test_generated_articles_state_what_they_were_made_of() -> None:
    """Articles whose facts are known, in a template each: all of them, and nothing else in the body."""
    articles = list(generate(40, seed=5))
    state = SiteState(retrieved_at=datetime(2030, 1, 1, tzinfo=UTC), articles=articles)
    wrong = []
    for number, article in enumerate(articles):
        template = ("portal", "tables2005", "html5", "wordpressish")[number % 4]
        url = f"http://dantoc.example/tin/Bai-{article.id}"
        found = extract_page(Page(url=url, body=render(template, article, state).encode(), retrieved_at=datetime(2030, 1, 1, tzinfo=UTC)))
        assert article.truth is not None and found.article is not None
        assert found.article.published_on == article.published_on and isinstance(article.published_on, date)
        gold = article.truth.as_gold()
        for name, agrees in (("figures", figure_agrees), ("dates", date_agrees), ("references", reference_agrees)):
            given = [record for record in getattr(found, name) if record.where == "body"]
            pairs, rest = pair(gold[name], given, agrees)
            wrong += [(article.id, template, "missed", g["text"]) for g, record in pairs if record is None]
            wrong += [
                (article.id, template, "spurious", record.sentence[record.span_start - found.article.text.find(record.sentence) :][:40]) for record in rest
            ]
    assert wrong == []


@each_case
def test_a_page_that_claims_to_be_plain_text(case: Case) -> None:
    """Where the body opens as HTML, the header does not matter."""
    if (case.page.content_type or "").startswith("text/plain"):
        return
    body = b"<!DOCTYPE html>" + case.page.body if case.page.body.startswith(b"<") else case.page.body
    one, other = (extract_page(replace(case.page, body=body, content_type=claimed)) for claimed in ("text/html", "text/plain"))
    assert asdict(one) == asdict(other)
