"""Whether keys are unique over all rows of a table, seen part by part, in eight bytes a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Hashes = npt.NDArray[np.int64]


class Keys:
    """The keys seen so far, by hash.

    A repetition within one part is found at once. One across parts is found at the end, by
    :meth:`suspects`; whoever sees all parts once more with these finds it then.
    """

    def __init__(self, names: Sequence[str], suspects: Collection[int] = ()) -> None:
        self.names = tuple(names)
        self.is_entangled = False
        """Whether rows of different groups claim the same key: which is shown then depends on both."""
        self._suspects = np.fromiter(suspects, np.int64, len(suspects))
        self._hashes: list[Hashes] = []
        self._seen: dict[tuple[Any, ...], str] = {}

    def repeated(self, rows: pa.Table, group: Callable[[int], str] = str) -> list[int]:
        """The rows whose key an earlier row had; ``group`` names the group that a row belongs to."""
        columns = [rows.column(name).to_pylist() for name in self.names]
        hashes = np.fromiter(map(hash, zip(*columns, strict=True)), np.int64, rows.num_rows)
        self._hashes.append(hashes)
        doubtful = _twice(hashes)
        suspected = np.isin(hashes, np.concatenate([doubtful, self._suspects])) if len(doubtful) or len(self._suspects) else np.zeros(0, bool)
        repeated = []
        for row in np.flatnonzero(suspected).tolist():
            key = tuple(column[row] for column in columns)
            if key in self._seen:
                repeated.append(row)
                self.is_entangled |= self._seen[key] != group(row)
            else:
                self._seen[key] = group(row)
        return repeated

    def suspects(self) -> set[int]:
        """The hashes that were met in more than one part, without those that were known to be suspect."""
        if not self._hashes:
            return set()
        found = _twice(np.concatenate([np.unique(hashes) for hashes in self._hashes]))
        return set(found.tolist()) - set(self._suspects.tolist())


def _twice(hashes: Hashes) -> Hashes:
    ordered = np.sort(hashes)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
