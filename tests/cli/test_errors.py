"""Commands × bad inputs: the exit status, one clear line on standard error, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from solieu.cli import app
from tests.cli.inputs import write_inputs

WORK_FAILED, WRONG_USAGE = 1, 2


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inputs(tmp_path_factory.mktemp("inputs"))


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        pytest.param("extract missing.html", 1, "missing.html: cannot be read: No such file", id="extract a missing file"),
        pytest.param("extract empty.html", 1, "empty.html: the file is empty", id="extract an empty file"),
        pytest.param("extract blank.txt", 1, "blank.txt: the file is empty", id="extract white space"),
        pytest.param("extract -", 1, "-: the file is empty", id="extract an empty standard input"),
        pytest.param("extract binary.html", 1, "binary.html: not a text", id="extract a binary"),
        pytest.param("extract no-article.html", 1, "no-article.html: ", id="extract a page without an article"),
        pytest.param("extract pages", 1, "pages: cannot be read: it is a folder; try `solieu crawl --folder`", id="extract a folder"),
        pytest.param("extract --jsonl missing.jsonl", 1, "missing.jsonl: cannot be read: No such file", id="lines of a missing file"),
        pytest.param("extract --jsonl pages", 1, "pages: cannot be read: Is a directory", id="lines of a folder"),
        pytest.param("extract --jsonl empty.html", 1, "empty.html: the file is empty", id="lines of an empty file"),
        pytest.param("extract --jsonl no-text.jsonl", 1, 'no-text.jsonl: line 1 is no {"id", "text", "published_on"}', id="a line without text"),
        pytest.param("extract --jsonl list.jsonl", 1, 'list.jsonl: line 1 is no {"id", "text", "published_on"}', id="a line that is a list"),
        pytest.param("extract --jsonl nan.jsonl", 1, "nan.jsonl: line 1 is not JSON", id="a line with NaN"),
        pytest.param("extract --jsonl deep.jsonl", 1, "deep.jsonl: line 1 is not JSON", id="a line nested too deep"),
        pytest.param("extract --jsonl bad-day.jsonl", 1, "bad-day.jsonl: line 1: published_on is no date", id="a line with an impossible day"),
        pytest.param("extract --jsonl number-day.jsonl", 1, "number-day.jsonl: line 1: published_on is no date", id="a line with a number for a day"),
        pytest.param("extract", 2, "missing argument 'FILE…'", id="extract nothing"),
        pytest.param("extract page.html --published-on 2019-13-01", 2, "'--published-on'", id="an impossible day"),
        pytest.param("extract --jsonl lines.jsonl --url http://a.vn/x", 2, "--url goes with pages", id="one URL for many texts"),
        pytest.param("crawl nowhere", 1, "unknown site 'nowhere': give a URL or one of kontum, sample", id="an unknown site"),
        pytest.param("crawl ftp://a.vn/", 1, "not an http(s) URL: 'ftp://a.vn/'", id="not http"),
        pytest.param("crawl http://", 1, "not an http(s) URL: 'http://'", id="a URL without a host"),
        pytest.param("crawl kontum --archive missing.warc.gz", 1, "no such file: missing.warc.gz", id="a missing archive"),
        pytest.param("crawl kontum --archive empty.warc.gz", 1, "empty file: empty.warc.gz", id="an empty archive"),
        pytest.param("crawl kontum --archive not-a-warc.warc.gz", 1, "not a WARC file: not-a-warc.warc.gz", id="a text as archive"),
        pytest.param("crawl kontum --archive zipped-text.warc.gz", 1, "not a WARC file: zipped-text.warc.gz", id="a zipped text as archive"),
        pytest.param("crawl kontum --archive pages", 1, "not a file: pages", id="a folder as archive"),
        pytest.param("crawl --folder missing", 1, "no such folder: missing", id="a missing folder"),
        pytest.param("crawl --folder page.html", 1, "not a folder: page.html", id="a file as folder"),
        pytest.param("crawl --folder empty-folder", 1, "empty folder: empty-folder", id="an empty folder"),
        pytest.param("crawl --folder pages --archive empty.warc.gz", 2, "give either archives or a folder, not both", id="archive and folder"),
        pytest.param("crawl kontum --from waybak", 2, "'waybak' is no source: live, warc:FILE, wayback, commoncrawl, folder:DIR", id="an unknown source"),
        pytest.param("crawl kontum --from wayback --from live", 2, "give one kind of source, not wayback and live", id="two sources"),
        pytest.param("crawl kontum --from wayback --folder pages", 2, "give --from or --archive or --folder", id="a source and a folder"),
        pytest.param("crawl kontum --from warc:missing.warc.gz", 1, "no such file: missing.warc.gz", id="a missing archive as source"),
        pytest.param("crawl kontum --from warc:x*.warc.gz", 1, "no file matches x*.warc.gz", id="a pattern that matches nothing"),
        pytest.param("crawl kontum --from warc:not-a-*.warc.gz", 1, "not a WARC file: not-a-warc.warc.gz", id="a pattern that matches a text"),
        pytest.param("crawl --from folder:missing", 1, "no such folder: missing", id="a missing folder as source"),
        pytest.param("crawl --from live", 1, "nothing to crawl: give a site", id="the live site of nothing"),
        pytest.param("crawl sample --output regular-file", 1, "cannot write to", id="a file as output"),
        pytest.param("crawl sample --output regular-file/below", 1, "cannot write to", id="output below a file"),
        pytest.param("crawl sample --limit 0", 2, "'--limit'", id="a limit of nothing"),
        pytest.param("crawl --resume", 1, "no unfinished run in ", id="nothing to resume at all"),
        pytest.param("crawl --resume sample", 1, "no unfinished run of kontum", id="nothing to resume of a site"),
        pytest.param("crawl sample --resume --fresh", 2, "give either --resume or --fresh, not both", id="resume and fresh"),
        pytest.param("crawl sample --report a.txt", 2, "'a.txt' ends neither with .json nor with .md", id="a report of no known form"),
        pytest.param("crawl x --sites missing.toml", 1, "the file of sites missing.toml cannot be read: No such file", id="missing own sites"),
        pytest.param("sites --sites page.html", 1, "page.html: Invalid", id="own sites that are no TOML"),
        pytest.param("sites nowhere", 1, "unknown site 'nowhere'", id="an unknown site to show"),
        pytest.param("query SELECT", 1, "no datasets in output: run `make run` or `solieu crawl sample`", id="query without datasets"),
        pytest.param("query SELECT --output missing", 1, "no datasets in missing", id="query a missing folder"),
        pytest.param("query SELECT --format xml", 2, "'xml' is no format: table, csv, json or parquet", id="query in an unknown format"),
        pytest.param("query", 2, "missing argument 'SQL'", id="query nothing"),
        pytest.param("bogus", 2, "no such command 'bogus'", id="an unknown command"),
        pytest.param("sites --bogus", 2, "no such option: --bogus", id="an unknown option"),
    ],
)
def test_bad_input(command: str, status: int, told: str, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs)
    result = CliRunner().invoke(app, command.split(), input=b"")
    assert told in result.stderr
    assert result.stderr.startswith("solieu: ") and result.stderr.count("\n") == 1 and result.stderr.endswith("\n")
    assert (result.exit_code, result.stdout) == (status, "")
    assert not (inputs / "output" / "figures").exists()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        pytest.param("SELEC 1", "syntax error", id="a typo"),
        pytest.param("SELECT nothing FROM figures", "nothing", id="an unknown column"),
        pytest.param("SELECT * FROM figure", "figure", id="an unknown table"),
        pytest.param("DROP VIEW figures", "only queries are answered", id="a change"),
        pytest.param("SELECT 1; SELECT 2", "one query at a time", id="two queries"),
        pytest.param("", "one query at a time", id="no query"),
        pytest.param("SELECT * FROM read_text('/etc/hostname')", "", id="another file"),
    ],
)
def test_bad_sql(sql: str, told: str, sample_output: Path) -> None:
    result = CliRunner().invoke(app, ["query", sql, "--output", str(sample_output)])
    assert told in result.stderr
    assert result.stderr.startswith("solieu: ") and result.stderr.count("\n") == 1
    assert (result.exit_code, result.stdout) == (WORK_FAILED, "")


def test_sql_that_is_no_text_is_wrong_usage(sample_output: Path) -> None:
    result = CliRunner().invoke(app, ["query", "SELECT '\udcff'", "--output", str(sample_output)])
    assert (result.exit_code, result.stdout) == (WRONG_USAGE, "")
    assert "not in the encoding of this locale" in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "good", "bad"),
    [
        pytest.param(["missing.html", "page.html", "empty.html"], 1, 2, id="files"),
        pytest.param(["--jsonl", "not-json.jsonl"], 2, 1, id="lines"),
    ],
)
def test_one_bad_input_costs_the_others_nothing(arguments: list[str], good: int, bad: int, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs)
    result = CliRunner().invoke(app, ["extract", *arguments])
    assert (result.exit_code, result.stdout.count("\n"), result.stderr.count("\n")) == (WORK_FAILED, good, bad)
