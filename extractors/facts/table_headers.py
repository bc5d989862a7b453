"""What the headers and the caption of a table say of the numbers under them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.registry.lookup import Unit, entry, unit_table
from extractors.vietnamese.numbers import MULTIPLIERS
from extractors.vietnamese.phrases import lower

_UNIT_LABEL = re.compile(r"(?:đvt|đơn vị(?: tính)?|đv tính)\s*:?\s*((?:[^()\n;.,]|\.(?=\d)){1,40})")
_UNIT_WORD = re.compile(r"^(?:đvt|đơn vị(?: tính)?|đv tính)\s*:?\s*")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_COUNT_HEADER = re.compile(r"(?:tổng )?số (?:lượng )?")
_THOUSANDS = re.compile(r"(?:1\.000\.000|1\.000|1000|nghìn|ngàn|triệu|tỷ|tỉ|vạn)[ ]?")
_PER_TAIL = re.compile(r"\s?/\s?([^\W\d_][\w ]{0,20}(?:/[^\W\d_][\w ]{0,12})?)\Z")
_MARK = re.compile(r"\(?(?:\d{1,2}|[ab])\)?(?:\s?=\s?.{1,30})?\Z")
_YEAR_HEADER = re.compile(r"năm(?: (?!19|20|nay|trước|kế|sau)\w+){0,4}\Z")
TOTAL = re.compile(
    r"\s*(?:[ivx]{1,4}[.)]?\s+|[a-z][.)]\s+)?"
    r"(?:(?:tổng )?cộng(?! đồng| tác)|toàn (?:tỉnh|huyện|xã|ngành|quốc)|cả (?:tỉnh|nước)|tổng(?: số| chung| kinh phí| vốn)?\s*\Z|chung\s*\Z)(?!\w)"
)
"""A label, in lower case, that marks a row or column of totals."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a header says of the numbers under it: unit, multiplier, what they are per."""

    unit: Unit | None
    factor: float
    text: str
    per: str | None = None


def parts(header: str) -> list[str]:
    """The rows of a header from the last up, column numbers such as ``(3)`` left out."""
    return [part.strip() for part in reversed(header.split(" / ")) if part.strip() and not _MARK.match(part.strip())]


def last_part(header: str) -> str:
    """The lowest row of a header that is words."""
    return next(iter(parts(header)), header.strip())


@cache
def _code_headers() -> tuple[frozenset[str], tuple[str, ...]]:
    words = entry("figure_words", "tables")
    return frozenset(words["codes"]), tuple(f"{begin} " for begin in words["code_begins"])


def is_code(name: str) -> bool:
    """Whether the numbers under a header name something: codes, telephones, ranks, dates."""
    plain = _IN_BRACKETS.sub("", name).strip()
    known, begins = _code_headers()
    return plain in known or f"{plain} ".startswith(begins)


def is_year(name: str) -> bool:
    """Whether years stand under a header: ``năm sinh``, ``năm hoàn thành``."""
    return _YEAR_HEADER.match(name) is not None


def header_scale(header: str, caption: Scale | None) -> Scale | None:
    """The unit that a header states, its lowest row first: in brackets, as ``%``, as ``số hộ``, or by its noun."""
    for part in parts(header):
        found = _part_scale(part, caption)
        if found is not None:
            return found
    return None


def _part_scale(part: str, caption: Scale | None) -> Scale | None:
    bracketed: list[str] = _IN_BRACKETS.findall(part)
    for inner in reversed(bracketed):
        found = unit_of(_UNIT_WORD.sub("", inner.strip()))
        if found is not None:
            return found
    label = _UNIT_LABEL.match(part)
    if label is not None and (found := unit_of(label.group(1))) is not None:
        return found
    if "%" in part or part.startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng")):
        return unit_of("%")
    count = _COUNT_HEADER.match(part)
    begin = count.end() if count is not None else 0
    known = unit_table().match_at(part, begin)
    if known is None or known[1].kind != "count":
        return None
    bare = count is None
    if bare and (caption is not None or not (known[1].listed or known[1].code in ("person", "household"))):
        return None  # `Xã` above amounts is a level of the budget
    return Scale(known[1], 1.0, part[begin : known[0]])


def caption_scale(caption: str) -> Scale | None:
    """``ĐVT: triệu đồng``, ``(triệu đồng)``."""
    lowered = lower(caption)
    label = _UNIT_LABEL.search(lowered)
    if label is not None:
        return unit_of(label.group(1))
    return next((found for inner in _IN_BRACKETS.findall(lowered) if (found := unit_of(inner)) is not None), None)


def corner_scale(header: str) -> Scale | None:
    """What the header over the names of the rows, in lower case, says of the whole table: ``chỉ tiêu (ĐVT: triệu đồng)``.

    A unit under any other header is that column's own.
    """
    label = _UNIT_LABEL.search(header)
    return unit_of(label.group(1)) if label is not None else None


def unit_of(words: str) -> Scale | None:
    """A unit with its multiplier: ``triệu đồng``, ``1.000 người``, ``%``, ``triệu đồng/hộ``."""
    text = lower(words).strip(" .:,")
    rest, factor = text, 1.0
    scaled = _THOUSANDS.match(rest)
    while scaled is not None:
        word = scaled.group().strip()
        factor *= float(word.replace(".", "")) if word[0] == "1" else MULTIPLIERS[word]
        rest = rest[scaled.end() :]
        scaled = _THOUSANDS.match(rest)
    per = _PER_TAIL.search(rest)
    known = unit_table().match_at(rest, 0)
    if known is None or (known[0] != len(rest) and (per is None or known[0] > per.start())):
        return None
    return Scale(known[1], factor, words.strip(), per.group(1) if per else None)
