"""Parquet files that are right for everybody at every instant.

Under a lock all tables are written beside, synced, and become a snapshot with one
rename (:mod:`pipelines.snapshots`); then each table that changed is put in its folder
with one rename more, so a reader of a folder meets the old file or the new one and
nothing else, and a reader of a snapshot meets all tables of one instant. A table
whose rows did not change keeps its file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pyarrow.compute as pc

from contract.disk import sync_folder
from extractors.records import SCHEMA_VERSION, Run
from pipelines.current import current_tables
from pipelines.errors import writing
from pipelines.files import link_or_copy, put_in_place, sha256_of, sync_file
from pipelines.locking import check_writable, is_dead_probe, publication_lock, scratch_of
from pipelines.parquet import write_parquet
from pipelines.snapshots import (
    KEEP,
    Manifest,
    TableFile,
    current_id,
    current_manifest,
    new_snapshot_id,
    prune,
    read_manifest,
    set_current,
    snapshot_folder,
    snapshot_ids,
    write_manifest,
)
from pipelines.staging import Staging
from pipelines.validation import Checked, Reject

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
    """One table as it now stands: ``content_id`` is a hash of its rows; ``changed`` is false where its file was left alone."""

    path: Path
    rows: int
    rejected: int
    content_id: str
    changed: bool


def table_file(table: str) -> str:
    """The one file of a table's folder, relative to the output folder or to a snapshot.

    >>> table_file("figures")
    'figures/figures.parquet'
    """
    return f"{table}/{table}.parquet"


def table_path(directory: Path, table: str) -> Path:
    """The one file of a table's folder."""
    return directory / table_file(table)


def publish(staging: Staging, directory: Path, *, wait: float = 60.0, keep: int = KEEP) -> dict[str, Published]:
    """Publish the current rows of all tables, by table name; files of unchanged tables keep their bytes and times.

    A snapshot is made where any table changed, and the oldest beyond ``keep`` go. Waits
    up to ``wait`` seconds for another publication to end, then raises
    :class:`pipelines.errors.LockedError`. When it fails, every table is either as
    before or new, and the staged rows are kept.
    """
    check_writable(directory)
    with publication_lock(directory, wait), staging.reading(), writing(directory):
        _clear(scratch_of(directory))
        published = {}
        with _Draft(directory, staging.extractor_version()) as draft:
            for record, checked in current_tables(staging):
                published[record.TABLE] = draft.add(record, checked)
                _publish_rejects(checked.rejects, directory, record.TABLE)
            manifest = draft.finish()
        _put_tables_in_place(directory, manifest)
        prune(directory, keep)
    return published


def restore(directory: Path, snapshot_id: str, *, wait: float = 60.0) -> Manifest:
    """Show an earlier snapshot in the folders again, until the next publication of what is staged.

    Raises :class:`pipelines.snapshots.UnknownSnapshot` and ``DamagedSnapshot``.
    """
    check_writable(directory)
    with publication_lock(directory, wait), writing(directory):
        manifest = read_manifest(directory, snapshot_id)
        set_current(directory, snapshot_id)
        _put_tables_in_place(directory, manifest)
    return manifest


def _clear(scratch: Path) -> None:
    """Remove what a killed publication left; the lock is held, so nobody is writing it."""
    for leftover in scratch.iterdir():
        if leftover.is_dir():
            shutil.rmtree(leftover)
        elif leftover.suffix == ".new" or is_dead_probe(leftover):
            leftover.unlink(missing_ok=True)


