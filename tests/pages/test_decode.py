"""Bytes to text: right, wrong and lying charsets."""

from __future__ import annotations

import logging
import unicodedata

import pytest

from extractors.pages import ArticleContent, NotArticle, UndecodableError, decode, read_html

TEXT = "Toàn tỉnh có 811 người có uy tín; Đắk Hà giảm 3,2 điểm phần trăm hộ nghèo, đường ở xã Ngọc Linh đã nối liền các thôn. "
PAGE = f"<html><head><title>Kết quả</title></head><body><p>{TEXT * 5}</p></body></html>"
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def windows_1258(text: str) -> bytes:
    """Letters with their quality, tones as marks behind them: what that code page can write."""
    written = []
    for character in text:
        marks = unicodedata.normalize("NFD", character)
        tones = "".join(mark for mark in marks if mark in TONES)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        written.append(letter + tones)
    return "".join(written).encode("cp1258")


def mojibake(text: str) -> bytes:
    return "".join(bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte) for byte in text.encode()).encode()


def meta(charset: str) -> str:
    return PAGE.replace("<head>", f'<head><meta charset="{charset}">')


@pytest.mark.parametrize(
    ("body", "content_type", "issues"),
    [
        pytest.param(PAGE.encode(), None, [], id="UTF-8 undeclared"),
        pytest.param(PAGE.encode(), "text/html; charset=UTF-8", [], id="UTF-8 declared"),
        pytest.param(b"\xef\xbb\xbf" + PAGE.encode(), None, [], id="UTF-8 with mark"),
        pytest.param(PAGE.encode(), "text/html; charset=windows-1252", ["repaired_encoding"], id="UTF-8, header lies"),
        pytest.param(meta("iso-8859-1").encode(), None, ["repaired_encoding"], id="UTF-8, meta lies"),
        pytest.param(meta("windows-1258").encode(), "text/html; charset=utf-8", ["repaired_encoding"], id="UTF-8, header and meta disagree"),
        pytest.param(windows_1258(PAGE), "text/html; charset=windows-1258", [], id="windows-1258 in header"),
        pytest.param(windows_1258(meta("windows-1258")), "text/html", [], id="windows-1258 in meta"),
        pytest.param(windows_1258(meta("utf-8")), "text/html; charset=utf-8", ["repaired_encoding"], id="windows-1258, all lie"),
        pytest.param(windows_1258(PAGE), None, ["repaired_encoding"], id="windows-1258 undeclared"),
        pytest.param(PAGE.encode("utf-16"), None, [], id="UTF-16 with mark"),
        pytest.param(PAGE.encode("utf-16-le"), None, [], id="UTF-16-LE without mark"),
        pytest.param(PAGE.encode("utf-16-be"), "text/html; charset=utf-8", [], id="UTF-16-BE without mark"),
        pytest.param(mojibake(PAGE), "text/html; charset=utf-8", ["repaired_encoding"], id="UTF-8 encoded twice"),
        pytest.param(unicodedata.normalize("NFD", PAGE).encode(), None, [], id="NFD"),
    ],
)
def test_decode(body: bytes, content_type: str | None, issues: list[str]) -> None:
    decoded = decode(body, content_type)
    assert TEXT in unicodedata.normalize("NFC", decoded.text)
    assert decoded.issues == issues


def test_lost_bytes_are_told() -> None:
    body = PAGE.encode()
    decoded = decode(body[:200] + b"\xff\xfe" + body[200:], None)
    assert decoded.issues == ["lossy_encoding"]
    assert TEXT in decoded.text


SHORT = "<h1>Kết quả</h1><p>Toàn tỉnh có 811 người có uy tín; Đắk Hà giảm 3,2 điểm phần trăm hộ nghèo.</p>".encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(SHORT + b"\x93\x94", id="quotes of another code page at the end"),
        pytest.param(SHORT.replace("uy tín".encode(), "\x93uy tín\x94".encode("latin-1")), id="quotes inside"),
        pytest.param(SHORT.replace(b"<p>", b"<!-- \xed\xa0\xbd\xed\xb8\x80 --><p>"), id="surrogates in a comment"),
    ],
)
def test_a_few_bad_bytes_in_a_short_page(body: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    decoded = decode(body, None)
    assert (decoded.encoding, decoded.issues) == ("utf-8", ["lossy_encoding"])
    assert "Đắk Hà giảm 3,2 điểm phần trăm hộ nghèo" in decoded.text
    assert capfd.readouterr().err == ""


def test_a_library_says_nothing_on_standard_error(caplog: pytest.LogCaptureFixture) -> None:
    decoded = decode("Đắk Hà có 811 người".encode("cp1258", "ignore") + b"\x81\x8d", None)
    assert decoded.issues == ["lossy_encoding"]
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []


def test_cut_in_the_last_letter_is_no_loss() -> None:
    body = PAGE.encode()
    end = body.rindex("ố".encode()) + 1
    decoded = decode(body[:end], None)
    assert decoded.issues == []
    assert "\ufffd" not in decoded.text
    found = read_html(body[:end], None, "http://pdt.example/a-1")
    assert isinstance(found, ArticleContent)
    assert "\ufffd" not in "".join(found.paragraphs)


@pytest.mark.parametrize(
    "body", [b"%PDF-1.5 ...", b"PK\x03\x04abc", bytes(range(256)) * 8, b"\x00" * 200, b"\x89PNG\r\n"], ids=["pdf", "zip", "noise", "zeros", "png"]
)
def test_binary_is_refused(body: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(body, "text/html")
    found = read_html(body, "text/html", "http://pdt.example/a-1")
    assert isinstance(found, NotArticle)
    assert found.outcome == "bad_encoding"
