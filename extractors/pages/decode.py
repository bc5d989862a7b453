"""Bytes to text, whatever the header or the page claims.

The bytes are the judge: what is valid UTF-8 is UTF-8. Declarations count only where the
bytes leave a choice, and every departure from them is reported as an issue.
"""

from __future__ import annotations

import codecs
import logging
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from bs4.dammit import EncodingDetector, UnicodeDammit

from extractors.pages.fonts import may_hold_font_text, repair_font_text
from extractors.vietnamese.legacy_encodings import FEWEST_WORDS, READERS, recognise
from extractors.vietnamese.syllables import accented_words, share_of_syllables

logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # what is lost is told by the issue, not on standard error

REPAIRED = "repaired_encoding"
LOSSY = "lossy_encoding"

_BINARY_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "old Office file"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"\x1f\x8b", "gzip data"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"RIFF", "RIFF media"),
    (b"\x7fELF", "program"),
)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page declares its charset."""
_SAMPLE = 1024
"""Bytes in which UTF-16 shows."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x00\x1b\x1a")
_VIETNAMESE_LETTERS = frozenset("ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)))
_ODD_LETTERS = frozenset("\ufffd¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ÐÞðþßåæçëïñöøÅÆÇËÏÑÖØŒœŸƒˆ˜†‡‰‹›™")
_MOJIBAKE_BYTES = "á»".encode()[:3]
_MOJIBAKE = re.compile("á[º»]|Ä[‘\u0090\u0091]|Æ[°¡]|Ã[\u00a0-\u00bf]|Â[\u00a0-\u00bf]")


_HALF = 0.5


class UndecodableError(ValueError):
    """The bytes are no text: a picture, an archive, an office file or noise."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that gave it, and codes of ARTICLE_ISSUES."""

    text: str
    encoding: str
    issues: list[str] = field(default_factory=list)


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Return the text of a page. Raises UndecodableError for what is no text.

    ``content_type`` is the header as sent; it, the page's own declaration and a byte order
    mark are evidence. The text is not normalised but for mojibake, which is undone.
    """
    _refuse_known_binary(body)
    wide = _by_byte_order_mark(body, content_type) or _by_zero_bytes(body)
    if wide is not None:
        return wide
    _refuse_noise(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, content_type, error)
    if text.isascii():
        return Decoded(text, "utf-8")
    is_declared = all(name == "utf-8" for name in _declared(body, content_type))
    repaired = _undo_mojibake(text) if b"\xc2" in body and _MOJIBAKE_BYTES in body else None
    if repaired is None and may_hold_font_text(text):
        repaired = repair_font_text(text)
    return Decoded(repaired or text, "utf-8", [] if is_declared and repaired is None else [REPAIRED])


def _refuse_known_binary(body: bytes) -> None:
    for signature, name in _BINARY_SIGNATURES:
        if body.startswith(signature):
            raise UndecodableError(f"not a text: {name}")


def _refuse_noise(body: bytes) -> None:
    sample = body[:4096]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 50 > len(sample):
        raise UndecodableError("not a text: control bytes")


def _by_byte_order_mark(body: bytes, content_type: str | None) -> Decoded | None:
    """What a mark says, unless the zeros beside the ASCII letters tell otherwise: UTF-16 has them, on one side."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if body.startswith(mark):
            rest = body[len(mark) :]
            even, odd = rest[:_SAMPLE:2].count(0), rest[1:_SAMPLE:2].count(0)
            is_wide = (even + odd) * 5 >= min(len(rest), _SAMPLE) > 0
            if encoding != "utf-8" and not even + odd and rest:
                return _repaired(decode(rest, content_type))
            seen = "utf-16-be" if even >= 4 * odd else "utf-16-le" if odd >= 4 * even else encoding
            return _repaired(_decode_or_replace(rest, seen)) if is_wide and seen != encoding else _decode_or_replace(rest, encoding)
    return None


def _repaired(found: Decoded) -> Decoded:
    return found if REPAIRED in found.issues else Decoded(found.text, found.encoding, [REPAIRED, *found.issues])


def _by_zero_bytes(body: bytes) -> Decoded | None:
    """UTF-16 without a mark shows by a zero beside nearly every ASCII byte."""
    sample = body[:_SAMPLE]
    if sample.count(0) * 5 < len(sample) or len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd):
        raise UndecodableError("not a text: zero bytes")
    return _decode_or_replace(body, "utf-16-be" if even > odd else "utf-16-le")


