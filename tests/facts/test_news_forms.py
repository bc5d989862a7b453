"""Forms of the news and of talk around numbers: what is money, a length of time, a medal or a name."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text


def figures(text: str) -> list[tuple[str, float | None, str | None]]:
    return [(f.kind, f.value, f.change) for f in extract_text(text, published_on=date(2022, 1, 17)).figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chị Mùi vay 30 triệu mua bò.", [("money", 30e6, None)]),
        ("Bà vay 30 triệu nuôi dê, lãi 20 triệu sửa nhà.", [("money", 30e6, None), ("money", 20e6, None)]),
        ("Tỉnh đi sau hai hôm.", [("duration", 2, None)]),
        ("Chỉ còn 6 ngày nữa là khai giảng.", [("duration", 6, None)]),
        ("Thời gian cấp phép chỉ còn 6 ngày.", [("duration", 6, "to")]),
        ("Đoàn giành 6 huy chương vàng, 5 bạc và 8 đồng.", [("count", 6, None), ("count", 5, None), ("count", 8, None)]),
        ("Bắt nhóm đánh bạc, thu 8.500.000 đồng.", [("money", 8.5e6, None)]),
        ("Vé xe 8 đồng.", [("money", 8, None)]),
        ("Giảm tối thiểu 2% biên chế; 100% chi bộ sinh hoạt.", [("percentage", 2, "by"), ("percentage", 100, None)]),
        ("Thực hiện Đề án trồng một tỷ cây xanh giai đoạn 2021-2025.", []),
        ("Tỉnh trồng một tỷ cây xanh.", [("count", 1e9, None)]),
    ],
)
def test_figures(text: str, expected: list[tuple[str, float | None, str | None]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "end"),
    [
        pytest.param("Trình dự thảo trước ngày 30 tháng 6.", date(2022, 6, 30), id="a deadline"),
        pytest.param("Dự thảo đã trình trước ngày 30 tháng 6.", date(2021, 6, 30), id="done"),
        pytest.param("Dự thảo trình ngày 30 tháng 6.", date(2021, 6, 30), id="a day"),
    ],
)
def test_the_year_of_a_day(text: str, end: date) -> None:
    (found,) = extract_text(text, published_on=date(2022, 1, 17)).dates
    assert found.end_on == end


@pytest.mark.parametrize(
    ("text", "span", "year"),
    [
        pytest.param("Theo Quyết định 318/QĐ-TTg, năm 2025 có 80% số xã.", "Quyết định 318/QĐ-TTg", None, id="the year of what follows"),
        pytest.param("Theo Quyết định 318/QĐ-TTg ngày 08/3/2022, năm 2025 có 80% số xã.", "Quyết định 318/QĐ-TTg ngày 08/3/2022", 2022, id="after its day"),
        pytest.param("Theo Quyết định 318/QĐ-TTg, năm 2022 của Thủ tướng Chính phủ.", None, 2022, id="before its issuer"),
        pytest.param("Theo Quyết định 318/QĐ-TTg (năm 2022).", None, 2022, id="in brackets"),
    ],
)
def test_the_year_of_a_document(text: str, span: str | None, year: int | None) -> None:
    (found,) = extract_text(text, published_on=date(2023, 1, 17)).references
    assert found.year == year
    assert span is None or found.reference_text == span
