"""Marks of footnotes are no part of the number or word they are glued to."""

from __future__ import annotations

import time

import pytest

from extractors.pages import ArticleContent, read_html

HEAD = "<h1>Huyện rà soát hộ nghèo cuối năm</h1><p>16-7-2019</p>"
REST = "theo kết quả rà soát mà Ủy ban nhân dân huyện đã phê duyệt và công bố."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("Còn 811<sup>1</sup> hộ nghèo", "Còn 811 hộ nghèo", id="sup"),
        pytest.param("Còn 10<sup>3</sup> con", "Còn 10 con", id="sup of one digit that could be a power"),
        pytest.param("Còn 3<sup>2</sup> ha", "Còn 3 ha", id="before a unit"),
        pytest.param("Còn 811 hộ nghèo<sup>12</sup>, có", "Còn 811 hộ nghèo, có", id="on a word"),
        pytest.param("Còn 811 hộ.<sup>1</sup> Có", "Còn 811 hộ. Có", id="on a full stop"),
        pytest.param("Năm 2019.<sup>1</sup> Có", "Năm 2019. Có", id="on the full stop of a number"),
        pytest.param("Còn 811<sup>1,2</sup> hộ", "Còn 811 hộ", id="two marks"),
        pytest.param("Còn 811<sup>1</sup><sup>,</sup><sup>2</sup> hộ", "Còn 811, hộ", id="three elements"),
        pytest.param("Còn 811<sup>(1)</sup> hộ, 12<sup>[3]</sup> xã, 5<sup>*</sup> thôn", "Còn 811 hộ, 12 xã, 5 thôn", id="brackets and stars"),
        pytest.param("Còn 811<sup><a href='#n1'>1</a></sup> hộ", "Còn 811 hộ", id="link in sup"),
        pytest.param("Còn 811<a href='#n1'><sup>1</sup></a> hộ", "Còn 811 hộ", id="sup in link"),
        pytest.param("Còn <b>811</b><i><sup>1</sup></i> hộ", "Còn 811 hộ", id="between inline elements"),
        pytest.param("Còn 50<a href='#n1'>1</a> xã", "Còn 50 xã", id="link"),
        pytest.param("Còn 811<a href='#n1'>[1]</a> hộ, 5 xã <a href='#n2'>[2]</a> có", "Còn 811 hộ, 5 xã có", id="link in brackets"),
        pytest.param("Còn 811<a href='#_ftn1'><span><span>[1]</span></span></a> hộ", "Còn 811 hộ", id="link in brackets as word processors write"),
        pytest.param("Còn 50 m<sup>2</sup> đất, 3 km<sup>2</sup> rừng, 7m<sup>3</sup> gỗ", "Còn 50 m2 đất, 3 km2 rừng, 7m3 gỗ", id="exponents"),
        pytest.param("Còn 50 m<sup>2</sup><sup>1</sup> đất", "Còn 50 m2 đất", id="a mark on an exponent"),
        pytest.param("Còn 1.<b>438</b> hộ, 2.<sup>105</sup> người", "Còn 1.438 hộ, 2.105 người", id="a number split"),
        pytest.param("Còn 1.4<a href=x>3</a>8 hộ", "Còn 1.438 hộ", id="a link inside a number"),
        pytest.param("Theo Quyết định số <a href=x>12</a>/QĐ-UBND", "Theo Quyết định số 12/QĐ-UBND", id="a link to a document"),
        pytest.param("Theo Quyết định số 1<a href=x>2</a>/QĐ-UBND", "Theo Quyết định số 12/QĐ-UBND", id="a link inside a document's number"),
        pytest.param("Còn <a href=x>12</a> hộ", "Còn 12 hộ", id="a link on a number"),
        pytest.param("<sup>1</sup> Báo cáo", "1 Báo cáo", id="the footnote itself"),
    ],
)
def test_marks(markup: str, text: str) -> None:
    found = read_html(f"{HEAD}<p>{markup} {REST}</p>".encode(), None, "http://pdt.example/tin/a-1")
    assert isinstance(found, ArticleContent)
    assert found.paragraphs == [f"{text} {REST}"]


@pytest.mark.parametrize("unit", ["<sup>1</sup>", "5<sup>1</sup>", "<a href=x>1</a>", "<i><sup>1</sup>", "<sup>", "<sup><a href=x>1"])
def test_time_is_linear(unit: str) -> None:
    def seconds(count: int) -> float:
        body = f"{HEAD}<p>Còn 811 {unit * count}".encode()
        best = 9e9
        for _ in range(3):
            start = time.process_time()
            read_html(body, None, "http://pdt.example/tin/a-1")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(20_000) < 9 * seconds(5_000) + 0.25  # quadratic time takes sixteen times as long
