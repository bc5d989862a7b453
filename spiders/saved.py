"""The pages of a folder of saved files: what becomes of each file, without a crawl around it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urljoin

from parsel import Selector

from extractors.records import Harvest
from spiders.errors import InputError
from spiders.harvest import Fetch, Harvester
from spiders.sites import NO_SITE, site_for_url

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
_HEAD_BYTES = 65_536
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")
_STATED = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content", "//base/@href")


class SavedPages:
    """The harvests of a folder's files. Without a site (:data:`spiders.sites.NO_SITE`) a page belongs to the known site of its URL, else to ``folder``.

    ``files`` are those of ``folder``, as :func:`saved_files` gives them; ``times`` are the times of retrieval by name, where they are known
    better than by the files.
    """

    def __init__(self, folder: Path, files: Sequence[Path], harvester: Harvester, times: Mapping[str, datetime] | None = None) -> None:
        self._folder, self._files = folder, files
        self._harvester, self._times = harvester, times or {}

    def harvests(self, is_done: Callable[[str], bool] = lambda key: False) -> Iterator[Harvest]:
        """One harvest per file, without those whose names are done."""
        for path in self._files:
            name = told_name(path.relative_to(self._folder))
            if not is_done(name):
                yield self._harvest(path, name)

    def _harvest(self, path: Path, name: str) -> Harvest:
        url, home = f"file:///{quote(name)}", self._harvester.site
        try:
            about = path.stat()
            at = self._times.get(name) or datetime.fromtimestamp(about.st_mtime, UTC)
            if about.st_size > home.max_bytes:
                return self._harvester.failed(name, url, at, "too_large", f"{about.st_size} bytes", name)
            body = path.read_bytes()
        except OSError as error:
            return self._harvester.failed(name, url, datetime.now(UTC), "error", f"cannot read the file: {error.strerror}", name)
        content_type = _TYPES.get(path.suffix.lower(), f"file of type {path.suffix or 'none'}")
        url = (stated_url(body) if content_type != "text/plain" else None) or url
        site = site_for_url(url) or NO_SITE if home is NO_SITE else home
        fetch = Fetch(requested_url=url, url=url, body=body, fetched_at=at, source="folder", source_ref=name, status=None, content_type=content_type)
        return replace(self._harvester, site=site).read(name, fetch)


def told_name(path: Path) -> str:
    r"""A file's name as text, whatever its bytes: those that are no UTF-8 are written out.

    >>> told_name(Path("tin/b\udcff.html"))
    'tin/b\\xff.html'
    """
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


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
