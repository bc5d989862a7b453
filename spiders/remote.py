"""What the ways in through web archives' services share: their questions, their patience, and what they keep.

Such a spider first learns from an index what there is, keeps the answers, chooses
one capture per version (:mod:`spiders.cdx`), and then fetches these one after the
other, the oldest first. Each is written to our own archive before it is read. A
service that cannot be used closes the spider, and the run stays open: the next one
goes on where it was.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy.exceptions import CloseSpider

from extractors.records import Harvest
from solieu.contract.stats import ANSWERS, SERVICE_ERROR
from spiders.answers import AnswerStore
from spiders.archiving import archive_folder
from spiders.base import SiteSpider, software
from spiders.cdx import Listed, Listing, Wanted, choose
from spiders.copies import CopyWriter
from spiders.errors import InputError, UnknownSite
from spiders.leftovers import finish_leftovers
from spiders.limiter import Limiter, limits_folder
from spiders.provenance import about_import, file_stem
from spiders.service import Service, ServiceBusy, ServiceError, TooLarge, number, on_loopback, option, patience
from spiders.sites import Site, find_site

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

SERVICE_FAILED = "service_failed"
"""Scrapy's close reason where the service cannot be used."""

_MAX_INDEX_BYTES = 100_000_000
_FAILURES_IN_A_ROW = 3
"""After so many captures that the service would not give, one after the other, it is taken to be down."""


class Gap(Exception):
    """A capture that is listed, and that the archive does not have; ``str()`` says how it told."""


