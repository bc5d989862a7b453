"""Which rows may be published, and why the others may not.

Every rule is read off the declarations: the Arrow schema holds the types, pandera
checks codes, ranges and keys, and the spans are sliced from the articles' texts.
A row that breaks a rule becomes a :class:`Reject` with all its reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc

from extractors.records import Column, DateMention, Figure, Reference
from pipelines.schema import array_of, arrow_schema, fields, plain, table_of

WORDS: Mapping[str, str] = {Figure.TABLE: "value_text", DateMention.TABLE: "date_text", Reference.TABLE: "reference_text"}
"""By table, the field that holds the words which the span must slice to."""

ORDERED = (("start_on", "end_on"), ("period_start_on", "period_end_on"), ("value_low", "value_high"), ("span_start", "span_end"))
"""Pairs of fields of which the first may not exceed the second."""

_MISTYPED = (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that may not be published, as JSON-ready values, and every reason why."""

    table: str
    reason: str
    row: dict[str, Any]


@dataclass(slots=True)
class Checked:
    """The rows of a table that passed, and those that did not."""

    table: pa.Table
    rejects: list[Reject] = field(default_factory=list)


class Texts:
    """The texts of published articles that spans count in."""

    def __init__(self, articles: pa.Table) -> None:
        self._columns = [articles.column(name) for name in ("title", "text", "captions", "tables")]
        keys = zip(articles.column("article_id").to_pylist(), articles.column("version").to_pylist(), strict=True)
        self._rows = {key: row for row, key in enumerate(keys)}
        self._last: tuple[tuple[str, str] | None, list[Any]] = (None, [])

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._rows

    def candidates(self, key: tuple[str, str], where: str, part: int | None, cell: tuple[int | None, int | None]) -> Sequence[str]:
        """The texts that a span may count in: one, or for a table without row and column all its cells."""
        title, body, captions, tables = self._article(key)
        if where in ("body", "title"):
            return (body,) if where == "body" else (title,)
        parts = captions if where == "caption" else tables
        if part is None or not 0 <= part < len(parts):
            return ()
        return (parts[part],) if where == "caption" else _cells(parts[part], *cell)

    def _article(self, key: tuple[str, str]) -> list[Any]:
        if self._last[0] != key:
            row = self._rows[key]
            self._last = (key, [column[row].as_py() for column in self._columns])
        return self._last[1]


def _cells(table: Mapping[str, Any], row: int | None, column: int | None) -> Sequence[str]:
    rows = table["rows"]
    if row is not None and column is not None:
        return (rows[row][column],) if row < len(rows) and column < len(rows[row]) else ()
    return [table["caption"] or "", *table["header"], *(cell for cells in rows for cell in cells)]


# ------------------------------------------------------------------ types
def build(record: type[Any], values: Mapping[str, Sequence[Any]]) -> Checked:
    """An Arrow table of all rows whose values are of their declared types; the others are rejects."""
    try:
        return Checked(table_of(record, values))
    except _MISTYPED:
        return _build_without_mistyped(record, values)


def _build_without_mistyped(record: type[Any], values: Mapping[str, Sequence[Any]]) -> Checked:
    reasons: dict[int, list[str]] = defaultdict(list)
    for name, row in _mistyped(record, values):
        reasons[row].append(f"{name} is not of its type")
    length = len(next(iter(values.values()), ()))
    kept = [row for row in range(length) if row not in reasons]
    rejects = [_reject(record, why, {name: plain(column[row]) for name, column in values.items()}) for row, why in sorted(reasons.items())]
    return Checked(table_of(record, {name: [column[row] for row in kept] for name, column in values.items()}), rejects)


def _mistyped(record: type[Any], values: Mapping[str, Sequence[Any]]) -> Iterable[tuple[str, int]]:
    for column in arrow_schema(record):
        found = values.get(column.name, ())
        if not _fits(found, column.type):
            yield from ((column.name, row) for row, value in enumerate(found) if not _fits([value], column.type))


def _fits(values: Sequence[Any], kind: pa.DataType) -> bool:
    try:
        array_of(values, kind)
    except _MISTYPED:
        return False
    return True


# ------------------------------------------------------------------ rules
def check(record: type[Any], table: pa.Table, texts: Texts | None = None) -> Checked:
    """The rows that keep every declared rule, in their order, and the rejects.

    With ``texts``, a finding must also belong to an article in them, and its span
    must slice to the words it claims.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for rows, reason in _broken(record, table, texts):
        for row in rows:
            if reason not in reasons[row]:
                reasons[row].append(reason)
    if not reasons:
        return Checked(table)
    keep = pa.array([row not in reasons for row in range(table.num_rows)])
    bad = sorted(reasons)
    rows_out = table.take(pa.array(bad, pa.int64())).to_pylist()
    return Checked(table.filter(keep), [_reject(record, reasons[n], plain_row(row)) for n, row in zip(bad, rows_out, strict=True)])


def _reject(record: type[Any], reasons: Sequence[str], row: dict[str, Any]) -> Reject:
    return Reject(record.TABLE, "; ".join(reasons), row)


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an Arrow table in JSON's own types."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return plain_row(value)
    return [_plain_value(item) for item in value] if isinstance(value, list) else plain(value)


Broken = Iterable[tuple[Iterable[int], str]]


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
    frame = table.select(list(schema.columns)).to_pandas()
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for reason, found in cases.groupby("check", sort=True):
            yield [int(row) for row in found["index"]], _uniqueness(record) if reason == _UNIQUE else str(reason)


_UNIQUE = "multiple_fields_uniqueness"


def _uniqueness(record: type[Any]) -> str:
    return f"another row has the same {', '.join(record.KEY)}"


def pandera_schema(record: type[Any]) -> pandera.DataFrameSchema:
    """Closed codes, ranges and the key of a record as pandera checks."""
    checked = {c.name: pandera.Column(checks=_checks(c), nullable=True, required=True) for c in fields(record) if _is_scalar_checked(record, c)}
    return pandera.DataFrameSchema(checked, unique=list(record.KEY), report_duplicates="exclude_first")


def _is_scalar_checked(record: type[Any], column: Column) -> bool:
    return column.name in record.KEY or (bool(_checks(column)) and not pa.types.is_list(arrow_schema(record).field(column.name).type))


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
    orphans, wrong = [], []
    names = ("article_id", "version", "where", "part", "row", "column", "span_start", "span_end", words)
    for number, (article, version, where, part, row, column, start, end, claimed) in enumerate(zip(*_lists(table, names), strict=True)):
        key = (article, version)
        if key not in texts:
            orphans.append(number)
        elif not claimed or not any(text[start:end] == claimed for text in texts.candidates(key, where, part, (row, column))):
            wrong.append(number)
    yield orphans, "its article is not published"
    yield wrong, f"its span does not slice to {words}"


def _lists(table: pa.Table, names: Iterable[str]) -> Iterable[list[Any]]:
    present = set(table.schema.names)
    return [table.column(name).to_pylist() if name in present else [None] * table.num_rows for name in names]
