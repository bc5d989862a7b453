"""Pages from WARC files, through the code that reads live pages.

    scrapy crawl archive -a archives=FILE.warc.gz[,FILE…] [-a site=NAME]

An archive needs no discovery: what was captured stands in it, also pages that no
link reaches any more. So this spider does not send requests through a download
handler that plays the network (which would lose the orphans and cost more than
the reading itself); it yields the harvest of one record after the other. What is
made of a capture is decided by the same :class:`spiders.harvest.Harvester`,
content codings are undone by the same Scrapy middleware, and rows go through the
same pipelines as those of a live crawl.

Captures are read in the order of their capture times, so that the newest comes
last. Of captures of one URL with the same payload only the newest is read; the
others have their row in ``pages`` as ``unchanged``. A revisit record counts as a
capture of the payload it refers to, in whichever of the files that is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scrapy.exceptions import IgnoreRequest

from extractors.records import Harvest
from spiders.base import SiteSpider
from spiders.captures import Captures
from spiders.replaying import Replayer
from spiders.sites import Site, ad_hoc_site, find_site, site_for_url
from spiders.warc import ArchiveReader, Capture, Payload, check_archives

ANY_SITE = Site(name="archive", title="Pages of any site", hosts=(), start_urls=())


class ArchiveSpider(SiteSpider):
    """Reads WARC files. Arguments: ``archives`` (paths, or one string with commas), ``site``, ``limit``.

    With a site, only its pages are read and others are ``offsite``; without, each page belongs to the site of its host.
    Raises :class:`spiders.errors.InputError` for a file that is missing, empty or no WARC file.
    """

    name = "archive"

    def __init__(self, archives: Sequence[str | Path] | str = (), site: str | Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = archives.split(",") if isinstance(archives, str) else archives
        self.paths = [Path(name) for name in names]
        check_archives(self.paths)
        self._known: int | None = None
        self.home = ANY_SITE if site is None else site if isinstance(site, Site) else find_site(site)

    def target(self) -> str:
        """The files, by name and size."""
        return " ".join(f"{path.absolute()}:{path.stat().st_size}" for path in self.paths)

    def known(self) -> int | None:
        """The captures and damages, once the files are indexed."""
        return self._known

    async def start(self) -> AsyncIterator[Any]:
        """One harvest per capture and per damaged place, ``limit`` at most."""
        with closing(self.harvests()) as harvests:
            for harvest in self.within_limit(harvests):
                if self.stopped():
                    return
                yield harvest

    def harvests(self) -> Generator[Harvest, None, None]:
        """What the files hold and this run has not staged yet."""
        self._replayer = Replayer(self.crawler)
        with closing(Captures(self.paths, self._article_id)) as captures, closing(ArchiveReader(self.home.max_bytes)) as reader:
            self._known = len(captures)
            for capture, newest in captures:
                if not self.frontier.is_done(capture.ref):
                    yield self._harvest(capture, newest, captures, reader)
            for damage in captures.damages:
                self.warn(f"{damage.ref}: {damage.reason}")
                if not self.frontier.is_done(damage.ref):
                    yield self.harvester.failed(damage.ref, damage.ref, datetime.now(UTC), "error", damage.reason, damage.ref)

    def _article_id(self, url: str) -> str:
        return self._site_of(url).identity(url).article_id

    def _site_of(self, url: str) -> Site:
        if self.home is not ANY_SITE:
            return self.home
        return site_for_url(url) or replace(ad_hoc_site(url), start_urls=())

    def _harvest(self, capture: Capture, newest: Capture, captures: Captures, reader: ArchiveReader) -> Harvest:
        site = self._site_of(capture.url)
        harvester = self.harvester_for(site)
        key, at = capture.ref, capture.at
        if not site.owns(capture.url):
            return harvester.failed(key, capture.url, at, "offsite", f"not on a host of {site.name}", key)
        if newest is not capture:
            return harvester.failed(key, capture.url, at, "unchanged", f"the same payload as {newest.ref}", key)
        try:
            payload = self._payload(capture, captures, reader)
            if payload is None:
                return harvester.failed(key, capture.url, at, "unchanged", "revisit record of a payload that no file holds", key)
            if payload.status == HTTPStatus.NOT_MODIFIED:
                return harvester.failed(key, capture.url, at, "unchanged", "not modified", key)
            fetch = self._replayer.fetch(capture, payload, "archive")
        except IgnoreRequest:
            return harvester.failed(key, capture.url, at, "too_large", f"more than {site.max_bytes} bytes when decompressed", key)
        except Exception as error:  # whatever a broken record makes a decoder raise
            return harvester.failed(key, capture.url, at, "error", f"unreadable record: {type(error).__name__}: {error}"[:300], key)
        return harvester.read(key, fetch)

    def _payload(self, capture: Capture, captures: Captures, reader: ArchiveReader) -> Payload | None:
        """The payload of a capture; of a revisit record, that of the record it refers to, with its own head where it has one."""
        if not capture.revisit:
            return reader.read(capture)
        own = reader.read(capture)
        if own.status == HTTPStatus.NOT_MODIFIED:
            return own
        original = captures.original(capture)
        if original is None:
            return None
        found = reader.read(original)
        return found if own.status is None else replace(own, body=found.body, truncated=found.truncated)
