"""How far a period reaches beyond the figure it stands at, and where it ends."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text

PUBLISHED = date(2022, 8, 12)


def period(words: str, text: str, title: str = "") -> tuple[str | None, str | None]:
    """The period of the one figure of the body whose words hold `words`."""
    read = extract_text(text, published_on=PUBLISHED, title=title)
    (found,) = [f for f in read.figures if f.where == "body" and words in f.value_text]
    return (found.period_start_on and found.period_start_on.isoformat(), found.period_end_on and found.period_end_on.isoformat())


YEAR_2021 = ("2021-01-01", "2021-12-31")
NONE = (None, None)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("31 tỷ", "Giao 80 tỷ đồng vốn năm 2021, trong đó ngân sách tỉnh 31 tỷ đồng, huyện 12 tỷ đồng.", YEAR_2021),
        ("12 tỷ", "Giao 80 tỷ đồng vốn năm 2021, gồm ngân sách tỉnh 31 tỷ đồng, ngân sách huyện 12 tỷ đồng.", YEAR_2021),
        ("45 tỷ", "Vốn Chương trình 135 năm 2021 được giao 45 tỷ đồng.", YEAR_2021),
        ("320 giếng", "Các năm 2020, 2021, dân khoan 320 giếng.", ("2020-01-01", "2021-12-31")),
        ("85,5 kg", "Phiên chợ cuối tuần (1-3/7) bán 85,5 kg nấm.", ("2022-07-01", "2022-07-03")),
        ("612 ca", "Bản tin 18 giờ ngày 10/8. Tỉnh ghi nhận 612 ca.", ("2022-08-10", "2022-08-10")),
        ("9.320 ca", "Ngày 10/8, tỉnh ghi nhận 612 ca. Cộng dồn có 9.320 ca.", (None, "2022-08-10")),
        ("63,6%", "Tổng điều tra 01/4/2021: tỉnh có 854.131 người. Người Mường chiếm 63,6%.", ("2021-04-01", "2021-04-01")),
        ("800 tỷ", "Quý II/2021, tỉnh thu 190 tỷ đồng. Cả năm phấn đấu thu 800 tỷ đồng.", YEAR_2021),
        ("62.000 đồng/kg", "Năm 2021, huyện có 30 ha tiêu. Giá tiêu bình quân 62.000 đồng/kg.", YEAR_2021),
        ("10/10 phòng", "Ngày 15/7, Ban họp bàn nhiệm vụ 6 tháng cuối năm 2022. Có 10/10 phòng dự họp.", ("2022-07-15", "2022-07-15")),
    ],
)
def test_a_period_reaches(words: str, text: str, expected: tuple[str | None, str | None]) -> None:
    assert period(words, text) == expected


@pytest.mark.parametrize(
    ("words", "text", "title", "expected"),
    [
        ("500.000 đồng", "Năm 2021, quỹ giúp 30 em. Mức hỗ trợ 500.000 đồng/em.", "", NONE),
        ("1.860 đồng", "Năm 2021, điện lực bán 30 triệu kWh. Giá điện sinh hoạt 1.860 đồng/kWh.", "", NONE),
        ("bốn tuyến", "Công viên rộng 3.275 km2, gồm bốn tuyến.", "Du lịch 6 tháng đầu năm 2022", NONE),
        ("27 xã", "Tuyến biên giới dài 468 km, có 27 xã.", "Biên phòng tỉnh: kết quả quý I/2022", NONE),
        ("7 tỷ", "Năm 2020, 2021 tỉnh lần lượt chi 5,5 tỷ đồng và 7 tỷ đồng.", "", YEAR_2021),
        ("9,2%", "Hộ nghèo từ 20,5% (năm 2015) xuống còn 12,4% (năm 2020); cận nghèo còn 9,2%.", "", NONE),
        ("74 người", "Năm 2021 (từ ngày 15/12/2020 đến ngày 14/12/2021) có 74 người bị thương.", "", YEAR_2021),
        ("5 dự án", "Ngày 15/7, Ban họp. Kế hoạch năm 2021 có 5 dự án.", "", YEAR_2021),
    ],
)
def test_a_period_ends(words: str, text: str, title: str, expected: tuple[str | None, str | None]) -> None:
    assert period(words, text, title) == expected
