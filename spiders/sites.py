"""The sites as data: ``sites.toml``, and a file of the user's own, read into typed, checked, frozen records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit, urlunsplit

from extractors.pages.urls import TEMPLATES, Identity, article_identity
from spiders.errors import SiteConfigError, UnknownSite
from spiders.hosts import DEFAULT_PORTS, host_and_port, is_loopback
from spiders.site_tables import read_tables, read_values

OWN_SITES = "SOLIEU_SITES"
"""The environment variable that names a file of the user's own sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: where it is, how its article URLs look, how politely it is read.

    ``delay`` is in seconds, ``max_bytes`` bounds the decoded body of a page,
    ``max_attachment_bytes`` that of an attached file. ``max_per_shape``
    bounds the listing-like URLs that differ in their numbers only, so that calendars
    and endless parameters end. ``archives`` are WARC files, read instead of the network.
    ``example`` is the address of an article that was seen, so that ``template`` can be checked.
    """

    name: str
    title: str = ""
    hosts: tuple[str, ...]
    start_urls: tuple[str, ...]
    scheme: str = "http"
    template: str | None = None
    place_code: str | None = None
    delay: float = 1.0
    concurrency: int = 1
    robots: bool = True
    legacy_tls: bool = False
    allow_loopback: bool = False
    max_pages: int = 200_000
    max_depth: int = 10_000
    max_per_shape: int = 100_000
    max_bytes: int = 20_000_000
    max_attachment_bytes: int = 50_000_000
    archives: tuple[str, ...] = ()
    example: str | None = None

    @property
    def templates(self) -> tuple[str, ...]:
        """The article URL patterns to try."""
        return tuple(TEMPLATES) if self.template is None else (self.template,)

    def owns(self, url: str) -> bool:
        """Whether ``url`` is an http(s) URL on one of the site's own hosts."""
        try:
            parts = urlsplit(url)
            return parts.scheme in DEFAULT_PORTS and host_and_port(parts) in self.hosts
        except ValueError:
            return False

    def canonical_origin(self, url: str) -> str:
        """``url`` with the canonical scheme and host in place of an alias; path and query untouched."""
        return with_origin(url, f"{self.scheme}://{self.hosts[0]}") if self.owns(url) else url

    def identity(self, url: str) -> Identity:
        """Which article ``url`` names, the same for every alias."""
        return article_identity(self.canonical_origin(url), self.name, self.templates)

    @property
    def longest_body(self) -> int:
        """The most bytes of a body that is wanted, whatever it holds."""
        return max(self.max_bytes, self.max_attachment_bytes)

    def linked(self, link: str, page: str) -> str:
        """A link of a page: one to the site's own hosts as at the host and scheme that gave the page."""
        return with_origin(link, page) if self.owns(link) else link


ANY_SITE = Site(name="archive", title="Pages of any site", hosts=(), start_urls=())
NO_SITE = Site(name="folder", title="Saved pages", hosts=(), start_urls=())
"""What stands for the site where captures or saved pages are read without one."""


def with_origin(url: str, origin: str) -> str:
    """``url`` with scheme and host of ``origin``.

    >>> with_origin("http://a.vn/x?y=1", "https://b.vn/z")
    'https://b.vn/x?y=1'
    """
    new = urlsplit(origin)
    return urlunsplit(urlsplit(url)._replace(scheme=new.scheme, netloc=new.netloc))


def load_sites() -> Mapping[str, Site]:
    """All sites by name: those that ship, then those of the file that ``SOLIEU_SITES`` names.

    Raises :class:`SiteConfigError` for a wrong entry, or a file that cannot be read.
    """
    own = os.environ.get(OWN_SITES)
    return _shipped() if not own else {**_shipped(), **_own(Path(own))}


@contextmanager
def own_sites(path: Path | None) -> Iterator[None]:
    """While it lasts this process, and those it starts, know the sites of a file; ``None`` changes nothing."""
    before = os.environ.get(OWN_SITES)
    if path is not None:
        os.environ[OWN_SITES] = str(path)
    try:
        yield
    finally:
        if before is not None:
            os.environ[OWN_SITES] = before
        elif path is not None:
            del os.environ[OWN_SITES]


@cache
def _shipped() -> Mapping[str, Site]:
    return parse_sites(resources.files("spiders").joinpath("sites.toml").read_text(encoding="utf-8"))


def _own(path: Path) -> Mapping[str, Site]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SiteConfigError(f"the file of sites {path} cannot be read: {reason}") from error
    sites = parse_sites(text, str(path), _shipped())
    folder = path.absolute().parent
    return {name: replace(site, archives=tuple(str(folder / a) for a in site.archives)) for name, site in sites.items()}


