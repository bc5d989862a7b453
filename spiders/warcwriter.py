"""Writing WARC files, whose records :mod:`spiders.warcrecords` makes.

A file is named ``<stem>-<n>.warc.gz.open`` while it is written and loses the last
part when it is full or the run ends, so under its final name stands a whole file
and nothing else. A reference to a record is ``<final name>:<offset>`` from the
beginning (:mod:`spiders.references` resolves it either way). What a killed run
left open, the next one finishes: :mod:`spiders.leftovers`.
"""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO, FileIO
from pathlib import Path

from solieu.contract.disk import sync_folder
from spiders.payloads import SMALLEST, Original, PayloadIndex
from spiders.warc import Headers
from spiders.warcrecords import BUILDER, member, payload_digest, request_head, response_head, response_record
from spiders.wholeness import OPEN

MAX_BYTES = 1_000_000_000
"""The size after which a new file is begun."""

_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


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
        response = response_record(url, status, headers, body, digest, common | ({"WARC-Truncated": truncated} if truncated else {}), original)
        record_id = response.rec_headers.get_header("WARC-Record-ID")
        head = request_head(url, method, request_headers)
        request = BUILDER.create_warc_record(url, "request", http_headers=head, warc_headers_dict=common | {"WARC-Concurrent-To": record_id})
        self._append(file, member(response) + member(request))
        if self._payloads is not None and status == HTTPStatus.OK and truncated is None and len(body) >= SMALLEST:
            self._payloads.note(url, original or Original(digest, url, common["WARC-Date"], record_id, self._name(), offset))
        return f"{self._name()}:{offset}"

    def write_alone(self, url: str, status: int, headers: Headers, body: bytes, about: dict[str, str]) -> str:
        """Append a response without its request and return its reference; ``about`` are WARC headers. Raises as :meth:`write` does."""
        file = self._open()
        offset = self._size
        head = response_head(status, headers, len(body))
        about = about | {"WARC-Warcinfo-ID": self._info_id, "WARC-Payload-Digest": payload_digest(body)}
        record = BUILDER.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=about)
        self._append(file, member(record))
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
        info = BUILDER.create_warcinfo_record(self._name(), self._about)
        self._info_id = info.rec_headers.get_header("WARC-Record-ID")
        self._append(file, member(info))
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
