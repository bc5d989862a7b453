"""Whatever happens to a crawl, the next one ends as if nothing had happened.

``SOLIEU_KILLS`` is the number of instants at which crawls are killed, ``SOLIEU_KILL_SEED`` chooses them; ``make kill``
does fifty.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.serving import Served, serving
from tests.spiders import killing
from tests.spiders.killing import COMMAND, KILLS, ROOT, Rows, finish, kill, start, tables, wait_until

SEED = int(os.environ.get("SOLIEU_KILL_SEED", "20260101"))
ARTICLES = 60
REQUESTS = 70


@dataclass
class Whole:
    """An uninterrupted crawl of the site that is served."""

    served: Served
    rows: Rows


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    output = tmp_path_factory.mktemp("whole") / "output"
    with serving("portal", ARTICLES, fault_every=20) as served:
        status, errors = finish(start(served.url, output))
        assert status == 0, errors
        assert served.requests().total() >= REQUESTS
        rows = tables(output)
        assert len(rows["articles"]) == ARTICLES
        assert killing.unreadable_references(output) == []
        yield Whole(served, rows)


def assert_equal(found: Rows, expected: Rows) -> None:
    """Table by table, so that a difference can be read."""
    for name, rows in expected.items():
        assert found[name] == rows, name


# ------------------------------------------------------------------ kill -9
@pytest.mark.parametrize(("name", "wait"), [pytest.param(n, w, id=n.replace(" ", "-")) for n, w in killing.instants(KILLS, SEED, REQUESTS)])
def test_a_crawl_that_was_killed_ends_as_an_uninterrupted_one(tmp_path: Path, whole: Whole, name: str, wait: killing.Instant) -> None:
    output = tmp_path / "output"
    killed = False
    for _ in range(5):  # until it is killed before it ended by itself
        shutil.rmtree(output, ignore_errors=True)
        whole.served.requests()
        process = start(whole.served.url, output)
        wait(process, output, whole.served)
        killed = kill(process)
        if killed and not killing.is_finished(output):
            break
    assert killed, "the crawl always ended before it could be killed"
    if not killing.is_finished(output):
        status, errors = finish(start(whole.served.url, output))
        assert status == 0, errors
    assert_equal(tables(output), whole.rows)
    assert killing.unreadable_references(output) == []


def test_a_crawl_that_is_killed_again_and_again_gets_to_the_same_end(tmp_path: Path, whole: Whole) -> None:
    whole.served.requests()
    for number in (5, 30, 55, 75):
        process = start(whole.served.url, tmp_path)
        assert wait_until(lambda number=number: whole.served.asked() >= number, process)  # type: ignore[misc]
        assert kill(process)
    assert finish(start(whole.served.url, tmp_path))[0] == 0
    assert_equal(tables(tmp_path), whole.rows)
    again = whole.served.requests().total()
    assert again <= REQUESTS + 4 * 40, "what is staged must not be fetched again"


# ------------------------------------------------------------------ loss of power
POWER_LOSS = """
import os, pathlib, signal, subprocess, sys
from pipelines.staging import Staging
disk, commits = pathlib.Path(sys.argv.pop(1)), int(sys.argv.pop(1))
real_fsync, real_stage_all, count = os.fsync, Staging.stage_all, 0

def fsync(descriptor):
    # what is synced is what the disk holds of an archive
    real_fsync(descriptor)
    path = pathlib.Path(os.readlink(f"/proc/self/fd/{descriptor}"))
    if ".warc.gz" in path.name:
        (disk / path.name).write_bytes(path.read_bytes())

def stage_all(self, prepared):
    # SQLite syncs its files when it commits; copied by another process, for closing a file here would drop SQLite's locks
    global count
    staged = real_stage_all(self, prepared)
    for path in (self.path, self.path.with_name(self.path.name + "-wal")):
        subprocess.run(["cp", str(path), str(disk)], check=True)
    count += 1
    if count >= commits:
        os.kill(os.getpid(), signal.SIGKILL)
    return staged

