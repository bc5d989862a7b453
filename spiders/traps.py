"""Where a crawl would never end: what is known of pages that look alike, and when to stop following them.

Pages of one *shape* (:func:`spiders.links.shape_of`) go on as long as they bring
what no earlier page of the same shape brought: articles and files, an article of
their own, or pages of another shape that has proved to lead to articles or has not
been tried enough. So a listing of two thousand pages is read to its end, also when a
sitemap has named all its articles, and a calendar ends after a few days; one that has a
text for every day ends later, for no page of another kind tells of its days. The same
holds with more patience for a *family* of shapes (one path with ever more parameters, ever deeper paths).

The ledger keeps its tables beside the frontier. A page is noted once in a run,
however often the crawl is killed: what was decided of it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from spiders.frontier import Entry
from spiders.likeness import Likeness
from spiders.links import ARTICLE, ATTACHMENT, family_of, is_dated, root_of
from spiders.trap_tables import PATIENCE, TRIALS, Place, TrapTables, digest

FAMILY_PATIENCE = 60
FALSE_PATIENCE = 30
"""So many articles in a row that a shape named may turn out to be none."""
ALONE, ALONE_DATED = 500, 60
"""So many pages of a shape in a row may be texts that only pages of their own kind tell of, of any kind and with a date in their address."""
FIRST_SHAPES = 8
"""So many shapes of a family are given the benefit of the doubt; more are what combines parameters."""
SAME_BODY = 5
"""Links of a page are followed no more where its body has been seen so often and it brought nothing new."""
SAME_ARTICLE = 20
"""Links of an article are followed no more where its text has been seen so often under other numbers."""
MAX_HOPS = 5

FOLLOWED = ""
_ELSEWHERE = "@"
"""The place of all pages that pages of another kind tell of."""
_REMEMBERED = 8_192


class TrapLedger:
    """What a run knows of its traps, in the state file at ``path``. Raises ``sqlite3.Error`` where that cannot be used."""

    def __init__(self, path: Path, run_id: str) -> None:
        self._tables = TrapTables(path, run_id)
        self.likeness = Likeness(self._tables)
        self._places = self._tables.places
        self._families: dict[str, set[str]] = {}
        self._told: set[int] = set()

    # -------------------------------------------------------------- asked
    def closed(self, entry: Entry) -> str:
        """The kind of trap that an entry belongs to: it is not worth fetching; empty for one that is."""
        return next((place.closed for name in _places_of(entry) if (place := self._places.get(name)) is not None and place.closed), "")

    def note(self, entry: Entry, links: Iterable[Entry], text: str | bytes, *, is_article: bool = False, is_missing: bool = False) -> str:
        """Learn from a page that was answered, and decide on its ``links``.

        ``text`` is what makes the page what it is; figures are left out of account, but for
        articles with a number, of which two may differ in nothing else;
        ``is_missing`` tells of an answer that the page is gone. Returns an empty
        string where all links are to be followed, else the kind of trap: ``same_body``,
        where only its links to articles and files are, or ``same_article``.
        """
        page = digest(entry.key)
        verdict = self._tables.verdict_on(page)
        if verdict is None:
            seen = 0 if is_missing else self._tables.count_body(digest(text if entry.priority == ARTICLE else _without_figures(text)))
            self._judge_origin(entry, is_article and seen == 1, is_missing or is_article)
            links = list(links)
            self._heed(entry, links)
            is_new = self._learn(entry, links, own=is_article and seen == 1)
            bound, kind = (SAME_ARTICLE, "same_article") if entry.priority == ARTICLE else (SAME_BODY, "same_body")
            verdict = FOLLOWED if is_new or seen < bound else kind
            self._tables.decide(page, verdict)
        return verdict

    def hop(self, origin: str, key: str) -> str | None:
        """Note that ``origin`` redirects to ``key``; why that leads nowhere, or ``None``."""
        chain, at = [origin], origin
        while len(chain) <= MAX_HOPS and (before := self._tables.origin_of(at)) is not None:
            at = before
            chain.append(at)
        if key in chain:
            return "redirect loop"
        if len(chain) > MAX_HOPS:
            return f"redirected more than {MAX_HOPS} times"
        if self._tables.origin_of(key) is None:
            self._tables.add_hop(key, origin)
        return None

    # -------------------------------------------------------------- learning
    def _learn(self, entry: Entry, links: list[Entry], own: bool) -> bool:
        """Count what a page brought to its shape and family; whether it brought anything to its shape."""
        is_new = False
        for name in _places_of(entry):
            place = self._tables.place(name)
            found, led_on = self._novelty(name, entry.shape, links)
            found += own
            place.tried += 1
            place.found += found
            place.since_found = 0 if found else place.since_found + 1
            place.barren = 0 if found or led_on else place.barren + 1
            if name == entry.shape:
                self._judge_lone(entry, place, is_alone=found == own, own=own)
            patience = FAMILY_PATIENCE if name.endswith("*") else PATIENCE
            if not place.closed and place.barren >= max(patience, place.found // 100):
                place.closed = "family" if name.endswith("*") else "shape"
            is_new = is_new or bool(found or led_on)
        return is_new

    def _heed(self, entry: Entry, links: list[Entry]) -> None:
        """Note which pages a page of another kind tells of."""
        kind = _root_of(entry.url)
        for link in links:
            if link.shape is not None and (item := digest(link.key)) not in self._told and _root_of(link.url) != kind:
                if len(self._told) >= _REMEMBERED:
                    self._told.clear()
                self._told.add(item)
                self._tables.add_item(item, _ELSEWHERE)

    def _judge_lone(self, entry: Entry, place: Place, *, is_alone: bool, own: bool) -> None:
        """Where page after page is a text of its own that nothing else on the site tells of, they are made up."""
        if not is_alone or (own and self._tables.has_item(digest(entry.key), _ELSEWHERE)):
            place.alone = 0
        elif own:
            place.alone += 1
            if not place.closed and place.alone >= (ALONE_DATED if is_dated(entry.url) else ALONE):
                place.closed = "lone_pages"

    def _novelty(self, name: str, shape: str | None, links: list[Entry]) -> tuple[int, int]:
        """How many articles and files, and how many other pages, no page of the place brought before."""
        found = led_on = 0
        for link in links:
            is_sure = link.priority in (ARTICLE, ATTACHMENT)
            if not is_sure and (link.shape == shape or not self._leads_on(link, name)):
                continue
            if self._tables.is_new_item(digest(link.key), name):
                found, led_on = found + is_sure, led_on + (not is_sure)
        return found, led_on

    def _leads_on(self, link: Entry, name: str) -> bool:
        """Whether a link to a page is news for a place: within a family, only to one of its first shapes or one that led to articles."""
        shape = link.shape
        if shape is None:
            return family_of(link.url) != name
        place = self._places.get(shape)
        if name == family_of(link.url):
            first = self._families.setdefault(name, set())
            if len(first) < FIRST_SHAPES:
                first.add(shape)
            if shape not in first and (place is None or place.tried < TRIALS):
                return False
        return place is None or place.leads_to_articles()

    def _judge_origin(self, entry: Entry, is_good: bool, is_judged: bool) -> None:
        """Where shapes name articles that are none, one after the other, they are made up."""
        if entry.priority != ARTICLE or not is_judged:
            return
        item = digest(entry.key)
        for name in self._tables.places_with(item):
            place = self._tables.place(name)
            place.false_ones = 0 if is_good else place.false_ones + 1
            if not place.closed and place.false_ones >= max(FALSE_PATIENCE, place.found // 10):
                place.closed = "false_articles"

    def flush(self) -> None:
        """Write what was learnt; to be done before a page that taught it is marked done."""
        self._tables.flush()

    def close(self, is_finished: bool) -> None:
        """Close the file; what a finished run knew is forgotten."""
        self._tables.close(is_finished)


_root_of = lru_cache(_REMEMBERED)(root_of)


def _places_of(entry: Entry) -> list[str]:
    """The shape and the family of an entry; none for articles and files, which are no places to go on from."""
    if entry.priority in (ARTICLE, ATTACHMENT):
        return []
    return [name for name in (entry.shape, family_of(entry.url)) if name is not None]


_FIGURES = b"0123456789 \t\r\n"
_TEXT_FIGURES = str.maketrans("", "", "0123456789 \t\r\n")


def _without_figures(text: str | bytes) -> bytes:
    """Two pages that differ in clock, counter or day only are one."""
    if isinstance(text, bytes):
        return text.translate(None, _FIGURES)
    return text.translate(_TEXT_FIGURES).casefold().encode("utf-8", "surrogatepass")
