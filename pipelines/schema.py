"""What the declarations of :mod:`extractors.records` mean for Arrow, JSON and the reader.

Nothing here lists fields: the Arrow schemas, the columnar tables, the JSON of a
record and the data dictionary are all read off the declarations.

    python -m pipelines.schema > output/README.md
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args, get_origin

import pyarrow as pa

from extractors.records import SCHEMA_VERSION, TABLES, Column, Field, columns

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


def fields(record: type[Any]) -> tuple[Column, ...]:
    """The declared fields of a record, read off its annotations once."""
    return _fields(record)  # type: ignore[arg-type]  # mypy takes no class for hashable


@cache
def _fields(record: type[Any]) -> tuple[Column, ...]:
    return columns(record)


# ------------------------------------------------------------------ Arrow
def arrow_schema(record: type[Any]) -> pa.Schema:
    """The Arrow schema of a record: types, nullability, and what each field means.

    The schema's metadata names the table, its schema version and its description;
    each field's metadata holds its meaning and, where declared, unit, codes (JSON,
    code to meaning), code list and bounds.
    """
    return _arrow_schema(record)  # type: ignore[arg-type]  # mypy takes no class for hashable


@cache
def _arrow_schema(record: type[Any]) -> pa.Schema:
    metadata = {"schema_version": SCHEMA_VERSION, "table": record.TABLE, "description": describe(record), "key": ",".join(record.KEY)}
    return pa.schema([_arrow_field(c) for c in fields(record)], metadata={PREFIX + k: v for k, v in metadata.items()})


def describe(record: type[Any]) -> str:
    """The first line of a record's documentation."""
    return (record.__doc__ or "").strip().splitlines()[0]


def _arrow_field(column: Column) -> pa.Field:
    return pa.field(column.name, _arrow_type(column.type), nullable=column.nullable, metadata=_field_metadata(column.field))


def _arrow_type(declared: Any) -> pa.DataType:
    if get_origin(declared) is list:
        return pa.list_(pa.field(ELEMENT, _arrow_type(get_args(declared)[0]), nullable=False))
    if is_dataclass(declared):
        return pa.struct([_arrow_field(c) for c in fields(declared)])  # type: ignore[arg-type]
    return _PLAIN[declared][0]


def _field_metadata(field: Field) -> dict[str, str]:
    declared = {
        "meaning": field.meaning,
        "unit": field.unit,
        "codes": json.dumps(dict(field.codes), ensure_ascii=False) if field.codes else None,
        "code_list": field.code_list,
        "low": None if field.low is None else repr(field.low),
        "high": None if field.high is None else repr(field.high),
    }
    return {PREFIX + name: value for name, value in declared.items() if value is not None}


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


# ------------------------------------------------------------------ data dictionary
INTRODUCTION = """\
# The datasets

This file is generated from the declarations in `extractors/records.py`; change those and run
`python -m pipelines.schema > output/README.md`.

Each table is a folder beside this file that holds one Parquet file. Any reader of Parquet opens it at any
moment, also while a crawl publishes:

```python
import pandas as pd
figures = pd.read_parquet("output/figures")

import duckdb
duckdb.sql("SELECT measure_label_en, value, period_text, url FROM read_parquet('output/figures/*.parquet')")

import polars as pl
figures = pl.scan_parquet("output/figures").filter(pl.col("kind") == "percentage").collect()
```

or `solieu query "SELECT kind, count(*) FROM figures GROUP BY kind"`.

Names tell what a field holds: `_on` a date, `_at` a UTC timestamp, `_id` an identifier, `_code` a value of a code
list, `_text` words as written. Values are as reported; nothing is computed into them. Spans count Unicode code
points from 0 in the text that `where` names, so `text[span_start:span_end]` gives exactly the words read.
Identifiers depend on content and place alone: the same pages give the same identifiers in every run. The tables
show the current version of each article. The same descriptions stand in the files themselves, as Parquet field
metadata with the prefix `solieu.`.

Rows that break a rule below are not published; they are kept in `rejects/<table>.jsonl`, each with its reason.
"""


def data_dictionary() -> str:
    """The data dictionary in Markdown: a section a table, a row a field. Ends with a newline."""
    contents = "\n".join(f"- [`{record.TABLE}`](#{record.TABLE}): {describe(record)}" for record in TABLES)
    sections = [_section(record) for record in TABLES]
    return "\n".join([INTRODUCTION, f"Schema version {SCHEMA_VERSION}.\n", contents + "\n", "\n".join(sections).rstrip("\n") + "\n"])


def _section(record: type[Any]) -> str:
    key = ", ".join(f"`{name}`" for name in record.KEY)
    return f"## {record.TABLE}\n\n{describe(record)} One row per {key}.\n\n{_field_rows(record)}{_code_meanings(record)}{_nested(record)}\n"


def _field_rows(record: type[Any]) -> str:
    head = "| field | type | required | unit | meaning | codes |\n|---|---|---|---|---|---|\n"
    return head + "".join(_field_row(column) for column in fields(record))


def _field_row(column: Column) -> str:
    field = column.field
    codes = ", ".join(f"`{code}`" for code in field.codes) if field.codes else f"list: `{field.code_list}`" if field.code_list else ""
    meaning = field.meaning + _bounds(field)
    cells = (f"`{column.name}`", type_name(column.type), "" if column.nullable else "yes", field.unit or "", meaning, codes)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _bounds(field: Field) -> str:
    low, high = field.low, field.high
    if low is not None and high is not None:
        return f" ({low:g} to {high:g})"
    return f" (at least {low:g})" if low is not None else f" (at most {high:g})" if high is not None else ""


def type_name(declared: Any) -> str:
    """How the data dictionary names a declared type."""
    if get_origin(declared) is list:
        return f"list of {type_name(get_args(declared)[0])}"
    return declared.__name__ if is_dataclass(declared) and isinstance(declared, type) else _PLAIN[declared][1]


def _code_meanings(record: type[Any]) -> str:
    lists = [(c.name, c.field.codes) for c in fields(record) if c.field.codes]
    lines = [f"- `{name}`: " + "; ".join(f"`{code}` {meaning}" for code, meaning in (codes or {}).items()) for name, codes in lists]
    return "\nCodes:\n\n" + "\n".join(lines) + "\n" if lines else ""


def _nested(record: type[Any]) -> str:
    nested = [get_args(column.type)[0] for column in fields(record) if _is_nested(column.type)]
    return "".join(f"\n`{inner.__name__}`: {describe(inner)}\n\n{_field_rows(inner)}" for inner in nested)


def main() -> None:
    """Print the data dictionary."""
    print(data_dictionary(), end="")


if __name__ == "__main__":
    main()
