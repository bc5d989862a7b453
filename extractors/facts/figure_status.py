"""Whether a figure is a target or was reported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.registry.lookup import entry

_CLOSE = 300  # of a longer sentence only the words close before the figure are looked at
_MARKS = ',.;:()“”"'
# `vượt kế hoạch`, `so với mục tiêu`: the plan is what the fact is compared with
_REACHED = frozenset({"vượt", "với", "bằng", "thực", "hiện", "hoàn", "thành", "đạt", "theo", "trong", "có", "các", "nhóm", "mức"})
# `Kế hoạch 4.000 ha …, đạt 105,3% so với kế hoạch`: how much of a plan was reached, which ends a plan told of before another figure
_OF_THE_PLAN = (" so với kế hoạch", " kế hoạch")
_REACHING = ("đạt ", "bằng ")


@cache
def _words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By their first syllable, the words of all lists: their syllables and the name of the list, longer words first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    lists = entry("figure_words", "words")
    for key in ("neither", "settled", "target", "weak_target", "reported"):
        for word in lists[key]:
            syllables = tuple(word.split())
            found.setdefault(syllables[0], []).append((syllables[1:], key))
    return {first: tuple(sorted(rest, key=lambda item: -len(item[0]))) for first, rest in found.items()}


class StatusReader:
    """Finds the status of the figures of one text, which are asked for in the order of the text.

    The words of a sentence are looked at once: for each figure those since the figure before. The words inside
    `references` are names (``Kế hoạch số 123/KH-UBND``) and tell nothing; only a report is what it is called.
    """

    __slots__ = ("_aimed", "_begin", "_end", "_firsts", "_stated", "_strong", "_table", "low")

    def __init__(self, reading: Reading, references: Sequence[tuple[int, int]] = ()) -> None:
        self.low = _without(reading.low, references)
        self._table = _words()
        self._firsts = self._table.keys()
        self._begin = self._end = -1
        self._aimed = self._strong = self._stated = False

    def of(self, figure: FigureSpan, sentence: tuple[int, int]) -> str | None:
        """``target`` or ``reported``, or None when no word before the figure decides."""
        begin, start = sentence[0], figure.start
        if begin != self._begin or start < self._end:
            self._begin, self._end = begin, begin
            self._aimed = self._strong = self._stated = False
        planned = self._aimed and not self._strong
        words = self.low[max(self._end, start - _CLOSE) : start].split()
        self._end = start
        if not self._firsts.isdisjoint(words):
            self._take(words)
        if planned and figure.kind == "percentage" and self.low.startswith(_OF_THE_PLAN, figure.end) and self.low.endswith(_REACHING, 0, start):
            self._aimed, self._stated = False, True
        return "target" if self._aimed else "reported" if self._stated else None

    def _take(self, words: list[str]) -> None:
        options_of = self._table.get
        taken, reached = 0, False  # up to where words were read, and whether a plan that ended there is what a fact is compared with
        for at, word in enumerate(words):
            if at < taken:
                continue
            options = options_of(word)
            if options is None and word[-1] in _MARKS:
                options = options_of(word.rstrip(_MARKS))
            if options is None:
                continue
            for rest, key in options:
                if rest and tuple(w.rstrip(_MARKS) for w in words[at + 1 : at + 1 + len(rest)]) != rest:
                    continue
                if key == "weak_target":
                    left = words[at - 1] if at else ""
                    reached = left in _REACHED or left.endswith("%") or (reached and at == taken)
                    self._aimed = self._aimed or not reached
                elif key == "target":
                    self._aimed = self._strong = True
                elif key != "neither":
                    self._stated = True
                    if key == "settled":
                        self._aimed = self._strong = False
                if rest:
                    taken = at + 1 + len(rest)
                break


def _without(low: str, references: Sequence[tuple[int, int]]) -> str:
    """The text with spaces for its references."""
    parts: list[str] = []
    end = 0
    for start, stop in references:
        if start >= end and not low.startswith("báo cáo", start):
            parts += (low[end:start], " " * (stop - start))
            end = stop
    return "".join(parts) + low[end:] if parts else low
