"""Figures of HTML tables: their headers, units, periods, places, and totals."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from extractors import Extraction, Page, extract_page
from extractors.records import Figure

PAGE = """<html><head><title>Kết quả</title></head><body><div id="content"><h1>Kết quả công tác dân tộc của tỉnh Kon Tum</h1>
<p>16-7-2019</p>
<p>Trong năm qua, các huyện đã cố gắng thực hiện nhiều chính sách dân tộc trên địa bàn, kết quả được nêu trong các bảng dưới đây.</p>
<p>Bảng 1. Vốn Chương trình 135 theo huyện</p>
<p>ĐVT: triệu đồng</p>
<table border="1">
<tr><th rowspan="2">TT</th><th rowspan="2">Huyện</th><th colspan="2">Năm 2018</th><th colspan="2">Năm 2019</th></tr>
<tr><th>Kế hoạch</th><th>Giải ngân</th><th>Kế hoạch</th><th>Giải ngân</th></tr>
<tr><td>1</td><td>Sa Thầy</td><td>12.500</td><td>9.870</td><td>13.000</td><td>-</td></tr>
<tr><td>2</td><td>Đăk Tô</td><td>8.250,5</td><td>8.000</td><td>9.100</td><td>450</td></tr>
<tr><td colspan="2">Tổng cộng</td><td>20.750,5</td><td>17.870</td><td>22.100</td><td>450</td></tr>
</table>
<p>Bảng 2. Tỷ lệ hộ nghèo</p>
<table border="1">
<tr><th>Huyện</th><th>Số hộ nghèo (hộ)</th><th>Tỷ lệ (%)</th></tr>
<tr><td>Sa Thầy</td><td>1.250</td><td>15,29</td></tr>
<tr><td>Đăk Tô</td><td>905</td><td>9,8</td></tr>
</table>
<p>Bảng 3. Biến động trong năm</p>
<table border="1">
<tr><th>Huyện</th><th>Tăng, giảm so với năm trước (hộ)</th><th>Tỷ lệ hoàn thành (%)</th></tr>
<tr><td>Sa Thầy</td><td>-52</td><td>≥ 98%</td></tr>
<tr><td>Đăk Tô</td><td>+15</td><td>trên 90%</td></tr>
</table>
<p>Lê Hoài Thanh</p></div></body></html>"""


@cache
def found() -> Extraction:
    page = Page(
        url="http://dantoc.example/tin/Bang-9", body=PAGE.encode(), content_type="text/html; charset=utf-8", retrieved_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    return extract_page(page)


def cells(part: int) -> list[Figure]:
    return [f for f in found().figures if f.where == "table" and f.part == part]


def cell(part: int, row: str, column: str) -> Figure:
    (one,) = (f for f in cells(part) if f.row_header == row and f.column_header == column)
    return one


def test_the_multiplier_of_the_caption_counts() -> None:
    figure = cell(0, "Sa Thầy", "Năm 2018 / Kế hoạch")
    assert (figure.kind, figure.value, figure.unit_code, figure.value_text) == ("money", 12_500e6, "VND", "12.500")
    assert cell(0, "Đăk Tô", "Năm 2018 / Kế hoạch").value == 8_250.5e6


def test_every_numeric_cell_is_a_figure_and_no_other() -> None:
    assert len(cells(0)) == 11
    assert len(cells(1)) == 4


def test_signs_and_bounds_reach_the_record() -> None:
    change, share = "Tăng, giảm so với năm trước (hộ)", "Tỷ lệ hoàn thành (%)"
    fell, rose = cell(2, "Sa Thầy", change), cell(2, "Đăk Tô", change)
    assert (fell.value, fell.change, fell.direction, fell.value_text) == (52, "by", "down", "-52")
    assert (rose.value, rose.change, rose.direction) == (15, "by", "up")
    assert [(f.value, f.comparator) for f in (cell(2, "Sa Thầy", share), cell(2, "Đăk Tô", share))] == [(98, "at_least"), (90, "over")]


def test_spans_count_in_the_cell() -> None:
    article = found().article
    assert article is not None
    for figure in found().figures:
        if figure.where == "table":
            assert figure.part is not None and figure.row is not None and figure.column is not None
            assert article.tables[figure.part].rows[figure.row][figure.column][figure.span_start : figure.span_end] == figure.value_text


def test_merged_cells_give_the_period_of_their_columns() -> None:
    years = {cell(0, "Đăk Tô", f"Năm {year} / Giải ngân").period_start_on for year in (2018, 2019)}
    assert {day.year for day in years if day} == {2018, 2019}


def test_rows_give_the_place() -> None:
    assert [f.place_code for f in cells(1)] == ["kon-tum.sa-thay"] * 2 + ["kon-tum.dak-to"] * 2


def test_totals_are_marked() -> None:
    totals = [f for f in cells(0) if f.is_total]
    assert [f.value for f in totals] == [20_750.5e6, 17_870e6, 22_100e6, 450e6]
    assert not any(f.is_total for f in cells(1))


def test_units_of_the_headers() -> None:
    assert [(f.kind, f.unit_code) for f in cells(1)] == [("count", "household"), ("percentage", "percent")] * 2


def test_plans_are_targets() -> None:
    assert {f.status for f in cells(0) if f.column_header and "Kế hoạch" in f.column_header} == {"target"}
    assert {f.status for f in cells(0) if f.column_header and "Giải ngân" in f.column_header} == {"reported"}
