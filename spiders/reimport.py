"""An import read again: the captures that it copied to the archive, or the files of the user's own that it read, where they are still there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from extractors.records import Harvest
from spiders.captured import CapturedPages, copied_pages
from spiders.errors import InputError
from spiders.harvest import Extractor, Harvester
from spiders.provenance import FOLDER, WARC, ArchivedRun, Origin
from spiders.replaying import Replayer
from spiders.saved import SavedPages, saved_files
from spiders.warc import check_archives


class Reimport:
    """Reads one import again; ``missing`` tells in words what of its sources is not there or not what it was, by path.

    ``files`` are what the run wrote to the archive. ``times`` are the times of retrieval of saved files by name, where they are known.
    """

    def __init__(self, run: ArchivedRun, files: Sequence[Path], extract: Extractor, replayer: Replayer) -> None:
        self.run, self._files, self._replayer = run, files, replayer
        self._harvester = Harvester(run.site, run.run_id, extract)
        self.missing: dict[str, str] = {}

    def harvests(self, times: Mapping[str, datetime] | None = None) -> Iterator[Harvest]:
        """One harvest per capture or file, as the import had it."""
        if self.run.way == FOLDER:
            yield from self._saved(times)
        elif self.run.way == WARC:
            paths = list(self._there())
            if paths:
                with closing(CapturedPages(paths, self._harvester, self._replayer).harvests()) as harvests:
                    yield from harvests
        else:
            yield from copied_pages(self._files, self._harvester, self._replayer)

    def _saved(self, times: Mapping[str, datetime] | None) -> Iterator[Harvest]:
        for origin in self.run.origins:
            try:
                yield from SavedPages(origin.path, saved_files(origin.path), self._harvester, times).harvests()
            except InputError as error:
                self._miss(origin.path, str(error))

    def _there(self) -> Iterable[Path]:
        """The files that can be read, each where it was or, by its name, in the archive."""
        for origin in self.run.origins:
            path = next((path for path in (origin.path, *self._namesakes(origin)) if path.is_file()), origin.path)
            try:
                check_archives([path])
            except InputError as error:
                self._miss(origin.path, str(error))
                continue
            if (size := path.stat().st_size) != origin.size:
                self._miss(origin.path, f"{path} has changed since ({origin.size} bytes then, {size} now): it is read as it is")
            yield path

    def _namesakes(self, origin: Origin) -> list[Path]:
        return [file.with_name(origin.path.name) for file in self._files[:1]]

    def _miss(self, path: Path, why: str) -> None:
        self.missing[str(path)] = f"run {self.run.run_id} read {self.run.way}:{path}: {why}"
