"""The figures a text states: counts, percentages, ratios, money, measures and durations.

Found at the digits (or number words) that no date and no document number uses.
A number becomes a figure only by what stands around it: a unit or a noun to its
right, and nothing to its left that makes it a name (`thôn 4`, `lần thứ 3`).
Numbers that are left out are counted by reason in :attr:`FigureFinder.skipped`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extractors.facts.reading import Reading
from extractors.registry.lookup import Unit, entry, not_units, unit_table, units_by_code
from extractors.vietnamese.numbers import MULTIPLIERS, Number, read_digits, read_vague, read_words, with_multiplier
from extractors.vietnamese.phrases import PhraseTable, word_at, word_before


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
_RATIO = re.compile(r"[ ]?/[ ]?(\d+(?:[.,]\d+)*)(?![\d/])")
_RANGE = re.compile(r"(?:[ ]?[-–—][ ]?|[ ](?:đến|tới)(?:[ ](?:hết|dưới))?[ ])(?=\d)")
_WORD_RANGE = re.compile(r"(?:[ ](?:đến|tới)[ ]|,[ ]|[ ]?[-–][ ]?|[ ]hoặc[ ])")
_FROM_TO = re.compile(r"[ ](?:nay[ ])?(?:tăng[ ]|giảm[ ])?(lên|xuống|còn)(?:[ ](?:đến|tới|còn))?[ ](?:khoảng[ ]|trên[ ]|hơn[ ]|gần[ ])?(?=\d)")
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
_LINE_NUMBER = re.compile(r"[).:/](?:[ \n]|$)|[ ]?[-–][ ]?(?=[A-ZĐ])")
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?(?=[ ])")
_HALF_UNIT = re.compile(r"[ ](?:rưỡi|rưởi)(?!\w)")
_OR_MORE = re.compile(r"(?:[ ][^\W\d_]+){0,2}[ ](trở lên|trở xuống)(?!\w)")
_FRACTION_WORDS = re.compile(r"(một|hai|ba|bốn|năm|sáu|bảy|tám|chín)[ ]phần[ ](hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)")
_HALF_SHARE = re.compile(r"một nửa(?=[ ](?!là|thì|đã|còn|kia|đời|thế|ngày|đêm|năm|tháng|vòng|sự|của)[^\W\d_]{2,})")
_MULTIPLE = re.compile(r"gấp[ ](đôi|rưỡi|ba|bốn|năm|hai|mười)(?!\w)(?:[ ]lần)?")
_MULTIPLES = {"đôi": 2.0, "rưỡi": 1.5, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0}
_SHARE_NOUN = re.compile(r"[ ](?:số|tổng|diện tích|dân số|quãng|chiều|chặng|đoạn|khối|giá|kinh phí|vốn|thời|đại biểu|ủy viên|nhu cầu)(?!\w)")
_INHERITING = re.compile(
    r"[ ]?[;,(][ ](?:(?:trong đó|còn|riêng|và)[ ,]{1,2})?(?:[^\W\d_]+[ ,–-]{1,3}){0,7}$"
    r"|[ ]?[,(][ ]?(?:tương đương|tức|tương ứng|mỗi năm|bình quân)[ ](?:[^\W\d_]+[ ]){0,3}$"
)
_OWN_VERB = re.compile(r"(?<!\w)(?:đạt|chiếm|bằng|là|còn|có|tỷ lệ|tỉ lệ|giải ngân|so với|dân số|hoàn thành|thực hiện|ở mức|độ|thuộc)(?!\w)")
_COMPARED = re.compile(r"(?:cao|nhiều|lớn|thấp|ít|nhỏ)[ ]hơn[ ](?:[^\W\d_]+[ ]){1,5}$")
_LATER_TO = re.compile(r"(?<!\w)(?:lên|xuống|còn)(?!\w)")
_SPECIAL_LETTERS = frozenset("GLKDABCTPHMVXS")
_STATED = frozenset({"percentage", "money", "measure"})
_SCALE_WORDS = re.compile(r"(?:trăm|chục)(?:[ ](?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)){0,2}(?!\w)")
_BEFORE_SCALE = frozenset({"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "hàng", "vài", "mấy", "phần", "dăm", "nhiều", "bạc", "tiền"})
_VAGUE_ONE = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "tư": 4.0, "năm": 5.0, "sáu": 6.0, "bảy": 7.0, "tám": 8.0, "chín": 9.0, "mười": 10.0}


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


class FigureFinder:
    """Finds the figures of one text. `taken` are the sorted spans of dates and document numbers."""

    def __init__(self, reading: Reading, taken: Sequence[tuple[int, int]]) -> None:
        self.text = reading.text
        self.low = reading.low
        self.reading = reading
        self.found: list[FigureSpan] = []
        self.skipped: Counter[str] = Counter()
        self._starts = [start for start, _ in taken]
        self._ends = [end for _, end in taken]

    def run(self) -> list[FigureSpan]:
        """All figures, in order."""
        reached = 0
        for start, end in self.reading.digits:
            if start < reached or self._is_taken(start):
                continue
            figure = self._at_digits(start, end)
            if figure is not None:
                self.found.append(figure)
                reached = figure.end
        self._spelled()
        self.found.sort(key=lambda f: f.start)
        self._link_changes()
        self._inherit_changes()
        return self.found

    def _is_taken(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]

    def _skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    # -------------------------------------------------------------- digits
    def _at_digits(self, start: int, end: int) -> FigureSpan | None:
        reason = self._not_a_number(start, end)
        if reason is not None:
            self._skip(reason)
            return None
        number = read_digits(self.text, start)
        if number is None:
            self._skip("unreadable_number")
            return None
        after = self.text[number.end : number.end + 2]
        if after.lstrip()[:1] == "/":
            ratio = self._ratio(number)
            if ratio is not None:
                return ratio
        number = with_multiplier(number, self.low)
        return self._range(number) or self._single(number)

    def _not_a_number(self, start: int, end: int) -> str | None:
        """Why digits are part of something else, judged by the characters at their ends."""
        text, low = self.text, self.low
        before = text[start - 1 : start]
        after = text[end : end + 1]
        if before:
            if before.isalpha():
                return None if self._glued_before(start, end) else "part_of_a_name"
            if before in "-–+_/#." and start > 1 and text[start - 2].isalnum() and before != "/":
                return "part_of_a_code"
            if before == ":" and start > 1 and text[start - 2].isdigit():
                return "time_of_day"
        if after == ":" and text[end + 1 : end + 2].isdigit():
            return "time_of_day"
        if after == "+" or (after in ("h", "H") and (text[end + 1 : end + 2].isdigit() or not text[end + 1 : end + 2].isalpha())):
            return "time_of_day" if after in "hH" else "part_of_a_code"
        digits = sum(c.isdigit() for c in text[start:end])
        if text[start] == "0" and (digits >= 9 or re.match(r"[ .]\d{3,4}[ .]\d{3,4}(?!\d)", text[end : end + 10])):
            return "telephone"
        line = low.rfind("\n", 0, start) + 1
        if not low[line:start].strip(" (-–*•") and (start - line) <= 4:
            if digits <= 2 and _LINE_NUMBER.match(text, end):
                return "list_number"
            if _OUTLINE.match(text, start) and text[end + 1 : end + 2].isupper():
                return "list_number"
        return None

    def _glued_before(self, start: int, end: int) -> bool:
        """``trợcho836``, ``Ma-lai-xi-a4,7%``: digits glued to a lower-case word count only with a plain unit."""
        word = word_before(self.text, start)
        if self.text[end : end + 1] == "%" or self.text.startswith(" %", end):
            return True
        return len(word) >= 3 and word.islower() and not any(c.isdigit() for c in word) and word[-1] not in "mkdhc"

    # -------------------------------------------------------------- shapes
    def _ratio(self, number: Number) -> FigureSpan | None:
        found = _RATIO.match(self.text, number.end)
        if found is None:
            return None
        whole = read_digits(self.text, found.start(1))
        if whole is None or whole.end != found.end() or whole.value is None or number.value is None or whole.value == 0:
            return None
        scaled = with_multiplier(whole, self.low)
        unit, unit_start, unit_end = self._unit(scaled.end)
        if unit is not None and unit.code in ("year", "school_year", "month", "term_of_office"):
            self._skip("ambiguous_slash")
            return None
        start, comparator, change, direction = self._left(number.start)
        share = _SHARE_NOUN.match(self.low, whole.end) is not None
        if unit is None and not share:
            noun = self._noun(whole.end)
            if noun is None and comparator == "exact":
                self._skip("ambiguous_slash")
                return None
            if noun is not None and number.value <= 31 and whole.value <= 12 and comparator == "exact" and number.value > whole.value:
                self._skip("ambiguous_slash")
                return None
            unit_start, unit_end = noun if noun is not None else (whole.end, whole.end)
        if self._ordinal(number.start) == "strong" and comparator == "exact" and unit is None:
            self._skip("ordinal")
            return None
        figure = FigureSpan("ratio", start, max(unit_end, whole.end), "ratio", number.start, whole.end, numerator=number.value, denominator=whole.value)
        if scaled.value is not None and scaled.scale > 1.0:
            figure.numerator, figure.denominator = round(number.value * scaled.scale, 4), scaled.value
            figure.number_end, figure.end = scaled.end, max(unit_end, scaled.end)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        if unit is not None and unit.kind == "percentage":
            return None
        if number.value > whole.value:
            figure.issues.append("part_exceeds_whole")
        return figure

    def _range(self, number: Number) -> FigureSpan | None:
        """``2 - 3 triệu đồng``, ``từ 200 đến 600 hộ``, ``5-6%``, ``10-15/19 tiêu chí``."""
        at, first_unit = number.end, None
        link = _RANGE.match(self.low, at)
        if link is None:
            first_unit, _, unit_end = self._unit(number.end)
            if first_unit is None:
                return None
            link = _RANGE.match(self.low, unit_end)
            if link is None or (link.group().strip() in "-–—" and first_unit.kind != "percentage"):
                return None
        second = read_digits(self.text, link.end())
        if second is None or number.value is None or second.value is None:
            return None
        slash = _RATIO.match(self.text, second.end)
        if slash is not None and first_unit is None:
            return self._ratio_range(number, second, slash)
        second = with_multiplier(second, self.low)
        if second.value is None:
            return None
        unit, unit_start, unit_end = self._unit(second.end)
        spelled = "-" not in link.group() and "–" not in link.group() and "—" not in link.group()
        if unit is None:
            noun = self._noun(second.end)
            if noun is None or spelled or second.value <= number.value or self._ordinal(number.start) is not None:
                return None
            unit_start, unit_end = noun
        if first_unit is not None and unit is not None and first_unit.code != unit.code:
            return None
        if unit is not None and unit.code == "hour" and first_unit is not None:
            self._skip("time_of_day")
            return None
        if unit is not None and unit.code == "month" and word_at(self.low, unit_end + 1) in ("giêng", "chạp"):
            return None
        low, high = number.value, second.value
        if number.scale == 1.0 and second.scale > 1.0 and low < 1000 and low * second.scale <= high:
            low = round(low * second.scale, 4)
        if low >= high:
            return None
        kind = unit.kind if unit is not None else "count"
        if kind in ("count", "duration") and self._ordinal(number.start) == "strong" and not self.low.startswith("từ", max(0, number.start - 3)):
            return None
        start, _, change, direction = self._left(number.start, range_=True)
        if spelled and change in ("by", "to") and kind not in ("percentage",) and self.low.startswith("từ", max(0, number.start - 3)):
            change = direction = None
        figure = FigureSpan(kind, start, unit_end, "range", number.start, second.end, low=low, high=high, comparator="range")
        figure.change, figure.direction = change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        return figure

    def _ratio_range(self, first: Number, second: Number, slash: re.Match[str]) -> FigureSpan | None:
        whole = read_digits(self.text, slash.start(1))
        unit, unit_start, unit_end = self._unit(slash.end())
        if whole is None or unit is None or first.value is None or second.value is None or first.value >= second.value:
            return None
        figure = FigureSpan("ratio", first.start, unit_end, "ratio-range", first.start, slash.end(), low=first.value, high=second.value)
        figure.denominator, figure.comparator = whole.value, "range"
        self._set_unit(figure, unit, unit_start, unit_end)
        return figure

    def _single(self, number: Number) -> FigureSpan | None:
        unit, unit_start, unit_end = self._unit(number.end)
        if unit is None and number.scale >= 1e3 and self._is_money(number):
            unit, unit_start, unit_end = units_by_code()["VND"], number.end, number.end
        ordinal = self._ordinal(number.start)
        if unit is None:
            return self._with_unknown_noun(number, ordinal)
        reason = self._not_counted(number, unit, unit_end, ordinal)
        if reason is not None:
            self._skip(reason)
            return None
        start, comparator, change, direction = self._left(number.start)
        figure = FigureSpan(unit.kind, start, unit_end, number.rule, number.start, number.end, value=number.value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        if number.mixed is not None and unit.kind == "count":
            figure.value = number.mixed
            figure.issues.append("mixed_separators")
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        self._after(figure)
        return figure

    def _with_unknown_noun(self, number: Number, ordinal: str | None) -> FigureSpan | None:
        """A number before a noun that the code list does not know: reported without a unit code."""
        follow = _FROM_TO.match(self.low, number.end)
        if follow is not None and word_before(self.low, number.start) == "từ":
            return self._from_without_unit(number, follow)
        if ordinal is not None:
            self._skip("ordinal")
            return None
        noun = self._noun(number.end)
        if noun is None:
            self._skip("no_unit")
            return None
        if number.scale == 1.0 and number.rule == "digits" and number.value is not None and 1900 <= number.value <= 2100:
            self._skip("possible_year")
            return None
        left = word_before(self.text, number.start)
        if left[:1].isupper() and not left.isupper() and number.scale == 1.0 and not self._sentence_head(number.start, left):
            self._skip("part_of_a_name")
            return None
        start, comparator, change, direction = self._left(number.start)
        figure = FigureSpan("count", start, noun[1], f"{number.rule}+noun", number.start, number.end, value=number.value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        if number.mixed is not None:
            figure.value = number.mixed
            figure.issues.append("mixed_separators")
        if number.value is not None and number.value != int(number.value) and number.scale == 1.0 and number.mixed is None:
            self._skip("no_unit")
            return None
        figure.unit_start, figure.unit_end = noun
        figure.issues.append("unknown_unit")
        return figure

    def _sentence_head(self, number_start: int, word: str) -> bool:
        at = self.text.rfind(word, 0, number_start)
        left = self.text[:at].rstrip(" ") if at < 200 else self.text[at - 4 : at].rstrip(" ")
        return not left or left[-1] in ".\n;:-–("

    def _from_without_unit(self, number: Number, follow: re.Match[str]) -> FigureSpan | None:
        """``từ 200 lên 600 hộ``: the first number borrows the unit of the second."""
        second = read_digits(self.text, follow.end())
        if second is None:
            return None
        second = with_multiplier(second, self.low)
        unit, _, _ = self._unit(second.end)
        if unit is None or number.value is None:
            return None
        value = number.value
        if number.scale == 1.0 and second.scale > 1.0 and unit.kind == "money":
            value = round(value * second.scale, 4)
        start = self.low.rfind("từ", 0, number.start)
        figure = FigureSpan(unit.kind, start, number.end, "from-to", number.start, number.end, value=value, unit=unit)
        figure.unit_start = figure.unit_end = number.end
        figure.change, figure.direction = "from", "up" if follow.group(1) == "lên" else "down"
        return figure

    # -------------------------------------------------------------- what stands to the right
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
        if figure.kind in ("duration", "measure") and figure.value is not None and (half := _HALF_UNIT.match(self.low, figure.end)):
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
        begin = max(self.low.rfind("\n", 0, number.start), self.low.rfind(". ", 0, number.start), number.start - 90, 0)
        if _money_words().search(self.low, begin, number.start) is not None:
            return True
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "money" and last.start >= begin

    # -------------------------------------------------------------- what stands to the left
    def _left(self, number_start: int, *, range_: bool = False) -> tuple[int, str, str | None, str | None]:
        """Where the figure begins, its comparator, change and direction, from the words before the number."""
        low = self.low
        start, comparator = number_start, "exact"
        since = _from_before(low, start)
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
        if unit.kind in _STATED:
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

    # -------------------------------------------------------------- number words
    def _spelled(self) -> None:
        taken = [(f.start, f.end) for f in self.found]
        starts = [s for s, _ in taken]
        reached = 0
        for hit in self.reading.keywords.word:
            place = hit.start
            if place < reached or self._is_taken(place):
                continue
            at = bisect_right(starts, place) - 1
            if at >= 0 and place < taken[at][1]:
                continue
            figure = self._at_words(place, hit.value)
            if figure is not None:
                self.found.append(figure)
                reached = figure.end

    def _at_words(self, place: int, word: str) -> FigureSpan | None:
        low = self.low
        if word in ("hàng", "vài", "mấy", "dăm"):
            return self._vague(place)
        if word == "một nửa":
            return self._half(place)
        if word == "gấp":
            return self._multiple(place)
        if word in ("trăm", "chục"):
            return self._bare_scale(place, word)
        fraction = _FRACTION_WORDS.match(low, place)
        if fraction is not None:
            start, comparator, _, _ = self._left(place)
            figure = FigureSpan("ratio", start, fraction.end(), "words-fraction", place, fraction.end(), comparator=comparator)
            figure.numerator, figure.denominator = _VAGUE_ONE[fraction.group(1)], _VAGUE_ONE[fraction.group(2)]
            figure.unit_start = figure.unit_end = fraction.end()
            return figure
        number = read_words(low, place)
        if number is None:
            return None
        single = number.scale == 1.0
        number = Number(number.value, number.start, number.end, "words")
        if single and not self._counts_alone(place, word):
            return None
        if (ranged := self._word_range(number)) is not None:
            return ranged
        unit, unit_start, unit_end = self._unit(number.end)
        if single and word == "một" and (unit is None or not _HALF_UNIT.match(low, unit_end) or unit.kind not in ("duration", "measure")):
            return None
        if unit is None and not single:
            unit, unit_start, unit_end = self._spelled_unit(number, place)
        if unit is None and not single and (noun := self._noun(number.end)) is not None and self._ordinal(place) is None:
            start, comparator, change, direction = self._left(place)
            figure = FigureSpan("count", start, noun[1], "words+noun", place, number.end, value=number.value, issues=["unknown_unit"])
            figure.comparator, figure.change, figure.direction = comparator, change, direction
            figure.unit_start, figure.unit_end = noun
            return figure
        if unit_end == number.end and unit is not None:
            start, comparator, change, direction = self._left(place)
            figure = FigureSpan("money", start, number.end, "words", place, number.end, value=number.value, unit=unit)
            figure.comparator, figure.change, figure.direction = comparator, change, direction
            figure.unit_start = figure.unit_end = number.end
            self._per(figure)
            return figure
        if unit is None or self.text[number.end : number.end + 1] != " " or self._ordinal(place) == "strong":
            return None
        if self.text[place].isupper() and self.text[unit_start].isupper() and not self.text[place : unit_end].isupper():
            return None
        if unit.kind == "duration" and self._not_counted(number, unit, unit_end, self._ordinal(place)):
            return None
        start, comparator, change, direction = self._left(place)
        figure = FigureSpan(unit.kind, start, unit_end, "words", place, number.end, value=number.value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        self._after(figure)
        return figure

    def _spelled_unit(self, number: Number, place: int) -> tuple[Unit | None, int, int]:
        """``sáu mươi triệu``: money when money is spoken of."""
        if number.value is None or number.value < 1e4 or not self._is_money(Number(number.value, place, number.end, "words", scale=1e6)):
            return None, number.end, number.end
        return units_by_code()["VND"], number.end, number.end

    def _word_range(self, first: Number) -> FigureSpan | None:
        """``hai đến ba người``, ``bốn, năm giờ``, ``hai, ba nghìn đồng``."""
        link = _WORD_RANGE.match(self.low, first.end)
        if link is None or first.value is None:
            return None
        second = read_words(self.low, link.end())
        if second is None or second.value is None or self.text[second.end : second.end + 1] != " ":
            return None
        low, high = first.value, second.value
        if low < 10 <= high:
            for scale in (1e9, 1e6, 1e4, 1e3, 1e2, 1e1):
                if low * scale < high < 10 * scale:
                    low *= scale
                    break
        if not low < high or (link.group() == ", " and high / low > 2):
            return None
        unit, unit_start, unit_end = self._unit(second.end)
        if unit is None:
            return None
        start, _, change, direction = self._left(first.start, range_=True)
        figure = FigureSpan(unit.kind, start, unit_end, "words-range", first.start, second.end, low=low, high=high, comparator="range")
        figure.change, figure.direction = change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        return figure

    def _counts_alone(self, place: int, word: str) -> bool:
        """Whether a single number word counts what follows: not `thứ hai`, not `năm` the year."""
        before = word_before(self.low, place)
        if before in _NEVER_BEFORE_WORDS:
            return False
        after = word_at(self.low, place + 3) if word == "ba" else ""
        if after in ("mẹ", "má", "đời", "lô") or (self.text[place] == "B" and after in ("em", "cháu", "con")):
            return False  # the father
        if word == "năm":
            if before in _YEAR_WORDS_BEFORE or before.isdigit() or self._is_taken(max(0, place - 2)):
                return False
            after = word_at(self.low, place + 4)
            if after == "năm":
                return not self.low[place + 7 : place + 9].strip().isdigit()
            return after not in _AFTER_YEAR
        return True

    def _vague(self, place: int) -> FigureSpan | None:
        number = read_vague(self.low, place)
        if number is None:
            return None
        unit, unit_start, unit_end = self._unit(number.end)
        if unit is None:
            noun = self._noun(number.end)
            if noun is None:
                return None
            unit_start, unit_end = noun
        if unit is not None and unit.kind == "duration" and unit.code == "year" and number.low == 1:
            return None
        start, _, change, direction = self._left(place)
        kind = unit.kind if unit is not None else "count"
        figure = FigureSpan(kind, start, unit_end, "vague", place, number.end, low=number.low, comparator="vague")
        figure.change, figure.direction = change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        return figure

    def _half(self, place: int) -> FigureSpan | None:
        found = _HALF_SHARE.match(self.low, place)
        if found is None:
            return None
        start, comparator, change, direction = self._left(place)
        figure = FigureSpan("percentage", start, found.end(), "half", place, found.end(), value=50.0, unit=units_by_code()["percent"])
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        figure.unit_start = figure.unit_end = found.end()
        return figure

    def _multiple(self, place: int) -> FigureSpan | None:
        """``gấp đôi``, ``tăng gấp rưỡi``."""
        found = _MULTIPLE.match(self.low, place)
        if found is None:
            return None
        start, comparator, _, _ = self._left(place)
        figure = FigureSpan("count", start, found.end(), "multiple", place, found.end(), value=_MULTIPLES[found.group(1)], comparator=comparator)
        figure.unit, figure.change, figure.direction = units_by_code()["time_occasion"], "by", "up"
        figure.unit_start, figure.unit_end = place, found.end()
        return figure

    def _bare_scale(self, place: int, word: str) -> FigureSpan | None:
        """``hơn chục nhà``, ``trăm nghìn đồng``: a scale word that counts by itself."""
        if word_before(self.low, place) in _BEFORE_SCALE:
            return None
        start, comparator, change, direction = self._left(place)
        scale = 100.0 if word == "trăm" else 10.0
        words = _SCALE_WORDS.match(self.low, place)
        if words is None or (comparator == "exact" and " " not in words.group()):
            return None
        end, value = words.end(), scale
        for larger in words.group().split()[1:]:
            value *= MULTIPLIERS[larger]
        unit, unit_start, unit_end = self._unit(end)
        if unit is None:
            return None
        figure = FigureSpan(unit.kind, start, unit_end, "words", place, end, value=value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        return figure

    # -------------------------------------------------------------- changes across figures
    def _link_changes(self) -> None:
        """``từ X … lên Y``: mark X as `from` and link the two."""
        for first, second in zip(self.found, self.found[1:], strict=False):
            if first.change == "from" and first.other is None and self._same_sort(first, second):
                first.other, second.other = second, first
                second.change, second.direction = "to", first.direction
                continue
            if second.change not in ("to", None) or second.start - first.end > 90:
                continue
            since = _from_before(self.low, first.start)
            opened = since is not None or self.low.startswith(("từ ", "tăng từ ", "giảm từ "), first.start)
            gap = self.low[first.end : second.number_start]
            if not opened or not self._same_sort(first, second) or "\n" in gap or ". " in gap:
                continue
            if second.change is None and not re.search(r"(?<!\w)(?:đến|tới|còn|lên|xuống)(?!\w)", gap):
                continue
            if second.change is None:
                moved = re.search(r"(?:lên|xuống|còn|đạt|đến|tới)[ ](?:[^\W\d_]+[ ]){0,2}$", gap)
                if moved is None:
                    continue
                down = "giảm" in self.low[max(0, first.start - 20) : first.start + 8] or "còn" in gap or "xuống" in gap
                second.change, second.direction = "to", "down" if down else "up"
            first.change, first.direction = "from", second.direction
            first.start = since if since is not None else first.start
            first.other, second.other = second, first

    @staticmethod
    def _same_sort(first: FigureSpan, second: FigureSpan) -> bool:
        if first.kind != second.kind:
            return False
        return first.unit is None or second.unit is None or first.unit.code == second.unit.code

    def _inherit_changes(self) -> None:
        """``nông nghiệp tăng 5,12%, công nghiệp 33,42%``: a list goes on with the change of its first item."""
        previous: FigureSpan | None = None
        for figure in self.found:
            if (
                previous is not None
                and previous.change == "by"
                and figure.change is None
                and figure.kind == "percentage"
                and previous.kind in _STATED
                and figure.comparator != "range"
            ):
                gap = self.low[previous.end : figure.start]
                equivalent = re.search(r"(?:tương đương|tức là|tức|tương ứng)[ ](?:[^\W\d_]+[ ]){0,2}$", gap)
                listed = previous.kind == "percentage" and "\n" not in gap and ". " not in gap and _INHERITING.search(gap) and not _OWN_VERB.search(gap)
                so = previous.kind == "percentage" and re.fullmatch(r"[ ]so với [^.;\n\d]{1,30}\d{0,4}, (?:mỗi năm|bình quân)[^.;\n\d]{0,20}", gap)
                if (equivalent and len(gap) < 30) or (listed and len(gap) < 70) or so:
                    figure.change, figure.direction = "by", previous.direction
            previous = figure


_NEVER_BEFORE_WORDS = frozenset(
    {"thứ", "lần", "tháng", "mùng", "mồng", "quý", "giai", "đoạn", "khóa", "khoá", "số", "lớp", "loại", "ngã", "mũi", "phần", "hạng", "hai", "ba", "bốn", "năm",
     "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "triệu", "tổ", "thôn", "kỳ", "chủ", "đệ", "tầng", "khối", "ngày", "bậc", "thể"}
)  # fmt: skip
_COMPARED_WORDS = frozenset({"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "đông", "sớm", "muộn"})
_AFTER_YEAR = frozenset(
    {"học", "tháng", "năm", "ngày", "nay", "ngoái", "sau", "trước", "mới", "qua", "đầu", "cuối", "tuổi", "lần", "điểm", "trường", "quý", "hoạt", "kỷ"}
)
_YEAR_WORDS_BEFORE = frozenset(
    {"mỗi", "hàng", "hằng", "từng", "những", "các", "nhiều", "đầu", "cuối", "giữa", "trong", "cả", "một", "đến", "từ", "qua", "mấy", "vài", "bao", "nửa",
     "sang", "hết", "vào", "suốt", "tròn", "chục", "trăm", "hơn", "gần", "kế", "thường", "quanh", "tất", "cùng", "5", "lăm", "trước", "sau", "ngàn"}
)  # fmt: skip


def _from_before(lowered: str, end: int) -> int | None:
    """Where `từ` right before `end` begins, or None."""
    at = end
    while at > 0 and lowered[at - 1] in _SPACES:
        at -= 1
    if at >= 2 and lowered.startswith("từ", at - 2) and (at == 2 or not lowered[at - 3].isalnum()):
        return at - 2
    return None


def find_figures(reading: Reading, taken: Sequence[tuple[int, int]]) -> tuple[list[FigureSpan], Counter[str]]:
    """The figures of a text, and how many numbers were left out for which reason."""
    finder = FigureFinder(reading, taken)
    return finder.run(), finder.skipped
