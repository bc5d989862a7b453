"""The schema version says what changed since the last release; ``schema-1`` is what that release published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractors.records import SCHEMA_VERSION, TABLES
from pipelines.schema import arrow_schema
from tests.versions.promises import MAJOR, MINOR, SAME, change, next_version

RELEASED = Path(__file__).with_name("schema-1")


def released() -> Mapping[str, pa.Schema]:
    return {path.name: pq.read_schema(path / f"{path.name}.parquet") for path in RELEASED.iterdir()}


def test_the_version_is_high_enough_for_what_changed() -> None:
    before = released()
    (version,) = {schema.metadata[b"solieu.schema_version"].decode() for schema in before.values()}
    now = {record.TABLE: arrow_schema(record) for record in TABLES}
    assert tuple(map(int, SCHEMA_VERSION.split("."))) >= next_version(version, change(before, now)), "docs/versions.md says what raises SCHEMA_VERSION"


def table(*fields: pa.Field, key: str = "a") -> pa.Schema:
    return pa.schema([pa.field("a", pa.string(), nullable=False), *fields], metadata={"solieu.key": key})


def coded(*codes: str, nullable: bool = True) -> pa.Field:
    return pa.field("b", pa.string(), nullable, {"solieu.codes": str(dict.fromkeys(codes, "")).replace("'", '"')})


INNER = pa.field("c", pa.list_(pa.struct([pa.field("d", pa.string())])))
WIDER = pa.field("c", pa.list_(pa.struct([pa.field("d", pa.string()), pa.field("e", pa.string())])))
B = pa.field("b", pa.int64())

CHANGES = [
    pytest.param({"t": table(B)}, {"t": table(B)}, SAME, id="nothing"),
    pytest.param({"t": table()}, {"t": table(B)}, MINOR, id="a field more"),
    pytest.param({"t": table()}, {"t": table(), "u": table()}, MINOR, id="a table more"),
    pytest.param({"t": table(coded("x"))}, {"t": table(coded("x", "y"))}, MINOR, id="a code more"),
    pytest.param({"t": table(INNER)}, {"t": table(WIDER)}, MINOR, id="a field more in a list of records"),
    pytest.param({"t": table(pa.field("b", pa.int64()))}, {"t": table(pa.field("b", pa.int64(), nullable=False))}, SAME, id="never null any more"),
    pytest.param({"t": table(B)}, {"t": table()}, MAJOR, id="a field less"),
    pytest.param({"t": table(), "u": table()}, {"t": table()}, MAJOR, id="a table less"),
    pytest.param({"t": table(coded("x", "y"))}, {"t": table(coded("x"))}, MAJOR, id="a code less"),
    pytest.param({"t": table(B)}, {"t": table(pa.field("b", pa.string()))}, MAJOR, id="another type"),
    pytest.param({"t": table(coded("x", nullable=False))}, {"t": table(coded("x"))}, MAJOR, id="null now and then"),
    pytest.param({"t": table(WIDER)}, {"t": table(INNER)}, MAJOR, id="a field less in a list of records"),
    pytest.param({"t": table(B)}, {"t": table(B, key="a,b")}, MAJOR, id="another key"),
    pytest.param({"t": table(B)}, {"t": table(pa.field("b2", pa.int64()))}, MAJOR, id="another name"),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_what_a_change_is(before: Mapping[str, pa.Schema], after: Mapping[str, pa.Schema], expected: int) -> None:
    assert change(before, after) == expected


@pytest.mark.parametrize(
    ("version", "changed", "expected"),
    [("1", SAME, (1, 0)), ("1", MINOR, (1, 1)), ("1", MAJOR, (2, 0)), ("2.3", SAME, (2, 3)), ("2.3", MINOR, (2, 4)), ("2.3", MAJOR, (3, 0))],
)
def test_which_version_comes_next(version: str, changed: int, expected: tuple[int, int]) -> None:
    assert next_version(version, changed) == expected
