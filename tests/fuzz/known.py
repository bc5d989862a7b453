"""Violations that are known and not mended yet, each with an input that shows it.

The fuzz tests pass over violations of a known class. Its example is a strict xfail, so that a class goes
from this list when it is mended, and is never seen again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A class of violations: how they are told, an example, and why it happens."""

    pattern: str
    example: str
    reason: str


KNOWN: tuple[Known, ...] = (
    Known(
        r"is \('(?:count|ratio)',.* alone \[\('(?:money|measure|duration|count)'",
        "thiệt hại hơn 3.300 tỷ đồng3",
        "a unit with digits glued behind it is taken for a head noun: money, measures and durations become counts",
    ),
    Known(r"figures overlap: .*\b(?:thêm|ước)", "4039 thêm hai nghìn một trăm hộ", "the word that opens a figure is read as the head noun of the one before"),
    Known(
        r"date ends before it starts: '.*\w+/\w+ ?- ?\w+/\w+'", "sau giai đoạn thử tháng 12/2072- 1/2013. Đoàn", "a range of months is not checked for order"
    ),
    Known(r"\[number-symbol\]$", "33/QĐ-TTg và 612/QĐĐ-TGT, 4210 xã", "a misspelled symbol is read in a list, not alone"),
    Known(r"\[digits\+hundreds\]$", "giá 1 nghìn 8 một cân", "the digit after nghìn is read as units, alone as nothing"),
)


def unknown(violations: list[str]) -> list[str]:
    """The violations of no known class."""
    return [v for v in violations if not any(re.search(known.pattern, v) for known in KNOWN)]
