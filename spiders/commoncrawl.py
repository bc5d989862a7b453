"""Pages from Common Crawl: what its indexes list, each record read out of the file it stands in.

    scrapy crawl commoncrawl -a site=kontum [-a crawls=CC-MAIN-2021-31,…]

There is one index per crawl and none of them change, so each answer is kept for
ever: the index is a small service that is asked for the same all the time and blocks
who asks too much. The newest crawls are asked, or those that are named. A record is a
gzip member of a large file: it is asked for by its byte range and read by the code
that reads files (:mod:`spiders.warcreader`).

Settings: ``SOLIEU_COMMONCRAWL_INDEX_URL``, ``SOLIEU_COMMONCRAWL_DATA_URL``,
``SOLIEU_COMMONCRAWL_INDEX_INTERVAL`` and ``SOLIEU_COMMONCRAWL_DATA_INTERVAL`` (seconds
between two requests of all processes), ``SOLIEU_COMMONCRAWL_CRAWLS`` (how many).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from extractors.records import Harvest
from spiders.answers import FOR_EVER
from spiders.cdx import Listed, Listing, Wanted, hosts_to_ask, plain_url, read_commoncrawl
from spiders.harvest import Fetch
from spiders.media import byte_limit
from spiders.remote import Gap, RemoteArchiveSpider
from spiders.service import ServiceBusy, ServiceError, TooLarge, base_url, decoded, number
from spiders.warc import Capture, Payload, index_archive
from spiders.warcreader import ArchiveReader

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_MAX_PAGES = 10_000
_SLACK = 4_096
"""Bytes that an answer may be longer than the range asked for before it is broken off."""


class CommonCrawlSpider(RemoteArchiveSpider):
    """Reads a site from Common Crawl. A further argument: ``crawls`` (names, or one string with commas; none: the newest)."""

    name = "commoncrawl"
    title = "Common Crawl"

    def __init__(self, crawls: Sequence[str] | str = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawls = tuple(name for name in (crawls.split(",") if isinstance(crawls, str) else crawls) if name)

    def connect(self, settings: BaseSettings) -> None:
        """Read the settings."""
        self._index_base = base_url(settings, "SOLIEU_COMMONCRAWL_INDEX_URL", "https://index.commoncrawl.org")
        self._data_base = base_url(settings, "SOLIEU_COMMONCRAWL_DATA_URL", "https://data.commoncrawl.org")
        self._index = self.service(settings, f"{urlsplit(self._index_base).netloc}-index", "SOLIEU_COMMONCRAWL_INDEX_INTERVAL", 3.0)
        self._data = self.service(settings, f"{urlsplit(self._data_base).netloc}-data", "SOLIEU_COMMONCRAWL_DATA_INTERVAL", 0.25)
        self._how_many = max(1, int(number(settings, "SOLIEU_COMMONCRAWL_CRAWLS", 12)))

    def urls(self) -> tuple[str, ...]:
        """The addresses of index and data."""
        return self._index_base, self._data_base

    def target(self) -> str:
        """The site's hosts, and the crawls where they are named."""
        return " ".join([super().target(), *self.crawls])

    # -------------------------------------------------------------- the index
    async def listings(self) -> AsyncIterator[Listing]:
        """Each page of each crawl's index for each host, the newest crawl first."""
        crawls = await self._crawls()
        failed = 0
        for crawl in crawls:
            try:
                for host in hosts_to_ask(self.home):
                    async for listing in self._pages(f"{self._index_base}/{crawl}-index", host):
                        yield listing
            except ServiceBusy:
                raise
            except ServiceError as error:  # old crawls fail more often than not; the next run asks again
                failed += 1
                if failed == len(crawls):
                    raise
                self.warn(f"{crawl} is left out: {error}")

    async def _pages(self, url: str, host: str) -> AsyncIterator[Listing]:
        query = {"url": f"{host}/*", "output": "json"}
        pages = _page_count(await self.listing(self._index, f"{url}?{urlencode(query | {'showNumPages': 'true'})}", FOR_EVER, _is_page_count))
        for page in range(min(pages, _MAX_PAGES)):
            yield read_commoncrawl(await self.listing(self._index, f"{url}?{urlencode(query | {'page': str(page)})}", FOR_EVER, _is_listing))

    async def _crawls(self) -> list[str]:
        """The crawls to ask. Raises :class:`ServiceError` for a name that Common Crawl does not have."""
        known = _crawl_names(await self.listing(self._index, f"{self._index_base}/collinfo.json", self.run_id, _is_list_of_crawls))
        missing = [name for name in self.crawls if name not in known]
        if missing:
            raise ServiceError(f"it has no crawl {', '.join(missing)}; the newest is {known[0]}")
        return list(self.crawls) or known[: self._how_many]

    # -------------------------------------------------------------- the records
    async def fetch(self, wanted: Wanted, listed: Listed) -> Harvest:
        """Fetch one record by its byte range."""
        assert listed.place is not None
        name, offset, length = listed.place
        if length > byte_limit(self.home, listed.mime, listed.url) + _SLACK:
            raise TooLarge(f"a record of {length} bytes")
        url = f"{self._data_base}/{quote(name)}"
        headers = {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"}
        try:
            response = await self._data.ask(url, _is_answer, length + _SLACK, headers)
        except TooLarge as error:
            raise Gap("the whole file instead of a part of it") from error
        if response.status != 206:
            raise Gap(f"HTTP {response.status}" if response.status != 200 else "the whole file instead of a part of it")
        if len(response.body) != length:
            raise Gap(f"{len(response.body)} bytes instead of {length}")
        return self._harvest(wanted, listed, *self._read(response.body), f"{url}#bytes={offset}-{offset + length - 1}")

    def _read(self, member: bytes) -> tuple[Capture, Payload]:
        """The capture in a record. Raises :class:`Gap` for bytes that hold none."""
        with TemporaryDirectory(dir=self.output / ".state") as folder:
            path = Path(folder) / "record.warc.gz"
            path.write_bytes(member)
            try:
                found = [capture for capture in index_archive(path) if isinstance(capture, Capture)]
                if not found:
                    raise Gap("a broken record")
                with closing(ArchiveReader(self.home.longest_body)) as reader:
                    return found[0], reader.read(found[0])
            except (OSError, StopIteration) as error:
                raise Gap(f"a broken record: {error}"[:200]) from error

    def _harvest(self, wanted: Wanted, listed: Listed, capture: Capture, payload: Payload, source: str) -> Harvest:
        url, at = plain_url(capture.url), capture.at.replace(microsecond=0)
        if not self.home.owns(url):
            raise Gap(f"the record of another page, {url[:200]}")
        if payload.status is None or capture.revisit or (not payload.body and payload.status == 200):
            raise Gap("a record without a body")
        ref = self.copies.copy(url, payload.status, payload.headers, payload.body, at, source)
        fields = payload.fields
        try:
            body = decoded(fields.get("content-encoding"), payload.body, byte_limit(self.home, fields.get("content-type"), url))
        except (OSError, ValueError, EOFError) as error:
            return self.harvester.failed(self._key(wanted.key), url, at, "error", f"unreadable body: {type(error).__name__}: {error}"[:300], ref)
        location = fields.get("location")
        fetch = Fetch(
            requested_url=url,
            url=url,
            body=body,
            fetched_at=at,
            source="archive",
            source_ref=ref,
            status=payload.status,
            content_type=fields.get("content-type"),
            location=None if location is None else urljoin(url, location),
            truncated=payload.truncated,
        )
        return self.harvester.read(self._key(wanted.key), fetch)


def _is_answer(response: Response) -> bool:
    """Whether the store of records answered, be it that it has none: haste it tells with 403 and 503."""
    return response.status in (200, 206, 404, 410, 416)


def _is_listing(response: Response) -> bool:
    """Whether an index answered; that it lists nothing it tells with 404 and a line of JSON."""
    text = response.body.decode("utf-8", "replace")
    if response.status == 404:
        return "No Captures found" in text
    if response.status != 200 or "dataloss" in response.flags:
        return False
    found = read_commoncrawl(text)
    return (bool(found.captures) and text.endswith("\n")) or not text.strip()


def _is_page_count(response: Response) -> bool:
    text = response.body.decode("utf-8", "replace")
    return (response.status == 404 and "No Captures found" in text) or (response.status == 200 and _count(text) is not None)


def _page_count(text: str) -> int:
    """How many pages an index has; the empty text is that of an answer without captures."""
    return _count(text) or 0


def _count(text: str) -> int | None:
    try:
        pages = json.loads(text)["pages"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return pages if isinstance(pages, int) and pages >= 0 else None


def _is_list_of_crawls(response: Response) -> bool:
    return response.status == 200 and bool(_crawl_names(response.body.decode("utf-8", "replace")))


def _crawl_names(text: str) -> list[str]:
    """The names of the crawls, the newest first."""
    try:
        names = [entry["id"] for entry in json.loads(text)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return sorted((name for name in names if isinstance(name, str) and name.startswith("CC-MAIN-")), reverse=True)
