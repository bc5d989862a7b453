"""What a quality report is made of: sections of tables, some drawn as charts.

Nothing here holds prose: sections, tables, columns and coded values are named by keys, whose
words stand in ``en.toml`` and ``vi.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = ("text", "quote", "code", "count", "share", "number", "date", "url")
"""What a column holds. ``quote`` is text of an article, ``code`` a value with words in those files, ``share`` a number from 0 to 1."""

NUMERIC = frozenset({"count", "share", "number"})
"""The kinds that are numbers."""

CHARTS = ("bars", "columns", "lines")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``name`` has its words in those files, ``kind`` is one of ``KINDS``."""

    name: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Chart:
    """How a table is drawn: a form of ``CHARTS``, the column of the labels and those of the values."""

    form: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. ``total`` counts the rows there are where ``rows`` holds the first only.

    The first ``grouped`` columns name a group; its rows follow each other and are told side by side,
    and ``total`` counts groups. A table without a row says that there is nothing to tell.
    """

    key: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int
    chart: Chart | None = None
    grouped: int = 0

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"a row of {self.key} has not {width} values")

    def at(self, name: str) -> int:
        """Which column has this name."""
        return [column.name for column in self.columns].index(name)


@dataclass(frozen=True, slots=True)
class Section:
    """Tables on one question; ``values`` fill the section's own sentence."""

    key: str
    tables: tuple[Table, ...]
    values: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What the data of one snapshot says about itself; ``snapshot_id`` is null for plain files."""

    snapshot_id: str | None
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of a key."""
        return next(section for section in self.sections if section.key == key)

    def table(self, key: str) -> Table:
        """The table of a key."""
        return next(table for section in self.sections for table in section.tables if table.key == key)
