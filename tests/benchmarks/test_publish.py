from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import publish
from benchmarks.rows import EXTRACTOR, SITE, harvests
from pipelines import store
from pipelines.parquet import footer
from pipelines.tables import DATASETS


def test_generated_rows_are_right_and_the_same_again(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        published = store.import_harvests(harvests(30, 20, run_id="run-1"), tmp_path / folder, site=SITE, extractor_version=EXTRACTOR, run_id="run-1")
        assert {name: table.rejected for name, table in published.items() if table.rejected} == {}
        assert (published["articles"].rows, published["figures"].rows) == (30, 600)
    facts = [dataset.file for dataset in DATASETS if dataset.name != "runs"]
    first, second = ([footer(tmp_path / folder / file)["content_id"] for file in facts] for folder in ("a", "b"))
    assert first == second


def test_another_seed_edits_the_same_articles() -> None:
    first, second = ([harvest.extraction.article for harvest in harvests(5, 4, seed=seed, run_id="r") if harvest.extraction] for seed in (5, 6))
    assert [one.article_id for one in first if one] == [one.article_id for one in second if one]
    assert {one.version for one in first if one}.isdisjoint(one.version for one in second if one)


def test_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    publish.main(["--articles", "12", "--figures", "10", "--edited", "2", "--rounds", "1", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["figures"], found["upserted"]) == (120, 20)
    assert all(found[name] > 0 for name in ("full_ratio", "upsert_ratio", "read_ratio", "checked_per_second", "full_mb"))
