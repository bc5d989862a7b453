"""``solieu extract --explain`` shows every finding with its rule, value and context."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from extractors import extract_text
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


def test_spans_are_coloured_in_the_text() -> None:
    console = Console(file=StringIO(), width=200, force_terminal=True, color_system="truecolor")
    explain(extract_text("Có 5 xã."), "page.txt", console)
    assert "\x1b[1;30;106m5 xã\x1b[0m" in console.file.getvalue()  # type: ignore[attr-defined]
