"""What a crawl begins with, in order, and why.

First the start pages; what a site is remembered for comes into the frontier when one
of them has answered. The priorities below stand between those of newly found links
(:mod:`spiders.links`): new articles come before listings deep in a site, new pages
before known articles, so that also a crawl with a limit meets what is new first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from spiders.frontier import Entry
from spiders.links import START, entry_for
from spiders.memory import Memory, Resource
from spiders.sites import Site

LISTING, DEEP_LISTING, RECENT, KNOWN, DOUBTFUL, KNOWN_FILE = 25, 15, 8, 6, 4, -2
"""Priorities of what is remembered: listings near the start pages, other listings, articles that changed lately, other articles,
what was no page of any use, files."""

NEAR = 1
"""Depth of the listings that the start pages link to."""

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seed:
    """An entry to begin with, and words for why it is one."""

    entry: Entry
    why: str


def seeds(site: Site, memory: Memory, now: datetime) -> Iterator[Seed]:
    """What a crawl of ``site`` begins with; the frontier's order is that of priority, then of this list."""
    return chain(start_pages(site), remembered(site, memory, now))


def start_pages(site: Site) -> Iterator[Seed]:
    """The start pages that can be followed."""
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


def remembered(site: Site, memory: Memory, now: datetime) -> Iterator[Seed]:
    """What earlier crawls met and the site's settings still allow, the oldest check first."""
    for known in memory.resources():
        entry = entry_for(site, known.url, known.depth)
        if not isinstance(entry, str) and not _is_forgotten(known):
            priority, why = _place(known, entry, now)
            yield Seed(replace(entry, priority=priority), why)


def _is_forgotten(known: Resource) -> bool:
    """A dead link that never was an article: it is met again where a page still has it."""
    return known.misses > 1 and known.article_id is None


def _place(known: Resource, entry: Entry, now: datetime) -> tuple[int, str]:
    if known.outcome is None:
        return entry.priority, "seen before, not fetched yet"
    if known.misses:
        return DOUBTFUL, "missing at the last crawl"
    if known.kind == "listing":
        return (LISTING, "listing") if known.depth <= NEAR else (DEEP_LISTING, "listing")
    if known.kind == "article":
        is_recent = known.changed_at is not None and now - datetime.fromisoformat(known.changed_at) < LATELY
        return (RECENT, "article that changed lately") if is_recent else (KNOWN, "known article")
    if known.kind == "attachment":
        return KNOWN_FILE, "known file"
    return DOUBTFUL, f"{known.outcome} at the last crawl"
