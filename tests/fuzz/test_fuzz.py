"""Random and mutated inputs: no exception, spans that slice to their words, values that read again from them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.known import KNOWN, Known, unknown
from tests.fuzz.mutate import WORDS, Input, corpus, mutated, mutated_page
from tests.fuzz.properties import page_violations, violations

CHUNK = 125
CHUNKS = 20
PAGES = 80

pieces = st.one_of(st.sampled_from(WORDS), st.text(max_size=6), st.integers(0, 10**9).map(str), st.sampled_from("  .,/-–()%:;“”\n"))
texts = st.lists(pieces, max_size=25).map("".join)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2050, 1, 1)))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_mutated_texts(chunk: int) -> None:
    failed = {number: found for number in range(chunk * CHUNK, (chunk + 1) * CHUNK) if (found := unknown(violations(mutated(number))))}
    assert not failed


def test_mutated_pages() -> None:
    failed = {number: found for number in range(PAGES) if (found := unknown(page_violations(mutated_page(number))))}
    assert not failed


@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=texts, title=st.text(max_size=20), published_on=days)
def test_generated_texts(text: str, title: str, published_on: date | None) -> None:
    assert not unknown(violations(Input(text, title, published_on)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(text=st.text())
def test_any_text(text: str) -> None:
    assert not unknown(violations(Input(text, "", None)))


def test_the_annotated_texts_hold_every_property() -> None:
    assert not {text[:40]: found for text in corpus() if (found := violations(Input(text, "", date(2020, 1, 1))))}


def test_the_same_number_gives_the_same_input() -> None:
    assert [mutated(n) for n in range(50)] == [mutated(n) for n in range(50)]
    assert mutated(7) != mutated(7, seed=1)


@pytest.mark.parametrize("known", [pytest.param(k, id=k.example, marks=pytest.mark.xfail(strict=True, reason=k.reason)) for k in KNOWN])
def test_known(known: Known) -> None:
    assert not any(re.search(known.pattern, v) for v in violations(Input(known.example, "", None)))
