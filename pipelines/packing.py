"""Rows as they stand in the state: an Arrow record batch without its schema, compressed, which is read back without parsing.

A blob is empty where there are no rows. Else it begins with a head: a mark, the layout
(which schema the batch is of), the length when unpacked and a checksum. Rows that are
not of their declared types, or that name another article than the one they were read
from, are no batch; they are JSON (as were all rows in states before this form), one list
per field, in zlib's format.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.schema import absent, arrow_schema, by_record, json_values, to_table

MISTYPED = (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, ValueError, OverflowError)
"""What Arrow raises for a value that is not of its declared type."""

_MARK = b"\xa1"  # zlib's format begins with another byte
_HEAD = struct.Struct(">c8sII")
_JSON_RATIO = 8
_lz4 = pa.Codec("lz4")

Layouts = Mapping[bytes, pa.Schema]


class Damaged(ValueError):
    """A blob that is not as it was packed."""


@by_record
def layout(record: type[Any]) -> tuple[bytes, pa.Schema]:
    """The schema of a record's batches, without what its fields mean, and the digest that names it."""
    schema = pa.schema([pa.field(field.name, field.type, field.nullable) for field in arrow_schema(record)])
    return hashlib.sha256(schema.serialize()).digest()[:8], schema


def pack(record: type[Any], rows: Sequence[Any], of: tuple[str, str]) -> bytes:
    """The rows of a record as a blob, ``of`` the article and version that they should name. Raises ``ValueError`` where even JSON cannot hold them."""
    if not rows:
        return b""
    if any((row.article_id, row.version) != of for row in rows):
        return pack_json(json_values(record, rows))
    try:
        (batch,) = to_table(record, rows).combine_chunks().to_batches()
    except MISTYPED:
        return pack_json(json_values(record, rows))
    data = batch.serialize()
    compressed: bytes = _lz4.compress(data, asbytes=True)
    return _HEAD.pack(_MARK, layout(record)[0], data.size, zlib.crc32(data)) + compressed


def unpacked_size(blob: bytes) -> int:
    """About how many bytes the rows of a blob take."""
    return int(_HEAD.unpack_from(blob)[2]) if blob[:1] == _MARK and len(blob) >= _HEAD.size else _JSON_RATIO * len(blob)


def unpack(record: type[Any], blob: bytes, layouts: Layouts) -> pa.RecordBatch | dict[str, list[Any]]:
    """The rows of a blob: a batch of the record's schema, or one list per field where they were kept as JSON. Raises :class:`Damaged`."""
    if blob[:1] != _MARK:
        return unpack_json(blob) if blob else {}
    try:
        _, name, size, checksum = _HEAD.unpack_from(blob)
        data = _lz4.decompress(blob[_HEAD.size :], size)
        if zlib.crc32(data) != checksum:
            raise Damaged("its checksum does not match")
        if name == layout(record)[0]:
            return pa.ipc.read_record_batch(data, arrow_schema(record))
        return _conformed(pa.ipc.read_record_batch(data, layouts[name]), arrow_schema(record))
    except (struct.error, pa.ArrowException, OSError, KeyError) as error:
        raise Damaged(str(error)) from error


def _conformed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch of another layout in the fields of today: a field that it lacks is null, or empty where it is a list."""
    present = set(batch.schema.names)
    columns = [
        batch.column(field.name).cast(field.type) if field.name in present else pa.array(absent(field.type, batch.num_rows), field.type) for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def pack_json(values: Mapping[str, Any]) -> bytes:
    """Values as compressed JSON."""
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode(), level=1)


def unpack_json(blob: bytes) -> dict[str, Any]:
    """What :func:`pack_json` was given. Raises :class:`Damaged`."""
    try:
        loaded: dict[str, Any] = json.loads(zlib.decompress(blob))
    except (zlib.error, ValueError) as error:
        raise Damaged(str(error)) from error
    return loaded
