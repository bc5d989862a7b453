"""One crawl, import or replay, from the name of a site to published datasets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from pipelines.staging import state_path
from solieu.ending import reported
from solieu.history import History, count_by_site, history
from solieu.logs import run_log
from solieu.report import CrawlReport
from solieu.unfinished import check_resumable, close_unfinished, newest_unfinished
from solieu.ways_in import choose, one_source, shipped
from spiders import settings as project_settings
from spiders.base import SiteSpider
from spiders.errors import (
    CrawlError,
    InputError,
    NothingToResume,
    OutputError,
    ServiceUnreachable,
    SiteBusy,
    SiteConfigError,
    SiteForbidden,
    SiteUnreachable,
    SiteUnread,
    UnknownSite,
)
from spiders.sites import Site, find_site
from spiders.sources import Source

__all__ = [
    "CrawlError", "CrawlReport", "InputError", "NothingToResume", "OutputError", "ServiceUnreachable", "SiteBusy", "SiteConfigError", "SiteForbidden",
    "SiteUnreachable", "SiteUnread", "UnknownSite", "crawl",
]  # fmt: skip


def crawl(
    target: str | Site | None,
    output: str | Path = "output",
    archives: Sequence[str | Path] = (),
    folder: str | Path | None = None,
    limit: int | None = None,
    progress: bool = True,
    settings: Mapping[str, Any] | None = None,
    resume: bool = False,
    fresh: bool = False,
    source: Source | None = None,
    report_file: Path | None = None,
) -> CrawlReport:
    """Read a site from the network, from WARC files or from a folder, and publish the datasets under ``output``.

    ``source`` names any way in (:func:`spiders.sources.parse_sources`); ``archives`` and ``folder`` are the short forms of two.

    ``target`` is a name of ``spiders/sites.toml``, a URL, or ``None`` with ``archives`` or
    ``folder`` that hold any sites. ``limit`` is a number of fetches. ``settings`` are Scrapy
    settings that overrule the project's. A run of the same target that did not end is continued: with
    ``resume`` there must be one (without any target the newest of ``output`` is meant), with
    ``fresh`` it is closed as interrupted and a new one begins. Ctrl-C stops cleanly: what was read is published and ``exit`` is ``interrupted``.
    The report is written to ``report_file`` too (``.md`` or JSON), also where the crawl failed.

    Raises :class:`CrawlError`, its kinds telling what is wrong in one line; with
    :class:`SiteUnreachable` the datasets are as they were but for the failed fetches in ``pages``.
    """
    if resume and fresh:
        raise InputError("give either resume or fresh, not both")
    output = Path(output).absolute()
    if resume and target is None and not archives and folder is None and source is None:
        target, source = newest_unfinished(state_path(output))
    site = target if isinstance(target, Site) or target is None else find_site(target)
    spider, arguments = choose(site, one_source(archives, folder, source))
    _check_output(output)
    with shipped(arguments):
        if resume:
            check_resumable(spider(**arguments), output)
        if fresh:
            close_unfinished(spider(**arguments), output)
        return _outside_of_loops(lambda: _run(spider, {**arguments, "limit": limit}, output, progress, settings or {}, report_file))


def _outside_of_loops(work: Callable[[], CrawlReport]) -> CrawlReport:
    """Do ``work``, in a thread of its own where this one runs an event loop already, as notebooks do."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _check_output(output: Path) -> None:
    """Raise :class:`OutputError` unless files can be made in ``output``."""
    try:
        (output / ".state" / "logs").mkdir(parents=True, exist_ok=True)
        probe = output / ".state" / "writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror}") from error


def _run(spider: type[SiteSpider], arguments: dict[str, Any], output: Path, progress: bool, overrides: Mapping[str, Any], also: Path | None) -> CrawlReport:
    site = arguments["site"]
    log_name = f"{spider.name}-{site.name if site else 'any'}".replace(":", "-")
    settings = _settings(output, log_name, progress, overrides)
    before = count_by_site(output)
    known = history(output).get(site.name if site else "", History())
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    task: asyncio.Task[None] = process.crawl(crawler, **arguments)
    in_main_thread = threading.current_thread() is threading.main_thread()
    with run_log(settings):
        process.start(install_signal_handlers=in_main_thread)
    error = None if task.cancelled() else task.exception()
    if error is not None:
        raise error if isinstance(error, CrawlError) else CrawlError(f"{type(error).__name__}: {error}") from error
    return reported(crawler, output, before, known, also)


def _settings(output: Path, log_name: str, progress: bool, overrides: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), "solieu.progress.ProgressExtension": 500}, priority="project")
    settings.setdict(
        {
            "OUTPUT_DIR": str(output),
            "SOLIEU_PROGRESS": progress,
            "LOG_INSTALL_ROOT_HANDLER": False,
            "LOG_FILE": str(output / ".state" / "logs" / f"{log_name}.log"),
        }
        | dict(overrides),
        priority="cmdline",
    )
    return settings
