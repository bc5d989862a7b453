"""Date lines and bylines: the short lines that say when an article came out and who wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.pages.furniture import lowered, view_count, word_lists

LONGEST = 160
"""A longer line is no date line."""

_DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})\s{0,2}tháng\s{1,2}(?P<m2>\d{1,2})\s{0,2}(?:,|năm)\s{0,2}(?P<y2>\d{4})"
    r"|(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d))(?!\d|[/.-]\d)"
)
_TIME = re.compile(r"\b\d{1,2}\s?(?::|h|giờ|g)\s?\d{2}(?::\d{2}|\s?phút)?(?:\s?(?:am|pm|sa|ch)\b)?")
_WEEKDAY = re.compile(r"\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s?nhật|cn)\b")
_ZONE = re.compile(r"[\[(]?\s?gmt\s?\+?\s?\d{1,2}(?::\d\d)?\s?[\])]?|\(utc[^)]{0,9}\)")
_FILLER = re.compile(r"\b(?:ngày|lúc|vào|hồi|ngày đăng|đăng|in bài viết|in bài|bản in|gửi email|email|print|\d{1,9} bình luận)\b|\ufeff")
_SEPARATORS = " \t|,;:-–—•·/()[]»>"
_NAME_LETTERS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)?")
_PERSON_SPLIT = re.compile(r"\s(?:[-–&+]|và)\s|\s?[,;/]\s?")
_ORGANISATION = re.compile(r"(?:Ban|Phòng|Văn phòng|Sở|Trung tâm|Đài|Báo|BBT|Tổ|Hội|UBND|Thanh tra|Tòa soạn|Cổng)\b")
_ROLE_BRACKET = re.compile(r"\s?\([^()]{2,60}\)\Z")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date: the day, what it is labelled as, and who else is named.

    ``label`` is ``posted``, ``updated`` or None; ``has_weekday`` marks a line that may be the
    header's clock; ``byline`` is the name beside the date, if it is a name; ``is_bare`` tells
    that nothing but date, time and label stands there.
    """

    day: date
    label: str | None
    has_weekday: bool
    byline: str | None
    is_bare: bool


def read_date_line(text: str) -> DateLine | None:
    """Return the date that a line is about, or None where the line is more than a date line.

    >>> read_date_line("Văn Hoa - 05:32, 24/11/2023")
    DateLine(day=datetime.date(2023, 11, 24), label=None, has_weekday=False, byline='Văn Hoa', is_bare=False)
    >>> read_date_line("Kế hoạch số 1348/KH-UBND, ngày 31/5/2018") is None
    True
    """
    if len(text) > LONGEST:
        return None
    low = text.lower()
    match = _DAY.search(low)
    if match is None or (len(text) > 90 and "|" not in text):
        return None
    day = _day_of(match)
    if day is None:
        return None
    if not low[: match.start()].strip(_SEPARATORS) and not low[match.end() :].strip(_SEPARATORS):
        return DateLine(day, None, False, None, True)
    label = next((kind for kind in ("updated", "posted") if word_lists()[kind].match(lowered(text))), None)
    if label is None and (other := _label_before(low[: match.start()])) is not None:
        label = other
    rest = _blank(text, low, match)
    has_weekday = _WEEKDAY.search(low) is not None
    if not rest:
        return DateLine(day, label, has_weekday, None, True)
    if label is not None and match.start() <= 40:
        return DateLine(day, label, has_weekday, None, False)
    if match.group("d2") and _TIME.search(low) is None:
        return None  # "Kon Tum, ngày 18 tháng 02 năm 2021": place and day of a document
    if is_name(rest) and not rest.isupper():
        return DateLine(day, label, has_weekday, rest, False)
    head = text[: match.start()].strip(_SEPARATORS).lower()
    starts_with_date = not _TIME.sub("", _WEEKDAY.sub("", _FILLER.sub("", head))).strip(_SEPARATORS)
    after = text[match.end() :]
    if starts_with_date and "|" in after and len(rest) <= 60:
        return DateLine(day, label, has_weekday, None, False)
    return None


def _label_before(head: str) -> str | None:
    lists = word_lists()
    for piece in re.split(r"[|]|\s-\s", head):
        for kind in ("updated", "posted"):
            starts = lists[kind].starts
            if starts is not None and starts.match(piece.strip()):
                return kind
    return None


