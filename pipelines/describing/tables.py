"""The tables of a snapshot as their own files tell them: what a description says is what a reader of those files meets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.schema import own_metadata
from pipelines.snapshots import Manifest, TableFile


@dataclass(frozen=True, slots=True)
class Described:
    """What a field or a table says of itself: this project's metadata, without the prefix."""

    told: Mapping[str, str]

    def text(self, name: str) -> str | None:
        """A plain value."""
        return self.told.get(name)

    def parsed(self, name: str) -> Any:
        """A value written as JSON."""
        return json.loads(self.told[name]) if name in self.told else None

    def number(self, name: str) -> float | None:
        """A bound."""
        return float(self.told[name]) if name in self.told else None


@dataclass(frozen=True, slots=True)
class TableDescription:
    """One table of a snapshot: its name, its file as the manifest has it, and its schema."""

    name: str
    file: TableFile
    schema: pa.Schema

    @property
    def told(self) -> Described:
        """What the table says of itself."""
        return described(self.schema.metadata)

    @property
    def key(self) -> list[str]:
        """The fields that name a row."""
        return [name for name in (self.told.text("key") or "").split(",") if name]

    @property
    def links(self) -> list[dict[str, Any]]:
        """How its rows name rows of other tables: ``fields``, ``table``, ``to``."""
        return self.told.parsed("links") or []


def described(metadata: Mapping[bytes, bytes] | None) -> Described:
    """This project's part of a field's or a schema's metadata."""
    return Described(own_metadata(metadata))


_KINDS: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "datetime"),
    (pa.types.is_list, "array"),
    (pa.types.is_struct, "object"),
)


def kind_of(kind: pa.DataType) -> str:
    """What a field holds, in the words of the Data Package standard.

    >>> kind_of(pa.date32()), kind_of(pa.string())
    ('date', 'string')
    """
    return next((name for test, name in _KINDS if test(kind)), "string")


def tables_of(folder: Path, manifest: Manifest) -> list[TableDescription]:
    """The tables that a manifest names, in ``folder``. Raises ``OSError`` or ``pyarrow.ArrowInvalid`` where a file cannot be read."""
    return [TableDescription(name, file, pq.read_schema(folder / file.path)) for name, file in manifest.tables.items()]


def hosts_of(folder: Path, manifest: Manifest) -> list[str]:
    """The hosts that the articles of a snapshot come from, in order: their origin."""
    file = manifest.tables.get("articles")
    if file is None:
        return []
    urls = pq.read_table(folder / file.path, columns=["url"]).column("url")
    hosts = pc.struct_field(pc.extract_regex(urls, r"^[a-z]+://(?P<host>[^/?#]+)"), "host")
    return sorted(host for host in pc.unique(hosts).to_pylist() if host)


def days_of(folder: Path, manifest: Manifest) -> tuple[str, str] | None:
    """The first and last day on which an article was published, in ISO 8601; nothing where none is known."""
    file = manifest.tables.get("articles")
    if file is None:
        return None
    bounds = pc.min_max(pq.read_table(folder / file.path, columns=["published_on"]).column("published_on"))
    first, last = bounds["min"].as_py(), bounds["max"].as_py()
    return None if first is None else (first.isoformat(), last.isoformat())


def linked(tables: list[TableDescription], table: TableDescription) -> Iterator[dict[str, Any]]:
    """The links of a table that lead to a table of the same snapshot."""
    names = {one.name for one in tables}
    return (link for link in table.links if link["table"] in names)
