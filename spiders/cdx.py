"""What the indexes of web archives list, and which of it is worth fetching."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from spiders.links import entry_for
from spiders.sites import Site

FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The fields asked of the Wayback Machine's index, in this order."""

MAX_TRIES = 3
"""How many captures of one version are tried where the archive lists them and has them not."""

_DEFAULT_PORT = re.compile(r"^(http://[^/:]+):80(?=/|$)|^(https://[^/:]+):443(?=/|$)", re.IGNORECASE)
_FURNITURE = re.compile(r"(?:image|video|audio|font)/|text/css|(?:text|application)/(?:x-)?(?:javascript|json|font)", re.IGNORECASE)
FURNITURE_FILTERS = ("!mimetype:(image|video|audio|font)/.*", "!mimetype:text/css", "!mimetype:.*(javascript|json).*")
"""The same for the Wayback Machine's index, which matches whole values."""

_GONE, _MOVED = (404, 410), (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Listed:
    """One capture as an index lists it; ``at`` is the capture time (UTC, whole seconds).

    ``status`` is ``None`` for a revisit record, ``digest`` where the index has none.
    ``place`` is file name, offset and length of the record, where the index tells it.
    """

    url: str
    at: datetime
    mime: str
    status: int | None
    digest: str | None
    place: tuple[str, int, int] | None = None

    @property
    def stamp(self) -> str:
        """The capture time as archives write it: ``yyyymmddhhmmss``."""
        return f"{self.at:%Y%m%d%H%M%S}"


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer of an index. ``broken`` counts lines that could not be read; ``resume_key`` is there where more follows."""

    captures: list[Listed]
    broken: int = 0
    resume_key: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One version of a page. ``captures`` hold the same bytes, the newest first: the others are for where it is missing."""

    article_id: str
    captures: tuple[Listed, ...]

    @property
    def newest(self) -> Listed:
        """The capture to fetch."""
        return self.captures[0]

    @property
    def key(self) -> str:
        """Equal for two lists of captures exactly when nothing new is to be fetched."""
        return f"{self.newest.stamp} {self.article_id} {self.newest.digest or self.newest.url}"


def read_wayback(text: str) -> Listing:
    """Read the plain text of the Wayback Machine's index, with :data:`FIELDS`; a line that is cut off is broken.

    >>> read_wayback("20190716020304 http://x.vn:80/a text/html 200 ABC 99\\n\\nvn%2Cx%29%2Fa+20190716020304%21\\n").resume_key
    'vn%2Cx%29%2Fa+20190716020304%21'
    """
    body, _, rest = text.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
    found = [_wayback_line(line) for line in body.split("\n") if line.strip()]
    captures = [capture for capture in found if capture is not None]
    return Listing(list(dict.fromkeys(captures)), len(found) - len(captures), rest.strip() or None)


def read_commoncrawl(text: str) -> Listing:
    """Read the lines of JSON of a Common Crawl index."""
    found = [_commoncrawl_line(line) for line in text.splitlines() if line.strip()]
    captures = [capture for capture in found if capture is not None]
    return Listing(list(dict.fromkeys(captures)), len(found) - len(captures))


def _wayback_line(line: str) -> Listed | None:
    values = line.split(" ")
    if len(values) != len(FIELDS):
        return None
    stamp, url, mime, status, digest, _ = values
    return _listed(stamp, url, mime, status, digest)


def _commoncrawl_line(line: str) -> Listed | None:
    try:
        values = json.loads(line)
        place = (str(values["filename"]), int(values["offset"]), int(values["length"]))
        capture = _listed(values["timestamp"], values["url"], values.get("mime") or "", values.get("status") or "-", values.get("digest") or "-", place)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return capture if place[1] >= 0 and place[2] > 0 else None


def _listed(stamp: str, url: str, mime: str, status: str, digest: str, place: tuple[str, int, int] | None = None) -> Listed | None:
    if not re.fullmatch(r"[0-9]{14}", stamp) or not re.fullmatch(r"[0-9]{3}|-", status) or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        url = plain_url(url)
    except ValueError:
        return None
    return Listed(url, at, mime, None if status == "-" else int(status), None if digest in ("-", "") else digest.removeprefix("sha1:"), place)


def plain_url(url: str) -> str:
    """``url`` without default port and fragment, which crawlers of old wrote.

    >>> plain_url("http://x.vn:80/a?b#c")
    'http://x.vn/a?b'
    """
    return urlunsplit(urlsplit(_DEFAULT_PORT.sub(r"\1\2", url))._replace(fragment=""))


# ------------------------------------------------------------------ choosing
def choose(captures: Iterable[Listed], site: Site) -> list[Wanted]:
    """One :class:`Wanted` per version of each page of the site, the oldest first.

    Captures of one article with one digest are one version, under whatever URL. That
    a page was gone is worth knowing where nothing newer is known of it, and where it
    moved to where nothing else is. Other failures of the site are not, nor are the
    former states of its home page, which archives keep by the thousand.
    """
    home = site.identity(f"{site.scheme}://{site.hosts[0]}/").article_id
    pages: defaultdict[str, list[Listed]] = defaultdict(list)
    for capture in captures:
        if _is_page(capture, site):
            pages[site.identity(capture.url).article_id].append(capture)
    wanted = [one for article_id, found in pages.items() for one in _versions(article_id, _newest(found)[:1] if article_id == home else found)]
    return sorted(wanted, key=lambda one: (one.newest.at, one.newest.url, one.key))


def hosts_to_ask(site: Site) -> list[str]:
    """The site's hosts, one of those that an index takes for the same: it does not tell ``www.`` from nothing."""
    return list(dict.fromkeys(host.removeprefix("www.") for host in site.hosts))


def _is_page(capture: Listed, site: Site) -> bool:
    if not site.owns(capture.url) or _FURNITURE.match(capture.mime) or urlsplit(capture.url).path == "/robots.txt":
        return False
    return not isinstance(entry_for(site, capture.url, 0), str)


def _versions(article_id: str, captures: Sequence[Listed]) -> list[Wanted]:
    good = [capture for capture in captures if capture.status in (200, None)]
    gone = [capture for capture in captures if capture.status in _GONE]
    moved = [capture for capture in captures if capture.status in _MOVED]
    by_digest: defaultdict[object, list[Listed]] = defaultdict(list)
    for capture in good:
        by_digest[capture.digest or capture].append(capture)
    chosen = [*by_digest.values()]
    if gone and (not good or _newest(gone)[0].at > _newest(good)[0].at):
        chosen.append(_newest(gone)[:1])
    if moved and not good:
        chosen.append(_newest(moved)[:1])
    return [Wanted(article_id, tuple(_tries(same))) for same in chosen]


def _newest(captures: Sequence[Listed]) -> list[Listed]:
    return sorted(captures, key=lambda capture: (capture.at, capture.status is not None, capture.url), reverse=True)


def _tries(same: Sequence[Listed]) -> list[Listed]:
    """The newest captures of one version, and the newest that is no revisit record, whose body the archive may not find."""
    tries = _newest(same)[:MAX_TRIES]
    if all(capture.status is None for capture in tries):
        tries[-1:] = [next((capture for capture in _newest(same) if capture.status is not None), tries[-1])]
    return tries
