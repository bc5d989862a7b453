"""What stands between Scrapy's engine and the network: the archive and robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from spiders.warc import ArchiveWriter, Headers

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


class RobotsForbidden(IgnoreRequest):
    """robots.txt forbids the URL."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, but what it forbids can be told from what else is ignored."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise :class:`RobotsForbidden` for a URL that robots.txt forbids."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbidden("forbidden by robots.txt") from error


class ArchiveMiddleware:
    """Writes every response as it was received, robots.txt, redirects and errors included, before anything reads it.

    Stands nearest to the network, where bodies still have their content coding.
    ``request.meta["archived"]`` then holds the record's reference and the capture time.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive one exchange."""
        writer: ArchiveWriter | None = getattr(self._crawler.spider, "archive", None)
        if writer is not None:
            at = datetime.now(UTC)
            ip = None if response.ip_address is None else str(response.ip_address)
            ref = writer.write(
                request.url, request.method, _pairs(request.headers), response.status, _pairs(response.headers), response.body, at, ip,
                is_cut="dataloss" in response.flags,
            )  # fmt: skip
            request.meta["archived"] = (ref, at)
        return response


def _pairs(headers: ScrapyHeaders) -> Headers:
    """Names and values; bytes that are no ASCII are kept as Latin-1, as HTTP has it."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
