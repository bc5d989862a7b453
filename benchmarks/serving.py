"""The test site in a process of its own, fast enough not to be what a crawl waits for.

Every answer is made before the first request; a request costs one look-up and one write.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing.connection import Connection
from typing import Any

from tests.site import Response, Site, build_site, generate
from tests.site.render import ALIAS_URL, BASE_URL
from tests.site.server import without_ignored

_ZIPPED = ("text/", "application/xml")
_FAULT = Response(503, {"Content-Type": "text/plain"}, b"busy")


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served at ``url`` (with a slash at the end); ``article_paths`` are what a crawl must reach."""

    url: str
    articles: int
    article_paths: tuple[str, ...]
    faulty: int
    _pipe: Connection

    def asked(self) -> int:
        """How many requests came since the last call of :meth:`requests`."""
        self._pipe.send("asked")
        number: int = self._pipe.recv()
        return number

    def requests(self) -> Counter[str]:
        """The paths asked for since the last call, with how often; the faults begin anew."""
        self._pipe.send("requests")
        asked: Counter[str] = self._pipe.recv()
        return asked


@contextmanager
def serving(template: str, articles: int, seed: int = 7, fault_every: int = 0) -> Iterator[Served]:
    """Serve a site of generated articles. Each ``fault_every``-th article answers 503 when it is first asked for."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, template, articles, seed, fault_every), daemon=True)
    process.start()
    theirs.close()
    try:
        url, paths, faulty = ours.recv()
        yield Served(url, articles, paths, faulty, ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _serve(pipe: Connection, template: str, articles: int, seed: int, fault_every: int) -> None:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    site = build_site(template, generate(articles, seed))
    answers = Answers(site, f"http://127.0.0.1:{port}", f"http://localhost:{port}", fault_every)
    paths = tuple(site.article_paths().values())
    del site
    asyncio.run(_run(listening, answers, pipe, (f"http://127.0.0.1:{port}/", paths, len(answers.faulty))))


async def _run(listening: socket.socket, answers: Answers, pipe: Connection, ready: Any) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def told() -> None:
        try:
            question = pipe.recv()
        except EOFError:
            loop.remove_reader(pipe.fileno())
            ended.set()
        else:
            pipe.send(answers.asked.total() if question == "asked" else answers.begin_anew())

    server = await loop.create_server(lambda: Peer(answers), sock=listening, backlog=128)
    loop.add_reader(pipe.fileno(), told)
    pipe.send(ready)
    await ended.wait()
    server.close()


class Answers:
    """The bytes of every answer, plain and zipped, by path with query."""

    def __init__(self, site: Site, base: str, alias: str, fault_every: int) -> None:
        def addressed(text: bytes) -> bytes:
            return text.replace(ALIAS_URL.encode(), alias.encode()).replace(BASE_URL.encode(), base.encode())

        self._ready = {path: _both(answer, addressed) for path, answer in site.items()}
        self._missing = _both(site.not_found, addressed)
        self._fault = _both(_FAULT, addressed)
        paths = list(site.article_paths().values())
        self.faulty = frozenset(paths[::fault_every] if fault_every else ())
        self.asked: Counter[str] = Counter()

    def find(self, target: str, zipped: bool) -> bytes:
        """The whole answer to a request for ``target``."""
        self.asked[target] += 1
        if target in self.faulty and self.asked[target] == 1:
            return self._fault[zipped]
        found = self._ready.get(target) or self._ready.get(without_ignored(target)) or self._missing
        return found[zipped]

    def begin_anew(self) -> Counter[str]:
        """What was asked for so far; forgotten."""
        asked, self.asked = self.asked, Counter()
        return asked


def _both(response: Response, addressed: Any) -> tuple[bytes, bytes]:
    media_type = response.headers["Content-Type"]
    body = addressed(response.body) if media_type.startswith(_ZIPPED) else response.body
    headers = {name: addressed(value.encode()).decode() for name, value in response.headers.items()}
    plain = _message(response.status, headers, body)
    if not media_type.startswith(_ZIPPED):
        return plain, plain
    return plain, _message(response.status, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body, 6, mtime=0))


def _message(status: int, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{n}: {v}" for n, v in headers.items()), f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Peer(asyncio.Protocol):
    """One connection, kept alive: answers each GET in turn."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._pending = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            head, self._pending = self._pending[:end], self._pending[end + 4 :]
            target = head.split(b" ", 2)[1].decode("latin-1")
            zipped = any(line.lower().startswith(b"accept-encoding:") and b"gzip" in line for line in head.split(b"\r\n"))
            self._transport.write(self._answers.find(target, zipped))
