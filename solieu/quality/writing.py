"""A report in one of its forms, and its way into a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from solieu.quality.model import Report
from solieu.quality.source import QualityError
from solieu.quality.words import Words, words
from solieu.whole import written_beside

SUFFIXES: Mapping[str, str] = {".md": "md", ".html": "html", ".htm": "html", ".json": "json"}
"""The form that the end of a file's name tells."""


def _markdown(report: Report, words: Words) -> str:
    from solieu.quality.markdown import to_markdown

    return to_markdown(report, words)


def _html(report: Report, words: Words) -> str:
    from solieu.quality.html import to_html

    return to_html(report, words)


def _json(report: Report, _: Words) -> str:
    """Keys instead of words: sections with their values, tables with the count of all rows and the first of them as objects."""
    sections = {
        section.key: {
            "values": dict(section.values),
            "tables": {
                table.key: {"total": table.total, "rows": [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]}
                for table in section.tables
            },
        }
        for section in report.sections
    }
    return json.dumps({"snapshot_id": report.snapshot_id, "sections": sections}, ensure_ascii=False, indent=2, default=_plain, allow_nan=False) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


FORMS: Mapping[str, Callable[[Report, Words], str]] = {"md": _markdown, "html": _html, "json": _json}


def rendered(report: Report, form: str, language: str = "en") -> str:
    """The report in a form of ``FORMS``, with the words of a language; JSON has none."""
    return FORMS[form](report, words(language))


def write_whole(text: str, path: Path) -> None:
    """Write a file so that nobody meets half of it. Raises :class:`QualityError`; what stood there before then stays."""
    try:
        with written_beside(path) as new:
            new.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise QualityError(f"cannot write {path}: {error.strerror or error}") from error
