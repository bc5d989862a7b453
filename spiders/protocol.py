"""One connection's bytes, read as browsers read them: an answer is whole where its head says so, whatever follows.

aiohttp throws an answer away when more bytes follow than its head announced. Here the head
is handed on before its body is looked at, and what follows the body is dropped, noted as
``excess``, and ends the connection, so that no later request takes it for its answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiohttp.client_proto import ResponseHandler
from scrapy.exceptions import DownloadTimeoutError

_HEAD_ENDS = b"\r\n\r\n"
_NEXT_ANSWER = b"HTTP/"


class LenientProtocol(ResponseHandler):
    """aiohttp's, for answers with more behind them. ``excess``: bytes came that were not announced; ``is_broken``: the body's framing is wrong."""

    excess = is_broken = False
    _has_head = False
    _before = b""

    def set_response_params(self, **params: Any) -> None:
        """A request begins."""
        self.excess = self.is_broken = self._has_head = False
        self._before = b""
        super().set_response_params(**params)

    def feed_data(self, data: Any, size: int = 0) -> None:
        """A head was read; one of status 1xx only says that the head is to come."""
        self._has_head = not 100 <= data[0].code < 200
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Read what belongs to the answer; drop what comes after it."""
        while data and not self._has_head and (end := self._end_of_head(data)) is not None:
            self._before = b""
            super().data_received(data[:end])
            data = data[end:]
            if self._exception is not None:
                return
        if not data:
            return
        if not self._has_head:
            self._before = (self._before + data)[1 - len(_HEAD_ENDS) :]
        elif self._payload is None or self._payload.is_eof():
            self._drop(data)
            return
        payload = self._payload
        super().data_received(data)
        if payload is None or self._exception is None:
            return
        if payload.is_eof():
            self._note(self._behind(data))
        else:  # what has come of the body is worth more than nothing
            self.is_broken = True
            payload.feed_eof()

    def _end_of_head(self, data: bytes) -> int | None:
        """Where in ``data`` a head ends that may have begun before it."""
        at = (self._before + data).find(_HEAD_ENDS)
        return None if at < 0 else at + len(_HEAD_ENDS) - len(self._before)

    def _drop(self, data: bytes) -> None:
        self._note(data)
        self.force_close()
        if self.transport is not None:
            self.transport.close()

    def _behind(self, data: bytes) -> bytes:
        """What follows the body in the piece that ended it, as far as that can be told: the last bytes."""
        at = data.rfind(_NEXT_ANSWER)
        return data[at:] if at >= 0 else data[-64:]

    def _note(self, data: bytes) -> None:
        self.excess = self.excess or (bool(data.strip()) and not data.startswith(_NEXT_ANSWER))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a body may take: ``idle`` seconds between two pieces, and in all what it takes at ``slowest`` bytes a second, up to ``longest``.

    >>> Patience(30.0, 1_000.0, 900.0).allowed(10_000), Patience(30.0, 1_000.0, 900.0).allowed(20_000_000)
    (40.0, 900.0)
    """

    idle: float
    slowest: float
    longest: float

    def allowed(self, size: int) -> float:
        """Seconds after which a body of which ``size`` bytes have come is given up."""
        return min(self.idle + size / self.slowest, self.longest)

    async def pieces(self, content: Any) -> AsyncIterator[bytes]:
        """The pieces of a body. Raises ``DownloadTimeoutError`` for one that keeps its reader waiting."""
        clock, size = asyncio.get_running_loop().time, 0
        began, pieces = clock(), content.iter_any()
        while True:
            left = min(self.idle, began + self.allowed(size) - clock())
            try:
                async with asyncio.timeout(left):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                raise DownloadTimeoutError(f"{size} bytes of the body came in {clock() - began:.0f} seconds") from error
            size += len(piece)
            yield piece
