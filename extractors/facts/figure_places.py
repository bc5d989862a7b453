"""The place of a figure: that of its own clause, its sentence, its paragraph, the title or the site."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Surroundings
from extractors.registry.lookup import Hit, KnownPlace, known_places

Place = tuple[KnownPlace | None, str | None, str | None]
"""The place, its words (None for the site's), and where they stand; three times None for no place."""

_NONE: Place = (None, None, None)
_ADMIN_BEFORE = re.compile(r"(tỉnh|huyện|xã|thành phố|tp|tp\.|thị xã|thị trấn|phường|quận)[ ]$")
_ADMIN_WORD = re.compile(r"(?:tỉnh|huyện|xã|thành phố|thị xã|thị trấn|phường|quận)[ ]")
_LEVELS_OF_WORD = {
    "tỉnh": ("province",), "thành phố": ("province", "district"), "tp": ("province", "district"), "tp.": ("province", "district"),
    "huyện": ("district",), "quận": ("district",), "thị xã": ("district",), "xã": ("commune",), "phường": ("commune",), "thị trấn": ("commune", "district"),
}  # fmt: skip
_COMMON_PLACES = frozenset({"cả nước", "toàn quốc", "miền trung", "miền bắc", "miền nam", "miền núi phía bắc"})
# a place that is only compared with or come from, or that is part of another name
_OTHER_PLACE = re.compile(
    r"(?<!\w)(?:bình quân|trung bình|bình quân chung|so với|nhất|hơn|từ|đi|giáp|giáp với|thủy điện|thuỷ điện|cầu|sông|cảng|sân bay|đường|quốc lộ|lễ hội|chợ|"
    r"hồ|đèo|cửa khẩu|trường|đứng đầu|cách|về từ|chuyển về)(?:[ ](?:chung|của|cả|toàn|về|với|tp\.|thành phố|tỉnh|huyện|trung tâm|khu vực)){0,2}[ ]$"
)


_PREDICATES = (
    " có ", " đã ", " thu ", " đón ", " còn ", " đạt ", " chi ", " giải ngân ", " được ", " hỗ trợ ", " phấn đấu ", " hiện ", " công nhận ", " đầu tư ",
    " xây dựng ", " triển khai ", " tổ chức ", " giảm ", " tăng ", " là ", ": ",
)  # fmt: skip
_JOINING = (" và ", " cùng ", " với ", " cho ", " hay ", " hoặc ", " như ", " thế giới", " bền vững", " yên ")
_BEFORE_SUBJECT = (". ", ", ", "; ", ": ", "\n", "“", "của ", "trong ", " tại ", " ở ", " trên ", "vùng ", "tỉnh ", "vực ")
UNLISTED_WORDS = ("xã ", "huyện ", "bản ", "làng ")
_CHAIN_WITHIN = 60
_SEVERAL_WITHIN = 50
_HAMLETS = ("bản ", "làng ")
# `văn bản`, `Nhật Bản`, `nhà xã hội`: the word is part of another
_OTHER_WORDS = ("văn ", "cơ ", "biên ", "kịch ", "căn ", "xuất ", "ấn ", "phiên ", "nhật ", "hợp tác ", "thị ", "dân ")
_UNLISTED = KnownPlace("", "", "commune", "", (), False, "", "")
"""A place that no list names."""
_MARKS = ",.;:)!?”\""
_WITH_DISTRICT = (", huyện ", ", thị xã ", ", thành phố ", " (huyện ", " - huyện ")
_CHAINS = (", ", ", huyện ", ", thị xã ", ", thành phố ", ", tp ", ", tp. ", " (", " (huyện ", " - ")
_AT_THE_FIGURE = 60
_MOST_LOOKED_AT = 8
_WIDE = frozenset({"country", "region"})
# the province itself where it is told of: `toàn tỉnh có …`, `tỉnh đã lập …`; and several that have no place together: `cả hai tỉnh có …`
_PROVINCE = re.compile(
    r"(?<!\w)(?:(?P<several>(?:cả[ ])?(?:hai|ba|bốn|\d{1,2}|các|nhiều|những)[ ]tỉnh)(?=[ ](?:có|đã|đạt|thu|còn|này|trên))|"
    r"tỉnh[ ](?:có|đã|hiện|còn|thu(?! hồi)|đạt|được|giải ngân|hỗ trợ|lập|mới)(?!\w)|"
    r"(?:(?<=[,;:.][ ])|(?<=rằng )|(?<=biết )|(?<=nay )|(?<=\n)|^)(?:trên địa bàn |trong )?(?:toàn|cả)[ ]tỉnh(?!\w))"
)
# words after a figure with which another place begins, and those that say where all of a list is
_NOT_AT = (" và huyện", " và xã", " và thị", " và thành", " và tỉnh", " còn ", " nhưng ", "riêng ", " thì ", " mà ", " so với ", "trong đó", "nhất")
_LOCATIVE = tuple(before + word for before in (" ở ", " tại ", " của ", " trên địa bàn ") for word in ("", "tỉnh ", "huyện ", "thành phố ", "thị xã ", "xã "))
# a sentence that begins with a span of time or an occasion, before it names who acts
_OPENING = ("sau ", "kỷ niệm ", "trong ", "qua ", "nhân ")
_SUBJECT_LENGTH = 24
_IN_A_LIST = 120
_OWN_LEVELS = frozenset({"province", "district", "commune"})


@cache
def _unique_codes() -> frozenset[str]:
    """The codes of provinces, and of the districts whose name no other district or province bears."""
    wide = [place for place in known_places() if place.level in ("province", "district")]
    owners = Counter(place.name for place in wide)
    return frozenset(place.code for place in wide if place.level == "province" or owners[place.name] == 1)


class PlaceReader:
    """Finds the places of the figures of one text; `title` and `site` are what it inherits."""

    __slots__ = ("_addressed", "_first", "_site", "_starts", "_surroundings", "_whole", "low", "places", "text")

    def __init__(
        self,
        reading: Reading,
        references: Sequence[tuple[int, int]],
        title: tuple[KnownPlace, str] | None,
        site: KnownPlace | None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.text, self.low = reading.text, reading.low
        self._surroundings = surroundings
        start = self.low.find("kính gửi")
        self._addressed = (start, end if (end := self.low.find("\n", start)) >= 0 else len(self.low)) if start >= 0 else (0, 0)
        known = [hit for hit in reading.keywords.place if self._is_place(hit, references)]
        first = next((hit.start for hit in known if hit.value.level in _OWN_LEVELS), len(self.text))
        unlisted = self._unlisted(references, known, first, only_with_district=title is not None)
        if unlisted:
            known = sorted(known + unlisted, key=lambda hit: hit.start)
        self.places: list[Hit] = [hit for at, hit in enumerate(known) if at == 0 or not self._is_parent(known[at - 1], hit)]
        self._starts = [hit.start for hit in self.places]
        self._first = self._first_of_the_article(listed_only=site is not None)
        self._site = site
        self._whole: Place = (site, None, "site") if site is not None else _NONE
        if title is not None:
            self._whole = (title[0] if title[0] is not _UNLISTED else None, title[1], "title")

    def _first_of_the_article(self, *, listed_only: bool) -> int:
        """The first place that may stand for all of the text; one of several (``các tỉnh từ …``) stands for none."""
        own = (at for at, hit in enumerate(self.places) if hit.value.level in _OWN_LEVELS and not (listed_only and hit.value is _UNLISTED))
        first = next(own, len(self.places))
        if first < len(self.places) and self.low.rfind("các tỉnh ", max(0, self._starts[first] - _SEVERAL_WITHIN), self._starts[first]) >= 0:
            return len(self.places)
        return first

    def _is_place(self, hit: Hit, covered: Sequence[tuple[int, int]]) -> bool:
        place: KnownPlace = hit.value
        at = bisect_right(covered, (hit.start, len(self.text))) - 1
        if at >= 0 and hit.start < covered[at][1]:
            return False
        if _OTHER_PLACE.search(self.low[max(0, hit.start - 32) : hit.start]) is not None:
            return False
        if self._addressed[0] <= hit.start < self._addressed[1]:
            return False
        own_word = _ADMIN_WORD.match(self.low, hit.start)
        if own_word is not None and own_word.end() < hit.end:
            return self.text[own_word.end()].isupper()
        if not self.text[hit.start].isupper() and self.low[hit.start : hit.end] not in _COMMON_PLACES:
            return False
        if place.level in _WIDE:
            return self._governs(hit)
        if place.code == "ha-noi" and self.low.startswith(", ngày ", hit.end) and (hit.start == 0 or self.low[hit.start - 1] == "\n"):
            return False  # the date line of a national body
        if not (place.ambiguous or place.level == "commune"):
            return True
        before = _ADMIN_BEFORE.search(self.low[max(0, hit.start - 11) : hit.start])
        if before is not None:
            return place.level in _LEVELS_OF_WORD.get(before.group(1), ())
        return place.level != "commune" and self._stands_as_subject(hit)

    def _unlisted(self, covered: Sequence[tuple[int, int]], known: Sequence[Hit], end: int, *, only_with_district: bool) -> list[Hit]:
        """Places that no list names, by the word before them, ahead of the first that one does: ``xã Na Hối``.

        In a text whose title names its place only those whose district follows: ``xã Thạch Hội, huyện Thạch Hà``.
        """
        found = []
        text, low = self.text, self.low
        begin = max(0, end - _CHAIN_WITHIN) if only_with_district else 0
        for word in UNLISTED_WORDS:
            at = low.find(word, begin, end)
            while at >= 0:
                start = at + len(word)
                if text[start : start + 1].isupper():
                    stop = self._name_end(start)
                    if (not only_with_district or low.startswith(_WITH_DISTRICT, stop)) and self._may_be_told_of(at, start, stop, covered, known):
                        found.append(Hit(at, stop, _UNLISTED))
                at = low.find(word, start, end)
        return found

    def _name_end(self, start: int) -> int:
        """Where the capitalised syllables end that begin at `start`; `start` itself when there is none."""
        end = start
        for syllable in self.text[start : start + 40].split(" ")[:4]:
            if not syllable[:1].isupper() or syllable[1:2].isupper():
                break
            name = syllable.rstrip(_MARKS)
            end += len(name) + (1 if end > start else 0)
            if name != syllable:
                break
        return end

    def _may_be_told_of(self, start: int, name: int, end: int, covered: Sequence[tuple[int, int]], known: Sequence[Hit]) -> bool:
        low = self.low
        if end <= name or (start > 0 and low[start - 1].isalnum()) or (low.startswith(_HAMLETS, start) and " " not in self.text[name:end]):
            return False  # `bản Hiến pháp`, `làng Sen`
        at = bisect_right(covered, (start, len(self.text))) - 1
        if at >= 0 and start < covered[at][1]:
            return False
        if any(hit.start < end and start < hit.end for hit in known):
            return False
        left = low[max(0, start - 32) : start]
        if left.endswith(_OTHER_WORDS) or (self.text[start].isupper() and left and not left.endswith((". ", "\n", ": ", "“"))):
            return False
        return left.rfind("(") <= left.rfind(")") and _OTHER_PLACE.search(left) is None

    def _is_parent(self, before: Hit, hit: Hit) -> bool:
        """``huyện Pác Nặm (Bắc Kạn)``, ``xã Na Hối, huyện Bắc Hà``: the second only says where the first lies."""
        if hit.start - before.end > 40:
            return False
        between = self.low[before.end : hit.start]
        if before.value is _UNLISTED and between in _CHAINS:
            return True
        return between.startswith(" (") and ")" not in between and not any(map(str.isdigit, between))

    def _governs(self, hit: Hit) -> bool:
        """Whether the country or a region is what is told of (``Cả nước có …``), not what is compared with, ranked in or part of a name."""
        left = self.low[max(0, hit.start - 6) : hit.start]
        return not left or left.endswith(_BEFORE_SUBJECT) or self.low.startswith(_PREDICATES, hit.end)

    def _stands_as_subject(self, hit: Hit) -> bool:
        """``Hòa Bình có …``, ``tại Bắc Hà``: a name that may also be another word or a person's, where only a place can stand.

        Only names that one district or province alone bears.
        """
        if hit.value.code not in _unique_codes() or not self.text[hit.start : hit.end].istitle():
            return False
        left = self.low[max(0, hit.start - 5) : hit.start]
        if left.endswith((" ở ", "tại ")):
            return not self.text[hit.end + 1 : hit.end + 2].isupper()
        return (not left or left.endswith((". ", ", ", ": ", "; ", "\n"))) and self._has_predicate(hit)

    def _has_predicate(self, hit: Hit) -> bool:
        """A verb after the name; after the name of a province any word but one that joins or compares."""
        if self.low.startswith(_PREDICATES, hit.end):
            return True
        return hit.value.level == "province" and self.text[hit.end : hit.end + 1] == " " and self.text[hit.end + 1 : hit.end + 2].islower() and (
            not self.low.startswith(_JOINING, hit.end)
        )

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> Place:
        """The place of one figure."""
        starts = self._starts
        if not starts:
            return self._whole
        before = bisect_left(starts, figure.start) - 1
        after = before + 1
        ahead = before >= 0 and starts[before] >= sentence[0]
        if after < len(starts) and starts[after] < clause[1] and not (ahead and starts[before] >= clause[0]) and self._stands_at(figure, after, sentence[0]):
            return self._found(after, "phrase")
        told = self._province_named(self.places[before].end if ahead else sentence[0], figure.start)
        if told is not None and (told or not ahead or self.places[before].value.level != "province"):
            return _NONE if told else self._province_of(before, figure)
        if ahead:
            return self._found(before, "phrase" if starts[before] >= clause[0] else "sentence")
        if before >= 0 and self._surroundings is not None and starts[before] >= self._surroundings.line_start(figure.start):
            return self._found(bisect_left(starts, self._surroundings.line_start(figure.start)), "paragraph")
        if before >= 0 and self._whole[2] != "title" and self._first <= before:
            return self._found(self._first, "article")
        return self._whole

    def _stands_at(self, figure: FigureSpan, after: int, begin: int) -> bool:
        """Whether a place that follows is told of the figure: right at it, or at the end of its list, or as what the sentence is about.

        ``12 hộ ở huyện …``, ``325 nhà sập, 14 ha lúa hỏng tại …``, ``Sau hai năm thực hiện, huyện …``.
        """
        start = self._starts[after]
        if start - figure.end > _IN_A_LIST:
            return False
        between = self.low[figure.end : start]
        if any(map(between.__contains__, _NOT_AT)):
            return False
        if ", " not in between:
            return start - figure.end < _AT_THE_FIGURE
        if between.endswith(_LOCATIVE):
            return True
        opens = self.low.startswith(_OPENING, begin) or (figure.kind == "duration" and figure.start == begin)
        subject = between[between.find(", ") + 2 :]
        return opens and len(subject) <= _SUBJECT_LENGTH and not any(map(str.isdigit, subject)) and ", " not in self.low[begin : figure.start]

    def _province_named(self, begin: int, end: int) -> bool | None:
        """Whether the words tell of several provinces (True) or of the province (False); None when of neither."""
        if self.low.find("tỉnh", begin, end) < 0:
            return None
        told = [found["several"] is not None for found in _PROVINCE.finditer(self.low, begin, end)]
        return told[-1] if told else None

    def _province_of(self, before: int, figure: FigureSpan) -> Place:
        """The province of the paragraph, the title, the article or the site; never one of its districts."""
        line = self._surroundings.line_start(figure.start) if self._surroundings is not None else figure.start
        for at in range(before, max(-1, before - _MOST_LOOKED_AT), -1):
            if self._starts[at] < line:
                break
            if self.places[at].value.level == "province":
                return self._found(at, "paragraph")
        if self._whole[0] is not None and self._whole[0].level == "province":
            return self._whole
        if self._first <= before and self.places[self._first].value.level == "province":
            return self._found(self._first, "article")
        return (self._site, None, "site") if self._site is not None and self._site.level == "province" else _NONE

    def _found(self, at: int, source: str) -> Place:
        hit = self.places[at]
        if hit.value.level == "country":
            return _NONE  # what holds for the whole country has no place of its own
        return hit.value if hit.value is not _UNLISTED else None, self.text[hit.start : hit.end], source
