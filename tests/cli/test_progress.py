"""What a crawl shows while it runs: on a terminal, into a pipe and not at all; and what Ctrl-C does and says, once and twice."""

from __future__ import annotations

import io
import os
import pty
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from extractors.records import Harvest, PageFetch
from solieu.progress import STOPPING, Lines, State
from solieu.tally import Tally
from tests.command import COMMAND, TIMEOUT, environment
from tests.site import Site, build_site, generate, serve
from tests.spiders.killing import tables, unreadable_references

ARTICLES = generate(12, seed=1)
ARTICLE_COUNT = len(ARTICLES)


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def fetched(outcome: str, url: str = "http://x.vn/a") -> Harvest:
    page = PageFetch(url=url, requested_url=url, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), outcome=outcome, run_id="r")
    return Harvest(key=url, page=page)


# ------------------------------------------------------------------ the line
def test_the_line_tells_rate_queue_time_left_outcomes_and_where_it_is() -> None:
    clock, tally = Clock(), Tally()
    state = State(tally, lambda: 30, lambda: False, clock)
    for outcome in ("listing", "article", "article", "error"):
        tally.add(fetched(outcome))
    clock.now = 2.0
    state.update()
    assert state.line() == "4 pages (2.0/s), 26 waiting of 30 known, 0:13 left, 2 articles; 1 error, 1 listing; http://x.vn/a"


@pytest.mark.parametrize(
    ("known", "grows", "told"),
    [
        pytest.param(None, False, "4 pages (2.0/s), 0 articles; 4 listing", id="nobody knows how many"),
        pytest.param(30, True, "4 pages (2.0/s), 26 waiting of 30 known, 0 articles; 4 listing", id="a queue that grows foretells no end"),
        pytest.param(2, False, "4 pages (2.0/s), 0 waiting of 2 known, 0 articles; 4 listing", id="more than was known"),
    ],
)
def test_what_is_not_known_is_not_told(known: int | None, grows: bool, told: str) -> None:
    clock, tally = Clock(), Tally()
    state = State(tally, lambda: known, lambda: grows, clock)
    for _ in range(4):
        tally.add(fetched("listing"))
    clock.now = 2.0
    state.update()
    assert state.line().rpartition(";")[0] == told


def test_the_rate_is_that_of_late() -> None:
    clock, tally = Clock(), Tally()
    state = State(tally, lambda: None, lambda: True, clock)
    for second in range(1, 241):
        clock.now = float(second)
        if second <= 120:  # then the site stops answering
            tally.add(fetched("listing"))
        state.update()
        if second == 120:
            assert state.rate == pytest.approx(1.0, abs=0.1)
    assert state.rate < 0.05


def test_lines_come_less_and_less_often_and_none_twice() -> None:
    clock, tally, out = Clock(), Tally(), io.StringIO()
    lines = Lines(Console(file=out, width=20), clock)
    state = State(tally, lambda: None, lambda: True, clock)
    shown = []
    for second in range(300):
        clock.now = float(second)
        tally.add(fetched("article", f"http://x.vn/{second}"))
        before = out.getvalue()
        lines.show(state)
        if out.getvalue() != before:
            shown.append(second)
    assert shown == [5, 15, 35, 75, 135, 195, 255]
    lines.close(state)
    lines.close(state)
    assert out.getvalue().count("\n") == len(shown) + 1, "one line each, however narrow, and the last state once"


# ------------------------------------------------------------------ crawls in a process of their own
@contextmanager
def slow_site() -> Iterator[str]:
    with serve(build_site("portal", ARTICLES, ())) as url:
        yield f"{url}/"


def crawl(url: str, output: Path, *more: str) -> list[str]:
    return [*COMMAND, "crawl", url, "--output", str(output), *more]


