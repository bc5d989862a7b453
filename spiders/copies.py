"""Copies of what web archives hold, kept in WARC files of our own."""

from __future__ import annotations

from datetime import UTC, datetime

from spiders.warc import Headers
from spiders.warcwriter import ArchiveWriter


class CopyWriter(ArchiveWriter):
    """Appends captures that another archive made, as what they are: the page's own URL, at the time of capture.

    So these files read like any other archive of the site. ``WARC-Source-URI`` names
    where the copy was had; there is no request record, for we did not ask the site.
    """

    def copy(self, url: str, status: int, headers: Headers, body: bytes, at: datetime, source: str) -> str:
        """Append one capture and return the reference of its record; ``body`` has the content coding that ``headers`` tell."""
        about = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Source-URI": source}
        return self.write_alone(url, status, headers, body, about)
