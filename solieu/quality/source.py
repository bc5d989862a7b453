"""The tables of one snapshot as the report's queries see them: current articles and their figures, with section and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_origin

import duckdb

from extractors.records import TABLES, columns
from solieu.datasets import DatasetError, open_datasets
from solieu.quality.model import Chart, Column, Table
from solieu.query import QueryError, connect


class QualityError(Exception):
    """Datasets that no report can be made of; ``str()`` is one line for the person who asked."""


_VIEWS = (
    # words are compared in lower case and with single spaces
    "CREATE TEMP MACRO folded(words) AS nullif(trim(regexp_replace(lower(words), '\\s+', ' ', 'g')), '')",
    """CREATE TEMP TABLE article AS
       SELECT article_id, version, section, url, title, published_on, year(published_on) AS year, issues, coalesce(stated.figures, 0) AS figures
       FROM articles LEFT JOIN (SELECT article_id, version, count(*) AS figures FROM figures GROUP BY ALL) AS stated USING (article_id, version)
       WHERE is_current""",
    """CREATE TEMP VIEW figure AS
       SELECT figures.*, article.section, article.year, coalesce(place_code, place_text) AS place
       FROM figures JOIN article USING (article_id, version)""",
    """CREATE TEMP VIEW reference AS
       SELECT refs.* FROM refs JOIN article USING (article_id, version)""",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A connection to the tables of one snapshot, and how many rows a table of the report holds at most.

    ``rejects`` is the folder of the rejected rows, which are kept of the current publication alone.
    """

    connection: duckdb.DuckDBPyConnection
    snapshot_id: str | None
    rejects: Path | None
    top: int

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """All rows of a query with named parameters (``$name``)."""
        return self.connection.execute(sql, values).fetchall()

    def run(self, sql: str, **values: object) -> None:
        """Run a statement that gives no rows."""
        self.connection.execute(sql, values).fetchall()

    def table(self, key: str, columns: Mapping[str, str], sql: str, order: str, chart: Chart | None = None) -> Table:
        """The first rows of a query as a table; ``columns`` maps the names, in the order of the query, to their kinds.

        ``order`` names columns of the query by their numbers.
        """
        found = self.rows(f"SELECT *, count(*) OVER () FROM ({sql}) ORDER BY {order} LIMIT {self.top}")
        rows = [row[:-1] for row in found]
        return Table(key, tuple(Column(*column) for column in columns.items()), rows, found[0][-1] if found else 0, chart)


@contextmanager
def opened(directory: Path | str, snapshot: str | None, top: int) -> Iterator[Source]:
    """One snapshot of an output folder, whatever is published meanwhile. Raises :class:`QualityError`."""
    try:
        datasets = open_datasets(directory, snapshot)
        with connect(directory, datasets.snapshot_id) as connection:
            for statement in (*_completed(connection), *_VIEWS):
                connection.execute(statement).fetchall()
            yield Source(connection, datasets.snapshot_id, Path(directory) / "rejects" if snapshot is None else None, top)
    except (DatasetError, QueryError) as error:
        raise QualityError(str(error)) from error
    except (duckdb.Error, OSError) as error:
        raise QualityError(f"{directory} cannot be read: {' '.join(str(error).split())}") from error


def _completed(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Views that give the fields which a snapshot of an earlier version lacks: without a value, a list without an entry."""
    for record in TABLES:
        there = {row[0] for row in connection.execute(f'DESCRIBE "{record.TABLE}"').fetchall()}
        lacking = [column for column in columns(record) if column.name not in there]
        if lacking:
            added = ", ".join(f'{"[]::VARCHAR[]" if get_origin(column.type) is list else "NULL"} AS "{column.name}"' for column in lacking)
            yield f'CREATE TEMP VIEW "{record.TABLE}" AS SELECT *, {added} FROM memory.main."{record.TABLE}"'
            if record.TABLE == "references":
                yield 'CREATE TEMP VIEW refs AS SELECT * FROM temp.main."references"'