def _day_of(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    for suffix in ("", "2", "3"):
        if groups["y" + suffix]:
            try:
                day = date(int(groups["y" + suffix]), int(groups["m" + suffix]), int(groups["d" + suffix]))
            except ValueError:
                return None
            return day if 1990 <= day.year <= 2100 else None
    return None


def _blank(text: str, low: str, match: re.Match[str]) -> str:
    """What is left of a date line without date, time, weekday, labels, counters and marks."""
    if len(low) != len(text):  # a letter whose lower case is longer: let no index go astray
        text = low
    kept = [True] * len(text)
    spans = [match.span()]
    for pattern in (_DAY, _TIME, _WEEKDAY, _ZONE, _FILLER):
        spans += [found.span() for found in pattern.finditer(low)]
    for start, end in spans:
        kept[start:end] = [False] * (end - start)
    rest = "".join(character if keep else "\x1f" for character, keep in zip(text, kept, strict=True))
    pieces = []
    for piece in re.split(r"[|\x1f]+", rest):
        piece = piece.strip(_SEPARATORS)
        if not piece or view_count(piece) is not None or _is_label(piece):
            continue
        pieces.append(piece)
    return " ".join(pieces)


def _is_label(piece: str) -> bool:
    low = piece.lower()
    for kind in ("posted", "updated", "views"):
        starts = word_lists()[kind].starts
        found = starts.match(low) if starts is not None else None
        if found is not None and not low[found.end() :].strip(_SEPARATORS + "0123456789"):
            return True
    return False


def is_name(text: str) -> bool:
    """Tell whether a text has the shape of personal names: one or several, each word with a capital.

    >>> is_name("Nguyễn Thanh Hưng"), is_name("A Thủy - Y Lan"), is_name("Hội nghị tổng kết")
    (True, True, False)
    """
    if not 3 <= len(text) <= 80:
        return False
    people = _PERSON_SPLIT.split(text)
    return len(people) <= 4 and all(_is_person(person.split(" ")) for person in people)


def _is_person(words: list[str]) -> bool:
    return len(words) <= 6 and all(word[:1].isupper() and len(word) <= 12 and _NAME_LETTERS.fullmatch(word) is not None for word in words)


def labelled_author(text: str) -> str | None:
    """Return the author of a line such as ``Tác giả: Y Lan``, or None.

    >>> labelled_author("Tin, ảnh: A Thủy"), labelled_author("Tin vui: lúa được mùa")
    ('A Thủy', None)
    """
    if len(text) > 100 or ":" not in text:
        return None
    label, _, name = text.partition(":")
    name = name.strip(" -–.)]")
    found = word_lists()["author"].starts
    match = found.match(lowered(label)) if found is not None else None
    if match is None or lowered(label)[match.end() :].strip(" ()"):
        return None
    return name if _is_signature_text(name) else None


def signature(text: str, *, at_right: bool) -> str | None:
    """Return who signed, where a line below the text is a signature.

    A line at the right margin may also be one name or an office.
    """
    if not 2 <= len(text) <= 100 or text[-1] in ".;:!?…":
        return labelled_author(text)
    author = labelled_author(text)
    if author is not None:
        return author
    bare = text.strip("()[]-– ") if text[0] in "([-–" else text
    return bare if _is_signature_text(bare) and (at_right or " " in bare) and (at_right or not _reads_as_heading(bare)) else None


def _is_signature_text(text: str) -> bool:
    if not 2 <= len(text) <= 90 or any(character.isdigit() for character in text):
        return False
    name = _ROLE_BRACKET.sub("", text)
    if is_name(name):
        return True
    first, _, role = name.partition(" - ") if " - " in name else name.partition(" – ")
    if role and is_name(first) and " " in first.strip():
        return True
    return _ORGANISATION.match(text) is not None and len(text) <= 40


def _reads_as_heading(text: str) -> bool:
    return text.isupper() and not _SURNAME.match(text)


_SURNAME = re.compile(
    r"(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|TRỊNH|MAI|ĐÀO|LƯƠNG|HÀ|TRƯƠNG|CAO|TÔ|A|Y|U|SIU|KSOR|RƠ|RAH|NAY|KPĂ)\s"
)
