"""Content codings of archived bodies, undone by the Scrapy middleware that undoes those of live responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from spiders.service import TooLarge

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_CODINGS = ("gzip", "x-gzip", "deflate", "br", "zstd")


def decoded(crawler: Crawler, url: str, coding: str | None, body: bytes, max_bytes: int) -> bytes:
    """``body`` with its content coding undone; as it is where the coding is none that is known.

    Raises :class:`spiders.service.TooLarge` for a bomb, and what decoders raise for broken data.
    """
    names = (coding or "").strip().lower()
    if names not in _CODINGS:
        return body
    middleware = crawler.get_downloader_middleware(HttpCompressionMiddleware)
    if middleware is None:
        raise ValueError(f"content coding {names} and COMPRESSION_ENABLED is off")
    try:
        answer = middleware.process_response(Request(url, meta={"download_maxsize": max_bytes}), Response(url, headers={"Content-Encoding": names}, body=body))
    except IgnoreRequest as error:
        raise TooLarge(f"more than {max_bytes} bytes when decompressed") from error
    assert isinstance(answer, Response)
    return answer.body
