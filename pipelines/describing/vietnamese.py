"""The Vietnamese words for what :mod:`extractors.records` declares in English, from ``vietnamese.toml``.

What has no Vietnamese words yet is told by ``None`` or left out, so that a new field can be published; a test holds
the file complete.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

SHARED = "shared"


@cache
def words() -> Mapping[str, Any]:
    """The whole file: ``records``, ``units``, one table a record (field to meaning), and ``codes``."""
    return tomllib.loads(files(__package__).joinpath("vietnamese.toml").read_text(encoding="utf-8"))


def record_meaning(record: type[Any]) -> str | None:
    """What one row of a record is.

    >>> from extractors.records import Place
    >>> record_meaning(Place)
    'Một địa danh trong danh mục.'
    """
    return _text(words()["records"].get(record.__name__))


def meaning(record: type[Any], name: str) -> str | None:
    """What a field of a record means; fields that several records share are told once."""
    return _text(words().get(record.__name__, {}).get(name) or words()[SHARED].get(name))


def code_meanings(record: type[Any], name: str) -> Mapping[str, str]:
    """What each code of a field with a closed list means; empty where nothing is told."""
    codes = words()["codes"]
    found: Mapping[str, str] = codes.get(record.__name__, {}).get(name) or codes[SHARED].get(name) or {}
    return found


def unit(name: str) -> str | None:
    """A unit's Vietnamese name."""
    return _text(words()["units"].get(name))


def _text(found: Any) -> str | None:
    return found if isinstance(found, str) else None
