"""Arrow tables of the rows that are of their declared types; the other rows are rejects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.packing import MISTYPED
from pipelines.schema import array_of, arrow_schema, plain, table_of
from pipelines.versions import Version

Rows = npt.NDArray[np.int64]
"""Numbers of rows, or one number for each row."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that may not be published, as JSON-ready values, and every reason why."""

    table: str
    reason: str
    row: dict[str, Any]


@dataclass(slots=True)
class Checked:
    """The rows of a table that passed, and those that did not; with their numbers among the rows that were looked at."""

    table: pa.Table
    rejects: list[Reject] = field(default_factory=list)
    passed: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    failed: list[int] = field(default_factory=list)


def build(record: type[Any], values: Mapping[str, Sequence[Any]]) -> Checked:
    """An Arrow table of all rows whose values are of their declared types; the others are rejects."""
    length = len(next(iter(values.values()), ()))
    try:
        return Checked(table_of(record, values), passed=np.arange(length))
    except MISTYPED:
        return _build_without_mistyped(record, values, length)


def _build_without_mistyped(record: type[Any], values: Mapping[str, Sequence[Any]], length: int) -> Checked:
    reasons: dict[int, list[str]] = defaultdict(list)
    for name, row in _mistyped(record, values):
        reasons[row].append(f"{name} is not of its type")
    kept, failed = [row for row in range(length) if row not in reasons], sorted(reasons)
    rejects = [Reject(record.TABLE, "; ".join(reasons[row]), {name: plain(column[row]) for name, column in values.items()}) for row in failed]
    table = table_of(record, {name: [column[row] for row in kept] for name, column in values.items()})
    return Checked(table, rejects, np.array(kept, np.int64), failed)


def _mistyped(record: type[Any], values: Mapping[str, Sequence[Any]]) -> Iterable[tuple[str, int]]:
    for column in arrow_schema(record):
        found = values.get(column.name, ())
        if not _fits(found, column.type):
            yield from ((column.name, row) for row, value in enumerate(found) if not _fits([value], column.type))


def _fits(values: Sequence[Any], kind: pa.DataType) -> bool:
    try:
        array_of(values, kind)
    except MISTYPED:
        return False
    return True


# ------------------------------------------------------------------ many versions at once
@dataclass(slots=True)
class Built:
    """The rows of several versions for one table: ``owners`` says of each row which version it is of, by number; so do ``rejects``.

    ``are_own`` is false where rows may name another version than the one they are of.
    """

    table: pa.Table
    owners: Rows
    rejects: list[tuple[int, Reject]]
    are_own: bool = True


def build_versions(record: type[Any], versions: Sequence[Version]) -> Built:
    """The rows of all versions, in their order."""
    batches, owners = [], []
    listed: dict[tuple[str, ...], tuple[dict[str, list[Any]], list[int]]] = {}
    for place, version in enumerate(versions):
        rows = version.rows(record)
        if isinstance(rows, pa.RecordBatch):
            batches.append(rows)
            owners.append(np.full(rows.num_rows, place))
        elif rows:
            values, numbers = listed.setdefault(tuple(rows), ({name: [] for name in rows}, []))
            numbers += [place] * len(next(iter(rows.values())))
            for name, column in rows.items():
                values[name] += column
    whole = [pa.concat_batches(batches)] if batches else []
    built = Built(pa.Table.from_batches(whole, arrow_schema(record)), np.concatenate(owners) if owners else np.empty(0, np.int64), [])
    return _with_listed(record, built, listed.values()) if listed else built


def _with_listed(record: type[Any], built: Built, listed: Iterable[tuple[dict[str, list[Any]], list[int]]]) -> Built:
    """Also the rows that were kept as lists, each version's rows at the place of the version."""
    tables, owners, rejects = [built.table], [built.owners], []
    for values, numbers in listed:
        checked = build(record, values)
        tables.append(checked.table)
        owners.append(np.array(numbers, np.int64)[checked.passed])
        rejects += [(numbers[row], reject) for row, reject in zip(checked.failed, checked.rejects, strict=True)]
    joined = np.concatenate(owners)
    order = np.argsort(joined, kind="stable")
    return Built(pa.concat_tables(tables).take(pa.array(order)), joined[order], rejects, are_own=False)