# ------------------------------------------------------------------ the new snapshot
class _Draft:
    """A snapshot while it is written, in the scratch folder; it goes where it is not finished."""

    def __init__(self, directory: Path, extractor: str) -> None:
        ids = snapshot_ids(directory)
        self._directory, self._extractor = directory, extractor
        self._last = current_manifest(directory)
        self._previous = current_id(directory)
        self._now = datetime.now(UTC)
        self._id = new_snapshot_id(self._now, ids[-1] if ids else None)
        self._folder = scratch_of(directory) / f"{self._id}.draft"
        self._folder.mkdir()
        self._tables: dict[str, TableFile] = {}
        self._run_id: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, record: type[Any], checked: Checked) -> Published:
        """Write a table, or take over its file from the snapshot before where its rows are the same."""
        table: str = record.TABLE
        rows = checked.table.sort_by([(name, "ascending") for name in SORTED_BY[table]]).combine_chunks()
        if record is Run and rows.num_rows:
            self._run_id = pc.max(rows.column("run_id")).as_py()
        path = self._folder / table_file(table)
        path.parent.mkdir()
        written = write_parquet(rows, path, {"extractor_version": self._extractor, "snapshot_id": self._id})
        before = self._unchanged(table, written.content_id)
        if before is not None:
            path.unlink()
            link_or_copy(snapshot_folder(self._directory, self._last_id()) / before.path, path)
            self._tables[table] = before
        else:
            path.chmod(0o444)
            self._tables[table] = TableFile(
                path=table_file(table),
                rows=rows.num_rows,
                bytes=written.bytes,
                sha256=written.sha256,
                content_id=written.content_id,
                written_in=self._id,
                rejected=len(checked.rejects),
            )
        return Published(table_path(self._directory, table), rows.num_rows, len(checked.rejects), written.content_id, before is None)

    def _last_id(self) -> str:
        assert self._last is not None
        return self._last.snapshot_id

    def _unchanged(self, table: str, content_id: str) -> TableFile | None:
        """The table's file in the current snapshot, where it holds the same rows and is whole."""
        before = self._last.tables.get(table) if self._last is not None else None
        if before is None or before.content_id != content_id:
            return None
        return before if _is_whole(snapshot_folder(self._directory, self._last_id()) / before.path, before) else None

    def finish(self) -> Manifest:
        """Make the draft the current snapshot; where nothing changed the one before stays."""
        if self._last is not None and all(entry.written_in != self._id for entry in self._tables.values()):
            return self._last
        manifest = Manifest(
            snapshot_id=self._id,
            created_at=self._now.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            previous=self._previous,
            run_id=self._run_id,
            schema_version=SCHEMA_VERSION,
            extractor_version=self._extractor,
            tables=self._tables,
        )
        write_manifest(self._folder, manifest)
        for folder in [*self._folder.iterdir(), self._folder]:
            if folder.is_dir():
                sync_folder(folder)
        put_in_place(self._folder, snapshot_folder(self._directory, self._id))
        set_current(self._directory, self._id)
        return manifest


def _is_whole(path: Path, entry: TableFile) -> bool:
    try:
        return path.stat().st_size == entry.bytes and sha256_of(path) == entry.sha256
    except OSError:
        return False


# ------------------------------------------------------------------ the folders that people read
def _put_tables_in_place(directory: Path, manifest: Manifest) -> None:
    """Show a snapshot's files in the folders; a folder that shows its file already is left alone."""
    source = snapshot_folder(directory, manifest.snapshot_id)
    for table, entry in manifest.tables.items():
        path = table_path(directory, table)
        if not _shows(path, source / entry.path, entry):
            new = scratch_of(directory) / f"{table}.parquet.new"
            link_or_copy(source / entry.path, new)
            put_in_place(new, path)


def _shows(path: Path, source: Path, entry: TableFile) -> bool:
    try:
        return path.samefile(source) or _is_whole(path, entry)
    except OSError:
        return False


# ------------------------------------------------------------------ rejects
def _publish_rejects(rejects: Sequence[Reject], directory: Path, table: str) -> None:
    """``rejects/<table>.jsonl``: one object a line with the reason and the row; no file where all rows passed."""
    path = directory / "rejects" / f"{table}.jsonl"
    if not rejects:
        path.unlink(missing_ok=True)
        return
    new = scratch_of(directory) / f"{table}.jsonl.new"
    lines = [json.dumps({"reason": reject.reason, "row": reject.row}, ensure_ascii=False) for reject in rejects]
    new.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    sync_file(new)
    put_in_place(new, path)
