"""The known measures by the words that name them, and the measure that a header or caption names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.registry.lookup import KnownMeasure, known_measures
from extractors.vietnamese.phrases import PhraseTable

_WORD_STARTS = re.compile(r"(?<!\w)\w")
FULFILMENTS = frozenset({"plan_fulfilment_rate", "budget_fulfilment_rate"})
_LESS = ("giảm ", "tăng ")
_DIFFERENCES = ("tăng", "giảm", "vượt", "chênh lệch")
_COMPARISON = re.compile(
    r"(?<!\w)(?:so (?:với|sánh|cùng|kh|kế hoạch|dự toán|năm|chỉ tiêu|\d)|th ?/ ?kh|cùng kỳ)"
    r"|% ?(?:so(?!\w)|(?:th ?/ ?)?(?:kh|kế hoạch|dự toán|chỉ tiêu)(?!\w))"
)
# units in which the same can be measured
_DIMENSIONS = {
    unit: units[0]
    for units in (
        ("hectare", "square_metre", "square_kilometre", "sao_land", "mau_land", "cong_land"),
        ("kilometre", "metre", "mile", "nautical_mile"),
        ("tonne", "quintal", "ten_kilograms", "kilogram", "gram"),
        ("cubic_metre", "stere"),
        ("megawatt", "watt", "kilowatt", "gigawatt", "kilowatt_peak", "megawatt_peak", "kilovolt_ampere", "megavolt_ampere"),
        ("kilowatt_hour", "megawatt_hour", "gigawatt_hour"),
    )
    for unit in units
}


def same_dimension(unit: str, other: str) -> bool:
    """Whether what is measured in the one unit can be measured in the other."""
    return unit == other or _DIMENSIONS.get(unit, unit) == _DIMENSIONS.get(other, other)


@cache
def subjects() -> PhraseTable[tuple[KnownMeasure, ...]]:
    """Measures by the words that stand after a number."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.subject:
            found[phrase] = (*found.get(phrase, ()), measure)
    return PhraseTable(found)


@cache
def subject_words() -> frozenset[str]:
    """The first words of the names in `subjects`."""
    return frozenset(phrase.split(" ", 1)[0].rstrip(",") for measure in known_measures() for phrase in measure.subject)


@cache
def afters() -> PhraseTable[tuple[KnownMeasure, ...]]:
    """Measures by the words right after a percentage or an amount."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.after:
            found[phrase] = (*found.get(phrase, ()), measure)
    return PhraseTable(found)


@cache
def befores() -> dict[str, tuple[KnownMeasure, ...]]:
    """Measures by the words before a number."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for measure in known_measures():
        for phrase in measure.before:
            found[phrase.lower()] = (*found.get(phrase.lower(), ()), measure)
    return {phrase: _with_shorter(phrase, found) for phrase in found}


_PARTICLES = frozenset({"đã", "được", "mới", "vừa", "sẽ", "đang"})


def _with_shorter(phrase: str, named: dict[str, tuple[KnownMeasure, ...]]) -> tuple[KnownMeasure, ...]:
    """The measures of a phrase, then those of it without particles ahead: ``đã giải ngân`` names an amount, of a share ``giải ngân`` is said."""
    found = list(named[phrase])
    first, _, rest = phrase.partition(" ")
    while first in _PARTICLES and rest:
        found += [m for m in named.get(rest, ()) if m not in found]
        first, _, rest = rest.partition(" ")
    return tuple(found)


@cache
def share_measures() -> dict[str, KnownMeasure]:
    """By the code of a count, the measure of the share that it makes up: poor households, poverty rate."""
    by_code = {measure.code: measure for measure in known_measures()}
    return {measure.code: by_code[measure.share] for measure in known_measures() if measure.share}


def of_kind(options: Sequence[KnownMeasure], kind: str) -> KnownMeasure | None:
    """The first of the measures that a figure of `kind` can have."""
    for measure in options:
        if kind in measure.kinds:
            return measure
    return None


def measure_of_words(words: str, kind: str, unit: str | None) -> tuple[KnownMeasure, str] | None:
    """The measure that a header or caption names: the longest known phrase in it for a figure of `kind` in `unit`."""
    low = words.lower()
    best: tuple[int, KnownMeasure, str] | None = None
    for found in _WORD_STARTS.finditer(low):
        if found.start() and low.startswith(_LESS, found.start()):
            continue  # a programme for it: `Kết quả giảm nghèo`
        for table in (subjects(), before_table(), afters()):
            match = table.match_at(low, found.start())
            if match is None:
                continue
            fitting = [m for m in match[1] if (kind != "count" or m.unit == unit) and not (table is afters() and m.code in FULFILMENTS)]
            measure = of_kind(fitting, kind)
            if measure is not None and (best is None or match[0] - found.start() > best[0]):
                best = (match[0] - found.start(), measure, words[found.start() : match[0]])
    return None if best is None else (best[1], best[2])


def is_comparison(header: str) -> bool:
    """Whether percentages under the header compare what the other header counts: with a plan or another time.

    >>> is_comparison("% so với cùng kỳ"), is_comparison("So sánh TH/KH (%)"), is_comparison("Tỷ lệ (%)")
    (True, True, False)
    """
    return _COMPARISON.search(header.lower()) is not None


def fulfilment_named(header: str) -> tuple[KnownMeasure, str] | None:
    """What the header of a comparison says when it compares with a plan; no difference from it."""
    low = header.lower()
    if low.startswith(_DIFFERENCES):
        return None
    for found in _WORD_STARTS.finditer(low):
        match = afters().match_at(low, found.start())
        measure = next((m for m in match[1] if m.code in FULFILMENTS), None) if match is not None else None
        if match is not None and measure is not None:
            return measure, header[found.start() : match[0]]
    return None


@cache
def before_table() -> PhraseTable[tuple[KnownMeasure, ...]]:
    """`befores`, to be looked up at a place in a text."""
    return PhraseTable(befores())
