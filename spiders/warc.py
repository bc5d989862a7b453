"""WARC files: every live response is written to one before it is read, and read back from there.

Written with warcio (WARC 1.1, one gzip member a record, request and response
records with digests, bodies as received), read with fastwarc. A reference to a
record is ``<file name>:<offset>``.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

import fastwarc.warc
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.errors import InputError

Headers = list[tuple[str, str]]
_CUT_OFF = "the file ends in the middle of a record"
_GZIP = b"\x1f\x8b\x08"
READABLE = fastwarc.warc.WarcRecordType.response | fastwarc.warc.WarcRecordType.resource | fastwarc.warc.WarcRecordType.revisit


class ArchiveWriter:
    """Appends exchanges to ``<folder>/<stem>-<n>.warc.gz``, a new file each run and each ``max_bytes``.

    A file that a killed run left behind may end in the middle of a record and is never appended to.
    """

    def __init__(self, folder: Path, stem: str, software: str, max_bytes: int = 1_000_000_000) -> None:
        self._folder = folder
        self._stem = stem
        self._software = software
        self._max_bytes = max_bytes
        self._path = folder
        self._stream: IO[bytes] | None = None
        self._writer: Any = None

    def write(
        self, url: str, method: str, request_headers: Headers, status: int, headers: Headers, body: bytes, at: datetime, ip: str | None,
        is_cut: bool = False,
    ) -> str:  # fmt: skip
        """Append one exchange and return the reference of its response record.

        ``body`` is as received, content coding included, transfer coding undone.
        The record is handed to the operating system before this returns.
        """
        stream = self._open()
        offset = stream.tell()
        date = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        about = date | ({"WARC-IP-Address": ip} if ip else {}) | ({"WARC-Truncated": "disconnect"} if is_cut else {})
        response = self._writer.create_warc_record(
            url, "response", payload=BytesIO(body), http_headers=_response_head(status, headers, len(body)), warc_headers_dict=about
        )
        request = self._writer.create_warc_record(url, "request", http_headers=_request_head(url, method, request_headers), warc_headers_dict=date)
        self._writer.write_request_response_pair(request, response)
        for record in (request, response):
            record.raw_stream.close()  # the copy that warcio made for the digest
        stream.flush()
        return f"{self._path.name}:{offset}"

    def close(self) -> None:
        """Close the file that is open, if any."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _open(self) -> IO[bytes]:
        if self._stream is not None and self._stream.tell() < self._max_bytes:
            return self._stream
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in itertools.count():
            self._path = self._folder / f"{self._stem}-{number:05d}.warc.gz"
            try:
                stream = self._path.open("xb")
                break
            except FileExistsError:
                continue
        self._stream, self._writer = stream, WARCWriter(stream, gzip=True, warc_version="1.1")
        info = {"software": self._software, "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(self._path.name, info))
        return stream


def _response_head(status: int, headers: Headers, length: int) -> StatusAndHeaders:
    """The response's head; the body's transfer coding is undone, so the head must not claim it."""
    kept = [(n, _ascii(v)) for n, v in headers if n.lower() not in ("transfer-encoding", "content-length")]
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return StatusAndHeaders(f"{status} {phrase}".strip(), [*kept, ("Content-Length", str(length))], protocol="HTTP/1.1")


def _ascii(value: str) -> str:
    """A header's bytes beyond ASCII as per cent codes; warcio knows no other."""
    return value if value.isascii() else "".join(c if c < "\x80" else quote(c, encoding="latin-1", errors="replace") for c in value)


def _request_head(url: str, method: str, headers: Headers) -> StatusAndHeaders:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"{method} {target} HTTP/1.1", [("Host", parts.netloc), *headers], is_http_request=True)


# ------------------------------------------------------------------ reading
@dataclass(frozen=True, slots=True)
class Capture:
    """One response of a WARC file, as its WARC header tells it. ``at`` is the capture time (UTC)."""

    path: Path
    offset: int
    url: str
    at: datetime
    digest: str | None
    revisit: bool = False

    @property
    def ref(self) -> str:
        """``<file name>:<offset>``."""
        return f"{self.path.name}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Damage:
    """A record of a WARC file that could not be read; often the last, where the file was cut off."""

    path: Path
    offset: int
    reason: str

    @property
    def ref(self) -> str:
        """``<file name>:<offset>``."""
        return f"{self.path.name}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Payload:
    """The HTTP answer of a capture; ``body`` still has its content coding. ``truncated``: it ends early."""

    status: int | None
    headers: Headers
    body: bytes
    truncated: bool


def check_archives(paths: Iterable[Path]) -> None:
    """Raise :class:`InputError` for the first path that is missing, empty or no WARC file."""
    for path in paths:
        if not path.exists():
            raise InputError(f"no such file: {path}")
        if not path.is_file():
            raise InputError(f"not a file: {path}")
        try:
            if path.stat().st_size == 0:
                raise InputError(f"empty file: {path}")
            with path.open("rb") as stream:
                first = next(iter(fastwarc.warc.ArchiveIterator(stream, parse_http=False)), None)
        except OSError as error:
            if error.errno is not None:
                raise InputError(f"cannot read {path}: {error.strerror}") from error
            raise InputError(f"not a WARC file: {path}") from error
        if first is None:
            raise InputError(f"not a WARC file: {path}")


