"""What a crawl says at its end."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from solieu.crawl import CrawlReport
from solieu.dictionary import describe
from solieu.numbers import written
from solieu.summary import shortened, show
from solieu.telling import telling_figures


def summary(output: Path, width: int, **report: Any) -> str:
    values: dict[str, Any] = {"exit": "complete", "outcomes": {"article": 2, "listing": 1, "error": 3}, "warnings": ()} | report
    done = CrawlReport(run_id="r", site="kontum", output=output, seconds=1.5, articles=2, figures=1, dates=1, references=1, **values)
    file = io.StringIO()
    show(done, Console(file=file, width=width, highlight=False))
    return file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_summary_fits_and_can_be_copied(width: int, sample_output: Path) -> None:
    text = summary(sample_output, width)
    urls = set(pq.read_table(sample_output / "figures", columns=["url"])["url"].to_pylist())
    shown = re.findall(r"^ +(https?://\S+)$", text, re.MULTILINE)
    assert len(shown) == 6 and set(shown) <= urls, "each URL stands whole on a line of its own"
    commands = re.findall(r"^  (?:\S*/)?(?:solieu|python) .*$", text, re.MULTILINE)
    assert len(commands) == 5 and all(command.count('"') in (0, 2) for command in commands), "each command stands whole on a line"
    wide = [line for line in text.splitlines() if len(line) > width and not re.search(r"https?://|solieu |python |output", line)]
    assert wide == []


def test_the_summary_shows_every_part_of_a_figure(sample_output: Path) -> None:
    text = summary(sample_output, 120)
    for shown in ("measure", "value", "period", "policy", "người có uy tín", "prestigious persons", "tỷ lệ giải ngân", "disbursement rate"):
        assert shown in text
    rows = pq.read_table(sample_output / "figures").num_rows
    assert re.search(rf"^ +{rows}  {re.escape(str(sample_output / 'figures'))} ", text, re.MULTILINE)
    assert str(sample_output / "README.md") in text


def test_the_summary_counts_what_was_no_article(tmp_path: Path) -> None:
    text = summary(tmp_path, 100, exit="interrupted", verdict="interrupted", warnings=("a.warc.gz:17: cut",))
    assert "kontum: 6 pages in 1.5 s, 2 of them articles\nthe others: 3 errors, 1 listing\n" in text
    assert "interrupted; to go on, type\n  the same command again" in text and "! a.warc.gz:17: cut" in text


def test_the_sample_says_that_it_is_one(sample_summary: str) -> None:
    assert "This is the sample" in sample_summary and "Do not cite them" in sample_summary


def figure(code: str, year: int, value: float, **more: Any) -> dict[str, Any]:
    row = {
        "figure_id": f"{code}-{year}-{value}", "measure_code": code, "measure_label_vi": code, "measure_label_en": code, "kind": "count", "value": value,
        "numerator": None, "where": "body", "change": None, "status": "reported", "comparator": "exact", "period_text": str(year), "period_source": "phrase",
        "period_start_on": date(year, 1, 1), "period_end_on": date(year, 12, 31), "reference_id": None, "sentence": f"{code} {year} {value}.", "url": "http://a.vn/1",
    }  # fmt: skip
    return row | more


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([figure("a", 2019, 1), figure("b", 2018, 1), figure("b", 2019, 2)], ["b-2018-1", "a-2019-1"], id="the longer series first"),
        pytest.param([figure("b", 2019, 1), figure("b", 2019, 2), figure("a", 2019, 3)], ["a-2019-3", "b-2019-1"], id="values that disagree are no series"),
        pytest.param([figure("a", 2019, 1), figure("b", 2019, 2, measure_label_vi="b của a")], ["b-2019-2", "a-2019-1"], id="a specific name first"),
        pytest.param([figure("a", 2018, 1), figure("a", 2019, 2, reference_id="r")], ["a-2019-2"], id="with its policy first"),
        pytest.param([figure("a", 2018, 1, status="target"), figure("a", 2019, 2)], ["a-2019-2"], id="a fact before a plan"),
        pytest.param([figure("a", 2018, 1, url="http://a.vn/" + 200 * "x"), figure("a", 2019, 2)], ["a-2019-2"], id="a URL that fits first"),
        pytest.param([figure("a", 2018, 1, change="by"), figure("a", 2018, 1, where="title"), figure("a", 2018, 1, period_text=None)], [], id="left out"),
        pytest.param([figure("hộ", 2018, 1), figure("hộ", 2019, 2), figure("a", 2019, 3)], ["a-2019-3", "hộ-2018-1"], id="a bare unit last"),
        pytest.param([figure("a", 2019, 1, sentence="x"), figure("b", 2019, 2, sentence="x")], ["a-2019-1"], id="a sentence once"),
        pytest.param([figure(code, 2019, 1) for code in "abcde"], ["a-2019-1", "b-2019-1", "c-2019-1"], id="three of a kind"),
    ],
)
def test_telling_figures(rows: list[dict[str, Any]], expected: list[str]) -> None:
    assert [row["figure_id"] for row in telling_figures(rows, 6)] == expected
    assert [row["figure_id"] for row in telling_figures(list(reversed(rows)), 6)] == expected, "whatever the order of the rows"


@pytest.mark.parametrize("length", range(20, 70, 7))
def test_a_shortened_sentence_keeps_the_value(length: int) -> None:
    sentence = "Tính đến cuối năm 2018 thì toàn tỉnh có 802 người có uy tín trong đồng bào các dân tộc thiểu số."
    short = shortened(sentence, "802 người", length)
    assert "802 người" in short and len(short) <= length


@pytest.mark.parametrize(
    ("row", "vietnamese", "english"),
    [
        pytest.param({"kind": "count", "value": 280000.0, "comparator": "about", "unit_text": "người"}, "≈ 280.000 người", "≈ 280,000 người", id="count"),
        pytest.param({"kind": "percentage", "value": 28.97, "unit_text": "%"}, "28,97%", "28.97%", id="percentage"),
        pytest.param({"kind": "ratio", "numerator": 1438.0, "denominator": 1552.0, "unit_text": "xã"}, "1.438/1.552 xã", "1,438/1,552 xã", id="ratio"),
        pytest.param({"kind": "money", "value": 4e10, "unit_code": "VND"}, "40 tỷ VND", "40 billion VND", id="money"),
        pytest.param({"kind": "money", "value": 1234567.0, "unit_code": "VND"}, "1.234.567 VND", "1,234,567 VND", id="money not rounded"),
        pytest.param({"kind": "money", "value": 1.5e6, "unit_code": "VND", "per_text": "năm"}, "1,5 triệu VND/năm", "1.5 million VND/năm", id="per"),
        pytest.param({"kind": "measure", "value_low": 2.0, "value_high": 3.5, "unit_text": "ha"}, "2 – 3,5 ha", "2 – 3.5 ha", id="range"),
        pytest.param({"kind": "count", "value_low": 1000.0, "comparator": "vague", "unit_text": "lượt"}, "≥ 1.000 lượt", "≥ 1,000 lượt", id="vague"),
    ],
)
def test_figures_written_for_people(row: dict[str, Any], vietnamese: str, english: str) -> None:
    assert (written(row), written(row, ".")) == (vietnamese, english)


def test_the_data_dictionary_is_no_reason_to_lose_a_file(tmp_path: Path) -> None:
    (tmp_path / ".state").mkdir()
    readme = tmp_path / "README.md"
    assert describe(tmp_path) == readme and readme.read_text(encoding="utf-8").startswith("# The datasets\n")
    readme.write_text("# The datasets\n\nas they were once\n", encoding="utf-8")
    assert describe(tmp_path) == readme and "once" not in readme.read_text(encoding="utf-8"), "an old one is replaced"
    readme.write_text("# My own notes\n", encoding="utf-8")
    assert describe(tmp_path) is None and readme.read_text(encoding="utf-8") == "# My own notes\n"
    assert describe(tmp_path / "missing") is None
