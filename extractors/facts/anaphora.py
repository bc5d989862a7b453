"""Words that point back to a document: ``Chỉ thị trên``, ``Quyết định này``, ``Đề án nói trên``.

They are no mentions of their own; each is linked to the mention it points back to, or left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan
from extractors.registry.lookup import DocType
from extractors.vietnamese.phrases import word_before

_POINTERS = (" trên", " này", " nói trên", " nêu trên", " đó", " kể trên", " vừa nêu", " đã nêu", "\nnày", "\ntrên")
_POINTER = re.compile(r"[ \n]((?:đã[ ])?(?:nói|nêu|kể)[ ]trên|vừa nêu|đã nêu|trên|này|đó)(?!\w)")
_AFTER_ABOVE = re.compile(
    r"[ ]?(?:$|[.,;:)\n“”\"–-]|(?:của|là|được|đã|đang|sẽ|và|đến|tới|để|nhằm|cho|với|do|có|thì|phải|cần|về|quy định|ban hành|giao|nêu|còn|"
    r"không|chưa|theo|từ)(?!\w))"
)
_SEVERAL = frozenset({"các", "những", "hai", "ba", "bốn", "cả", "nhiều", "mọi", "02", "03", "04"})
_LEGAL_TEXT = re.compile(r"(?:^|\n)[ \t]*điều 1[.:]", re.M)
_REACH = 1500
"""Code points between a mention and the words that point back to it, at most."""
_BASES = ("chương trình", "kế hoạch", "quy chế", "thông tư", "nghị quyết", "hướng dẫn")


@dataclass(frozen=True, slots=True)
class AnaphorSpan:
    """Words that point back: ``text[start:end]`` stands for ``references[antecedent]``."""

    start: int
    end: int
    antecedent: int


def find_anaphora(reading: Reading, references: list[ReferenceSpan]) -> tuple[list[AnaphorSpan], int]:
    """The words of a text that point back to one of its references, in order, and how many led to none.

    ``này`` in a text that is a legal document itself names that document: it is linked only to its own number
    (``Số: 12/QĐ-UBND``), never to one that the document cites.
    """
    low = reading.low
    hits = [hit for hit in reading.keywords.type if low.startswith(_POINTERS, hit.end)]
    if not hits:
        return [], 0
    starts = [r.start for r in references]
    head = next((at for at, r in enumerate(references) if r.is_head), None)
    is_legal_text = _LEGAL_TEXT.search(low) is not None
    found: list[AnaphorSpan] = []
    unresolved = 0
    for hit in hits:
        pointer = _POINTER.match(low, hit.end)
        if pointer is None or (pointer.group(1) == "trên" and not _AFTER_ABOVE.match(low, pointer.end())):
            continue
        if word_before(low, hit.start) in _SEVERAL:
            unresolved += 1
            continue
        if pointer.group(1) == "này" and (head is not None or is_legal_text):
            own = head is not None and _is_same_type(hit.value, references[head])
            antecedent = head if own and references[head or 0].start < hit.start else None
        else:
            antecedent = _antecedent(hit.value, hit.start, references, bisect_left(starts, hit.start))
        if antecedent is None:
            unresolved += 1
        else:
            found.append(AnaphorSpan(hit.start, pointer.end(), antecedent))
    return found, unresolved


def _antecedent(kind: DocType, start: int, references: list[ReferenceSpan], count: int) -> int | None:
    """The last reference of the type before `start`; a reference that covers the words is none."""
    for at in range(count - 1, max(-1, count - 40), -1):
        reference = references[at]
        if start - reference.end > _REACH:
            return None
        if reference.end <= start and _is_same_type(kind, reference):
            return at
    return None


def _is_same_type(kind: DocType, reference: ReferenceSpan) -> bool:
    if reference.doc_type is None:
        return False
    return kind.code == reference.doc_type.code or _base(kind.name_vi) == _base(reference.doc_type.name_vi)


def _base(name: str) -> str:
    return next((base for base in _BASES if name.startswith(base)), name)
