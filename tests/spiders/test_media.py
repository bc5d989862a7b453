from __future__ import annotations

from dataclasses import replace

import pytest

from spiders.media import byte_limit, what_is_no_page
from spiders.sites import find_site

SITE = replace(find_site("kontum"), max_bytes=1_000, max_attachment_bytes=5_000)
OLE, ZIP, RTF, RAR, SEVEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", rb"{\rtf1", b"Rar!\x1a\x07\x01", b"7z\xbc\xaf\x27\x1c"
DOCX, XLSX = (f"application/vnd.openxmlformats-officedocument.{kind}" for kind in ("wordprocessingml.document", "spreadsheetml.sheet"))
ERROR_PAGE = b"\r\n<!DOCTYPE html><html><title>404</title>"


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        # what it says it is
        ("application/pdf", b"%PDF-1.4", ("attachment", "application/pdf")),
        ("application/pdf; charset=utf-8", b"\n\n%PDF-1.4", ("attachment", "application/pdf")),
        ("Application/X-PDF", b"%PDF-1.7", ("attachment", "application/x-pdf")),
        ("application/msword", OLE, ("attachment", "application/msword")),
        ("application/vnd.ms-excel", OLE, ("attachment", "application/vnd.ms-excel")),
        ("application/vnd.ms-powerpoint", OLE, ("attachment", "application/vnd.ms-powerpoint")),
        ("application/msword", RTF, ("attachment", "application/msword")),
        ("application/msword", ZIP, ("attachment", "application/msword")),
        (DOCX, ZIP, ("attachment", DOCX)),
        (XLSX, ZIP, ("attachment", XLSX)),
        ("application/vnd.oasis.opendocument.text", ZIP, ("attachment", "application/vnd.oasis.opendocument.text")),
        ("application/rtf", RTF, ("attachment", "application/rtf")),
        ("application/zip", ZIP, ("attachment", "application/zip")),
        ("application/x-zip-compressed", b"PK\x05\x06", ("attachment", "application/x-zip-compressed")),
        ("application/x-rar-compressed", RAR, ("attachment", "application/x-rar-compressed")),
        ("application/x-7z-compressed", SEVEN, ("attachment", "application/x-7z-compressed")),
        ("text/csv", "xã;hộ nghèo\n".encode(), ("attachment", "text/csv")),
        ("application/vnd.google-earth.kml", b"anything", ("attachment", "application/vnd.google-earth.kml")),
        # a file that is sent as something else
        ("text/html", b"%PDF-1.4", ("attachment", "application/pdf sent as text/html")),
        ("text/plain", OLE, ("attachment", "application/x-ole-storage sent as text/plain")),
        ("application/octet-stream", ZIP, ("attachment", "application/zip sent as application/octet-stream")),
        ("application/force-download", RAR, ("attachment", "application/vnd.rar sent as application/force-download")),
        (None, SEVEN, ("attachment", "application/x-7z-compressed sent as no type")),
        ("application/pdf", ZIP, ("attachment", "application/zip sent as application/pdf")),
        ("image/png", b"%PDF-1.4", ("attachment", "application/pdf sent as image/png")),
        # a page that is sent as a file
        ("application/pdf", ERROR_PAGE, None),
        ("application/pdf", b"\xef\xbb\xbf<html>", None),
        ("application/pdf", "\ufeff<html>".encode("utf-16-le"), None),
        ("application/msword", ERROR_PAGE, None),
        ("application/zip", b"<!-- x --><html>", None),
        ("text/csv", ERROR_PAGE, None),
        # Word and Excel write markup too
        ("application/vnd.ms-excel", b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', ("attachment", "application/vnd.ms-excel")),
        ("application/msword", b'<html xmlns:o="urn:schemas-microsoft-com:office:word">', ("attachment", "application/msword")),
        ("text/html", b'<html xmlns:o="urn:schemas-microsoft-com:office:word">', None),
        # neither
        ("application/pdf", b"khong tim thay", ("error", "sent as application/pdf, but it begins like no such file")),
        (DOCX, b'{"error": 404}', ("error", f"sent as {DOCX}, but it begins like no such file")),
        ("text/html", b"\x89PNG\r\n\x1a\n", ("error", "not a page: image/png sent as text/html")),
        (None, b"\xff\xd8\xff\xe0", ("error", "not a page: image/jpeg sent as no type")),
        ("application/octet-stream", b"no markup", ("error", "not a page: application/octet-stream")),
        # pages
        ("text/html", b"PK la viet tat", None),
        ("application/octet-stream", b"<html>", None),
    ],
)
def test_what_a_body_is(content_type: str | None, body: bytes, expected: tuple[str, str] | None) -> None:
    assert what_is_no_page(content_type, body) == expected


@pytest.mark.parametrize(
    ("content_type", "url", "expected"),
    [
        ("text/html", "http://x.vn/tin/a-1", 1_000),
        (None, "http://x.vn/tin/a-1", 1_000),
        ("image/png", "http://x.vn/a.png", 1_000),
        ("application/pdf", "http://x.vn/tai-ve?id=5", 5_000),
        ("text/html", "http://x.vn/tep/a.PDF", 5_000),
        ("application/octet-stream", "http://x.vn/tep/a.docx?v=2", 5_000),
    ],
)
def test_how_long_it_may_be(content_type: str | None, url: str, expected: int) -> None:
    assert byte_limit(SITE, content_type, url) == expected
