"""Tables of figures, told apart from tables that only lay out a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from extractors.pages.lines import tidy
from extractors.records import Table

MAX_COLUMNS = 400
MAX_CELLS = 200_000
"""A table is read up to these bounds, whole rows of it; what a span claims beyond them is ignored."""

_LONG_CELL = 700
_NUMBER = re.compile(r"[(+-]?\d[\d.,/ ]*%?\)?\Z")
_COLUMN_MARK = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s?=\s?.{1,30})?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_VALUE = re.compile(
    r"(?!(?:19|20)\d\d (?:ước|thực|kế|so|dự|đến|trở|tăng|giảm|mục)(?!\w))"
    r"(?:(?:≥|>=|≤|<=|>|<|~|≈|trên|dưới|hơn|gần|khoảng|đạt) ?)?[+\-–−]?\d[\d.,]{0,24}(?: - \d[\d.,]{0,24})?"
    r"(?: ?[%‰]| ?(?:ha|kg|km|m|cm|đ)[²³23]?(?!\w)| (?!(?:tháng|năm|quý|ngày|tuần|giờ)(?!\w))[^\W\d_]+)(?:[ /][^\W\d_]+){0,4}\Z",
    re.IGNORECASE,
)
"""A number that says what it counts: ``540.438 người``, ``≥ 98%``."""
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED = frozenset(("script", "style", "noscript", "template", "select", "del", "s", "strike"))


class _Cell:
    __slots__ = ("columns", "has_image", "is_header", "link_chars", "rows", "text")

    def __init__(self, node: Any) -> None:
        self.text, self.link_chars, self.has_image = _cell_text(node)
        self.is_header = node.tag == "th"
        columns, rows = node.get("colspan"), node.get("rowspan")
        self.columns = 1 if columns is None else _span(columns, MAX_COLUMNS)
        self.rows = 1 if rows is None else _span(rows, MAX_CELLS)


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table, and whether it was too large to be read whole."""

    table: Table
    is_cut: bool


def read_table(node: Any) -> TableRead | None:
    """Return the table in a ``table`` element, or None when it only lays out the page.

    Merged words are repeated in every place they cover, a merged number stands in the first
    one only; header rows are joined with " / ". Time is linear in the element and the cells kept.
    """
    if node.get("role") in ("presentation", "none") or next(node.iterdescendants("table"), None) is not None:
        return None
    rows, in_head, is_cut = _rows(node)
    if not _is_data(node, rows):
        return None
    caption = node.find("caption")
    caption_text = _cell_text(caption)[0] if caption is not None else ""
    if len(rows) > 2 and len(rows[0]) == 1 and rows[0][0].columns > 1 and not in_head:
        caption_text = " ".join(filter(None, (caption_text, rows[0][0].text)))
        rows = rows[1:]
    grid, repeated = _grid(rows)
    depth = _header_depth(rows, grid, in_head)
    header = [_join_header([row[column] for row in grid[:depth]]) for column in range(len(grid[0]))]
    for y, x in repeated:
        if y >= depth and _is_number(grid[y][x]):
            grid[y][x] = ""
    table = Table(caption=caption_text or None, header=header if depth else [], rows=grid[depth:])
    return TableRead(table, is_cut or len(grid) < len(rows))


def _rows(node: Any) -> tuple[list[list[_Cell]], int, bool]:
    """Rows of cells, how many of them stand in a ``thead``, and whether some were left out."""
    rows: list[list[_Cell]] = []
    in_head = cells = 0
    is_cut = False
    for row in node.iter("tr"):
        elements = [cell for cell in row if cell.tag in ("td", "th")]
        if len(elements) > MAX_COLUMNS:
            is_cut = True
        row_cells = [_Cell(cell) for cell in elements[:MAX_COLUMNS]]
        if not any(cell.text for cell in row_cells):
            continue
        if cells + len(row_cells) > MAX_CELLS:
            return rows, in_head, True
        parent = row.getparent()
        in_head += parent is not None and parent.tag == "thead" and in_head == len(rows)
        rows.append(row_cells)
        cells += len(row_cells)
    return rows, in_head, is_cut


def _is_data(node: Any, rows: list[list[_Cell]]) -> bool:
    if any(len(row) == MAX_COLUMNS for row in rows):
        return True  # nothing so wide is the layout of a page
    if len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in row if cell.text]
    chars = sum(len(cell.text) for cell in cells)
    if max(len(row) for row in rows) < 2 or any(len(cell.text) > _LONG_CELL for cell in cells):
        return False
    if 2 * sum(cell.link_chars for cell in cells) > chars or any(cell.has_image for cell in cells):
        return False
    if node.find("caption") is not None or node.find("thead") is not None or any(cell.is_header for cell in cells):
        return True
    several = _count_several(rows)
    numbers = sum(_NUMBER.match(cell.text) is not None for cell in cells)
    has_border = (node.get("border") or "0") not in ("0", "") or "border" in (node.get("style") or "")
    if several * 2 < len(rows):
        return False
    return has_border or 4 * numbers >= len(cells) or (len(rows) >= 3 and several * 5 >= len(rows) * 4 and chars < 100 * len(cells) and numbers > 0)


