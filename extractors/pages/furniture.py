"""The words that tell a page's furniture from its article (``words.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LEADING = re.compile(r"[\W_]+")
_COUNT = re.compile(r"\s{0,4}[:(\-–]?\s{0,4}(\d{1,3}(?:[., ]\d{3}){1,3}|\d{1,12})(?![\d,.]*\d)")
_COUNT_BEFORE = re.compile(r"(\d{1,3}(?:[., ]\d{3}){1,3}|\d{1,12})\s{1,4}(?=(?:lượt xem|lượt đọc|lần xem|views?)\b)")
_COUNT_UNIT = re.compile(r"\b(?:lượt xem|lượt|lần|views?|người)\b")
_PIECES = re.compile(r"[|•·]|\s[-–—]\s|\s{2,}|[()]")

_LIMITS = {
    # Longest line, in code points, that can be of the kind: a whole sentence is never furniture.
    "related": 60,
    "comments": 60,
    "tools": 110,
    "footer": 420,
    "counter": 160,
    "sidebar": 48,
    "attachments": 60,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one kind: a pattern for the start of a line, and phrases that stand anywhere."""

    starts: re.Pattern[str] | None
    contains: tuple[str, ...]

    def match(self, lowered: str) -> bool:
        """Tell whether a lower-case line without leading marks is of the kind."""
        return (self.starts is not None and self.starts.match(lowered) is not None) or any(phrase in lowered for phrase in self.contains)


@cache
def word_lists() -> dict[str, Words]:
    """The lists of ``words.toml`` by kind."""
    source = resources.files("extractors.pages").joinpath("words.toml").read_text(encoding="utf-8")
    return {kind: _compile(entry.get("starts", []), tuple(entry.get("contains", []))) for kind, entry in tomllib.loads(source).items()}


def _compile(starts: list[str], contains: tuple[str, ...]) -> Words:
    if not starts:
        return Words(None, contains)
    phrases = "|".join(re.escape(phrase.strip()) + ("" if phrase[-1] in ": " else r"(?!\w)") for phrase in sorted(starts, key=len, reverse=True))
    return Words(re.compile(f"(?:{phrases})"), contains)


def lowered(text: str) -> str:
    """Lower case without the marks in front: how the lists are written."""
    text = text.lower()
    match = None if text[:1].isalnum() else _LEADING.match(text)
    return text[match.end() :] if match else text


_KINDS = ("footer", "counter", "related", "comments", "attachments", "tools", "sidebar")
_SHORTEST_START = 2
_OPENING = 64
"""Every phrase that opens a line fits into this many code points."""
_LONGEST_WITH_PHRASE = 200


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """The first letters of every phrase that opens a furniture line, and the kinds they may be."""
    found: dict[str, list[str]] = {}
    source = resources.files("extractors.pages").joinpath("words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(source)
    for kind in _KINDS:
        for phrase in lists[kind].get("starts", []):
            kinds = found.setdefault(lowered(phrase)[:_SHORTEST_START], [])
            if kind not in kinds:
                kinds.append(kind)
    return {opening: tuple(kinds) for opening, kinds in found.items()}


@cache
def _inner_phrases() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, kind) for kind in _KINDS for phrase in word_lists()[kind].contains)


def may_open_furniture(text: str) -> bool:
    """Tell by its first letters whether a line can open with a phrase of the lists; a quick no for most prose."""
    opening = text[:_SHORTEST_START].lower()
    return not opening.isalpha() or opening in _openings()


def furniture_kind(text: str) -> str | None:
    """Return the kind of furniture a line is, or None.

    >>> furniture_kind("BÀI VIẾT LIÊN QUAN:"), furniture_kind("Phát triển:TNC"), furniture_kind("Kon Tum có 10 huyện.")
    ('related', 'footer', None)
    """
    length = len(text)
    if length > 420:
        return None
    low = lowered(text[:_OPENING])
    if not low:
        return "tools" if length < _OPENING and not text.startswith(("…", ".")) else None
    lists = word_lists()
    for kind in _openings().get(low[:_SHORTEST_START], ()):
        starts = lists[kind].starts
        if length <= _LIMITS[kind] and starts is not None and starts.match(low) is not None and _is_heading_like(kind, text):
            return kind
    if length > _LONGEST_WITH_PHRASE:
        return None
    low = text.lower()
    for phrase, kind in _inner_phrases():
        if phrase in low and length <= _LIMITS[kind]:
            return kind
    return None


def _is_heading_like(kind: str, text: str) -> bool:
    """A heading or a button is no sentence; a sidebar heading is in capitals or stands alone."""
    if kind in ("footer", "counter"):
        return True
    if kind == "sidebar":
        return text.isupper() or (len(text) <= 24 and text[-1] not in ".,;")
    if kind in ("related", "comments"):
        return text[-1] not in ".,;" and (len(text) <= 40 or text[-1] in ":)" or text.isupper())
    return text[-1] not in ".;"


def view_count(text: str) -> int | None:
    """Return the views that a line states, or None.

    >>> view_count("Số lượt xem:715"), view_count("THỜI SỰ | Lượt xem : 11,562"), view_count("Lượt truy cập: 9")
    (715, 11562, None)
    """
    if len(text) > 160:
        return None
    starts = word_lists()["views"].starts
    for piece in _PIECES.split(text):
        low = lowered(piece)
        label = starts.match(low) if starts is not None else None
        found = _COUNT.match(low, label.end()) if label is not None else _COUNT_BEFORE.match(low)
        if found is not None and (":" in low[: found.start(1)] or not _COUNT_UNIT.sub("", low[found.end() :]).strip(" .,;)]")):
            return int(re.sub(r"\D", "", found.group(1)))
    return None


def is_view_label(text: str) -> bool:
    """Tell whether a line is the label of a view counter whose number stands on the next line."""
    starts = word_lists()["views"].starts
    match = starts.match(lowered(text)) if starts is not None and len(text) <= 24 else None
    return match is not None and not text[len(text) - len(lowered(text)) + match.end() :].strip(" :")
