from __future__ import annotations

import hashlib
import signal
from pathlib import Path

import pytest

from solieu.crawl import crawl
from solieu.preview import Planned, preview
from spiders.errors import InputError, OutputError, UnknownSite
from tests.command import environment, solieu
from tests.spiders.support import SETTINGS, serve, small_site
from tests.spiders.test_resume import start, wait_for


def files(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_crawl(tmp_path: Path) -> None:
    with serve(small_site()) as url:
        found = preview(url, tmp_path / "out")
        assert url.requests == []
    assert (found.site, found.resumed, found.planned) == ("127.0.0.1", False, (Planned(url, "start page"),))
    assert list(tmp_path.iterdir()) == []


def test_after_a_finished_crawl(tmp_path: Path) -> None:
    with serve(small_site(2)) as url:
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
        before, asked = files(tmp_path), len(url.requests)
        found = preview(url, tmp_path)
        assert (files(tmp_path), len(url.requests)) == (before, asked)
    assert not found.resumed
    assert found.planned[0].url == url


@pytest.mark.parametrize("limit", [None, 3])
def test_what_a_killed_crawl_left_is_what_the_next_one_asks_for(tmp_path: Path, limit: int | None) -> None:
    with serve(small_site(20, delay=0.02)) as url:
        process = start(url, tmp_path)
        wait_for(tmp_path, 6, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        before, asked = files(tmp_path), len(url.requests)
        found = preview(url, tmp_path, limit)
        assert (files(tmp_path), len(url.requests)) == (before, asked)
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
        next_asked = [url.rstrip("/") + path for path in url.requests[asked:]]
    assert found.resumed
    assert limit is None or len(found.planned) == limit
    planned = [planned.url for planned in found.planned if not planned.url.startswith(url + "quan-tri")]
    assert [at for at in dict.fromkeys(next_asked) if at in planned] == planned


@pytest.mark.parametrize(("target", "error"), [("sample", InputError), ("nowhere", UnknownSite)])
def test_what_cannot_be_previewed(tmp_path: Path, target: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        preview(target, tmp_path)


def test_a_state_that_is_none(tmp_path: Path) -> None:
    (tmp_path / ".state").mkdir()
    (tmp_path / ".state" / "solieu.db").write_bytes(b"no database" * 100)
    with pytest.raises(OutputError, match="cannot read the state"):
        preview("kontum", tmp_path)


def test_the_command(tmp_path: Path) -> None:
    with serve(small_site(2)) as url:
        done = solieu("crawl", url, "--dry-run", "--limit", "5", "--output", "out", cwd=tmp_path, env=environment())
        assert url.requests == []
    assert (done.returncode, done.stdout.decode().split()) == (0, [url])
    assert "nothing was asked for or written" in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [[], ["--folder", "."], ["kontum", "--archive", "x.warc.gz"]])
def test_wrong_usage(tmp_path: Path, more: list[str]) -> None:
    done = solieu("crawl", "--dry-run", *more, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert list(tmp_path.iterdir()) == []
