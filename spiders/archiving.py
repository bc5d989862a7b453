"""Archive first: what stands between Scrapy's engine and the network writes every response before anything reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from spiders.leftovers import finish_leftovers
from spiders.payloads import FILE, PayloadIndex
from spiders.provenance import about_crawl, file_stem
from spiders.storing import NotStored, cannot_store
from spiders.warcwriter import MAX_BYTES, ArchiveWriter

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from spiders.sites import Site
    from spiders.warc import Headers

_CUT_OFF = {"dataloss": "disconnect", "download_stopped": "length"}
"""Scrapy's flags of a body that is not whole, and WARC's words for them."""


def archive_folder(output: Path) -> Path:
    """Where the archive of an output folder is."""
    return output / "archive"


def open_archive(output: Path, state: Path, site: Site, run_id: str, software: str, settings: BaseSettings) -> ArchiveWriter:
    """The archive of one run of one site, for whoever holds the site's lock. Settings: ``SOLIEU_WARC_MAX_BYTES``.

    What killed runs left open is finished first. Raises ``OSError`` or ``sqlite3.Error``.
    """
    folder = archive_folder(output)
    finish_leftovers(folder)
    about = about_crawl(site, run_id, settings, software)
    payloads = PayloadIndex(state.with_name(FILE), site.name, folder)
    max_bytes = settings.getint("SOLIEU_WARC_MAX_BYTES", MAX_BYTES)
    return ArchiveWriter(folder, file_stem(site, run_id), software, max_bytes, about, payloads)


class ArchiveMiddleware:
    """Writes every response as it was received, robots.txt, redirects and errors included.

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
        """Archive one exchange. Raises :class:`NotStored` where it cannot be, and the crawl ends: what is not archived is not read."""
        writer: ArchiveWriter | None = getattr(self._crawler.spider, "archive", None)
        if writer is not None:
            at = datetime.now(UTC)
            ip = None if response.ip_address is None else str(response.ip_address)
            truncated = next((_CUT_OFF[flag] for flag in response.flags if flag in _CUT_OFF), None)
            try:
                ref = writer.write(
                    request.url, request.method, _pairs(request.headers), response.status, _pairs(response.headers), response.body, at, ip, truncated
                )
            except OSError as error:
                cannot_store(self._crawler, writer.folder, error)
                raise NotStored(str(error)) from error
            request.meta["archived"] = (ref, at)
        return response


def _pairs(headers: ScrapyHeaders) -> Headers:
    """Names and values; bytes that are no ASCII are kept as Latin-1, as HTTP has it."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
