"""Connections to the site, and to nothing else: every address is judged when its socket is made.

Scrapy's handler for aiohttp makes them. Its connector asks :func:`_guarded` for
each socket, after names were resolved, so neither a name that resolves to a
private address, nor one that does so only at the second look, nor an odd spelling
of an address gets past.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import aiohttp
import yarl
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Headers

from spiders.addresses import AddressRefused, why_refused
from spiders.media import may_be_file
from spiders.refusals import OffSite, TlsFailed

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?")
"""What resolvers take for an IPv4 address, canonical or not."""
_OLD_RENEGOTIATION = 0x4
"""``SSL_OP_LEGACY_SERVER_CONNECT``; Python names it from 3.12 on."""

LEGACY_TLS: dict[str, Any] = {
    "SOLIEU_LEGACY_TLS": True,
    "DOWNLOADER_CLIENT_TLS_CIPHERS": "ALL:!aNULL:!eNULL:@SECLEVEL=0",
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
}
"""Settings for servers of the years before 2012: TLS 1.0 and 1.1, short keys, renegotiation without RFC 5746."""


class GuardedHandler(AiohttpDownloadHandler):
    """Downloads http and https from public addresses, and from loopback where ``SOLIEU_ALLOW_LOOPBACK`` is set.

    Proxies are refused: a proxy resolves names itself, out of sight of the check.
    """

    supports_proxies: ClassVar[bool] = False
    experimental: ClassVar[bool] = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._file_maxsize = crawler.settings.getint("SOLIEU_FILE_MAXSIZE") or self._default_maxsize
        self._legacy = crawler.settings.getbool("SOLIEU_LEGACY_TLS")
        if self._legacy:
            self._ssl_context.options |= _OLD_RENEGOTIATION
        connector = self._session.connector
        if not isinstance(connector, aiohttp.TCPConnector) or not hasattr(connector, "_socket_factory"):
            raise RuntimeError("this aiohttp has no place to judge addresses at")
        self._session._retry_connection = False  # whether and when to try again is for one place to decide
        connector._socket_factory = _guarded(crawler.settings.getbool("SOLIEU_ALLOW_LOOPBACK"))
        self._stats = crawler.stats

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[Any]:
        """The response of a connection; raises :class:`OffSite` and :class:`TlsFailed` beside what Scrapy's handler raises."""
        _check_one_host(request.url)
        try:
            async with super()._make_request(request, timeout) as response:
                yield response
        except DownloadConnectionRefusedError as error:
            self._explain(error.__cause__)
            raise

    async def _read_response(self, response: Any, request: Request) -> Response:
        """The response; a file may be longer than a page, and what is longer is broken off (``SOLIEU_FILE_MAXSIZE``, ``DOWNLOAD_MAXSIZE``)."""
        if "entry" in request.meta:
            is_file = may_be_file(response.headers.get("Content-Type"), request.url)
            request.meta["download_maxsize"] = self._file_maxsize if is_file else self._default_maxsize
        return await super()._read_response(response, request)

    @staticmethod
    def _extract_headers(response: Any) -> Headers:
        """The headers as they were sent: in those that are decoded, bytes that are no UTF-8 cannot be encoded again."""
        return Headers(list(response.raw_headers))

    def _explain(self, cause: BaseException | None) -> None:
        """Raise the kind of failure that Scrapy's handler does not tell apart."""
        if isinstance(cause, aiohttp.ClientConnectorError) and isinstance(cause.os_error, AddressRefused):
            refused = cause.os_error
            self._stats.inc_value("solieu/refused_addresses")
            raise OffSite(f"{cause.host} is at {refused.address}, which is not public ({refused.why})") from cause
        if isinstance(cause, (aiohttp.ClientConnectorSSLError, aiohttp.ClientConnectorCertificateError)):
            raise TlsFailed(self._tls_reason(cause)) from cause

    def _tls_reason(self, cause: aiohttp.ClientConnectorSSLError | aiohttp.ClientConnectorCertificateError) -> str:
        error = cause.certificate_error if isinstance(cause, aiohttp.ClientConnectorCertificateError) else cause.os_error
        words = (error.reason if isinstance(error, ssl.SSLError) else None) or str(error)
        hint = "" if self._legacy else "; an old server may need legacy_tls"
        return f"no TLS connection: {words.replace('_', ' ').lower()}{hint}"


def _guarded(allow_loopback: bool) -> Callable[[Any], socket.socket]:
    """Makes sockets for addresses that may be connected to; raises :class:`AddressRefused` for others."""

    def make(address_info: Any) -> socket.socket:
        family, kind, protocol, _, address = address_info
        why = why_refused(str(address[0]), allow_loopback) if family in (socket.AF_INET, socket.AF_INET6) else "no internet address"
        if why is not None:
            raise AddressRefused(str(address[0]), why)
        return socket.socket(family=family, type=kind, proto=protocol)

    return make


def _check_one_host(url: str) -> None:
    """Raise :class:`OffSite` where the URL that is asked for names another host than the URL that was judged, or one in an odd spelling."""
    try:
        asked, host = yarl.URL(url), _plain(urlsplit(url).hostname or "")
        if host in (_plain(asked.host or ""), _plain(asked.raw_host or "")):
            if _NUMERIC.fullmatch(host):
                raise OffSite(f"{host} is an odd spelling of an address")
            return
    except ValueError:
        pass
    raise OffSite(f"it is not clear which host {url!r} names")


def _plain(host: str) -> str:
    """``host`` in one spelling, where it is an address: in brackets."""
    try:
        return f"[{ipaddress.ip_address(host)}]"
    except ValueError:
        return host
