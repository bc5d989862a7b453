"""Links of a page: absolute, in order, without what is no page or file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from extractors.records import Attachment

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,20}:")
_PLAIN_PATH = re.compile(r"/(?!/)[\w,~!$%&'()*+;=:@?-][\w,~!$%&'()*+;=:@?/-]{0,1000}(?:\.\w{1,5})?|/")
"""An address from the root without dots to resolve: nearly every link of a portal."""
_FILE_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "csv": "text/csv",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
MAX_URL = 2000
"""Longer addresses are rubbish."""


class Links:
    """Makes a page's links absolute; each distinct link is worked out once."""

    def __init__(self, url: str, base_href: str | None) -> None:
        self.url = url.partition("#")[0]
        base = url
        if base_href:
            base = _join(url, base_href.strip()) or url
        self._base = base
        self._origin = _origin(base)
        self._known: dict[str, str | None] = {}

    def absolute(self, href: str) -> str | None:
        """Return the absolute http(s) URL without fragment, or None (mailto, javascript, an anchor …)."""
        link = self._known.get(href, "")
        if link == "":
            link = self._known[href] = self._work_out(href)
        return link

    def all(self, hrefs: Iterable[str]) -> list[str]:
        """Absolute links, each once, in order."""
        distinct = dict.fromkeys(hrefs)
        known = self._known
        for href in distinct:
            if href not in known:
                known[href] = self._work_out(href)
        return list(dict.fromkeys(link for href in distinct if (link := known[href]) is not None))

    def _work_out(self, href: str) -> str | None:
        if self._origin and _PLAIN_PATH.fullmatch(href) is not None:
            return self._origin + href
        href = href.strip()
        if not href or href[0] == "#" or len(href) > MAX_URL:
            return None
        if "\n" in href or "\r" in href or "\t" in href:
            href = href.replace("\n", "").replace("\r", "").replace("\t", "")
        href = href.partition("#")[0]
        if href[:7] in ("http://", "https:/"):
            return href if len(href) > 8 else None
        if _SCHEME.match(href) and not href.lower().startswith(("http:", "https:")):
            return None
        return _join(self._base, href)


def _join(base: str, href: str) -> str | None:
    try:
        joined = urljoin(base, href)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def _origin(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None


def attachment(url: str) -> Attachment | None:
    """Return the file an address names by its ending, or None for a page.

    >>> attachment("http://a.vn/tep/bieu-mau.XLSX").media_type
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    """
    path, _, query = url.partition("?")
    media_type = _FILE_TYPES.get(path.rpartition(".")[2].lower()) if "." in path[-6:] else None
    if media_type is None and query and "." in query[-6:]:
        media_type = _FILE_TYPES.get(query.rpartition(".")[2].lower())
    return Attachment(url=url, media_type=media_type) if media_type else None
