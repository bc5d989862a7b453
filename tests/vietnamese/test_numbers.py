"""Numbers in digits and in words: one row a form."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.vietnamese.numbers import read_digits, read_number, read_vague, read_words, with_multiplier
from extractors.vietnamese.text import normalize

DIGITS = [
    ("0", 0),
    ("05", 5),
    ("007", 7),
    ("811", 811),
    ("1581421", 1581421),
    ("1.438", 1438),
    ("280.000", 280000),
    ("1.426.000", 1426000),
    ("12.345.678.900", 12345678900),
    ("28,97", 28.97),
    ("0,4", 0.4),
    ("65,077", 65.077),
    ("1.319,652", 1319.652),
    ("1.319,6", 1319.6),
    ("4.5", 4.5),
    ("2.25", 2.25),
    ("0.125", 0.125),
    ("3.1416", 3.1416),
    ("1 438", 1438),
    ("12 500 000", 12500000),
    ("12 500,5", 12500.5),
    ("1,234,567", 1234567),
    ("1,234.5", 1234.5),
    ("100", 100),
    ("999.999", 999999),
    ("3½", 3.5),
    ("2¼", 2.25),
]


@pytest.mark.parametrize(("text", "value"), DIGITS, ids=[text for text, _ in DIGITS])
def test_digits(text: str, value: float) -> None:
    number = read_digits(text, 0)
    assert number is not None
    assert (number.value, number.start, number.end) == (value, 0, len(text))


def test_a_mistyped_group_keeps_both_meanings() -> None:
    number = read_digits("1.319,652", 0)
    assert number is not None
    assert (number.value, number.mixed) == (1319.652, 1319652.0)


@pytest.mark.parametrize(
    "text",
    ["15.7.2019", "1.2.3", "1.438.55", "1.43.800", "1,2,3", "1.234,567,8", "9" * 16, "192.168.1.1", "02603.866.127"],
)
def test_no_number(text: str) -> None:
    assert read_digits(text, 0) is None


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1.438.", 1438, "1.438"),
        ("28,97%", 28.97, "28,97"),
        ("5, 6", 5, "5"),
        ("12 3456", 12, "12"),
        ("012 345", 12, "012"),
        ("811 người", 811, "811"),
        ("1353ha", 1353, "1353"),
        ("05 xã", 5, "05"),
        ("1.353ha", 1353, "1.353"),
        ("419.000kg", 419000, "419.000"),
        ("12,5km", 12.5, "12,5"),
        ("10 000 người", 10000, "10 000"),
        ("10 0000", 10, "10"),
        ("1 234 567 890 123 hộ", 1234567890123, "1 234 567 890 123"),
        ("123 456 " * 9, 123, "123"),
        ("1 2 3", 1, "1"),
        ("12/15", 12, "12"),
        ("3 - 5", 3, "3"),
        ("7,", 7, "7"),
        ("7. ", 7, "7"),
        ("2½ ha", 2.5, "2½"),
        ("1.234,5 ha", 1234.5, "1.234,5"),
        ("0,05%", 0.05, "0,05"),
    ],
)
def test_digits_end_where_the_number_ends(text: str, value: float, words: str) -> None:
    number = read_digits(text, 0)
    assert number is not None
    assert (number.value, text[number.start : number.end]) == (value, words)


MULTIPLIED = [
    ("526 nghìn", 526e3, "526 nghìn"),
    ("400 ngàn", 400e3, "400 ngàn"),
    ("5 vạn", 50e3, "5 vạn"),
    ("2,5 vạn", 25e3, "2,5 vạn"),
    ("44 triệu", 44e6, "44 triệu"),
    ("40 tỷ", 40e9, "40 tỷ"),
    ("40 tỉ", 40e9, "40 tỉ"),
    ("65,077 tỷ", 65.077e9, "65,077 tỷ"),
    ("1.426.000 triệu", 1426e9, "1.426.000 triệu"),
    ("2 tỷ 435 triệu", 2435e6, "2 tỷ 435 triệu"),
    ("187 triệu 450 nghìn", 187.45e6, "187 triệu 450 nghìn"),
    ("1 tỷ 200 triệu 500 nghìn", 1200.5e6, "1 tỷ 200 triệu 500 nghìn"),
    ("25 nghìn tỷ", 25e12, "25 nghìn tỷ"),
    ("1,2 triệu tỷ", 1.2e15, "1,2 triệu tỷ"),
    ("3 chục", 30, "3 chục"),
    ("5 trăm", 500, "5 trăm"),
    ("2 trăm nghìn", 200e3, "2 trăm nghìn"),
    ("1 nghìn 250 tỷ", 1250e9, "1 nghìn 250 tỷ"),
    ("2 triệu rưỡi", 2.5e6, "2 triệu rưỡi"),
    ("1 tỷ rưỡi", 1.5e9, "1 tỷ rưỡi"),
    ("3 tỷ 8", 3.8e9, "3 tỷ 8"),
    ("12 nghìn 450", 12450, "12 nghìn 450"),
    ("1 nghìn 8 một cân", 1000, "1 nghìn"),
    ("1 nghìn 8 trăm", 1800, "1 nghìn 8 trăm"),
    ("12tỷ", 12e9, "12tỷ"),
    ("12 TỶ", 12e9, "12 TỶ"),
    ("7 triệu người", 7e6, "7 triệu"),
    ("7 triệu, 8 nghìn", 7e6, "7 triệu"),
    ("811 người", 811, "811"),
    ("5 trămm", 5, "5"),
]


@pytest.mark.parametrize(("text", "value", "words"), MULTIPLIED, ids=[text for text, _, _ in MULTIPLIED])
def test_multipliers(text: str, value: float, words: str) -> None:
    first = read_digits(text, 0)
    assert first is not None
    number = with_multiplier(first, text.lower())
    assert number.value == pytest.approx(value, rel=1e-12)
    assert text[number.start : number.end] == words


COLLOQUIAL = [
    ("2 triệu 5 trăm nghìn", 2.5e6),
    ("1 tỷ 2 trăm triệu", 1.2e9),
    ("một tỷ hai", 1.2e9),
    ("hai triệu tám", 2.8e6),
    ("một trăm hai", 120),
    ("ba trăm tư", 340),
]


@pytest.mark.parametrize(("text", "value"), COLLOQUIAL, ids=[text for text, _ in COLLOQUIAL])
def test_colloquial(text: str, value: float) -> None:
    number = read_number(text, 0)
    assert number is not None
    assert (number.value, number.end) == (value, len(text))


WORDS = [
    ("một", 1),
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("sáu", 6),
    ("bảy", 7),
    ("bẩy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
    ("mười một", 11),
    ("mười hai", 12),
    ("mười lăm", 15),
    ("mười chín", 19),
    ("hai mươi", 20),
    ("hai mươi mốt", 21),
    ("hai mươi tư", 24),
    ("hai mươi bốn", 24),
    ("hai mươi lăm", 25),
    ("hai mươi nhăm", 25),
    ("hai lăm", 25),
    ("ba mốt", 31),
    ("năm mươi", 50),
    ("chín mươi chín", 99),
    ("hai chục", 20),
    ("một trăm", 100),
    ("một trăm linh năm", 105),
    ("một trăm lẻ tư", 104),
    ("hai trăm rưỡi", 250),
    ("ba trăm hai mươi mốt", 321),
    ("chín trăm chín mươi chín", 999),
    ("một nghìn", 1000),
    ("một ngàn", 1000),
    ("hai nghìn một trăm", 2100),
    ("một nghìn không trăm linh tám", 1008),
    ("ba vạn", 30000),
    ("năm trăm nghìn", 500000),
    ("một triệu", 1e6),
    ("hai triệu rưỡi", 2.5e6),
    ("hai triệu ba trăm nghìn", 2.3e6),
    ("một tỷ", 1e9),
    ("một tỷ hai trăm triệu", 1.2e9),
    ("mười hai tỷ năm trăm triệu", 12.5e9),
]


@pytest.mark.parametrize(("text", "value"), WORDS, ids=[text for text, _ in WORDS])
def test_words(text: str, value: float) -> None:
    number = read_words(text, 0)
    assert number is not None
    assert (number.value, number.end) == (value, len(text))


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("hai hộ", 2, "hai"),
        ("mười hai thôn", 12, "mười hai"),
        ("hai mươi năm qua", 20, "hai mươi"),
        ("mười năm nay", 10, "mười"),
        ("năm mươi lăm hộ", 55, "năm mươi lăm"),
        ("bốn mươi lăm tỷ3", 45e9, "bốn mươi lăm tỷ"),
        ("hai mươi ngày", 20, "hai mươi"),
        ("hai triệu tám người", 2.8e6, "hai triệu tám"),
        ("một nghìn hai hộ", 1200, "một nghìn hai"),
        ("hai nghìn năm", 2000, "hai nghìn"),
        ("một nghìn mười hộ", 1010, "một nghìn mười"),
        ("một nghìn linh hai hộ", 1002, "một nghìn linh hai"),
        ("ba trăm năm", 300, "ba trăm"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_words_end_where_the_number_ends(text: str, value: float, words: str) -> None:
    number = read_words(text, 0)
    assert number is not None
    assert (text[: number.end], number.value) == (words, value)


@pytest.mark.parametrize("text", ["mươi", "lăm", "tư", "linh", "rưỡi", "người", "hộ nghèo", "", " hai"])
def test_no_words(text: str) -> None:
    assert read_words(text, 0) is None


@pytest.mark.parametrize(
    ("text", "low", "words"),
    [
        ("hàng chục hội nghị", 10, "hàng chục"),
        ("hàng trăm hộ", 100, "hàng trăm"),
        ("hàng nghìn lượt", 1000, "hàng nghìn"),
        ("hàng ngàn lượt", 1000, "hàng ngàn"),
        ("hàng vạn người", 1e4, "hàng vạn"),
        ("hàng triệu đồng", 1e6, "hàng triệu"),
        ("hàng tỷ đồng", 1e9, "hàng tỷ"),
        ("hàng chục nghìn người", 1e4, "hàng chục nghìn"),
        ("hàng trăm tỷ đồng", 1e11, "hàng trăm tỷ"),
        ("hàng nghìn tỷ đồng", 1e12, "hàng nghìn tỷ"),
        ("vài chục hộ", 10, "vài chục"),
        ("vài trăm nghìn đồng", 1e5, "vài trăm nghìn"),
        ("mấy trăm hộ", 100, "mấy trăm"),
        ("nhiều tỷ đồng", 1e9, "nhiều tỷ"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_vague(text: str, low: float, words: str) -> None:
    number = read_vague(text, 0)
    assert number is not None
    assert (number.value, number.low, text[: number.end]) == (None, low, words)


@pytest.mark.parametrize("text", ["hàng hóa", "hàng năm", "hàng rào", "vài hộ", "nhiều người", "mấy hôm"])
def test_not_vague(text: str) -> None:
    assert read_vague(text, 0) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        pytest.param("1\u00a0438", 1438, id="hard space"),
        pytest.param("12\u202f500\u202f000", 12500000, id="narrow hard spaces"),
        pytest.param("1.4\u00ad38", 1438, id="soft hyphen"),
        pytest.param("1.\u200b438", 1438, id="zero width"),
        pytest.param("\ufeff811", 811, id="byte order mark"),
        pytest.param(unicodedata.normalize("NFD", "hai mươi lăm"), 25, id="NFD"),
        pytest.param("HAI MƯƠI LĂM", 25, id="capitals"),
        pytest.param("Hai mươi", 20, id="capital"),
    ],
)
def test_after_normalising(raw: str, value: float) -> None:
    number = read_number(normalize(raw), 0)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("text", ["٣٤", "３４", "²", "½", "①", "Ⅲ", "x", "", "-", "%"])
def test_what_begins_no_number_raises_nothing(text: str) -> None:
    number = read_number(text, 0)
    assert number is None or number.end <= len(text)
