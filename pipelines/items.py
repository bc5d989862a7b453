"""The Scrapy adapter: harvests are staged in small groups, and the datasets are published when the spider closes.

Settings: ``SOLIEU_OUTPUT_DIR`` (or ``OUTPUT_DIR``), ``SOLIEU_STATE`` (the state file,
by default below the output folder), ``SOLIEU_RUN_ID`` (by default a new run). The
site is the spider's ``site_name``. A spider with the methods of :class:`pipelines.batch.Source`
is told before and after each commit.

Statistics: ``solieu/articles``, ``solieu/figures``, ``solieu/outcome/<code>``,
``solieu/rejected``, the run's ``solieu/new``, ``solieu/changed`` and ``solieu/gone`` articles, and ``solieu/store_error`` with the sentence for the user where
storing failed.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from extractors.records import Harvest
from pipelines.batch import Batch, Source
from pipelines.errors import StoreError
from pipelines.locking import check_writable
from pipelines.publish import publish
from pipelines.staging import Staging, state_path
from solieu.contract.runs import new_run_id
from solieu.contract.stats import GONE_COUNTS, NEWS, NOTHING_READ, STORE_ERROR, fetches_with

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

STORE_FAILED = "store_failed"
"""Scrapy's close reason then."""


class DatasetPipeline:
    """Stages :class:`extractors.records.Harvest` items and publishes the datasets; any other item is an error."""

    def __init__(self, crawler: Crawler, directory: Path, state: Path, run_id: str) -> None:
        self.directory, self.run_id = directory, run_id
        self._crawler, self._state = crawler, state
        self._staging: Staging | None = None
        self._batch: Batch

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        settings = crawler.settings
        chosen = settings.get("SOLIEU_OUTPUT_DIR") or settings.get("OUTPUT_DIR")
        if not chosen:
            raise NotConfigured("SOLIEU_OUTPUT_DIR names the output folder")
        directory = Path(chosen).absolute()
        state = Path(settings.get("SOLIEU_STATE") or state_path(directory))
        pipeline = cls(crawler, directory, state, settings.get("SOLIEU_RUN_ID") or new_run_id())
        crawler.signals.connect(pipeline.spider_closed, signal=signals.spider_closed)
        return pipeline

    def open_spider(self) -> None:
        """Make sure that the folder can be written, and begin the run; where that fails the spider is closed at once."""
        site = str(getattr(self._crawler.spider, "site_name", None) or getattr(self._crawler.spider, "name", ""))
        try:
            check_writable(self.directory)
            self._staging = Staging(self._state)
            self._staging.begin_run(site, version("solieu"), self.run_id)
            self._batch = Batch(self._staging, self._source(), self._failed_at_last)
        except StoreError as error:
            self._failed(error)
            raise CloseSpider(STORE_FAILED) from error

    def process_item(self, item: Any) -> Any:
        """Stage a harvest, soon; where that is impossible the crawl stops, and what was staged is kept."""
        if not isinstance(item, Harvest):
            raise TypeError(f"DatasetPipeline stages Harvest items, not {type(item).__name__}")
        if self._staging is None or self._stats().get_value(STORE_ERROR):
            self._stop()
            raise DropItem("nothing can be stored")
        try:
            staged = self._batch.add(item)
        except StoreError as error:
            self._failed(error)
            self._stop()
            raise DropItem(str(error)) from error
        if staged:
            self._count(item)
        return item

    def close_spider(self) -> None:
        """Stage what is left of the run, and what it means for articles that answer no more."""
        if self._staging is None:
            return
        try:
            self._batch.commit()
            if self._stats().get_value(GONE_COUNTS):
                self._staging.count_gone(self.run_id)
            for what, number in self._staging.news(self.run_id).items():
                self._stats().set_value(NEWS[what], number)
        except StoreError as error:
            self._failed(error)

    def spider_closed(self, reason: str) -> None:
        """Note how the run ended, which only this signal tells, and publish all that is staged, also after an interruption."""
        staging = self._staging
        if staging is None:
            return
        self._staging = None
        try:
            staging.end_run(self.run_id, self._exit(reason))
            published = publish(staging, self.directory)
        except StoreError as error:
            self._failed(error)
            with suppress(StoreError):
                staging.end_run(self.run_id, self._exit(reason))
        else:
            self._add("solieu/rejected", sum(table.rejected for table in published.values()))
        finally:
            staging.close()

    def _stop(self) -> None:
        """Close the spider, where a response gave the item.

        Scrapy waits for ever when it is closed while a spider yields items from
        ``start()``; those items are dropped one by one until their source ends.
        """
        engine = self._crawler.engine
        if engine is not None and engine.scraper.slot is not None and engine.scraper.slot.active:
            deferred_from_coro(engine.close_spider_async(reason=STORE_FAILED))

    def _exit(self, reason: str) -> str:
        if self._stats().get_value(STORE_ERROR) or self._stats().get_value(NOTHING_READ):
            return "failed"
        return "complete" if reason == "finished" else "interrupted"

    def _count(self, harvest: Harvest) -> None:
        self._add(fetches_with(harvest.page.outcome), 1)
        if harvest.extraction is not None and harvest.extraction.article is not None:
            self._add("solieu/articles", 1)
            self._add("solieu/figures", len(harvest.extraction.figures))

    def _source(self) -> Source | None:
        """The spider, where it wants to be told of commits."""
        spider: Any = self._crawler.spider
        return spider if hasattr(spider, "before_commit") and hasattr(spider, "after_commit") else None

    def _failed(self, error: StoreError) -> None:
        logger.error("%s", error)
        if not self._stats().get_value(STORE_ERROR):
            self._stats().set_value(STORE_ERROR, str(error))

    def _failed_at_last(self, error: StoreError) -> None:
        """A commit between two items failed."""
        self._failed(error)
        self._stop()

    def _add(self, name: str, number: int) -> None:
        self._stats().inc_value(name, number)

    def _stats(self) -> Any:
        return self._crawler.stats
