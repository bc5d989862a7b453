"""Copies of what web archives hold, kept in WARC files of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from spiders.warc import ArchiveWriter, Headers, _response_head


class CopyWriter(ArchiveWriter):
    """Appends captures that another archive made, as what they are: the page's own URL, at the time of capture.

    So these files read like any other archive of the site. ``WARC-Source-URI`` names
    where the copy was had; there is no request record, for we did not ask the site.
    """

    def copy(self, url: str, status: int, headers: Headers, body: bytes, at: datetime, source: str) -> str:
        """Append one capture and return the reference of its record; ``body`` has the content coding that ``headers`` tell."""
        stream = self._open()
        offset = stream.tell()
        about = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Source-URI": source}
        head = _response_head(status, headers, len(body))
        record = self._writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict=about)
        self._writer.write_record(record)
        record.raw_stream.close()
        stream.flush()
        return f"{self._path.name}:{offset}"
