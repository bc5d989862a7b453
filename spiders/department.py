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
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from contract.stats import ANSWERS, GONE_COUNTS, LOST, NOTHING_READ, outcome, unfollowed
from extractors.records import Harvest
from spiders.agent import from_header, user_agent
from spiders.archiving import open_archive
from spiders.base import SiteSpider, software
from spiders.connection import LEGACY_TLS
from spiders.discovery import Follower
from spiders.errors import UnknownSite
from spiders.faults import explain
from spiders.frontier import Entry
from spiders.harvest import Fetch
from spiders.links import entry_for
from spiders.memory import GONE, Memory
from spiders.outcomes import BROUGHT
from spiders.rechecks import Rechecks, Validators
from spiders.redirects import location_of
from spiders.refusals import RobotsForbidden, Stopped
from spiders.seeds import Seed, refused_starts, remembered, seeds, start_pages
from spiders.sites import Site, find_site, starting_at
from spiders.storing import NotStored, cannot_store
from spiders.traps import TrapLedger
from spiders.warcwriter import ArchiveWriter

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.http import Response
    from twisted.python.failure import Failure

_MAX_HOPS = 5
_SERVER_ERROR, _TOO_MANY_REQUESTS = 500, 429


class DepartmentSpider(SiteSpider):
    """Crawls one site. Arguments: ``site`` (a name of ``sites.toml``), ``start_url``, or both; ``limit`` in fetches.

    Both together read the site as it is served at that URL, a mirror for instance.
    """

    name = "department"
    archive: ArchiveWriter
    follower: Follower
    memory: Memory
    rechecks: Rechecks

    def __init__(self, site: str | Site | None = None, start_url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if site is None and start_url is None:
            raise UnknownSite("nothing to crawl: give site=NAME or start_url=URL")
        home = site if isinstance(site, Site) else find_site(site or start_url or "")
        self.home = home if site is None or start_url is None else starting_at(home, start_url)
        self._is_widened = False

    def target(self) -> str:
        """The start pages."""
        return " ".join(self.home.start_urls)

    def _open(self, state: Path, run_id: str | None, extract: Any) -> None:
        super()._open(state, run_id, extract)
        self.follower = Follower(self.home, TrapLedger(state, self.run_id), self.crawler)
        self.memory = Memory(state, self.site_name, self.run_id)
        self.rechecks = Rechecks(self.memory, self.harvester)
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
            "CONCURRENT_ITEMS": 1,  # Scrapy starts as many tasks for every response, and a response has one item
        }
        if site.legacy_tls:
            settings |= LEGACY_TLS
        return settings

    async def start(self) -> AsyncIterator[Any]:
        """Seed the frontier, from which the scheduler serves; a continued run has its frontier already."""
        for harvest in self._seed():
            yield harvest

    def _seed(self) -> Iterator[Harvest]:
        """Add the start pages; what the run has seen already is not added again."""
        for url, why in refused_starts(self.home):
            yield self.harvester.failed(url, url, datetime.now(UTC), "error", f"start page not followed: {why}")
        self._add(seed.entry for seed in start_pages(self.home))

    def seeds(self) -> Iterator[Seed]:
        """What the crawl begins with, in order, and why."""
        return seeds(self.home, self.memory, datetime.now(UTC))

    def _widen(self, status: int) -> None:
        """Add what is remembered of the site once it answers: nobody asks a site that is down for all its pages."""
        if not self._is_widened and status < _SERVER_ERROR and status != _TOO_MANY_REQUESTS:
            self._is_widened = True
            self._add(seed.entry for seed in remembered(self.home, self.memory, datetime.now(UTC)))

    def sitemaps_found(self, urls: list[str]) -> None:
        """Add the sitemaps that robots.txt names."""
        self._add(self.follower.entries(urls, self.home.start_urls[0], 1))

    def request(self, entry: Entry, url: str | None = None, hop: int = 0) -> Request:
        """The request for an entry, or for the ``hop``-th redirect of it, at ``url``."""
        meta = {"entry": entry, "hop": hop, "handle_httpstatus_all": True}
        url = url or entry.url
        return Request(url, headers=self.rechecks.conditions(entry.key, url), callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Harvest | Request]:
        """One harvest for the response; links go to the frontier first, so that they outlive a kill."""
        self.crawler.stats.inc_value(ANSWERS)
        self._widen(response.status)
        entry: Entry = response.meta["entry"]
        fetch = self._fetch(response)
        if fetch.location is not None and self.home.owns(fetch.location):
            yield from self._redirect(entry, fetch, response.meta["hop"])
            return
        harvest = self.rechecks.read(entry, fetch)
        if harvest.page.outcome == GONE and (moved := self.memory.elsewhere(entry.key)) not in (None, fetch.url):
            yield from self._go_on(entry, fetch, moved or "", response.meta["hop"])
            return
        self._follow(harvest, entry, response)
        article = None if harvest.extraction is None else harvest.extraction.article
        harvest = self.rechecks.without_what_is_known(entry, self._once(harvest), fetch.url)
        yield self.rechecks.note(entry, harvest, fetch.url, Validators.of(response.headers), article)

    def failed(self, failure: Failure) -> Iterator[Harvest]:
        """One harvest for a fetch without an answer; none where it was broken off or the answer could not be kept, so that it is made again."""
        if isinstance(failure.value, NotStored | Stopped | CancelledError):
            return
        request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        outcome, reason = explain(failure.value, self.settings.getint("DOWNLOAD_MAXSIZE"))
        ref, at = request.meta.get("archived", (None, datetime.now(UTC)))
        if isinstance(failure.value, RobotsForbidden) or outcome == "too_large" or ref is not None:
            self.crawler.stats.inc_value(ANSWERS)
        yield self.rechecks.note(entry, self.harvester.failed(entry.key, request.url, at, outcome, reason, ref), entry.url)

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

    def _redirect(self, entry: Entry, fetch: Fetch, hop: int) -> Iterator[Harvest | Request]:
        """A redirect to another spelling of the same page continues its entry; any other is a link like all."""
        target = entry_for(self.home, fetch.location or "", entry.depth + 1)
        if not isinstance(target, str) and target.key == entry.key:
            yield from self._go_on(entry, fetch, fetch.location or target.url, hop)
            return
        if isinstance(target, str):
            reason = f"redirects to {fetch.location}: {target}"
            harvest = self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, "error", reason, fetch.source_ref)
        elif (nowhere := self.follower.redirected(entry, target)) is not None:
            harvest = self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, *nowhere, fetch.source_ref)
        else:
            self._add([target])
            harvest = self.harvester.read(entry.key, fetch)
        yield self.rechecks.note(entry, harvest, fetch.url)

    def _go_on(self, entry: Entry, fetch: Fetch, url: str, hop: int) -> Iterator[Harvest | Request]:
        """Ask for the entry at another address; the answer before has its own row."""
        is_loop = url in (fetch.url, entry.url)
        if is_loop or hop >= _MAX_HOPS:
            reason = f"redirect loop: {url}" if is_loop else f"redirected more than {_MAX_HOPS} times"
            harvest = self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, "error", reason, fetch.source_ref)
            yield self.rechecks.note(entry, harvest, entry.url)
            return
        key = f"{entry.key} redirect {hop}"
        if not self.frontier.is_done(key):
            yield self.harvester.read(key, fetch)
        yield self.request(entry, url, hop + 1)

    def _follow(self, harvest: Harvest, entry: Entry, response: Response) -> None:
        """Add the links of a page that are worth it."""
        links = [] if harvest.extraction is None else harvest.extraction.links
        entries = self.follower.entries(links, response.url, entry.depth + 1)
        self.rechecks.heed_links(entries)
        self._add(self.follower.worth(entry, harvest, response.body, entries))

    def _add(self, entries: Iterable[Entry]) -> None:
        refused = self.frontier.add(entries, self.home.max_per_shape)
        if refused:
            self.crawler.stats.inc_value(unfollowed("trap"), refused)

    def _once(self, harvest: Harvest) -> Harvest:
        """The harvest, or a ``duplicate`` where the run has read the same version under another URL."""
        article = None if harvest.extraction is None else harvest.extraction.article
        if article is None or self.frontier.is_first(f"{article.article_id} {article.version}", harvest.key):
            return harvest
        harvest.page.outcome, harvest.page.reason = "duplicate", f"the same article as {article.article_id}"
        harvest.extraction = None
        return harvest

    def gives_up(self, entry: Entry) -> bool:
        """Whether an entry has turned out to belong to a trap since it was added."""
        return self.follower.gives_up(entry)

    def before_commit(self) -> None:
        """The links, what is known of traps, what is to be remembered, and the archive that rows point to."""
        super().before_commit()
        self.follower.ledger.flush()
        self.memory.flush()
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
        brought = any(stats.get_value(outcome(code)) for code in BROUGHT)
        stats.set_value(NOTHING_READ, not brought and not (self.frontier.resumed and stats.get_value(ANSWERS)))
        self.is_cut_short = not self.frontier.may_spend() and next(self.frontier.unfetched(), None) is not None
        self.memory.flush()
        doubt = self.memory.doubt()
        self.crawler.stats.set_value(GONE_COUNTS, doubt is None)
        if doubt is not None and not self.memory.is_empty:
            self.warn(f"{doubt}: no article counts as gone")

    def _complete(self) -> None:
        self.memory.keep_unfetched(self.frontier.unfetched())
        super()._complete()

    def _finish(self, reason: str) -> None:
        for line in self.follower.told():
            self.warn(line)
        try:
            self.follower.ledger.close(is_finished=reason == "finished" and not self.crawler.stats.get_value(LOST, 0))
            self.archive.close()
        except (OSError, sqlite3.Error) as error:
            cannot_store(self.crawler, self.archive.folder, error)
        finally:
            super()._finish(reason)
            self.memory.close()
