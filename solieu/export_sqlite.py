"""An SQLite file with one table ``data``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from solieu.export import Exported, Rows
from solieu.query import text_of
from solieu.quoting import quoted_name

_TYPES = {"BIGINT": "INTEGER", "INTEGER": "INTEGER", "BOOLEAN": "INTEGER", "DOUBLE": "REAL", "FLOAT": "REAL"}
_LARGEST = 2**63


def write_database(rows: Rows, path: Path) -> Exported:
    """Write the rows into a new file: dates and times as ISO text, lists as JSON, booleans as 0 and 1."""
    columns = ", ".join(f"{quoted_name(name)} {_TYPES.get(kind, 'TEXT')}" for name, kind in zip(rows.names, rows.types, strict=True))
    count = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.execute(f"CREATE TABLE data ({columns})")
        insert = f"INSERT INTO data VALUES ({', '.join('?' * len(rows.names))})"
        for batch in rows.batches:
            db.executemany(insert, [[_value(value) for value in row] for row in batch])
            count += len(batch)
        db.execute("COMMIT")
    return Exported(path, count)


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return str(value)
    return float(value) if isinstance(value, Decimal) else text_of(value)
