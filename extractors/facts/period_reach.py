"""How far a period reaches: over the parts of what it dates, from a line or a bulletin's first sentence to what follows, to sums up to its day.

All are questions about the words around a period; :mod:`~extractors.facts.figure_periods` asks them figure by figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.vietnamese.dates import DateSpan

# `giao bổ sung 216,5 tỷ đồng vốn năm 2022, trong đó ngân sách trung ương 198,4 tỷ đồng`
_PARTS = re.compile(r"(?<!\w)(?:trong đó|trong số đó|bao gồm|gồm|cụ thể|chia ra|riêng)(?!\w)")
# a sum up to the day before it: `Cộng dồn có 32.907 ca`, `lũy kế từ đầu vụ`
_SUM = re.compile(r"[ \n*+–-]*+(?:cộng dồn|tổng cộng|lũy kế|luỹ kế)(?!\w)")
_HEADLINE = re.compile(r"(?:bản tin|tin nhanh|thông tin|báo cáo nhanh|cập nhật|tin)[ ][^.;:\n]{0,60}\Z")
_ATTEND = re.compile(r"(?<!\w)(?:dự|tham dự|về dự|đến dự|dự họp|có mặt|sự tham gia của)(?!\w| (?:án|toán|thảo|báo|phòng|trữ|kiến|định))")
_EARNED = re.compile(r"(?:thu nhập|grdp|gdp)(?: bình quân| trung bình| đầu người| của| lao động| người dân)*[^.;:,\n]{0,24}\Z")
_NEAR = 48
_SCHOOL_BEGINS = 9
_LIST_JOINTS = frozenset({", ", " và ", ",", " & "})
_IN_TURN = re.compile(r"(?<!\w)(?:lần lượt|tương ứng|theo thứ tự)(?!\w)")
_LONGEST_HEADLINE = 70
# a market price, which is told of a time; a rate that is set holds until it is changed
_PRICED = re.compile(r"(?<!\w)(?:giá|bán|thu mua|mua|lãi|lợi nhuận)(?!\w)")
_GOODS = ("kg", "ký", "kí", "tấn", "tạ", "yến", "con", "m3", "m³", "lít", "lượng", "chỉ", "quả", "trái", "cây", "bao", "chục", "ha", "sào", "gốc", "cân", "củ")
_SET = re.compile(r"(?<!\w)(?:mức|hỗ trợ|mỗi|phạt|định mức|đơn giá|khung giá|giá đất|giá điện|giá nước|bồi thường|khoán|trả công|tiền công)(?!\w)")


def is_part(low: str, end: int, start: int) -> bool:
    """Whether the figure at `start` is a part of what the period that ends at `end` was said of."""
    return _PARTS.search(low, end, start) is not None


def is_market_price(low: str, per: str | None, start: int) -> bool:
    """Whether ``… đồng/kg`` at `start` is what goods cost then, no rate that is set."""
    if per is None or not per.startswith(_GOODS):
        return False
    left = max(low.rfind(mark, max(0, start - 80), start) for mark in (". ", "; ", "\n"))
    words = left + 1 if left >= 0 else max(0, start - 80)
    return _PRICED.search(low, words, start) is not None and _SET.search(low, words, start) is None


def is_attendance(low: str, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether ``low[start:end]`` counts who attends: ``10/10 phòng dự qua cầu truyền hình``, ``dự họp có 49/50 đại biểu``."""
    if _ATTEND.search(low, max(sentence[0], start - _NEAR), start) is not None:
        return True
    found = _ATTEND.search(low, end, min(sentence[1], end + _NEAR))
    return found is not None and not any(mark in low[end : found.start()] for mark in (",", ";", ":"))


def is_income(low: str, per: str | None, start: int) -> bool:
    """Whether ``… đồng/năm`` at `start` is what was earned, no rate that is set."""
    return per is not None and per.startswith(("năm", "người", "tháng", "đầu người")) and _EARNED.search(low, max(0, start - 70), start) is not None


def opens(low: str, mention: DateSpan) -> bool:
    """Whether a day heads what follows: ``Bản tin 18 giờ ngày 29/7. …``, ``Tổng điều tra ngày 1/4/2019: …``."""
    floor = max(0, mention.start - _LONGEST_HEADLINE - 1)
    begin = low.rfind("\n", floor, mention.start) + 1 or floor
    if mention.start - begin > _LONGEST_HEADLINE:
        return False
    if low.startswith((": ", ":\n"), mention.end):
        return low.find(". ", begin, mention.start) < 0
    return low.startswith((". ", ".\n", "\n"), mention.end) and _HEADLINE.match(low, begin, mention.start) is not None


def is_sum(low: str, sentence_start: int, mention: DateSpan) -> bool:
    """Whether a sentence sums up until the day of the period named before it."""
    return mention.kind == "day" and mention.last is not None and _SUM.match(low, sentence_start) is not None


def whole_year(mention: DateSpan) -> tuple[date, date] | None:
    """The year of a period that lies in one: what ``cả năm`` after it means."""
    if mention.last is None or (mention.first is not None and mention.first.year != mention.last.year):
        return None
    return date(mention.last.year, 1, 1), date(mention.last.year, 12, 31)


def years_joined(low: str, dates: Sequence[DateSpan]) -> list[DateSpan]:
    """The dates, with years that follow each other in a list made one span: ``các năm 2018, 2019``."""
    joined: list[DateSpan] = []
    for mention in dates:
        last = joined[-1] if joined else None
        if (
            last is not None and last.kind == "year" and mention.rule == "year-list"
            and last.last is not None and mention.first is not None and mention.first.year == last.last.year + 1
            and low[last.end : mention.start] in _LIST_JOINTS and _IN_TURN.search(low, mention.end, mention.end + 80) is None
        ):  # fmt: skip
            joined[-1] = replace(last, end=mention.end, last=mention.last)
        else:
            joined.append(mention)
    return joined


def previous_school_year(published_on: date) -> tuple[date, date]:
    """The school year before the one that runs at the publication, from 1 September to 31 May."""
    begun = published_on.year - (published_on.month < _SCHOOL_BEGINS)
    return date(begun - 1, _SCHOOL_BEGINS, 1), date(begun, 5, 31)
