"""The log of the crawls into one folder: appended, so that a continued run keeps its first part, and bounded."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler

from scrapy.settings import Settings

_MAX_BYTES, _OLDER_FILES = 20_000_000, 3


@contextmanager
def run_log(settings: Settings) -> Iterator[None]:
    """Send what is logged meanwhile to ``LOG_FILE``, and leave the root logger as it was.

    Where the file has 20 MB it is put aside as ``….log.1``; three such are kept. A log
    that cannot be written, on a full disk for instance, stops nothing.
    """
    if not settings["LOG_FILE"]:
        yield
        return
    root = logging.getLogger()
    level, tells_errors = root.level, logging.raiseExceptions
    logging.raiseExceptions = False
    handler = RotatingFileHandler(settings["LOG_FILE"], maxBytes=_MAX_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    handler.setLevel(settings["LOG_LEVEL"])
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    try:
        yield
    finally:
        root.removeHandler(handler)
        with suppress(OSError):
            handler.close()
        root.setLevel(level)
        logging.raiseExceptions = tells_errors
