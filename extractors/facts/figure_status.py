"""Whether a figure is a target or was reported."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.registry.lookup import entry

_LONG = 600  # of a longer sentence only the words close before the figure are looked at
_CLOSE = 300


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(entry("figure_words", "words")[key])


class StatusReader:
    """Finds the status of the figures of one text, sentence by sentence."""

    __slots__ = ("_aims", "_facts", "_sentence", "_settled", "low")

    def __init__(self, reading: Reading) -> None:
        self.low = reading.low
        self._sentence = (-1, -1)
        self._aims: list[int] = []
        self._settled: list[int] = []
        self._facts: list[int] = []

    def of(self, figure: FigureSpan, clause_start: int, sentence: tuple[int, int]) -> str | None:
        """``target`` or ``reported``, or None when no word before the figure decides."""
        start = figure.start
        if sentence != self._sentence:
            self._enter(sentence if sentence[1] - sentence[0] <= _LONG else (max(sentence[0], start - _CLOSE), start))
            self._sentence = sentence if sentence[1] - sentence[0] <= _LONG else (-1, -1)
        if self._aims:
            aim = bisect_left(self._aims, start)
            if aim:
                settled = bisect_left(self._settled, start)
                if not settled or self._settled[settled - 1] < self._aims[aim - 1]:
                    return "target"
        return "reported" if self._facts and self._facts[0] < start else None

    def _enter(self, sentence: tuple[int, int]) -> None:
        self._aims = self._places("target", sentence)
        self._settled = self._places("settled", sentence) if self._aims else []
        weak = self._places("weak_target", sentence)
        if weak:
            self._aims = sorted(self._aims + [place for place in weak if not self.low.endswith(_REACHED, sentence[0], place)])
            self._settled = self._places("settled", sentence)
        self._facts = self._places("reported", sentence)

    def _places(self, key: str, sentence: tuple[int, int]) -> list[int]:
        """Where the words of a list stand in the sentence, as whole words."""
        low, (first, last) = self.low, sentence
        found = []
        for word in _words(key):
            place = low.find(word, first, last)
            while place >= 0:
                end = place + len(word)
                if not (place and low[place - 1].isalnum()) and not low[end : end + 1].isalnum():
                    found.append(place)
                place = low.find(word, end, last)
        if len(found) > 1:
            found.sort()
        return found


# `vượt kế hoạch`, `so với mục tiêu`: the plan is what the fact is compared with
_REACHED = ("vượt ", "so với ", "bằng ", "% ", "thực hiện ", "hoàn thành ", "đạt ", "theo ", "trong ", "có ", "các ", "nhóm ", "vượt mức ")
