"""The seed page as an article, so that every template can be held against it.

Its sentences are not ours and so are not in this repository: they are read from the
folders ``seed`` and ``gold`` beside the checkout where these exist.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from tests.site.source import ArticleSource, Block, Paragraph, Picture, Run
from tests.site.truth import DateTruth, FigureTruth, ReferenceTruth, Truth

SHARED = Path(__file__).resolve().parents[3] / "shared"
"""Where the folders ``seed`` and ``gold`` are looked for."""

SEED_ID = 682


def seed_article(shared: Path = SHARED) -> ArticleSource | None:
    """The seed page's article with its annotated truth, or ``None`` where the folders are not there."""
    gold_path = shared / "gold" / "seed.json"
    if not gold_path.is_file():
        return None
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    text_path = shared / gold["source"]
    return _article(text_path.read_text(encoding="utf-8"), gold) if text_path.is_file() else None


def _article(page: str, gold: Mapping[str, Any]) -> ArticleSource:
    wanted = gold["article"]
    lines = [line.strip() for line in page.splitlines()]
    published_on = date.fromisoformat(wanted["published_on"])
    first = lines.index(f"{published_on.day}-{published_on.month}-{published_on.year}") + 1
    body = [line for line in lines[first : lines.index(wanted["author"])] if line]
    return ArticleSource(
        id=SEED_ID,
        section="tin-chuyen-nganh",
        title=wanted["title"],
        published_on=published_on,
        author=wanted["author"],
        views=wanted["view_count"],
        blocks=tuple(_block(line, wanted["captions"]) for line in body),
        truth=_truth(gold),
    )


def _block(line: str, captions: list[str]) -> Block:
    return Picture(line) if line in captions else Paragraph((Run(line),))


def _truth(gold: Mapping[str, Any]) -> Truth:
    """Mentions of the body alone: the gold marks those of title and captions with ``where``."""
    figures, dates, references = ([m for m in gold[name] if "where" not in m] for name in ("figures", "dates", "references"))
    return Truth(
        figures=tuple(FigureTruth(**_known(FigureTruth, m)) for m in figures),
        dates=tuple(DateTruth(text=m["text"], kind=m["kind"], start=_day(m["start"]), end=_day(m["end"])) for m in dates),
        references=tuple(ReferenceTruth(**{**_known(ReferenceTruth, m), "issued_on": _day(m.get("issued_on"))}) for m in references),
    )


def _known(record: type[Any], mention: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(record)}
    return {name: value for name, value in mention.items() if name in names}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
