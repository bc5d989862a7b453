"""What killed runs left open in an archive, given its final name."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from solieu.contract.disk import sync_folder
from spiders.wholeness import OPEN, end_of_whole_records


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
