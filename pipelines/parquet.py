"""One table as one Parquet file, written as its rows come, with digests of its content and of its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.schema import own_metadata, prefixed

ROW_GROUP = 131_072
"""Rows a row group: below 100,000 readers spend their time on footers."""

TEXT = 48 << 20
"""Bytes of text a row group, where that comes first: a row group stands in memory until it is written."""

BATCH = 4_096
"""Rows that are written at a time. Pages end where batches end, so that equal rows give equal bytes however they came."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written.

    ``rows`` is their number. ``content_id`` is a hash of the schema and of all pages: equal for equal rows, whatever
    the footer's metadata say. ``sha256`` is that of all bytes.
    """

    rows: int
    content_id: str
    sha256: str
    bytes: int


class _Digesting:
    """A binary file that hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        """Write and hash."""
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Hand over to the operating system."""
        self._file.flush()

    def tell(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._file.closed

    def sync(self) -> None:
        """Hand over to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def write_parquet(tables: Iterable[pa.Table], schema: pa.Schema, path: Path, metadata: Mapping[str, str]) -> Written:
    """Write rows and sync them; ``metadata`` and the content id stand in the file's footer, under keys with this project's prefix."""
    file, rows = _Digesting(path), 0
    try:
        content = hashlib.sha256(schema.serialize())
        with pq.ParquetWriter(pa.PythonFile(file, mode="w"), schema, compression="zstd") as writer:
            for group in _row_groups(_batches(tables)):
                writer.write_table(group, row_group_size=ROW_GROUP)
                rows += group.num_rows
                pa.default_memory_pool().release_unused()
            if not rows:
                writer.write_table(schema.empty_table())
            content.update(file.digest.digest())
            content_id = content.hexdigest()[:32]
            writer.add_key_value_metadata(prefixed({"content_id": content_id, **metadata}))
        file.sync()
        return Written(rows, content_id, file.digest.hexdigest(), file.tell())
    finally:
        file.close()


def _batches(tables: Iterable[pa.Table]) -> Iterator[pa.RecordBatch]:
    """The rows in batches of one size but for the last."""
    waiting: list[pa.Table] = []
    count = 0
    for table in tables:
        waiting.append(table)
        count += table.num_rows
        if count >= BATCH:
            whole = pa.concat_tables(waiting)
            full = count - count % BATCH
            for start in range(0, full, BATCH):
                yield from whole.slice(start, BATCH).combine_chunks().to_batches()
            waiting, count = [whole.slice(full)], count - full
    if count:
        yield from pa.concat_tables(waiting).combine_chunks().to_batches()


def _row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    group: list[pa.RecordBatch] = []
    text = 0
    for batch in batches:
        group.append(batch)
        text += _text(batch)
        if len(group) * BATCH >= ROW_GROUP or text >= TEXT:
            yield pa.Table.from_batches(group)
            group, text = [], 0
    if group:
        yield pa.Table.from_batches(group)


def _text(batch: pa.RecordBatch) -> int:
    """Bytes of text: a measure that depends on the values alone."""
    return sum(pc.sum(pc.binary_length(column)).as_py() or 0 for column in batch.columns if pa.types.is_string(column.type))


def read_batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The rows of a file in their order, some at a time."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=BATCH, columns=columns):
            yield pa.Table.from_batches([batch])


def footer(path: Path) -> dict[str, str]:
    """What this project wrote into a file's footer, without the prefix; empty where there is no whole Parquet file."""
    try:
        return own_metadata(pq.read_metadata(path).metadata)
    except (OSError, pa.ArrowInvalid):
        return {}
