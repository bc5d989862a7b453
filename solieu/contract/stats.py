"""Names among Scrapy's statistics by which spiders, pipelines and the command line tell each other things."""

from __future__ import annotations

STORE_ERROR = "solieu/store_error"
"""The sentence for the user where something could not be stored; nothing is staged any more once it is set."""

SERVICE_ERROR = "solieu/service_failed"
"""The sentence for the user where a web archive's service cannot be used."""

ANSWERS = "solieu/answers"
"""How many fetches had an answer, whatever it said."""

LOST = "solieu/lost"
"""How many harvests were not staged: the run stays open."""

GONE_COUNTS = "solieu/gone_counts"
"""Set by a spider whose run is over and sane: the articles that it found gone are gone."""

NOTHING_READ = "solieu/nothing_read"
"""Set by a spider that has nothing left to fetch, where the site gave nothing that could be read: the run has failed."""

NEWS = {what: f"solieu/{what}" for what in ("new", "changed", "gone")}
"""How many articles a run found so, by what they are."""


def fetches_with(code: str) -> str:
    """How many fetches were staged with an outcome code.

    >>> fetches_with("article")
    'solieu/outcome/article'
    """
    return f"solieu/outcome/{code}"


def unfollowed(reason: str) -> str:
    """How many links were not followed for a reason.

    >>> unfollowed("trap")
    'solieu/links/trap'
    """
    return f"{LINKS}{reason}"


LINKS = "solieu/links/"
"""What the names of :func:`unfollowed` begin with."""
