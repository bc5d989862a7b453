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

from extractors.pages.sitemap import is_sitemap
from extractors.pages.sniffing import opens_as_html
from extractors.records import Extraction, Harvest, Page, PageFetch
from spiders.sites import Site

Extractor = Callable[[Page], Extraction]

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"})
ATTACHMENT_TYPES = (
    "application/pdf",
    "application/msword",
    "application/rtf",
    "application/vnd.",
    "application/zip",
    "application/x-rar",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "text/csv",
)
_UNKNOWN_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown"})
_PAGE_END, _TAIL = b"</html>", 4096
"""What closes a page, and how near its end: a body whose length alone was wrong is whole."""
_BINARY_STARTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!")


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
        page = PageFetch(url=url, requested_url=url, fetched_at=at, outcome=outcome, reason=reason, source_ref=source_ref, run_id=self.run_id)
        return Harvest(key=key, page=page)

    def _without_reading(self, fetch: Fetch) -> tuple[str, str | None] | None:
        """Outcome and reason of a fetch that holds no page to read."""
        status = fetch.status
        if status is not None and not 200 <= status < 300:
            return self._by_status(status, fetch.location)
        if len(fetch.body) > self.site.max_bytes:
            return "too_large", f"more than {self.site.max_bytes} bytes"
        if not fetch.body:
            return "error", "empty body"
        return None if is_sitemap(fetch.body) else _by_type(fetch.content_type, fetch.body)

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
        page = PageFetch(
            url=fetch.url if article is None else article.url,
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


def _is_cut(fetch: Fetch) -> bool:
    return fetch.truncated and _PAGE_END not in fetch.body[-_TAIL:].lower()


def _by_type(content_type: str | None, body: bytes) -> tuple[str, str] | None:
    """Outcome and reason of a body that is no page; ``None`` for one to read.

    The first bytes overrule a header that claims a page or says nothing.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type.startswith(ATTACHMENT_TYPES):
        return "attachment", media_type
    if media_type in PAGE_TYPES or media_type in _UNKNOWN_TYPES:
        if body.startswith(_BINARY_STARTS):
            return "attachment", f"binary file sent as {media_type or 'no type'}"
        if media_type not in _UNKNOWN_TYPES or b"<" in body[:1024]:
            return None
    if opens_as_html(body):
        return None
    return "error", f"not a page: {media_type or 'no content type'}"
