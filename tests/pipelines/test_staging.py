from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.records import Article, Figure, Harvest
from pipelines.errors import CorruptStateError, NotWritableError
from pipelines.staging import Staging, state_path
from tests.pipelines import factories

DAY = timedelta(days=1)


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[Staging]:
    with Staging(state_path(tmp_path)) as opened:
        opened.begin_run(factories.SITE, factories.EXTRACTOR, "run-1")
        yield opened


def stage(staging: Staging, *harvests: Harvest) -> list[bool]:
    return [staging.stage(harvest) for harvest in harvests]


def shown(staging: Staging, *, history: bool = False) -> list[tuple[str, str, bool]]:
    """Article text's number of people, first sighting's day, and currency, by article and version."""
    found = staging.versions(Article, history=history)
    return sorted((v.values["text"][0].split(" công nhận ")[1].split(" ")[0], v.first_seen_at[:10], v.is_current) for v in found)


def harvest(people: int, day: int, run_id: str = "run-1", **changes: object) -> Harvest:
    at = factories.START + day * DAY
    made = factories.harvest(1, run_id, people=people, retrieved_at=at, first_seen_at=at, **changes)
    made.key = f"{made.key} on day {day}"
    return made


def test_a_key_is_staged_once(staging: Staging) -> None:
    one = factories.harvest(1)
    assert stage(staging, one, one) == [True, False]
    assert len(list(staging.pages())) == 1
    assert (staging.is_done("run-1", one.key), staging.is_done("run-2", one.key)) == (True, False)


def test_the_frontier_reads_done_from_the_file(staging: Staging) -> None:
    stage(staging, factories.harvest(1), factories.failure(2))
    with sqlite3.connect(staging.path) as other:
        assert other.execute("SELECT run_id, key FROM done ORDER BY key").fetchall() == [("run-1", factories.url(1)), ("run-1", factories.url(2))]
        assert other.execute("SELECT run_id, site, exit FROM runs").fetchall() == [("run-1", factories.SITE, None)]


def test_a_file_that_others_have_begun_is_taken_over(tmp_path: Path) -> None:
    path = state_path(tmp_path)
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE frontier (key TEXT)")
    with Staging(path) as staging:
        assert staging.stage(factories.harvest(1))


VERSIONS = [
    pytest.param([(800, 0)], [("800", "2021-06-24", True)], id="one"),
    pytest.param([(800, 0), (800, 5)], [("800", "2021-06-24", True)], id="the same again"),
    pytest.param([(800, 5), (800, 0)], [("800", "2021-06-24", True)], id="the same, older capture later"),
    pytest.param([(800, 0), (900, 5)], [("800", "2021-06-24", False), ("900", "2021-06-29", True)], id="edited"),
    pytest.param([(900, 5), (800, 0)], [("800", "2021-06-24", False), ("900", "2021-06-29", True)], id="edited, read newest first"),
    pytest.param([(800, 0), (900, 5), (800, 9)], [("800", "2021-06-24", True), ("900", "2021-06-29", False)], id="edited and changed back"),
    pytest.param([(800, 0), (900, 0)], [("800", "2021-06-24", False), ("900", "2021-06-24", True)], id="same instant, last read wins"),
]


@pytest.mark.parametrize(("captures", "expected"), VERSIONS)
def test_versions(staging: Staging, captures: list[tuple[int, int]], expected: list[tuple[str, str, bool]]) -> None:
    for number, (people, day) in enumerate(captures):
        made = harvest(people, day)
        made.key += f" {number}"
        staging.stage(made)
    assert shown(staging, history=True) == expected
    assert shown(staging) == [row for row in expected if row[2]]


def test_the_earliest_capture_of_a_version_is_kept_whatever_the_order(staging: Staging) -> None:
    stage(staging, harvest(800, 5, view_count=50), harvest(800, 0, view_count=1), harvest(800, 9, view_count=90))
    assert [v.values["view_count"] for v in staging.versions(Article)] == [[1]]


