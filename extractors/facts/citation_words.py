"""What stands before a citation: the article cited, and what is done with the document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan

# ------------------------------------------------------------------ articles
_MORE = r"(?:,|[ ]và|,[ ]và|;|[ ]hoặc)[ \n]"
_UNITS = (
    rf"(?:điểm|tiết)[ \n][a-zđ]\d?(?:{_MORE}(?:(?:điểm|tiết)[ ])?[a-zđ]\d?(?!\w)){{0,9}}",
    rf"khoản[ \n]\d{{1,3}}[a-zđ]?(?:{_MORE}(?:khoản[ ])?\d{{1,3}}[a-zđ]?(?!\w)){{0,9}}",
    rf"điều[ \n]\d{{1,3}}[a-zđ]?(?:{_MORE}(?:điều[ ])?\d{{1,3}}[a-zđ]?(?!\w)){{0,9}}",
    r"(?:mục|chương|phần|phụ lục)(?:[ ]số)?[ \n](?:[ivxl]{1,6}|\d{1,3}|[a-e])(?!\w)",
)
_UNIT = rf"(?:các[ ])?(?:{'|'.join(_UNITS)})"
_BETWEEN_UNITS = r"(?:,?[ \n]|[ ]và[ ]|,[ ]và[ ]|[ ]của[ ]|;[ ])"
_ARTICLE_REF = re.compile(
    rf"(?<!\w)({_UNIT}(?:{_BETWEEN_UNITS}{_UNIT}){{0,5}})[ ,\n]{{1,2}}(?:(?:ban hành )?kèm theo |của[ \n]|tại |thuộc )?$"
)


# ------------------------------------------------------------------ relations
def _backwards(phrases: Iterable[str]) -> str:
    """The alternatives of a pattern that reads reversed text, the longest first."""
    return "|".join(phrase[::-1].replace(" ", "[ \\n]{1,2}") for phrase in sorted(phrases, key=len, reverse=True))


_FILLERS = (
    *("các", "những", "hai", "ba", "bốn", "nội dung", "nội dung của", "tinh thần", "theo", "tốt", "nghiêm", "nghiêm túc", "có hiệu quả", "hiệu quả", "đồng bộ"),
    *("cho", "vào", "của", "một số", "một số điều", "một số điều của", "một số nội dung của", "một số quy định của", "một số điểm của", "chi tiết", "số"),
    *("đầy đủ", "kịp thời", "quyết liệt", "toàn bộ", "một phần", "quy định tại", "tên"),
)
_RELATIONS = {
    "amends": ("sửa đổi", "bổ sung", "điều chỉnh", "sửa đổi, bổ sung", "sửa đổi bổ sung", "sửa đổi và bổ sung", "đính chính"),
    "replaces": ("thay thế", "thay", "bãi bỏ", "hủy bỏ", "huỷ bỏ", "thay cho"),
    "guides": (
        *("hướng dẫn", "quy định chi tiết", "hướng dẫn thi hành", "hướng dẫn thực hiện", "quy định chi tiết thi hành"),
        *("quy định chi tiết và hướng dẫn thi hành", "quy định chi tiết và biện pháp thi hành", "hướng dẫn triển khai thực hiện", "hướng dẫn triển khai"),
        *("quy định chi tiết một số điều và biện pháp thi hành", "quy định chi tiết một số điều và biện pháp để tổ chức, hướng dẫn thi hành"),
    ),
    "implements": ("thực hiện", "triển khai", "thi hành", "thực hịên", "quán triệt", "chấp hành"),
    "based_on": ("căn cứ", "theo", "chiểu", "tại", "trên cơ sở", "chiếu theo"),
}
_RELATION_BEFORE = re.compile(
    rf"[ \n]{{0,3}}(?:(?:{_backwards(_FILLERS)})[ \n]{{1,2}}){{0,4}}?(?:"
    + "|".join(f"(?P<{name}>{_backwards(phrases)})" for name, phrases in _RELATIONS.items())
    + r")(?!\w)"
)


def relation_before(low: str, start: int) -> str | None:
    """What the words before a document say is done with it.

    >>> relation_before("căn cứ các nội dung của ", 24)
    'based_on'
    """
    found = _RELATION_BEFORE.match(low[max(0, start - 100) : start][::-1])
    return found.lastgroup if found is not None else None


def article_before(reading: Reading, start: int) -> tuple[int, int] | None:
    """Where the article, clause or point stands that is cited of the document at `start`.

    The words are ``điểm a khoản 2 Điều 5``, ``các Điều 5, 6 và 7``, ``Phụ lục II ban hành kèm theo``.
    """
    low = reading.low
    begin = max(0, start - 140)
    left = low[begin:start]
    near = left[-36:]
    if not ("iều" in near or "hoản" in near or "hụ lục" in near or "ục " in near or "ương " in near or "iểm " in near):
        return None
    found = _ARTICLE_REF.search(left)
    return None if found is None else (begin + found.start(1), begin + found.end(1))


def read_before(reading: Reading, reference: ReferenceSpan) -> None:
    """The article that is cited, and what is done with the document."""
    at = reference.start
    cited = article_before(reading, at)
    if cited is not None:
        at = cited[0]
        reference.article_ref = reading.text[at : cited[1]]
    reference.relation = relation_before(reading.low, at)
