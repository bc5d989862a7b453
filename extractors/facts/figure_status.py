"""Whether a figure is a target or was reported."""

from __future__ import annotations

from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.registry.lookup import entry

_CLOSE = 300  # of a longer sentence only the words close before the figure are looked at
_MARKS = ',.;:()“”"'
# `vượt kế hoạch`, `so với mục tiêu`: the plan is what the fact is compared with
_REACHED = frozenset({"vượt", "với", "bằng", "thực", "hiện", "hoàn", "thành", "đạt", "theo", "trong", "có", "các", "nhóm", "mức", "%"})


@cache
def _words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By their first syllable, the words of all lists: their syllables and the name of the list, longer words first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    lists = entry("figure_words", "words")
    for key in ("settled", "target", "weak_target", "reported"):
        for word in lists[key]:
            syllables = tuple(word.split())
            found.setdefault(syllables[0], []).append((syllables[1:], key))
    return {first: tuple(sorted(rest, key=lambda item: -len(item[0]))) for first, rest in found.items()}


class StatusReader:
    """Finds the status of the figures of one text, which are asked for in the order of the text.

    The words of a sentence are looked at once: for each figure those since the figure before.
    """

    __slots__ = ("_aimed", "_begin", "_end", "_firsts", "_stated", "_table", "low")

    def __init__(self, reading: Reading) -> None:
        self.low = reading.low
        self._table = _words()
        self._firsts = self._table.keys()
        self._begin = self._end = -1
        self._aimed = self._stated = False

    def of(self, figure: FigureSpan, sentence: tuple[int, int]) -> str | None:
        """``target`` or ``reported``, or None when no word before the figure decides."""
        begin, start = sentence[0], figure.start
        if begin != self._begin or start < self._end:
            self._begin, self._end = begin, begin
            self._aimed = self._stated = False
        words = self.low[max(self._end, start - _CLOSE) : start].split()
        self._end = start
        if not self._firsts.isdisjoint(words):
            self._take(words)
        return "target" if self._aimed else "reported" if self._stated else None

    def _take(self, words: list[str]) -> None:
        options_of = self._table.get
        for at, word in enumerate(words):
            options = options_of(word)
            if options is None and word[-1] in _MARKS:
                options = options_of(word.rstrip(_MARKS))
            if options is None:
                continue
            for rest, key in options:
                if rest and tuple(w.rstrip(_MARKS) for w in words[at + 1 : at + 1 + len(rest)]) != rest:
                    continue
                if key == "target" or (key == "weak_target" and (at == 0 or words[at - 1] not in _REACHED)):
                    self._aimed = True
                elif key != "weak_target":
                    self._stated = True
                    if key == "settled":
                        self._aimed = False
                break
