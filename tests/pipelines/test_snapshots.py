from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from extractors.records import SCHEMA_VERSION, TABLES, Harvest
from pipelines import store
from pipelines.files import link_or_copy
from pipelines.snapshots import (
    DamagedSnapshot,
    UnknownSnapshot,
    current_id,
    current_manifest,
    prune,
    read_manifest,
    set_current,
    snapshot_folder,
    snapshot_ids,
    verify,
)
from tests.pipelines import factories

NAMES = {record.TABLE for record in TABLES}
pytestmark = pytest.mark.usefixtures("code_lists")


def load(harvests: list[Harvest], directory: Path, run_id: str) -> dict[str, store.Published]:
    given = [factories.in_run(harvest, run_id) for harvest in harvests]
    return store.import_harvests(given, directory, site=factories.SITE, extractor_version=factories.EXTRACTOR, run_id=run_id)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, str, str]:
    """An output folder and the ids of its two snapshots; the second has an article more."""
    load([factories.harvest(1)], tmp_path, "run-1")
    load([factories.harvest(1), factories.harvest(2)], tmp_path, "run-2")
    first, second = snapshot_ids(tmp_path)
    return tmp_path, first, second


def file_in(directory: Path, snapshot: str, table: str) -> Path:
    return snapshot_folder(directory, snapshot) / table / f"{table}.parquet"


def test_a_snapshot_holds_all_tables_of_one_instant(two: tuple[Path, str, str]) -> None:
    directory, first, second = two
    assert current_id(directory) == second
    for snapshot, articles in ((first, 1), (second, 2)):
        folder = snapshot_folder(directory, snapshot)
        assert {path.name for path in folder.iterdir() if path.is_dir()} == NAMES | {"history"}
        assert (folder / "manifest.json").is_file()
        assert len(pd.read_parquet(folder / "articles")) == articles
        assert set(pd.read_parquet(folder / "figures")["article_id"]) <= set(pd.read_parquet(folder / "articles")["article_id"])


def test_a_manifest_says_what_stands_in_the_files(two: tuple[Path, str, str]) -> None:
    directory, first, second = two
    manifest = read_manifest(directory, second)
    assert (manifest.previous, manifest.run_id, manifest.schema_version) == (first, "run-2", SCHEMA_VERSION)
    assert set(manifest.tables) == NAMES
    for table, entry in manifest.tables.items():
        path = snapshot_folder(directory, second) / entry.path
        metadata = pq.read_metadata(path)
        assert (metadata.num_rows, path.stat().st_size) == (entry.rows, entry.bytes), table
        assert metadata.metadata[b"solieu.snapshot_id"].decode() == entry.written_in, table


def test_unchanged_tables_are_the_same_file(two: tuple[Path, str, str]) -> None:
    directory, first, second = two
    shared = {table for table in NAMES if file_in(directory, first, table).samefile(file_in(directory, second, table))}
    assert shared == {"measures", "places"}
    manifest = read_manifest(directory, second)
    assert {table for table, entry in manifest.tables.items() if entry.written_in == first} == shared
    assert all(store.table_path(directory, table).samefile(file_in(directory, second, table)) for table in NAMES)


def test_publishing_the_same_makes_no_snapshot(two: tuple[Path, str, str]) -> None:
    directory, *ids = two
    with store.Staging(store.state_path(directory)) as staging:
        published = store.publish(staging, directory)
    assert not any(table.changed for table in published.values())
    assert snapshot_ids(directory) == ids


