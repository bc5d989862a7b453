"""What WARC files hold, read with fastwarc: their captures, in file order, and where they are damaged (payloads: :mod:`spiders.warcreader`).

A reference to a record is ``<file name>:<offset>``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastwarc.warc

from spiders.errors import InputError
from spiders.wholeness import CUT_OFF, Damage, find_damage, next_member, reference

Headers = list[tuple[str, str]]
READABLE = fastwarc.warc.WarcRecordType.response | fastwarc.warc.WarcRecordType.resource | fastwarc.warc.WarcRecordType.revisit


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
class Payload:
    """The HTTP answer of a capture; ``body`` still has its content coding. ``truncated``: it ends early."""

    status: int | None
    headers: Headers
    body: bytes
    truncated: bool

    @property
    def fields(self) -> dict[str, str]:
        """The headers by their names in small letters."""
        return {name.lower(): value for name, value in self.headers}


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
                last = capture_of(path, record)
                record.reader.consume(length)
        except OSError as error:
            failure = str(error)
        damage = find_damage(path, stream, offset, length)
        if damage is None and failure is not None:
            damage = Damage(path, offset, f"the file cannot be read beyond this record: {failure}")
        if last is not None and (damage is None or damage.offset != offset):
            yield last
        if damage is None:
            return None
        yield damage
        return None if damage.reason == CUT_OFF else next_member(stream, damage.offset + 1)


def capture_of(path: Path, record: Any) -> Capture | Damage | None:
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
