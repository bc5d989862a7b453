"""Which figures take no period from another sentence: norms, prices that are set, sizes of things, what a person or a wish tells."""

from __future__ import annotations

import re

from extractors.facts.number_context import FigureSpan
from extractors.facts.period_reach import is_market_price

_BULLETS = " \n-+*–"
_STANDING_UNITS = frozenset(
    {"kilometre", "metre", "centimetre", "inch", "square_kilometre", "kilovolt", "kilowatt", "megawatt", "kilovolt_ampere", "megavolt_ampere", "month_of_age"}
)
_LOOKED_BACK = 160
# words of a rule, a price or a wish, which hold beyond the period of the paragraph
_OTHERS = re.compile(
    r"(?<!\w)(?:(?<!tổng )mức(?! tăng| giảm)|mỗi|(?<!trị )(?<!đánh )(?<!định )giá|lãi|vé|xin|cần|phải|sẽ|nay|hiện|phạt tiền|bị phạt|tối đa|tối thiểu)(?!\w)|“"
)
# a thing is described by its size, and then by its other numbers: `Công viên rộng 3.275 km2, gồm bốn tuyến`
_SIZED = re.compile(r"(?<!\w)(?:dài|rộng|cao|cách|sâu)[ ](?:(?:gần|hơn|trên|khoảng|chừng)[ ])?\d[\d.,]*[ ]?(?:km2?|km²|m2?|m²|mét|ki-lô-mét|ha)(?!\w)")
_OTHER_HEADS = (
    "ông ", "bà ", "anh ", "chị ", "bác ", "cụ ", "em ", "cháu ", "cô ", "chú ", "thầy ", "gia đình ", "“", "theo nghị định", "theo quyết định", "theo luật",
    "theo thông tư", "hiện ", "nay ", "đến nay", "nhiệm kỳ", "trước đây", "dịp ", "ngày đầu", "năm tới", "thời gian tới", "cả năm", "hằng năm", "hàng năm",
    "sau ", "từ ", "cộng dồn", "lũy kế", "luỹ kế", "ngoài ra", "nếu ", "đề nghị ", "kiến nghị ",
)  # fmt: skip
_OTHER_TIME = re.compile(r"(?:trong[ ])?(?:\d{1,2}|hai|ba|bốn|năm|mười|nhiều)[ ](?:năm|tháng|ngày)(?!\w)")
# how a sentence begins that goes on with the event told before it
_SAME_EVENT = (
    "trong đó", "trong số", "toàn ", "cả ", "riêng ", "tổng ", "tại ", "thiệt hại ", "ước ", "dự ", "tham dự ", "tham gia ", "có ", "đoàn ", "đại hội ",
    "hội nghị ", "kỳ họp ", "các ", "theo ban ", "theo báo cáo", "theo thống kê", "đến ", "số ", "tỷ lệ ", "mưa ", "bão ", "lũ ", "lốc ", "vụ ",
    "hậu quả", "kết quả", "đồng chí ",
)  # fmt: skip


def stands_alone(low: str, figure: FigureSpan, sentence: tuple[int, int], phrase_start: int) -> bool:
    """Whether a sentence tells of another time, a rule, a price, a wish or a person, to which no period of other sentences applies."""
    if figure.unit is not None and figure.unit.code in _STANDING_UNITS:
        return True
    if _SIZED.search(low, max(sentence[0], low.rfind("; ", sentence[0], figure.start)), figure.start):
        return True
    if not is_market_price(low, figure.per, figure.start) and _OTHERS.search(low, max(sentence[0], phrase_start, figure.start - _LOOKED_BACK), figure.start):
        return True
    head = _head(low, sentence[0])
    return head.startswith(_OTHER_HEADS) or _OTHER_TIME.match(head) is not None


def tells_of_event(low: str, start: int) -> bool:
    """Whether the sentence that begins at `start` goes on with what happened on the day named before it."""
    head = _head(low, start)
    return head.startswith(_SAME_EVENT) or head[:1].isdigit()


def _head(low: str, start: int) -> str:
    return low[start : start + 24].lstrip(_BULLETS)


def is_timeless(figure: FigureSpan) -> bool:
    """An age or a length of time: no period around it holds for it."""
    return figure.kind == "duration" or (figure.unit is not None and figure.unit.code in ("year_of_age", "month_of_age"))


def is_norm(figure: FigureSpan) -> bool:
    """A price, a rate for each or a bound, which holds until it is changed: it takes no period from other sentences."""
    return (
        is_timeless(figure)
        or figure.comparator in ("at_most", "at_least")
        or (figure.per is not None and figure.kind == "money" and figure.change is None and not figure.per.startswith("người/năm"))
    )
