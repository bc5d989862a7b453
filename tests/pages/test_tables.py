"""Data tables, merged cells, and tables that are only layout."""

from __future__ import annotations

import pytest
from lxml import html

from extractors.pages import ArticleContent, read_html
from extractors.pages.tables import MAX_CELLS, MAX_COLUMNS, read_table
from extractors.records import Table


def read(markup: str) -> Table | None:
    found = read_table(html.fromstring(markup))
    return found.table if found is not None else None


@pytest.mark.parametrize(
    ("markup", "header", "rows"),
    [
        pytest.param("<table><tr><th>Huyện<th>Hộ</tr><tr><td>Đăk Hà<td>1.204</tr></table>", ["Huyện", "Hộ"], [["Đăk Hà", "1.204"]], id="th"),
        pytest.param(
            "<table border=1><tr><td>Huyện<td>Hộ</tr><tr><td>Sa Thầy<td>12</tr><tr><td>Ngọc Hồi<td>9</tr></table>",
            ["Huyện", "Hộ"],
            [["Sa Thầy", "12"], ["Ngọc Hồi", "9"]],
            id="words above numbers",
        ),
        pytest.param(
            "<table border=1><tr><td>Huyện<td>2018<td>2019</tr><tr><td>Sa Thầy<td>12<td>8</tr></table>",
            ["Huyện", "2018", "2019"],
            [["Sa Thầy", "12", "8"]],
            id="years as header",
        ),
        pytest.param(
            "<table border=1><tr><td rowspan=2>Xã<td colspan=2>Số hộ</tr><tr><td>Nghèo<td>Cận nghèo</tr><tr><td>Mô Rai<td>7<td>3</tr></table>",
            ["Xã", "Số hộ / Nghèo", "Số hộ / Cận nghèo"],
            [["Mô Rai", "7", "3"]],
            id="two header rows",
        ),
        pytest.param(
            "<table border=1><tr><td>Xã<td>Hộ</tr><tr><td rowspan=2>Rờ Kơi<td>5</tr><tr><td>6</tr></table>",
            ["Xã", "Hộ"],
            [["Rờ Kơi", "5"], ["Rờ Kơi", "6"]],
            id="rowspan in body",
        ),
        pytest.param(
            "<table border=1><tr><td>Dân số<td>540.438 người</tr><tr><td>Diện tích<td>9.674 km²</tr></table>",
            [],
            [["Dân số", "540.438 người"], ["Diện tích", "9.674 km²"]],
            id="keys and values have no header",
        ),
        pytest.param(
            "<table border=1><tr><td>Tỷ lệ hộ nghèo<td>trên 5%</tr><tr><td>Thu ngân sách<td>khoảng 3 tỷ đồng</tr></table>",
            [],
            [["Tỷ lệ hộ nghèo", "trên 5%"], ["Thu ngân sách", "khoảng 3 tỷ đồng"]],
            id="values in words",
        ),
        pytest.param(
            "<table border=1><tr><td>Huyện<td>6 tháng đầu năm 2019<td>Quý 3</tr><tr><td>Sa Thầy<td>12<td>8</tr></table>",
            ["Huyện", "6 tháng đầu năm 2019", "Quý 3"],
            [["Sa Thầy", "12", "8"]],
            id="periods as header",
        ),
        pytest.param(
            "<table border=1><tr><td>Huyện<td>2019 thực hiện<td>2020 kế hoạch</tr><tr><td>Sa Thầy<td>12<td>8</tr></table>",
            ["Huyện", "2019 thực hiện", "2020 kế hoạch"],
            [["Sa Thầy", "12", "8"]],
            id="years with words as header",
        ),
        pytest.param(
            "<table border=1><tr><td>Xã<td>Hộ</tr><tr><td>A<td rowspan=2>5</tr><tr><td>B</tr><tr><td>C<td rowspan=2>6 hộ</tr><tr><td>D</tr></table>",
            ["Xã", "Hộ"],
            [["A", "5"], ["B", ""], ["C", "6 hộ"], ["D", ""]],
            id="a merged number stands once",
        ),
        pytest.param(
            "<table border=1><tr><td>Xã<td colspan=2>2019</tr><tr><td>A<td>5<td>6</tr></table>",
            ["Xã", "2019", "2019"],
            [["A", "5", "6"]],
            id="a merged year in the header is repeated",
        ),
        pytest.param(
            "<table border=1><tr><td>Xã<td>Hộ</tr><tr><td>A<td rowspan=999999999 colspan=999999999>50</tr><tr><td>B</tr></table>",
            ["Xã", "Hộ"],
            [["A", "50"], ["B", ""]],
            id="a span beyond the table",
        ),
        pytest.param(
            "<table border=1><tr><td colspan=2>Xã<td colspan=3>Hộ</tr><tr><td colspan=2>A<td colspan=3>5</tr></table>",
            ["Xã", "Hộ"],
            [["A", "5"]],
            id="columns in which no cell begins",
        ),
        pytest.param("<table border=1><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>", [], [["1", "2"], ["3", "4"]], id="no header"),
        pytest.param(
            "<table border=1><tr><td>TT<td>Xã<td>Hộ</tr><tr><td>(1)<td>(2)<td>(3)</tr><tr><td>1<td>Đăk Long<td>40</tr></table>",
            ["TT / (1)", "Xã / (2)", "Hộ / (3)"],
            [["1", "Đăk Long", "40"]],
            id="numbered columns",
        ),
        pytest.param(
            "<table border=1><tr><td>A<td>B</tr><tr><td><p>1.4<b>3</b>8</p><p>hộ</p><td><del>5</del>6</tr></table>",
            ["A", "B"],
            [["1.438 hộ", "6"]],
            id="inline tags in cells",
        ),
    ],
)
def test_data_table(markup: str, header: list[str], rows: list[list[str]]) -> None:
    table = read(markup)
    assert table is not None
    assert (table.header, table.rows) == (header, rows)


