"""The test site on loopback: a threaded server that answers conditional requests as a web server does."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tests.site.build import Response, Site
from tests.site.render import ALIAS_URL, BASE_URL

IGNORED_PARAMETERS = ("utm_source", "utm_medium", "utm_campaign", "fbclid", "PHPSESSID", "sid")
"""Parameters the CMS does not look at: with and without them a path answers the same."""

NO_ETAG = "X-No-ETag"
"""A response with this header is sent without an entity tag."""

_ZIPPED = ("text/", "application/xml")


class BaseUrl(str):
    """The address of a running site, without a slash at the end.

    ``alias`` is the site under its second name; ``requests`` lists every path
    asked for so far, in order, and ``answers`` each with its status and whether it
    was asked for conditionally. ``become`` puts another site in the place of this one.
    """

    alias: str
    requests: list[str]
    answers: list[tuple[str, int, bool]]
    become: Callable[[Site], None]


@contextmanager
def serve(site: Site) -> Iterator[BaseUrl]:
    """Serve the site on a free port of 127.0.0.1 while the context lasts; gives its base URL.

    >>> with serve(site) as base_url:  # doctest: +SKIP
    ...     urlopen(base_url + "/").status
    200
    """
    server = _Server(site)
    with running(server):
        yield server.base_url


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    """Let a server answer in a thread of its own while the context lasts, then close it."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site
        self.base_url = BaseUrl(f"http://127.0.0.1:{self.server_port}")
        self.base_url.alias = f"http://localhost:{self.server_port}"
        self.base_url.requests = []
        self.base_url.answers = []
        self.base_url.become = self.become

    def become(self, site: Site) -> None:
        """Serve another site from now on, and forget what was asked for."""
        self.site = site
        self.base_url.requests.clear()
        self.base_url.answers.clear()

    def answer(self, target: str) -> Response:
        found = self.site.get(target) or self.site.get(without_ignored(target)) or self.site.not_found
        return Response(found.status, {k: self._addressed(v) for k, v in found.headers.items()}, self._addressed_body(found))

    def _addressed(self, text: str) -> str:
        return text.replace(ALIAS_URL, self.base_url.alias).replace(BASE_URL, self.base_url)

    def _addressed_body(self, response: Response) -> bytes:
        if not response.headers["Content-Type"].startswith(("text/", "application/xml")):
            return response.body
        return response.body.replace(ALIAS_URL.encode(), self.base_url.alias.encode()).replace(BASE_URL.encode(), self.base_url.encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.server.base_url.requests.append(self.path)
        response = self.server.answer(self.path)
        tags = {} if NO_ETAG in response.headers else {"ETag": f'"{hashlib.sha256(response.body).hexdigest()[:20]}"'}
        unchanged = response.status == 200 and self._unchanged(tags.get("ETag"), response.headers)
        is_conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        self.server.base_url.answers.append((self.path, 304 if unchanged else response.status, is_conditional))
        if unchanged:
            self._send(304, tags, b"")
        else:
            self._send(response.status, {**response.headers, **tags}, response.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Tests stay quiet."""

    def _unchanged(self, etag: str | None, headers: Mapping[str, str]) -> bool:
        if (match := self.headers["If-None-Match"]) is not None:
            return etag is not None and etag in match
        since, modified = self.headers["If-Modified-Since"], headers.get("Last-Modified")
        return bool(since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since))

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        zipped = "gzip" in self.headers.get("Accept-Encoding", "") and headers.get("Content-Type", "").startswith(_ZIPPED)
        sent = gzip.compress(body, mtime=0) if zipped else body
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            self.wfile.write(sent)


def without_ignored(target: str) -> str:
    """``target`` as the CMS looks it up: unquoted, and without the parameters it ignores."""
    parts = urlsplit(target)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in IGNORED_PARAMETERS]
    return unquote(parts.path) + (f"?{urlencode(kept)}" if kept else "")
