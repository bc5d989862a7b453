from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from solieu.crawl import crawl
from tests.spiders.support import SETTINGS, serve, small_site, staged

ROOT = Path(__file__).parents[2]
VOLATILE = ("retrieved_at", "first_seen_at", "source_ref")
CRAWL = f"""
import sys
from solieu.crawl import crawl
report = crawl(sys.argv[1], sys.argv[2], progress=False, settings={SETTINGS!r})
print(report.exit, report.resumed, report.run_id)
"""


def start(url: str, output: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", CRAWL, url, str(output)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def done(output: Path) -> int:
    try:
        with sqlite3.connect(f"file:{output}/.state/solieu.db?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM done").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(output: Path, fetches: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while done(output) < fetches and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert process.poll() is None, "the crawl ended before it could be stopped"


@pytest.mark.parametrize("after", [[1], [4, 9]], ids=["killed once", "killed twice"])
def test_a_killed_crawl_ends_as_an_uninterrupted_one(tmp_path: Path, after: list[int]) -> None:
    with serve(small_site(20, delay=0.02)) as url:
        crawl(url, tmp_path / "whole", progress=False, settings=SETTINGS)
        for fetches in after:
            process = start(url, tmp_path / "killed")
            wait_for(tmp_path / "killed", fetches, process)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        process = start(url, tmp_path / "killed")
        out, _ = process.communicate(timeout=60)
    exit_, resumed, run_id = out.split()
    assert (exit_, resumed) == ("complete", "True")
    whole, killed = staged(tmp_path / "whole"), staged(tmp_path / "killed")
    assert killed.rows(*VOLATILE) == whole.rows(*VOLATILE) != []
    assert killed.outcomes() == whole.outcomes()
    assert len(killed.pages) == len(whole.pages)
    assert {p["run_id"] for p in killed.pages} == {run_id}


def test_one_interrupt_stops_cleanly_and_the_next_crawl_goes_on(tmp_path: Path) -> None:
    with serve(small_site(20, delay=0.02)) as url:
        process = start(url, tmp_path)
        wait_for(tmp_path, 4, process)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        assert out.split()[:2] == ["interrupted", "False"]
        before = len(staged(tmp_path).pages)
        report = crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert (report.exit, report.resumed, report.run_id) == ("complete", True, out.split()[2])
    assert len(staged(tmp_path).articles) == 20
    assert report.pages == len(staged(tmp_path).pages) - before


def test_a_finished_crawl_is_followed_by_a_new_run(tmp_path: Path) -> None:
    with serve(small_site(2)) as url:
        first, second = (crawl(url, tmp_path, progress=False, settings=SETTINGS) for _ in range(2))
    assert not second.resumed
    assert second.run_id > first.run_id
    assert second.pages == first.pages


def test_scrapy_itself_crawls(tmp_path: Path) -> None:
    settings = [f"-s{name}={value}" for name, value in SETTINGS.items() if name != "ITEM_PIPELINES"]
    pipelines = '-sITEM_PIPELINES={"tests.spiders.support.StagingPipeline": 300}'
    with serve(small_site()) as url:
        command = [sys.executable, "-m", "scrapy", "crawl", "department", "-a", f"start_url={url}", "-s", f"OUTPUT_DIR={tmp_path}", pipelines, *settings]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
        crawl(url, tmp_path / "same", progress=False, settings=SETTINGS)
    assert staged(tmp_path).rows(*VOLATILE) == staged(tmp_path / "same").rows(*VOLATILE) != []
