"""``solieu crawl --from warc:…`` and ``--from folder:…`` as people type them: many files of every packing, and going on after a kill."""

from __future__ import annotations

import gzip
import os
import subprocess
import zlib
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from spiders.warcwriter import ArchiveWriter
from tests.cli.inputs import SAMPLE
from tests.cli.web_archives import CAPTURED, IDS, captured, held
from tests.command import COMMAND, TIMEOUT, environment, solieu
from tests.site.archived import Held
from tests.spiders.killing import is_finished, kill, tables, wait_until

try:
    from backports import zstd
except ImportError:  # Python 3.14 has it built in
    from compression import zstd  # type: ignore[import-not-found, no-redef]


def write(folder: Path, name: str, captures: list[Held]) -> Path:
    writer = ArchiveWriter(folder, name, "test")
    for one in captures:
        writer.write(one.url, "GET", [], one.status, list(one.headers.items()), one.body, one.at, None)
    writer.close()
    return folder / f"{name}-00000.warc.gz"


def frames(path: Path) -> Path:
    """The file packed anew, a zstd frame a record."""
    members, rest = [], path.read_bytes()
    while rest:
        unpacker = zlib.decompressobj(31)
        members.append(unpacker.decompress(rest))
        rest = unpacker.unused_data
    packed = path.with_name(path.name.replace(".gz", ".zst"))
    packed.write_bytes(b"".join(zstd.compress(member) for member in members))
    path.unlink()
    return packed


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The captures of 2021 in gzip, those of 2022 as a plain file, the others in zstd."""
    folder = tmp_path_factory.mktemp("archive files")
    by_year = {year: [one for one in held() if one.at.year in years] for year, years in {"b": (2021,), "c": (2022,), "a": (2023,)}.items()}
    first, second, last = (write(folder, name, captures) for name, captures in by_year.items())
    plain = second.with_suffix("")
    plain.write_bytes(gzip.decompress(second.read_bytes()))
    second.unlink()
    return [first, plain, frames(last)]


@pytest.fixture(scope="module")
def whole(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("whole")
    done = solieu("crawl", "kontum", *(word for path in files for word in ("--from", f"warc:{path}")), "--output", output, "--no-progress")
    assert (done.returncode, done.stderr) == (0, b"")
    return output


def test_many_files_of_every_packing(files: list[Path], whole: Path) -> None:
    assert [path.name.rpartition(".warc")[2] for path in files] == [".gz", "", ".zst"]
    assert captured(whole) == CAPTURED
    pages = pd.read_parquet(whole / "pages")
    assert len(pages[pages.outcome == "article"]) == len(IDS) + 1, "one of the articles in two versions"


def test_a_pattern_names_them_all(files: list[Path], whole: Path, tmp_path: Path) -> None:
    done = solieu("crawl", "kontum", "--from", "warc:*.warc*", "--output", tmp_path, "--no-progress", cwd=files[0].parent)
    assert (done.returncode, done.stderr) == (0, b"")
    assert tables(tmp_path)["articles"] == tables(whole)["articles"]


def test_a_file_that_is_missing_is_one_line(files: list[Path], tmp_path: Path) -> None:
    done = solieu("crawl", "kontum", "--from", f"warc:{files[0]}", "--from", f"warc:{tmp_path}/none.warc.gz", "--output", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.startswith(b"solieu: ") and b"none.warc.gz" in done.stderr and done.stderr.count(b"\n") == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred saved pages, the time of each file being that of its capture."""
    folder = tmp_path_factory.mktemp("saved")
    pages = [one for one in held() if one.url.rpartition("-")[2] == str(IDS[0])]
    for number in range(200):
        path = folder / f"{number:03}.html"
        path.write_bytes(pages[0].body.replace(str(IDS[0]).encode(), str(20_000 + number).encode()))
        at = datetime(2021, 3, 5, 6, 7, number % 60).timestamp()
        os.utime(path, (at, at))
    return folder


@pytest.mark.parametrize("source", ["warc", "folder"])
def test_a_killed_import_goes_on(source: str, folder: Path, tmp_path: Path) -> None:
    words = ["--from", f"warc:{SAMPLE}" if source == "warc" else f"folder:{folder}"]

    def command(output: Path, *more: str) -> list[str]:
        return [*COMMAND, "crawl", "kontum", *words, "--output", str(output), "--no-progress", *more]

    process = subprocess.Popen(command(tmp_path / "cut"), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    log = tmp_path / "cut" / ".state" / "logs"
    assert wait_until(lambda: any(b"status" in path.read_bytes() for path in log.glob("*.log")), process), "the import ended before it could be killed"
    assert kill(process)
    assert not is_finished(tmp_path / "cut")
    for output, more in ((tmp_path / "cut", ["--resume"]), (tmp_path / "undisturbed", [])):
        done = subprocess.run(command(output, *more), env=environment(), capture_output=True, timeout=TIMEOUT, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    cut, undisturbed = tables(tmp_path / "cut"), tables(tmp_path / "undisturbed")
    assert cut == undisturbed
    assert len(cut["runs"]) == 1
