"""Mentions of legal and policy documents and of named programmes.

A numbered document is found at its digits (``2085/QĐ-TTg``), then its type, date
and issuer are read around it. A programme, scheme or law without a number is found
at its type word and read to the end of its name.
"""

from __future__ import annotations

from extractors.facts.named_programmes import NamedProgrammes
from extractors.facts.numbered_documents import NumberedDocuments
from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan

__all__ = ["ReferenceSpan", "find_references"]


def find_references(reading: Reading) -> list[ReferenceSpan]:
    """The references of a text in order, none inside another."""
    found = NumberedDocuments(reading).run()
    named = NamedProgrammes(reading).run(found)
    if named:
        found += named
        found.sort(key=lambda reference: reference.start)
    return found
