"""What the web archives of the tests hold, and the server they share: it notes when it was asked and fails when it is told to."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.site.build import Site
from tests.site.render import ALIAS_URL, BASE_URL
from tests.site.server import running

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One capture. ``gap``: the index lists it and the archive has it not. ``revisit``: the record has no body of its own."""

    url: str
    at: datetime
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    gap: bool = False
    revisit: bool = False
    listed: bool = True

    @property
    def stamp(self) -> str:
        return f"{self.at:%Y%m%d%H%M%S}"

    @property
    def mime(self) -> str:
        return self.headers.get("Content-Type", "unk").partition(";")[0]

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()

    @property
    def key(self) -> str:
        return urlkey(self.url)


def urlkey(url: str) -> str:
    """The sort key of an index: host backwards, without ``www.``, port or scheme telling nothing apart but themselves.

    >>> urlkey("http://www.X.vn:80/A?b=1")
    'vn,x)/a?b=1'
    """
    parts = urlsplit(unquote(url))
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}){parts.path or '/'}{f'?{parts.query}' if parts.query else ''}".lower()


def captures_of(site: Site, base_url: str, at: datetime) -> list[Held]:
    """Every page and file of a test site as if captured at once under ``base_url`` (without a slash at the end)."""
    alias = base_url.replace("://", "://www.")
    found = []
    for path, response in site.items():
        body = response.body
        if response.headers["Content-Type"].startswith(("text/", "application/xml")):
            body = body.replace(ALIAS_URL.encode(), alias.encode()).replace(BASE_URL.encode(), base_url.encode())
        headers = {name: value.replace(ALIAS_URL, alias).replace(BASE_URL, base_url) for name, value in response.headers.items()}
        found.append(Held(url=base_url + path, at=at, body=body, status=response.status, headers=headers))
    return found


def moment(text: str) -> datetime:
    """A time from ``yyyy-mm-dd`` with or without a time of day."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# ------------------------------------------------------------------ the server
@dataclass(frozen=True, slots=True)
class Answer:
    """What a service sends. ``cut``: the connection closes after so many bytes of the body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int | None = None


def page(status: int, text: str, **headers: str) -> Answer:
    """A page of the service's own."""
    body = f"<!DOCTYPE html><html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>".encode()
    return Answer(status, {"Content-Type": HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}, body)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request as the server met it; ``at`` is in seconds of one clock."""

    kind: str
    target: str
    at: float
    headers: Mapping[str, str]


class Service(str):
    """Where a service is; ``arrivals`` are the requests so far.

    ``faults`` has, by kind of request, what is answered instead, in order; ``None`` lets one through.
    """

    arrivals: list[Arrival]
    faults: dict[str, list[Answer | None]]

    def asked(self, kind: str) -> list[str]:
        return [arrival.target for arrival in self.arrivals if arrival.kind == kind]


Answerer = Callable[[str, Mapping[str, str]], tuple[str, Answer]]
"""From a request's target and headers to its kind and the answer."""


@contextmanager
def serve_answers(answerer: Answerer, faults: Mapping[str, Sequence[Answer | None]] | None = None) -> Iterator[Service]:
    """Serve on a free port of 127.0.0.1 while the context lasts."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            arrived = time.monotonic()
            kind, answer = answerer(self.path, self.headers)
            with lock:
                url.arrivals.append(Arrival(kind, self.path, arrived, dict(self.headers)))
                queue = url.faults.get(kind)
                answer = (queue.pop(0) if queue else None) or answer
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])
            self.close_connection = answer.cut is not None

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    url = Service(f"http://127.0.0.1:{server.server_port}")
    url.arrivals = []
    url.faults = {kind: list(queue) for kind, queue in (faults or {}).items()}
    with running(server):
        yield url
