from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.limiter import Limiter, TooLong
from spiders.service import Patience

ROOT = Path(__file__).parents[2]


async def turns(limiter: Limiter, count: int, pause: float = 0.0) -> list[tuple[float, float]]:
    """When turns began and ended."""
    found = []
    for _ in range(count):
        async with limiter.turn() as turn:
            began = time.time()
            turn.postpone(pause)
            await asyncio.sleep(0.01)
            found.append((began, time.time()))
    return found


def gaps(found: list[tuple[float, float]]) -> list[float]:
    found = sorted(found)
    return [later[0] - earlier[1] for earlier, later in pairwise(found)]


def test_tasks_of_one_process_share_a_limit(tmp_path: Path) -> None:
    async def both() -> list[tuple[float, float]]:
        a, b = await asyncio.gather(*(turns(Limiter(tmp_path, "x", 0.05), 4) for _ in range(2)))
        return [*a, *b]

    assert min(gaps(asyncio.run(both()))) >= 0.05


def test_names_have_limits_of_their_own(tmp_path: Path) -> None:
    async def both() -> None:
        async with Limiter(tmp_path, "127.0.0.1:80-index", 9).turn(), Limiter(tmp_path, "127.0.0.1:80-replay", 9).turn():
            pass

    asyncio.run(asyncio.wait_for(both(), 60))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["127.0.0.1-80-index.turn", "127.0.0.1-80-replay.turn"]


def test_a_pause_holds_for_everybody_who_comes_later(tmp_path: Path) -> None:
    asyncio.run(turns(Limiter(tmp_path, "x", 0.0), 1, pause=0.3))
    ended = time.time()
    ((began, _),) = asyncio.run(turns(Limiter(tmp_path, "x", 0.0), 1))
    assert began >= ended + 0.29
    asyncio.run(turns(Limiter(tmp_path, "x", 0.0), 1, pause=50.0))
    with pytest.raises(TooLong) as caught:
        asyncio.run(_enter(Limiter(tmp_path, "x", 0.0), 10.0))
    assert 40 < caught.value.seconds <= 50


async def _enter(limiter: Limiter, longest: float) -> None:
    async with limiter.turn(longest):
        pass


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("soon", id="words"),
        pytest.param("nan", id="no number"),
        pytest.param("inf", id="for ever"),
        pytest.param("\x00" * 30, id="what a loss of power leaves"),
        pytest.param(str(time.time() + 10 * 86_400), id="a clock that was set back"),
    ],
)
def test_a_file_that_says_nothing_holds_nobody_up(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.turn").write_text(text)
    asyncio.run(asyncio.wait_for(turns(Limiter(tmp_path, "x", 0.0), 1), 60))


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.turn").write_bytes(b"\xff\xfe")
    asyncio.run(asyncio.wait_for(turns(Limiter(tmp_path, "x", 0.0), 1), 60))


def test_a_process_that_is_killed_in_its_turn_frees_it_and_has_had_it(tmp_path: Path) -> None:
    code = f"""
import asyncio, pathlib
from spiders.limiter import Limiter
async def hold():
    async with Limiter(pathlib.Path({str(tmp_path)!r}), "x", 0.5).turn():
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(hold())
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    before = time.time()
    process.stdout.readline()
    process.kill()
    process.communicate()
    ((began, _),) = asyncio.run(asyncio.wait_for(turns(Limiter(tmp_path, "x", 0.5), 1), 60))
    assert began >= before + 0.5


@pytest.mark.parametrize(
    ("status", "retry_after", "pauses"),
    [
        pytest.param(429, None, [60, 120, 240, 480, 900, 900], id="haste, no time told"),
        pytest.param(503, None, [5, 10, 20, 40, 80, 160], id="down, no time told"),
        pytest.param(None, None, [5, 10, 20, 40, 80, 160], id="no answer"),
        pytest.param(429, 7.0, [7, 7, 7, 7, 7, 7], id="haste, a time told"),
        pytest.param(503, 3600.0, [3600] * 6, id="down, longer than anybody waits"),
    ],
)
def test_patience(status: int | None, retry_after: float | None, pauses: list[float]) -> None:
    assert [Patience().pause(n, status, retry_after) for n in range(1, 7)] == pauses
