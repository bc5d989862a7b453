"""The time for a line grows with its length, whatever stands in it.

A clock is not strict: a repeated line may take up to three times as long when doubled, and what seems slow is measured
again; quadratic time takes four times. ``make bench`` holds the same lines to 2.2.
"""

from __future__ import annotations

import pytest

from tests.fuzz.linear import PATTERNS, settled_growth

BOUND = 3.0


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=name) for name, pattern in PATTERNS.items()])
def test_twice_the_line(pattern: str) -> None:
    ratio, length, once = settled_growth(pattern, BOUND, enough=0.05, most=2_000_000)
    assert ratio <= BOUND, f"{length:,} characters take {once:.3f} s, twice as many {ratio:.2f} times as long"
