"""What a crawl shows while it runs: a live line on a terminal, else a plain line now and then. Always on standard error."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column
from scrapy import signals

from extractors.records import Harvest
from solieu.tally import Tally
from spiders.base import SiteSpider
from spiders.department import DepartmentSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Clock = Callable[[], float]
_BAR_SECONDS = 0.1
_FIRST_LINE, _LONGEST_WAIT = 5.0, 60.0
_COUNT_SECONDS = 1.0
_RATE_SECONDS = 30.0
_TICK_SECONDS = 0.2

STOPPING = "stopping when the request under way is answered; Ctrl-C again stops at once, and costs what was not stored yet"
"""Told when a crawl is asked to stop."""


class State:
    """A crawl at one moment, for a display: the tally, the rate of late, the queue, the time left where that is known.

    ``known()`` is how many fetches are known to be needed, ``None`` where nobody knows;
    ``grows`` tells that it is not final, so that no end can be foretold. Asked at most once a second.
    """

    def __init__(self, tally: Tally, known: Callable[[], int | None], grows: Callable[[], bool], clock: Clock = time.monotonic) -> None:
        self.tally = tally
        self._known, self._grows, self._clock = known, grows, clock
        self._counted: tuple[float, int | None] | None = None
        self._window = (clock(), 0)
        self.rate = 0.0

    def known(self) -> int | None:
        """How many fetches are known to be needed."""
        now = self._clock()
        if self._counted is None or now - self._counted[0] >= _COUNT_SECONDS:
            self._counted = (now, self._known())
        return self._counted[1]

    def update(self) -> None:
        """Take the rate anew: of the last half minute or so, so that a site that slows down shows."""
        now, pages = self._clock(), self.tally.pages
        since, before = self._window
        if now - since > 0:
            self.rate = (pages - before) / (now - since)
        if now - since >= _RATE_SECONDS:
            self._window = (now - _RATE_SECONDS / 2, pages - round(self.rate * _RATE_SECONDS / 2))

    def line(self) -> str:
        """One line: pages, rate, queue, time left, outcomes, the last URL."""
        tally, known = self.tally, self.known()
        parts = [f"{tally.pages} pages ({self.rate:.1f}/s)"]
        if known is not None:
            waiting = max(known - tally.pages, 0)
            parts.append(f"{waiting} waiting of {known} known")
            if not self._grows() and self.rate > 0 and waiting:
                parts.append(f"{_duration(waiting / self.rate)} left")
        parts.append(f"{tally.outcomes['article']} articles")
        return ", ".join(parts) + (f"; {others}" if (others := tally.others()) else "") + (f"; {tally.last_url}" if tally.last_url else "")


def _duration(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> _duration(3725.4), _duration(59.6)
    ('1:02:05', '1:00')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Display(Protocol):
    """Shows a crawl as it goes on."""

    def show(self, state: State) -> None:
        """Show it now."""

    def tell(self, line: str) -> None:
        """Say something once, beside the progress."""

    def close(self, state: State) -> None:
        """Show the last state and leave the terminal as it was."""


class Bar:
    """A live line on a terminal."""

    def __init__(self, console: Console) -> None:
        words = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1))
        self._progress = Progress(SpinnerColumn(), BarColumn(16), TimeElapsedColumn(), words, console=console, transient=True, expand=True)
        self._task = self._progress.add_task("starting", total=None)
        self._shown = 0.0
        self._progress.start()

    def show(self, state: State) -> None:
        """Show it, at most ten times a second."""
        now = time.monotonic()
        if now - self._shown >= _BAR_SECONDS:
            self._shown = now
            state.update()
            self._progress.update(self._task, completed=state.tally.pages, total=state.known(), description=state.line())

    def tell(self, line: str) -> None:
        """Above the live line, where it stays."""
        self._progress.console.print(line, markup=False, highlight=False)

    def close(self, state: State) -> None:
        """Remove the line."""
        self._progress.stop()


class Lines:
    """A plain line after five seconds, and then after ever longer waits up to a minute, for logs and pipes."""

    def __init__(self, console: Console, clock: Clock = time.monotonic) -> None:
        self._console, self._clock = console, clock
        self._wait = _FIRST_LINE
        self._shown = clock()
        self._last = ""

    def show(self, state: State) -> None:
        """Print a line, if the last is old enough."""
        if self._clock() - self._shown >= self._wait:
            self._shown = self._clock()
            self._wait = min(2 * self._wait, _LONGEST_WAIT)
            self._print(state)

    def tell(self, line: str) -> None:
        """A line of its own."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def close(self, state: State) -> None:
        """Print the last state, unless it was the last line."""
        if state.tally.last_url is None or not self._last.endswith(state.tally.last_url):
            self._print(state)

    def _print(self, state: State) -> None:
        state.update()
        self._last = state.line()
        self.tell(self._last)


class Silence:
    """Shows nothing."""

    def show(self, state: State) -> None:
        """Show nothing."""

    def tell(self, line: str) -> None:
        """Say nothing."""

    def close(self, state: State) -> None:
        """Show nothing."""


class ProgressExtension:
    """Scrapy extension: counts what is staged and shows it. ``crawler.settings["SOLIEU_PROGRESS"]`` turns the display on.

    ``waiting`` are, once the spider is closed, the URLs that were seen and not fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.tally = Tally()
        self.waiting: list[str] = []
        self._crawler = crawler
        self._ticking: asyncio.Task[None] | None = None
        self._state = State(self.tally, self._known, lambda: isinstance(crawler.spider, DepartmentSpider))
        self._display = display(crawler.settings.getbool("SOLIEU_PROGRESS"))
        for signal, handler in (
            (signals.spider_opened, self._opened),
            (signals.item_scraped, self._staged),
            (signals.item_error, self._failed),
            (signals.spider_error, self._failed),
            (signals.spider_closed, self._closed),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def _opened(self) -> None:
        self._ticking = asyncio.ensure_future(self._tick())

    async def _tick(self) -> None:
        """Show how far it is also while nothing comes in, and tell that a request to stop was heard."""
        told = False
        while True:
            if not self._crawler.crawling and not told:
                told = True
                self._display.tell(STOPPING)
            self._display.show(self._state)
            await asyncio.sleep(_TICK_SECONDS)

    def _staged(self, item: object) -> None:
        if isinstance(item, Harvest):
            self.tally.add(item)
            self._display.show(self._state)

    def _known(self) -> int | None:
        return self._crawler.spider.known() if isinstance(self._crawler.spider, SiteSpider) else None

    def _failed(self, failure: Any) -> None:
        self.tally.errors.append(f"{type(failure.value).__name__}: {failure.value}")

    def _closed(self, reason: str) -> None:
        """Comes before the spider closes its frontier, which forgets a finished run."""
        self.tally.reason_closed = reason
        if self._ticking is not None:
            self._ticking.cancel()
        self._display.close(self._state)
        spider = self._crawler.spider
        if isinstance(spider, DepartmentSpider):
            with contextlib.suppress(sqlite3.Error):
                self.waiting = list(spider.frontier.left())


def display(wanted: bool) -> Display:
    """The display that suits standard error: none, a live line on a terminal that can show one, else plain lines."""
    if not wanted:
        return Silence()
    console = Console(file=sys.stderr)
    live = sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal and os.environ.get("TERM") not in (None, "", "dumb", "unknown")
    return Bar(console) if live else Lines(console)
