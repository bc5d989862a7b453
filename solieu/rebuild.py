"""The datasets made anew from the archive, offline: the same captures, read by today's extractor.

Where the state knows the fetches, each keeps its row in ``pages`` and its run, and
what its record holds is read again; a fetch without a record (no answer, forbidden
by robots.txt) stays as it was told then. Where the state is lost, it is made anew
from the archive (:mod:`solieu.recovery`), which knows the answers only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from extractors.records import Harvest
from pipelines.errors import using_state
from pipelines.rebuilding import Rebuilding, remove_state
from pipelines.store import Staging, publish, state_path
from solieu.changes import Changes, Remembered, compare, remember
from solieu.recovery import recover, sites_of
from solieu.reimports import Reimports
from spiders import settings as project_settings
from spiders.archiving import archive_folder
from spiders.errors import InputError
from spiders.frontier import SiteLock
from spiders.harvest import Harvester, become_duplicate
from spiders.leftovers import finish_leftovers
from spiders.provenance import run_of
from spiders.references import NO_LIMIT, BrokenReference, References, file_of
from spiders.replaying import Replayer

RECOVERED = "recovered.db"
"""The name, in the state folder, of a state while it is made from the archive."""

Told = Callable[[int, int], None]
"""Called with the number of fetches that are done and that are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """What a rebuild did: fetches read again, fetches kept as they were, references that lead nowhere, and what changed by table.

    Where the state was lost (``is_recovery``), ``unanswered`` is how many addresses the runs saw of which the archive has no answer.
    """

    output: Path
    reread: int
    kept: int
    missing: tuple[str, ...]
    unanswered: int = 0
    is_recovery: bool = False
    changes: Mapping[str, Changes] = field(default_factory=dict)


def rebuild(
    output: str | Path = "output", site: str | None = None, progress: Told | None = None, settings: Mapping[str, Any] | None = None
) -> RebuildReport:
    """Read the archive of an output folder again and publish; of one site (a name in ``runs``), or of all.

    Until all is read, state and datasets stay as they were. Raises :class:`spiders.errors.InputError`
    where there is nothing to rebuild, :class:`spiders.errors.SiteBusy` while a site is crawled, and
    :class:`pipelines.errors.StoreError`.
    """
    output = Path(output).absolute()
    folder, state = archive_folder(output), state_path(output)
    if not folder.is_dir() or not any(folder.iterdir()):
        raise InputError(f"no archive in {folder}")
    with ExitStack() as stack:
        reader = stack.enter_context(Rereader(folder, settings or {}))
        tell = progress or (lambda done, known: None)
        if not state.is_file():
            return _recover(output, site, reader, tell, stack)
        fresh = stack.enter_context(Rebuilding(state))
        sites = [name for name in fresh.sites() if site in (None, name)]
        if not sites:
            raise InputError(f"no run of {site or 'any site'} in {output}")
        _leave_alone(sites, state, stack)
        finish_leftovers(folder)
        imports = Reimports.of(folder, reader.extract, reader.replayer)
        reread = _read_again(fresh, sites, reader, imports, tell)
        before = _remembered(output, stack)
        fresh.put_in_place(reader.missing.keys(), site)
        missing = (*reader.missing.values(), *imports.missing.values())
        return RebuildReport(output=output, reread=reread, kept=fresh.count(sites) - reread, missing=missing, changes=_publish(output, before))


def _recover(output: Path, site: str | None, reader: Rereader, tell: Told, stack: ExitStack) -> RebuildReport:
    """The state and the datasets from the archive alone, of all its sites: the state is one."""
    folder, state = archive_folder(output), state_path(output)
    finish_leftovers(folder)
    sites = sites_of(folder)
    if not sites or site not in (None, *sites):
        raise InputError(f"no run of {site or 'any site'} in {output}")
    _leave_alone(sites, state, stack)
    working = state.with_name(RECOVERED)
    remove_state(working)
    with using_state(working):
        found = recover(folder, working, reader.extract, reader.replayer, tell)
    before = _remembered(output, stack)
    remove_state(state)  # a journal of the state that is lost would be taken for that of this one
    working.rename(state)
    changes = _publish(output, before)
    return RebuildReport(
        output=output, reread=found.reread, kept=0, missing=tuple(found.missing.values()), unanswered=found.unanswered, is_recovery=True, changes=changes
    )


