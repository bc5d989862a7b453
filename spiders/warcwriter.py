"""Writing WARC files: WARC 1.1, one gzip member a record, made with warcio.

A file is named ``<stem>-<n>.warc.gz.open`` while it is written and loses the last
part when it is full or the run ends, so under its final name stands a whole file
and nothing else. A reference to a record is ``<final name>:<offset>`` from the
beginning (:mod:`spiders.references` resolves it either way). What a killed run
left open, the next one finishes: :func:`finish_leftovers`.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import itertools
import os
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO, FileIO
from pathlib import Path
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from contract.disk import sync_folder
from spiders.payloads import SMALLEST, Original, PayloadIndex
from spiders.warc import OPEN, Headers, end_of_whole_records

MAX_BYTES = 1_000_000_000
"""The size after which a new file is begun."""

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_LEVEL = 6


class ArchiveWriter:
    """Appends exchanges to ``<folder>/<stem>-<n>.warc.gz``, a new file each run and whenever one has ``max_bytes``.

    ``about`` are further fields of the warcinfo record. With ``payloads``, a body that
    the archive holds already is written as a revisit record.
    """

    def __init__(
        self,
        folder: Path,
        stem: str,
        software: str,
        max_bytes: int = MAX_BYTES,
        about: Mapping[str, str] | None = None,
        payloads: PayloadIndex | None = None,
    ) -> None:
        self.folder, self._stem, self._max_bytes = folder, stem, max_bytes
        self._about = {"software": software, "format": "WARC File Format 1.1", "conformsTo": _STANDARD, **(about or {})}
        self._payloads = payloads
        self._path = folder
        self._file: FileIO | None = None
        self._size = self._synced = 0
        self._info_id = ""

    def write(
        self,
        url: str,
        method: str,
        request_headers: Headers,
        status: int,
        headers: Headers,
        body: bytes,
        at: datetime,
        ip: str | None,
        truncated: str | None = None,
    ) -> str:
        """Append one exchange and return the reference of its response record.

        ``body`` is as received, content coding included, transfer coding undone;
        ``truncated`` is a reason of WARC-Truncated where it is not whole. The records
        are handed to the operating system before this returns. Raises ``OSError``,
        and the file is then as before.
        """
        file = self._open()
        offset = self._size
        common = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "WARC-Warcinfo-ID": self._info_id}
        common |= {"WARC-IP-Address": ip} if ip else {}
        digest = payload_digest(body)
        original = self._original(url, status, digest, body, truncated)
        response = _response(url, status, headers, body, digest, common | ({"WARC-Truncated": truncated} if truncated else {}), original)
        record_id = response.rec_headers.get_header("WARC-Record-ID")
        head = _request_head(url, method, request_headers)
        request = _BUILDER.create_warc_record(url, "request", http_headers=head, warc_headers_dict=common | {"WARC-Concurrent-To": record_id})
        self._append(file, _member(response) + _member(request))
        if self._payloads is not None and status == HTTPStatus.OK and truncated is None and len(body) >= SMALLEST:
            self._payloads.note(url, original or Original(digest, url, common["WARC-Date"], record_id, self._name(), offset))
        return f"{self._name()}:{offset}"

    def write_alone(self, url: str, status: int, headers: Headers, body: bytes, about: dict[str, str]) -> str:
        """Append a response without its request and return its reference; ``about`` are WARC headers. Raises as :meth:`write` does."""
        file = self._open()
        offset = self._size
        head = _response_head(status, headers, len(body))
        about = about | {"WARC-Warcinfo-ID": self._info_id, "WARC-Payload-Digest": payload_digest(body)}
        record = _BUILDER.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=about)
        self._append(file, _member(record))
        return f"{self._name()}:{offset}"

    def begin(self) -> None:
        """Begin a file though nothing is to be written to it yet. Raises ``OSError``."""
        self._open()

    def sync(self) -> None:
        """Make sure that all records so far outlive a loss of power. Raises ``OSError`` or ``sqlite3.Error`` where they cannot."""
        if self._file is not None and self._size > self._synced:
            os.fsync(self._file.fileno())
            if self._synced == 0:
                sync_folder(self.folder)  # which names the file
            self._synced = self._size
        if self._payloads is not None:
            self._payloads.store()

    def close(self) -> None:
        """Finish the file that is open, if any, and the index."""
        try:
            self._finish_file()
        finally:
            if self._payloads is not None:
                self._payloads.close()

    def _finish_file(self) -> None:
        """Sync the file that is open, if any, and give it its final name."""
        file = self._file
        if file is None:
            return
        try:
            self.sync()
        finally:
            self._file = None
            file.close()
        self._path.rename(self._path.with_name(self._name()))
        sync_folder(self.folder)

    def _name(self) -> str:
        return self._path.name.removesuffix(OPEN)

    def _original(self, url: str, status: int, digest: str, body: bytes, truncated: str | None) -> Original | None:
        """The record that a revisit would refer to, where one is to be written."""
        if self._payloads is None or truncated:
            return None
        if status == HTTPStatus.NOT_MODIFIED:
            return self._payloads.latest(url)
        return self._payloads.find(digest) if status == HTTPStatus.OK and len(body) >= SMALLEST else None

    def _open(self) -> FileIO:
        if self._file is not None and self._size < self._max_bytes:
            return self._file
        self._finish_file()
        self.folder.mkdir(parents=True, exist_ok=True)
        file = next(opened for number in itertools.count() if (opened := self._begin(number)) is not None)
        self._file, self._size, self._synced = file, 0, 0
        info = _BUILDER.create_warcinfo_record(self._name(), self._about)
        self._info_id = info.rec_headers.get_header("WARC-Record-ID")
        self._append(file, _member(info))
        return file

    def _begin(self, number: int) -> FileIO | None:
        """The file of that number, locked to tell those who finish leftovers that it is none; ``None`` where it is taken."""
        final = self.folder / f"{self._stem}-{number:05d}.warc.gz"
        self._path = final.with_name(f"{final.name}{OPEN}")
        if final.exists():
            return None
        try:
            file = FileIO(self._path, "xb")
        except FileExistsError:
            return None
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # taken for a leftover in between
        return None

    def _append(self, file: FileIO, data: bytes) -> None:
        """Write all of it or, where the disk is full, nothing."""
        view = memoryview(data)
        try:
            while view:
                view = view[file.write(view) or 0 :]
        except OSError:
            file.truncate(self._size)
            file.seek(self._size)
            raise
        self._size += len(data)


_BUILDER = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def payload_digest(body: bytes) -> str:
    """SHA-1 in base 32, as WARC-Payload-Digest has it.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def _response(url: str, status: int, headers: Headers, body: bytes, digest: str, about: dict[str, str], original: Original | None) -> ArcWarcRecord:
    head = _response_head(status, headers, len(body))
    if status != HTTPStatus.NOT_MODIFIED and original is None:
        about |= {"WARC-Payload-Digest": digest}
        return _BUILDER.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=about)
    if status == HTTPStatus.NOT_MODIFIED:
        about |= {"WARC-Profile": NOT_MODIFIED}
        head = _response_head(status, headers, None)
    else:
        about |= {"WARC-Profile": IDENTICAL, "WARC-Payload-Digest": digest, "WARC-Truncated": "length"}
    if original is not None:
        about |= {
            "WARC-Refers-To": original.record_id,
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": original.date,
            "WARC-Refers-To-Filename": original.file,
            "WARC-Refers-To-File-Offset": str(original.offset),
        }
    return _BUILDER.create_warc_record(url, "revisit", http_headers=head, warc_headers_dict=about)


