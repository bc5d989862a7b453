"""``solieu sites``: the list, one site, what an output folder adds, and sites of one's own, as docs/sites.md says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from solieu.cli import app
from spiders.sites import load_sites
from tests.command import ROOT

GOOD = 'hosts = ["x.vn"]\nstart_urls = ["http://x.vn/"]\n'
(EXAMPLE,) = re.findall(r"^```toml\n(.*?)^```$", (ROOT / "docs" / "sites.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def sites(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["sites", *map(str, arguments)], env={"COLUMNS": "200"})


def own(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_that_ship_are_listed() -> None:
    listed = sites()
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == list(load_sites())
    assert "articles" not in listed.stdout


def test_five_sisters_share_the_address_pattern_of_kontum() -> None:
    kontum = load_sites()["kontum"]
    sisters = [s for s in load_sites().values() if s.template == kontum.template and s.name != kontum.name and s.example is not None]
    assert len(sisters) >= 5
    assert len({site.hosts[0] for site in sisters}) == len(sisters)


def test_an_output_folder_tells_last_crawl_and_articles(sample_output: Path) -> None:
    lines = sites("--output", sample_output).stdout.splitlines()
    articles = json.loads(sites("kontum", "--output", sample_output, "--json").stdout)["articles"]
    assert articles > 10
    assert lines[0].split()[-3:] == ["last", "crawl", "articles"]
    (kontum,) = [line for line in lines if line.startswith("kontum ")]
    assert re.search(rf"20\d\d-\d\d-\d\d \d\d:\d\d complete\s+{articles}$", kontum.rstrip())
    (other,) = [line for line in lines if line.startswith("haiphong ")]
    assert re.search(r"never\s+0$", other.rstrip())


def test_json_is_for_programs(sample_output: Path) -> None:
    plain, told = (json.loads(sites("--json", *more).stdout) for more in ((), ("--output", sample_output)))
    assert [one["name"] for one in plain] == list(load_sites())
    assert "articles" not in plain[0]
    known = {one["name"]: (one["articles"], one["last_exit"], one["last_crawl_at"]) for one in told}
    assert known["kontum"][1] == "complete" and known["kontum"][2].endswith("+00:00")
    assert known["haiphong"] == (0, None, None)


@pytest.mark.parametrize("output", ["", "nothing-here"])
def test_a_folder_without_a_crawl(output: str, tmp_path: Path) -> None:
    listed = sites("--output", tmp_path / output)
    assert listed.exit_code == 0
    assert listed.stdout.count(" never ") == len(load_sites())


def test_a_site_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    path = own(tmp_path, EXAMPLE)
    assert sites("--sites", path).stdout.splitlines()[-1].split()[0] == "so-vi-du"
    shown = json.loads(sites("so-vi-du", "--sites", path, "--json").stdout)
    assert (shown["name"], shown["place"], shown["template"], shown["delay"]) == ("so-vi-du", "Kon Tum", "tnc", 1.0)
    planned = CliRunner().invoke(app, ["crawl", "so-vi-du", "--sites", str(path), "--dry-run", "--output", str(tmp_path / "out")])
    assert (planned.exit_code, planned.stdout) == (0, "http://sovidu.kontum.gov.vn/\n")
    assert sites("so-vi-du").exit_code == 1, "and only while its file is named"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(f"[x]\n{GOOD}dealy = 2\n", r"own\.toml: \[x\] has an unknown key 'dealy'; known are .*delay", id="an unknown key"),
        pytest.param(f"[x]\n{GOOD}".replace('"x.vn"', '"http://x.vn"'), r"own\.toml: \[x\] host 'http://x\.vn' must be a bare host name", id="a bad host"),
        pytest.param(f"[x]\n{GOOD}delay = 'slow'\n", r"own\.toml: \[x\] delay must be of type float, not 'slow'", id="a wrong type"),
        pytest.param(f"[x]\n{GOOD}[x]\n{GOOD}", r"own\.toml: .*\[?x\]?.*", id="a name twice"),
        pytest.param(f"[kontum]\n{GOOD}", r"own\.toml: \[kontum\] is the name of a site that ships", id="a name that ships"),
        pytest.param(f"[x]\n{GOOD}[y]\n{GOOD}", r"own\.toml: \[y\] host 'x\.vn' belongs to \[x\] already", id="a host twice"),
        pytest.param("[x]\n", r"own\.toml: \[x\] lacks hosts, start_urls", id="nothing in it"),
        pytest.param("[x\n", r"own\.toml: ", id="no TOML"),
        pytest.param(None, r"the file of sites .*own\.toml cannot be read: No such file", id="no file"),
    ],
)
@pytest.mark.parametrize("command", [("sites",), ("crawl", "kontum", "--dry-run")], ids=" ".join)
def test_a_mistake_is_one_line(command: tuple[str, ...], text: str | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml" if text is None else own(tmp_path, text)
    failed = CliRunner().invoke(app, [*command, "--sites", str(path)])
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert re.match(rf"solieu: .*{told}", failed.stderr)
    assert failed.stderr.count("\n") == 1
