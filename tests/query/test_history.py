"""What was superseded is a flag away, and in plain folders."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from typer.testing import CliRunner

import solieu
from extractors.records import Harvest
from pipelines import store
from pipelines.snapshots import snapshot_ids
from solieu.cli import app
from solieu.datasets import ENGINES, HISTORIC, TABLE_NAMES
from tests.pipelines import factories

ROWS = {"articles": (2, 3), "figures": (10, 15), "dates": (2, 3), "references": (2, 3)}
"""With one article edited once: the current rows, and those of all versions."""


def edited() -> list[Harvest]:
    later = factories.START + timedelta(days=1)
    harvest = factories.harvest(1, people=5, retrieved_at=later, first_seen_at=later)
    harvest.key += " later"
    return [factories.harvest(1), factories.harvest(2), harvest]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    factories.use_short_code_lists(monkeypatch.setattr)
    store.import_harvests(edited(), tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
    return tmp_path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("table", TABLE_NAMES)
def test_all_versions_are_loaded(directory: Path, table: str, engine: str) -> None:
    current, whole = (solieu.load(table, directory=directory, engine=engine, history=flag) for flag in (False, True))
    assert (len(current), len(whole)) == ROWS.get(table, (len(current), len(current)))
    types = [list(map(str, frame.dtypes if engine != "arrow" else frame.schema.types)) for frame in (current, whole)]
    assert types[0] == types[1]


def test_the_versions_can_be_told_apart(directory: Path) -> None:
    articles = solieu.load("articles", directory=directory, history=True)
    assert articles.groupby("article_id")["is_current"].sum().to_dict() == {f"{factories.SITE}/1": 1, f"{factories.SITE}/2": 1}
    assert solieu.load("articles", directory=directory)["is_current"].all()


@pytest.mark.parametrize("table", HISTORIC)
def test_plain_folders_hold_what_was_superseded(directory: Path, table: str) -> None:
    current, superseded = (pd.read_parquet(directory / folder / table) for folder in ("", "history"))
    assert (len(current), len(current) + len(superseded)) == ROWS[table]
    assert set(zip(current.article_id, current.version, strict=True)).isdisjoint(zip(superseded.article_id, superseded.version, strict=True))
    assert len(pl.read_parquet(directory / "history" / table)) == len(superseded)


def test_queries_ask_all_versions(directory: Path) -> None:
    for history, expected in ((False, (2, 10)), (True, (3, 15))):
        with solieu.connect(directory, history=history) as connection:
            asked = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM figures JOIN articles USING (article_id, version))"
            assert connection.execute(asked).fetchone() == expected


@pytest.mark.parametrize(("flags", "expected"), [((), 2), (("--history",), 3)])
def test_exports_hold_all_versions(directory: Path, tmp_path: Path, flags: tuple[str, ...], expected: int) -> None:
    result = CliRunner().invoke(app, ["export", "articles", str(tmp_path / "a.csv"), "--output", str(directory), *flags])
    assert result.exit_code == 0, result.output
    assert len(pd.read_csv(tmp_path / "a.csv")) == expected


def test_a_snapshot_keeps_its_history(directory: Path) -> None:
    (first,) = snapshot_ids(directory)
    later = factories.START + timedelta(days=2)
    again = factories.harvest(2, "run-2", people=7, retrieved_at=later, first_seen_at=later)
    store.import_harvests([again], directory, site=factories.SITE, extractor_version="0.1.0", run_id="run-2")
    assert len(solieu.load("articles", directory=directory, history=True)) == 4
    assert len(solieu.load("articles", directory=directory, history=True, snapshot=first)) == 3


def test_datasets_without_history_say_so(directory: Path) -> None:
    copy = directory / "copy"
    for table in TABLE_NAMES:
        store.table_path(copy, table).parent.mkdir(parents=True)
        store.table_path(copy, table).write_bytes(store.table_path(directory, table).read_bytes())
    assert len(solieu.load("articles", directory=copy)) == 2
    with pytest.raises(solieu.DatasetError, match="no history of articles"):
        solieu.load("articles", directory=copy, history=True)
