"""Periods that begin without a digit: ``quý I``, ``đầu năm``, ``hôm nay``, ``sáu tháng đầu năm``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from extractors.vietnamese import periods
from extractors.vietnamese.dates.days import DayReader
from extractors.vietnamese.dates.forms import TO_NOW, G, left_of, leftward
from extractors.vietnamese.dates.months import MONTHS_OF_YEAR
from extractors.vietnamese.dates.quarters import QUARTER_WORD
from extractors.vietnamese.dates.reader import DateSpan
from extractors.vietnamese.numbers import NUMBER_WORDS
from extractors.vietnamese.periods import Partial
from extractors.vietnamese.phrases import word_before

_DAYS_FROM_NOW = {
    "hôm nay": 0, "sáng nay": 0, "trưa nay": 0, "chiều nay": 0, "tối nay": 0, "đêm nay": 0,
    "hôm qua": -1,
}  # fmt: skip
_YEARS_FROM_NOW = ("năm nay", "năm ngoái")
_MONTH_COUNTS = {
    f"{word} tháng": number
    for number, word in enumerate(("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một"), 2)
}  # fmt: skip
_MONTH_NAMES = {
    f"tháng {word}": number
    for number, word in enumerate(("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), 2)
}  # fmt: skip
_NAMED_YEAR = re.compile(rf"{G}năm{G}((?:18|19|20)\d\d)(?!\d)")
_EDGES = {"đầu năm": "start", "cuối năm": "end", "hết năm": "end"}
_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_LUNAR_WORDS = ("rằm", "tháng giêng", "tháng chạp", *(f"năm {stem}" for stem in _STEMS))
WORD_ANCHORS = ("quý", *_LUNAR_WORDS, *_EDGES, *_YEARS_FROM_NOW, *_DAYS_FROM_NOW, *_MONTH_COUNTS, *_MONTH_NAMES)
"""The words at which a period may begin."""

ANCHOR_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(WORD_ANCHORS, key=len, reverse=True))})(?!\w)")

_NOT_A_YEAR = NUMBER_WORDS | {"mỗi", "hàng", "từng", "mấy", "vài", "nhiều", "những"}
_NOT_AN_EDGE = re.compile(r"[ \t\n]{1,3}(?:\d|học(?!\w)|nay|ngoái|sau|mới|tới|trước)")
_EDGE_BEFORE = re.compile(rf"[ ]{{0,3}}(?:\d|{leftward('tháng|nửa|quý|những ngày|tuần|dịp')})")
_LUNAR_AFTER = re.compile(
    rf"(?P<full_moon>(?:{G}tháng)?{G}(?:giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:{G}(?:một|hai))?|chạp|\d{{1,2}})(?!\w))?(?:{G}âm{G}lịch)?"
)
_BRANCH = re.compile(rf"{G}(?:tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w)")
_OPENERS = re.compile(rf"(?P<to>[ ]{leftward('đến|tới')}(?:[ ]{leftward('tính')})?)|(?P<since>[ ]{leftward('từ')}(?:[ ]{leftward('kể')})?)")


class WordReader(DayReader):
    """Reads periods at the places of :data:`WORD_ANCHORS`."""

    def _quarter_word(self, place: int, word: str) -> None:
        found = QUARTER_WORD.match(self.low, place + len(word))
        if found is not None:
            self._quarter(found.end())

    def _relative_day(self, place: int, word: str) -> None:
        if self.published_on is not None and word_before(self.low, place) not in ("ngày", "đến", "của"):
            try:
                when = self.published_on + timedelta(days=_DAYS_FROM_NOW[word])
            except OverflowError:  # the day before the first
                return
            self.found.append(DateSpan("day", when, when, place, place + len(word), "relative-day", "publication"))

    def _relative_year(self, place: int, word: str) -> None:
        year = self._named_year(word.removeprefix("năm "))
        if year is None:
            return
        before = word_before(self.low, place)
        if before not in _NOT_A_YEAR and not before.isdigit():
            first, last = periods.year(year)
            self.found.append(DateSpan("year", first, last, place, place + len(word), "relative-year", "publication"))

    def _spelled_months(self, place: int, word: str) -> None:
        found = MONTHS_OF_YEAR.match(self.low, place + len(word) - len(" tháng"))
        if found is not None and found["plain"] is None and found["spoken"] is None:
            self._add_part_of_year(place, found.end(), _MONTH_COUNTS[word], from_end=found["edge"] == "cuối", named=found["named"])
        elif found is None and self._runs_until_now(place, place + len(word) - len(" tháng"), _MONTH_COUNTS[word]):
            self._add_part_of_year(place, place + len(word), _MONTH_COUNTS[word], from_end=False, named="nay")

    def _named_month(self, place: int, word: str) -> None:
        """``tháng Tám năm 1945``."""
        found = _NAMED_YEAR.match(self.low, place + len(word))
        if found is not None:
            self._add("month", periods.month(int(found[1]), _MONTH_NAMES[word]), place, found.end(), "month-named")

    def _lunar_word(self, place: int, word: str) -> None:
        """``rằm tháng Giêng``, ``tháng Chạp``, ``năm Kỷ Hợi``: of the lunar calendar, and not converted."""
        end = place + len(word)
        if word == "rằm":
            found = _LUNAR_AFTER.match(self.low, end)
            if found is not None and found["full_moon"] is not None:
                self._add_unknown("day", place, found.end(), "lunar-day", calendar="lunar")
        elif word.startswith("tháng"):
            named = _NAMED_YEAR.match(self.low, end)
            self._add_unknown("month", place, named.end() if named else end, "lunar-month", calendar="lunar")
        elif branch := _BRANCH.match(self.low, end):
            self._add_unknown("year", place, branch.end(), "lunar-year", calendar="lunar")

    def _edge_word(self, place: int, word: str) -> None:
        end = place + len(word)
        left = left_of(self.low, place)
        if _NOT_AN_EDGE.match(self.low, end) or _EDGE_BEFORE.match(left):
            return
        now = TO_NOW.match(self.low, end)
        before = _OPENERS.match(left)
        begin = place
        if before is not None and (now if before["since"] else word != "đầu năm"):
            begin = place - before.end()
        self._add_partial("range" if now else "other_period", begin, now.end() if now else end, "edge-of-year", Partial(edge=_EDGES[word]))


WORD_READERS: dict[str, Callable[[WordReader, int, str], None]] = {
    "quý": WordReader._quarter_word,
    **dict.fromkeys(_LUNAR_WORDS, WordReader._lunar_word),
    **dict.fromkeys(_EDGES, WordReader._edge_word),
    **dict.fromkeys(_YEARS_FROM_NOW, WordReader._relative_year),
    **dict.fromkeys(_DAYS_FROM_NOW, WordReader._relative_day),
    **dict.fromkeys(_MONTH_COUNTS, WordReader._spelled_months),
    **dict.fromkeys(_MONTH_NAMES, WordReader._named_month),
}
"""Which method reads the period at a word."""
