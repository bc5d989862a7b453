"""The code lists as typed values, and the tables that find their words in a text.

Each list is one TOML file of this package; it is read once, when first asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick

from extractors.records import Measure, Place, Policy
from extractors.vietnamese.phrases import PhraseTable


@dataclass(frozen=True, slots=True)
class DocType:
    """A type of document: how it is named, abbreviated and written into numbers."""

    code: str
    name_vi: str
    name_en: str
    urn: str
    symbols: tuple[str, ...]
    abbreviations: tuple[str, ...]
    cited_by: str
    system: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents; `generic` when its words serve many places."""

    code: str
    name_vi: str
    name_en: str
    urn: str
    symbols: tuple[str, ...]
    aliases: tuple[str, ...]
    level: str
    system: str
    place: str
    generic: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or head noun; `kind` is a code of ``records.FIGURE_KINDS``.

    A `listed` noun goes on over commas: ``145 xã, phường, thị trấn``.
    """

    code: str
    kind: str
    name_vi: str
    name_en: str
    spellings: tuple[str, ...]
    currency: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure and the words that name it after, or before, a number.

    `share` is the code of the measure that says what share these are: poor households, poverty rate.
    """

    code: str
    label_vi: str
    label_en: str
    unit: str
    kinds: frozenset[str]
    subject: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    share: str = ""


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A policy or programme: its document and the names it goes by."""

    code: str
    doc_type: str
    number: str
    issuer: str
    issued_on: date | None
    title_vi: str
    title_en: str
    aliases: tuple[str, ...]
    period: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place; an `ambiguous` name needs a word such as ``xã`` before it."""

    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    ambiguous: bool
    name_since_2025: str
    parent_since_2025: str


@cache
def entries(name: str) -> tuple[dict[str, Any], ...]:
    """The raw entries of one code list, examples included.

    `name` is a file name without its ending: ``units``, ``doc_types`` …
    """
    data = tomllib.loads((files("extractors.registry") / f"{name}.toml").read_text("utf-8"))
    (rows,) = data.values()
    return tuple(rows)


@cache
def entry(name: str, key: str) -> dict[str, Any]:
    """One table of a code list that is not a list of entries: ``entry("figure_words", "changes")``."""
    table: dict[str, Any] = tomllib.loads((files("extractors.registry") / f"{name}.toml").read_text("utf-8"))[key]
    return table


@cache
def doc_types() -> tuple[DocType, ...]:
    """All document types."""
    return tuple(
        DocType(
            e["code"], e["name_vi"], e["name_en"], e.get("urn", ""), tuple(e.get("symbols", ())), tuple(e.get("abbreviations", ())),
            e.get("cited_by", "number"), e.get("system", "any"),
        )
        for e in entries("doc_types")
    )  # fmt: skip


@cache
def issuers() -> tuple[Issuer, ...]:
    """All issuing bodies."""
    return tuple(
        Issuer(
            e["code"], e["name_vi"], e["name_en"], e.get("urn", ""), tuple(e.get("symbols", ())), tuple(e.get("aliases", ())),
            e.get("level", ""), e.get("system", ""), e.get("place", ""), bool(e.get("generic", False)),
        )
        for e in entries("issuers")
    )  # fmt: skip


@cache
def units() -> tuple[Unit, ...]:
    """All units and head nouns."""
    return tuple(
        Unit(e["code"], e["kind"], e["name_vi"], e["name_en"], tuple(e["spellings"]), e.get("currency"), bool(e.get("listed", False)))
        for e in entries("units")
    )


@cache
def known_measures() -> tuple[KnownMeasure, ...]:
    """All measures with the words that name them."""
    return tuple(
        KnownMeasure(
            e["code"], e["label_vi"], e["label_en"], e.get("unit", ""), frozenset(e["kinds"]),
            tuple(e.get("subject", ())), tuple(e.get("before", ())), tuple(e.get("after", ())), e.get("share", ""),
        )
        for e in entries("measures")
    )  # fmt: skip


@cache
def known_policies() -> tuple[KnownPolicy, ...]:
    """All policies and programmes."""
    return tuple(
        KnownPolicy(
            e["code"], e.get("doc_type", ""), e.get("number", ""), e.get("issuer", ""), e.get("issued_on"), e.get("title_vi", ""),
            e.get("title_en", ""), tuple(e.get("aliases", ())), (e.get("period_start"), e.get("period_end")),
        )
        for e in entries("policies")
    )  # fmt: skip


