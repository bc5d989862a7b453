"""From a page that was read to the entries that its links are worth, with every link that is not followed counted.

Statistics: ``solieu/links/<why>`` counts links that are not followed, by ``offsite``,
``furniture``, ``print``, ``post_back`` and ``trap``; ``solieu/trap/<kind>`` the same of traps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.records import Harvest
from solieu.contract.stats import unfollowed
from spiders.following import Following
from spiders.links import ARTICLE, ATTACHMENT, START
from spiders.sites import Site
from spiders.traps import TrapLedger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from extractors.records import Extraction
    from spiders.frontier import Entry
    from spiders.memory import Resource

_ERROR_NAMES = frozenset(
    ("404", "error", "error404", "error-404", "404error", "notfound", "not-found", "page-not-found", "pagenotfound", "khong-tim-thay", "loi", "loi-404")
)
_LONG_TEXT = 400
_MISSING = frozenset(("gone", "soft_404"))
_HOME_NAMES = frozenset(("", "home", "trang-chu", "index", "default", "vi", "vn", "main", "portal"))


class Follower:
    """Decides which links of a site's pages are followed, with the ledger of the run's traps."""

    def __init__(self, site: Site, ledger: TrapLedger, crawler: Crawler) -> None:
        self.ledger = ledger
        self._site = site
        self._following = Following(site)
        self._crawler = crawler
        self._homes = frozenset(site.identity(url).article_id for url in site.start_urls)

    def entries(self, links: Iterable[str], base: str, depth: int) -> list[Entry]:
        """The entries of a page's links, on the host of ``base``: an alias in a link costs no redirect."""
        entries = []
        for link in links:
            found = self._following.entry_for(link, base, depth)
            if isinstance(found, str):
                self._count(found, "url" if found == "trap" else None)
            else:
                entries.append(found)
        return entries

    def worth(self, entry: Entry, harvest: Harvest, body: bytes, entries: list[Entry]) -> list[Entry]:
        """Those of a page's ``entries`` that are to be followed; the ledger learns from the page."""
        extraction, outcome = harvest.extraction, harvest.page.outcome
        if outcome not in _MISSING and extraction is None:
            return entries
        missing = outcome in _MISSING
        kind = self.ledger.note(entry, entries, _text(extraction, body), is_article=_is_sure_article(entry, extraction), is_missing=missing)
        if missing:
            return []
        self._count("post_back", number=0 if extraction is None else extraction.post_backs)
        return self._only_sure(entries, kind) if kind else entries

    def redirected(self, entry: Entry, target: Entry) -> tuple[str, str] | None:
        """Outcome and reason of a redirect from one page to another that leads nowhere; ``None`` where it is to be followed."""
        if entry.key not in self._homes and _is_inner(entry.url) and (where := self._nowhere(entry, target)) is not None:
            self.ledger.note(entry, [], "home", is_missing=True)
            return "soft_404", f"redirects to {where}"
        why = self.ledger.hop(entry.key, target.key)
        kind = self.ledger.note(entry, [target], target.url)
        if why is None and kind == "":
            return None
        self._count("trap", "redirects")
        return "error", f"{why or 'one of many redirects that lead nowhere'}: {target.url}"

    def _nowhere(self, entry: Entry, target: Entry) -> str | None:
        """In words where missing pages are sent to; ``None`` for any other page."""
        if target.key in self._homes or not _is_inner(target.url):
            return "the home page"
        name = urlsplit(target.url).path.rstrip("/").rpartition("/")[2].partition(".")[0].lower()
        return "an error page" if entry.priority == ARTICLE and name in _ERROR_NAMES else None

    def unmask(self, entry: Entry, harvest: Harvest, body: bytes, before: Resource | None) -> Harvest:
        """The harvest, or a ``soft_404`` where it is one page under many addresses (:mod:`spiders.likeness`)."""
        likeness = self.ledger.likeness
        if entry.priority == START and harvest.extraction is not None:
            likeness.heed_home(harvest.extraction)
        # not by its priority: an address that is remembered has another one
        if self._site.identity(entry.url).numeric_id is None or (why := likeness.unmask(entry, harvest, body, before)) is None:
            return harvest
        return Harvest(key=harvest.key, page=replace(harvest.page, outcome="soft_404", reason=why, url=harvest.page.requested_url))

    def gives_up(self, entry: Entry) -> bool:
        """Whether an entry that waited has turned out to belong to a trap."""
        kind = self.ledger.closed(entry)
        if kind:
            self._count("trap", kind)
        return bool(kind)

    def told(self) -> list[str]:
        """What the one who crawls should know of links that were left out, a line each."""
        stats = self._crawler.stats.get_stats()
        kinds = {name.rpartition("/")[2]: int(number) for name, number in sorted(stats.items()) if name.startswith("solieu/trap/")}
        lines = [f"{sum(kinds.values())} links into traps were not followed ({', '.join(f'{kind} {n}' for kind, n in kinds.items())})"] if kinds else []
        if posted := stats.get(unfollowed("post_back")):
            lines.append(f"{posted} links of pagers have no address (ASP.NET posts them back) and could not be followed")
        return lines

    def _only_sure(self, entries: list[Entry], kind: str) -> list[Entry]:
        """Articles and files: they are no pages to go on from."""
        sure = [e for e in entries if e.priority in (ARTICLE, ATTACHMENT) and kind != "same_article"]
        self._count("trap", kind, len(entries) - len(sure))
        return sure

    def _count(self, why: str, kind: str | None = None, number: int = 1) -> None:
        if number:
            self._crawler.stats.inc_value(unfollowed(why), number)
            if kind is not None:
                self._crawler.stats.inc_value(f"solieu/trap/{kind}", number)


def _is_sure_article(entry: Entry, extraction: Extraction | None) -> bool:
    """Whether a page is an article beyond doubt: a few words under a heading may be any page of a trap."""
    article = None if extraction is None else extraction.article
    return article is not None and (entry.priority == ARTICLE or article.published_on is not None or len(article.text) >= _LONG_TEXT)


def _text(extraction: Extraction | None, body: bytes) -> str | bytes:
    """What makes a page what it is: an article's words, else the whole source."""
    article = None if extraction is None else extraction.article
    return body if article is None else f"{article.title}\n{article.text}\n{' '.join(article.captions)}"


def _is_inner(url: str) -> bool:
    """Whether a URL is no other name of the home page."""
    parts = urlsplit(url)
    segments = [s for s in parts.path.split("/") if s]
    return bool(parts.query) or len(segments) > 1 or (len(segments) == 1 and segments[0].partition(".")[0].lower() not in _HOME_NAMES)
