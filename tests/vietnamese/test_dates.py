"""Dates and periods: one row a form, with the words that must be read and nothing else."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from extractors.vietnamese.dates import find_dates
from extractors.vietnamese.text import normalize

Found = tuple[str, str | None, str | None, str]


def found(text: str, published_on: str | None) -> list[Found]:
    """Kind, ends and words of each mention."""
    day = date.fromisoformat(published_on) if published_on else None
    return [(d.kind, d.first.isoformat() if d.first else None, d.last.isoformat() if d.last else None, text[d.start : d.end]) for d in find_dates(text, day)]


def year(number: int, words: str) -> Found:
    return "year", f"{number}-01-01", f"{number}-12-31", words


def day(iso: str, words: str) -> Found:
    return "day", iso, iso, words


def years(first: int | None, last: int | None, words: str) -> Found:
    return "range", f"{first}-01-01" if first else None, f"{last}-12-31" if last else None, words


Row = tuple[str, str | None, list[Found]]

DAYS: list[Row] = [
    ("Họp ngày 16/7/2019.", None, [day("2019-07-16", "ngày 16/7/2019")]),
    ("Họp ngày 16-7-2019.", None, [day("2019-07-16", "ngày 16-7-2019")]),
    ("Họp ngày 16.7.2019.", None, [day("2019-07-16", "ngày 16.7.2019")]),
    ("Họp ngày 02-04-2018 ở xã.", None, [day("2018-04-02", "ngày 02-04-2018")]),
    ("Sinh 03-05-1946 tại làng.", None, [day("1946-05-03", "03-05-1946")]),
    ("Công bố 2019-07-16.", None, [day("2019-07-16", "2019-07-16")]),
    ("Ngày 31 tháng 5 năm 2018, tỉnh họp.", None, [day("2018-05-31", "Ngày 31 tháng 5 năm 2018")]),
    ("Ngày 31 tháng 05 năm 2018 tỉnh họp.", None, [day("2018-05-31", "Ngày 31 tháng 05 năm 2018")]),
    ("ngày 7 tháng 6/2019 tại huyện", None, [day("2019-06-07", "ngày 7 tháng 6/2019")]),
    ("Hiệu lực ngày 1/1/2020 trở đi", None, [day("2020-01-01", "ngày 1/1/2020")]),
    ("ngày 20/ 02 / 2014 ký kết", None, [day("2014-02-20", "ngày 20/ 02 / 2014")]),
    ("ngày 29 /4 / 2016 ký kết", None, [day("2016-04-29", "ngày 29 /4 / 2016")]),
    ("Ngày 29/02/2020 họp.", None, [day("2020-02-29", "Ngày 29/02/2020")]),
    ("Sáng 19/7, Ban họp.", "2019-07-22", [day("2019-07-19", "Sáng 19/7")]),
    ("Chiều 19/7 Ban họp.", "2019-07-22", [day("2019-07-19", "Chiều 19/7")]),
    ("Ngày 17/3, tỉnh khen.", "2017-03-18", [day("2017-03-17", "Ngày 17/3")]),
    ("Ngày 28/12 xã họp.", "2020-01-03", [day("2019-12-28", "Ngày 28/12")]),
    ("Ngày 17 tháng 3, tỉnh khen.", "2017-03-18", [day("2017-03-17", "Ngày 17 tháng 3")]),
    ("Ngày 17/3, tỉnh khen.", None, [("day", None, None, "Ngày 17/3")]),
    ("Ngày 5/8/2019 họp; ngày 5/8 chi trả.", None, [day("2019-08-05", "Ngày 5/8/2019"), day("2019-08-05", "ngày 5/8")]),
    ("Hôm nay tỉnh họp.", "2019-07-22", [day("2019-07-22", "Hôm nay")]),
    ("Sáng nay tỉnh họp.", "2019-07-22", [day("2019-07-22", "Sáng nay")]),
    ("00h00 ngày 12/6/2023 bắt đầu", None, [day("2023-06-12", "ngày 12/6/2023")]),
    ("lúc 8 giờ 30 ngày 12/6/2023 bắt đầu", None, [day("2023-06-12", "ngày 12/6/2023")]),
]

LISTS: list[Row] = [
    ("Ngày 1 và 2/11 xã họp.", "2019-11-05", [day("2019-11-01", "Ngày 1 và 2/11"), day("2019-11-02", "2/11")]),
    ("Ngày 1 và 2/11/2019 xã họp.", None, [day("2019-11-01", "Ngày 1 và 2/11/2019"), day("2019-11-02", "2/11/2019")]),
    (
        "Ngày 3, 4 và 5/6/2020 xã họp.",
        None,
        [day("2020-06-03", "Ngày 3, 4 và 5/6/2020"), day("2020-06-04", "4 và 5/6/2020"), day("2020-06-05", "5/6/2020")],
    ),
    ("Ngày 1/2/2020 và ngày 3/4/2020 họp.", None, [day("2020-02-01", "Ngày 1/2/2020"), day("2020-04-03", "ngày 3/4/2020")]),
]

DAY_RANGES: list[Row] = [
    ("Hội thi 10 - 11/10/2019 tại huyện.", None, [("range", "2019-10-10", "2019-10-11", "10 - 11/10/2019")]),
    ("Hội thi (21-22/11) tại huyện.", "2019-11-25", [("range", "2019-11-21", "2019-11-22", "21-22/11")]),
    ("Từ ngày 05 đến ngày 10/8/2019 tỉnh họp", None, [("range", "2019-08-05", "2019-08-10", "Từ ngày 05 đến ngày 10/8/2019")]),
    ("từ ngày 5 đến 10/8/2019 tỉnh họp", None, [("range", "2019-08-05", "2019-08-10", "từ ngày 5 đến 10/8/2019")]),
    ("từ ngày 28/7 đến ngày 10/8/2019 tỉnh họp", None, [("range", "2019-07-28", "2019-08-10", "từ ngày 28/7 đến ngày 10/8/2019")]),
    ("từ ngày 28/12 đến ngày 3/1/2020 tỉnh họp", None, [("range", "2019-12-28", "2020-01-03", "từ ngày 28/12 đến ngày 3/1/2020")]),
    (
        "từ ngày 20/ 02 / 2014 đến ngày 29 /4 / 2016 tỉnh",
        None,
        [("range", "2014-02-20", "2016-04-29", "từ ngày 20/ 02 / 2014 đến ngày 29 /4 / 2016")],
    ),
    (
        "từ ngày 20 tháng 2 đến ngày 29 tháng 4 năm 2016",
        None,
        [("range", "2016-02-20", "2016-04-29", "từ ngày 20 tháng 2 đến ngày 29 tháng 4 năm 2016")],
    ),
    ("mở từ 2 đến 4-12 tại tỉnh", "2019-12-10", [("range", "2019-12-02", "2019-12-04", "từ 2 đến 4-12")]),
    ("từ ngày 1/7/2019 đến nay tỉnh", None, [("range", "2019-07-01", None, "từ ngày 1/7/2019 đến nay")]),
    ("Từ ngày 1/7/2019 áp dụng mức mới", None, [("range", "2019-07-01", None, "Từ ngày 1/7/2019")]),
    ("Đến ngày 30/6/2019 giải ngân", None, [("range", None, "2019-06-30", "Đến ngày 30/6/2019")]),
    ("Tính đến ngày 30/6/2019, tỉnh giải ngân", None, [("range", None, "2019-06-30", "Tính đến ngày 30/6/2019")]),
    ("Tính đến 30/6/2019, tỉnh giải ngân", None, [("range", None, "2019-06-30", "Tính đến 30/6/2019")]),
    ("tính đến hết ngày 30/6/2019, tỉnh giải ngân", None, [("range", None, "2019-06-30", "tính đến hết ngày 30/6/2019")]),
    ("từ 01/01/2019 đến 30/6/2019 tỉnh", None, [("range", "2019-01-01", "2019-06-30", "từ 01/01/2019 đến 30/6/2019")]),
    ("từ 1-1 đến 30-6-2019 tỉnh", None, [("range", "2019-01-01", "2019-06-30", "từ 1-1 đến 30-6-2019")]),
    ("ngày 05/6/2019 – 10/6/2019 tỉnh", None, [("range", "2019-06-05", "2019-06-10", "ngày 05/6/2019 – 10/6/2019")]),
    ("Đến 30/6 giải ngân", "2019-07-22", [("range", None, "2019-06-30", "Đến 30/6")]),
]

MONTHS: list[Row] = [
    ("Tháng 5 năm 2010 tỉnh họp.", None, [("month", "2010-05-01", "2010-05-31", "Tháng 5 năm 2010")]),
    ("vào tháng 05/2010 tỉnh", None, [("month", "2010-05-01", "2010-05-31", "tháng 05/2010")]),
    ("vào tháng 5-2010 tỉnh", None, [("month", "2010-05-01", "2010-05-31", "tháng 5-2010")]),
    ("vào tháng 2/2020 tỉnh", None, [("month", "2020-02-01", "2020-02-29", "tháng 2/2020")]),
    ("Trong tháng 5, tỉnh họp.", "2019-07-22", [("month", "2019-05-01", "2019-05-31", "tháng 5")]),
    ("Tháng 5 tỉnh họp.", "2019-07-22", [("month", "2019-05-01", "2019-05-31", "Tháng 5")]),
    ("tháng 5 vừa qua", "2019-07-22", [("month", "2019-05-01", "2019-05-31", "tháng 5")]),
    ("từ tháng 11 đến tháng 4 năm sau", "2019-07-22", [("range", None, None, "từ tháng 11 đến tháng 4 năm sau")]),
    ("tháng 6-7/2019 tỉnh", None, [("range", "2019-06-01", "2019-07-31", "tháng 6-7/2019")]),
    ("tháng 6, 7 năm 2019 tỉnh", None, [("month", "2019-06-01", "2019-06-30", "tháng 6"), ("month", "2019-07-01", "2019-07-31", "7 năm 2019")]),
    ("tháng 12/2012- 1/2013 tỉnh", None, [("range", "2012-12-01", "2013-01-31", "tháng 12/2012- 1/2013")]),
    ("từ tháng 3 đến tháng 6/2019 tỉnh", None, [("range", "2019-03-01", "2019-06-30", "từ tháng 3 đến tháng 6/2019")]),
    ("từ tháng 3/2018 đến tháng 6/2019 tỉnh", None, [("range", "2018-03-01", "2019-06-30", "từ tháng 3/2018 đến tháng 6/2019")]),
    ("đến tháng 6/2019 giải ngân", None, [("range", None, "2019-06-30", "đến tháng 6/2019")]),
    ("từ tháng 6/2019 áp dụng", None, [("range", "2019-06-01", None, "từ tháng 6/2019")]),
    ("Đến hết tháng 6/2019, tỉnh", None, [("range", None, "2019-06-30", "Đến hết tháng 6/2019")]),
]

PARTS_OF_YEARS: list[Row] = [
    ("6 tháng đầu năm 2019 tỉnh", None, [("half_year", "2019-01-01", "2019-06-30", "6 tháng đầu năm 2019")]),
    ("6 tháng cuối năm 2019 tỉnh", None, [("half_year", "2019-07-01", "2019-12-31", "6 tháng cuối năm 2019")]),
    ("06 tháng đầu năm 2019 tỉnh", None, [("half_year", "2019-01-01", "2019-06-30", "06 tháng đầu năm 2019")]),
    ("sáu tháng đầu năm 2019 tỉnh", None, [("half_year", "2019-01-01", "2019-06-30", "sáu tháng đầu năm 2019")]),
    ("9 tháng đầu năm 2019 tỉnh", None, [("nine_months", "2019-01-01", "2019-09-30", "9 tháng đầu năm 2019")]),
    ("chín tháng đầu năm 2019 tỉnh", None, [("nine_months", "2019-01-01", "2019-09-30", "chín tháng đầu năm 2019")]),
    ("Quý I/2019 tỉnh", None, [("quarter", "2019-01-01", "2019-03-31", "Quý I/2019")]),
    ("quý I-2018 tỉnh", None, [("quarter", "2018-01-01", "2018-03-31", "quý I-2018")]),
    ("quý II năm 2019 tỉnh", None, [("quarter", "2019-04-01", "2019-06-30", "quý II năm 2019")]),
    ("quý 3/2019 tỉnh", None, [("quarter", "2019-07-01", "2019-09-30", "quý 3/2019")]),
    ("quý IV/2019 tỉnh", None, [("quarter", "2019-10-01", "2019-12-31", "quý IV/2019")]),
    ("quý I, II năm 2019", None, [("quarter", "2019-01-01", "2019-03-31", "quý I"), ("quarter", "2019-04-01", "2019-06-30", "II năm 2019")]),
    ("3 tháng đầu năm 2019 tỉnh", None, [("other_period", "2019-01-01", "2019-03-31", "3 tháng đầu năm 2019")]),
    ("nửa đầu năm 2019 tỉnh", None, [("half_year", "2019-01-01", "2019-06-30", "nửa đầu năm 2019")]),
    ("từ đầu năm 2019 đến nay", None, [("range", "2019-01-01", None, "từ đầu năm 2019 đến nay")]),
    ("6 tháng đầu năm, tỉnh giải ngân", "2019-07-22", [("half_year", "2019-01-01", "2019-06-30", "6 tháng đầu năm")]),
    ("Đầu năm 2020 tỉnh", None, [("other_period", "2020-01-01", None, "Đầu năm 2020")]),
    ("cuối năm 2020 tỉnh", None, [("other_period", None, "2020-12-31", "cuối năm 2020")]),
]

YEARS: list[Row] = [
    ("Năm 2019 tỉnh họp.", None, [year(2019, "Năm 2019")]),
    ("trong năm 2019, tỉnh", None, [year(2019, "năm 2019")]),
    ("năm 2019 và năm 2020", None, [year(2019, "năm 2019"), year(2020, "năm 2020")]),
    ("Năm nay tỉnh", "2021-08-06", [year(2021, "Năm nay")]),
    ("năm ngoái tỉnh", "2021-08-06", [year(2020, "năm ngoái")]),
    ("Đến năm 2020 tỉnh", None, [years(None, 2020, "Đến năm 2020")]),
    ("đến hết năm 2020 tỉnh", None, [years(None, 2020, "đến hết năm 2020")]),
    ("đến cuối năm 2020 tỉnh", None, [("other_period", None, "2020-12-31", "đến cuối năm 2020")]),
    ("các năm 2018, 2019 và 2020", None, [year(2018, "năm 2018"), year(2019, "2019"), year(2020, "2020")]),
    ("trước năm 2020 tỉnh", None, [year(2020, "năm 2020")]),
    ("từ năm 2016 tỉnh", None, [years(2016, None, "từ năm 2016")]),
    ("từ năm 2016 đến nay tỉnh", None, [years(2016, None, "từ năm 2016 đến nay")]),
    ("từ năm 2016 đến năm 2020 tỉnh", None, [years(2016, 2020, "từ năm 2016 đến năm 2020")]),
    ("từ năm 2016 đến 2020 tỉnh", None, [years(2016, 2020, "từ năm 2016 đến 2020")]),
    ("so với năm 2018 tỉnh", None, [year(2018, "năm 2018")]),
]

YEAR_RANGES: list[Row] = [
    ("giai đoạn 2016-2025 của tỉnh", None, [years(2016, 2025, "giai đoạn 2016-2025")]),
    ("giai đoạn 2017 – 2020 của tỉnh", None, [years(2017, 2020, "giai đoạn 2017 – 2020")]),
    ("giai đoạn 2015 -2020” của tỉnh", None, [years(2015, 2020, "giai đoạn 2015 -2020")]),
    ("giai đoạn 2014- 2019 của tỉnh", None, [years(2014, 2019, "giai đoạn 2014- 2019")]),
    ("giai đoạn 2010-20 của tỉnh", None, [years(2010, 2020, "giai đoạn 2010-20")]),
    ("GIAI ĐOẠN 2012 - 2015 CỦA TỈNH", None, [years(2012, 2015, "GIAI ĐOẠN 2012 - 2015")]),
    ("nhiệm kỳ 2020 - 2025 của tỉnh", None, [years(2020, 2025, "nhiệm kỳ 2020 - 2025")]),
    ("nhiệm kỳ 2015-2020 của huyện", None, [years(2015, 2020, "nhiệm kỳ 2015-2020")]),
    ("giai đoạn từ 2021 đến 2025 của tỉnh", None, [years(2021, 2025, "giai đoạn từ 2021 đến 2025")]),
    ("giai đoạn 2021-2030, định hướng đến năm 2045", None, [years(2021, 2030, "giai đoạn 2021-2030"), years(None, 2045, "đến năm 2045")]),
    ("năm học 2019-2020 của trường", None, [("range", "2019-09-01", "2020-05-31", "năm học 2019-2020")]),
    ("năm học 2019 – 2020 của trường", None, [("range", "2019-09-01", "2020-05-31", "năm học 2019 – 2020")]),
    ("niên vụ 2016-2017 của huyện", None, [years(2016, 2017, "niên vụ 2016-2017")]),
    ("hai năm 2018-2019 của tỉnh", None, [years(2018, 2019, "hai năm 2018-2019")]),
    ("từ năm 2011-2015 tỉnh", None, [years(2011, 2015, "từ năm 2011-2015")]),
    ("GIAI ĐOẠN 2012 - 2015 VÀ 2020", None, [years(2012, 2015, "GIAI ĐOẠN 2012 - 2015"), year(2020, "2020")]),
    ("vụ Đông Xuân 2018-2019 của huyện", None, [years(2018, 2019, "Đông Xuân 2018-2019")]),
    ("5 năm (2011-2015) của huyện", None, [years(2011, 2015, "2011-2015")]),
]

IN_PASSING: list[Row] = [
    ("Kế hoạch (ngày 31/5/2018) của tỉnh", None, [day("2018-05-31", "ngày 31/5/2018")]),
    ("“ngày 31/5/2018”", None, [day("2018-05-31", "ngày 31/5/2018")]),
    ("Ngày 5/3/2019, có 12 hộ; đến năm 2020 còn 3 hộ", None, [day("2019-03-05", "Ngày 5/3/2019"), years(None, 2020, "đến năm 2020")]),
    ("năm 2018: 5 xã; năm 2019: 7 xã", None, [year(2018, "năm 2018"), year(2019, "năm 2019")]),
]

ALL = [*DAYS, *LISTS, *DAY_RANGES, *MONTHS, *PARTS_OF_YEARS, *YEARS, *YEAR_RANGES, *IN_PASSING]

@pytest.mark.parametrize(
    ("text", "published_on", "expected"),
    [pytest.param(*row, id=f"{row[0]} @{row[1]}" if row[1] else row[0]) for row in ALL],
)
def test_date(text: str, published_on: str | None, expected: list[Found]) -> None:
    assert found(text, published_on) == expected


NOTHING = [
    "có 135 hộ nghèo",
    "Chương trình 135",
    "lần thứ III",
    "khóa XII",
    "19/19 tiêu chí",
    "1.438/1.552 đại biểu",
    "trong 02 ngày",
    "5 năm qua",
    "12 tháng",
    "28,97%",
    "02603.866.127",
    "tỷ lệ 1/500",
    "Quốc lộ 24",
    "thôn 4",
    "Quận 1",
    "từ 20,5% xuống 15,3%",
    "5.2019 hộ",
    "tăng 2019 hộ",
    "1.2.3",
    "năm hộ nghèo",
    "một tháng",
    "hàng tháng",
    "hàng năm",
    "3 năm liền",
    "lúc 8 giờ 30",
    "Điều 5",
    "12 - 15 triệu đồng",
    "2.018 người",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_read(text: str) -> None:
    assert found(text, "2019-07-22") == []


@pytest.mark.parametrize("text", ["ngày 31/2/2019", "ngày 29/02/2019", "ngày 31/4/2020", "ngày 30 tháng 2 năm 2020"])
def test_impossible_days_are_told(text: str) -> None:
    (mention,) = find_dates(text)
    assert (mention.first, mention.last, mention.issues) == (None, None, ("impossible_date",))


@pytest.mark.parametrize("text", ["35/13", "0/5", "45/2019/NĐ-CP"])
def test_what_no_year_has_is_no_day(text: str) -> None:
    assert [d for d in find_dates(f"ngày {text}", date(2020, 1, 1)) if d.first or d.last] == []


@pytest.mark.parametrize(
    "text", ["mùng 3 Tết", "mùng 10 tháng giêng", "ngày 23 tháng chạp", "ngày 15 tháng 7 âm lịch"]
)
def test_lunar_days_are_marked_and_not_converted(text: str) -> None:
    (mention,) = find_dates(text, date(2020, 1, 1))
    assert (mention.calendar, mention.first, mention.last) == ("lunar", None, None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("ngày\u00a016/7/2019", day("2019-07-16", "ngày 16/7/2019"), id="hard space"),
        pytest.param("ngày 16/\u200b7/2019", day("2019-07-16", "ngày 16/7/2019"), id="zero width"),
        pytest.param(unicodedata.normalize("NFD", "6 tháng đầu năm 2019"), ("half_year", "2019-01-01", "2019-06-30", "6 tháng đầu năm 2019"), id="NFD"),
        pytest.param("NGÀY 16/7/2019", day("2019-07-16", "NGÀY 16/7/2019"), id="capitals"),
        pytest.param("26/2/2019Trước đó", day("2019-02-26", "26/2/2019"), id="glued"),
        pytest.param("họp\nngày\n16/7/2019 tại xã", day("2019-07-16", "ngày\n16/7/2019"), id="line break"),
    ],
)
def test_after_normalising(raw: str, expected: Found) -> None:
    assert found(normalize(raw), None) == [expected]


@pytest.mark.parametrize(
    ("text", "published_on", "iso"),
    [
        ("Ngày 28/12 sẽ họp", "2019-12-20", "2019-12-28"),
        ("Dự kiến ngày 5/1 khai mạc", "2019-12-20", "2020-01-05"),
        ("Ngày 5/1 khai mạc", "2020-12-20", "2021-01-05"),
        ("Ngày 22/4 năm ngoái", "2020-05-01", "2019-04-22"),
        ("Ngày 20/12 qua", "2020-01-02", "2019-12-20"),
    ],
)
def test_days_without_a_year(text: str, published_on: str, iso: str) -> None:
    first = find_dates(text, date.fromisoformat(published_on))[0]
    assert str(first.first) == iso


def test_the_publication_is_named_as_the_source_of_a_year() -> None:
    assert [d.resolved_from for d in find_dates("Ngày 17/3 họp; ngày 5/4/2016", date(2017, 3, 18))] == ["publication", "text"]
