"""Whether a figure is a target or was reported."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Around
from extractors.registry.lookup import entry


@cache
def _status_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = entry("figure_words", "words")
    return tuple(re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words[key], key=len, reverse=True))})(?!\w)") for key in ("target", "reported"))  # type: ignore[return-value]


class StatusReader:
    """Finds the status of the figures of one text."""

    def __init__(self, reading: Reading) -> None:
        target, reported = _status_words()
        self._aims = [found.end() for found in target.finditer(reading.low)]
        self._facts = [found.end() for found in reported.finditer(reading.low)]

    def of(self, figure: FigureSpan, around: Around) -> str | None:
        """``target`` or ``reported``, or None when no word before the figure decides."""
        clause, sentence = around.clause, around.sentence
        aims = self._between(self._aims, clause[0], figure.start) or self._between(self._aims, sentence[0], figure.start)
        facts = self._between(self._facts, clause[0], figure.start) or self._between(self._facts, sentence[0], figure.start)
        if aims and (not facts or aims[0] <= facts[-1]):
            return "target"
        return "reported" if facts else None

    @staticmethod
    def _between(ends: Sequence[int], start: int, end: int) -> Sequence[int]:
        return ends[bisect_right(ends, start) : bisect_right(ends, end)]
