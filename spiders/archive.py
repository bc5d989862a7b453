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
others have their row in ``pages`` as ``unchanged``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from extractors.records import Harvest
from spiders.base import SiteSpider
from spiders.replaying import Replayer
from spiders.sites import Site, ad_hoc_site, find_site, site_for_url
from spiders.warc import ArchiveReader, Capture, Damage, check_archives, index_archive

_NO_PAYLOAD = (None, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ")
"""No digest, and that of an empty body: redirects to different places share it."""

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
            for harvest in islice(harvests, self.limit):
                if self.stopped():
                    return
                yield harvest

    def harvests(self) -> Generator[Harvest, None, None]:
        """What the files hold and this run has not staged yet."""
        captures, damages = self._index()
        self._known = len(captures) + len(damages)
        newest: dict[tuple[str, str | None], Capture] = {self._payload_of(c): c for c in captures if c.digest not in _NO_PAYLOAD}
        self._replayer = Replayer(self.crawler)
        with closing(ArchiveReader(self.home.max_bytes)) as reader:
            for capture in captures:
                if not self.frontier.is_done(capture.ref):
                    yield self._harvest(capture, newest.get(self._payload_of(capture), capture), self._site_of(capture.url), reader)
        for damage in damages:
            self.warn(f"{damage.ref}: {damage.reason}")
            if not self.frontier.is_done(damage.ref):
                yield self.harvester.failed(damage.ref, damage.ref, datetime.now(UTC), "error", damage.reason, damage.ref)

    def _index(self) -> tuple[list[Capture], list[Damage]]:
        captures: list[Capture] = []
        damages: list[Damage] = []
        for path in self.paths:
            for found in index_archive(path):
                if isinstance(found, Damage):
                    damages.append(found)
                elif urlsplit(found.url).path != "/robots.txt":
                    captures.append(found)
        captures.sort(key=lambda c: (c.at, c.path.name, c.offset))
        return captures, damages

    def _payload_of(self, capture: Capture) -> tuple[str, str | None]:
        """What two captures share when only the newest need be read: the page's identity and the body."""
        return self._site_of(capture.url).identity(capture.url).article_id, capture.digest

    def _site_of(self, url: str) -> Site:
        if self.home is not ANY_SITE:
            return self.home
        return site_for_url(url) or replace(ad_hoc_site(url), start_urls=())

    def _harvest(self, capture: Capture, newest: Capture, site: Site, reader: ArchiveReader) -> Harvest:
        harvester = self.harvester_for(site)
        key, at = capture.ref, capture.at
        if not site.owns(capture.url):
            return harvester.failed(key, capture.url, at, "offsite", f"not on a host of {site.name}", key)
        if capture.revisit:
            return harvester.failed(key, capture.url, at, "unchanged", "revisit record", key)
        if newest is not capture:
            return harvester.failed(key, capture.url, at, "unchanged", f"the same payload as {newest.ref}", key)
        try:
            fetch = self._replayer.fetch(capture, reader.read(capture), "archive")
        except IgnoreRequest:
            return harvester.failed(key, capture.url, at, "too_large", f"more than {site.max_bytes} bytes when decompressed", key)
        except Exception as error:  # whatever a broken record makes a decoder raise
            return harvester.failed(key, capture.url, at, "error", f"unreadable record: {type(error).__name__}: {error}"[:300], key)
        return harvester.read(key, fetch)
