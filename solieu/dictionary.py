"""The data dictionary beside the datasets it describes."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pipelines.schema import data_dictionary


def describe(output: Path) -> Path | None:
    """Write ``README.md``, what each field means, into a folder of datasets; its path, or nothing where that failed.

    A file of that name with another heading is somebody's own and stays.
    """
    path, text = output / "README.md", data_dictionary()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if path.is_file():
            before = path.read_text(encoding="utf-8")
            if before == text or not before.startswith(text.partition("\n")[0]):
                return path if before == text else None
        new = output / ".state" / "README.md.new"
        new.write_text(text, encoding="utf-8")
        new.replace(path)
        return path
    return None
