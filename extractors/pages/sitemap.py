"""XML that lists pages: sitemaps and their indexes, RSS and Atom feeds; also gzipped, broken, or sent under a wrong name.

Read by pattern and not by a parser: a file that breaks off keeps its whole entries,
entities are never expanded, and one that declares any is refused.
"""

from __future__ import annotations

import re
import zlib
from html import unescape
from urllib.parse import urljoin

from extractors.pages.content import NotArticle

MAX_BYTES = 50 * 1024 * 1024
"""What a sitemap may hold by its protocol; no more is unpacked or read."""
MAX_LINKS = 100_000

_GZIP = b"\x1f\x8b"
_PROLOGUE = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,800}?-->\s*|<\?[^>]{0,200}\?>\s*){0,4}"
_DOCTYPE = rb"(?P<doctype><!DOCTYPE\b[^>\[]{0,400}(?:\[.{0,3000}?\]\s*)?>\s*)?"
_ROOT = re.compile(rb"\A" + _PROLOGUE + _DOCTYPE + rb"<(?:\w{1,20}:)?(?P<root>urlset|sitemapindex|rss|feed|RDF)\b", re.DOTALL)
_LOCATION = re.compile(rb"<(?:\w{1,20}:)?(?:loc|link)(?:\s[^>]{0,200})?>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000})(?=\s*(?:\]\]>\s*)?<)")
_ATOM_LINK = re.compile(rb"<(?:\w{1,20}:)?link\b[^>]{0,300}?\bhref=[\"']([^\"'\s]{1,2000})")
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*https?://\S{1,2000}[ \t]*(?:\r?\n|\Z))+\s*\Z")
_HEAD = 4096


def is_sitemap(body: bytes) -> bool:
    """Whether a body is an XML sitemap or feed by its first bytes, whatever its type is said to be."""
    return _ROOT.match(_utf8(_unpacked(body[:_HEAD], _HEAD))) is not None


def read_sitemap(body: bytes, url: str = "") -> NotArticle | None:
    """The listing that a sitemap or feed at ``url`` is, with its links in order; None for anything else.

    >>> found = read_sitemap(b"<urlset><url><loc>http://x.vn/a-1</loc></url></urlset>")
    >>> found.outcome, found.links
    ('listing', ['http://x.vn/a-1'])
    """
    if not is_sitemap(body):
        return _read_text(body)
    text = _utf8(_unpacked(body, MAX_BYTES + 1))
    root = _ROOT.match(text[:_HEAD])
    if root is None:
        return None
    if root["doctype"] is not None and b"<!ENTITY" in root["doctype"].upper():
        return NotArticle(outcome="error", reason="XML that declares entities is not read")
    kind = root["root"].decode()
    pattern = _ATOM_LINK if kind == "feed" else _LOCATION
    links: dict[str, None] = {}
    for match in pattern.finditer(text, 0, MAX_BYTES):
        link = _absolute(url, unescape(match[1].decode("utf-8", "replace")))
        if link is not None:
            links[link] = None
            if len(links) >= MAX_LINKS:
                break
    cut = ", more are not read" if len(links) >= MAX_LINKS or len(text) > MAX_BYTES else ""
    return NotArticle(outcome="listing", reason=f"{kind} with {len(links)} links{cut}", links=list(links))


def _absolute(base: str, link: str) -> str | None:
    try:
        joined = urljoin(base, link)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def _read_text(body: bytes) -> NotArticle | None:
    """A sitemap in plain text: an address a line and nothing else."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n")[:8].startswith((b"http://", b"https://")) or len(body) > MAX_BYTES or not _TEXT.match(body):
        return None
    links = list(dict.fromkeys(body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split()))[:MAX_LINKS]
    return NotArticle(outcome="listing", reason=f"text with {len(links)} links", links=links)


def _unpacked(body: bytes, limit: int) -> bytes:
    """At most ``limit`` bytes of a gzipped body, as far as it is whole; any other body as it is."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, limit)
    except zlib.error:
        return b""


def _utf8(data: bytes) -> bytes:
    """UTF-16 as UTF-8: Windows servers write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "ignore").encode()
    return data
