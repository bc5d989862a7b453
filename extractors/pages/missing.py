"""What an error page says in words of its own: that what the reader asked for is not there (any more)."""

from __future__ import annotations

import re

_PLACE = r"trang(?: web| tin)?(?! (?:trại|bị|phục|thiết|sức|trí))|đường dẫn|đường link|liên kết|địa chỉ"
_CONTENT = r"bài viết|bài đăng|tin bài|bản tin|mục tin|tin này|nội dung|chuyên mục|tài liệu|dữ liệu|tệp"
_IS_NOT_THERE = (
    r"(?:hiện |đã |hiện đã )?không (?:còn )?(?:tồn tại|khả dụng|hợp lệ|truy cập được|hiển thị|công khai|hoạt động)"
    r"|(?:hiện )?không còn (?:trên|ở|được|trong|nữa)"
    r"|chưa từng (?:có|tồn tại)|chưa được (?:đăng|xuất bản|công bố)|đã hết hạn(?: đăng| hiển thị)?"
    r"|(?:hiện |có thể |có lẽ )?(?:đã )?(?:bị|được) (?:gỡ|xóa|xoá|ẩn|hạ xuống|di chuyển|chuyển sang|chuyển đi)"
    r"|không (?:được |thể )?(?:tìm thấy|hiển thị)|(?:hiện )?(?:không có|chưa có) (?:trên|trong) (?:hệ thống|máy chủ|cổng|trang)"
)
_IS_WRONG = r"(?:hiện )?(?:không|chưa) (?:đúng|chính xác|sẵn sàng)|đã chuyển"
_TOLD = re.compile(rf"(?<!\w)(?:{_PLACE}|{_CONTENT})(?!\w)[^.!?]{{0,60}}?(?<!\w)(?:{_IS_NOT_THERE})(?!\w)")
_WRONG = re.compile(rf"(?<!\w)(?:{_PLACE})(?!\w)[^.!?]{{0,60}}?(?<!\w)(?:{_IS_WRONG})(?!\w)")
_NOT_FOUND = re.compile(
    rf"(?<!\w)(?:(?:không|chưa) (?:thể )?(?:tìm thấy|tìm được|tìm ra|mở được) (?:được )?(?:{_PLACE}|{_CONTENT})"
    r"|không có (?:tin|bài viết|bài|nội dung|dữ liệu|kết quả)(?: nào)? (?:được tìm thấy|phù hợp|tương ứng))(?!\w)"
)
_ENGLISH = re.compile(
    r"\b(?:page|content|article|item|resource)\b[^.!?]{0,60}?"
    r"\b(?:not found|does not exist|doesn't exist|no longer|(?:could not|cannot|can't) be found|has been (?:removed|moved))\b"
)
_LONGEST = 200


def says_it_is_missing(lowered: str) -> bool:
    """Whether a line, in lower case, says so of a page or its content. Articles too may hold such a line: ask only where little else stands on a page.

    >>> says_it_is_missing("rất tiếc, trang quý vị cần xem đã được gỡ xuống."), says_it_is_missing("trang trại của ông đã được di chuyển.")
    (True, False)
    """
    return len(lowered) <= _LONGEST and any(pattern.search(lowered) is not None for pattern in (_TOLD, _WRONG, _NOT_FOUND, _ENGLISH))
