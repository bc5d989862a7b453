"""A report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from solieu.quality.model import NUMERIC, Column, Report, Table
from solieu.quality.words import Words

# what Markdown, or HTML inside it, would take for its own: text of a page is shown, never obeyed
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!]")
_PLAIN_URL = re.compile(r"https?://[^\s<>|\\`]+")


def to_markdown(report: Report, words: Words) -> str:
    """Headings, sentences and tables; ends with a newline."""
    return "\n".join(_lines(report, words)) + "\n"


def _lines(report: Report, words: Words) -> Iterator[str]:
    yield from (f"# {words('page', 'title')}", "")
    yield from (f"{words('page', 'snapshot')} `{report.snapshot_id}`." if report.snapshot_id else words("page", "plain_files"), "")
    for section in report.sections:
        yield from (f"## {words('sections', section.key)}", "", words.sentence(section.key, section.values), "")
        for table in section.tables:
            yield from (f"### {words('tables', table.key)}", "")
            yield from _grouped(table, words) if table.grouped else _table(table.columns, table.rows, words)
            told = more(table, words)
            yield from (told, "") if told else ()


def more(table: Table, words: Words) -> str | None:
    """That there are more rows or groups than shown, or none at all; nothing where all are there."""
    if not table.rows:
        return words("page", "nothing")
    count = len({row[: table.grouped] for row in table.rows}) if table.grouped else len(table.rows)
    if count >= table.total:
        return None
    return words("page", "groups_more" if table.grouped else "rows_more").format(shown=count, total=table.total)


def groups(table: Table) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """The shared values of each group, and the rest of each of its rows."""
    for shared, rows in groupby(table.rows, key=lambda row: row[: table.grouped]):
        yield shared, [row[table.grouped :] for row in rows]


def _grouped(table: Table, words: Words) -> Iterator[str]:
    shared_columns, columns = table.columns[: table.grouped], table.columns[table.grouped :]
    for shared, rows in groups(table):
        number, *others = (escaped(words.value(column, value)) for column, value in zip(shared_columns, shared, strict=True))
        yield from (f"#### {number}. {', '.join(others)}", "")
        yield from _table(columns, rows, words)


def _table(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], words: Words) -> Iterator[str]:
    if not rows:
        return
    yield f"| {' | '.join(words('columns', column.name) for column in columns)} |"
    yield f"|{'|'.join('---:' if column.kind in NUMERIC else '---' for column in columns)}|"
    for row in rows:
        yield f"| {' | '.join(_cell(column, value, words) for column, value in zip(columns, row, strict=True))} |"
    yield ""


def _cell(column: Column, value: Any, words: Words) -> str:
    text = words.value(column, value)
    return f"<{text}>" if column.kind == "url" and _PLAIN_URL.fullmatch(text) else escaped(text)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> escaped("<b>1*2</b> | x")
    '\\\\<b\\\\>1\\\\*2\\\\</b\\\\> \\\\| x'
    """
    return _SPECIAL.sub(r"\\\g<0>", text)
