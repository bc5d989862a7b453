"""Where on a page the article is: its body, its title, its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.pages.captions import is_list_item, reads_as_caption
from extractors.pages.containers import body_containers, subtree_end
from extractors.pages.dateline import DateLine
from extractors.pages.furniture import furniture_kind
from extractors.pages.lines import Line, Page
from extractors.pages.links import Links
from extractors.pages.roles import ENDS, LINK, PROSE, TEXT, find_date_lines, role_of
from extractors.pages.templates import TEMPLATES, Hints

SITE_NAMES = ("trang thông tin điện tử", "cổng thông tin điện tử", "cổng thông tin")
"""How the names of sites begin, lower case."""

_FINAL = ".!?…;:,”\"')"
_BROKEN_START = re.compile(r"\d{1,5}/")
"""A line that goes on from the one before: a document number cut off."""


@dataclass(slots=True)
class View:
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
        self.roles = [role_of(line) for line in self.lines]
        self.dates = find_date_lines(self.lines, self.roles)
        self.template, hints = _hints(self.page)
        self.body, self.mass = body_containers(self.page, self.roles)
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
        return [index for index, role in enumerate(roles) if role is PROSE and lines[index].block in body]

    def _first_without_prose(self) -> int:
        """Where the body would begin: below the heading or the date line, else nowhere."""
        headings = [index for index, line in enumerate(self.lines) if line.heading in (1, 2) and self.roles[index] in (TEXT, PROSE)]
        dated = [index for index, found in self.dates.items() if not found.has_weekday]
        return min((headings[0] + 1 if headings else len(self.lines)), (dated[0] if dated else len(self.lines)))

    def is_self_link(self, index: int) -> bool:
        """Tell whether a line links to its own page, as a title may."""
        first, last = self.lines[index].hrefs
        return any(self.links.absolute(href) == self.links.url for href in self.page.hrefs[first:last])

    def in_body(self, index: int) -> bool:
        """Tell whether a line stands in the containers of the body."""
        return self.lines[index].block in self.body

    # -------------------------------------------------------------- title
    def is_one_sentence(self) -> bool:
        """Tell whether a plain text is a sentence and no more: such a text has no title."""
        return self.page.is_plain and len(self.lines) == 1 and self.lines[0].text.rstrip("”\"')").endswith((".", "!", "?", "…"))

    def _find_title(self) -> int | None:
        if self.is_one_sentence():
            return None
        top = self.first_prose
        best, best_score = None, 1.5
        menu = 0
        for index in range(min(top, len(self.lines) - 1), max(-1, top - 80), -1):
            if self.roles[index] is LINK and not self.lines[index].heading:
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
        if length < 8 or length > 320 or role not in (TEXT, PROSE, LINK) or index in self.dates:
            return -9
        low = text.lower()
        score = (0.0, 4.0, 3.0, 2.5, 1.5, 1.0, 1.0)[line.heading]
        evidence = _evidence(low, self.page)
        score += evidence
        score += self._date_below(index)
        if role is PROSE and not (line.heading or evidence > 2 or score >= 3):
            return -9
        if role is LINK and evidence < 4:
            score -= 3
        if low.startswith(SITE_NAMES):
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
        return self.roles[index] is TEXT and len(line.text) >= 25 and not reads_as_caption(line.text)

    # -------------------------------------------------------------- end
    def _find_end(self) -> int:
        """The first line after the body that opens something else."""
        remaining = self.mass
        for index in range(self.first_prose, len(self.lines)):
            role = self.roles[index]
            if role is PROSE and self.in_body(index):
                remaining -= len(self.lines[index].text)
                continue
            if self._opens_something_else(index, role) and (3 * remaining <= self.mass or self._is_certain_end(index, role)):
                return index
        return len(self.lines)

    def _is_certain_end(self, index: int, role: str) -> bool:
        """The view counter with another end right below it ends the text, however long what follows."""
        return role == "views" and any(following in ENDS for following in self.roles[index + 1 : index + 3])

    def _opens_something_else(self, index: int, role: str) -> bool:
        if role is LINK:
            text = self.lines[index].text
            return index > self.last_prose and len(text) <= 40 and furniture_kind(text) in ENDS
        if role == "sidebar":
            return index > self.last_prose or self.page.is_plain
        return role in ENDS or (role == "views" and index > self.first_prose)

    def article(self) -> range:
        """Containers of the whole article: the smallest that hold title and body."""
        if self.title is None:
            return self.body
        parents = self.page.parents
        block = self.lines[self.title].block
        first, last = self.body.start, self.body.stop - 1
        while not (block <= first and last < subtree_end(parents, block)) and block > 0:
            block = parents[block]
        return range(min(block, first), subtree_end(parents, min(block, first)))


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
