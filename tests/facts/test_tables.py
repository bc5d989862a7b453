"""Figures of tables, one row a form: what headers and captions say of a cell, and cells that are none."""

from __future__ import annotations

import pytest

from extractors.facts.tables import find_table_figures
from extractors.records import Table

Row = list[str]
Told = tuple[str, str, float | str | None, str | None]
"""The cell's words read, kind, value (a ratio as `n/d`, a range as `low-high`), unit code."""


def table(header: Row, *rows: Row, caption: str | None = None) -> Table:
    return Table(caption=caption, header=header, rows=list(rows))


def told(given: Table) -> list[Told]:
    found = []
    for cell in find_table_figures(given)[0]:
        span = cell.span
        value: float | str | None = span.value
        if span.numerator is not None:
            value = f"{span.numerator:g}/{span.denominator:g}"
        elif span.low is not None:
            value = f"{span.low:g}-{span.high:g}"
        found.append((given.rows[cell.row][cell.column][span.start : span.end], span.kind, value, span.unit.code if span.unit else None))
    return found


UNITS: list[tuple[str, Table, list[Told]]] = [
    ("caption", table(["Huyện", "Vốn"], ["Sa Thầy", "12,5"], caption="ĐVT: triệu đồng"), [("12,5", "money", 12.5e6, "VND")]),
    ("caption in brackets", table(["Huyện", "Vốn"], ["Sa Thầy", "12"], caption="Vốn giao năm 2019 (tỷ đồng)"), [("12", "money", 12e9, "VND")]),
    ("caption of a thousand", table(["Huyện", "Vốn"], ["Sa Thầy", "250"], caption="Đơn vị tính: 1.000 đồng"), [("250", "money", 250e3, "VND")]),
    ("caption of an area", table(["Huyện", "Cao su"], ["Sa Thầy", "1.250,5"], caption="Đvt: ha"), [("1.250,5", "measure", 1250.5, "hectare")]),
    ("header in brackets", table(["Huyện", "Diện tích (ha)"], ["Sa Thầy", "1.250"]), [("1.250", "measure", 1250, "hectare")]),
    ("percent in the header", table(["Huyện", "Tỷ lệ (%)"], ["Sa Thầy", "15,29"]), [("15,29", "percentage", 15.29, "percent")]),
    ("a rate says percent", table(["Huyện", "Tỷ lệ hộ nghèo"], ["Sa Thầy", "15,29"]), [("15,29", "percentage", 15.29, "percent")]),
    (
        "header above header",
        table(["Huyện", "Số hộ / Nghèo", "Số hộ / Cận nghèo"], ["Sa Thầy", "7", "3"]),
        [("7", "count", 7, "household"), ("3", "count", 3, "household")],
    ),
    ("brackets above header", table(["Huyện", "Vốn (triệu đồng) / Giao"], ["Sa Thầy", "7"]), [("7", "money", 7e6, "VND")]),
    ("numbered columns", table(["TT / (1)", "Huyện / (2)", "Số xã / (3)"], ["1", "Sa Thầy", "11"]), [("11", "count", 11, "commune")]),
    ("row of column numbers", table(["TT", "Huyện", "Số xã"], ["(1)", "(2)", "(3)"], ["1", "Sa Thầy", "11"]), [("11", "count", 11, "commune")]),
    (
        "unit column",
        table(["Chỉ tiêu", "ĐVT", "2019"], ["Lúa", "tấn", "95"], ["Thu", "tỷ đồng", "2"]),
        [("95", "measure", 95, "tonne"), ("2", "money", 2e9, "VND")],
    ),
    (
        "unit of the row",
        table(["Chỉ tiêu", "2018", "2019"], ["Diện tích (ha)", "95", "97"]),
        [("95", "measure", 95, "hectare"), ("97", "measure", 97, "hectare")],
    ),
    (
        "years name the rows",
        table(["Năm", "Số hộ nghèo"], ["2018", "1.250"], ["2019", "905"]),
        [("1.250", "count", 1250, "household"), ("905", "count", 905, "household")],
    ),
    (
        "the cell's own unit",
        table(["Huyện", "Kết quả"], ["Sa Thầy", "12 hộ"], ["Đăk Tô", "15,3%"]),
        [("12 hộ", "count", 12, "household"), ("15,3%", "percentage", 15.3, "percent")],
    ),
    (
        "a figure in words",
        table(["Huyện", "Kết quả"], ["Sa Thầy", "trên 90%"], ["Đăk Tô", "1,5 triệu đồng/hộ"]),
        [("trên 90%", "percentage", 90, "percent"), ("1,5 triệu đồng/hộ", "money", 1.5e6, "VND")],
    ),
    ("a range with its unit", table(["Huyện", "Mức"], ["Sa Thầy", "5 - 10 ha"]), [("5 - 10 ha", "measure", "5-10", "hectare")]),
    (
        "a count among amounts",
        table(["Huyện", "Số xã", "Vốn"], ["Sa Thầy", "11", "2,5"], caption="ĐVT: tỷ đồng"),
        [("11", "count", 11, "commune"), ("2,5", "money", 2.5e9, "VND")],
    ),
    (
        "a level of the budget",
        table(["Chỉ tiêu", "Tỉnh", "Xã"], ["Chi", "11", "2,5"], caption="ĐVT: tỷ đồng"),
        [("11", "money", 11e9, "VND"), ("2,5", "money", 2.5e9, "VND")],
    ),
    ("a ratio", table(["Huyện", "Xã đạt chuẩn"], ["Sa Thầy", "7/11"]), [("7/11", "ratio", "7/11", "commune")]),
    ("unknown unit", table(["Huyện", "Kết quả"], ["Sa Thầy", "12"]), [("12", "count", 12, None)]),
    (
        "a footnote mark",
        table(["Huyện", "Số xã"], ["Sa Thầy", "11*"], ["Đăk Tô", "9 (1)"], ["Đăk Hà", "8¹"]),
        [("11", "count", 11, "commune"), ("9", "count", 9, "commune"), ("8", "count", 8, "commune")],
    ),
    (
        "ragged rows",
        table(["Huyện", "Số xã", "Số hộ"], ["Sa Thầy", "11"], ["Đăk Tô", "9", "40", "x"]),
        [("11", "count", 11, "commune"), ("9", "count", 9, "commune"), ("40", "count", 40, "household")],
    ),
    ("empty cells", table(["Huyện", "Số xã"], ["Sa Thầy", "-"], ["Đăk Tô", "…"], ["Đăk Hà", ""], ["Kon Rẫy", "7"]), [("7", "count", 7, "commune")]),
    ("a bound", table(["Xã", "Tỷ lệ (%)"], ["Mô Rai", "≥ 95"], ["Rờ Kơi", "<5"]), [("≥ 95", "percentage", 95, "percent"), ("<5", "percentage", 5, "percent")]),
    ("a bound in words", table(["Xã", "Tỷ lệ"], ["Mô Rai", "trên 90%"]), [("trên 90%", "percentage", 90, "percent")]),
    ("an amount in words", table(["Xã", "Vốn"], ["Mô Rai", "khoảng 20 tỷ đồng"]), [("khoảng 20 tỷ đồng", "money", 20e9, "VND")]),
    (
        "keys and values",
        table([], ["Dân số", "540.438 người"], ["Diện tích", "9.674 km²"], ["Số hộ nghèo", "1.234"]),
        [("540.438 người", "count", 540438, "person"), ("9.674 km²", "measure", 9674, "square_kilometre"), ("1.234", "count", 1234, "household")],
    ),
    (
        "the unit of another column",
        table(["Huyện", "Tỷ lệ (%)", "Kết quả", "Vốn (ĐVT: tỷ đồng)"], ["Sa Thầy", "5,2", "1.234", "2"]),
        [("5,2", "percentage", 5.2, "percent"), ("1.234", "count", 1234, None), ("2", "money", 2e9, "VND")],
    ),
    ("the corner says the unit", table(["Chỉ tiêu (ĐVT: triệu đồng)", "2019"], ["Thu", "5"]), [("5", "money", 5e6, "VND")]),
    ("the corner beside an index", table(["TT", "Chỉ tiêu (ĐVT: triệu đồng)", "2019"], ["1", "Thu", "5"]), [("5", "money", 5e6, "VND")]),
    (
        "a unit above the header",
        table(["ĐVT: triệu đồng / Chỉ tiêu", "ĐVT: triệu đồng / 2018", "ĐVT: triệu đồng / 2019"], ["Thu", "5", "6"]),
        [("5", "money", 5e6, "VND"), ("6", "money", 6e6, "VND")],
    ),
    ("a loss", table(["Đơn vị kinh doanh", "Lợi nhuận (tỷ đồng)"], ["Chè", "-5,2"]), [("-5,2", "money", -5.2e9, "VND")]),
]