def parse_sites(text: str, source: str = "sites.toml", before: Mapping[str, Site] | None = None) -> Mapping[str, Site]:
    """The sites of a TOML text that may refer to those ``before`` it. Raises :class:`SiteConfigError`, naming file, table and key."""
    known = dict(before or {})
    sites: dict[str, Site] = {}
    for name, table in read_tables(text, source).items():
        if name in known:
            raise SiteConfigError(f"{source}: [{name}] is the name of a site that ships with solieu; choose another, or begin with same_as = {name!r}")
        known[name] = sites[name] = _read_table(f"{source}: [{name}]", name, dict(table), known)
    return sites


def find_site(target: str) -> Site:
    """The site that ``target`` names: a name of ``sites.toml``, or the URL to start from.

    A URL on a known site starts a crawl of that site there; any other URL makes a site
    of its host with cautious defaults. Raises :class:`UnknownSite`.
    """
    sites = load_sites()
    if target in sites:
        return sites[target]
    if "://" not in target:
        raise UnknownSite(f"unknown site {target!r}: give a URL or one of {', '.join(sites)}")
    known = site_for_url(target)
    return ad_hoc_site(target) if known is None else replace(known, start_urls=(target,))


def site_for_url(url: str) -> Site | None:
    """The known site whose host ``url`` is on."""
    return next((site for site in load_sites().values() if not site.archives and site.owns(url)), None)


def ad_hoc_site(url: str) -> Site:
    """A site made of the host of ``url``. Raises :class:`UnknownSite` for what is no http(s) URL.

    Whoever names a loopback address means it: such a site may be fetched, without delay.
    """
    try:
        parts = urlsplit(url)
        host = host_and_port(parts)
    except ValueError as error:
        raise UnknownSite(f"not a URL: {url!r} ({error})") from error
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise UnknownSite(f"not an http(s) URL: {url!r}")
    name = parts.hostname.removeprefix("www.")
    if is_loopback(parts.hostname):
        aliases = [host_and_port(parts._replace(netloc=f"{h}:{parts.port or ''}")) for h in ("127.0.0.1", "localhost", "[::1]")]
        return Site(name=name, title=name, hosts=_unique(host, *aliases), start_urls=(url,), scheme=parts.scheme, allow_loopback=True, delay=0.0)
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    return Site(name=name, title=name, hosts=(host, other), start_urls=(url,), scheme=parts.scheme)


def starting_at(site: Site, url: str) -> Site:
    """``site`` as it is served at ``url``: for a mirror or a test server that stands for it."""
    here = ad_hoc_site(url)
    return replace(site, start_urls=(url,), hosts=_unique(*site.hosts, *here.hosts), allow_loopback=here.allow_loopback, delay=min(site.delay, here.delay))


def _unique(*hosts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hosts))


def _read_table(where: str, name: str, table: dict[str, Any], before: Mapping[str, Site]) -> Site:
    same_as = table.pop("same_as", None)
    if same_as is not None and same_as not in before:
        raise SiteConfigError(f"{where} same_as = {same_as!r} is no table above it")
    values = read_values(where, table, _KINDS)
    if same_as is not None:
        site = replace(before[same_as], **values)
    else:
        try:
            site = Site(name=name, **values)
        except TypeError:
            missing = [key for key in ("hosts", "start_urls") if key not in values]
            raise SiteConfigError(f"{where} lacks {', '.join(missing)}") from None
    _check(where, site, before)
    return site


def _check(where: str, site: Site, before: Mapping[str, Site]) -> None:
    if site.scheme not in DEFAULT_PORTS:
        raise SiteConfigError(f"{where} scheme must be http or https")
    for url in site.start_urls:
        if not site.owns(url):
            raise SiteConfigError(f"{where} start URL {url!r} is on none of its hosts")
    for other in before.values():
        shared = set(site.hosts) & set(other.hosts) if other.name != site.name else set()
        if shared:
            raise SiteConfigError(f"{where} host {min(shared)!r} belongs to [{other.name}] already; same_as = {other.name!r} makes another way into that site")
    if site.example is not None:
        identity = site.identity(site.example)
        if not site.owns(site.example) or identity.numeric_id is None:
            raise SiteConfigError(f"{where} example {site.example!r} names no article on its hosts by template {', '.join(site.templates)}")


_KINDS: dict[str, Any] = {f.name: get_type_hints(Site)[f.name] for f in fields(Site) if f.name != "name"}
_KINDS.update(dict.fromkeys(("template", "place_code", "example"), str))
