"""What became of the fetches of one crawl, counted as they are staged; bounded whatever the site answers."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from extractors.records import Harvest
from spiders.outcomes import BROUGHT

READ = BROUGHT | {"duplicate"}
"""Outcomes of a fetch that brought what it was to bring; any other is a failure with a reason."""

_MOST_GROUPS = 200
_OTHER = "other reasons"
_URL = re.compile(r"\w+://\S+")


@dataclass(slots=True)
class Failure:
    """Fetches that failed alike. ``reason`` leaves out the URLs that tell them apart; ``example`` is the first one's URL, ``told`` its reason in full."""

    outcome: str
    reason: str
    count: int
    example: str
    told: str = field(default="", compare=False)


class Tally:
    """Counts by outcome, failures by reason, findings by table, unhandled errors."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.figures = self.dates = self.references = 0
        self.errors: list[str] = []
        self.reason_closed: str | None = None
        self.last_url: str | None = None
        self.began = time.monotonic()
        self._failures: dict[tuple[str, str], Failure] = {}

    @property
    def pages(self) -> int:
        """How many fetches."""
        return self.outcomes.total()

    def add(self, harvest: Harvest) -> None:
        """Count one staged harvest."""
        page = harvest.page
        self.outcomes[page.outcome] += 1
        self.last_url = page.requested_url
        if page.outcome not in READ:
            self._fail(page.outcome, page.reason or "no reason given", page.requested_url)
        if harvest.extraction is not None:
            self.figures += len(harvest.extraction.figures)
            self.dates += len(harvest.extraction.dates)
            self.references += len(harvest.extraction.references)

    def _fail(self, outcome: str, reason: str, url: str) -> None:
        key = (outcome, _URL.sub("…", reason))
        if key not in self._failures and len(self._failures) >= _MOST_GROUPS:
            key = (outcome, _OTHER)
        group = self._failures.setdefault(key, Failure(*key, 0, url, reason))
        group.count += 1

    def failures(self) -> tuple[Failure, ...]:
        """The failures by reason, the most frequent first."""
        return tuple(sorted(self._failures.values(), key=lambda f: (-f.count, f.outcome, f.reason)))

    def others(self) -> str:
        """Counts by outcome but for articles, in words."""
        return ", ".join(f"{n} {outcome}" for outcome, n in sorted(self.outcomes.items()) if outcome != "article")
