"""What a figure counts or measures: the noun phrase at it, and the known measure that its words name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.facts.measure_names import FULFILMENTS, afters, before_table, befores, of_kind, same_dimension, share_measures, subject_words, subjects
from extractors.facts.noun_phrases import Topics, noun_phrase_end
from extractors.facts.number_context import FigureSpan
from extractors.facts.period_limits import is_timeless
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Surroundings
from extractors.registry.lookup import KnownMeasure, unit_table

Named = tuple[KnownMeasure | None, str | None, str | None]
"""The measure of one figure, the words that name it, and the noun phrase that the number stands with."""

_NOUN_STOPS = frozenset(
    {
        "và",
        "hay",
        "hoặc",
        "cùng",
        "của",
        "là",
        "có",
        "đã",
        "được",
        "trong",
        "với",
        "tại",
        "cho",
        "để",
        "theo",
        "từ",
        "đến",
        "do",
        "tham",
        "thoát",
        "về",
    }
)
_STATED = frozenset({"percentage", "money"})
_COUNTED = frozenset({"count", "ratio"})
# units that only tell how things are counted: `Trâu 104.300 con` is about buffaloes
_COUNTERS = frozenset(
    {
        "lượt",
        "lượt người",
        "căn",
        "em",
        "chỗ",
        "phiếu",
        "mẫu",
        "con",
        "điểm",
        "lần",
        "chiếc",
        "cái",
        "cây",
        "bậc",
        "suất",
        "đợt",
        "chuyến",
        "trường hợp",
        "vụ",
        "ca",
        "tiêu chí",
        "đơn vị",
    }
)
# what a percentage is taken of: `bằng 18,2% kế hoạch` says nothing of what was planned
_WHOLES = (
    "kế hoạch", "dự toán", "chỉ tiêu", "tổng ", "grdp", "gdp", "dân số", "diện tích", "nhu cầu", "dung tích", "công suất", "khối lượng", "giá trị", "kh",
    "mức lương", "lương cơ sở", "lương tối thiểu", "mức chuẩn", "mức hỗ trợ", "mức của", "số phải", "mức đóng",
)  # fmt: skip


class MeasureReader:
    """Finds the measures of the figures of one text, which are asked for in the order of the text."""

    __slots__ = ("_befores", "_hits", "_last", "_last_named", "_last_reach", "_starts", "_subject_words", "_subjects", "_topics", "low", "text")

    def __init__(self, reading: Reading, surroundings: Surroundings, dates: Sequence[tuple[int, int]]) -> None:
        self.text, self.low = reading.text, reading.low
        self._hits = reading.keywords.measure
        self._starts = [hit.start for hit in self._hits]
        self._topics = Topics(reading.low, surroundings, dates)
        self._last: FigureSpan | None = None
        self._last_named: Named = _NOTHING
        self._last_reach = 0
        self._subjects, self._subject_words, self._befores = subjects(), subject_words(), befores()

    def of(self, figure: FigureSpan, clause_start: int, sentence_start: int) -> Named:
        """The measure of one figure."""
        last = self._last
        if last is not None and not sentence_start <= last.start < figure.start:
            last = None
        named = self._counted(figure, last, clause_start) if figure.kind in _COUNTED else self._stated(figure, last, clause_start)
        self._last, self._last_named = figure, named
        return named

    # -------------------------------------------------------------- counts
    def _counted(self, figure: FigureSpan, last: FigureSpan | None, clause_start: int) -> Named:
        """The words after a count name it before those in front of it."""
        text, begin, end = self.text, figure.unit_start, figure.unit_end
        if end <= begin:
            found = self._by_before(figure, clause_start, None, self._floor(figure, last, clause_start))
            return (*found, None) if found else self._named_ahead(figure, last, clause_start, None)
        reach = noun_phrase_end(self.low, end)
        subject = text[begin:reach]
        found = self._by_subject(figure, begin)
        if found is None or (figure.unit is not None and found[1].lower() in figure.unit.spellings):  # `số hộ nghèo còn 120 hộ`: the bare unit says less
            if _has_own_noun(figure, self.low[begin:end]):
                measure = self._verb_ahead(figure, last, clause_start)
                found = (measure, subject) if measure is not None else found
            else:
                topic, named = self._ahead_of_unit(figure, last, clause_start, end - begin < len(subject))
                if named is None and topic is not None and self.low.startswith(_NUMBER_OF, topic[0]) and end - begin == len(subject):
                    self._last_reach = reach
                    return (None, text[topic[0] : topic[1]], subject)  # the number of something else, by its own words
                found = named or found
        self._last_reach = reach
        if found is not None:
            measure, words = found
            return (measure, words, words if len(words) > len(subject) and text.startswith(words, begin) else subject)
        if figure.change == "by":
            return self._named_ahead(figure, last, clause_start, subject)
        if subject.lower() in _COUNTERS or (figure.unit is not None and end - begin == len(subject)):
            ahead = self._topics.of(figure.start, clause_start, last.end if last is not None else clause_start)
            if ahead is not None and (ahead[1] == figure.start - 1 or subject.lower() in _COUNTERS):  # `nữ 227.091 người`
                return (None, text[ahead[0] : ahead[1]], subject)
        return (None, subject, subject)

    def _ahead_of_unit(
        self, figure: FigureSpan, last: FigureSpan | None, clause_start: int, goes_on: bool
    ) -> tuple[tuple[int, int] | None, tuple[KnownMeasure, str] | None]:
        """The phrase ahead of a count in a bare unit, and the measure it names; of a noun that `goes_on` only the words right ahead tell."""
        topic = self._topics.of(figure.start, clause_start, last.end if last is not None else clause_start)
        if topic is None and (label := self._topics.label(clause_start, figure.start)) is not None:
            return label, self._by_label(figure, label)
        floor = self._floor(figure, last, clause_start)
        if goes_on:
            floor = max(floor, self._topics.phrase_start(figure.start))
        return topic, self._by_before(figure, clause_start, None, floor, topic) or self._by_topic(figure, topic)

    def _verb_ahead(self, figure: FigureSpan, last: FigureSpan | None, clause_start: int) -> KnownMeasure | None:
        """``kết nạp 45 đảng viên``: what the words right ahead say of the noun after the number; of no other, as in ``kết nạp 350 hội viên``."""
        floor = max(self._floor(figure, last, clause_start), self._topics.phrase_start(figure.start))
        found = self._by_before(figure, clause_start, None, floor)
        noun = self.low[figure.unit_start : figure.unit_end]
        return found[0] if found is not None and any(noun in words for words in (*found[0].subject, *found[0].before)) else None

    def _by_topic(self, figure: FigureSpan, topic: tuple[int, int] | None) -> tuple[KnownMeasure, str] | None:
        """``lợn 150.000 con``, ``cao su 74.000 ha``: the words ahead are those that else follow the unit."""
        if topic is None or figure.unit is None:
            return None
        words = self.low[topic[0] : topic[1]]
        begin = next((len(number) for number in _NUMBER_OF if words.startswith(number)), 0)
        unit = self.low[figure.unit_start : figure.unit_end]
        for named in (words[begin:], f"{unit} {words[begin:]}"):
            found = subjects().match_at(named, 0)
            if found is not None and found[0] == len(named):
                measure = of_kind([m for m in found[1] if m.unit == figure.unit.code], figure.kind)
                if measure is not None:
                    return measure, self.text[topic[0] : topic[1]]
        return None

    def _by_label(self, figure: FigureSpan, label: tuple[int, int]) -> tuple[KnownMeasure, str] | None:
        """``Tỷ lệ hộ nghèo: 15,29%``: the measure that the whole label names, or its words up to where and when."""
        first, stop = label
        found = before_table().match_at(self.low, first)
        if found is not None and (found[0] >= stop or self.low.startswith(_WHERE_OR_WHEN, found[0])):
            unit = figure.unit.code if figure.kind in _COUNTED and figure.unit is not None else None
            for measure in found[1]:
                if figure.kind in measure.kinds and unit in (None, measure.unit) and self._is_said_of(measure, first, stop, figure):
                    return measure, self.text[first : found[0]]
        return self._by_topic(figure, label)

    @staticmethod
    def _floor(figure: FigureSpan, last: FigureSpan | None, clause_start: int) -> int:
        """Words ahead of the figure before are its own, but for the two ends of one change."""
        return clause_start if last is None or figure.change == "to" else max(clause_start, last.end)

    def _by_subject(self, figure: FigureSpan, at: int) -> tuple[KnownMeasure, str] | None:
        """The measure whose words begin at the head noun, or the longest a few words later."""
        low = self.low
        words = low[at : at + 72].split(" ", 6)
        firsts = self._subject_words
        best: KnownMeasure | None = None
        longest = best_end = 0
        place = at
        for step, word in enumerate(words[:6]):
            plain = word if word.isalpha() else word.rstrip(",.;:)\n")
            if plain in firsts:
                found = self._subjects.match_at(low, place)
                if found is not None and found[0] - place > longest:
                    length = found[0] - place
                    if step == 0:
                        if found[0] >= figure.unit_end or found[0] >= self._head_end(at):  # `hộ chiếu` is no `hộ`
                            best, longest, best_end = of_kind(found[1], figure.kind), length, found[0]
                    elif length > 6 and figure.unit is not None:
                        code = figure.unit.code
                        measure = of_kind([m for m in found[1] if m.unit == code], figure.kind)
                        if measure is not None:
                            best, longest, best_end = measure, length, found[0]
                    if best is None:
                        longest = 0
            if (step and word in _NOUN_STOPS) or (not word.isalpha() and place + len(word) >= figure.unit_end):
                break  # a comma, a number: the next noun is another figure's
            place += len(word) + 1
        return None if best is None else (best, self.text[at:best_end])

    def _head_end(self, at: int) -> int:
        known = unit_table().match_at(self.low, at)
        return known[0] if known is not None else at

    # -------------------------------------------------------------- shares, amounts and the rest
    def _stated(self, figure: FigureSpan, last: FigureSpan | None, clause_start: int) -> Named:
        """The words before a share or an amount name it before those after it."""
        low, text, end = self.low, self.text, figure.end
        after = None
        if figure.per is None and low.startswith(" ", end):
            after_end = noun_phrase_end(low, end)
            if after_end > end + 2:
                after = text[end + 1 : after_end]
        earlier = last.end if last is not None else clause_start
        found = topic = None
        is_read = False
        counted = figure.kind not in _STATED and figure.unit_end > figure.unit_start
        if counted:
            found = self._by_subject(figure, figure.unit_start)
        if found is None:
            at = bisect_left(self._starts, figure.start) - 1
            if at >= 0 and self._starts[at] >= clause_start:
                topic, is_read = self._topics.of(figure.start, clause_start, earlier), True
                own = self._floor(figure, last, clause_start)
                found = self._by_before(figure, clause_start, topic, own)
                if found is None and own > clause_start and not counted and topic is None:
                    if after is not None and not low.startswith(_WHOLES, end + 1):
                        found = self._by_after(figure)
                    elif last is not None and (taken := self._taken_over(self._last_named[0], figure, last)) is not None:
                        return (taken, self._last_named[1], after)
                    else:
                        found = self._by_before(figure, clause_start, topic)
            if found is None and not counted and low.startswith(" ", end):
                found = self._by_after(figure)
                if found is not None and found[0].code in FULFILMENTS:
                    found = (found[0], self._fulfilled(figure, last, clause_start) or found[1])
            if found is None and counted:
                if not is_read:
                    topic, is_read = self._topics.of(figure.start, clause_start, earlier), True
                found = self._by_topic(figure, topic)
        if found is not None:
            return (found[0], found[1], after)
        if not is_read and (
            after is None or (last is not None and self._last_named[0] is not None) or figure.kind not in _STATED or low.startswith(_WHOLES, end + 1)
        ):
            topic, is_read = self._topics.of(figure.start, clause_start, earlier), True
        if topic is not None and last is not None and self._last_named[0] is not None and low.startswith(_ONLY_WHERE, topic[0]):
            taken = self._taken_over(self._last_named[0], figure, last)  # `…; riêng huyện A mới đạt 7,5%`
            if taken is not None:
                return (taken, self._last_named[1], after)
        if topic is not None and figure.kind == "percentage" and after is None and figure.per is None:
            share = self._share_of(topic)
            if share is not None:
                return (share, self.text[topic[0] : topic[1]], None)
        if after is not None and not low.startswith(_WHOLES, end + 1) and not is_timeless(figure):
            return (None, after, after)
        return self._ahead(topic, figure, last, clause_start, after)

    def _fulfilled(self, figure: FigureSpan, last: FigureSpan | None, clause_start: int) -> str | None:
        """What a plan was fulfilled of, in the words ahead or those of the figure before: ``Thu ngân sách 12 tỷ đồng, bằng 84% dự toán``."""
        topic = self._topics.of(figure.start, clause_start, last.end if last is not None else clause_start)
        if topic is not None:
            return self.text[topic[0] : topic[1]]
        return self._last_named[1] if last is not None else None

    def _share_of(self, topic: tuple[int, int]) -> KnownMeasure | None:
        """``hộ nghèo vùng này còn 21,42%``: the share of what the topic counts, when the topic is that noun phrase and no more."""
        found = self._subjects.match_at(self.low, topic[0])
        if found is None:
            return None
        end = noun_phrase_end(self.low, found[0])
        if end < topic[1] and self.low[end : topic[1]] not in (" này", " đó", " nêu trên"):
            return None
        return next((share for measure in found[1] if (share := share_measures().get(measure.code)) is not None), None)

    def _named_ahead(self, figure: FigureSpan, last: FigureSpan | None, clause_start: int, subject: str | None) -> Named:
        """Named by the words ahead of it, or by those of the figure before: ``1.846 hộ nghèo, chiếm 26,13%``."""
        earlier = last.end if last is not None else clause_start
        return self._ahead(self._topics.of(figure.start, clause_start, earlier), figure, last, clause_start, subject)

    def _ahead(self, topic: tuple[int, int] | None, figure: FigureSpan, last: FigureSpan | None, clause_start: int, subject: str | None) -> Named:
        if topic is None and subject is None:
            topic = self._topics.label(clause_start, figure.start)
            found = self._by_label(figure, topic) if topic is not None else None
            if found is not None:
                return (*found, None)
        if topic is not None:
            return (None, self.text[topic[0] : topic[1]], subject)
        if last is not None:
            named = self._last_named
            return (self._taken_over(named[0], figure, last), named[1], subject)
        return (None, subject, subject)

    def _taken_over(self, measure: KnownMeasure | None, figure: FigureSpan, last: FigureSpan) -> KnownMeasure | None:
        """What the measure of the figure before is for a figure that says no more than ``chiếm 15,29%``."""
        if measure is None:
            return None
        if figure.kind == "percentage" and last.kind != "percentage":
            return share_measures().get(measure.code) if figure.change is None else None
        return measure if figure.kind in measure.kinds else None

    def _by_after(self, figure: FigureSpan) -> tuple[KnownMeasure, str] | None:
        low, place = self.low, figure.end + 1
        begin = place
        found = afters().match_at(low, place)
        if found is None and low.startswith(_SKIPPED, place):
            skipped = next(words for words in _SKIPPED if low.startswith(words, place))
            begin += len(skipped)
            found = afters().match_at(low, begin)
        if found is not None and low.startswith(_PLANNED, place) and low.endswith(_BEYOND, max(0, figure.start - 12), figure.start):
            return None  # `vượt 5,3% kế hoạch`: how far beyond the plan, not how much of it
        if found is not None and (measure := of_kind(found[1], figure.kind)) is not None:
            return measure, self.text[place : found[0]]
        return None

    def _by_before(
        self, figure: FigureSpan, clause_start: int, topic: tuple[int, int] | None = None, floor: int = 0, counted_topic: tuple[int, int] | None = None
    ) -> tuple[KnownMeasure, str] | None:
        """The nearest phrase before the figure in its clause that names a measure of its kind.

        When the figure has a `topic` of its own, words ahead of that name another figure's measure. The words given are
        the whole topic when it begins with the phrase: ``kinh phí khoán bảo vệ rừng``. Nothing before `floor` is read.
        Of a `counted_topic` that goes on, ``số hộ`` says too little.
        """
        starts = self._starts
        at = bisect_left(starts, figure.start) - 1
        if at < 0:
            return None
        floor = max(clause_start, figure.start - 160, floor)
        hits, kind, low = self._hits, figure.kind, self.low
        unit = (figure.unit.code if figure.unit else None) if kind in _COUNTED else ""
        while at >= 0 and starts[at] >= floor:
            hit = hits[at]
            if hit.start < self._last_reach and self._last is not None and hit.start >= self._last.number_end:
                at -= 1  # the noun that the figure before counts
                continue
            if topic is not None and hit.end <= topic[0] and not low.startswith(_ONLY_WHERE, topic[0]):
                return None
            if hit.end <= figure.start + 24:
                for measure in self._befores.get(low[hit.start : hit.end], ()):
                    if kind in measure.kinds and (unit == "" or measure.unit == unit) and self._is_said_of(measure, hit.start, hit.end, figure):
                        if counted_topic is not None and hit.end < counted_topic[1] and figure.unit is not None and figure.unit.name_vi in measure.subject:
                            return None
                        whole = topic is not None and topic[0] <= hit.start and hit.end < topic[1]
                        return measure, self.text[hit.start : topic[1] if topic is not None and whole else hit.end]
            at -= 1
        return None

    def _is_said_of(self, measure: KnownMeasure, start: int, end: int, figure: FigureSpan) -> bool:
        """Not when the words are denied (``chưa giải ngân``), measured in another unit, or the whole that a share is of."""
        low = self.low
        if low.endswith(_DENIALS, max(0, start - 12), start):
            return False
        if figure.kind == "measure" and figure.unit is not None and not same_dimension(figure.unit.code, measure.unit):
            return False
        if measure.unit == "USD" and figure.unit is not None and figure.unit.code == "VND":
            return False  # taxes on trade, not its turnover
        if figure.kind == "percentage" and low.startswith(" ", figure.end):
            whole = before_table().match_at(low, figure.end + 1)
            return whole is None or measure not in whole[1]  # `lãi suất bằng 50% lãi suất cho vay`
        return True


def _has_own_noun(figure: FigureSpan, noun: str) -> bool:
    """Whether the unit says by itself what is counted: `hộ nghèo`, `đảng viên`; not `hộ`, `người`, `con`."""
    return figure.unit is not None and noun != figure.unit.name_vi and noun not in _HEADS


# a topic that only says where: the measure is that of the figure before
_ONLY_WHERE = ("huyện ", "xã ", "thành phố ", "thị xã ", "thị trấn ", "tỉnh ", "toàn tỉnh", "toàn huyện", "cả nước", "vùng ", "riêng ", "các huyện", "các xã")
_SKIPPED = ("số ", "so với ", "tổng số ", "trên tổng ", "của ")
_WHERE_OR_WHEN = (" của ", " năm ", " toàn ", " trên ", " tại ", " ở ", " cả ")
_DENIALS = ("chưa ", "không ", "chưa được ", "chưa thể ")
_BEYOND = ("vượt ", "vượt trên ", "vượt hơn ", "thấp hơn ", "cao hơn ", "hụt ", "tăng ", "giảm ", "kém ")
_PLANNED = ("kế hoạch", "chỉ tiêu", "dự toán", "so với ", "so kế hoạch", "nghị quyết", "mục tiêu", "kh")
_NUMBER_OF = ("tổng số ", "số lượng ", "số ", "tổng đàn ", "đàn ", "diện tích trồng ", "tổng diện tích ", "diện tích ", "cây ")
_HEADS = _COUNTERS | {"người", "hộ", "hộ dân", "hộ gia đình", "gia đình", "người dân", "đồng chí", "đ/c", "vị", "cháu", "khẩu", "nhân khẩu"}
_NOTHING = (None, None, None)
