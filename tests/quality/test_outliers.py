"""Histories with hand-computed medians and deviations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Figure
from solieu.quality import assess
from tests.quality.given import figure, published


def history(values: list[float], first: int = 1, **changes: Any) -> list[Figure]:
    """A value a year from 2001 on, each in an article of its own."""
    return [
        figure(number, value, f"{value:g} người", period_start_on=date(2000 + at, 1, 1), period_end_on=date(2000 + at, 12, 31), **changes)
        for at, (number, value) in enumerate(enumerate(values, first), 1)
    ]


STEADY = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0]
PERCENT = {"kind": "percentage", "unit_code": "percent"}
# the median of 8: (103 + 104) / 2 for amounts is taken on the logarithmic scale: sqrt(103 * 104) = 103.4988

CASES = [
    pytest.param(history([*STEADY, 1000.0]), "outlying_amounts", [(1000.0 / 103.49879226, 8)], id="an amount ten times as large"),
    pytest.param(history([*STEADY, 10.0]), "outlying_amounts", [(10.0 / 102.49878048, 8)], id="an amount a tenth as large"),
    pytest.param(history([*STEADY, 300.0]), "outlying_amounts", [], id="less than the least factor of three"),
    pytest.param(history([*STEADY[:6], 1000.0]), "outlying_amounts", [], id="seven values are no history"),
    pytest.param(history([1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7]), "outlying_amounts", [], id="a history that is wide"),
    pytest.param(history([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 60.0], **PERCENT), "outlying_percentages", [(46.5, 8)], id="a percentage, in points"),
    pytest.param(history([1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 9.0], **PERCENT), "outlying_percentages", [], id="less than ten points"),
    pytest.param([*history(STEADY), *history([1000.0], 8, status="target")], "outlying_amounts", [], id="a target has a history of its own"),
    pytest.param([*history(STEADY), *history([1000.0], 8, change="by", direction="up")], "outlying_amounts", [], id="a step is no level"),
    pytest.param([*history(STEADY), *history([1000.0], 8, place_code="gia-lai")], "outlying_amounts", [], id="another place"),
    pytest.param([*history(STEADY), *history([1000.0], 8, unit_code="household")], "outlying_amounts", [], id="another unit"),
    pytest.param([*history(STEADY), *history([1000.0], 8, per_text="năm")], "outlying_amounts", [], id="another per"),
    pytest.param([*history(STEADY), *history([1000.0], 8, measure_code=None)], "outlying_amounts", [], id="no measure"),
    pytest.param([*history(STEADY), *history([0.0], 8)], "outlying_amounts", [], id="zero has no logarithm"),
    pytest.param([*history(STEADY[:6]), *history(STEADY[:1], 7), *history(STEADY[:1], 8)], "outlying_amounts", [], id="a repeated value counts once"),
]


@pytest.mark.parametrize(("figures", "key", "expected"), CASES)
def test_outliers(figures: list[Figure], key: str, expected: list[tuple[float, int]], tmp_path: Path) -> None:
    report = assess(published(tmp_path / "data", figures=figures))
    table = report.table(key)
    distance = table.at("factor" if key == "outlying_amounts" else "points")
    assert [(row[distance], row[table.at("values")]) for row in table.rows] == [(pytest.approx(far), values) for far, values in expected]
    assert report.section("outliers").values["outliers"] == len(expected)


def test_the_furthest_first_with_its_sentence(tmp_path: Path) -> None:
    figures = history([*STEADY, 1000.0, 9.0, 5000.0])
    table = assess(published(tmp_path / "data", figures=figures)).table("outlying_amounts")
    assert [row[table.at("value")] for row in table.rows] == ["5000 người", "9 người", "1000 người"]
    assert table.rows[0][table.at("sentence")] == "Trong năm 10, tỉnh công nhận 5000 người."
    assert table.rows[0][table.at("period")] == "2010-01-01 – 2010-12-31"
