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

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from extractors.records import Harvest
from spiders.base import SiteSpider
from spiders.provenance import FOLDER, Origin
from spiders.saved import SavedPages, saved_files
from spiders.sites import NO_SITE, Site, find_site


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
            yield harvest

    def harvests(self) -> Iterator[Harvest]:
        """What the folder holds and this run has not staged yet."""
        return SavedPages(self.folder, self.files, self.harvester).harvests(self.frontier.is_done)

    def _opened(self) -> None:
        super()._opened()
        self.leave_word(FOLDER, [Origin(self.folder)])
