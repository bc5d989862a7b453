"""The article among the lines of a page, whatever the layout.

The body is where the prose is: the smallest container that holds most of it. The title is
sought above it by heading, by what the page says of itself and by the date line below; date,
author and view counter by their words and their place; the end by the words that open what
comes after an article. Plain text is the same with one container.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from extractors.pages.captions import can_be_caption, is_list_item, reads_as_caption
from extractors.pages.content import ArticleContent, NotArticle
from extractors.pages.dateline import LONGEST, DateLine, labelled_author, read_date_line, signature
from extractors.pages.furniture import furniture_kind, is_view_label, lowered, may_open_furniture, view_count, word_lists
from extractors.pages.lines import Line, Page
from extractors.pages.links import Links, attachment
from extractors.pages.templates import TEMPLATES, Hints
from extractors.records import Attachment, Table

_FINAL = ".!?…;:,”\"')"
_LONG = 250
_SENTENCE = 60
_ENDS = frozenset(("related", "comments", "footer", "counter"))
_LONGEST_WORDS = 40
"""Code points for a word, on average, above which a text is no prose."""
_VIEW_HINTS = ("xem", "đọc", "XEM", "ĐỌC", "view", "View", "VIEW", "Xem", "hits", "Hits")
"""One of these is in every line that counts views; asked first because it is quick."""
_SITE_NAMES = ("trang thông tin điện tử", "cổng thông tin điện tử", "cổng thông tin")
_BROKEN_START = re.compile(r"\d{1,5}/")
"""A line that goes on from the one before: a document number cut off."""
_DATED_ROLES = frozenset(("text", "views", "tools", "sidebar", "related", "attachments", "comments"))
_ENDS_IN_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\)?\Z")
_LINK, _PROSE, _TEXT, _TABLE, _LANDMARK = "link", "prose", "text", "table", "landmark"


def read_article(page: Page, url: str) -> ArticleContent | NotArticle:
    """Return the article that a page's lines hold, or what the page is instead."""
    links = Links(url, page.base_href)
    all_links = [] if page.is_plain else links.all(page.hrefs)
    if not page.lines:
        return NotArticle(outcome="error", reason="empty page", links=all_links)
    view = _View(page, links)
    other = _other_kind(view)
    if other is not None:
        return NotArticle(outcome=other[0], reason=other[1], links=all_links)
    content = _compose(view, links)
    content.links = all_links
    return content


