"""Asking a web archive's service: one question at a time, with patience, and with an end to it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError

from spiders.codings import CUT, BodyTooLarge, unpack
from spiders.errors import InputError
from spiders.hosts import is_loopback
from spiders.limiter import Limiter, TooLong, Turn
from spiders.retry_after import pause_asked_by

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

_HASTE = 429
_PASSING = frozenset({403, 408, 429, 500, 502, 503, 504, 509})
"""Answers that may be another after a while. 403 is how Amazon and firewalls tell haste; whoever means it says so to ``final``."""


class ServiceError(Exception):
    """A service that gave no answer to one question, however often it was asked; ``str()`` is the last reason."""


class TooLarge(ServiceError):
    """An answer that is larger than may be taken."""


class ServiceBusy(ServiceError):
    """A service that wants to be left alone for longer than anybody would wait; nothing else is to be asked of it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often one question is asked, and how long is waited in between (seconds).

    A service that tells haste (429) without a time gets ``haste``, twice that the next
    time, and so on; any other failure ``passing`` likewise. ``longest`` ends it: a
    service that wants more is not waited for.
    """

    tries: int = 6
    haste: float = 60.0
    passing: float = 5.0
    longest: float = 900.0

    def pause(self, failures: int, status: int | None, retry_after: float | None) -> float:
        """Seconds to wait after the ``failures``-th failure.

        >>> [Patience().pause(n, 429, None) for n in (1, 2, 3)], Patience().pause(1, 503, 7.0)
        ([60.0, 120.0, 240.0], 7.0)
        """
        first = self.haste if status == _HASTE else self.passing
        return max(retry_after or 0.0, 0.0) if retry_after is not None else min(first * 2.0 ** (failures - 1), self.longest)


class Service:
    """Questions to one kind of address of one service, through Scrapy's downloader and the limiter of all processes."""

    def __init__(self, crawler: Crawler, limiter: Limiter, patience: Patience) -> None:
        self._crawler = crawler
        self._limiter = limiter
        self._patience = patience

    async def ask(self, url: str, final: Callable[[Response], bool], max_bytes: int, headers: Mapping[str, str] | None = None) -> Response:
        """The answer to ``url`` that ``final`` takes for one.

        Raises :class:`TooLarge`, and :class:`ServiceError` where no such answer came in time.
        """
        for failures in range(1, self._patience.tries + 1):
            response: Response | None = None
            async with self._turn() as turn:
                try:
                    response = await self._fetch(url, max_bytes, headers)
                    reason = _reason(response)
                    if CUT in response.flags:
                        response, reason = None, "the answer ended early"
                except Exception as error:  # whatever the network does
                    if _is_too_large(error):
                        raise TooLarge(f"more than {max_bytes} bytes") from error
                    reason = f"{type(error).__name__}: {error}"[:200]
                if response is not None and final(response):
                    return response
                pause = self._pause(failures, response, reason)
                turn.postpone(pause)
                logger.info("%s: %s; asked again in %.0f s", url, reason, pause)
            if pause > self._patience.longest:
                raise ServiceBusy(f"{reason}, and asks for a pause of {pause:.0f} s")
            self._crawler.stats.inc_value("solieu/service/again")
        raise ServiceError(f"asked {self._patience.tries} times: {reason}")

    async def _fetch(self, url: str, max_bytes: int, headers: Mapping[str, str] | None) -> Response:
        meta = {"handle_httpstatus_all": True, "dont_retry": True, "dont_obey_robotstxt": True, "download_maxsize": max_bytes}
        request = Request(url, headers=dict(headers or {}), meta=meta, dont_filter=True)
        engine = self._crawler.engine
        if engine is None:
            raise asyncio.CancelledError
        return await engine.download_async(request)

    def _pause(self, failures: int, response: Response | None, reason: str) -> float:
        status = None if response is None else response.status
        if status is not None and 400 <= status < 500 and status not in _PASSING:
            raise ServiceError(reason)
        after = None if response is None else pause_asked_by(response)
        return self._patience.pause(failures, status, after)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[Turn]:
        try:
            async with self._limiter.turn(self._patience.longest) as turn:
                yield turn
        except TooLong as error:
            raise ServiceBusy(f"it asked for a pause, of which {error.seconds:.0f} s are left") from error


def _is_too_large(error: Exception) -> bool:
    return isinstance(error, DownloadCancelledError | BodyTooLarge)


def _reason(response: Response) -> str:
    told = (response.headers.get("X-Archive-Wayback-Runtime-Error") or b"").decode("latin-1")
    if response.status == 200:
        kind = (response.headers.get("Content-Type") or b"no type").decode("latin-1").partition(";")[0]
        return f"an answer that is none ({kind})"
    return f"HTTP {response.status}{f': {told[:150]}' if told else ''}"


# ------------------------------------------------------------------ settings
def option(settings: BaseSettings, name: str, default: str) -> str:
    """A setting of Scrapy's, else of the environment, else ``default``."""
    found = settings.get(name)
    return str(os.environ.get(name) or default) if found in (None, "") else str(found)


def number(settings: BaseSettings, name: str, default: float) -> float:
    """A number among the settings. Raises :class:`InputError` for what is none or below zero."""
    value = option(settings, name, str(default))
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise InputError(f"{name} must be a number of at least 0, not {value!r}")
    return found


def base_url(settings: BaseSettings, name: str, default: str) -> str:
    """The address of a service without a slash at the end. Raises :class:`InputError` for what is no http(s) URL."""
    value = option(settings, name, default)
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise InputError(f"{name} is not an http(s) URL: {value!r}")
    return value.rstrip("/")


def patience(settings: BaseSettings) -> Patience:
    """The patience that the settings ask for."""
    default = Patience()
    return Patience(
        tries=max(1, int(number(settings, "SOLIEU_SERVICE_TRIES", default.tries))),
        haste=number(settings, "SOLIEU_SERVICE_PAUSE", default.haste),
        passing=number(settings, "SOLIEU_SERVICE_PAUSE", default.haste) * default.passing / default.haste,
        longest=number(settings, "SOLIEU_SERVICE_LONGEST_PAUSE", default.longest),
    )


def on_loopback(*urls: str) -> bool:
    """Whether any of the addresses means this machine: then, and only then, a service may be asked there."""
    return any(is_loopback(urlsplit(url).hostname or "") for url in urls)


def decoded(coding: str | None, body: bytes, max_bytes: int) -> bytes:
    """``body`` with its content coding undone; as it is where the coding is none that is known.

    Raises :class:`TooLarge` for a bomb and ``ValueError`` for a body that is not in its coding.
    """
    try:
        return unpack(body, (coding or "").split(","), max_bytes).body
    except BodyTooLarge as error:
        raise TooLarge(str(error)) from error
