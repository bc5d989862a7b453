"""One text being read: the text, its lowered twin, its digits and known names, found once and shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import ahocorasick

from extractors.registry.lookup import Keywords, keyword_scanner, scan
from extractors.vietnamese.dates import WORD_ANCHORS
from extractors.vietnamese.numbers import DIGITS, FIRST_WORDS
from extractors.vietnamese.phrases import lower

VAGUE_WORDS = ("hàng", "vài", "mấy", "dăm", "một nửa", "gấp", "trăm", "chục")
"""Words besides number words at which a figure without digits may begin."""


@dataclass(slots=True)
class Reading:
    """A text with all that the readers look up again and again."""

    text: str
    low: str
    digits: Sequence[tuple[int, int]]
    keywords: Keywords
    published_on: date | None


@cache
def _scanner() -> ahocorasick.Automaton:
    return keyword_scanner({*WORD_ANCHORS, *FIRST_WORDS, *VAGUE_WORDS})


def read(text: str, published_on: date | None) -> Reading:
    """Look once at all digits and known names of `text`."""
    low = lower(text)
    return Reading(text, low, [found.span() for found in DIGITS.finditer(text)], scan(_scanner(), text, low), published_on)