@dataclass(slots=True)
class _View:
    """What the lines are: filled step by step, each step using the ones before."""

    page: Page
    links: Links
    lines: list[Line] = field(init=False)
    roles: list[str] = field(init=False)
    dates: dict[int, DateLine] = field(init=False)
    body: range = field(init=False)  # containers of the body
    mass: int = field(init=False)  # characters of prose in them
    first_prose: int = field(init=False)
    last_prose: int = field(init=False)
    title: int | None = field(init=False)
    end: int = field(init=False)
    template: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.page.lines
        self.roles = [_role(line) for line in self.lines]
        self.dates = _date_lines(self.lines, self.roles)
        self.template, hints = _hints(self.page)
        self.body, self.mass = _body_containers(self.page, self.roles)
        prose = self.prose()
        self.first_prose = prose[0] if prose else self._first_without_prose()
        self.last_prose = prose[-1] if prose else self.first_prose
        self.title = hints.title if hints.title is not None else self._find_title()
        if self.title is not None and prose and self.title >= prose[0]:
            prose = [index for index in prose if index > self.title] or prose
            self.first_prose, self.last_prose = prose[0], max(prose[-1], self.title)
        self.end = self._find_end()

    # -------------------------------------------------------------- body
    def prose(self) -> list[int]:
        """Lines of prose in the body's containers."""
        roles, lines, body = self.roles, self.lines, self.body
        return [index for index, role in enumerate(roles) if role is _PROSE and lines[index].block in body]

    def _first_without_prose(self) -> int:
        """Where the body would begin: below the heading or the date line, else nowhere."""
        headings = [index for index, line in enumerate(self.lines) if line.heading in (1, 2) and self.roles[index] in (_TEXT, _PROSE)]
        dated = [index for index, found in self.dates.items() if not found.has_weekday]
        return min((headings[0] + 1 if headings else len(self.lines)), (dated[0] if dated else len(self.lines)))

    def is_self_link(self, index: int) -> bool:
        """Tell whether a line links to its own page, as a title may."""
        first, last = self.lines[index].hrefs
        return any(self.links.absolute(href) == self.links.url for href in self.page.hrefs[first:last])

    def in_body(self, index: int) -> bool:
        return self.lines[index].block in self.body

    # -------------------------------------------------------------- title
    def _find_title(self) -> int | None:
        top = self.first_prose
        best, best_score = None, 1.5
        menu = 0
        for index in range(min(top, len(self.lines) - 1), max(-1, top - 80), -1):
            if self.roles[index] is _LINK and not self.lines[index].heading:
                menu += 9 if self.lines[index].is_menu and self.lines[index].links > 8 else index < top
                if not self._is_own_title(index):
                    continue
            score = self._title_score(index) - (6 if menu > 8 else 0) - min(4.0, 0.15 * (top - index))
            if score > best_score:
                best, best_score = index, score
        return best

    def _is_own_title(self, index: int) -> bool:
        text = self.lines[index].text
        return text == self.page.meta_title or (self.page.title_tag is not None and len(text) >= 20 and text in self.page.title_tag)

    def _title_score(self, index: int) -> float:
        line, role = self.lines[index], self.roles[index]
        text = line.text
        length = len(text)
        if length < 8 or length > 320 or role not in (_TEXT, _PROSE, _LINK) or index in self.dates:
            return -9
        low = text.lower()
        score = (0.0, 4.0, 3.0, 2.5, 1.5, 1.0, 1.0)[line.heading]
        evidence = _evidence(low, self.page)
        score += evidence
        score += self._date_below(index)
        if role is _PROSE and not (line.heading or evidence > 2 or score >= 3):
            return -9
        if role is _LINK and evidence < 4:
            score -= 3
        if low.startswith(_SITE_NAMES):
            score -= 4
        if self._clock_below(index):
            score -= 5
        if self.page.is_plain:
            score += self._plain_title_score(index)
        return score + (0.5 if length >= 25 else 0.0)

    def _plain_title_score(self, index: int) -> float:
        """Where no markup tells, a title is a line that begins like one and is not broken off."""
        text = self.lines[index].text
        if len(text) < 12 or (len(text) >= 200 and text[-1] in _FINAL) or is_list_item(text) or ";" in text or text[0].islower() or _BROKEN_START.match(text):
            return 0.0
        following = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        score = 2.5 - (2 if reads_as_caption(text) else 0) - (3 if following[:1].islower() else 0)
        return score + (0.3 if index == 0 else 0.0) + (1.5 if text.isupper() else 0.0)

    def _date_below(self, index: int) -> float:
        for distance, weight in ((1, 3.0), (2, 2.0), (3, 1.5)):
            found = self.dates.get(index + distance)
            if found is not None:
                return weight if not found.has_weekday else weight / 2
        return 0.0

    def _clock_below(self, index: int) -> bool:
        """What stands above the header's clock is the header."""
        following = range(index + 1, min(len(self.lines), index + 4))
        return any((found := self.dates.get(place)) is not None and found.has_weekday and self.is_clock(place) for place in following)

    def is_clock(self, index: int) -> bool:
        """A weekday and a day, with another date line or a heading between it and the body."""
        found = self.dates[index]
        if not found.has_weekday or found.label is not None:
            return False
        between = range(index + 1, min(self.first_prose, len(self.lines)))
        return any(self._is_below_the_clock(place) for place in between)

    def _is_below_the_clock(self, index: int) -> bool:
        if index in self.dates:
            return not self.dates[index].has_weekday
        line = self.lines[index]
        if not self.page.is_plain:
            return 0 < line.heading < 4
        return self.roles[index] is _TEXT and len(line.text) >= 25 and not reads_as_caption(line.text)

    # -------------------------------------------------------------- end
    def _find_end(self) -> int:
        """The first line after the body that opens something else."""
        remaining = self.mass
        for index in range(self.first_prose, len(self.lines)):
            role = self.roles[index]
            if role is _PROSE and self.in_body(index):
                remaining -= len(self.lines[index].text)
                continue
            if self._opens_something_else(index, role) and (3 * remaining <= self.mass or self._is_certain_end(index, role)):
                return index
        return len(self.lines)

    def _is_certain_end(self, index: int, role: str) -> bool:
        """The view counter with another end right below it ends the text, however long what follows."""
        return role == "views" and any(following in _ENDS for following in self.roles[index + 1 : index + 3])

    def _opens_something_else(self, index: int, role: str) -> bool:
        if role is _LINK:
            text = self.lines[index].text
            return index > self.last_prose and len(text) <= 40 and furniture_kind(text) in _ENDS
        if role == "sidebar":
            return index > self.last_prose or self.page.is_plain
        return role in _ENDS or (role == "views" and index > self.first_prose)

    def article(self) -> range:
        """Containers of the whole article: the smallest that hold title and body."""
        if self.title is None:
            return self.body
        parents = self.page.parents
        block = self.lines[self.title].block
        first, last = self.body.start, self.body.stop - 1
        while not (block <= first and last < _subtree_end(parents, block)) and block > 0:
            block = parents[block]
        return range(min(block, first), _subtree_end(parents, min(block, first)))


