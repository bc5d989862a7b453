"""Figures with two ends: ``2 - 3 triệu đồng``, ``từ 200 đến 600 hộ``, ``25.000đ - 45.000đ/kg``, ``10-15/19 tiêu chí``."""

from __future__ import annotations

import re

from extractors.facts.changes import told_as_a_step
from extractors.facts.left_words import from_before
from extractors.facts.number_context import LAST_GRADE, FigureSpan
from extractors.facts.spelled_figures import SpelledFigures
from extractors.registry.lookup import Unit, units_by_code
from extractors.vietnamese.dates.reader import starts_before
from extractors.vietnamese.numbers import Number, read_digits, with_multiplier
from extractors.vietnamese.phrases import word_at, word_before

RATIO = re.compile(r"[ ]?/[ ]?(\d+(?:[.,]\d+)*)(?![\d/])")
_RANGE = re.compile(r"(?:[ ]?[-–—][ ]?|[ ](?:đến|tới)(?:[ ](?:hết|dưới))?[ ](?P<sign>[-−–]|âm[ ])?)(?=\d)")
_NEXT_DIGIT = re.compile(r",[ ]([2-9])(?=[ ][^\W\d_])")
_LISTED_BEFORE = (", ", " và ", "-", "/")
MINUS = ("-", "–", "−")
SIGNED = frozenset({"percentage", "money", "measure"})
"""Kinds of figures that may be below zero: nothing is counted or lasts less than nothing."""
_SIGNED_MEASURES = frozenset({"degree", "degree_celsius", "metre", "decibel"})
_BELOW_ZERO = re.compile(r"(?:(?<!\w)(?<!thu[ ])(?<!ghi[ ])(?<!phát[ ])(?<!siêu[ ])âm[ ]|(?:(?<=[^\W\d_][ ])|(?<!.)(?<!\n))[-–−])\Z")
RANGE_BEGINS = ("-", "–", "—", " -", " –", " —", " đến ", " tới ")
RANGE_AFTER_UNIT = (*RANGE_BEGINS, "/")
_RANGED_TWICE = frozenset({"percentage", "money", "measure", "duration"})
_AFTER_UNIT = re.compile(rf"(?:/[^\W\d_]+(?:/[^\W\d_]+)?)?{_RANGE.pattern}")
"""``đồng/kg - ``: what stands behind the unit of the first number."""
_HOURS_A_DAY = 24.0
_LASTING = frozenset({"dài", "mất", "sau", "trong", "khoảng", "tốn", "thêm", "đủ", "chậm", "sớm", "hết", "gian", "hạn"})
_OLDEST = 120


