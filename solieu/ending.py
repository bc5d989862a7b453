"""What a crawl did, taken together when it has ended: from what was staged, from Scrapy's statistics and from the published tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from solieu.contract.stats import ANSWERS, LINKS, NEWS, SERVICE_ERROR, STORE_ERROR
from solieu.coverage import coverage
from solieu.history import History, count_by_site, rows
from solieu.progress import ProgressExtension
from solieu.report import CrawlReport, default_path, keep_newest, write
from solieu.verdict import Course, decide, forbidden, unreachable, unread
from spiders.base import SiteSpider
from spiders.department import DepartmentSpider
from spiders.errors import CrawlError, OutputError, ServiceUnreachable, SiteForbidden, SiteUnreachable, SiteUnread


def reported(crawler: Crawler, output: Path, before: Mapping[str, int], known: History, also: Path | None = None) -> CrawlReport:
    """The report of a crawl, kept beside the state and written to ``also``, whatever the verdict.

    ``before`` is how many articles of each site there were, ``known`` what was known of this one.
    Raises :class:`CrawlError` for a crawl that gave nothing for a reason to be told.
    """
    extension = crawler.get_extension(ProgressExtension)
    spider, stats = crawler.spider, crawler.stats
    if extension is None or not isinstance(spider, SiteSpider) or stats is None:
        raise CrawlError("the crawl did not start; see the log")
    if stats.get_value(STORE_ERROR):
        raise OutputError(str(stats.get_value(STORE_ERROR)))
    report = _report(spider, stats, extension, output, before)
    file = write(report, default_path(output, spider.run_id))
    keep_newest(file.parent)
    if also is not None:
        write(report, also)
    _raise_where_nothing_came(report, spider, stats, known.last_good_at)
    return replace(report, file=file)


def _report(spider: SiteSpider, stats: StatsCollector, extension: ProgressExtension, output: Path, before: Mapping[str, int]) -> CrawlReport:
    tally, failures = extension.tally, extension.tally.failures()
    live = isinstance(spider, DepartmentSpider)
    fresh = _fresh(output, spider.site_name, stats.get_value("start_time")) if live else 0
    new = _counted(stats, "new", max(_added(output, before, spider.site_name if live else None), 0))
    changed = _counted(stats, "changed", max(fresh - new, 0))
    gone = _counted(stats, "gone", 0)
    course = Course(
        outcomes=tally.outcomes, failures=failures, live=live, finished=tally.reason_closed == "finished", errors=bool(tally.errors),
        service_failed=bool(stats.get_value(SERVICE_ERROR)), answered=bool(stats.get_value(ANSWERS)),
        resumed=spider.frontier.resumed, limited=spider.is_cut_short, news=new + changed + gone, fresh=bool(fresh),
    )  # fmt: skip
    verdict = decide(course)
    return CrawlReport(
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


def _raise_where_nothing_came(report: CrawlReport, spider: SiteSpider, stats: StatsCollector, last_good_at: datetime | None) -> None:
    """Raise what is to be told instead of a summary."""
    service_failed = stats.get_value(SERVICE_ERROR)
    if service_failed:
        raise ServiceUnreachable(str(service_failed))
    match report.verdict:
        case "unreachable":
            raise SiteUnreachable(unreachable(spider.site_name, report.failures, bool(stats.get_value(ANSWERS)), last_good_at))
        case "unread":
            raise SiteUnread(unread(spider.site_name, report.failures, last_good_at))
        case "forbidden":
            raise SiteForbidden(forbidden(spider.site_name, report.failures))


def _counted(stats: StatsCollector, what: str, otherwise: int) -> int:
    """A number that the crawl counted, where it counts at all."""
    counts = any(stats.get_value(name) is not None for name in NEWS.values())
    return int(stats.get_value(NEWS[what], 0)) if counts else otherwise


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
    skipped = {name.removeprefix(LINKS): int(count) for name, count in stats.get_stats().items() if name.startswith(LINKS)}
    return skipped | ({"robots": outcomes["robots"]} if outcomes.get("robots") else {})
