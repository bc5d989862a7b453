"""The policy that a figure is about: the document or programme named at it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import Surroundings

Policy = tuple[int | None, str | None]
"""The reference by its number in the list, and where it was found; two times None for no policy."""

_NONE: Policy = (None, None)
# a report, a letter or a directive is where a figure stands or what is asked for, not the policy that it is about
_NOT_POLICIES = frozenset({"báo cáo", "công văn", "công điện", "thông báo", "tờ trình", "kết luận", "thông tri", "hợp đồng", "bộ luật", "văn bản", "giấy mời"})
# words before a document that only tell what happened to it
_OF_THE_DOCUMENT = (
    "ban hành ", "biểu quyết ", "bàn ", "thông qua ", "thành lập theo ", "gọi ", "căn cứ ", "thay ", "xem xét ", "phổ biến ", "sơ kết ", "tổng kết ",
    "giãn cách theo ", "cách ly theo ", "lộ trình của ", "quán triệt ", "triển khai học tập ", "tại ", "thi hành ", "thực thi ", "công bố ", "kèm theo ", "có ",
)  # fmt: skip
_AFTER_WORDS = (
    "theo ", "theo các ", "từ ", "thuộc ", "của ", "nguồn ", "từ nguồn ", "từ vốn ", "từ nguồn vốn ", "đồng vốn ", "hưởng ", "tỷ cho ", "đồng cho ", " tại ",
)  # fmt: skip
_AHEAD = 160
_BEHIND = 60
_SAME_TOPIC = (
    "trong đó", "đến nay", "kết quả", "đến ", "mức ", "tổng ", "cụ thể", "nhờ ", "theo đó", "lũy kế", "số vốn", "chương trình có", "đề án chọn", "dự án có",
)  # fmt: skip
_ARTICLES = ("điểm", "khoản", "điều", "mục")
_LINKS = (
    ", ", " thuộc ", " phê duyệt ", " sửa đổi bởi ", " được sửa đổi bởi ", " sửa đổi, bổ sung bởi ", " theo ", " về phê duyệt ", " về việc phê duyệt ",
    " thực hiện ",
)  # fmt: skip
_MONEY_OR_RATE = frozenset({"money", "percentage"})


class PolicyReader:
    """Finds the policies of the figures of one text, which are asked for in the order of the text."""

    __slots__ = ("_ends", "_spent", "_starts", "_surroundings", "_usable", "low", "references")

    def __init__(self, reading: Reading, references: Sequence[ReferenceSpan], surroundings: Surroundings) -> None:
        self.low = reading.low
        self._surroundings = surroundings
        self.references = references
        self._usable = [at for at, r in enumerate(references) if (r.doc_type_text or "").lower() not in _NOT_POLICIES]
        self._starts = [references[at].start for at in self._usable]
        self._ends = [references[at].end for at in self._usable]
        self._spent: set[int] = set()

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> Policy:
        """The policy of one figure."""
        starts = self._starts
        if not starts:
            return _NONE
        after = bisect_left(starts, figure.start)
        before = after - 1
        if before >= 0 and self._ends[before] > figure.start:
            return _NONE  # a number inside the name
        if after < len(starts) and starts[after] < clause[1] and starts[after] - figure.end <= _BEHIND and self._follows(figure, starts[after]):
            self._spent.add(after)
            return self._usable[after], "phrase"
        if before < 0:
            return _NONE
        if starts[before] >= sentence[0]:
            return self._ahead(figure, before, clause, sentence)
        if figure.kind in _MONEY_OR_RATE and starts[before] >= figure.start - 400 and self._goes_on(before, sentence):
            return self._usable[before], "paragraph"
        return _NONE

    def _follows(self, figure: FigureSpan, start: int) -> bool:
        """``12 công trình theo Quyết định …``: no other figure stands between, and the document tells of this one."""
        low, end = self.low, figure.end
        if not low.endswith(_AFTER_WORDS, end, start) and " theo " not in low[end:start]:
            return False
        between = low[end:start]
        named = between.find(" theo ")
        if named >= 0 and between.startswith(_ARTICLES, named + 6):
            between = between[: named + 6]  # `theo điểm a khoản 1 Điều 20 Nghị định …`
        return not any(map(str.isdigit, between)) and (", " not in between or " theo " in between)

    def _ahead(self, figure: FigureSpan, before: int, clause: tuple[int, int], sentence: tuple[int, int]) -> Policy:
        """The policy named ahead in the sentence: in the clause, or before it when it opens the sentence."""
        starts, ends, low = self._starts, self._ends, self.low
        if figure.start - ends[before] > _AHEAD and not low.startswith(":", ends[before]):
            return _NONE
        while before and starts[before - 1] >= sentence[0] and starts[before] - ends[before - 1] <= 40 and self._is_chained(before):
            before -= 1
        if low.startswith(":", ends[before]):
            return self._usable[before], "phrase" if starts[before] >= clause[0] else "sentence"
        if before in self._spent:
            each = low[ends[before] : figure.start]  # `… theo Đề án 05 với mức hỗ trợ 20 triệu/ha`
            if "mức" not in each and "mỗi" not in each:
                return _NONE
        if low.endswith(_OF_THE_DOCUMENT, 0, starts[before]):
            return _NONE
        if starts[before] >= clause[0]:
            return self._usable[before], "phrase"
        if starts[before] - sentence[0] <= 40 and figure.kind in _MONEY_OR_RATE and figure.change is None:
            return self._usable[before], "sentence"
        return _NONE

    def _is_chained(self, at: int) -> bool:
        """Whether a document is only named to tell of the one before: ``Tiểu dự án 1 thuộc Dự án 4``, ``… phê duyệt Đề án …``."""
        return self.low.endswith(_LINKS, self._ends[at - 1], self._starts[at])

    def _goes_on(self, before: int, sentence: tuple[int, int]) -> bool:
        """Whether the sentence right after the one that names the policy goes on with it."""
        low, end = self.low, self._ends[before]
        stop = low.find(". ", end, sentence[0])
        if stop < 0 or stop + 2 < sentence[0] or low.endswith(_OF_THE_DOCUMENT, 0, self._starts[before]):
            return False
        return low.startswith(_SAME_TOPIC, sentence[0])
