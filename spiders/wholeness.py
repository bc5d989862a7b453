"""Where a WARC file is damaged: what readers pass over without a word."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

OPEN = ".open"
"""What the name of a file ends with while it is written; no reference says it."""

CUT_OFF = "the file ends in the middle of a record"
_GZIP = b"\x1f\x8b\x08"


def reference(path: Path, offset: int) -> str:
    """The reference of the record at ``offset``.

    >>> reference(Path("archive/kontum-00001.warc.gz.open"), 120)
    'kontum-00001.warc.gz:120'
    """
    return f"{path.name.removesuffix(OPEN)}:{offset}"


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


def find_damage(path: Path, stream: IO[bytes], offset: int, length: int) -> Damage | None:
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
        return Damage(path, offset, CUT_OFF)
    stream.seek(end)
    return Damage(path, end, CUT_OFF) if stream.read(65_536).strip(b"\r\n") else None


def end_of_whole_records(path: Path) -> int:
    """Where the last whole record of a gzip file ends; the size of the file where records follow a broken one."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        damage = _find_damaged_member(path, stream)
        if damage is None:
            return size
        is_last = damage.reason == CUT_OFF or next_member(stream, damage.offset + 1) is None
    return damage.offset if is_last else size


def _find_damaged_member(path: Path, stream: IO[bytes]) -> Damage | None:
    """The first gzip member from here on that is broken or does not end before the file does."""
    begin, pending = stream.tell(), b""
    while pending or (pending := stream.read(65_536)):
        member, size = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
        while not member.eof:
            if not pending and not (pending := stream.read(65_536)):
                return Damage(path, begin, CUT_OFF)
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


def next_member(stream: IO[bytes], start: int) -> int | None:
    """Where the next gzip member seems to begin."""
    overlap = b""
    stream.seek(start)
    while chunk := stream.read(1 << 20):
        found = (overlap + chunk).find(_GZIP)
        if found >= 0:
            return stream.tell() - len(overlap) - len(chunk) + found
        overlap = chunk[-2:]
    return None
