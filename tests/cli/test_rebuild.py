from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from solieu.crawl import crawl
from tests.site import build_site, load_articles, serve


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rebuild")
    with serve(build_site("html5", load_articles()[:3])) as url:
        crawl(url, folder, progress=False)
    return folder


def solieu(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", "from solieu.cli import main; main()", *map(str, arguments)], capture_output=True, text=True, timeout=120)


def test_it_reports_what_changed(output: Path) -> None:
    done = solieu("rebuild", "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert "read again from the archive" in done.stdout
    assert "every row is as it was" in done.stdout
    shutil.rmtree(output / ".state")
    shutil.rmtree(output / "figures")
    done = solieu("rebuild", "127.0.0.1", "--output", output)
    assert "figures: " in done.stdout
    assert " rows added, 0 changed, 0 gone" in done.stdout


@pytest.mark.parametrize(("arguments", "message"), [(["nowhere"], "no run of nowhere"), ([], "no archive in")])
def test_what_cannot_be_rebuilt_is_one_line(output: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    done = solieu("rebuild", *arguments, "--output", output if arguments else tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"solieu: {message}")
    assert done.stderr.count("\n") == 1
