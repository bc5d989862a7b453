"""Every declaration has Vietnamese words, and there are none for what is not declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args

import pytest

from extractors.records import TABLES, columns
from pipelines.describing import vietnamese


def records() -> Iterator[type[Any]]:
    """All tables, and the records nested in them."""
    for table in TABLES:
        yield table
        for column in columns(table):
            yield from (inner for inner in get_args(column.type) if is_dataclass(inner) and isinstance(inner, type))


RECORDS = list(dict.fromkeys(records()))
FIELDS = [(record, column) for record in RECORDS for column in columns(record)]
VIETNAMESE = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùýÁÀĐ")


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_every_record_is_told(record: type[Any]) -> None:
    assert VIETNAMESE & set(vietnamese.record_meaning(record) or "")


@pytest.mark.parametrize(("record", "column"), FIELDS, ids=[f"{record.__name__}.{column.name}" for record, column in FIELDS])
def test_every_field_is_told(record: type[Any], column: Any) -> None:
    told = vietnamese.meaning(record, column.name)
    assert told, f"add {column.name} to [{record.__name__}] in pipelines/describing/vietnamese.toml"
    assert VIETNAMESE & set(told) or "/" in told, "in Vietnamese"
    assert list(vietnamese.code_meanings(record, column.name)) == list(column.field.codes or {}), "each code, in the declared order"
    assert column.field.unit is None or vietnamese.unit(column.field.unit)


def test_nothing_is_told_of_what_is_not_declared() -> None:
    words = vietnamese.words()
    names = {record.__name__ for record in RECORDS}
    declared = {(record.__name__, column.name) for record, column in FIELDS}
    fields = {name for _, name in declared}
    assert set(words["records"]) == names
    assert {(record, name) for record in words.keys() & names for name in words[record]} <= declared
    assert set(words) - names == {"records", "units", "shared", "codes"}
    assert set(words["shared"]) <= fields
    assert {(record, name) for record, lists in words["codes"].items() for name in lists if record != "shared"} <= declared
    assert set(words["units"]) == {column.field.unit for _, column in FIELDS if column.field.unit}


@pytest.mark.parametrize("name", sorted(vietnamese.words()["shared"]))
def test_what_is_shared_means_the_same_wherever_it_is_used(name: str) -> None:
    using = [column.field.meaning for record, column in FIELDS if column.name == name and name not in vietnamese.words().get(record.__name__, {})]
    assert len(set(using)) == 1, "another meaning needs words of its own"
    assert len(using) > 1
