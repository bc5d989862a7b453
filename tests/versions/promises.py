"""What a schema promises its readers, and which version a change of it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

SAME, MINOR, MAJOR = 0, 1, 2


@dataclass(frozen=True)
class Promise:
    """One field, also one within a list of records: its type, whether it may be null, and its closed codes."""

    type: str
    nullable: bool
    codes: frozenset[str]


def promises(schema: pa.Schema) -> Mapping[str, Promise]:
    """The fields of a table by name; ``tables[].rows`` is one within ``tables``."""
    return dict(_fields(schema))


def _fields(fields: pa.Schema | pa.StructType, prefix: str = "") -> Iterator[tuple[str, Promise]]:
    for field in fields:
        inner = field.type.value_type if pa.types.is_list(field.type) else field.type
        codes = json.loads((field.metadata or {}).get(b"solieu.codes", b"{}"))
        kind = "records" if pa.types.is_struct(inner) else str(field.type)
        yield prefix + field.name, Promise(kind, field.nullable, frozenset(codes))
        if pa.types.is_struct(inner):
            yield from _fields(inner, f"{prefix}{field.name}[].")


def change(before: Mapping[str, pa.Schema], after: Mapping[str, pa.Schema]) -> int:
    """Whether nothing changed, something was added, or something that a reader relied on is another."""
    if before.keys() - after.keys():
        return MAJOR
    tables = [_table_change(before[name], after[name]) for name in before]
    return max([MINOR if after.keys() - before.keys() else SAME, *tables])


def _table_change(before: pa.Schema, after: pa.Schema) -> int:
    old, new = promises(before), promises(after)
    broken = before.metadata[b"solieu.key"] != after.metadata[b"solieu.key"] or any(name not in new or _is_broken(old[name], new[name]) for name in old)
    if broken:
        return MAJOR
    grown = new.keys() - old.keys() or any(new[name].codes - old[name].codes for name in old)
    return MINOR if grown else SAME


def _is_broken(old: Promise, new: Promise) -> bool:
    return old.type != new.type or (new.nullable and not old.nullable) or bool(old.codes - new.codes) or (bool(new.codes) and not old.codes)


def next_version(version: str, changed: int) -> tuple[int, int]:
    """The lowest version after ``version`` that a change may have."""
    major, minor = (*map(int, version.split(".")), 0)[:2]
    return {SAME: (major, minor), MINOR: (major, minor + 1), MAJOR: (major + 1, 0)}[changed]
