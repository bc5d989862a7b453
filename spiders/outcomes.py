"""The log tells what became of each fetch, and which run it belongs to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import Spider, signals

from extractors.records import Harvest
from spiders.base import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

BROUGHT = frozenset({"article", "listing", "attachment", "unchanged"})
"""Outcomes of a fetch that tell what there is; without one of them a crawl has learnt nothing of its site."""


class OutcomeLog:
    """Scrapy extension: a line for the run's begin and end, and one for each fetch that is staged."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        log = cls()
        crawler.signals.connect(log.opened, signal=signals.spider_opened)
        crawler.signals.connect(log.staged, signal=signals.item_scraped)
        crawler.signals.connect(log.closed, signal=signals.spider_closed)
        return log

    def opened(self, spider: Spider) -> None:
        """The run's id, and whether it goes on or begins."""
        if isinstance(spider, SiteSpider):
            logger.info("run %s of %s %s: %s", spider.run_id, spider.site_name, "goes on" if spider.frontier.resumed else "begins", spider.target())

    def staged(self, item: object) -> None:
        """URL, status, outcome and reason."""
        if isinstance(item, Harvest):
            page = item.page
            logger.info("%s: status %s, %s%s", page.requested_url, page.status or "none", page.outcome, f" ({page.reason})" if page.reason else "")

    def closed(self, spider: Spider, reason: str) -> None:
        """The run's id again, and why it ended."""
        if isinstance(spider, SiteSpider):
            logger.info("run %s of %s ended: %s", spider.run_id, spider.site_name, reason)
