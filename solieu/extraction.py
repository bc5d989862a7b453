"""``solieu extract``: pages and texts to JSON, one object per input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from extractors import Extraction, Page, extract_page, extract_text
from pipelines.schema import to_json
from spiders.sites import site_for_url


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one page gave."""

    source: str
    extraction: Extraction

    def line(self) -> str:
        """As one line of JSON: ``{"source", "article", "figures", "dates", "references"}``."""
        return _dump({"source": self.source, **_parts(self.extraction)})


def extract_files(names: Iterable[str], published_on: date | None, url: str | None) -> Iterator[Found | Failure]:
    """Each file as a page: what it gave, or why there is no article. ``-`` is standard input."""
    for name in names:
        try:
            body, at = _read(name)
        except OSError as error:
            yield Failure(name, f"cannot be read: {error.strerror or error}")
            continue
        if not body.strip():
            yield Failure(name, "the file is empty")
            continue
        yield _page(name, body, at, published_on, url)


def _read(name: str) -> tuple[bytes, datetime]:
    if name == "-":
        return sys.stdin.buffer.read(), datetime.now(UTC).replace(microsecond=0)
    path = Path(name)
    if path.is_dir():
        raise IsADirectoryError(0, "it is a folder; try `solieu crawl --folder`")
    return path.read_bytes(), datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _page(name: str, body: bytes, at: datetime, published_on: date | None, url: str | None) -> Found | Failure:
    site = site_for_url(url) if url is not None else None
    page = Page(
        url=url or f"file:{'stdin' if name == '-' else Path(name).name}",
        body=body,
        content_type=_content_type(name, body),
        retrieved_at=at,
        source="folder",
        source_ref=Path(name).name,
        site=site.name if site is not None else None,
    )
    found = extract_page(page, published_on=published_on)
    if found.article is None:
        return Failure(name, found.reason or found.outcome)
    return Found(name, found)


def _content_type(name: str, body: bytes) -> str | None:
    """Plain text by the file's name; standard input is a page when it begins like one."""
    if name == "-":
        return None if body.lstrip()[:1] == b"<" else "text/plain"
    return "text/plain" if Path(name).suffix.lower() in (".txt", ".text", ".md") else None


def extract_lines(names: Iterable[str], published_on: date | None) -> Iterator[str | Failure]:
    """Each line ``{"id", "text", "published_on"}`` of the files: one result with that id, in order."""
    for name in names:
        read = 0
        try:
            with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as stream:
                for number, line in enumerate(stream, 1):
                    if line.strip():
                        read += 1
                        yield _line(name, number, line, published_on)
        except OSError as error:
            yield Failure(name, f"cannot be read: {error.strerror or error}")
            continue
        if not read:
            yield Failure(name, "the file is empty")


def _line(name: str, number: int, line: bytes, published_on: date | None) -> str | Failure:
    try:
        asked: Any = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Failure(name, f"line {number} is not JSON")
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return Failure(name, f'line {number} is no {{"id", "text", "published_on"}}')
    try:
        when = published_on or _day(asked.get("published_on"))
    except (ValueError, TypeError):
        return Failure(name, f"line {number}: published_on is no date like 2019-07-16")
    return _dump({"id": asked.get("id"), "source": name, **_parts(extract_text(asked["text"], published_on=when))})


def _day(written: str | None) -> date | None:
    return None if written is None or written == "" else date.fromisoformat(written)


def _no_number(word: str) -> None:
    """JSON has no NaN and no Infinity, and what comes in as an id goes out again."""
    raise ValueError(word)


def _parts(found: Extraction) -> dict[str, Any]:
    return {
        "article": to_json(found.article),
        "figures": [to_json(record) for record in found.figures],
        "dates": [to_json(record) for record in found.dates],
        "references": [to_json(record) for record in found.references],
    }


def _dump(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # a lone surrogate cannot be written as UTF-8
    return text.encode("utf-8", "replace").decode("utf-8")
