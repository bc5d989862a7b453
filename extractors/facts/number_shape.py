"""Digits that are no number of anything: told by the characters around them, before any word is looked up."""

from __future__ import annotations

import re

_LINE_NUMBER = re.compile(r"(?:[):]|\.(?![ ]0\d\d(?!\d)))(?:[ \n]|$)|/(?:[ \n](?!\d)|$)|[ ]?[-–][ ]?(?=[A-ZĐ])")
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?(?=[ ])")
_TELEPHONE = re.compile(r"(?:[ .]\d{2,4}){1,3}(?!\d)")
_LEADING = frozenset(" (-–*•\n")
_CODE_JOINTS = frozenset("-–+_#.")
_GLUED_WORDS = frozenset({"từ", "là", "có", "và"})
_HOT_LINE = re.compile(r"[ ]\d{4,6}(?![\d.,]|[ ](?:đồng|tỷ|triệu|ha|km|m2|người|hộ|tấn|%))")
_PLAIN_ENDS = frozenset(" .,;%)\n")
QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»"}
"""Opening marks with their closing ones."""
_LONGEST_NAME = 40
_AFTER_CLOSING = frozenset(" ,.;:)!?\n")  # a straight mark before these closes


def not_a_number(text: str, low: str, start: int, end: int) -> tuple[str, int] | None:
    """Why the digits ``text[start:end]`` are part of something else, and where that ends; None when they may count."""
    before = text[start - 1] if start else "\n"
    after = text[end : end + 1]
    if before != " ":
        found = _joined_before(text, low, start, end, before)
        if found is not None:
            return found, end
    if after not in _PLAIN_ENDS:
        if after == ":" and text[end + 1 : end + 2].isdigit():
            return "time_of_day", end
        if after == "+":
            return "part_of_a_code", end
        if after in ("h", "H") and not text[end + 1 : end + 2].isalpha():
            return "time_of_day", end
    elif end - start == 4 and text[start:end] in ("1900", "1800") and (more := _HOT_LINE.match(text, end)):
        return "telephone", more.end()
    if text[start] == "0":
        if end - start >= 9 and sum(c.isdigit() for c in text[start:end]) >= 9:
            return "telephone", end
        more = _TELEPHONE.match(text, end) if end - start >= 3 else None
        if more is not None and sum(c.isdigit() for c in more.group()) >= 6:
            return "telephone", more.end()
    if before in _LEADING and (start < 2 or text[start - 2] in _LEADING or before == "\n") and _is_list_number(text, low, start, end):
        return "list_number", end
    return None


def _joined_before(text: str, low: str, start: int, end: int, before: str) -> str | None:
    if before.isalpha():
        return None if _glued(text, start, end) else "part_of_a_name"
    if before in _CODE_JOINTS and start > 1 and text[start - 2].isalnum():
        return "part_of_a_code"
    if before == ":" and start > 1 and text[start - 2].isdigit():
        return "time_of_day"
    return None


def _glued(text: str, start: int, end: int) -> bool:
    """``trợcho836``, ``Ma-lai-xi-a4,7%``: digits glued to a lower-case word count only with a plain unit."""
    if text[end : end + 1] == "%" or text.startswith(" %", end):
        return True
    begin = start
    while begin and start - begin < 16 and text[begin - 1].isalpha():
        begin -= 1
    word = text[begin:start]
    if word in _GLUED_WORDS:
        return True
    return len(word) >= 3 and word.islower() and word[-1] not in "mkdhc" and not text[begin - 1 : begin].isdigit()


def _is_list_number(text: str, low: str, start: int, end: int) -> bool:
    floor = max(0, start - 5)
    line = low.rfind("\n", floor, start) + 1
    if not (line > 0 or floor == 0) or start - line > 4 or low[line:start].strip(" (-–*•"):
        return False
    if end - start <= 2 and _LINE_NUMBER.match(text, end):
        return True
    return _OUTLINE.match(text, start) is not None and text[end + 1 : end + 2].isupper()


def in_a_short_quote(text: str, start: int, end: int) -> bool:
    """``“3 sạch”``, ``“tháp 3 tầng”``: a number in quotes too short for speech is part of a name.

    What is said (``nói: “Nhà tôi có 5 con bò”``) stands behind a colon.
    """
    floor = max(0, start - _LONGEST_NAME)
    for opening, closing in QUOTES.items():
        at = text.rfind(opening, floor, start)
        if at < 0 or text[at + 1] in _AFTER_CLOSING or text.find(closing, at + 1, start) >= 0 or text[max(0, at - 2) : at].rstrip().endswith(":"):
            continue
        if text.find(closing, end, at + _LONGEST_NAME) >= 0:
            return True
    return False
