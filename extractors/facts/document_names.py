"""The names of documents: where a name ends, and whether the words after a type are one."""

from __future__ import annotations

import re

from extractors.facts.body_names import UPPER

_S = r"[ \t\n]{0,2}"
_G = r"[ \t\n]{1,3}"
QUOTED = re.compile(r"(?:[ ]|:[ ]?|[ ]?(?:về(?: việc)?|mang tên|với tên gọi)[ ])?[“\"‘«]([^“”\"‘’«»\n]{3,260})[”\"’»]")
PERIOD_AFTER = re.compile(
    rf"(?:{_S}[,(]{_S}|{_G})(giai{_G}đoạn(?:{_G}từ)?{_G}(?:năm{_G})?(?:19|20)\d\d{_S}(?:[-–—]|đến){_S}(?:năm{_G})?\d{{2,4}}|giai{_G}đoạn{_G}[IV1-9]{{1,3}}(?!\w)"
    rf"|thời{_G}kỳ{_G}(?:19|20)\d\d{_S}[-–—]{_S}(?:19|20)\d\d|đến{_G}năm{_G}(?:19|20)\d\d|nhiệm{_G}kỳ{_G}(?:19|20)\d\d{_S}[-–]{_S}(?:19|20)\d\d"
    rf"|năm{_G}(?:19|20)\d\d(?:{_S}[-–]{_S}(?:19|20)\d\d)?)",
    re.I,
)
PERIOD_AHEAD = ("giai đoạn", "thời kỳ", "đến năm", "nhiệm kỳ")
"""Words with which the period of a name begins; a year alone closes none."""
_YEAR = re.compile(r"(?:19|20)\d\d")

