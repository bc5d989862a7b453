"""What the ways in share: one run of one site, its lock, its durable state and its harvester."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals
from scrapy.utils.misc import load_object

from extractors.records import Harvest
from solieu.contract.stats import LOST, STORE_ERROR
from spiders.archiving import archive_folder
from spiders.errors import OutputError
from spiders.frontier import Frontier, SiteLock
from spiders.harvest import Harvester
from spiders.provenance import Origin, note_import
from spiders.sites import Site
from spiders.stopping import heed_stops
from spiders.storing import cannot_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


_DISK_ERRORS = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)


class SiteSpider(Spider):
    """A spider that yields one :class:`Harvest` per fetch of one site.

    Subclasses say what they read by :meth:`target`, a text that is equal for two
    runs exactly when the second may continue the first. ``is_cut_short`` tells, at the
    end, that a limit left something unread.
    """

    home: Site
    limit: int | None
    output: Path
    run_id: str
    frontier: Frontier
    harvester: Harvester

    def __init__(self, limit: int | str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = None if limit is None else int(limit)
        self.warnings: list[str] = []
        self.is_cut_short = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor: takes the site's lock and opens its state.

        Raises :class:`spiders.errors.SiteBusy` and :class:`spiders.errors.OutputError`.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.output = Path(settings.get("SOLIEU_OUTPUT_DIR") or settings.get("OUTPUT_DIR") or "output").absolute()
        state = Path(settings.get("SOLIEU_STATE") or spider.output / ".state" / "solieu.db")
        spider._lock = SiteLock(state.parent, spider.site_name).acquire()
        try:
            spider._open(state, settings.get("SOLIEU_RUN_ID"), load_object(settings["SOLIEU_EXTRACTOR"]))
        except (OSError, sqlite3.Error) as error:
            spider._lock.release()
            is_full = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DISK_ERRORS
            raise OutputError(f"cannot {'write to' if is_full else 'use the state in'} {state}: {error}") from error
        for name, value in spider._shared_settings(state).items():
            settings.set(name, value, priority="spider")
        heed_stops(crawler)
        crawler.signals.connect(spider._opened, signal=signals.spider_opened)
        crawler.signals.connect(spider._lost, signal=signals.item_error)
        crawler.signals.connect(spider._lost, signal=signals.item_dropped)
        return spider

    @property
    def site_name(self) -> str:
        """The site's name in the datasets."""
        return self.home.name

    def target(self) -> str:
        """What is read."""
        raise NotImplementedError

    def warn(self, text: str) -> None:
        """Keep a line for the summary."""
        self.warnings.append(text)
        self.logger.warning(text)

    def _open(self, state: Path, run_id: str | None, extract: Any) -> None:
        limits = [n for n in (self.limit, self.home.max_pages) if n is not None]
        self.frontier = Frontier(state, self.site_name, self.target(), run_id, min(limits))
        self.run_id = self.frontier.run_id
        self.harvester = Harvester(self.home, self.run_id, extract)

    def _shared_settings(self, state: Path) -> dict[str, Any]:
        """What pipelines are told, and what the site asks for."""
        return {
            "OUTPUT_DIR": str(self.output),
            "SOLIEU_OUTPUT_DIR": str(self.output),
            "SOLIEU_STATE": str(state),
            "SOLIEU_RUN_ID": self.run_id,
            "SOLIEU_SITE": self.site_name,
        }

    def _opened(self) -> None:
        """Connected only now, after the pipelines: :meth:`_finish` is to come after what they do at the end."""
        self.crawler.signals.connect(self._finish, signal=signals.spider_closed)

    def leave_word(self, way: str, origins: Sequence[Origin]) -> None:
        """Note in the archive which files an import reads; where that is impossible the crawl ends."""
        folder = archive_folder(self.output)
        try:
            note_import(folder, self.home, self.run_id, way, origins, software())
        except OSError as error:
            cannot_store(self.crawler, folder, error)

    def stopped(self) -> bool:
        """Whether no further item should be yielded: the crawl was asked to stop, or nothing can be stored any more.

        Scrapy waits for ever for a ``start()`` that goes on yielding while it closes.
        """
        return not self.crawler.crawling or bool(self.crawler.stats.get_value(STORE_ERROR))

    def within_limit(self, harvests: Iterable[Harvest]) -> Iterator[Harvest]:
        """At most ``limit`` of the harvests, until the crawl is to stop; notes in ``is_cut_short`` where the limit left more."""
        for number, harvest in enumerate(harvests):
            if number == self.limit:
                self.is_cut_short = True
                return
            if self.stopped():
                return
            yield harvest

    def known(self) -> int | None:
        """How many fetches are known to be needed, where that is known."""
        return None

    def before_commit(self) -> None:
        """For the pipeline, before each commit of staged rows: what they rest on is written first.

        Raises ``OSError`` or ``sqlite3.Error`` where that is impossible; nothing may be committed then.
        """
        self.frontier.flush()

    def after_commit(self, items: Iterable[object]) -> None:
        """For the pipeline, after each commit: what was staged by it."""
        for item in items:
            self._staged(item)

    def _staged(self, item: object) -> None:
        if isinstance(item, Harvest):
            self.frontier.settle(item.key)

    def _lost(self) -> None:
        self.crawler.stats.inc_value(LOST)

    def _complete(self) -> None:
        """All was fetched and staged: the next crawl begins a new run."""
        self.frontier.finish()

    def _finish(self, reason: str) -> None:
        """After the pipelines have closed: an interrupted or failed run stays open, to be continued."""
        stats = self.crawler.stats
        try:
            if reason == "finished" and not stats.get_value(LOST, 0) and not stats.get_value(STORE_ERROR):
                self._complete()
        except sqlite3.Error as error:
            cannot_store(self.crawler, self.output, error)
        finally:
            self.frontier.close()
            self._lock.release()

    _lock: SiteLock


@cache
def software() -> str:
    """Name and version, as user agent and archives give it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"solieu/{version('solieu')}"
    except PackageNotFoundError:
        return "solieu"
