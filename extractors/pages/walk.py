"""The tree of a page to lines, in one walk.

The walk keeps its own stack, so depth costs nothing, and looks at every node once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from extractors.pages.lines import LONG_LABEL, Line, Page, tidy
from extractors.pages.tables import read_table

# How an element shapes lines; numbers, because they are compared for every node.
_INLINE, _LINK, _LINE, _PARAGRAPH, _BOX, _LIST, _AREA_OF_PAGE, _TABLE, _BREAK, _IMAGE, _AREA, _SKIP = range(12)

SKIPPED = (
    *("script", "style", "noscript", "template", "svg", "math", "select", "option", "optgroup", "button", "textarea", "iframe", "object", "embed"),
    *("applet", "canvas", "audio", "video", "datalist", "dialog", "del", "s", "strike", "rp", "rt"),
)
"""Elements whose inside is no text of the page."""


def _kinds() -> dict[object, int]:
    by_kind = {
        _SKIP: " ".join((*SKIPPED, "head")),
        _LINE: "li dt dd tr legend summary",  # ends a line
        _PARAGRAPH: "p h1 h2 h3 h4 h5 h6 blockquote pre address figcaption caption hr",  # ends a paragraph
        _BOX: "html body div td th section dl form fieldset center header figure hgroup details thead tbody tfoot frameset noframes marquee",  # holds others
        _LIST: "ul ol menu dir",
        _AREA_OF_PAGE: "nav aside footer article main",
        _LINK: "a",
        _BREAK: "br",
        _IMAGE: "img",
        _TABLE: "table",
        _AREA: "area frame",
    }
    return {tag: kind for kind, tags in by_kind.items() for tag in tags.split()}


_KINDS = _kinds()
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LANDMARKS = frozenset(("nav", "aside"))
_LANDMARK_ROLES = frozenset(("navigation", "complementary", "search", "contentinfo", "banner"))
_SHORTEST_MENU = 3
_NOT_IN_MENUS = ("table", "p", "h1", "h2", "h3", "h4", "br", "div")


class Walk:
    """The state of the walk; ``run`` fills the page."""

    __slots__ = (
        *("page", "parts", "link_chars", "first_href", "image_seen", "paragraph"),
        *("block", "element", "heading", "in_caption", "in_content", "in_landmark", "in_link"),
    )

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: list[str] = []
        self.block = self.link_chars = self.paragraph = self.heading = 0
        self.in_landmark = self.in_link = self.in_caption = self.in_content = 0
        self.first_href = len(page.hrefs)
        self.image_seen = False
        self.element: Any = None

    def run(self, root: Any) -> None:
        """Walk the tree and close its last line."""
        parts = self.parts
        hrefs = self.page.hrefs
        kind_of = _KINDS.get
        stack: list[tuple[Iterator[Any], Any, int, Any]] = [(iter((root,)), None, _INLINE, None)]
        while stack:
            children, parent, parent_kind, saved = stack[-1]
            for node in children:
                kind = kind_of(node.tag, _INLINE)
                if kind >= _BREAK:
                    self._read_void(node, kind)
                else:
                    size = len(node)
                    if kind == _LINK:
                        self.in_link += 1
                        href = node.get("href")
                        if href:
                            hrefs.append(href)
                    elif kind:
                        if parts:
                            self._end_line()
                        if kind != _LINE:
                            self.paragraph += 1
                            if kind <= _BOX and not size:
                                kind = _SKIP
                                self._read_leaf(node)
                            elif kind >= _LIST and self._read_whole(node, kind):
                                kind = _SKIP
                            else:
                                state = (self.element, self.block, self.heading, self.in_landmark, self.in_caption, self.in_content)
                                self._enter(node, kind)
                    if kind != _SKIP:
                        text = node.text
                        if text and (parts or not text.isspace()):
                            parts.append(text)
                            if self.in_link:
                                self.link_chars += len(text)
                        if size or kind > _LINE:
                            stack.append((iter(node), node, kind, state if kind > _LINE else None))
                            break
                        if kind == _LINK:
                            self.in_link -= 1
                        elif kind and parts:
                            self._end_line()
                text = node.tail
                if text and (parts or not text.isspace()):
                    parts.append(text)
                    if self.in_link:
                        self.link_chars += len(text)
            else:
                stack.pop()
                if parent is None:
                    continue
                if parent_kind == _LINK:
                    self.in_link -= 1
                elif parent_kind:
                    if parts:
                        self._end_line()
                    if saved is not None:
                        self.paragraph += 1
                        self.element, self.block, self.heading, self.in_landmark, self.in_caption, self.in_content = saved
                text = parent.tail
                if text and (parts or not text.isspace()):
                    parts.append(text)
                    if self.in_link:
                        self.link_chars += len(text)
        if parts:
            self._end_line()

    # -------------------------------------------------------------- lines
    def _end_line(self) -> bool:
        """Close the line in hand; tell whether it held words."""
        parts = self.parts
        if not parts:
            return False
        text = tidy(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        link_chars, self.link_chars = self.link_chars, 0
        if not text:
            return False
        self._add(text, self.element, link_chars)
        return True

    def _add(self, text: str, element: Any, link_chars: int = 0, table: Any = None) -> Line:
        """Add a line with all that is known of its place."""
        page = self.page
        count = len(page.hrefs)
        line = Line(
            text,
            self.block,
            self.paragraph,
            link_chars,
            self.heading,
            self.in_landmark > 0,
            self.in_caption > 0,
            self.image_seen,
            (self.first_href, count),
            element,
            table,
            int(link_chars >= LONG_LABEL),
        )
        page.lines.append(line)
        self.first_href = count
        self.image_seen = False
        return line

    # -------------------------------------------------------------- elements
    def _read_void(self, node: Any, kind: int) -> None:
        """An element without text inside."""
        if kind == _IMAGE:
            self.image_seen = True
        elif kind == _BREAK:
            if not self._end_line() and self.element is not None:
                self.paragraph += 1
        elif kind == _AREA:
            target = node.get("href") or node.get("src")
            if target:
                self.page.hrefs.append(target)

    def _read_leaf(self, node: Any) -> None:
        """A paragraph or box without elements inside, the most frequent of all: its text is one line."""
        text = node.text
        if text is not None and (text := tidy(text)):
            tag = node.tag
            if tag == "p":
                self._add(text, node, len(text) if self.in_link else 0)
            else:
                state = (self.element, self.block, self.heading, self.in_landmark, self.in_caption, self.in_content)
                self._enter(node, _KINDS[tag])
                self._add(text, node, len(text) if self.in_link else 0)
                self.element, self.block, self.heading, self.in_landmark, self.in_caption, self.in_content = state
        self.paragraph += 1

    def _enter(self, node: Any, kind: int) -> None:
        """Begin a paragraph or box."""
        self.element = node
        if kind == _PARAGRAPH:
            tag = node.tag
            if tag != "p":
                self.heading = _HEADINGS.get(tag, self.heading)
                self.in_caption += tag == "figcaption"
            return
        parents = self.page.parents
        parents.append(self.block)
        self.block = len(parents) - 1
        if kind == _AREA_OF_PAGE:
            tag = node.tag
            if tag in _LANDMARKS or (tag == "footer" and not self.in_content):
                self.in_landmark += 1
            elif tag != "footer":
                self.in_content += 1
        if node.get("role") in _LANDMARK_ROLES:
            self.in_landmark += 1

    def _read_whole(self, node: Any, kind: int) -> bool:
        """Take a menu or a table of figures as one line; tell whether it was one."""
        if kind == _LIST:
            return len(node) >= _SHORTEST_MENU and self._read_menu(node)
        return kind == _TABLE and self._read_table(node)

    def _read_menu(self, node: Any) -> bool:
        """Take a list of links as one line: menus are half of many pages and need no closer look."""
        anchors = list(node.iter("a"))
        if len(anchors) < len(node) or next(node.iter(*_NOT_IN_MENUS), None) is not None:
            return False
        labels = [anchor.text or "" if not len(anchor) else _words(anchor) for anchor in anchors]
        link_chars = sum(map(len, labels))
        words = _words(node)
        if 10 * link_chars < 6 * len(words) and 10 * link_chars < 6 * len(tidy(words)):
            return False
        hrefs = self.page.hrefs
        hrefs.extend(href for anchor in anchors if (href := anchor.get("href")))
        text = tidy(" ".join(labels))
        if text:
            line = self._add(text, node)
            line.link_chars = len(text)
            line.links = sum(len(label) >= LONG_LABEL for label in labels)
            line.is_menu = True
        self.first_href = len(hrefs)
        self.image_seen = False
        self.paragraph += 1
        return True

    def _read_table(self, node: Any) -> bool:
        read = read_table(node)
        if read is None:
            return False
        hrefs = self.page.hrefs
        hrefs.extend(href for anchor in node.iter("a") if (href := anchor.get("href")))
        line = self._add("", node, 0, read.table)
        line.is_cut = read.is_cut
        line.heading, line.is_caption, line.after_image = 0, False, False
        self.paragraph += 1
        return True


def _words(node: Any) -> str:
    """All text inside an element."""
    words: str = etree.tostring(node, method="text", encoding="unicode", with_tail=False)
    return words
