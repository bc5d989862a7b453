"""The letters of a document's number: ``QĐ-TTg``, ``NQ/TW``, ``TTLT-BTC-BNV``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.registry.lookup import DocType, Issuer, doc_types_by_symbol, issuers_by_symbol

_TELLING = ("QĐ", "NQ", "NĐ", "QH", "TTLT", "VBHN")
"""Letters that tell a document without type, label or year: ``755/QĐ``, ``5/QH13``."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What the letters of a number say: ``QĐ-TTg`` is a decision of the Prime Minister."""

    text: str
    doc_type: DocType | None
    issuers: tuple[Issuer, ...]
    parts: int

    @property
    def is_known(self) -> bool:
        """Whether the letters are those of a type or a body at all."""
        return self.doc_type is not None or bool(self.issuers)

    @property
    def is_telling(self) -> bool:
        """Whether one word of letters tells a document that has no type, label or year before it."""
        return self.text.startswith(_TELLING)


@lru_cache(maxsize=4096)
def read_symbol(written: str) -> Symbol:
    """The letters of a number as written, blanks and all."""
    text = re.sub(r"\s+", "", written).replace("–", "-").replace("Ð", "Đ").rstrip("-./")
    parts = re.split(r"[-/]", text.upper())
    doc_type = doc_types_by_symbol().get(parts[0].rstrip("0123456789"))
    bodies = issuers_by_symbol()
    found: list[Issuer] = []
    if doc_type is None and len(parts) == 1:
        parts = _without_hyphen(parts[0])
        doc_type = doc_types_by_symbol().get(parts[0]) if len(parts) > 1 else None
    at = 0 if doc_type is None or len(parts) == 1 else 1
    while at < len(parts):
        for stop in range(len(parts), at, -1):
            name = "-".join(parts[at:stop])
            body = bodies.get(name) or bodies.get(name.rstrip("0123456789"))
            if body is not None:
                found.append(body)
                at = stop - 1
                break
        at += 1
    joint = doc_type is not None and doc_type.code.startswith("joint_")
    if joint:
        found += [body for part in parts[1:] if (body := bodies.get("B" + part)) is not None and bodies.get(part) is None]
    return Symbol(text, doc_type, tuple(found) if joint else tuple(found[:1]), len(parts))


def _without_hyphen(letters: str) -> list[str]:
    """Type and body of letters whose hyphen a copy has lost: ``NĐCP``, ``QĐUBND``."""
    for at in range(2, min(5, len(letters) - 1)):
        if letters[:at] in doc_types_by_symbol() and letters[at:] in issuers_by_symbol() and letters not in issuers_by_symbol():
            return [letters[:at], letters[at:]]
    return [letters]
