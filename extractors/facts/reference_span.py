"""A mention of a document in a text: what the readers of references hand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.registry.lookup import DocType, Issuer, KnownPolicy


@dataclass(frozen=True, slots=True)
class Body:
    """One issuing body with its place, as identifiers name it: ``gia-lai-people-committee``."""

    code: str
    urn: str


@dataclass(slots=True)
class ReferenceSpan:
    """A mention of a document: ``text[start:end]`` is what names it.

    `digits_start`/`digits_end` cover the number (and symbol), which no date or
    figure may use; they are equal when there is none. `symbol_issuer` is the
    body that the number's letters name, `co_issuers` are the other bodies of a joint
    document. `period` are the years of a programme as its
    identifier writes them (``2015-2025``). `is_head` tells the number of the text's
    own document (``Số: 98/QĐ-UBDT``). `body`, `full_number` and `known_on` are what
    other mentions of the same document in the article say of it. `whole` is the
    project that a numbered sub-project belongs to, `same_as` the mention by number of a law that this one only names.
    """

    start: int
    end: int
    rule: str
    doc_type: DocType | None = None
    doc_type_text: str | None = None
    number: str | None = None
    year: int | None = None
    issuer: Issuer | None = None
    issuer_text: str | None = None
    symbol_issuer: Issuer | None = None
    co_issuers: tuple[Issuer, ...] = ()
    issued_on: date | None = None
    programme_text: str | None = None
    policy: KnownPolicy | None = None
    period_at: int = -1
    period: str | None = None
    article_ref: str | None = None
    relation: str | None = None
    digits_start: int = 0
    digits_end: int = 0
    is_head: bool = False
    body: Body | None = None
    full_number: str | None = None
    known_on: date | None = None
    whole: str | None = None
    same_as: ReferenceSpan | None = None