def _count_several(rows: list[list[_Cell]]) -> int:
    """Rows of several cells, those that a cell from above reaches into counted with it."""
    several = reached = 0
    for y, row in enumerate(rows):
        several += len(row) > 1 or y < reached
        reached = max(reached, y + max((cell.rows for cell in row), default=1))
    return several


def _grid(rows: list[list[_Cell]]) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """Lay the cells out, whole rows within the bounds; also the places, row and column, that only repeat a merged cell.

    A column in which no cell begins is none: it is the rest of what a span claims.
    """
    placed, columns = _places(rows)
    column_of = {x: column for column, x in enumerate(sorted(columns))}
    width = len(column_of)
    at = [0] * (MAX_COLUMNS + 1)  # how many columns begin before a place
    for x in range(MAX_COLUMNS):
        at[x + 1] = at[x] + (x in column_of)
    height = min(len(placed), max(1, MAX_CELLS // width))
    grid = [[""] * width for _ in range(height)]
    repeated: list[tuple[int, int]] = []
    for y, row in enumerate(placed[:height]):
        for cell, x, end in row:
            first, last = at[x], at[end]
            grid[y][first] = text = cell.text
            if text and (cell.rows > 1 or last - first > 1):
                for below in range(y, min(height, y + cell.rows)):
                    grid[below][first:last] = [text] * (last - first)
                    repeated += [(below, column) for column in range(first, last) if (below, column) != (y, first)]
    return grid, repeated


def _places(rows: list[list[_Cell]]) -> tuple[list[list[tuple[_Cell, int, int]]], set[int]]:
    """The cells of each row with the columns from and to which they reach, and the columns in which cells begin."""
    taken_until = [0] * MAX_COLUMNS  # the row from which a column is free again
    next_column = list(range(1, MAX_COLUMNS + 1))  # where the cell that takes a column ends
    placed: list[list[tuple[_Cell, int, int]]] = []
    columns: set[int] = set()
    for y, row in enumerate(rows):
        places: list[tuple[_Cell, int, int]] = []
        x = 0
        for cell in row:
            while x < MAX_COLUMNS and taken_until[x] > y:
                x = next_column[x]
            if x >= MAX_COLUMNS:
                break
            end, limit = x + 1, min(MAX_COLUMNS, x + cell.columns)
            while end < limit and taken_until[end] <= y:
                end += 1
            taken_until[x:end] = [y + cell.rows] * (end - x)
            next_column[x:end] = [end] * (end - x)
            places.append((cell, x, end))
            columns.add(x)
            x = end
        placed.append(places)
        if len(placed) * len(columns) > MAX_CELLS:
            break
    return placed, columns


def _header_depth(rows: list[list[_Cell]], grid: list[list[str]], in_head: int) -> int:
    """How many rows are the header: marked so, reached by its merged cells, or words above numbers."""
    depth = in_head
    if not depth:
        while depth < len(rows) - 1 and rows[depth] and all(cell.is_header for cell in rows[depth]):
            depth += 1
    if not depth and not _has_numbers(grid[0]):
        depth = min(max((cell.rows for cell in rows[0]), default=1), 4)
        merged = any(cell.columns > 1 for cell in rows[0])
        if depth == 1 and merged and len(grid) > 2 and not _has_numbers(grid[1]):
            depth = 2
    depth = min(depth, len(grid) - 1)
    if depth and depth < len(grid) - 1 and _numbers_the_columns(grid[depth]):
        depth += 1
    return depth


def _has_numbers(row: list[str]) -> bool:
    return any(map(_is_number, row))


def _is_number(text: str) -> bool:
    """A bare number that is no year, or one with its unit."""
    return (_NUMBER.match(text) is not None and _YEAR.match(text) is None) or _VALUE.match(text) is not None


def _numbers_the_columns(row: list[str]) -> bool:
    """A row such as ``A | B | 1 | 2`` or ``(1) | (2) | (3)=(1)+(2)``."""
    if len(row) < 2 or not all(_COLUMN_MARK.match(text) for text in row if text):
        return False
    digits = [int(found.group()) for text in row if (found := re.search(r"\d+", text))]
    return len(digits) >= 2 and digits[0] <= 3 and all(after == before + 1 for before, after in pairwise(digits))


def _join_header(texts: list[str]) -> str:
    return " / ".join(text for place, text in enumerate(texts) if text and (place == 0 or text != texts[place - 1]))


def _span(value: str, limit: int) -> int:
    digits = value.strip()[:6]
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return max(1, min(int(digits), limit))


def _cell_text(node: Any) -> tuple[str, int, bool]:
    """The words of a cell on one line, how many characters of them are links, whether it shows a picture."""
    if len(node) == 0:
        return tidy(node.text or ""), 0, False
    parts = [node.text or ""]
    link_chars = 0
    has_image = False
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, child in walk:
        if child is node:
            continue
        tag = child.tag
        if event == "end":
            parts.append(" " if tag in _BLOCKS else "")
            parts.append(child.tail or "")
        elif tag in _SKIPPED:
            walk.skip_subtree()
        else:
            parts.append(" " if tag in _BLOCKS else "")
            parts.append(child.text or "")
            has_image = has_image or tag == "img"
            if tag == "a":
                link_chars += sum(map(len, child.itertext()))
    return tidy("".join(parts)), link_chars, has_image
