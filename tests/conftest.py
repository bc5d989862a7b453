"""One crawl of the sample for all tests that only read its datasets."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.command import solieu


@pytest.fixture(scope="session")
def sample_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a crawl of the sample; read it, never write to it. Workers of one session share it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    output, done = root / "sample-output", root / "sample-output.done"
    with (root / "sample-output.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            crawled = solieu("crawl", "sample", "--output", output, "--no-progress")
            assert crawled.returncode == 0, crawled.stderr
            done.write_bytes(crawled.stdout)
    return output


@pytest.fixture(scope="session")
def sample_summary(sample_output: Path) -> str:
    """What the crawl of :func:`sample_output` printed."""
    return sample_output.with_name("sample-output.done").read_text(encoding="utf-8")
