"""SQL over the published datasets.

All nine tables are views of their names. ``references`` is a word of SQL: in
:func:`run_query` it may stand as it is; on a connection of one's own write
``"references"`` or use the view ``refs``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow.parquet as pq
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.datasets import DatasetError, open_datasets
from solieu.quoting import quoted_name, quoted_text

FORMATS = ("table", "csv", "json", "parquet")

_SHOWN = 50  # rows of a table for the eye; the other formats give all
_NARROWEST = 12  # a column below this width tells nothing


class QueryError(Exception):
    """A query that could not be answered; ``str()`` is one line for the person who asked."""


# ------------------------------------------------------------------ connections
def connect(directory: Path | str = "output", snapshot: str | None = None, *, history: bool = False) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory with a view for each published table, and ``refs`` for ``references``.

    All views show one snapshot, the current one or the one named, whatever is published
    meanwhile. The connection reaches those files and nothing else: no other file, no
    network, no extension. With ``history``, articles, figures, dates and references have the rows of all
    versions. Raises :class:`QueryError` where nothing is published.
    """
    try:
        datasets = open_datasets(directory, snapshot)
        paths = {table: datasets.paths(table, history=history) for table in datasets.tables}
    except DatasetError as error:
        raise QueryError(str(error)) from error
    connection = duckdb.connect()
    with _told():
        for table, files in paths.items():
            listed = ", ".join(map(quoted_text, files))
            connection.execute(f'CREATE VIEW {quoted_name(table)} AS SELECT * FROM read_parquet([{listed}])')
        if "references" in paths:
            connection.execute('CREATE VIEW refs AS SELECT * FROM "references"')
        _confine(connection, [path for files in paths.values() for path in files])
    return connection


