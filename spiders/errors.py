"""What can go wrong before or instead of a crawl, each told in one line."""

from __future__ import annotations


class CrawlError(Exception):
    """A crawl that could not be done; ``str()`` is one line for the person who asked for it."""


class UnknownSite(CrawlError):
    """The target is neither a site of ``sites.toml`` nor a URL."""


class SiteConfigError(CrawlError):
    """An entry of ``sites.toml`` is wrong."""


class SiteBusy(CrawlError):
    """Another crawl of the same site into the same output is under way."""


class SiteUnreachable(CrawlError):
    """Not one request was answered, or none but with errors."""


class SiteUnread(SiteUnreachable):
    """The site answers, but not with one page that could be read."""


class SiteForbidden(CrawlError):
    """robots.txt forbids all that was to be fetched."""


class NothingToResume(CrawlError):
    """There is no unfinished run to continue."""


class ServiceUnreachable(SiteUnreachable):
    """A web archive's service gave no answer, or wants to be left alone."""


class InputError(CrawlError):
    """A WARC file or folder is missing, empty or not what it should be."""


class OutputError(CrawlError):
    """The output folder cannot be written."""
