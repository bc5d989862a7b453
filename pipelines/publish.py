"""Parquet files that are right for everybody at every instant.

Under a lock each table is written whole beside its place, synced, and put in place
with one rename, so a reader meets the old file or the new one and nothing else.
The same rows give the same bytes, and a table that did not change is left alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.records import Run
from pipelines.current import current_runs, current_tables
from pipelines.errors import LockedError, writing
from pipelines.schema import PREFIX
from pipelines.staging import Staging
from pipelines.validation import Checked, Reject

ROW_GROUP = 131_072
"""Rows a row group: below 100,000 readers spend their time on footers."""

SORTED_BY: Mapping[str, Sequence[str]] = {
    "articles": ("published_on", "article_id", "version"),
    "figures": ("measure_code", "published_on", "article_id", "where", "part", "row", "column", "span_start", "figure_id", "version"),
    "dates": ("start_on", "article_id", "where", "part", "span_start", "date_id", "version"),
    "references": ("policy_id", "article_id", "where", "part", "span_start", "reference_id", "version"),
    "policies": ("policy_id",),
    "measures": ("code",),
    "places": ("code",),
    "pages": ("fetched_at", "requested_url", "run_id"),
    "runs": ("run_id",),
}
"""The order of rows: for the common filters first, then whatever makes it total."""


@dataclass(frozen=True, slots=True)
class Published:
    """One table as it now stands: ``publication_id`` is a hash of its content; ``changed`` is false where the file was left alone."""

    path: Path
    rows: int
    rejected: int
    publication_id: str
    changed: bool


def table_path(directory: Path, table: str) -> Path:
    """The one file of a table's folder."""
    return directory / table / f"{table}.parquet"


def check_writable(directory: Path) -> None:
    """Make sure, before any work, that datasets can be published to a folder; it is made where it is missing.

    Raises :class:`pipelines.errors.NotWritableError` or ``NoSpaceError``.
    """
    scratch = _scratch(directory)
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


def publish(staging: Staging, directory: Path, *, wait: float = 60.0) -> dict[str, Published]:
    """Publish the current rows of all tables, by table name; files of unchanged tables keep their bytes and times.

    Waits up to ``wait`` seconds for another publication to end, then raises
    :class:`pipelines.errors.LockedError`. When it fails, every table is either as
    before or new, and the staged rows are kept.
    """
    check_writable(directory)
    with publication_lock(directory, wait), staging.reading():
        _clear(_scratch(directory))
        extractor = staging.extractor_version()
        return {record.TABLE: _publish_table(record, checked, directory, extractor) for record, checked in current_tables(staging)}


def publish_runs(staging: Staging, directory: Path, *, wait: float = 60.0) -> Published:
    """Publish the table of runs alone: for the end of a run, after its rows were published."""
    with publication_lock(directory, wait), staging.reading():
        return _publish_table(Run, current_runs(staging), directory, staging.extractor_version())


@contextmanager
def publication_lock(directory: Path, wait: float) -> Iterator[None]:
    """Hold the folder's lock; it ends with the process, however that ends."""
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


def _scratch(directory: Path) -> Path:
    """Where files are written before they are put in place: outside the folders that people read."""
    return directory / ".state" / "publish"


def _clear(scratch: Path) -> None:
    """Remove what a killed publication left; the lock is held, so nobody is writing it."""
    for leftover in scratch.glob("*.new"):
        leftover.unlink()
    for probe in scratch.glob("probe-*"):
        # others probe without the lock; only what a dead process left is litter
        if not _is_alive(int(probe.name.removeprefix("probe-").partition(".")[0])):
            probe.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


# ------------------------------------------------------------------ one table
def _publish_table(record: type[Any], checked: Checked, directory: Path, extractor: str) -> Published:
    table: str = record.TABLE
    path, new = table_path(directory, table), _scratch(directory) / f"{table}.parquet.new"
    rows = checked.table.sort_by([(name, "ascending") for name in SORTED_BY[table]]).combine_chunks()
    with writing(directory):
        _publish_rejects(checked.rejects, directory, table)
        publication_id = _write_parquet(rows, new, extractor)
        changed = publication_id != published_id(path) or new.stat().st_size != path.stat().st_size
        if changed:
            _put_in_place(new, path)
        else:
            new.unlink()
    return Published(path, rows.num_rows, len(checked.rejects), publication_id, changed)


def published_id(path: Path) -> str | None:
    """The publication id in a file's metadata; nothing where there is no whole file."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    found = metadata.get(f"{PREFIX}publication_id".encode())
    return None if found is None else found.decode()


class _Digesting:
    """A binary file that hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        """Write and hash."""
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Hand over to the operating system."""
        self._file.flush()

    def tell(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._file.closed

    def sync(self) -> None:
        """Hand over to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _write_parquet(table: pa.Table, path: Path, extractor: str) -> str:
    """Write a table and sync it. Its id is a hash of its schema and of all its pages, and stands in its footer."""
    file = _Digesting(path)
    try:
        file.digest.update(table.schema.serialize())
        with pq.ParquetWriter(pa.PythonFile(file, mode="w"), table.schema, compression="zstd") as writer:
            writer.write_table(table, row_group_size=ROW_GROUP)
            publication_id = file.digest.hexdigest()[:32]
            writer.add_key_value_metadata({f"{PREFIX}publication_id": publication_id, f"{PREFIX}extractor_version": extractor})
        file.sync()
    finally:
        file.close()
    return publication_id


def _put_in_place(new: Path, path: Path) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir()
        _sync_folder(path.parent.parent)
    new.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ------------------------------------------------------------------ rejects
def _publish_rejects(rejects: Sequence[Reject], directory: Path, table: str) -> None:
    """``rejects/<table>.jsonl``: one object a line with the reason and the row; no file where all rows passed."""
    path = directory / "rejects" / f"{table}.jsonl"
    if not rejects:
        path.unlink(missing_ok=True)
        return
    new = _scratch(directory) / f"{table}.jsonl.new"
    with new.open("wb") as file:
        for reject in rejects:
            line = json.dumps({"reason": reject.reason, "row": reject.row}, ensure_ascii=False)
            file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _put_in_place(new, path)
