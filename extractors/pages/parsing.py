"""HTML source to a tree: lxml, and html.parser for what lxml finds no body in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from extractors.pages.mending import mend

_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
_RESCUE_LIMIT = 1_000_000
_COMMENT_MARK = re.compile(r"<!-{0,2}|-->|<\?")
_OPEN_TAG = re.compile(r"""<(?!/?[A-Za-z](?:[^<>"']|"[^"<>]{0,1000}"|'[^'<>]{0,1000}'){0,2000}+>)""")
_XML_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@cache
def _parser(huge_tree: bool = False) -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=huge_tree, remove_comments=True, remove_pis=True, collect_ids=False)


def parse(text: str, data: bytes) -> Any:
    """Parse with lxml; where tags never closed pile up too deep for it, again with more room, then with html.parser."""
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
    if b"<?xml" in data[:300]:
        data = _XML_DECLARATION.sub(b"", data, count=1)
    data = mend(data)
    root = _parse_with(_parser(), data)
    if root is not None and _stopped_early(_parser()):
        root = _parse_with(_parser(huge_tree=True), data)
        if _stopped_early(_parser(huge_tree=True)):
            root = None
    if root is not None and (root.find("body") is not None or root.find("frameset") is not None):
        return root
    rescued = _rescue(text)
    return root if rescued is None else rescued  # a page may be nothing but a head that sends its reader on


def _parse_with(parser: etree.HTMLParser, data: bytes) -> Any:
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _stopped_early(parser: etree.HTMLParser) -> bool:
    error = parser.error_log.last_error
    return error is not None and error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _rescue(text: str) -> Any:
    """Lay out flat what lxml found no body in: every text a paragraph, then the links."""
    flat = BeautifulSoup(_only_whole_tags(text[:_RESCUE_LIMIT]), "html.parser")
    body = etree.Element("body")
    for string in flat.find_all(string=True):
        words = _XML_UNSAFE.sub("", str(string)).strip()
        if words and (string.parent is None or string.parent.name not in ("script", "style", "title")):
            etree.SubElement(body, "p").text = words
    for anchor in flat.find_all("a", href=True):
        etree.SubElement(body, "a", href=_XML_UNSAFE.sub("", str(anchor["href"])))
    return body if len(body) else None


def _only_whole_tags(text: str) -> str:
    """Make a broken page fit for html.parser, whose time grows with the square of what is left open."""
    return _OPEN_TAG.sub("&lt;", _COMMENT_MARK.sub("", text))
