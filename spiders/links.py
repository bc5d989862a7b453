"""Which links are worth following, and in what order."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from extractors.pages.urls import page_url
from spiders.frontier import Entry
from spiders.sites import Site

_ATTACHMENTS = frozenset([".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".csv", ".zip", ".rar", ".7z"])
_FURNITURE = frozenset(
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".ico", ".tif", ".tiff", ".css", ".js", ".mjs", ".json", ".map", ".woff", ".woff2",
     ".ttf", ".eot", ".otf", ".mp3", ".mp4", ".avi", ".mov", ".wmv", ".flv", ".wav", ".ogg", ".webm", ".swf", ".exe", ".apk", ".iso", ".dmg"]
)
_NUMBERS = re.compile(r"[0-9]+")
_MAX_LENGTH = 2_000
_MAX_REPEATS = 3
START, ARTICLE, PAGE, ATTACHMENT = 30, 20, 10, 0
"""Priorities: start pages, article URLs, other pages, files."""


def entry_for(site: Site, url: str, depth: int) -> Entry | str:
    """The entry to add for a link, or the word for why it is not followed: ``offsite``, ``furniture`` or ``trap``."""
    if not site.owns(url):
        return "offsite"
    suffix = _suffix(url)
    if suffix in _FURNITURE:
        return "furniture"
    if depth > site.max_depth or len(url) > _MAX_LENGTH or _repeats(url):
        return "trap"
    url = page_url(url)
    identity = site.identity(url)
    if suffix in _ATTACHMENTS:
        return Entry(identity.article_id, url, depth, ATTACHMENT)
    if identity.numeric_id is not None:
        return Entry(identity.article_id, url, depth, ARTICLE)
    return Entry(identity.article_id, url, depth, PAGE, _shape(url))


def _suffix(url: str) -> str:
    name = urlsplit(url).path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _repeats(url: str) -> bool:
    """Whether one path segment comes back again and again, as links relative to the wrong place make it."""
    counts = Counter(s for s in urlsplit(url).path.split("/") if s)
    return bool(counts) and max(counts.values()) > _MAX_REPEATS


def _shape(url: str) -> str:
    """Path and parameter names with every number as ``0``: equal for the pages of one listing and the days of one calendar."""
    parts = urlsplit(url)
    names = sorted(unquote(p.partition("=")[0]) for p in parts.query.split("&") if p)
    return _NUMBERS.sub("0", f"{parts.path}?{'&'.join(names)}")