def index_archive(path: Path) -> Iterator[Capture | Damage]:
    """The captures of a WARC file in file order, bodies skipped, and a damage for what cannot be read.

    After a broken record reading goes on with the next that is whole.
    """
    start: int | None = 0
    while start is not None:
        start = yield from _index_from(path, start)


def _index_from(path: Path, start: int) -> Generator[Capture | Damage, None, int | None]:
    """The captures from ``start`` to the end or the first damage; returns where to go on after that."""
    offset, length = start, 0
    last: Capture | Damage | None = None  # held back: a record that is cut off is no capture
    with path.open("rb") as stream:
        stream.seek(start)
        failure = None
        try:
            for record in fastwarc.warc.ArchiveIterator(stream, parse_http=False):
                if last is not None:
                    yield last
                offset, length = record.stream_pos, record.content_length
                last = _capture(path, record)
                record.reader.consume(length)
        except OSError as error:
            failure = str(error)
        damage = _find_damage(path, stream, offset, length)
        if damage is None and failure is not None:
            damage = Damage(path, offset, f"the file cannot be read beyond this record: {failure}")
        if last is not None and (damage is None or damage.offset != offset):
            yield last
        if damage is None:
            return None
        yield damage
        return None if damage.reason == _CUT_OFF else _next_member(stream, damage.offset + 1)


def _find_damage(path: Path, stream: IO[bytes], offset: int, length: int) -> Damage | None:
    """The first record that the file does not hold whole, looking from the last readable record on.

    The iterator stops at such a record without a word, so the end of the file is checked here.
    """
    stream.seek(offset)
    magic = stream.read(4)
    stream.seek(offset)
    if magic.startswith(_GZIP[:2]):
        return _find_damaged_member(path, stream)
    if magic != b"WARC":  # zstd or lz4: their frames are checked while reading
        return None
    head_length = stream.read(65_536).find(b"\r\n\r\n") + 4
    end = offset + head_length + length
    if head_length < 4 or path.stat().st_size < end:
        return Damage(path, offset, _CUT_OFF)
    stream.seek(end)
    return Damage(path, end, _CUT_OFF) if stream.read(65_536).strip(b"\r\n") else None


def _find_damaged_member(path: Path, stream: IO[bytes]) -> Damage | None:
    """The first gzip member from here on that is broken or does not end before the file does."""
    begin, pending = stream.tell(), b""
    while pending or (pending := stream.read(65_536)):
        member, size = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
        while not member.eof:
            if not pending and not (pending := stream.read(65_536)):
                return Damage(path, begin, _CUT_OFF)
            size += len(pending)
            try:
                member.decompress(pending, 1 << 20)
            except zlib.error as error:
                return Damage(path, begin, f"broken record: {error}")
            pending = member.unconsumed_tail
            size -= len(pending)
        pending = member.unused_data
        begin += size - len(pending)
    return None


def _next_member(stream: IO[bytes], start: int) -> int | None:
    """Where the next gzip member seems to begin."""
    overlap = b""
    stream.seek(start)
    while chunk := stream.read(1 << 20):
        found = (overlap + chunk).find(_GZIP)
        if found >= 0:
            return stream.tell() - len(overlap) - len(chunk) + found
        overlap = chunk[-2:]
    return None


def _capture(path: Path, record: Any) -> Capture | Damage | None:
    """What the WARC header says; ``None`` for records that hold no answer."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if not record.record_type & READABLE or not url.startswith(("http://", "https://")):
        return None
    try:
        at = record.record_date.astimezone(UTC)
    except (AttributeError, ValueError, OverflowError):
        return Damage(path, record.stream_pos, f"no readable WARC-Date for {url}")
    digest = record.headers.get("WARC-Payload-Digest") or None
    return Capture(path, record.stream_pos, url, at, digest, record.record_type == fastwarc.warc.WarcRecordType.revisit)


class ArchiveReader:
    """Reads payloads of captures; keeps one file open."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._path: Path | None = None
        self._stream: IO[bytes] | None = None

    def read(self, capture: Capture) -> Payload:
        """The payload of ``capture``, at most ``max_bytes`` + 1 bytes of it. Raises ``OSError`` for a broken record."""
        stream = self._seek(capture)
        record = next(iter(fastwarc.warc.ArchiveIterator(stream, parse_http=False)))
        length = record.content_length
        record.parse_http(auto_decode="none", quirks_mode=True)
        head = record.http_headers if record.is_http_parsed else None
        headers: Headers = [] if head is None else list(head.items())
        expected = record.content_length if record.is_http_parsed else length
        body = record.reader.read(self._max_bytes + 1)
        if any(n.lower() == "transfer-encoding" and "chunked" in v.lower() for n, v in headers):
            body = _dechunk(body)
            expected = 0
        is_cut = len(body) < min(expected, self._max_bytes) or record.headers.get("WARC-Truncated") == "disconnect"
        return Payload(None if head is None else head.status_code, headers, body, is_cut)

    def close(self) -> None:
        """Close the file that is open, if any."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _seek(self, capture: Capture) -> IO[bytes]:
        if self._stream is None or self._path != capture.path:
            self.close()
            self._path, self._stream = capture.path, capture.path.open("rb")
        self._stream.seek(capture.offset)
        return self._stream


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
