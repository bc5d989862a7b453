"""``solieu extract --explain`` shows every finding with its rule, value and context."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from extractors import Page, extract_page, extract_text
from solieu.explain import explain


def shown(text: str) -> str:
    console = Console(file=StringIO(), width=240)
    explain(extract_text(text, title="Kon Tum họp bàn"), "page.txt", console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_each_finding_is_shown_with_rule_and_context() -> None:
    out = shown("Năm 2019 vốn Chương trình 135 giải ngân đạt 28,97%. Thôn 4 xa trung tâm.")
    for words in ("28,97%", "decimal-comma", "disbursement_rate", "Năm 2019", "R1 Chương trình 135 (phrase)", "programme-number", "left out: 1 ordinal"):
        assert words in out


def test_markup_in_a_text_is_text() -> None:
    assert "[bold][5 xã]F1[/bold]" in shown("Có [bold]5 xã[/bold] mới.")


def test_what_is_missing_is_said() -> None:
    out = shown("Hội nghị đã kết thúc.")
    for words in ("figures: none", "dates: none", "references: none", "numbers left out: none", "published  none"):
        assert words in out


def test_a_finding_inside_another_keeps_both_marks() -> None:
    assert "[Quyết định số 12/QĐ-UBND [ngày 20/5/2018]D1]R1" in shown("Theo Quyết định số 12/QĐ-UBND ngày 20/5/2018, huyện giao vốn.")


@pytest.mark.parametrize("width", [80, 160])
def test_fits_the_terminal(width: int) -> None:
    console = Console(file=StringIO(), width=width)
    explain(extract_text("Năm 2019 vốn Chương trình 135 giải ngân đạt 28,97%, tăng 3,2% so với năm 2018. " * 4), "page.txt", console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(len, lines)) <= width
    assert any(line.startswith("F1 ") and "28,97%" in line for line in lines)


def _page_with_a_table(rows: int, columns: int) -> str:
    header = "<tr><th>Xã" + "<th>Số hộ nghèo" * (columns - 1) + "</tr>"
    row = "<tr><td>[b]Mô Rai" + "<td>12" * (columns - 1) + "</tr>"
    prose = "<h1>Kết quả rà soát của huyện</h1><p>16-7-2019</p><p>Kết quả rà soát hộ nghèo của huyện được nêu trong bảng dưới đây, theo từng thôn.</p>"
    body = f"{prose}<table>{header}{row * rows}</table>".encode()
    page = Page(url="file:a.html", body=body, content_type="text/html", retrieved_at=datetime(2020, 1, 1, tzinfo=UTC))
    console = Console(file=StringIO(), width=80)
    explain(extract_page(page), "a.html", console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_tables_are_drawn_with_their_figures_marked() -> None:
    lines = [line.strip() for line in _page_with_a_table(2, 3).splitlines()]
    at = lines.index("table 1")
    assert lines[at + 1 : at + 4] == ["Xã | Số hộ nghèo | Số hộ nghèo", "[b]Mô Rai | [12]F1 | [12]F2", "[b]Mô Rai | [12]F3 | [12]F4"]


def test_a_large_table_is_drawn_in_part() -> None:
    out = _page_with_a_table(60, 30)
    assert max(map(len, out.splitlines())) <= 80
    table = " ".join(out[out.index("table 1") : out.index("figures: ")].split())
    assert table.count("more columns") == 41 and "… 10 more columns" in table
    assert table.count("[b]Mô Rai") == 40 and "… 20 more rows" in table


def test_spans_are_coloured_in_the_text() -> None:
    console = Console(file=StringIO(), width=200, force_terminal=True, color_system="truecolor")
    explain(extract_text("Có 5 xã."), "page.txt", console)
    assert "\x1b[1;30;106m5 xã\x1b[0m" in console.file.getvalue()  # type: ignore[attr-defined]