class RangedFigures(SpelledFigures):
    """Reads the figures that go on to a second number."""

    def _range(self, number: Number, unit_after: tuple[Unit | None, int, int]) -> FigureSpan | None:
        """``2 - 3 triệu đồng``, ``từ 200 đến 600 hộ``, ``5-6%``, ``10-15/19 tiêu chí``."""
        at = number.end
        link = _RANGE.match(self.low, at) if self.low.startswith(RANGE_BEGINS, at) else None
        first_unit = None
        if link is None:
            first_unit, _, at = unit_after
            if first_unit is None:
                return None
            link = _AFTER_UNIT.match(self.low, at)
            if link is None or (link["sign"] is None and link.group().rstrip()[-1] in "-–—" and first_unit.kind not in _RANGED_TWICE):
                return None
        second = read_digits(self.text, link.end())
        if second is None or number.value is None or second.value is None:
            return None
        slash = RATIO.match(self.text, second.end)
        if slash is not None and first_unit is None:
            return self._ratio_range(number, second, slash)
        second = with_multiplier(second, self.low)
        if second.value is None:
            return None
        unit, unit_start, unit_end = self._unit(second.end)
        if unit is None and first_unit is None:
            unit, unit_start, unit_end = self._unit_left_out(number, second)
        spelled = link["sign"] is not None or not any(dash in link.group() for dash in "-–—")
        if unit is None:
            noun = self._noun(second.end)
            if noun is None or spelled or second.value <= number.value or self._ordinal(number.start) is not None:
                return None
            unit_start, unit_end = noun
        if first_unit is not None and unit is not None and first_unit.code != unit.code:
            return None
        if unit is not None and unit.code == "hour" and (first_unit is not None or self._is_time_range(number, second, unit_end)):
            self._skip("time_of_day")
            self.reached = unit_end
            return None
        if unit is not None and unit.code == "month" and word_at(self.low, unit_end + 1) in ("giêng", "chạp"):
            return None
        low, high = number.value, second.value
        if number.scale == 1.0 and second.scale > 1.0 and low < 1000 and low * second.scale <= high:
            low = round(low * second.scale, 4)
        begin = number.start
        if ((begin and self.low[begin - 1] in MINUS) or self.low.startswith("âm ", begin - 3)) and (sign := self._sign(unit, begin)) is not None:
            low, begin = -low, sign
        if link["sign"] is not None:
            high = -high
        if low >= high:
            return None
        kind = unit.kind if unit is not None else "count"
        if kind in ("count", "duration") and self._ordinal(number.start) == "strong" and not self.low.startswith("từ", max(0, number.start - 3)):
            return None
        if kind == "count" and second.value <= LAST_GRADE and self._is_grade(number) and self._ordinal(number.start) is not None:
            self.reached = second.end  # `lớp 10 - 12 Trường THPT`
            return None
        start, _, change, direction = self._left(begin, range_=True)
        if spelled and change in ("by", "to") and kind not in ("percentage",) and self.low.startswith("từ", max(0, begin - 3)):
            change = direction = None
        end = max(unit_end, second.end)
        figure = FigureSpan(kind, start, end, "range", begin, second.end, low=low, high=high, comparator="range")
        figure.change, figure.direction = change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        if kind == "percentage" and change is None:
            told_as_a_step(figure, self.low)
        self._per(figure)
        return figure

    def _sign(self, unit: Unit | None, start: int) -> int | None:
        """Where the sign begins that ends at `start` and makes what `unit` measures less than nothing, or None.

        A dash after another figure or after a mark joins or lists: ``5 ha -7 ha``, ``: -5 tỷ đồng``.
        """
        if unit is None or unit.kind not in SIGNED or (unit.kind == "measure" and unit.code not in _SIGNED_MEASURES):
            return None
        sign = _BELOW_ZERO.search(self.low, start - 9 if start > 9 else 0, start)
        if sign is None or (self.found and self.found[-1].end >= sign.start() - 1):
            return None
        return sign.start()

    def _either(self, number: Number) -> FigureSpan | None:
        """``2, 3 hộ``: two or three; ``tổ 1, 2, 3`` and ``2, 3 Điều`` are lists."""
        found = _NEXT_DIGIT.match(self.low, number.end)
        if found is None or number.value is None or number.value + 1 != float(found.group(1)) or number.rule != "digits":
            return None
        if self.low.endswith(_LISTED_BEFORE, 0, number.start):
            return None
        unit, unit_start, unit_end = self._unit(found.end())
        if unit is None or unit.kind not in ("count", "duration") or self.text[unit_start].isupper():
            return None
        start, _, change, direction = self._left(number.start, range_=True)
        figure = FigureSpan(unit.kind, start, unit_end, "either", number.start, found.end(), low=number.value, high=number.value + 1, comparator="range")
        figure.change, figure.direction = change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        self._per(figure)
        return figure

    def _is_time_range(self, number: Number, second: Number, unit_end: int) -> bool:
        """``từ 18 đến 24 giờ``: from one time of day to another, unless something lasts or each of something takes so long."""
        if second.value is None or second.value > _HOURS_A_DAY or self.low.startswith(("/", " mỗi", " một"), unit_end):
            return False
        since = from_before(self.low, number.start)
        return since is not None and word_before(self.low, since) not in _LASTING

    def _unit_left_out(self, number: Number, second: Number) -> tuple[Unit | None, int, int]:
        """``tuổi từ 60 đến 80``, ``mỗi ngày 100-120 triệu``: a range whose unit stands before it, or is money untold."""
        if second.scale >= 1e3 and self._is_money(Number(second.value, number.start, second.end, "digits", scale=second.scale)):
            return units_by_code()["VND"], second.end, second.end
        if second.value is None or second.value > _OLDEST or second.scale > 1.0:
            return None, second.end, second.end
        since = from_before(self.low, number.start)
        begin = starts_before(self.low, number.start if since is None else since, "tuổi")
        if begin is None or self._noun(second.end) is not None:
            return None, second.end, second.end
        return units_by_code()["year_of_age"], begin, begin + len("tuổi")

    def _ratio_range(self, first: Number, second: Number, slash: re.Match[str]) -> FigureSpan | None:
        whole = read_digits(self.text, slash.start(1))
        unit, unit_start, unit_end = self._unit(slash.end())
        if whole is None or unit is None or first.value is None or second.value is None or first.value >= second.value:
            return None
        figure = FigureSpan("ratio", first.start, unit_end, "ratio-range", first.start, slash.end(), low=first.value, high=second.value)
        figure.denominator, figure.comparator = whole.value, "range"
        self._set_unit(figure, unit, unit_start, unit_end)
        return figure
