"""Pairs of statements and what they are: a contradiction of some strength, or none and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Figure
from solieu.quality import assess
from tests.quality.given import article, figure, published, reference

FIRST = figure(1)


def percent(number: int, value: float, words: str, **changes: Any) -> Figure:
    changes = {"kind": "percentage", "unit_code": "percent", "unit_text": "%", "subject_text": None, "measure_text": "tỷ lệ hộ nghèo", **changes}
    return figure(number, value, words, **changes)


def ratio(number: int, part: float, whole: float, words: str) -> Figure:
    return figure(number, None, words, kind="ratio", numerator=part, denominator=whole)


def money(number: int, value: float, words: str, **changes: Any) -> Figure:
    return figure(number, value, words, kind="money", unit_code="VND", unit_text="đồng", subject_text=None, measure_text="vốn", **changes)


CONTRADICTIONS = [
    pytest.param([FIRST, figure(2, 812.0, "812 người có uy tín")], "same_words", id="counts are exact to the last digit"),
    pytest.param([FIRST, figure(2, 803.0, "803 người có uy tín", sentence="Tỉnh hiện có 803 người có uy tín.")], "close_values", id="other words, close"),
    pytest.param([FIRST, figure(2, 8110.0, "8.110 người có uy tín", sentence="Tỉnh hiện có 8.110 người có uy tín.")], "digit_slip", id="a digit too many"),
    pytest.param([FIRST, figure(2, 45.0, "45 người có uy tín")], "same_words", id="the same act, far apart"),
    pytest.param([percent(1, 25.90, "25,90%"), percent(2, 26.09, "26,09%")], "same_words", id="percentages"),
    pytest.param([percent(1, 2.0, "2%"), percent(2, 9.0, "9%", sentence="Hộ nghèo chỉ còn 9%.")], "close_values", id="percentages within ten points"),
    pytest.param([ratio(1, 1438, 1552, "1.438/1.552 người"), ratio(2, 1438, 1560, "1.438/1.560 người")], "same_words", id="ratios of other wholes"),
    pytest.param([ratio(1, 1438, 1552, "1.438/1.552 người"), ratio(2, 1440, 1552, "1.440/1.552 người")], "same_words", id="ratios of other parts"),
    pytest.param([FIRST, figure(2, 900.0, "hơn 900 người có uy tín", comparator="over")], "same_words", id="more than is stated elsewhere"),
    pytest.param([FIRST, figure(2, 800.0, "dưới 800 người có uy tín", comparator="under")], "same_words", id="under what is stated elsewhere"),
    pytest.param(
        [FIRST, figure(2, None, "820 - 830 người có uy tín", comparator="range", value_low=820.0, value_high=830.0)], "same_words", id="outside a range"
    ),
    pytest.param([FIRST, figure(2, 815.0, "815 người có uy tín", change="to", direction="up")], "same_words", id="the end of a change is a level"),
    pytest.param([FIRST, figure(2, 815.0, "815 người có uy tín", measure_text="Số người có uy tín")], "same_words", id="the noun with số before it"),
    pytest.param([money(1, 123.8e9, "123,8 tỷ đồng"), money(2, 125e9, "125 tỷ đồng")], "same_words", id="money"),
    pytest.param([FIRST, figure(1, 815.0, "815 người", where="title", sentence="Tỉnh công nhận 815 người")], "same_words", id="title and body"),
]


@pytest.mark.parametrize(("figures", "strength"), CONTRADICTIONS)
def test_contradictions(figures: list[Figure], strength: str, tmp_path: Path) -> None:
    table = assess(published(tmp_path / "data", figures=figures)).table("contradictions")
    assert table.total == 1
    assert {row[table.at("strength")] for row in table.rows} == {strength}
    assert sorted((row[table.at("sentence")], row[table.at("url")]) for row in table.rows) == sorted((one.sentence, one.url) for one in figures)


def other(number: int = 2, value: float | None = 900.0, words: str = "900 người có uy tín", **changes: Any) -> Figure:
    return figure(number, value, words, **changes)


NONE = [
    pytest.param([FIRST, other(status="target")], "different_status", id="a target"),
    pytest.param([FIRST, other(reference_id="135", reference_source="phrase")], "different_policy", id="under a policy"),
    pytest.param([FIRST, other(unit_code="household")], "different_unit", id="another unit"),
    pytest.param([FIRST, other(per_text="năm")], "different_per", id="a year"),
    pytest.param([FIRST, other(change="by", direction="up")], "different_role", id="the step of a change"),
    pytest.param([FIRST, other(change="from", direction="up")], "different_role", id="the beginning of a change"),
    pytest.param([FIRST, other(subject_text="người có uy tín là nữ")], "different_noun", id="a part of the persons"),
    pytest.param(
        [percent(1, 93.18, "93,18%", sentence="Đạt 93,18% kế hoạch."), percent(2, 80.0, "80%", sentence="Đạt 80% dự toán.")],
        "different_basis",
        id="percent of other things",
    ),
    pytest.param([FIRST, other(where="table", part=0, row=0, column=1, row_header="Nữ", column_header="Số người")], "different_cell", id="a cell"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 1400.0, "hơn 1.400 người", comparator="over")], "rounding", id="hơn"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 1500.0, "gần 1.500 người", comparator="nearly")], "rounding", id="gần"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 1500.0, "khoảng 1.500 người", comparator="about")], "rounding", id="khoảng"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 1000.0, "ít nhất 1.000 người", comparator="at_least")], "rounding", id="at least"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 9000.0, "tối đa 9.000 người", comparator="at_most")], "rounding", id="at most"),
    pytest.param([figure(1, 1438.0, "1.438 người"), figure(2, 1400.0, "1.400 người")], "rounding", id="hundreds for units"),
    pytest.param([percent(1, 28.97, "28,97%"), percent(2, 29.0, "29%")], "rounding", id="a percentage in whole points"),
    pytest.param([percent(1, 28.97, "28,97%"), percent(2, 28.98, "28,98%")], "rounding", id="rounded and cut off"),
    pytest.param([money(1, 123.8e9, "123,8 tỷ đồng"), money(2, 124e9, "124 tỷ đồng")], "rounding", id="money in whole billions"),
    pytest.param([FIRST, other(1, 900.0, "900 người", sentence=FIRST.sentence)], "same_sentence", id="two numbers of one sentence"),
    pytest.param([FIRST, figure(2, 45.0, "45 người có uy tín", sentence="Đoàn đi thăm 45 người có uy tín.")], "far_apart", id="another act, far apart"),
]


@pytest.mark.parametrize(("figures", "reason"), NONE)
def test_no_contradictions(figures: list[Figure], reason: str, tmp_path: Path) -> None:
    policies = [reference("135", 2)]
    report = assess(published(tmp_path / "data", figures=figures, references=policies))
    assert report.table("contradictions").rows == []
    assert (reason, 1) in report.table("no_contradictions").rows


NOT_COMPARED = [
    pytest.param([FIRST, other(place_code="gia-lai")], id="another place"),
    pytest.param([FIRST, other(place_code=None, place_text="làng Kon Pring")], id="a place without a code"),
    pytest.param([FIRST, other(period_end_on=date(2019, 6, 30))], id="another period"),
    pytest.param([FIRST, other(period_start_on=None, period_end_on=None)], id="no period"),
    pytest.param([FIRST, other(measure_code=None)], id="no measure"),
    pytest.param([FIRST, other(measure_code="village_elders")], id="another measure"),
    pytest.param([FIRST, figure(2)], id="the same value"),
    pytest.param([FIRST, figure(2, None, "hàng nghìn người", comparator="vague", value_low=1000.0)], id="a vague number"),
]


@pytest.mark.parametrize("figures", NOT_COMPARED)
def test_not_compared(figures: list[Figure], tmp_path: Path) -> None:
    report = assess(published(tmp_path / "data", figures=figures))
    assert report.table("contradictions").rows == report.table("no_contradictions").rows == []
    assert report.section("contradictions").values["several"] == 0


def test_one_policy_by_two_mentions_is_one(tmp_path: Path) -> None:
    mentions = [reference("a", 1, policy_id="vn/ttg/decision/2013/551"), reference("b", 2, policy_id="vn/ttg/decision/2013/551")]
    figures = [figure(1, reference_id="a"), other(reference_id="b")]
    assert assess(published(tmp_path / "data", figures=figures, references=mentions)).table("contradictions").total == 1


def test_a_repeated_sentence_counts_once(tmp_path: Path) -> None:
    copied = [figure(number, sentence="Tỉnh công nhận 811 người có uy tín.") for number in (1, 2, 3)]
    copied[2].sentence = "  Tỉnh công nhận\n811  người có uy tín."
    figures = [*copied, figure(4, 820.0, "820 người có uy tín")]
    table = assess(published(tmp_path / "data", figures=figures)).table("contradictions")
    assert [(row[table.at("value")], row[table.at("articles")]) for row in table.rows] == [("811 người có uy tín", 3), ("820 người có uy tín", 1)]


def test_an_earlier_version_contradicts_nothing(tmp_path: Path) -> None:
    figures = [FIRST, figure(1, 900.0, "900 người có uy tín", version="v0")]
    articles = [article(1), article(1, version="v0", is_current=False)]
    report = assess(published(tmp_path / "data", figures=figures, articles=articles))
    assert report.table("contradictions").rows == []
    assert report.section("coverage").values == {"articles": 1, "undated": 0, "figures": 1}


def test_a_statement_that_fits_all_is_not_shown(tmp_path: Path) -> None:
    figures = [FIRST, figure(2, 820.0, "820 người có uy tín"), figure(3, 800.0, "hơn 800 người có uy tín", comparator="over")]
    table = assess(published(tmp_path / "data", figures=figures)).table("contradictions")
    assert [row[table.at("value")] for row in table.rows] == ["811 người có uy tín", "820 người có uy tín"]


def test_what_is_stated_close_by_comes_first(tmp_path: Path) -> None:
    later = {"period_start_on": date(2018, 1, 1), "period_end_on": date(2018, 12, 31)}
    earlier = {"period_source": "title"}
    figures = [figure(1, **earlier), figure(2, 820.0, "820 người", **earlier), figure(3, **later), figure(4, 830.0, "830 người", **later)]
    table = assess(published(tmp_path / "data", figures=figures), top=1).table("contradictions")
    assert (table.total, {row[table.at("context_from")] for row in table.rows}) == (2, {"stated"})
    assert {row[table.at("period")] for row in table.rows} == {"2018-01-01 – 2018-12-31"}


def test_many_values_of_one_thing_end(tmp_path: Path) -> None:
    figures = [figure(number, 800.0 + number, f"{800 + number} người có uy tín") for number in range(1, 31)]
    report = assess(published(tmp_path / "data", figures=figures))
    assert report.section("contradictions").values == {"contradictions": 1, "several": 1, "cut": 1, "most": 20}
    assert len(report.table("contradictions").rows) == 20
