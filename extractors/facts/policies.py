"""One identifier for one document across its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.facts.references import ReferenceSpan
from extractors.registry.lookup import KnownPolicy, doc_types_by_code, document_id, issuers_by_code, policies_by_number, policy_id


def complete_mentions(references: Sequence[ReferenceSpan]) -> None:
    """Let short mentions of a document learn year and issuer from the full one in the same article.

    ``Kế hoạch số 1348/KH-UBND`` and ``Kế hoạch số 1348/KH-UBND, ngày 31/5/2018``
    are one document; two full mentions that differ keep apart.
    """
    full: dict[str, set[int]] = {}
    for reference in references:
        if reference.number and reference.year:
            full.setdefault(_key(reference.number), set()).add(reference.year)
    for reference in references:
        if reference.number and reference.year is None:
            years = full.get(_key(reference.number), set())
            if len(years) == 1:
                reference.year = next(iter(years))


def _key(number: str) -> str:
    return number.upper().replace("–", "-")


def known_policy(reference: ReferenceSpan, place: str | None, published_on: date | None = None) -> KnownPolicy | None:
    """The code list's policy that a mention names, when nothing in the mention speaks against it.

    The number of a local body (``14-CT/TU``) is one of many: it is known only
    together with its day or its place. Nothing can cite a document of a later day.
    """
    if reference.policy is not None:
        return reference.policy
    if reference.number is None:
        return None
    options = [p for p in policies_by_number().get(_key(reference.number), ()) if _agrees(p, reference)]
    if published_on is not None:
        options = [p for p in options if p.issued_on is None or p.issued_on <= published_on]
    if len(options) != 1:
        return None
    policy = options[0]
    issuer = issuers_by_code().get(policy.issuer)
    if issuer is not None and issuer.level in ("provincial", "district", "commune"):
        same_day = reference.issued_on is not None and reference.issued_on == policy.issued_on
        same_place = bool(issuer.place) and (place == issuer.place) and not reference.issued_on
        if not (same_day or same_place):
            return None
    return policy


def _agrees(policy: KnownPolicy, reference: ReferenceSpan) -> bool:
    if policy.issued_on is not None:
        if reference.issued_on is not None and reference.issued_on != policy.issued_on:
            return False
        if reference.year is not None and reference.year != policy.issued_on.year:
            return False
    return reference.doc_type is None or not policy.doc_type or reference.doc_type.code == policy.doc_type


def identify(reference: ReferenceSpan, policy: KnownPolicy | None) -> str | None:
    """The `policy_id` of a mention, or None when it names no document by number or known name."""
    if policy is not None:
        return policy_id(policy)
    if reference.number is None or not re.search(r"[/-]", reference.number):
        return None
    year = str(reference.year) if reference.year else "-"
    issuer = reference.issuer.code if reference.issuer is not None else None
    doc_type = reference.doc_type.code if reference.doc_type is not None else None
    return document_id(issuer, doc_type, year, reference.number)


def urn_lex(reference: ReferenceSpan, policy: KnownPolicy | None) -> str | None:
    """``urn:lex:vn:<issuer>:<type>:<day>;<number>`` (RFC 9676) when all of them are known.

    Source: RFC 9676, A Uniform Resource Name (URN) Namespace for Sources of Law.
    """
    number = policy.number if policy is not None and policy.number else reference.number
    day: date | None = reference.issued_on or (policy.issued_on if policy is not None else None)
    issuer = issuers_by_code().get(policy.issuer) if policy is not None else reference.issuer
    doc_type = doc_types_by_code().get(policy.doc_type) if policy is not None else reference.doc_type
    if not number or day is None or issuer is None or doc_type is None or not issuer.urn or not doc_type.urn or issuer.generic:
        return None
    return f"urn:lex:vn:{issuer.urn}:{doc_type.urn}:{day.isoformat()};{document_id(None, None, '-', number).rsplit('/', 1)[1]}"
