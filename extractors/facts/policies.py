"""One identifier for one document across its mentions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from extractors.facts.issuing_bodies import body_of_site, body_with_place
from extractors.facts.reference_span import ReferenceSpan
from extractors.registry.lookup import KnownPolicy, doc_types_by_code, document_id, issuers_by_code, known_policies, policies_by_number, policy_id
from extractors.vietnamese.text import fold

_LEADING = re.compile(r"\d+[a-zđ]?", re.I)
_TITLE = re.compile(
    r"(?:Phê duyệt |Ban hành )?(Đề án|Chương trình|Chiến lược|Kế hoạch|Dự án|Luật|Bộ luật|Pháp lệnh)(?: tổng thể)? ([^:]+?)"
    r"(?:,? (?:giai đoạn|thời kỳ|đến năm|tầm nhìn)[ ].*)?$"
)
_LAWS = frozenset({"law", "code", "ordinance"})
_NEAR_WHOLE = 14  # code points, as in `Tiểu dự án 2 thuộc Dự án 5`
_SHORT_FORMS = (("dtts", "dan toc thieu so"), ("mn", "mien nui"), ("kt xh", "kinh te xa hoi"), ("mtqg", "muc tieu quoc gia"), ("ntm", "nong thon moi"))


# ------------------------------------------------------------------ within an article
def complete_mentions(references: Sequence[ReferenceSpan]) -> None:
    """Let short mentions of a document learn number, year, day and body from the full ones in the same article.

    ``Kế hoạch số 1348/KH-UBND`` and ``Kế hoạch số 1348/KH-UBND, ngày 31/5/2018 của UBND tỉnh Kon Tum``
    are one document; two full mentions that differ keep apart.
    """
    groups: dict[str, list[ReferenceSpan]] = {}
    named: dict[tuple[str, str], list[ReferenceSpan]] = {}
    for reference in references:
        if reference.number:
            groups.setdefault(_key(reference.number), []).append(reference)
            reference.body = body_with_place(reference)
            listed = issuers_by_code().get(reference.body.code) if reference.body is not None else None
            if listed is not None and reference.issuer is not None and reference.issuer.generic and listed.code.endswith(reference.issuer.code):
                reference.issuer = listed
        elif reference.policy is None and reference.programme_text and reference.doc_type_text:
            named.setdefault((reference.doc_type_text, _slug(reference.programme_text)), []).append(reference)
    _take_wholes(references)
    _take_numbers_of_laws(references)
    _take_full_numbers(groups)
    for mentions in groups.values():
        bodies = {m.body for m in mentions if m.body is not None}
        if len(bodies) <= 1:
            _share(mentions)
        for body in bodies if len(bodies) > 1 else ():
            _share([m for m in mentions if m.body == body])
    for mentions in named.values():
        periods = {m.period or (str(m.year) if m.year else None) for m in mentions} - {None}
        if len(periods) == 1:
            for mention in mentions:
                mention.period = next(iter(periods))


def _take_numbers_of_laws(references: Sequence[ReferenceSpan]) -> None:
    """``Luật Đất đai`` is ``Luật Đất đai số 31/2024/QH15`` where the article numbers one law of that name."""
    numbered: dict[str, list[ReferenceSpan]] = {}
    for reference in references:
        if reference.number and reference.programme_text and reference.doc_type is not None and reference.doc_type.code in _LAWS:
            numbered.setdefault(_slug(reference.programme_text), []).append(reference)
    for reference in references if numbered else ():
        if not reference.number and reference.programme_text and reference.year is None and reference.doc_type is not None:
            named = numbered.get(_slug(reference.programme_text), []) if reference.doc_type.code in _LAWS else []
            if len({_key(one.number or "") for one in named}) == 1:
                reference.same_as = named[0]


def _take_wholes(references: Sequence[ReferenceSpan]) -> None:
    """``Tiểu dự án 2, Dự án 5`` is not the ``Tiểu dự án 2`` of another project."""
    for part, whole in pairwise(references):
        if part.doc_type is not None and part.doc_type.code == "sub_project" and whole.doc_type is not None and whole.doc_type.code == "project":
            part.whole = whole.programme_text if 0 <= whole.start - part.end <= _NEAR_WHOLE else None


def _take_full_numbers(groups: dict[str, list[ReferenceSpan]]) -> None:
    """``Quyết định 2085`` is the article's only decision whose number begins so."""
    full: dict[tuple[str, str], list[str]] = {}
    for key, mentions in groups.items():
        if _has_symbol(key):
            for code in {m.doc_type.code for m in mentions if m.doc_type is not None}:
                full.setdefault((_leading(key), code), []).append(key)
    for key in [key for key in groups if not _has_symbol(key)]:
        apart: list[ReferenceSpan] = []
        for mention in groups[key]:
            options = full.get((key.partition("/")[0], mention.doc_type.code), []) if mention.doc_type is not None else []
            if len(options) != 1 or ("/" in key and not options[0].startswith(key)):
                apart.append(mention)
                continue
            whole = groups[options[0]]
            mention.full_number = whole[0].number
            mention.issuer = mention.issuer or whole[0].issuer
            whole.append(mention)
        groups[key] = apart


