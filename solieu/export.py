"""Tables and query results as files for other programs: CSV, XLSX, JSON Lines, Parquet, SQLite.

Rows are streamed, so a table of any size needs little memory, and the file appears
under its name when it is whole.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from solieu.datasets import TABLE_NAMES
from solieu.query import QueryError, connect, finite, json_of, select, text_of
from solieu.quoting import quoted_name
from solieu.whole import written_beside

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula."""

_BATCH = 10_000


class ExportError(Exception):
    """An export that could not be done; ``str()`` is one line for the person who asked."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: ``notes`` say what the format could not hold."""

    path: Path
    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an export: column names, DuckDB's type names, and the rows in batches."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    batches: Iterator[list[tuple[Any, ...]]]


Writer = Callable[[Rows, Path], Exported]


def export(what: str, path: Path | str, directory: Path | str = "output", snapshot: str | None = None, *, history: bool = False) -> Exported:
    """Write a table, or the rows of a SQL query, to ``path``; its suffix chooses the format, one of ``SUFFIXES``.

    With ``history``, of all versions of the articles.

    Raises :class:`ExportError` for an unknown suffix, a query that fails or a file that cannot be written.
    """
    path = Path(path)
    writer = _writers().get(path.suffix.lower())
    if writer is None:
        raise ExportError(f"{path.name}: the name must end in one of {', '.join(SUFFIXES)}")
    if path.is_dir():
        raise ExportError(f"{path} is a folder")
    sql = f"SELECT * FROM {quoted_name(what)}" if what in TABLE_NAMES else what
    try:
        with connect(directory, snapshot, history=history) as connection, written_beside(path) as new:
            written = _write_parquet(connection, sql, new) if path.suffix.lower() == ".parquet" else writer(_rows(connection, sql), new)
    except (QueryError, duckdb.Error) as error:
        raise ExportError(str(error)) from error
    except sqlite3.Error as error:
        raise ExportError(f"cannot write {path}: {error}") from error
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    return Exported(path, written.rows, written.notes)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    result = select(connection, sql)
    columns = result.description or ()
    names = tuple(column[0] for column in columns)
    if len({name.casefold() for name in names}) < len(names):
        raise ExportError("two columns have the same name: name one of them with AS")
    return Rows(names, tuple(str(column[1]) for column in columns), _batches(result))


def _batches(result: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while batch := result.fetchmany(_BATCH):
        yield batch


# ------------------------------------------------------------------ formats
def _write_csv(rows: Rows, path: Path) -> Exported:
    """UTF-8 with the mark by which Excel knows it; texts that would be formulas are made plain with an apostrophe."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in rows.names])
        for batch in rows.batches:
            writer.writerows([[harmless(text_of(value)) for value in row] for row in batch])
            count += len(batch)
    return Exported(path, count)


def harmless(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("-5"), harmless(-5), harmless("hộ")
    ("'=1+1", "'-5", -5, 'hộ')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _write_jsonl(rows: Rows, path: Path) -> Exported:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in rows.batches:
            for row in batch:
                held = {name: finite(value) for name, value in zip(rows.names, row, strict=True)}
                file.write(json.dumps(held, ensure_ascii=False, default=json_of) + "\n")
            count += len(batch)
    return Exported(path, count)


def _write_parquet(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> Exported:
    """With the types of the query; field metadata stay with the published files."""
    count = 0
    select(connection, f"SELECT * FROM ({sql.rstrip().rstrip(';')}) LIMIT 0")
    batches = connection.sql(sql.rstrip().rstrip(";")).to_arrow_reader(100_000)
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    return Exported(path, count)


def _write_xlsx(rows: Rows, path: Path) -> Exported:
    from solieu.export_xlsx import write_workbook

    return write_workbook(rows, path)


def _write_sqlite(rows: Rows, path: Path) -> Exported:
    from solieu.export_sqlite import write_database

    return write_database(rows, path)


def _writers() -> Mapping[str, Writer]:
    return {".csv": _write_csv, ".xlsx": _write_xlsx, ".jsonl": _write_jsonl, ".parquet": lambda rows, path: Exported(path, 0), ".sqlite": _write_sqlite}


SUFFIXES = tuple(_writers())
"""How the name of an exported file may end."""
