"""The body of an article: paragraphs, captions and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from extractors.pages.captions import can_be_caption, reads_as_caption
from extractors.pages.furniture import word_lists
from extractors.pages.head import is_source
from extractors.pages.lines import Line, alignment
from extractors.pages.roles import PROSE, TABLE, TEXT
from extractors.pages.view import View
from extractors.records import Table


@dataclass(slots=True)
class Parts:
    """What stands in the body, by kind, in page order."""

    body: list[Line] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    has_cut_table: bool = False


def read_parts(view: View, used: set[int | None]) -> Parts:
    """Sort the lines between title and end; ``used`` are those that were read as date or author."""
    parts = Parts()
    article = view.article()
    homes = _prose_homes(view)
    start = 0 if view.title is None else view.title + 1
    title_paragraph = view.lines[view.title].paragraph if view.title is not None and view.lines[view.title].heading else -1
    for index in range(start, view.end):
        line, role = view.lines[index], view.roles[index]
        if index in used or line.paragraph == title_paragraph or (index in view.dates and _is_no_sentence(view, index)):
            continue
        inside = line.block in view.body
        if not inside and not (line.block in article and index < view.first_prose):
            continue
        if role is TABLE and line.table is not None:
            parts.tables.append(_with_caption(line.table, parts.body, line))
            parts.has_cut_table = parts.has_cut_table or line.is_cut
        elif role in (PROSE, TEXT):
            if _is_caption(line, role):
                parts.captions.append(line.text)
            elif (role is PROSE or (inside and _at_home(view, line, homes))) and not (index > view.last_prose and is_source(line.text)):
                parts.body.append(line)
    return parts


def _is_no_sentence(view: View, index: int) -> bool:
    found = view.dates[index]
    return found.is_bare or index <= view.first_prose or found.label is not None


def _prose_homes(view: View) -> set[int]:
    parents = view.page.parents
    homes: set[int] = set()
    for index in range(view.first_prose, min(view.last_prose + 1, len(view.lines))):
        if view.roles[index] is PROSE:
            homes.add(view.lines[index].block)
            homes.add(parents[view.lines[index].block])
    return homes


def _at_home(view: View, line: Line, homes: set[int]) -> bool:
    """A short line belongs to the body where prose stands beside it."""
    if not homes:
        return True
    return line.block in homes or view.page.parents[line.block] in homes


def _is_caption(line: Line, role: str) -> bool:
    if line.is_caption:
        return True
    if line.heading:
        return False
    if line.after_image and can_be_caption(line.text, centred=alignment(line) == "center"):
        return True
    return role is TEXT and reads_as_caption(line.text)


def _with_caption(table: Table, body: list[Line], line: Line) -> Table:
    """Take the line or two right above that belong to the table out of the body."""
    taken: list[str] = []
    starts = word_lists()["table_caption"].starts
    while body and len(taken) < 2:
        above = body[-1]
        is_worded = starts is not None and starts.match(above.text.lower()) is not None and above.text[-1] not in ".;:"
        is_placed = len(above.text) <= 160 and above.text[-1] not in ".;:," and alignment(above) in ("center", "right")
        if len(above.text) > 220 or not (is_worded or is_placed):
            break
        taken.insert(0, body.pop().text)
    caption = " ".join(filter(None, (*taken, table.caption)))
    return Table(caption=caption or None, header=table.header, rows=table.rows)


def join_paragraphs(body: list[Line], is_plain: bool) -> list[str]:
    """Join the lines of each paragraph; in plain text without blank lines every line is one."""
    if is_plain and len(body) > 1 and len({line.paragraph for line in body}) == 1:
        return [line.text for line in body]
    return ["\n".join(line.text for line in group) for _, group in groupby(body, key=lambda line: line.paragraph)]
