"""What figures say together: pairs of `from` and `to`, lists that go on with a change, lengths in two parts."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.facts.left_words import compared_before, from_before
from extractors.facts.number_context import FigureSpan

_INHERITING = re.compile(
    r"[ ]?[;,(][ ](?:(?:trong đó|còn|riêng|và)[ ,]{1,2})?(?:[^\W\d_]+[ ,–-]{1,3}){0,7}$"
    r"|[ ]?[,(][ ]?(?:tương đương|tức|tương ứng|mỗi năm|bình quân)[ ](?:[^\W\d_]+[ ]){0,3}$"
)
_EQUIVALENT = re.compile(r"(?:tương đương|tức là|tức|tương ứng)[ ](?:[^\W\d_]+[ ]){0,2}$")
_COMPARED_SO = re.compile(r"[ ]so với [^.;\n\d]{1,30}\d{0,4}, (?:mỗi năm|bình quân)[^.;\n\d]{0,20}")
_DOWN_TO = re.compile(r",?[ ](?:chỉ[ ]|nay[ ])?còn(?:[ ](?:lại|khoảng|trên|hơn|gần|dưới))?[ ]")
_TOWARDS = re.compile(r"(?<!\w)(?:đến|tới|còn|lên|xuống)(?!\w)")
_MOVED = re.compile(r"(?:lên|xuống|còn|đạt|đến|tới)[ ](?:[^\W\d_]+[ ]){0,2}$")
_SHARE_OF_A_RISE = re.compile(r"(?:đóng góp|góp)[ ](?:khoảng[ ]|tới[ ]|thêm[ ])?\Z")
_SIGNED = {"(+": "up", " +": "up", "(-": "down", "(–": "down", "(−": "down"}
_NEAR = 30
_BOUNDS = frozenset({"range", "at_least", "at_most"})
_OWN_VERB = re.compile(r"(?<!\w)(?:đạt|chiếm|bằng|là|còn|có|tỷ lệ|tỉ lệ|giải ngân|so với|dân số|hoàn thành|thực hiện|ở mức|độ|thuộc)(?!\w)")


def mark_compounds(found: list[FigureSpan]) -> None:
    """``7 năm 6 tháng tù``: two lengths, or an age and a length, that only together say how long."""
    for first, second in pairwise(found):
        if second.kind != "duration" or first.end != second.start - 1 or (second.unit is not None and second.unit.code == "night"):
            continue
        if first.kind == "duration" or (first.unit is not None and first.unit.code == "year_of_age"):
            for part in (first, second):
                if "compound" not in part.issues:
                    part.issues.append("compound")


def link_changes(found: list[FigureSpan], lowered: str) -> None:
    """``từ X … lên Y``: mark X as `from` and link the two."""
    for first, second in pairwise(found):
        if first.change == "from" and first.other is None and _same_sort(first, second):
            first.other, second.other = second, first
            second.change, second.direction = "to", first.direction
            continue
        if second.change not in ("to", None) or second.start - first.end > 90:
            continue
        if "từ" not in lowered[first.start - 4 if first.start > 4 else 0 : first.number_start]:
            continue
        since = from_before(lowered, first.start)
        opened = since is not None or lowered.startswith(("từ ", "tăng từ ", "giảm từ "), first.start)
        gap = lowered[first.end : second.number_start]
        if not opened or not _same_sort(first, second) or "\n" in gap or ". " in gap:
            continue
        if second.change is None and not _TOWARDS.search(gap):
            continue
        if second.change is None:
            moved = _MOVED.search(gap)
            if moved is None:
                continue
            down = "giảm" in lowered[max(0, first.start - 20) : first.start + 8] or "còn" in gap or "xuống" in gap
            second.change, second.direction = "to", "down" if down else "up"
        first.change, first.direction = "from", second.direction
        first.start = since if since is not None else first.start
        first.other, second.other = second, first


def told_as_a_step(figure: FigureSpan, lowered: str) -> None:
    """A percentage that no verb calls a change and that is one: ``cao hơn gỗ thường 15%``, ``CPI (+0,48%)``, points."""
    start = figure.start
    direction = _SIGNED.get(lowered[start - 2 : start]) or compared_before(lowered, start)
    if direction is None and (figure.unit is None or figure.unit.code != "percentage_point"):
        return
    if direction is None and _SHARE_OF_A_RISE.search(lowered, start - 16 if start > 16 else 0, start) is not None:
        return  # a point is a step by its nature, but not one that is given to a rise
    figure.change, figure.direction = "by", direction


def inherit_changes(found: list[FigureSpan], lowered: str) -> None:
    """``nông nghiệp tăng 5,12%, công nghiệp 33,42%``: a list goes on with the change of its first item."""
    for previous, figure in pairwise(found):
        if figure.change is not None or previous.change != "by" or figure.start - previous.end > 90:
            continue
        gap = lowered[previous.end : figure.start]
        if previous.direction == "down" and (_same_sort(previous, figure) or previous.kind == "percentage") and _DOWN_TO.fullmatch(gap):
            figure.change, figure.direction = "to", "down"
        elif (len(gap) < _NEAR and _EQUIVALENT.search(gap)) or _inherits(previous, figure, gap, lowered[figure.end : figure.end + 8]):
            figure.change, figure.direction = "by", previous.direction
            if figure.value is not None and figure.value < 0:  # `khu vực I tăng 2,1%, khu vực II -1,3%`
                figure.value, figure.direction = -figure.value, "down"


def _inherits(previous: FigureSpan, figure: FigureSpan, gap: str, after: str) -> bool:
    """Whether a percentage after a change by the words of `gap` is a change too."""
    if figure.kind != "percentage" or figure.comparator in _BOUNDS:
        return False
    if (gap in (" (", "(") and after[:1] in (")", ",", ";")) or gap == " (+":
        return True  # `giảm 31 vụ (24,03%)`
    if previous.kind != "percentage" or (previous.per is not None and after[:1] != "/"):
        return False  # a yearly step is followed by a level: `giảm 5%/năm; cán bộ nữ 29%`
    if _COMPARED_SO.fullmatch(gap):
        return True
    begins_anew = (gap == ", " or gap.endswith("; ")) and after[:1] == " " and after[1:2].isalpha() and not after.startswith(" so ")
    if begins_anew or after.startswith((", giảm", ", tăng")):
        return False  # a level with a change of its own, and what begins a new statement: `giảm 3%; 100% xã có bác sĩ`
    return len(gap) < 70 and "\n" not in gap and ". " not in gap and _INHERITING.search(gap) is not None and not _OWN_VERB.search(gap)


def _same_sort(first: FigureSpan, second: FigureSpan) -> bool:
    if first.kind != second.kind:
        return False
    return first.unit is None or second.unit is None or first.unit.code == second.unit.code