_LINKS = r"và các|và nghị|và thông|và quyết|và luật|và bộ luật|và pháp lệnh|và chương|và đề án|và chỉ thị|và kế hoạch|và điều lệ|và quy chế"
_COMMA = (
    r",(?![ ][a-zđà-ỹ]+[ ](?:chống|và)(?!\w)|[ ](?:bổ sung|chống|khen thưởng|sử dụng|hoạt động|nhập cảnh|xuất cảnh|quá cảnh|cư trú|đi lại|"
    r"vật liệu nổ|an toàn giao thông|tổ dân phố|trợ giúp)(?!\w))"
)
"""A comma that ends a name; the words after the others are a second part that usual names have (``Thi đua, khen thưởng``)."""
_BRACKETS = r"[.;:()“”\"…!?\[\]|]|\n"
_NAME_END = re.compile(
    rf"{_BRACKETS}|{_COMMA}|[ ](?:giai đoạn|thời kỳ|nhiệm kỳ|đến năm|tới năm|năm (?:19|20)\d\d|ngày(?=[ ]\d)|"
    r"thu hút|đã|được|đạt|là|có hiệu|"
    r"với|nhằm|còn|mới|theo|(?<!tự )do|tại|trên địa bàn|trong|cho|từ|gồm|bao gồm|sẽ|đang|cần|để|thì|mà|khi|nên|này|trên|đó|nói trên|số(?=[ ]\d)|hiện|chưa|phải|"
    r"quy định|nêu|ban hành|ra đời|có|bị|vào|ở|qua|tập trung|góp phần|giúp|mang lại|tới|đến|đi vào|tiếp tục|triển khai|thực hiện|"
    rf"bước|cơ bản|năm nay|{_LINKS})(?!\w)"
)
_LAW_END = re.compile(
    rf"{_BRACKETS}|{_COMMA}|[ ](?:giai đoạn|năm (?:19|20)\d\d|ngày(?=[ ]\d)|(?:19|20)\d\d|đã|là|có hiệu|"
    r"có[ ](?!công)|nhằm|theo|(?<!tự )do|tại|trên|trong|từ|gồm|sẽ|đang|cần|để|thì|mà|khi|nên|này|số(?=[ ]\d)|hiện|chưa|phải|quy định|nêu|ban hành|được|"
    rf"đến|cho|vào|ở|qua|tới|còn|đề ra|yêu cầu|nghiêm cấm|xác định|khẳng định|bắt buộc|{_LINKS})(?!\w)"
)
_TREATY_END = re.compile(
    rf"{_BRACKETS}|,|[ ](?:giai đoạn|năm (?:19|20)\d\d|ngày(?=[ ]\d)|(?:19|20)\d\d|đã|là|có hiệu|được|quy định|nêu|nhằm|tại|từ|sẽ|đang|cần|thì|mà|này|mới|"
    rf"(?<!tự )do|theo|với tinh thần|{_LINKS})(?!\w)"
)
_AMENDS = re.compile(r"sửa đổi(?:, bổ sung)?[ ](?:một số điều của|điều[ ]\d{1,3}[^.;:\n]{0,40}?của)(?:[ ]các)?(?:[ ](?:bộ )?luật|[ ]pháp lệnh)[ ]", re.I)
_AND_LAW = re.compile(r"[ ]và[ ](?:bộ )?luật[ ]")
_EMPTY_NAMES = re.compile(
    r"(?:pháp|này|trên|đó|nêu|nói|của|và|là|đã|được|cho|các|những|thì|có|trong|với|theo|để|cụ thể|hành động|công tác|phối hợp|thứ|do|tại|ra|đến|vào|khác|mới|"
    r"phát triển kinh tế|số|năm|quốc gia|giai đoạn|tổng thể|chi tiết|đề ra|đầu tư công|trọng điểm|thành phần|"
    r"văn nghệ|thời sự|truyền hình|học|tour|khung|nghị sự|đào tạo|giáo dục|biểu diễn|sư|gia)(?!\w)"
)
_LAWS = frozenset({"law", "code", "ordinance"})
_NATIONAL = ("quốc gia về ", "hành động quốc gia ", "tổng thể quốc gia ")
_STRONG = frozenset({"đề án", "chương trình", "chiến lược", "tiểu dự án", "cuộc vận động", "phong trào"})
_TREATIES = frozenset(
    {"convention", "treaty", "agreement", "accord", "protocol", "declaration", "proclamation", "political_platform", "appeal", "criteria_set"}
)
_PROPER = frozenset({"statute", "accord"})
"""Types whose mention is a name only where it begins with a capital: ``Điều lệ Đảng``, ``Thỏa thuận Paris``."""
TITLE_TYPES = frozenset({"kế hoạch", "đề án", "chương trình", "chiến lược", "phương án", "quy hoạch", "dự án"})
_UPPER_TITLE = re.compile(
    rf"[ \n]([{UPPER}][{UPPER} ,&\n–-]{{6,180}}?)[ \n](?:(GIAI ĐOẠN|THỜI KỲ|ĐẾN NĂM|NHIỆM KỲ)[ \n]|NĂM[ ](?:19|20)\d\d[ ]?(?:\n|$))"
)

_TREATY_NAMES = re.compile(
    r"về[ ]|của[ ][A-ZĐ][^.;\n]{2,60}?[ ]về[ ]|quốc gia[ ]về|quốc tế[ ]về|khung[ ]về|hoạch định|xây dựng đất nước|thi đua|toàn dân|đối tác|"
    r"thương mại|tránh đánh|phân định"
)


def period_years(words: str) -> str | None:
    """The years of a period as identifiers write them.

    >>> period_years("giai đoạn 2016 - 2020"), period_years("đến năm 2030")
    ('2016-2020', '2030')
    """
    years = _YEAR.findall(words)
    return "-".join(years) if years else None


def upper_title(text: str, place: int, end: int) -> re.Match[str] | None:
    """The name in an upper-case title that a period closes: ``KẾ HOẠCH`` with ``GIẢM NGHÈO NĂM 2022`` after it or in the next line.

    A year alone closes only what fills its lines.
    """
    found = _UPPER_TITLE.match(text, end)
    return found if found is not None and (found.group(2) or place == 0 or text[place - 1] == "\n") else None


