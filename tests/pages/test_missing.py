"""Ways to say that a page is not there, and sentences that sound alike."""

from __future__ import annotations

import pytest

from extractors.pages.missing import says_it_is_missing


@pytest.mark.parametrize(
    "line",
    [
        "Nội dung này không còn hiển thị.",
        "Bài viết bạn đang tìm đã được lưu trữ hoặc không còn công khai.",
        "Xin lỗi quý vị, địa chỉ vừa nhập không đúng hoặc trang đã chuyển.",
        "Tin này đã hết hạn đăng.",
        "Đường dẫn này không chính xác, xin kiểm tra lại.",
        "Hệ thống không tìm được bài viết tương ứng.",
        "Trang mà bạn yêu cầu hiện không sẵn sàng.",
        "Không có tin nào được tìm thấy.",
        "Bài viết chưa được xuất bản hoặc đã bị ẩn.",
        "Ồ! Chúng tôi không thể tìm thấy trang này.",
        "Rất tiếc, trang quý bạn đọc yêu cầu đã được gỡ bỏ hoặc chưa từng có.",
        "Mục tin không hợp lệ.",
        "Bản tin quý vị chọn hiện đã bị xóa khỏi máy chủ.",
        "Liên kết quý vị theo đã cũ hoặc không còn hoạt động.",
        "Sorry, the page you requested was not found.",
        "The content you are looking for no longer exists.",
    ],
)
def test_said(line: str) -> None:
    assert says_it_is_missing(line.lower())


@pytest.mark.parametrize(
    "line",
    [
        "Đoàn kiểm tra không tìm thấy sai phạm.",
        "Trang trại của gia đình ông đã được di chuyển ra khỏi khu dân cư.",
        "Trang phục truyền thống không còn được mặc hằng ngày.",
        "Hủ tục không còn tồn tại ở các thôn.",
        "Hộ có nhà ở đã bị xóa tên khỏi danh sách hộ nghèo.",
        "Số liệu của xã chưa chính xác, cần rà soát lại.",
        "Năm nay không có hộ nào tái nghèo.",
        "The commune has removed 12 households from the list.",
    ],
)
def test_not_said(line: str) -> None:
    assert not says_it_is_missing(line.lower())


@pytest.mark.parametrize("unit", ["trang ", "trang không ", "nội dung đã bị ", "không tìm thấy ", "page not "])
def test_long_lines_are_no_messages(unit: str) -> None:
    """A line that is as long as a page costs nothing: the suite's own limit on a test would end it."""
    assert not says_it_is_missing(unit * 200_000)