# ------------------------------------------------------------------ roles
def _role(line: Line) -> str:
    if line.table is not None:
        return _LANDMARK if line.in_landmark else _TABLE
    if line.is_menu:
        return _LANDMARK if line.in_landmark else _LINK
    text = line.text
    length = len(text)
    if 5 * line.link_chars >= 3 * length:
        return _LINK
    if line.in_landmark:
        return _LANDMARK
    if length >= _LONG and text.count(" ") * _LONGEST_WORDS < length:
        return _TEXT  # no words: digits, a hash, rubbish
    if length >= _LONG and not may_open_furniture(text):
        return _PROSE
    if length <= 160 and any(map(text.__contains__, _VIEW_HINTS)) and (view_count(text) is not None or is_view_label(text)):
        return "views"
    kind = furniture_kind(text)
    if kind is not None:
        return kind
    if length >= _LONG or (length >= _SENTENCE and text[-1] in _FINAL):
        return _PROSE
    return _TEXT


def _date_lines(lines: list[Line], roles: list[str]) -> dict[int, DateLine]:
    found = {}
    for index, role in enumerate(roles):
        if role not in _DATED_ROLES:
            continue
        text = lines[index].text
        if len(text) <= LONGEST and ("20" in text or "19" in text):
            date_line = read_date_line(text)
            if date_line is not None:
                found[index] = date_line
    return found


def _hints(page: Page) -> tuple[str | None, Hints]:
    for template in TEMPLATES:
        hints = template.read(page)
        if hints is not None:
            return template.code, hints
    return None, Hints()


def _evidence(low: str, page: Page) -> float:
    """How far the page's own title agrees with a line, 0 to 6."""
    best = 0.0
    for own, weight in ((page.meta_title, 6.0), (page.title_tag, 5.0)):
        if own is None or len(low) < 10:
            continue
        own = own.lower()
        if own == low:
            best = max(best, weight)
        elif own.startswith(low) or own.endswith(low):
            best = max(best, weight * len(low) / len(own))
        elif low.startswith(own) and len(own) >= 20:
            best = max(best, weight / 2)
    return best


# ------------------------------------------------------------------ the body's container
def _body_containers(page: Page, roles: list[str]) -> tuple[range, int]:
    """Go down from the page into the container with most of the prose, as long as one has it."""
    parents = page.parents
    mass = [0] * len(parents)
    for line, role in zip(page.lines, roles, strict=True):
        if role is _PROSE:
            mass[line.block] += len(line.text)
        elif role is _TABLE and line.table is not None:
            mass[line.block] += min(2000, 8 * len(line.table.rows) * len(line.table.header or (line.table.rows or [[]])[0]))
    heaviest: dict[int, int] = {}
    for block in range(len(parents) - 1, 0, -1):
        parent = parents[block]
        mass[parent] += mass[block]
        if mass[block] and mass[block] >= mass[heaviest.get(parent, block)]:
            heaviest[parent] = block
    block = 0
    while block in heaviest and 20 * mass[heaviest[block]] >= 13 * mass[block]:
        block = heaviest[block]
    return range(block, _subtree_end(parents, block)), mass[block]


def _subtree_end(parents: list[int], block: int) -> int:
    """Containers are numbered in page order, so what a container holds is one run of numbers."""
    for index in range(block + 1, len(parents)):
        if parents[index] < block:
            return index
    return len(parents)


