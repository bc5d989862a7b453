"""A page as lines: the common ground of HTML and plain text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from extractors.records import Table
from extractors.vietnamese.text import one_line

LONG_LABEL = 20
"""Code points from which a link's words may be the title of an article."""


@dataclass(slots=True)
class Line:
    """One line as a person sees it, and what the markup tells about it.

    ``block`` is the container it stands in (an index into ``Page.parents``), ``paragraph`` a
    number that the lines of one paragraph share, ``link_chars`` how many of its characters are
    in links, ``links`` how many links have a long label, ``is_menu`` that a whole list of links
    stands for one line, ``hrefs`` the range of its links in ``Page.hrefs``, ``element`` the innermost block
    element (None in plain text), ``is_cut`` that its table was too large to be read whole.
    """

    text: str
    block: int = 0
    paragraph: int = 0
    link_chars: int = 0
    heading: int = 0
    in_landmark: bool = False
    is_caption: bool = False
    after_image: bool = False
    hrefs: tuple[int, int] = (0, 0)
    element: Any = None
    table: Table | None = None
    links: int = 0
    is_menu: bool = False
    is_cut: bool = False


@dataclass(slots=True)
class Page:
    """The lines of a page in reading order, its containers, its links and what it says of itself.

    ``further_links`` are links that stand in no line, ``stated_href`` is the address that the page
    says is its own, ``post_backs`` counts pages of a pager that have no address.

    ``parents[i]`` is the container around container ``i`` and always smaller than ``i``;
    container 0 is the page.
    """

    lines: list[Line] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [-1])
    hrefs: list[str] = field(default_factory=list)
    base_href: str | None = None
    title_tag: str | None = None
    meta_title: str | None = None
    meta_date: date | None = None
    further_links: list[str] = field(default_factory=list)
    stated_href: str | None = None
    post_backs: int = 0
    is_plain: bool = False


def tidy(text: str) -> str:
    """Return what ``one_line`` does, quickly where there is little to do."""
    text = text.strip()
    if not text.isprintable():
        for space in "\n\u00a0\t\r":
            if space in text:
                text = text.replace(space, " ")
        if not text.isprintable():
            return one_line(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def alignment(line: Line) -> str | None:
    """``center`` or ``right`` as the markup says of the line's block or the ones close around it."""
    node = line.element
    for _ in range(3):
        if node is None:
            return None
        value = (node.get("align") or "").lower()
        if not value and (style := node.get("style")):
            _, _, rest = style.lower().partition("text-align")
            value = rest[:12].strip(" :;")
        for side in ("center", "right", "justify", "left"):
            if value.startswith(side):
                return side
        if node.tag == "center":
            return "center"
        node = node.getparent()
    return None
