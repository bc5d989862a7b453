"""Snapshots: all tables as they stood at one instant, immutable, beside the folders that people read.

``DIR/snapshots/<id>/`` holds one folder a table and ``manifest.json``; a table that did not
change is the same file as in the snapshot before (a hard link). ``DIR/snapshots/current``
names the snapshot that was published last. Ids rise with time.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.errors import StoreError
from pipelines.files import put_in_place, sha256_of, write_synced
from pipelines.locking import scratch_of

KEEP = 30
"""How many snapshots stay when nothing else is said."""

GRACE = timedelta(hours=1)
"""A snapshot this young is never removed: somebody may be reading it."""

_MANIFEST = "manifest.json"
_CURRENT = "current"


class UnknownSnapshot(StoreError):
    """No snapshot of that id."""


class DamagedSnapshot(StoreError):
    """A manifest that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One table in a snapshot: its file, ``path`` relative to the snapshot, and the snapshot that wrote it."""

    path: str
    rows: int
    bytes: int
    sha256: str
    content_id: str
    written_in: str
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot holds. ``run_id`` is the newest run in it, ``previous`` the snapshot it followed.

    ``history`` are the files of superseded versions and ``rejects`` those of the rows that were not published, by
    dataset. ``state``, ``change`` and ``layout`` say which changes of which state it shows, and how it was made; without
    them the next publication starts from the state alone.
    """

    snapshot_id: str
    created_at: str
    previous: str | None
    run_id: str | None
    schema_version: str
    extractor_version: str
    tables: Mapping[str, TableFile] = field(default_factory=dict)
    history: Mapping[str, TableFile] = field(default_factory=dict)
    rejects: Mapping[str, TableFile] = field(default_factory=dict)
    state: str | None = None
    change: int | None = None
    layout: str | None = None

    def files(self) -> list[TableFile]:
        """All files of the snapshot."""
        return [*self.tables.values(), *self.history.values(), *self.rejects.values()]


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not what its manifest says."""

    path: Path
    what: str


# ------------------------------------------------------------------ where they are
def snapshots_folder(directory: Path) -> Path:
    """The folder of all snapshots of an output folder."""
    return directory / "snapshots"


def snapshot_folder(directory: Path, snapshot_id: str) -> Path:
    """The folder of one snapshot."""
    return snapshots_folder(directory) / snapshot_id


def new_snapshot_id(at: datetime, after: str | None) -> str:
    """A time-based id that sorts behind ``after``, also where the clock went back.

    >>> new_snapshot_id(datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC), None)
    '20260102T030405.000600Z'
    >>> new_snapshot_id(datetime(2025, 1, 1, tzinfo=UTC), "20260102T030405.000600Z")
    '20260102T030405.000601Z'
    """
    if after is not None:
        at = max(at.astimezone(UTC), datetime.strptime(after, _ID).replace(tzinfo=UTC) + timedelta(microseconds=1))
    return at.astimezone(UTC).strftime(_ID)


_ID = "%Y%m%dT%H%M%S.%fZ"
_LONGEST = 64
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


# ------------------------------------------------------------------ reading
def snapshot_ids(directory: Path) -> list[str]:
    """The ids of all whole snapshots, oldest first."""
    return sorted(path.parent.name for path in snapshots_folder(directory).glob(f"*/{_MANIFEST}"))


def read_manifest(directory: Path, snapshot_id: str) -> Manifest:
    """The manifest of a snapshot. Raises :class:`UnknownSnapshot`, also for what is no name of a folder here, or :class:`DamagedSnapshot`."""
    if not _NAME.fullmatch(snapshot_id):
        raise UnknownSnapshot(f"no snapshot {snapshot_id[:_LONGEST]!r} in {directory}; see solieu snapshots")
    path = snapshot_folder(directory, snapshot_id) / _MANIFEST
    try:
        held = json.loads(path.read_bytes())
        if held.pop("digest") != _digest(held):
            raise ValueError("its digest does not match")
        files = {kind: {name: TableFile(**entry) for name, entry in held.get(kind, {}).items()} for kind in ("tables", "history", "rejects")}
        return Manifest(**{**held, **files})
    except FileNotFoundError as error:
        raise UnknownSnapshot(f"no snapshot {snapshot_id} in {directory}; see solieu snapshots") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedSnapshot(f"{path} is damaged: {error}") from error


def current_id(directory: Path) -> str | None:
    """The id of the snapshot that was published last; nothing where none was."""
    try:
        named = (snapshots_folder(directory) / _CURRENT).read_text("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return named or None


def current_manifest(directory: Path) -> Manifest | None:
    """The manifest of the snapshot that was published last; nothing where none was or it is damaged."""
    named = current_id(directory)
    try:
        return None if named is None else read_manifest(directory, named)
    except (UnknownSnapshot, DamagedSnapshot):
        return None


# ------------------------------------------------------------------ writing
def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest, with a digest of itself, into the folder of its snapshot."""
    held = asdict(manifest)
    write_synced(folder / _MANIFEST, (json.dumps(held | {"digest": _digest(held)}, indent=1, ensure_ascii=False) + "\n").encode())


