"""The live crawl: from the start pages along every link of the site, each page once.

    scrapy crawl department -a site=kontum
    scrapy crawl department -a start_url=URL -s OUTPUT_DIR=DIR

Discovery has no rule per site or style: every link of a page on the site's own
hosts is followed, articles first, so numbered pages, next links, sections, site
maps and related articles are all found alike; :mod:`spiders.traps` tells where that
would never end. Every response is archived before it is
read (:mod:`spiders.middlewares`), and every fetch yields one harvest, whatever
became of it.
"""

from __future__ import annotations

import sqlite3
from asyncio import CancelledError
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from extractors.records import Harvest
from solieu.contract.stats import ANSWERS, GONE_COUNTS, LOST, NOTHING_READ
from spiders.agent import from_header, user_agent
from spiders.archiving import open_archive
from spiders.base import SiteSpider, software
from spiders.connection import LEGACY_TLS
from spiders.errors import UnknownSite
from spiders.faults import explain
from spiders.frontier import Entry
from spiders.harvest import Fetch
from spiders.reading import Onward, Reading
from spiders.rechecks import Validators
from spiders.redirects import location_of
from spiders.refusals import RobotsForbidden, Stopped
from spiders.sites import Site, find_site, starting_at
from spiders.storing import NotStored, cannot_store
from spiders.warcwriter import ArchiveWriter

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.http import Response
    from twisted.python.failure import Failure


class DepartmentSpider(SiteSpider):
    """Crawls one site. Arguments: ``site`` (a name of ``sites.toml``), ``start_url``, or both; ``limit`` in fetches.

    Both together read the site as it is served at that URL, a mirror for instance.
    """

    name = "department"
    archive: ArchiveWriter
    reading: Reading

    def __init__(self, site: str | Site | None = None, start_url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if site is None and start_url is None:
            raise UnknownSite("nothing to crawl: give site=NAME or start_url=URL")
        home = site if isinstance(site, Site) else find_site(site or start_url or "")
        self.home = home if site is None or start_url is None else starting_at(home, start_url)

    def target(self) -> str:
        """The start pages."""
        return " ".join(self.home.start_urls)

    def _open(self, state: Path, run_id: str | None, extract: Any) -> None:
        super()._open(state, run_id, extract)
        self.reading = Reading(state, self.harvester, self.frontier, self.crawler)
        self.archive = open_archive(self.output, state, self.home, self.run_id, software(), self.settings)

    def _shared_settings(self, state: Path) -> dict[str, Any]:
        site = self.home
        contact = str(self.settings["SOLIEU_CONTACT"] or "")
        if not contact and not site.allow_loopback:
            self.warn("no contact in the user agent: set SOLIEU_CONTACT to a URL or an address of yours")
        settings = super()._shared_settings(state) | {
            "SCHEDULER": "spiders.scheduler.FrontierScheduler",
            "ROBOTSTXT_OBEY": site.robots,
            "USER_AGENT": user_agent(contact),
            "DEFAULT_REQUEST_HEADERS": {**self.settings["DEFAULT_REQUEST_HEADERS"], **from_header(contact)},
            "SOLIEU_DELAY": site.delay,
            "SOLIEU_ALLOW_LOOPBACK": site.allow_loopback,
            "CONCURRENT_REQUESTS": site.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": site.concurrency,
            "DOWNLOAD_MAXSIZE": site.max_bytes,
            "SOLIEU_FILE_MAXSIZE": site.max_attachment_bytes,
            "CONCURRENT_ITEMS": 1,  # Scrapy starts as many tasks for every response, and a response has one item
        }
        if site.legacy_tls:
            settings |= LEGACY_TLS
        return settings

    async def start(self) -> AsyncIterator[Any]:
        """Seed the frontier, from which the scheduler serves; a continued run has its frontier already."""
        for harvest in self.reading.seed():
            yield harvest

    def sitemaps_found(self, urls: list[str]) -> None:
        """Add the sitemaps that robots.txt names."""
        self.reading.add_sitemaps(urls)

    def request(self, entry: Entry, url: str | None = None, hop: int = 0) -> Request:
        """The request for an entry, or for the ``hop``-th redirect of it, at ``url``."""
        meta = {"entry": entry, "hop": hop, "handle_httpstatus_all": True}
        url = url or entry.url
        return Request(url, headers=self.reading.rechecks.conditions(entry.key, url), callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Harvest | Request]:
        """One harvest for the response, or the request that it leads to."""
        self.crawler.stats.inc_value(ANSWERS)
        meta = response.meta
        for found in self.reading.answer(meta["entry"], self._fetch(response), meta["hop"], Validators.of(response.headers)):
            yield self.request(found.entry, found.url, found.hop) if isinstance(found, Onward) else found

    def failed(self, failure: Failure) -> Iterator[Harvest]:
        """One harvest for a fetch without an answer; none where it was broken off or the answer could not be kept, so that it is made again."""
        if isinstance(failure.value, NotStored | Stopped | CancelledError):
            return
        request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        outcome, reason = explain(failure.value, request.meta.get("download_maxsize") or self.settings.getint("DOWNLOAD_MAXSIZE"))
        ref, at = request.meta.get("archived", (None, datetime.now(UTC)))
        if isinstance(failure.value, RobotsForbidden) or outcome == "too_large" or ref is not None:
            self.crawler.stats.inc_value(ANSWERS)
        yield self.reading.unanswered(entry, request.url, at, outcome, reason, ref)

    def _fetch(self, response: Response) -> Fetch:
        ref, at = response.meta["archived"]
        content_type = response.headers.get("Content-Type")
        return Fetch(
            requested_url=response.url,
            url=response.url,
            body=response.body,
            fetched_at=at,
            source="live",
            source_ref=ref,
            status=response.status,
            content_type=None if content_type is None else content_type.decode("latin-1"),
            location=location_of(response),
            truncated="dataloss" in response.flags,
        )

    def gives_up(self, entry: Entry) -> bool:
        """Whether an entry has turned out to belong to a trap since it was added."""
        return self.reading.follower.gives_up(entry)

    def before_commit(self) -> None:
        """The links, what is known of traps, what is to be remembered, and the archive that rows point to."""
        self.reading.flush()
        self.archive.sync()

    def known(self) -> int | None:
        """The URLs seen so far."""
        return self.frontier.count()[0]

    def _opened(self) -> None:
        super()._opened()
        self.crawler.signals.connect(self._judge_misses, signal=signals.spider_idle)

    def _judge_misses(self) -> None:
        """When nothing is left to fetch: let the articles count that are gone, unless so many cannot be."""
        stats = self.crawler.stats
        stats.set_value(NOTHING_READ, not self.reading.brought())
        self.is_cut_short = not self.frontier.may_spend() and next(self.frontier.unfetched(), None) is not None
        doubt = self.reading.doubt()
        stats.set_value(GONE_COUNTS, doubt is None)
        if doubt is not None and not self.reading.memory.is_empty:
            self.warn(f"{doubt}: no article counts as gone")

    def _complete(self) -> None:
        self.reading.complete()

    def _finish(self, reason: str) -> None:
        follower = self.reading.follower
        for line in follower.told():
            self.warn(line)
        try:
            follower.ledger.close(is_finished=reason == "finished" and not self.crawler.stats.get_value(LOST, 0))
            self.archive.close()
        except (OSError, sqlite3.Error) as error:
            cannot_store(self.crawler, self.archive.folder, error)
        finally:
            super()._finish(reason)
            self.reading.memory.close()
