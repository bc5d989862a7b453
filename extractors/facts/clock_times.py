"""Numbers that tell a time or a day (``lúc 8 giờ 30 phút``, ``Ngày 15 đoàn lên xã``), not how long or how many (``sau 90 phút``)."""

from __future__ import annotations

import re

from extractors.vietnamese.numbers import Number
from extractors.vietnamese.phrases import word_before

_TIME_LEFT = re.compile(r"(?:lúc|hồi|vào lúc|vào|từ|đến|tới|trước|sau|khoảng|giờ|và)[ ]$")
_TIME_RIGHT = re.compile(r"[ ]?(?:\d|sáng|chiều|tối|trưa|đêm|ngày|cùng|hôm|phút|kém|-[ ]?\d)")
_MINUTES = re.compile(r"[ ]\d{1,2}[ ]?phút(?!\w)")
_LASTING = frozenset({"dài", "mất", "trong", "suốt", "thêm", "đủ", "chậm", "hết", "tốn", "sau"})
_CLOCK_WORDS = ("giờ ", "giờ", " h ", "0h ")
_HALF_DAY, _DAY = 12.0, 24.0
_MINUTES_AN_HOUR = 60.0
_LAST_DAY = 31
_BEFORE_A_DAY = frozenset({"từ", "đến", "hết", "trước", "sau", "sáng", "chiều", "tối", "đêm", "trưa", "vào", "hôm", "nhật", "bảy", "và"})
TIMES_A_DAY = frozenset({"time_occasion", "meal", "session", "vehicle_turn", "turn", "person_turn", "sheet_or_roll", "case"})


def is_hour_of_day(lowered: str, value: float | None, start: int, unit_end: int) -> bool:
    """Whether ``N giờ`` at `start` is a time of day."""
    left = lowered[start - 12 if start > 12 else 0 : start]
    if value is not None:
        after = left.endswith("sau ")
        if value > _DAY or (after and value == _DAY):
            return False  # `sau 36 giờ`
        if value <= _HALF_DAY and word_before(lowered, start) in _LASTING:
            # `sau 3 giờ tìm kiếm`, `mất 2 giờ 30 phút`; `sau 3 giờ chiều` is a time
            return _TIME_RIGHT.match(lowered, unit_end) is not None and _MINUTES.match(lowered, unit_end) is None
    return _TIME_LEFT.search(left) is not None or _TIME_RIGHT.match(lowered, unit_end) is not None


def is_minute_of_day(lowered: str, start: int, *, goes_on: bool) -> bool:
    """Whether ``N phút`` at `start` belongs to an hour of the day; `goes_on` after a length of time: ``2 giờ 30 phút``."""
    return not goes_on and lowered.endswith(_CLOCK_WORDS, 0, start)


def is_after_the_hour(lowered: str, value: float | None, start: int) -> bool:
    """Whether a number is the minutes of the hour before it: ``10 giờ 00 ngày 05 tháng 11``."""
    return value is not None and value < _MINUTES_AN_HOUR and lowered.endswith(_CLOCK_WORDS, 0, start)


def names_a_day(text: str, lowered: str, number: Number, unit_code: str) -> bool:
    """``Ngày 15 đoàn công tác lên xã``, ``đến ngày 20 xã``: not ``ngày 2 lần``, ``ngày 3 bữa``, ``mỗi ngày 15 chuyến``."""
    if unit_code in TIMES_A_DAY or number.scale != 1.0 or not 1 <= (number.value or 0.0) <= _LAST_DAY:
        return False
    begin = lowered.rfind("ngày", 0, number.start)
    return text[begin] == "N" or word_before(lowered, begin) in _BEFORE_A_DAY
