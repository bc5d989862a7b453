"""Structure of the code lists of units, measures and policies: what the TOML itself must promise.

How the phrases of measures are read is checked in ``test_measures.py``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

REGISTRY = Path(__file__).resolve().parents[2] / "extractors" / "registry"
KINDS = {"count", "percentage", "ratio", "money", "measure", "duration"}
NUMBER = re.compile(r"(?:\d[\d.,/]*|hàng (?:chục|trăm|nghìn))\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)?", re.I)
FIELDS = {
    "unit": ({"code", "kind", "name_vi", "name_en", "spellings", "examples", "counter_examples"}, {"symbol", "currency", "listed"}),
    "measure": (
        {"code", "label_vi", "label_en", "unit", "kinds", "subject", "before", "after", "examples", "counter_examples"},
        {"share"},
    ),
    "policy": (
        {"code", "doc_type", "number", "issuer", "title_vi", "title_en", "aliases", "examples", "counter_examples"},
        {"issued_on", "period_start", "period_end"},
    ),
}
FILES = {"unit": "units.toml", "measure": "measures.toml", "policy": "policies.toml"}


def load(table: str) -> list[dict[str, Any]]:
    path = REGISTRY / FILES[table]
    if not path.exists():
        return []
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return entries


UNITS = load("unit")
MEASURES = load("measure")
POLICIES = load("policy")
LISTS = {"unit": UNITS, "measure": MEASURES, "policy": POLICIES}
ALL = [pytest.param(table, entry, id=f"{table}-{entry['code']}") for table, entries in LISTS.items() for entry in entries]


def of(entries: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(entry, id=entry["code"]) for entry in entries]


def begins(text: str, words: str) -> bool:
    """Whether the text begins with the words and the words end at a word boundary."""
    rest = text[len(words) :]
    return text.startswith(words) and not (words[-1].isalnum() and rest[:1].isalnum())


def contains(text: str, words: str) -> bool:
    low = text.casefold()
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", low) is not None


def after_numbers(text: str) -> list[str]:
    return [text[m.end() :].casefold() for m in NUMBER.finditer(text)]


def longest(text: str) -> str | None:
    """The code of the longest spelling the text begins with."""
    found = [(len(s), u["code"]) for u in UNITS for s in u["spellings"] if begins(text, s)]
    return max(found)[1] if found else None


# ------------------------------------------------------------------ all three lists
@pytest.mark.parametrize(("table", "entry"), ALL)
def test_entry_has_the_declared_keys_and_nothing_else(table: str, entry: dict[str, Any]) -> None:
    required, optional = FIELDS[table]
    assert required <= entry.keys() <= required | optional


@pytest.mark.parametrize("table", FILES)
def test_codes_are_unique(table: str) -> None:
    assert [c for c, n in Counter(e["code"] for e in LISTS[table]).items() if n > 1] == []


@pytest.mark.parametrize("name", FILES.values())
def test_file_is_nfc_without_odd_spaces(name: str) -> None:
    text = (REGISTRY / name).read_text(encoding="utf-8") if (REGISTRY / name).exists() else ""
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u00a0\u200b-\u200d\u00ad\ufeff]", text)


@pytest.mark.parametrize(("table", "entry"), ALL)
def test_texts_are_trimmed_and_filled(table: str, entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        texts = value if isinstance(value, list) else [value]
        empty_is_fine = (table, key) == ("policy", "number")
        assert all(not isinstance(t, str) or (t == t.strip() and (t or empty_is_fine)) for t in texts), key
        assert not isinstance(value, list) or len(set(value)) == len(value), key


# ------------------------------------------------------------------ units
def test_no_spelling_belongs_to_two_units() -> None:
    assert [s for s, n in Counter(s for u in UNITS for s in u["spellings"]).items() if n > 1] == []


@pytest.mark.parametrize("unit", of(UNITS))
def test_unit_is_well_formed(unit: dict[str, Any]) -> None:
    assert unit["kind"] in KINDS - {"ratio"}
    assert re.fullmatch(r"[A-Z]{3}" if unit["kind"] == "money" else r"[a-z]+(_[a-z]+)*", unit["code"])
    assert unit.get("currency") == (unit["code"] if unit["kind"] == "money" else None)
    assert unit["spellings"] and all(s == s.casefold() for s in unit["spellings"])
    assert unit["examples"]


@pytest.mark.parametrize("unit", of(UNITS))
def test_example_states_the_unit_after_a_number(unit: dict[str, Any]) -> None:
    for example in unit["examples"]:
        assert unit["code"] in [longest(rest) for rest in after_numbers(example)], example


@pytest.mark.parametrize("unit", of(UNITS))
def test_counter_example_begins_like_the_unit_and_is_longer(unit: dict[str, Any]) -> None:
    for words in map(str.casefold, unit["counter_examples"]):
        assert words not in unit["spellings"]
        assert any(words.startswith(s) for s in unit["spellings"]), words


# ------------------------------------------------------------------ policies
def names(policy: dict[str, Any]) -> list[str]:
    return [n for n in (policy["number"], policy["title_vi"], *policy["aliases"]) if n]


@pytest.mark.parametrize("policy", of(POLICIES))
def test_policy_is_well_formed(policy: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", policy["code"])
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", policy["doc_type"])
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", policy["issuer"])
    assert re.fullmatch(r"\S*", policy["number"])
    assert policy["number"] or policy["aliases"]
    assert isinstance(policy.get("issued_on", date.min), date)
    assert policy.get("period_start", 0) <= policy.get("period_end", 9999)
    assert policy["examples"]


@pytest.mark.parametrize("policy", of(POLICIES))
def test_year_in_the_number_is_the_year_of_issue(policy: dict[str, Any]) -> None:
    year = re.search(r"/((?:19|20)\d\d)/", policy["number"])
    if year and "issued_on" in policy:
        assert policy["issued_on"].year == int(year[1])


def test_no_name_or_number_means_two_policies() -> None:
    aliases = Counter(a.casefold() for p in POLICIES for a in p["aliases"])
    numbers = Counter((p["number"], p["issuer"]) for p in POLICIES if p["number"])
    assert [n for n, times in (aliases | numbers).items() if times > 1] == []


@pytest.mark.parametrize("policy", of(POLICIES))
def test_example_cites_the_policy(policy: dict[str, Any]) -> None:
    for example in policy["examples"]:
        assert any(contains(example, n) for n in names(policy)), example
