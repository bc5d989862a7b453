"""The state as the archive alone tells it: for an output folder whose state is lost.

The runs are gone through in their order, and the answers of each in theirs, by the
code that the crawl itself decides with. So what was new, changed, unchanged, gone or
met twice comes out as it did then, and the memory of the site comes back with it:
the next crawl asks for what it does not know. What left no answer (a silent server,
a page that robots.txt forbids) stands in no archive and has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from extractors.records import Harvest
from pipelines.prepared import prepare
from pipelines.staging import Staging
from solieu.contract.runs import begun_at
from spiders.harvest import Extractor
from spiders.provenance import LIVE, ArchivedRun, runs_of
from spiders.references import NO_LIMIT, BrokenReference, References
from spiders.reimport import Reimport
from spiders.replaying import Replayer
from spiders.rerun import Rerun
from spiders.warc import Capture, index_archive
from spiders.wholeness import Damage

_AT_A_TIME = 200
"""Harvests in a transaction."""


@dataclass(slots=True)
class Recovered:
    """What was found: fetches read, addresses that were seen and have no answer, and what cannot be read, in words."""

    reread: int = 0
    unanswered: int = 0
    missing: dict[str, str] = field(default_factory=dict)


def recover(folder: Path, state: Path, extract: Extractor, replayer: Replayer, progress: Callable[[int, int], None]) -> Recovered:
    """Write the state at ``state`` from the archive in ``folder``; ``progress`` is called with the fetches done and known so far."""
    with Staging(state) as staging, References(folder, NO_LIMIT) as references:
        recovery = _Recovery(staging, references, extract, replayer, progress)
        known: set[str] = set()
        for run, files in runs_of(folder):
            known.update(path.name for path in (*files, *(origin.path for origin in run.origins)))
            if run.way == LIVE:
                recovery.crawl(run, files)
            else:
                recovery.bring_in(run, files)
    for path in sorted(folder.glob("*.warc.gz")):
        if path.name not in known:
            recovery.found.missing[path.name] = f"{path.name}: it does not say which run wrote it, or it is damaged there"
    return recovery.found


def sites_of(folder: Path) -> list[str]:
    """The sites whose runs wrote the archive in ``folder``."""
    return sorted({run.site.name for run, _ in runs_of(folder)})


class _Recovery:
    """Stages one run after the other."""

    def __init__(self, staging: Staging, references: References, extract: Extractor, replayer: Replayer, progress: Callable[[int, int], None]) -> None:
        self._staging, self._references = staging, references
        self._extract, self._replayer, self._progress = extract, replayer, progress
        self._known = self._answers = 0
        self.found = Recovered()

    def crawl(self, run: ArchivedRun, files: Sequence[Path]) -> None:
        """A run of the live crawl."""
        captures = self._captures(files)
        if not captures:
            return
        self._known += len(captures)
        self._begin(run, captures[0].at)
        with closing(Rerun(self._staging.path, run, self._extract, self._replayer)) as rerun:
            self._stage(self._answered(captures, rerun), rerun.flush)
            told = rerun.finish()
        if told.gone_counts:
            self._staging.count_gone(run.run_id)
        self.found.unanswered += told.unanswered
        self._staging.end_run(run.run_id, "complete" if told.brought else "failed", captures[-1].at)

    def bring_in(self, run: ArchivedRun, files: Sequence[Path]) -> None:
        """An import, from its copies in the archive or from the files that it read."""
        reimport = Reimport(run, files, self._extract, self._replayer)
        at = self._begin(run, datetime.now(UTC))
        self._stage(self._counted(reimport.harvests()))
        self._staging.end_run(run.run_id, "complete", at)
        self.found.missing |= reimport.missing

    def _begin(self, run: ArchivedRun, at: datetime) -> datetime:
        """Begin a run when its name says, or else at ``at``."""
        begun = begun_at(run.run_id) or at
        self._staging.begin_run(run.site.name, version("solieu"), run.run_id, begun)
        return begun

    def _stage(self, harvests: Iterator[Harvest], before: Callable[[], None] = lambda: None) -> None:
        while batch := list(islice(harvests, _AT_A_TIME)):
            before()
            self._staging.stage_all(map(prepare, batch))

    def _captures(self, files: Sequence[Path]) -> list[Capture]:
        """The answers of one run. One that was followed by another for the same URL was a try that was made again, and no answer of its own."""
        last: dict[str, Capture] = {}
        for path in files:
            for found in index_archive(path):
                if isinstance(found, Damage):
                    self.found.missing[found.ref] = f"{found.ref}: {found.reason}"
                else:
                    last.pop(found.url, None)
                    last[found.url] = found
        return list(last.values())

    def _answered(self, captures: Sequence[Capture], rerun: Rerun) -> Iterator[Harvest]:
        for capture in captures:
            self._answers += 1
            try:
                capture, payload = self._references.resolve(capture.ref)
            except BrokenReference as error:
                self.found.missing[capture.ref] = str(error)
                continue
            for harvest in rerun.answer(capture, payload):
                self.found.reread += 1
                yield harvest
            self._progress(self._answers, self._known)

    def _counted(self, harvests: Iterable[Harvest]) -> Iterator[Harvest]:
        for harvest in harvests:
            self._known, self._answers, self.found.reread = self._known + 1, self._answers + 1, self.found.reread + 1
            self._progress(self._answers, self._known)
            yield harvest
