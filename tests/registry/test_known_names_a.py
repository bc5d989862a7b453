"""Structure of the code lists of document types, issuing bodies and places, and their examples.

The matching rules that the lists state in their heads are written out here once, as plainly as
possible, so that the lists are checked by themselves: whole words, any letter case after the
first letter, the longest spelling where they overlap.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REGISTRY = Path(__file__).resolve().parents[2] / "extractors" / "registry"
Entry = dict[str, Any]
NUMBER = re.compile(r"\d+[a-z]?(?:/(?:19|20)\d\d)?[-/]([^\s,;]+)")


def load(file: str, table: str) -> list[Entry]:
    entries: list[Entry] = tomllib.loads((REGISTRY / file).read_text(encoding="utf-8"))[table]
    return entries


DOC_TYPES = load("doc_types.toml", "doc_type")
ISSUERS = load("issuers.toml", "issuer")
PLACES = load("places.toml", "place")
LISTS = {"doc_type": DOC_TYPES, "issuer": ISSUERS, "place": PLACES}
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "doc_type": (
        {"code", "name_vi", "name_en", "urn", "symbols", "abbreviations", "cited_by", "system", "examples", "counter_examples"},
        set(),
    ),
    "issuer": (
        {"code", "name_vi", "name_en", "urn", "symbols", "aliases", "level", "system", "place", "generic", "examples", "counter_examples"},
        set(),
    ),
    "place": (
        {"code", "name", "level", "parent", "name_since_2025", "parent_since_2025", "aliases", "examples"},
        {"ambiguous", "counter_examples"},
    ),
}
CODE_SHAPES = {"doc_type": r"[a-z]+(_[a-z]+)*", "issuer": r"[a-z]+(-[a-z]+)*", "place": r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)*"}


def of(entries: Iterable[Entry]) -> list[Any]:
    return [pytest.param(entry, id=entry["code"]) for entry in entries]


def spellings(entry: Entry) -> list[str]:
    others: list[str] = entry["abbreviations"] if "abbreviations" in entry else entry["aliases"]
    return [entry.get("name") or entry["name_vi"], *others]


@cache
def by_spelling(table: str) -> Mapping[str, tuple[str, ...]]:
    """Lower-case spelling → codes that have it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in LISTS[table]:
        for words in spellings(entry):
            found[words.lower()].append(entry["code"])
    return {words: tuple(codes) for words, codes in found.items()}


