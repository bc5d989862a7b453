from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractors.records import SCHEMA_VERSION, TABLES, Article, Figure, columns, links
from pipelines import schema
from pipelines.describing import vietnamese
from tests.pipelines import factories

HANOI = timezone(timedelta(hours=7))
TYPES = [
    (Figure, "value_text", pa.string(), False),
    (Figure, "value", pa.float64(), True),
    (Figure, "part", pa.int64(), True),
    (Figure, "span_start", pa.int64(), False),
    (Figure, "is_total", pa.bool_(), True),
    (Figure, "published_on", pa.date32(), True),
    (Article, "retrieved_at", pa.timestamp("us", tz="UTC"), False),
    (Article, "captions", pa.list_(pa.field("element", pa.string(), nullable=False)), False),
]


@pytest.mark.parametrize(("record", "name", "kind", "nullable"), TYPES, ids=[f"{r.TABLE}.{n}" for r, n, *_ in TYPES])
def test_types(record: type[Any], name: str, kind: pa.DataType, nullable: bool) -> None:
    field = schema.arrow_schema(record).field(name)
    assert (field.type, field.nullable) == (kind, nullable)


def test_nested_records_are_structs() -> None:
    tables = schema.arrow_schema(Article).field("tables").type.value_type
    assert [tables.field(i).name for i in range(tables.num_fields)] == ["caption", "header", "rows"]
    assert tables.field("rows").type.value_type.value_type == pa.string()


@pytest.mark.parametrize("record", TABLES, ids=lambda r: r.TABLE)
def test_every_field_explains_itself(record: type[Any]) -> None:
    found = schema.arrow_schema(record)
    assert found.metadata[b"solieu.table"].decode() == record.TABLE
    assert found.metadata[b"solieu.schema_version"].decode() == SCHEMA_VERSION
    assert json.loads(found.metadata[b"solieu.links"]) == [{"fields": [*one.fields], "table": one.table, "to": [*one.to]} for one in links(record)]
    assert found.names == [c.name for c in columns(record)]
    for column, field in zip(columns(record), found, strict=True):
        assert field.metadata[b"solieu.meaning"].decode() == column.field.meaning
        assert field.metadata[b"solieu.meaning_vi"].decode() == vietnamese.meaning(record, column.name)
        assert json.loads(field.metadata.get(b"solieu.codes", b"{}")) == dict(column.field.codes or {})
        assert json.loads(field.metadata.get(b"solieu.codes_vi", b"{}")).keys() == (column.field.codes or {}).keys()


def test_metadata_survives_parquet(tmp_path: Path) -> None:
    pq.write_table(schema.to_table(Article, [factories.article()]), tmp_path / "a.parquet")
    assert pq.read_schema(tmp_path / "a.parquet").equals(schema.arrow_schema(Article), check_metadata=True)


def test_columnar_equals_rows() -> None:
    read = [factories.article(n) for n in range(3)]
    table = schema.to_table(Article, read)
    assert table.column("tables").to_pylist() == [[schema.to_json(t) for t in a.tables] for a in read]
    assert table.column("retrieved_at").to_pylist() == [a.retrieved_at for a in read]


def test_json_columns_give_the_same_table() -> None:
    read = [factories.article(n) for n in range(3)]
    stored = json.loads(json.dumps(schema.json_values(Article, read)))
    assert schema.table_of(Article, stored).equals(schema.to_table(Article, read))


def test_a_field_declared_later_is_null_or_empty() -> None:
    stored = schema.json_values(Article, [factories.article()])
    del stored["language"], stored["captions"]
    table = schema.table_of(Article, stored)
    assert table.column("language").to_pylist() == [None]
    assert table.column("captions").to_pylist() == [[]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(date(2019, 7, 16), "2019-07-16", id="date"),
        pytest.param(datetime(2021, 6, 24, 3, tzinfo=UTC), "2021-06-24T03:00:00Z", id="utc"),
        pytest.param(datetime(2021, 6, 24, 3, tzinfo=HANOI), "2021-06-23T20:00:00Z", id="hanoi"),
        pytest.param(datetime(2021, 6, 24, 3), "2021-06-24T03:00:00Z", id="no zone is utc"),
        pytest.param(28.97, 28.97, id="float"),
        pytest.param(["a"], ["a"], id="list"),
        pytest.param(None, None, id="null"),
    ],
)
def test_json(value: Any, expected: Any) -> None:
    assert schema.plain(value) == expected


def test_json_of_a_record_is_writable() -> None:
    written = json.loads(json.dumps(schema.to_json(factories.article()), ensure_ascii=False))
    assert written["published_on"] == "2011-07-16"
    assert written["tables"][0]["header"] == ["Huyện", "Số hộ"]
