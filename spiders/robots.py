"""robots.txt as RFC 9309 has it, with ``Crawl-delay``, ``Request-rate`` and ``Sitemap``.

Asked for once a host before anything else of it, and once a day in long crawls.
No file (4xx) allows everything. No answer (5xx, 429, silence) forbids everything for
now: pages of the host get their rows, and the run tells it. Redirects are followed
on the site's own hosts only. The rules themselves are read by Protego.
"""

from __future__ import annotations

import asyncio
import codecs
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, NotConfigured
from scrapy.http.request import NO_CALLBACK

from spiders.middlewares import PaceMiddleware
from spiders.redirects import absolute, location_of
from spiders.refusals import Refused, RobotsForbidden, RobotsUnreachable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MAX_BYTES = 500 * 1024
_MAX_REDIRECTS = 5
_MAX_SITEMAPS = 100
_GOOD_FOR = 24 * 3600.0
_BAD_FOR = 600.0
_NO_CONNECTION = (CannotResolveHostError, DownloadConnectionRefusedError, Refused)
"""What the pages of the host would meet too."""


class Robots:
    """The rules of one robots.txt for one user agent.

    >>> robots = Robots(b"User-agent: *\\nDisallow: /quan-tri\\nCrawl-delay: 2.5", "solieu")
    >>> robots.allows("http://x.vn/quan-tri/vao"), robots.allows("http://x.vn/tin"), robots.delay
    (False, True, 2.5)
    """

    def __init__(self, body: bytes, agent: str) -> None:
        self._rules = Protego.parse(_text(body))
        self._agent = agent

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be asked for."""
        return self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float:
        """Seconds from one request to the next that it asks for."""
        rate = self._rules.request_rate(self._agent)
        return max(self._rules.crawl_delay(self._agent) or 0.0, rate.seconds / rate.requests if rate is not None and rate.requests else 0.0)

    def sitemaps(self, base: str) -> list[str]:
        """The URLs of its sitemaps, the first hundred."""
        urls = [absolute(base, url) for url in list(self._rules.sitemaps)[:_MAX_SITEMAPS]]
        return list(dict.fromkeys(url for url in urls if url is not None))


def _text(body: bytes) -> str:
    """The first 500 KiB as text, the last line whole; nothing where a web page was sent instead."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    encoding = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = body.decode(encoding, "replace")
    return "" if text.lstrip().startswith("<") else text


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a host, and until when: its rules, or the failure that stands in for them."""

    until: float
    rules: Robots | None
    failure: Exception | None = None


class RobotsMiddleware:
    """Asks for robots.txt before anything else of a host, and keeps to it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._known: dict[str, asyncio.Task[_Known]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise :class:`RobotsForbidden` or :class:`RobotsUnreachable`, or the failure that no page of the host escapes."""
        if request.meta.get("robots"):
            return
        known = await self._of(f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}")
        if known.failure is not None:
            request.meta["dont_retry"] = True  # it was tried often enough
            raise type(known.failure)(*known.failure.args)
        if known.rules is not None and not known.rules.allows(request.url):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsForbidden("forbidden by robots.txt")

    async def _of(self, origin: str) -> _Known:
        task = self._known.get(origin)
        if task is None or (task.done() and task.result().until < time.monotonic()):
            task = self._known[origin] = asyncio.ensure_future(self._learn(origin))
        return await task

    async def _learn(self, origin: str) -> _Known:
        self._crawler.stats.inc_value("robotstxt/request_count")
        url = f"{origin}/robots.txt"
        try:
            response = await self._fetch(url)
            rules = None if response is None else self._read(url, response)
        except _NO_CONNECTION as error:
            return _Known(time.monotonic() + _BAD_FOR, None, error)
        except Exception as error:  # whatever else is wrong with the answer: there are no rules to keep to
            self._crawler.spider.warn(f"{url} cannot be had ({_words(error)}): nothing is asked for on that host")  # type: ignore[union-attr]
            return _Known(time.monotonic() + _BAD_FOR, None, RobotsUnreachable(f"robots.txt cannot be had ({_words(error)})"))
        return _Known(time.monotonic() + _GOOD_FOR, rules)

    async def _fetch(self, url: str) -> Response | None:
        """The answer that holds the rules; ``None`` where there are none. Raises for a server that does not say."""
        for _ in range(_MAX_REDIRECTS + 1):
            meta = {"robots": True, "handle_httpstatus_all": True}
            response = await self._crawler.engine.download_async(Request(url, meta=meta, callback=NO_CALLBACK))
            if response.status == 429 or response.status >= 500:
                raise _NoAnswer(f"HTTP {response.status}")
            if "dataloss" in response.flags:
                raise _NoAnswer("the body ended early")
            location = location_of(response)
            if location is None:
                return response if 200 <= response.status < 300 else None
            if not self._crawler.spider.home.owns(location):  # type: ignore[union-attr]
                break
            url = location
        self._crawler.spider.warn(f"{url} redirects too often or elsewhere, which is not followed: taken for none")  # type: ignore[union-attr]
        return None

    def _read(self, url: str, response: Response) -> Robots:
        """The rules; what they say about pace and sitemaps is passed on."""
        rules = Robots(response.body, self._agent)
        pace = self._crawler.get_downloader_middleware(PaceMiddleware)
        if rules.delay and pace is not None:
            pace.pace.ask_for(rules.delay)
        spider = self._crawler.spider
        found = [spider.home.linked(link, url) for link in rules.sitemaps(url)]  # type: ignore[union-attr]
        if found and (add := getattr(spider, "sitemaps_found", None)):
            add(found)
        return rules


class _NoAnswer(Exception):
    """An answer that says neither what is allowed nor that everything is."""


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, _NoAnswer) else f"{type(error).__name__}: {error}"[:200]
