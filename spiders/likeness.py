"""Soft 404s that no words give away: a site that answers one page, or its home page, for every article that it does not have.

Only what stands under the address of an article is judged, and only by what other such
addresses of the same crawl gave: the third with the same title, date and text is none, and
so is one with the links of a start page. Nothing is lost by it: the first two are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.trap_tables import TrapTables, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.records import Article, Extraction, Harvest
    from spiders.frontier import Entry
    from spiders.memory import Resource

SAME = 3
"""So many articles may not be the same."""
FEWEST_LINKS = 5
"""Pages of fewer links are compared by their source, figures left out."""
_HOME = "@home"
_FIGURES = b"0123456789 \t\r\n"


class Likeness:
    """Judges the pages of one run; a page is judged once, however often the crawl is killed."""

    def __init__(self, tables: TrapTables) -> None:
        self._tables = tables

    def unmask(self, entry: Entry, harvest: Harvest, body: bytes, before: Resource | None) -> str | None:
        """Why the page is no page of its own, or ``None``. ``before`` is what was known of the address when the crawl began."""
        extraction = harvest.extraction
        if extraction is None or harvest.page.outcome == "soft_404":  # what the page says itself needs no likeness
            return None
        page = digest(f"alike {entry.key}")
        verdict = self._tables.verdict_on(page)
        if verdict is None:
            verdict = self._judge(extraction, harvest.page.requested_url, body, before)
            self._tables.decide(page, verdict)
        return verdict or None

    def heed_home(self, extraction: Extraction) -> None:
        """Note what a start page looks like."""
        self._tables.add_item(_by_links(extraction.links), _HOME)

    def _judge(self, extraction: Extraction, url: str, body: bytes, before: Resource | None) -> str:
        article = extraction.article
        if before is not None and before.kind == "soft_404" and (article is None or article.version == before.version):
            return "as at the last crawl, one page under many addresses"
        if article is not None:
            if not article.text:
                return ""
            mark = digest(f"text {article.published_on}\n{article.title}\n{article.text}\n{_attached(article)}")
        else:
            links = set(extraction.links)
            if len(links) >= FEWEST_LINKS and self._tables.has_item(_by_links(links), _HOME):
                return "the home page under the address of an article"
            links.discard(url)
            mark = _by_links(links) if len(links) >= FEWEST_LINKS else digest(b"source " + body.translate(None, _FIGURES))
        seen = self._tables.count_body(mark)
        return f"the same page as under {seen - 1} other addresses" if seen >= SAME else ""


def _by_links(links: Iterable[str]) -> int:
    return digest("links " + "\n".join(sorted(set(links))))


def _attached(article: Article) -> str:
    """What two articles with the same few words may differ in."""
    return "\n".join([*article.captions, *(a.url for a in article.attachments), *(str(table.rows) for table in article.tables)])