@cache
def any_spelling(table: str) -> re.Pattern[str]:
    longest_first = sorted({re.escape(w) for e in LISTS[table] for w in spellings(e)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I)


def capital(words: str) -> bool:
    return words[:1].isupper()


@cache
def written_with_capital(table: str) -> frozenset[str]:
    return frozenset(w.lower() for e in LISTS[table] for w in spellings(e) if capital(w))


def names_in(table: str, text: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """The known spellings in a text with their offset and the codes they may mean."""
    found = []
    for hit in any_spelling(table).finditer(text):
        key = hit.group().lower()
        if capital(hit.group()) or key not in written_with_capital(table):
            found.append((key, hit.start(), by_spelling(table)[key]))
    return found


# ------------------------------------------------------------------ all three lists
@pytest.mark.parametrize("table", LISTS)
def test_entry_has_the_declared_keys_and_nothing_else(table: str) -> None:
    required, optional = FIELDS[table]
    for entry in LISTS[table]:
        assert required <= entry.keys() <= required | optional, entry["code"]


@pytest.mark.parametrize(("table", "least"), [("doc_type", 60), ("issuer", 150), ("place", 200)])
def test_list_is_long_enough(table: str, least: int) -> None:
    assert len(LISTS[table]) >= least


@pytest.mark.parametrize("table", LISTS)
def test_codes_are_unique(table: str) -> None:
    codes = [entry["code"] for entry in LISTS[table]]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("table", LISTS)
def test_code_has_its_shape(table: str) -> None:
    for entry in LISTS[table]:
        assert re.fullmatch(CODE_SHAPES[table], entry["code"]), entry["code"]


@pytest.mark.parametrize("table", LISTS)
def test_text_is_nfc_trimmed_and_single_spaced(table: str) -> None:
    for entry in LISTS[table]:
        for value in entry.values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    assert text == unicodedata.normalize("NFC", text) == " ".join(text.split()), entry["code"]


@pytest.mark.parametrize("table", LISTS)
def test_spellings_differ_from_one_another(table: str) -> None:
    for entry in LISTS[table]:
        lowered = [words.lower() for words in spellings(entry)]
        assert all(lowered), entry["code"]
        assert len(lowered) == len(set(lowered)), entry["code"]


@pytest.mark.parametrize("table", ["doc_type", "issuer"])
def test_spelling_belongs_to_one_entry(table: str) -> None:
    assert {words: codes for words, codes in by_spelling(table).items() if len(codes) > 1} == {}


@pytest.mark.parametrize("table", LISTS)
def test_there_are_examples(table: str) -> None:
    for entry in LISTS[table]:
        assert entry["examples"], entry["code"]
        assert entry.get("counter_examples", table == "place"), entry["code"]


@pytest.mark.parametrize("entry", [e for t in ("doc_type", "issuer") for e in of(LISTS[t])])
def test_urn_is_ascii_words_joined_by_dots(entry: Entry) -> None:
    assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*", entry["urn"])


# ------------------------------------------------------------------ document types
CITED = r"(?:[ ]số)?[ ](?:\d|[“\"])"


def cited(entry: Entry, text: str) -> bool:
    """Whether the type's words stand in the text with a number or a quoted name after them."""
    return any(re.match(CITED, text[start + len(key) :]) for key, start, codes in names_in("doc_type", text) if entry["code"] in codes)


@pytest.mark.parametrize("entry", of(DOC_TYPES))
def test_type_fields_hold_known_words(entry: Entry) -> None:
    assert entry["name_vi"] == entry["name_vi"].lower()
    assert entry["cited_by"] in {"number", "name", "both"}
    assert entry["system"] in {"state", "party", "assembly", "any"}


def test_type_symbol_is_unique_within_a_system() -> None:
    owners: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in DOC_TYPES:
        for symbol in entry["symbols"]:
            owners[symbol.upper()].append(entry)
    shared = {s: [e["code"] for e in es] for s, es in owners.items() if len(es) > 1}
    assert shared == {"TT": ["circular", "circular_letter"]}
    for symbol in shared:
        systems = [e["system"] for e in owners[symbol]]
        assert len(systems) == len(set(systems))
        assert "any" not in systems


@pytest.mark.parametrize("entry", of(DOC_TYPES))
def test_type_examples_name_it_with_a_capital(entry: Entry) -> None:
    for text in entry["examples"]:
        starts = [start for _, start, codes in names_in("doc_type", text) if entry["code"] in codes]
        assert starts, text
        assert text[starts[0]].isupper(), text


@pytest.mark.parametrize("entry", of(e for e in DOC_TYPES if e["cited_by"] == "number"))
def test_type_cited_by_number_has_an_example_with_one(entry: Entry) -> None:
    assert any(cited(entry, text) or NUMBER.search(text) for text in entry["examples"])


@pytest.mark.parametrize("entry", of(DOC_TYPES))
def test_type_counter_examples_use_its_words_without_citing(entry: Entry) -> None:
    assert any(entry["name_vi"] in text.lower() for text in entry["counter_examples"])
    for text in entry["counter_examples"]:
        assert not cited(entry, text), text
        assert not NUMBER.search(text), text


# ------------------------------------------------------------------ issuing bodies
def symbol_codes(text: str) -> set[str]:
    """Bodies whose symbol stands in a document number of the text."""
    found = set()
    for number in NUMBER.finditer(text):
        for entry in ISSUERS:
            for symbol in entry["symbols"]:
                if re.search(rf"(?:^|[-/]){re.escape(symbol)}\d*(?=[-/]|$)", number.group(1)):
                    found.add(entry["code"])
    return found


def bodies_in(text: str) -> set[str]:
    return {code for _, _, codes in names_in("issuer", text) for code in codes} | symbol_codes(text)


@pytest.mark.parametrize("entry", of(ISSUERS))
def test_body_fields_hold_known_words(entry: Entry) -> None:
    assert entry["level"] in {"central", "provincial", "district", "commune"}
    assert entry["system"] in {"state", "party", "assembly", "court", "front", "international"}
    assert isinstance(entry["generic"], bool)
    assert not (entry["generic"] and entry["place"])


def test_body_symbol_is_unique() -> None:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for entry in ISSUERS:
        for symbol in entry["symbols"]:
            owners[symbol.upper()].append(entry["code"])
    assert {symbol: codes for symbol, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("entry", of(e for e in ISSUERS if e["place"]))
def test_body_of_a_place_is_named_after_place_and_generic_body(entry: Entry) -> None:
    assert entry["place"] in {place["code"] for place in PLACES}
    prefix = entry["place"].replace(".", "-") + "-"
    assert entry["code"].startswith(prefix)
    generic = entry["code"].removeprefix(prefix)
    assert generic in {e["code"] for e in ISSUERS if e["generic"]}
    assert not entry["symbols"]


@pytest.mark.parametrize("entry", of(ISSUERS))
def test_body_examples_name_it(entry: Entry) -> None:
    for text in entry["examples"]:
        assert entry["code"] in bodies_in(text), text


@pytest.mark.parametrize("entry", of(ISSUERS))
def test_body_counter_examples_do_not_name_it(entry: Entry) -> None:
    for text in entry["counter_examples"]:
        assert entry["code"] not in bodies_in(text), text


# ------------------------------------------------------------------ places
TYPE_WORDS = {
    "province": ("tỉnh", "thành phố", "tp", "tp."),
    "district": ("huyện", "thị xã", "thành phố", "quận", "tp", "tp."),
    "commune": ("xã", "phường", "thị trấn"),
    "region": ("vùng", "khu vực", "các tỉnh"),
    "country": (),
}
BY_CODE = {entry["code"]: entry for entry in PLACES}


def ends_with_type(text: str, level: str) -> bool:
    before = text.lower().rstrip()
    return any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in TYPE_WORDS[level])


def places_in(text: str) -> set[str]:
    """The places a text names: a type word before a spelling must fit, an ambiguous name needs one."""
    found = set()
    for key, start, codes in names_in("place", text):
        before = text[:start]
        typed = [level for level in ("province", "district", "commune") if ends_with_type(before, level)]
        for code in codes:
            entry = BY_CODE[code]
            own_word = any(key.startswith(f"{word} ") for word in TYPE_WORDS[entry["level"]])
            fits = own_word or ends_with_type(before, entry["level"])
            if fits or (not entry.get("ambiguous") and (not typed or entry["level"] in {"region", "country"})):
                found.add(code)
    return found


def test_places_cover_the_country_and_kon_tum() -> None:
    provinces = [e for e in PLACES if e["level"] == "province"]
    assert len(provinces) == 63
    assert len({e["name_since_2025"] for e in provinces}) == 34
    assert len([e for e in PLACES if e["parent"] == "kon-tum"]) == 10
    communes = [e for e in PLACES if e["code"].startswith("kon-tum.") and e["level"] == "commune"]
    assert len(communes) == 102
    since = {e["name_since_2025"] for e in communes}
    assert len(since) == 40
    kept = {words for e in PLACES if e["code"].startswith("kon-tum") for words in spellings(e)}
    assert since - kept == {"Dục Nông", "Kon Braih"}


@pytest.mark.parametrize("entry", of(PLACES))
def test_place_belongs_to_known_places(entry: Entry) -> None:
    parent = BY_CODE.get(entry["parent"])
    assert (parent is None) == (entry["level"] == "country")
    assert not entry["parent_since_2025"] or entry["parent_since_2025"] in BY_CODE
    above = {"region": "country", "province": "country", "district": "province", "commune": "district"}
    assert parent is None or parent["level"] == above[entry["level"]]
    if entry["level"] in {"district", "commune"}:
        assert entry["code"].rpartition(".")[0] == entry["parent"]


@pytest.mark.parametrize("entry", of(e for e in PLACES if e["level"] in {"district", "commune"}))
def test_place_is_since_2025_in_what_its_province_became(entry: Entry) -> None:
    province = BY_CODE[entry["code"].split(".")[0]]
    since = BY_CODE[entry["parent_since_2025"]]
    assert province["name_since_2025"] == since["name_since_2025"]
    assert since["name_since_2025"] in spellings(since)


def test_bare_spelling_belongs_to_one_place_that_is_not_ambiguous() -> None:
    for words, codes in by_spelling("place").items():
        assert len([code for code in codes if not BY_CODE[code].get("ambiguous")]) <= 1, words


def test_place_of_a_shared_spelling_also_has_one_with_its_type_word() -> None:
    for words, codes in by_spelling("place").items():
        for code in codes[1:]:
            entry = BY_CODE[code]
            assert any(s.lower().startswith(f"{word} ") for s in spellings(entry) for word in TYPE_WORDS[entry["level"]]), (words, code)


def test_higher_place_stands_before_a_lower_one_of_the_same_spelling() -> None:
    """A reader that knows one place for a spelling takes the first: it must be the one the bare name means."""
    order = {"country": 0, "region": 1, "province": 2, "district": 3, "commune": 4}
    for words, codes in by_spelling("place").items():
        levels = [order[BY_CODE[code]["level"]] for code in codes]
        assert levels == sorted(levels), words


@pytest.mark.parametrize("entry", of(PLACES))
def test_place_examples_name_it_alone(entry: Entry) -> None:
    for text in entry["examples"]:
        assert places_in(text) == {entry["code"]}, text


@pytest.mark.parametrize("entry", of(e for e in PLACES if "counter_examples" in e))
def test_place_counter_examples_do_not_name_it(entry: Entry) -> None:
    for text in entry["counter_examples"]:
        assert entry["code"] not in places_in(text), text
