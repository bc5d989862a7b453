"""A server on loopback that answers as broken servers do: one coroutine for each fault, on bare connections."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import brotli
from backports import zstd

from tests.spiders.support import html

Handler = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
"""Answers one request; the number says how often the path was asked for before."""

PAGE = html("Một", "/tin/Hai-2", text="Có 10 hộ nghèo. " * 200, article=True).body
LIMIT = 200_000
BOMB = b"<html>" + b"\0" * 2_000_000


def head(length: int | None, status: str = "200 OK", *more: str, content_type: str | None = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", *more]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def plain(body: bytes, status: str = "200 OK", *more: str, declared: int | None = None, content_type: str | None = "text/html; charset=utf-8") -> Handler:
    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(head(len(body) if declared is None else declared, status, *more, content_type=content_type) + body)

    return answer


def coded(body: bytes, *codings: str) -> Handler:
    return plain(body, "200 OK", f"Content-Encoding: {', '.join(codings)}")


def raw(answer: bytes) -> Handler:
    async def write(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(answer)

    return write


def reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the other side gets a reset, not an end."""
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def reset_after(sent: bytes) -> Handler:
    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(sent)
        await writer.drain()
        await asyncio.sleep(0.05)
        reset(writer)

    return answer


def silent_after(sent: bytes) -> Handler:
    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(sent)
        await asyncio.sleep(30)

    return answer


def drip(sent: bytes, rest: bytes, seconds: float, then: bytes = b"") -> Handler:
    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(sent)
        for byte in rest:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)
        writer.write(then)

    return answer


def pieces(body: bytes, number: int, seconds: float) -> Handler:
    """The body in so many pieces, with a pause before each."""

    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(head(len(body)))
        size = -(-len(body) // number)
        for start in range(0, len(body), size):
            await asyncio.sleep(seconds)
            writer.write(body[start : start + size])
            await writer.drain()

    return answer


def endless(chunk: bytes) -> Handler:
    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        writer.write(head(None, "200 OK", "Transfer-Encoding: chunked"))
        while True:
            writer.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            await writer.drain()

    return answer


def at_first(fault: Handler, times: int = 1, then: Handler | None = None) -> Handler:
    """``fault`` the first ``times``, the whole page from then on."""
    good = then or plain(PAGE)

    async def answer(writer: asyncio.StreamWriter, before: int) -> None:
        await (fault if before < times else good)(writer, before)

    return answer


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def nested(body: bytes, layers: int) -> bytes:
    for _ in range(layers):
        body = gzip.compress(body)
    return body


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


class Url(str):
    """Where the server is; ``requests`` counts what was asked for, by path."""

    requests: Counter[str]


@contextmanager
def serve(handlers: dict[str, Handler]) -> Iterator[Url]:
    """Serve on a free port of 127.0.0.1; a path without a handler is a 404."""
    requests: Counter[str] = Counter()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].decode()
                handler = handlers.get(path)
                before = requests[path]
                requests[path] += 1
                if handler is None:
                    writer.write(head(0, "404 Not Found"))
                    continue
                await handler(writer, before)
                await writer.drain()
                break
        writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(connected, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    url = Url(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    url.requests = requests
    try:
        yield url
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
