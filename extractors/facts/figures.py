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
from operator import attrgetter

from extractors.facts.changes import inherit_changes, link_changes, mark_compounds, told_as_a_step
from extractors.facts.left_words import ORDINAL, QUALIFIED, Left, begins_a_sentence, flags_before, left_of
from extractors.facts.number_context import STATED, FigureSpan
from extractors.facts.number_shape import in_a_short_quote, not_a_number
from extractors.facts.ranged_figures import MINUS, RANGE_AFTER_UNIT, RANGE_BEGINS, RATIO, SIGNED, RangedFigures
from extractors.facts.reading import Reading
from extractors.registry.lookup import Unit, units_by_code
from extractors.vietnamese.numbers import Number, read_digits, with_multiplier
from extractors.vietnamese.phrases import word_before

_FROM_TO = re.compile(r"[ ](?:nay[ ])?(?:tăng[ ]|giảm[ ])?(lên|xuống|còn)(?:[ ](?:đến|tới|còn))?[ ](?:khoảng[ ]|trên[ ]|hơn[ ]|gần[ ])?(?=\d)")
_SHARE_ENDS = re.compile(r"[,;)\n]|\.(?!\d)|\Z")
_SHARED_BY = frozenset({"nữ", "nam", "đạt", "được", "thiểu", "trẻ", "đảng", "tán", "thành", "có"})
_MIRRORED = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}
"""What a comparator says of a number below zero: `âm hơn 5 tỷ` is less than minus five."""
_SCALES = frozenset({200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0, 250_000.0, 1_000_000.0})
_DRAWN_TO = frozenset({"hoạch", "lệ", "đồ", "tiết", "khu", "chung"})  # `quy hoạch chi tiết 1/500`, `tỷ lệ 1/2000`
_MULTIPLIED = frozenset("ctnv")
_NAMED_LIST = re.compile(r"(?:[ ]?[,;][ ]?(?:và[ ])?|[ ]và[ ]|[ ]?[-+][ ]?)\Z")
_GOES_TO = (" lên", " xuống", " còn", " nay ", " tăng ", " giảm ")
_METRES = re.compile(r"(\d{1,2})m(\d\d|[014-9])(?![\w.,]*\d|[^\W\d_])")
_SCORE = re.compile(r"(?<!\w)(?:tỷ số|tỉ số|thắng|thua|hòa|hoà|dẫn|dẫn trước)[^.;,\n\d]{0,16}\d{1,2}[ ]?[-–][ ]?\Z")
_SCORE_AHEAD = 34
_DASHED = frozenset({"- ", "– "} | {f"{digit}{dash}" for digit in "0123456789" for dash in "-–"})
_MEDALS = re.compile(r"(?:(?<!\w)bạc|hcb|huy chương)[^.;\n]{0,16}\Z")  # `3 vàng, 5 bạc và 8 đồng`
_MEDALS_AHEAD = 30
_FEW = 500
_LONGEST_LINK = 6
_DOUBTFUL = frozenset({"duration", "measure", "money"})
_PER_NEXT = frozenset({" /", " t"})
_AFTER_NEXT = frozenset({" r"})
_DAY_BEFORE = frozenset({"từ", "đến", "hết", "trước", "sau", "ngày", "sáng", "chiều", "tối", "hôm", "dịp", "lễ"})
_PERIOD_UNITS = frozenset({"year", "school_year", "month", "term_of_office"})


