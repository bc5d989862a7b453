"""The policy that a figure is about: the document or programme named at it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import Around

_ABOUT_POLICY = re.compile(r"(?<!\w)(?:theo|của|thuộc|từ|thực hiện|về|tuyên truyền|vốn|nguồn)(?!\w)")


class PolicyReader:
    """Finds the policies of the figures of one text."""

    def __init__(self, reading: Reading, references: Sequence[ReferenceSpan]) -> None:
        self.low = reading.low
        self.references = references
        self._reference_starts = [r.start for r in references]

    def of(self, figure: FigureSpan, around: Around) -> tuple[int, str] | None:
        """The reference that a figure is about, by its number in the list, and where it was found."""
        first, last = bisect_left(self._reference_starts, around.sentence[0]), bisect_left(self._reference_starts, around.sentence[1])
        inside = [(at, self.references[at]) for at in range(first, last)]
        inside = [(at, r) for at, r in inside if not r.start <= figure.start < r.end]
        own = [(at, r) for at, r in inside if around.clause[0] <= r.start < around.clause[1]]
        before = [(at, r) for at, r in own if r.end <= figure.start and figure.start - r.end <= 120]
        if before:
            return before[-1][0], "phrase"
        after = [(at, r) for at, r in own if r.start >= figure.end and r.start - figure.end <= 60]
        if after and _ABOUT_POLICY.search(self.low, figure.end, after[0][1].start):
            return after[0][0], "phrase"
        earlier = [(at, r) for at, r in inside if r.end <= figure.start]
        if len({r.programme_text or r.number for _, r in earlier}) == 1 and figure.kind in ("percentage", "money"):
            return earlier[-1][0], "sentence"
        return None
