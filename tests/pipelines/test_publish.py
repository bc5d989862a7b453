from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from extractors.records import SCHEMA_VERSION, TABLES, Harvest
from pipelines import store
from pipelines.citations import policies_of
from pipelines.locking import publication_lock
from pipelines.parquet import footer
from pipelines.schema import arrow_schema, to_table
from pipelines.snapshots import current_manifest
from tests.pipelines import factories
from tests.pipelines.whole import current_tables

ROOT = Path(__file__).parents[2]
NAMES = [record.TABLE for record in TABLES]
pytestmark = pytest.mark.usefixtures("code_lists")


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[store.Staging]:
    with store.Staging(store.state_path(tmp_path)) as opened:
        opened.begin_run(factories.SITE, factories.EXTRACTOR, "run-1")
        yield opened


def load(harvests: list[Harvest], directory: Path, run_id: str = "run-1") -> dict[str, store.Published]:
    given = [factories.in_run(harvest, run_id) for harvest in harvests]
    return store.import_harvests(given, directory, site=factories.SITE, extractor_version=factories.EXTRACTOR, run_id=run_id)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content_ids(directory: Path) -> dict[str, str]:
    return {name: footer(store.table_path(directory, name))["content_id"] for name in NAMES}


def digests(directory: Path) -> dict[str, str]:
    return {name: hashlib.sha256(store.table_path(directory, name).read_bytes()).hexdigest() for name in NAMES}


SAMPLE = [*(factories.harvest(n) for n in range(20)), factories.listing(1), factories.failure(99)]
ROWS = {"articles": 20, "figures": 100, "dates": 20, "references": 20, "policies": 21, "measures": 1, "places": 1, "pages": 22, "runs": 1}



def _polars_of_one_file(path: Path) -> int:
    """What Polars reads of one open file. Given a path it opens the file twice, and may meet two versions of it."""
    with path.open("rb") as file:
        return pl.read_parquet(file).height


READERS: dict[str, Callable[[Path], int]] = {
    "pandas": lambda folder: len(pd.read_parquet(folder)),
    "duckdb": lambda folder: duckdb.connect().execute(f"SELECT count(*) FROM read_parquet('{folder}/*.parquet')").fetchone()[0],
    "duckdb folder": lambda folder: duckdb.connect().execute(f"SELECT count(*) FROM read_parquet('{folder}')").fetchone()[0],
    "polars": lambda folder: pl.read_parquet(folder).height,
    "polars file": lambda folder: _polars_of_one_file(next(folder.glob("*.parquet"))),
    "polars lazy": lambda folder: pl.scan_parquet(folder).collect().height,
    "pyarrow": lambda folder: pq.read_table(folder).num_rows,
}


# ------------------------------------------------------------------ what readers get
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("harvests", [SAMPLE, []], ids=["sample", "empty"])
def test_every_reader_opens_every_folder(tmp_path: Path, harvests: list[Harvest], reader: str) -> None:
    load(harvests, tmp_path)
    expected = ROWS if harvests else dict.fromkeys(NAMES, 0) | {"policies": 1, "measures": 1, "places": 1, "runs": 1}
    assert {name: READERS[reader](tmp_path / name) for name in NAMES} == expected


