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


KNOWN: tuple[Known, ...] = ()


def unknown(violations: list[str]) -> list[str]:
    """The violations of no known class."""
    return [v for v in violations if not any(re.search(known.pattern, v) for known in KNOWN)]
