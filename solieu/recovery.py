"""The state as the archive alone tells it: for an output folder whose state is lost.

The runs are gone through in their order, and the answers of each in theirs, by the
code that the crawl itself decides with. So what was new, changed, unchanged, gone or
met twice comes out as it did then, and the memory of the site comes back with it:
the next crawl asks for what it does not know. What left no answer (a silent server,
a page that robots.txt forbids) stands in no archive and has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from extractors.records import Harvest
from pipelines.staging import Staging, prepare
from spiders.harvest import Extractor
from spiders.provenance import runs_of
from spiders.references import NO_LIMIT, BrokenReference, References
from spiders.replaying import Replayer
from spiders.rerun import Rerun
from spiders.warc import Capture, Damage, index_archive

_AT_A_TIME = 200
"""Harvests in a transaction."""


@dataclass(slots=True)
class Recovered:
    """What was found: answers read, addresses that were seen and have no answer, and what of the archive cannot be read, in words."""

    reread: int = 0
    unanswered: int = 0
    missing: dict[str, str] = field(default_factory=dict)


def recover_runs(folder: Path, state: Path, extract: Extractor, replayer: Replayer, progress: Callable[[int, int], None]) -> Recovered:
    """Write the state at ``state`` from the archive in ``folder``; ``progress`` is called with the answers done and known so far."""
    found, known = Recovered(), 0
    with Staging(state) as staging, References(folder, NO_LIMIT) as references:
        for run, files in runs_of(folder):
            captures = _captures(files, found.missing)
            if not captures:
                continue
            known += len(captures)
            staging.begin_run(run.site.name, version("solieu"), run.run_id, captures[0].at)
            with closing(Rerun(state, run, extract, replayer)) as rerun:
                harvests = _harvests(captures, rerun, references, found, lambda: progress(found.reread, known))  # noqa: B023 (used at once)
                while batch := list(islice(harvests, _AT_A_TIME)):
                    rerun.flush()
                    staging.stage_all(map(prepare, batch))
                told = rerun.finish()
            if told.gone_counts:
                staging.count_gone(run.run_id)
            found.unanswered += told.unanswered
            staging.end_run(run.run_id, "complete", captures[-1].at)
    return found


def sites_of(folder: Path) -> list[str]:
    """The sites whose runs wrote the archive in ``folder``."""
    return sorted({run.site.name for run, _ in runs_of(folder)})


def _captures(files: list[Path], missing: dict[str, str]) -> list[Capture]:
    """The answers of one run. One that was followed by another for the same URL was a try that was made again, and no answer of its own."""
    last: dict[str, Capture] = {}
    for path in files:
        for found in index_archive(path):
            if isinstance(found, Damage):
                missing[found.ref] = f"{found.ref}: {found.reason}"
            else:
                last.pop(found.url, None)
                last[found.url] = found
    return list(last.values())


def _harvests(captures: list[Capture], rerun: Rerun, references: References, found: Recovered, tell: Callable[[], None]) -> Iterator[Harvest]:
    for capture in captures:
        try:
            resolved = references.resolve(capture.ref)
        except BrokenReference as error:
            found.missing[capture.ref] = str(error)
            continue
        for harvest in rerun.answer(*resolved):
            found.reread += 1
            yield harvest
        tell()