def test_caption_and_unit_row() -> None:
    table = read("<table border=1><caption>Bảng 2</caption><tr><td colspan=2>ĐVT: triệu đồng</tr><tr><td>Xã<td>Vốn</tr><tr><td>Sa Loong<td>450</tr></table>")
    assert table is not None
    assert table.caption == "Bảng 2 ĐVT: triệu đồng"
    assert table.header == ["Xã", "Vốn"]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<table><tr><td><table><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table></table>", id="holds a table"),
        pytest.param(
            "<table><tr><td><a href=a>Trang chủ</a><td><a href=b>Tin tức</a></tr><tr><td><a href=c>Văn bản</a><td><a href=d>Liên hệ</a></tr></table>", id="menu"
        ),
        pytest.param("<table><tr><td><img src=a></tr><tr><td>Quang cảnh</tr></table>", id="picture with caption"),
        pytest.param("<table border=1><tr><td>một ô</tr></table>", id="one cell"),
        pytest.param("<table role=presentation><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>", id="says so itself"),
        pytest.param(f"<table><tr><td>Mục lục<td>{'lời văn dài ' * 80}</tr><tr><td>1<td>2</tr></table>", id="prose in a cell"),
    ],
)
def test_layout_table(markup: str) -> None:
    assert read(markup) is None


def _large(rows: int, columns: int) -> str:
    header = "".join(f"<th>Chỉ tiêu {column}" for column in range(columns))
    row = "<td>Sa Thầy" + "<td>12" * (columns - 1)
    return f"<table><tr>{header}</tr>{f'<tr>{row}</tr>' * rows}</table>"


@pytest.mark.parametrize(
    ("rows", "columns", "rows_kept", "columns_kept"),
    [
        pytest.param(50_000, 2, 50_000, 2, id="long"),
        pytest.param(1000, 100, 1000, 100, id="wide"),
        pytest.param(120_000, 2, 99_999, 2, id="too long"),
        pytest.param(2, 50_000, 2, MAX_COLUMNS, id="too wide"),
        pytest.param(600, 450, 499, MAX_COLUMNS, id="too long and too wide"),
    ],
)
def test_a_table_is_cut_by_whole_rows_and_says_so(rows: int, columns: int, rows_kept: int, columns_kept: int) -> None:
    found = read_table(html.fromstring(_large(rows, columns)))
    assert found is not None
    assert (len(found.table.rows), len(found.table.header)) == (rows_kept, columns_kept)
    assert found.is_cut is ((rows, columns) != (rows_kept, columns_kept))


def test_an_article_tells_of_a_table_that_was_cut() -> None:
    prose = "<h1>Kết quả rà soát hộ nghèo của huyện</h1><p>16-7-2019</p><p>Kết quả rà soát hộ nghèo của huyện được nêu trong bảng dưới đây, theo từng thôn.</p>"
    cells = "".join(f"<td>{number}/12/2019" for number in range(5000))
    for markup, issues in ((_large(3, 3), []), (_large(3, 500), ["truncated_table"]), (f"<table><tr>{cells}</tr></table>", ["truncated_table"])):
        found = read_html(f"{prose}{markup}".encode(), None, "http://pdt.example/tin/a-1")
        assert isinstance(found, ArticleContent)
        assert (found.issues, len(found.tables), len(found.paragraphs)) == (issues, 1, 1)


def test_spans_are_bounded() -> None:
    rows = "".join(f"<tr><td colspan=100000 rowspan=65000>{row}<td colspan=99999>{row}</tr>" for row in range(500))
    table = read(f"<table border=1>{rows}</table>")
    assert table is not None
    assert len(table.rows[0]) <= MAX_COLUMNS
    assert sum(map(len, table.rows)) <= MAX_CELLS