def test_a_newer_extractor_reads_anew(staging: Staging) -> None:
    stage(staging, harvest(800, 0))
    again = harvest(800, 0, "run-2", extractor_version="0.2.0")
    assert again.extraction is not None
    again.extraction.figures = again.extraction.figures[:1]
    stage(staging, again)
    assert [len(v.values["figure_id"]) for v in staging.versions(Figure)] == [1]


def test_a_listing_or_failure_gives_a_page_alone(staging: Staging) -> None:
    stage(staging, factories.listing(1), factories.failure(2))
    assert [page["outcome"] for page in staging.pages()] == ["listing", "gone"]
    assert shown(staging) == []


def test_runs_are_counted_from_their_pages(staging: Staging) -> None:
    stage(staging, *(factories.harvest(n) for n in range(3)), factories.listing(1), factories.failure(9), factories.failure(8, "duplicate"))
    staging.end_run("run-1", "complete")
    (run,) = staging.runs()
    counts = {name: run[name] for name in ("pages", "articles", "listings", "unchanged", "failed", "figures", "exit")}
    assert counts == {"pages": 6, "articles": 3, "listings": 1, "unchanged": 1, "failed": 1, "figures": 15, "exit": "complete"}


def test_a_run_without_pages_counts_nothing(staging: Staging) -> None:
    (run,) = staging.runs()
    assert (run["pages"], run["failed"], run["figures"]) == (0, 0, 0)


@pytest.mark.parametrize(("exit", "expected"), [(None, "run-1"), ("interrupted", "run-1"), ("failed", "run-1"), ("complete", None)])
def test_unfinished_runs(staging: Staging, exit: str | None, expected: str | None) -> None:
    if exit is not None:
        staging.end_run("run-1", exit)
    assert staging.unfinished_run(factories.SITE) == expected
    assert staging.unfinished_run("another.site") is None


def test_a_run_taken_up_again_keeps_its_start(staging: Staging) -> None:
    (before,) = staging.runs()
    staging.end_run("run-1", "interrupted")
    staging.begin_run(factories.SITE, factories.EXTRACTOR, "run-1")
    assert list(staging.runs()) == [before]


def test_a_reader_sees_one_instant(staging: Staging) -> None:
    stage(staging, factories.harvest(1))
    with Staging(staging.path) as reader, reader.reading():
        assert len(list(reader.pages())) == 1
        stage(staging, factories.harvest(2))
        assert len(list(reader.pages())) == 1
    assert len(list(staging.pages())) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.staging import Staging
from tests.pipelines import factories
staging = Staging(Path(sys.argv[1]))
staging.begin_run(factories.SITE, factories.EXTRACTOR, "run-1")
for n in range(int(sys.argv[2])):
    staging.stage(factories.harvest(n))
staging._db.execute("BEGIN IMMEDIATE")
staging._db.execute("INSERT INTO done VALUES ('run-1', 'half')")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_started_again_equals_an_uninterrupted_one(tmp_path: Path) -> None:
    path = state_path(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(path), "4"], cwd=Path(__file__).parents[2], check=False)
    with Staging(path) as staging, Staging(tmp_path / "whole.db") as whole:
        assert not staging.is_done("run-1", "half")
        assert staging.unfinished_run(factories.SITE) == "run-1"
        assert stage(staging, *(factories.harvest(n) for n in range(8))) == [False] * 4 + [True] * 4
        stage(whole, *(factories.harvest(n) for n in range(8)))
        assert list(staging.versions(Article)) == list(whole.versions(Article))
        assert list(staging.pages()) == list(whole.pages())


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = state_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"this is not SQLite" * 100)
    with pytest.raises(CorruptStateError, match="cannot be read"):
        Staging(path)


def test_a_state_of_a_newer_version(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "solieu.db") as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(CorruptStateError, match="newer version"):
        Staging(tmp_path / "solieu.db")


def test_a_damaged_article_is_named(staging: Staging) -> None:
    stage(staging, factories.harvest(1))
    staging._db.execute("UPDATE versions SET articles = x'00'")
    with pytest.raises(CorruptStateError, match="damaged at article bandantoc"):
        list(staging.versions(Article))


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritableError, match="cannot write to"):
        Staging(tmp_path / "file" / ".state" / "solieu.db")
