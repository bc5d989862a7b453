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
        ("Đoàn giành 6 huy chương vàng, 5 bạc và 8 đồng.", [("count", 6, None), ("count", 5, None)]),
        ("Bắt nhóm đánh bạc, thu 8.500.000 đồng.", [("money", 8.5e6, None)]),
        ("Vé xe 8 đồng.", [("money", 8, None)]),
        ("Giảm tối thiểu 2% biên chế; 100% chi bộ sinh hoạt.", [("percentage", 2, "by"), ("percentage", 100, None)]),
        ("Thực hiện Đề án trồng một tỷ cây xanh giai đoạn 2021-2025.", []),
        ("Tỉnh trồng một tỷ cây xanh.", [("count", 1e9, None)]),
        ("Em cao 1m70, nặng 65kg.", [("measure", 1.7, None), ("measure", 65, None)]),
        ("Anh cao 1m7.", [("measure", 1.7, None)]),
        ("Nhà rộng 72m2, sân 20m3 cát.", [("measure", 72, None), ("measure", 20, None)]),
        ("Tỷ số 2 - 0 nghiêng về chủ nhà.", []),
        ("Đội nhà thắng 3 - 1 trước đội bạn.", []),
        ("Đội thua 0-3, hòa 1-1 rồi thắng luân lưu 5-4.", []),
        ("Giá đạt 2 - 3 triệu đồng.", [("money", None, None)]),
        ("VN-Index tăng 12,5 điểm lên 1.262,33 điểm.", [("count", 12.5, "by"), ("count", 1262.33, "to")]),
        ("Giá vàng 66,95 - 67,95 triệu đồng/lượng.", [("money", None, None)]),
        ("Xe BKS 82A-123.45, điện thoại 0260.3862.123, số nhà 123/45.", []),
        ("Tọa độ 14°21'N, địa chỉ 192.168.1.1, phiên bản 2.0.1.", []),
        ("Bão số 3 cấp 12, giật cấp 14; lớp 12A1; giải Ba hạng A.", []),
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
    ("text", "first", "last"),
    [
        pytest.param("Áp dụng từ 15/1 đến 15/3.", date(2022, 1, 15), date(2022, 3, 15), id="it runs"),
        pytest.param("Áp dụng từ 15/10 đến 15/12.", date(2021, 10, 15), date(2021, 12, 15), id="it is over"),
        pytest.param("Áp dụng từ 20/12 đến 10/1.", date(2021, 12, 20), date(2022, 1, 10), id="over the turn of the year"),
    ],
)
def test_the_year_of_a_span(text: str, first: date, last: date) -> None:
    (found,) = extract_text(text, published_on=date(2022, 1, 17)).dates
    assert (found.start_on, found.end_on) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("Trong 3 ngày nghỉ lễ (30/4 đến 2/5/2021), có 126 vụ.", date(2021, 4, 30), date(2021, 5, 2), id="in brackets"),
        pytest.param("Dịp 30/4 - 1/5/2021 có lễ hội.", date(2021, 4, 30), date(2021, 5, 1), id="a dash"),
        pytest.param("Bình quân 5 tháng đầu năm tăng 2%.", date(2022, 1, 1), date(2022, 5, 31), id="a part of the year"),
        pytest.param("Giá tăng so với tháng 12/2021. Bình quân 5 tháng đầu năm tăng 2%.", date(2022, 1, 1), date(2022, 5, 31), id="after a comparison"),
        pytest.param("Xem lại năm 2021. Bình quân 5 tháng đầu năm tăng 2%.", date(2021, 1, 1), date(2021, 5, 31), id="after a year"),
    ],
)
def test_a_span_of_days_or_months(text: str, first: date, last: date) -> None:
    found = extract_text(text, published_on=date(2022, 6, 13)).dates[-1]
    assert (found.start_on, found.end_on) == (first, last)


@pytest.mark.parametrize("text", ["Xã đạt 15/19 - 16/19 tiêu chí.", "Tỷ lệ 13/12 - 1."])
def test_no_span_of_days(text: str) -> None:
    assert extract_text(text, published_on=date(2022, 6, 13)).dates == []


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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Quyết định số 65-CP ngày 4-3-1968 của Hội đồng Chính phủ và Nghị định số 43-HĐBT ngày 22-2-1984.", ["65-CP", "43-HĐBT"]),
        ("Văn bản hợp nhất số 12/VBHN-BNV ngày 04/9/2019 của Bộ Nội vụ.", ["12/VBHN-BNV"]),
        ("Thông tư liên tịch số 02/2003/TTLT-BLĐTBXH-BTC-BYT ngày 01 tháng 4 năm 2003.", ["02/2003/TTLT-BLĐTBXH-BTC-BYT"]),
        (
            "Chỉ thị số 05-CT/TW, ngày 15/5/2016; Kết luận số 01-KL/TW; Hướng dẫn số 16-HD/BTCTW; Quyết định số 1236-QĐ/TU.",
            ["05-CT/TW", "01-KL/TW", "16-HD/BTCTW", "1236-QĐ/TU"],
        ),
        ("Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN.", ["403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"]),
        ("Điểm b khoản 2 Điều 5 Nghị định số 34/2016/NĐ-CP được sửa đổi tại Nghị định số 154/2020/NĐ-CP.", ["34/2016/NĐ-CP", "154/2020/NĐ-CP"]),
        ("Thông tư số 10/2017/TT-NHNN, 39/2016/TT-NHNN và 43/2016/TT-NHNN.", ["10/2017/TT-NHNN", "39/2016/TT-NHNN", "43/2016/TT-NHNN"]),
        ("Quyết định số: 167 /2008/QĐ-TTg; Công văn hỏa tốc số 1188/BYT-DP.", ["167/2008/QĐ-TTg", "1188/BYT-DP"]),
        ("QCVN 40:2011/BTNMT, TCVN 7957:2008; bản án số 12/2019/HS-ST.", []),
    ],
)
def test_numbers_of_documents(text: str, numbers: list[str]) -> None:
    assert [r.number for r in extract_text(text).references] == numbers
