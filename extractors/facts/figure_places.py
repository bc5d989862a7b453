"""The place of a figure: that of its own clause, its sentence, its paragraph, the title or the site."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.surroundings import Around
from extractors.registry.lookup import Hit, KnownPlace


@dataclass(slots=True)
class Place:
    """The place of a figure, its words (none for the site's), and where they stand."""

    place: KnownPlace
    text: str | None
    source: str


_ADMIN_BEFORE = re.compile(r"(tỉnh|huyện|xã|thành phố|tp|tp\.|thị xã|thị trấn|phường|quận)[ ]$")
_ADMIN_WORD = re.compile(r"(?:tỉnh|huyện|xã|thành phố|thị xã|thị trấn|phường|quận)[ ]")
_LEVELS_OF_WORD = {
    "tỉnh": ("province",), "thành phố": ("province", "district"), "tp": ("province", "district"), "tp.": ("province", "district"),
    "huyện": ("district",), "quận": ("district",), "thị xã": ("district",), "xã": ("commune",), "phường": ("commune",), "thị trấn": ("commune", "district"),
}  # fmt: skip
_COMMON_PLACES = frozenset({"cả nước", "toàn quốc", "miền trung", "miền bắc", "miền nam", "miền núi phía bắc"})


class PlaceReader:
    """Finds the places of the figures of one text; `title` and `site` are what it inherits."""

    def __init__(self, reading: Reading, references: Sequence[tuple[int, int]], title: tuple[KnownPlace, str] | None, site: KnownPlace | None) -> None:
        self.text, self.low = reading.text, reading.low
        self._title, self._site = title, site
        self.places: list[Hit] = [hit for hit in reading.keywords.place if self._is_place(hit, references)]
        self._place_starts = [hit.start for hit in self.places]

    def _is_place(self, hit: Hit, covered: Sequence[tuple[int, int]]) -> bool:
        place: KnownPlace = hit.value
        at = bisect_right(covered, (hit.start, len(self.text))) - 1
        if at >= 0 and hit.start < covered[at][1]:
            return False
        own_word = _ADMIN_WORD.match(self.low, hit.start)
        if own_word is not None and own_word.end() < hit.end:
            return self.text[own_word.end()].isupper()
        if not self.text[hit.start].isupper():
            return self.low[hit.start : hit.end] in _COMMON_PLACES
        if not (place.ambiguous or place.level == "commune"):
            return True
        before = _ADMIN_BEFORE.search(self.low[max(0, hit.start - 11) : hit.start])
        return before is not None and place.level in _LEVELS_OF_WORD.get(before.group(1), ())

    def of(self, figure: FigureSpan, around: Around) -> Place | None:
        """The place of one figure."""
        before = bisect_left(self._place_starts, figure.start) - 1
        after = before + 1
        if before >= 0 and self.places[before].start >= around.clause[0]:
            return self._found(self.places[before], "phrase")
        if after < len(self.places) and self.places[after].start < around.clause[1] and self.places[after].start - figure.end < 60:
            return self._found(self.places[after], "phrase")
        if before >= 0 and self.places[before].start >= around.sentence[0]:
            return self._found(self.places[before], "sentence")
        if after < len(self.places) and self.places[after].start < around.sentence[1]:
            return self._found(self.places[after], "sentence")
        if before >= 0 and self.places[before].start >= around.paragraph_start:
            return self._found(self.places[before], "paragraph")
        if self._title is not None:
            return Place(*self._title, "title")
        return Place(self._site, None, "site") if self._site is not None else None

    def _found(self, hit: Hit, source: str) -> Place:
        return Place(hit.value, self.text[hit.start : hit.end], source)
