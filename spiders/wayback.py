"""Pages from the Wayback Machine: what its index lists, replayed as it was captured.

    scrapy crawl wayback -a site=kontum

The index (CDX server) is asked for each host, page by page with its resumption key.
It could itself leave out captures with equal digests, but then it gives the oldest
of them, and of each version the newest is wanted; so all are listed, which costs
lines, not requests. Captures are fetched with the ``id_`` flag, which gives the bytes
as they were. An answer of the Archive's own, whatever its status, is told from a
capture by its headers.

Settings: ``SOLIEU_WAYBACK_URL``, ``SOLIEU_WAYBACK_INDEX_INTERVAL`` and
``SOLIEU_WAYBACK_REPLAY_INTERVAL`` (seconds between two requests of all processes),
``SOLIEU_WAYBACK_LINES`` (a page of the index).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from extractors.records import Harvest
from spiders.cdx import FIELDS, FURNITURE_FILTERS, Listed, Listing, Wanted, hosts_to_ask, plain_url, read_wayback
from spiders.harvest import Fetch
from spiders.media import byte_limit
from spiders.remote import Gap, RemoteArchiveSpider, moment_of
from spiders.service import ServiceError, base_url, decoded, number
from spiders.warc import Headers

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_REPLAY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(https?://?.+)", re.IGNORECASE | re.DOTALL)
_ORIGINAL = "x-archive-orig-"
_HEAD_OF_THE_LINK = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"})
"""Headers of the site's answer that do not hold for the body as it is replayed."""

_MAX_HOPS = 5
_MAX_PAGES = 10_000
_NOT_THERE = frozenset({404, 410, 451})
_EXCLUDED = ("AccessControlException", "Blocked Site Error", "has been excluded")


