"""Addresses that a page keeps elsewhere than in its anchors, and what it says of its own.

Frames, feeds, `onclick="location.href='…'"`, `data-href`, choices of a jump menu: where
a plain address stands, it is a link like any. A pager that posts a form back
(ASP.NET's ``__doPostBack``) has no address; such pages are counted.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from extractors.pages.lines import Page

_FEEDS = frozenset(("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"))
_DATA_NAMES = ("data-href", "data-url", "data-link", "data-next", "data-next-url", "data-next-page", "data-page-url", "data-load-more")
_CARRIERS = etree.XPath(f"descendant::*[{' or '.join('@' + name for name in _DATA_NAMES)}]")
_CLICKED = etree.XPath("descendant::*[@onclick]")
_SCRIPTED = etree.XPath("descendant::a[starts-with(normalize-space(@href), 'javascript:')]")
_CHOICES = etree.XPath("descendant::option[@value]")
_FRAMES = etree.XPath("descendant::iframe[@src]")
_LOCATIONS = etree.XPath("descendant::loc/text()")
_LINKS = etree.XPath("descendant::link[@rel and @href]")
_GOES_TO = re.compile(
    r"(?:location(?:\.href)?\s{0,4}=|location\.(?:assign|replace)\s{0,4}\(|window\.open\s{0,4}\()\s{0,4}[\"']([^\"'\s<>]{1,2000})[\"']", re.IGNORECASE
)
_PLAIN = re.compile(r"(?:https?://|/|\./|\.\./|\?)[^\s<>\"'{}]{0,2000}|[\w~%-][\w./~%-]{0,300}\.(?:html?|aspx?|php|jsp)(?:\?[^\s<>\"'{}]{0,1000})?")
_POST_BACK = re.compile(r"__doPostBack\s{0,4}\(", re.IGNORECASE)
_PAGER_WORDS = frozenset(("...", "…", ">", ">>", "»", "›", "<", "<<", "«", "‹", "sau", "trước", "tiếp", "tiếp theo", "trang sau", "trang trước", "cuối", "đầu"))


def read_further_links(root: Any, data: bytes, page: Page) -> None:
    """Add to ``page`` its further links, its stated address and its pages that are only posted back.

    ``data`` is the page's source: what does not occur there is not looked for.
    """
    low = data.lower()
    if b"<link" in low:
        _read_links(root, page)
    if b"<iframe" in low:
        page.further_links += [frame.get("src") for frame in _found(_FRAMES, root)]
    if b"data-" in low:
        page.further_links += [value for node in _found(_CARRIERS, root) for name in _DATA_NAMES if (value := _plain(node.get(name)))]
    if b"onclick" in low:
        page.further_links += [match for node in _found(_CLICKED, root) for match in _GOES_TO.findall(node.get("onclick")[:4000])]
    if b"<option" in low:
        page.further_links += [value for node in _found(_CHOICES, root) if (value := _plain(node.get("value")))]
    if b"<loc>" in low:  # a sitemap within a page
        page.further_links += [text.strip() for text in _found(_LOCATIONS, root)]
    if b"javascript:" in low:
        _read_scripted(root, page)


def _read_links(root: Any, page: Page) -> None:
    for node in _found(_LINKS, root):
        relations = node.get("rel").lower().split()
        if "canonical" in relations:
            page.stated_href = node.get("href")
        elif "next" in relations or "prev" in relations or ("alternate" in relations and (node.get("type") or "").lower() in _FEEDS):
            page.further_links.append(node.get("href"))


def _read_scripted(root: Any, page: Page) -> None:
    for node in _found(_SCRIPTED, root):
        script = node.get("href")[:4000]
        page.further_links += _GOES_TO.findall(script)
        if _POST_BACK.search(script) is not None and _is_pager(script, node):
            page.post_backs += 1


def _is_pager(script: str, node: Any) -> bool:
    label = "".join(node.itertext()).strip().lower()
    return "Page$" in script or label.isdigit() or label in _PAGER_WORDS


def _plain(value: str | None) -> str | None:
    value = (value or "").strip()
    return value if _PLAIN.fullmatch(value) is not None and value != "/" else None


def _found(path: etree.XPath, root: Any) -> list[Any]:
    found: Any = path(root)
    return list(found)
