"""The addresses of files that articles link to, in one spelling, so that a link and the fetch of it name the file alike."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit, urlunsplit

from extractors.pages.noise import is_noise, without_sessions

_PORTS = {"http": ":80", "https": ":443"}
_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "!$&'()*+,;=:@-._~"


def plain_file_url(url: str) -> str:
    """``url`` without session and tracking parameters and the fragment, spelt as it was. A string that is no URL comes back as it is.

    >>> plain_file_url("http://x.vn/in/Báo cáo.pdf;jsessionid=A1?sid=a1b2#2")
    'http://x.vn/in/Báo cáo.pdf'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(p for p in parts.query.split("&") if p and not is_noise(*(unquote(w) for w in p.partition("=")[::2])))
    return urlunsplit(parts._replace(path=without_sessions(parts.path), query=query, fragment=""))


def file_url(url: str) -> str:
    """:func:`plain_file_url` in the one spelling that all links to the file share.

    Scheme and host are in small letters, the path is Unicode NFC in UTF-8, escaped where it must be; case and the order of parameters stay.

    >>> file_url("HTTP://X.vn:80/tệp/Báo cáo.pdf?sid=a1b2#2")
    'http://x.vn/t%E1%BB%87p/B%C3%A1o%20c%C3%A1o.pdf'
    """
    try:
        parts = urlsplit(plain_file_url(url))
        port = parts.port
    except ValueError:
        return url
    if not parts.scheme or not parts.netloc:
        return url
    netloc = parts.netloc.lower()
    if port is not None:
        netloc = netloc.removesuffix(_PORTS.get(parts.scheme, ""))
    path = "/".join(map(_segment, parts.path.split("/"))) or "/"
    return urlunsplit((parts.scheme, netloc, path, _escaped(parts.query, "/?"), ""))


def _segment(segment: str) -> str:
    """A segment of a path, escaped anew; escapes that are no UTF-8 stay what they are."""
    try:
        text = unquote_to_bytes(segment).decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return _escaped(segment)
    return quote(unicodedata.normalize("NFC", text), safe=_SAFE)


def _escaped(text: str, safe: str = "") -> str:
    """A text with its escapes left as they are, and more where it cannot do without."""
    return quote(_UNSAFE.sub("%25", text), safe=f"{_SAFE}%{safe}", errors="replace")
