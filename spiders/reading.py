"""What becomes of each answer of a crawl: what is read of it, which links of it are followed, what is remembered of it.

Nothing here asks the network for anything, so a crawl that is under way and one that
is made anew from its archive decide alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.records import Harvest
from solieu.contract.stats import unfollowed
from spiders.discovery import Follower
from spiders.frontier import Entry, Frontier
from spiders.harvest import Fetch, Harvester, become_duplicate
from spiders.links import entry_for
from spiders.memory import GONE, Memory
from spiders.outcomes import BROUGHT
from spiders.rechecks import Rechecks, Validators
from spiders.seeds import refused_starts, remembered, start_pages
from spiders.traps import TrapLedger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MAX_HOPS = 5
_SERVER_ERROR, _TOO_MANY_REQUESTS = 500, 429


@dataclass(frozen=True, slots=True)
class Onward:
    """An entry is to be asked for at another address, as the ``hop``-th redirect of it."""

    entry: Entry
    url: str
    hop: int


class Reading:
    """The answers of one run of one site, with what is kept of them in the file at ``state``.

    Links that are not followed are counted in the crawler's statistics. Raises ``sqlite3.Error`` where the file cannot be used.
    """

    def __init__(self, state: Path, harvester: Harvester, frontier: Frontier, crawler: Crawler) -> None:
        self.site, self.harvester, self._frontier, self._crawler = harvester.site, harvester, frontier, crawler
        self.follower = Follower(self.site, TrapLedger(state, harvester.run_id), crawler)
        self.memory = Memory(state, self.site.name, harvester.run_id)
        self.rechecks = Rechecks(self.memory, harvester)
        self._is_widened = False

    # -------------------------------------------------------------- what to ask for
    def seed(self) -> Iterator[Harvest]:
        """Add the start pages; a harvest for each that cannot be followed. What the run has seen already is not added again."""
        for url, why in refused_starts(self.site):
            yield self.harvester.failed(url, url, datetime.now(UTC), "error", f"start page not followed: {why}")
        self._add(seed.entry for seed in start_pages(self.site))

    def add_sitemaps(self, urls: Iterable[str]) -> None:
        """Add the sitemaps that robots.txt names."""
        self._add(self.follower.entries(urls, self.site.start_urls[0], 1))

    # -------------------------------------------------------------- what came back
    def answer(self, entry: Entry, fetch: Fetch, hop: int, validators: Validators) -> Iterator[Harvest | Onward]:
        """One harvest for an answer, or where to ask next; links go to the frontier first, so that they outlive a kill."""
        self._widen(fetch.status or 0)
        if fetch.location is not None and self.site.owns(fetch.location):
            yield from self._redirect(entry, fetch, hop)
            return
        harvest = self.rechecks.read(entry, fetch)
        if harvest.page.outcome == GONE and (moved := self.memory.elsewhere(entry.key)) not in (None, fetch.url):
            yield from self._go_on(entry, fetch, moved or "", hop)
            return
        article = None if harvest.extraction is None else harvest.extraction.article
        harvest = self.follower.unmask(entry, harvest, fetch.body, self.memory.find(entry.key))
        self._follow(harvest, entry, fetch)
        harvest = self.rechecks.without_what_is_known(entry, self._once(harvest), fetch.url)
        yield self.rechecks.note(entry, harvest, fetch.url, validators, article)

    def unanswered(self, entry: Entry, url: str, at: datetime, outcome: str, reason: str, ref: str | None) -> Harvest:
        """The harvest of an entry for which ``url`` gave nothing that can be read."""
        return self.rechecks.note(entry, self.harvester.failed(entry.key, url, at, outcome, reason, ref), entry.url)

    def _widen(self, status: int) -> None:
        """Add what is remembered of the site once it answers: nobody asks a site that is down for all its pages."""
        if not self._is_widened and status < _SERVER_ERROR and status != _TOO_MANY_REQUESTS:
            self._is_widened = True
            self._add(seed.entry for seed in remembered(self.site, self.memory, datetime.now(UTC)))

    def _redirect(self, entry: Entry, fetch: Fetch, hop: int) -> Iterator[Harvest | Onward]:
        """A redirect to another spelling of the same page continues its entry; any other is a link like all."""
        target = entry_for(self.site, fetch.location or "", entry.depth + 1)
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
            harvest = self.rechecks.moved(entry, target, self.harvester.read(entry.key, fetch))
        yield self.rechecks.note(entry, harvest, fetch.url)

    def _go_on(self, entry: Entry, fetch: Fetch, url: str, hop: int) -> Iterator[Harvest | Onward]:
        """Ask for the entry at another address; the answer before has its own row."""
        is_loop = url in (fetch.url, entry.url)
        if is_loop or hop >= _MAX_HOPS:
            reason = f"redirect loop: {url}" if is_loop else f"redirected more than {_MAX_HOPS} times"
            harvest = self.harvester.failed(entry.key, fetch.url, fetch.fetched_at, "error", reason, fetch.source_ref)
            yield self.rechecks.note(entry, harvest, entry.url)
            return
        key = f"{entry.key} redirect {hop}"
        if not self._frontier.is_done(key):
            yield self.harvester.read(key, fetch)
        yield Onward(entry, url, hop + 1)

    def _follow(self, harvest: Harvest, entry: Entry, fetch: Fetch) -> None:
        """Add the links of a page that are worth it."""
        links = [] if harvest.extraction is None else harvest.extraction.links
        entries = self.follower.entries(links, fetch.url, entry.depth + 1)
        self.rechecks.heed_links(entries)
        self._add(self.follower.worth(entry, harvest, fetch.body, entries))

    def _add(self, entries: Iterable[Entry]) -> None:
        refused = self._frontier.add(entries, self.site.max_per_shape)
        if refused:
            self._crawler.stats.inc_value(unfollowed("trap"), refused)

    def _once(self, harvest: Harvest) -> Harvest:
        """The harvest, or a ``duplicate`` where the run has read the same version under another URL."""
        article = None if harvest.extraction is None else harvest.extraction.article
        if article is None or self._frontier.is_first(f"{article.article_id} {article.version}", harvest.key):
            return harvest
        become_duplicate(harvest, article)
        return harvest

    # -------------------------------------------------------------- what is kept
    def flush(self) -> None:
        """Write what is known of traps and what is to be remembered, before the rows of the same answers are committed."""
        self._frontier.flush()
        self.follower.ledger.flush()
        self.memory.flush()

    def doubt(self) -> str | None:
        """When nothing is left to fetch: why the misses of this run are not to be believed; ``None`` where they are."""
        self.memory.flush()
        return self.memory.doubt()

    def brought(self) -> bool:
        """Likewise: whether the site gave something that could be read, in all of the run however often it was taken up again."""
        self.memory.flush()
        return self.memory.met(BROUGHT)

    def complete(self) -> None:
        """All was answered and staged: what was seen and not fetched is remembered, and the next crawl begins a new run."""
        self.memory.keep_unfetched(self._frontier.unfetched())
        self._frontier.finish()
