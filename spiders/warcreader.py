"""The payloads of WARC files, read with fastwarc, each from the place where its record stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import fastwarc.warc

from spiders.warc import Capture, Headers, Payload, capture_of

_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY = 64_000_000


class ArchiveReader:
    """Reads payloads of captures; keeps one file open."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._path: Path | None = None
        self._stream: IO[bytes] | None = None
        self._dictionary = b""

    def read(self, capture: Capture) -> Payload:
        """The payload of ``capture``, at most ``max_bytes`` + 1 bytes of it. Raises ``OSError`` for a broken record."""
        return self._payload(self._record(capture.path, capture.offset))

    def read_at(self, path: Path, offset: int) -> tuple[Capture, Payload]:
        """The capture that stands at ``offset``, and its payload. Raises ``OSError``, or ``ValueError`` where there is none."""
        record = self._record(path, offset)
        capture = capture_of(path, record)
        if not isinstance(capture, Capture):
            raise ValueError("no record of an answer")
        return replace(capture, offset=offset), self._payload(record)

    def _record(self, path: Path, offset: int) -> Any:
        if self._stream is None or self._path != path:
            self.close()
            self._path, self._stream = path, path.open("rb")
            self._dictionary = _dictionary_frame(self._stream)
        self._stream.seek(offset)
        source: Any = _After(self._dictionary, self._stream) if self._dictionary and offset else self._stream
        record = next(iter(fastwarc.warc.ArchiveIterator(source, parse_http=False)), None)
        if record is None:
            raise OSError("no record")
        return record

    def _payload(self, record: Any) -> Payload:
        length = record.content_length
        record.parse_http(auto_decode="none", quirks_mode=True)
        head = record.http_headers if record.is_http_parsed else None
        headers: Headers = [] if head is None else list(head.items())
        expected = record.content_length if record.is_http_parsed else length
        body = record.reader.read(min(record.content_length, self._max_bytes + 1))  # room for all that it may read is taken at once
        if any(n.lower() == "transfer-encoding" and "chunked" in v.lower() for n, v in headers):
            body = _dechunk(body)
            expected = 0
        said = record.record_type != fastwarc.warc.WarcRecordType.revisit and record.headers.get("WARC-Truncated") is not None
        return Payload(None if head is None else head.status_code, headers, body, said or len(body) < min(expected, self._max_bytes))

    def close(self) -> None:
        """Close the file that is open, if any."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class _After:
    """A stream that gives ``head`` and then what is left of ``stream``."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream, self._given = head, stream, 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes."""
        data, self._head = self._head[:size], self._head[size:]
        data = data or self._stream.read(size)
        self._given += len(data)
        return data

    def tell(self) -> int:
        """Bytes given so far."""
        return self._given


def _dictionary_frame(stream: IO[bytes]) -> bytes:
    """The frame at the beginning of a zstd file that holds the dictionary of all its records; empty where there is none."""
    stream.seek(0)
    head = stream.read(8)
    if head[:4] != _ZSTD_DICTIONARY:
        return b""
    return head + stream.read(min(int.from_bytes(head[4:], "little"), _MAX_DICTIONARY))


def _dechunk(body: bytes) -> bytes:
    """``body`` with its chunked transfer coding undone; as it is where it has none after all."""
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return bytes(out) or body
        if size == 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + size]
        at = end + 4 + size
