"""How much of a site the datasets cover: articles that are known of and were never read, and numbers that nothing is known of.

Portals number articles in the order in which they are made. So a number between two
that were met may be an article that no link leads to (or one of another section or
site that the same system numbers): that is information, not a fault.

Computed from the published tables, batch by batch; what is kept is a few bytes per article.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from solieu.history import batches, rows
from solieu.tally import READ
from spiders.sites import Site

NOT_FETCHED = "not fetched"
_SHOWN_GAPS = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers from ``first`` to ``last`` that nothing is known of; ``after`` and ``before`` are the days of the articles around them."""

    first: int
    last: int
    after: date | None
    before: date | None

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Unreached:
    """Articles that are known by number and were never read: ``why`` is the last fetch's outcome, or ``not fetched``."""

    why: str
    count: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known of a site whose articles have numbers, over all runs into the output.

    ``articles`` is how many numbered articles there are, ``smallest`` and ``largest`` bound
    all numbers met; ``gaps`` are the largest of ``gap_count`` gaps with ``missing`` numbers in all.
    ``skipped_links`` counts links of this crawl that were not followed, by reason.
    """

    articles: int = 0
    smallest: int | None = None
    largest: int | None = None
    unreached: tuple[Unreached, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    missing: int = 0
    skipped_links: Mapping[str, int] = field(default_factory=dict)

    @property
    def known_unreached(self) -> int:
        """How many articles are known of and were never read."""
        return sum(group.count for group in self.unreached)


def coverage(output: Path, site: Site, waiting: Iterable[str] = (), skipped_links: Mapping[str, int] | None = None) -> Coverage:
    """The coverage of one site in ``output``; ``waiting`` are URLs that were seen and not fetched."""
    ids, days = _articles(output, site)
    others: dict[int, str] = {}
    examples: dict[int, str] = {}
    for url in _chained(_related(output, site), waiting):
        number = _number(site, url)
        if number is not None and not _holds(ids, number):
            others.setdefault(number, NOT_FETCHED)
            examples.setdefault(number, url)
    for url, outcome in _fetched(output):
        number = _number(site, url)
        if number is not None and not _holds(ids, number):
            others[number] = outcome
            examples.setdefault(number, url)
    known = array("q", sorted({*ids, *others}))
    gaps = [(known[at - 1] + 1, known[at] - 1) for at in range(1, len(known)) if known[at] - known[at - 1] > 1]
    largest = sorted(sorted(gaps, key=lambda g: (g[0] - g[1], g[0]))[:_SHOWN_GAPS])
    return Coverage(
        articles=len(ids),
        smallest=known[0] if known else None,
        largest=known[-1] if known else None,
        unreached=_grouped(others, examples),
        gaps=tuple(Gap(first, last, *_around(first, ids, days)) for first, last in largest),
        gap_count=len(gaps),
        missing=sum(last - first + 1 for first, last in gaps),
        skipped_links=dict(skipped_links or {}),
    )


def _articles(output: Path, site: Site) -> tuple[array[int], array[int]]:
    """Numbers of the articles in order, and the ordinal of each one's day, 0 where it has none."""
    pairs: list[tuple[int, int]] = []
    prefix = f"{site.name}-"
    for row in rows(output, "articles", ["article_id", "site", "published_on"]):
        number = row["article_id"].removeprefix(prefix).rpartition("-")[2]  # the number may have its name before it
        if row["site"] == site.name and number.isdecimal() and number.isascii():
            pairs.append((int(number), row["published_on"].toordinal() if row["published_on"] else 0))
    pairs.sort()
    return array("q", (number for number, _ in pairs)), array("q", (day for _, day in pairs))


def _related(output: Path, site: Site) -> Iterator[str]:
    for batch in batches(output, "articles", ["site", "related_urls"]):
        for row in batch.to_pylist():
            if row["site"] == site.name:
                yield from row.get("related_urls") or ()


def _fetched(output: Path) -> Iterator[tuple[str, str]]:
    """URL and outcome of every fetch of every run, in order."""
    return ((row["requested_url"], row["outcome"]) for row in rows(output, "pages", ["requested_url", "outcome"]))


def _chained(*sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        yield from source


def _number(site: Site, url: str) -> int | None:
    return site.identity(url).numeric_id if site.owns(url) else None


def _holds(ids: array[int], number: int) -> bool:
    at = bisect_left(ids, number)
    return at < len(ids) and ids[at] == number


def _grouped(others: Mapping[int, str], examples: Mapping[int, str]) -> tuple[Unreached, ...]:
    counts = Counter(why for why in others.values() if why not in READ)
    first = {others[number]: number for number in sorted(others, reverse=True)}
    return tuple(Unreached(why, count, examples[first[why]]) for why, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _around(first: int, ids: array[int], days: array[int]) -> tuple[date | None, date | None]:
    """The days of the nearest dated articles below and above a gap."""
    at = bisect_left(ids, first)
    below = next((days[i] for i in range(at - 1, -1, -1) if days[i]), 0)
    above = next((days[i] for i in range(at, len(days)) if days[i]), 0)
    return date.fromordinal(below) if below else None, date.fromordinal(above) if above else None
