"""When the next request may be made: the site's delay, Crawl-delay, Retry-After, and how the server bears it.

One pace for all hosts of a site: they are names of one department's server. The
delay is counted from one request to the next, and grows with the time the server
takes to answer; a ``Crawl-delay`` is counted from the end of an answer, so that a
server that measures it never finds it too short.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_FIRST_STEP = 1.0


class Pace:
    """Hands out the moments at which requests may be made, in seconds of ``clock``.

    ``base`` is the shortest delay; zero means that the delay adapts to nothing, only what the server
    asks for is heeded. No delay grows beyond ``ceiling``, and all pauses together are at most ``patience``.
    """

    def __init__(self, base: float, ceiling: float, concurrency: int = 1, patience: float = 3600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.delay = base
        self._base = base
        self._ceiling = max(base, ceiling)
        self._concurrency = max(1, concurrency)
        self._patience = patience
        self._crawl_delay = 0.0
        self._next = self._paused = clock()

    def turn(self) -> float:
        """Take the next moment. Ask :meth:`is_paused` when it has come: a pause may have begun meanwhile."""
        at = max(self.clock(), self._next, self._paused)
        self._next = at + max(self.delay, self._crawl_delay)
        return at

    def is_paused(self) -> bool:
        """Whether nothing may be asked for now."""
        return self.clock() < self._paused

    def ask_for(self, crawl_delay: float) -> None:
        """Heed a ``Crawl-delay``, up to the ceiling; of several the longest."""
        self._crawl_delay = max(self._crawl_delay, min(crawl_delay, self._ceiling))
        self._next = max(self._next, self.clock() + self._crawl_delay)

    def pause(self, seconds: float) -> float:
        """Ask for nothing for so long, as far as the patience goes; returns how long."""
        now = self.clock()
        seconds = min(seconds, self._patience)
        more = max(0.0, now + seconds - max(now, self._paused))
        self._patience -= more
        self._paused = max(self._paused, now + seconds)
        return seconds

    def answered(self, seconds: float) -> None:
        """Note an answer that took so long: the delay goes there at once when it is longer, half the way when shorter."""
        if self._base > 0:
            target = min(max(self._base, seconds / self._concurrency), self._ceiling)
            self.delay = max(target, (self.delay + target) / 2)
        self._ended()

    def failed(self) -> None:
        """Note that the server failed or asked for less: the delay doubles."""
        if self._base > 0:
            self.delay = min(max(2 * self.delay, _FIRST_STEP), self._ceiling)
        self._ended()

    def _ended(self) -> None:
        now = self.clock()
        self._next = max(self._next, now + self._crawl_delay, now + (self.delay if self.delay > self._base else 0.0))
