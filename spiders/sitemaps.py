"""The sitemaps that robots.txt names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_MAX_NAMED = 100


def named_sitemaps(robots: bytes, url: str) -> list[str]:
    """The URLs of the ``Sitemap:`` lines of a robots.txt at ``url``, each once.

    >>> named_sitemaps(b"User-agent: *\\nSITEMAP : /sitemap.xml # all\\nSitemap: http://x.vn/b.xml", "http://x.vn/robots.txt")
    ['http://x.vn/sitemap.xml', 'http://x.vn/b.xml']
    """
    found: dict[str, None] = {}
    for line in robots.decode("utf-8-sig", "replace").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon and name.strip().lower() == "sitemap" and value.strip():
            try:
                found[urljoin(url, value.strip())] = None
            except ValueError:
                continue
    return list(found)[:_MAX_NAMED]


def heed_robots(crawler: Crawler, found: Callable[[list[str]], None]) -> None:
    """Call ``found`` with the sitemaps of every robots.txt as it is answered, which is before any page of its host is asked for."""

    def response_received(response: Response) -> None:
        if urlsplit(response.url).path == "/robots.txt" and response.status == 200:
            found(named_sitemaps(response.body, response.url))

    crawler.signals.connect(response_received, signal=signals.response_received, weak=False)