@pytest.mark.parametrize(("given", "expected"), [pytest.param(t, e, id=name) for name, t, e in UNITS])
def test_cells(given: Table, expected: list[Told]) -> None:
    assert told(given) == expected


NOTHING: list[tuple[str, Table]] = [
    ("index", table(["STT", "Huyện"], ["1", "Sa Thầy"], ["2", "Đăk Tô"])),
    ("index without a name", table(["", "Huyện"], ["1", "Sa Thầy"], ["2", "Đăk Tô"], ["3", "Đăk Hà"])),
    ("codes", table(["Mã số", "Huyện"], ["61101", "Sa Thầy"], ["61102", "Đăk Tô"])),
    ("codes of an annex", table(["Chỉ tiêu", "Mã số"], ["Tổng số hộ", "01"], ["Hộ nghèo", "02"])),
    ("codes with a dot", table(["Ngành", "Mã ngành"], ["Trồng trọt", "05.06"])),
    ("codes with zeros", table(["Huyện", "Kết quả"], ["Sa Thầy", "00123"])),
    ("tax numbers", table(["Đơn vị", "MST", "Mã số thuế"], ["Chè", "6100123456", "6100123457"])),
    ("telephones", table(["Đơn vị", "Điện thoại"], ["Phòng Dân tộc", "0260 3862 710"])),
    ("telephones without a header", table(["Đơn vị", "Liên hệ"], ["Phòng Dân tộc", "02603862710"])),
    ("years of birth", table(["Họ và tên", "Năm sinh"], ["Y Hlúi", "1972"])),
    ("years of building", table(["Công trình", "Năm hoàn thành"], ["Cầu treo", "2019"])),
    ("years", table(["Công trình", "Kết quả"], ["Cầu treo", "2019"])),
    ("dates", table(["Họ và tên", "Ngày sinh"], ["Y Hlúi", "12/3/1972"])),
    ("months", table(["Công trình", "Hoàn thành"], ["Cầu treo", "5/2019"])),
    ("documents", table(["Văn bản", "Nội dung"], ["2085/QĐ-TTg", "Hỗ trợ"])),
    ("numbers of documents", table(["Nội dung", "Số văn bản"], ["Hỗ trợ", "2085"])),
    ("ranks", table(["Huyện", "Xếp hạng"], ["Sa Thầy", "3"])),
    ("classes", table(["Học sinh", "Lớp"], ["Y Hlúi", "5"])),
    ("sheets and plots", table(["Chủ hộ", "Số thửa", "Tờ bản đồ số"], ["Y Hlúi", "125", "12"])),
    ("plates", table(["Chủ xe", "Biển số"], ["Y Hlúi", "82B1-881.69"])),
    ("times", table(["Nội dung", "Thời gian"], ["Khai mạc", "8"])),
    ("words with digits", table(["Huyện", "Ghi chú"], ["Sa Thầy", "theo Quyết định 12"])),
    ("a heading row", table(["Huyện", "Số xã", "Số hộ"], ["Vùng 1", "Vùng 1", "Vùng 1"])),
    ("no header at all", table([], ["1", "2"], ["3", "5"])),
]


