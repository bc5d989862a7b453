"""Pages from WARC files, through the code that reads live pages.

    scrapy crawl archive -a archives=FILE.warc.gz[,FILE…] [-a site=NAME]

An archive needs no discovery: what was captured stands in it, also pages that no
link reaches any more. So this spider does not send requests through a download
handler that plays the network (which would lose the orphans and cost more than
the reading itself); it yields the harvest of one record after the other
(:mod:`spiders.captured`). What is made of a capture is decided by the same
:class:`spiders.harvest.Harvester`, content codings are undone by the same Scrapy
middleware, and rows go through the same pipelines as those of a live crawl.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from extractors.records import Harvest
from spiders.base import SiteSpider
from spiders.captured import CapturedPages
from spiders.provenance import WARC, Origin
from spiders.replaying import Replayer
from spiders.sites import ANY_SITE, Site, find_site
from spiders.warc import check_archives


class ArchiveSpider(SiteSpider):
    """Reads WARC files. Arguments: ``archives`` (paths, or one string with commas), ``site``, ``limit``.

    With a site, only its pages are read and others are ``offsite``; without, each page belongs to the site of its host.
    Raises :class:`spiders.errors.InputError` for a file that is missing, empty or no WARC file.
    """

    name = "archive"

    def __init__(self, archives: Sequence[str | Path] | str = (), site: str | Site | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = archives.split(",") if isinstance(archives, str) else archives
        self.paths = [Path(name) for name in names]
        check_archives(self.paths)
        self._pages: CapturedPages | None = None
        self.home = ANY_SITE if site is None else site if isinstance(site, Site) else find_site(site)

    def target(self) -> str:
        """The files, by name and size."""
        return " ".join(f"{path.absolute()}:{path.stat().st_size}" for path in self.paths)

    def known(self) -> int | None:
        """The captures and damages, once the files are indexed."""
        return None if self._pages is None else self._pages.known

    async def start(self) -> AsyncIterator[Any]:
        """One harvest per capture and per damaged place, ``limit`` at most."""
        with closing(self.harvests()) as harvests:
            for harvest in self.within_limit(harvests):
                yield harvest

    def harvests(self) -> Generator[Harvest, None, None]:
        """What the files hold and this run has not staged yet."""
        self._pages = CapturedPages(self.paths, self.harvester, Replayer(self.crawler))
        with closing(self._pages.harvests(self.frontier.is_done)) as harvests:
            yield from harvests
        for damage in self._pages.damages:
            self.warn(f"{damage.ref}: {damage.reason}")

    def _opened(self) -> None:
        super()._opened()
        self.leave_word(WARC, [Origin(path, path.stat().st_size) for path in self.paths])
