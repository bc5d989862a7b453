"""A run of the live crawl made anew from its archive: the same answers, in their order, decided of by the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request

from extractors.records import Harvest
from spiders.frontier import Entry, Frontier
from spiders.harvest import Extractor, Harvester
from spiders.links import entry_for
from spiders.provenance import ArchivedRun
from spiders.reading import Onward, Reading
from spiders.rechecks import Validators
from spiders.replaying import Replayer
from spiders.robots import Robots
from spiders.sites import Site
from spiders.warc import Capture, Payload

_ROBOTS = "/robots.txt"


@dataclass(frozen=True, slots=True)
class Told:
    """What a run tells when its last answer is read.

    ``gone_counts``: the articles that it found gone are gone. ``unanswered`` is how many addresses it saw of which the archive has no answer.
    ``brought``: the site gave something that could be read.
    """

    gone_counts: bool
    unanswered: int
    brought: bool


class Rerun:
    """Reads the answers of one run again; what is remembered of the site goes on in the state file at ``state``.

    :meth:`flush` comes before the harvests are committed there, :meth:`finish` after all are. Raises ``sqlite3.Error``.
    """

    def __init__(self, state: Path, run: ArchivedRun, extract: Extractor, replayer: Replayer) -> None:
        self._site, self._replayer = run.site, replayer
        self._frontier = _Answered(state, run.site, run.run_id)
        self._reading = Reading(state, Harvester(run.site, run.run_id, extract), self._frontier, replayer.crawler)
        self._onward: dict[str, Onward] = {}
        self._robots_at: set[str] = set()
        for _ in self._reading.seed():
            pass  # a start page that cannot be followed was not asked for

    def answer(self, capture: Capture, payload: Payload) -> Iterator[Harvest]:
        """The harvests of one answer; none for a robots.txt."""
        onward = self._onward.pop(capture.url, None)
        if onward is None and self._is_robots(capture, payload):
            return
        entry = self._frontier.answered(capture.url) if onward is None else onward.entry
        try:
            fetch = self._replayer.fetch(capture, payload, "live", self._site)
        except Exception as error:  # whatever a broken body makes a decoder raise
            yield self._reading.unanswered(entry, capture.url, capture.at, *self._replayer.explain(error, capture, payload, self._site), capture.ref)
            return
        validators = Validators(payload.fields.get("etag"), payload.fields.get("last-modified"))
        for found in self._reading.answer(entry, fetch, 0 if onward is None else onward.hop, validators):
            if isinstance(found, Onward):
                self._onward[Request(found.url).url] = found
            else:
                yield found

    def flush(self) -> None:
        """Write what the harvests so far rest on."""
        self._reading.flush()

    def finish(self) -> Told:
        """End the run, as a crawl that has nothing left to fetch does."""
        doubt, brought = self._reading.doubt(), self._reading.brought()
        unanswered = sum(1 for _ in self._frontier.unfetched())
        self._reading.complete()
        return Told(doubt is None, unanswered, brought)

    def close(self) -> None:
        """Close the state file."""
        self._reading.follower.ledger.close(is_finished=True)
        self._reading.memory.close()
        self._frontier.close()

    def _is_robots(self, capture: Capture, payload: Payload) -> bool:
        """Whether it is an answer about robots.txt, which is heeded for the sitemaps that it names."""
        if urlsplit(capture.url).path != _ROBOTS and capture.url not in self._robots_at:
            return False
        try:
            fetch = self._replayer.fetch(capture, payload, "live", self._site)
        except Exception:  # as the crawl took it: no rules, no sitemaps
            return True
        if fetch.location is not None:
            self._robots_at.add(Request(fetch.location).url)
        elif fetch.status is not None and 200 <= fetch.status < 300:
            sitemaps = Robots(fetch.body, "solieu").sitemaps(capture.url)
            self._reading.add_sitemaps(self._site.linked(link, capture.url) for link in sitemaps)
        return True


class _Answered(Frontier):
    """A frontier that hands nothing out: it is told what was answered."""

    def __init__(self, state: Path, site: Site, run_id: str) -> None:
        super().__init__(state, site.name, " ".join(site.start_urls), run_id)
        self._site = site
        self._entries: dict[str, Entry] = {}
        self._met: set[str] = set()

    def add(self, entries: Iterable[Entry], max_per_shape: int) -> int:
        """Take in what was not seen before."""
        taken = list(entries)
        for entry in taken:
            self._entries.setdefault(entry.key, entry)
        return super().add(taken, max_per_shape)

    def answered(self, url: str) -> Entry:
        """The entry under which ``url`` was asked for: that of the first link to it, where a page had one."""
        found = entry_for(self._site, url, 1)
        made = Entry(self._site.identity(url).article_id, url, 1) if isinstance(found, str) else found
        entry = self._entries.get(made.key, made)
        self._met.add(entry.key)
        return entry

    def unfetched(self) -> Iterator[Entry]:
        """What was seen and never answered."""
        return (entry for key, entry in self._entries.items() if key not in self._met)
