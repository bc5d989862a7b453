"""Rows put in order in bounded memory: sorted runs on disk, merged block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

RUN_BYTES = 16 << 20
"""How many bytes of rows are put in order at a time, and then written aside where more follow."""

BLOCK_BYTES = 512 << 10
"""How many bytes of each run stand in memory when runs are merged."""

FAN_IN = 64
"""How many runs are merged at a time."""

Tables = Iterator[pa.Table]
Key = tuple[Any, ...]

_COUNTED = {pa.date32().id: pa.int32(), pa.timestamp("us").id: pa.int64()}


class Sorter:
    """Takes in rows in any order and gives them in the order of the fields ``by``; what does not fit in memory goes to files in ``scratch``."""

    def __init__(self, by: Sequence[str], scratch: Path, name: str) -> None:
        self._by, self._scratch, self._name = by, scratch, name.replace("/", "-")
        self._held: list[pa.Table] = []
        self._bytes = 0
        self._files: list[Path] = []
        self._made = 0
        self.rows = 0

    def add(self, rows: pa.Table) -> None:
        """Take in rows."""
        if not rows.num_rows:
            return
        self._held.append(rows)
        self.rows += rows.num_rows
        self._bytes += rows.nbytes
        if self._bytes >= RUN_BYTES:
            self._files.append(self._write(_blocks(self._sorted())))
            pa.default_memory_pool().release_unused()

    def runs(self) -> list[Tables]:
        """Sorted runs of all rows taken in, to be merged; few enough to be merged at once."""
        while len(self._files) >= FAN_IN:
            merged, self._files = self._files[:FAN_IN], self._files[FAN_IN:]
            self._files.append(self._write(merge([_read(path) for path in merged], self._by)))
            for path in merged:
                path.unlink()
        return [*map(_read, self._files), *([_blocks(self._sorted())] if self._held else [])]

    def _sorted(self) -> pa.Table:
        rows = in_order(pa.concat_tables(self._held), self._by)
        self._held, self._bytes = [], 0
        return rows

    def _write(self, tables: Iterable[pa.Table]) -> Path:
        self._made += 1
        path = self._scratch / f"{self._name}-{self._made}.run"
        writer = None
        with path.open("wb") as file:
            for table in tables:
                writer = writer or pa.ipc.new_stream(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))
                writer.write_table(table.combine_chunks())
            if writer is not None:
                writer.close()
        return path


def in_order(rows: pa.Table, by: Sequence[str]) -> pa.Table:
    """The rows in ascending order of some fields, nulls last."""
    return rows.combine_chunks().sort_by([(name, "ascending") for name in by])


def merge(runs: Iterable[Tables], by: Sequence[str]) -> Tables:
    """The rows of sorted runs in order, block by block."""
    heads = [head for head in (_Head(run, by) for run in runs) if head.refill()]
    while heads:
        bound = min(head.last for head in heads)
        blocks = [block for block in (head.up_to(bound) for head in heads) if block.num_rows]
        yield blocks[0] if len(blocks) == 1 else in_order(pa.concat_tables(blocks), by)
        heads = [head for head in heads if head.refill()]


class _Head:
    """The rows of a run that come next."""

    def __init__(self, run: Tables, by: Sequence[str]) -> None:
        self._run, self._by = run, by
        self._rows: pa.Table | None = None
        self._keys: list[Key] = []
        self._from = 0
        self.last: Key = ()

    def refill(self) -> bool:
        """Read on where no row is left; false at the end of the run."""
        while self._from >= len(self._keys):
            self._rows = next(self._run, None)
            if self._rows is None:
                return False
            self._keys, self._from = _keys(self._rows, self._by), 0
        self.last = self._keys[-1]
        return True

    def up_to(self, bound: Key) -> pa.Table:
        """Take the rows up to and with a key."""
        assert self._rows is not None
        start, self._from = self._from, bisect_right(self._keys, bound, lo=self._from)
        return self._rows.slice(start, self._from - start)


def _keys(rows: pa.Table, by: Sequence[str]) -> list[Key]:
    """The place of each row in the order, as Arrow orders: nulls last, text by code points."""
    return list(zip(*(_places(rows.column(name), rows.schema.field(name).nullable) for name in by), strict=True))


def _places(column: pa.ChunkedArray, nullable: bool) -> list[Any]:
    counted = _COUNTED.get(column.type.id)
    values: list[Any] = (column if counted is None else column.cast(counted)).to_pylist()
    return [(value is None, value) for value in values] if nullable else values


def _blocks(rows: pa.Table) -> Tables:
    count = max(1, rows.num_rows * BLOCK_BYTES // max(1, rows.nbytes))
    yield from (rows.slice(start, count) for start in range(0, rows.num_rows, count))


def _read(path: Path) -> Tables:
    with path.open("rb") as file, pa.ipc.open_stream(file) as stream:
        for batch in stream:
            yield pa.Table.from_batches([batch])
