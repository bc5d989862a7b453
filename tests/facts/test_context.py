"""What a figure is about: measure, period, place, policy, status and the other end of a change."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import Extraction, extract_text
from extractors.records import Figure

TITLE = "Kết quả công tác dân tộc 6 tháng đầu năm 2019 của tỉnh Kon Tum"


def read(text: str, title: str = "") -> Extraction:
    return extract_text(text, title=title, published_on=date(2019, 7, 22))


def figure(words: str, text: str, title: str = "") -> Figure:
    """The one figure of the body whose words hold `words`."""
    found = [f for f in read(text, title).figures if f.where == "body" and words in f.value_text]
    assert len(found) == 1, f"{words!r} in {[f.value_text for f in found]}"
    return found[0]


# ------------------------------------------------------------------ measure
@pytest.mark.parametrize(
    ("words", "text", "code", "label_en"),
    [
        ("811", "Toàn tỉnh công nhận 811 người có uy tín.", "prestigious_persons", "prestigious persons"),
        ("1.438/1.552", "Đại hội có 1.438/1.552 đại biểu chính thức tham dự.", "official_delegates", "official delegates"),
        ("28,97%", "Tỷ lệ giải ngân đạt 28,97%.", "disbursement_rate", "disbursement rate"),
        ("28,97%", "Giải ngân đạt 28,97% kế hoạch vốn.", "disbursement_rate", "disbursement rate"),
        ("15,29%", "Tỷ lệ hộ nghèo của tỉnh còn 15,29%.", "poverty_rate", "poverty rate"),
        ("20.156", "Toàn tỉnh có 20.156 hộ nghèo.", "poor_households", "poor households"),
        ("15 hộ", "Xã có 15 hộ thoát nghèo.", "households_escaping_poverty", None),
        ("62,4%", "Tỷ lệ che phủ rừng đạt 62,4%.", "forest_cover", None),
        ("37,5 triệu", "Thu nhập bình quân đầu người đạt 37,5 triệu đồng/người/năm.", "income_per_head", None),
        ("54 tỷ", "Tỉnh giải ngân 54 tỷ đồng.", "amount_disbursed", None),
        ("15,29%", "Toàn tỉnh có 20.156 hộ nghèo, chiếm 15,29%.", "poverty_rate", "poverty rate"),
        ("7,5%", "Toàn tỉnh giải ngân đạt 28,97%; riêng huyện Ia H’Drai mới đạt 7,5%.", "disbursement_rate", "disbursement rate"),
    ],
)
def test_measure(words: str, text: str, code: str, label_en: str | None) -> None:
    found = figure(words, text)
    assert found.measure_code == code
    assert found.measure_text
    assert found.measure_label_vi
    assert label_en is None or found.measure_label_en == label_en


@pytest.mark.parametrize(
    ("words", "text", "subject"),
    [
        ("811", "Toàn tỉnh công nhận 811 người có uy tín trong vùng.", "người có uy tín"),
        ("145", "Tỉnh có 145 xã, phường, thị trấn tham gia.", "xã, phường, thị trấn"),
        ("10 huyện", "Đại hội tại 10 huyện, thành phố với nhiều đại biểu.", "huyện, thành phố"),
        ("1.438", "có 1.438/1.552 đại biểu chính thức đại diện cho các dân tộc", "đại biểu chính thức"),
    ],
)
def test_the_noun_phrase_ends_where_the_head_ends(words: str, text: str, subject: str) -> None:
    assert figure(words, text).subject_text == subject


# ------------------------------------------------------------------ period
Period = tuple[str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("words", "text", "title", "period"),
    [
        ("811", "Năm 2019, tỉnh có 811 người có uy tín.", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("5 xã", "Quý I/2019, có 5 xã hoàn thành.", "", ("2019-01-01", "2019-03-31", "phrase")),
        ("24,31%", "Tỷ lệ giảm từ 24,31% (năm 2010) nay xuống còn 8,88% (2015).", "", ("2010-01-01", "2010-12-31", "phrase")),
        ("8,88%", "Tỷ lệ giảm từ 24,31% (năm 2010) nay xuống còn 8,88% (2015).", "", ("2015-01-01", "2015-12-31", "phrase")),
        ("900 hộ", "Giảm từ 1.200 hộ năm 2018 xuống còn 900 hộ năm 2019.", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("80 hộ", "Năm 2018, huyện A hỗ trợ 120 hộ; huyện B hỗ trợ 80 hộ.", "", ("2018-01-01", "2018-12-31", "sentence")),
        ("7,5%", "6 tháng đầu năm 2019, tỉnh giải ngân 54 tỷ đồng. Huyện A đạt 7,5%.", "", ("2019-01-01", "2019-06-30", "paragraph")),
        ("28,97%", "Giải ngân đạt 28,97%.", TITLE, ("2019-01-01", "2019-06-30", "title")),
        ("7 xã", "Đến nay, toàn tỉnh có 7 xã đạt chuẩn.", "", (None, "2019-07-22", "publication")),
        ("7 xã", "Đến 30/6/2019, toàn tỉnh có 7 xã đạt chuẩn.", "", (None, "2019-06-30", "phrase")),
        ("60%", "Phấn đấu đến năm 2025 có 60% xã đạt chuẩn.", "", (None, "2025-12-31", "phrase")),
        ("7 xã", "Năm 2019 có 5 xã.\n\nToàn tỉnh có 7 xã.", "", (None, None, None)),
        ("7 xã", "Toàn tỉnh có 7 xã.", "", (None, None, None)),
        ("114,7%", "Năm 2019 thu 50 tỷ đồng, bằng 114,7% so với năm 2018.", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("12 hộ", "Đề án giai đoạn 2016-2025 hỗ trợ 12 hộ trong năm 2019.", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("12 hộ", "Theo Quyết định số 12/2018/QĐ-TTg ngày 06/3/2018, tỉnh có 12 hộ.", "", (None, None, None)),
    ],
)
def test_period(words: str, text: str, title: str, period: Period) -> None:
    found = figure(words, text, title)
    start, end = (day.isoformat() if day else None for day in (found.period_start_on, found.period_end_on))
    assert (start, end, found.period_source) == period


def test_a_title_that_the_body_contradicts_gives_no_period() -> None:
    found = read("Trong 6 tháng đầu năm 2019, các xã họp.\n\nTỉnh có 811 người có uy tín.", "Sơ kết công tác 6 tháng đầu năm 2018")
    assert found.article is not None
    assert found.article.issues == ["title_period_conflict"]
    assert [f.period_source for f in found.figures] == [None]


# ------------------------------------------------------------------ place
@pytest.mark.parametrize(
    ("words", "text", "title", "place"),
    [
        ("811", "Huyện Sa Thầy có 811 người có uy tín.", "", ("kon-tum.sa-thay", "phrase")),
        ("120", "Huyện Ngọc Hồi hỗ trợ 120 hộ; huyện Đăk Tô hỗ trợ 80 hộ.", "", ("kon-tum.ngoc-hoi", "phrase")),
        ("80", "Huyện Ngọc Hồi hỗ trợ 120 hộ; huyện Đăk Tô hỗ trợ 80 hộ.", "", ("kon-tum.dak-to", "phrase")),
        ("28,97%", "Giải ngân đạt 28,97%.", TITLE, ("kon-tum", "title")),
        ("15 hộ", "Tại xã nọ, huyện Tu Mơ Rông có 15 hộ thoát nghèo.", "", ("kon-tum.tu-mo-rong", "phrase")),
        ("5 xã", "Tỉnh Gia Lai có 5 xã hoàn thành.", "", ("gia-lai", "phrase")),
        ("7 xã", "Toàn tỉnh có 7 xã.", "", (None, None)),
        ("7 hộ", "Ông Sa Văn Thầy giúp 7 hộ.", "", (None, None)),
    ],
)
def test_place(words: str, text: str, title: str, place: tuple[str | None, str | None]) -> None:
    found = figure(words, text, title)
    assert (found.place_code, found.place_source) == place


def test_the_site_is_the_last_resort_for_a_place() -> None:
    found = extract_text("Toàn tỉnh có 7 xã.", site="kontum").figures[0]
    assert (found.place_code, found.place_source) == ("kon-tum", "site")


# ------------------------------------------------------------------ policy
@pytest.mark.parametrize(
    ("words", "text", "policy"),
    [
        ("28,97%", "Chương trình 135 về hỗ trợ đầu tư cơ sở hạ tầng đạt 28,97%.", ("Chương trình 135", "phrase")),
        ("731", "Theo Quyết định số 12/2018/QĐ-TTg, toàn tỉnh có 731 người có uy tín.", ("Quyết định số 12/2018/QĐ-TTg", "phrase")),
        ("186", "Vốn Chương trình 135 được giao 186 tỷ đồng.", ("Chương trình 135", "phrase")),
        ("12 hộ", "Tỉnh có 12 hộ nghèo.", None),
        ("45 thôn", "Chương trình 135 đầu tư 12 công trình. Tỉnh có 45 thôn.", None),
    ],
)
def test_policy(words: str, text: str, policy: tuple[str, str] | None) -> None:
    result = read(text)
    (found,) = (f for f in result.figures if words in f.value_text)
    linked = next((r for r in result.references if r.reference_id == found.reference_id), None)
    assert ((linked.reference_text, found.reference_source) if linked else None) == policy


# ------------------------------------------------------------------ status
@pytest.mark.parametrize(
    ("words", "text", "status"),
    [
        ("60%", "Phấn đấu đến năm 2025 có 60% xã đạt chuẩn.", "target"),
        ("3%", "Mục tiêu giảm 3% hộ nghèo mỗi năm.", "target"),
        ("50 hộ", "Dự kiến năm 2020 hỗ trợ 50 hộ.", "target"),
        ("50 hộ", "Tỉnh đã hỗ trợ 50 hộ.", "reported"),
        ("28,97%", "Giải ngân đạt 28,97%.", "reported"),
        ("12 hộ", "12 hộ ở xã.", None),
    ],
)
def test_status(words: str, text: str, status: str | None) -> None:
    assert figure(words, text).status == status


# ------------------------------------------------------------------ changes
@pytest.mark.parametrize(
    ("text", "ends", "direction"),
    [
        ("Tỷ lệ giảm từ 24,31% (năm 2010) nay xuống còn 8,88% (2015).", (24.31, 8.88), "down"),
        ("Tỷ lệ từ 20,5% xuống còn 15,3%.", (20.5, 15.3), "down"),
        ("Số xã tăng từ 10 lên 15 xã.", (10, 15), "up"),
        ("Thu nhập tăng từ 35 triệu đồng lên 40 triệu đồng.", (35e6, 40e6), "up"),
        ("Số cặp tảo hôn từ 96 cặp xuống còn 71 cặp.", (96, 71), "down"),
        ("Giảm từ 1.200 hộ năm 2018 xuống còn 900 hộ năm 2019.", (1200, 900), "down"),
    ],
)
def test_the_two_ends_of_a_change_are_linked(text: str, ends: tuple[float, float], direction: str) -> None:
    before, after = read(text).figures
    assert ((before.change, before.value), (after.change, after.value)) == (("from", ends[0]), ("to", ends[1]))
    assert (before.change_id, after.change_id) == (after.figure_id, before.figure_id)
    assert (before.direction, after.direction) == (direction, direction)


@pytest.mark.parametrize("text", ["Giảm 412 hộ so với năm trước.", "Tăng 41 người.", "Giảm 0,5 điểm phần trăm."])
def test_a_difference_has_no_other_end(text: str) -> None:
    (found,) = read(text).figures
    assert (found.change, found.change_id) == ("by", None)


def test_a_range_is_no_change() -> None:
    (found,) = read("Hỗ trợ từ 200 đến 600 triệu đồng.").figures
    assert (found.comparator, found.change, found.change_id) == ("range", None, None)
