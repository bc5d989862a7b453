"""Datasets of the version before open with what reads those of today."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import solieu
from extractors.records import SCHEMA_VERSION
from pipelines.schema import PREFIX
from solieu.datasets import ENGINES, TABLE_NAMES
from solieu.export import SUFFIXES, export
from tests.versions.test_versions import RELEASED

ROWS = {"articles": 2, "figures": 10, "dates": 2, "references": 2, "policies": 3, "measures": 1, "places": 1, "pages": 5, "runs": 2}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_table_loads(engine: str) -> None:
    assert {table: len(solieu.load(table, directory=RELEASED, engine=engine)) for table in TABLE_NAMES} == ROWS


def test_queries_are_answered() -> None:
    with solieu.connect(RELEASED) as connection:
        joined = "SELECT a.title, f.value FROM figures f JOIN articles a USING (article_id, version) WHERE f.measure_code = 'prestigious_persons' ORDER BY 2"
        assert connection.execute(joined).fetchall() == [("Sơ kết công tác dân tộc năm 2012", 802.0), ("Sơ kết công tác dân tộc năm 2011", 999.0)]
        cited = "SELECT count(*) FROM refs JOIN policies USING (policy_id)"
        assert connection.execute(cited).fetchall() == [(2,)]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_is_exported(tmp_path: Path, suffix: str) -> None:
    assert export("figures", tmp_path / f"x{suffix}", RELEASED).rows == 10


def without(tmp_path: Path, *tables: str) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(RELEASED, copy)
    for table in tables:
        shutil.rmtree(copy / table)
    return copy


def test_a_table_that_came_later_is_no_reason_not_to_read_the_others(tmp_path: Path) -> None:
    copy = without(tmp_path, "places")
    assert len(solieu.load("figures", directory=copy)) == 10
    with solieu.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM figures").fetchall() == [(10,)]
    with pytest.raises(solieu.DatasetError, match=r"no places in .*: the datasets are of schema version 1"):
        solieu.load("places", directory=copy)


def test_a_table_of_today_that_is_missing_is_told(tmp_path: Path) -> None:
    copy = without(tmp_path, "places")
    for path in copy.glob("*/*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, f"{PREFIX}schema_version".encode(): SCHEMA_VERSION.encode()}), path)
    with pytest.raises(solieu.DatasetError, match="no places in"):
        solieu.load("figures", directory=copy)