def test_a_clock_that_goes_back_does_not_disorder_the_ids(two: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory, _, second = two

    class Past(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2020, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("pipelines.draft.datetime", Past)
    load([factories.harvest(3)], directory, "run-3")
    assert snapshot_ids(directory)[-1] == current_id(directory)
    assert snapshot_ids(directory)[-1] > second


# ------------------------------------------------------------------ going back
def test_an_earlier_snapshot_can_be_restored(two: tuple[Path, str, str]) -> None:
    directory, first, second = two
    store.restore(directory, first)
    assert current_id(directory) == first
    assert len(pd.read_parquet(directory / "articles")) == 1
    assert list(verify(directory)) == []
    load([factories.harvest(3)], directory, "run-3")
    assert len(pd.read_parquet(directory / "articles")) == 3, "what is staged is published again"
    assert snapshot_ids(directory)[:2] == [first, second]


def test_an_unknown_snapshot(two: tuple[Path, str, str]) -> None:
    directory, _, second = two
    with pytest.raises(UnknownSnapshot, match="no snapshot 2019"):
        store.restore(directory, "2019")
    assert current_id(directory) == second


@pytest.mark.parametrize("named", ["{}/../{}", "../snapshots/{}", "./{}", "{}/", "{}\0", "", "9" * 300])
def test_a_snapshot_is_a_folder_of_its_own_output(two: tuple[Path, str, str], named: str) -> None:
    directory, first, second = two
    with pytest.raises(UnknownSnapshot):
        store.restore(directory, named.replace("{}", first))
    assert current_id(directory) == second


def test_a_damaged_name_of_the_current_snapshot_is_told(two: tuple[Path, str, str]) -> None:
    directory, *_ = two
    (directory / "snapshots/current").write_bytes(b"\xff")
    assert [damage.path.name for damage in verify(directory)] == ["current"]


@pytest.mark.parametrize("killed", ["before the snapshot is current", "before the folders show it"])
def test_what_a_killed_publication_left_is_made_good(two: tuple[Path, str, str], killed: str) -> None:
    directory, first, second = two
    set_current(directory, first if killed.startswith("before the snapshot") else second)
    for table in NAMES:
        path = store.table_path(directory, table)
        path.unlink()
        link_or_copy(file_in(directory, first, table), path)
    with store.Staging(store.state_path(directory)) as staging:
        store.publish(staging, directory)
    manifest = current_manifest(directory)
    assert manifest is not None
    assert len(pd.read_parquet(directory / "articles")) == 2
    assert all(store.table_path(directory, table).samefile(file_in(directory, manifest.snapshot_id, table)) for table in NAMES)


# ------------------------------------------------------------------ retention
def test_the_oldest_go(two: tuple[Path, str, str]) -> None:
    directory, first, second = two
    load([factories.harvest(3)], directory, "run-3")
    third = snapshot_ids(directory)[-1]
    later = datetime.now(UTC) + timedelta(days=1)
    assert prune(directory, 2) == [], "young ones may be in use"
    assert prune(directory, 2, later) == [first]
    assert snapshot_ids(directory) == [second, third]
    store.restore(directory, second)
    assert prune(directory, 0, later) == [], "neither the current one nor the newest"
    assert list(verify(directory)) == []
    assert [path.name for path in (directory / ".state" / "publish").iterdir()] == []


# ------------------------------------------------------------------ proof
def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _replace(path: Path) -> None:
    other = path.with_suffix(".other")
    shutil.copy(path, other)
    _flip(other)
    other.replace(path)


HARM: list[tuple[str, Callable[[Path], None], str]] = [
    ("flipped bit", _flip, "changed since it was written"),
    ("another file", _replace, "changed since it was written"),
    ("cut off", lambda path: path.write_bytes(path.read_bytes()[:-9]), "changed since it was written"),
    ("missing", Path.unlink, "missing"),
]


@pytest.mark.parametrize(("harm", "what"), [case[1:] for case in HARM], ids=[case[0] for case in HARM])
@pytest.mark.parametrize("where", ["published", "snapshot"])
def test_harm_is_found(two: tuple[Path, str, str], where: str, harm: Callable[[Path], None], what: str) -> None:
    directory, first, _ = two
    assert list(verify(directory)) == []
    path = store.table_path(directory, "dates") if where == "published" else file_in(directory, first, "dates")
    harm(path)
    found = list(verify(directory))
    assert path in {damage.path for damage in found}
    assert all(damage.what.startswith(what) for damage in found)
    assert {damage.path.name for damage in found} == {"dates.parquet"}


@pytest.mark.parametrize(
    "held", [b"", b"{}", b"[]", b"not json", b'{"digest": 1, "tables": {}}'], ids=["empty", "nothing in it", "list", "no json", "wrong digest"]
)
def test_a_damaged_manifest(two: tuple[Path, str, str], held: bytes) -> None:
    directory, first, second = two
    (snapshot_folder(directory, first) / "manifest.json").write_bytes(held)
    with pytest.raises(DamagedSnapshot, match="is damaged"):
        read_manifest(directory, first)
    assert [damage.path.parent.name for damage in verify(directory)] == [first]
    (snapshot_folder(directory, second) / "manifest.json").write_bytes(held)
    load([factories.harvest(3)], directory, "run-3")
    assert len(pd.read_parquet(directory / "articles")) == 3


def test_a_manifest_that_was_edited(two: tuple[Path, str, str]) -> None:
    directory, first, _ = two
    path = snapshot_folder(directory, first) / "manifest.json"
    held = json.loads(path.read_bytes())
    held["tables"]["figures"]["rows"] += 1
    path.write_text(json.dumps(held))
    with pytest.raises(DamagedSnapshot, match="its digest does not match"):
        read_manifest(directory, first)


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    load([factories.harvest(1)], tmp_path, "run-1")
    times = {table: store.table_path(tmp_path, table).stat().st_mtime_ns for table in NAMES}
    published = load([factories.harvest(1)], tmp_path, "run-2")
    changed = {table for table, entry in published.items() if entry.changed}
    assert changed == {"pages", "runs"}
    assert {t for t in NAMES if store.table_path(tmp_path, t).stat().st_mtime_ns != times[t]} == changed
    assert list(verify(tmp_path)) == []


def test_a_failed_publication_leaves_no_draft(two: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory, _, second = two

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.draft.write_manifest", full)
    with pytest.raises(store.NoSpaceError, match="no space left"):
        load([replace(factories.harvest(3), key="more")], directory, "run-3")
    assert current_id(directory) == second
    assert [path.name for path in (directory / ".state" / "publish").iterdir()] == []
