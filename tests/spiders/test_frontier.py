from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from spiders.frontier import Entry, Frontier
from spiders.window import Window


def frontier(path: Path, **more: Any) -> Frontier:
    return Frontier(path / "state.db", "x", "t", **more)


def mark_done(path: Path, run_id: str, *keys: str) -> None:
    """What the pipeline does."""
    with sqlite3.connect(path / "state.db") as db:
        db.execute("CREATE TABLE IF NOT EXISTS done (run_id TEXT, key TEXT)")
        db.executemany("INSERT INTO done VALUES (?, ?)", [(run_id, key) for key in keys])


def entries(names: str, **more: Any) -> list[Entry]:
    return [Entry(name, f"http://x.vn/{name}", **more) for name in names]


def taken(queue: Frontier, most: int = 1_000) -> str:
    found = (queue.take() for _ in range(most))
    return "".join(entry.key for entry in iter(lambda: next(found, None), None))


def killed(queue: Frontier) -> None:
    """What a kill leaves: what was flushed."""
    queue.close()


def test_an_entry_is_handed_out_once_best_first(tmp_path: Path) -> None:
    queue = frontier(tmp_path)
    queue.add([*entries("ab"), *entries("c", priority=9), Entry("a", "http://x.vn/other")], 10)
    assert [queue.take(), queue.take(), queue.take(), queue.take()] == [*entries("c", priority=9), *entries("ab"), None]
    queue.add(entries("abc"), 10)
    assert queue.take() is None
    assert queue.count() == (3, 0)


def test_what_was_handed_out_and_is_not_done_comes_back_first_and_in_its_order(tmp_path: Path) -> None:
    first = frontier(tmp_path)
    first.add(entries("abcd"), 10)
    assert taken(first, 3) == "abc"
    first.add(entries("z", priority=9), 10)
    first.flush()
    mark_done(tmp_path, first.run_id, "b")
    killed(first)
    second = frontier(tmp_path)
    assert (second.run_id, second.resumed, second.count()) == (first.run_id, True, (5, 1))
    assert taken(second) == "aczd"
    killed(second)
    assert taken(frontier(tmp_path)) == "aczd"


def test_what_was_not_flushed_is_found_again(tmp_path: Path) -> None:
    first = frontier(tmp_path)
    first.add(entries("a"), 10)
    first.flush()
    assert taken(first) == "a"
    first.add(entries("b"), 10)
    killed(first)
    second = frontier(tmp_path)
    assert taken(second) == "a"
    second.add(entries("b"), 10)
    assert taken(second) == "b"


def test_the_first_sighting_is_remembered_over_a_kill(tmp_path: Path) -> None:
    first = frontier(tmp_path)
    assert [first.is_first("version 1", key) for key in ("a", "b", "a")] == [True, False, True]
    first.flush()
    first.is_first("version 2", "b")
    killed(first)
    second = frontier(tmp_path)
    assert [second.is_first("version 1", "b"), second.is_first("version 1", "a"), second.is_first("version 2", "c")] == [False, True, True]
    second.finish()
    second.close()
    assert frontier(tmp_path).is_first("version 1", "b")


def test_a_finished_run_is_followed_by_an_empty_one(tmp_path: Path) -> None:
    first = frontier(tmp_path)
    first.add(entries("a"), 10)
    first.flush()
    first.finish()
    first.close()
    second = frontier(tmp_path)
    assert (second.resumed, second.count(), second.waiting()) == (False, (0, 0), False)


def test_runs_of_two_sites_share_a_file(tmp_path: Path) -> None:
    one, other = (Frontier(tmp_path / "state.db", site, "t") for site in "xy")
    for queue in (one, other):
        queue.add(entries("ab"), 10)
        queue.flush()
    killed(one)
    killed(other)
    assert taken(Frontier(tmp_path / "state.db", "y", "t")) == "ab"


def test_shapes_are_bounded_also_after_a_kill(tmp_path: Path) -> None:
    queue = frontier(tmp_path)
    days = [Entry(f"d{n}", f"http://x.vn/lich?d={n}", shape="/lich?d") for n in range(5)]
    assert queue.add(days, 3) == 2
    assert queue.add([*days, *entries("e")], 3) == 2
    assert queue.count() == (4, 0)
    queue.flush()
    killed(queue)
    assert frontier(tmp_path).add(days, 3) == 2


def test_a_url_that_is_no_text_is_refused(tmp_path: Path) -> None:
    queue = frontier(tmp_path)
    assert queue.add([Entry("a", "http://x.vn/\udce1"), *entries("b")], 10) == 1
    queue.flush()
    assert taken(queue) == "b"


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_limit_bounds_what_is_handed_out(tmp_path: Path, limit: int) -> None:
    queue = frontier(tmp_path, limit=limit)
    queue.add(entries("abcde"), 10)
    assert len(taken(queue, 5)) == limit
    assert not queue.waiting()


def test_the_queue_of_version_0_1_is_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.db") as db:
        db.executescript(
            "CREATE TABLE crawls (run_id TEXT PRIMARY KEY, site TEXT, target TEXT, started_at TEXT, finished_at TEXT);"
            "INSERT INTO crawls VALUES ('run-1', 'x', 't', '', NULL);"
            "CREATE TABLE frontier (number INTEGER PRIMARY KEY, run_id TEXT, key TEXT, url TEXT, depth INTEGER, priority INTEGER, shape TEXT, state INTEGER);"
            "INSERT INTO frontier VALUES (7, 'run-1', 'a', 'http://x.vn/a', 0, 0, NULL, 2), (8, 'run-1', 'b', 'http://x.vn/b', 0, 0, NULL, 1),"
            "(9, 'run-1', 'c', 'http://x.vn/c', 0, 0, NULL, 0);"
        )
    mark_done(tmp_path, "run-1", "a")
    queue = frontier(tmp_path)
    assert (queue.run_id, queue.count()) == ("run-1", (3, 1))
    assert taken(queue) == "bc"


@pytest.mark.parametrize("seed", range(8))
def test_any_number_of_entries_comes_out_in_order_through_a_small_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Against a plain sorted list, with adds, takes, flushes and kills at random."""
    monkeypatch.setattr("spiders.frontier._WINDOW", 3)
    chance, queue, names = random.Random(seed), frontier(tmp_path), iter(range(10_000))
    waiting: list[tuple[int, int]] = []
    for _ in range(400):
        match chance.randrange(4):
            case 0:
                for n in [next(names) for _ in range(chance.randrange(12))]:
                    priority = chance.choice([0, 10, 20])
                    waiting.append((-priority, n))
                    queue.add([Entry(str(n), f"http://x.vn/{n}", priority=priority)], 10)
            case 1 | 2:
                entry = queue.take()
                assert (None if entry is None else int(entry.key)) == (min(waiting)[1] if waiting else None)
                if entry is not None:
                    mark_done(tmp_path, queue.run_id, entry.key)
                    waiting.remove(min(waiting))
            case _:
                queue.flush()
                killed(queue)
                queue = frontier(tmp_path)
    assert queue.count()[0] == next(names)


def test_a_window_stays_small() -> None:
    window = Window(10)
    window.refill([])
    for n in range(1_000):
        window.add(n, Entry(str(n), "http://x.vn/", priority=n % 7))
        assert len(window._heap) <= 40
    assert [window.pop()[1].priority for _ in range(10)] == [6] * 10
