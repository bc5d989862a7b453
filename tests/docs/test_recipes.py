"""The recipes work: Python and shell are run against a crawl of the sample, R and Spark where they are installed.

What cannot be run here, R without Rscript and Excel's Power Query, is held against the declared tables and fields.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractors.records import TABLES, columns
from tests.command import ROOT, TIMEOUT, environment
from tests.docs.test_readme import Block, blocks, folder  # noqa: F401 (the fixture)

FOLDER = ROOT / "docs" / "recipes"
PAGES = sorted(FOLDER.glob("*.md"))
BLOCKS = [block for page in PAGES for block in blocks(page)]
TOOLS = {"pandas", "duckdb", "polars", "r", "spark", "excel"}
TASKS = ("rate over time", "largest sums", "cited most", "figure comes from", "history of an article", "one snapshot")
FIELDS = {record.TABLE: {column.name for column in columns(record)} for record in TABLES}


def of(language: str, page: str | None = None, but: str | None = None) -> Any:
    found = [block for block in BLOCKS if block.language == language and page in (None, block.page) and block.page != but]
    assert found
    return pytest.mark.parametrize("block", found, ids=str)


def run(command: list[str], block: Block, at: Path) -> str:
    env = environment(PYTHONIOENCODING="utf-8", PYTHONWARNINGS="ignore")
    ran = subprocess.run([*command, block.code], cwd=at, env=env, capture_output=True, timeout=TIMEOUT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


@of("python", but="spark.md")
def test_python(block: Block, folder: Path) -> None:  # noqa: F811
    told = run([sys.executable, "-c"], block, folder)
    assert len(told.splitlines()) > 3, "it shows some rows"
    assert "Empty DataFrame" not in told and "shape: (0," not in told and not re.search(r"\b0 rows", told)


@of("sh")
def test_commands(block: Block, folder: Path) -> None:  # noqa: F811
    assert run(["bash", "-euo", "pipefail", "-c"], block, folder).strip()
    for name in re.findall(r"\b([a-z]+\.xlsx)\b", block.code):
        sheet = openpyxl.load_workbook(folder / name).active
        assert sheet is not None and sheet.max_row > 3, f"{name} has rows"


@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
@of("python", "spark.md")
def test_spark(block: Block, folder: Path) -> None:  # noqa: F811
    told = run([sys.executable, "-c"], block, folder)
    tables = re.findall(r"(?:\+-+)+\+\n\|.*\n(?:\+-+)+\+\n((?:\|.*\n)*)", told)
    assert tables and all(tables), "each table it shows has rows"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
@of("r")
def test_r(block: Block, folder: Path) -> None:  # noqa: F811
    assert len(run(["Rscript", "-e"], block, folder).splitlines()) > 3


@of("r")
def test_r_names_what_is_declared(block: Block) -> None:
    tables = set(re.findall(r'open_dataset\("output/(\w+)"\)', block.code)) | set(re.findall(r'file\.path\(snapshot, "(\w+)"\)', block.code))
    assert tables and tables <= FIELDS.keys()
    known = set().union(*(FIELDS[table] for table in tables))
    named = {name for listed in re.findall(r"select\(([^)]*)\)", block.code) for name in re.split(r",\s*", listed)}
    named |= set(re.findall(r"(\w+) ==", block.code)) | set(re.findall(r"is\.na\((\w+)\)", block.code))
    assert named <= known


@of("m")
def test_power_query_names_what_is_declared(block: Block) -> None:
    tables = re.findall(r'File\.Contents\(Folder & "(\w+)\\(\w+)\.parquet"\)', block.code)
    assert tables and all(place == file and place in FIELDS for place, file in tables)
    known = set().union(*(FIELDS[table] for table, _ in tables))
    named = set(re.findall(r"\[(\w+)\]", block.code)) | {name for listed in re.findall(r"\{([^{}]*)\}", block.code) for name in re.findall(r'"(\w+)"', listed)}
    assert named and named <= known
    assert block.code.count("(") == block.code.count(")") and block.code.count("{") == block.code.count("}")


def test_every_tool_has_a_page_and_every_page_its_tasks() -> None:
    assert {page.stem for page in PAGES} == TOOLS | {"README"}
    for page in PAGES:
        text = page.read_text("utf-8").lower()
        missing = [task for task in TASKS if task not in text and page.stem not in ("README", "excel")]
        assert missing == [], page.name
        assert page.stem == "README" or f"({page.name})" in (FOLDER / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere_and_every_language_is_tested(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert {block.language for block in blocks(page)} <= {"python", "sh", "r", "m"}
    assert all(block.why_not is None for block in blocks(page))
