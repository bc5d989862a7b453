"""A publication that starts from the one before gives the same as one that starts from nothing."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.records import Harvest, Sighting
from pipelines import base, current, merging, parquet, store
from pipelines.parquet import footer
from pipelines.tables import DATASETS
from tests.pipelines import factories

pytestmark = pytest.mark.usefixtures("code_lists")
STEP = timedelta(hours=1)


def shown(directory: Path) -> dict[str, str]:
    """By dataset and by file of rejects, a digest of what stands in it."""
    tables = {dataset.name: footer(directory / dataset.file)["content_id"] for dataset in DATASETS}
    rejects = {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in (directory / "rejects").rglob("*.jsonl")}
    return tables | rejects


def from_nothing(directory: Path) -> dict[str, str]:
    """The same of a publication of the same state to an empty folder."""
    beside = directory.with_name(f"{directory.name}-whole")
    shutil.rmtree(beside, ignore_errors=True)
    with store.Staging(store.state_path(directory)) as staging:
        store.publish(staging, beside)
    return shown(beside)


def publish(directory: Path, monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    with store.Staging(store.state_path(directory)) as staging:
        store.publish(staging, directory)


class Crawls:
    """Runs that stage at random: new articles, edits, edits undone, faulty rows, newer readings, sightings, articles that go."""

    def __init__(self, directory: Path, seed: int) -> None:
        self._staging = store.Staging(store.state_path(directory))
        self._chance = random.Random(seed)
        self._at = factories.START
        self._run = 0

    def some(self) -> None:
        self._run += 1
        run_id = f"run-{self._run:04}"
        self._staging.begin_run(factories.SITE, factories.EXTRACTOR, run_id, self._at)
        for number in range(self._chance.randrange(8)):
            self._at += STEP
            harvest = self._chance.choice([self._read, self._read, self._faulty, self._see, self._gone])(run_id)
            harvest.key = f"{harvest.key} {number}"
            self._staging.stage(harvest)
        if self._chance.random() < 0.5:
            self._staging.count_gone(run_id)
        if self._chance.random() < 0.8:
            self._staging.end_run(run_id, "complete", self._at)

    def close(self) -> None:
        self._staging.close()

    def _read(self, run_id: str) -> Harvest:
        at = self._at - self._chance.choice([0, 0, 50]) * STEP
        changes = {"people": self._chance.randrange(3), "retrieved_at": at, "first_seen_at": at}
        return factories.harvest(self._chance.randrange(9), run_id, extractor_version=self._chance.choice(["0.1.0", "0.1.0", "0.2.0"]), **changes)

    def _faulty(self, run_id: str) -> Harvest:
        harvest = self._read(run_id)
        extraction = harvest.extraction
        assert extraction is not None and extraction.article is not None
        spoil: list[Callable[[], None]] = [
            lambda: setattr(extraction.figures[0], "kind", "guess"),
            lambda: setattr(extraction.figures[1], "sentence", "half a pair \ud800"),
            lambda: setattr(extraction.figures[2], "span_end", 9_999),
            lambda: setattr(extraction.figures[3], "figure_id", extraction.figures[4].figure_id),
            lambda: setattr(extraction.dates[0], "version", "another"),
            lambda: setattr(extraction.references[0], "article_id", f"{factories.SITE}/{self._chance.randrange(9)}"),
            lambda: setattr(extraction.article, "source", "dream"),
            extraction.figures.clear,
        ]
        self._chance.choice(spoil)()
        return harvest

    def _see(self, run_id: str) -> Harvest:
        number = self._chance.randrange(9)
        read = factories.article(number, people=self._chance.randrange(3))
        url, section = self._chance.choice([(read.url, read.section), (f"{read.url}-moved", "elsewhere"), (f"{read.url}-moved", None)])
        seen = factories.listing(number, run_id)
        seen.page.fetched_at, seen.page.outcome = self._at, "unchanged"
        seen.sighting, seen.extraction = Sighting(article_id=read.article_id, version=read.version, url=url, section=section), None
        return seen

    def _gone(self, run_id: str) -> Harvest:
        number = self._chance.randrange(9)
        missing = factories.failure(number, run_id=run_id)
        missing.page.fetched_at, missing.sighting = self._at, Sighting(article_id=factories.article(number).article_id, gone=True)
        return missing


@pytest.mark.parametrize("seed", range(6))
def test_publications_one_after_the_other_equal_one_of_everything(tmp_path: Path, seed: int) -> None:
    directory = tmp_path / "output"
    crawls = Crawls(directory, seed)
    for _ in range(8):
        crawls.some()
        publish(directory)
        assert shown(directory) == from_nothing(directory)
    crawls.close()


def test_chunks_and_runs_of_any_size_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = tmp_path / "output"
    crawls = Crawls(directory, 99)
    for _ in range(12):
        crawls.some()
    publish(directory)
    for module, name, value in ((current, "_BYTES", 1), (current, "_ROWS", 2), (merging, "RUN_BYTES", 1), (merging, "BLOCK_BYTES", 1), (merging, "FAN_IN", 3)):
        monkeypatch.setattr(module, name, value)
    assert from_nothing(directory) == shown(directory)
    crawls.close()


# ------------------------------------------------------------------ what is read again
@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles whose rows are unpacked."""
    unpacked: list[str] = []
    build = current.build_versions

    def noting(record: type[Any], versions: Any) -> Any:
        unpacked.extend(one.article_id.rpartition("/")[2] for one in versions if record.TABLE == "articles")
        return build(record, versions)

    monkeypatch.setattr(current, "build_versions", noting)
    return unpacked


