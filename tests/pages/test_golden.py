"""Whole pages of differently built sites against what a person reads on them.

A case is a folder ``golden/<case>`` with ``page.html`` (or ``page.txt``) and ``expected.json``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from extractors.pages import ArticleContent, read_html, read_plain

CASES = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if path.is_dir())
URL = "http://pdt.example/tin/Bai-viet-1"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden(case: Path) -> None:
    found = _read(case)
    assert isinstance(found, ArticleContent)
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    got = asdict(found)
    got["published_on"] = found.published_on.isoformat() if found.published_on else None
    assert {name: got[name] for name in expected} == expected


def _read(case: Path) -> object:
    text = case / "page.txt"
    if text.is_file():
        return read_plain(text.read_text(encoding="utf-8"), URL)
    return read_html((case / "page.html").read_bytes(), "text/html", URL)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 12
