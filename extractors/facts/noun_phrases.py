"""The noun phrases around a number: where the one after it ends, and which one ahead of it names the figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.facts.surroundings import Surroundings
from extractors.registry.lookup import entry


def _listed(key: str) -> frozenset[str]:
    return frozenset(entry("figure_words", "phrases")[key])


_ENDS, _ENDING_PAIRS = _listed("ends"), _listed("ending_pairs")
_PAIRED = frozenset(pair.split()[0] for pair in _ENDING_PAIRS)
_TRAILING, _LEADING, _NOUNS = _listed("trailing"), _listed("leading"), _listed("nouns")
_GOING_ON, _GOING_ON_WHOLE, _COMPARING = _listed("going_on"), _listed("going_on_whole"), _listed("comparing")
_REACH = 60
_WORDS = 7
_LONGEST_TOPIC = 90
_LONGEST_LABEL = 48
_CLOSE = 16
# what only leads over to a list of figures
_NO_LABEL = ("trong đó", "cụ thể", "như sau", "bao gồm", "trong đấy", "gồm", "sau đây", "kết quả", "ví dụ", "theo đó", "ghi chú", "lưu ý")


def noun_phrase_end(low: str, head_end: int) -> int:
    """Where the noun phrase ends whose head ends at `head_end`: before a verb, a preposition, a number or a mark.

    >>> noun_phrase_end("811 người có uy tín trong vùng", 9)
    9
    >>> noun_phrase_end("5 xã biên giới được hỗ trợ", 4)
    14
    """
    if not low.startswith(" ", head_end):
        return head_end
    words = low[head_end + 1 : head_end + _REACH].split(" ", _WORDS)
    place = head_end
    if len(words) > _WORDS or head_end + _REACH < len(low):
        words.pop()  # cut off in the middle
    for at, word in enumerate(words):
        if word in _ENDS or (word in _PAIRED and " ".join(words[at : at + 2]).rstrip(".,;:)") in _ENDING_PAIRS):
            break
        if not word.isalpha():
            letters = _letters(word)
            if letters:
                place += letters + 1
            break
        place += len(word) + 1
    return place


def _letters(word: str) -> int:
    """How many letters begin the word: a mark ends the phrase inside it; a number has none."""
    for at, letter in enumerate(word):
        if not letter.isalpha() and letter != "-":
            return at if at and letter in '.,;:)\n”"' else 0
    return len(word)


class Topics:
    """The phrases ahead of the figures of one text; `dates` are the spans of its dates, in order."""

    __slots__ = ("_date_ends", "_dates", "_surroundings", "low")

    def __init__(self, low: str, surroundings: Surroundings, dates: Sequence[tuple[int, int]]) -> None:
        self.low = low
        self._surroundings = surroundings
        self._dates = dates
        self._date_ends = [end for _, end in dates]

    def of(self, start: int, clause_start: int, earlier: int) -> tuple[int, int] | None:
        """The phrase that names what is stated at `start`; None when the words there only go on with what `earlier` ends.

        `earlier` is the end of the figure before, or the beginning of the clause.
        """
        floor = start - _LONGEST_TOPIC
        if floor > clause_start:
            space = self.low.find(" ", floor, start)  # never in the middle of a word
            floor = space + 1 if space >= 0 else start
        floor = max(clause_start, floor)
        stop = start
        for _ in range(3):
            first = self._surroundings.phrase_start(stop)
            first = max(first, earlier, floor)
            found = self._between(first, stop)
            if found is not None:
                return found
            if first <= floor or first <= earlier:
                return None
            stop = first - 1
        return None

    def phrase_start(self, place: int) -> int:
        """Where the words begin that no mark divides from `place`."""
        return self._surroundings.phrase_start(place)

    def label(self, clause_start: int, start: int) -> tuple[int, int] | None:
        """The words before the colon right ahead of `start`: ``Giá gói thầu: 8,9 tỷ đồng``."""
        colon = clause_start - 1
        if colon < 0 or self.low[colon] != ":" or start - colon > _CLOSE:
            return None
        found = self._between(max(self._surroundings.phrase_start(colon), colon - _LONGEST_TOPIC), colon)
        if found is None or colon - found[0] > _LONGEST_LABEL or self.low.startswith(_NO_LABEL, found[0]):
            return None
        return found

    def _between(self, first: int, stop: int) -> tuple[int, int] | None:
        at = bisect_left(self._date_ends, stop + 1) - 1
        if at >= 0 and self._date_ends[at] > first:
            return self._trimmed(self._date_ends[at], stop) or self._trimmed(first, max(first, self._dates[at][0]))
        return self._trimmed(first, stop)

    def _trimmed(self, first: int, stop: int) -> tuple[int, int] | None:
        """The phrase without the verbs and particles at its ends."""
        low = self.low
        while True:
            while stop > first and not low[stop - 1].isalnum():
                stop -= 1
            if stop <= first:
                return None
            space = low.rfind(" ", first, stop)
            if low[space + 1 if space >= 0 else first : stop] not in _TRAILING or _last_two(low, first, space, stop) in _NOUNS:
                break
            if space < 0:
                return None
            stop = space
        begins = ""
        while True:
            while first < stop and not low[first].isalnum():
                first += 1
            space = low.find(" ", first, stop)
            begins = low[first : space if space >= 0 else stop]
            if begins not in _LEADING or _first_two(low, first, space, stop) in _NOUNS:
                break
            if space < 0:
                return None
            first = space
        if stop - first == 1 or low[first:stop].isdigit():
            return None
        if (
            begins in _GOING_ON
            and _first_two(low, first, space, stop) not in _NOUNS
            and (space < 0 or begins in _COMPARING or low[first:stop] in _GOING_ON_WHOLE)
        ):
            return None
        return first, stop


def _first_two(low: str, first: int, space: int, stop: int) -> str:
    """The two words that begin at `first`, the first of which ends at `space`."""
    if space < 0:
        return ""
    after = low.find(" ", space + 1, stop)
    return low[first : after if after >= 0 else stop]


def _last_two(low: str, first: int, space: int, stop: int) -> str:
    """The two words that end at `stop`, the last of which begins after `space`."""
    if space < 0:
        return ""
    return low[max(first, low.rfind(" ", first, space) + 1) : stop]
