"""Which links are worth following, and in what order."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from extractors.pages.files import plain_file_url
from extractors.pages.noise import is_print_view, without_sessions
from extractors.pages.urls import page_url
from spiders.frontier import Entry
from spiders.sites import Site

_ATTACHMENTS = frozenset([".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".csv", ".zip", ".rar", ".7z"])
_FURNITURE = frozenset(
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".ico", ".tif", ".tiff", ".css", ".js", ".mjs", ".json", ".map", ".woff", ".woff2",
     ".ttf", ".eot", ".otf", ".mp3", ".mp4", ".avi", ".mov", ".wmv", ".flv", ".wav", ".ogg", ".webm", ".swf", ".exe", ".apk", ".iso", ".dmg"]
)
_SITEMAP = re.compile(r"sitemap[^/]{0,80}\.xml(?:\.gz)?\Z|\.xml\.gz\Z", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[a-z][a-z_-]{0,19}\Z")
_MAX_LENGTH = 2_000
_MAX_REPEATS = 3
_DEEP = 4
START, SITEMAP, ARTICLE, PAGE, ATTACHMENT = 30, 25, 20, 10, 0
"""Priorities: start pages, sitemaps, article URLs, other pages, files."""


def entry_for(site: Site, url: str, depth: int) -> Entry | str:
    """The entry to add for a link, or the word for why it is not followed: ``offsite``, ``furniture``, ``print`` or ``trap``."""
    found = _look_at(site, url)
    if isinstance(found, str):
        return found
    if depth > site.max_depth:
        return "trap"
    key, url, priority, shape = found
    return Entry(key, url, depth, priority, shape)


def _look_at(site: Site, url: str) -> tuple[str, str, int, str | None] | str:
    """Key, URL to fetch, priority and shape."""
    if not site.owns(url):
        return "offsite"
    suffix = _suffix(url)
    if suffix in _FURNITURE:
        return "furniture"
    if len(url) > _MAX_LENGTH or _repeats(url):
        return "trap"
    if suffix in _ATTACHMENTS:
        url = plain_file_url(url)
        return site.identity(url).article_id, url, ATTACHMENT, None
    parts = urlsplit(url)
    if is_print_view(parts.path, parts.query):
        return "print"
    url = page_url(url)
    identity = site.identity(url)
    if identity.numeric_id is not None:
        return identity.article_id, url, ARTICLE, None
    return identity.article_id, url, SITEMAP if _SITEMAP.search(parts.path) else PAGE, shape_of(url)


def _suffix(url: str) -> str:
    name = without_sessions(urlsplit(url).path).rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _repeats(url: str) -> bool:
    """Whether one path segment comes back again and again, as links relative to the wrong place make it."""
    counts = Counter(s for s in urlsplit(url).path.split("/") if s)
    return bool(counts) and max(counts.values()) > _MAX_REPEATS


def shape_of(url: str) -> str | None:
    """What the pages of one listing or the days of one calendar share: path and parameters with every number as ``0``.

    Of a parameter's values only plain words are kept. ``None`` for a URL that has neither number nor parameter: it has no like.

    >>> shape_of("http://x.vn/Tin?page=27&page=3&view=list"), shape_of("http://x.vn/lich/2019/07"), shape_of("http://x.vn/gioi-thieu")
    ('/tin?page=0&view=list', '/lich/0/0', None)
    """
    parts = urlsplit(url)
    path = _NUMBERS.sub("0", unquote(parts.path).lower())
    pairs = {_folded(p) for p in parts.query.split("&") if p}
    if not pairs and "0" not in path:
        return None
    return f"{path}?{'&'.join(sorted(pairs))}" if pairs else path


def family_of(url: str) -> str | None:
    """What shapes share that only further parameters or segments tell apart; ``None`` for a short path without parameters.

    >>> family_of("http://x.vn/tim?a=1&b=2"), family_of("http://x.vn/a/b/c/d/"), family_of("http://x.vn/a/b")
    ('/tim?*', '/a/b/**', None)
    """
    parts = urlsplit(url)
    path = _NUMBERS.sub("0", unquote(parts.path).lower())
    if parts.query:
        return f"{path}?*"
    segments = [s for s in path.split("/") if s]
    return f"/{'/'.join(segments[:2])}/**" if len(segments) >= _DEEP else None


def _folded(parameter: str) -> str:
    name, _, value = parameter.partition("=")
    value = unquote(value).lower()
    return f"{unquote(name).lower()}={value if _WORD.match(value) else 0}"