def _member(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member."""
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(out.getbuffer()) + packer.flush()


def _response_head(status: int, headers: Headers, length: int | None) -> StatusAndHeaders:
    """The response's head; the body's transfer coding is undone, so the head must not claim it."""
    kept = [(n, _ascii(v)) for n, v in headers if n.lower() not in ("transfer-encoding", "content-length")]
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    stated = [] if length is None else [("Content-Length", str(length))]
    return StatusAndHeaders(f"{status} {phrase}".strip(), [*kept, *stated], protocol="HTTP/1.1")


def _ascii(value: str) -> str:
    """A header's bytes beyond ASCII as per cent codes; warcio knows no other."""
    return value if value.isascii() else "".join(c if c < "\x80" else quote(c, encoding="latin-1", errors="replace") for c in value)


def _request_head(url: str, method: str, headers: Headers) -> StatusAndHeaders:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"{method} {target} HTTP/1.1", [("Host", parts.netloc), *headers], is_http_request=True)


# ------------------------------------------------------------------ leftovers
def finish_leftovers(folder: Path) -> None:
    """Give the files that killed runs left open their final names, without a last record that is not whole.

    Nothing points to such a record: a row is committed after its record. Files that another process writes are left alone.
    """
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            end = end_of_whole_records(path)
            if end < path.stat().st_size:
                file.truncate(end)
            os.fsync(file.fileno())
            if end == 0:
                path.unlink()
            else:
                path.rename(path.with_name(path.name.removesuffix(OPEN)))
    if folder.is_dir():
        sync_folder(folder)
