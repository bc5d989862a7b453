"""Figures whose number is spelled: number words, vague numbers, halves, multiples."""

from __future__ import annotations

import re

from extractors.facts.clock_times import TIMES_A_DAY
from extractors.facts.number_context import HALF_UNIT, STATED, FigureSpan, NumberContext
from extractors.registry.lookup import Unit, units_by_code
from extractors.vietnamese.numbers import MULTIPLIERS, NUMBER_WORDS, Number, read_vague, read_words
from extractors.vietnamese.phrases import word_at, word_before

_BESIDE = r"(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w)"
_WORD_RANGE = re.compile(rf"(?:[ ](?:đến|tới)[ ]|,[ ]|[ ]?[-–][ ]?|[ ]hoặc[ ]|[ ](?={_BESIDE}))")
_WORD_RANGE_BEGINS = (" đến ", " tới ", ", ", "-", " -", "–", " –", " hoặc ")
# `hai ba hộ`, `năm bảy trăm người`: two numbers side by side are the ends of a range; `bốn năm` is a length of time
_NEXT_WORDS = {
    "một": (" hai ",), "hai": (" ba ",), "ba": (" bốn ",), "năm": (" sáu ", " bảy "),
    "sáu": (" bảy ",), "bảy": (" tám ",), "tám": (" chín ",), "chín": (" mười ",),
}  # fmt: skip
_NO_WORDS = ("\n\n",)
_FEW = ("vài ", "dăm ", "đôi ", "mấy ")  # `dăm ba hộ`: some, and never three
_GOES_ON = re.compile(rf"[ ](?:{'|'.join(sorted(NUMBER_WORDS))})(?!\w)")
_FRACTION_WORDS = re.compile(r"(một|hai|ba|bốn|năm|sáu|bảy|tám|chín)[ ]phần[ ](hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)")
_HALF_SHARE = re.compile(r"một nửa(?=[ ](?!là|thì|đã|còn|kia|đời|thế|ngày|đêm|năm|tháng|vòng|sự|của)[^\W\d_]{2,})")
_COUNTED_ON = re.compile(r"(?:,[ ]|[ ]và[ ])(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)[ ](?!phần|chục|nghìn|ngàn)[^\W\d_]")
_HALF_ALONE = re.compile(r"một nửa(?=[,;.)\n”]|\Z)")
_SHARING = frozenset({"chiếm", "trả", "được", "hết", "còn", "đạt", "bằng", "mất", "bán", "góp", "lo", "chịu", "đóng", "khoảng", "quá", "tới", "đến", "là"})
_MULTIPLE = re.compile(r"gấp[ ](đôi|rưỡi|ba|bốn|năm|hai|mười)(?!\w)(?:[ ]lần)?")
_MULTIPLES = {"đôi": 2.0, "rưỡi": 1.5, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0}
_SCALE_WORDS = re.compile(r"(?:trăm|chục)(?:[ ](?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)){0,2}(?!\w)")
_BEFORE_SCALE = frozenset({"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "hàng", "vài", "mấy", "phần", "dăm", "nhiều", "bạc", "tiền"})
_VAGUE_ONE = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "tư": 4.0, "năm": 5.0, "sáu": 6.0, "bảy": 7.0, "bẩy": 7.0, "tám": 8.0, "chín": 9.0, "mười": 10.0}
_NEVER_BEFORE_WORDS = frozenset(
    {"thứ", "lần", "tháng", "mùng", "mồng", "quý", "giai", "đoạn", "khóa", "khoá", "số", "lớp", "loại", "ngã", "mũi", "phần", "hạng", "hai", "ba", "bốn", "năm",
     "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "triệu", "tổ", "thôn", "kỳ", "chủ", "đệ", "tầng", "khối", "ngày", "bậc", "thể",
     "giải", "một"}
)  # fmt: skip
_LENGTHS = frozenset({"năm", "tháng", "ngày"})
_SENDING = frozenset({"điều"})  # a verb before words: articles are numbered in digits
_COMPARING = frozenset({"hơn", "gần"})
_AFTER_YEAR = frozenset(
    {"học", "tháng", "năm", "ngày", "nay", "ngoái", "sau", "trước", "mới", "qua", "đầu", "cuối", "tuổi", "lần", "điểm", "trường", "quý", "hoạt", "kỷ"}
)
_YEAR_WORDS_BEFORE = frozenset(
    {"mỗi", "hàng", "hằng", "từng", "những", "các", "nhiều", "đầu", "cuối", "giữa", "trong", "cả", "một", "đến", "từ", "qua", "mấy", "vài", "bao", "nửa",
     "sang", "hết", "vào", "suốt", "tròn", "chục", "trăm", "hơn", "gần", "kế", "thường", "quanh", "tất", "cùng", "5", "lăm", "trước", "sau", "ngàn"}
)  # fmt: skip


class SpelledFigures(NumberContext):
    """Reads the figures that begin at a word."""

    def _spelled(self) -> None:
        words = self.reading.keywords.word
        if not words:
            return
        found, taken = list(self.found), self.taken  # both in order, as the words are
        reached = at = next_taken = 0
        for hit in words:
            place = hit.start
            while at < len(found) and found[at].end <= place:
                at += 1
            while next_taken < len(taken) and taken[next_taken][1] <= place:
                next_taken += 1
            if place < reached or (at < len(found) and found[at].start <= place) or (next_taken < len(taken) and taken[next_taken][0] <= place):
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
        if low.endswith(_FEW, 0, place):
            return None
        word = word.partition(" ")[0]
        end = place + len(word)
        if low.startswith(" phần ", end):
            return self._fraction(place)
        spelled = None if word in _VAGUE_ONE and _GOES_ON.match(low, end) is None else read_words(low, place)
        single = spelled is None or spelled.scale == 1.0
        if single and (word not in _VAGUE_ONE or not self._counts_alone(place, word)):
            return None
        number = Number(_VAGUE_ONE[word], place, end, "words") if spelled is None else Number(spelled.value, place, spelled.end, "words")
        if single and low.startswith(_NEXT_WORDS.get(word, _NO_WORDS), number.end):
            return self._word_range(number)
        if low.startswith(_WORD_RANGE_BEGINS, number.end) and (ranged := self._word_range(number)) is not None:
            return ranged
        unit, unit_start, unit_end = self._unit(number.end)
        if single and word == "một" and not self._counts_one(unit, unit_end):
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
        if unit is None or self.text[number.end : number.end + 1] != " " or (self._ordinal(place) == "strong" and word_before(low, place) not in _SENDING):
            return None
        if self.text[place].isupper() and self.text[unit_start].isupper() and not self.text[place : unit_end].isupper():
            return None
        if unit.kind == "duration" and self._not_counted(number, unit, unit_end, self._ordinal(place)):
            return None
        start, comparator, change, direction = self._left(place)
        figure = FigureSpan(unit.kind, start, unit_end, "words", place, number.end, value=number.value)
        figure.comparator, figure.change, figure.direction = comparator, change, direction
        self._set_unit(figure, unit, unit_start, unit_end)
        if unit.code == "animal" and self._may_be_children(number, unit_start, unit_end):
            figure.unit = None
            figure.issues.append("unknown_unit")
        self._per(figure)
        self._after(figure)
        return figure

    def _fraction(self, place: int) -> FigureSpan | None:
        """``hai phần ba số xã``."""
        found = _FRACTION_WORDS.match(self.low, place)
        if found is None:
            return None
        unit, unit_start, unit_end = self._share(found.end()) or (None, found.end(), found.end())
        start, comparator, _, _ = self._left(place)
        figure = FigureSpan("ratio", start, unit_end, "words-fraction", place, found.end(), comparator=comparator)
        figure.numerator, figure.denominator = _VAGUE_ONE[found.group(1)], _VAGUE_ONE[found.group(2)]
        figure.unit, figure.unit_start, figure.unit_end = unit, unit_start, unit_end
        return figure

    def _spelled_unit(self, number: Number, place: int) -> tuple[Unit | None, int, int]:
        """``sáu mươi triệu``: money when money is spoken of."""
        if number.value is None or number.value < 1e4 or not self._is_money(
            Number(number.value, place, number.end, "words", scale=1e9 if number.value >= 1e9 else 1e6)
        ):
            return None, number.end, number.end
        return units_by_code()["VND"], number.end, number.end

    def _word_range(self, first: Number) -> FigureSpan | None:
        """``hai đến ba người``, ``bốn, năm giờ``, ``hai, ba nghìn đồng``."""
        link = _WORD_RANGE.match(self.low, first.end)
        if link is None or first.value is None:
            return None
        second = read_words(self.low, link.end())
        if second is None or second.value is None or self.text[second.end : second.end + 1] != " " or self.low.startswith(" phần", second.end):
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
        if before in _LENGTHS and self.found and self.found[-1].end == place - 1 and self.found[-1].kind == "duration":
            unit = self._unit(place + len(word))[0]
            return unit is not None and unit.kind == "duration"  # `hai năm sáu tháng`
        if before in _NEVER_BEFORE_WORDS:
            if before == "ngày":
                unit = self._unit(place + len(word))[0]
                return unit is not None and (unit.kind in STATED or unit.code in TIMES_A_DAY)  # `ngày hai bữa`, not `ngày hai mươi`
            return before == "kỳ" and word != "năm" and self.low.startswith(" năm", place + len(word)) and self.low.endswith("nhiệm kỳ ", 0, place)
        after = word_at(self.low, place + 3) if word == "ba" else ""
        if after in ("mẹ", "má", "đời", "lô") or (self.text[place] == "B" and after in ("em", "cháu", "con")):
            return False  # the father
        if word == "năm":
            if before in _YEAR_WORDS_BEFORE or before.isdigit() or self._is_taken(max(0, place - 2)):
                return before in _COMPARING and self._is_stated(place + 3)  # `hơn năm tạ`, not `hơn năm nay`
            after = word_at(self.low, place + 4)
            if after == "năm":
                return not self.low[place + 7 : place + 9].strip().isdigit()
            return after not in _AFTER_YEAR
        return True

    def _counts_one(self, unit: Unit | None, unit_end: int) -> bool:
        """``một năm rưỡi``; ``một giám đốc, hai phó giám đốc``: `một` is a number where other numbers go on, else an article."""
        if unit is None:
            return False
        if unit.kind in ("duration", "measure") and HALF_UNIT.match(self.low, unit_end):
            return True
        return unit.kind == "count" and _COUNTED_ON.match(self.low, unit_end) is not None

    def _is_stated(self, end: int) -> bool:
        """Whether a unit of measure or money follows, which no day or year does."""
        unit = self._unit(end)[0]
        return unit is not None and unit.kind in STATED

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
        """``một nửa số hộ``, ``nữ chiếm một nửa``."""
        found = _HALF_SHARE.match(self.low, place) or _HALF_ALONE.match(self.low, place)
        if found is None:
            return None
        start, comparator, change, direction = self._left(place)
        if found.re is _HALF_ALONE and change is None and word_before(self.low, start) not in _SHARING:
            return None
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
        figure.unit_start = found.end() - len("lần") if self.low.endswith(" lần", place, found.end()) else place
        figure.unit_end = found.end()
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
