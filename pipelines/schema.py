"""What the declarations of :mod:`extractors.records` mean for Arrow, JSON and the reader.

Nothing here lists fields: the Arrow schemas, the columnar tables and the JSON of a
record are all read off the declarations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import pyarrow as pa

from extractors.records import SCHEMA_VERSION, Column, columns, links
from pipelines.describing import vietnamese

PREFIX = "solieu."
"""Prefix of the keys this project writes into file and field metadata."""

ELEMENT = "element"  # the list element's name in Parquet's own specification, so that a written schema reads back equal

_PLAIN: Mapping[type[Any], tuple[pa.DataType, str]] = {
    str: (pa.string(), "string"),
    int: (pa.int64(), "int64"),
    float: (pa.float64(), "float64"),
    bool: (pa.bool_(), "bool"),
    date: (pa.date32(), "date"),
    datetime: (pa.timestamp("us", tz="UTC"), "timestamp (UTC)"),
}

_JSON_ITSELF = (str, int, float, bool)

Made = TypeVar("Made")


def by_record(made: Callable[[type[Any]], Made]) -> Callable[[type[Any]], Made]:
    """Decorates a function of a record, whose result is made once and kept."""
    return cache(made)  # type: ignore[return-value]  # mypy takes no class for hashable


@by_record
def fields(record: type[Any]) -> tuple[Column, ...]:
    """The declared fields of a record, read off its annotations once."""
    return columns(record)


# ------------------------------------------------------------------ Arrow
@by_record
def arrow_schema(record: type[Any]) -> pa.Schema:
    """The Arrow schema of a record: types, nullability, and what each field means.

    The schema's metadata names the table, its schema version, its description in English
    and Vietnamese, its key and its links to other tables (JSON); each field's metadata holds
    its meaning in both languages and, where declared, unit, codes (JSON, code to meaning),
    code list and bounds.
    """
    metadata = {
        "schema_version": SCHEMA_VERSION,
        "table": record.TABLE,
        "description": describe(record),
        "description_vi": vietnamese.record_meaning(record),
        "key": ",".join(record.KEY),
        "links": json.dumps([asdict(link) for link in links(record)]),
    }
    return pa.schema(_arrow_fields(record), metadata=prefixed(metadata))


def describe(record: type[Any]) -> str:
    """The first line of a record's documentation."""
    return (record.__doc__ or "").strip().splitlines()[0]


def _arrow_fields(record: type[Any]) -> list[pa.Field]:
    return [pa.field(c.name, _arrow_type(c.type), nullable=c.nullable, metadata=_field_metadata(record, c)) for c in fields(record)]


def _arrow_type(declared: Any) -> pa.DataType:
    if get_origin(declared) is list:
        return pa.list_(pa.field(ELEMENT, _arrow_type(get_args(declared)[0]), nullable=False))
    if is_dataclass(declared) and isinstance(declared, type):
        return pa.struct(_arrow_fields(declared))
    return _PLAIN[declared][0]


def _field_metadata(record: type[Any], column: Column) -> dict[str, str]:
    field = column.field
    declared = {
        "meaning": field.meaning,
        "meaning_vi": vietnamese.meaning(record, column.name),
        "unit": field.unit,
        "codes": _json_of(field.codes),
        "codes_vi": _json_of(vietnamese.code_meanings(record, column.name)),
        "code_list": field.code_list,
        "low": None if field.low is None else repr(field.low),
        "high": None if field.high is None else repr(field.high),
    }
    return prefixed(declared)


def _json_of(codes: Mapping[str, str] | None) -> str | None:
    return json.dumps(dict(codes), ensure_ascii=False) if codes else None


def prefixed(metadata: Mapping[str, str | None]) -> dict[str, str]:
    """Metadata under names with this project's prefix; what has no value is left out."""
    return {PREFIX + name: value for name, value in metadata.items() if value is not None}


def own_metadata(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    """This project's part of the metadata of a field, a schema or a file, without the prefix."""
    prefix = PREFIX.encode()
    return {name.removeprefix(prefix).decode(): value.decode() for name, value in (metadata or {}).items() if name.startswith(prefix)}


def to_table(record: type[Any], rows: Iterable[Any]) -> pa.Table:
    """The rows as an Arrow table of the record's schema, built column by column.

    Raises ``pyarrow.ArrowInvalid``, ``TypeError`` or ``UnicodeError`` when a value is
    not of its declared type. Nulls in required fields are left to the validation.
    """
    return table_of(record, column_values(record, rows))


def column_values(record: type[Any], rows: Iterable[Any]) -> dict[str, list[Any]]:
    """The rows of a record turned into one list per field; nested records become dictionaries."""
    kept = rows if isinstance(rows, Sequence) else list(rows)
    return {c.name: _values(c.name, kept, _is_nested(c.type)) for c in fields(record)}


def json_values(record: type[Any], rows: Sequence[Any]) -> dict[str, list[Any]]:
    """The rows of a record turned into one list per field, in JSON's own types."""
    return {c.name: _values(c.name, rows, c.type not in _JSON_ITSELF) for c in fields(record)}


def _values(name: str, rows: Sequence[Any], convert: bool) -> list[Any]:
    values = [getattr(row, name) for row in rows]
    return [plain(value) for value in values] if convert else values


def _is_nested(declared: Any) -> bool:
    return get_origin(declared) is list and is_dataclass(get_args(declared)[0])


def table_of(record: type[Any], values: Mapping[str, Sequence[Any]]) -> pa.Table:
    """An Arrow table from one list of values per field.

    Dates and timestamps may also be ISO strings, as :func:`plain` writes them. A
    field that ``values`` lacks (written before the field was declared) becomes null,
    or empty where it is a list.
    """
    schema = arrow_schema(record)
    length = len(next(iter(values.values()), ()))
    arrays = [array_of(values[field.name] if field.name in values else absent(field.type, length), field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def absent(kind: pa.DataType, length: int) -> list[Any]:
    """The values of a field that rows lack: null, or empty where it is a list."""
    return [[] if pa.types.is_list(kind) else None] * length


def array_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """One column. Raises as :func:`to_table` does when a value is of another type."""
    if pa.types.is_temporal(kind) and any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def type_name(declared: Any) -> str:
    """How the data dictionary names a declared type.

    >>> type_name(list[str])
    'list of string'
    """
    if get_origin(declared) is list:
        return f"list of {type_name(get_args(declared)[0])}"
    return declared.__name__ if is_dataclass(declared) and isinstance(declared, type) else _PLAIN[declared][1]


# ------------------------------------------------------------------ JSON
def to_json(record: Any) -> dict[str, Any]:
    """One record as a dictionary that ``json`` can write: dates in ISO 8601, timestamps with ``Z``."""
    return {column.name: plain(getattr(record, column.name)) for column in fields(type(record))}


def plain(value: Any) -> Any:
    """A value of a record in JSON's own types."""
    if isinstance(value, datetime):
        return utc(value).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return to_json(value) if is_dataclass(value) else value


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