class WaybackSpider(RemoteArchiveSpider):
    """Reads a site from the Wayback Machine."""

    name = "wayback"
    title = "the Wayback Machine"

    def connect(self, settings: BaseSettings) -> None:
        """Read the settings."""
        self._base = base_url(settings, "SOLIEU_WAYBACK_URL", "https://web.archive.org")
        host = urlsplit(self._base).netloc
        self._index = self.service(settings, f"{host}-index", "SOLIEU_WAYBACK_INDEX_INTERVAL", 2.5)
        self._replay = self.service(settings, f"{host}-replay", "SOLIEU_WAYBACK_REPLAY_INTERVAL", 0.125)
        self._lines = max(2, int(number(settings, "SOLIEU_WAYBACK_LINES", 10_000)))

    def urls(self) -> tuple[str, ...]:
        """The service's address."""
        return (self._base,)

    # -------------------------------------------------------------- the index
    async def listings(self) -> AsyncIterator[Listing]:
        """Each page of the index for each host."""
        for host in hosts_to_ask(self.home):
            key: str | None = None
            for _ in range(_MAX_PAGES):
                listing = read_wayback(await self.listing(self._index, self._index_url(host, key), self.run_id, self._is_listing))
                yield listing
                if listing.resume_key in (None, key):
                    break
                key = listing.resume_key

    def _index_url(self, host: str, resume_key: str | None) -> str:
        query = [("url", host), ("matchType", "host"), ("fl", ",".join(FIELDS)), ("limit", str(self._lines)), ("showResumeKey", "true")]
        query += [("filter", "statuscode:(200|30[12378]|404|410|-)"), *(("filter", one) for one in FURNITURE_FILTERS)]
        # the key comes escaped, and the server undoes that once more than for other values
        query += [("resumeKey", resume_key)] if resume_key else []
        return f"{self._base}/cdx/search/cdx?{urlencode(query)}"

    def _is_listing(self, response: Response) -> bool:
        """Whether an answer lists captures, and all that it was to. Raises :class:`ServiceError` where it never will."""
        text = response.body.decode("utf-8", "replace")
        if response.status != 200 and any(sign in text for sign in _EXCLUDED):
            raise ServiceError("the site is excluded from it")
        if response.status != 200 or text.lstrip().startswith("<") or "dataloss" in response.flags:
            return False
        found = read_wayback(text)
        return (bool(found.captures) or not found.broken) and (text.endswith("\n") or not text.strip() or found.resume_key is not None)

    # -------------------------------------------------------------- replay
    async def fetch(self, wanted: Wanted, listed: Listed) -> Harvest:
        """Replay one capture, following the service where it leads to another time."""
        url = f"{self._base}/web/{listed.stamp}id_/{listed.url}"
        for _ in range(_MAX_HOPS):
            response = await self._replay.ask(url, _is_final, byte_limit(self.home, listed.mime, listed.url))
            if is_capture(response):
                return self._harvest(wanted, listed, response)
            if not 300 <= response.status < 400:
                raise Gap(f"HTTP {response.status}{_told(response)}")
            url = self._next(url, response, listed)
        raise Gap(f"redirected more than {_MAX_HOPS} times")

    def _next(self, url: str, response: Response, listed: Listed) -> str:
        """Where the service leads. Raises :class:`Gap` for any place but a capture of the site that is not fetched anyway."""
        target = urljoin(url, (response.headers.get("Location") or b"").decode("utf-8", "replace"))
        found = _REPLAY.search(urlsplit(target)._replace(scheme="", netloc="").geturl())
        here, there = urlsplit(self._base), urlsplit(target)
        if there.netloc != here.netloc or there.scheme not in ("http", "https") or found is None:
            raise Gap(f"it leads elsewhere, to {target[:200]}")
        if not self.home.owns(_whole(found[2])):
            raise Gap(f"it leads off the site, to {_whole(found[2])[:200]}")
        other = (found[1], plain_url(_whole(found[2])))
        if other in self.chosen and other != (listed.stamp, listed.url):
            raise Gap(f"it leads to the capture of {found[1]}, which is read as itself")
        return f"{self._base}/web/{found[1]}id_/{_whole(found[2])}"

    def _harvest(self, wanted: Wanted, listed: Listed, response: Response) -> Harvest:
        found = _REPLAY.search(response.url)
        url = plain_url(_whole(found[2])) if found else listed.url
        at = _captured_at(response) or (moment_of(found[1]) if found else listed.at)
        status, headers = self._head(url, listed, response)
        if not response.body and status == 200:
            raise Gap("a capture without a body")
        coding = _coding(response)
        ref = self.copies.copy(url, status, [*headers, *([("Content-Encoding", coding)] if coding else [])], response.body, at, response.url)
        fields = {name.lower(): value for name, value in headers}
        try:
            body = decoded(coding, response.body, byte_limit(self.home, fields.get("content-type"), url))
        except (OSError, ValueError, EOFError) as error:
            return self.harvester.failed(self._key(wanted.key), url, at, "error", f"unreadable body: {type(error).__name__}: {error}"[:300], ref)
        fetch = Fetch(
            requested_url=url,
            url=url,
            body=body,
            fetched_at=at,
            source="archive",
            source_ref=ref,
            status=status,
            content_type=fields.get("content-type"),
            location=urljoin(url, fields["location"]) if "location" in fields and 300 <= status < 400 else None,
        )
        return self.harvester.read(self._key(wanted.key), fetch)

    def _head(self, url: str, listed: Listed, response: Response) -> tuple[int, Headers]:
        """The status and headers that the site sent when it was captured: the service answers every captured redirect with 302."""
        told: Headers = []
        for name, values in response.headers.items():
            field = name.decode("latin-1")
            if field.lower().startswith(_ORIGINAL) and field[len(_ORIGINAL) :].lower() not in _HEAD_OF_THE_LINK:
                told += [(field[len(_ORIGINAL) :], value.decode("latin-1")) for value in values]
        names = {name.lower() for name, _ in told}
        for field in ("Content-Type", "Location"):
            value = response.headers.get(field)
            if field.lower() not in names and value is not None:
                told.append((field, value.decode("latin-1")))
        headers = [(name, _unwrapped(url, value) if name.lower() == "location" else value) for name, value in told]
        redirected = 300 <= response.status < 400
        status = listed.status if redirected and listed.status is not None and 300 <= listed.status < 400 else response.status
        return status, headers


def is_capture(response: Response) -> bool:
    """Whether a response is a capture replayed, not a page of the Archive's own."""
    return "Memento-Datetime" in response.headers or any(name.lower().startswith(_ORIGINAL.encode()) for name in response.headers)


def _is_final(response: Response) -> bool:
    if is_capture(response):
        return True
    excluded = response.status == 403 and any(sign in response.body.decode("utf-8", "replace") for sign in _EXCLUDED)
    return 300 <= response.status < 400 or response.status in _NOT_THERE or excluded


def _captured_at(response: Response) -> datetime | None:
    try:
        at = parsedate_to_datetime((response.headers.get("Memento-Datetime") or b"").decode("latin-1"))
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def _coding(response: Response) -> str | None:
    """The content coding that the body still has: the site's own, which the service hands on without saying so."""
    coding = response.headers.get(_ORIGINAL + "Content-Encoding")
    if coding is None or not response.body.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return None
    return coding.decode("latin-1").strip().lower()


def _told(response: Response) -> str:
    told = (response.headers.get("X-Archive-Wayback-Runtime-Error") or b"").decode("latin-1")
    return f" ({told[:150]})" if told else ""


def _whole(url: str) -> str:
    """A URL whose second slash was lost on the way, as in ``http:/x.vn/a``."""
    return re.sub(r"^(https?:)/(?!/)", r"\1//", url, flags=re.IGNORECASE)


def _unwrapped(url: str, location: str) -> str:
    """A redirect's target as the site sent it, without the service around it."""
    found = _REPLAY.search(location)
    return _whole(found[2]) if found else urljoin(url, location)
