"""Where an answer redirects to."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from scrapy.http import Response
from w3lib.url import safe_url_string


def location_of(response: Response) -> str | None:
    """The absolute URL in ``Location`` of a redirect (3xx); ``None`` without one, or where it is no URL."""
    location = response.headers.get("Location")
    if location is None or not 300 <= response.status < 400:
        return None
    return absolute(response.url, location)


def absolute(base: str, url: str | bytes) -> str | None:
    """``url`` made absolute and safe to ask for; ``None`` for what is no URL.

    >>> absolute("http://x.vn/tin/", "bài 1"), absolute("http://x.vn/", "http://[::1")
    ('http://x.vn/tin/b%C3%A0i%201', None)
    """
    try:
        joined = urljoin(base, safe_url_string(url))
        urlsplit(joined)
    except ValueError:
        return None
    return joined
