"""The data dictionary beside the datasets it describes."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pipelines.describing.dictionary import data_dictionary
from pipelines.describing.snapshot import is_ours


def describe(output: Path) -> Path | None:
    """Write ``README.md``, what each field means, into a folder of datasets; its path, or nothing where that failed.

    A file of that name that is somebody's own stays. A publication writes it too; this is for a folder without one.
    """
    path, text = output / "README.md", data_dictionary().encode()
    with contextlib.suppress(OSError):
        if path.is_file():
            before = path.read_bytes()
            if before == text or not is_ours(before):
                return path if before == text else None
        new = output / ".state" / "README.md.new"
        new.write_bytes(text)
        new.replace(path)
        return path
    return None
