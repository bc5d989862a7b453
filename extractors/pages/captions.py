"""Captions of pictures, by what they say; where the markup shows a picture, it is asked first."""

from __future__ import annotations

import re

from extractors.pages.furniture import word_lists

LONGEST = 260
"""A longer line is no caption."""

_LIST_MARK = re.compile(r"(?:[-–—+*•●▪]|\d{1,2}\s?[./)]|[IVXLC]{1,5}\s?[./)]|[a-zđ]\s?\))\s?")
_PHOTO_CREDIT = re.compile(r"(?:\(\s?[Ảả]nh\b|(?<!\w)(?<!ình )[Ảả]nh\s?:|Photo\s?:)")
_SCENE = re.compile(r"(?:quang cảnh|toàn cảnh|một góc|ảnh|\(ảnh|chú thích ảnh)\b")


def is_list_item(text: str) -> bool:
    """Tell whether a line opens like an entry of a list or a numbered heading."""
    return _LIST_MARK.match(text) is not None


def reads_as_caption(text: str) -> bool:
    """Tell by its words alone whether a line on its own describes a picture.

    >>> reads_as_caption("Quang cảnh buổi làm việc"), reads_as_caption("Đại biểu dự họp nêu 12 ý kiến.")
    (True, False)
    """
    if not 8 <= len(text) <= LONGEST or is_list_item(text):
        return False
    if _PHOTO_CREDIT.search(text, max(0, len(text) - 60)) or _PHOTO_CREDIT.match(text):
        return text[-1] not in ";:"
    if text[-1] in ".;:!?…,":
        return False
    low = text.lower()
    lists = word_lists()
    if _SCENE.match(low):
        return len(text) <= 180
    return lists["caption"].match(low) and lists["caption_act"].match(low)


def can_be_caption(text: str, *, centred: bool) -> bool:
    """Tell whether a line right below a picture may be its caption; with a full stop only if it is centred."""
    if not 3 <= len(text) <= LONGEST or is_list_item(text):
        return False
    return text[-1] not in ".;:!?…," or (centred and text[-1] == "." and len(text) <= 160)
