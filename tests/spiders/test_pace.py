from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from spiders.pace import Pace
from spiders.retry_after import retry_after

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", None, 120.0),
        (" 0 ", None, 0.0),
        ("1.5", None, 1.5),
        ("Wed, 25 Nov 2026 12:00:30 GMT", None, 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", None, 0.0),
        ("Wed, 25 Nov 2026 08:00:30 GMT", "Wed, 25 Nov 2026 08:00:00 GMT", 30.0),  # a clock that is four hours slow
        ("Wednesday, 25-Nov-26 12:01:00 GMT", None, 60.0),
        ("Wed Nov 25 12:01:00 2026", None, 60.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", "nonsense", 30.0),
        ("9" * 5000, None, float("inf")),
        (None, None, None),
        ("", None, None),
        ("-5", None, None),
        ("nan", None, None),
        ("soon", None, None),
        ("\u0663\u0660", None, None),
        ("Wed, 99 Nov 2026 12:00:30 GMT", None, None),
    ],
)
def test_retry_after(value: str | None, date: str | None, seconds: float | None) -> None:
    assert retry_after(value, date, NOW) == seconds


class Clock:
    """A clock that goes where it is told to; requests on it take no time of their own."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def request(self, pace: Pace, takes: float, fails: bool = False) -> float:
        """Wait for the turn, ask, get the answer; returns when it was asked."""
        self.now = at = pace.turn()
        self.now += takes
        if fails:
            pace.failed()
        else:
            pace.answered(takes)
        return at


def gaps(times: list[float]) -> list[float]:
    return [round(b - a, 6) for a, b in pairwise(times)]


def test_a_quick_server_is_asked_once_a_delay() -> None:
    clock = Clock()
    pace = Pace(1.0, 60.0, clock=clock)
    assert gaps([clock.request(pace, 0.05) for _ in range(5)]) == [1.0] * 4


def test_a_slow_server_is_asked_as_slowly_and_recovers() -> None:
    clock = Clock()
    pace = Pace(1.0, 60.0, clock=clock)
    times = [clock.request(pace, takes) for takes in (0.1, 4.0, 4.0, 0.1, 0.1, 0.1, 0.1)]
    assert gaps(times) == [1.0, 8.0, 8.0, 4.0, 2.5, 1.75]


def test_a_failing_server_is_asked_less_up_to_the_ceiling_and_recovers() -> None:
    clock = Clock()
    pace = Pace(1.0, 10.0, clock=clock)
    times = [clock.request(pace, 0.0, fails=n < 6) for n in range(10)]
    assert gaps(times) == [2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 10.0, 5.5, 3.25]


def test_without_a_delay_it_adapts_to_nothing() -> None:
    clock = Clock()
    pace = Pace(0.0, 60.0, clock=clock)
    assert gaps([clock.request(pace, 2.0, fails=n % 2 == 0) for n in range(4)]) == [2.0] * 3


@pytest.mark.parametrize(("base", "asked", "gap"), [(0.0, 1.5, 2.0), (1.0, 5.0, 5.5), (3.0, 1.0, 3.0), (1.0, 1e9, 60.5), (0.0, 0.25, 0.75)])
def test_a_crawl_delay_counts_from_the_end_of_an_answer(base: float, asked: float, gap: float) -> None:
    clock = Clock()
    pace = Pace(base, 60.0, clock=clock)
    pace.ask_for(asked)
    pace.ask_for(0.1)
    assert gaps([clock.request(pace, 0.5) for _ in range(3)]) == [gap] * 2


def test_a_pause_holds_back_also_who_has_a_turn_already() -> None:
    clock = Clock()
    pace = Pace(1.0, 60.0, clock=clock)
    turn = pace.turn()
    assert pace.pause(30.0) == 30.0
    clock.now = turn + 1
    assert pace.is_paused()
    clock.now = pace.turn()
    assert clock.now == 1030.0
    assert not pace.is_paused()


def test_patience_ends() -> None:
    clock = Clock()
    pace = Pace(0.0, 60.0, patience=100.0, clock=clock)
    assert [pace.pause(60.0), pace.pause(60.0)] == [60.0, 40.0]  # the second begins while the first lasts
    clock.now += 60.0
    assert pace.pause(60.0) == 40.0
    clock.now += 40.0
    assert pace.pause(60.0) == 0.0
    assert not pace.is_paused()
