"""Scrapy's queue of requests, served from the frontier."""

from __future__ import annotations

import sqlite3
from collections import deque
from typing import TYPE_CHECKING, Protocol, Self, cast

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler

from spiders.frontier import Entry, Frontier
from spiders.storing import cannot_store

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred


class QueuedSpider(Protocol):
    """A spider that has a frontier and makes requests of its entries."""

    frontier: Frontier
    output: Path

    def request(self, entry: Entry) -> Request:
        """The request for an entry."""

    def gives_up(self, entry: Entry) -> bool:
        """Whether an entry is not worth a request after all."""


class FrontierScheduler(BaseScheduler):
    """Hands out what waits in the frontier of a :class:`QueuedSpider`.

    With a concurrency of one, a page is not asked for before the one before it is
    read and staged: the order of a crawl, and so which spelling of a URL is met
    first, is then the same however often the crawl was killed and continued.

    Only retries and redirects under way are kept in memory: the frontier still
    holds their entry as taken, so a killed crawl loses nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._one_by_one = crawler.settings.getint("CONCURRENT_REQUESTS") == 1
        self._again: deque[Request] = deque()
        self._spider: QueuedSpider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Connect to the spider's frontier."""
        self._spider = cast("QueuedSpider", spider)
        return None

    def has_pending_requests(self) -> bool:
        """Whether anything is left to fetch."""
        try:
            return bool(self._again) or self._spider.frontier.waiting()
        except sqlite3.Error as error:
            cannot_store(self._crawler, self._spider.output, error)
            return False

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that was handed out before."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or ``None``."""
        if self._again:
            return self._again.popleft()
        if self._one_by_one and self._is_reading():
            return None
        try:
            return self._next_from_frontier()
        except sqlite3.Error as error:
            cannot_store(self._crawler, self._spider.output, error)
            return None

    def _next_from_frontier(self) -> Request | None:
        while (entry := self._spider.frontier.take()) is not None:
            if not self._spider.gives_up(entry):
                return self._spider.request(entry)
            self._spider.frontier.leave(entry.key)
        return None

    def _is_reading(self) -> bool:
        slot = self._crawler.engine.scraper.slot
        return slot is not None and not slot.is_idle()
