"""What a crawl shows while it runs: a progress bar on a terminal, else a plain line every few seconds."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals

from extractors.records import Harvest
from spiders.base import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Known = Callable[[], int | None]
_LINE_SECONDS = 5.0
_BAR_SECONDS = 0.1


class Tally:
    """What became of the fetches of one crawl: counts by outcome, findings by table, unhandled errors."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.figures = self.dates = self.references = 0
        self.errors: list[str] = []
        self.reason_closed: str | None = None
        self.began = time.monotonic()

    @property
    def pages(self) -> int:
        """How many fetches."""
        return self.outcomes.total()

    def add(self, harvest: Harvest) -> None:
        """Count one staged harvest."""
        self.outcomes[harvest.page.outcome] += 1
        if harvest.page.outcome not in ("article", "listing", "attachment"):
            self.reasons[f"{harvest.page.outcome}: {harvest.page.reason}"] += 1
        if harvest.extraction is not None:
            self.figures += len(harvest.extraction.figures)
            self.dates += len(harvest.extraction.dates)
            self.references += len(harvest.extraction.references)

    def line(self) -> str:
        """One line: pages, rate, articles, figures, what else."""
        rate = self.pages / max(time.monotonic() - self.began, 1e-9)
        others = ", ".join(f"{n} {outcome}" for outcome, n in sorted(self.outcomes.items()) if outcome != "article")
        return f"{self.pages} pages ({rate:.1f}/s), {self.outcomes['article']} articles, {self.figures} figures" + (f"; {others}" if others else "")


class Display(Protocol):
    """Shows a tally as it grows."""

    def show(self, tally: Tally, known: Known) -> None:
        """Show it now; ``known()`` is how many fetches are known to be needed, where that is known."""

    def close(self, tally: Tally) -> None:
        """Show the last state and leave the terminal as it was."""


class Bar:
    """A progress bar on a terminal."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(), BarColumn(24), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
        )
        self._task = self._progress.add_task("starting", total=None)
        self._shown = 0.0
        self._progress.start()

    def show(self, tally: Tally, known: Known) -> None:
        """Show it, at most ten times a second."""
        now = time.monotonic()
        if now - self._shown < _BAR_SECONDS:
            return
        self._shown = now
        self._progress.update(self._task, completed=tally.pages, total=known(), description=tally.line())

    def close(self, tally: Tally) -> None:
        """Remove the bar."""
        self._progress.stop()


class Lines:
    """A plain line every few seconds, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown = time.monotonic()

    def show(self, tally: Tally, known: Known) -> None:
        """Print a line, if the last is old enough."""
        if time.monotonic() - self._shown >= _LINE_SECONDS:
            self._shown = time.monotonic()
            self._print(tally)

    def close(self, tally: Tally) -> None:
        """Print the last state."""
        self._print(tally)

    def _print(self, tally: Tally) -> None:
        self._console.print(tally.line(), markup=False, highlight=False, soft_wrap=True)


class Silence:
    """Shows nothing."""

    def show(self, tally: Tally, known: Known) -> None:
        """Show nothing."""

    def close(self, tally: Tally) -> None:
        """Show nothing."""


class ProgressExtension:
    """Scrapy extension: counts what is staged and shows it. ``crawler.settings["SOLIEU_PROGRESS"]`` turns the display on."""

    def __init__(self, crawler: Crawler) -> None:
        self.tally = Tally()
        self._crawler = crawler
        self._display = _display(crawler.settings.getbool("SOLIEU_PROGRESS"))
        for signal, handler in (
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

    def _staged(self, item: object) -> None:
        if isinstance(item, Harvest):
            self.tally.add(item)
            self._display.show(self.tally, self._known)

    def _known(self) -> int | None:
        return self._crawler.spider.known() if isinstance(self._crawler.spider, SiteSpider) else None

    def _failed(self, failure: Any) -> None:
        self.tally.errors.append(f"{type(failure.value).__name__}: {failure.value}")

    def _closed(self, reason: str) -> None:
        self.tally.reason_closed = reason
        self._display.close(self.tally)


def _display(wanted: bool) -> Display:
    if not wanted:
        return Silence()
    console = Console(file=sys.stderr)
    return Bar(console) if console.is_terminal else Lines(console)