@pytest.mark.parametrize("given", [pytest.param(t, id=name) for name, t in NOTHING])
def test_nothing_is_read(given: Table) -> None:
    assert told(given) == []


@pytest.mark.parametrize(
    ("header", "cell", "change", "direction", "value"),
    [
        ("Tăng (+), giảm (-) (%)", "-5,2", "by", "down", 5.2),
        ("Tăng, giảm so với năm 2018 (%)", "+5,2", "by", "up", 5.2),
        ("So với cùng kỳ (%)", "-5,2", "by", "down", 5.2),
        ("Chênh lệch (hộ)", "–12", "by", "down", 12),
        ("Tỷ lệ (%)", "5,2", None, None, 5.2),
    ],
)
def test_a_sign_under_a_header_of_change(header: str, cell: str, change: str | None, direction: str | None, value: float) -> None:
    (found,) = find_table_figures(table(["Huyện", header], ["Sa Thầy", cell]))[0]
    assert (found.span.change, found.span.direction, found.span.value) == (change, direction, value)


@pytest.mark.parametrize(
    ("cell", "comparator", "low", "high"),
    [
        ("≥ 98%", "at_least", None, None),
        ("≤5%", "at_most", None, None),
        ("trên 90%", "over", None, None),
        ("gần 3 tỷ đồng", "nearly", None, None),
        ("khoảng 20 tỷ đồng", "about", None, None),
        ("tối thiểu 5 hộ", "at_least", None, None),
        ("5 - 10 hộ", "range", 5, 10),
        ("12 hộ", "exact", None, None),
    ],
)
def test_how_a_cell_bounds_the_truth(cell: str, comparator: str, low: float | None, high: float | None) -> None:
    (found,) = find_table_figures(table(["Huyện", "Kết quả"], ["Sa Thầy", cell]))[0]
    assert (found.span.comparator, found.span.low, found.span.high) == (comparator, low, high)


@pytest.mark.parametrize(
    ("label", "is_total"),
    [
        ("Tổng cộng", True),
        ("Cộng", True),
        ("CỘNG:", True),
        ("Toàn tỉnh", True),
        ("Tổng số", True),
        ("I. Tổng số", True),
        ("Cả nước", True),
        ("Cộng đồng dân cư", False),
        ("Tổng số hộ nghèo", False),
        ("Tổng đài", False),
        ("Huyện Sa Thầy", False),
    ],
)
def test_totals(label: str, is_total: bool) -> None:
    (found,) = find_table_figures(table(["Huyện", "Số hộ"], [label, "12"]))[0]
    assert found.is_total is is_total


@pytest.mark.parametrize(("header", "is_total"), [("Tổng số", True), ("Tổng cộng", True), ("Năm 2019 / Tổng số", True), ("Tổng số hộ", False)])
def test_totals_by_column(header: str, is_total: bool) -> None:
    (found,) = find_table_figures(table(["Huyện", header], ["Sa Thầy", "12"]))[0]
    assert found.is_total is is_total


def test_what_is_left_out_is_counted() -> None:
    skipped = find_table_figures(table(["TT", "Huyện", "Mã số", "Năm sinh"], ["1", "Sa Thầy", "61", "1972"]))[1]
    assert skipped == {"table_index": 1, "table_code": 1, "table_year": 1}
