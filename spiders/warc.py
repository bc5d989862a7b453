"""Reading WARC files, with fastwarc: what they hold, where they are damaged, and the payloads.

A reference to a record is ``<file name>:<offset>``.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import fastwarc.warc

from spiders.errors import InputError

Headers = list[tuple[str, str]]
OPEN = ".open"
"""What the name of a file ends with while it is written; no reference says it."""

_CUT_OFF = "the file ends in the middle of a record"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY = 64_000_000
_GZIP = b"\x1f\x8b\x08"
READABLE = fastwarc.warc.WarcRecordType.response | fastwarc.warc.WarcRecordType.resource | fastwarc.warc.WarcRecordType.revisit


def reference(path: Path, offset: int) -> str:
    """The reference of the record at ``offset``.

    >>> reference(Path("archive/kontum-00001.warc.gz.open"), 120)
    'kontum-00001.warc.gz:120'
    """
    return f"{path.name.removesuffix(OPEN)}:{offset}"


@dataclass(frozen=True, slots=True)
class Capture:
    """One response of a WARC file, as its WARC header tells it. ``at`` is the capture time (UTC).

    A revisit record may tell where the record it refers to stands: ``original`` is a file name and an offset,
    ``refers_to`` its URL and ``WARC-Date``.
    """

    path: Path
    offset: int
    url: str
    at: datetime
    digest: str | None
    revisit: bool = False
    original: tuple[str, int] | None = None
    refers_to: tuple[str, str] | None = None

    @property
    def ref(self) -> str:
        """``<file name>:<offset>``."""
        return reference(self.path, self.offset)


@dataclass(frozen=True, slots=True)
class Damage:
    """A record of a WARC file that could not be read; often the last, where the file was cut off."""

    path: Path
    offset: int
    reason: str

    @property
    def ref(self) -> str:
        """``<file name>:<offset>``."""
        return reference(self.path, self.offset)


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


def end_of_whole_records(path: Path) -> int:
    """Where the last whole record of a gzip file ends; the size of the file where records follow a broken one."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        damage = _find_damaged_member(path, stream)
        if damage is None:
            return size
        is_last = damage.reason == _CUT_OFF or _next_member(stream, damage.offset + 1) is None
    return damage.offset if is_last else size


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
    if record.record_type != fastwarc.warc.WarcRecordType.revisit:
        return Capture(path, record.stream_pos, url, at, digest)
    file, offset = record.headers.get("WARC-Refers-To-Filename"), record.headers.get("WARC-Refers-To-File-Offset") or ""
    original = (file, int(offset)) if file and offset.isdecimal() and "/" not in file else None
    uri, date = record.headers.get("WARC-Refers-To-Target-URI"), record.headers.get("WARC-Refers-To-Date")
    return Capture(path, record.stream_pos, url, at, digest, True, original, (uri.strip("<>"), date) if uri and date else None)


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
        capture = _capture(path, record)
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
