"""Files for people that are whole at every moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.files import sync_file


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which takes its place when the work is done and goes when it fails. Raises ``OSError``."""
    new = path.with_name(f".{path.stem}.{os.getpid()}.new{path.suffix}")
    try:
        yield new
        sync_file(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
