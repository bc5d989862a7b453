"""The captures of many WARC files in the order of their times, on disk however many they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from spiders.warc import Capture, index_archive
from spiders.wholeness import Damage

_NO_PAYLOAD = (None, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ")
"""No digest, and that of an empty body: redirects to different places share it."""

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16384;
CREATE TABLE captures (
    number INTEGER PRIMARY KEY, at INTEGER, file INTEGER, offset INTEGER, url TEXT, digest TEXT, revisit INTEGER, same BLOB,
    original_file TEXT, original_offset INTEGER, refers_to_url TEXT, refers_to_date TEXT);
"""
_INDEXES = """
CREATE INDEX by_time ON captures (at, file, offset);
CREATE INDEX by_payload ON captures (same, at, file, offset) WHERE same IS NOT NULL;
CREATE INDEX by_digest ON captures (digest, at) WHERE revisit = 0 AND digest IS NOT NULL;
CREATE INDEX by_url ON captures (url, at) WHERE revisit = 0;
"""
_COLUMNS = "file, offset, url, at, digest, revisit, original_file, original_offset, refers_to_url, refers_to_date"
_ROWS_AT_A_TIME = 1_000


class Captures:
    """The captures and damages of ``paths``; robots.txt is none. ``identity`` names the page behind a URL.

    Iterating gives each capture, oldest first, with the newest that has the same page
    and the same payload: itself, where it is to be read.
    """

    def __init__(self, paths: Iterable[Path], identity: Callable[[str], str]) -> None:
        self._paths = sorted(paths, key=lambda path: (path.name, path))
        self._identity = identity
        self.damages: list[Damage] = []
        self._db = sqlite3.connect("", isolation_level=None)  # a file without a name, in memory while it is small
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        for number, path in enumerate(self._paths):
            self._db.executemany("INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._rows(number, path))
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES)
        (self._count,) = self._db.execute("SELECT count(*) FROM captures").fetchone()

    def __len__(self) -> int:
        return int(self._count) + len(self.damages)

    def __iter__(self) -> Iterator[tuple[Capture, Capture]]:
        cursor = self._db.execute(f"SELECT {_COLUMNS}, same FROM captures ORDER BY captures.at, file, offset")
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            for *columns, same in rows:
                capture = self._capture(columns)
                yield capture, capture if same is None else self._newest(same, capture)

    def original(self, revisit: Capture) -> Capture | None:
        """The response that a revisit record refers to, in whichever file it is; ``None`` where it is in none."""
        file, offset = revisit.original or (None, None)
        numbers = [number for number, path in enumerate(self._paths) if path.name.removesuffix(".open") == file]
        for number in numbers:
            if found := self._first("file = ? AND offset = ? AND revisit = 0", (number, offset)):
                return found
        until = _stamp(revisit.at)
        if revisit.digest not in _NO_PAYLOAD:
            return self._first("digest = ? AND revisit = 0 ORDER BY abs(at - ?)", (revisit.digest, until))
        if revisit.refers_to is not None:
            url, date = revisit.refers_to
            return self._first("url = ? AND revisit = 0 AND at <= ? ORDER BY at DESC", (url, _stamp_of(date) or until))
        return None

    def close(self) -> None:
        """Forget them."""
        self._db.close()

    def _rows(self, number: int, path: Path) -> Iterator[tuple[object, ...]]:
        for found in index_archive(path):
            if isinstance(found, Damage):
                self.damages.append(found)
            elif urlsplit(found.url).path != "/robots.txt":
                same = None if found.digest in _NO_PAYLOAD else _short(f"{self._identity(found.url)} {found.digest}")
                kind = (_stamp(found.at), number, found.offset, found.url, found.digest, int(found.revisit), same)
                yield (*kind, *(found.original or (None, None)), *(found.refers_to or (None, None)))

    def _newest(self, same: bytes, capture: Capture) -> Capture:
        newest = self._first("same = ? ORDER BY at DESC, file DESC, offset DESC", (same,))
        return capture if newest is None or newest == capture else newest

    def _first(self, condition: str, values: tuple[object, ...]) -> Capture | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM captures WHERE {condition} LIMIT 1", values).fetchone()
        return None if row is None else self._capture(row)

    def _capture(self, row: Sequence[Any]) -> Capture:
        file, offset, url, at, digest, revisit, original_file, original_offset, refers_to_url, refers_to_date = row
        return Capture(
            path=self._paths[file],
            offset=offset,
            url=url,
            at=datetime.fromtimestamp(at // 1_000_000, UTC).replace(microsecond=at % 1_000_000),
            digest=digest,
            revisit=bool(revisit),
            original=None if original_file is None else (original_file, original_offset),
            refers_to=None if refers_to_url is None else (refers_to_url, refers_to_date),
        )


def _short(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stamp(at: datetime) -> int:
    """Microseconds since 1970."""
    return int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond


def _stamp_of(date: str) -> int | None:
    try:
        return _stamp(datetime.fromisoformat(date))
    except ValueError:
        return None
