"""What can go wrong with the datasets: each error is one sentence for the person at the terminal."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(Exception):
    """Something about the output folder stopped the work; nothing already stored is harmed."""


class LockedError(StoreError):
    """Another process holds the folder."""


class NotWritableError(StoreError):
    """The folder, or something in it, cannot be written."""


class NoSpaceError(StoreError):
    """The disk, the quota or the file size limit is used up."""


class CorruptStateError(StoreError):
    """The state in ``.state`` cannot be read."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY, _SQLITE_FULL, _SQLITE_CANTOPEN = 5, 6, 8, 13, 14
_SQLITE_IOERR = 10


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Turn the operating system's errors into ours while something is written below ``directory``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpaceError(f"no space left to write to {directory}: {error.strerror}; what was published before is unchanged") from error
        raise NotWritableError(f"cannot write to {directory}: {error.strerror or error}") from error


@contextmanager
def using_state(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours while the state file is used."""
    try:
        yield
    except sqlite3.Error as error:
        raise _state_error(error, path) from error


def _state_error(error: sqlite3.Error, path: Path) -> StoreError:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in (_SQLITE_BUSY, _SQLITE_LOCKED):
        return LockedError(f"another process is writing to {path}; wait until it ends and try again")
    if code in (_SQLITE_READONLY, _SQLITE_CANTOPEN):
        return NotWritableError(f"cannot write to {path}: {error}")
    if code in (_SQLITE_FULL, _SQLITE_IOERR):
        return NoSpaceError(f"cannot write to {path}: {error}; what was staged before is kept")
    return CorruptStateError(f"the state in {path} cannot be read ({error}); move it away and rebuild from the archive or crawl again")
