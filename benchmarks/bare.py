"""What a crawl is measured against: a Scrapy spider that follows every link of the site and does nothing else.

    python -m benchmarks.bare URL HOST… CONCURRENCY

No reading, no archive, no storage, no durable state; Scrapy's own scheduler, duplicate filter and link extractor,
the same download handler, robots.txt heeded, no delay.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class BareSpider(CrawlSpider):
    name = "bare"
    rules = (Rule(LinkExtractor(), callback="count", follow=True),)
    pages = 0

    def parse_start_url(self, response: Response) -> None:
        self.pages += 1

    def count(self, response: Response) -> Iterator[Request]:
        self.pages += isinstance(response, HtmlResponse)
        return iter(())


def main(url: str, hosts: list[str], concurrency: int) -> None:
    process = AsyncCrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "TWISTED_REACTOR_ENABLED": False,
            "WARN_ON_GENERATOR_RETURN_VALUE": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, start_urls=[url], allowed_domains=[host.partition(":")[0] for host in hosts])
    process.start()
    stats = crawler.stats.get_stats()
    print(json.dumps({"pages": stats["response_received_count"], "seconds": stats["elapsed_time_seconds"]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:-1], int(sys.argv[-1]))
