"""Names and texts in SQL as they are written there."""

from __future__ import annotations


def quoted_name(name: str) -> str:
    """A table's or column's name.

    >>> quoted_name('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: object) -> str:
    """A text, with the quotes around it.

    >>> quoted_text("Ia H'Drai")
    "'Ia H''Drai'"
    """
    return "'" + str(text).replace("'", "''") + "'"
