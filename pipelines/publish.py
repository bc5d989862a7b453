"""Parquet files that are right for everybody at every instant.

Under a lock all tables are written beside, synced, and become a snapshot with one
rename (:mod:`pipelines.snapshots`); then each table that changed is put in its folder
with one rename more, so a reader of a folder meets the old file or the new one and
nothing else, and a reader of a snapshot meets all tables of one instant. A table
whose rows did not change keeps its file.

A publication builds, checks and orders the rows of what changed since the current
snapshot, and merges them with that snapshot's rows; where there is none to start from,
it does so with all rows, some at a time. Both give the same files.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractors.records import TABLES, Policy, Reference
from pipelines.base import Base, Entangled, find_base, is_whole
from pipelines.citations import policies_in
from pipelines.current import GROUPED, grouped_parts, list_part
from pipelines.describing.snapshot import show_descriptions
from pipelines.draft import Draft, Published
from pipelines.errors import writing
from pipelines.files import link_or_copy, put_in_place
from pipelines.fresh import Fresh
from pipelines.keys import Keys
from pipelines.locking import check_writable, is_dead_probe, publication_lock, scratch_of
from pipelines.rejects import FOLDER
from pipelines.snapshots import KEEP, Manifest, TableFile, prune, read_manifest, set_current, snapshot_folder
from pipelines.staging import Staging
from pipelines.tables import CURRENT, DATASETS


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
        base = find_base(directory, staging)
        try:
            published, manifest = _write_snapshot(staging, directory, base)
        except Entangled:
            published, manifest = _write_snapshot(staging, directory, None)
        _put_in_place(directory, manifest)
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
        _put_in_place(directory, manifest)
    return manifest


def _clear(scratch: Path) -> None:
    """Remove what a killed publication left; the lock is held, so nobody is writing it."""
    for leftover in scratch.iterdir():
        if leftover.is_dir():
            shutil.rmtree(leftover)
        elif leftover.suffix == ".new" or is_dead_probe(leftover):
            leftover.unlink(missing_ok=True)


# ------------------------------------------------------------------ the rows
def _write_snapshot(staging: Staging, directory: Path, base: Base | None) -> tuple[dict[str, Published], Manifest]:
    """All datasets in a new snapshot, or the one before where nothing changed. Raises :class:`pipelines.base.Entangled`."""
    with Draft(directory, staging, base) as draft:
        fresh = _fresh(staging, draft, base)
        published = {}
        for dataset in DATASETS:
            record = dataset.record
            if record in GROUPED:
                published[dataset.name] = draft.add(dataset, fresh)
            else:
                part = list_part(staging, record, policies_in(draft.path(CURRENT[Reference])) if record is Policy else ())
                published[dataset.name] = draft.add_list(part)
        return {record.TABLE: published[record.TABLE] for record in TABLES}, draft.finish(fresh.is_entangled)


def _fresh(staging: Staging, draft: Draft, base: Base | None) -> Fresh:
    """The rows that are not taken over. What is claimed twice in different parts shows at the end; then all is read once more."""
    suspects: Mapping[type[Any], set[int]] = {record: set() for record in GROUPED}
    while True:
        keys = {record: Keys(record.KEY, suspects[record]) for record in GROUPED}
        fresh = Fresh(draft.aside(), keys, notes_keys=base is not None)
        for part in grouped_parts(staging, None if base is None else base.manifest.change, keys):
            fresh.add(part)
        found = {record: keys[record].suspects() for record in GROUPED}
        if not any(found.values()):
            return fresh
        suspects = {record: suspects[record] | found[record] for record in GROUPED}


# ------------------------------------------------------------------ the folders that people read
def _put_in_place(directory: Path, manifest: Manifest) -> None:
    """Show a snapshot's files in the folders; a folder that shows its file already is left alone."""
    source = snapshot_folder(directory, manifest.snapshot_id)
    entries = manifest.files()
    for entry in entries:
        if not _shows(directory / entry.path, source / entry.path, entry):
            new = scratch_of(directory) / f"{entry.path.replace('/', '-')}.new"
            link_or_copy(source / entry.path, new)
            put_in_place(new, directory / entry.path)
    shown = {directory / entry.path for entry in entries}
    for outdated in set(_reject_files(directory)) - shown:
        outdated.unlink(missing_ok=True)
    show_descriptions(directory, manifest)


def _reject_files(directory: Path) -> Iterator[Path]:
    yield from (directory / FOLDER).rglob("*.jsonl")


def _shows(path: Path, source: Path, entry: TableFile) -> bool:
    try:
        return path.samefile(source) or is_whole(path, entry)
    except OSError:
        return False
