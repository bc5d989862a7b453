"""The words before a year: what it is the year of, and what they open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.vietnamese.dates.forms import PER, leftward, spelled

_W = r"[ \t\n]{1,4}"
_LABELS = {
    "year": "hai năm|năm",
    "programme": "giai đoạn|thời kỳ|thời kì|chặng đường",
    "school": "năm học mới|năm học|học kỳ|niên khóa|niên khoá|niên học",
    "term": "nhiệm kỳ|nhiệm kì|khóa|khoá",
    "season": "niên vụ|vụ mùa|mùa khô|mùa mưa|đông xuân|đông - xuân|hè thu|thu đông|vụ đông|vụ xuân|vụ hè|vụ|mùa",
    "decade": "thập niên|thập kỷ",
}
_LABEL = "|".join(rf"(?P<{name}>{leftward(words)})" for name, words in _LABELS.items())
_EDGES = leftward("nửa đầu|nửa cuối|đầu|cuối|giữa|những")
_OPENERS = rf"(?:{_W}(?:(?P<until>{leftward('hết|đến|tới|cuối')})|(?P<since>{leftward('từ|kể')})|{leftward('tính')})){{1,4}}"
_BEFORE = re.compile(
    rf"[ \t\n:(“\"]{{0,4}}(?P<from>{leftward('từ')}{_W})?(?:{_LABEL}){PER}(?P<words>)(?:{_W}(?P<edge>{_EDGES}))?(?:{_OPENERS})?"
)
_SEASON = re.compile(rf"[ \t\n:(]{{0,4}}(?:[^\W\d_]{{1,8}}{_W}){{1,2}}{leftward('vụ|mùa')}")
_STEM = leftward("giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý")
_BRANCH = leftward("tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi")
_NAMED = leftward("sn|sinh|so sánh|so với|tết|xuân|giáng sinh|nguyên đán|trung thu|seagame|sea games")
_BARE = re.compile(
    rf"{_W}(?:(?P<edge>{leftward('cuối|đầu')})|(?P<since>{leftward('từ')})|(?P<until>{leftward('đến hết|tới hết|đến|tới')})(?:{_W}{leftward('tính')})?"
    rf"|(?P<named>{_NAMED}|{_BRANCH}{_W}{_STEM}))"
)


@dataclass(slots=True)
class YearWords:
    """What stands before a year, in lengths to its left: `own` words name it, all of them are `whole` long.

    `label` is a kind of period, or ``bare`` where no word names one; `edge` (``đầu``) and `until` (``đến``) are words,
    empty when absent.
    """

    label: str
    own: int
    whole: int
    edge: str = ""
    until: str = ""
    since: bool = False


def words_before(left: str) -> YearWords | None:
    """The words at the right end of a text, given reversed."""
    found = _BEFORE.match(left)
    if found is not None:
        if left.startswith("/", found.end("words")):
            return None  # `23,2 triệu đồng/người/năm (2023)`
        label = "year" if found["year"] is not None else next(name for name in _LABELS if found[name] is not None)
        return YearWords(label, found.end("words"), found.end(), spelled(found["edge"]), spelled(found["until"]), found["since"] is not None)
    found = _BARE.match(left)
    if found is not None:
        if found["named"] is not None:
            return YearWords("season", 0, 0)
        return YearWords("bare", 0, found.end(), spelled(found["edge"]), spelled(found["until"]), found["since"] is not None)
    found = _SEASON.match(left)
    return YearWords("season", found.end(), found.end()) if found is not None else None
