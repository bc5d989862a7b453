"""The snapshot that a publication starts from: what did not change since then is taken over, not built and checked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import touched
from pipelines.files import sha256_of
from pipelines.keys import Keys
from pipelines.parquet import BATCH, ROW_GROUP, TEXT, read_batches
from pipelines.prepared import VERSIONED
from pipelines.rejects import rejects_file
from pipelines.schema import arrow_schema
from pipelines.snapshots import Manifest, TableFile, current_manifest, snapshot_folder
from pipelines.staging import Staging
from pipelines.tables import CURRENT, DATASETS, SUPERSEDED, Dataset

RULES = 1
"""Raised when rows are built, checked or ordered in another way."""


class Entangled(Exception):
    """A new row claims the key of a row that did not change: which of them is shown only a whole publication tells."""


@dataclass(frozen=True, slots=True)
class Base:
    """A whole snapshot of the state as it was at an earlier change, and what changed since: ids of articles and of runs."""

    folder: Path
    manifest: Manifest
    changed: dict[str, set[str]] = field(default_factory=dict)

    def changed_of(self, dataset: Dataset) -> set[str]:
        """The articles or runs of a dataset that changed."""
        return self.changed[dataset.group] if dataset.group is not None else set()

    def rows(self, dataset: Dataset, fresh: pa.Table | None = None) -> Iterator[pa.Table]:
        """A dataset's rows of what did not change, in order. Raises :class:`Entangled` where one has the key of a row in ``fresh``."""
        assert dataset.group is not None
        changed = pa.array(sorted(self.changed_of(dataset)), pa.string())
        for rows in read_batches(self.folder / dataset.file):
            gone = pc.is_in(rows.column(dataset.group), value_set=changed)
            kept = rows.filter(pc.invert(gone)) if pc.any(gone).as_py() else rows
            if fresh is not None:
                _check_keys(kept, fresh)
            yield kept

    def is_touched(self, dataset: Dataset) -> bool:
        """Whether a dataset holds rows of what changed."""
        assert dataset.group is not None
        changed = pa.array(sorted(self.changed_of(dataset)), pa.string())
        columns = read_batches(self.folder / dataset.file, [dataset.group]) if len(changed) else iter(())
        return any(pc.any(pc.is_in(rows.column(0), value_set=changed)).as_py() for rows in columns)

    def rejects(self, dataset: Dataset) -> Path:
        """The file of a dataset's rejects; there is none where all rows passed."""
        return self.folder / rejects_file(dataset)


def find_base(directory: Path, staging: Staging) -> Base | None:
    """The current snapshot with what changed since; nothing where it is of another state, made in another way, or damaged."""
    manifest = current_manifest(directory)
    if manifest is None or manifest.change is None or (manifest.state, manifest.layout) != (staging.state_name(), layout_name()):
        return None
    folder = snapshot_folder(directory, manifest.snapshot_id)
    if manifest.change > staging.last_change() or not all(is_whole(folder / entry.path, entry) for entry in manifest.files()):
        return None
    base = Base(folder, manifest)
    articles, runs = (set(staging.touched_since(kind, manifest.change)) for kind in (touched.ARTICLE, touched.RUN))
    base.changed.update(article_id=articles, run_id=runs)
    articles |= _moved(staging, base, set(staging.touched_since(touched.ADDRESS, manifest.change)) - articles)
    return base


def layout_name() -> str:
    """A name of how datasets are made today: fields and rules, order, and how rows are put into files."""
    parts = [arrow_schema(record).serialize().to_pybytes() for record in CURRENT]
    parts += [repr([(dataset.name, *dataset.sorted_by) for dataset in DATASETS]).encode(), repr((RULES, BATCH, ROW_GROUP, TEXT, pa.__version__)).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def is_whole(path: Path, entry: TableFile) -> bool:
    """Whether a file is as it was written."""
    try:
        return path.stat().st_size == entry.bytes and sha256_of(path) == entry.sha256
    except OSError:
        return False


def _moved(staging: Staging, base: Base, candidates: set[str]) -> set[str]:
    """Those of some articles whose address is not the published one, or of which nothing is published to tell."""
    same: set[str] = set()
    moved: set[str] = set()
    names = pa.array(sorted(candidates), pa.string())
    for dataset in (CURRENT[VERSIONED[0]], SUPERSEDED[VERSIONED[0]]) if candidates else ():
        for rows in read_batches(base.folder / dataset.file, ["article_id", "version", "url", "section"]):
            for row in rows.filter(pc.is_in(rows.column("article_id"), value_set=names)).to_pylist():
                found = staging.address(row["article_id"], row["version"])
                (same if found == (row["url"], row["section"]) else moved).add(row["article_id"])
    return candidates - (same - moved)


def _check_keys(rows: pa.Table, fresh: pa.Table) -> None:
    """Raise :class:`Entangled` where a row has a key of ``fresh``, whose columns are the key."""
    alike = rows.select(fresh.column_names)
    for name in fresh.column_names:
        alike = alike.filter(pc.is_in(alike.column(name), value_set=fresh.column(name)))
    if alike.num_rows and Keys(fresh.column_names).repeated(pa.concat_tables([alike, fresh]).combine_chunks()):
        raise Entangled
