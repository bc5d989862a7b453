"""What a URL says about the article behind it: its identity, section and canonical form.

Portals give one article many URLs: other host aliases, sections and slugs, print
views, session ids, tracking parameters. A URL that follows a known pattern
names the article by the number the CMS gave it, whatever else the URL holds;
any other URL is known by its canonical form. Pure functions of ``str``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from extractors.pages.named import named_number
from extractors.pages.noise import is_noise, without_print, without_sessions
from extractors.pages.numbered import counts_no_article

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "tnc": "/{section}/{slug}-{id}",
        "detail": "/pages/detail/{id}/{slug}",
        "named": "?{name}={id}",
    }
)
"""Article URL patterns by the name of the portal software, tried in this order; ``named`` is read by :mod:`extractors.pages.named`."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX_PAGE = re.compile(r"index\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_PAGE_SUFFIX = re.compile(r"\.(?:html?|aspx?|php|jsp)\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_DEFAULT_PAGE = re.compile(r"/default\.(?:aspx?|html?)\Z")
_KEYS_OF_PATHS = ("tabid", "articleid", "newsid", "ctl", "mid", "language")
"""First segments that name what follows them."""
_OPAQUE = re.compile(r"(?=[^0-9]*[0-9])(?=.*[a-z0-9][A-Z])(?=.*[a-z])[A-Za-z0-9+/=_]{6,}\Z")
"""A value in which case matters: no words, but letters of both cases mixed with digits."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which article a URL names.

    ``article_id`` is ``<site>-<numeric id>``, ``<site>-<name>-<numeric id>`` where the URL gives it by name, or ``<site>-h<16 hex digits>`` of the
    canonical URL where the URL shows no number. ``numeric_id`` is ``None`` then,
    and it is not known whether the URL is an article's at all.
    """

    article_id: str
    section: str | None
    canonical_url: str
    numeric_id: int | None


def article_identity(url: str, site: str, templates: Iterable[str] = tuple(TEMPLATES)) -> Identity:
    """The identity of the article behind ``url`` on ``site``.

    ``templates`` are names of :data:`TEMPLATES`; an unknown name raises ``KeyError``.

    >>> article_identity("http://www.x.vn/Tin-Tuc/Hoi-nghi-682?utm_source=fb#top", "x")
    Identity(article_id='x-682', section='tin-tuc', canonical_url='http://x.vn/Tin-Tuc/Hoi-nghi-682', numeric_id=682)
    >>> article_identity("http://x.vn/lien-he.html", "x").numeric_id is None
    True
    """
    canonical = canonical_url(url)
    parts = urlsplit(canonical)
    segments = [s for s in parts.path.split("/") if s]
    for name in templates:
        if name == "named":
            if (named := named_number(segments, parts.query)) is not None:
                return Identity(f"{site}-{named[0]}-{named[1]}", _first_that_is_a_section(segments), canonical, named[1])
            continue
        found = _read_segments(segments, TEMPLATES[name])
        if found is not None:
            number, section = found
            return Identity(f"{site}-{number}", section, urlunsplit(parts._replace(query="")), number)
    return Identity(f"{site}-h{_digest(parts)}", _first_of_several(segments), canonical, None)


def stated_identity(url: str, stated: str | None, site: str) -> Identity:
    """The identity of an article at ``url`` whose page states ``stated`` as its address (``rel=canonical``, ``og:url``).

    What a page states counts where its URL shows no number, where both are of one
    host, and where both end alike or hold the same number: a page that names the
    home page or always the same article must not draw others into its identity.

    >>> stated_identity("http://x.vn/Default.aspx?id=77", "https://www.x.vn/tin/Hoi-nghi-77", "x").article_id
    'x-77'
    """
    own = article_identity(url, site)
    if own.numeric_id is not None or not stated:
        return own
    try:
        here, there = urlsplit(own.canonical_url), urlsplit(canonical_url(stated))
    except ValueError:
        return own
    if here.netloc != there.netloc or not (there.path.strip("/") or there.query) or not _name_the_same(here, there):
        return own
    return article_identity(urlunsplit(there._replace(scheme=here.scheme)), site)


def _name_the_same(one: SplitResult, other: SplitResult) -> bool:
    last, other_last = (_PAGE_SUFFIX.sub("", p.path.rpartition("/")[2]).casefold() for p in (one, other))
    if last == other_last and not one.query and not other.query:
        return bool(last)
    numbers, others = (_numbers(p) for p in (one, other))
    return bool(numbers) and bool(others) and others[-1] in numbers


def _numbers(parts: SplitResult) -> list[str]:
    return _DIGITS.findall(f"{parts.path[-200:]}?{parts.query[-400:]}")


def canonical_url(url: str) -> str:
    """``url`` without what does not change the page behind it.

    Scheme and host in lower case without ``www.`` and default port; dot segments,
    doubled and closing slashes, index pages, session ids, print views, tracking
    parameters and the fragment removed; escapes and query in one order and
    spelling. A string that is no absolute URL comes back stripped, otherwise as it is.

    >>> canonical_url("HTTP://WWW.x.vn:80//a/../Tin/?b=2&a=1&utm_medium=q&PHPSESSID=1#z")
    'http://x.vn/Tin?a=1&b=2'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.scheme or not parts.hostname:
        return url
    host = parts.hostname.rstrip(".").removeprefix("www.")
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, _clean_path(parts.path), _clean_query(parts.query), ""))


def page_url(url: str) -> str:
    """``url`` to fetch in place of a print view, a session's or a tracked link; spelt as it was otherwise.

    >>> page_url("http://x.vn/tin/Hoi-nghi-5;jsessionid=A1?b=%C3%A0&utm_source=fb&a=1#top")
    'http://x.vn/tin/Hoi-nghi-5?b=%C3%A0&a=1'
    """
    parts = urlsplit(url)
    query = "&".join(p for p in parts.query.split("&") if p and not is_noise(*(unquote(w) for w in p.partition("=")[::2])))
    path = without_sessions(parts.path)
    first, *segments = path.split("/")
    return urlunsplit(parts._replace(path="/".join([first, *without_print(segments)]), query=query, fragment=""))


def _clean_path(path: str) -> str:
    kept: list[str] = []
    for segment in without_sessions(path).split("/"):
        name = unicodedata.normalize("NFC", unquote(segment)).strip()
        if name == "..":
            del kept[-1:]
        elif name not in ("", "."):
            kept.append(name)
    kept = without_print(kept)
    if kept and _INDEX_PAGE.fullmatch(kept[-1]):
        del kept[-1]
    return "/" + "/".join(quote(name, safe="!$&'()*+,;=:@-._~") for name in kept)


def _clean_query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query
    return urlencode(sorted(p for p in pairs if not is_noise(*p)), safe="/:,@", quote_via=quote)


def _read_segments(segments: list[str], template: str) -> tuple[int, str | None] | None:
    """The number and the section that ``segments`` give under ``template``, or ``None``.

    ``{section}`` takes one segment or more, every other part exactly one.
    """
    wanted = template.strip("/").split("/")
    if wanted[0] == "{section}":
        if len(segments) < len(wanted):
            return None
        section: str | None = unquote(segments[0]).lower()
        wanted, rest = wanted[1:], segments[-len(wanted) + 1 :]
    else:
        section, rest = None, segments
    if len(rest) != len(wanted):
        return None
    number = None
    for part, segment in zip(wanted, rest, strict=True):
        name = _PAGE_SUFFIX.sub("", unquote(segment))
        if part == "{slug}-{id}":
            slug, _, name = name.rpartition("-")
            if not slug.strip("-") or counts_no_article(slug, name):
                return None
        if part.endswith("{id}"):
            if not _NUMBER.fullmatch(name) or not name.isascii():
                return None
            number = int(name)
        elif part != "{slug}" and part != name.lower():
            return None
    return None if number is None else (number, section)


def _first_that_is_a_section(segments: list[str]) -> str | None:
    section = _first_of_several(segments)
    return None if section in _KEYS_OF_PATHS else section


def _first_of_several(segments: list[str]) -> str | None:
    return unquote(segments[0]).lower() if len(segments) > 1 else None


def _digest(parts: SplitResult) -> str:
    """Of what two spellings of one URL share; ``parts`` are those of a canonical URL.

    Portals answer either scheme, any case of a path and of parameter names, and take
    an empty parameter for none. Values keep their case where they are no words.
    """
    path = _published_path(_DEFAULT_PAGE.sub("", parts.path.casefold())) or "/"
    pairs = (p.partition("=")[::2] for p in parts.query.split("&"))
    folded = sorted((name.casefold(), value if _OPAQUE.match(value) else value.casefold()) for name, value in pairs if value)
    return hashlib.sha256(f"{parts.netloc}{path}?{folded}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _published_path(path: str) -> str:
    """Liferay shows what it publishes on any page and in any portlet: what names it stands behind them.

    >>> _published_path("/web/guest/tin/-/asset_publisher/x1y2/content/hoi-nghi"), _published_path("/web/guest/tin"), _published_path("/web/so-x/a")
    ('/-/content/hoi-nghi', '/tin', '/web/so-x/a')
    """
    path = path.removeprefix("/web/guest")
    place, sign, rest = path.partition("/-/asset_publisher/")
    _, _, content = rest.partition("/")
    if not sign or not content.startswith("content/"):
        return path
    group = "/".join(place.split("/")[:3]) if place.startswith("/web/") else ""
    return f"{group}/-/{content}"