def _share(mentions: list[ReferenceSpan]) -> None:
    years = {m.year for m in mentions if m.year}
    days = {m.issued_on for m in mentions if m.issued_on}
    bodies = {m.body for m in mentions if m.body is not None}
    types = {m.doc_type.code: m.doc_type for m in mentions if m.doc_type is not None}
    for mention in mentions:
        if len(years) == 1:
            mention.year = mention.year or next(iter(years))
        if len(days) == 1 and len(years) <= 1:
            mention.known_on = next(iter(days))
        if len(bodies) == 1 and mention.body is None and mention.issuer is not None:
            mention.body = next(iter(bodies))
            if mention.issuer_text is None:
                mention.issuer = issuers_by_code().get(mention.body.code, mention.issuer)
        if len(types) == 1 and mention.doc_type is None:
            mention.doc_type = next(iter(types.values()))


def _key(number: str) -> str:
    return number.upper().replace("–", "-")


def _has_symbol(key: str) -> bool:
    return any(letter.isalpha() for letter in key[1:].partition("/")[2] + key.partition("-")[2])


def _leading(key: str) -> str:
    found = _LEADING.match(key)
    return found.group() if found is not None else key


# ------------------------------------------------------------------ the code list
def known_policy(reference: ReferenceSpan, place: str | None, published_on: date | None = None, subject: str | None = None) -> KnownPolicy | None:
    """The code list's policy that a mention names, when nothing in the mention speaks against it.

    The number of a local body (``14-CT/TU``) is one of many: it is known only
    together with its day or its place. Nothing can cite a document of a later day. Numbers come
    again every year: a mention without a year names the listed document only when the `subject` that
    follows it (``về …``, ``phê duyệt …``) is that document's, and without a subject only for some years.
    """
    if reference.policy is not None:
        return reference.policy
    if reference.number is None:
        return _known_name(reference.doc_type_text, _slug(reference.programme_text), reference.period) if reference.programme_text else None
    key = _key(reference.full_number or reference.number)
    options = [p for p in policies_by_number().get(key, ()) if _agrees(p, reference)]
    if not options and not _has_symbol(key):
        return _known_by_short_number(key, reference)
    if published_on is not None:
        options = [p for p in options if p.issued_on is None or p.issued_on <= published_on]
    if len(options) != 1:
        return None
    policy = options[0]
    issuer = issuers_by_code().get(policy.issuer)
    if issuer is not None and issuer.level in ("provincial", "district", "commune"):
        day = reference.issued_on or reference.known_on
        same_day = day is not None and day == policy.issued_on
        same_place = day is None and bool(issuer.place) and (reference.body.code == policy.issuer if reference.body is not None else place == issuer.place)
        if not (same_day or same_place):
            return None
    return policy if _is_certain(policy, reference, published_on, subject) else None


