"""Lines that make a careless reader quadratic, and how the time grows when they double.

``python -m tests.fuzz.linear`` (part of ``make bench``) prints a table; exit status 1 when a line takes more than 2.2
times as long when doubled.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from extractors import extract_text

PATTERNS: dict[str, str] = {
    "digits": "1234567890",
    "zeros": "0",
    "dot groups": "123.456.",
    "commas": "1,",
    "dots": "1.",
    "ones": "1 ",
    "space groups": "123 456 ",
    "slashes": "/",
    "numbers and slashes": "1/2/",
    "spaced slashes": "1 / ",
    "hyphens": "1-",
    "spaced hyphens": "1 - ",
    "brackets": "(",
    "closed brackets": "(1)",
    "closing brackets": ")",
    "quotes": "“",
    "closing quotes": "”",
    "straight quotes": '"',
    "quoted words": "“a ",
    "spaces": " ",
    "tabs and ends": "\t\n",
    "blank lines": "\n\n",
    "full stops": ".",
    "sentences": "A. ",
    "ellipses": "…",
    "letters": "a",
    "capitals": "A",
    "words": "nhà ",
    "ngày": "ngày ",
    "tháng": "tháng ",
    "năm": "năm ",
    "ngày and a number": "ngày 1 ",
    "ngày list": "ngày 1, 2, 3 và ",
    "partial days": "ngày 5/3 ",
    "full days": "5/3/2019 ",
    "từ năm": "từ năm ",
    "từ năm year": "từ năm 2019 ",
    "đến": "đến 5 đến ",
    "years": "2019 ",
    "year ranges": "2016-2020, ",
    "quarters": "quý I, ",
    "half years": "6 tháng đầu năm ",
    "giai đoạn": "giai đoạn ",
    "đầu năm": "đầu năm ",
    "Quyết định số": "Quyết định số ",
    "numbers of documents": "số 12/QĐ-UBND, ",
    "documents": "Quyết định số 12/QĐ-UBND ngày 5/3/2019 của Ủy ban nhân dân tỉnh; ",
    "symbols": "QĐ-",
    "symbol numbers": "12/QĐ-",
    "của": "của Thủ tướng Chính phủ ",
    "Điều": "Điều 1 khoản 2 ",
    "Chương trình": "Chương trình ",
    "Chương trình numbers": "Chương trình 135, 134, ",
    "Đề án quoted": "Đề án “",
    "Luật": "Luật Đất đai, ",
    "Chỉ thị trên": "Chỉ thị trên ",
    "percentages": "28,97% ",
    "changes": "từ 20% xuống còn 15%, ",
    "open changes": "từ 20% ",
    "ranges": "2 - 3 triệu đồng, ",
    "tỷ": "2 tỷ ",
    "triệu": "triệu ",
    "nghìn tỷ": "nghìn ",
    "number words": "một ",
    "trăm": "hai trăm ",
    "mươi": "hai mươi ",
    "hàng chục": "hàng chục ",
    "households": "12 hộ nghèo, ",
    "lists of nouns": "145 xã, phường, ",
    "xã, phường": "xã, phường, ",
    "ratios": "19/19 tiêu chí ",
    "per": "5 triệu đồng/người/năm ",
    "per per": "5 đồng/người/người/người",
    "per slashes": "/người",
    "places": "huyện Sa Thầy ",
    "place words": "huyện tỉnh xã ",
    "measures": "tỷ lệ hộ nghèo ",
    "marks": "e\u0323\u0302",
    "zero width": "1\u200b",
    "soft hyphens": "a\u00ad",
    "combining": "\u0301",
    "foreign digits": "٣",
    "superscripts": "²",
    "surrogates": "\ud800",
}
"""What is repeated, by name."""

_SECONDS = 0.06
_MOST = 5_000_000


def repeated(pattern: str, length: int) -> str:
    """`pattern` over and over, to at most `length` code points."""
    return (pattern * (length // len(pattern) + 1))[:length]


def seconds(text: str, rounds: int, run: Callable[[str], object] = extract_text) -> float:
    """The best processor time of `rounds`."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            began = time.process_time()
            run(text)
            best = min(best, time.process_time() - began)
            gc.collect()
    finally:
        gc.enable()
    return best


def growth(pattern: str, *, rounds: int = 5, start: int = 4_000, enough: float = _SECONDS, most: int = _MOST) -> tuple[float, int, float]:
    """How much longer twice the text takes, with the smaller length and its time.

    The length is raised until it takes `enough` seconds (or is `most`), so that what does not grow with
    the text no longer counts and the clock is fine enough.
    """
    length = start
    spent = seconds(repeated(pattern, length), 1)
    while spent < enough and length < most:
        length = min(most, max(length * 2, int(length * enough / max(spent, 1e-6) / 2)))
        spent = seconds(repeated(pattern, length), 1)
    once = seconds(repeated(pattern, length), rounds)
    return seconds(repeated(pattern, 2 * length), rounds) / once, length, once


def settled_growth(pattern: str, bound: float, *, enough: float = _SECONDS, most: int = _MOST) -> tuple[float, int, float]:
    """As :func:`growth`; what seems slow is measured again, for other programs may have disturbed the clock."""
    found = growth(pattern, rounds=1, enough=enough, most=most)
    for rounds in (3, 5):
        if found[0] <= bound:
            break
        found = min(found, growth(pattern, rounds=rounds, enough=enough, most=most))
    return found


def report(bound: float = 2.2) -> bool:
    """Print the growth of every pattern, and the time for a line of 5 MB where that is short; tell whether all stay within `bound`."""
    slow = []
    print(f"\n{'line':22} {'characters':>11} {'seconds':>8} {'doubled':>8} {'5 MB':>8}")
    for name, pattern in PATTERNS.items():
        ratio, length, once = settled_growth(pattern, bound, enough=0.25)
        expected = once / length * _MOST
        whole = f"{seconds(repeated(pattern, _MOST), 1):8.2f}" if expected < 5 and ratio <= bound else f"{'-':>8}"
        slow += [name] if ratio > bound else []
        print(f"{name:22} {length:11,} {once:8.3f} {ratio:8.2f} {whole} {'' if ratio <= bound else 'more than linear'}", flush=True)
    print(f"{len(slow)} of {len(PATTERNS)} take more than {bound} times as long when doubled{': ' if slow else ''}{', '.join(slow)}")
    return not slow


if __name__ == "__main__":
    sys.exit(not report())
