"""One table as one Parquet file, with digests of its content and of its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.schema import PREFIX

ROW_GROUP = 131_072
"""Rows a row group: below 100,000 readers spend their time on footers."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written.

    ``content_id`` is a hash of the schema and of all pages: equal for equal rows, whatever
    the footer's metadata say. ``sha256`` is that of all bytes.
    """

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


def write_parquet(table: pa.Table, path: Path, metadata: Mapping[str, str]) -> Written:
    """Write a table and sync it; ``metadata`` and the content id stand in its footer, under keys with this project's prefix."""
    file = _Digesting(path)
    try:
        content = hashlib.sha256(table.schema.serialize())
        with pq.ParquetWriter(pa.PythonFile(file, mode="w"), table.schema, compression="zstd") as writer:
            writer.write_table(table, row_group_size=ROW_GROUP)
            content.update(file.digest.digest())
            content_id = content.hexdigest()[:32]
            writer.add_key_value_metadata({PREFIX + name: value for name, value in {"content_id": content_id, **metadata}.items()})
        file.sync()
        return Written(content_id, file.digest.hexdigest(), file.tell())
    finally:
        file.close()


def footer(path: Path) -> dict[str, str]:
    """What this project wrote into a file's footer, without the prefix; empty where there is no whole Parquet file."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return {}
    return {name.decode().removeprefix(PREFIX): value.decode() for name, value in metadata.items() if name.startswith(PREFIX.encode())}
