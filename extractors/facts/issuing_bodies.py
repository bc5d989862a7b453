"""Which place's body issued a document: ``UBND tỉnh Gia Lai`` is not ``UBND tỉnh Kon Tum``."""

from __future__ import annotations

import re
from functools import cache

from extractors.facts.reference_span import Body, ReferenceSpan
from extractors.registry.lookup import Issuer, KnownPlace, issuers_by_code, known_places
from extractors.vietnamese.text import fold

_LEVEL_WORDS = {
    "tỉnh": ("province",),
    "thành phố": ("province", "district"),
    "tp": ("province", "district"),
    "tp.": ("province", "district"),
    "huyện": ("district",),
    "thị xã": ("district",),
    "quận": ("district",),
    "xã": ("commune",),
    "phường": ("commune",),
    "thị trấn": ("commune",),
}
_OWN_LEVEL = {"provincial": "province", "district": "district", "commune": "commune"}
_LEVEL_WORD = re.compile(r"(?<!\w)(tỉnh(?![ ][uủ])|thành phố|tp\.?|huyện(?![ ][uủ])|thị xã|quận(?![ ][uủ])|xã(?![ ]hội)|phường|thị trấn)(?:[ ]+(\S.*))?$", re.S)
_BELOW_PROVINCE = re.compile(r"(?<!\w)(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn)(?!\w)")


@cache
def _places() -> dict[str, tuple[KnownPlace, ...]]:
    found: dict[str, tuple[KnownPlace, ...]] = {}
    for place in known_places():
        for name in {place.name.lower(), *(alias.lower() for alias in place.aliases)}:
            found[name] = (*found.get(name, ()), place)
    return found


def is_place(name: str) -> bool:
    """Whether the words name a place of the code list, with or without its administrative word."""
    low = name.lower().strip()
    words = _LEVEL_WORD.match(low)
    return low in _places() or (words is not None and words.group(2) in _places())


def body_with_place(reference: ReferenceSpan) -> Body | None:
    """The issuing body of a mention with its place; None where the mention does not tell the place.

    A body that is the only one of its kind needs no place. The letters of a number decide before the words, so that
    ``12/QĐ-UBND`` is one document whether it is said to be of the committee or of its chair.
    """
    issuer = reference.symbol_issuer or reference.issuer
    if issuer is None:
        return None
    if not issuer.generic:
        return Body(issuer.code, issuer.urn)
    return _body_of_words(issuer.code, " ".join((reference.issuer_text or "").split())) if reference.issuer_text else None


@cache
def _body_of_words(code: str, words: str) -> Body | None:
    issuer = issuers_by_code()[code]
    low = words.lower()
    levelled = _LEVEL_WORD.search(low)
    if levelled is not None and levelled.group(2) is None:
        return None
    if levelled is not None:
        name, levels = levelled.group(2), _LEVEL_WORDS[levelled.group(1)]
        place = next((p for level in levels for p in _places().get(name, ()) if p.level == level), None)
        dotted = ".".join(re.findall(r"[a-z0-9]+", fold(low[levelled.start() :])))
        return _at_place(issuer, place, dotted)
    level = _OWN_LEVEL.get(issuer.level)
    pieces = low.split(" ")
    for size in range(min(5, len(pieces) - 1), 0, -1):
        name = " ".join(pieces[-size:])
        place = next((p for p in _places().get(name, ()) if p.level == level), None)
        if place is not None:
            return _at_place(issuer, place, ".".join(re.findall(r"[a-z0-9]+", fold(name))))
    return None


def _at_place(issuer: Issuer, place: KnownPlace | None, dotted: str) -> Body:
    prefix = place.code.replace(".", "-") if place is not None else dotted.replace(".", "-")
    code = f"{prefix}-{issuer.code}"
    listed = issuers_by_code().get(code)
    return Body(code, listed.urn if listed is not None else f"{issuer.urn}.{dotted}")


def body_of_site(reference: ReferenceSpan, place: str | None) -> str | None:
    """The code of a province's own body where a mention on the province's site names no other level."""
    issuer = reference.symbol_issuer or reference.issuer
    if issuer is None or place is None or not issuer.generic or issuer.level != "provincial":
        return None
    if reference.issuer_text is not None and _BELOW_PROVINCE.search(reference.issuer_text.lower()):
        return None
    return f"{place.replace('.', '-')}-{issuer.code}"
