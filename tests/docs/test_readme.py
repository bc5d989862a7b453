"""What the documentation tells people to type works: its commands and code are run against a crawl of the sample.

A block below a comment ``not run: why`` is left alone.
"""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractors.registry.lookup import entries
from spiders.sites import parse_sites
from tests.cli.inputs import SAMPLE, write_inputs
from tests.command import ROOT, TIMEOUT, environment

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"(?:<!-- not run: (?P<why>[^\n]+) -->\n)?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    page: str
    line: int
    language: str
    code: str
    why_not: str | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(page.name, text.count("\n", 0, m.start("code")), m["language"], m["code"], m["why"]) for m in _BLOCK.finditer(text)]


BLOCKS = [block for page in PAGES for block in blocks(page)]


def of(*languages: str) -> Any:
    found = [block for block in BLOCKS if block.language in languages and block.why_not is None]
    return pytest.mark.parametrize("block", found, ids=str)


@pytest.fixture(scope="module")
def folder(sample_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader of the documentation has: a crawled sample, a saved page, an archive, texts."""
    folder = write_inputs(tmp_path_factory.mktemp("reader"))
    shutil.copytree(sample_output, folder / "output")
    shutil.move(folder / "pages", folder / "saved-pages")
    shutil.move(folder / "lines.jsonl", folder / "texts.jsonl")
    shutil.copy(SAMPLE, folder / "kontum.warc.gz")
    return folder


@of("sh")
def test_commands(block: Block, folder: Path) -> None:
    ran = subprocess.run(["bash", "-euo", "pipefail", "-c", block.code], cwd=folder, env=environment(), capture_output=True, timeout=TIMEOUT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout.strip()
    assert b"Traceback" not in ran.stderr


@of("python")
def test_code(block: Block, folder: Path) -> None:
    env = environment(PYTHONIOENCODING="utf-8")
    ran = subprocess.run([sys.executable, "-c", block.code], cwd=folder, env=env, capture_output=True, timeout=TIMEOUT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert len(ran.stdout.splitlines()) > 3, "it shows some rows"


@of("pycon")
def test_sessions(block: Block) -> None:
    test = doctest.DocTestParser().get_doctest(block.code, {}, str(block), None, 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.attempted and not result.failed, "".join(told)


@of("toml")
def test_entries(block: Block) -> None:
    """Example entries have the keys that the lists have."""
    tables = tomllib.loads(block.code)
    if not all(isinstance(rows, list) for rows in tables.values()):
        assert parse_sites(block.code)
        return
    lists = {"unit": "units", "measure": "measures", "doc_type": "doc_types", "issuer": "issuers", "policy": "policies", "place": "places"}
    assert set(tables) == set(lists)
    for table, rows in tables.items():
        (twin,) = [entry for entry in entries(lists[table]) if entry["code"] == rows[0]["code"]]
        assert set(rows[0]) <= set(twin), f"{table}: unknown keys"
        missing = set(twin) - set(rows[0])
        assert not {key for key in missing if all(key in entry for entry in entries(lists[table]))}, f"{table}: keys that every entry has"


def test_every_block_is_of_a_language_that_is_tested() -> None:
    assert {block.language for block in BLOCKS} <= {"sh", "python", "pycon", "toml", ""}
    reasons = {"sets up an environment", "needs the live site", "needs the services", "needs a crawled site", "the checks themselves"}
    assert {block.why_not for block in BLOCKS} == {None, *reasons}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_and_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    rooms = r"(?:spiders|extractors|pipelines|solieu|tests|docs)"
    paths = re.findall(rf"`({rooms}/[\w./-]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", page.read_text(encoding="utf-8"), re.MULTILINE)}
    assert {a or b for a, b in named} <= targets


def test_the_picture_is_of_a_summary_and_asks_no_other_host() -> None:
    picture = (ROOT / "docs" / "summary.svg").read_text(encoding="utf-8")
    assert "What&#160;to&#160;type&#160;next" in picture and "This&#160;is&#160;the&#160;sample" in picture
    assert not re.search(r"url\([\"']?http|<image|@font-face|<script", picture)
