"""What is remembered from crawl to crawl, whatever instant a crawl is killed at."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spiders.frontier import Entry
from spiders.memory import Memory, Observation
from spiders.seeds import seeds
from spiders.sites import ad_hoc_site

SITE = ad_hoc_site("http://127.0.0.1:9/")
NOW = datetime(2024, 11, 20, tzinfo=UTC)
READ = Observation(
    "a", "http://127.0.0.1:9/a", 1, '"1"', "Mon", "sha", "r", kind="article", outcome="article", article_id="x-1", version="v1", at="2024-01-01T00:00:00+00:00"
)
MISSING = Observation("a", "http://127.0.0.1:9/a", 1, outcome="gone", at="2024-02-01T00:00:00+00:00")
FAILED = replace(MISSING, outcome="error")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE done (run_id TEXT, key TEXT, PRIMARY KEY (run_id, key))")
    return path


def crawl(state: Path, run_id: str, *observations: Observation, staged: bool = True) -> None:
    with Memory(state, "x", run_id) as memory:
        for observation in observations:
            memory.note(observation)
        memory.flush()
    if staged:
        with sqlite3.connect(state) as db:
            db.executemany("INSERT OR IGNORE INTO done VALUES (?, ?)", [(run_id, o.key) for o in observations])


def misses(state: Path) -> int:
    with Memory(state, "x", "run-9") as memory:
        found = memory.find("a")
    return -1 if found is None else found.misses


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([MISSING], 1),
        ([MISSING, MISSING], 2),
        ([MISSING, READ], 0),
        ([MISSING, replace(READ, outcome="unchanged"), MISSING], 1),
        ([MISSING, FAILED, MISSING], 2),
        ([MISSING, replace(MISSING, outcome="soft_404"), MISSING], 2),
    ],
)
def test_misses_in_a_row(state: Path, after: list[Observation], expected: int) -> None:
    for number, observation in enumerate([READ, *after], start=1):
        crawl(state, f"run-{number}", observation)
    assert misses(state) == expected


def test_a_run_that_is_killed_and_goes_on_counts_once(state: Path) -> None:
    crawl(state, "run-1", READ)
    crawl(state, "run-2", MISSING, staged=False)
    crawl(state, "run-2", MISSING, staged=False)
    crawl(state, "run-2", MISSING)
    crawl(state, "run-2")
    assert misses(state) == 1


def test_what_was_noted_and_not_staged_is_not_known(state: Path) -> None:
    crawl(state, "run-1", READ)
    crawl(state, "run-2", replace(READ, etag='"2"', version="v2"), staged=False)
    for run_id in ("run-2", "run-3"):
        with Memory(state, "x", run_id) as memory:
            known = memory.find("a")
        assert known is not None
        assert (known.etag, known.version, known.run_id) == ('"1"', "v1", "run-1")


def test_a_crawl_decides_by_what_was_known_when_it_began(state: Path) -> None:
    crawl(state, "run-1", READ)
    crawl(state, "run-2", MISSING)
    with Memory(state, "x", "run-2") as memory:
        assert memory.find("a") is not None
        assert memory.find("a").misses == 0  # type: ignore[union-attr]


def test_what_a_missing_article_was_stays_known(state: Path) -> None:
    crawl(state, "run-1", READ)
    crawl(state, "run-2", MISSING)
    with Memory(state, "x", "run-3") as memory:
        known = memory.find("a")
    assert known is not None
    assert (known.sha256, known.article_id, known.version, known.kind, known.missing_since) == ("sha", "x-1", "v1", "article", "run-2")
    assert not known.was_read_by("r")


def test_sites_do_not_meet(state: Path) -> None:
    crawl(state, "run-1", READ)
    with Memory(state, "other", "run-2") as memory:
        assert (memory.is_empty, memory.find("a"), list(memory.resources())) == (True, None, [])


def articles(number: int, outcome: str) -> list[Observation]:
    return [replace(READ, key=f"a{n}", article_id=f"x-{n}", outcome=outcome) for n in range(number)]


@pytest.mark.parametrize(
    ("missing", "answering", "start", "doubted"),
    [(19, 0, "listing", False), (20, 20, "listing", False), (21, 20, "listing", True), (20, 0, "listing", True), (1, 9, "gone", True), (0, 9, "error", False)],
)
def test_too_many_misses_are_not_believed(state: Path, missing: int, answering: int, start: str, doubted: bool) -> None:
    known = articles(missing + answering, "article")
    crawl(state, "run-1", *known)
    now = [replace(o, outcome="gone") for o in known[:missing]] + known[missing:]
    home = Observation("home", SITE.start_urls[0], 0, outcome=start, start=True)
    with Memory(state, "x", "run-2") as memory:
        for observation in [home, *now]:
            memory.note(observation)
        memory.flush()
        assert (memory.doubt() is not None) == doubted
    crawl(state, "run-2", home, *now)
    with Memory(state, "x", "run-3") as memory:
        assert sum(known.misses for known in memory.resources() if known.article_id) == (0 if doubted else missing)


def test_the_order_of_a_crawl(state: Path) -> None:
    old, lately = (NOW - timedelta(days=90)).isoformat(), (NOW - timedelta(days=2)).isoformat()

    def met(path: str, kind: str, at: str = old, depth: int = 1, outcome: str | None = None, run: str = "run-1") -> None:
        url = f"http://127.0.0.1:9{path}"
        key = SITE.identity(url).article_id
        crawl(state, run, Observation(key, url, depth, kind=kind, outcome=outcome or kind, article_id=key if kind == "article" else None, at=at))

    met("/tin/Bai-2", "article", lately)
    met("/tin/Bai-1", "article")
    met("/tin/Bai-3", "article", lately, run="run-2")
    met("/tin/Bai-4", "article", old, run="run-2")
    met("/tin?page=9", "listing", depth=3)
    met("/tin", "listing")
    met("/", "listing", depth=0)
    met("/a.pdf", "attachment")
    met("/cu", "duplicate")
    met("/mat", "gone")
    with Memory(state, "x", "run-3") as memory:
        memory.keep_unfetched([Entry("127.0.0.1-7", "http://127.0.0.1:9/tin/Bai-7", 2), Entry("127.0.0.1-1", "http://127.0.0.1:9/tin/Bai-1", 2)])
    with Memory(state, "x", "run-4") as memory:
        found = sorted(seeds(SITE, memory, NOW), key=lambda seed: -seed.entry.priority)
    order = list(dict.fromkeys(seed.entry.url.partition(":9")[2] for seed in found))
    assert order[:6] == ["/", "/tin", "/tin/Bai-7", "/tin?page=9", "/tin/Bai-2", "/tin/Bai-3"]
    assert (order[6:8], set(order[8:10]), order[10:]) == (["/tin/Bai-1", "/tin/Bai-4"], {"/cu", "/mat"}, ["/a.pdf"])
    assert all(seed.why for seed in found)