@cache
def known_places() -> tuple[KnownPlace, ...]:
    """All places."""
    return tuple(
        KnownPlace(
            e["code"], e["name"], e["level"], e.get("parent", ""), tuple(e.get("aliases", ())), bool(e.get("ambiguous", False)),
            e.get("name_since_2025", ""), e.get("parent_since_2025", ""),
        )
        for e in entries("places")
    )  # fmt: skip


# ------------------------------------------------------------------ the lists as datasets
def policy_id(known: KnownPolicy) -> str:
    """The identifier under which all mentions of a known policy meet."""
    if not known.number:
        return f"vn/programme/{known.code}"
    year = str(known.issued_on.year) if known.issued_on else "-"
    return document_id(known.issuer, known.doc_type, year, known.number)


def document_id(issuer: str | None, doc_type: str | None, year: str, number: str) -> str:
    """``vn/<issuer>/<type>/<year or ->/<number>`` with ``-`` for what is not known.

    >>> document_id("prime-minister", "decision", "2016", "2085/QĐ-TTg")
    'vn/prime-minister/decision/2016/2085-qd-ttg'
    """
    return f"vn/{issuer or '-'}/{doc_type or '-'}/{year}/{_ascii(number)}"


_PLAIN = str.maketrans(
    "đàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ/&. ",
    "daaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy----",
)


def _ascii(number: str) -> str:
    return number.lower().translate(_PLAIN)


@cache
def policies() -> tuple[Policy, ...]:
    """The rows of the `policies` dataset that the code list knows."""
    return tuple(
        Policy(
            policy_id=policy_id(p),
            doc_type_code=p.doc_type or None,
            number=p.number or None,
            issuer_code=p.issuer or None,
            issued_on=p.issued_on,
            title_vi=p.title_vi or None,
            title_en=p.title_en or None,
            period_start_on=date(p.period[0], 1, 1) if p.period[0] else None,
            period_end_on=date(p.period[1], 12, 31) if p.period[1] else None,
            aliases=list(p.aliases),
        )
        for p in known_policies()
    )


@cache
def measures() -> tuple[Measure, ...]:
    """The rows of the `measures` dataset."""
    return tuple(
        Measure(code=m.code, label_vi=m.label_vi, label_en=m.label_en, default_unit_code=m.unit or None, examples=list(e["examples"]))
        for m, e in zip(known_measures(), entries("measures"), strict=True)
    )


@cache
def places() -> tuple[Place, ...]:
    """The rows of the `places` dataset."""
    return tuple(
        Place(
            code=p.code,
            name=p.name,
            level=p.level,
            parent_code=p.parent or None,
            name_since_2025=p.name_since_2025 or None,
            parent_since_2025_code=p.parent_since_2025 or None,
            aliases=list(p.aliases),
        )
        for p in known_places()
    )


# ------------------------------------------------------------------ finding their words
@cache
def unit_table() -> PhraseTable[Unit]:
    """Units by the words that stand after a number."""
    return PhraseTable({spelling: unit for unit in units() for spelling in unit.spellings})


@cache
def not_units() -> dict[str, frozenset[str]]:
    """Words that only begin like a unit, with the codes of the units they are not: the counter-examples of the list."""
    found: dict[str, frozenset[str]] = {}
    for e in entries("units"):
        for words in e.get("counter_examples", ()):
            found[words.lower()] = found.get(words.lower(), frozenset()) | {e["code"]}
    return found


@cache
def units_by_code() -> dict[str, Unit]:
    """Units by code."""
    return {unit.code: unit for unit in units()}


@cache
def doc_type_table() -> PhraseTable[DocType]:
    """Document types by name and abbreviation."""
    return PhraseTable({name: kind for kind in doc_types() for name in (kind.name_vi, *kind.abbreviations)})


@cache
def issuer_table() -> PhraseTable[Issuer]:
    """Issuing bodies by name and other spellings, also where a line breaks them."""
    return PhraseTable({name: body for body in issuers() for name in (body.name_vi, *body.aliases)})


@cache
def doc_types_by_code() -> dict[str, DocType]:
    """Document types by code."""
    return {kind.code: kind for kind in doc_types()}


@cache
def issuers_by_code() -> dict[str, Issuer]:
    """Issuing bodies by code."""
    return {body.code: body for body in issuers()}


