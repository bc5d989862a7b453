"""A state that an earlier version wrote is taken over as it is opened: its rows are published, and a crawl goes on with it.

``state-<format>.sql`` holds two runs: article 1 in two versions, article 2, a listing, and a page that was gone.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import solieu
from extractors.records import Article
from pipelines import store
from pipelines.publish import publish
from pipelines.staging import FORMAT, Staging, state_path
from tests.pipelines import factories
from tests.versions.test_readers import ROWS
from tests.versions.test_versions import RELEASED

FORMATS = sorted(int(path.stem.removeprefix("state-")) for path in Path(__file__).parent.glob("state-*.sql"))


@pytest.fixture(params=FORMATS, ids=lambda number: f"format {number}")
def output(request: pytest.FixtureRequest, tmp_path: Path, code_lists: None) -> Path:
    """An output folder with a state of an earlier format, and nothing published."""
    path = state_path(tmp_path)
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(Path(__file__).with_name(f"state-{request.param}.sql").read_text("utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (request.param,)
    return tmp_path


def test_every_format_has_a_state() -> None:
    assert list(range(1, FORMAT + 1)) == FORMATS, "keep what a format wrote before FORMAT is raised"


def test_its_rows_are_published(output: Path) -> None:
    with Staging(state_path(output)) as staging:
        published = publish(staging, output)
    assert {table: one.rows for table, one in published.items()} == ROWS
    assert {table: one.rejected for table, one in published.items() if one.rejected} == {}
    for table, key in (("articles", "article_id"), ("figures", "figure_id"), ("dates", "date_id"), ("references", "reference_id")):
        before, now = pq.read_table(RELEASED / table), pq.read_table(output / table)
        shared = [name for name in before.column_names if name in now.column_names and name != "extractor_version"]
        assert now.select(shared).sort_by(key).to_pylist() == before.select(shared).sort_by(key).to_pylist()


def test_its_versions_are_kept(output: Path) -> None:
    with Staging(state_path(output)) as staging, staging.reading():
        kept = [(stored.article_id, stored.is_current) for stored in staging.versions(Article, history=True)]
    assert sorted(kept) == [(f"{factories.SITE}/1", False), (f"{factories.SITE}/1", True), (f"{factories.SITE}/2", True)]


def test_a_crawl_goes_on_with_it(output: Path) -> None:
    """A known page that is as it was adds no row, one that changed is a new version, a new one is new."""
    later = factories.START + timedelta(days=30)
    given = [
        factories.harvest(1, "run-3", people=999, retrieved_at=later),
        factories.harvest(2, "run-3", people=5, retrieved_at=later),
        factories.harvest(3, "run-3", retrieved_at=later),
    ]
    store.import_harvests(given, output, site=factories.SITE, extractor_version="0.1.0", run_id="run-3")
    articles, runs = solieu.load("articles", "runs", directory=output)
    assert sorted(articles["article_id"]) == [f"{factories.SITE}/{number}" for number in (1, 2, 3)]
    (run,) = runs[runs["run_id"] == "run-3"].to_dict("records")
    assert (run["new_articles"], run["changed_articles"]) == (1, 1)


def test_it_is_of_the_format_of_today_afterwards(output: Path) -> None:
    Staging(state_path(output)).close()
    with closing(sqlite3.connect(state_path(output))) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    Staging(state_path(output)).close()
