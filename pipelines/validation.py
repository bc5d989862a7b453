"""Which rows may be published, and why the others may not.

Every rule is read off the declarations: the Arrow schema holds the types, pandera
checks codes, ranges and keys, and the spans are sliced from the articles' texts.
A row that breaks a rule becomes a :class:`Reject` with all its reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc

from extractors.records import Column, DateMention, Figure, Reference
from pipelines.building import Checked, Reject
from pipelines.keys import Keys
from pipelines.schema import arrow_schema, by_record, fields, plain
from pipelines.spans import NOWHERE, Texts

WORDS: Mapping[str, str] = {Figure.TABLE: "value_text", DateMention.TABLE: "date_text", Reference.TABLE: "reference_text"}
"""By table, the field that holds the words which the span must slice to."""

ORDERED = (("start_on", "end_on"), ("period_start_on", "period_end_on"), ("value_low", "value_high"), ("span_start", "span_end"))
"""Pairs of fields of which the first may not exceed the second."""

# ------------------------------------------------------------------ rules
Broken = Iterable[tuple[Iterable[int], str]]


def check(
    record: type[Any], table: pa.Table, texts: Texts | None = None, keys: Keys | None = None, group: Callable[[int], str] = str, more: Broken = ()
) -> Checked:
    """The rows that keep every declared rule, in their order, and the rejects.

    With ``texts``, a finding must also belong to an article in them, and its span
    must slice to the words it claims. ``keys`` are those of earlier parts of the table,
    and ``more`` gives rows that break another rule.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for rows, reason in (*_broken(record, table, texts), *more):
        for row in rows:
            if reason not in reasons[row]:
                reasons[row].append(reason)
    passed = np.delete(np.arange(table.num_rows), sorted(reasons))
    valid = table.take(pa.array(passed)) if reasons else table
    for row in (keys or Keys(record.KEY)).repeated(valid, lambda row: group(int(passed[row]))):  # a row that is wrong claims no key
        reasons[int(passed[row])].append(f"another row has the same {', '.join(record.KEY)}")
    if not reasons:
        return Checked(table, passed=passed)
    failed = sorted(reasons)
    passed = np.delete(np.arange(table.num_rows), failed)
    rows_out = table.take(pa.array(failed, pa.int64())).to_pylist()
    rejects = [Reject(record.TABLE, "; ".join(reasons[n]), plain_row(row)) for n, row in zip(failed, rows_out, strict=True)]
    return Checked(table.take(pa.array(passed)), rejects, passed, failed)


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an Arrow table in JSON's own types."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return plain_row(value)
    return [_plain_value(item) for item in value] if isinstance(value, list) else plain(value)


def _broken(record: type[Any], table: pa.Table, texts: Texts | None) -> Broken:
    yield from _missing(record, table)
    yield from _not_finite(table)
    yield from _out_of_order(table)
    yield from _unknown_list_codes(record, table)
    yield from _tabular(record, table)
    if texts is not None and record.TABLE in WORDS:
        yield from _misplaced(table, WORDS[record.TABLE], texts)


def _where(mask: pa.ChunkedArray) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def _missing(record: type[Any], table: pa.Table) -> Broken:
    for column in arrow_schema(record):
        if not column.nullable and table.column(column.name).null_count:
            yield _where(pc.is_null(table.column(column.name))), f"{column.name} is missing"


def _not_finite(table: pa.Table) -> Broken:
    for column in table.schema:
        if pa.types.is_floating(column.type):
            yield _where(pc.invert(pc.is_finite(table.column(column.name)))), f"{column.name} is not a finite number"


def _out_of_order(table: pa.Table) -> Broken:
    names = set(table.schema.names)
    for low, high in ORDERED:
        if low in names and high in names:
            yield _where(pc.greater(table.column(low), table.column(high))), f"{low} is after {high}"


def _unknown_list_codes(record: type[Any], table: pa.Table) -> Broken:
    for column in fields(record):
        kind = table.schema.field(column.name).type
        if column.field.codes and pa.types.is_list(kind):
            lists = table.column(column.name).combine_chunks()
            unknown = _where(pc.invert(pc.is_in(pc.list_flatten(lists), value_set=pa.array(list(column.field.codes)))))
            yield pc.list_parent_indices(lists).take(pa.array(unknown, pa.int64())).to_pylist(), f"{column.name} holds an unknown code"


def _tabular(record: type[Any], table: pa.Table) -> Broken:
    schema = pandera_schema(record)
    if not schema.columns or not table.num_rows:
        return
    columns = [table.column(name) for name in schema.columns]
    narrow = [column.dictionary_encode() if pa.types.is_string(column.type) else column for column in columns]  # a check looks at each word once
    frame = pa.table(narrow, names=list(schema.columns)).to_pandas()
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for reason, found in errors.failure_cases.groupby("check", sort=True):
            yield [int(row) for row in found["index"]], str(reason)


@by_record
def pandera_schema(record: type[Any]) -> pandera.DataFrameSchema:
    """Closed codes and ranges of a record as pandera checks."""
    return pandera.DataFrameSchema({c.name: pandera.Column(checks=_checks(c), nullable=True) for c in fields(record) if _is_scalar_checked(record, c)})


def _is_scalar_checked(record: type[Any], column: Column) -> bool:
    return bool(_checks(column)) and not pa.types.is_list(arrow_schema(record).field(column.name).type)


def _checks(column: Column) -> list[pandera.Check]:
    declared, name = column.field, column.name
    checks = []
    if declared.codes:
        checks.append(pandera.Check.isin(list(declared.codes), error=f"{name} is not one of its codes"))
    if declared.low is not None:
        checks.append(pandera.Check.ge(declared.low, error=f"{name} is below {declared.low:g}"))
    if declared.high is not None:
        checks.append(pandera.Check.le(declared.high, error=f"{name} is above {declared.high:g}"))
    return checks


# ------------------------------------------------------------------ spans
def _misplaced(table: pa.Table, words: str, texts: Texts) -> Broken:
    owners = texts.owners(table)
    yield np.flatnonzero(owners == NOWHERE).tolist(), "its article is not published"
    known = np.flatnonzero(owners != NOWHERE)
    found = table if len(known) == table.num_rows else table.take(pa.array(known))
    yield known[texts.misplaced(found, owners[known], words)].tolist(), f"its span does not slice to {words}"