@pytest.fixture
def output(tmp_path: Path) -> Path:
    load(tmp_path, *(factories.harvest(n) for n in range(4)))
    return tmp_path


def load(directory: Path, *harvests: Harvest, run_id: str = "run-1") -> None:
    given = [factories.in_run(harvest, run_id) for harvest in harvests]
    store.import_harvests(given, directory, site=factories.SITE, extractor_version=factories.EXTRACTOR, run_id=run_id)


def see(number: int, url: str) -> Harvest:
    read = factories.article(number)
    sighted = Sighting(article_id=read.article_id, version=read.version, url=url, section=read.section)
    later = factories.page(number, fetched_at=factories.START + 100 * STEP, outcome="unchanged")
    return Harvest(key=f"again {number}", page=later, sighting=sighted)


def edited(number: int) -> Harvest:
    later = factories.START + 100 * STEP
    harvest = factories.harvest(number, people=1, retrieved_at=later, first_seen_at=later)
    harvest.key += " later"
    return harvest


AGAIN = [
    pytest.param([], [], id="nothing"),
    pytest.param([factories.listing(1)], [], id="a listing"),
    pytest.param([factories.harvest(7)], ["7"], id="a new article"),
    pytest.param([edited(2)], ["2", "2"], id="an edited article, in both versions"),
    pytest.param([factories.harvest(2, extractor_version="0.2.0")], ["2"], id="a newer reading"),
    pytest.param([see(3, factories.url(3) + "-moved")], ["3"], id="another address"),
]


@pytest.mark.parametrize(("harvests", "expected"), AGAIN)
def test_only_what_changed_is_read_again(output: Path, read_again: list[str], harvests: list[Harvest], expected: list[str]) -> None:
    load(output, *harvests, run_id="run-2")
    assert read_again == expected
    assert shown(output) == from_nothing(output)


def test_an_address_that_stays_is_read_once_more_at_most(output: Path, read_again: list[str]) -> None:
    load(output, see(3, factories.url(3)), run_id="run-2")
    again = see(3, factories.url(3))
    again.page.fetched_at += STEP
    read_again.clear()
    load(output, again, run_id="run-3")
    assert read_again == []


def _damage(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.table_path(directory, "dates").resolve()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])


def _other_rules(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "RULES", base.RULES + 1)


def _other_state(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(store.state_path(directory)) as state:
        state.execute("UPDATE identity SET state = 'another'")


def _older_state(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(store.state_path(directory)) as state:
        state.execute("UPDATE touched SET change = -change")


def _no_snapshots(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(directory / "snapshots")


@pytest.mark.parametrize("what", [_damage, _other_rules, _other_state, _older_state, _no_snapshots])
def test_all_is_read_where_there_is_nothing_to_start_from(
    output: Path, read_again: list[str], monkeypatch: pytest.MonkeyPatch, what: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    expected = shown(output)
    what(output, monkeypatch)
    publish(output)
    assert read_again == ["0", "1", "2", "3"]
    assert shown(output) == expected


# ------------------------------------------------------------------ keys
def test_a_key_that_two_articles_claim_is_shown_once_whoever_comes_first(tmp_path: Path) -> None:
    """The article that sorts first has it, also when it comes later or goes; so all is read while the claim stands."""
    directory = tmp_path / "output"

    def claiming(number: int, extractor: str = "0.1.0", figure_id: str = "the same") -> Harvest:
        harvest = factories.harvest(number, extractor_version=extractor)
        assert harvest.extraction is not None and harvest.extraction.article is not None
        for row in (harvest.extraction.article, *harvest.extraction.figures, *harvest.extraction.dates, *harvest.extraction.references):
            row.version = "one version"
        harvest.extraction.figures[0].figure_id = figure_id
        return harvest

    steps = [claiming(5), factories.harvest(1), claiming(3), claiming(3, "0.2.0", "another"), factories.harvest(2)]
    owners = []
    for number, harvest in enumerate(steps):
        harvest.key += f" {number}"
        load(directory, harvest, run_id=f"run-{number}")
        assert shown(directory) == from_nothing(directory)
        rows = pq.read_table(directory / "figures", columns=["figure_id", "article_id"]).to_pylist()
        owners.append([row["article_id"][-1] for row in rows if row["figure_id"] == "the same"])
    assert owners == [["5"], ["5"], ["3"], ["5"], ["5"]]


def test_row_groups_are_of_one_size(output: Path) -> None:
    assert parquet.ROW_GROUP % parquet.BATCH == 0
    assert parquet.ROW_GROUP >= 100_000
