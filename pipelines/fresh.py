"""The rows of one publication that are not taken over from the snapshot before, gathered by dataset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.current import Part
from pipelines.keys import Keys
from pipelines.merging import Sorter
from pipelines.rejects import RejectFile
from pipelines.tables import DATASETS, Dataset


class Fresh:
    """Gathers parts; rows are put in order, and what is too much for the memory goes to files in ``scratch``.

    Keys are kept where they are to be held against a base.
    """

    def __init__(self, scratch: Path, keys: Mapping[type[Any], Keys], notes_keys: bool) -> None:
        grouped = [dataset for dataset in DATASETS if dataset.record in keys]
        self._keys, self._notes_keys = keys, notes_keys
        self._sorters = {dataset: Sorter(dataset.sorted_by, scratch, dataset.name) for dataset in grouped}
        self._rejects = {dataset: RejectFile(dataset, scratch) for dataset in grouped}
        self._claimed: dict[type[Any], list[pa.Table]] = {record: [] for record in keys}

    def add(self, part: Part) -> None:
        """Take in a part."""
        self._sorters[part.dataset].add(part.rows)
        self._rejects[part.dataset].add(part.rejects)
        if self._notes_keys and part.dataset.group not in part.dataset.record.KEY:
            self._claimed[part.dataset.record].append(part.rows.select(list(part.dataset.record.KEY)))

    def rows(self, dataset: Dataset) -> Sorter:
        """A dataset's rows."""
        return self._sorters[dataset]

    def rejects(self, dataset: Dataset) -> RejectFile:
        """A dataset's rejects."""
        return self._rejects[dataset]

    def claimed(self, dataset: Dataset) -> pa.Table | None:
        """The keys of all fresh rows of a record, current and superseded, where rows of different groups could have the same."""
        claimed = self._claimed[dataset.record]
        return pa.concat_tables(claimed) if claimed else None

    @property
    def is_entangled(self) -> bool:
        """Whether rows of different articles or runs claim the same key."""
        return any(keys.is_entangled for keys in self._keys.values())
