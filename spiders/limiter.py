"""One limit for all processes of a user: how often a service is asked.

The Wayback Machine and Common Crawl count the requests of an address, not of a
process, and answer haste with a block. So whoever asks takes a turn under a file
lock, and the next turn begins no sooner than ``interval`` seconds after the last
one ended. Turns are held until the answer is there: two processes never ask at once,
and the times at which a service is reached are never closer than the interval,
however slowly a process wakes up. The lock ends with its process.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

_LOOK_EVERY = 0.02
"""Seconds between two tries to get the lock: short against every interval, and nothing against a request."""

_LONGEST_PAUSE = 86_400.0
"""Seconds; a time further off than this is a clock that was set back, not a pause."""


class TooLong(Exception):
    """The next turn is further off than anybody would wait: ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


class Turn:
    """A turn that is under way."""

    def __init__(self) -> None:
        self.pause = 0.0

    def postpone(self, seconds: float) -> None:
        """Let nobody begin a turn in the next ``seconds``, counted from the end of this one."""
        self.pause = max(self.pause, seconds)


class Limiter:
    """Turns at one service, ``interval`` seconds apart, for every process that uses the same ``folder`` and ``name``."""

    def __init__(self, folder: Path, name: str, interval: float) -> None:
        self._path = folder / f"{name.replace('/', '-').replace(':', '-')}.turn"
        self._interval = interval

    @asynccontextmanager
    async def turn(self, longest: float = _LONGEST_PAUSE) -> AsyncIterator[Turn]:
        """Wait for a turn and hold it. Raises :class:`TooLong` rather than wait ``longest`` seconds, ``OSError`` where the file cannot be made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+") as file:
            await self._lock(file)
            await _sleep_until(_read(file), longest)
            # noted before asking, too: a process that is killed while it asks has asked
            _write(file, time.time() + self._interval)
            turn = Turn()
            try:
                yield turn
            finally:
                _write(file, time.time() + max(self._interval, turn.pause))

    async def _lock(self, file: IO[str]) -> None:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                await asyncio.sleep(_LOOK_EVERY)


async def _sleep_until(moment: float, longest: float) -> None:
    while 0 < (left := moment - time.time()) <= _LONGEST_PAUSE:
        if left > longest:
            raise TooLong(left)
        await asyncio.sleep(left)


def _read(file: IO[str]) -> float:
    """When the next turn may begin, in seconds of the epoch; at once where the file says nothing."""
    file.seek(0)
    try:
        return float(file.read(64))
    except ValueError:
        return 0.0


def _write(file: IO[str], moment: float) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{moment:.6f}\n")
    file.flush()


def limits_folder() -> Path:
    """Where a user's processes meet: below ``XDG_CACHE_HOME``, by default ``~/.cache``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "solieu" / "limits"