def on_a_terminal(command: list[str], **env: str) -> tuple[int, str]:
    """Exit status and what a terminal of 200 columns was sent, standard output apart."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment(COLUMNS="200", **env))
    os.close(theirs)
    sent = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # Linux's way to say that the other side is closed
            break
        if not piece:
            break
        sent += piece
    os.close(ours)
    return process.wait(TIMEOUT), sent.decode()


def test_on_a_terminal_a_live_line_that_goes_away(tmp_path: Path) -> None:
    with slow_site() as url:
        status, sent = on_a_terminal(crawl(url, tmp_path), TERM="xterm-256color")
    assert status == 0
    assert re.search(r"\d+ pages \(\d+\.\d/s\), \d+ waiting of \d+ known, \d+ articles; \d+ listing", sent)
    assert sent.count("\x1b[?25l") == sent.count("\x1b[?25h") == 1, "the cursor is hidden, and shown again"
    assert sent.rstrip("\r").endswith("\x1b[2K"), "and the line is wiped"
    assert "\n\n" not in sent.replace("\r", "")


def test_on_a_terminal_that_can_do_nothing_plain_lines(tmp_path: Path) -> None:
    with slow_site() as url:
        status, sent = on_a_terminal(crawl(url, tmp_path), TERM="dumb")
    assert status == 0
    assert "\x1b" not in sent
    assert re.fullmatch(r"(\d+ pages \(\d+\.\d/s\), .*\r\n)+", sent)


@pytest.mark.parametrize(("more", "told"), [((), r"(\d+ pages \(\d+\.\d/s\), .* articles; .*\n)+"), (("--no-progress",), "")], ids=["piped", "--no-progress"])
def test_into_a_pipe(more: tuple[str, ...], told: str, tmp_path: Path) -> None:
    with slow_site() as url:
        done = subprocess.run(crawl(url, tmp_path, *more), capture_output=True, text=True, env=environment(), timeout=TIMEOUT, check=True)
    assert re.fullmatch(told, done.stderr)
    assert "\x1b" not in done.stdout
    assert f"{ARTICLE_COUNT} of them articles" in done.stdout


# ------------------------------------------------------------------ Ctrl-C
class Holding(Site):
    """A site that keeps back the answer to one path until ``release`` is set."""

    held: str
    asked: threading.Event
    release: threading.Event

    def get(self, path: str, default: object = None) -> object:  # type: ignore[override]
        if path == self.held and not self.release.is_set():
            self.asked.set()
            self.release.wait(TIMEOUT)
        return super().get(path, default)


def holding() -> Holding:
    site = build_site("portal", ARTICLES, ())
    held = Holding(site.template, site.articles, site.not_found)
    held.update(site)
    held.held, held.asked, held.release = site.article_paths()[ARTICLES[5].id], threading.Event(), threading.Event()
    return held


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_ctrl_c_while_a_request_is_under_way(times: int, tmp_path: Path) -> None:
    """Once: the answer is waited for and kept. Twice: it is not, and its page is fetched by the crawl that goes on."""
    site = holding()
    with serve(site) as url:
        process = subprocess.Popen(crawl(f"{url}/", tmp_path), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert site.asked.wait(TIMEOUT)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        errors = ""
        while STOPPING not in errors:
            errors += (line := process.stderr.readline())
            assert line, "the crawl said nothing"
        if times == 2:
            process.send_signal(signal.SIGINT)
        else:
            site.release.set()
        told, _ = process.communicate(timeout=TIMEOUT)
        assert process.returncode == 130
        assert f"interrupted; to go on, type\n  solieu crawl {url}/ --output {tmp_path}\n" in told
        site.release.set()
        asked = url.requests.count(site.held)
        subprocess.run(crawl(f"{url}/", tmp_path, "--resume", "--no-progress"), check=True, capture_output=True, env=environment(), timeout=TIMEOUT)
        assert url.requests.count(site.held) == asked + times - 1
        subprocess.run(crawl(f"{url}/", tmp_path / "whole", "--no-progress"), check=True, capture_output=True, env=environment(), timeout=TIMEOUT)
    assert tables(tmp_path) == tables(tmp_path / "whole")
    assert len(pd.read_parquet(tmp_path / "articles")) == ARTICLE_COUNT
    assert unreadable_references(tmp_path) == []
