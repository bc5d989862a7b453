"""What a figure is about: measure, period, place, policy, status and the other end of a change."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import Extraction, extract_text
from extractors.facts.table_context import TableContextReader
from extractors.facts.tables import find_table_figures
from extractors.records import Figure, Table

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
        ("21,42%", "Hộ nghèo vùng này còn 21,42%.", "poverty_rate", None),
        ("0,09%", "Nợ quá hạn 0,09%.", "overdue_debt_rate", None),
        ("120 ngày công", "Đoàn viên giúp 120 ngày công.", "contributed_working_days", None),
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


@pytest.mark.parametrize(
    ("words", "text", "named"),
    [
        pytest.param("3,5 điểm", "Thu nội địa được 86 tỷ đồng, chậm hơn tiến độ 3,5 điểm phần trăm.", "Thu nội địa", id="goes on over a comparison"),
        pytest.param("8,25%", "Dịch vụ tăng 4,06%, công nghiệp - xây dựng 8,25%.", "công nghiệp - xây dựng", id="next of a list"),
        pytest.param("39.600 ha", "Năm 2018, ngô đạt 39.600 ha.", "ngô", id="before the verb, after the date"),
        pytest.param("38 cặp", "Số cặp tảo hôn năm 2019 là 38 cặp.", "Số cặp tảo hôn", id="before the date"),
        pytest.param("80%", "Có 80% số xã về đích.", "số xã", id="after a share"),
        pytest.param("18,2%", "Xuất khẩu rau bằng 18,2% kế hoạch.", "Xuất khẩu rau", id="what a plan was fulfilled of"),
        pytest.param("14 m3", "Xe chở 14 m3 gỗ tròn.", "gỗ tròn", id="substance after its amount"),
        pytest.param("2.144m", "Hang Kia Lớn, dài 2.144m.", "Hang Kia Lớn", id="whose length"),
        pytest.param("6 tuổi", "Trẻ em dưới 6 tuổi miễn phí.", "Trẻ em", id="whose age"),
        pytest.param("30 ngày", "Thời hạn giải quyết là 30 ngày làm việc.", "Thời hạn giải quyết", id="no particle but half of a noun"),
        pytest.param("40 người", "Đồng bào Xơ Đăng 40 người.", "Đồng bào Xơ Đăng", id="a noun that begins like a particle"),
        pytest.param("4.960.000", "- Vùng I: 4.960.000 đồng/tháng", "Vùng I", id="the label before a colon"),
        pytest.param("227.091", "Nam 233.105 người, nữ 227.091 người.", "nữ", id="whom a bare unit counts"),
    ],
)
def test_a_measure_without_a_code_is_named_as_written(words: str, text: str, named: str) -> None:
    assert figure(words, text).measure_text == named


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Xã còn 245 hộ nghèo, 130 hộ cận nghèo.", ["poor_households", "near_poor_households"]),
        ("Vụ lật xe làm 3 người chết, 12 người bị thương.", ["deaths", "injured"]),
        ("Bão làm 299 người chết, 34 người mất tích, 1.929 người bị thương.", ["deaths", "missing_people", "injured"]),
        ("Các vụ tai nạn làm chết 32 người, bị thương 28 người.", ["deaths", "injured"]),
        ("Số hộ thoát nghèo là 120 hộ, số hộ phát sinh nghèo mới 15 hộ.", ["households_escaping_poverty", "households_falling_into_poverty"]),
        ("Số giáo viên là 1.200 người, số học sinh là 25.000 em.", ["teachers", "pupils"]),
        ("Làng có 100 người Kinh, 200 người DTTS, 30 người có uy tín.", [None, "ethnic_minority_population", "prestigious_persons"]),
        ("Tổng đàn trâu 25.000 con, bò 85.000 con, lợn 150.000 con, gia cầm 1,7 triệu con.", ["cattle", "cattle", "pigs", "other_livestock"]),
        ("Trồng 80 ha cao su, 45 ha sâm Ngọc Linh.", ["rubber_area", "ginseng_area"]),
        ("Trồng 5 ha ngô, 20 ha cà phê.", ["maize_area", "coffee_area"]),
        ("Diện tích cà phê 29.000 ha, cao su 74.000 ha.", ["coffee_area", "rubber_area"]),
        ("Tỉnh có 874 thôn, 371 thôn đặc biệt khó khăn.", ["villages", "specially_difficult_villages"]),
        ("Hội viên nông dân 45.000 người, hội viên phụ nữ 60.000 người.", ["members_of_associations", "women"]),
        ("Mời 30 già làng, 25 người có uy tín.", ["village_elders", "prestigious_persons"]),
        ("Qua rà soát hộ nghèo, hộ cận nghèo, toàn tỉnh còn 9.604 hộ nghèo, chiếm tỷ lệ 3,14%.", ["poor_households", "poverty_rate"]),
        ("Số hộ nghèo: 120 hộ. Tỷ lệ hộ nghèo: 3,2%.", ["poor_households", "poverty_rate"]),
        ("Trong đó: 120 hộ nghèo, chiếm 15%.", ["poor_households", "poverty_rate"]),
        ("Chi bộ kết nạp 45 đảng viên.", ["new_party_members"]),
        ("Số hộ nghèo giảm từ 1.200 hộ xuống còn 900 hộ.", ["poor_households", "poor_households"]),
    ],
)
def test_each_figure_of_a_list_has_its_own_measure(text: str, codes: list[str | None]) -> None:
    assert [f.measure_code for f in read(text).figures] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tỉnh chưa giải ngân 55 tỷ đồng.", None),
        ("Tỉnh còn 55 tỷ đồng chưa giải ngân.", None),
        ("Vượt 5,3% kế hoạch.", None),
        ("Thu thấp hơn kế hoạch 3%.", None),
        ("Vay với lãi suất bằng 50% lãi suất cho vay hộ nghèo.", None),
        ("Lương cơ sở là 1.490.000 đồng/tháng.", None),
        ("Lương tối thiểu vùng 3.920.000 đồng/tháng.", None),
        ("Lợi nhuận của công ty đạt 5 tỷ đồng.", None),
        ("Nhà máy nước có công suất 2.000 m3/ngày đêm.", None),
        ("Giải nhất trị giá 50 triệu đồng.", "stated_value"),
        ("Hội kết nạp 350 hội viên.", "members_of_associations"),
        ("Thu xuất nhập khẩu 200 tỷ đồng.", None),
        ("Bón phân với mật độ 2 - 3kg/gốc.", None),
        ("Huyện có 7.410 hộ khó khăn về nước.", "households"),
        ("Có 98,2% thôn có điện lưới.", None),
        ("Tỷ lệ đường thôn được cứng hóa đạt 72%, 98,2% thôn có điện lưới.", None),
    ],
)
def test_no_measure_that_says_more_or_the_opposite(text: str, code: str | None) -> None:
    assert read(text).figures[-1].measure_code == code


@pytest.mark.parametrize(
    ("row", "column", "caption", "code"),
    [
        ("Hộ nghèo", "% so KH", None, "plan_fulfilment_rate"),
        ("Hộ nghèo", "% so 2019", None, None),
        ("Hộ nghèo", "So sánh TH/KH (%)", None, "plan_fulfilment_rate"),
        ("Xã nông thôn mới", "% so với cùng kỳ", None, None),
        ("Thu ngân sách", "% dự toán", None, "budget_fulfilment_rate"),
        ("Sa Thầy", "Tỷ lệ (%)", "Kết quả giảm nghèo", None),
        ("Sa Thầy", "Tỷ lệ (%)", "Tỷ lệ hộ nghèo năm 2019", "poverty_rate"),
        ("Bảo hiểm y tế (%)", "Chỉ tiêu", None, None),
        ("Sa Thầy", "Tỷ lệ hộ nghèo (%)", None, "poverty_rate"),
    ],
)
def test_the_measure_of_a_cell(row: str, column: str, caption: str | None, code: str | None) -> None:
    table = Table(caption=caption, header=["Nội dung", column], rows=[[row, "75,4"]])
    (cell,) = find_table_figures(table)[0]
    measure = TableContextReader(table, None).of(cell).measure
    assert (measure[0].code if measure else None) == code


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
        ("205 triệu", "Giá trị đạt 240 triệu đồng/ha (năm 2018: 205 triệu).", "", ("2018-01-01", "2018-12-31", "phrase")),
        ("9 hộ", "Năm 2018 có 5 hộ và năm 2019 có 9 hộ.", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("62 hộ", "Năm 1992, làng chỉ có ba chiếc xe; nay 62 hộ có xe.", "", (None, None, None)),
        ("31 tuổi", "Năm 2018, anh Nam, 31 tuổi, về làng.", "", (None, None, None)),
        ("5 km", "Năm 2018 làm xong đường dài 5 km.", "", (None, None, None)),
        ("3 người", "Bắt ông A (sinh năm 1988) cùng 3 người.", "", (None, None, None)),
        ("12 hộ", "Luật Đất đai năm 2013 giúp 12 hộ.", "", (None, None, None)),
        ("5 vụ", "9 tháng năm 2018 có 40 vụ; riêng quý III năm 2018 có 12 vụ. Các đội xử lý 5 vụ.", "", ("2018-01-01", "2018-09-30", "paragraph")),
        ("10 tỷ", "Năm 2018 thu 9 tỷ đồng. Đến năm 2025 phấn đấu thu 15 tỷ đồng. Xã đã chi 10 tỷ đồng.", "", ("2018-01-01", "2018-12-31", "paragraph")),
        ("9 xã", "KẾ HOẠCH PHỤC HỒI RỪNG NĂM 2022\n1. Trồng mới ở 9 xã.", "", ("2022-01-01", "2022-12-31", "title")),
        ("9 xã", "BÁO CÁO tình hình năm 2018\nI. Kết quả\nCó 9 xã xong.", "", ("2018-01-01", "2018-12-31", "title")),
        ("4 xã", "I. KẾT QUẢ NĂM 2018\nCó 9 xã xong.\nII. TỒN TẠI\nCòn 4 xã chậm.", "", (None, None, None)),
        ("9 thôn", "Phê duyệt danh sách 9 thôn vùng cao giai đoạn 2021-2025.", "", ("2021-01-01", "2025-12-31", "phrase")),
        ("4 lớp", "Quý I/2019, huyện có:\n- 9 trường;\n- 4 lớp ghép.", "", ("2019-01-01", "2019-03-31", "paragraph")),
        ("8 hộ", "Trong 4 năm (2012-2015), xã giúp 8 hộ.", "", ("2012-01-01", "2015-12-31", "phrase")),
        ("8 hộ", "Kết thúc đợt một (2012-2015), xã giúp 8 hộ.", "", ("2012-01-01", "2015-12-31", "phrase")),
        ("7 xã", "Số xã xong năm 2015 chỉ có 7 xã thì đến năm 2018 đã có 45 xã.", "", ("2015-01-01", "2015-12-31", "phrase")),
        ("45 xã", "Số xã xong năm 2015 chỉ có 7 xã thì đến năm 2018 đã có 45 xã.", "", (None, "2018-12-31", "phrase")),
        ("13,62%", "Tỷ lệ năm 2019 là 13,62%, thấp hơn năm 2018 (17,44%).", "", ("2019-01-01", "2019-12-31", "phrase")),
        ("17,44%", "Tỷ lệ năm 2019 là 13,62%, thấp hơn năm 2018 (17,44%).", "", ("2018-01-01", "2018-12-31", "phrase")),
        ("10,87%", "Tỷ lệ năm 2017 (10,87%) giảm so với năm 2016 (15,31%).", "", ("2017-01-01", "2017-12-31", "phrase")),
        ("15,31%", "Tỷ lệ năm 2017 (10,87%) giảm so với năm 2016 (15,31%).", "", ("2016-01-01", "2016-12-31", "phrase")),
        ("12%", "Năm 2018 thu 3.500 tỷ đồng, tăng 12% so với năm 2017 (3.125 tỷ đồng).", "", ("2018-01-01", "2018-12-31", "phrase")),
        ("3.125", "Năm 2018 thu 3.500 tỷ đồng, tăng 12% so với năm 2017 (3.125 tỷ đồng).", "", ("2017-01-01", "2017-12-31", "phrase")),
        ("8%", "Nghèo giảm còn 120 hộ, tỷ lệ 5%, thấp hơn mức 8% của năm 2018.", "", ("2018-01-01", "2018-12-31", "phrase")),
        ("5%", "Nghèo giảm còn 120 hộ, tỷ lệ 5%, thấp hơn mức 8% của năm 2018.", "", (None, None, None)),
        ("150 hộ", "Năm 2018 xã có 120 hộ; cùng kỳ năm 2017 là 150 hộ.", "", ("2017-01-01", "2017-12-31", "phrase")),
        ("12 dự án", "Quý I/2019 có 9 dự án; cùng kỳ quý I/2018 có 12 dự án.", "", ("2018-01-01", "2018-03-31", "phrase")),
        ("12 dự án", "Quý I/2019 có 9 dự án; cùng kỳ năm 2018 thu hút 12 dự án.", "", (None, None, None)),
        ("20 xã", "Từ 20 xã năm 2015, đến nay huyện có 45 xã.", "", ("2015-01-01", "2015-12-31", "phrase")),
        ("45 xã", "Từ 20 xã năm 2015, đến nay huyện có 45 xã.", "", (None, None, None)),
        ("4,39%", "Quý II/2018 tăng 4,39%; bình quân sáu tháng tăng 4,08%.", "", ("2018-04-01", "2018-06-30", "phrase")),
        ("4,08%", "Quý II/2019 tăng 4,39%; bình quân sáu tháng tăng 4,08%.", "", ("2019-01-01", "2019-06-30", "phrase")),
        ("4,08%", "Quý II/2018 tăng 4,39%; tính chung cả năm tăng 4,08%.", "", (None, None, None)),
        ("4,08%", "Quý III/2018 tăng 4,39%; bình quân 9 tháng tăng 4,08%.", "", (None, None, None)),
        ("3-4%", "Nghèo giảm 3-4%/năm, từ 26,11% đầu năm 2016 xuống còn 13,62% năm 2018.", "", (None, None, None)),
        ("14 hộ", "Hội nghị họp ngày 14 và 15/5/2019. Tại xã có 14 hộ dự.", "", ("2019-05-14", "2019-05-15", "paragraph")),
    ],
)
def test_period(words: str, text: str, title: str, period: Period) -> None:
    found = figure(words, text, title)
    start, end = (day.isoformat() if day else None for day in (found.period_start_on, found.period_end_on))
    assert (start, end, found.period_source) == period


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("9 xã", "Hà Nội, ngày 04 tháng 6 năm 2018\nDanh sách gồm 9 xã.", id="date line"),
        pytest.param("9 xã", "Nộp báo cáo trước ngày 30/6/2018. Có 9 xã chậm.", id="deadline"),
        pytest.param("96 triệu", "Hóa đơn số 0012 ngày 28/12/2015 ghi 96 triệu đồng.", id="an invoice"),
        pytest.param("6 hộ", "Năm 2018 có 5 xã xong. Mỗi xã giúp 6 hộ.", id="a rule for each"),
        pytest.param("40%", "Năm 2018 có 5 xã xong. Mức hưởng là 40% lương.", id="a rate"),
        pytest.param("2 con", "Năm 2018 có 5 xã xong. Ông Tư nuôi 2 con bò.", id="a person"),
        pytest.param("12 km", "Năm 2018 có 5 xã xong. Đường mới 12 km.", id="a length"),
        pytest.param("7 xã", "Năm 2018 có 5 xã xong. Trong 10 năm qua có 7 xã xong.", id="another time"),
        pytest.param("7 xã", "Ngày 12/7/2018, huyện họp. Đường xấu ở 7 xã.", id="after an event"),
        pytest.param("7 xã", "Nhiệm kỳ 2015-2020, huyện làm đường. Có 7 xã nghèo.", id="after a term"),
        pytest.param("9 hiện vật", "Kỷ niệm ngày kháng chiến (19/12/1946 - 19/12/2016), bảo tàng bày 9 hiện vật.", id="an anniversary"),
        pytest.param("35,2%", "Hộ nghèo từ 46,9% (năm 2008) xuống 35,2%.", id="only the first of a change is dated"),
        pytest.param("7 xã", "Có 5 xã xong năm 2018.\nTỉnh có 7 xã.", id="another line"),
        pytest.param("15 hộ", "Đại hội Đoàn tỉnh năm 2019 khen 15 hộ.", id="a congress"),
        pytest.param("1.500 ha", "Theo Nghị quyết số 05-NQ/TU ngày 20/10/2016, đến nay huyện có 1.500 ha.", id="a document until now"),
        pytest.param("12 đơn vị", "Theo Công văn 123 ngày 5/4, đã rà soát 12 đơn vị.", id="a letter"),
        pytest.param("12 đô thị", "Quy hoạch đô thị đến năm 2030, tầm nhìn đến năm 2045 có 12 đô thị.", id="a vision"),
        pytest.param("12 đô thị", "Nghị quyết về phát triển đô thị đến năm 2030, tầm nhìn đến năm 2045 xác định 12 đô thị.", id="a vision in a name"),
    ],
)
def test_no_period(words: str, text: str) -> None:
    assert figure(words, text).period_source is None


@pytest.mark.parametrize(
    ("title", "source"),
    [
        pytest.param("Kết quả năm 2018", "title", id="a report"),
        pytest.param("Đại hội Đoàn lần thứ III, năm 2018", None, id="a congress"),
        pytest.param("Ông Tư (1930 - 1999)", None, id="a life"),
        pytest.param("Bàn việc 6 tháng cuối năm 2019", None, id="still to come"),
        pytest.param("Chi trả lương tháng 4 và tháng 5", None, id="two of them"),
    ],
)
def test_the_period_of_a_title(title: str, source: str | None) -> None:
    assert figure("7 xã", "Toàn huyện có 7 xã xong.", title).period_source == source


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
        ("9 hộ", "Hòa Bình có 9 hộ nghèo.", "", ("hoa-binh", "phrase")),
        ("9 hộ", "Hòa Bình và phát triển giúp 9 hộ.", "", (None, None)),
        ("7,8%", "GRDP Gia Lai tăng 7,8%, cao hơn bình quân cả nước.", "", ("gia-lai", "phrase")),
        ("9 lớp", "Tỉnh Gia Lai họp.\n\nToàn ngành mở 9 lớp.", "", ("gia-lai", "article")),
        ("9 lớp", "Cả nước mở 9 lớp, cao hơn năm trước.", TITLE, (None, None)),
        ("9 lớp", "Tỉnh Gia Lai mở 9 lớp, đứng thứ ba cả nước.", "", ("gia-lai", "phrase")),
        ("9 lớp", "Hà Nội, ngày 04 tháng 6 năm 2018\nToàn ngành mở 9 lớp.", "", (None, None)),
        ("9 lớp", "Kính gửi: Ủy ban nhân dân tỉnh Gia Lai\nToàn ngành mở 9 lớp.", "", (None, None)),
        ("9 lớp", "Huyện Sa Thầy (Kon Tum) mở 9 lớp.", "", ("kon-tum.sa-thay", "phrase")),
        ("9 lớp", "Tỉnh Gia Lai họp ở huyện Chư Prông. Toàn ngành mở 9 lớp.", "", ("gia-lai", "paragraph")),
        ("9 lớp", "Chúng tôi lên huyện Sa Thầy, cách thành phố Pleiku 60 km. Huyện mở 9 lớp.", "", ("kon-tum.sa-thay", "paragraph")),
        ("9 lớp", "Toàn ngành mở 9 lớp, huyện Sa Thầy ít nhất.", "", (None, None)),
        ("20.000", "Tỉnh có 20.000 hộ nghèo, trong đó huyện Tu Mơ Rông 3.000 hộ.", "", (None, None)),
        ("20.000", "Tỉnh có 20.000 hộ nghèo, trong đó huyện Tu Mơ Rông 3.000 hộ.", TITLE, ("kon-tum", "title")),
        ("3.000", "Tỉnh có 20.000 hộ nghèo, trong đó huyện Tu Mơ Rông 3.000 hộ.", TITLE, ("kon-tum.tu-mo-rong", "phrase")),
        ("5.000", "Toàn tỉnh gieo trồng 5.000 ha; riêng huyện Kon Rẫy 450 ha.", "", (None, None)),
        ("450", "Toàn tỉnh gieo trồng 5.000 ha; riêng huyện Kon Rẫy 450 ha.", "", ("kon-tum.kon-ray", "phrase")),
        ("10 huyện", "Toàn tỉnh có 10 huyện; trong đó, huyện Ngọc Hồi có 8 xã.", "", (None, None)),
        ("120", "Chủ tịch UBND huyện Đăk Hà cho biết cả tỉnh có 120 hợp tác xã.", "", (None, None)),
        ("120", "Chủ tịch UBND huyện Đăk Hà cho biết huyện có 120 hợp tác xã.", "", ("kon-tum.dak-ha", "phrase")),
        ("45.000", "Tỉnh Gia Lai có 25.000 hộ nghèo, tỉnh Kon Tum có 20.000 hộ; cả hai tỉnh có 45.000 hộ.", "", (None, None)),
        ("756", "Huyện Kon Plông họp bàn.\n\nĐến nay, tỉnh đã lập 756 tổ.", "", (None, None)),
        ("756", "Tỉnh Gia Lai họp tại huyện Chư Prông. Huyện Chư Prông có 9 lớp, tỉnh đã lập 756 tổ.", "", ("gia-lai", "paragraph")),
        ("325", "Bão làm 325 nhà sập, 14 ha lúa hỏng ở huyện Sa Thầy.", "", ("kon-tum.sa-thay", "phrase")),
        ("12 hộ", "Toàn tỉnh có 12 hộ ở huyện Sa Thầy.", "", ("kon-tum.sa-thay", "phrase")),
        ("hai năm", "Sau hai năm thi công, huyện Sa Thầy có 9 lớp.", "", ("kon-tum.sa-thay", "phrase")),
        ("20 hộ", "Huyện Sa Thầy có 300 hộ, bằng 5% toàn tỉnh, 20 hộ ở riêng.", "", ("kon-tum.sa-thay", "phrase")),
        ("9 lớp", "Điện gửi các tỉnh từ Gia Lai đến Phú Yên.\nToàn ngành mở 9 lớp.", "", (None, None)),
        ("9 lớp", "Thái Bình rút ngắn 9 lớp.", "", ("thai-binh", "phrase")),
    ],
)
def test_place(words: str, text: str, title: str, place: tuple[str | None, str | None]) -> None:
    found = figure(words, text, title)
    assert (found.place_code, found.place_source) == place


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        pytest.param("Xã Lũng Mây mở 9 lớp.", "", ("Xã Lũng Mây", "phrase"), id="subject"),
        pytest.param("Tại bản Lũng Mây, cán bộ mở 9 lớp.", "", ("bản Lũng Mây", "phrase"), id="hamlet"),
        pytest.param("Xã Lũng Mây, huyện Sa Thầy mở 9 lớp.", "Tỉnh Kon Tum mở lớp", ("Xã Lũng Mây", "phrase"), id="with its district"),
        pytest.param("Cán bộ mở 9 lớp.", "Chuyện ở xã Lũng Mây", ("xã Lũng Mây", "title"), id="in the title"),
        pytest.param("Văn bản Lũng Mây nêu 9 lớp.", "", (None, None), id="part of another word"),
        pytest.param("Bảo hiểm xã hội mở 9 lớp.", "", (None, None), id="no name"),
        pytest.param("Ông Tư (xã Lũng Mây) mở 9 lớp.", "", (None, None), id="an address"),
    ],
)
def test_a_place_that_no_list_names_has_no_code(text: str, title: str, place: tuple[str | None, str | None]) -> None:
    found = figure("9 lớp", text, title)
    assert (found.place_code, found.place_text, found.place_source) == (None, *place)


def test_a_place_that_no_list_names_does_not_stand_for_a_site() -> None:
    found = extract_text("Xã Lũng Mây họp.\n\nToàn tỉnh có 7 xã.", site="kontum").figures[0]
    assert (found.place_code, found.place_source) == ("kon-tum", "site")


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
        ("60 triệu", "Mức hỗ trợ 60 triệu đồng/căn theo Quyết định số 21/2024/QĐ-TTg.", ("Quyết định số 21/2024/QĐ-TTg", "phrase")),
        ("209 đơn vị", "Tỉnh giảm 10% biên chế theo Nghị quyết số 39-NQ/TW, sau đó có 209 đơn vị.", None),
        ("85 lớp", "Theo Báo cáo số 58/BC-UBND, tỉnh mở 85 lớp.", None),
        ("85 phiếu", "Quốc hội biểu quyết Nghị quyết số 88/2019/QH14 với 85 phiếu.", None),
        ("9 lớp", "Tiểu dự án 3 thuộc Dự án 5 mở 9 lớp.", ("Tiểu dự án 3", "phrase")),
        ("40 tỷ", "Vốn Chương trình 135 có nhiều nguồn. Tổng kinh phí 40 tỷ đồng.", ("Chương trình 135", "paragraph")),
        ("12 hộ", "Tỉnh có 12 hộ nghèo.", None),
        ("50 tỷ", "Chương trình 135 giải ngân 50 tỷ đồng, Chương trình 30a giải ngân 80 tỷ đồng.", ("Chương trình 135", "phrase")),
        ("80 tỷ", "Chương trình 135 giải ngân 50 tỷ đồng, Chương trình 30a giải ngân 80 tỷ đồng.", ("Chương trình 30a", "phrase")),
        ("8 tỷ", "Dự án 1 giải ngân 12 tỷ đồng, Dự án 2 giải ngân 8 tỷ đồng, Dự án 3 là 5 tỷ đồng.", ("Dự án 2", "phrase")),
        ("5 tỷ", "Dự án 1 giải ngân 12 tỷ đồng, Dự án 2 giải ngân 8 tỷ đồng, Dự án 3 là 5 tỷ đồng.", ("Dự án 3", "phrase")),
        ("80 tỷ", "Vốn Chương trình 135 là 50 tỷ đồng, Chương trình 30a là 80 tỷ đồng, nông thôn mới 200 tỷ đồng.", ("Chương trình 30a", "phrase")),
        ("200 tỷ", "Vốn Chương trình 135 là 50 tỷ đồng, Chương trình 30a là 80 tỷ đồng, nông thôn mới 200 tỷ đồng.", None),
        ("20%", "Vốn Chương trình 135 là 50 tỷ đồng, Chương trình 30a là 80 tỷ đồng, đạt 20%.", ("Chương trình 30a", "phrase")),
        ("45 thôn", "Chương trình 135 đầu tư 12 công trình. Tỉnh có 45 thôn.", None),
        ("97 tỷ", "Tỉnh giao 97 tỷ đồng cho Chương trình 135.", ("Chương trình 135", "phrase")),
        ("9 lớp", "Thực hiện Nghị quyết số 88/2019/QH14 và Quyết định số 12/2018/QĐ-TTg, tỉnh mở 9 lớp.", None),
        ("9 xã", "Quyết định số 12/2018/QĐ-TTg về vùng an toàn: 9 xã.", ("Quyết định số 12/2018/QĐ-TTg", "sentence")),
        ("9 hộ", "Vốn các Chương trình 134, 135 giúp 9 hộ.", None),
        ("9 hộ", "Cả xã có 9 hộ giãn cách theo Chỉ thị số 16/CT-TTg.", None),
        ("9 tỷ", "Dự án được phê duyệt tại Quyết định số 12/2018/QĐ-TTg, vốn 9 tỷ đồng.", ("Quyết định số 12/2018/QĐ-TTg", "phrase")),
        ("436/437", "Nghị quyết số 88/2019/QH14 được thông qua với 436/437 đại biểu tán thành.", None),
        ("25.000", "Mức hỗ trợ 25.000 đồng/kg lợn, 30.000 đồng/con gà theo Quyết định số 793/QĐ-TTg.", ("Quyết định số 793/QĐ-TTg", "phrase")),
        ("30%", "Phụ lục kèm theo Quyết định số 318/QĐ-TTg về tiêu chí\nTiêu chí 2: đường nhựa 30%.", ("Quyết định số 318/QĐ-TTg", "title")),
        ("9 tỷ", "Thực hiện Nghị quyết số 88/2019/QH14, tỉnh họp.\nTổng chi 9 tỷ đồng.", None),
        ("9 hộ", "Quyết định số 12/2018/QĐ-TTg còn hiệu lực. Theo Quyết định này, tỉnh giúp 9 hộ.", ("Quyết định số 12/2018/QĐ-TTg", "phrase")),
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
        ("5%", "Thu vượt kế hoạch 5%.", None),
        ("50 hộ", "Năm nay dự kiến hỗ trợ, đến nay đã giúp 50 hộ.", "reported"),
        ("20 hộ", "Xã được giao chỉ tiêu giảm 20 hộ nghèo.", "target"),
        ("3.250", "Thực hiện kế hoạch năm 2018 của tỉnh, Ban đã cấp 3.250 ấn phẩm.", "reported"),
        ("3.250", "Kế hoạch năm 2018 cấp 3.250 ấn phẩm.", "target"),
        ("210 tỷ", "Vốn các chương trình mục tiêu quốc gia giải ngân 210 tỷ đồng.", "reported"),
        ("120 hộ", "Huyện giải ngân 93% kế hoạch, hỗ trợ 120 hộ.", "reported"),
        ("120 hộ", "Giải ngân đạt 93,5% chỉ tiêu kế hoạch đề ra, hỗ trợ 120 hộ.", "reported"),
        ("120 hộ", "Kế hoạch đề ra là hỗ trợ 120 hộ.", "target"),
        ("95%", "Xã phấn đấu đạt 95% nhưng mới đạt 60%.", "target"),
        ("60%", "Xã phấn đấu đạt 95% nhưng mới đạt 60%.", "reported"),
        ("92%", "Mục tiêu đến năm 2025: 100% hộ có nước sạch; năm 2019 mới đạt 92%.", "reported"),
        ("105,3%", "Kế hoạch năm là 4.000 ha, đạt 105,3% so với kế hoạch.", "reported"),
        ("100%", "Phấn đấu trồng 4.000 ha, đạt 100% kế hoạch.", "target"),
        ("300 hộ", "Theo Kế hoạch số 123/KH-UBND ngày 05/3/2019, huyện có 300 hộ nghèo.", "reported"),
        ("100 tỷ", "Dự toán giao 100 tỷ đồng nhưng chỉ giải ngân được 45 tỷ đồng.", "target"),
        ("45 tỷ", "Dự toán giao 100 tỷ đồng nhưng chỉ giải ngân được 45 tỷ đồng.", "reported"),
        ("45%", "Dự toán giao 100 tỷ đồng nhưng chỉ giải ngân được 45 tỷ đồng (45%).", "reported"),
        ("9 lớp", "Sở Kế hoạch và Đầu tư mở 9 lớp.", None),
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
