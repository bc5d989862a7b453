"""The policy that a figure is about: the document or programme named at it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.facts import policy_reach as reach
from extractors.facts.anaphora import find_anaphora
from extractors.facts.number_context import FigureSpan
from extractors.facts.period_limits import is_norm
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import Surroundings

Policy = tuple[int | None, str | None]
"""The reference by its number in the list, and where it was found; two times None for no policy."""

_NONE: Policy = (None, None)
# a report, a letter or a directive is where a figure stands or what is asked for, not the policy that it is about
_NOT_POLICIES = frozenset({"báo cáo", "công văn", "công điện", "thông báo", "tờ trình", "kết luận", "thông tri", "hợp đồng", "văn bản", "giấy mời"})
_LETTERS = frozenset({"công văn", "thông báo", "công điện"})
# words before a document that only tell what happened to it
_OF_THE_DOCUMENT = (
    "ban hành ", "biểu quyết ", "bàn ", "thông qua ", "thành lập theo ", "gọi ", "căn cứ ", "thay ", "xem xét ", "phổ biến ", "sơ kết ", "tổng kết ",
    "giãn cách theo ", "cách ly theo ", "khởi tố theo ", "lộ trình của ", "quán triệt ", "triển khai học tập ", "tại ", "thi hành ", "thực thi ", "công bố ",
    "kèm theo ", "có ",
)  # fmt: skip
_AFTER_WORDS = (
    "theo ", "theo các ", "từ ", "thuộc ", "của ", "nguồn ", "từ nguồn ", "từ vốn ", "từ nguồn vốn ", "đồng vốn ", "hưởng ", "tỷ cho ", "đồng cho ", " tại ",
)  # fmt: skip
_KEPT_BY = ("giãn cách theo ", "cách ly theo ")
_AHEAD = 160
_OPENING_AHEAD = 260  # `Theo Quyết định …, 1.682 hộ …; mức vay tối đa 10 triệu đồng/hộ`
_TITLE = 80
_BEHIND = 60
_SAME_TOPIC = (
    "trong đó", "đến nay", "đã ", "kết quả", "mức ", "tổng ", "cụ thể", "nhờ ", "theo đó", "lũy kế", "số vốn", "chương trình có", "đề án chọn", "dự án có",
)  # fmt: skip
_ARTICLES = ("điểm", "khoản", "điều", "mục")
_LINKS = (
    " thuộc ", " phê duyệt ", " sửa đổi bởi ", " được sửa đổi bởi ", " sửa đổi, bổ sung bởi ", " theo ", " về phê duyệt ", " về việc phê duyệt ",
    " thực hiện ", " tiếp tục ",
)  # fmt: skip
_TITLE_GOES_ON = (" về ", " công nhận thêm ")
_JOINED = (" cho ", " vốn ", " từ ", " thuộc ", " của ", " theo ")
_PARTS = ("tiểu dự án", "dự án", "nội dung")
_PLURAL = ("các ", "những ")
_OF_A_CONGRESS = "nghị quyết đại hội"
_ANNEXES = ("phụ lục", "biểu", "mẫu", "danh mục", "danh sách")
# how a phrase begins that tells more of the figure before it
_GOES_ON = (
    " đạt ", " bằng ", " chiếm ", " tăng ", " giảm ", " trong đó", " với ", " cho ", " giải ngân ", " hỗ trợ ", " tương ", " còn ", " gồm ", " đã ", " được ",
    " thực hiện ", " vốn ",
)  # fmt: skip
_AND = (" và ", ", ", "; ", " và các ", ", các ", " và theo ")
_MOST_LOOKED_AT = 6
_REACH = 1500
_MONEY_OR_RATE = frozenset({"money", "percentage"})


class PolicyReader:
    """Finds the policies of the figures of one text, which are asked for in the order of the text."""

    __slots__ = ("_ends", "_head", "_spent", "_starts", "_surroundings", "_told", "_usable", "low", "references")

    def __init__(self, reading: Reading, references: Sequence[ReferenceSpan], surroundings: Surroundings) -> None:
        self.low = reading.low
        self._surroundings = surroundings
        self.references = references
        mentions = [(r.start, r.end, at) for at, r in enumerate(references)]
        if mentions and (pointed := find_anaphora(reading, list(references))[0]):
            mentions = sorted(mentions + [(a.start, a.end, a.antecedent) for a in pointed if not references[a.antecedent].is_head])
        usable = [m for m in mentions if (references[m[2]].doc_type_text or "").lower() not in _NOT_POLICIES or self._is_told(references[m[2]])]
        self._starts = [start for start, _, _ in usable]
        self._ends = [end for _, end, _ in usable]
        self._usable = [at for _, _, at in usable]
        self._head = self._headed_by(references)
        self._told = self._told_by_articles()
        self._spent: set[int] = set()

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> Policy:
        """The policy of one figure; in a text that one document heads, that document when there is no nearer one."""
        found = self._near(figure, clause, sentence)
        if self._told is not None and found is _NONE and figure.start > self._told[1]:
            return self._told[0], "title"
        return (self._head, "title") if self._head is not None and found is _NONE and figure.start > self._ends[0] else found

    def _told_by_articles(self) -> tuple[int, int] | None:
        """The document that a text goes through article by article, and where it begins to; none in a text that is a document itself."""
        if "\nđiều " not in self.low or any(r.is_head for r in self.references):
            return None
        numbered = [at for at in self._usable if self.references[at].number]
        found = reach.told_by_articles(self.low, [(self.references[at].start, self.references[at].end) for at in numbered])
        return (numbered[found[0]], found[1]) if found is not None else None

    def _is_told(self, reference: ReferenceSpan) -> bool:
        return reference.doc_type_text is not None and reference.doc_type_text.lower() in _LETTERS and reach.says(self.low, reference.end)

    def _headed_by(self, references: Sequence[ReferenceSpan]) -> int | None:
        """The document that fills the first line of a text, or to which that line is annexed (``PHỤ LỤC kèm theo Quyết định …``)."""
        if not self._starts or references[self._usable[0]].is_head:
            return None
        start, end = self._starts[0], self._ends[0]
        if self.low.find("\n", 0, start) >= 0:
            return None
        alone = start == 0 and self.low.startswith("\n", end)
        return self._usable[0] if alone or (self.low.startswith(_ANNEXES) and self.low.endswith("kèm theo ", 0, start)) else None

    def _near(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> Policy:
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
        if figure.start - self._ends[before] < _REACH:
            named = reach.named_again(self.low, lambda: self._paragraph(before, figure.start), sentence[0])
            if named is not None:
                return self._usable[named], "paragraph"
        if figure.kind in _MONEY_OR_RATE and reach.goes_on_with_funds(self.low, starts[before], self._ends[before], sentence, figure.end):
            return self._usable[before], "paragraph"
        is_topic = figure.kind in _MONEY_OR_RATE or self.low.startswith("đã ", sentence[0])
        if is_topic and starts[before] >= figure.start - 400 and self._goes_on(before, sentence):
            return self._usable[before], "paragraph"
        return _NONE

    def _follows(self, figure: FigureSpan, start: int) -> bool:
        """``12 công trình theo Quyết định …``: no other figure stands between, and the document tells of this one."""
        low, end = self.low, figure.end
        if low.endswith(_KEPT_BY, end, start):
            return False
        if low[end:start] in _JOINED:
            return True
        if not low.endswith(_AFTER_WORDS, end, start) and " theo " not in low[end:start]:
            return False
        between = low[end:start]
        named = between.find(" theo ")
        if named >= 0 and between.startswith(_ARTICLES, named + 6):
            between = between[: named + 6]  # `theo điểm a khoản 1 Điều 20 Nghị định …`
        if figure.per is not None and figure.kind == "money" and between.endswith(" theo ") and between.find("đồng") > 0:
            return True  # `mức hỗ trợ 25.000 đồng/kg lợn con, 30.000 đồng/kg lợn nái theo Quyết định …`
        return not any(map(str.isdigit, between)) and (", " not in between or " theo " in between)

    def _ahead(self, figure: FigureSpan, before: int, clause: tuple[int, int], sentence: tuple[int, int]) -> Policy:
        """The policy named ahead in the sentence: in the clause, or before it when it opens the sentence."""
        starts, ends, low = self._starts, self._ends, self.low
        if figure.start - ends[before] > (_AHEAD if starts[before] - sentence[0] > 12 else _OPENING_AHEAD) and not low.startswith(":", ends[before]):
            return _NONE
        heading, mark, _ = low[ends[before] : min(figure.start, ends[before] + _TITLE)].partition(":")
        colon = bool(mark) and "; " not in heading and ". " not in heading and not any(map(str.isdigit, heading))
        while before and starts[before - 1] >= sentence[0] and starts[before] - ends[before - 1] <= 40 and self._is_chained(before):
            before -= 1
        if (before and self._is_listed(before)) or low.endswith(_PLURAL, 0, starts[before]) or low.startswith(_OF_A_CONGRESS, starts[before]):
            return _NONE
        if colon:
            return self._usable[before], "phrase" if starts[before] >= clause[0] else "sentence"
        if before in self._spent:
            each = low[ends[before] : figure.start]  # `… theo Đề án 05 với mức hỗ trợ 20 triệu/ha`
            if "mức" not in each and "mỗi" not in each:
                return _NONE
        of_it = low.endswith(_OF_THE_DOCUMENT, 0, starts[before]) and not low.endswith("phê duyệt tại ", 0, starts[before])
        if of_it and not low.startswith(" quy định", ends[before]):
            return _NONE
        if low.endswith(_TITLE_GOES_ON, 0, figure.start) or low.find("tán thành", ends[before], figure.end + 60) >= 0:
            return _NONE
        if starts[before] >= clause[0]:
            return _NONE if self._is_next_of_list(figure, before, clause) else (self._usable[before], "phrase")
        if starts[before] - sentence[0] <= 40 and figure.change is None and (figure.kind in _MONEY_OR_RATE or is_norm(figure)):
            return self._usable[before], "sentence"
        return _NONE

    def _is_next_of_list(self, figure: FigureSpan, before: int, clause: tuple[int, int]) -> bool:
        """Whether the figure belongs to a further part of a list of policies with their figures, which no reference names.

        ``Chương trình 135 là 50 tỷ đồng, Chương trình 30a là 80 tỷ đồng, nông thôn mới 200 tỷ đồng``.
        """
        starts, ends, low = self._starts, self._ends, self.low
        if before == 0 or starts[before - 1] < clause[0] or not any(map(str.isdigit, low[ends[before - 1] : starts[before]])):
            return False
        phrase = max(low.rfind(", ", ends[before], figure.start), low.rfind(" và ", ends[before], figure.start)) + 1
        return phrase > 0 and any(map(str.isdigit, low[ends[before] : phrase])) and not low.startswith(_GOES_ON, phrase) and figure.start - phrase > 2

    def _is_chained(self, at: int) -> bool:
        """Whether a document is only named to tell of the one before: ``Tiểu dự án 1 thuộc Dự án 4``, ``… phê duyệt Đề án …``."""
        end, start = self._ends[at - 1], self._starts[at]
        between = self.low[end:start]
        if between == ", ":
            return self.low.startswith(_PARTS, self._starts[at - 1])  # `Tiểu dự án 3, Dự án 5`
        return between.endswith(_LINKS) and not any(map(str.isdigit, between))

    def _is_listed(self, at: int) -> bool:
        """Whether the document is one of several named together (``Thực hiện Nghị quyết A và Kế hoạch B, …``): the figure is about none alone."""
        return self.low[self._ends[at - 1] : self._starts[at]] in _AND

    def _paragraph(self, before: int, start: int) -> list[reach.Mention]:
        """The mentions from `before` back to where the line of `start` begins, the nearest first."""
        line = self._surroundings.line_start(start)
        found: list[reach.Mention] = []
        for at in range(before, max(-1, before - _MOST_LOOKED_AT), -1):
            if self._starts[at] < line:
                break
            found.append((at, (self.references[self._usable[at]].doc_type_text or "").lower(), self._starts[at], self._ends[at]))
        return found

    def _goes_on(self, before: int, sentence: tuple[int, int]) -> bool:
        """Whether the sentence right after the one that names the policy goes on with it."""
        low, end = self.low, self._ends[before]
        stop = low.find(". ", end, sentence[0])
        if stop < 0 or stop + 2 < sentence[0] or low.find("\n", end, sentence[0]) >= 0 or low.endswith(_OF_THE_DOCUMENT, 0, self._starts[before]):
            return False
        return low.startswith(_SAME_TOPIC, sentence[0])
