"""Where a finding stands: its clause, its sentence and its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

# commas and full stops only before a space; one class first, which the matcher looks for much faster than alternatives
_BOUNDARY = re.compile(r"[;:\n()“”\",.](?:(?<![,.])|(?=[ \n]))")
_CLAUSE_MARKS = frozenset(";:\n.")
_LONGEST_HALF = 2000  # a "sentence" of a page without full stops is cut around the finding


class Surroundings:
    """The phrases, clauses and paragraphs of one text, looked up once for all its findings."""

    __slots__ = ("_clauses", "_lines", "_phrases", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._phrases = [found.start() for found in _BOUNDARY.finditer(text)]
        self._clauses = [place for place in self._phrases if text[place] in _CLAUSE_MARKS]
        self._lines: list[int] | None = None

    def clause(self, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
        """The part of the sentence around ``text[start:end]`` between semicolons, colons and line ends."""
        marks = self._clauses
        at = bisect_left(marks, start)
        first = marks[at - 1] + 1 if at else 0
        size = len(marks)
        while at < size and marks[at] < end:
            at += 1
        last = marks[at] if at < size else sentence[1]
        return (first if first > sentence[0] else sentence[0], last if last < sentence[1] else sentence[1])

    def phrase_start(self, place: int) -> int:
        """Where the words right before `place` begin that no comma, bracket or other mark divides from it."""
        at = bisect_left(self._phrases, place)
        return self._phrases[at - 1] + 1 if at else 0

    def line_start(self, place: int) -> int:
        """Where the line of `place` begins: an article, a clause or a point of a legal text."""
        if self._lines is None:
            text = self.text
            self._lines = [place for place in _after_each("\n", text) if place == 0 or not text.startswith(("- ", "+ ", "* ", "– "), place)]
        return self._lines[bisect_right(self._lines, place) - 1]


def _after_each(mark: str, text: str) -> list[int]:
    """The start of the text and the places right after each `mark`."""
    places = [0]
    found = text.find(mark)
    while found >= 0:
        places.append(found + len(mark))
        found = text.find(mark, found + len(mark))
    return places


def sentence_of(starts: Sequence[int], sentences: Sequence[tuple[int, int]], place: int, end: int) -> tuple[int, int]:
    """The sentence that holds `place`; for a finding over a line break, from its first sentence to its last."""
    if not sentences:
        return place, end
    at = max(0, bisect_right(starts, place) - 1)
    first, last = sentences[at]
    while last < end and at + 1 < len(sentences):
        at += 1
        last = sentences[at][1]
    first, last = min(first, place), max(last, end)
    if last - first <= 2 * _LONGEST_HALF:
        return first, last
    return max(first, place - _LONGEST_HALF), min(last, max(end, place + _LONGEST_HALF))
