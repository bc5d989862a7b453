"""XML that lists pages: sitemaps and feeds."""

from __future__ import annotations

import re
from html import unescape

from extractors.pages.content import NotArticle

_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,400}-->\s*|<\?[^>]{0,200}\?>\s*){0,4}<(urlset|sitemapindex|rss|feed)\b")
_LOCATION = re.compile(rb"<(?:loc|link)>\s*(?:<!\[CDATA\[)?\s*(https?://[^<\s\]]{1,2000})")
_ATOM_LINK = re.compile(rb"<link\b[^>]{0,300}?\bhref=[\"'](https?://[^\"'\s]{1,2000})")


def read_sitemap(body: bytes) -> NotArticle | None:
    """The listing that an XML sitemap or feed is, with its links in order; None for anything else.

    >>> found = read_sitemap(b"<urlset><url><loc>http://x.vn/a-1</loc></url></urlset>")
    >>> found.outcome, found.links
    ('listing', ['http://x.vn/a-1'])
    """
    root = _ROOT.match(body[:4096])
    if root is None:
        return None
    pattern = _ATOM_LINK if root.group(1) == b"feed" else _LOCATION
    links = dict.fromkeys(unescape(found.decode("utf-8", "replace")) for found in pattern.findall(body))
    return NotArticle(outcome="listing", reason=f"{root.group(1).decode()} with {len(links)} links", links=list(links))
