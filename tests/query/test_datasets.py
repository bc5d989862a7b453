from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import solieu
from pipelines import store
from pipelines.snapshots import snapshot_ids
from solieu.datasets import TABLE_NAMES
from tests.pipelines import factories


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    factories.use_short_code_lists(monkeypatch.setattr)
    for number in (1, 2):
        given = [factories.harvest(number, f"run-{number}")]
        store.import_harvests(given, tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id=f"run-{number}")
    return tmp_path


ENGINES = [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("arrow", pa.Table)]


@pytest.mark.parametrize(("engine", "kind"), ENGINES, ids=[name for name, _ in ENGINES])
def test_every_engine_loads_every_table(directory: Path, engine: str, kind: type) -> None:
    for table in TABLE_NAMES:
        assert isinstance(solieu.load(table, directory=directory, engine=engine), kind)
    assert len(solieu.load("articles", directory=directory, engine=engine)) == 2


def test_several_tables_are_of_one_snapshot(directory: Path) -> None:
    first, _ = snapshot_ids(directory)
    articles, figures = solieu.load("articles", "figures", directory=directory, snapshot=first)
    assert len(articles) == 1
    assert set(figures["article_id"]) == set(articles["article_id"])


def test_datasets_once_opened_do_not_change(directory: Path) -> None:
    datasets = solieu.open_datasets(directory)
    store.import_harvests([factories.harvest(3, "run-3")], directory, site=factories.SITE, extractor_version="0.1.0", run_id="run-3")
    assert len(datasets.load("articles")) == 2
    assert len(solieu.load("articles", directory=directory)) == 3


def test_a_folder_of_plain_files_is_taken_as_it_is(directory: Path, tmp_path: Path) -> None:
    newest = snapshot_ids(directory)[-1]
    datasets = solieu.open_datasets(directory / "snapshots" / newest)
    assert datasets.snapshot_id is None
    assert len(datasets.load("articles")) == 2


WRONG = [
    ((), {}, "name a table: articles, figures"),
    (("nosuch",), {}, "no table nosuch: the tables are articles"),
    (("figures",), {"engine": "excel"}, "no engine excel: one of pandas, polars, arrow"),
    (("figures",), {"snapshot": "2019"}, "no snapshot 2019"),
    (("figures",), {"directory": "nowhere"}, "no datasets in nowhere: run `make run`"),
]


@pytest.mark.parametrize(("tables", "options", "told"), WRONG, ids=[told for *_, told in WRONG])
def test_what_cannot_be_loaded_is_told_in_one_line(directory: Path, tables: tuple[str, ...], options: dict[str, str], told: str) -> None:
    with pytest.raises(solieu.DatasetError, match=told) as refused:
        solieu.load(*tables, **{"directory": str(directory), **options})
    assert "\n" not in str(refused.value)
