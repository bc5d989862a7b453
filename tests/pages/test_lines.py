"""The short lines of a page: dates, bylines, authors, counters, captions."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pages.captions import reads_as_caption
from extractors.pages.dateline import read_date_line, signature
from extractors.pages.furniture import furniture_kind, view_count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16-7-2019", date(2019, 7, 16)),
        ("16/07/2019", date(2019, 7, 16)),
        ("28.09.2022 | 09:14 AM", date(2022, 9, 28)),
        ("12:01 PM 01/10/2015 |   Lượt xem: 2011 |   In bài viết |", date(2015, 10, 1)),
        ("09:05:00 18/03/2017", date(2017, 3, 18)),
        ("22:13 25/10/2019", date(2019, 10, 25)),
        ("Ngọc Thu - 08:24, 01/08/2023", date(2023, 8, 1)),
        ("Phương Liên 13/11/2023 - 12:47", date(2023, 11, 13)),
        ("30/05/2019 | 03:49 | cms-view-count: 6393", date(2019, 5, 30)),
        ("Đã đăng vào 27 Tháng 6, 2020 lúc 19:20", date(2020, 6, 27)),
        ("07:00:20 19/08/2019 | Các cuộc vận động", date(2019, 8, 19)),
        ("Thứ tư, 16/04/2014 11:27", date(2014, 4, 16)),
        ("Thứ Năm, 03-12-2020, 16:12", date(2020, 12, 3)),
        ("Thứ 5, ngày 24 tháng 6 năm 2021", date(2021, 6, 24)),
        ("Thứ 6, 29/03/2024, 18:44[GMT+7]", date(2024, 3, 29)),
        ("Ngày đăng: 03/10/2019", date(2019, 10, 3)),
        ("(27/4/2023)", date(2023, 4, 27)),
        ("2019-07-16", date(2019, 7, 16)),
        ("Cập nhật lúc 08h30 ngày 28-9-2020", date(2020, 9, 28)),
        ("31/2/2019", None),
        ("35/13/2019", None),
        ("Kon Tum, ngày 18 tháng 02 năm 2021", None),
        ("Kế hoạch số 1348/KH-UBND, ngày 31/5/2018", None),
        ("Ngày 06/3/2018, Thủ tướng ban hành Quyết định số 12", None),
        ("Kết quả đến ngày 30/6/2018", None),
        ("02603.866.127", None),
    ],
)
def test_date_line(text: str, day: date | None) -> None:
    found = read_date_line(text)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Số lượt xem:715", 715),
        ("Lượt xem : 11,562", 11562),
        ("Đã xem: 1.024 lượt", 1024),
        ("12:01 PM 01/10/2015 | Lượt xem: 2011 | In bài viết |", 2011),
        ("30/05/2019 | 03:49 | cms-view-count: 6393", 6393),
        ("1.204 lượt xem", 1204),
        ("Xem: 96", 96),
        ("Lượt truy cập: 120345", None),
        ("1581421 Tổng số người truy cập: 67 Số người online:", None),
        ("Các em đã đọc 120 cuốn sách trong hè", None),
        ("Xem 3 tiết mục múa xoang", None),
    ],
)
def test_view_count(text: str, count: int | None) -> None:
    assert view_count(text) == count


@pytest.mark.parametrize(
    ("text", "at_right", "author"),
    [
        ("Nguyễn Thanh Hưng", False, "Nguyễn Thanh Hưng"),
        ("A Thủy - Y Lan", False, "A Thủy - Y Lan"),
        ("Tác giả: Y Hương", False, "Y Hương"),
        ("Tin, ảnh: Kim Sơn", False, "Kim Sơn"),
        ("(Trần Bích)", False, "Trần Bích"),
        ("Trần Thị Bích - Phòng Chính sách", False, "Trần Thị Bích - Phòng Chính sách"),
        ("NGUYỄN VĂN BÌNH", False, "NGUYỄN VĂN BÌNH"),
        ("BẢN ĐỒ HÀNH CHÍNH", False, None),
        ("Hưng", True, "Hưng"),
        ("Hưng", False, None),
        ("Ban Biên tập", False, "Ban Biên tập"),
        ("Ban Dân tộc tỉnh sẽ tiếp tục rà soát các hộ nghèo trong vùng", False, None),
        ("Toàn tỉnh còn 5 xã", False, None),
        ("Nguyễn Văn A.", False, None),
    ],
)
def test_signature(text: str, at_right: bool, author: str | None) -> None:
    assert signature(text, at_right=at_right) == author


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quang cảnh Hội nghị giao ban", True),
        ("Đ/c Lê Thị Hoa, Phó phòng Dân tộc huyện phát biểu tại Hội nghị", True),
        ("Các đại biểu chụp ảnh lưu niệm cùng ban tổ chức", True),
        ("Bà con phơi cà phê (Ảnh: Y Lan)", True),
        ("Ảnh: Nguyễn Hoài", True),
        ("Toàn cảnh lòng hồ thủy điện Pleikrông", True),
        ("Đồng chí Bí thư Huyện ủy trao quà cho hộ nghèo.", False),
        ("- Đại biểu tham dự hội nghị", False),
        ("2. Lãnh đạo, chỉ đạo tại hội nghị", False),
        ("Kết quả thực hiện", False),
        ("Lãnh đạo các huyện cần làm ngay:", False),
    ],
)
def test_caption_words(text: str, expected: bool) -> None:
    assert bool(reads_as_caption(text)) is expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bài viết liên quan:", "related"),
        ("TIN CÙNG CHUYÊN MỤC", "related"),
        ('Ghi rõ nguồn "Trang tin" khi phát hành lại thông tin từ nguồn này.', "footer"),
        ("Điện thoại: 0260.3000.111", "footer"),
        ("20411 Tổng số người truy cập: 3 Số người online:", "counter"),
        ("»", "tools"),
        ("Chia sẻ kinh nghiệm nuôi dê, anh A Khuôn có 45 con.", None),
        ("Thông báo kết luận nêu rõ 3 việc", None),
        ("…còn lại 12 hộ", None),
    ],
)
def test_furniture_kind(text: str, kind: str | None) -> None:
    assert furniture_kind(text) == kind
