"""Runs that did not end: continuing them on demand, or closing them for good."""

from __future__ import annotations

from pathlib import Path

from pipelines.publish import publish_runs
from pipelines.staging import Staging, state_path
from spiders.base import SiteSpider
from spiders.errors import NothingToResume
from spiders.frontier import SiteLock, give_up, unfinished_runs
from spiders.sites import Site, find_site, load_sites, starting_at

Source = tuple[Site | None, list[str], str | None]
"""Site, archives and folder, as :func:`solieu.crawl.crawl` takes them."""


def newest_unfinished(state: Path) -> Source:
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
                    publish_runs(staging, output)
    finally:
        lock.release()


def _runs_of(spider: SiteSpider, output: Path) -> list[str]:
    wanted = (spider.site_name, spider.target())
    return [run_id for run_id, *what in unfinished_runs(state_path(output)) if tuple(what) == wanted]


def _source(name: str, target: str) -> Source:
    sites = {site.name: site for site in load_sites().values() if not site.archives}
    if "://" not in target:
        return _stored(sites.get(name), target)
    if name not in sites:
        return find_site(target), [], None
    site = sites[name]
    return site if target == " ".join(site.start_urls) else _elsewhere(site, target), [], None


def _elsewhere(site: Site, url: str) -> Site:
    found = find_site(url)
    return found if found.name == site.name else starting_at(site, url)


def _stored(site: Site | None, target: str) -> Source:
    """A folder, or archives given as ``path:size`` with spaces between."""
    if Path(target).is_dir():
        return site, [], target
    files = [part.rpartition(":")[0] for part in target.split(" ")]
    if not all(Path(file).is_file() for file in files):
        raise NothingToResume(f"the unfinished run reads {target}, which is not there any more")
    return site, files, None
