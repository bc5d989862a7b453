"""Tables of known phrases, looked up word by word at a place in a text.

A look-up costs a few dictionary probes whatever the size of the table, so the
readers can ask "which unit begins here?" or "which word ends here?" at every
number without scanning the text for all known words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[%‰°₫$€,]")
_GAP_WORD = re.compile(r"(?:[ \t\n]{0,4}([^\W_]+(?:[-'’][^\W_]+)*|[%‰°])|(,))")
_JOINERS = frozenset("-'’")
_BLANKS = frozenset(" \t\n")
_LONGEST_WORD = 24  # code points up to which a word is cut out whole; longer ones are matched
_REACH = 64  # code points looked at to the left; the longest known phrase is shorter


class _Node(Generic[T]):
    __slots__ = ("children", "value")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.value: T | None = None


class PhraseTable(Generic[T]):
    """Phrases with a value each; finds the longest one that begins or ends at a place.

    Texts are looked up in lower case (`lowered` below is ``text.lower()`` with the
    same length as the text); words are separated by spaces or a line break.

    >>> table = PhraseTable({"hộ": 1, "hộ gia đình": 2})
    >>> table.match_at("có 5 hộ gia đình nghèo", 5)
    (16, 2)
    >>> table.match_before("nghèo: 5 hộ gia đình", 20)
    (9, 2)
    """

    def __init__(self, phrases: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        self._forward: _Node[T] = _Node()
        self._backward: _Node[T] = _Node()
        for phrase, value in dict(phrases).items():
            words = _WORD.findall(phrase.lower())
            self._add(self._forward, words, value)
            self._add(self._backward, words[::-1], value)

    @staticmethod
    def _add(node: _Node[T], words: list[str], value: T) -> None:
        for word in words:
            node = node.children.setdefault(word, _Node())
        node.value = value

    def match_at(self, lowered: str, start: int) -> tuple[int, T] | None:
        """The longest phrase that begins at `start`: its end and value."""
        end = lowered.find(" ", start, start + _LONGEST_WORD)
        word = lowered[start:end] if end > start else ""
        if not word.isalpha():
            return self._match_at_odd_word(lowered, start)
        node = self._forward.children.get(word)
        if node is None:
            return None
        best: tuple[int, T] | None = None
        while True:
            if node.value is not None:
                best = (end, node.value)
            if not node.children:
                return best
            after = lowered.find(" ", end + 1, end + _LONGEST_WORD)
            word = lowered[end + 1 : after] if after > 0 else ""
            if not word.isalpha():
                return self._go_on(node, lowered, end, best)
            node = node.children.get(word)
            if node is None:
                return best
            end = after

    def _match_at_odd_word(self, lowered: str, start: int) -> tuple[int, T] | None:
        """:meth:`match_at` where the first word is not letters up to a space."""
        found = _WORD.match(lowered, start)
        if found is None:
            return None
        word = found.group()
        node = self._forward.children.get(word)
        if node is None:
            # a hyphen may join words that no phrase joins: `hộ-gia đình`
            if "-" not in word:
                return None
            word = word.split("-", 1)[0]
            node = self._forward.children.get(word)
            if node is None or node.value is None:
                return None
            return start + len(word), node.value
        return self._go_on(node, lowered, found.end(), None)

    @staticmethod
    def _go_on(node: _Node[T], lowered: str, end: int, best: tuple[int, T] | None) -> tuple[int, T] | None:
        """The longest phrase that begins with the words of `node`, which end at `end`; words may stand apart by several spaces."""
        while True:
            if node.value is not None:
                best = (end, node.value)
            if not node.children:
                return best
            found = _GAP_WORD.match(lowered, end)
            if found is None:
                return best
            follower = node.children.get(found.group(1) or ",")
            if follower is None:
                return best
            node, end = follower, found.end()

    def match_before(self, lowered: str, end: int) -> tuple[int, T] | None:
        """The longest phrase that ends at `end`, white space before `end` left out: its start and value."""
        begin, word = last_word(lowered, end)
        node = self._backward.children.get(word)
        best: tuple[int, T] | None = None
        while node is not None:
            if node.value is not None:
                best = (begin, node.value)
            if not node.children or begin == 0 or lowered[begin - 1] not in _BLANKS:
                return best
            begin, word = last_word(lowered, begin)
            node = node.children.get(word)
        return best


def word_at(text: str, start: int) -> str:
    """The word that begins at `start`, or the empty string."""
    found = _WORD.match(text, start)
    return found.group() if found else ""


def word_before(text: str, end: int) -> str:
    """The word that ends at `end`, white space before `end` left out, or the empty string."""
    return last_word(text, end)[1]


def last_word(text: str, end: int) -> tuple[int, str]:
    """Where the word before `end` begins, and the word; white space before `end` is left out.

    >>> last_word("tổ dân phố 5", 11)
    (7, 'phố')
    """
    stop = end
    while stop and text[stop - 1] in _BLANKS:
        stop -= 1
    floor = stop - _REACH if stop > _REACH else 0
    begin = text.rfind(" ", floor, stop) + 1
    word = text[begin:stop]
    if begin and word.isalpha():
        return begin, word
    begin = stop
    while begin > floor and (text[begin - 1].isalnum() or text[begin - 1] in _JOINERS):
        begin -= 1
    while begin < stop and text[begin] in _JOINERS:
        begin += 1
    return begin, text[begin:stop]


def lower(text: str) -> str:
    """``text.lower()``, code point for code point, so that spans stay valid.

    A few letters outside Vietnamese grow when lowered (``İ``); they are kept.
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
