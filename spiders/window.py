"""The part of a queue that stands in memory: the first of those that wait."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush, nsmallest
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.frontier import Entry

_Item = tuple[float, float, "Entry"]


class Window:
    """Holds all that wait up to a horizon, in order of priority and number; what lies beyond is on disk alone.

    ``size`` is what a refill reads; four times as many are held at most. New, it holds nothing and knows of nothing.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[_Item] = []
        self._horizon: tuple[float, float] | None = (-inf, -inf)

    def add(self, number: int, entry: Entry) -> None:
        """Take in an entry that begins to wait, if it stands before the horizon."""
        place = (-entry.priority, number)
        if self._horizon is not None and place > self._horizon:
            return
        heappush(self._heap, (*place, entry))
        if len(self._heap) > 4 * self._size:
            self._heap = nsmallest(self._size, self._heap)
            self._horizon = self._heap[-1][:2]

    def refill(self, first: Iterable[tuple[int, Entry]]) -> None:
        """Begin anew with the first ``size`` of all that wait, in order; fewer are all."""
        self._heap = [(-entry.priority, number, entry) for number, entry in first]
        self._horizon = self._heap[-1][:2] if len(self._heap) >= self._size else None

    def pop(self) -> tuple[int, Entry]:
        """The number and entry that come next. Raises ``IndexError`` where the window is empty."""
        _, number, entry = heappop(self._heap)
        return int(number), entry

    def is_empty(self) -> bool:
        """Whether nothing can be popped."""
        return not self._heap

    def is_spent(self) -> bool:
        """Whether it is empty though something may wait beyond the horizon."""
        return not self._heap and self._horizon is not None
