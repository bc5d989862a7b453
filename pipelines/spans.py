"""Whether spans slice to the words they claim, for many rows at once: all texts stand in one array of code points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.building import Rows

Mask = npt.NDArray[np.bool_]

NOWHERE = -1


class Texts:
    """The texts of published articles that spans count in: each body, title, caption and table cell has a number."""

    def __init__(self, articles: pa.Table) -> None:
        self._keys = _keys(articles)
        count = articles.num_rows
        self._captions = _Lists(_array(articles, "captions"))
        self._tables = _Lists(_array(articles, "tables"))
        self._rows = _Lists(pc.struct_field(self._tables.values, "rows"))
        self._cells = _Lists(self._rows.values)
        parts = [_array(articles, "text"), _array(articles, "title"), self._captions.values, self._cells.values]
        self._texts = pa.concat_arrays([part.cast(pa.large_string()) for part in parts])
        self._titles_from, self._captions_from = count, 2 * count
        self._cells_from = 2 * count + len(self._captions.values)

    def owners(self, findings: pa.Table) -> Rows:
        """By finding, the row of the article that it names; ``NOWHERE`` where that is not among the articles."""
        return _numbers(pc.index_in(_keys(findings), value_set=self._keys))

    def misplaced(self, findings: pa.Table, owners: Rows, words: str) -> Mask:
        """By finding, whether its span does not slice to what stands in the field ``words``; its article is among the articles."""
        starts, ends = _numbers(_array(findings, "span_start")), _numbers(_array(findings, "span_end"))
        claimed = _array(findings, words).fill_null("")
        places, anywhere = self._places(findings, owners)
        misplaced = ~_slice_to(self._texts, places, starts, ends, claimed)
        for row in np.flatnonzero(anywhere):
            table = self._tables.values[int(self._tables.at(owners[row : row + 1], _numbers(_array(findings, "part"))[row : row + 1])[0])].as_py()
            misplaced[row] = not any(text[starts[row] : ends[row]] == claimed[int(row)].as_py() != "" for text in _every_cell(table))
        return misplaced

    def _places(self, findings: pa.Table, owners: Rows) -> tuple[Rows, Mask]:
        """The number of the text that each span counts in, and which spans may count in any cell of their table."""
        where = _array(findings, "where")
        inside = {name: pc.equal(where, name).fill_null(False).to_numpy(zero_copy_only=False) for name in ("body", "title", "caption", "table")}
        places = np.full(findings.num_rows, NOWHERE)
        places[inside["body"]] = owners[inside["body"]]
        places[inside["title"]] = owners[inside["title"]] + self._titles_from
        if not (inside["caption"].any() or inside["table"].any()):
            return places, np.zeros(len(places), bool)
        part = _numbers(_array(findings, "part"))
        captions = self._captions.at(owners, part)
        places = np.where(inside["caption"] & (captions != NOWHERE), captions + self._captions_from, places)
        tables = np.where(inside["table"], self._tables.at(owners, part), NOWHERE)
        row, column = (_numbers(_array(findings, name)) for name in ("row", "column"))
        anywhere = (tables != NOWHERE) & ((row == NOWHERE) | (column == NOWHERE))
        cells = self._cells.at(self._rows.at(tables, row), column)
        return np.where(cells != NOWHERE, cells + self._cells_from, places), anywhere


class _Lists:
    """A column of lists, and all their elements one behind the other."""

    def __init__(self, lists: pa.Array) -> None:
        self.values = lists.flatten()
        self._lengths = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def at(self, rows: Rows, places: Rows) -> Rows:
        """The number of the element at a place of the list in a row; ``NOWHERE`` where there is none."""
        found = np.full(len(rows), NOWHERE)
        there = (rows != NOWHERE) & (places >= 0)
        there[there] = places[there] < self._lengths[rows[there]]
        found[there] = self._starts[rows[there]] + places[there]
        return found


def _every_cell(table: dict[str, Any]) -> Sequence[str]:
    return [table["caption"] or "", *table["header"], *(cell for cells in table["rows"] for cell in cells)]


def _slice_to(texts: pa.Array, places: Rows, starts: Rows, ends: Rows, words: pa.Array) -> Mask:
    """By row, whether ``text[start:end]`` is the words, and not empty."""
    used, numbers = np.unique(places, return_inverse=True)
    if not len(used):
        return np.zeros(0, bool)
    points, from_, lengths = _code_points(texts.take(pa.array(used, pa.int64(), mask=used == NOWHERE)))
    claimed, claimed_from, claimed_lengths = _code_points(words)
    fits = (claimed_lengths == ends - starts) & (claimed_lengths > 0) & (starts >= 0) & (ends <= lengths[numbers]) & (places != NOWHERE)
    sizes = claimed_lengths[fits]
    first = np.cumsum(sizes) - sizes
    steps = np.arange(sizes.sum()) - np.repeat(first, sizes)
    differ = points[np.repeat(from_[numbers][fits] + starts[fits], sizes) + steps] != claimed[np.repeat(claimed_from[fits], sizes) + steps]
    found: Mask = fits.copy()
    if len(sizes):
        found[fits] = ~np.logical_or.reduceat(differ, first)
    return found


def _code_points(texts: pa.Array) -> tuple[npt.NDArray[np.uint32], Rows, Rows]:
    """All code points one behind the other, where each text begins, and how long it is."""
    lengths = pc.utf8_length(texts).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    joined = "".join(text or "" for text in texts.to_pylist())
    return np.frombuffer(joined.encode("utf-32-le"), "<u4"), np.cumsum(lengths) - lengths, lengths


def _keys(rows: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(_array(rows, "article_id"), _array(rows, "version"), "\n")


def _array(rows: pa.Table, name: str) -> pa.Array:
    """A column as one array; nulls where the table has no such column."""
    return rows.column(name).combine_chunks() if name in rows.schema.names else pa.nulls(rows.num_rows, pa.int64())


def _numbers(values: pa.Array) -> Rows:
    """Numbers that are not negative; ``NOWHERE`` for null."""
    numbers: Rows = values.fill_null(NOWHERE).to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers
