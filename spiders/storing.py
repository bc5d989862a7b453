"""What a spider does when the disk does not take what it must keep: the crawl ends, and nothing counts as done."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from sqlite3 import Error as DatabaseError
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from solieu.contract.stats import STORE_ERROR

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class NotStored(IgnoreRequest):
    """A response could not be archived, so it must not be read."""


def cannot_store(crawler: Crawler, folder: Path, error: OSError | DatabaseError) -> None:
    """Note the error and end the crawl; it goes on from what was staged when it is started again."""
    assert crawler.stats is not None
    if not crawler.stats.get_value(STORE_ERROR):
        reason = getattr(error, "strerror", None) or error
        crawler.stats.set_value(STORE_ERROR, f"cannot write to {folder}: {reason}; what was stored before is kept, start again when there is space")
        logger.error("%s", crawler.stats.get_value(STORE_ERROR))
        asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(_close(crawler)))


async def _close(crawler: Crawler) -> None:
    if crawler.engine is not None and crawler.engine.spider is not None:
        await crawler.engine.close_spider_async(reason="store_failed")