_YEARS_CITED = 12
"""For how many years after its issue a document is still taken to be meant by its number alone."""
_COMMON_PAIRS = frozenset(
    (
        *("phe-duyet", "ban-hanh", "ve-viec", "thuc-hien", "giai-doan", "quy-dinh", "chinh-sach", "dia-ban", "tren-dia", "chuong-trinh", "ke-hoach"),
        *("phat-trien", "kinh-te", "xa-hoi", "muc-tieu", "quoc-gia", "den-nam", "mot-so", "danh-sach", "viet-nam", "huong-dan", "tang-cuong", "cua-cac"),
    )
)


def _is_certain(policy: KnownPolicy, reference: ReferenceSpan, published_on: date | None, subject: str | None) -> bool:
    if policy.issued_on is None or reference.year is not None or reference.issued_on is not None or reference.known_on is not None:
        return True
    if subject is not None:
        return not _pairs(subject).isdisjoint(_listed_pairs(policy))
    return published_on is None or published_on.year - policy.issued_on.year <= _YEARS_CITED


def _pairs(words: str) -> frozenset[str]:
    """The pairs of neighbouring syllables that tell something; most Vietnamese words are such pairs."""
    syllables = _slug(words).split("-")
    return frozenset(f"{first}-{second}" for first, second in pairwise(syllables)) - _COMMON_PAIRS


@lru_cache(maxsize=1024)
def _listed_pairs(policy: KnownPolicy) -> frozenset[str]:
    return frozenset().union(*(_pairs(words) for words in (policy.title_vi, *policy.aliases)))


def _agrees(policy: KnownPolicy, reference: ReferenceSpan) -> bool:
    day = reference.issued_on or reference.known_on
    if policy.issued_on is not None:
        if day is not None and day != policy.issued_on:
            return False
        if reference.year is not None and reference.year != policy.issued_on.year:
            return False
    return reference.doc_type is None or not policy.doc_type or reference.doc_type.code == policy.doc_type


@cache
def _by_short_number() -> dict[tuple[str, str], tuple[KnownPolicy, ...]]:
    found: dict[tuple[str, str], tuple[KnownPolicy, ...]] = {}
    for policy in known_policies():
        if policy.number:
            key = (_leading(policy.number.upper()), policy.doc_type)
            found[key] = (*found.get(key, ()), policy)
    return found


def _known_by_short_number(key: str, reference: ReferenceSpan) -> KnownPolicy | None:
    """``Nghị quyết số 30a của Chính phủ``, ``Chương trình số 135``: a number that one policy alone has.

    A bare number without a letter comes again every year, so the mention must tell the year too.
    """
    if reference.doc_type is None:
        return None
    known = _aliases().get(f"{reference.doc_type.name_vi} {key.lower()}")
    if known is not None:
        return known
    options = [p for p in _by_short_number().get((_leading(key), reference.doc_type.code), ()) if _agrees(p, reference)]
    if reference.issuer is not None:
        options = [p for p in options if p.issuer == reference.issuer.code]
    certain = reference.year is not None or _leading(key)[-1].isalpha()
    return options[0] if len(options) == 1 and certain else None


@cache
def _aliases() -> dict[str, KnownPolicy]:
    return {alias.lower(): policy for policy in known_policies() for alias in policy.aliases}


@cache
def _names() -> dict[str, dict[str, tuple[KnownPolicy, ...]]]:
    """Known policies by type word and folded name."""
    found: dict[str, dict[str, tuple[KnownPolicy, ...]]] = {}
    for policy in known_policies():
        for words in (policy.title_vi, *policy.aliases):
            title = _TITLE.match(words)
            if title is not None:
                names = found.setdefault(title.group(1).lower(), {})
                slug = _slug(title.group(2))
                if policy not in names.get(slug, ()):
                    names[slug] = (*names.get(slug, ()), policy)
    return found