class RemoteArchiveSpider(SiteSpider):
    """Reads the captures of one site. Arguments: ``site`` (a name of ``sites.toml`` or a URL), ``limit`` in fetches of captures."""

    title: ClassVar[str]
    chosen: frozenset[tuple[str, str]]
    copies: CopyWriter
    answers: AnswerStore

    def __init__(self, site: str | Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if site is None:
            raise UnknownSite(f"nothing to read from {self.title}: give a site or a URL")
        self.home = site if isinstance(site, Site) else find_site(site)
        self._known: int | None = None
        self._brought: set[str] = set()
        self._asked = self._in_a_row = 0

    # -------------------------------------------------------------- what each service does in its own way
    @abstractmethod
    def urls(self) -> tuple[str, ...]:
        """The addresses of the service."""

    @abstractmethod
    def listings(self) -> AsyncIterator[Listing]:
        """Every answer of the index about the site. Raises :class:`ServiceError`."""

    @abstractmethod
    async def fetch(self, wanted: Wanted, listed: Listed) -> Harvest:
        """Fetch, archive and read one capture. Raises :class:`Gap` and :class:`ServiceError`."""

    @abstractmethod
    def connect(self, settings: BaseSettings) -> None:
        """Read the settings. Raises :class:`spiders.errors.InputError`."""

    # -------------------------------------------------------------- the run
    async def start(self) -> AsyncIterator[Any]:
        """One harvest per capture fetched; closes the spider where the service cannot be used."""
        try:
            wanted = await self._wanted()
            for one in wanted:
                self.is_cut_short = self._spent()
                if self.is_cut_short or self.stopped():
                    break
                async for harvest in self._versions(one):
                    yield harvest
            await self._settle()
        except ServiceError as error:
            told = f"{self.title} cannot be used: {error}; what was read is kept, and the same command goes on from there"
            self.warn(told)
            self.crawler.stats.set_value(SERVICE_ERROR, told)
            raise CloseSpider(SERVICE_FAILED) from error

    async def _settle(self) -> None:
        """Wait for what was yielded to be staged: for items of ``start()`` alone, Scrapy looks for the end every five seconds only."""
        engine = self.crawler.engine
        while engine is not None and not self.stopped() and engine.scraper.slot is not None and not engine.scraper.slot.is_idle():
            await asyncio.sleep(0.01)

    def known(self) -> int | None:
        """The versions to fetch, once the index has answered."""
        return self._known

    async def _wanted(self) -> list[Wanted]:
        captures: list[Listed] = []
        broken = 0
        async for listing in self.listings():
            captures += listing.captures
            broken += listing.broken
        chosen = choose(captures, self.home)
        self.chosen = frozenset((one.newest.stamp, one.newest.url) for one in chosen)
        if not chosen:
            self.warn(f"{self.title} lists no page of {self.site_name}")
        before = self.answers.imported()
        wanted = [one for one in chosen if one.key not in before and not self.frontier.is_done(self._key(one.key))]
        self.logger.info("%d captures listed, %d versions of pages, %d of them new", len(captures), len(chosen), len(wanted))
        self.crawler.stats.set_value("solieu/captures/listed", len(captures))
        self.crawler.stats.set_value("solieu/captures/chosen", len(chosen))
        self.crawler.stats.set_value("solieu/captures/new", len(wanted))
        if broken:
            self.warn(f"{broken} lines of the index could not be read")
        self._known = len(wanted)
        return wanted

    async def _versions(self, wanted: Wanted) -> AsyncIterator[Harvest]:
        """One harvest for the version, and one for each of its captures before that the archive does not have."""
        key = self._key(wanted.key)
        for listed in wanted.captures:
            gap = f"{key} {listed.stamp} {listed.url}"
            if self.frontier.is_done(gap) or self._spent() or self.stopped():
                continue
            self._asked += 1
            try:
                harvest = await self.fetch(wanted, listed)
            except Gap as error:
                self._in_a_row = 0
                yield self.harvester.failed(gap, listed.url, listed.at, "error", f"listed, but {self.title} has it not: {error}")
                continue
            except TooLarge as error:
                self._in_a_row = 0
                yield self.harvester.failed(key, listed.url, listed.at, "too_large", str(error))
                return
            except ServiceBusy:
                raise
            except ServiceError as error:
                self._in_a_row += 1
                if self._in_a_row >= _FAILURES_IN_A_ROW:
                    raise
                yield self.harvester.failed(key, listed.url, listed.at, "error", f"{self.title}: {error}")
                return
            self._in_a_row = 0
            self.crawler.stats.inc_value(ANSWERS)
            self._brought.add(key)
            yield harvest
            return

    def _spent(self) -> bool:
        limits = [n for n in (self.limit, self.home.max_pages) if n is not None]
        return self._asked >= min(limits)

    def _key(self, key: str) -> str:
        return f"{self.name} {key}"

    # -------------------------------------------------------------- asking
    async def listing(self, service: Service, url: str, run_id: str, final: Callable[[Response], bool]) -> str:
        """The text that an index answers, from the store where it was asked before."""
        text = self.answers.answer(run_id, url)
        if text is None:
            self.logger.info("asking %s", url)
            response = await service.ask(url, final, _MAX_INDEX_BYTES)
            text = response.body.decode("utf-8", "replace") if response.status == 200 else ""
            self.answers.keep(run_id, url, text)
        return text

    def service(self, settings: BaseSettings, name: str, interval: str, seconds: float) -> Service:
        """The service of one limit; ``interval`` is the setting that overrules ``seconds``."""
        folder = Path(option(settings, "SOLIEU_LIMITS_DIR", str(limits_folder())))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:  # a user without a home: then at least all that write here share the limit
            folder = self.output / ".state" / "limits"
        return Service(self.crawler, Limiter(folder, name, number(settings, interval, seconds)), patience(settings))

    def may_fetch(self, url: str) -> bool:
        """Whether ``url`` is on the service: nothing else is asked, and the site itself least of all."""
        return any(urlsplit(url).netloc == urlsplit(own).netloc for own in self.urls())

    # -------------------------------------------------------------- opening and closing
    def target(self) -> str:
        """The service and the site's hosts."""
        return f"{self.name} {' '.join(self.home.hosts)}"

    def _open(self, state: Path, run_id: str | None, extract: Any) -> None:
        try:
            self.connect(self.crawler.settings)
        except InputError:
            self._lock.release()
            raise
        super()._open(state, run_id, extract)
        self.answers = AnswerStore(state.parent / "archives.db", self.name, self.site_name)
        folder = archive_folder(self.output)
        finish_leftovers(folder)
        about = about_import(self.home, self.run_id, self.name)
        self.copies = CopyWriter(folder, f"{file_stem(self.home, self.run_id)}-{self.name}", software(), about=about)

    def _shared_settings(self, state: Path) -> dict[str, Any]:
        """The limiter sets the pace, and robots.txt is for the site itself: the archives ask by other means to be left alone."""
        return super()._shared_settings(state) | {
            "ROBOTSTXT_OBEY": False,
            "AUTOTHROTTLE_ENABLED": False,
            "DOWNLOAD_DELAY": 0.0,
            "CONCURRENT_REQUESTS": 1,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_TIMEOUT": 180,
            "SOLIEU_DELAY": 0.0,
            "SOLIEU_RETRY_AFTER_MAX": 0.0,
            "SOLIEU_ALLOW_LOOPBACK": on_loopback(*self.urls()),
        }

    def before_commit(self) -> None:
        """The archive that rows point to."""
        super().before_commit()
        self.copies.sync()

    def _staged(self, item: object) -> None:
        super()._staged(item)
        if isinstance(item, Harvest) and item.key in self._brought:
            self.answers.mark(item.key.removeprefix(f"{self.name} "))
            self._brought.discard(item.key)

    def _finish(self, reason: str) -> None:
        self.copies.close()
        if reason == "finished":
            self.answers.forget(self.run_id)
        self.answers.close()
        super()._finish(reason)


def moment_of(stamp: str) -> datetime:
    """The time (UTC) that fourteen digits mean. Raises ``ValueError``."""
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
