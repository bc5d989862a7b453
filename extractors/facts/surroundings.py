"""Where a finding stands: its clause, its sentence and its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_BLANK_LINE = re.compile(r"\n\n")
_CLAUSE = re.compile(r"[;:\n]|[.](?=[ \n])")
_LONGEST_HALF = 2000  # a "sentence" of a page without full stops is cut around the finding


@dataclass(slots=True)
class Around:
    """What stands around one finding; every part is a span of the text, the paragraph by its start."""

    clause: tuple[int, int]
    sentence: tuple[int, int]
    paragraph_start: int


class Surroundings:
    """The clauses and paragraphs of one text, looked up once for all its findings."""

    __slots__ = ("_clause_ends", "_clause_starts", "_paragraph_starts")

    def __init__(self, text: str) -> None:
        bounds = [found.span() for found in _CLAUSE.finditer(text)]
        self._clause_starts = [start for start, _ in bounds]
        self._clause_ends = [end for _, end in bounds]
        self._paragraph_starts = [0, *(found.end() for found in _BLANK_LINE.finditer(text))]

    def of(self, start: int, end: int, sentence: tuple[int, int]) -> Around:
        """What stands around ``text[start:end]``, which stands in `sentence`."""
        at = bisect_right(self._clause_ends, start)
        first = self._clause_ends[at - 1] if at else 0
        after = bisect_left(self._clause_starts, end)
        last = self._clause_starts[after] if after < len(self._clause_starts) else sentence[1]
        paragraph = self._paragraph_starts[bisect_right(self._paragraph_starts, start) - 1]
        return Around((max(first, sentence[0]), min(last, sentence[1])), sentence, paragraph)


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
