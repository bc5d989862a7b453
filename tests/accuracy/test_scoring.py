"""The scorer itself, on readings whose score is known."""

from __future__ import annotations

from typing import Any

import pytest

from extractors import extract_text
from tests.accuracy.scoring import Document, measure_agrees, overlap, place_agrees, score, share

TEXT = "Năm 2019, huyện Sa Thầy có 811 người có uy tín; thực hiện Quyết định số 2085/QĐ-TTg đạt 28,97%."
COUNT = {"text": "811 người có uy tín", "kind": "count", "value": 811, "unit": "người"}
SHARE = {"text": "28,97%", "kind": "percentage", "value": 28.97, "unit": "%"}
YEAR = {"text": "Năm 2019", "kind": "year", "start": "2019-01-01", "end": "2019-12-31"}
DECISION = {"text": "Quyết định số 2085/QĐ-TTg", "doc_type": "quyết định", "number": "2085/QĐ-TTg"}


def document(figures: list[dict[str, Any]], dates: list[dict[str, Any]], references: list[dict[str, Any]]) -> Document:
    return Document("x", TEXT, "", None, figures, dates, references)


def test_all_found() -> None:
    result = score([document([COUNT, SHARE], [YEAR], [DECISION])], relative=True, context=False)
    assert result.failures == []
    assert [result.tallies[name].f1 for name in ("figures", "dates", "references", "figures.unit", "references.doc_type")] == [1.0] * 5


def test_a_missed_one_costs_recall_and_a_spurious_one_precision() -> None:
    result = score([document([COUNT, {**SHARE, "value": 29}], [], [])], relative=True, context=False)
    figures = result.tallies["figures"]
    assert (figures.right, figures.asked, figures.given) == (1, 2, 2)
    assert (result.tallies["dates"].precision, result.tallies["dates"].given) == (0.0, 1)
    assert [line.split(":")[0] for line in result.failures] == ["x dates spurious", "x figures missed", "x figures spurious", "x references spurious"]


def test_a_wrong_attribute_is_told() -> None:
    result = score([document([{**COUNT, "comparator": "over", "unit": "hộ"}, SHARE], [YEAR], [DECISION])], relative=True, context=False)
    assert result.tallies["figures"].f1 == 1.0
    assert result.tallies["figures.comparator"].f1 == 0.5
    assert "x figures wrong comparator: 811 người có uy tín [over ← exact]" in result.failures


def test_equal_values_are_used_once_each() -> None:
    result = score([document([COUNT, COUNT], [], [])], relative=True, context=False)
    assert (result.tallies["figures"].right, result.tallies["figures"].asked) == (1, 2)


def test_an_unresolved_date_is_neither_asked_nor_punished() -> None:
    free = {"text": "năm 2019", "kind": "year", "start": None, "end": None}
    result = score([document([], [free], [])], relative=True, context=False)
    assert (result.tallies["dates"].asked, result.tallies["dates"].given) == (0, 0)


def test_invented_context_costs_precision() -> None:
    silent = {**COUNT, "measure": "người có uy tín", "period": None, "place": "Sa Thầy", "reference": None}
    result = score([document([silent, {**SHARE, "period": None, "reference": DECISION["text"]}], [YEAR], [DECISION])], relative=True, context=True)
    period, measure = result.tallies["figures.period"], result.tallies["figures.measure"]
    assert (period.asked, period.right) == (0, 0)
    assert period.given >= 1
    assert measure.f1 == 1.0


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ("huyện Sa Thầy", "Sa Thầy", True),
        ("Kon Tum", "tỉnh Kon Tum", True),
        ("Đắk Hà", "Đắk Hring", False),
        ("Đắk", "Đắk Hà", True),
        ("Ia", "Gia Lai", False),
        ("Kon Tum", "", False),
    ],
)
def test_places(one: str, other: str, agrees: bool) -> None:
    assert place_agrees(one, other) is agrees


def test_measures_agree_by_their_words() -> None:
    figure = extract_text("Toàn tỉnh có 811 người có uy tín.").figures[0]
    assert measure_agrees("người có uy tín", figure)
    assert not measure_agrees("hộ nghèo", figure)


def test_overlap_and_share() -> None:
    assert overlap("hộ nghèo", "hộ cận nghèo") == pytest.approx(2 / 3)
    assert share("hộ nghèo", "số hộ nghèo cuối năm") == 1.0
    assert overlap("", "hộ") == share("hộ", "") == 0.0