def end_of_name(text: str, low: str, code: str, name_at: int, limit: int) -> tuple[int, re.Match[str] | None]:
    """Where the name that begins at `name_at` ends, and the period that follows it.

    A law that amends others is named by them: ``Luật sửa đổi, bổ sung một số điều của Luật Nhà ở và Luật Đất đai``.
    """
    amends = _AMENDS.match(low, name_at) if code in _LAWS else None
    if amends is None:
        return _end_of_plain_name(text, low, code, name_at, limit)
    end, period = _end_of_plain_name(text, low, code, amends.end(), limit)
    other = _AND_LAW.match(low, end)
    return _end_of_plain_name(text, low, code, other.end(), limit) if other is not None else (end, period)


def _end_of_plain_name(text: str, low: str, code: str, name_at: int, limit: int) -> tuple[int, re.Match[str] | None]:
    ends = _LAW_END if code in _LAWS else _TREATY_END if code in _TREATIES else _NAME_END
    begin = name_at if text[name_at : name_at + 1].isupper() else name_at - 1
    if code in _LAWS and low.startswith(("ban hành ", "thực hiện ", "thực hành "), name_at):
        begin += 9  # words that end other names begin these: `Luật Ban hành văn bản quy phạm pháp luật`
    last = min(limit, name_at + 180)
    stop = ends.search(low, begin, last)
    while stop is not None and stop.group() == "\n" and text[stop.end() : stop.end() + 1].islower() and text[stop.start() - 1].isalpha():
        stop = ends.search(low, stop.end(), last)  # a line of the page ends, not the name
    end = stop.start() if stop is not None else min(last, len(text))
    period = PERIOD_AFTER.match(low, end)
    if period is None and stop is not None and stop.group() == ",":
        return _past_commas(low, name_at, end, limit)
    return end, period


def _past_commas(low: str, name_at: int, end: int, limit: int) -> tuple[int, re.Match[str] | None]:
    """A name of short parts with commas counts when a period closes it: ``Brâu, Rơ Măm đến năm 2025``."""
    at = end
    for _ in range(3):
        stop = _NAME_END.search(low, at + 1, min(limit, name_at + 120))
        if stop is None or stop.start() - at > 40:
            return end, None
        period = PERIOD_AFTER.match(low, stop.start())
        if period is not None:
            return stop.start(), period
        if stop.group() != ",":
            return end, None
        at = stop.start()
    return end, None


def is_name_of(code: str, kind_text: str, text: str, place: int, name: str, period: re.Match[str] | None, *, is_period_type: bool) -> bool:
    """Whether the words after a type are a name: a period closes it, or the type is one that is cited by name."""
    capital = text[place].isupper()
    words = name.count(" ") + 1
    if len(name) < 3 or name.startswith("thuộc "):
        return False
    if code in _PROPER:
        return capital and name[0].isupper() and words <= 20
    if code == "regulations":
        return capital and (name[0].isupper() or words >= 4) and words <= 30 and not _EMPTY_NAMES.match(name.lower()) and not _starts_sentence(text, place)
    if code == "project" and capital and name[0].isupper() and 4 <= words <= 30 and not _starts_sentence(text, place):
        return True
    if code in _TREATIES:
        named = name[0].isupper() or _TREATY_NAMES.match(name) is not None
        return capital and named and words >= 2 - name[0].isupper() and words <= 36
    if capital and words >= 5 and name.lower().startswith(_NATIONAL):
        return True
    if _EMPTY_NAMES.match(name.lower()) and not (period is not None and words >= 4):
        return False
    if code in _LAWS:
        return capital and words <= 30 and (words >= 2 or name[0].isupper())
    if period is not None and not period.group(1).lower().startswith("năm"):
        return is_period_type and words <= 40
    if text[place : place + len(kind_text)].isupper():
        return False
    if name.lower().startswith(("mục tiêu quốc gia", "mtqg")):
        return words >= 6 or (name.lower().startswith("mtqg") and words >= 3)
    if code == "target_programme" and name.lower().startswith("mục tiêu ") and capital:
        return len(name) > 12 and name[9].isupper()
    return capital and kind_text in _STRONG and 2 <= words <= 30 and not _starts_sentence(text, place)


def _starts_sentence(text: str, place: int) -> bool:
    """A capital at the head of a sentence says nothing of a name."""
    left = text[max(0, place - 3) : place].rstrip(" ")
    return not left or left[-1] in ".\n"
