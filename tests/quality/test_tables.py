"""Coverage, context, worklists, issues, pages and rejects against counts made by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.records import DateMention
from solieu.quality import QualityError, Report, assess
from tests.quality.given import SITE, article, figure, page, published, reference, url


@pytest.fixture
def report(tmp_path: Path) -> Report:
    articles = [
        article(1),
        article(2, section="hop", published_on=date(2019, 5, 1), issues=["title_period_conflict"], title="Sơ kết 6 tháng đầu năm 2018"),
        article(3, published_on=None, issues=["no_date"]),
        article(4, section="hop"),
    ]
    plain = {"measure_code": None, "measure_text": None, "subject_text": None, "unit_code": None, "issues": ["unknown_unit"]}
    kep = {"place_code": None, "place_text": "Làng Kép"}
    figures = [
        figure(1, reference_id="a", reference_source="phrase"),
        figure(1, 5.0, "5 Cuộc  họp", unit_text="Cuộc  họp", span_start=9, **plain, **kep),
        figure(2, 6.0, "6 cuộc họp", unit_text="cuộc họp", period_start_on=None, period_end_on=None, **plain),
        figure(3, 7.0, "7 buổi", unit_text="buổi", place_code=None, place_text=None, kind="duration", **plain),
    ]
    references = [
        reference("a", 1, number="33/2020/QĐ-ABC", issuer_text="Cục Lạ"),
        reference("b", 2, number="12/QĐ-ABC", issuer_text="Cục lạ"),
        reference("c", 2, number="9-CV/XYZ", issuer_code="party", doc_type_code=None, doc_type_text="công vụ"),
        reference("d", 1, number="2085/QĐ-TTg", issuer_code="prime_minister"),
    ]

    def named(words: str, where: str, start: date, kind: str = "half_year") -> DateMention:
        given = {"article_id": f"{SITE}-2", "version": "v2", "url": url(2, "hop"), "sentence": words, "where": where, "span_start": 0, "span_end": len(words)}
        return DateMention(date_id=f"{where}/{words}", kind=kind, start_on=start, date_text=words, rule="test", **given)  # type: ignore[arg-type]

    dates = [
        named("6 tháng đầu năm 2018", "title", date(2018, 1, 1)),
        named("6 tháng đầu năm 2019", "body", date(2019, 1, 1)),
        named("quý I/2019", "body", date(2019, 1, 1), "quarter"),
    ]
    pages = [page(1, "article"), page(2, "article"), page(3, "error", "timeout"), page(4, "gone", "404")]
    published(tmp_path / "data", articles=articles, figures=figures, references=references, dates=dates, pages=pages)
    rejects = tmp_path / "data" / "rejects"
    rejects.mkdir()
    lines = [{"reason": "kind is missing; value is not a finite number", "row": {"url": "http://a.example/1"}}, {"reason": "kind is missing", "row": {}}]
    (rejects / "figures.jsonl").write_text("\n".join([*map(json.dumps, lines), "{half a li", "[1]", "null"]) + "\n", encoding="utf-8")
    return assess(tmp_path / "data")


TABLES = {
    "articles_by_year": [(2019, 1, 1, 0), (2020, 2, 2, 0), (None, 1, 1, 1)],
    "articles_by_section": [("hop", 2, 1, 0), ("tin", 2, 3, 1)],
    "articles_by_section_and_year": [("hop", 2019, 1, 1, 0), ("hop", 2020, 1, 0, 0), ("tin", 2020, 1, 2, 0), ("tin", None, 1, 1, 1)],
    "articles_without_date": [("tin", "Bài 3", url(3))],
    "context_overall": [("measure", 1, 0.25), ("period", 3, 0.75), ("place", 3, 0.75), ("policy", 1, 0.25)],
    "context_by_year": [(2019, 1, 0.0, 0.0, 1.0, 0.0), (2020, 2, 0.5, 1.0, 1.0, 0.5), (None, 1, 0.0, 1.0, 0.0, 0.0)],
    "context_by_section": [("tin", 3, pytest.approx(1 / 3), 1.0, pytest.approx(2 / 3), pytest.approx(1 / 3)), ("hop", 1, 0.0, 0.0, 1.0, 0.0)],
    "context_by_kind": [("count", 3, pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0, pytest.approx(1 / 3)), ("duration", 1, 0.0, 1.0, 0.0, 0.0)],
    "context_by_source": [("period", "phrase", 4, 1.0), ("place", "sentence", 4, 1.0), ("policy", "phrase", 1, 1.0)],
    "unknown_units": [
        ("cuộc họp", 2, 2, "Trong năm 1, tỉnh công nhận 5 Cuộc  họp.", url(1)),
        ("buổi", 1, 1, "Trong năm 3, tỉnh công nhận 7 buổi.", url(3)),
    ],
    "unknown_measures": [],
    "unknown_places": [("làng kép", 1, 1, "Trong năm 1, tỉnh công nhận 5 Cuộc  họp.", url(1))],
    "unknown_bodies": [("cục lạ", 2, 2, "Theo Quyết định a.", url(1))],
    "unknown_symbols": [("QĐ-ABC", 2, 2, "Theo Quyết định a.", url(1)), ("CV/XYZ", 1, 1, "Theo Quyết định c.", url(2))],
    "unknown_document_types": [("công vụ", 1, 1, "Theo Quyết định c.", url(2))],
    "unknown_programmes": [],
    "issues_by_frequency": [
        ("figures", "unknown_unit", 3, 0.75, "5 Cuộc  họp", url(1)),
        ("articles", "no_date", 1, 0.25, "Bài 3", url(3)),
        ("articles", "title_period_conflict", 1, 0.25, "Sơ kết 6 tháng đầu năm 2018", url(2, "hop")),
    ],
    "title_period_conflicts": [("Sơ kết 6 tháng đầu năm 2018", "6 tháng đầu năm 2018", "6 tháng đầu năm 2019", url(2, "hop"))],
    "pages_by_outcome": [("article", 2, 0.5), ("error", 1, 0.25), ("gone", 1, 0.25)],
    "pages_by_reason": [("error", "timeout", 1, url(3)), ("gone", "404", 1, url(4))],
    "rejects_by_reason": [
        ("figures", "the line is not JSON", 3, None),
        ("figures", "kind is missing", 2, "http://a.example/1"),
        ("figures", "value is not a finite number", 1, "http://a.example/1"),
    ],
}


@pytest.mark.parametrize("key", TABLES)
def test_tables(key: str, report: Report) -> None:
    table = report.table(key)
    assert (list(table.rows), table.total) == (TABLES[key], len(TABLES[key]))


def test_values_of_the_sections(report: Report) -> None:
    values = {key: dict(report.section(key).values) for key in ("coverage", "context", "conflicts", "pages", "rejects")}
    assert values == {
        "coverage": {"articles": 4, "undated": 1, "figures": 4},
        "context": {"figures": 4},
        "conflicts": {"conflicts": 1},
        "pages": {"fetches": 4, "runs": 0},
        "rejects": {"rejected": 5},
    }


def test_the_first_rows_and_the_count_of_all(tmp_path: Path) -> None:
    figures = [figure(number, 5.0, f"5 thứ {number}", unit_code=None, unit_text=f"thứ {number}", measure_code=None) for number in range(1, 8)]
    table = assess(published(tmp_path / "data", figures=figures), top=3).table("unknown_units")
    assert (len(table.rows), table.total) == (3, 7)


def test_empty_datasets(tmp_path: Path) -> None:
    report = assess(published(tmp_path / "data"))
    assert all(not table.rows and table.total == 0 for section in report.sections for table in section.tables)


def test_a_snapshot_of_an_earlier_version_lacks_fields(tmp_path: Path) -> None:
    mentions = [reference("a"), reference("b", 2)]
    figures = [figure(1, reference_id="a"), figure(2, 900.0, "900 người có uy tín", reference_id="b")]
    folder = published(tmp_path / "data", figures=figures, references=mentions)
    for table, lacking in (("figures", ["reference_source", "issues"]), ("references", ["policy_id", "programme_code"])):
        path = folder / table / f"{table}.parquet"
        pq.write_table(pq.read_table(path).drop_columns(lacking), path)
    report = assess(folder)
    assert report.section("coverage").values["figures"] == 2
    assert report.table("issues_by_frequency").rows == []
    # without their identifiers, documents are told apart by their words
    assert dict(report.table("no_contradictions").rows) == {"different_policy": 1}


def test_a_damaged_file_is_told_in_one_line(tmp_path: Path) -> None:
    folder = published(tmp_path / "data", figures=[figure()])
    path = folder / "figures" / "figures.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(QualityError) as told:
        assess(folder)
    assert "figures.parquet" in str(told.value) and "\n" not in str(told.value)