# ------------------------------------------------------------------ pages that are no article
def _other_kind(view: _View) -> tuple[str, str] | None:
    """Return outcome and reason of a page without an article, else None."""
    lines, roles = view.lines, view.roles
    prose = sum(len(line.text) for line, role in zip(lines, roles, strict=True) if role is _PROSE)
    if view.mass < 900:
        reason = _error_words(view)
        if reason is not None:
            return reason
    listed = sum(line.links for line, role in zip(lines, roles, strict=True) if role is _LINK)
    between = _links_between(view)
    if between >= 3 and 2 * between >= sum(role is _PROSE for role in roles[view.first_prose : view.last_prose + 1]):
        return "listing", f"{between} linked headings among the text"
    entries, teasers = _entries(view)
    if entries and 2 * teasers > len(view.prose()) and view.mass < 400 * entries:
        return "listing", f"{entries} links with a teaser"
    has_date = view.title is not None and any(view.title < index <= view.title + 4 and roles[index - 1] is not _LINK for index in view.dates)
    has_views = "views" in roles
    if view.title is not None and (has_date or has_views) and not _dated_links(view) >= 3:
        return None
    if prose < 200 and listed >= 5:
        return "listing", f"{listed} links and hardly any text"
    if prose < 600 and listed >= 15 and not has_date:
        return "listing", f"{listed} links and little text"
    if _dated_links(view) >= 3 and prose < 600:
        return "listing", "links with dates"
    if view.mass or view.title is not None or (view.page.is_plain and _has_words(view)):
        return None
    return "error", "no article text" if any(line.text for line in lines) else "empty page"


def _has_words(view: _View) -> bool:
    return any(role is _TEXT and len(line.text) >= 30 for line, role in zip(view.lines, view.roles, strict=True))


def _links_between(view: _View) -> int:
    """Linked headings between the first and the last prose of the body."""
    lines = view.lines
    return sum(
        max(lines[index].links, lines[index].heading > 0)
        for index in range(view.first_prose, min(view.last_prose, len(lines)))
        if view.roles[index] is _LINK and view.in_body(index)
    )


def _entries(view: _View) -> tuple[int, int]:
    """Links to elsewhere with a teaser below, and how many of the body's texts are such teasers.

    One entry counts only with its date between or in the link's line; several also without.
    """
    dated: set[int] = set()
    entries: set[int] = set()
    teasers = 0
    for index in view.prose():
        above = index - 1
        while above > max(0, index - 4) and above in view.dates:
            above -= 1
        if above < 0 or view.roles[above] is not _LINK or len(view.lines[above].text) < 20 or view.is_self_link(above):
            continue
        teasers += 1
        entries.add(above)
        if above < index - 1 or _ENDS_IN_DATE.search(view.lines[above].text) is not None:
            dated.add(above)
    return len(dated) or (len(entries) if len(entries) > 1 else 0), teasers


def _dated_links(view: _View) -> int:
    """Links that have their date below or beside them, as the entries of a listing."""
    return sum(
        view.roles[index - 1] is _LINK and len(view.lines[index - 1].text) >= 20 for index, found in view.dates.items() if index > 0 and not found.has_weekday
    )


def _error_words(view: _View) -> tuple[str, str] | None:
    """Words of error and login pages in the title or among the few lines of the page's own text."""
    lists = word_lists()
    texts = [text for text in (view.page.title_tag, view.page.meta_title) if text]
    own = (line.text for line, role in zip(view.lines, view.roles, strict=True) if role not in (_LINK, _LANDMARK, "footer", _TABLE))
    texts += [text for text in own if len(text) <= 200]
    for text in texts[:60]:
        low = lowered(text)
        for phrase in lists["soft_404"].contains:
            if phrase in low and (view.mass < 300 or text is view.page.title_tag):
                return "soft_404", f"the page says: {text[:80]}"
    if view.mass < 300 and sum(any(phrase in text.lower() for phrase in lists["login"].contains) for text in texts) >= 2:
        return "error", "login page"
    return None


# ------------------------------------------------------------------ composing
@dataclass(slots=True)
class _Parts:
    body: list[Line] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def _compose(view: _View, links: Links) -> ArticleContent:
    title = _title_text(view)
    date_index, published_on = _published_on(view)
    author_index, author = _author(view, date_index)
    parts = _parts(view, {date_index, author_index})
    content = ArticleContent(
        title=title,
        published_on=published_on,
        author=author,
        paragraphs=_paragraphs(parts.body, view.page.is_plain),
        captions=parts.captions,
        tables=parts.tables,
        view_count=_views(view),
        related_urls=_related(view, links),
        attachments=_attachments(view, links),
        template=view.template,
    )
    if published_on is None:
        content.issues.append("no_date")
    if not content.paragraphs:
        content.issues.append("empty_body")
    if not title:
        content.issues.append("no_title")
    return content


