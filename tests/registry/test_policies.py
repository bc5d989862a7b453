"""The code list of policies: its references to the other lists, its numbers, and its examples.

The matching rule that the head of the list states is written out here once, as plainly as
possible: whole words in any letter case, the longest name where they overlap, the names of laws
only with a capital, and no name whose number counts something.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REGISTRY = Path(__file__).resolve().parents[2] / "extractors" / "registry"
Entry = dict[str, Any]


def load(file: str, table: str) -> list[Entry]:
    entries: list[Entry] = tomllib.loads((REGISTRY / file).read_text(encoding="utf-8"))[table]
    return entries


POLICIES = load("policies.toml", "policy")
DOC_TYPES = {entry["code"]: entry for entry in load("doc_types.toml", "doc_type")}
ISSUERS = {entry["code"]: entry for entry in load("issuers.toml", "issuer")}
UNITS = [spelling for unit in load("units.toml", "unit") for spelling in unit["spellings"]]
LAWS = {"constitution", "code", "law", "ordinance"}
TERMS = {11: (2002, 2007), 12: (2007, 2011), 13: (2011, 2016), 14: (2016, 2021), 15: (2021, 2026)}
"""First and last year of each term of the National Assembly."""


def of(entries: list[Entry]) -> list[Any]:
    return [pytest.param(entry, id=entry["code"]) for entry in entries]


NUMBERED = [policy for policy in POLICIES if policy["number"]]
EXAMPLES = [pytest.param(p["code"], text, id=f"{p['code']}: {text}") for p in POLICIES for text in p["examples"]]
COUNTER_EXAMPLES = [pytest.param(p["code"], text, id=f"{p['code']}: {text}") for p in POLICIES for text in p["counter_examples"]]


def issuer_symbols(policy: Entry) -> set[str]:
    """The symbols of the body; a place's own body has those of the generic one, the Politburo those of the Party's centre."""
    issuer = ISSUERS[policy["issuer"]]
    generic = policy["issuer"].removeprefix(issuer["place"].replace(".", "-") + "-") if issuer["place"] else ""
    symbols = {*issuer["symbols"], *(ISSUERS[generic]["symbols"] if generic else [])}
    if issuer["system"] == "party" and issuer["level"] == "central":
        symbols |= set(ISSUERS["party-central-committee"]["symbols"])
    return symbols


@cache
def any_name() -> re.Pattern[str]:
    names = {name for p in POLICIES for name in (p["number"], *p["aliases"]) if name}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w/])(?:{'|'.join(longest_first)})(?![\w/])", re.I)


@cache
def by_name() -> dict[str, Entry]:
    return {name.lower(): p for p in POLICIES for name in (p["number"], *p["aliases"]) if name}


def counts(name: str, rest: str) -> bool:
    """Whether the number at the end of the name counts what follows it (135 phút, not 135 năm 2019)."""
    if "/" in name or not name[-1].isdigit():
        return False
    return any(re.match(rf" (?:(?:nghìn|triệu|tỷ) )?{re.escape(unit)}(?!\w| \d)", rest.lower()) for unit in UNITS)


def cited(text: str) -> set[str]:
    """Codes of the policies that a text names."""
    found = set()
    for match in any_name().finditer(text):
        policy = by_name()[match[0].lower()]
        lower_law = policy["doc_type"] in LAWS and match[0][0].islower()
        if not lower_law and not counts(match[0], text[match.end() :]):
            found.add(policy["code"])
    return found


def test_the_list_covers_the_field() -> None:
    assert len(POLICIES) >= 190


# ------------------------------------------------------------------ references to the other lists
@pytest.mark.parametrize("policy", of(POLICIES))
def test_type_and_issuer_are_known(policy: Entry) -> None:
    assert policy["doc_type"] in DOC_TYPES
    assert policy["issuer"] in ISSUERS


@pytest.mark.parametrize("policy", of(POLICIES))
def test_code_begins_with_its_type(policy: Entry) -> None:
    kind = policy["doc_type"].replace("_", "-")
    named = {"national-target-programme": "programme", "project": "programme"}.get(kind, kind)
    assert policy["code"] == kind or policy["code"].startswith(f"{named}-")


# ------------------------------------------------------------------ numbers, dates, periods
@pytest.mark.parametrize("policy", of(NUMBERED))
def test_number_ends_with_the_symbols_of_type_and_issuer(policy: Entry) -> None:
    parts = re.fullmatch(r"\d+[a-z]?(?:/(\d{4}))?[/-](?:([^/-]+)[/-])?([^/-]+)", policy["number"])
    assert parts is not None
    body = parts[3]
    if policy["issuer"] == "national-assembly":
        body = re.sub(r"\d+$", "", body)
    assert body in issuer_symbols(policy)
    assert parts[2] in (DOC_TYPES[policy["doc_type"]]["symbols"] if parts[2] else [None])
    assert parts[2] or policy["issuer"] == "national-assembly"


@pytest.mark.parametrize("policy", of([p for p in NUMBERED if p["issuer"] == "national-assembly"]))
def test_term_of_the_national_assembly_fits_the_date(policy: Entry) -> None:
    first, last = TERMS[int(re.findall(r"QH(\d+)$", policy["number"])[0])]
    assert first <= policy["issued_on"].year <= last


@pytest.mark.parametrize("policy", of(NUMBERED))
def test_numbered_document_is_dated(policy: Entry) -> None:
    assert policy["issued_on"].year >= 1945


@pytest.mark.parametrize("policy", of([p for p in POLICIES if "issued_on" in p]))
def test_period_is_near_the_date(policy: Entry) -> None:
    year = policy["issued_on"].year
    assert year - 2 <= policy.get("period_start", year) <= year + 2
    assert policy.get("period_end", year) >= year


@pytest.mark.parametrize("policy", of(POLICIES))
def test_period_in_the_title_is_the_period(policy: Entry) -> None:
    stated = re.search(r"(?:giai đoạn|thời kỳ) (\d{4})-(\d{4})", policy["title_vi"])
    if stated and "giai đoạn I " not in policy["title_vi"]:
        assert (policy["period_start"], policy["period_end"]) == (int(stated[1]), int(stated[2]))


# ------------------------------------------------------------------ aliases and examples
@pytest.mark.parametrize("policy", of(POLICIES))
def test_aliases_tell_the_policy_alone(policy: Entry) -> None:
    for alias in policy["aliases"]:
        assert not re.fullmatch(r"[\d\W]+", alias), alias
        assert not re.fullmatch(r"(?i)(tiểu )?(dự án|đề án|chương trình|luật|chiến lược)( \d{1,2})?", alias), alias
        assert alias[0].isupper(), alias
        assert not re.search(r"[“”\"'‘’]", alias), alias


@pytest.mark.parametrize("policy", of([p for p in POLICIES if not p["number"]]))
def test_policy_without_number_has_names(policy: Entry) -> None:
    assert policy["aliases"]


@pytest.mark.parametrize("policy", of([p for p in POLICIES if any("," in a for a in p["aliases"]) and p["doc_type"] in LAWS]))
def test_law_is_known_with_and_without_its_comma(policy: Entry) -> None:
    assert {a.replace(",", "") for a in policy["aliases"]} <= set(policy["aliases"])


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_example_names_this_policy_alone(code: str, text: str) -> None:
    assert cited(text) == {code}


@pytest.mark.parametrize(("code", "text"), COUNTER_EXAMPLES)
def test_counter_example_does_not_name_this_policy(code: str, text: str) -> None:
    assert code not in cited(text)
