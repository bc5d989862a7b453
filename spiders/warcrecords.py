"""The records of an exchange, made with warcio: WARC 1.1, one gzip member a record."""

from __future__ import annotations

import base64
import hashlib
import zlib
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.payloads import Original
from spiders.warc import Headers

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_LEVEL = 6

BUILDER = WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def payload_digest(body: bytes) -> str:
    """SHA-1 in base 32, as WARC-Payload-Digest has it.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def response_record(url: str, status: int, headers: Headers, body: bytes, digest: str, about: dict[str, str], original: Original | None) -> ArcWarcRecord:
    """The record of a response: a revisit where ``original`` holds its payload, or where it is "not modified". ``about`` are WARC headers."""
    head = response_head(status, headers, len(body))
    if status != HTTPStatus.NOT_MODIFIED and original is None:
        about |= {"WARC-Payload-Digest": digest}
        return BUILDER.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=about)
    if status == HTTPStatus.NOT_MODIFIED:
        about |= {"WARC-Profile": NOT_MODIFIED}
        head = response_head(status, headers, None)
    else:
        about |= {"WARC-Profile": IDENTICAL, "WARC-Payload-Digest": digest, "WARC-Truncated": "length"}
    if original is not None:
        about |= {
            "WARC-Refers-To": original.record_id,
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": original.date,
            "WARC-Refers-To-Filename": original.file,
            "WARC-Refers-To-File-Offset": str(original.offset),
        }
    return BUILDER.create_warc_record(url, "revisit", http_headers=head, warc_headers_dict=about)


def member(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member."""
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(out.getbuffer()) + packer.flush()


def response_head(status: int, headers: Headers, length: int | None) -> StatusAndHeaders:
    """The response's head; the body's transfer coding is undone, so the head must not claim it."""
    kept = [(n, _ascii(v)) for n, v in headers if n.lower() not in ("transfer-encoding", "content-length")]
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    stated = [] if length is None else [("Content-Length", str(length))]
    return StatusAndHeaders(f"{status} {phrase}".strip(), [*kept, *stated], protocol="HTTP/1.1")


def _ascii(value: str) -> str:
    """A header's bytes beyond ASCII as per cent codes; warcio knows no other."""
    return value if value.isascii() else "".join(c if c < "\x80" else quote(c, encoding="latin-1", errors="replace") for c in value)


def request_head(url: str, method: str, headers: Headers) -> StatusAndHeaders:
    """The head of a request."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"{method} {target} HTTP/1.1", [("Host", parts.netloc), *headers], is_http_request=True)