os.fsync, Staging.stage_all = fsync, stage_all
import pipelines.batch
pipelines.batch.MOST = 7
"""


@pytest.mark.parametrize("commits", [1, 5])
def test_what_was_not_synced_may_be_lost(tmp_path: Path, whole: Whole, commits: int) -> None:
    """The disk then holds what was synced: the state as of the last commit, the archive as of the last sync."""
    output, disk = tmp_path / "output", tmp_path / "disk"
    disk.mkdir()
    code = POWER_LOSS + COMMAND
    command = [sys.executable, "-c", code, str(disk), str(commits), "crawl", whole.served.url, "--output", str(output), "--no-progress"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert process.returncode == -signal.SIGKILL, process.stderr
    for folder, pattern in ((output / ".state", "solieu.db*"), (output / "archive", "*")):
        for path in folder.glob(pattern):
            path.unlink()
        for path in disk.glob(pattern if folder.name == ".state" else "*.warc.gz*"):
            shutil.copy(path, folder)
    status, errors = finish(start(whole.served.url, output))
    assert status == 0, errors
    assert_equal(tables(output), whole.rows)
    assert killing.unreadable_references(output) == []


# ------------------------------------------------------------------ full disk
def assert_told(status: int, errors: str) -> None:
    """Exit status 1 and one line that says what is wrong."""
    assert status == 1, errors
    told = [line for line in errors.splitlines() if line.startswith("solieu: ")]
    assert len(told) == 1, errors
    assert "cannot write to" in told[0] or "no space left" in told[0]
    assert "Traceback" not in errors


def facts(rows: Rows) -> Rows:
    """The tables that do not depend on the number of runs."""
    return {name: found for name, found in rows.items() if name not in ("pages", "runs")}


@pytest.mark.parametrize("size", [1_600_000, 2_000_000])
def test_a_disk_that_is_full(tmp_path: Path, whole: Whole, size: int) -> None:
    disk = tmp_path / "disk"
    with killing.small_disk(disk, size) as mounted:
        if not mounted:
            pytest.skip("no file system can be mounted here")
        output = disk / "output"
        assert finish(start(whole.served.url, output, "--limit", "8"))[0] == 0
        published = tables(output)
        assert_told(*finish(start(whole.served.url, output)))
        assert facts(tables(output)) == facts(published)
        killing.enlarge(disk, 50_000_000)
        status, errors = finish(start(whole.served.url, output))
        assert status == 0, errors
        assert_equal(facts(tables(output)), facts(whole.rows))
        assert killing.unreadable_references(output) == []


@pytest.mark.parametrize("size", [60_000, 400_000])
def test_files_that_may_not_grow(tmp_path: Path, whole: Whole, size: int) -> None:
    """A quota for each file, which meets the archive or the state, whichever grows faster."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-c", COMMAND, "crawl", whole.served.url, "--output", str(tmp_path), "--no-progress"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limited)
    assert_told(process.returncode, process.stderr)
    status, errors = finish(start(whole.served.url, tmp_path))
    assert status == 0, errors
    assert_equal(facts(tables(tmp_path)), facts(whole.rows))


# ------------------------------------------------------------------ two at once
def test_a_second_crawl_leaves_and_a_killed_one_holds_nothing(tmp_path: Path, whole: Whole) -> None:
    whole.served.requests()
    first = start(whole.served.url, tmp_path)
    assert wait_until(lambda: whole.served.asked() >= 3, first)
    first.send_signal(signal.SIGSTOP)
    try:
        asked = whole.served.asked()
        status, errors = finish(start(whole.served.url, tmp_path))
        assert (status, errors) == (1, f"solieu: a crawl of 127.0.0.1 into the same output is under way (process {first.pid})\n")
        assert whole.served.asked() == asked
    finally:
        kill(first)
    assert finish(start(whole.served.url, tmp_path))[0] == 0
    assert_equal(tables(tmp_path), whole.rows)


def test_crawls_of_two_sites_share_an_output(tmp_path: Path, whole: Whole) -> None:
    with serving("html5", ARTICLES, seed=8) as other:
        here, there = start(whole.served.url, tmp_path), start(other.url.replace("127.0.0.1", "localhost"), tmp_path)
        assert [finish(process) for process in (here, there)] == [(0, ""), (0, "")]
    rows = tables(tmp_path)
    assert len(rows["articles"]) == 2 * ARTICLES
    assert set(whole.rows["articles"]) <= set(rows["articles"])
    assert set(whole.rows["pages"]) <= set(rows["pages"])
    assert len(rows["runs"]) == 2


# ------------------------------------------------------------------ signals
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_one_signal_stops_cleanly(tmp_path: Path, whole: Whole, sent: signal.Signals) -> None:
    whole.served.requests()
    process = start(whole.served.url, tmp_path)
    assert wait_until(lambda: whole.served.asked() >= 20, process)
    process.send_signal(sent)
    status, errors = finish(process)
    assert status == 130, errors
    published = tables(tmp_path)
    assert 0 < len(published["articles"]) < ARTICLES
    assert "'exit': 'interrupted'" in published["runs"][0]
    assert finish(start(whole.served.url, tmp_path))[0] == 0
    assert_equal(tables(tmp_path), whole.rows)


def test_a_second_signal_stops_at_once(tmp_path: Path, whole: Whole) -> None:
    """Also while it publishes; nothing is lost."""
    whole.served.requests()
    process = start(whole.served.url, tmp_path)
    assert wait_until(lambda: whole.served.asked() >= 20, process)
    process.send_signal(signal.SIGINT)
    time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    status, errors = finish(process)
    assert status == 130, errors
    assert finish(start(whole.served.url, tmp_path))[0] == 0
    assert_equal(tables(tmp_path), whole.rows)