@lru_cache(maxsize=4096)
def _known_name(type_text: str | None, slug: str, period: str | None) -> KnownPolicy | None:
    """The one policy with this name: in full, or with five words or more from its beginning."""
    names = _names().get(type_text or "", {})
    options: Iterable[KnownPolicy] = names.get(slug, ())
    if not options and slug.count("-") >= 4:
        options = {p.code: p for name, policies in names.items() if name.startswith(slug + "-") for p in policies}.values()
    years = [int(year) for year in period.split("-")] if period else []
    fitting = [p for p in options if all((p.period[0] or year) <= year <= (p.period[1] or year) for year in years)]
    if len(fitting) > 1:  # the programme itself, not the decisions that approve its phases
        fitting = [p for p in fitting if not p.number]
    return fitting[0] if len(fitting) == 1 else None


# ------------------------------------------------------------------ identifiers
@lru_cache(maxsize=4096)
def _slug(name: str) -> str:
    """A name for comparing: folded, without punctuation, usual short forms in full.

    >>> _slug("Phát triển KT-XH vùng DTTS & MN")
    'phat-trien-kinh-te-xa-hoi-vung-dan-toc-thieu-so-va-mien-nui'
    """
    words = " ".join(re.findall(r"[a-z0-9]+", fold(name).replace("&", " va ")))
    for short, full in _SHORT_FORMS:
        words = re.sub(rf"\b{short}\b", full, words)
    return words.replace(" ", "-")


def _short_slug(slug: str) -> str:
    """The slug itself, or its beginning and a hash of the whole where it is long."""
    if len(slug) <= 72:
        return slug
    return f"{slug[:56].rsplit('-', 1)[0]}-{hashlib.blake2b(slug.encode(), digest_size=4).hexdigest()}"


def identify(reference: ReferenceSpan, policy: KnownPolicy | None, place: str | None = None) -> str | None:
    """The `policy_id` of a mention, or None when it names no document by number or name.

    `place` is the code of the place that the site is about.
    """
    if policy is not None:
        if policy.doc_type in _LAWS and not policy.number and reference.year is not None:
            return document_id(policy.issuer, policy.doc_type, str(reference.year), policy.code)  # `Luật Đất đai năm 2013` is not that of 2024
        return policy_id(policy)
    doc_type = reference.doc_type.code if reference.doc_type is not None else None
    if reference.number is None:
        slug = _slug(reference.programme_text or "")
        if not slug:
            return None
        if reference.whole is not None:
            slug = f"{_slug(reference.whole)}-{slug}"
        period = reference.period or (str(reference.year) if reference.year else "-")
        return f"vn/-/{doc_type or '-'}/{period}/{_short_slug(slug)}"
    number = reference.full_number or reference.number
    if not re.search(r"[/-]", number):
        return None
    year = str(reference.year) if reference.year else "-"
    issuer = reference.body.code if reference.body is not None else body_of_site(reference, place)
    if issuer is None and (named := reference.symbol_issuer or reference.issuer) is not None:
        issuer = named.code
    return document_id(issuer, doc_type, year, number)


def urn_lex(reference: ReferenceSpan, policy: KnownPolicy | None) -> str | None:
    """``urn:lex:vn:<issuer>:<type>:<day>;<number>`` when all of them are known; the bodies of a joint document are joined by ``+``.

    Source: RFC 9676, A Uniform Resource Name (URN) Namespace for Sources of Law.
    """
    number = policy.number if policy is not None and policy.number else reference.full_number or reference.number
    day: date | None = reference.issued_on or reference.known_on or (policy.issued_on if policy is not None else None)
    doc_type = doc_types_by_code().get(policy.doc_type) if policy is not None else reference.doc_type
    if policy is not None:
        issuer = issuers_by_code().get(policy.issuer)
        authority = issuer.urn if issuer is not None and not issuer.generic else ""
    else:
        stated = reference.issuer if reference.issuer is not None and not reference.issuer.generic else None
        authority = stated.urn if stated is not None else reference.body.urn if reference.body is not None else ""
        others = [body.urn for body in reference.co_issuers]
        authority = "+".join([authority, *others]) if authority and all(others) else authority
    if not number or day is None or not authority or doc_type is None or not doc_type.urn or not re.search(r"[/-]", number):
        return None
    return f"urn:lex:vn:{authority}:{doc_type.urn}:{day.isoformat()};{document_id(None, None, '-', number).rsplit('/', 1)[1]}"
