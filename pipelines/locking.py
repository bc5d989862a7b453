"""One publication at a time: a lock that ends with its process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import LockedError, writing


@contextmanager
def publication_lock(directory: Path, wait: float) -> Iterator[None]:
    """Hold the folder's lock; it ends with the process, however that ends.

    Waits up to ``wait`` seconds, then raises :class:`pipelines.errors.LockedError`.
    """
    with writing(directory):
        file = (directory / ".state" / "publish.lock").open("a")
    with file:
        _acquire(file.fileno(), directory, time.monotonic() + wait)
        yield


def _acquire(descriptor: int, directory: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise LockedError(f"another process is publishing to {directory}; wait until it ends and try again") from error
        time.sleep(0.02)


def scratch_of(directory: Path) -> Path:
    """Where files are written before they are put in place: outside the folders that people read."""
    return directory / ".state" / "publish"


def check_writable(directory: Path) -> None:
    """Make sure, before any work, that datasets can be published to a folder; it is made where it is missing.

    Raises :class:`pipelines.errors.NotWritableError` or ``NoSpaceError``.
    """
    scratch = scratch_of(directory)
    probe = scratch / f"probe-{os.getpid()}"
    with writing(directory):
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            with probe.open("wb") as file:
                file.write(b"\0" * 4096)
                os.fsync(file.fileno())
            probe.replace(probe.with_suffix(".moved"))
        finally:
            probe.unlink(missing_ok=True)
            probe.with_suffix(".moved").unlink(missing_ok=True)


def is_dead_probe(path: Path) -> bool:
    """Whether a file is the probe of a process that is no more: others probe without the lock."""
    number = path.name.removeprefix("probe-").partition(".")[0]
    return path.name.startswith("probe-") and number.isdecimal() and not _is_alive(int(number))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
