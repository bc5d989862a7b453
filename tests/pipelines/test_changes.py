"""What the state says of articles from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from extractors.records import Article, Figure, Harvest, PageFetch, Sighting
from pipelines.staging import Staging, state_path
from tests.pipelines import factories
from tests.pipelines.whole import current_runs, current_tables

DAY = timedelta(days=1)
ARTICLE_ID = factories.article(1).article_id


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[Staging]:
    with Staging(state_path(tmp_path)) as opened:
        yield opened


def begin(staging: Staging, day: int) -> str:
    run_id = f"run-{day}"
    staging.begin_run(factories.SITE, factories.EXTRACTOR, run_id, factories.START + day * DAY)
    return run_id


def read(staging: Staging, day: int, people: int = 1, **changes: object) -> None:
    at = factories.START + day * DAY
    staging.stage(factories.harvest(1, begin(staging, day), people=people, retrieved_at=at, first_seen_at=at, **changes))


def see(staging: Staging, day: int, sighting: Sighting, outcome: str) -> None:
    at, run_id = factories.START + day * DAY, begin(staging, day)
    page = PageFetch(url=factories.url(1), requested_url=factories.url(1), fetched_at=at, status=200, outcome=outcome, reason="told", run_id=run_id)
    staging.stage(Harvest(key=factories.url(1), page=page, sighting=sighting))


def current(staging: Staging) -> list[tuple[str, datetime | None, str]]:
    """Number of people in the text, when it went, and the last part of the URL."""
    table = next(checked.table for record, checked in current_tables(staging) if record is Article)
    return [(r["text"].split(" công nhận ")[1].split(" ")[0], r["gone_at"], r["url"].rpartition("/")[2]) for r in table.to_pylist()]


def counts(staging: Staging) -> list[tuple[int, int, int]]:
    rows = current_runs(staging).table.to_pylist()
    return [(r["new_articles"], r["changed_articles"], r["gone_articles"]) for r in rows]


SLUG = factories.url(1).rpartition("/")[2]


def test_new_edited_and_changed_back(staging: Staging) -> None:
    for day, people in enumerate([1, 2, 2, 1], start=1):
        read(staging, day, people)
    assert current(staging) == [("1", None, SLUG)]
    assert counts(staging) == [(1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 1, 0)]


def test_an_old_capture_that_comes_late_is_no_change(staging: Staging) -> None:
    read(staging, 5, 1)
    read(staging, 2, 2)
    assert current(staging) == [("1", None, SLUG)]
    assert counts(staging) == [(0, 0, 0), (1, 0, 0)]


def test_what_was_met_again_stays_current_before_an_older_capture(staging: Staging) -> None:
    read(staging, 1, 1)
    see(staging, 5, Sighting(article_id=ARTICLE_ID, version=factories.article(1, people=1).version), "unchanged")
    read(staging, 3, 2)
    assert current(staging)[0][0] == "1"


def test_gone_counts_when_the_run_says_so(staging: Staging) -> None:
    read(staging, 1)
    see(staging, 3, Sighting(article_id=ARTICLE_ID, gone=True), "gone")
    assert current(staging) == [("1", None, SLUG)]
    for _ in range(2):
        staging.count_gone("run-3")
        assert current(staging) == [("1", factories.START + 3 * DAY, SLUG)]
        assert counts(staging)[-1] == (0, 0, 1)
    assert staging.news("run-3") == {"new": 0, "changed": 0, "gone": 1}


def test_gone_keeps_its_day_until_the_article_answers(staging: Staging) -> None:
    read(staging, 1)
    for day in (3, 4):
        see(staging, day, Sighting(article_id=ARTICLE_ID, gone=True), "gone")
        staging.count_gone(f"run-{day}")
    assert current(staging)[0][1] == factories.START + 3 * DAY
    read(staging, 2, 2)  # an older capture says nothing about today
    assert current(staging)[0][1] == factories.START + 3 * DAY
    read(staging, 5, 2)
    assert current(staging) == [("2", None, SLUG)]
    assert counts(staging) == [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0), (0, 0, 0)]


def test_a_mark_that_does_not_count_is_set_again(staging: Staging) -> None:
    read(staging, 1)
    for day in (3, 4):
        see(staging, day, Sighting(article_id=ARTICLE_ID, gone=True), "gone")
    staging.count_gone("run-4")
    assert current(staging)[0][1] == factories.START + 4 * DAY
    assert counts(staging) == [(1, 0, 0), (0, 0, 0), (0, 0, 1)]


def test_an_article_without_a_gone_mark_came_back_unchanged(staging: Staging) -> None:
    read(staging, 1)
    see(staging, 3, Sighting(article_id=ARTICLE_ID, gone=True), "gone")
    staging.count_gone("run-3")
    see(staging, 4, Sighting(article_id=ARTICLE_ID, version=factories.article(1, people=1).version), "unchanged")
    assert current(staging) == [("1", None, SLUG)]
    assert counts(staging)[1:] == [(0, 0, 1), (0, 0, 0)]


@pytest.mark.parametrize("how", ["seen", "read"])
def test_the_url_is_that_of_the_newest_capture(staging: Staging, how: str) -> None:
    read(staging, 1)
    moved = factories.url(1).replace("tin-chuyen-nganh", "tin-moi").replace("So-ket", "Tong-ket")
    if how == "seen":
        version = factories.article(1, people=1).version
        see(staging, 2, Sighting(article_id=ARTICLE_ID, version=version, url=moved, section="tin-moi"), "unchanged")
    else:
        read(staging, 2, url=moved, section="tin-moi")
    tables = {record: checked.table.to_pylist() for record, checked in current_tables(staging)}
    (article,) = tables[Article]
    assert (article["url"], article["section"], article["retrieved_at"]) == (moved, "tin-moi", factories.START + DAY)
    assert {figure["url"] for figure in tables[Figure]} == {moved}


def test_a_state_of_the_version_before_is_taken_over(tmp_path: Path) -> None:
    path = state_path(tmp_path)
    with Staging(path) as staging:
        read(staging, 1)
        for table in ("news", "gone", "addresses"):
            staging._db.execute(f"DROP TABLE {table}")
        staging._db.execute("PRAGMA user_version = 1")
    with Staging(path) as staging:
        assert current(staging) == [("1", None, SLUG)]
        assert counts(staging) == [(0, 0, 0)]
