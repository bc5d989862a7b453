"""The day on which a text that is a document itself was issued: the date line beside its own number, or the words of its adoption."""

from __future__ import annotations

import re
from datetime import date

from extractors.facts.body_names import UPPER
from extractors.facts.reference_span import ReferenceSpan
from extractors.vietnamese import periods

_S = r"[ \t\n]{0,2}"
_DATE = rf"(?:(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})|(\d{{1,2}}){_S}tháng{_S}(\d{{1,2}}){_S},?{_S}năm{_S}(\d{{4}}))(?!\d)"
_DAY = rf"[nN]gày{_S}{_DATE}"
_PLACE = rf"[{UPPER}][\w.’'-]{{0,12}}(?:[ ]?-[ ]?|[ ][–-][ ]|[ ])?(?:[{UPPER}][\w.’'-]{{0,12}}[ ]?){{0,4}}"
_DATE_LINE = re.compile(rf"[\n|][ \t]*(?:{_PLACE},[ ]?)?{_DAY}[ \t]*(?=[\n|]|$)|\|[ \t]*{_PLACE},[ ]?{_DAY}")
_SAME_LINE = re.compile(rf"[ \t,(|–-]{{0,12}}(?:{_PLACE},[ ]?|(?:hồi|lúc)[ ]\d{{1,2}}[ ]?(?:giờ|h|:)[ ]?(?:\d{{2}})?(?:[ ]phút)?,?[ ]){_DAY}")
_LABELLED_DAY = re.compile(rf"[ \t\n|;,.-]{{0,8}}[nN]gày[ ](?:ban hành|ký):?{_S}{_DATE}")
_ISSUE_FIELD = re.compile(rf"[nN]gày[ ](?:ban hành|ký):?[ |\n]{{0,4}}{_DATE}")
_LINE_BEFORE = re.compile(rf"(?:^|[\n|])[ \t]*{_PLACE},[ ]?{_DAY}[ \t\n|]*$")
_ADOPTED = re.compile(
    rf"(?:luật|bộ luật|pháp lệnh|nghị quyết)(?:[ ]này)?(?:[ ]đã)?[ ]được[ ](?:[^.;\n]{{1,160}}?[ ])?thông qua[ ](?:tại[ ][^.;\n\d]{{1,40}}\d{{0,2}},?[ ])?"
    rf"{_DAY}"
)
_ADOPTING = ("QH", "NQ", "PL", "UBTVQH")
"""Letters of the documents that an assembly adopts."""
_REACH = 300
"""Code points between a document's own number and its date line, at most: its subject may stand between them."""


def find_own_day(reference: ReferenceSpan, text: str, low: str) -> None:
    """Give the text's own number the day of its head: in the same line, in a date line after or before it, or where it was adopted.

    A date line holds a place and a day and nothing else (``Hà Nội, ngày 15 tháng 3 năm 2021``), so that the day of a
    document cited in the head is none.
    """
    start, end = reference.start, reference.end
    labelled = _LABELLED_DAY.match(text, end)
    found = (
        labelled
        or _SAME_LINE.match(text, end)
        or _ISSUE_FIELD.search(text, end, end + _REACH)
        or _DATE_LINE.search(text, end, end + _REACH)
        or _LINE_BEFORE.search(text[max(0, start - 120) : start])
    )
    if found is None and start < 500 and reference.number is not None and any(letters in reference.number for letters in _ADOPTING):
        found = _ADOPTED.search(low, end)
    if found is not None:
        reference.issued_on = _day(found)
        if labelled is not None:
            reference.end = labelled.end()


def _day(found: re.Match[str]) -> date | None:
    day, month, year = (int(group) for group in found.groups() if group)
    return periods.day(year, month, day)
