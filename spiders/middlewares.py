"""What stands between Scrapy's engine and the network: the site's hosts and the pace (robots.txt: :mod:`spiders.robots`; archive: :mod:`spiders.archiving`)."""

from __future__ import annotations

import logging
from asyncio import sleep
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

from spiders.pace import Pace
from spiders.refusals import LimitReached, OffSite, Stopped
from spiders.retry_after import pause_asked_by

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spiders.frontier import Frontier

logger = logging.getLogger(__name__)
_LOOK_EVERY = 0.2


class HostsMiddleware:
    """Lets through what is on the site's own hosts, robots.txt and redirects of it included; the first to see a request.

    A spider that asks another service has a method ``may_fetch(url)`` of its own.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise :class:`OffSite` for a URL on another host."""
        spider = self._crawler.spider
        may_fetch = getattr(spider, "may_fetch", None) or spider.home.owns  # type: ignore[union-attr]
        if not may_fetch(request.url):
            raise OffSite("not on a host of the site")


class PaceMiddleware:
    """Holds each request back until it is its turn, and heeds what the answers say about that.

    An answer 429 or 503 with ``Retry-After`` pauses the site for so long, up to ``SOLIEU_RETRY_AFTER_MAX``
    seconds, and is asked for again up to ``SOLIEU_RETRY_AFTER_TIMES`` times. Retries and redirects
    count for the limit of requests; where it leaves none, they are not made.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._longest = settings.getfloat("SOLIEU_RETRY_AFTER_MAX")
        self._times = max(settings.getint("SOLIEU_RETRY_AFTER_TIMES"), settings.getint("RETRY_TIMES"))
        self.pace = Pace(
            settings.getfloat("SOLIEU_DELAY"),
            settings.getfloat("SOLIEU_DELAY_MAX"),
            settings.getint("CONCURRENT_REQUESTS"),
            settings.getfloat("SOLIEU_RETRY_AFTER_TOTAL"),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Return when it is the request's turn. Raises :class:`LimitReached` and :class:`Stopped`."""
        while True:
            await self._sleep_until(self.pace.turn())
            if not self.pace.is_paused():
                break
        if _is_extra(request) and not self._frontier().spend():
            raise LimitReached("the limit of requests was reached before it could be asked for again")
        request.meta["asked_at"] = self.pace.clock()

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how the server bore the request."""
        if response.status == 429 or response.status >= 500:
            self.pace.failed()
        else:
            self.pace.answered(self.pace.clock() - request.meta.get("asked_at", self.pace.clock()))
        if response.status in (429, 503):
            self._pause(request, response)
        self._spare_retries(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that there was no answer; what we refused ourselves says nothing about the server."""
        if not isinstance(exception, IgnoreRequest):
            self.pace.failed()
            self._spare_retries(request)

    def _pause(self, request: Request, response: Response) -> None:
        asked = pause_asked_by(response)
        if asked is not None:
            request.meta["max_retry_times"] = self._times
        elif response.status == 429:
            asked = 2.0 ** request.meta.get("retry_times", 0)
        if asked:
            seconds = self.pace.pause(min(asked, self._longest))
            self._crawler.stats.inc_value("solieu/pauses")
            logger.info("%s answered %d: nothing is asked for during %.0f s", request.url, response.status, seconds)

    def _spare_retries(self, request: Request) -> None:
        """Let the middleware that retries know that the limit leaves no retry: the failure gets its row."""
        if not request.meta.get("robots") and not self._frontier().may_spend():
            request.meta["dont_retry"] = True

    async def _sleep_until(self, at: float) -> None:
        while (left := at - self.pace.clock()) > 0:
            if self._crawler.spider.stopped():  # type: ignore[union-attr]
                raise Stopped("the crawl was stopped")
            await sleep(min(left, _LOOK_EVERY))

    def _frontier(self) -> Frontier:
        return self._crawler.spider.frontier  # type: ignore[union-attr,no-any-return]


def _is_extra(request: Request) -> bool:
    """Whether it is one more request for an entry that was handed out."""
    return not request.meta.get("robots") and bool(request.meta.get("retry_times") or request.meta.get("hop"))
