"""What a crawl begins with, in order, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spiders.frontier import Entry
from spiders.links import START, entry_for
from spiders.sites import Site


@dataclass(frozen=True, slots=True)
class Seed:
    """An entry to begin with, and a word for why it is one."""

    entry: Entry
    why: str


def seeds(site: Site) -> Iterator[Seed]:
    """What a crawl of ``site`` begins with; the frontier's order is that of priority, then of this list."""
    for url in site.start_urls:
        entry = entry_for(site, url, 0)
        if not isinstance(entry, str):
            yield Seed(replace(entry, priority=START, shape=None), "start page")


def refused_starts(site: Site) -> Iterator[tuple[str, str]]:
    """The start pages that cannot be followed, each with the word for why."""
    for url in site.start_urls:
        entry = entry_for(site, url, 0)
        if isinstance(entry, str):
            yield url, entry
