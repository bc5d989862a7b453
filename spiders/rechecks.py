"""What a fetch says that was not known: the same body, the same article in another frame, another version, a miss.

Asks with the validators of the body that is remembered, and decides of each answer
whether it gives rows. The rules:

- 304, or a body with the remembered digest: ``unchanged``, not read again.
- Another body with the same version of the article: ``unchanged``, no rows.
- 404 or 410: ``gone``; in the second crawl in a row the article is.
- 301 or 308 to another address where the same version answers as another article: this one is gone, it goes on there.

The first two hold only where the remembered body was read whole by the same reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from w3lib.url import safe_url_string

from extractors.records import Article, Harvest, Sighting
from spiders.frontier import Entry
from spiders.harvest import Fetch, Harvester
from spiders.links import ARTICLE, START
from spiders.memory import GONE, MISSES_TO_BE_GONE, Memory, Observation, Resource, reader_of

if TYPE_CHECKING:
    from scrapy.http import Headers

_KINDS = frozenset({"article", "listing", "attachment", "duplicate", "soft_404"})
_WHOLE = frozenset({"article", "listing", "attachment", "duplicate", "unchanged"})
_FOR_GOOD = (301, 308)
_SAME_BODY, _SAME_ARTICLE = "the same body as before", "the same article as before, only what stands around it changed"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether a body is still the same, as it was sent."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, headers: Headers) -> Validators:
        """Those of a response."""
        etag, modified = (None if value is None else value.decode("latin-1") for value in (headers.get("ETag"), headers.get("Last-Modified")))
        return cls(etag, modified)


class Rechecks:
    """Decides for the fetches of one crawl, with what was known when it began."""

    def __init__(self, memory: Memory, harvester: Harvester) -> None:
        self._memory, self._harvester = memory, harvester
        self._reader = reader_of(harvester.site)
        self._url_of = lru_cache(8_192)(self._find_url)

    def conditions(self, key: str, url: str) -> dict[str, bytes]:
        """The headers with which to ask for a resource at ``url``: conditional where the answer 304 would tell all; validators byte for byte."""
        known = self._memory.find(key)
        if known is None or known.url != url or not known.was_read_by(self._reader):
            return {}
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value.encode("latin-1") for name, value in asked.items() if value is not None}

    def read(self, entry: Entry, fetch: Fetch) -> Harvest:
        """The harvest of a fetch; a body that is the remembered one is not read again."""
        known = self._memory.find(entry.key)
        if known is None:
            return self._harvester.read(entry.key, fetch)
        if fetch.status in (404, 410):
            return self._missing(self._harvester.read(entry.key, fetch), known)
        if known.was_read_by(self._reader) and (fetch.status == 304 or self._is_same_body(fetch, known)):
            return self._unchanged(entry, fetch, known)
        return self._harvester.read(entry.key, fetch)

    def without_what_is_known(self, entry: Entry, harvest: Harvest, url: str) -> Harvest:
        """The harvest, or ``unchanged`` in place of an article of which this very version was read before."""
        known, article = self._memory.find(entry.key), _article(harvest)
        if known is None or article is None or known.reader != self._reader or (known.article_id, known.version) != (article.article_id, article.version):
            return harvest
        page = replace(harvest.page, outcome="unchanged", reason=_SAME_ARTICLE)
        return Harvest(key=harvest.key, page=page, sighting=self._sighting(known, url))

    def moved(self, entry: Entry, target: Entry, harvest: Harvest) -> Harvest:
        """The harvest of a redirect, with word that the article of ``entry`` is gone where it is now another, at ``target``.

        So it is where addresses without a number change: the same version leaves no doubt, and one article is not counted twice.
        """
        known = self._memory.find(entry.key)
        if harvest.page.status not in _FOR_GOOD or known is None or known.article_id is None or known.kind not in ("article", "duplicate"):
            return harvest
        there = self._memory.version_of(target.key)
        if there is not None and there[0] != known.article_id and there[1] == known.version and not self._memory.is_alive_elsewhere(known):
            harvest.page.reason = f"{harvest.page.reason}: the article is now {there[0]}"
            harvest.sighting = Sighting(article_id=known.article_id, gone=True)
        return harvest

    def note(self, entry: Entry, harvest: Harvest, url: str, validators: Validators | None = None, article: Article | None = None) -> Harvest:
        """Remember what the fetch told. ``article`` is the one that was read, also where the harvest leaves it out.

        Without ``validators``, or where the body was not read whole, it will be read again.
        """
        page, met = harvest.page, article or harvest.sighting
        known = self._memory.find(entry.key) if page.outcome == "unchanged" else None
        if known is not None and page.status == 304 and validators is not None:
            validators = Validators(validators.etag or known.etag, validators.last_modified or known.last_modified)
        if page.outcome not in _WHOLE or (article is not None and "truncated_body" in article.issues):
            validators = None
        self._memory.note(
            Observation(
                key=entry.key,
                url=url,
                depth=entry.depth,
                etag=None if validators is None else validators.etag,
                last_modified=None if validators is None else validators.last_modified,
                sha256=None if validators is None else page.content_sha256,
                reader=None if validators is None else self._reader,
                kind=known.kind if known is not None else page.outcome if page.outcome in _KINDS else None,
                outcome=page.outcome,
                article_id=None if met is None or page.outcome == "soft_404" else met.article_id,
                version=None if met is None else met.version,
                at=page.fetched_at.isoformat(),
                start=entry.priority == START,
            )
        )
        return harvest

    def heed_links(self, entries: Iterable[Entry]) -> None:
        """Note where the site itself says that a known article is now, should it be missing where it was."""
        if self._memory.is_empty:
            return
        for entry in entries:
            if entry.priority == ARTICLE and (url := self._url_of(entry.key)) not in (None, entry.url):
                seen = safe_url_string(entry.url)
                if seen != url:
                    self._memory.note_elsewhere(entry.key, seen)

    def _find_url(self, key: str) -> str | None:
        known = self._memory.find(key)
        return None if known is None else known.url

    def _is_same_body(self, fetch: Fetch, known: Resource) -> bool:
        return fetch.status == 200 and not fetch.truncated and bool(fetch.body) and hashlib.sha256(fetch.body).hexdigest() == known.sha256

    def _unchanged(self, entry: Entry, fetch: Fetch, known: Resource) -> Harvest:
        harvest = self._harvester.failed(entry.key, fetch.url, fetch.fetched_at, "unchanged", _SAME_BODY, fetch.source_ref)
        harvest.page.status, harvest.page.content_sha256 = fetch.status, known.sha256
        harvest.page.bytes = len(fetch.body) if fetch.status == 200 else None
        if fetch.status == 304:
            harvest.page.reason = "not modified"
        harvest.sighting = self._sighting(known, fetch.url)
        return harvest

    def _sighting(self, known: Resource, url: str) -> Sighting | None:
        if known.article_id is None:
            return None
        if url == known.url:
            return Sighting(article_id=known.article_id, version=known.version)
        identity = self._harvester.site.identity(url)
        return Sighting(article_id=known.article_id, version=known.version, url=identity.canonical_url, section=identity.section)

    def _missing(self, harvest: Harvest, known: Resource) -> Harvest:
        since = "for the first time" if known.misses == 0 else f"since run {known.missing_since}"
        harvest.page.reason = f"{harvest.page.reason}, {since}"
        is_gone = harvest.page.outcome == GONE and known.misses + 1 >= MISSES_TO_BE_GONE
        if known.article_id is not None and is_gone and not self._memory.is_alive_elsewhere(known):
            harvest.sighting = Sighting(article_id=known.article_id, gone=True)
        return harvest


def _article(harvest: Harvest) -> Article | None:
    return None if harvest.extraction is None else harvest.extraction.article
