"""The words of a report in one language, and how it writes values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from solieu.quality.model import Column

LANGUAGES = ("en", "vi")

_NOT_SHOWN = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)) if chr(code) not in "\t\n\r"}
_OTHER_MARKS = str.maketrans(",.", ".,")


class Words:
    """Titles and sentences by key, and values as text in the manner of the language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._entries: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))

    def __call__(self, group: str, key: str) -> str:
        """The words of a key in one of the groups of the file."""
        return str(self._entries[group][key])

    def sentence(self, key: str, values: Mapping[str, Any]) -> str:
        """What a section says first, with its values."""
        return self("intros", key).format(**{name: self._number(value) for name, value in values.items()})

    def value(self, column: Column, value: Any) -> str:
        """A value of a column as one line of text without control characters."""
        if value is None:
            return self("page", "none")
        if column.kind == "share":
            return self._marked(f"{value * 100:.1f}%")
        if column.kind == "code":
            return str(self._entries["codes"].get(value, value))
        return shown(value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else self._number(value, column))

    def _number(self, value: Any, column: Column | None = None) -> str:
        if isinstance(value, str) or (column is not None and column.kind == "text"):
            return str(value)
        if isinstance(value, float):
            return self._marked(f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}")
        return self._marked(f"{value:,}")

    def _marked(self, number: str) -> str:
        """1,234.5 in English, 1.234,5 in Vietnamese."""
        return number.translate(_OTHER_MARKS) if self.language == "vi" else number


def shown(text: str) -> str:
    """Text of a page in one line; what steers a terminal or turns the direction of letters is replaced.

    >>> shown("a\\x1b[31m\\n b")
    'a\ufffd[31m b'
    """
    return " ".join(text.translate(_NOT_SHOWN).split())


@cache
def words(language: str) -> Words:
    """The words of a language of ``LANGUAGES``."""
    return Words(language)
