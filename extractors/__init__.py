"""From a page's bytes to typed facts: pure functions, no Scrapy, no Arrow, no files, no network."""