@cache
def doc_types_by_symbol() -> dict[str, DocType]:
    """Document types by the symbol in a number, upper case (``QĐ``); the first entry wins."""
    found: dict[str, DocType] = {}
    for kind in doc_types():
        for symbol in kind.symbols:
            found.setdefault(symbol.upper(), kind)
    return found


@cache
def issuers_by_symbol() -> dict[str, Issuer]:
    """Issuing bodies by the symbol in a number, upper case (``TTG``); the first entry wins."""
    found: dict[str, Issuer] = {}
    for body in issuers():
        for symbol in body.symbols:
            found.setdefault(symbol.upper(), body)
    return found


@cache
def policies_by_number() -> dict[str, tuple[KnownPolicy, ...]]:
    """Known policies by their number in upper case."""
    found: dict[str, tuple[KnownPolicy, ...]] = {}
    for policy in known_policies():
        if policy.number:
            key = policy.number.upper()
            found[key] = (*found.get(key, ()), policy)
    return found


@dataclass(slots=True)
class Hit:
    """A known name in a text: `value` is the entry it names (not frozen: frozen ones cost three times as much to make)."""

    start: int
    end: int
    value: Any


KINDS = ("type", "issuer", "programme", "place", "measure", "word")
"""What a keyword can be; ``word`` are the words that readers without a digit begin at."""


@dataclass(slots=True)
class Keywords:
    """The known names of one text by kind, in order, none inside another of its kind."""

    type: list[Hit]
    issuer: list[Hit]
    programme: list[Hit]
    place: list[Hit]
    measure: list[Hit]
    word: list[Hit]


def keyword_scanner(words: Iterable[str]) -> ahocorasick.Automaton:
    """One automaton over all code lists and `words` (lower case).

    Its values are ``(length, needs a capital, kind, entry)``; a name of several kinds has ``-1`` for its kind
    and pairs of kind and entry for its entry.
    """
    found: dict[str, list[tuple[int, Any]]] = {}
    written_small: set[str] = set()
    for kind, name, value in _named(words):
        if name:
            payload = found.setdefault(name.lower(), [])
            if all(k != kind for k, _ in payload):
                payload.append((kind, value))
            if KINDS[kind] != "place" or not name[0].isupper():
                written_small.add(name.lower())
    automaton = ahocorasick.Automaton()
    for name, payload in found.items():
        kind, value = payload[0] if len(payload) == 1 else (-1, tuple(payload))
        automaton.add_word(name, (len(name), name not in written_small, kind, value))
    automaton.make_automaton()
    return automaton


def _named(words: Iterable[str]) -> Iterator[tuple[int, str, Any]]:
    for doc_type in doc_types():
        for name in (doc_type.name_vi, *doc_type.abbreviations):
            yield 0, name, doc_type
    for body in issuers():
        for name in (body.name_vi, *body.aliases):
            yield 1, name, body
    for policy in known_policies():
        for name in policy.aliases:
            yield 2, name, policy
    for place in known_places():
        for name in (place.name, *place.aliases):
            yield 3, name, place
    for measure in known_measures():
        for name in measure.before:
            yield 4, name, measure
    for word in words:
        yield 5, word, word


def scan(automaton: ahocorasick.Automaton, text: str, lowered: str) -> Keywords:
    """All known names of a text, as whole words, the longest where they overlap.

    A place counts only where it is written with a capital: ``Công an Phú Yên`` names no An Phú.
    """
    lists: tuple[list[Hit], ...] = ([], [], [], [], [], [])
    padded = f" {lowered} "  # so that every name has a character on both sides
    for last, (length, capital, kind, value) in automaton.iter(lowered):
        if padded[last + 2].isalnum():
            continue
        start = last + 1 - length
        if padded[start].isalnum() or (capital and not text[start].isupper()):
            continue
        if kind >= 0:
            hits = lists[kind]
            while hits and hits[-1].start >= start:
                hits.pop()
            if not hits or hits[-1].end <= start:
                hits.append(Hit(start, last + 1, value))
            continue
        for each_kind, entry_of_kind in value:
            hits = lists[each_kind]
            while hits and hits[-1].start >= start:
                hits.pop()
            if not hits or hits[-1].end <= start:
                hits.append(Hit(start, last + 1, entry_of_kind))
    return Keywords(*lists)
