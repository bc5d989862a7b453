"""Runs that did not end: continuing them on demand, or closing them for good."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.publish import publish
from pipelines.staging import Staging, state_path
from spiders.base import SiteSpider
from spiders.errors import NothingToResume
from spiders.frontier import SiteLock, give_up, unfinished_runs
from spiders.sites import Site, find_site, load_sites, starting_at
from spiders.sources import Source

Target = tuple[Site | None, Source]
"""Site and source, as :func:`solieu.crawl.crawl` takes them."""

_SERVICES = ("wayback", "commoncrawl")


def newest_unfinished(state: Path) -> Target:
    """What the newest unfinished run reads. Raises :class:`NothingToResume`."""
    for _, site, target in unfinished_runs(state):
        return _source(site, target)
    raise NothingToResume(f"no unfinished run in {state.parent.parent}: there is nothing to resume")


def check_resumable(spider: SiteSpider, output: Path) -> None:
    """Raise :class:`NothingToResume` where no run of this target is unfinished."""
    if not _runs_of(spider, output):
        raise NothingToResume(f"no unfinished run of {spider.site_name} from {spider.target()} in {output}: there is nothing to resume")


def close_unfinished(spider: SiteSpider, output: Path) -> None:
    """Close the unfinished runs of this target as interrupted. Raises :class:`spiders.errors.SiteBusy` where one is under way."""
    if not _runs_of(spider, output):
        return
    state = state_path(output)
    lock = SiteLock(state.parent, spider.site_name).acquire()
    try:
        for run_id in _runs_of(spider, output):
            give_up(state, run_id)
            with Staging(state) as staging:
                if run_id in {run["run_id"] for run in staging.runs() if run["exit"] is None}:
                    staging.end_run(run_id, "interrupted")
                    publish(staging, output)
    finally:
        lock.release()


def _runs_of(spider: SiteSpider, output: Path) -> list[str]:
    wanted = (spider.site_name, spider.target())
    return [run_id for run_id, *what in unfinished_runs(state_path(output)) if tuple(what) == wanted]


def _source(name: str, target: str) -> Target:
    sites = {site.name: site for site in load_sites().values() if not site.archives}
    service, *named = target.split(" ")
    if service in _SERVICES:
        crawls = tuple(word for word in named if word.startswith("CC-MAIN-"))
        return sites.get(name) or find_site(f"http://{named[0]}/"), Source(service, crawls)
    if "://" not in target:
        return sites.get(name), _stored(target)
    if name not in sites:
        return find_site(target), Source("live")
    site = sites[name]
    return site if target == " ".join(site.start_urls) else _elsewhere(site, target), Source("live")


def _elsewhere(site: Site, url: str) -> Site:
    found = find_site(url)
    return found if found.name == site.name else starting_at(site, url)


def _stored(target: str) -> Source:
    """A folder, or archives given as ``path:size`` with spaces between; a path may have spaces too."""
    if Path(target).is_dir():
        return Source("folder", (target,))
    files = [path for path, _ in re.findall(r"(/.*?):([0-9]+)(?= /|$)", target)]
    if not files or not all(Path(file).is_file() for file in files):
        raise NothingToResume(f"the unfinished run reads {target}, which is not there any more")
    return Source("warc", tuple(files))
