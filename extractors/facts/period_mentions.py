"""Which dates of a text are periods of figures, and which lines of it head what follows with a period.

The day of a document or of its entry into force, a deadline, the year of a birth, and what a figure is compared
with are no periods of the figures around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.vietnamese.dates import DateSpan

_PROGRAMME = frozenset({"programme-years", "term-years"})
_REPORTING = frozenset({"month", "quarter", "half_year", "nine_months", "year", "range", "other_period", "day"})
_COMPARED_WITH = re.compile(
    r"(?<!\w)(?:so với|so|cùng kỳ|cùng kì|giá so sánh|hơn|gấp đôi|lần|như|đỉnh lũ|mùa lũ|lũ)"
    r"(?:[ ](?:cùng kỳ|cùng kì|cuối|đầu|các|mức|trung bình|bình quân|thời điểm|tháng|quý|năm|kế hoạch|kết quả|thực hiện)){0,3}[ ]$"
)
_SAME_TIME = ("cùng kỳ ", "cùng kì ")
# the day or year of a birth, a law or a building, or by when something is to be done
_OF_SOMETHING_ELSE = re.compile(
    r"(?<!\w)(?:sinh|sn|sinh ngày|sinh năm|sửa đổi|bổ sung|sửa đổi, bổ sung|hiệu lực|hiệu lực thi hành|kỳ hạn|thành lập|xây dựng|làm|trồng|"
    r"khánh thành|khởi công|nhập ngũ|ra đời|về|"
    r"(?:hóa đơn|hợp đồng|giấy phép|hiệp định vay) số [^ ,.;]{1,24}|"
    r"(?:năm \d{4}|\d{4}), tầm nhìn|"
    r"thông qua|ban hành|ký|trước|chậm nhất|hạn chót|hiến pháp|bộ luật [^,.;]{1,30}|luật [^,.;]{1,40})(?:[ ](?:từ|vào|kể từ))?(?:[ ](?:ngày|năm|là))?[ ]?$"
)
# the day of a document that no list of references holds: `Công văn 123 ngày 5/4`
_DOCUMENT = re.compile(
    r"(?<!\w)(?:công văn|công điện|quyết định|nghị quyết|nghị định|chỉ thị|kế hoạch|tờ trình|thông báo|thông tư)(?: số)?(?: (?=\S{0,3}\d)[^ ,;]{1,24})?,?[ ]$"
)
# the year of a congress or a festival only names it
_EVENT = re.compile(r"(?<!\w)(?:(?:đại hội|lễ hội) [^,.;:()]{1,50}|lần thứ [^ ]{1,6})[ ]$")
_LEFT = 56
# words of which one stands in every match of the two patterns above
_TELLING = frozenset(
    {"so", "cùng", "giá", "hơn", "gấp", "lần", "như", "đỉnh", "mùa", "lũ", "sinh", "sn", "(sinh", "(sn", "sửa", "bổ", "hiệu", "kỳ", "thành", "xây", "làm",
     "trồng", "khánh", "thông", "ban", "ký", "trước", "chậm", "hạn", "hiến", "bộ", "luật", "khởi", "nhập", "ra", "về", "tầm",
     "số"}
)  # fmt: skip
# what is set or given for a span of years: `phê duyệt danh sách 12 xã … giai đoạn 2021-2025`, `bố trí 10% vốn … giai đoạn 2022-2025`
_GIVEN = re.compile(r"(?<!\w)(?:danh sách|vốn|kinh phí|ngân sách|dự toán|nguồn lực|biên chế|chỉ tiêu|kế hoạch vốn)(?!\w)(?:(?![.;:]\s|\n).)*\Z", re.S)
_GIVEN_WITHIN = 110
_DOCUMENTS = ("BÁO CÁO ", "KẾ HOẠCH ", "NGHỊ QUYẾT ", "CHƯƠNG TRÌNH ", "QUYẾT ĐỊNH ")
_BETWEEN_DAYS = 6
_HEAD_ENDS = ("\n", ":\n", " (")
_LONGEST_HEAD = 240
_SECTION = re.compile(r"[IVX]{1,5}[.] ")
_NEXT_SECTION = re.compile(r"\n[IVX]{1,5}[.] ")
_BARELY_BEGUN = 4  # of a period of which less than this part has passed only the plans can be told
Head = tuple[int, int, DateSpan]
"""From where to where the words of a heading hold, and the period that it names."""


def compared_among(low: str, dates: Sequence[DateSpan]) -> dict[int, DateSpan]:
    """The dates that name the other side of a comparison: those before a bracket by where they end, those after ``cùng kỳ`` by where they begin."""
    found = {}
    for mention in dates:
        if mention.kind not in _REPORTING or (mention.first is None and mention.last is None):
            continue
        if low.endswith(_SAME_TIME, 0, mention.start):
            found[mention.start] = mention
        if low.startswith(" (", mention.end) and _COMPARED_WITH.search(low, max(0, mention.start - _LEFT), mention.start) is not None:
            found[mention.end] = mention
    return found


def periods_among(text: str, low: str, dates: Sequence[DateSpan], covered: Sequence[tuple[int, int]]) -> list[DateSpan]:
    """The dates that are periods of figures; `covered` are the references of the text."""
    found: list[DateSpan] = []
    for mention in dates:
        if not _is_period(low, mention, covered):
            continue
        if mention.rule == "day-list" and found and found[-1].rule == "day-list" and mention.start - found[-1].end <= _BETWEEN_DAYS:
            first = found.pop()  # `ngày 14 và 15/11`
            mention = replace(mention, start=first.start, first=first.first)
        found.append(mention)
    return found


def _is_period(low: str, mention: DateSpan, covered: Sequence[tuple[int, int]]) -> bool:
    if mention.kind not in _REPORTING or (mention.first is None and mention.last is None):
        return False
    at = bisect_right(covered, (mention.start, len(low))) - 1
    if at >= 0 and (mention.start < covered[at][1] or (mention.kind == "day" and low[covered[at][1] : mention.start] in (" ", ", "))):
        return False
    if mention.rule == "day-range" and mention.first is not None and mention.last is not None and mention.last.year - mention.first.year > 1:
        return False  # `70 năm ngày … (19/12/1946 - 19/12/2016)`
    left = low[max(0, mention.start - _LEFT) : mention.start]
    if left.endswith("thông qua ") and low.startswith(" với ", mention.end):
        return True  # `thông qua ngày 28/11/2013 với 486 đại biểu tán thành`
    if not _TELLING.isdisjoint(left.split()) and (_COMPARED_WITH.search(left) is not None or _OF_SOMETHING_ELSE.search(left) is not None):
        return False
    if mention.kind == "year" and ("hội " in left or "thứ " in left) and _EVENT.search(left) is not None:
        return False
    if mention.kind == "day" and _DOCUMENT.search(left) is not None:
        return False
    if mention.kind == "day" and left.endswith(", ") and _is_dateline(low, mention):
        return False
    return mention.rule not in _PROGRAMME or _stands_apart(low, mention)


def _is_dateline(low: str, mention: DateSpan) -> bool:
    """``Hà Nội, ngày 04 tháng 6 năm 2021`` in a line of its own."""
    return low.startswith("\n", mention.end) and low.find(".", low.rfind("\n", max(0, mention.start - 60), mention.start) + 1, mention.start) < 0


def _stands_apart(low: str, mention: DateSpan) -> bool:
    """``Giai đoạn 2016-2018 đã đầu tư …`` is the figures' own period; ``chính sách … giai đoạn 2017-2020`` is the policy's."""
    if mention.rule == "programme-years" and _GIVEN.search(low, max(0, mention.start - _GIVEN_WITHIN), mention.start):
        return True
    left = low[max(0, mention.start - 8) : mention.start].rstrip()
    if mention.rule == "term-years":
        return not left or left[-1] in ".;:\n"
    return not left or left[-1] in ".,;:\n(" or left.endswith(("trong", "cả"))


def heads_among(text: str, dates: Sequence[DateSpan]) -> list[Head]:
    """The lines that head a document or a part of it with its period.

    ``BÁO CÁO kinh tế - xã hội năm 2023``, ``II. MỤC TIÊU ĐẾN NĂM 2025``: a line of a document's type or in capitals that ends with the period.
    """
    return [head for d in dates if d.kind != "day" and text.startswith(_HEAD_ENDS, d.end) and (head := _head(text, d)) is not None]


def _head(text: str, mention: DateSpan) -> Head | None:
    begin = text.rfind("\n", max(0, mention.start - _LONGEST_HEAD), mention.start) + 1
    if begin == 0 and mention.start > _LONGEST_HEAD:
        return None
    line = text[begin : mention.end]
    if not line.isupper() and (mention.rule in _PROGRAMME or not line.startswith(_DOCUMENTS)):
        return None
    end = _NEXT_SECTION.search(text, mention.end) if _SECTION.match(text, begin) else None
    return mention.end, end.start() if end is not None else len(text), mention


def title_period(text: str, dates: Sequence[DateSpan], published_on: date | None) -> DateSpan | None:
    """The period that a title names for its article, when it is one: not the year of a congress, the years of a life, or what is still to come."""
    named = [d for d in dates if d.kind != "day" and (d.first or d.last)]
    if not named or (len(named) > 1 and named[1].kind == named[0].kind):
        return None
    mention = named[0]
    left = text[: mention.start].lower()
    if left.endswith("(") or "lần thứ" in left or mention.rule == "term-years":
        return None
    if published_on is None or mention.first is None or mention.last is None:
        return mention
    return mention if published_on - mention.first >= (mention.last - mention.first) / _BARELY_BEGUN else None
