"""The walk from digit to digit, and the words that begin a date without one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from extractors.vietnamese.dates.forms import DASH, QUARTER_BEFORE, SEP, SLASH, SPOKEN, D, G, S
from extractors.vietnamese.dates.reader import DateSpan
from extractors.vietnamese.dates.resolve import Resolver
from extractors.vietnamese.dates.words import ANCHOR_WORDS, WORD_READERS, WordReader
from extractors.vietnamese.phrases import word_before

# The last letters of the words after which a number of one or two digits may be a date by itself: tháng, sáng, ngày,
# quý, chiều, tối, đêm, hôm, mùng, mồng, từ; năm, thập niên and thập kỷ before a decade.
_AFTER_WORD = r"(?<=(?:áng|gày|quý|iều|tối|đêm|hôm|ùng|ồng|ày,|ày:|năm|iên| kỷ|..[ \n])[ \n][0-9])|(?<=từ[ \n][0-9])|(?<=ngày[ ]\([0-9])"
_NUMERIC = "|".join((
    rf"(?={S}(?P<first_sep>[{D}/.]){S}(?P<full_month>\d{{1,2}}){S}(?P<second_sep>[{D}/.]){S}(?P<full_year>\d{{4}})(?!\d))(?P<full>)",
    rf"(?={DASH}\d{{1,2}}{SEP}\d{{1,2}}{SEP}\d{{4}}(?!\d))(?P<span>)",
    rf"(?={SEP}(?:19|20)\d\d(?!\d|[.,]\d))(?P<month>)",
    rf"(?={SLASH}\d{{1,2}}(?:,?{G}năm{G}(?:{SPOKEN})|{S}[(,]?{S}âm{G}lịch)(?!\w))(?P<spoken>)",
    rf"(?={SLASH}\d{{1,2}}(?!\d|[.,]\d|[ ]?%))(?P<pair>)",
))  # fmt: skip
_LISTED = (
    rf"(?=(?:{S},{S}\d{{1,2}}(?!\d)){{0,8}}{S}(?:[,&]|và){S}(?:ngày{G})?\d{{1,2}}"
    rf"(?:{SLASH}\d{{1,2}}{SLASH}\d{{4}}|{G}tháng{G}\d{{1,2}}{G}năm{G}\d)(?!\d))(?P<listed>)"
)
# One class in front lets `re` skip quickly to the next digit; each group of shapes is behind a look at its first letters.
_CANDIDATE = re.compile(
    rf"(?P<number>[0-9](?<![0-9][0-9])(?<![0-9][.,/{D}][0-9])(?:(?<!\w[0-9])|(?<=ngày[0-9])|(?<=năm[0-9]))(?:(?:{_AFTER_WORD})(?P<after>))?[0-9]{{0,3}})"
    r"(?![0-9]|\.[0-9]{3}(?![0-9])|,[0-9])"
    rf"(?:(?<=[0-9]{{4}})(?:(?=-(?P<iso_month>\d\d)(?:-(?P<iso_day>\d\d)(?!\d)|(?![\d-])))(?P<iso>)|(?![.,][0-9])(?P<year>))"
    rf"|(?<![0-9]{{3}})(?:(?={S}[{D}/.]{S}[0-9])(?:{_NUMERIC})|(?={S}tháng(?![^\W\d_]))(?P<months>)|(?={G}tết(?!\w))(?P<tet>)"
    rf"|(?={S}(?:[,&]|và){S}(?:ngày{G})?[0-9]){_LISTED}|(?(after)(?P<named>)|(?!))))"
)
_LUNAR_DAYS = range(1, 31)


class DateFinder(WordReader):
    """Finds the dates of one text. One object a text; :meth:`run` gives the spans in order."""

    def run(self, anchors: Iterable[tuple[int, str]] = ()) -> list[DateSpan]:
        """All dates; `anchors` are places of the words of :data:`WORD_ANCHORS` in the lowered text."""
        self._read_digits()
        if anchors:
            self._read_words(anchors)
        if self.partials:
            self._resolve()
        return self.found

    def _read_digits(self) -> None:
        reached, taken, at = 0, self._taken, 0
        for candidate in _CANDIDATE.finditer(self.low):
            start = candidate.start()
            if start < reached:
                continue
            while at < len(taken) and taken[at][1] <= start:
                at += 1
            if at < len(taken) and taken[at][0] <= start:
                continue
            end = _SHAPE_READERS[candidate.lastgroup or ""](self, candidate)
            if end is not None:
                reached = end
        self.found.sort(key=_place)

    def _read_words(self, anchors: Iterable[tuple[int, str]]) -> None:
        """Read the periods that begin at a word; what was read at the digits inside them goes."""
        wanted = [(place, word, reader) for place, word in anchors if (reader := WORD_READERS.get(word)) is not None]
        if not wanted:
            return
        found = self.found
        starts, ends = [d.start for d in found], [d.end for d in found]
        reached, known, inside = 0, len(starts), set()
        for place, word, reader in wanted:
            if place < reached:
                continue
            at = bisect_right(starts, place)
            if at and place < ends[at - 1]:
                continue
            before = len(found)
            reader(self, place, word)
            if len(found) > before:
                reached = found[-1].end
                while at < known and starts[at] < reached:
                    inside.add(at)
                    at += 1
        if len(found) > known:
            self.found = [span for at, span in enumerate(found) if at not in inside]
            self.found.sort(key=_place)

    def _resolve(self) -> None:
        kept = {id(span) for span in self.found}
        resolver = Resolver(self.low, self.published_on, self.found, self._hint)
        for span, partial in self.partials:
            if id(span) in kept:
                resolver.resolve(span, partial)

    # -------------------------------------------------------------- the shapes that begin at a digit
    def _iso(self, found: re.Match[str]) -> int | None:
        """``2019-05-03``; ``date: 2019-05`` is the page's own."""
        start, year, month = found.start(), int(found["number"]), int(found["iso_month"])
        if found["iso_day"] is None:
            if word_before(self.low, start) != "date":
                return self._year(found)
            end = found.end("iso_month")
            self.clocks.append((start, end))
            self._hint = (year, month)
            return end
        if self.low.startswith(("_", "/", "-"), start - 1) or not 1900 <= year <= 2199:
            return None
        return self._complete_day(start, found.end("iso_day"), int(found["iso_day"]), month, year, "day-iso")

    def _span_shape(self, found: re.Match[str]) -> int | None:
        return self._day_span(found.start())

    def _month_shape(self, found: re.Match[str]) -> int | None:
        """``5/2019``: a month, or a quarter after ``quý``."""
        start = found.start()
        if QUARTER_BEFORE.match(self._left_of(start)):
            return self._quarter(start)
        return self._month(start)

    def _months_shape(self, found: re.Match[str]) -> int | None:
        """``7 tháng 6 năm 2019``, ``6 tháng đầu năm 2019``."""
        return self._with_month_word(found.start(), found.end())

    def _tet(self, found: re.Match[str]) -> int | None:
        """``mùng 3 Tết``, ``30 Tết``."""
        word = word_before(self.low, found.start())
        if int(found["number"]) not in _LUNAR_DAYS or (word not in ("mùng", "mồng", "ngày") and int(found["number"]) < 23):
            return None
        return self._lunar(found.start(), self.low.index("tết", found.end()) + 3)

    def _listed_shape(self, found: re.Match[str]) -> int | None:
        return None if word_before(self.low, found.start()) in ("tháng", "thứ", "điều", "khoản", "số") else self._day_list(found.start())

    def _named_shape(self, found: re.Match[str]) -> int | None:
        """A number of one or two digits after a word that may make it a day, a month or a quarter."""
        start, end = found.span()
        word = word_before(self.low, start) or ("ngày" if self.low.endswith(("ngày, ", "ngày: ", "ngày ("), 0, start) else "")
        reader = _WORD_NUMBERS.get(word)
        return reader(self, start, end) if reader is not None else None


