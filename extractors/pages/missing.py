"""What an error page says in words of its own: that what the reader asked for is not there (any more)."""

from __future__ import annotations

import re

_THING = (
    r"(?:trang(?: web| tin)?(?! (?:trại|bị|phục|thiết|sức|trí))|bài viết|bài đăng|tin bài|bản tin|nội dung|đường dẫn|đường link|liên kết|địa chỉ"
    r"|chuyên mục|tài liệu|dữ liệu|tệp)"
)
_IS_NOT_THERE = (
    r"(?:(?:hiện |đã |hiện đã )?không (?:còn )?(?:tồn tại|khả dụng|hợp lệ|truy cập được)|(?:hiện )?không còn (?:trên|ở|được|trong|nữa)|chưa từng (?:có|tồn tại)"
    r"|(?:hiện |có thể |có lẽ )?(?:đã )?(?:bị|được) (?:gỡ|xóa|xoá|hạ xuống|di chuyển|chuyển sang|chuyển đi)"
    r"|không (?:được |thể )?(?:tìm thấy|hiển thị)|(?:hiện )?(?:không có|chưa có) (?:trên|trong) (?:hệ thống|máy chủ|cổng|trang))"
)
_TOLD = re.compile(rf"(?<!\w){_THING}(?!\w)[^.!?]{{0,60}}?(?<!\w){_IS_NOT_THERE}(?!\w)")
_NOT_FOUND = re.compile(rf"(?<!\w)(?:không|chưa) (?:thể )?(?:tìm thấy|tìm được|tìm ra|mở được) (?:được )?(?:{_THING})(?!\w)")
_LONGEST = 200


def says_it_is_missing(lowered: str) -> bool:
    """Whether a line, in lower case, says so of a page or its content. Articles too may hold such a line: ask only where little else stands on a page.

    >>> says_it_is_missing("rất tiếc, trang quý vị cần xem đã được gỡ xuống."), says_it_is_missing("trang trại của ông đã được di chuyển.")
    (True, False)
    """
    return len(lowered) <= _LONGEST and (_TOLD.search(lowered) is not None or _NOT_FOUND.search(lowered) is not None)
