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
_OWN_LEVELS = frozenset({"province", "district", "commune"})


@cache
def _unique_codes() -> frozenset[str]:
    """The codes of provinces, and of the districts whose name no other district or province bears."""
    wide = [place for place in known_places() if place.level in ("province", "district")]
    owners = Counter(place.name for place in wide)
    return frozenset(place.code for place in wide if place.level == "province" or owners[place.name] == 1)


class PlaceReader:
    """Finds the places of the figures of one text; `title` and `site` are what it inherits."""

    __slots__ = ("_first", "_starts", "_surroundings", "_whole", "low", "places", "text")

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
        self.places: list[Hit] = [hit for hit in reading.keywords.place if self._is_place(hit, references)]
        self._starts = [hit.start for hit in self.places]
        self._first = next((at for at, hit in enumerate(self.places) if hit.value.level in _OWN_LEVELS), len(self.places))
        self._whole: Place = (*title, "title") if title is not None else (site, None, "site") if site is not None else _NONE

    def _is_place(self, hit: Hit, covered: Sequence[tuple[int, int]]) -> bool:
        place: KnownPlace = hit.value
        at = bisect_right(covered, (hit.start, len(self.text))) - 1
        if at >= 0 and hit.start < covered[at][1]:
            return False
        own_word = _ADMIN_WORD.match(self.low, hit.start)
        if own_word is not None and own_word.end() < hit.end:
            return self.text[own_word.end()].isupper()
        if not self.text[hit.start].isupper() and self.low[hit.start : hit.end] not in _COMMON_PLACES:
            return False
        if _OTHER_PLACE.search(self.low[max(0, hit.start - 32) : hit.start]) is not None:
            return False
        if not self.text[hit.start].isupper():
            return True
        if not (place.ambiguous or place.level == "commune"):
            return True
        before = _ADMIN_BEFORE.search(self.low[max(0, hit.start - 11) : hit.start])
        if before is not None:
            return place.level in _LEVELS_OF_WORD.get(before.group(1), ())
        return place.level != "commune" and self._stands_as_subject(hit)

    def _stands_as_subject(self, hit: Hit) -> bool:
        """``Hòa Bình có …``, ``tại Bắc Hà``: a name that may also be another word or a person's, where only a place can stand.

        Only names that one district or province alone bears.
        """
        if hit.value.code not in _unique_codes() or not self.text[hit.start : hit.end].istitle():
            return False
        left = self.low[max(0, hit.start - 5) : hit.start]
        if left.endswith((" ở ", "tại ")):
            return not self.text[hit.end + 1 : hit.end + 2].isupper()
        return (not left or left.endswith((". ", ", ", ": ", "; ", "\n"))) and self.low.startswith(_PREDICATES, hit.end)

    def of(self, figure: FigureSpan, clause: tuple[int, int], sentence: tuple[int, int]) -> Place:
        """The place of one figure."""
        starts = self._starts
        if not starts:
            return self._whole
        before = bisect_left(starts, figure.start) - 1
        after = before + 1
        if before >= 0 and starts[before] >= clause[0]:
            return self._found(before, "phrase")
        if after < len(starts) and starts[after] < clause[1] and starts[after] - figure.end < 60:
            return self._found(after, "phrase")
        if before >= 0 and starts[before] >= sentence[0]:
            return self._found(before, "sentence")
        if after < len(starts) and starts[after] < sentence[1]:
            return self._found(after, "sentence")
        if before >= 0 and self._surroundings is not None and starts[before] >= self._surroundings.paragraph_start(figure.start):
            return self._found(before, "paragraph")
        if before >= 0 and self._whole[2] != "title" and self._first <= before:
            return self._found(self._first, "article")
        return self._whole

    def _found(self, at: int, source: str) -> Place:
        hit = self.places[at]
        return hit.value, self.text[hit.start : hit.end], source
