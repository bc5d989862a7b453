"""Pages from a folder of saved files, through the code that reads live pages.

    scrapy crawl folder -a folder=DIR [-a site=NAME]

Every file below the folder has its row: ``.html``, ``.htm``, ``.xhtml`` and ``.txt``
are read, others are no pages. A saved page's URL is the one it states itself
(canonical link, ``og:url``, the browser's "saved from" comment, ``<base>``); without
one it is ``file:///`` and the name relative to the folder, so that moving the
folder changes no identity. Its time of retrieval is the file's modification time:
nothing else is known of it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from parsel import Selector

from extractors.records import Harvest
from spiders.base import SiteSpider
from spiders.errors import InputError
from spiders.harvest import Fetch
from spiders.sites import Site, find_site, site_for_url

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
_HEAD_BYTES = 65_536
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")
_STATED = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content", "//base/@href")

NO_SITE = Site(name="folder", title="Saved pages", hosts=(), start_urls=())


class FolderSpider(SiteSpider):
    """Reads a folder of saved pages. Arguments: ``folder``, ``site``, ``limit``.

    Without a site, a page belongs to the known site of its URL, else to ``folder``.
    Raises :class:`spiders.errors.InputError` for a folder that is missing, no folder, or empty.
    """

    name = "folder"

    def __init__(self, folder: str | Path = "", site: str | Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)
        self.files = saved_files(self.folder)
        self.home = NO_SITE if site is None else site if isinstance(site, Site) else find_site(site)

    def target(self) -> str:
        """The folder."""
        return str(self.folder.absolute())

    def known(self) -> int | None:
        """The files."""
        return len(self.files)

    async def start(self) -> AsyncIterator[Any]:
        """One harvest per file, ``limit`` at most."""
        for harvest in self.within_limit(self.harvests()):
            if self.stopped():
                return
            yield harvest

    def harvests(self) -> Iterator[Harvest]:
        """What the folder holds and this run has not staged yet."""
        for path in self.files:
            name = path.relative_to(self.folder).as_posix()
            if not self.frontier.is_done(name):
                yield self._harvest(path, name)

    def _harvest(self, path: Path, name: str) -> Harvest:
        url = f"file:///{quote(name)}"
        try:
            about = path.stat()
            at = datetime.fromtimestamp(about.st_mtime, UTC)
            if about.st_size > self.home.max_bytes:
                return self.harvester.failed(name, url, at, "too_large", f"{about.st_size} bytes", name)
            body = path.read_bytes()
        except OSError as error:
            return self.harvester.failed(name, url, datetime.now(UTC), "error", f"cannot read the file: {error.strerror}", name)
        content_type = _TYPES.get(path.suffix.lower(), f"file of type {path.suffix or 'none'}")
        url = (stated_url(body) if content_type != "text/plain" else None) or url
        site = site_for_url(url) or NO_SITE if self.home is NO_SITE else self.home
        fetch = Fetch(
            requested_url=url, url=url, body=body, fetched_at=at, source="folder", source_ref=name, status=None, content_type=content_type
        )
        return self.harvester_for(site).read(name, fetch)


def saved_files(folder: Path) -> list[Path]:
    """The files below ``folder`` in order, hidden ones left out. Raises :class:`InputError` where there are none."""
    if not folder.exists():
        raise InputError(f"no such folder: {folder}")
    if not folder.is_dir():
        raise InputError(f"not a folder: {folder}")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts))
    if not files:
        raise InputError(f"empty folder: {folder}")
    return files


def stated_url(body: bytes) -> str | None:
    """The http(s) URL that a saved page states as its own.

    >>> stated_url(b'<html><link rel="canonical" href="http://x.vn/tin/a-1">')
    'http://x.vn/tin/a-1'
    """
    head = body[:_HEAD_BYTES].decode("utf-8", "replace")
    saved = _SAVED_FROM.search(head)
    selector = Selector(text=head or " ", type="html")
    base = selector.xpath("//base/@href").get() or ""
    candidates = [*(saved.groups() if saved else ()), *(urljoin(base, found.strip()) for path in _STATED for found in selector.xpath(path).getall())]
    return next((url for url in candidates if url.startswith(("http://", "https://"))), None)