def _digest(held: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def set_current(directory: Path, snapshot_id: str) -> None:
    """Make a snapshot the current one; call it with the publication lock held."""
    new = scratch_of(directory) / f"{_CURRENT}.new"
    write_synced(new, f"{snapshot_id}\n".encode())
    put_in_place(new, snapshots_folder(directory) / _CURRENT)


def prune(directory: Path, keep: int, now: datetime | None = None) -> list[str]:
    """Remove the oldest snapshots beyond ``keep``, never the current one nor a young one; gives the ids removed.

    Call it with the publication lock held. What is removed vanishes with one rename.
    """
    youngest = new_snapshot_id((now or datetime.now(UTC)) - GRACE, None)
    ids, current = snapshot_ids(directory), current_id(directory)
    removed = [one for one in ids[: max(0, len(ids) - max(1, keep))] if one != current and one < youngest]
    for one in removed:
        rubbish = scratch_of(directory) / f"{one}.old"
        snapshot_folder(directory, one).replace(rubbish)
        shutil.rmtree(rubbish, ignore_errors=True)
    return removed


# ------------------------------------------------------------------ proof
def verify(directory: Path) -> Iterator[Damage]:
    """Every file of every snapshot, and every published file, that is not what its manifest says.

    A file that several snapshots share is read once. Without a snapshot there is nothing to hold files against.
    """
    seen: dict[tuple[int, int], str] = {}
    for one in snapshot_ids(directory):
        try:
            manifest = read_manifest(directory, one)
        except StoreError as error:
            yield Damage(snapshot_folder(directory, one) / _MANIFEST, str(error))
            continue
        for entry in manifest.files():
            yield from _damage(snapshot_folder(directory, one) / entry.path, entry, seen)
    manifest_now = current_manifest(directory)
    if manifest_now is None:
        if current_id(directory) is not None:
            yield Damage(snapshots_folder(directory) / _CURRENT, "the current snapshot is missing or damaged")
        return
    for entry in manifest_now.files():
        yield from _damage(directory / entry.path, entry, seen)


def _damage(path: Path, entry: TableFile, seen: dict[tuple[int, int], str]) -> Iterator[Damage]:
    try:
        found = path.stat()
        inode = (found.st_dev, found.st_ino)
        if inode not in seen:
            seen[inode] = sha256_of(path)
    except FileNotFoundError:
        yield Damage(path, "missing")
    except OSError as error:
        yield Damage(path, f"cannot be read: {error.strerror}")
    else:
        if seen[inode] != entry.sha256:
            yield Damage(path, f"changed since it was written: {found.st_size} bytes, {entry.bytes} expected, another digest")
