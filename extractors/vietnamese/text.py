"""Vietnamese text: one normal form, folding for search, sentences and paragraphs.

Everything here is a pure function of ``str`` and linear in its length.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Deleting these joins what they stand between: they are invisible marks, not gaps.
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_CONTROLS = "".join(chr(code) for code in (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)))
_ODD_CHARACTERS = re.compile(f"[{re.escape(_INVISIBLE + _SPACES + _LINE_ENDS + _CONTROLS)}]")


def normalize(text: str) -> str:
    r"""Return the text in the form all spans count in.

    NFC; every kind of space is a space; every line end is ``\n``; zero-width characters,
    soft hyphens, byte order marks and control characters are gone. Runs of spaces stay.

    >>> normalize("Kon\u00a0Tum\u200b, 1.4\u00ad38 ha\r\n")
    'Kon Tum, 1.438 ha\n'
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if text.isascii() and text.isprintable():
        return text
    if _ODD_CHARACTERS.search(text) is None:
        return text
    text = text.replace("\r\n", "\n")
    for character in set(_ODD_CHARACTERS.findall(text)):
        text = text.replace(character, _replacement(character))
    # A removed mark may have kept a letter and its accent apart.
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _replacement(character: str) -> str:
    if character in _SPACES:
        return " "
    return "\n" if character in _LINE_ENDS else ""


def one_line(text: str) -> str:
    r"""Return the normalised text as one line: runs of white space are one space.

    >>> one_line("  Kon\n\u00a0 Tum ")
    'Kon Tum'
    """
    return " ".join(normalize(text).split())


def fold(text: str) -> str:
    """Return the text for searching: lower case, without accents, đ as d.

    NFC text keeps its length, so that a place found in the folded text is the same place in the text.

    >>> fold("Đại hội ĐẠI BIỂU")
    'dai hoi dai bieu'
    """
    if text.isascii():
        return text.lower()
    folded = text.translate(_fold_table())
    # What the table does not know may have come as a base letter with marks beside it.
    return _MARKS.sub("", folded).lower()


_MARKS = re.compile("[\u0300-\u036f]+")


@cache
def _fold_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base.lower()
    return table


# ------------------------------------------------------------------ sentences
# One character class in front lets `re` skip quickly to the next candidate. A run of marks is tried at its first mark
# only and never given back, so that long runs of full stops stay linear.
_BREAK = re.compile(r"[\n.!?…](?:(?<=\n)[.!?…]*+|(?<![.!?…][.!?…])[.!?…]*+[\"'”’»)\]]*+(?=[ \t]))")
_OPENING = "\"'“‘«([-–+*•"
_LAST_WORD = re.compile(r"[^\W_][\w./&-]*\Z")
# Written before a name or a number, so a full stop after them ends nothing (lower case).
_TITLES_AND_SHORTENINGS = frozenset(
    (
        *("tp", "tx", "tt", "đ/c", "đc", "ts", "ths", "tskh", "gs", "pgs", "gs.ts", "pgs.ts", "gs.tskh", "pgs.tskh", "bs", "ths.bs", "bs.ck", "bsck"),
        *("ds", "ls", "kts", "nsnd", "nsưt", "nguts", "dr", "mr", "mrs", "ms", "vd", "đvt", "sđt", "đt", "nxb", "cty", "v.v"),
    )
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the trimmed spans of the sentences, in order and without overlap.

    A line end ends a sentence. ``.``, ``!``, ``?`` and an ellipsis do before a space and a
    capital, a digit or an opening mark; abbreviations (``TP.``, ``PGS.TS.``, ``v.v.``), initials
    and list numbers (``1. Kết quả``) do not, nor do decimals, dates and semicolons.

    >>> text = "TP. Kon Tum có 1.438 đại biểu. Ngày 02.04.2018, đ/c A. Thủy dự."
    >>> [text[start:end] for start, end in sentences(text)]
    ['TP. Kon Tum có 1.438 đại biểu.', 'Ngày 02.04.2018, đ/c A. Thủy dự.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        cut, end = match.span()
        if text[cut] == "\n":
            end = cut + 1
        elif _ends_sentence(text, start, cut, end):
            cut = end
        else:
            continue
        _append_trimmed(spans, text, start, cut)
        start = end
    _append_trimmed(spans, text, start, len(text))
    return spans


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the trimmed spans of the paragraphs: what stands between blank lines.

    >>> paragraphs("một\nhai\n\nba")
    [(0, 7), (9, 11)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BLANK_LINES.finditer(text):
        _append_trimmed(spans, text, start, match.start())
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends_sentence(text: str, start: int, cut: int, end: int) -> bool:
    """Tell whether the mark at ``text[cut:end]`` ends the sentence that began at ``start``."""
    follow = _next_character(text, end)
    if not (follow.isupper() or follow.isdigit() or follow in _OPENING):
        return False
    if text[cut] != "." or end - cut > 1:
        # An ellipsis or a closing mark before a capital; before a digit the sentence goes on.
        return not follow.isdigit() or text[cut] in "!?"
    word_match = _LAST_WORD.search(text, max(start, cut - 24), cut)
    if word_match is None:
        return True
    word = word_match.group()
    if len(word) == 1 and word.isupper():
        return False  # an initial: A. Thủy
    if _is_list_number(word) and word_match.start() == _first_word(text, start, cut):
        return False
    return word.lower() not in _TITLES_AND_SHORTENINGS


def _next_character(text: str, index: int) -> str:
    length = len(text)
    while index < length and text[index] in " \t":
        index += 1
    return text[index] if index < length else " "


def _first_word(text: str, start: int, cut: int) -> int:
    index = start
    while index < cut and text[index] in " \t-–+*•(":
        index += 1
    return index


def _is_list_number(word: str) -> bool:
    return len(word) == 1 or (len(word) <= 8 and (word.replace(".", "").isdigit() or not word.strip("IVXLCDM")))
