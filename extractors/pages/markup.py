"""HTML to lines, in one walk over the parsed tree.

The walk keeps its own stack, so depth costs nothing, and looks at every node once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from extractors.pages.lines import LONG_LABEL, Line, Page
from extractors.pages.tables import read_table
from extractors.vietnamese.text import one_line


class _Kind(IntEnum):
    INLINE = 0
    SKIP = 1
    LINE = 2  # ends a line
    PARAGRAPH = 3  # ends a paragraph
    CONTAINER = 4  # ends a paragraph and holds others
    LINK = 5
    BREAK = 6
    IMAGE = 7
    TABLE = 8
    HEAD = 9
    AREA = 10


def _kinds() -> dict[object, _Kind]:
    by_kind = {
        _Kind.SKIP: "script style noscript template svg math select option optgroup button textarea iframe object embed applet canvas audio video"
        " datalist dialog del s strike rp rt",
        _Kind.LINE: "li dt dd tr legend summary",
        _Kind.PARAGRAPH: "p h1 h2 h3 h4 h5 h6 blockquote pre address figcaption caption hr",
        _Kind.CONTAINER: "html body div td th section article main ul ol dl menu dir form fieldset center nav aside footer header figure hgroup details"
        " thead tbody tfoot frameset noframes marquee",
        _Kind.LINK: "a",
        _Kind.BREAK: "br",
        _Kind.IMAGE: "img",
        _Kind.TABLE: "table",
        _Kind.HEAD: "head",
        _Kind.AREA: "area frame",
    }
    return {tag: kind for kind, tags in by_kind.items() for tag in tags.split()}


_KINDS = _kinds()
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LANDMARKS = frozenset(("nav", "aside"))
_LANDMARK_ROLES = frozenset(("navigation", "complementary", "search", "contentinfo", "banner"))
_HIDDEN_STYLE = re.compile(r"(?:display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden)", re.IGNORECASE)
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}['\"]?([^'\"\s>]{1,2000})", re.IGNORECASE)
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_SHORTEST_MENU = 3
_NOT_IN_MENUS = ("table", "p", "h1", "h2", "h3", "h4", "script", "style", "select", "br", "div")
_JSON_LD_LIMIT = 200_000
_PLAIN_INLINE = (
    *("span", "b", "strong", "i", "em", "font", "u", "small", "big", "sup", "sub", "ins", "mark", "abbr", "label", "time", "wbr", "nobr"),
    *("o:p", "bdo", "tt", "cite", "code", "q"),
)
"""Inline elements that mean nothing to the reader: taken out at once, they leave their words."""
_HIDABLE = tuple((tag + end).encode() for tag in _PLAIN_INLINE for end in " \n\t\r/")
_MARK_BYTES = (b"\xcc", b"\xcd", b"&#")
"""What combining marks (U+0300 to U+036F) look like in the source."""
_INLINE = _Kind.INLINE


def read_markup(text: str, utf8: bytes | None = None) -> Page:
    """Return the lines of an HTML page. Never raises for bad markup.

    ``utf8`` is the text in UTF-8 where the caller has it, which saves writing it anew.
    """
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    root = _parse(text, data)
    page = Page()
    if root is None:
        return page
    has_marks = any(mark in data for mark in _MARK_BYTES)
    hides_inline, hides_blocks = _hidden_elements(data)
    if not hides_inline:
        etree.strip_tags(root, *_PLAIN_INLINE)
    _Walk(page, has_marks, hides_inline or hides_blocks).run(root)
    return page


def _hidden_elements(data: bytes) -> tuple[bool, bool]:
    """Tell whether inline elements and whether other elements may hide their words."""
    blocks = False
    for word in (b"none", b"hidden", b"NONE"):
        found = data.find(word)
        while found >= 0:
            start = data.rfind(b"<", max(0, found - 1000), found)
            if start >= 0 and data.find(b">", start, found) < 0:
                if data[start + 1 : start + 12].lower().startswith(_HIDABLE):
                    return True, True
                blocks = True
            found = data.find(word, found + 4)
    return False, blocks


@cache
def _parser(huge_tree: bool = False) -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=huge_tree, remove_comments=True, remove_pis=True, collect_ids=False)


def _parse(text: str, data: bytes) -> Any:
    """Parse with lxml; where tags never closed pile up too deep for it, again with more room, then with html.parser."""
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
    if b"<?xml" in data[:300]:
        data = _XML_DECLARATION.sub(b"", data, count=1)
    root = _parse_with(_parser(), data)
    if root is not None and _stopped_early(_parser()):
        root = _parse_with(_parser(huge_tree=True), data)
        if _stopped_early(_parser(huge_tree=True)):
            root = None
    if root is not None and (root.find("body") is not None or root.find("frameset") is not None):
        return root
    return _rescue(text)


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


_RESCUE_LIMIT = 1_000_000
_COMMENT_MARK = re.compile(r"<!-{0,2}|-->|<\?")
_OPEN_TAG = re.compile(r"""<(?!/?[A-Za-z](?:[^<>"']|"[^"<>]{0,1000}"|'[^'<>]{0,1000}'){0,2000}+>)""")
_XML_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """Return what ``one_line`` does but for NFC; quick where there is little to do."""
    text = text.strip()
    if not text.isprintable():
        for space in "\n\u00a0\t\r":
            if space in text:
                text = text.replace(space, " ")
        if not text.isprintable():
            return one_line(text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


class _Walk:
    """The state of the walk; ``run`` fills the page."""

    __slots__ = (
        *("page", "has_marks", "may_hide", "parts", "link_chars", "first_href", "image_seen", "paragraph"),
        *("block", "element", "heading", "in_caption", "in_content", "in_landmark", "in_link"),
    )

    def __init__(self, page: Page, has_marks: bool, may_hide: bool) -> None:
        self.page = page
        self.may_hide = may_hide
        self.has_marks = has_marks
        self.parts: list[str] = []
        self.link_chars = self.first_href = self.block = self.paragraph = self.heading = 0
        self.in_landmark = self.in_link = self.in_caption = self.in_content = 0
        self.image_seen = False
        self.element: Any = None

    def run(self, root: Any) -> None:
        parts = self.parts
        kinds = _KINDS.get
        stack: list[tuple[Iterator[Any], Any, _Kind, Any]] = [(iter((root,)), None, _INLINE, None)]
        while stack:
            children, parent, parent_kind, saved = stack[-1]
            for node in children:
                kind = kinds(node.tag, _INLINE)
                if kind is _INLINE or kind is _Kind.LINK:
                    if self.may_hide and _is_hidden(node):
                        kind = _Kind.SKIP
                    state = None
                    if kind is _Kind.LINK:
                        self._open_link(node)
                    if kind is not _Kind.SKIP:
                        text = node.text
                        if text and (parts or not text.isspace()):
                            parts.append(text)
                            if self.in_link:
                                self.link_chars += len(text)
                        if len(node):
                            stack.append((iter(node), node, kind, None))
                            break
                        if kind is _Kind.LINK:
                            self.in_link -= 1
                elif kind is _Kind.PARAGRAPH and node.tag == "p" and len(node) == 0 and not self.may_hide:
                    self._lone_paragraph(node)
                else:
                    kind, state = self._open(node, kind)
                    if kind is not _Kind.SKIP:
                        text = node.text
                        if text and (parts or not text.isspace()):
                            parts.append(text)
                            if self.in_link:
                                self.link_chars += len(text)
                        if len(node):
                            stack.append((iter(node), node, kind, state))
                            break
                        self._close(node, kind, state)
                text = node.tail
                if text and (parts or not text.isspace()):
                    parts.append(text)
                    if self.in_link:
                        self.link_chars += len(text)
            else:
                stack.pop()
                if parent is None:
                    continue
                if parent_kind is _Kind.LINK:
                    self.in_link -= 1
                elif parent_kind is not _INLINE:
                    self._close(parent, parent_kind, saved)
                text = parent.tail
                if text and (parts or not text.isspace()):
                    parts.append(text)
                    if self.in_link:
                        self.link_chars += len(text)
        self._end_line()

    # -------------------------------------------------------------- lines
    def _end_line(self) -> bool:
        """Close the line in hand; tell whether it held words."""
        if not self.parts:
            return False
        parts = self.parts
        text = tidy(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        links = self.page.hrefs
        if not text:
            self.link_chars = 0
            return False
        if self.has_marks:
            text = unicodedata.normalize("NFC", text)
        self.page.lines.append(
            Line(
                text,
                self.block,
                self.paragraph,
                self.link_chars,
                self.heading,
                self.in_landmark > 0,
                self.in_caption > 0,
                self.image_seen,
                (self.first_href, len(links)),
                self.element,
            )
        )
        if self.link_chars >= LONG_LABEL:
            self.page.lines[-1].links = 1
        self.link_chars = 0
        self.first_href = len(links)
        self.image_seen = False
        return True

    def _end_paragraph(self) -> None:
        if self.parts:
            self._end_line()
        self.paragraph += 1

    def _lone_paragraph(self, node: Any) -> None:
        """A paragraph without elements inside: the most frequent of all, so made short."""
        if self.parts:
            self._end_line()
        self.paragraph += 1
        text = node.text
        if text is None or not (text := tidy(text)):
            return
        if self.in_link or self.has_marks:
            around, self.element = self.element, node
            self.parts.append(text)
            self.link_chars += len(text) if self.in_link else 0
            self._end_line()
            self.element = around
        else:
            count = len(self.page.hrefs)
            landmark, caption = self.in_landmark > 0, self.in_caption > 0
            line = Line(text, self.block, self.paragraph, 0, self.heading, landmark, caption, self.image_seen, (self.first_href, count), node)
            self.page.lines.append(line)
            self.first_href = count
            self.image_seen = False
        self.paragraph += 1

    # -------------------------------------------------------------- elements
    def _open_link(self, node: Any) -> None:
        self.in_link += 1
        href = node.get("href")
        if href:
            self.page.hrefs.append(href)

    def _open(self, node: Any, kind: _Kind) -> tuple[_Kind, Any]:
        """Begin an element; returns SKIP where its inside is no text."""
        if kind is _Kind.SKIP:
            if node.tag == "script" and node.get("type") == "application/ld+json":
                self._read_json_ld(node.text)
            return kind, None
        if kind is _Kind.BREAK:
            if not self._end_line() and self.element is not None:
                self.paragraph += 1
            return kind, None
        if kind is _Kind.IMAGE:
            self.image_seen = True
            return kind, None
        if kind is _Kind.HEAD:
            _read_head(node, self.page)
            self.first_href = len(self.page.hrefs)
            for script in node.iter("script"):
                if script.get("type") == "application/ld+json":
                    self._read_json_ld(script.text)
            return _Kind.SKIP, None
        if kind is _Kind.AREA:
            target = node.get("href") or node.get("src")
            if target:
                self.page.hrefs.append(target)
            return kind, None
        if self.may_hide and _is_hidden(node):
            return _Kind.SKIP, None
        if kind is _Kind.TABLE:
            return self._open_table(node)
        if node.tag in _LISTS and len(node) >= _SHORTEST_MENU and self._read_menu(node):
            return _Kind.SKIP, None
        if kind is _Kind.LINE:
            self._end_line()
            return kind, None
        self._end_paragraph()
        state = (self.heading, self.in_caption, self.in_landmark, self.in_content, self.element, self.block)
        self._enter(node, kind)
        return kind, state

    def _enter(self, node: Any, kind: _Kind) -> None:
        tag = node.tag
        self.element = node
        if kind is _Kind.PARAGRAPH:
            level = _HEADINGS.get(tag)
            if level:
                self.heading = level
            elif tag == "figcaption":
                self.in_caption += 1
            return
        parents = self.page.parents
        parents.append(self.block)
        self.block = len(parents) - 1
        if tag in _LANDMARKS or (tag == "footer" and not self.in_content) or node.get("role") in _LANDMARK_ROLES:
            self.in_landmark += 1
        elif tag in ("article", "main"):
            self.in_content += 1

    def _read_menu(self, node: Any) -> bool:
        """Take a list of links as one line: menus are half of many pages and need no closer look."""
        anchors = list(node.iter("a"))
        if len(anchors) < len(node) or self.may_hide or next(node.iter(*_NOT_IN_MENUS), None) is not None:
            return False
        labels = [anchor.text or "" for anchor in anchors]
        if any(map(len, anchors)):
            labels = ["".join(anchor.itertext()) for anchor in anchors]
        link_chars = sum(map(len, labels))
        words = "".join(node.itertext())
        if 10 * link_chars < 6 * len(words) and 10 * link_chars < 6 * len(tidy(words)):
            return False
        self._end_paragraph()
        hrefs = self.page.hrefs
        hrefs.extend(href for anchor in anchors if (href := anchor.get("href")))
        line = Line(tidy(" ".join(labels)), self.block, self.paragraph, element=node, in_landmark=self.in_landmark > 0, hrefs=(self.first_href, len(hrefs)))
        line.link_chars = len(line.text)
        line.links = sum(len(label) >= LONG_LABEL for label in labels)
        line.is_menu = True
        self.first_href = len(hrefs)
        if line.text:
            self.page.lines.append(line)
        self.image_seen = False
        self.paragraph += 1
        return True

    def _open_table(self, node: Any) -> tuple[_Kind, Any]:
        self._end_paragraph()
        table = read_table(node)
        if table is None:
            state = (self.heading, self.in_caption, self.in_landmark, self.in_content, self.element, self.block)
            self._enter(node, _Kind.CONTAINER)
            return _Kind.CONTAINER, state
        hrefs = self.page.hrefs
        hrefs.extend(href for anchor in node.iter("a") if (href := anchor.get("href")))
        self.page.lines.append(
            Line("", self.block, self.paragraph, in_landmark=self.in_landmark > 0, hrefs=(self.first_href, len(hrefs)), element=node, table=table)
        )
        self.first_href = len(hrefs)
        self.image_seen = False
        self.paragraph += 1
        return _Kind.SKIP, None

    def _close(self, node: Any, kind: _Kind, state: Any) -> None:
        if kind is _Kind.LINE:
            self._end_line()
        elif state is not None:
            self._end_paragraph()
            self.heading, self.in_caption, self.in_landmark, self.in_content, self.element, self.block = state

    # -------------------------------------------------------------- what the page says of itself
    def _read_json_ld(self, text: str | None) -> None:
        if not text or len(text) > _JSON_LD_LIMIT or '"datePublished"' not in text:
            return
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return
        items = data if isinstance(data, list) else [data]
        for item in items:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for entry in graph if isinstance(graph, list) else [item]:
                if isinstance(entry, dict) and isinstance(entry.get("datePublished"), str):
                    self.page.meta_date = self.page.meta_date or _iso_day(entry["datePublished"])
                    headline = entry.get("headline")
                    if isinstance(headline, str) and not self.page.meta_title:
                        self.page.meta_title = one_line(headline) or None


def _read_head(head: Any, page: Page) -> None:
    for node in head:
        tag = node.tag
        if tag == "title":
            page.title_tag = page.title_tag or one_line("".join(node.itertext())) or None
        elif tag == "meta":
            _read_meta(node, page)
        elif tag == "base":
            page.base_href = page.base_href or node.get("href")
        elif tag == "link" and node.get("rel") in ("next", "prev") and node.get("href"):
            page.hrefs.append(node.get("href"))


def _read_meta(node: Any, page: Page) -> None:
    name, content = node.get("property") or node.get("name"), node.get("content")
    if not content:
        return
    if name == "og:title":
        page.meta_title = one_line(content) or None
    elif name == "article:published_time":
        page.meta_date = _iso_day(content) or page.meta_date
    elif (node.get("http-equiv") or "").lower() == "refresh" and (match := _REFRESH.search(content)):
        page.hrefs.append(match.group(1))


def _iso_day(text: str) -> date | None:
    match = _ISO_DAY.match(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _is_hidden(node: Any) -> bool:
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return style is not None and ("none" in style or "hidden" in style or "NONE" in style) and _HIDDEN_STYLE.search(style) is not None