def _place(span: DateSpan) -> tuple[int, int]:
    return span.start, span.end


_SHAPE_READERS: dict[str, Callable[[DateFinder, re.Match[str]], int | None]] = {
    "full": DateFinder._full,
    "span": DateFinder._span_shape,
    "month": DateFinder._month_shape,
    "spoken": DateFinder._spoken,
    "pair": DateFinder._pair,
    "months": DateFinder._months_shape,
    "tet": DateFinder._tet,
    "listed": DateFinder._listed_shape,
    "named": DateFinder._named_shape,
    "iso": DateFinder._iso,
    "year": DateFinder._year,
}

_WORD_NUMBERS: dict[str, Callable[[DateFinder, int, int], int | None]] = {
    "tháng": lambda reader, start, end: reader._month(start),
    "quý": lambda reader, start, end: reader._quarter(start),
    **dict.fromkeys(("năm", "niên", "kỷ"), lambda reader, start, end: reader._decade(start, end)),
    "mùng": lambda reader, start, end: reader._lunar_number(start, end),
    "mồng": lambda reader, start, end: reader._lunar_number(start, end),
    **dict.fromkeys(("ngày", "sáng", "chiều", "tối", "đêm", "hôm", "từ"), lambda reader, start, end: reader._bare_day(start, end)),
}


def find_dates(
    text: str,
    published_on: date | None = None,
    *,
    lowered: str | None = None,
    taken: Sequence[tuple[int, int]] = (),
    anchors: Iterable[tuple[int, str]] | None = None,
) -> list[DateSpan]:
    """The dates and periods that `text` names, in order.

    `taken` are sorted spans whose digits belong to something else (document
    numbers). `anchors` are the places of :data:`WORD_ANCHORS` if a keyword scan
    has them already.

    >>> [(d.kind, str(d.first), str(d.last)) for d in find_dates("từ ngày 05 đến ngày 10/8/2019")]
    [('range', '2019-08-05', '2019-08-10')]
    >>> [(d.kind, str(d.last)) for d in find_dates("6 tháng đầu năm 2019, đến năm 2020")]
    [('half_year', '2019-06-30'), ('range', '2020-12-31')]
    """
    low = text.lower() if lowered is None else lowered
    if anchors is None:
        anchors = [(m.start(), m.group()) for m in ANCHOR_WORDS.finditer(low)]
    return DateFinder(text, low, published_on, taken).run(anchors)
