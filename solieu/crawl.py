"""One crawl, import or replay, from the name of a site to published datasets."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from solieu.progress import ProgressExtension, Tally
from spiders import settings as project_settings
from spiders.archive import ArchiveSpider
from spiders.base import SiteSpider
from spiders.commoncrawl import CommonCrawlSpider
from spiders.department import DepartmentSpider
from spiders.errors import CrawlError, InputError, OutputError, ServiceUnreachable, SiteBusy, SiteConfigError, SiteUnreachable, UnknownSite
from spiders.folder import FolderSpider, saved_files
from spiders.remote import SERVICE_FAILED
from spiders.sites import Site, find_site
from spiders.sources import Source
from spiders.warc import check_archives
from spiders.wayback import WaybackSpider

__all__ = [
    "CrawlError",
    "CrawlReport",
    "InputError",
    "OutputError",
    "ServiceUnreachable",
    "SiteBusy",
    "SiteConfigError",
    "SiteUnreachable",
    "UnknownSite",
    "crawl",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did. ``outcomes`` counts fetches by outcome; ``exit`` is a code of ``extractors.records.EXITS``.

    ``resumed`` tells that it continued an unfinished run. ``seconds`` is wall time.
    """

    run_id: str
    site: str
    exit: str
    output: Path
    seconds: float
    outcomes: Mapping[str, int]
    articles: int
    figures: int
    dates: int
    references: int
    resumed: bool = False
    warnings: tuple[str, ...] = ()
    failures: Mapping[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many fetches."""
        return sum(self.outcomes.values())


def crawl(
    target: str | Site | None,
    output: str | Path = "output",
    archives: Sequence[str | Path] = (),
    folder: str | Path | None = None,
    limit: int | None = None,
    progress: bool = True,
    settings: Mapping[str, Any] | None = None,
    source: Source | None = None,
) -> CrawlReport:
    """Read a site from the network, from WARC files or from a folder, and publish the datasets under ``output``.

    ``source`` names any way in (:func:`spiders.sources.parse_sources`); ``archives`` and ``folder`` are the short forms of two.

    ``target`` is a name of ``spiders/sites.toml``, a URL, or ``None`` with ``archives`` or
    ``folder`` that hold any sites. ``limit`` is a number of fetches. ``settings`` are Scrapy
    settings that overrule the project's. A run of the same target that did not end is continued.
    Ctrl-C stops cleanly: what was read is published and ``exit`` is ``interrupted``.

    Raises :class:`CrawlError`, its kinds telling what is wrong in one line; with
    :class:`SiteUnreachable` the datasets are as they were but for the failed fetches in ``pages``.
    """
    site = target if isinstance(target, Site) or target is None else find_site(target)
    if source is not None and source.kind == "warc":
        archives = source.files()
    elif source is not None and source.kind == "folder":
        folder = source.names[0]
    spider, arguments = _choose(site, archives, folder, source)
    output = Path(output).absolute()
    _check_output(output)
    with _shipped(arguments):
        return _outside_of_loops(lambda: _run(spider, {**arguments, "limit": limit}, output, progress, settings or {}))


def _outside_of_loops(work: Callable[[], CrawlReport]) -> CrawlReport:
    """Do ``work``, in a thread of its own where this one runs an event loop already, as notebooks do."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _choose(
    site: Site | None, archives: Sequence[str | Path], folder: str | Path | None, source: Source | None
) -> tuple[type[SiteSpider], dict[str, Any]]:
    """The spider and its arguments; input files are checked before anything else happens."""
    if source is not None and source.kind == "wayback":
        return WaybackSpider, {"site": site}
    if source is not None and source.kind == "commoncrawl":
        return CommonCrawlSpider, {"site": site, "crawls": source.names}
    if archives and folder is not None:
        raise InputError("give either archives or a folder, not both")
    if folder is not None:
        saved_files(Path(folder))
        return FolderSpider, {"folder": folder, "site": site}
    if archives:
        check_archives([Path(a) for a in archives])
        return ArchiveSpider, {"archives": list(archives), "site": site}
    if site is None:
        raise UnknownSite("nothing to crawl: give a site, a URL, archives or a folder")
    if site.archives:
        return ArchiveSpider, {"archives": [], "site": site}
    return DepartmentSpider, {"site": site}


