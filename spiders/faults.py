"""What goes wrong on the way to a page: which faults are tried again and when, and how each is told in ``pages``."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, TypeVar

import aiohttp
from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from spiders.codings import CUT, BodyTooLarge, BrokenCoding
from spiders.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_Result = TypeVar("_Result")

ENDED_EARLY = "the body ended early"

_FAULTS: tuple[tuple[type[BaseException], type[BaseException] | None, str, str], ...] = (
    # error, its cause, outcome, reason; the first that fits counts
    (DownloadCancelledError, None, "too_large", "more than {max_bytes} bytes"),
    (BodyTooLarge, None, "too_large", "more than {max_bytes} bytes when decompressed"),
    (BrokenCoding, None, "error", "broken content coding: {error}"),
    (DownloadTimeoutError, None, "error", "timed out"),
    (CannotResolveHostError, None, "error", "host name not found"),
    (DownloadConnectionRefusedError, aiohttp.ClientSSLError, "error", "no secure connection: {error}"),
    (DownloadConnectionRefusedError, None, "error", "no connection"),
    (ResponseDataLossError, None, "error", ENDED_EARLY),
    (UnsupportedURLSchemeError, None, "error", "not an address of the web"),
    (DownloadFailedError, aiohttp.ServerDisconnectedError, "error", "the connection ended before the answer"),
    (DownloadFailedError, aiohttp.ClientOSError, "error", "the connection was reset"),
    (DownloadFailedError, aiohttp.ClientResponseError, "error", "not HTTP: {error}"),
)


def explain(error: BaseException | None, max_bytes: int) -> tuple[str, str]:
    """Outcome and reason of a fetch that ended in ``error``."""
    if isinstance(error, Refused):
        return error.outcome, str(error)
    cause = None if error is None else error.__cause__
    for kind, kind_of_cause, outcome, reason in _FAULTS:
        if isinstance(error, kind) and (kind_of_cause is None or isinstance(cause, kind_of_cause)):
            return outcome, reason.format(max_bytes=max_bytes, error=_message(cause if kind_of_cause else error))
    return "error", f"{type(error).__name__}: {_message(error)}"


def _message(error: BaseException | None) -> str:
    """The first line of what an error says, without the bytes that it quotes."""
    text = getattr(error, "message", None) or str(error)
    return str(text).partition("\n")[0].partition(": b'")[0].strip(" :")[:200]


class Retry(RetryMiddleware):
    """Scrapy's, with a pause before each further try that doubles, and further tries for bodies that ended early.

    The pause is taken here, where the request still counts as under way: a site that fails
    is left alone meanwhile. Settings: ``RETRY_TIMES``, ``SOLIEU_RETRY_DELAY`` and
    ``SOLIEU_RETRY_MAX_DELAY`` (seconds before the second try, and at most).
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._delay = settings.getfloat("SOLIEU_RETRY_DELAY", 1.0)
        self._max_delay = settings.getfloat("SOLIEU_RETRY_MAX_DELAY", 30.0)

    async def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Request | Response:  # type: ignore[override]
        """Another request for a status that may pass and for a body that ended early."""
        if CUT in response.flags and 200 <= response.status < 300 and not request.meta.get("dont_retry"):
            again: Request | Response = self._retry(request, ENDED_EARLY) or response
        else:
            again = super().process_response(request, response)
        return await self._after_a_pause(again)

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        """Another request for an error that may pass."""
        if not may_pass(exception):
            return None
        return await self._after_a_pause(super().process_exception(request, exception))

    async def _after_a_pause(self, result: _Result) -> _Result:
        if isinstance(result, Request):
            result.meta.pop("archived", None)  # that of the try before
            tries = int(result.meta.get("retry_times", 1))
            await sleep(min(self._max_delay, self._delay * 2 ** (tries - 1)))
        return result


def may_pass(error: BaseException) -> bool:
    """Whether another try may bring what this one did not; a head that is too large stays so."""
    cause = error.__cause__
    return not (isinstance(cause, aiohttp.ClientResponseError) and cause.message.startswith(("Got more than", "Too many headers")))
