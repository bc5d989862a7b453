"""What stands to the right of a number: unit, noun, the rest of a list of nouns, `per`, `trở lên`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extractors.facts.clock_times import is_after_the_hour, is_hour_of_day, is_minute_of_day, names_a_day
from extractors.facts.left_words import Left, flags_before, left_of, ordinal_before
from extractors.facts.reading import Reading
from extractors.facts.right_words import NO_UNIT, after_numbers, money_words, no_nouns, not_unit_phrases
from extractors.registry.lookup import Unit, unit_table, units_by_code
from extractors.vietnamese.numbers import Number
from extractors.vietnamese.phrases import word_before


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


_WORDS_IN_BRACKETS = re.compile(r"[ ]\([^()\d\n]{2,40}\)(?=[ ])")
_NOUN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEXT_NOUN = re.compile(r"[ ]([a-zà-ỹđ]{2,})(?!\w)")
_PER = re.compile(r"[ ]?/[ ]?(?=[^\W\d_]|10{0,2}[ ]|10{0,2}\.000[ ]|\d{1,2}[ ]?(?:giờ|h)(?!\w))")
_PER_NUMBER = re.compile(r"10{0,2}(?:\.000)?[ ](?:(?:vạn|nghìn|ngàn|triệu)[ ])?(?=[^\W\d_])|\d{1,2}[ ]?(?=(?:giờ|h)(?!\w))")
_PER_WORD = re.compile(r"[^\W\d_]+[²³23]?")
_PER_POPULATION = re.compile(
    r"[ ]trên[ ]((?:một|10{0,2}(?:\.000)?)(?:[ ](?:vạn|nghìn|ngàn|triệu))?[ ](?:dân|người dân|trẻ đẻ sống|trẻ em|trẻ|ca đẻ|phụ nữ))(?!\w)"
)
_AREA = re.compile(r"(?:km2|km²|ki-lô-mét vuông)\Z")
_PER_TOTAL = re.compile(r"tổng[ ][^\W\d_]+(?:[ ][^\W\d_]+)?")
_LISTED = re.compile(r"(?:,[ ]|[ ]và[ ])")
_NAME_GOES_ON = re.compile(r"[ ](?:\d|[IVXLCDM]{1,5}(?!\w)|[A-Zađb-e](?![\w.])|[A-ZĐ]\d{1,3}(?!\w))")
HALF_UNIT = re.compile(r"[ ](?:rưỡi|rưởi)(?!\w)")
_OR_MORE = re.compile(r"(?:[ ][^\W\d_]+){0,6}[ ](trở lên|trở xuống)(?!\w)")
_SHARE_NOUN = re.compile(
    r"[ ](?:((?:tổng[ ])?số[ ])"
    r"|(?:tổng|diện tích|dân số|quãng|chiều|chặng|đoạn|khối|giá|kinh phí|chi phí|vốn|thời|đại biểu|ủy viên|nhu cầu|lượng [a-zà-ỹđ]+"
    r"|kế hoạch|dự toán|thu ngân sách|ngân sách|sản lượng|doanh thu|thu nhập|học phí|công suất|quân số)(?!\w))"
)
_SPECIAL_LETTERS = frozenset("GLKDABCTPHMVXS")
STATED = frozenset({"percentage", "money", "measure"})
_CLAUSES = frozenset({"tiết", "mục", "phần", "chương", "điểm"})
_GRADES = frozenset({"lớp", "khối"})
LAST_GRADE = 12
_SMALLEST = {"LAK": 500.0}  # below: `3 ca, 4 kíp`


class NumberContext:
    """One text being read for figures. `taken` are the sorted spans of dates and document numbers."""

    def __init__(self, reading: Reading, taken: Sequence[tuple[int, int]]) -> None:
        self.text = reading.text
        self.low = reading.low
        self.reading = reading
        self.taken = taken
        self.found: list[FigureSpan] = []
        self.skipped: Counter[str] = Counter()
        self._unit_at = after_numbers().match_at
        text = self.text
        self.has_quotes = "“" in text or '"' in text or "‘" in text or "«" in text  # the keys of QUOTES, without a loop
        self.reached = 0  # where the reading of digits goes on after a number that is left out
        self.named_end, self.named_value = -_FAR, 0.0  # the last number that named, and where it ended

    def _is_taken(self, place: int) -> bool:
        at = bisect_right(self.taken, (place, _FAR)) - 1
        return at >= 0 and place < self.taken[at][1]

    def _skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    # ------------------------------------------------------------------ unit and noun
    def _unit(self, at: int) -> tuple[Unit | None, int, int]:
        """The unit that begins after a number, and where it begins and ends."""
        text = self.text
        ahead = text[at : at + 3]
        place = at + 1
        if not (ahead[:1] == " " and ahead[1:2].isalpha()):
            stripped = ahead.lstrip(" \t")
            place = at + min(len(ahead) - len(stripped), 2)
            if stripped[:1] == "%":
                return _percent(), place, place + 1
        found = self._unit_at(self.low, place)
        if found is None:
            if ahead[:2] != " (":
                return None, at, at
            inserted = _WORDS_IN_BRACKETS.match(self.low, at)
            if inserted is None:
                return None, at, at
            place = inserted.end() + 1
            found = self._unit_at(self.low, place)
            if found is None:
                return None, at, at
        end, unit = found
        if unit is NO_UNIT or (end - place == 1 and text[place] in _SPECIAL_LETTERS) or text[end : end + 1].isdigit():
            return None, at, at
        return unit, place, end

    def _noun(self, at: int) -> tuple[int, int] | None:
        """An unknown noun after a number: one lower-case word that is no verb, preposition or number word."""
        if not self.text.startswith(" ", at):
            return None
        place = at + 1
        found = _NOUN.match(self.text, place)
        if found is None:
            return None
        word = found.group()
        if not word.islower() or len(word) < 2 or word in no_nouns() or self.text[found.end() : found.end() + 1].isdigit():
            return None
        if not_unit_phrases().match_at(self.low, place):
            return None
        second = _NEXT_NOUN.match(self.text, found.end())
        if second is not None and second.group(1) not in no_nouns() and unit_table().match_at(self.low, second.start(1)) is None:
            return place, second.end()
        known = unit_table().match_at(self.low, place)
        if known is not None and known[0] == found.end():
            return None  # half of a word that only begins like a unit: `15 đồng hành`
        return place, found.end()

    def _share(self, at: int) -> tuple[Unit | None, int, int] | None:
        """What a ratio or fraction is a share of: ``1/3 số xã``, ``hai phần ba diện tích``."""
        found = _SHARE_NOUN.match(self.low, at)
        if found is None:
            return None
        if found.group(1) is None:
            unit, begin, end = self._unit(at)
            return (unit, begin, end) if unit is not None else (None, at + 1, found.end())
        unit, begin, end = self._unit(found.end())
        if unit is None:
            begin, end = self._noun(found.end() - 1) or (found.end() - 1, found.end() - 1)
        return unit, begin, end

    def _set_unit(self, figure: FigureSpan, unit: Unit | None, start: int, end: int) -> None:
        figure.unit, figure.unit_start, figure.unit_end = unit, start, end
        if unit is not None and unit.listed and self.low.startswith((", ", " và "), end):
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
            following = self.text[found[0] : found[0] + 2]
            if following[:1] == " " and (following[1:].isupper() or (link.group() == " và " and following[1:].isdigit())):
                return end
            end = found[0]
        return end

    # ------------------------------------------------------------------ what goes on behind the unit
    def _per(self, figure: FigureSpan) -> None:
        """``triệu đồng/người/năm``, ``6%/ năm``, ``0,43%/tổng dư nợ``, ``8 bác sĩ trên một vạn dân``."""
        at = figure.end
        if not self.low.startswith(_PER_BEGINS, at):
            return
        population = _PER_POPULATION.match(self.low, at) if self.low.startswith(" trên", at) else None
        if population is not None:
            figure.per, figure.end = self.text[population.start(1) : population.end()], population.end()
            return
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
        low, end = self.low, figure.end
        if low.find(" trở ", end, end + 48) >= 0 and figure.comparator in ("exact", "over"):
            more = _OR_MORE.match(low, end)
            since = low.startswith("từ ", max(0, figure.number_start - 3)) or low.startswith("từ đủ ", max(0, figure.number_start - 6))
            if more is not None and (since or more.group().count(" ") <= 4):
                figure.comparator = "at_least" if more.group(1) == "trở lên" else "at_most"
                figure.end = more.end()
                if since and figure.start == figure.number_start:
                    figure.start = low.rfind("từ ", 0, figure.number_start)
                if figure.change != "by":
                    figure.change = figure.direction = None
        if low.startswith((" rưỡi", " rưởi"), end) and figure.kind in ("duration", "measure") and figure.value is not None:
            half = HALF_UNIT.match(low, end)
            if half is not None:
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
        if money_words().search(self.low, begin, number.start) is not None:
            return True
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "money" and last.start >= begin

    def _may_be_children(self, number: Number, unit_start: int, unit_end: int) -> bool:
        """``chị có 3 con``: a few of a bare `con` with no animal spoken of before."""
        if unit_end - unit_start != len("con") or number.value is None or number.value > _MOST_CHILDREN:
            return False
        return _ANIMALS.search(self.low, max(0, number.start - 120), number.start) is None

    def _is_grade(self, number: Number) -> bool:
        """``học sinh lớp 5``; a class of more is counted: ``lớp 25 học sinh``."""
        return word_before(self.low, number.start) in _GRADES and number.value is not None and number.value <= LAST_GRADE

    # ------------------------------------------------------------------ to the left
    def _left(self, number_start: int, *, range_: bool = False) -> Left:
        return left_of(self.low, number_start, flags_before(self.low, number_start), range_=range_)

    def _ordinal(self, number_start: int) -> str | None:
        return ordinal_before(self.text, self.low, number_start)

    def _not_counted(self, number: Number, unit: Unit, unit_end: int, ordinal: str | None) -> str | None:
        """Why a number with a known unit is no figure all the same."""
        if unit.kind == "money":
            return None if number.value is None or number.value >= _SMALLEST.get(unit.code, 0.0) else "too_little_money"
        if unit.kind in STATED:
            return "coordinate" if unit.code == "degree" and _COORDINATE.match(self.low, unit_end) else None
        if ordinal is not None:
            if unit.listed and _NAME_FOLLOWS.match(self.text, unit_end):
                return "ordinal"  # `phường 7 thành phố Đà Lạt`
            word = word_before(self.low, number.start)
            if self._is_grade(number) or (ordinal == "subject" and unit.code == "book" and (number.value or _FAR) <= LAST_GRADE):
                return "ordinal"  # `học sinh lớp 5`, `sách Ngữ văn 10`
            if self.text[number.end + 1 : number.end + 2].isupper() and self.text[number.end + 2 : number.end + 3].islower():
                return "ordinal"  # `Vùng 3 Cảnh sát biển`
            if word == "ngày" and unit.kind == "count" and names_a_day(self.text, self.low, number, unit.code):
                return "calendar_period"
            clause = unit.code in ("clause", "point") and word in _CLAUSES
            if ordinal == "strong" or clause or _NAME_GOES_ON.match(self.text, unit_end):
                return "ordinal"
        if unit.kind == "duration":
            goes_on = bool(self.found) and self.found[-1].end == number.start - 1 and self.found[-1].kind == "duration"
            goes_on = goes_on or self.low.endswith(_SPELLED_YEARS, 0, number.start)
            if unit.code == "hour":
                is_time = is_hour_of_day(self.low, number.value, number.start, unit_end)
            elif unit.code == "minute":
                is_time = is_minute_of_day(self.low, number.start, goes_on=goes_on)
            else:
                is_time = not goes_on and is_after_the_hour(self.low, number.value, number.start)
            if is_time:
                return "time_of_day"
            if ordinal is not None and word_before(self.low, number.start) in ("năm", "ngày", "tuần"):
                return None if goes_on else "ordinal"  # `7 năm 6 tháng tù`
            if unit.code == "year" and _YEAR_AFTER.match(self.text, unit_end):
                return "calendar_period"
            if unit.code == "month":
                following = self.text[unit_end : unit_end + 2].strip()
                if following.isdigit() or (number.value in _PARTS_OF_A_YEAR and _PERIOD_GOES_ON.match(self.low, unit_end)):
                    return "calendar_period"  # `sản lượng 6 tháng đạt 1,2 tỷ kWh`
        return None


_FAR = 1 << 30
_PER_BEGINS = ("/", " /", " trên 1", " trên một ")
_COORDINATE = re.compile(r"[ ]?(?:\d|vĩ|kinh|(?:bắc|nam|đông|tây)(?!\w))")
_SPELLED_YEARS = tuple(f"{word} năm " for word in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))
_MOST_CHILDREN = 15
_ANIMALS = re.compile(
    r"(?<!\w)(?:đàn|bò|trâu|lợn|heo|gà|vịt|dê|ngựa|cá|tôm|ong|chó|nuôi|gia[ ]súc|gia[ ]cầm|giống|tiêu[ ]hủy|thú|chuồng)(?!\w)"
)
_PARTS_OF_A_YEAR = frozenset({6.0, 9.0})
_PERIOD_GOES_ON = re.compile(r"[ ](?:đạt|ước|tăng|giảm)(?!\w)")
_NAME_FOLLOWS = re.compile(r"[ ][A-ZĐÀ-Ỹ]")
_YEAR_AFTER = re.compile(r"[ ](?:19|20)\d\d")


@cache
def _percent() -> Unit:
    return units_by_code()["percent"]
