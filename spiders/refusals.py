"""Requests that are not made, or not made to the end, because we would not: each with the outcome of its row."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request that must not be made or repeated. ``outcome`` is a code of ``extractors.records.OUTCOMES``, ``str()`` the reason."""

    outcome = "error"


class RobotsForbidden(Refused):
    """robots.txt forbids the URL."""

    outcome = "robots"


class RobotsUnreachable(Refused):
    """robots.txt cannot be had, so that nothing of its host may be asked for now (RFC 9309, 2.3.1.4)."""

    outcome = "robots"


class OffSite(Refused):
    """The URL is on none of the site's hosts, or its host at an address that is not public."""

    outcome = "offsite"


class TlsFailed(Refused):
    """No encrypted connection could be agreed on."""


class LimitReached(Refused):
    """The limit of requests leaves none for a retry or a redirect."""


class Stopped(Refused):
    """The crawl was asked to stop while the request waited for its turn: no row, the next crawl makes it."""
