"""The words that may follow a number: units in one table with what only begins like one, and words that no number counts."""

from __future__ import annotations

import re
from functools import cache

from extractors.registry.lookup import Unit, entry, not_units, unit_table, units_by_code
from extractors.vietnamese.phrases import PhraseTable

NO_UNIT = Unit("", "", "", "", ())
"""What :func:`after_numbers` gives for words that only begin like a unit: ``đồng thời``, ``điều chỉnh``."""


@cache
def after_numbers() -> PhraseTable[Unit]:
    """Units by the words after a number, and the words that only begin like one, in one table: one look-up a number."""
    units = unit_table()
    found = {spelling: unit for unit in units_by_code().values() for spelling in unit.spellings}
    fixed: dict[str, frozenset[str] | None] = dict.fromkeys(entry("figure_words", "words")["not_unit_phrases"])
    for words, codes in (not_units() | fixed).items():
        begun = units.match_at(words, 0)
        if begun is not None and (codes is None or (words not in found and begun[1].code in codes)):
            found[words] = NO_UNIT
    return PhraseTable(found)


@cache
def no_nouns() -> frozenset[str]:
    """Words after a number that name nothing it could count."""
    return frozenset(entry("figure_words", "words")["not_units"])


@cache
def not_unit_phrases() -> PhraseTable[bool]:
    """Verbs and fixed words that only begin like a unit."""
    return PhraseTable(dict.fromkeys(entry("figure_words", "words")["not_unit_phrases"], True))


@cache
def money_words() -> re.Pattern[str]:
    """Words that show that an amount without a currency is money."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(entry('figure_words', 'words')['money'])})(?!\w)")
