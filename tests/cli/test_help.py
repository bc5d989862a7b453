"""What a newcomer asks first."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from extractors import EXTRACTOR_VERSION
from solieu.cli import app
from spiders.sites import load_sites
from tests.command import ROOT


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize("command", ["crawl", "extract", "query", "sites", "quality"])
def test_help_has_examples(command: str, columns: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": columns})
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(re.findall(rf"^ *(?:\w+ .*\| )?solieu {command} ", result.stdout.partition("Examples")[2], re.MULTILINE)) >= 2
    assert max(map(len, result.stdout.splitlines())) <= int(columns)


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_lists_the_commands(asked: str) -> None:
    result = CliRunner().invoke(app, [asked])
    assert result.exit_code == 0
    assert all(re.search(rf"\b{command}\b", result.stdout) for command in ("crawl", "extract", "query", "sites"))


def test_nothing_at_all_shows_the_help() -> None:
    result = CliRunner().invoke(app, [])
    assert (result.exit_code, result.stderr) == (2, "")
    assert "crawl" in result.stdout


def test_version() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"solieu {version('solieu')} (extractor {EXTRACTOR_VERSION})\n")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert declared in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_sites_are_listed_by_the_names_that_crawl_takes() -> None:
    result = CliRunner().invoke(app, ["sites"], env={"COLUMNS": "140"})
    assert [line.split()[0] for line in result.stdout.splitlines()[1:] if not line.startswith(" ")] == list(load_sites())
