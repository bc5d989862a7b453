"""What a reference of ``pages.source_ref`` or ``articles.source_ref`` points to: the one way from a row back to its bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from spiders.warc import Capture, Payload
from spiders.warcreader import ArchiveReader
from spiders.wholeness import OPEN

NO_LIMIT = 1 << 40


class BrokenReference(LookupError):
    """A reference that leads to no record."""


class References:
    """Resolves references into the archive in ``folder``; keeps one file open, so ask in the order of the archive.

    Bodies longer than ``max_bytes`` are cut after one byte more.
    """

    def __init__(self, folder: Path, max_bytes: int = NO_LIMIT) -> None:
        self._folder = folder
        self._reader = ArchiveReader(max_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._reader.close()

    def resolve(self, ref: str) -> tuple[Capture, Payload]:
        """The record's capture and its payload; that of a revisit record with the body of the record it refers to.

        The payload of a "not modified" is empty. Raises :class:`BrokenReference`.
        """
        name, _, offset = ref.rpartition(":")
        if not name or not offset.isdecimal() or "/" in name:
            raise BrokenReference(f"not a reference into an archive: {ref!r}")
        capture, payload = self._read(name, int(offset))
        if capture.original is None or payload.status == 304:
            return capture, payload
        _, original = self._read(*capture.original)
        return capture, replace(payload, body=original.body, truncated=original.truncated)

    def _read(self, name: str, offset: int) -> tuple[Capture, Payload]:
        path = file_of(name, self._folder)
        try:
            return self._reader.read_at(path, offset)
        except (OSError, ValueError, StopIteration) as error:
            raise BrokenReference(f"{name}:{offset} is no whole record: {error}") from error


def resolve(ref: str, folder: Path) -> tuple[Capture, Payload]:
    """What one reference into the archive in ``folder`` points to. Raises :class:`BrokenReference`."""
    with References(folder) as references:
        return references.resolve(ref)


def file_of(name: str, folder: Path) -> Path:
    """The file of a reference, under its final name or while it is written. Raises :class:`BrokenReference`."""
    for path in (folder / name, folder / f"{name}{OPEN}"):
        if path.is_file():
            return path
    raise BrokenReference(f"the archive has no file {name}")