def _confine(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    allowed = ", ".join(quoted_text(path) for path in paths)
    connection.execute("SET enable_progress_bar = false")  # it would be drawn on standard output, among the rows
    for setting in ("TimeZone = 'UTC'", f"allowed_paths = [{allowed}]", "enable_external_access = false", "lock_configuration = true"):
        connection.execute(f"SET {setting}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(_one_line(str(error))) from error


def _one_line(message: str) -> str:
    """DuckDB's message without the picture of the statement below it."""
    told = message.split("\n\nLINE ")[0]
    return " ".join(told.split())


# ------------------------------------------------------------------ queries
def select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Run one statement that reads, and give the connection with its result.

    Raises :class:`QueryError` for anything else: wrong SQL, several statements, or
    one that would change something.
    """
    with _told():
        return connection.execute(_query(sql))


def _query(sql: str) -> str:
    """The statement, where it is a single one that reads."""
    statements = duckdb.extract_statements(_references_quoted(sql))
    if len(statements) != 1:
        raise QueryError(f"one query at a time, not {len(statements)}")
    # a COPY may hide in a WITH, and would overwrite the files that the connection may read
    if statements[0].type != duckdb.StatementType.SELECT or _keywords(sql, "copy"):
        raise QueryError("only queries are answered; nothing can be changed here")
    return statements[0].query


def _references_quoted(sql: str) -> str:
    """``references`` where SQL takes it for its own word: a query has no other use for that word than the table."""
    encoded = sql.encode()
    for offset in reversed(_keywords(sql, "references")):
        encoded = b'%b"references"%b' % (encoded[:offset], encoded[offset + len("references") :])
    return encoded.decode()


def _keywords(sql: str, word: str) -> list[int]:
    """Where a keyword stands, in bytes of UTF-8; not in strings, comments and quoted names."""
    encoded, keyword = sql.encode(), duckdb.token_type.keyword
    return [at for at, kind in duckdb.tokenize(sql) if kind == keyword and encoded[at : at + len(word)].lower() == word.encode()]


def run_query(sql: str, directory: Path | str = "output", fmt: str = "table", out: Path | str | None = None) -> None:
    """Answer a query in one of ``FORMATS``, to the file ``out`` or to standard output.

    ``table`` shows the first rows fitted to the terminal; ``csv`` (lists as JSON),
    ``json`` (an array of objects) and ``parquet`` give all rows. Raises :class:`QueryError`.
    """
    if fmt not in FORMATS:
        raise QueryError(f"unknown format {fmt}: one of {', '.join(FORMATS)}")
    with connect(directory) as connection:
        try:
            with _told():
                _write(connection, sql, fmt, None if out is None else Path(out))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise QueryError(f"cannot write {out or 'to standard output'}: {error.strerror or error}") from error


def _write(connection: duckdb.DuckDBPyConnection, sql: str, fmt: str, out: Path | None) -> None:
    if fmt == "parquet":
        batches: Any = connection.sql(_query(sql)).to_arrow_reader(100_000)
        with _binary(out) as file:
            _write_parquet(batches, file)
        return
    result = select(connection, sql)
    writers = {"table": _write_table, "csv": _write_csv, "json": _write_json}
    with _text(out) as file:
        writers[fmt](result, file)


@contextmanager
def _binary(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        if sys.stdout.isatty():
            raise QueryError("parquet is binary: redirect standard output or name a file")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with out.open("wb") as file:
        yield file


@contextmanager
def _text(out: Path | None) -> Iterator[IO[str]]:
    if out is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        yield file


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(10_000):
        yield from rows


def _names(result: duckdb.DuckDBPyConnection) -> list[str]:
    return [column[0] for column in result.description or ()]


def _write_parquet(batches: Any, file: IO[bytes]) -> None:
    with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write_csv(result: duckdb.DuckDBPyConnection, file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_names(result))
    for row in _rows(result):
        writer.writerow([text_of(value) for value in row])


def text_of(value: Any) -> Any:
    """A value as CSV has it: lists as JSON, dates in ISO 8601; numbers and text as they are."""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=json_of)
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_of(value) if hasattr(value, "isoformat") else value


def _write_json(result: duckdb.DuckDBPyConnection, file: IO[str]) -> None:
    names = _names(result)
    if len(set(names)) < len(names):
        raise QueryError("two columns have the same name: name one of them with AS")
    before = "[\n"
    for row in _rows(result):
        written = {name: finite(value) for name, value in zip(names, row, strict=True)}
        file.write(before + json.dumps(written, ensure_ascii=False, default=json_of))
        before = ",\n"
    file.write("[]\n" if before == "[\n" else "\n]\n")


def finite(value: Any) -> Any:
    """JSON has no NaN and no infinity."""
    return None if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))) else value


def json_of(value: Any) -> Any:
    """What JSON has no type for: dates in ISO 8601, timestamps in UTC with ``Z``, the rest as text."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).replace("+00:00", "Z")
    return value.hex() if isinstance(value, bytes) else str(value)


# ------------------------------------------------------------------ for the eye
def _write_table(result: duckdb.DuckDBPyConnection, file: IO[str]) -> None:
    names, fetched = _names(result), result.fetchmany(_SHOWN + 1)
    rows = [[_cell(value) for value in row] for row in fetched[:_SHOWN]]
    console = Console(file=file)
    widths = _widths([max(map(cell_len, cells)) for cells in zip(names, *rows, strict=True)], console.width)
    table = Table(header_style="bold")
    for index, width in enumerate(widths):
        number = any(isinstance(row[index], int | float | Decimal) and not isinstance(row[index], bool) for row in fetched)
        table.add_column(Text(names[index]), justify="right" if number else "left", width=width, overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row[: len(widths)]))
    console.print(table)
    if len(fetched) > _SHOWN:
        console.print(f"the first {_SHOWN} rows; --format csv, json or parquet gives all", style="dim", highlight=False)
    if len(widths) < len(names):
        console.print(f"{len(names) - len(widths)} more columns do not fit: {', '.join(names[len(widths) :])}", style="dim", highlight=False)


def _widths(natural: Sequence[int], room: int) -> list[int]:
    """The widths of as many columns as fit, the widest cut first and none below the narrowest width."""
    ends = list(accumulate((min(width, _NARROWEST) + 3 for width in natural), initial=1))
    fitting = natural[: max(1, sum(end <= room for end in ends[1:]))]
    left = room - 1 - 3 * len(fitting)
    widths = {}
    for place, index in enumerate(sorted(range(len(fitting)), key=fitting.__getitem__)):
        widths[index] = max(1, min(fitting[index], left // (len(fitting) - place)))
        left -= widths[index]
    return [widths[index] for index in range(len(fitting))]


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(text_of(value)).split())