def test_a_folder_holds_one_file(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    assert {name: names(tmp_path / name) for name in NAMES} == {name: [f"{name}.parquet"] for name in NAMES}
    assert names(tmp_path / ".state" / "publish") == []


@pytest.mark.parametrize("name", NAMES)
def test_files_carry_the_declared_schema(tmp_path: Path, name: str) -> None:
    load(SAMPLE, tmp_path)
    record = TABLES[NAMES.index(name)]
    path = store.table_path(tmp_path, name)
    assert pq.read_schema(path).equals(arrow_schema(record))
    metadata = pq.read_metadata(path).metadata
    assert metadata[b"solieu.schema_version"].decode() == SCHEMA_VERSION
    assert metadata[b"solieu.table"].decode() == name
    assert metadata[b"solieu.extractor_version"].decode() == factories.EXTRACTOR
    manifest = current_manifest(tmp_path)
    assert manifest is not None
    assert metadata[b"solieu.snapshot_id"].decode() == manifest.snapshot_id
    assert metadata[b"solieu.content_id"].decode() == manifest.tables[name].content_id


def test_types_arrive(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    articles, figures = (pd.read_parquet(tmp_path / name) for name in ("articles", "figures"))
    assert str(articles["retrieved_at"].dtype) == "datetime64[us, UTC]"
    assert isinstance(articles["published_on"].iloc[0], date)
    assert articles["tables"].iloc[0][0]["header"].tolist() == ["Huyện", "Số hộ"]
    assert figures["value"].dtype == "float64"
    assert pl.read_parquet(tmp_path / "articles")["attachments"][0][0]["media_type"] == "application/pdf"
    found = duckdb.connect().execute(f"SELECT typeof(captions), typeof(published_on) FROM read_parquet('{tmp_path}/articles') LIMIT 1").fetchone()
    assert found == ("VARCHAR[]", "DATE")


def test_spans_slice_in_what_readers_get(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    joined = pd.read_parquet(tmp_path / "figures").merge(pd.read_parquet(tmp_path / "articles"), on=["article_id", "version"])
    body = joined[joined["where"] == "body"]
    assert len(body) == 60
    assert all(row.text[row.span_start : row.span_end] == row.value_text for row in body.itertuples())


# ------------------------------------------------------------------ the same again
def test_running_twice_changes_no_byte_of_the_facts(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    before, times = digests(tmp_path), {name: store.table_path(tmp_path, name).stat().st_mtime_ns for name in NAMES}
    published = load(SAMPLE, tmp_path, "run-2")
    changed = {name for name in NAMES if digests(tmp_path)[name] != before[name]}
    assert changed == {"pages", "runs"} == {name for name, table in published.items() if table.changed}
    kept = set(NAMES) - changed
    assert {name: store.table_path(tmp_path, name).stat().st_mtime_ns for name in kept} == {name: times[name] for name in kept}


def test_the_order_of_staging_does_not_matter(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path / "a")
    load(SAMPLE[::-1], tmp_path / "b")
    facts = set(NAMES) - {"runs"}
    assert {n: content_ids(tmp_path / "a")[n] for n in facts} == {n: content_ids(tmp_path / "b")[n] for n in facts}


def test_another_value_is_another_publication(tmp_path: Path) -> None:
    first = load([factories.harvest(1)], tmp_path)
    changed = factories.harvest(1, view_count=716, extractor_version="0.1.1")
    second = load([changed], tmp_path, "run-2")
    assert first["articles"].content_id != second["articles"].content_id
    assert pd.read_parquet(tmp_path / "articles")["view_count"].tolist() == [716]


def test_a_lost_or_broken_file_is_written_again(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    before = content_ids(tmp_path)
    store.table_path(tmp_path, "figures").unlink()
    store.table_path(tmp_path, "dates").write_bytes(b"PAR1 cut off")
    with store.Staging(store.state_path(tmp_path)) as staging:
        published = store.publish(staging, tmp_path)
    assert {name for name in NAMES if published[name].changed} == {"dates"}, "the lost file is still in the snapshot"
    assert content_ids(tmp_path) == before


# ------------------------------------------------------------------ versions
def test_the_folders_show_current_versions(tmp_path: Path, staging: store.Staging) -> None:
    later = factories.START.replace(year=2022)
    edited = factories.harvest(1, people=999, retrieved_at=later, first_seen_at=later)
    edited.key = "later"
    for harvest in (factories.harvest(1), factories.harvest(2), edited):
        staging.stage(harvest)
    store.publish(staging, tmp_path)
    articles, figures = (pd.read_parquet(tmp_path / name) for name in ("articles", "figures"))
    assert len(articles) == 2
    assert articles["is_current"].all()
    assert sorted(figures.loc[figures["unit_code"] == "person", "value"]) == [802, 999]
    history = {record.TABLE: checked.table for record, checked in current_tables(staging, history=True)}
    assert history["articles"].column("is_current").to_pylist().count(False) == 1
    assert history["figures"].num_rows == 15


# ------------------------------------------------------------------ policies
def test_cited_policies_join_the_code_list(tmp_path: Path) -> None:
    load([factories.harvest(1), factories.harvest(2)], tmp_path)
    policies = pd.read_parquet(tmp_path / "policies").set_index("policy_id")
    assert policies["in_code_list"].to_dict() == {
        "vn/programme/135": True,
        "vn/ubnd-tinh-kon-tum/ke-hoach/-/1-kh-ubnd": False,
        "vn/ubnd-tinh-kon-tum/ke-hoach/-/2-kh-ubnd": False,
    }


AGREEMENT = [
    pytest.param([{}, {}], {"number": "1/KH-UBND", "issued_on": None}, id="same"),
    pytest.param([{}, {"issued_on": date(2019, 5, 1)}], {"issued_on": date(2019, 5, 1)}, id="one says more"),
    pytest.param([{"issued_on": date(2019, 5, 2)}, {"issued_on": date(2019, 5, 1)}], {"issued_on": None}, id="they disagree"),
    pytest.param([{"title_text": "về việc học"}, {}], {"title_vi": "về việc học"}, id="title"),
]


@pytest.mark.parametrize(("changes", "expected"), AGREEMENT)
def test_a_cited_policy_says_what_its_mentions_agree_on(changes: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    mention = factories.references(factories.article(1))[0]
    table = to_table(type(mention), [replace(mention, reference_id=str(n), **change) for n, change in enumerate(changes)])
    (policy,) = policies_of(table)
    assert {name: getattr(policy, name) for name in expected} == expected


def test_mentions_without_a_policy_make_none() -> None:
    mention = replace(factories.references(factories.article(1))[0], policy_id=None)
    assert policies_of(to_table(type(mention), [mention])) == []


# ------------------------------------------------------------------ rejects
def test_rejects_are_kept_with_their_reason(tmp_path: Path) -> None:
    bad = factories.harvest(1)
    assert bad.extraction is not None
    bad.extraction.figures[0].kind = "guess"
    bad.extraction.figures[1].sentence = "half a pair \ud800"
    published = load([bad, factories.harvest(2)], tmp_path)
    assert (published["figures"].rows, published["figures"].rejected) == (8, 2)
    lines = [json.loads(line) for line in (tmp_path / "rejects" / "figures.jsonl").read_text().splitlines()]
    assert sorted(line["reason"] for line in lines) == ["kind is not one of its codes", "sentence is not of its type"]
    assert {line["row"]["article_id"] for line in lines} == {f"{factories.SITE}/1"}
    assert names(tmp_path / "rejects") == ["figures.jsonl"]


def test_findings_of_a_rejected_article_are_rejected(tmp_path: Path) -> None:
    published = load([factories.harvest(1, source="dream"), factories.harvest(2)], tmp_path)
    assert {name: table.rejected for name, table in published.items() if table.rejected} == {"articles": 1, "figures": 5, "dates": 1, "references": 1}


def test_rejects_go_when_a_better_reading_passes(tmp_path: Path) -> None:
    load([factories.harvest(1, source="dream")], tmp_path)
    load([factories.harvest(1, extractor_version="0.2.0")], tmp_path, "run-2")
    assert names(tmp_path / "rejects") == []
    assert len(pd.read_parquet(tmp_path / "articles")) == 1


# ------------------------------------------------------------------ obstacles
def test_two_publications_wait_for_each_other(tmp_path: Path, staging: store.Staging) -> None:
    store.check_writable(tmp_path)
    with publication_lock(tmp_path, 0), pytest.raises(store.LockedError, match="another process is publishing"):
        store.publish(staging, tmp_path, wait=0.1)
    store.publish(staging, tmp_path, wait=0.1)


@pytest.mark.parametrize("where", ["file", "file/below", "file/far/below"])
def test_a_folder_that_cannot_be_written_is_told_before_any_work(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(store.NotWritableError, match="cannot write to"):
        store.check_writable(tmp_path / where)


def test_a_table_folder_that_is_a_file(tmp_path: Path, staging: store.Staging) -> None:
    (tmp_path / "figures").write_text("not a folder")
    with pytest.raises(store.NotWritableError, match="cannot write to"):
        store.publish(staging, tmp_path)


def test_checking_leaves_nothing(tmp_path: Path) -> None:
    store.check_writable(tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").rglob("*")] == [".state", "publish"]


def child(script: str, *arguments: object, limit: int | None = None) -> subprocess.Popen[str]:
    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=bound)


PUBLISH = """
import sys
from pathlib import Path
from pipelines import store
from tests.pipelines import factories
factories.use_short_code_lists()
with store.Staging(store.state_path(Path(sys.argv[1]))) as staging:
    try:
        store.publish(staging, Path(sys.argv[1]))
    except store.StoreError as error:
        print(type(error).__name__, error)
"""


def test_a_full_disk_leaves_what_was_published(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    before = digests(tmp_path)
    with store.Staging(store.state_path(tmp_path)) as staging:
        for number in range(100, 140):
            staging.stage(factories.harvest(number, related_urls=[factories.sha(number, other) for other in range(200)]))
    said, _ = child(PUBLISH, tmp_path, limit=65_536).communicate()
    assert said.startswith("NoSpaceError no space left to write to")
    assert digests(tmp_path) == before
    with store.Staging(store.state_path(tmp_path)) as staging:
        assert store.publish(staging, tmp_path)["articles"].rows == 60


FIRST_OF_KILLED = 10_000_000
"""The smallest value that only a publication writes that will be killed."""

KILLED = """
import os, signal, sys, time
from pathlib import Path
from pipelines import store
from tests.pipelines import factories
factories.use_short_code_lists()
directory = Path(sys.argv[1])

def publish_on_and_on(first, times=1000):
    with store.Staging(store.state_path(directory)) as staging:
        for number in range(first, first + times):
            staging.stage(factories.harvest(20 + number % 20, people=number))
            store.publish(staging, directory)

with store.Staging(store.state_path(directory)) as staging:
    store.publish(staging, directory)  # what is slow the first time is done before the first fork
begun = time.monotonic()
publish_on_and_on(9_000, 2)
usual = (time.monotonic() - begun) / 2  # here and now: instants that are spread over it meet every part of a publication
for round in range(15):
    worker = os.fork()
    if not worker:
        publish_on_and_on(int(sys.argv[2]) + 1000 * round)
        os._exit(1)
    time.sleep(usual * (0.1 + 0.25 * round))
    os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    print(os.WTERMSIG(status))
"""


class Watcher(threading.Thread):
    """Reads all the time with three readers; ``torn`` are the reads that failed or gave an impossible number of rows."""

    def __init__(self, directory: Path) -> None:
        super().__init__(daemon=True)
        self.directory, self.reads = directory, 0
        self.torn: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            for name in ("pandas", "duckdb", "polars file"):
                self._read(name)

    def _read(self, name: str) -> None:
        try:
            rows = READERS[name](self.directory / "figures")
        except Exception as error:
            self.torn.append(f"{name}: {error}")
        else:
            self.reads += 1
            if rows % 5 or not 100 <= rows <= 200:
                self.torn.append(f"{name}: {rows} rows")


def test_killed_publications_are_never_seen(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    watcher = Watcher(tmp_path)
    watcher.start()
    said, wrong = child(KILLED, tmp_path, str(FIRST_OF_KILLED)).communicate()
    watcher.ended.set()
    watcher.join()
    assert (said.split(), wrong) == ([str(int(signal.SIGKILL))] * 15, "")
    assert watcher.torn == []
    assert watcher.reads > 30
    assert pc.max(pq.read_table(tmp_path / "figures")["value"]).as_py() >= FIRST_OF_KILLED, "no process lived long enough to publish"
    with store.Staging(store.state_path(tmp_path)) as staging:
        published = store.publish(staging, tmp_path)
        current = sum(1 for _ in staging.versions(TABLES[0]))
    assert published["articles"].rows == current
    assert published["figures"].rows == 5 * current
    assert names(tmp_path / ".state" / "publish") == []


def test_the_probe_of_a_dead_process_is_cleared_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    load(SAMPLE, tmp_path)
    scratch = tmp_path / ".state" / "publish"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getppid()):
        (scratch / f"probe-{process}").touch()
    (scratch / f"probe-{dead.pid}.moved").touch()
    with store.Staging(store.state_path(tmp_path)) as staging:
        store.publish(staging, tmp_path)
    assert names(scratch) == [f"probe-{os.getppid()}"]


def test_an_import_that_breaks_off_keeps_what_it_gave(tmp_path: Path) -> None:
    def broken() -> Iterator[Harvest]:
        yield factories.harvest(1)
        raise RuntimeError("the archive ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        store.import_harvests(broken(), tmp_path, site=factories.SITE, extractor_version=factories.EXTRACTOR, run_id="run-1")
    with store.Staging(store.state_path(tmp_path)) as staging:
        assert [run["exit"] for run in staging.runs()] == ["interrupted"]
        assert store.publish(staging, tmp_path)["articles"].rows == 1
