"""One crawl, import or replay, from the name of a site to published datasets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from pipelines.staging import state_path
from solieu.coverage import coverage
from solieu.history import History, count_by_site, history, rows
from solieu.logs import run_log
from solieu.progress import ProgressExtension
from solieu.report import CrawlReport, default_path, keep_newest, write
from solieu.unfinished import check_resumable, close_unfinished, newest_unfinished
from solieu.verdict import decide, forbidden, unreachable
from solieu.ways_in import choose, one_source, shipped
from spiders import settings as project_settings
from spiders.base import SiteSpider
from spiders.department import DepartmentSpider
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
    UnknownSite,
)
from spiders.remote import SERVICE_FAILED
from spiders.sites import Site, find_site
from spiders.sources import Source

__all__ = [
    "CrawlError", "CrawlReport", "InputError", "NothingToResume", "OutputError", "ServiceUnreachable", "SiteBusy", "SiteConfigError", "SiteForbidden",
    "SiteUnreachable", "UnknownSite", "crawl",
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
) -> CrawlReport:
    """Read a site from the network, from WARC files or from a folder, and publish the datasets under ``output``.

    ``source`` names any way in (:func:`spiders.sources.parse_sources`); ``archives`` and ``folder`` are the short forms of two.

    ``target`` is a name of ``spiders/sites.toml``, a URL, or ``None`` with ``archives`` or
    ``folder`` that hold any sites. ``limit`` is a number of fetches. ``settings`` are Scrapy
    settings that overrule the project's. A run of the same target that did not end is continued: with
    ``resume`` there must be one (without any target the newest of ``output`` is meant), with
    ``fresh`` it is closed as interrupted and a new one begins. Ctrl-C stops cleanly: what was read is published and ``exit`` is ``interrupted``.

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
        return _outside_of_loops(lambda: _run(spider, {**arguments, "limit": limit}, output, progress, settings or {}))


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


def _run(spider: type[SiteSpider], arguments: dict[str, Any], output: Path, progress: bool, overrides: Mapping[str, Any]) -> CrawlReport:
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
    return _report(crawler, output, before, known)


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


def _report(crawler: Crawler, output: Path, before: Mapping[str, int], known: History) -> CrawlReport:
    """The report, written beside the state too. Raises :class:`CrawlError` for a crawl that gave nothing for a reason to be told."""
    extension = crawler.get_extension(ProgressExtension)
    spider, stats = crawler.spider, crawler.stats
    if extension is None or not isinstance(spider, SiteSpider) or stats is None:
        raise CrawlError("the crawl did not start; see the log")
    tally, failures = extension.tally, extension.tally.failures()
    store_error = stats.get_value("solieu/store_error")
    if store_error:
        raise OutputError(str(store_error))
    service_error = stats.get_value(f"solieu/{SERVICE_FAILED}")
    if service_error:
        raise ServiceUnreachable(str(service_error))
    live = isinstance(spider, DepartmentSpider)
    fresh = _fresh(output, spider.site_name, stats.get_value("start_time")) if live else 0
    new = _counted(stats, "new", max(_added(output, before, spider.site_name if live else None), 0))
    changed = _counted(stats, "changed", max(fresh - new, 0))
    gone = _counted(stats, "gone", 0)
    answered = bool(stats.get_value("solieu/answers"))
    finished = tally.reason_closed == "finished"
    verdict = decide(
        tally.outcomes, failures, live=live, finished=finished, errors=bool(tally.errors), answered=answered, resumed=spider.frontier.resumed,
        news=new + changed + gone, fresh=bool(fresh),
    )  # fmt: skip
    report = CrawlReport(
        run_id=spider.run_id,
        site=spider.site_name,
        exit=verdict.exit,
        output=output,
        seconds=float(stats.get_value("elapsed_time_seconds") or 0.0),
        outcomes=dict(tally.outcomes),
        articles=tally.outcomes["article"],
        figures=tally.figures,
        dates=tally.dates,
        references=tally.references,
        resumed=spider.frontier.resumed,
        warnings=(*spider.warnings, *tally.errors),
        failures=failures,
        verdict=verdict.name,
        new=new,
        changed=changed,
        gone=gone,
        coverage=coverage(output, spider.home, extension.waiting, _skipped(stats, tally.outcomes)) if spider.home.hosts else None,
    )
    file = write(report, default_path(output, spider.run_id))
    keep_newest(file.parent)
    if verdict.name == "unreachable":
        raise SiteUnreachable(unreachable(spider.site_name, failures, answered, known.last_good_at))
    if verdict.name == "forbidden":
        raise SiteForbidden(forbidden(spider.site_name, failures))
    return replace(report, file=file)


def _counted(stats: StatsCollector, what: str, otherwise: int) -> int:
    """A number that the crawl counted, where it counts at all."""
    counts = any(stats.get_value(f"solieu/{name}") is not None for name in ("new", "changed", "gone"))
    return int(stats.get_value(f"solieu/{what}", 0)) if counts else otherwise


def _added(output: Path, before: Mapping[str, int], site: str | None) -> int:
    """How many articles there are more than before, of one site or of all."""
    now = count_by_site(output)
    return sum(now.get(name, 0) - before.get(name, 0) for name in (now if site is None else [site]))


def _fresh(output: Path, site: str, since: datetime | None) -> int:
    """How many articles of a site stand there in a version that was first seen since then."""
    if since is None:
        return 0
    seen = rows(output, "articles", ["site", "first_seen_at"])
    return sum(row["site"] == site and row["first_seen_at"] >= since for row in seen)


def _skipped(stats: StatsCollector, outcomes: Mapping[str, int]) -> dict[str, int]:
    """Links not followed, by reason."""
    prefix = "solieu/links/"
    skipped = {name.removeprefix(prefix): int(count) for name, count in stats.get_stats().items() if name.startswith(prefix)}
    return skipped | ({"robots": outcomes["robots"]} if outcomes.get("robots") else {})
