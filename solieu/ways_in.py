"""The ways in: which spider reads a source, and with what arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from spiders.archive import ArchiveSpider
from spiders.base import SiteSpider
from spiders.commoncrawl import CommonCrawlSpider
from spiders.department import DepartmentSpider
from spiders.errors import InputError, UnknownSite
from spiders.folder import FolderSpider
from spiders.saved import saved_files
from spiders.sites import Site
from spiders.sources import Source
from spiders.warc import check_archives
from spiders.wayback import WaybackSpider

LIVE = Source("live")


def one_source(archives: Sequence[str | Path], folder: str | Path | None, source: Source | None) -> Source:
    """The one source that is meant. Raises :class:`InputError` where several are given."""
    if archives and folder is not None:
        raise InputError("give either archives or a folder, not both")
    if source is not None and (archives or folder is not None):
        raise InputError("give either a source or archives or a folder, not several")
    if archives:
        return Source("warc", tuple(map(str, archives)))
    return Source("folder", (str(folder),)) if folder is not None else source or LIVE


def choose(site: Site | None, source: Source) -> tuple[type[SiteSpider], dict[str, Any]]:
    """The spider and its arguments; input files are checked before anything else happens.

    Raises :class:`InputError` for a file or folder that is missing or of another kind,
    :class:`UnknownSite` where a site is needed.
    """
    if source.kind == "wayback":
        return WaybackSpider, {"site": site}
    if source.kind == "commoncrawl":
        return CommonCrawlSpider, {"site": site, "crawls": source.names}
    if source.kind == "folder":
        saved_files(Path(source.names[0]))
        return FolderSpider, {"folder": source.names[0], "site": site}
    if source.kind == "warc":
        files = source.files()
        check_archives(files)
        return ArchiveSpider, {"archives": files, "site": site}
    if site is None:
        raise UnknownSite("nothing to crawl: give a site, a URL, archives or a folder")
    if site.archives:
        return ArchiveSpider, {"archives": [], "site": site}
    return DepartmentSpider, {"site": site}


@contextmanager
def shipped(arguments: dict[str, Any]) -> Iterator[None]:
    """Put the archives that ship with a site in place as files while the crawl runs."""
    site = arguments.get("site")
    if site is None or not site.archives or "archives" not in arguments or arguments["archives"]:
        yield
        return
    with resources.as_file(resources.files("spiders")) as root:
        paths = [root / name for name in site.archives]
        check_archives(paths)
        arguments["archives"] = paths
        yield
