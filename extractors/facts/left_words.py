"""What stands to the left of a number: comparator, change, and the nouns that make the number a name.

The word before the number is looked up once, in one table of all words that end a known phrase; only when it
is there are the phrases themselves compared. Most numbers need no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from extractors.registry.lookup import entry
from extractors.vietnamese.phrases import PhraseTable, last_word, word_before

T = TypeVar("T")

ORDINAL, COMPARATOR, CHANGE, SINCE = 1, 2, 4, 8
QUALIFIED = COMPARATOR | CHANGE | SINCE
_WORD_REACH = 24
_PHRASE_REACH = 36  # the longest phrase is shorter
_STRENGTHS = ("weak", "subject", "rank", "title", "strong", "counting")
_SPACES = " \t"
_COMPARED = re.compile(r"(?<!\w)(cao|nhiều|lớn|nhanh|thấp|ít|nhỏ|chậm|kém)[ ]hơn[ ](?:[^\W\d_]+[ ]){1,5}$")
_UPWARDS = frozenset({"cao", "nhiều", "lớn", "nhanh"})
_LEVELS = ("mức ", "là ", "đạt ", "còn ")
_SIGNS = frozenset("≥≤<>")
_COMPARED_WORDS = frozenset({"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "đông", "sớm", "muộn", "nhanh", "chậm"})


class Tails(Generic[T]):
    """Phrases by their last word, the longest first: which one ends before a number."""

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._slow = PhraseTable(phrases)
        self._by_last: dict[str, list[tuple[str, int, T]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_last.setdefault(phrase.rpartition(" ")[2], []).append((phrase, len(phrase), phrases[phrase]))

    def match_before(self, lowered: str, end: int) -> tuple[int, T] | None:
        """The longest phrase that ends at `end`, white space before `end` left out: its start and value."""
        stop = end - 1
        if stop < 1 or lowered[stop] != " ":
            return self._sign_before(lowered, end) or self._slow.match_before(lowered, end)
        floor = stop - _PHRASE_REACH if stop > _PHRASE_REACH else 0
        if lowered.find("  ", floor, stop) >= 0 or lowered.find("\n", floor, stop) >= 0:
            return self._sign_before(lowered, stop) or self._slow.match_before(lowered, end)
        word = lowered[lowered.rfind(" ", floor, stop) + 1 : stop]
        if not word.isalpha():
            return self._sign_before(lowered, stop) or self._slow.match_before(lowered, end)  # `(giảm 1 vụ)`
        for phrase, length, value in self._by_last.get(word, ()):
            start = stop - length
            if start >= 0 and lowered.startswith(phrase, start) and (start == 0 or not lowered[start - 1].isalnum()):
                return start, value
        return None

    def _sign_before(self, lowered: str, end: int) -> tuple[int, T] | None:
        """``≥80%``: a sign that is a phrase of the table ends at `end`."""
        found = self._by_last.get(lowered[end - 1]) if end and lowered[end - 1] in _SIGNS else None
        return (end - 1, found[0][2]) if found is not None else None


class Left(NamedTuple):
    """Where a figure begins and what the words before its number say of it."""

    start: int
    comparator: str = "exact"
    change: str | None = None
    direction: str | None = None


@cache
def comparators() -> Tails[str]:
    """Comparators by the words that stand right before a number."""
    found = {phrase: code for code, phrases in entry("figure_words", "comparators").items() for phrase in phrases}
    return Tails(found | dict.fromkeys(comparators_apart(), "about") | dict.fromkeys(entry("figure_words", "not_comparators")["none"], ""))


@cache
def comparators_apart() -> frozenset[str]:
    """Comparators with the noun behind them that the number is of: ``ước thiệt hại 5 tỷ``."""
    return frozenset(entry("figure_words", "comparators_apart")["about"])


@cache
def changes() -> Tails[tuple[str, str]]:
    """Change and direction by the words before a number or before its comparator."""
    found: dict[str, tuple[str, str]] = {}
    for change, directions in entry("figure_words", "changes").items():
        for direction, phrases in directions.items():
            found.update(dict.fromkeys(phrases, (change, direction)))
    found.update(dict.fromkeys(_changes_apart(), ("by", "down")))
    found.update(dict.fromkeys(entry("figure_words", "not_changes")["none"], ("", "")))
    return Tails(found)


@cache
def _changes_apart() -> frozenset[str]:
    return frozenset(entry("figure_words", "changes_apart")["down"])


@cache
def _ordinals() -> Tails[str]:
    lists = entry("figure_words", "ordinals")
    return Tails({phrase: strength for strength in _STRENGTHS for phrase in lists[strength]})


@cache
def last_words() -> dict[str, int]:
    """Every word that can end a phrase of a table, with the tables it is in."""
    found: dict[str, int] = {"từ": SINCE}
    words = entry("figure_words", "ordinals")
    by_table = (
        (ORDINAL, [phrase for strength in _STRENGTHS for phrase in words[strength]]),
        (COMPARATOR, [phrase for phrases in entry("figure_words", "comparators").values() for phrase in phrases]),
        (COMPARATOR, list(comparators_apart())),
        (CHANGE, [p for directions in entry("figure_words", "changes").values() for phrases in directions.values() for p in phrases]),
        (CHANGE, [*_changes_apart(), *entry("figure_words", "not_changes")["none"]]),
    )
    for table, phrases in by_table:
        for phrase in phrases:
            word = phrase.rpartition(" ")[2]
            found[word] = found.get(word, 0) | table
    return found


def ordinal_before(text: str, lowered: str, number_start: int) -> str | None:
    """``strong``, ``rank``, ``subject`` or ``weak`` when a noun before the number makes it a name: `thôn 4`, `hạng 2`.

    A capital inside a sentence makes a weak noun a name (`Vùng 3 Cảnh sát biển`), and of a title it is asked for:
    `Quyết định 33 hộ trợ đất ở` names a document, `quyết định 33 trường hợp` counts.
    """
    found = _ordinals().match_before(lowered, number_start)
    if found is None or found[1] == "counting":
        return None
    start, strength = found
    if strength in ("title", "weak"):
        is_name = text[start].isupper() and not text[start + 1 : start + 2].isupper()
        if strength == "title":
            return "strong" if is_name else None
        if is_name and not begins_a_sentence(text, start):
            return "strong"
    return strength


def begins_a_sentence(text: str, start: int) -> bool:
    """Whether a capital at `start` may be the sentence's alone."""
    before = text[start - 4 if start > 4 else 0 : start].rstrip(" ")
    return not before or before[-1] in ".\n;:-–(•+*“\""