def _title_text(view: _View) -> str:
    if view.title is None:
        return view.page.meta_title or _own_title(view.page.title_tag)
    line = view.lines[view.title]
    if not line.heading:
        return line.text
    around = view.lines[max(0, view.title - 5) : view.title + 6]
    return " ".join(other.text for other in around if other.paragraph == line.paragraph and other.heading == line.heading)


def _own_title(tag: str | None) -> str:
    """The title element without the site's name behind it; nothing where it is only a site's name."""
    if tag is None:
        return ""
    for separator in (" | ", " – ", " » ", " :: ", " - "):
        head, found, _ = tag.partition(separator)
        if found and len(head) >= 20:
            tag = head
            break
    return "" if tag.lower().startswith(_SITE_NAMES) or len(tag) < 20 else tag


def _published_on(view: _View) -> tuple[int | None, date | None]:
    """The date line by place and label: below the title, labelled, above it, below the body; else the metadata."""
    title = view.title
    best: tuple[float, int] | None = None
    for index, found in view.dates.items():
        score = _date_score(view, index, found, title)
        if score > 0 and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        return best[1], view.dates[best[1]].day
    return None, view.page.meta_date


def _date_score(view: _View, index: int, found: DateLine, title: int | None) -> float:
    label = {"posted": 3.0, None: 0.0, "updated": -1.0}[found.label]
    if view.is_clock(index):
        return -1
    if title is None:
        near = 0 <= view.first_prose - index <= 4
        return (4 + label if near else label - 1 if index <= view.end else -1) - (6 if found.has_weekday and found.label is None else 0)
    if title < index <= title + 5 and index <= view.first_prose:
        return 10 + label - 0.5 * (index - title) - (1.5 if found.has_weekday else 0)
    if index <= view.end + 3 and index > title and found.label is not None:
        return 4 + label
    if title - 2 <= index < title and not found.has_weekday:
        return 5 + label
    if view.last_prose < index <= view.end and found.is_bare and not found.has_weekday:
        return 2 + label
    return -1


def _author(view: _View, date_index: int | None) -> tuple[int | None, str | None]:
    if date_index is not None and (byline := view.dates[date_index].byline) is not None:
        return None, byline
    start = 0 if view.title is None else view.title + 1
    stop = min(len(view.lines), view.end + 4)
    for index in range(start, stop):
        if view.roles[index] in (_TEXT, "tools", _PROSE) and index not in view.dates:
            author = labelled_author(view.lines[index].text)
            if author is not None:
                return index, author
    for index in range(min(view.end, len(view.lines)) - 1, max(view.last_prose, start - 1), -1):
        if view.roles[index] is not _TEXT or index in view.dates or not _in_article(view, index):
            continue
        line = view.lines[index]
        if line.is_caption or line.after_image or reads_as_caption(line.text) or _is_source(line.text):
            continue
        author = signature(line.text, at_right=_alignment(line) == "right")
        return (index, author) if author is not None else (None, None)
    return None, None


def _in_article(view: _View, index: int) -> bool:
    return view.lines[index].block in view.article()


def _is_source(text: str) -> bool:
    starts = word_lists()["source"].starts
    return len(text) <= 90 and ":" in text[:20] and starts is not None and starts.match(lowered(text)) is not None


def _alignment(line: Line) -> str | None:
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


def _parts(view: _View, used: set[int | None]) -> _Parts:
    parts = _Parts()
    article = view.article()
    homes = _prose_homes(view)
    start = 0 if view.title is None else view.title + 1
    title_paragraph = view.lines[view.title].paragraph if view.title is not None and view.lines[view.title].heading else -1
    for index in range(start, view.end):
        line, role = view.lines[index], view.roles[index]
        if index in used or line.paragraph == title_paragraph or (index in view.dates and _is_no_sentence(view, index)):
            continue
        inside = line.block in view.body
        if not inside and not (line.block in article and index < view.first_prose):
            continue
        if role is _TABLE and line.table is not None:
            parts.tables.append(_with_caption(line.table, parts.body, line))
        elif role in (_PROSE, _TEXT):
            if _is_caption(line, role):
                parts.captions.append(line.text)
            elif (role is _PROSE or (inside and _at_home(view, line, homes))) and not (index > view.last_prose and _is_source(line.text)):
                parts.body.append(line)
    return parts


