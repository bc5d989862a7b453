"""Changes across figures: pairs of `from` and `to`, and lists that go on with the change of their first item."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.facts.number_context import STATED, FigureSpan, from_before

_INHERITING = re.compile(
    r"[ ]?[;,(][ ](?:(?:trong đó|còn|riêng|và)[ ,]{1,2})?(?:[^\W\d_]+[ ,–-]{1,3}){0,7}$"
    r"|[ ]?[,(][ ]?(?:tương đương|tức|tương ứng|mỗi năm|bình quân)[ ](?:[^\W\d_]+[ ]){0,3}$"
)
_OWN_VERB = re.compile(r"(?<!\w)(?:đạt|chiếm|bằng|là|còn|có|tỷ lệ|tỉ lệ|giải ngân|so với|dân số|hoàn thành|thực hiện|ở mức|độ|thuộc)(?!\w)")


def link_changes(found: list[FigureSpan], lowered: str) -> None:
    """``từ X … lên Y``: mark X as `from` and link the two."""
    for first, second in pairwise(found):
        if first.change == "from" and first.other is None and _same_sort(first, second):
            first.other, second.other = second, first
            second.change, second.direction = "to", first.direction
            continue
        if second.change not in ("to", None) or second.start - first.end > 90:
            continue
        since = from_before(lowered, first.start)
        opened = since is not None or lowered.startswith(("từ ", "tăng từ ", "giảm từ "), first.start)
        gap = lowered[first.end : second.number_start]
        if not opened or not _same_sort(first, second) or "\n" in gap or ". " in gap:
            continue
        if second.change is None and not re.search(r"(?<!\w)(?:đến|tới|còn|lên|xuống)(?!\w)", gap):
            continue
        if second.change is None:
            moved = re.search(r"(?:lên|xuống|còn|đạt|đến|tới)[ ](?:[^\W\d_]+[ ]){0,2}$", gap)
            if moved is None:
                continue
            down = "giảm" in lowered[max(0, first.start - 20) : first.start + 8] or "còn" in gap or "xuống" in gap
            second.change, second.direction = "to", "down" if down else "up"
        first.change, first.direction = "from", second.direction
        first.start = since if since is not None else first.start
        first.other, second.other = second, first


def inherit_changes(found: list[FigureSpan], lowered: str) -> None:
    """``nông nghiệp tăng 5,12%, công nghiệp 33,42%``: a list goes on with the change of its first item."""
    previous: FigureSpan | None = None
    for figure in found:
        if (
            previous is not None
            and previous.change == "by"
            and figure.change is None
            and figure.kind == "percentage"
            and previous.kind in STATED
            and figure.comparator != "range"
        ):
            if figure.start - previous.end > 90:
                previous = figure
                continue
            gap = lowered[previous.end : figure.start]
            equivalent = re.search(r"(?:tương đương|tức là|tức|tương ứng)[ ](?:[^\W\d_]+[ ]){0,2}$", gap)
            listed = previous.kind == "percentage" and "\n" not in gap and ". " not in gap and _INHERITING.search(gap) and not _OWN_VERB.search(gap)
            so = previous.kind == "percentage" and re.fullmatch(r"[ ]so với [^.;\n\d]{1,30}\d{0,4}, (?:mỗi năm|bình quân)[^.;\n\d]{0,20}", gap)
            if (equivalent and len(gap) < 30) or (listed and len(gap) < 70) or so:
                figure.change, figure.direction = "by", previous.direction
        previous = figure


def _same_sort(first: FigureSpan, second: FigureSpan) -> bool:
    if first.kind != second.kind:
        return False
    return first.unit is None or second.unit is None or first.unit.code == second.unit.code
