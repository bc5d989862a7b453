"""The imports of an output folder whose state is there, read again: each reading goes to the row of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.records import Harvest
from spiders.harvest import Extractor
from spiders.provenance import LIVE, runs_of
from spiders.reimport import Reimport
from spiders.replaying import Replayer


@dataclass(slots=True)
class _Expected:
    """A page of an import that is to be read again."""

    number: int
    sha256: str
    at: datetime


@dataclass(slots=True)
class Reimports:
    """What imports brought, told by rows of ``pages`` (:meth:`expect`) and read again (:meth:`harvests`).

    ``missing`` tells in words what was not found, whose rows stay as they are.
    """

    runs: Mapping[str, Reimport]
    missing: dict[str, str] = field(default_factory=dict)
    _expected: dict[str, dict[str, _Expected]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, extract: Extractor, replayer: Replayer) -> Reimports:
        """Those of which the archive in ``folder`` tells."""
        return cls({run.run_id: Reimport(run, files, extract, replayer) for run, files in runs_of(folder) if run.way != LIVE})

    def expect(self, number: int, row: Mapping[str, Any]) -> None:
        """Take in a row of ``pages`` that one of the runs brought, with its number; what has no bytes of its own is not read again."""
        if row["source_ref"] is not None and row["content_sha256"] is not None:
            at = datetime.fromisoformat(row["fetched_at"])
            self._expected.setdefault(row["run_id"], {})[row["source_ref"]] = _Expected(number, row["content_sha256"], at)

    def harvests(self) -> Iterator[tuple[int, Harvest]]:
        """The new reading of each page with its number, of those whose bytes are what they were."""
        for run_id, expected in self._expected.items():
            reimport = self.runs[run_id]
            for harvest in reimport.harvests({ref: page.at for ref, page in expected.items()}):
                page = expected.get(harvest.page.source_ref or "")
                if page is not None and page.sha256 == harvest.page.content_sha256:
                    del expected[harvest.page.source_ref or ""]
                    yield page.number, harvest
            self.missing |= reimport.missing
            if expected:
                first = next(iter(expected))
                self.missing[run_id] = f"{len(expected)} pages of run {run_id} ({reimport.run.way}) are not there as they were and keep their rows: {first}"
