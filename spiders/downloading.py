"""Scrapy's download handler on aiohttp, with two of its habits changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.http import Headers

if TYPE_CHECKING:
    from scrapy.core.downloader.handlers._aiohttp import _ClientResponse
    from scrapy.crawler import Crawler


class DownloadHandler(AiohttpDownloadHandler):
    """Takes headers as bytes, whatever their charset, and sends each request once: retries are for one place to decide."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session._retry_connection = False

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        """The headers as received; decoded by aiohttp, those in a legacy charset could not be encoded again."""
        return Headers(list(response.raw_headers))
