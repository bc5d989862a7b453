"""The pieces that patterns of dates are made of, and the words before a date read from right to left.

Patterns run over the lowered text. What stands to the left is matched in the reversed text, so that one anchored
match reads it; :func:`leftward` writes the words for such a pattern.
"""

from __future__ import annotations

import re

S = r"[ \t\n]{0,3}"
"""White space that may stand between two parts."""
G = r"[ \t\n]{1,3}"
"""White space that must stand between two words."""
DASHES = "-‐‑‒–—−"
D = r"\-‐‑‒–—−"
"""All dashes, inside a character class."""
DASH = rf"{S}[{D}]{S}"
SEP = rf"{S}[{D}/.]{S}"
SLASH = rf"{S}[{D}/]{S}"
HOUR = rf"\d{{1,2}}{S}(?:giờ|h|g)(?:{S}\d{{1,2}})?(?:{S}phút)?"
SPOKEN = "nay|ngoái|trước|sau"
"""Years told from today."""

FULL = re.compile(rf"(\d{{1,2}}){SEP}(\d{{1,2}}){SEP}(\d{{4}})(?!\d)")
# after a comma only what `từ` opens goes on until now: `năm 2015, đến nay` are two
TO_NOW = re.compile(rf"{S}(?:,{S})?(?:đến|tới){G}(?:nay|hiện{G}nay|thời điểm này|thời điểm hiện tại)(?!\w)")
SPOKEN_YEAR = re.compile(rf",?{G}năm{G}({SPOKEN})(?!\w)")


def leftward(words: str) -> str:
    """Alternatives (``một|hai ba``) for a pattern over reversed text, each a whole word."""
    spelled = (G.join(re.escape(part[::-1]) for part in reversed(word.split(" "))) for word in words.split("|"))
    return rf"(?:{'|'.join(spelled)})(?!\w)"


REACH = 48
"""How many code points to the left are looked at."""


def left_of(lowered: str, start: int) -> str:
    """What stands before `start`, reversed."""
    return lowered[start - REACH : start][::-1] if start > REACH else lowered[:start][::-1]


_W = r"[ \t\n]{1,4}"
_OPENERS = rf"(?:{_W}(?:(?P<until>{leftward('hết|đến|tới')})|(?P<since>{leftward('từ')})|{leftward('tính|kể')})){{1,4}}"
WEEKDAYS = "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|thứ 2|thứ 3|thứ 4|thứ 5|thứ 6|thứ 7|chủ nhật"
_TOLD_DAY = leftward(f"{WEEKDAYS}|hôm nay|sáng nay|trưa nay|chiều nay|tối nay|đêm nay|hôm qua|ngày mai|cùng ngày")
# `mỗi tháng 5 triệu`, `một ngày 2 buổi`, `trong 5 tháng 2 xã`: a length of time, and the number counts something else
_COUNTED = (
    rf"(?!{_W}(?:\d|{leftward('mỗi|một|hằng|hàng|từng|mấy|vài|nhiều|nửa|hai|ba|bốn|sáu|bảy|tám|chín|mười|chục')}))"
)
PER = rf"(?!{_W}{leftward('mỗi|một|hằng|hàng|từng|mấy|vài|nhiều|nửa')})"
"""Not after a word that makes ``năm``, ``tháng`` or ``ngày`` a length of time (in reversed text)."""
_HOUR_LEFT = r"(?:túhp[ ]?)?(?:(?P<minute>\d{1,2})[ ]?)?(?:ờig|h|g)[ ]?(?P<oclock>\d{1,2})(?!\w)"
HOUR_LEFT = re.compile(rf"[ ]{_HOUR_LEFT}")
"""An hour that ends in reversed text: ``19 giờ``, ``7h30``."""

DAY_BEFORE = re.compile(
    rf"(?:[ \t\n]{{0,4}}[,:]?(?P<day>{leftward('ngày')}){PER})?"
    rf"(?P<weekday>[ ,(\n]{{1,3}}{_TOLD_DAY})?"
    rf"(?:{_W}(?P<part>{leftward('rạng sáng|sáng|chiều|tối|trưa|đêm|khuya|sớm|rạng|hôm|mùng|mồng')}){PER})?"
    rf"(?:{_W}(?P<hour>{_HOUR_LEFT}))?"
    rf"(?P<openers>{_OPENERS})?"
)
"""The words before a day: ``ngày``, part of the day, hour, and what opens a period (``tính đến``, ``từ``)."""

MONTH_BEFORE = re.compile(
    rf"(?:[ \t\n]{{1,4}}(?P<word>{leftward('tháng')}){_COUNTED}(?:{_W}(?P<edge>{leftward('đầu|giữa|cuối|rằm')}))?)?(?P<openers>{_OPENERS})?"
)
"""``tháng`` before a month, or only what opens a period (``từ 5/2019``)."""
QUARTER_BEFORE = re.compile(
    rf"[ \t\n]{{1,4}}{leftward('quý')}(?:{_W}(?P<edge>{leftward('đầu|giữa|cuối')}))?(?P<openers>{_OPENERS})?"
)


def spelled(reversed_words: str | None) -> str:
    """Words of the reversed text as they are written; nothing for None."""
    return reversed_words[::-1] if reversed_words else ""


def opening(before: re.Match[str]) -> str | None:
    """``until`` or ``since`` when the words before open a period."""
    if before["openers"] is None:
        return None
    return "until" if before["until"] else "since" if before["since"] else None