def _decode_or_replace(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, "replace")
    lost = "\ufffd" in text.rstrip("\ufffd")
    return Decoded(text.rstrip("\ufffd"), encoding, [LOSSY] if lost else [])


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Charsets that header and page name, in Python's spelling, the header's first."""
    names = []
    if content_type:
        names += _CHARSET.findall(content_type.encode("ascii", "ignore"))
    head = body[:_HEAD]
    place = head.lower().find(b"charset")
    if place >= 0 and (match := _CHARSET.search(head, place)) is not None:
        names.append(match.group(1))
    return list(dict.fromkeys(known for name in names if (known := _python_name(name.decode("ascii")))))


@cache
def _python_name(charset: str) -> str | None:
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None


def _not_utf8(body: bytes, content_type: str | None, error: UnicodeDecodeError) -> Decoded:
    if error.reason == "unexpected end of data":  # cut off within the last character
        return Decoded(body[: error.start].decode("utf-8"), "utf-8")
    declared = _declared(body, content_type)
    if not declared and (found := EncodingDetector.find_declared_encoding(body, is_html=True, search_entire_document=False)):
        declared = [name for name in (_python_name(found),) if name]
    replaced = body.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    good = len(replaced) - len(replaced.encode("ascii", "ignore")) - bad
    if good > bad:  # in an 8-bit encoding hardly two letters in a row make a sequence of UTF-8
        return Decoded(replaced, "utf-8", [LOSSY])
    return _legacy(body, [name for name in declared if not name.startswith(("utf-8", "ascii", "utf-16", "utf-32"))])


def _legacy(body: bytes, declared: list[str]) -> Decoded:
    """Choose among the declared and the usual 8-bit encodings the one that reads most like Vietnamese."""
    best: tuple[float, Decoded] | None = None
    for rank, encoding in enumerate(dict.fromkeys([*declared, "cp1258", "cp1252"])):
        text = _strictly(body, encoding)
        if text is None:
            continue
        score = _looks_vietnamese(text) - rank * 0.01
        if best is None or score > best[0]:
            best = (score, Decoded(text, encoding, [] if encoding in declared else [REPAIRED]))
    reading = body.decode("latin-1")
    words = accented_words(reading)
    if best is None or share_of_syllables(accented_words(best[1].text)) <= _HALF:
        name = recognise(reading)
        if name is not None:
            return Decoded(READERS[name](reading), name, [REPAIRED])
    if best is not None and best[0] > -0.5:
        return best[1]
    if len(words) >= FEWEST_WORDS:
        raise UndecodableError("not a text: in no encoding it reads as Vietnamese")
    dammit = UnicodeDammit(body, is_html=True, known_definite_encodings=["cp1258"])
    if dammit.unicode_markup is None:
        raise UndecodableError("not a text: no encoding fits")
    return Decoded(dammit.unicode_markup, dammit.original_encoding or "unknown", [LOSSY])


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _looks_vietnamese(text: str) -> float:
    """Share of the non-ASCII characters that Vietnamese uses, less twice the share it never does."""
    sample = [character for character in text[:200_000] if character > "\x7f"]
    if not sample:
        return 0.0
    fit = sum(character in _VIETNAMESE_LETTERS for character in sample)
    odd = sum(character in _ODD_LETTERS or "\u0080" <= character < "\u00a0" or "\u0300" <= character < "\u0370" for character in sample)
    return (fit - 2 * odd) / len(sample)


def _undo_mojibake(text: str) -> str | None:
    """Undo UTF-8 that was read as windows-1252 and written again as UTF-8, where it was so throughout."""
    hits = len(_MOJIBAKE.findall(text))
    if hits < 5 or hits < sum(map(text.count, "ạảấầẩẫậắằặẹếềểễệịọốồổộớờởợụủứừửựđ")):
        return None
    try:
        return b"".join(map(_windows_1252_byte, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _windows_1252_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # the five holes of windows-1252
