"""A snapshot while it is written, in the scratch folder."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from extractors.records import SCHEMA_VERSION, Run
from pipelines.base import Base, is_whole, layout_name
from pipelines.current import Part
from pipelines.describing.snapshot import describe_snapshot
from pipelines.files import link_or_copy, put_in_place, sync_file
from pipelines.fresh import Fresh
from pipelines.locking import scratch_of
from pipelines.merging import in_order, merge
from pipelines.parquet import write_parquet
from pipelines.prepared import stamp
from pipelines.rejects import RejectFile, rejects_file
from pipelines.schema import arrow_schema
from pipelines.snapshots import (
    Manifest,
    TableFile,
    current_id,
    current_manifest,
    new_snapshot_id,
    set_current,
    snapshot_folder,
    snapshot_ids,
    write_manifest,
)
from pipelines.staging import Staging
from pipelines.tables import Dataset, table_path
from solieu.contract.disk import sync_folder


@dataclass(frozen=True, slots=True)
class Published:
    """One table as it now stands: ``content_id`` is a hash of its rows; ``changed`` is false where its file was left alone."""

    path: Path
    rows: int
    rejected: int
    content_id: str
    changed: bool


class Draft:
    """Takes in datasets one by one; goes without a trace where it is not finished."""

    def __init__(self, directory: Path, staging: Staging, base: Base | None) -> None:
        ids = snapshot_ids(directory)
        self._directory, self._staging, self._base = directory, staging, base
        self._last = current_manifest(directory)
        self._previous = current_id(directory)
        self._now = datetime.now(UTC)
        self._id = new_snapshot_id(self._now, ids[-1] if ids else None)
        self._folder = scratch_of(directory) / f"{self._id}.draft"
        self._aside = scratch_of(directory) / f"{self._id}.aside"
        self._extractor = staging.extractor_version()
        self._tables: dict[str, TableFile] = {}
        self._history: dict[str, TableFile] = {}
        self._rejects: dict[str, TableFile] = {}
        self._run_id: str | None = None

    def __enter__(self) -> Self:
        for folder in (self._folder, self._aside):
            folder.mkdir()
        return self

    def __exit__(self, *error: object) -> None:
        for folder in (self._folder, self._aside):
            shutil.rmtree(folder, ignore_errors=True)

    def path(self, dataset: Dataset) -> Path:
        """The file of a dataset."""
        return self._folder / dataset.file

    def aside(self) -> Path:
        """A new folder for what need not last."""
        return Path(tempfile.mkdtemp(dir=self._aside))

    # -------------------------------------------------------------- datasets
    def add(self, dataset: Dataset, fresh: Fresh) -> Published:
        """A dataset of fresh rows and those of the base that did not change. Raises :class:`pipelines.base.Entangled`."""
        rows, base = fresh.rows(dataset), self._base
        rejected = self._add_rejects(dataset, fresh.rejects(dataset))
        if base is None:
            return self._write(dataset, merge(rows.runs(), dataset.sorted_by), rejected)
        claimed = fresh.claimed(dataset)
        if rows.rows or (claimed is not None and claimed.num_rows) or base.is_touched(dataset):
            return self._write(dataset, merge([base.rows(dataset, claimed), *rows.runs()], dataset.sorted_by), rejected)
        before = self._before(dataset)
        assert before is not None
        return self._keep(dataset, before, rejected)

    def add_list(self, part: Part) -> Published:
        """A dataset that is made anew as a whole."""
        rejects = RejectFile(part.dataset, self._aside)
        rejects.add(part.rejects)
        if part.dataset.record is Run and part.rows.num_rows:
            self._run_id = pc.max(part.rows.column("run_id")).as_py()
        return self._write(part.dataset, [in_order(part.rows, part.dataset.sorted_by)], self._add_rejects(part.dataset, rejects))

    def _write(self, dataset: Dataset, tables: Iterable[pa.Table], rejected: int) -> Published:
        """Write a dataset, or take over its file from the snapshot before where its rows are the same."""
        path = self.path(dataset)
        path.parent.mkdir(parents=True)
        written = write_parquet(tables, arrow_schema(dataset.record), path, {"extractor_version": self._extractor, "snapshot_id": self._id})
        before = self._before(dataset)
        if before is not None and before.content_id == written.content_id and self._is_whole(before):
            path.unlink()
            path.parent.rmdir()
            return self._keep(dataset, before, rejected)
        path.chmod(0o444)
        entry = TableFile(
            path=dataset.file,
            rows=written.rows,
            bytes=written.bytes,
            sha256=written.sha256,
            content_id=written.content_id,
            written_in=self._id,
            rejected=rejected,
        )
        return self._enter(dataset, entry, changed=True)

    def _keep(self, dataset: Dataset, before: TableFile, rejected: int) -> Published:
        """Take over a file from the snapshot before."""
        self._link(before)
        return self._enter(dataset, replace(before, rejected=rejected), changed=False)

    def _enter(self, dataset: Dataset, entry: TableFile, changed: bool) -> Published:
        (self._history if dataset.is_history else self._tables)[dataset.record.TABLE] = entry
        return Published(table_path(self._directory, dataset.name), entry.rows, entry.rejected, entry.content_id, changed)

    def _before(self, dataset: Dataset) -> TableFile | None:
        """The dataset's file in the current snapshot."""
        if self._last is None:
            return None
        return (self._last.history if dataset.is_history else self._last.tables).get(dataset.record.TABLE)

    def _is_whole(self, entry: TableFile) -> bool:
        """Whether a file of the current snapshot is as it was written; those of the base were looked at before."""
        return self._base is not None or is_whole(self._source(entry), entry)

    def _source(self, entry: TableFile) -> Path:
        assert self._last is not None
        return snapshot_folder(self._directory, self._last.snapshot_id) / entry.path

    def _link(self, entry: TableFile) -> None:
        path = self._folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(self._source(entry), path)

    # -------------------------------------------------------------- rejects
    def _add_rejects(self, dataset: Dataset, rejects: RejectFile) -> int:
        """Write the rejects of a dataset, with those of the base that did not change; gives their number. No file where all rows passed."""
        base, path = self._base, self._folder / rejects_file(dataset)
        lines = rejects.lines() if base is None or dataset.group is None else rejects.lines(base.rejects(dataset), base.changed_of(dataset))
        count, digest = 0, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for line in lines:
                file.write(line)
                digest.update(line)
                count += 1
            size = file.tell()
        if not count:
            path.unlink()
            return 0
        sha256, before = digest.hexdigest(), None if self._last is None else self._last.rejects.get(dataset.name)
        if before is not None and before.sha256 == sha256 and self._is_whole(before):
            path.unlink()
            self._link(before)
            self._rejects[dataset.name] = before
        else:
            sync_file(path)
            path.chmod(0o444)
            self._rejects[dataset.name] = TableFile(
                path=rejects_file(dataset), rows=count, bytes=size, sha256=sha256, content_id=sha256[:32], written_in=self._id
            )
        return count

    # -------------------------------------------------------------- the end
    def finish(self, is_entangled: bool) -> Manifest:
        """Make the draft the current snapshot; where nothing changed the one before stays."""
        entries = [*self._tables.values(), *self._history.values(), *self._rejects.values()]
        last = self._last
        if last is not None and last.rejects.keys() == self._rejects.keys() and all(entry.written_in != self._id for entry in entries):
            return last
        manifest = Manifest(
            snapshot_id=self._id,
            created_at=stamp(self._now),
            previous=self._previous,
            run_id=self._run_id,
            schema_version=SCHEMA_VERSION,
            extractor_version=self._extractor,
            tables=self._tables,
            history=self._history,
            rejects=self._rejects,
            state=self._staging.state_name(),
            change=None if is_entangled else self._staging.last_change(),
            layout=layout_name(),
        )
        describe_snapshot(self._folder, manifest)
        write_manifest(self._folder, manifest)
        for folder in sorted((path for path in self._folder.rglob("*") if path.is_dir()), reverse=True):
            if any(folder.iterdir()):
                sync_folder(folder)
            else:
                folder.rmdir()
        sync_folder(self._folder)
        put_in_place(self._folder, snapshot_folder(self._directory, self._id))
        set_current(self._directory, self._id)
        return manifest
