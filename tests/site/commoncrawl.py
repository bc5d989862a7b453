"""Common Crawl on loopback: the list of crawls, an index per crawl, and WARC files to be read by byte range."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.site.archived import Answer, Held, Service, page, serve_answers, urlkey

SLOW_DOWN = Answer(503, {"Content-Type": "application/xml"}, b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>")
BLOCKED = Answer(403, {"Content-Type": "text/html"}, b"<html><h1>403 Forbidden</h1></html>")
_NONE_FOUND = "No Captures found for: {}"


class Crawl:
    """One crawl: its file, and its index by sort key."""

    def __init__(self, name: str, held: Sequence[Held]) -> None:
        self.name = name
        self.file = f"crawl-data/{name}/segments/1/warc/made-00000.warc.gz"
        self.lines: list[tuple[str, str]] = []
        stream = BytesIO()
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record("made", {"software": "made"}))
        for row in held:
            start = stream.tell()
            writer.write_record(_record(writer, row))
            if row.gap:
                _overwrite_from_middle(stream, start)
            self._add(row, start, stream.tell() - start)
        self.data = stream.getvalue()
        self.lines.sort()

    def _add(self, row: Held, offset: int, length: int) -> None:
        values = {
            "urlkey": row.key, "timestamp": row.stamp, "url": row.url, "mime": row.mime, "mime-detected": row.mime, "status": str(row.status),
            "digest": row.digest, "length": str(length), "offset": str(offset), "filename": self.file,
        }  # fmt: skip
        if row.listed:
            self.lines.append((row.key, json.dumps(values)))


def _overwrite_from_middle(stream: BytesIO, start: int) -> None:
    """Spoil what stands in a stream from ``start`` on: a gap is a record that cannot be read."""
    end = stream.tell()
    stream.seek((start + end) // 2)
    stream.write(bytes(end - stream.tell()))


def _record(writer: WARCWriter, row: Held) -> object:
    headers = [*row.headers.items(), ("Content-Length", str(len(row.body)))]
    status = StatusAndHeaders(f"{row.status} {HTTPStatus(row.status).phrase}", headers, protocol="HTTP/1.1")
    about = {"WARC-Date": f"{row.at:%Y-%m-%dT%H:%M:%SZ}"}
    return writer.create_warc_record(row.url, "response", payload=BytesIO(row.body), length=len(row.body), http_headers=status, warc_headers_dict=about)


def serve_commoncrawl(
    crawls: Mapping[str, Sequence[Held]],
    faults: Mapping[str, Sequence[Answer | None]] | None = None,
    lines_a_page: int = 5,
    heeds_range: bool = True,
    spoil: Mapping[str, bytes] | None = None,
) -> AbstractContextManager[Service]:
    """Serve crawls by name; kinds of requests are ``list``, ``index`` and ``data``.

    Without ``heeds_range`` a file is sent whole. ``spoil`` replaces the record of a URL from its middle on.
    """
    made = {name: Crawl(name, held) for name, held in crawls.items()}
    for crawl in made.values():
        for url, bytes_ in (spoil or {}).items():
            _spoil(crawl, url, bytes_)

    def answer(target: str, headers: Mapping[str, str]) -> tuple[str, Answer]:
        parts = urlsplit(target)
        if parts.path == "/collinfo.json":
            body = json.dumps([{"id": name, "name": name, "cdx-api": f"http://elsewhere.invalid/{name}-index"} for name in sorted(made)])
            return "list", Answer(200, {"Content-Type": "application/json"}, body.encode())
        for crawl in made.values():
            if parts.path == f"/{crawl.name}-index":
                return "index", _index(crawl, parse_qs(parts.query), lines_a_page)
            if parts.path == f"/{crawl.file}":
                return "data", _data(crawl, headers.get("Range") if heeds_range else None)
        return "other", page(404, "Not Found")

    return serve_answers(answer, faults)


def _spoil(crawl: Crawl, url: str, with_: bytes) -> None:
    for _, line in crawl.lines:
        values = json.loads(line)
        if values["url"] == url:
            at = int(values["offset"]) + int(values["length"]) // 2
            crawl.data = crawl.data[:at] + with_ + crawl.data[at + len(with_) :]


def _index(crawl: Crawl, query: Mapping[str, list[str]], lines_a_page: int) -> Answer:
    asked = query["url"][0]
    host = urlkey(f"http://{asked.removesuffix('/*')}").partition(")")[0]
    lines = [line for key, line in crawl.lines if key.partition(")")[0] == host]
    pages = -(-len(lines) // lines_a_page)
    if query.get("showNumPages") == ["true"]:
        return Answer(200, {"Content-Type": "application/json"}, json.dumps({"pages": pages or 1, "pageSize": 5, "blocks": pages}).encode())
    start = int(query.get("page", ["0"])[0]) * lines_a_page
    if start >= len(lines):
        return Answer(404, {"Content-Type": "application/json"}, json.dumps({"message": _NONE_FOUND.format(asked)}).encode())
    return Answer(200, {"Content-Type": "text/x-ndjson"}, "".join(f"{line}\n" for line in lines[start : start + lines_a_page]).encode())


def _data(crawl: Crawl, range_: str | None) -> Answer:
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", range_ or "")
    if found is None:
        return Answer(200, {"Content-Type": "application/octet-stream"}, crawl.data)
    first, last = int(found[1]), int(found[2])
    if first >= len(crawl.data):
        return Answer(416, {"Content-Type": "application/xml"}, b"<Error><Code>InvalidRange</Code></Error>")
    headers = {"Content-Type": "application/octet-stream", "Content-Range": f"bytes {first}-{last}/{len(crawl.data)}"}
    return Answer(206, headers, crawl.data[first : last + 1])
