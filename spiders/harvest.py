"""From one fetch to one :class:`Harvest`: the code that every way in goes through.

A live response, an archived one and a saved file are all a :class:`Fetch`; what is
made of it is decided here and nowhere else, so that the same bytes give the same
rows whichever way they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from extractors.pages.files import file_url
from extractors.pages.links import attachment
from extractors.pages.sitemap import is_sitemap
from extractors.records import Article, Attachment, Extraction, Harvest, Page, PageFetch
from spiders.media import what_is_no_page
from spiders.sites import Site

Extractor = Callable[[Page], Extraction]

_PAGE_END, _TAIL = b"</html>", 4096
"""What closes a page, and how near its end: a body whose length alone was wrong is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What one fetch gave. ``body`` is the raw body with its content coding undone.

    ``status`` is ``None`` where no HTTP is involved; ``location`` is where a redirect leads.
    """

    requested_url: str
    url: str
    body: bytes
    fetched_at: datetime
    source: str
    source_ref: str | None
    status: int | None = 200
    content_type: str | None = None
    location: str | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Harvester:
    """Turns the fetches of one run of one site into harvests."""

    site: Site
    run_id: str
    extract: Extractor

    def read(self, key: str, fetch: Fetch) -> Harvest:
        """The harvest of a fetch that brought something; never raises for what a page holds."""
        decided = self._without_reading(fetch)
        if decided is not None:
            return self._harvest(key, fetch, *decided)
        extraction = self._extract(fetch)
        if _is_cut(fetch):
            # half an article would take the place of a whole one; its links are as good as any
            reason = f"the body ended early, after {len(fetch.body)} bytes"
            extraction = Extraction(outcome="error", reason=reason, links=extraction.links)
        return self._harvest(key, fetch, extraction.outcome, extraction.reason, extraction)

    def failed(self, key: str, url: str, at: datetime, outcome: str, reason: str, source_ref: str | None = None) -> Harvest:
        """The harvest of a fetch that brought nothing."""
        page = PageFetch(url=self._spelt(url), requested_url=url, fetched_at=at, outcome=outcome, reason=reason, source_ref=source_ref, run_id=self.run_id)
        return Harvest(key=key, page=page)

    def _without_reading(self, fetch: Fetch) -> tuple[str, str | None] | None:
        """Outcome and reason of a fetch that holds no page to read."""
        status = fetch.status
        if status is not None and not 200 <= status < 300:
            return self._by_status(status, fetch.location)
        if not fetch.body:
            return "error", "empty body"
        decided = None if is_sitemap(fetch.body) else what_is_no_page(fetch.content_type, fetch.body)
        is_file = decided is not None and decided[0] == "attachment"
        most = self.site.max_attachment_bytes if is_file else self.site.max_bytes
        return ("too_large", f"more than {most} bytes") if len(fetch.body) > most else decided

    def _by_status(self, status: int, location: str | None) -> tuple[str, str | None]:
        if status in (404, 410):
            return "gone", f"HTTP {status}"
        if status == 304:
            return "unchanged", "not modified"
        if status in (301, 302, 303, 307, 308) and location is not None:
            return "duplicate" if self.site.owns(location) else "offsite", f"redirects to {location}"
        return "error", f"HTTP {status}"

    def _extract(self, fetch: Fetch) -> Extraction:
        page = Page(
            url=self.site.canonical_origin(fetch.url),
            body=fetch.body,
            content_type=fetch.content_type,
            retrieved_at=fetch.fetched_at,
            source=fetch.source,
            source_ref=fetch.source_ref,
            site=self.site.name,
            truncated=_is_cut(fetch),
        )
        try:
            return self.extract(page)
        except Exception as error:  # one page must not end a crawl; the row names it
            return Extraction(outcome="error", reason=f"extractor failed: {type(error).__name__}: {error}"[:300])

    def _harvest(self, key: str, fetch: Fetch, outcome: str, reason: str | None, extraction: Extraction | None = None) -> Harvest:
        article = None if extraction is None else extraction.article
        if article is not None:
            article.attachments = list({file.url: file for file in map(self._own, article.attachments)}.values())
        page = PageFetch(
            url=self._spelt(fetch.url) if article is None else article.url,
            requested_url=fetch.requested_url,
            fetched_at=fetch.fetched_at,
            status=fetch.status,
            outcome=outcome,
            reason=reason,
            bytes=None if fetch.status == 304 else len(fetch.body),
            content_sha256=None if fetch.status == 304 else hashlib.sha256(fetch.body).hexdigest(),
            source_ref=fetch.source_ref,
            run_id=self.run_id,
        )
        return Harvest(key=key, page=page, extraction=extraction)

    def _own(self, file: Attachment) -> Attachment:
        """A file of an article at the address under which its fetch has its row in ``pages``."""
        return Attachment(url=self._spelt(file.url), media_type=file.media_type)

    def _spelt(self, url: str) -> str:
        """The address of a file in the spelling of all its links; that of a page as it is."""
        return file_url(self.site.canonical_origin(url)) if attachment(file_url(url)) is not None else url


def become_duplicate(harvest: Harvest, article: Article) -> None:
    """Make a harvest that of a page whose article was read already under another URL."""
    harvest.page.outcome, harvest.page.reason = "duplicate", f"the same article as {article.article_id}"
    harvest.extraction = None


def _is_cut(fetch: Fetch) -> bool:
    return fetch.truncated and _PAGE_END not in fetch.body[-_TAIL:].lower()
