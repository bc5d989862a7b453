"""The pages that WARC files hold, whoever wrote them: what becomes of each capture, without a crawl around it.

Captures are read in the order of their capture times, so that the newest comes
last. Of captures of one URL with the same payload only the newest is read; the
others have their row in ``pages`` as ``unchanged``. A revisit record counts as a
capture of the payload it refers to, in whichever of the files that is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from scrapy.exceptions import IgnoreRequest

from extractors.records import Harvest
from spiders.captures import Captures
from spiders.harvest import Harvester
from spiders.replaying import Replayer
from spiders.sites import ANY_SITE, Site, ad_hoc_site, site_for_url
from spiders.warc import Capture, Payload, index_archive
from spiders.warcreader import ArchiveReader
from spiders.wholeness import Damage


class CapturedPages:
    """The harvests of WARC files. The harvester's site is the one to read; :data:`spiders.sites.ANY_SITE` reads each page as one of its host's site.

    ``known`` is how many captures and damages there are, once the files are indexed; ``damages`` are told when all are read.
    """

    def __init__(self, paths: Iterable[Path], harvester: Harvester, replayer: Replayer) -> None:
        self._paths = tuple(paths)
        self._harvester, self._replayer = harvester, replayer
        self.known: int | None = None
        self.damages: list[Damage] = []

    def harvests(self, is_done: Callable[[str], bool] = lambda key: False) -> Generator[Harvest, None, None]:
        """One harvest per capture and per damaged place, without those whose keys are done."""
        with closing(Captures(self._paths, self._article_id)) as captures, closing(ArchiveReader(self._harvester.site.longest_body)) as reader:
            self.known = len(captures)
            for capture, newest in captures:
                if not is_done(capture.ref):
                    yield self._harvest(capture, newest, captures, reader)
            self.damages = captures.damages
            for damage in captures.damages:
                if not is_done(damage.ref):
                    yield self._harvester.failed(damage.ref, damage.ref, datetime.now(UTC), "error", damage.reason, damage.ref)

    def _article_id(self, url: str) -> str:
        return self._site_of(url).identity(url).article_id

    def _site_of(self, url: str) -> Site:
        if self._harvester.site is not ANY_SITE:
            return self._harvester.site
        return site_for_url(url) or replace(ad_hoc_site(url), start_urls=())

    def _harvest(self, capture: Capture, newest: Capture, captures: Captures, reader: ArchiveReader) -> Harvest:
        site = self._site_of(capture.url)
        harvester = replace(self._harvester, site=site)
        key, at = capture.ref, capture.at
        if not site.owns(capture.url):
            return harvester.failed(key, capture.url, at, "offsite", f"not on a host of {site.name}", key)
        if newest is not capture:
            return harvester.failed(key, capture.url, at, "unchanged", f"the same payload as {newest.ref}", key)
        try:
            payload = self._payload(capture, captures, reader)
            if payload is None:
                return harvester.failed(key, capture.url, at, "unchanged", "revisit record of a payload that no file holds", key)
            if payload.status == HTTPStatus.NOT_MODIFIED:
                return harvester.failed(key, capture.url, at, "unchanged", "not modified", key)
            fetch = self._replayer.fetch(capture, payload, "archive", site)
        except IgnoreRequest as error:
            return harvester.failed(key, capture.url, at, "too_large", str(error), key)
        except Exception as error:  # whatever a broken record makes a decoder raise
            return harvester.failed(key, capture.url, at, "error", f"unreadable record: {type(error).__name__}: {error}"[:300], key)
        return harvester.read(key, fetch)

    def _payload(self, capture: Capture, captures: Captures, reader: ArchiveReader) -> Payload | None:
        """The payload of a capture; of a revisit record, that of the record it refers to, with its own head where it has one."""
        if not capture.revisit:
            return reader.read(capture)
        own = reader.read(capture)
        if own.status == HTTPStatus.NOT_MODIFIED:
            return own
        original = captures.original(capture)
        if original is None:
            return None
        found = reader.read(original)
        return found if own.status is None else replace(own, body=found.body, truncated=found.truncated)


def copied_pages(paths: Iterable[Path], harvester: Harvester, replayer: Replayer) -> Generator[Harvest, None, None]:
    """The harvests of captures that an import from a service copied to the archive, each as it was chosen and copied."""
    with closing(ArchiveReader(harvester.site.longest_body)) as reader:
        for path in paths:
            for capture in index_archive(path):
                if isinstance(capture, Capture):
                    yield _copied(capture, harvester, reader, replayer)


def _copied(capture: Capture, harvester: Harvester, reader: ArchiveReader, replayer: Replayer) -> Harvest:
    try:
        fetch = replayer.fetch(capture, reader.read(capture), "archive", harvester.site)
    except Exception as error:  # whatever a broken record makes a decoder raise
        reason = f"unreadable body: {type(error).__name__}: {error}"[:300]
        return harvester.failed(capture.ref, capture.url, capture.at, "error", reason, capture.ref)
    return harvester.read(capture.ref, fetch)
