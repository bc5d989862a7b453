"""Hostile texts made from good ones: the same number always gives the same text."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from extractors import Page
from tests.site import TEMPLATES, SiteState, load_articles, render

GOLD = Path(__file__).resolve().parents[1] / "gold"
LONGEST = 500
"""Code points of a good text that go into one input; some mutations make it longer."""

SEPARATORS = (".", ",", "/", "-", "–", " ", "  ", "\u00a0", "\u202f", "\t", "\n", "\n\n", ":", ";", "(", ")", "“", "”", '"', "%", "‰", "+", "x", "²", "½", "°")
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\x00", "\x07", "\x85", "\u2028")
BROKEN = ("\ud800", "\udfff", "\ufffd", "\uffff", "\U0010ffff", "\u0301", "\u0323\u0302", "İ", "ſ", "ß", "ﬁ", "\U0001f600", "٣", "３", "²", "①", "Ⅲ", "𝟗", "፩")
WORDS = (
    *("năm", "tháng", "ngày", "quý", "từ", "đến", "và", "hơn", "gần", "khoảng", "không quá", "tăng", "giảm", "còn", "gấp", "lần", "rưỡi", "mươi", "lăm"),
    *("một", "hai", "trăm", "nghìn", "vạn", "triệu", "tỷ", "đồng", "hộ", "người", "xã", "ha", "km", "%", "điểm phần trăm", "/năm", "tuổi", "hàng chục"),
    *("số", "Quyết định", "Nghị định", "Chỉ thị", "QĐ-TTg", "/NĐ-CP", "-CT/TU", "Chương trình 135", "Đề án", "giai đoạn", "nhiệm kỳ", "khóa", "lần thứ"),
    *("31/2/2019", "35/13", "10 - 11/10/2019", "00h00", "1.319,652", "2010-20", "1.438/1.552", "0", "9" * 30, "1.1.1.1", "01/01/0001", "31/12/9999", "29/2"),
)


@dataclass(frozen=True, slots=True)
class Input:
    """What the extractors are given."""

    text: str
    title: str
    published_on: date | None


@cache
def corpus() -> tuple[str, ...]:
    """The good texts: the annotated documents, whose titles count as texts too."""
    rows = [json.loads(line) for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(text for row in rows for text in (row["text"], row.get("title")) if text)


def mutated(number: int, seed: int = 0) -> Input:
    """The input of this number."""
    chance = Random(f"{seed}/{number}")
    text = _cut(chance, chance.choice(corpus()))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        text = chance.choice(MUTATIONS)(chance, text)
    title = _cut(chance, chance.choice(corpus()))[:120] if chance.random() < 0.2 else ""
    published_on = date(2010, 1, 1) + timedelta(days=chance.randrange(5500)) if chance.random() < 0.7 else None
    if chance.random() < 0.01:
        published_on = chance.choice((date.min, date.max, date(2020, 2, 29)))
    return Input(text, title, published_on)


def _cut(chance: Random, text: str) -> str:
    start = chance.randrange(max(1, len(text) - LONGEST))
    return text[start : start + LONGEST]


def _place(chance: Random, text: str) -> int:
    """A place in the text, more often beside a digit than elsewhere."""
    place = chance.randrange(len(text) + 1)
    if chance.random() < 0.6:
        near = [at for at in range(max(0, place - 60), min(len(text), place + 60)) if text[at].isdigit()]
        if near:
            return chance.choice(near) + chance.randrange(2)
    return place


def _insert(chance: Random, text: str, piece: str) -> str:
    place = _place(chance, text)
    return text[:place] + piece + text[place:]


def _separator(chance: Random, text: str) -> str:
    return _insert(chance, text, chance.choice(SEPARATORS))


def _invisible(chance: Random, text: str) -> str:
    return _insert(chance, text, chance.choice(INVISIBLE))


def _broken(chance: Random, text: str) -> str:
    return _insert(chance, text, chance.choice(BROKEN))


def _word(chance: Random, text: str) -> str:
    return _insert(chance, text, chance.choice(("", " ")) + chance.choice(WORDS) + chance.choice(("", " ")))


def _digits(chance: Random, text: str) -> str:
    """Other digits in the same places."""
    return "".join(chance.choice("0123456789") if c.isdecimal() and chance.random() < 0.3 else c for c in text)


def _foreign_digits(chance: Random, text: str) -> str:
    zero = chance.choice((0x660, 0x966, 0xFF10, 0x1D7CE))
    return "".join(chr(zero + int(c)) if "0" <= c <= "9" and chance.random() < 0.2 else c for c in text)


def _swap(chance: Random, text: str) -> str:
    """Two slices change places."""
    if len(text) < 4:
        return text
    a, b, c, d = sorted(chance.randrange(len(text) + 1) for _ in range(4))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _splice(chance: Random, text: str) -> str:
    other = _cut(chance, chance.choice(corpus()))
    return text[: _place(chance, text)] + other[_place(chance, other) :]


def _delete(chance: Random, text: str) -> str:
    place = _place(chance, text)
    return text[:place] + text[place + chance.randrange(1, 12) :]


def _double(chance: Random, text: str) -> str:
    place = _place(chance, text)
    piece = text[place : place + chance.randrange(1, 30)]
    return text[:place] + piece * chance.choice((2, 3, 40)) + text[place:]


def _decompose(chance: Random, text: str) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD", "NFKC")), text)


def _case(chance: Random, text: str) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _lines(chance: Random, text: str) -> str:
    """Line ends come and go."""
    return text.replace("\n", " ") if chance.random() < 0.5 else text.replace(" ", chance.choice(("\n", "\u00a0", "  ", "")))


def _reverse(chance: Random, text: str) -> str:
    place = _place(chance, text)
    length = chance.randrange(2, 20)
    return text[:place] + text[place : place + length][::-1] + text[place + length :]


MUTATIONS: tuple[Callable[[Random, str], str], ...] = (
    *(_separator, _separator, _invisible, _broken, _word, _word, _digits, _digits, _foreign_digits),
    *(_swap, _splice, _splice, _delete, _delete, _double, _decompose, _case, _lines, _reverse),
)


# ------------------------------------------------------------------ pages
@cache
def pages() -> tuple[bytes, ...]:
    """Good pages: articles of the test site in each of its templates."""
    articles = [a for a in load_articles() if a.published_on.month % 4 == 0][:12]
    state = SiteState(retrieved_at=datetime(2024, 12, 31, 8, tzinfo=UTC), articles=articles)
    return tuple(render(template, article, state).encode() for article in articles for template in TEMPLATES)


def mutated_page(number: int, seed: int = 0) -> Page:
    """The page of this number: its bytes cut, torn, spliced, or its charset wrong."""
    chance = Random(f"page/{seed}/{number}")
    body = chance.choice(pages())
    for _ in range(chance.choice((1, 2, 4))):
        body = chance.choice(PAGE_MUTATIONS)(chance, body)
    content_type = chance.choice((None, "text/html", "text/plain", *(f"text/html; charset={name}" for name in ("utf-8", "windows-1258", "nonsense"))))
    return Page(url=f"http://dantoc.example/tin/Bai-{number}", body=body, content_type=content_type, retrieved_at=datetime(2024, 12, 31, tzinfo=UTC))


def _text_of_page(chance: Random, body: bytes) -> bytes:
    """A text mutation near a place of the page."""
    text = body.decode("utf-8", "surrogateescape")
    place = chance.randrange(len(text))
    piece = chance.choice(MUTATIONS)(chance, text[place : place + LONGEST])
    return (text[:place] + piece + text[place + LONGEST :]).encode("utf-8", "replace")


TAGS = (
    *(b"<", b">", b"<!--", b"-->", b"<table>", b"<td colspan=99999 rowspan=99999>", b"</div>", b"<script>", b"<b>" * 500),
    *(b"&#0;", b"&#xd800;", b"<![CDATA["),
)


def _tag(chance: Random, body: bytes) -> bytes:
    place = chance.randrange(len(body))
    return body[:place] + chance.choice(TAGS) + body[place:]


def _truncate(chance: Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body) + 1)] or b" "


def _tear(chance: Random, body: bytes) -> bytes:
    place = chance.randrange(len(body))
    return body[:place] + chance.randbytes(chance.randrange(1, 40)) + body[place + chance.randrange(40) :]


def _recode(chance: Random, body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-8-sig", "utf-32")), "replace")


def _twice(chance: Random, body: bytes) -> bytes:
    """UTF-8 taken for another charset and encoded again."""
    return body.decode(chance.choice(("cp1252", "latin-1")), "replace").encode()


PAGE_MUTATIONS: tuple[Callable[[Random, bytes], bytes], ...] = (_text_of_page, _text_of_page, _tag, _tag, _truncate, _tear, _recode, _twice)
