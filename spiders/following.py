"""The links of one site's pages as entries, the ones that every page repeats worked out once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from spiders.frontier import Entry
from spiders.links import entry_for
from spiders.sites import Site

_REMEMBERED = 8_192


class Following:
    """What :func:`spiders.links.entry_for` says of links, remembered for the last few thousand."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._at_the_top = lru_cache(_REMEMBERED)(self._work_out)

    def entry_for(self, link: str, base: str, depth: int) -> Entry | str:
        """The entry for a link of the page at ``base``, on the host that answered, or the word for why it is not followed."""
        parts = urlsplit(base)
        origin = f"{parts.scheme}://{parts.netloc}"
        if depth > self._site.max_depth:
            return self._work_out(link, origin, depth)
        found = self._at_the_top(link, origin)
        return found if isinstance(found, str) else replace(found, depth=depth)

    def _work_out(self, link: str, origin: str, depth: int = 0) -> Entry | str:
        return entry_for(self._site, self._site.linked(link, origin), depth)
