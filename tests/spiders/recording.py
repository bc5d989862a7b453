"""A site on loopback that keeps what it was asked, when, and how much of it at once; and a clock that nobody has to wait for."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from spiders.pace import Pace
from tests.site.server import running
from tests.spiders.support import Reply, html


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, its headers by lower-case name, and when it came, in seconds of the server's clock."""

    path: str
    headers: Mapping[str, str]
    at: float


Answer = Reply | Callable[[Asked], Reply]
"""What a path answers, or what decides that."""


class Url(str):
    """Where the site is; ``asked`` is what it was asked for so far, ``at_once`` the most that it answered at one time."""

    asked: list[Asked]
    at_once: int

    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds from one request to the next, robots.txt included."""
        return [after.at - before.at for before, after in pairwise(self.asked)]


class Clock:
    """Goes as real time does, and jumps where somebody would sleep or is said to be slow."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.skipped

    async def sleep(self, seconds: float) -> None:
        """Let the seconds have passed."""
        self.skipped += max(0.0, seconds)

    def rule(self, monkeypatch: pytest.MonkeyPatch) -> Clock:
        """Put this clock in the place of the crawler's."""
        monkeypatch.setattr("spiders.middlewares.Pace", partial(Pace, clock=self))
        monkeypatch.setattr("spiders.middlewares.sleep", self.sleep)
        monkeypatch.setattr("spiders.faults.sleep", self.sleep)
        return self


@contextmanager
def record(site: Mapping[str, Answer], clock: Callable[[], float] = time.monotonic, tls: ssl.SSLContext | None = None) -> Iterator[Url]:
    """Serve ``site`` on a free port of 127.0.0.1; a path that it does not have is a 404."""
    asked: list[Asked] = []
    lock = threading.Lock()
    busy = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nonlocal busy
            request = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, clock())
            with lock:
                asked.append(request)
                busy += 1
                url.at_once = max(url.at_once, busy)
            answer = site.get(self.path) or html("Không tìm thấy", status=404)
            reply = answer(request) if callable(answer) else answer
            time.sleep(reply.delay)
            with lock:
                busy -= 1
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status not in (204, 304):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status not in (204, 304):
                self.wfile.write(reply.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    url = Url(f"http{'' if tls is None else 's'}://127.0.0.1:{server.server_port}/")
    url.asked, url.at_once = asked, 0
    with running(server):
        yield url


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread; one that fails at its handshake is only closed."""
        with suppress(OSError):
            super().finish_request(request, client_address)
