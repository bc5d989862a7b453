"""From an archived capture to the :class:`spiders.harvest.Fetch` that a live response would have been."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.statscollectors import DummyStatsCollector

from spiders.codings import GZIP, UnpackMiddleware
from spiders.faults import explain
from spiders.harvest import Fetch
from spiders.media import byte_limit
from spiders.redirects import absolute
from spiders.sites import Site
from spiders.warc import Capture, Payload

_PLAIN = ("", "identity", "none", "utf-8")


class Replayer:
    """Makes fetches of captures; content codings are undone by the middleware that undoes those of live responses."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        is_overruled = (crawler.settings.getpriority("DOWNLOAD_MAXSIZE") or 0) > SETTINGS_PRIORITIES["project"]
        self._of_pages = crawler.settings.getint("DOWNLOAD_MAXSIZE") if is_overruled else None
        self._middleware = UnpackMiddleware.from_crawler(crawler) if crawler.settings.getbool("COMPRESSION_ENABLED") else None

    @classmethod
    def outside_of_crawls(cls, settings: Settings) -> Replayer:
        """One that needs no crawl to be under way."""
        crawler = Crawler(Spider, settings)
        crawler.stats = DummyStatsCollector(crawler)
        return cls(crawler)

    def fetch(self, capture: Capture, payload: Payload, source: str, site: Site) -> Fetch:
        """The fetch, of ``site``. Raises ``IgnoreRequest`` for a body that unpacks to too much, and whatever a broken coding makes a decoder raise."""
        headers = payload.fields
        location = headers.get("location") if payload.status is not None and 300 <= payload.status < 400 else None
        body, truncated = self._decoded(capture.url, payload, headers, site)
        return Fetch(
            requested_url=capture.url,
            url=capture.url,
            body=body,
            fetched_at=capture.at,
            source=source,
            source_ref=capture.ref,
            status=payload.status,
            content_type=headers.get("content-type"),
            location=None if location is None else absolute(capture.url, location),
            truncated=truncated,
        )

    def explain(self, error: BaseException, capture: Capture, payload: Payload, site: Site) -> tuple[str, str]:
        """Outcome and reason of a capture of which :meth:`fetch` raised ``error``."""
        return explain(error, self._limit(capture.url, payload.fields, site))

    def _limit(self, url: str, headers: Mapping[str, str], site: Site) -> int:
        """The longest body that is wanted of an answer, decoded."""
        return byte_limit(site, headers.get("content-type"), url, self._of_pages)

    def _decoded(self, url: str, payload: Payload, headers: dict[str, str], site: Site) -> tuple[bytes, bool]:
        coding = headers.get("content-encoding", "").strip().lower()
        if coding in _PLAIN and not payload.body.startswith(GZIP):
            return payload.body, payload.truncated
        if self._middleware is None:
            raise ValueError(f"content coding {coding} and COMPRESSION_ENABLED is off")
        request = Request(url, meta={"download_maxsize": self._limit(url, headers, site)})
        flags = ["dataloss"] if payload.truncated else []
        head = {"Content-Encoding": coding, "Content-Type": headers.get("content-type", "text/html")}
        decoded = self._middleware.process_response(request, Response(url, headers=head, body=payload.body, flags=flags))
        assert isinstance(decoded, Response)
        return decoded.body, "dataloss" in decoded.flags
