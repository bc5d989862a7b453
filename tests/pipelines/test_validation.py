from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from extractors.records import TABLES, Article, DateMention, Figure, PageFetch, Reference
from pipelines import building, schema, spans, validation
from tests.pipelines import factories

Change = dict[str, Any]
READ = factories.article(1)
TEXTS = spans.Texts(schema.to_table(Article, [READ]))
ROWS: dict[str, list[Any]] = {
    "articles": [READ],
    "figures": factories.figures(READ),
    "dates": factories.dates(READ),
    "references": factories.references(READ),
    "pages": [factories.page(1)],
}
RECORDS = {record.TABLE: record for record in TABLES}

BROKEN = [
    (Article, {"title": None}, "title is missing"),
    (Article, {"captions": None}, "captions is missing"),
    (Article, {"source": "dream"}, "source is not one of its codes"),
    (Article, {"view_count": -1}, "view_count is below 0"),
    (Article, {"issues": ["no_date", "unheard_of"]}, "issues holds an unknown code"),
    (Figure, {"kind": "guess"}, "kind is not one of its codes"),
    (Figure, {"value": float("nan")}, "value is not a finite number"),
    (Figure, {"value_low": 3.0, "value_high": 2.0}, "value_low is after value_high"),
    (Figure, {"period_start_on": date(2020, 1, 1), "period_end_on": date(2019, 1, 1)}, "period_start_on is after period_end_on"),
    (Figure, {"value_text": "812 người"}, "its span does not slice to value_text"),
    (Figure, {"value_text": ""}, "its span does not slice to value_text"),
    (Figure, {"span_end": 10_000}, "its span does not slice to value_text"),
    (Figure, {"where": "caption"}, "its span does not slice to value_text"),
    (Figure, {"where": "caption", "part": 7}, "its span does not slice to value_text"),
    (Figure, {"version": "another"}, "its article is not published"),
    (Figure, {"unit_text": "\ud800"}, "unit_text is not of its type"),
    (Figure, {"part": "first"}, "part is not of its type"),
    (DateMention, {"start_on": "31/2/2019"}, "start_on is not of its type"),
    (DateMention, {"role": "none"}, "role is not one of its codes"),
    (Reference, {"year": 1800}, "year is below 1900"),
    (Reference, {"relation": "hates"}, "relation is not one of its codes"),
    (PageFetch, {"status": 600}, "status is above 599"),
]


def checked(record: type[Any], rows: list[Any]) -> building.Checked:
    built = building.build(record, schema.column_values(record, rows))
    passed = validation.check(record, built.table, TEXTS)
    return building.Checked(passed.table, built.rejects + passed.rejects)


@pytest.mark.parametrize("table", ROWS)
def test_plausible_rows_pass(table: str) -> None:
    found = checked(RECORDS[table], ROWS[table])
    assert (found.table.num_rows, found.rejects) == (len(ROWS[table]), [])


@pytest.mark.parametrize("record", TABLES, ids=lambda r: r.TABLE)
def test_no_rows_pass(record: type[Any]) -> None:
    assert checked(record, []).table.schema.equals(schema.arrow_schema(record))


@pytest.mark.parametrize(("record", "change", "reason"), BROKEN, ids=[f"{r.TABLE}-{w}" for r, _, w in BROKEN])
def test_broken_rows_are_rejected_with_the_reason(record: type[Any], change: Change, reason: str) -> None:
    whole = ROWS[record.TABLE][0]
    other = {name: f"{getattr(whole, name)}-other" for name in record.KEY[:1]}
    found = checked(record, [whole, replace(whole, **other | change)])
    assert found.table.num_rows == 1
    assert [(r.table, r.reason) for r in found.rejects] == [(record.TABLE, reason)]
    assert found.rejects[0].row[record.KEY[0]] == other[record.KEY[0]]


def test_all_reasons_of_a_row_are_told() -> None:
    bad = replace(ROWS["figures"][0], kind="guess", comparator="maybe", value=float("inf"))
    reason = checked(Figure, [bad]).rejects[0].reason
    assert reason.split("; ") == ["value is not a finite number", "comparator is not one of its codes", "kind is not one of its codes"]


def test_the_second_row_of_a_key_is_rejected() -> None:
    one = ROWS["figures"][0]
    found = checked(Figure, [one, replace(one, value=1.0)])
    assert found.table.column("value").to_pylist() == [one.value]
    assert [r.reason for r in found.rejects] == ["another row has the same figure_id, version"]


def test_dates_in_tables_may_stand_in_any_cell() -> None:
    read = factories.article(1, tables=[factories.Table(header=["Năm 2019", "x"], rows=[["a", "b"]])])
    found = replace(ROWS["dates"][0], where="table", part=0, span_start=0, span_end=8, date_text="Năm 2019")
    table = schema.to_table(DateMention, [found, replace(found, date_id="other", part=1)])
    result = validation.check(DateMention, table, spans.Texts(schema.to_table(Article, [read])))
    assert (result.table.num_rows, len(result.rejects)) == (1, 1)


def test_without_texts_spans_are_not_judged() -> None:
    bad = replace(ROWS["figures"][0], value_text="nothing like it")
    assert validation.check(Figure, schema.to_table(Figure, [bad])).rejects == []
