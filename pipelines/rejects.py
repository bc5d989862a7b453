"""The rows that may not be published, with their reasons: ``rejects/<table>.jsonl``, one object a line.

A line names the article or run that the row comes from, so that those which did not
change since the last publication need not be checked again.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.building import Reject
from pipelines.tables import Dataset

FOLDER = "rejects"


def rejects_file(dataset: Dataset) -> str:
    """Where a dataset's rejects are, relative to the output folder or to a snapshot."""
    return f"{FOLDER}/{dataset.name}.jsonl"


class RejectFile:
    """The rejects of one dataset while they come, article by article, in a file aside."""

    def __init__(self, dataset: Dataset, scratch: Path) -> None:
        self._group = dataset.group
        self._path = scratch / f"{dataset.name.replace('/', '-')}.rejects"

    def add(self, rejects: Sequence[tuple[str, Reject]]) -> None:
        """Take in rejects, each with the name of its article or run."""
        if rejects:
            lines = (json.dumps(self._line(group, found), ensure_ascii=False) for group, found in rejects)
            with self._path.open("ab") as file:
                file.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)

    def _line(self, group: str, found: Reject) -> dict[str, Any]:
        return {"reason": found.reason, **({} if self._group is None else {self._group: group}), "row": found.row}

    def lines(self, before: Path | None = None, changed: Container[str] = ()) -> Iterator[bytes]:
        """All lines, and of the lines published ``before`` those whose article or run is not among the ``changed``; in order of these."""
        kept = ((name, line) for name, line in self._named(before) if name not in changed)
        yield from (line for _, line in heapq.merge(kept, self._named(self._path), key=lambda found: found[0]))

    def _named(self, path: Path | None) -> Iterator[tuple[str, bytes]]:
        if path is not None and path.is_file():
            with path.open("rb") as file:
                for line in file:
                    yield "" if self._group is None else str(json.loads(line)[self._group]), line