def _is_no_sentence(view: _View, index: int) -> bool:
    found = view.dates[index]
    return found.is_bare or index <= view.first_prose or found.label is not None


def _prose_homes(view: _View) -> set[int]:
    parents = view.page.parents
    homes: set[int] = set()
    for index in range(view.first_prose, min(view.last_prose + 1, len(view.lines))):
        if view.roles[index] is _PROSE:
            homes.add(view.lines[index].block)
            homes.add(parents[view.lines[index].block])
    return homes


def _at_home(view: _View, line: Line, homes: set[int]) -> bool:
    """A short line belongs to the body where prose stands beside it."""
    if not homes:
        return True
    return line.block in homes or view.page.parents[line.block] in homes


def _is_caption(line: Line, role: str) -> bool:
    if line.is_caption:
        return True
    if line.heading:
        return False
    if line.after_image and can_be_caption(line.text, centred=_alignment(line) == "center"):
        return True
    return role is _TEXT and reads_as_caption(line.text)


def _with_caption(table: Table, body: list[Line], line: Line) -> Table:
    """Take the line or two right above that belong to the table out of the body."""
    taken: list[str] = []
    starts = word_lists()["table_caption"].starts
    while body and len(taken) < 2:
        above = body[-1]
        is_worded = starts is not None and starts.match(above.text.lower()) is not None and above.text[-1] not in ".;:"
        is_placed = len(above.text) <= 160 and above.text[-1] not in ".;:," and _alignment(above) in ("center", "right")
        if len(above.text) > 220 or not (is_worded or is_placed):
            break
        taken.insert(0, body.pop().text)
    caption = " ".join(filter(None, (*taken, table.caption)))
    return Table(caption=caption or None, header=table.header, rows=table.rows)


def _paragraphs(body: list[Line], is_plain: bool) -> list[str]:
    """Join the lines of each paragraph; in plain text without blank lines every line is one."""
    if is_plain and len(body) > 1 and len({line.paragraph for line in body}) == 1:
        return [line.text for line in body]
    return ["\n".join(line.text for line in group) for _, group in groupby(body, key=lambda line: line.paragraph)]


def _views(view: _View) -> int | None:
    """The article's own counter: the first below the title, else just above it."""
    title = view.title if view.title is not None else 0
    below = range(title, min(len(view.lines), max(view.end + 8, title + 4)))
    above = range(title - 1, max(-1, title - 4), -1)
    for index in (*below, *above):
        if view.roles[index] not in ("views", _LANDMARK) and index not in view.dates:
            continue
        text = view.lines[index].text
        count = view_count(text)
        if count is None and is_view_label(text) and index + 1 < len(view.lines):
            count = view_count("lượt xem: " + view.lines[index + 1].text[:20])
        if count is not None:
            return count
    return None


def _related(view: _View, links: Links) -> list[str]:
    marker = next((index for index in range(view.end, len(view.lines)) if _opens_related(view, index)), None)
    if marker is None or view.page.is_plain:
        return []
    hrefs: list[str] = []
    for line in _linked_lines(view, marker):
        hrefs += view.page.hrefs[line.hrefs[0] : line.hrefs[1]]
    return [link for link in links.all(hrefs) if attachment(link) is None]


def _opens_related(view: _View, index: int) -> bool:
    role = view.roles[index]
    return role == "related" or (role is _LINK and len(view.lines[index].text) <= 40 and furniture_kind(view.lines[index].text) == "related")


def _linked_lines(view: _View, marker: int) -> Iterator[Line]:
    for index in range(marker + 1, min(len(view.lines), marker + 120)):
        line = view.lines[index]
        if index in view.dates and line.hrefs[0] == line.hrefs[1]:
            continue
        if line.in_landmark or 5 * line.link_chars < 2 * len(line.text) or line.hrefs[0] == line.hrefs[1]:
            return
        yield line


def _attachments(view: _View, links: Links) -> list[Attachment]:
    article = view.article()
    start = 0 if view.title is None else view.title
    hrefs: list[str] = []
    for line in view.lines[start : view.end]:
        if line.block in article and not line.in_landmark:
            hrefs += view.page.hrefs[line.hrefs[0] : line.hrefs[1]]
    return [file for link in links.all(hrefs) if (file := attachment(link)) is not None]
