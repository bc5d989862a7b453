"""What stands to the right and to the left of a number: unit, noun, per, comparator, change, ordinal."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extractors.facts.reading import Reading
from extractors.registry.lookup import Unit, entry, not_units, unit_table, units_by_code
from extractors.vietnamese.numbers import Number
from extractors.vietnamese.phrases import PhraseTable, word_before


@dataclass(slots=True)
class FigureSpan:
    """A figure: ``text[start:end]`` is what states it, ``number_start`` where its first digit or word is."""

    kind: str
    start: int
    end: int
    rule: str
    number_start: int
    number_end: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    unit: Unit | None = None
    unit_start: int = 0
    unit_end: int = 0
    per: str | None = None
    comparator: str = "exact"
    change: str | None = None
    direction: str | None = None
    other: FigureSpan | None = None
    issues: list[str] = field(default_factory=list)


_SPACES = " \t"
_WORDS_IN_BRACKETS = re.compile(r"[ ]\([^()\d\n]{2,40}\)(?=[ ])")
_NOUN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEXT_NOUN = re.compile(r"[ ]([a-zà-ỹđ]{2,})(?!\w)")
_PER = re.compile(r"[ ]?/[ ]?(?=[^\W\d_]|10{0,2}[ ]|10{0,2}\.000[ ])")
_PER_NUMBER = re.compile(r"10{0,2}(?:\.000)?[ ](?=[^\W\d_])")
_PER_WORD = re.compile(r"[^\W\d_]+[²³23]?")
_AREA = re.compile(r"(?:km2|km²|ki-lô-mét vuông)\Z")
_PER_TOTAL = re.compile(r"tổng[ ][^\W\d_]+(?:[ ][^\W\d_]+)?")
_LISTED = re.compile(r"(?:,[ ]|[ ]và[ ])")
_TIME_LEFT = re.compile(r"(?:lúc|hồi|vào lúc|vào|từ|đến|trước|sau|khoảng|giờ|và)[ ]$")
_TIME_RIGHT = re.compile(r"[ ]?(?:\d|sáng|chiều|tối|trưa|đêm|ngày|cùng|hôm|phút|kém)")
HALF_UNIT = re.compile(r"[ ](?:rưỡi|rưởi)(?!\w)")
_OR_MORE = re.compile(r"(?:[ ][^\W\d_]+){0,2}[ ](trở lên|trở xuống)(?!\w)")
_COMPARED = re.compile(r"(?:cao|nhiều|lớn|thấp|ít|nhỏ)[ ]hơn[ ](?:[^\W\d_]+[ ]){1,5}$")
_SPECIAL_LETTERS = frozenset("GLKDABCTPHMVXS")
STATED = frozenset({"percentage", "money", "measure"})
_COMPARED_WORDS = frozenset({"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "đông", "sớm", "muộn"})


@cache
def _comparators() -> PhraseTable[str]:
    return PhraseTable({phrase: code for code, phrases in entry("figure_words", "comparators").items() for phrase in phrases})


@cache
def _changes() -> PhraseTable[tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for change, directions in entry("figure_words", "changes").items():
        for direction, phrases in directions.items():
            found.update(dict.fromkeys(phrases, (change, direction)))
    return PhraseTable(found)


@cache
def _ordinals() -> PhraseTable[str]:
    lists = entry("figure_words", "ordinals")
    return PhraseTable({phrase: strength for strength in ("weak", "strong", "counting") for phrase in lists[strength]})


@cache
def _not_units() -> frozenset[str]:
    return frozenset(entry("figure_words", "words")["not_units"])


@cache
def _not_unit_phrases() -> PhraseTable[bool]:
    return PhraseTable(dict.fromkeys(entry("figure_words", "words")["not_unit_phrases"], True))


@cache
def _money_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(entry('figure_words', 'words')['money'])})(?!\w)")


class NumberContext:
    """One text being read for figures. `taken` are the sorted spans of dates and document numbers."""

    def __init__(self, reading: Reading, taken: Sequence[tuple[int, int]]) -> None:
        self.text = reading.text
        self.low = reading.low
        self.reading = reading
        self.found: list[FigureSpan] = []
        self.skipped: Counter[str] = Counter()
        self._starts = [start for start, _ in taken]
        self._ends = [end for _, end in taken]

    def _is_taken(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]

    def _skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    def _unit(self, at: int) -> tuple[Unit | None, int, int]:
        """The unit that begins after a number, and where it begins and ends."""
        text = self.text
        place = at
        while place < at + 2 and text[place : place + 1] in (" ", "\t"):
            place += 1
        if text[place : place + 1] == "%":
            return units_by_code()["percent"], place, place + 1
        found = unit_table().match_at(self.low, place)
        if found is not None and self._only_begins_like(place, found):
            return None, at, at
        if found is None:
            inserted = _WORDS_IN_BRACKETS.match(self.low, at)
            if inserted is None:
                return None, at, at
            place = inserted.end() + 1
            found = unit_table().match_at(self.low, place)
            if found is None:
                return None, at, at
        end, unit = found
        if end - place == 1 and text[place] in _SPECIAL_LETTERS:
            return None, at, at
        if text[end : end + 1].isdigit():
            return None, at, at
        return unit, place, end

    def _only_begins_like(self, place: int, found: tuple[int, Unit]) -> bool:
        """``đồng thời``, ``điều chỉnh``: words that only begin like the unit."""
        fixed = _not_unit_phrases().match_at(self.low, place)
        other = not_units().match_at(self.low, place)
        return (fixed is not None and fixed[0] >= found[0]) or (other is not None and other[0] >= found[0] and found[1].code in other[1])

    def _noun(self, at: int) -> tuple[int, int] | None:
        """An unknown noun after a number: one lower-case word that is no verb, preposition or number word."""
        if self.text[at : at + 1] != " ":
            return None
        place = at + 1
        found = _NOUN.match(self.text, place)
        if found is None:
            return None
        word = found.group()
        if not word.islower() or len(word) < 2 or word in _not_units() or _not_unit_phrases().match_at(self.low, place):
            return None
        second = _NEXT_NOUN.match(self.text, found.end())
        if second is not None and second.group(1) not in _not_units() and unit_table().match_at(self.low, second.start(1)) is None:
            return place, second.end()
        return place, found.end()

    def _set_unit(self, figure: FigureSpan, unit: Unit | None, start: int, end: int) -> None:
        figure.unit, figure.unit_start, figure.unit_end = unit, start, end
        if unit is not None and unit.listed:
            figure.unit_end = figure.end = self._listed(end)

    def _listed(self, end: int) -> int:
        """``145 xã, phường, thị trấn``: the head goes on over nouns of the same sort."""
        for _ in range(5):
            link = _LISTED.match(self.low, end)
            if link is None:
                return end
            found = unit_table().match_at(self.low, link.end())
            if found is None or not found[1].listed:
                return end
            if link.group().strip() == "và" and re.match(r"[ ]\d", self.text[found[0] : found[0] + 2]):
                return end
            if re.match(r"[ ][A-ZĐÀ-Ỹ]", self.text[found[0] : found[0] + 2]):
                return end
            end = found[0]
        return end

    def _per(self, figure: FigureSpan) -> None:
        """``triệu đồng/người/năm``, ``6%/ năm``, ``0,43%/tổng dư nợ``."""
        at = figure.end
        parts: list[str] = []
        for _ in range(3):
            slash = _PER.match(self.text, at)
            if slash is None:
                break
            begin = slash.end()
            counted = _PER_NUMBER.match(self.text, begin)
            place = counted.end() if counted else begin
            total = _PER_TOTAL.match(self.low, place)
            known = unit_table().match_at(self.low, place)
            word = _PER_WORD.match(self.text, place)
            if total is not None:
                end = total.end()
            elif known is not None:
                end = known[0]
            elif word is not None:
                end = word.end()
            else:
                break
            parts.append(self.text[begin:end])
            at = end
        if parts:
            figure.per = "/".join(parts)
            figure.end = at
            if figure.kind == "count" and _AREA.match(parts[0].lower()):
                figure.kind = "measure"  # a density
                figure.unit_end = at

    def _after(self, figure: FigureSpan) -> None:
        """``trở lên``, ``rưỡi``."""
        more = _OR_MORE.match(self.low, figure.end)
        if more is not None and figure.comparator in ("exact", "over"):
            figure.comparator = "at_least" if more.group(1) == "trở lên" else "at_most"
            figure.end = more.end()
            if self.low.startswith("từ ", max(0, figure.start - 3)):
                figure.start -= 3
            figure.change = figure.direction = None
        if figure.kind in ("duration", "measure") and figure.value is not None and (half := HALF_UNIT.match(self.low, figure.end)):
            figure.value += 0.5
            figure.end = half.end()

    def _is_money(self, number: Number) -> bool:
        """Whether an amount in thousands or millions without a currency is money: said of money, or per something."""
        if _PER.match(self.text, number.end) and not self.text[number.end + 1 : number.end + 2].isdigit():
            return True
        noun = self._noun(number.end)
        if number.scale >= 1e9 and noun is None:
            return True
        if noun is not None and number.scale < 1e9:
            return False
        floor = max(0, number.start - 90)
        begin = max(self.low.rfind("\n", floor, number.start), self.low.rfind(". ", floor, number.start), floor)
        if _money_words().search(self.low, begin, number.start) is not None:
            return True
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "money" and last.start >= begin

    def _left(self, number_start: int, *, range_: bool = False) -> tuple[int, str, str | None, str | None]:
        """Where the figure begins, its comparator, change and direction, from the words before the number."""
        low = self.low
        start, comparator = number_start, "exact"
        since = from_before(low, start)
        found = _comparators().match_before(low, start)
        if found is not None and not self._is_compared_noun(found[0], found[1]):
            start, comparator = found
        elif since is not None and (range_ or _comparators().match_before(low, since)):
            start = since
            found = _comparators().match_before(low, start)
            if found is not None:
                start, comparator = found
        changed = _changes().match_before(low, start)
        if changed is not None:
            return changed[0], comparator, changed[1][0], changed[1][1]
        compared = _COMPARED.search(low[max(0, start - 48) : start])
        if compared is not None and comparator != "exact":
            return start, comparator, "by", "up" if compared.group()[:2] in ("ca", "nh", "lớ") and not compared.group().startswith("nhỏ") else "down"
        return start, comparator, None, None

    def _is_compared_noun(self, start: int, code: str) -> bool:
        """``cao hơn 0,1``: the `hơn` belongs to the comparison, not to the number."""
        return code == "over" and self.low.startswith("hơn", start) and word_before(self.low, start) in _COMPARED_WORDS

    def _ordinal(self, number_start: int) -> str | None:
        found = _ordinals().match_before(self.low, number_start)
        if found is None or found[1] == "counting":
            return None
        return found[1]

    def _not_counted(self, number: Number, unit: Unit, unit_end: int, ordinal: str | None) -> str | None:
        """Why a number with a known unit is no figure all the same."""
        if unit.kind in STATED:
            return None
        if ordinal == "strong":
            return "ordinal"
        if unit.kind == "duration":
            left = self.low[max(0, number.start - 12) : number.start]
            if unit.code in ("hour", "minute") and (_TIME_LEFT.search(left) or _TIME_RIGHT.match(self.low, unit_end)):
                return "time_of_day"
            if ordinal == "weak" and word_before(self.low, number.start) in ("năm", "ngày", "tuần"):
                return "ordinal"
            if unit.code == "year" and re.match(r"[ ](?:19|20)\d\d", self.text[unit_end : unit_end + 5]):
                return "calendar_period"
            if unit.code == "month" and self.text[unit_end : unit_end + 2].strip().isdigit():
                return "calendar_period"
        return None


def from_before(lowered: str, end: int) -> int | None:
    """Where `từ` right before `end` begins, or None."""
    at = end
    while at > 0 and lowered[at - 1] in _SPACES:
        at -= 1
    if at >= 2 and lowered.startswith("từ", at - 2) and (at == 2 or not lowered[at - 3].isalnum()):
        return at - 2
    return None
