"""HTML to lines: parse, take out what no reader sees, walk the rest once."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from extractors.pages.footnotes import drop_linked_marks, drop_raised_marks
from extractors.pages.further import read_further_links
from extractors.pages.lines import Page
from extractors.pages.metadata import read_metadata
from extractors.pages.parsing import parse
from extractors.pages.walk import SKIPPED, Walk

_HIDDEN_STYLE = re.compile(r"(?:display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden)", re.IGNORECASE)
_STYLED = etree.XPath("descendant::*/@style/..")
_MARKED_HIDDEN = etree.XPath("descendant::*/@hidden/..")
_PLAIN_INLINE = (
    *("span", "b", "strong", "i", "em", "font", "u", "small", "big", "sup", "sub", "ins", "mark", "abbr", "label", "time", "wbr", "nobr"),
    *("o:p", "bdo", "tt", "cite", "code", "q"),
)
"""Inline elements that mean nothing to the reader: taken out at once, they leave their words."""


def read_markup(text: str, utf8: bytes | None = None) -> Page:
    """Return the lines of an HTML page. Never raises for bad markup.

    ``utf8`` is the text in UTF-8 where the caller has it, which saves writing it anew.
    """
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    root = parse(text, data)
    page = Page()
    if root is None:
        return page
    read_metadata(root, page)
    read_further_links(root, data, page)
    _mark_hidden(root)
    etree.strip_elements(root, *SKIPPED, with_tail=False)
    drop_raised_marks(root)
    etree.strip_tags(root, *_PLAIN_INLINE)
    drop_linked_marks(root)
    Walk(page).run(root)
    return page


def _mark_hidden(root: Any) -> None:
    """Make what hides its words an element that has none."""
    hidden: list[Any] = _elements(_MARKED_HIDDEN, root)
    for node in _elements(_STYLED, root):
        style = node.get("style")
        if ("none" in style or "hidden" in style or "NONE" in style) and _HIDDEN_STYLE.search(style) is not None:
            hidden.append(node)
    for node in hidden:
        node.tag = "template"


def _elements(path: etree.XPath, root: Any) -> list[Any]:
    found: Any = path(root)
    return list(found)
