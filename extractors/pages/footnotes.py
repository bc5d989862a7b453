"""Marks of footnotes: a small number glued to the words before it, no part of them."""

from __future__ import annotations

import re
from typing import Any

_RAISED = re.compile(r"\s{0,9}[(\[]?\s{0,3}(?:\d{1,2}(?:\s?[,;]\s?\d{1,2}){0,5}|\d{3}(?=\s?[)\]])|\*{1,3})\s{0,3}[)\]]?\s{0,9}\Z")
"""What a raised mark says; three digits without brackets may be the rest of a number."""
_LINKED = re.compile(r"\s{0,9}(?:\d{1,2}|\[\s?\d{1,3}\s?\])\s{0,9}\Z")
_UNIT_BEFORE = re.compile(r"(?<![^\W\d_])(?:[kcdmh]|da)?m\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"\d|[.,]\d|/")
_CLOSING = frozenset("%‰)]”\"'")
_LONGEST_MARK = 40
_MOST_STEPS = 8
_INLINE = frozenset(
    ("a", "span", "b", "strong", "i", "em", "font", "u", "small", "big", "sup", "ins", "mark", "abbr", "label", "tt", "cite", "q", "nobr", "o:p", "bdo")
)


def drop_raised_marks(root: Any) -> None:
    """Empty each ``sup`` that marks a footnote; exponents of units (``m<sup>2</sup>``) stay."""
    for node in root.iter("sup"):
        mark = _text_of(node)
        if _RAISED.match(mark) is None:
            continue
        before = _text_before(node)
        is_exponent = mark.strip() in ("2", "3") and _UNIT_BEFORE.search(before[-4:]) is not None
        if before.strip() and not is_exponent and not (node.tail or "")[:1].isdigit():
            _empty(node)


def drop_linked_marks(root: Any) -> None:
    """Empty each link that is only a number glued to words, or a number in square brackets behind them."""
    for node in root.iter("a"):
        mark = node.text
        if mark is None or len(mark) > _LONGEST_MARK or len(node) or _LINKED.match(mark) is None:
            continue
        before = _text_before(node)
        last = before[-1:]
        if "[" in mark:
            is_mark = bool(before.strip())
        else:
            is_mark = (last.isdigit() or last.islower() or last in _CLOSING) and bool(last) and _GOES_ON.match(node.tail or "") is None
        if is_mark:
            node.text = None


def _text_of(node: Any) -> str:
    """The words inside an element that is small enough to be a mark, else an empty string."""
    parts: list[str] = []
    for number, words in enumerate(node.itertext()):
        if number > _MOST_STEPS or len(words) > _LONGEST_MARK:
            return ""
        parts.append(words)
    return "".join(parts)


def _text_before(node: Any) -> str:
    """The words right before an inline element, as far as a few steps lead; an empty string where its block begins."""
    for _ in range(_MOST_STEPS):
        previous = node.getprevious()
        if previous is None:
            parent = node.getparent()
            if parent is None or parent.text:
                return "" if parent is None else str(parent.text)
            if parent.tag not in _INLINE:
                return ""
            node = parent
        elif previous.tail:
            return str(previous.tail)
        elif previous.tag not in _INLINE:
            return ""
        else:
            words = _last_words(previous)
            if words:
                return words
            node = previous
    return ""


def _last_words(node: Any) -> str:
    """The last words inside an element."""
    for _ in range(_MOST_STEPS):
        if not len(node):
            return node.text or ""
        node = node[-1]
        if node.tail:
            return str(node.tail)
    return ""


def _empty(node: Any) -> None:
    for inner in node.iter():
        inner.text = None
        if inner is not node:
            inner.tail = None
