"""Files that are put in place whole: written beside, synced, moved with one rename."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

from solieu.contract.disk import sync_folder

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK, errno.ENOSYS})
_CHUNK = 1 << 20


def sync_file(path: Path) -> None:
    """Hand the bytes of a file over to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def put_in_place(new: Path, path: Path) -> None:
    """Move a synced file to its place, over what is there; its folder is made where it is missing."""
    _make(path.parent)
    new.replace(path)
    sync_folder(path.parent)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir()
        sync_folder(folder.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and hand it over to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name, or a synced copy where the file system has no hard links."""
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, target)
        sync_file(target)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. Raises ``OSError``."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
