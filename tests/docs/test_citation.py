"""The citation file is that of this version, and has what the Citation File Format 1.2.0 asks for."""

from __future__ import annotations

import tomllib

import yaml

from tests.command import ROOT


def test_the_citation_is_of_this_project() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert cited["message"] and cited["authors"] and all("name" in author for author in cited["authors"])
    assert (str(cited["version"]), cited["license"]) == (project["version"], project["license"])
    assert str(cited["title"]).startswith(project["name"])
    assert set(cited) <= {"cff-version", "message", "title", "type", "authors", "version", "license", "keywords"}
