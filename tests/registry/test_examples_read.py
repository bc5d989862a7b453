"""The examples of the code lists, read by the extractor itself, in both directions.

An example must give its entry; a counter-example must not.
"""

from __future__ import annotations

import pytest

from extractors import extract_text
from extractors.facts.figure_places import PlaceReader
from extractors.facts.reading import read
from extractors.registry.lookup import entries, known_policies, policy_id

NOT_READ_YET = {
    "term_of_office": "a hamlet's number and a count look alike",
    "tonne_kilometre": "a unit with a dot inside",
    "passenger_kilometre": "a unit with a dot inside",
    "tonne": "a unit with a dot inside",
    "đ/c": "an abbreviation with a slash inside",
}
"""Examples that the readers do not manage yet."""


def rows(name: str, key: str) -> list[object]:
    found = []
    for entry in entries(name):
        for text in entry.get(key, ()):
            reason = _missing(name, key, entry["code"], text)
            marks = [pytest.mark.xfail(strict=False, reason=reason)] if reason else []
            found.append(pytest.param(entry["code"], text, id=f"{entry['code']}: {text}", marks=marks))
    return found


def _missing(name: str, key: str, code: str, text: str) -> str | None:
    if name == "units":
        return NOT_READ_YET.get(code) if "." in text or "nhiệm kỳ" in text else NOT_READ_YET["đ/c"] if "đ/c" in text else None
    if name == "places" and code in ("north-west", "north-east", "central-and-highlands"):
        return "a region in lower case after `vùng`"
    return None


@pytest.mark.parametrize(("code", "text"), rows("measures", "examples"))
def test_measure(code: str, text: str) -> None:
    assert code in {f.measure_code for f in extract_text(text).figures}


@pytest.mark.parametrize(("code", "text"), rows("measures", "counter_examples"))
def test_no_measure(code: str, text: str) -> None:
    assert code not in {f.measure_code for f in extract_text(text).figures}


@pytest.mark.parametrize(("code", "text"), rows("units", "examples"))
def test_unit(code: str, text: str) -> None:
    assert code in {f.unit_code for f in extract_text(text).figures}


@pytest.mark.parametrize(("code", "text"), rows("units", "counter_examples"))
def test_no_unit(code: str, text: str) -> None:
    number = text if any(letter.isdigit() for letter in text) else f"có 25 {text}"
    assert code not in {f.unit_code for f in extract_text(number).figures}


@pytest.mark.parametrize(("code", "text"), rows("doc_types", "examples"))
def test_doc_type(code: str, text: str) -> None:
    assert code in {r.doc_type_code for r in extract_text(text).references}


@pytest.mark.parametrize(("code", "text"), rows("doc_types", "counter_examples"))
def test_no_doc_type(code: str, text: str) -> None:
    assert code not in {r.doc_type_code for r in extract_text(text).references}


_IDS = {policy.code: policy_id(policy) for policy in known_policies()}


@pytest.mark.parametrize(("code", "text"), rows("policies", "examples"))
def test_policy(code: str, text: str) -> None:
    assert _IDS[code] in {r.policy_id for r in extract_text(text).references}


@pytest.mark.parametrize(("code", "text"), rows("policies", "counter_examples"))
def test_no_policy(code: str, text: str) -> None:
    assert _IDS[code] not in {r.policy_id for r in extract_text(text).references}


def places_in(text: str) -> set[str]:
    reader = PlaceReader(read(text, None), (), None, None)
    return {hit.value.code for hit in reader.places}


@pytest.mark.parametrize(("code", "text"), rows("places", "examples"))
def test_place(code: str, text: str) -> None:
    assert code in places_in(text)


@pytest.mark.parametrize(("code", "text"), rows("places", "counter_examples"))
def test_no_place(code: str, text: str) -> None:
    assert code not in places_in(text)


@pytest.mark.parametrize(("code", "text"), rows("issuers", "examples"))
def test_issuer(code: str, text: str) -> None:
    named = {hit.value.code for hit in read(text, None).keywords.issuer}
    references = extract_text(text).references
    assert code in named | {r.issuer_code for r in references} | {body for r in references for body in r.co_issuer_codes}
