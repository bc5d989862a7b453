"""What a crawl would ask for, without asking and without writing: ``solieu crawl --dry-run``."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spiders.department import DepartmentSpider
from spiders.errors import InputError, OutputError
from spiders.frontier import Entry, Frontier
from spiders.memory import Memory
from spiders.seeds import Seed, seeds
from spiders.sites import Site, find_site


@dataclass(frozen=True, slots=True)
class Planned:
    """A URL that would be asked for, and why."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a crawl would begin with, in the order it would ask. ``resumed``: it would continue an unfinished run."""

    site: str
    resumed: bool
    planned: tuple[Planned, ...]

    def summary(self) -> str:
        """One line.

        >>> Preview("x", False, (Planned("http://x.vn/", "start page"),)).summary()
        'a new crawl of x would begin with 1 URL (1 start page) and go on with what they link to; nothing was asked for or written'
        """
        whys = ", ".join(f"{n} {why}" for why, n in Counter(planned.why for planned in self.planned).items())
        what = f"{len(self.planned)} URL{'' if len(self.planned) == 1 else 's'}" + (f" ({whys})" if whys else "")
        begins = f"the unfinished crawl of {self.site} would go on" if self.resumed else f"a new crawl of {self.site} would begin"
        return f"{begins} with {what} and go on with what they link to; nothing was asked for or written"


def preview(target: str | Site, output: str | Path = "output", limit: int | None = None) -> Preview:
    """What ``crawl(target, output, limit=limit)`` would begin with on the live site, ``limit`` requests at most.

    Further URLs are found in the pages themselves. robots.txt is not asked for: what it forbids is listed too.
    Raises :class:`spiders.errors.CrawlError` for an unknown target and for a state that cannot be read.
    """
    site = target if isinstance(target, Site) else find_site(target)
    if site.archives:
        raise InputError(f"{site.name} is read from archives: a dry run is for what would be asked of a live site")
    bound = min(n for n in (limit, site.max_pages) if n is not None)
    state = Path(output).absolute() / ".state" / "solieu.db"
    left, first = _read(state, site)
    planned = [Planned(seed.entry.url, seed.why) for seed in first] if left is None else [Planned(entry.url, "waiting") for entry in left]
    return Preview(site.name, left is not None, tuple(planned[:bound]))


def _in_order(found: Iterator[Seed]) -> list[Seed]:
    """Each key once, where it came first, in the order of the frontier."""
    first: dict[str, Seed] = {}
    for seed in found:
        first.setdefault(seed.entry.key, seed)
    return sorted(first.values(), key=lambda seed: -seed.entry.priority)


def _read(state: Path, site: Site) -> tuple[list[Entry] | None, list[Seed]]:
    """What waits in the unfinished run of ``site``, in the order of handing out (``None``: there is none), and what a new one begins with."""
    try:
        with _copy(state) as copy:
            frontier = Frontier(copy, site.name, DepartmentSpider(site=site).target())
            left = list(iter(frontier.take, None)) if frontier.resumed else None
            frontier.close()
            with Memory(copy, site.name, frontier.run_id) as memory:
                return left, _in_order(seeds(site, memory, datetime.now(UTC)))
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"cannot read the state in {state}: {error}") from error


@contextmanager
def _copy(state: Path) -> Iterator[Path]:
    """A copy of the state to read: to read what a killed crawl left in SQLite's log is to write beside it."""
    with tempfile.TemporaryDirectory(prefix="solieu-") as folder:
        for suffix in ("", "-wal"):
            part = state.with_name(state.name + suffix)
            if part.exists():
                shutil.copyfile(part, Path(folder) / part.name)
        yield Path(folder) / state.name