def left_of(lowered: str, number_start: int, flags: int, *, range_: bool = False) -> Left:
    """Comparator and change of a number; `flags` are those of the word before it in :func:`last_words`."""
    if not flags & QUALIFIED:
        return Left(number_start)
    start, comparator = number_start, "exact"
    found = comparators().match_before(lowered, start) if flags & COMPARATOR else None
    if found is not None and found[1] and not _is_compared_noun(lowered, found[0], found[1]):
        if found[1] == "about" and lowered[found[0] : start].rstrip() in comparators_apart():
            return Left(start, "about")
        start, comparator = found
    elif flags & SINCE and (since := from_before(lowered, start)) is not None:
        found = comparators().match_before(lowered, since)
        if found is not None and found[1]:
            start, comparator = found
        elif range_:
            start = since
    may_change = flags if start == number_start else flags_before(lowered, start)
    changed = changes().match_before(lowered, start) if may_change & CHANGE else None
    if changed is not None and changed[1][0]:
        if lowered[changed[0] : start].rstrip() in _changes_apart():
            return Left(start, comparator, *changed[1])
        start = changed[0]
        if comparator == "exact" and lowered.find("ước", max(0, start - 14), start) >= 0:
            guess = comparators().match_before(lowered, start)
            if guess is not None and lowered.startswith("ước", guess[0]):
                start, comparator = guess  # `ước tăng 23,98%`
        return Left(start, comparator, *changed[1])
    if comparator != "exact" and (direction := compared_before(lowered, start)) is not None:
        return Left(start, comparator, "by", direction)
    return Left(start, comparator)


def compared_before(lowered: str, start: int) -> str | None:
    """``cao hơn bình quân cả nước …``: the direction of a comparison that ends with a number."""
    before = lowered[start - 48 if start > 48 else 0 : start]
    found = _COMPARED.search(before) if " hơn " in before else None
    return None if found is None or before.endswith(_LEVELS) else "up" if found.group(1) in _UPWARDS else "down"


def _is_compared_noun(lowered: str, start: int, code: str) -> bool:
    """``cao hơn 0,1``: the `hơn` belongs to the comparison, not to the number."""
    return code == "over" and lowered.startswith("hơn", start) and word_before(lowered, start) in _COMPARED_WORDS


def from_before(lowered: str, end: int) -> int | None:
    """Where `từ` right before `end` begins, or None."""
    at = end
    while at > 0 and lowered[at - 1] in _SPACES:
        at -= 1
    if at >= 2 and lowered.startswith("từ", at - 2) and (at == 2 or not lowered[at - 3].isalnum()):
        return at - 2
    return None


def flags_before(lowered: str, number_start: int) -> int:
    """Which tables know the word before a number."""
    stop = number_start - 1
    if stop > 0 and lowered[stop] == " ":
        word = lowered[lowered.rfind(" ", stop - _WORD_REACH if stop > _WORD_REACH else 0, stop) + 1 : stop]
        flags = last_words().get(word)
        if flags is not None:
            return flags
        if word.isalpha():
            return 0
    elif stop >= 0 and lowered[stop] in _SIGNS:
        return last_words().get(lowered[stop], 0)
    return last_words().get(last_word(lowered, number_start)[1], 0)
