"""Content codings undone: bounded before they unpack, truthful about what ends early, forgiving where a header lies."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import brotli
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

try:
    from backports import zstd
except ImportError:  # Python 3.14 has it built in
    from compression import zstd  # type: ignore[import-not-found, no-redef]

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

CUT = "dataloss"
"""Flag of a response whose body ended early."""

_STEP = 65_536
GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MAX_LAYERS = 4
_ERRORS = (zlib.error, brotli.error, zstd.ZstdError, EOFError)
_PLAIN_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}[<{\[%]")
_TEXT_TYPES = (b"text/", b"application/xhtml", b"application/xml")


class BodyTooLarge(IgnoreRequest):
    """The body would unpack to more than the limit."""


class BrokenCoding(ValueError):
    """The body is not in the content coding that its header names."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body without its codings. ``is_cut``: it ends early; ``left`` are the codings that nobody here knows."""

    body: bytes
    is_cut: bool = False
    left: tuple[str, ...] = ()


def unpack(body: bytes, codings: list[str], max_bytes: int) -> Unpacked:
    """Undo ``codings``, the last first, holding at most ``max_bytes`` (0: any number) of what comes out.

    A body that plainly is a page is left as it is, whatever its header claims.
    Raises :class:`BodyTooLarge` and :class:`BrokenCoding`.
    """
    left = [name for coding in codings if (name := coding.strip().lower()) not in ("", "identity", "none", "utf-8", "chunked")]
    if len(left) > _MAX_LAYERS:
        raise BrokenCoding(f"more than {_MAX_LAYERS} content codings")
    is_cut = False
    while left and left[-1] in _STEPS:
        name = left.pop()
        try:
            body, cut = _collect(_STEPS[name](body), max_bytes)
        except _ERRORS as error:
            if not _PLAIN_START.match(body):
                raise BrokenCoding(f"the body is not {name}, which its header names") from error
        else:
            is_cut |= cut
    return Unpacked(body, is_cut, tuple(left))


def unpack_again(found: Unpacked, max_bytes: int) -> Unpacked:
    """Undo gzip that no header names: bodies of pages that a proxy has packed a second time."""
    layers = 0
    while found.body.startswith(GZIP):
        layers += 1
        if layers > _MAX_LAYERS:
            raise BrokenCoding(f"packed more than {_MAX_LAYERS} times")
        inner = unpack(found.body, ["gzip"], max_bytes)
        found = Unpacked(inner.body, found.is_cut or inner.is_cut, found.left)
    return found


Steps = Iterator[tuple[bytes, bool]]
"""What comes out piece by piece, each with whether the stream may end after it."""


def _collect(steps: Steps, max_bytes: int) -> tuple[bytes, bool]:
    """All pieces, and whether the end is missing; a stream that breaks after its first piece counts as cut off."""
    pieces, size, may_end = [], 0, False
    try:
        for piece, ends in steps:
            may_end = ends
            size += len(piece)
            if max_bytes and size > max_bytes:
                raise BodyTooLarge(f"more than {max_bytes} bytes when decompressed")
            pieces.append(piece)
    except _ERRORS:
        if not size:
            raise
        may_end = False
    return b"".join(pieces), not may_end


def _gunzip(body: bytes) -> Steps:
    """Every member; what follows the last is no part of it."""
    rest = body
    while True:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _inflated(member, rest)
        rest = member.unused_data.lstrip(b"\0")
        if not rest.startswith(GZIP):
            return


def _inflate(body: bytes) -> Steps:
    """With the zlib head, or without it, as some servers send it."""
    member = zlib.decompressobj()
    try:
        member.decompress(body[:_STEP], 1)
    except zlib.error:
        return _inflated(zlib.decompressobj(wbits=-zlib.MAX_WBITS), body)
    return _inflated(zlib.decompressobj(), body)


def _inflated(member: zlib._Decompress, body: bytes) -> Steps:
    if not body:
        raise EOFError
    while True:
        piece = member.decompress(body, _STEP)
        body = member.unconsumed_tail
        if not piece and not member.eof:
            yield member.flush(_STEP), member.eof
            return
        yield piece, member.eof
        if member.eof:
            return


def _unbrotli(body: bytes) -> Steps:
    member = brotli.Decompressor()
    piece = member.process(body, output_buffer_limit=_STEP)
    while piece or not member.is_finished():
        yield piece, member.is_finished()
        if not piece or member.is_finished():
            return
        piece = member.process(b"", output_buffer_limit=_STEP)


def _unzstd(body: bytes) -> Steps:
    rest = body
    while True:
        member = zstd.ZstdDecompressor()
        piece = member.decompress(rest, _STEP)
        while piece or not member.eof:
            yield piece, member.eof
            if member.eof or (not piece and member.needs_input):
                break
            piece = member.decompress(b"", _STEP)
        if not member.eof:
            return
        rest = member.unused_data
        if not rest.startswith(_ZSTD):
            return


_STEPS: dict[str, Callable[[bytes], Steps]] = {
    "gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate, "br": _unbrotli, "zstd": _unzstd,
}  # fmt: skip


class UnpackMiddleware(HttpCompressionMiddleware):
    """Scrapy's, with :func:`unpack`: a body that ends early is flagged ``dataloss`` and no half page passes for a whole one."""

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Request | Response:
        """Undo the content codings. Raises :class:`BodyTooLarge` and :class:`BrokenCoding`."""
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").split(",")
        is_text = (response.headers.get("Content-Type") or b"text/").lower().startswith(_TEXT_TYPES)
        if request.method == "HEAD" or not response.body or (codings == [""] and not (is_text and response.body.startswith(GZIP))):
            return response
        max_bytes = int(request.meta.get("download_maxsize", self._max_size))
        found = unpack(response.body, codings, max_bytes)
        if is_text and not found.left:
            found = unpack_again(found, max_bytes)
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        if found.left:
            headers["Content-Encoding"] = ", ".join(found.left)
        flags = [*response.flags, CUT] if found.is_cut and CUT not in response.flags else response.flags
        kind = responsetypes.from_args(headers=headers, url=response.url, body=found.body)
        return response.replace(cls=kind, headers=headers, body=found.body, flags=flags)
