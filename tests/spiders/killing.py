"""Crawls in processes of their own, to be killed, and what they leave behind: for the tests of durability."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import fastwarc.warc
import pandas as pd

from benchmarks.serving import Served
from extractors.records import TABLES
from pipelines.staging import state_path
from pipelines.tables import table_path

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SOLIEU_KILLS", "4"))
"""At how many instants crawls are killed; ``make kill`` takes more."""
COMMAND = "from solieu.cli import main; main()"
VOLATILE = ("run_id", "started_at", "finished_at", "fetched_at", "retrieved_at", "first_seen_at", "source_ref")
"""What may differ between two crawls of one site: times, the names of runs, places in the archive."""

Rows = Mapping[str, list[str]]


def start(url: str, output: Path, *more: str, code: str = COMMAND) -> subprocess.Popen[str]:
    """Begin ``solieu crawl``."""
    command = [sys.executable, "-c", code, "crawl", url, "--output", str(output), "--no-progress", *more]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status and what was written to standard error."""
    _, errors = process.communicate(timeout=120)
    return process.returncode, errors


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill -9; false where it had ended by itself."""
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def wait_until(true: Callable[[], bool], process: subprocess.Popen[str], longest: float = 60.0) -> bool:
    """Wait for something that a crawl does; false where the crawl ended before."""
    deadline = time.monotonic() + longest
    while not true():
        if process.poll() is not None:
            return False
        assert time.monotonic() < deadline, "the crawl does not get there"
        time.sleep(0.001)
    return True


def tables(output: Path) -> Rows:
    """The published rows of all tables, those of a table in one order, without what is volatile."""
    found = {}
    for record in TABLES:
        frame = pd.read_parquet(output / record.TABLE)
        rows = frame.drop(columns=[name for name in VOLATILE if name in frame]).to_dict("records")
        found[record.TABLE] = sorted(repr(row) for row in rows)
    return found


def is_finished(output: Path) -> bool:
    """Whether the newest run needs nothing more."""
    try:
        with sqlite3.connect(f"file:{state_path(output)}?mode=ro", uri=True) as db:
            row = db.execute("SELECT finished_at FROM crawls ORDER BY run_id DESC LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        return False
    return row is not None and row[0] is not None


def unreadable_references(output: Path) -> list[str]:
    """The fetches whose record in the archive is not there, or not whole."""
    pages = pd.read_parquet(output / "pages")
    return [ref for ref, url in zip(pages.source_ref, pages.requested_url, strict=True) if isinstance(ref, str) and not _holds(output, ref, url)]


def _holds(output: Path, ref: str, url: str) -> bool:
    name, _, offset = ref.rpartition(":")
    path = output / "archive" / name
    if not path.exists():
        return False
    with path.open("rb") as stream:
        stream.seek(int(offset))
        record = next(iter(fastwarc.warc.ArchiveIterator(stream, parse_http=False)), None)
        return record is not None and record.headers.get("WARC-Target-URI") == url and len(record.reader.read()) == record.content_length


# ------------------------------------------------------------------ instants
Instant = Callable[[subprocess.Popen[str], Path, Served], bool]
"""Waits in a crawl that has just begun until it is to be killed; false where the crawl ended before."""


def at_start(chance: Random) -> Instant:
    """While modules are loaded, the lock is taken, the state is opened."""
    delay = chance.uniform(0.0, 1.0)

    def wait(process: subprocess.Popen[str], output: Path, served: Served) -> bool:
        if delay > 0.4 and not wait_until((output / ".state").exists, process):
            return False
        time.sleep(delay)
        return process.poll() is None

    return wait


def while_crawling(chance: Random, requests: int) -> Instant:
    """After any request, or shortly after it."""
    number, delay = chance.randint(1, requests), chance.uniform(0.0, 0.02)

    def wait(process: subprocess.Popen[str], output: Path, served: Served) -> bool:
        before = wait_until(lambda: served.asked() >= number, process)
        time.sleep(delay)
        return before

    return wait


def while_publishing(chance: Random) -> Instant:
    """After any table was put in place or begun, or shortly after it."""
    number, begun, delay = chance.randrange(len(TABLES)), chance.random() < 0.5, chance.uniform(0.0, 0.03)
    name = TABLES[number].TABLE

    def wait(process: subprocess.Popen[str], output: Path, served: Served) -> bool:
        scratch = output / ".state" / "publish" / f"{name}.parquet.new"
        before = wait_until(lambda: table_path(output, name).exists() or (begun and scratch.exists()), process)
        time.sleep(delay)
        return before

    return wait


def instants(number: int, seed: int, requests: int) -> Iterator[tuple[str, Instant]]:
    """Random instants of a crawl, a fifth of them at its start and two fifths while it publishes."""
    for n in range(number):
        chance = Random(f"{seed}/{n}")
        kind = ("crawling", "publishing", "crawling", "start", "publishing")[n % 5]
        match kind:
            case "start":
                yield f"{n} at start", at_start(chance)
            case "crawling":
                yield f"{n} while crawling", while_crawling(chance, requests)
            case _:
                yield f"{n} while publishing", while_publishing(chance)


# ------------------------------------------------------------------ disks
@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A file system of ``size`` bytes at ``folder``; gives false where none can be mounted."""
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def enlarge(folder: Path, size: int) -> None:
    """Make space on a small disk."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)
