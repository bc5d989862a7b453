"""What only a process of its own shows: archives that break off, pipes that close, Ctrl-C, locales, the published folder."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipelines.describing.dictionary import data_dictionary
from solieu.cli import app
from tests.cli.inputs import write_inputs
from tests.command import COMMAND, TIMEOUT, environment, solieu

PLAIN = {"LC_ALL": "C", "LANG": "C"}


def test_an_archive_that_breaks_off_keeps_what_is_whole(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path)
    crawled = solieu("crawl", "kontum", "--archive", inputs / "cut.warc.gz", "--output", tmp_path / "out", "--no-progress", env=environment(COLUMNS="140"))
    assert (crawled.returncode, crawled.stderr) == (0, b"")
    assert "! cut.warc.gz:" in crawled.stdout.decode() and "ends in the middle of a record" in crawled.stdout.decode()
    assert pq.read_table(tmp_path / "out" / "articles").num_rows > 0
    pages = pq.read_table(tmp_path / "out" / "pages").to_pylist()
    assert [page["reason"] for page in pages if page["outcome"] == "error"] == ["the file ends in the middle of a record"]


def test_bad_input_costs_nothing_already_stored(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path)
    output = tmp_path / "out"
    assert solieu("crawl", "--folder", inputs / "pages", "--output", output, "--no-progress").returncode == 0
    before = {path: path.read_bytes() for path in output.glob("*/*.parquet")}
    for source in (["--archive", inputs / "empty.warc.gz"], ["--archive", inputs / "not-a-warc.warc.gz"], ["--folder", inputs / "empty-folder"]):
        assert CliRunner().invoke(app, ["crawl", *map(str, source), "--output", str(output)]).exit_code == 1
    assert {path: path.read_bytes() for path in output.glob("*/*.parquet")} == before
    figures = pq.read_table(output / "figures").to_pylist()
    assert [figure["measure_code"] for figure in figures if figure["value"] == 96] == ["prestigious_persons"]


def test_the_data_dictionary_lies_beside_the_datasets(sample_output: Path) -> None:
    assert (sample_output / "README.md").read_text(encoding="utf-8") == data_dictionary()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["query", "SELECT 1"], id="less than a buffer"),
        pytest.param(["query", "SELECT f.* FROM figures f, figures g", "--format", "csv"], id="more than a buffer"),
        pytest.param(["query", "SELECT f.* FROM figures f, figures g LIMIT 99999", "--format", "json"], id="as JSON"),
        pytest.param(["sites"], id="no query at all"),
    ],
)
def test_a_reader_that_leaves_early_is_no_error(arguments: list[str], sample_output: Path) -> None:
    more = ["--output", str(sample_output)] if arguments[0] == "query" else []
    process = subprocess.Popen([*COMMAND, *arguments, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(TIMEOUT), told) == (1, b"")


def test_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    ready = tmp_path / "lines"
    with ready.open("wb") as output:
        process = subprocess.Popen([*COMMAND, "extract", "--jsonl", "-"], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.PIPE, env=environment())
        assert process.stdin is not None and process.stderr is not None
        line = json.dumps({"id": 1, "text": "Có 5 hộ. " * 50}).encode() + b"\n"
        deadline = time.monotonic() + TIMEOUT
        while not ready.stat().st_size and time.monotonic() < deadline:
            process.stdin.write(line)
            process.stdin.flush()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        process.stdin.close()
        process.stderr.close()
        assert (process.wait(TIMEOUT), told) == (130, b"")


CTRL_C = """
import os, signal
from pipelines.items import DatasetPipeline
def then_ctrl_c(do, calls=[]):
    def done(*arguments):
        calls.append(result := do(*arguments))
        if len(calls) == 5 or do.__name__ == "open_spider":
            os.kill(os.getpid(), signal.SIGINT)
        return result
    return done
DatasetPipeline.{method} = then_ctrl_c(DatasetPipeline.{method})
from solieu.cli import main
main()
"""


@pytest.mark.parametrize(
    ("method", "least"),
    [pytest.param("open_spider", 0, id="while it starts"), pytest.param("process_item", 5, id="while it reads")],
)
def test_ctrl_c_stops_a_crawl_that_then_goes_on(method: str, least: int, tmp_path: Path) -> None:
    crawl = ["crawl", "sample", "--output", "out", "--no-progress"]
    stopped = subprocess.run(
        [sys.executable, "-c", CTRL_C.format(method=method), *crawl], cwd=tmp_path, env=environment(), capture_output=True, timeout=TIMEOUT, check=False
    )
    assert (stopped.returncode, stopped.stderr) == (130, b"")
    assert b"interrupted; to go on, type\n  solieu crawl sample --output out --no-progress\n" in stopped.stdout
    read = pq.read_table(tmp_path / "out" / "pages").num_rows
    assert least <= read < 100
    assert solieu(*crawl, cwd=tmp_path).returncode == 0
    pages = pq.read_table(tmp_path / "out" / "pages", columns=["requested_url", "fetched_at"]).to_pylist()
    assert len(pages) > 100 and len({tuple(page.values()) for page in pages}) == len(pages), "nothing twice"


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_data_are_utf8_whatever_the_locale(encoding: str, sample_output: Path) -> None:
    sql = "SELECT DISTINCT measure_label_vi FROM figures WHERE measure_code = 'prestigious_persons'"
    env = environment(PYTHONIOENCODING=encoding, **PLAIN)
    answered = solieu("query", sql, "--output", sample_output, "--format", "csv", env=env)
    assert (answered.returncode, answered.stderr) == (0, b"")
    assert answered.stdout.decode("utf-8") == "measure_label_vi\nngười có uy tín\n"


def test_errors_are_told_in_any_locale() -> None:
    failed = solieu("extract", "không-có.html", env=environment(PYTHONIOENCODING="ascii", **PLAIN))
    assert failed.returncode == 1
    assert failed.stderr.startswith(b"solieu: kh") and failed.stderr.count(b"\n") == 1