def _leave_alone(sites: Collection[str], state: Path, stack: ExitStack) -> None:
    """Let no crawl of the sites begin meanwhile. Raises :class:`spiders.errors.SiteBusy`."""
    for name in sites:
        stack.callback(SiteLock(state.parent, name).acquire().release)


def _remembered(output: Path, stack: ExitStack) -> Remembered:
    before = remember(output)
    stack.callback(before.forget)
    return before


def _publish(output: Path, before: Remembered) -> Mapping[str, Changes]:
    with Staging(state_path(output)) as staging:
        return compare(before, publish(staging, output))


def _read_again(fresh: Rebuilding, sites: Collection[str], reader: Rereader, imports: Reimports, progress: Told) -> int:
    """Stage the new readings; returns how many pages have one."""
    reread, known = 0, fresh.count(sites)
    for number, row in fresh.pages(sites):
        if row["run_id"] in imports.runs:
            imports.expect(number, row)
            continue
        harvest = reader.harvest(number, row) if _holds_a_page(row) else None
        if harvest is not None:
            fresh.stage(number, harvest)
            reread += 1
            progress(reread, known)
    for number, harvest in imports.harvests():
        fresh.stage_import(number, harvest)
        reread += 1
        progress(reread, known)
    return reread


def _holds_a_page(row: Mapping[str, Any]) -> bool:
    """Whether what became of a fetch depends on how its record is read."""
    return row["source_ref"] is not None and row["status"] is not None and 200 <= row["status"] < 300 and row["outcome"] != "unchanged"


class Rereader:
    """Reads records of the archive in ``folder`` as the crawl did, with today's extractor."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        chosen = Settings()
        chosen.setmodule(project_settings, priority="project")
        chosen.setdict(dict(settings), priority="cmdline")
        self._folder = folder
        self._references = References(folder, NO_LIMIT)
        self.replayer = Replayer.outside_of_crawls(chosen)
        self.extract = load_object(chosen["SOLIEU_EXTRACTOR"])
        self._run_of = cache(run_of)
        self._met: set[tuple[str, str, str]] = set()
        self.missing: dict[str, str] = {}

    def __enter__(self) -> Rereader:
        return self

    def __exit__(self, *error: object) -> None:
        self._references.__exit__(None, None, None)

    def harvest(self, number: int, row: Mapping[str, Any]) -> Harvest | None:
        """The harvest of the record that a row of ``pages`` points to; ``None`` where it is not of this archive or lost."""
        ref, key = row["source_ref"], str(number)
        try:
            run = self._run_of(file_of(ref.rpartition(":")[0], self._folder))
            capture, payload = self._references.resolve(ref)
        except BrokenReference as error:
            self.missing[ref] = str(error)
            return None
        if run is None:
            return None
        harvester = Harvester(run.site, row["run_id"], self.extract)
        try:
            fetch = self.replayer.fetch(capture, payload, "live", run.site)
        except Exception as error:  # whatever a broken body makes a decoder raise
            return harvester.failed(key, capture.url, capture.at, *self.replayer.explain(error, capture, payload, run.site), ref)
        return self._once(harvester.read(key, fetch))

    def _once(self, harvest: Harvest) -> Harvest:
        """As in the crawl: a version that a run has read already is a duplicate under another URL."""
        article = None if harvest.extraction is None else harvest.extraction.article
        if article is None:
            return harvest
        version = (harvest.page.run_id, article.article_id, article.version)
        if version in self._met:
            become_duplicate(harvest, article)
        self._met.add(version)
        return harvest
