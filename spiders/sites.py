"""The sites as data: ``sites.toml`` read into typed, checked, frozen records."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any, get_type_hints
from urllib.parse import SplitResult, urlsplit, urlunsplit

from extractors.pages.urls import TEMPLATES, Identity, article_identity
from spiders.errors import SiteConfigError, UnknownSite

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: where it is, how its article URLs look, how politely it is read.

    ``delay`` is in seconds, ``max_bytes`` bounds one decoded body. ``max_per_shape``
    bounds the listing-like URLs that differ in their numbers only, so that calendars
    and endless parameters end. ``archives`` are WARC files shipped with this package.
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
    archives: tuple[str, ...] = ()

    @property
    def templates(self) -> tuple[str, ...]:
        """The article URL patterns to try."""
        return tuple(TEMPLATES) if self.template is None else (self.template,)

    def owns(self, url: str) -> bool:
        """Whether ``url`` is an http(s) URL on one of the site's own hosts."""
        try:
            parts = urlsplit(url)
            return parts.scheme in _DEFAULT_PORTS and _host_and_port(parts) in self.hosts
        except ValueError:
            return False

    def canonical_origin(self, url: str) -> str:
        """``url`` with the canonical scheme and host in place of an alias; path and query untouched."""
        return with_origin(url, f"{self.scheme}://{self.hosts[0]}") if self.owns(url) else url

    def identity(self, url: str) -> Identity:
        """Which article ``url`` names, the same for every alias."""
        return article_identity(self.canonical_origin(url), self.name, self.templates)


def with_origin(url: str, origin: str) -> str:
    """``url`` with scheme and host of ``origin``.

    >>> with_origin("http://a.vn/x?y=1", "https://b.vn/z")
    'https://b.vn/x?y=1'
    """
    new = urlsplit(origin)
    return urlunsplit(urlsplit(url)._replace(scheme=new.scheme, netloc=new.netloc))


@cache
def load_sites() -> Mapping[str, Site]:
    """All sites of ``sites.toml`` by name. Raises :class:`SiteConfigError` for a wrong entry."""
    return parse_sites(resources.files("spiders").joinpath("sites.toml").read_text(encoding="utf-8"))


def parse_sites(text: str) -> Mapping[str, Site]:
    """The sites of a TOML text. Raises :class:`SiteConfigError`, naming table and key."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteConfigError(f"sites.toml: {error}") from error
    sites: dict[str, Site] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise SiteConfigError(f"sites.toml: {name!r} stands outside of a table")
        sites[name] = _read_table(name, dict(table), sites)
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
        host = _host_and_port(parts)
    except ValueError as error:
        raise UnknownSite(f"not a URL: {url!r} ({error})") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise UnknownSite(f"not an http(s) URL: {url!r}")
    name = parts.hostname.removeprefix("www.")
    if is_loopback(parts.hostname):
        aliases = [_host_and_port(parts._replace(netloc=f"{h}:{parts.port or ''}")) for h in ("127.0.0.1", "localhost", "[::1]")]
        return Site(name=name, title=name, hosts=_unique(host, *aliases), start_urls=(url,), scheme=parts.scheme, allow_loopback=True, delay=0.0)
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    return Site(name=name, title=name, hosts=(host, other), start_urls=(url,), scheme=parts.scheme)


def starting_at(site: Site, url: str) -> Site:
    """``site`` as it is served at ``url``: for a mirror or a test server that stands for it."""
    here = ad_hoc_site(url)
    return replace(site, start_urls=(url,), hosts=_unique(*site.hosts, *here.hosts), allow_loopback=here.allow_loopback, delay=min(site.delay, here.delay))


def is_loopback(host: str) -> bool:
    """Whether a host name or address literal means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_and_port(parts: SplitResult) -> str:
    """Host in lower case, with the port where it is not the scheme's own. Raises ``ValueError`` for a bad port."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def _unique(*hosts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hosts))


def _read_table(name: str, table: dict[str, Any], before: Mapping[str, Site]) -> Site:
    same_as = table.pop("same_as", None)
    if same_as is not None and same_as not in before:
        raise SiteConfigError(f"sites.toml: [{name}] same_as = {same_as!r} is no table above it")
    values: dict[str, Any] = {key: _read_value(name, key, value) for key, value in table.items()}
    if same_as is not None:
        return replace(before[same_as], **values)
    try:
        site = Site(name=name, **values)
    except TypeError:
        missing = [key for key in ("hosts", "start_urls") if key not in values]
        raise SiteConfigError(f"sites.toml: [{name}] lacks {', '.join(missing)}") from None
    _check(site)
    return site


def _read_value(name: str, key: str, value: object) -> object:
    kind = _KINDS.get(key)
    if kind is None:
        raise SiteConfigError(f"sites.toml: [{name}] has an unknown key {key!r}; known are {', '.join(_KINDS)}")
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise SiteConfigError(f"sites.toml: [{name}] {key} must be a list of strings with at least one entry")
        return tuple(value)
    kinds = {float: (int, float), int: (int,), bool: (bool,)}.get(kind, (str,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
        raise SiteConfigError(f"sites.toml: [{name}] {key} must be of type {kinds[-1].__name__}, not {value!r}")
    if isinstance(value, (int, float)) and value < 0:
        raise SiteConfigError(f"sites.toml: [{name}] {key} must not be negative")
    return float(value) if kind is float else value


def _check(site: Site) -> None:
    if site.template is not None and site.template not in TEMPLATES:
        raise SiteConfigError(f"sites.toml: [{site.name}] template {site.template!r} is unknown; known are {', '.join(TEMPLATES)}")
    for host in site.hosts:
        if host != host.lower() or "/" in host or not host:
            raise SiteConfigError(f"sites.toml: [{site.name}] host {host!r} must be a bare host name in lower case")
    if site.scheme not in _DEFAULT_PORTS:
        raise SiteConfigError(f"sites.toml: [{site.name}] scheme must be http or https")
    for url in site.start_urls:
        if not site.owns(url):
            raise SiteConfigError(f"sites.toml: [{site.name}] start URL {url!r} is on none of its hosts")


_KINDS: dict[str, Any] = {f.name: get_type_hints(Site)[f.name] for f in fields(Site) if f.name != "name"}
_KINDS.update({"template": str, "place_code": str})
