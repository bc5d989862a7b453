"""The live crawl: from the start pages along every link of the site, each page once.

    scrapy crawl department -a site=kontum
    scrapy crawl department -a start_url=URL -s OUTPUT_DIR=DIR

Discovery has no rule per site or style: every link of a page on the site's own
hosts is followed, articles first, so numbered pages, next links, sections, site
maps and related articles are all found alike; depth, and the number of URLs that
differ in their numbers only, are bounded. Every response is archived before it is
read (:mod:`spiders.middlewares`), and every fetch yields one harvest, whatever
became of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from w3lib.url import safe_url_string

from extractors.records import Harvest
from spiders.archiving import open_archive
from spiders.base import SiteSpider, software
from spiders.errors import UnknownSite
from spiders.faults import explain
from spiders.following import Following
from spiders.frontier import Entry
from spiders.harvest import Fetch
from spiders.links import entry_for
from spiders.seeds import Seed, refused_starts, seeds
from spiders.sites import Site, find_site, starting_at
from spiders.storing import NotStored, cannot_store
from spiders.warcwriter import ArchiveWriter

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.http import Response
    from twisted.python.failure import Failure

_MAX_HOPS = 5


class DepartmentSpider(SiteSpider):
    """Crawls one site. Arguments: ``site`` (a name of ``sites.toml``), ``start_url``, or both; ``limit`` in fetches.

    Both together read the site as it is served at that URL, a mirror for instance.
    """

    name = "department"
    archive: ArchiveWriter

    def __init__(self, site: str | Site | None = None, start_url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if site is None and start_url is None:
            raise UnknownSite("nothing to crawl: give site=NAME or start_url=URL")
        home = site if isinstance(site, Site) else find_site(site or start_url or "")
        self.home = home if site is None or start_url is None else starting_at(home, start_url)
        self.following = Following(self.home)

    def target(self) -> str:
        """The start pages."""
        return " ".join(self.home.start_urls)

    def _open(self, state: Path, run_id: str | None, extract: Any) -> None:
        super()._open(state, run_id, extract)
        self.archive = open_archive(self.output, state, self.home, self.run_id, software(), self.settings)

    def _shared_settings(self, state: Path) -> dict[str, Any]:
        site = self.home
        settings = super()._shared_settings(state) | {
            "SCHEDULER": "spiders.scheduler.FrontierScheduler",
            "ROBOTSTXT_OBEY": site.robots,
            "DOWNLOAD_DELAY": site.delay,
            "AUTOTHROTTLE_ENABLED": site.delay > 0,
            "AUTOTHROTTLE_START_DELAY": site.delay,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": float(site.concurrency),
            "CONCURRENT_REQUESTS": site.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": site.concurrency,
            "DOWNLOAD_MAXSIZE": site.max_bytes,
            "CONCURRENT_ITEMS": 1,  # Scrapy starts as many tasks for every response, and a response has one item
        }
        if site.legacy_tls:
            settings |= {"DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT:@SECLEVEL=0", "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0"}
        return settings

    async def start(self) -> AsyncIterator[Any]:
        """Seed the frontier, from which the scheduler serves; a continued run has its frontier already."""
        for harvest in self._seed():
            yield harvest

    def _seed(self) -> Iterator[Harvest]:
        """Add what the crawl begins with; what the run has seen already is not added again."""
        for url, why in refused_starts(self.home):
            yield self.harvester.failed(url, url, datetime.now(UTC), "error", f"start page not followed: {why}")
        self.frontier.add((seed.entry for seed in self.seeds()), self.home.max_per_shape)

    def seeds(self) -> Iterator[Seed]:
        """What the crawl begins with, in order, and why."""
        return seeds(self.home)

    def request(self, entry: Entry, url: str | None = None, hop: int = 0) -> Request:
        """The request for an entry, or for the ``hop``-th redirect of it, at ``url``."""
        meta = {"entry": entry, "hop": hop, "handle_httpstatus_all": True}
        return Request(url or entry.url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Harvest | Request]:
        """One harvest for the response; links go to the frontier first, so that they outlive a kill."""
        self.crawler.stats.inc_value("solieu/answers")
        entry: Entry = response.meta["entry"]
        fetch = self._fetch(response)
        if fetch.location is not None and self.home.owns(fetch.location):
            yield from self._redirect(entry, fetch, response.meta["hop"])
            return
        harvest = self.harvester.read(entry.key, fetch)
        self._follow(harvest, response.url, entry.depth + 1)
        yield self._once(harvest)

    def failed(self, failure: Failure) -> Iterator[Harvest]:
        """One harvest for a fetch without an answer, none for an answer that could not be kept."""
        if isinstance(failure.value, NotStored):
            return
        request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        outcome, reason = explain(failure.value, self.settings.getint("DOWNLOAD_MAXSIZE"))
        ref, at = request.meta.get("archived", (None, datetime.now(UTC)))
        if outcome in ("robots", "too_large") or ref is not None:
            self.crawler.stats.inc_value("solieu/answers")
        yield self.harvester.failed(entry.key, request.url, at, outcome, reason, ref)

    def _fetch(self, response: Response) -> Fetch:
        ref, at = response.meta["archived"]
        content_type = response.headers.get("Content-Type")
        location = response.headers.get("Location") if 300 <= response.status < 400 else None
        return Fetch(
            requested_url=response.url,
            url=response.url,
            body=response.body,
            fetched_at=at,
            source="live",
            source_ref=ref,
            status=response.status,
            content_type=None if content_type is None else content_type.decode("latin-1"),
            location=None if location is None else urljoin(response.url, safe_url_string(location)),
            truncated="dataloss" in response.flags,
        )

    def _redirect(self, entry: Entry, fetch: Fetch, hop: int) -> Iterator[Harvest | Request]:
        """A redirect to another spelling of the same page continues its entry; any other is a link like all."""
        target = entry_for(self.home, fetch.location or "", entry.depth + 1)
        if isinstance(target, str):
            yield self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, "error", f"redirects to {fetch.location}: {target}", fetch.source_ref)
        elif target.key != entry.key:
            self._add([target])
            yield self.harvester.read(entry.key, fetch)
        elif hop >= _MAX_HOPS:
            yield self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, "error", f"redirected more than {_MAX_HOPS} times", fetch.source_ref)
        else:
            key = f"{entry.key} redirect {hop}"
            if not self.frontier.is_done(key):
                yield self.harvester.read(key, fetch)
            yield self.request(entry, target.url, hop + 1)

    def _follow(self, harvest: Harvest, base: str, depth: int) -> None:
        """Add the links of a page, on the host that answered: an alias in a link costs no redirect."""
        if harvest.extraction is None or harvest.page.outcome == "soft_404":
            return
        entries = []
        for link in harvest.extraction.links:
            found = self.following.entry_for(link, base, depth)
            if isinstance(found, str):
                self.crawler.stats.inc_value(f"solieu/links/{found}")
            else:
                entries.append(found)
        self._add(entries)

    def _add(self, entries: list[Entry]) -> None:
        refused = self.frontier.add(entries, self.home.max_per_shape)
        if refused:
            self.crawler.stats.inc_value("solieu/links/trap", refused)

    def _once(self, harvest: Harvest) -> Harvest:
        """The harvest, or a ``duplicate`` where the run has read the same version under another URL."""
        article = None if harvest.extraction is None else harvest.extraction.article
        if article is None or self.frontier.is_first(f"{article.article_id} {article.version}", harvest.key):
            return harvest
        harvest.page.outcome, harvest.page.reason = "duplicate", f"the same article as {article.article_id}"
        harvest.extraction = None
        return harvest

    def before_commit(self) -> None:
        """The links, and the archive that rows point to."""
        super().before_commit()
        self.archive.sync()

    def known(self) -> int | None:
        """The URLs seen so far."""
        return self.frontier.count()[0]

    def _finish(self, reason: str) -> None:
        try:
            self.archive.close()
        except OSError as error:
            cannot_store(self.crawler, self.archive.folder, error)
        finally:
            super()._finish(reason)
