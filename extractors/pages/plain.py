"""A saved page's plain text as lines."""

from __future__ import annotations

import re

from extractors.pages.lines import Line, Page
from extractors.vietnamese.text import normalize

_LOG_LINE = re.compile(r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\S{1,60} \S{1,20} \S{1,20} \[\d\d/[A-Z][a-z]{2}/\d{4}:")
_LETTERS = re.compile(r"[^\W\d_]")


def read_lines(text: str) -> Page:
    """Return the lines of a plain text; a blank line ends a paragraph."""
    page = Page(is_plain=True)
    paragraph = 0
    for raw in normalize(text).split("\n"):
        line = " ".join(raw.split())
        if line:
            page.lines.append(Line(line, paragraph=paragraph))
        else:
            paragraph += 1
    return page


def why_no_article(page: Page) -> str | None:
    """Return why a plain text is no article at all (nothing, a log, noise), else None."""
    lines = page.lines
    if not lines:
        return "empty text"
    sample = lines[:200]
    if 2 * sum(_LOG_LINE.match(line.text) is not None for line in sample) > len(sample):
        return "a log, not an article"
    chars = "".join(line.text for line in sample)[:20_000]
    if 2 * len(_LETTERS.findall(chars)) < len(chars.replace(" ", "")):
        return "not prose"
    if " " not in chars and len(chars) > 30:
        return "not prose"
    return None
