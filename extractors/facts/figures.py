"""The figures a text states: counts, percentages, ratios, money, measures and durations.

Found at the digits (or number words) that no date and no document number uses.
A number becomes a figure only by what stands around it: a unit or a noun to its
right, and nothing to its left that makes it a name (`thôn 4`, `lần thứ 3`).
Numbers that are left out are counted by reason in :attr:`FigureFinder.skipped`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.facts.changes import inherit_changes, link_changes
from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.spelled_figures import SpelledFigures
from extractors.registry.lookup import units_by_code
from extractors.vietnamese.numbers import Number, read_digits, with_multiplier
from extractors.vietnamese.phrases import word_at, word_before

_RATIO = re.compile(r"[ ]?/[ ]?(\d+(?:[.,]\d+)*)(?![\d/])")
_RANGE = re.compile(r"(?:[ ]?[-–—][ ]?|[ ](?:đến|tới)(?:[ ](?:hết|dưới))?[ ])(?=\d)")
_FROM_TO = re.compile(r"[ ](?:nay[ ])?(?:tăng[ ]|giảm[ ])?(lên|xuống|còn)(?:[ ](?:đến|tới|còn))?[ ](?:khoảng[ ]|trên[ ]|hơn[ ]|gần[ ])?(?=\d)")
_LINE_NUMBER = re.compile(r"[).:/](?:[ \n]|$)|[ ]?[-–][ ]?(?=[A-ZĐ])")
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?(?=[ ])")
_SHARE_NOUN = re.compile(r"[ ](?:số|tổng|diện tích|dân số|quãng|chiều|chặng|đoạn|khối|giá|kinh phí|vốn|thời|đại biểu|ủy viên|nhu cầu)(?!\w)")


class FigureFinder(SpelledFigures):
    """Finds the figures of one text. `taken` are the sorted spans of dates and document numbers."""

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
        link_changes(self.found, self.low)
        inherit_changes(self.found, self.low)
        return self.found

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
        floor = max(0, start - 5)
        line = low.rfind("\n", floor, start) + 1
        at_head = (line > 0 or floor == 0) and start - line <= 4
        if at_head and not low[line:start].strip(" (-–*•"):
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


def find_figures(reading: Reading, taken: Sequence[tuple[int, int]]) -> tuple[list[FigureSpan], Counter[str]]:
    """The figures of a text, and how many numbers were left out for which reason."""
    finder = FigureFinder(reading, taken)
    return finder.run(), finder.skipped