@contextmanager
def _shipped(arguments: dict[str, Any]) -> Iterator[None]:
    """Put the archives that ship with a site in place as files while the crawl runs."""
    site = arguments.get("site")
    if site is None or not site.archives or "archives" not in arguments or arguments["archives"]:
        yield
        return
    package = resources.files("spiders")
    with resources.as_file(package) as root:
        paths = [root / name for name in site.archives]
        check_archives(paths)
        arguments["archives"] = paths
        yield


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
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    task: asyncio.Task[None] = process.crawl(crawler, **arguments)
    in_main_thread = threading.current_thread() is threading.main_thread()
    with _quiet_root_logger():
        process.start(install_signal_handlers=in_main_thread)
    error = None if task.cancelled() else task.exception()
    if error is not None:
        raise error if isinstance(error, CrawlError) else CrawlError(f"{type(error).__name__}: {error}") from error
    return _report(crawler, output)


def _settings(output: Path, log_name: str, progress: bool, overrides: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.set("EXTENSIONS", {"solieu.progress.ProgressExtension": 500}, priority="project")
    settings.setdict(
        {
            "OUTPUT_DIR": str(output),
            "SOLIEU_PROGRESS": progress,
            "LOG_FILE": str(output / ".state" / "logs" / f"{log_name}.log"),
            "LOG_FILE_APPEND": False,
        }
        | dict(overrides),
        priority="cmdline",
    )
    return settings


@contextmanager
def _quiet_root_logger() -> Iterator[None]:
    """Give the root logger back as it was: Scrapy takes it for its log file."""
    root = logging.getLogger()
    level = root.level
    try:
        yield
    finally:
        from scrapy.utils.log import _uninstall_scrapy_root_handler

        _uninstall_scrapy_root_handler()
        root.setLevel(level)


def _report(crawler: Crawler, output: Path) -> CrawlReport:
    extension = crawler.get_extension(ProgressExtension)
    spider = crawler.spider
    if extension is None or not isinstance(spider, SiteSpider):
        raise CrawlError("the crawl did not start; see the log")
    tally = extension.tally
    store_error = crawler.stats.get_value("solieu/store_error")
    if store_error:
        raise OutputError(str(store_error))
    service_error = crawler.stats.get_value(f"solieu/{SERVICE_FAILED}")
    if service_error:
        raise ServiceUnreachable(str(service_error))
    if isinstance(spider, DepartmentSpider) and tally.pages and not crawler.stats.get_value("solieu/answers"):
        raise SiteUnreachable(f"{spider.site_name} cannot be reached: {_commonest(tally)}")
    return CrawlReport(
        run_id=spider.run_id,
        site=spider.site_name,
        exit=_exit(tally),
        output=output,
        seconds=_seconds(crawler),
        outcomes=dict(tally.outcomes),
        articles=tally.outcomes["article"],
        figures=tally.figures,
        dates=tally.dates,
        references=tally.references,
        resumed=spider.frontier.resumed,
        warnings=(*spider.warnings, *tally.errors),
        failures=dict(tally.reasons),
    )


def _exit(tally: Tally) -> str:
    if tally.errors:
        return "failed"
    return "complete" if tally.reason_closed == "finished" else "interrupted"


def _seconds(crawler: Crawler) -> float:
    return float(crawler.stats.get_value("elapsed_time_seconds") or 0.0)


def _commonest(tally: Tally) -> str:
    return tally.reasons.most_common(1)[0][0].partition(": ")[2] if tally.reasons else "no answer"
