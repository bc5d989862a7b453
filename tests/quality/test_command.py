"""``solieu quality`` as people type it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from pipelines import store
from pipelines.snapshots import snapshot_ids
from solieu.cli import app
from tests.command import solieu
from tests.pipelines import factories
from tests.quality.given import figure, published


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["quality", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_sample(sample_output: Path, tmp_path: Path) -> None:
    ran = solieu("quality", "--output", sample_output, "--format", "json", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, b"")
    value = json.loads(ran.stdout)
    assert value["snapshot_id"] == snapshot_ids(sample_output)[-1]
    sections = value["sections"]
    assert sections["coverage"]["values"]["articles"] == sum(row["articles"] for row in sections["coverage"]["tables"]["articles_by_year"]["rows"]) > 40
    # two articles of the sample give the poverty rate at the end of 2019 differently
    found = [row["value"] for row in sections["contradictions"]["tables"]["contradictions"]["rows"]]
    assert {"25,90%", "26,09%"} <= set(found)
    assert sections["conflicts"]["values"]["conflicts"] >= 1
    assert list(tmp_path.iterdir()) == []


def test_markdown_to_standard_output(sample_output: Path) -> None:
    status, out, err = run("--output", sample_output)
    assert (status, err) == (0, "")
    assert out.startswith("# Data quality") and "26,09%" in out


@pytest.mark.parametrize(("name", "start"), [("r.md", "# Data"), ("r.html", "<!DOCTYPE html>"), ("r.HTM", "<!DOCTYPE html>"), ("r.json", "{"), ("r", "# Data")])
def test_the_name_tells_the_form(name: str, start: str, sample_output: Path, tmp_path: Path) -> None:
    assert run("--output", sample_output, "--to", tmp_path / name) == (0, f"{tmp_path / name}\n", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_vietnamese(sample_output: Path, tmp_path: Path) -> None:
    assert run("--output", sample_output, "--language", "vi", "--to", tmp_path / "r.html")[0] == 0
    root = ElementTree.parse(tmp_path / "r.html").getroot()
    assert (root.attrib["lang"], root.findtext("body/h1")) == ("vi", "Chất lượng dữ liệu")


def test_an_earlier_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.use_short_code_lists(monkeypatch.setattr)
    for number in (1, 2):
        given = [factories.harvest(number, f"run-{number}")]
        store.import_harvests(given, tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id=f"run-{number}")
    first, second = snapshot_ids(tmp_path)
    counted = []
    for options in ([], ["--snapshot", first]):
        status, out, _ = run("--output", tmp_path, "--format", "json", *options)
        value = json.loads(out)
        counted.append((status, value["snapshot_id"], value["sections"]["coverage"]["values"]["articles"]))
    assert counted == [(0, second, 2), (0, first, 1)]


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        pytest.param(["--output", "missing"], 1, "no datasets in missing", id="a missing folder"),
        pytest.param(["--output", "data", "--snapshot", "x"], 1, "x", id="an unknown snapshot"),
        pytest.param(["--output", "data", "--to", "missing/r.md"], 1, "cannot write missing/r.md: No such file or directory", id="a missing target"),
        pytest.param(["--output", "data", "--to", "data"], 1, "cannot write data: Is a directory", id="a folder as file"),
        pytest.param(["--output", "data", "--format", "pdf"], 2, "'pdf' is no format: md, html, json", id="an unknown form"),
        pytest.param(["--output", "data", "--language", "fr"], 2, "'fr' is no language of the report: en, vi", id="an unknown language"),
        pytest.param(["--output", "data", "--top", "0"], 2, "--top", id="no rows at all"),
    ],
)
def test_errors_are_one_line(options: list[str], status: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path / "data", figures=[figure()])
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*options)
    assert (code, out) == (status, "")
    assert told in err and err.startswith("solieu: ") and err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_stood_there_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path / "data", figures=[figure()])
    report = tmp_path / "r.md"
    report.write_text("before", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = run("--output", tmp_path / "data", "--to", report)
    assert (status, err) == (1, f"solieu: cannot write {report}: No space left on device\n")
    assert report.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "r.md"]
