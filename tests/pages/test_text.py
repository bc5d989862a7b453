"""Normal form, folding, sentences and paragraphs."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.vietnamese.text import fold, normalize, one_line, paragraphs, sentences


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(unicodedata.normalize("NFD", "Điều kiện thực tế"), "Điều kiện thực tế", id="NFD"),
        pytest.param("40\u00a0tỷ\u202fđồng", "40 tỷ đồng", id="hard spaces"),
        pytest.param("1.4\u00ad38\u200b đại\ufeff biểu", "1.438 đại biểu", id="invisible"),
        pytest.param("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn", id="line ends"),
        pytest.param("a\x00b\x07c", "abc", id="controls"),
        pytest.param("hai  khoảng", "hai  khoảng", id="runs of spaces stay"),
        pytest.param("e\u200b\u0301", "é", id="mark kept apart from its letter"),
        pytest.param("Hoà, hòa", "Hoà, hòa", id="tone placement stays as written"),
    ],
)
def test_normalize(raw: str, expected: str) -> None:
    assert normalize(raw) == expected


@given(st.text())
def test_normalize_is_idempotent_and_nfc(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\u00a0" not in once and "\r" not in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ĐẮK LẮK", "dak lak"),
        ("Ngọc Hồi, Đắk Glei", "ngoc hoi, dak glei"),
        ("Quyết định số 2085/QĐ-TTg", "quyet dinh so 2085/qd-ttg"),
        ("Ươm ưu ơn", "uom uu on"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Có 5 xã. Còn 3 huyện.", ["Có 5 xã.", "Còn 3 huyện."], id="full stop"),
        pytest.param("Tại TP. Kon Tum. Còn lại.", ["Tại TP. Kon Tum.", "Còn lại."], id="TP."),
        pytest.param("Ở Tp. Pleiku và Tx. An Khê có mưa.", ["Ở Tp. Pleiku và Tx. An Khê có mưa."], id="Tp. and Tx."),
        pytest.param("Đ/c. Lan và đ/c. Hoa dự.", ["Đ/c. Lan và đ/c. Hoa dự."], id="Đ/c."),
        pytest.param("ThS. Lan, PGS.TS. Hòa dự.", ["ThS. Lan, PGS.TS. Hòa dự."], id="degrees"),
        pytest.param("Ngô, khoai, v.v. Ngoài ra có lúa.", ["Ngô, khoai, v.v. Ngoài ra có lúa."], id="v.v."),
        pytest.param("Bà Y. Hương đến.", ["Bà Y. Hương đến."], id="initial"),
        pytest.param("Đạt 1.438 đại biểu.", ["Đạt 1.438 đại biểu."], id="digit groups"),
        pytest.param("Ngày 02.04.2018 họp. Kết thúc.", ["Ngày 02.04.2018 họp.", "Kết thúc."], id="date with dots"),
        pytest.param("Ngô, khoai… và lúa.", ["Ngô, khoai… và lúa."], id="ellipsis before a small letter"),
        pytest.param("Mở 3 lớp... Đặc biệt, có 811 người.", ["Mở 3 lớp...", "Đặc biệt, có 811 người."], id="ellipsis before a capital"),
        pytest.param("Một; hai; Ba.", ["Một; hai; Ba."], id="semicolons"),
        pytest.param("1. Kết quả: đạt.\n2. Tồn tại: chậm.", ["1. Kết quả: đạt.", "2. Tồn tại: chậm."], id="list lines"),
        pytest.param("II. Nhiệm vụ. Có 3 việc.", ["II. Nhiệm vụ.", "Có 3 việc."], id="Roman list number"),
        pytest.param("Ông nói: “Được!” Rồi đi.", ["Ông nói: “Được!”", "Rồi đi."], id="closing quote"),
        pytest.param("Sao? 15 hộ.", ["Sao?", "15 hộ."], id="digit after question mark"),
        pytest.param("Tiến độ tại cơ sở. Theo dõi sát.", ["Tiến độ tại cơ sở.", "Theo dõi sát."], id="a word like an abbreviation when folded"),
        pytest.param("Dòng một\n\nDòng hai", ["Dòng một", "Dòng hai"], id="blank line"),
        pytest.param("…", ["…"], id="only a mark"),
        pytest.param("  \n ", [], id="nothing"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet='aAđ.…!?\n ”"1)', max_size=80))
def test_sentences_cover_all_words_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


def test_paragraphs() -> None:
    text = "một\nhai\n \n\nba  \n\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["một\nhai", "ba"]


def test_one_line() -> None:
    assert one_line(" Kon\n\t\u00a0Tum ") == "Kon Tum"
