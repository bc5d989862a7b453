"""Runs and fetches as the archive alone tells them: for an output folder whose state is lost."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from extractors.records import Extraction, Harvest, Page
from pipelines.staging import Staging
from spiders.harvest import Fetch, Harvester
from spiders.references import References
from spiders.replaying import ArchivedRun, Replayer, run_of
from spiders.warc import Capture, index_archive

_MOST = 20_000_000
"""Bytes of a body that are read to be counted."""


def recover_runs(folder: Path, state: Path, replayer: Replayer) -> None:
    """Write a state that has the runs of the archive in ``folder``, and their answers with no page read yet.

    An answer that was followed by another one for the same URL in the same run was a try that was made again,
    and no fetch of its own.
    """
    bodies: dict[tuple[str, str], str] = {}
    with Staging(state) as staging, References(folder, _MOST) as references:
        for run, files in _runs(folder):
            captures = list(_captures(files))
            if not captures:
                continue
            staging.begin_run(run.site.name, version("solieu"), run.run_id, captures[0].at)
            harvester = Harvester(run.site, run.run_id, _leave_unread)
            for capture in captures:
                staging.stage(_harvest(harvester, capture, references, replayer, bodies))
            staging.end_run(run.run_id, "complete", captures[-1].at)


def sites_of(folder: Path) -> list[str]:
    """The sites whose runs wrote the archive in ``folder``."""
    return sorted({run.site.name for run, _ in _runs(folder)})


def _runs(folder: Path) -> Iterator[tuple[ArchivedRun, list[Path]]]:
    """The runs that wrote the archive, oldest first, each with its files in order."""
    runs: dict[str, tuple[ArchivedRun, list[Path]]] = {}
    for path in sorted(folder.glob("*.warc.gz")):
        run = run_of(path)
        if run is not None:
            runs.setdefault(run.run_id, (run, []))[1].append(path)
    yield from (runs[run_id] for run_id in sorted(runs))


def _captures(files: list[Path]) -> Iterator[Capture]:
    last: dict[str, Capture] = {}
    for path in files:
        for found in index_archive(path):
            if isinstance(found, Capture) and urlsplit(found.url).path != "/robots.txt":
                last.pop(found.url, None)
                last[found.url] = found
    yield from last.values()


def _harvest(harvester: Harvester, capture: Capture, references: References, replayer: Replayer, bodies: dict[tuple[str, str], str]) -> Harvest:
    """One answer; ``bodies`` are the digests of the last body by site and URL, which a "not modified" speaks of."""
    where = (harvester.site.name, capture.url)
    try:
        fetch = replayer.fetch(*references.resolve(capture.ref), "live")
        if fetch.status is not None and 200 <= fetch.status < 300:
            bodies[where] = sha256(fetch.body).hexdigest()
            return _unread(harvester, fetch)
        harvest = harvester.read(capture.ref, fetch)
    except Exception as error:  # whatever a broken body makes a decoder raise
        return harvester.failed(capture.ref, capture.url, capture.at, "error", f"{type(error).__name__}: {error}"[:300], capture.ref)
    if fetch.status == HTTPStatus.NOT_MODIFIED:
        harvest.page.content_sha256 = bodies.get(where)
    return harvest


def _unread(harvester: Harvester, fetch: Fetch) -> Harvest:
    harvest = harvester.failed(fetch.source_ref or "", fetch.url, fetch.fetched_at, "error", "not read yet", fetch.source_ref)
    harvest.page.status = fetch.status
    return harvest


def _leave_unread(page: Page) -> Extraction:
    return Extraction(outcome="error", reason="not read yet")