class FigureFinder(RangedFigures):
    """Finds the figures of one text. `taken` are the sorted spans of dates and document numbers."""

    def run(self) -> list[FigureSpan]:
        """All figures, in order."""
        reached, taken, at = 0, self.taken, 0
        size = len(taken)
        for start, end in self.reading.digits:
            while at < size and taken[at][1] <= start:
                at += 1
            if start < reached or (at < size and taken[at][0] <= start):
                continue
            self.reached = end
            figure = self._at_digits(start, end)
            if figure is not None:
                if figure.start < reached:
                    figure.start = figure.number_start  # the words before it belong to the figure before
                self.found.append(figure)
                reached = figure.end
            else:
                reached = self.reached
        self._spelled()
        self.found.sort(key=attrgetter("start"))
        mark_compounds(self.found)
        link_changes(self.found, self.low)
        inherit_changes(self.found, self.low)
        return self.found

    def _at_digits(self, start: int, end: int) -> FigureSpan | None:
        text = self.text
        reason = not_a_number(text, self.low, start, end)
        if reason is not None:
            self._skip(reason[0])
            self.reached = reason[1]
            return None
        token, following = text[start:end], text[end : end + 2]
        if following[:1] == "m" and following[1:].isdecimal() and (found := _METRES.match(text, start)) is not None:
            return self._metres(found)
        if end - start <= 3 and token.isdecimal() and following[-1:].isalpha() and following[0] == " ":
            number = Number(float(token), start, end, "digits")  # the plain case: `12 hộ`
        else:
            read = read_digits(text, start)
            if read is None:
                self._skip("unreadable_number")
                return None
            number, following = read, text[read.end : read.end + 2]
            self.reached = read.end  # left out or not, its groups are no numbers of their own
        if following.startswith("/") or following == " /":
            ratio = self._ratio(number)
            if ratio is not None:
                return ratio
        if following and (following[-1] in _MULTIPLIED or following[0] in _MULTIPLIED):
            number = with_multiplier(number, self.low)
        unit = self._unit(number.end)
        if self.low.startswith(RANGE_BEGINS, number.end) or (unit[0] is not None and self.low.startswith(RANGE_AFTER_UNIT, unit[2])):
            return self._range(number, unit) or self._single(number, unit)
        return self._single(number, unit)

    def _metres(self, found: re.Match[str]) -> FigureSpan:
        """``cao 1m70``: metres and the decimals behind them."""
        left = self._left(found.start())
        value = float(f"{found[1]}.{found[2]}")
        figure = FigureSpan("measure", left.start, found.end(), "metres", found.start(), found.end(), value, unit=units_by_code()["metre"])
        figure.unit_start, figure.unit_end = found.end(1), found.end(1) + 1
        figure.comparator, figure.change, figure.direction = left[1:]
        self.reached = found.end()
        return figure

    def _ratio(self, number: Number) -> FigureSpan | None:
        found = RATIO.match(self.text, number.end)
        if found is None:
            return None
        whole = read_digits(self.text, found.start(1))
        if whole is None or whole.end != found.end() or whole.value is None or number.value is None or whole.value == 0:
            return None
        scaled = with_multiplier(whole, self.low)
        unit, unit_start, unit_end = self._unit(scaled.end)
        if unit is not None and unit.kind == "percentage":
            return None
        left = self._left(number.start)
        reason = self._not_a_ratio(number, whole, unit, left)
        if reason is not None:
            self._skip(reason)
            self.reached = whole.end
            return None
        if unit is None:
            noun = self._noun(whole.end)
            unit, unit_start, unit_end = self._share(whole.end) or (None, *(noun or (whole.end, whole.end)))
            if noun is None and self.low.startswith("h", whole.end):
                unit, unit_start, unit_end = units_by_code()["hour"], whole.end, whole.end + 1  # `24/24h`
        figure = FigureSpan("ratio", left.start, max(unit_end, whole.end), "ratio", number.start, whole.end, numerator=number.value, denominator=whole.value)
        if scaled.value is not None and scaled.scale > 1.0:
            figure.numerator, figure.denominator = round(number.value * scaled.scale, 4), scaled.value
            figure.number_end, figure.end = scaled.end, max(unit_end, scaled.end)
        figure.comparator, figure.change, figure.direction = left[1:]
        self._set_unit(figure, unit, unit_start, unit_end)
        if number.value > whole.value:
            figure.issues.append("part_exceeds_whole")
        return figure

    def _not_a_ratio(self, number: Number, whole: Number, unit: Unit | None, left: Left) -> str | None:
        """Why two numbers with a slash are no part of a whole: a day and month, a rank, a scale."""
        if unit is not None and unit.code in _PERIOD_UNITS:
            return "ambiguous_slash"
        if left.comparator == "exact" and self._ordinal(number.start) in ("strong", "rank"):
            return "ordinal"
        if number.value is None or whole.value is None:
            return None
        if number.value == 1.0 and whole.value in _SCALES and word_before(self.low, number.start) in _DRAWN_TO:
            return "scale_of_a_map"
        is_day = left.comparator == "exact" and number.value <= 31 and whole.value <= 12
        if is_day and (number.value > whole.value or word_before(self.low, number.start) in _DAY_BEFORE):
            return "ambiguous_slash"  # `từ 1/7 cán bộ`, `8/3 hội viên`
        if unit is not None or self._share(whole.end) is not None:
            return None
        noun = self._noun(whole.end)
        if noun is not None or left.comparator != "exact" or (number.value == whole.value == 24 and self.low.startswith("h", whole.end)):
            return None
        return None if self._is_bare_share(number, whole) else "ambiguous_slash"

    def _is_bare_share(self, number: Number, whole: Number) -> bool:
        """``trong đó nữ 35/99,``: no day of a year, and nothing before that numbers a page, a house or a document."""
        if number.value is None or whole.value is None or not whole.value > 12 or number.value > whole.value:
            return False
        return _SHARE_ENDS.match(self.text, whole.end) is not None and word_before(self.text, number.start) in _SHARED_BY

    def _single(self, number: Number, unit_after: tuple[Unit | None, int, int]) -> FigureSpan | None:
        unit, unit_start, unit_end = unit_after
        if self.text[number.start - 2 : number.start] in _DASHED and _SCORE.search(self.low, max(0, number.start - _SCORE_AHEAD), number.start) is not None:
            self._skip("score")
            return None
        if unit is None and number.scale >= 1e3 and self._is_money(number):
            unit, unit_start, unit_end = units_by_code()["VND"], number.end, number.end
        if unit is None and self.text[number.start - 1 : number.start] == "$":
            unit, unit_start, unit_end = units_by_code()["USD"], number.end, number.end
        low, text = self.low, self.text
        flags = flags_before(low, number.start)
        ordinal = self._ordinal(number.start) if flags & ORDINAL else None
        if ordinal is None and number.start - self.named_end <= _LONGEST_LINK and self._goes_on_named(number, unit):
            ordinal = "strong"
        if unit is None:
            return self._with_unknown_noun(number, ordinal)
        if unit.code == "VND" and number.value is not None and number.value < _FEW and self._is_medals(number.start):
            self._skip("no_unit")  # the words alone would be money
            return None
        if unit.kind == "count" and self.has_quotes and in_a_short_quote(text, number.start, unit_end):
            self._skip("part_of_a_name")
            return None
        if ordinal is not None or unit.kind in _DOUBTFUL:
            reason = self._not_counted(number, unit, unit_end, ordinal)
            if reason is not None:
                self._name(reason, number)
                return None
        figure = FigureSpan(unit.kind, number.start, unit_end, number.rule, number.start, number.end, number.value)
        figure.unit, figure.unit_start, figure.unit_end = unit, unit_start, unit_end
        if flags & QUALIFIED:
            left = left_of(low, number.start, flags)
            if unit.code == "time_occasion" and low.startswith((" liên tiếp", " liên tục"), unit_end):
                left = Left(left.start, left.comparator)  # `tăng 2 lần liên tiếp` counts the rises
            if left.change is None or unit.code == "time_occasion" or not low.startswith("gấp", left.start):  # the verb: to fold
                figure.start, figure.comparator, figure.change, figure.direction = left
        if unit.kind == "duration" and figure.change == "to" and low.startswith(" nữa", unit_end):
            figure.change = figure.direction = None  # `chỉ còn 6 ngày nữa`
        if number.mixed is not None and unit.kind == "count":
            figure.value = number.mixed
            figure.issues.append("mixed_separators")
        elif unit.kind == "percentage" and figure.change is None:
            told_as_a_step(figure, low)
        if unit.kind in SIGNED and ((number.start and low[number.start - 1] in MINUS) or (figure.change is None and low.startswith("âm ", figure.start - 3))):
            self._below_zero(figure)
        if unit.code == "animal" and self._may_be_children(number, unit_start, unit_end):
            figure.unit = None
            figure.issues.append("unknown_unit")
        if unit.listed:
            self._set_unit(figure, unit, unit_start, unit_end)
        following = text[unit_end : unit_end + 2]
        if following in _PER_NEXT or following[:1] == "/":
            self._per(figure)
        if following in _AFTER_NEXT or low.find(" trở ", unit_end, unit_end + 48) >= 0:
            self._after(figure)
        return figure

    def _is_medals(self, start: int) -> bool:
        """Whether ``8 đồng`` is bronze, no money: ``6 huy chương vàng, 5 bạc và 8 đồng``."""
        return _MEDALS.search(self.low, max(0, start - _MEDALS_AHEAD), start) is not None

    def _below_zero(self, figure: FigureSpan) -> None:
        """``xuống -0,5 độ C``, ``âm 3 độ C``, ``lợi nhuận âm hơn 5 tỷ đồng``, ``tăng trưởng -2,5%``."""
        sign = self._sign(figure.unit, figure.start)
        if sign is None or figure.value is None:
            return
        comparator = _MIRRORED.get(figure.comparator, figure.comparator)
        left = self._left(sign)
        figure.number_start = sign
        figure.start, figure.change, figure.direction = left.start, left.change, left.direction
        figure.comparator = left.comparator if comparator == "exact" else comparator
        if left.change == "by":
            figure.direction = "down"  # `giảm -2,5%`: the sign is the direction's
        else:
            figure.value = -figure.value

    def _name(self, reason: str, number: Number) -> None:
        """Count a number left out; one that names may be the first of a list: ``các thôn 5, 6``."""
        self._skip(reason)
        if reason == "ordinal":
            self.named_end, self.named_value = number.end, number.value or 0.0

    def _goes_on_named(self, number: Number, unit: Unit | None) -> bool:
        """``Điều 5, 6, 7 Luật Đất đai``: the next number of a list of names, told by its being the next."""
        if number.value is None or number.scale != 1.0 or (unit is not None and unit.kind in STATED):
            return False
        near = 0 < number.value - self.named_value <= (1 if unit is not None else 12)
        return near and _NAMED_LIST.match(self.low, self.named_end, number.start) is not None

    def _with_unknown_noun(self, number: Number, ordinal: str | None) -> FigureSpan | None:
        """A number before a noun that the code list does not know: reported without a unit code."""
        if self.low.startswith(_GOES_TO, number.end):
            follow = _FROM_TO.match(self.low, number.end)
            if follow is not None and word_before(self.low, number.start) == "từ":
                return self._from_without_unit(number, follow)
        if ordinal is not None:
            self._name("ordinal", number)
            return None
        if self.low.startswith(", ", number.end) and (either := self._either(number)) is not None:
            return either
        noun = self._noun(number.end)
        if noun is None:
            self._skip("no_unit")
            return None
        reason = self._surely_counts(number, noun)
        if reason is not None:
            self._skip(reason)
            return None
        start, comparator, change, direction = self._left(number.start)
        figure = FigureSpan("count", start, noun[1], f"{number.rule}+noun", number.start, number.end, value=number.value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        if number.mixed is not None:
            figure.value = number.mixed
            figure.issues.append("mixed_separators")
        figure.unit_start, figure.unit_end = noun
        figure.issues.append("unknown_unit")
        return figure

    def _surely_counts(self, number: Number, noun: tuple[int, int]) -> str | None:
        """Why a number before an unknown noun is left out."""
        if number.scale == 1.0 and number.value is not None:
            if number.rule == "digits" and 1900 <= number.value <= 2100:
                return "possible_year"
            if number.value != int(number.value) and number.mixed is None:
                return "no_unit"
            left = word_before(self.text, number.start)
            if left[:1].isupper() and not left.isupper() and not begins_a_sentence(self.text, self.text.rfind(left, 0, number.start)):
                return "part_of_a_name"
        return "part_of_a_name" if self.has_quotes and in_a_short_quote(self.text, number.start, noun[1]) else None

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
