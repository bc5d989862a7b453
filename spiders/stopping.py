"""Two moments in which Scrapy hears a request to stop and then never ends, mended."""

from __future__ import annotations

import asyncio
import contextlib

from scrapy import signals
from scrapy.crawler import Crawler

_LOOK_EVERY = 0.2


def heed_stops(crawler: Crawler) -> None:
    """Make a crawl end when it is asked to, also while its spider is being opened or an item of ``start()`` is being staged."""
    watch: list[asyncio.Task[None]] = []

    async def engine_started() -> None:
        if not crawler.crawling and crawler.engine is not None:
            # the stop came before the engine ran: Scrapy notes it and stops nothing
            await crawler.engine.stop_async()
        else:
            watch.append(asyncio.ensure_future(_end_when_idle(crawler)))

    def spider_closed() -> None:
        for task in watch:
            task.cancel()

    crawler.signals.connect(engine_started, signal=signals.engine_started, weak=False)
    crawler.signals.connect(spider_closed, signal=signals.spider_closed, weak=False)


async def _end_when_idle(crawler: Crawler) -> None:
    """Close the scraper when its last item is done: for items that come from ``start()``, Scrapy does not look again."""
    with contextlib.suppress(asyncio.CancelledError):
        while crawler.engine is not None:
            await asyncio.sleep(_LOOK_EVERY)
            slot = crawler.engine.scraper.slot
            spider = crawler.spider
            if slot is not None and spider is not None and slot.closing is not None and not slot.closing.called and slot.is_idle():
                slot.closing.callback(spider)
