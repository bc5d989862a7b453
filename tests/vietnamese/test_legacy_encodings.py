"""The old encodings: every letter there and back, and what is none of them."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.pages.decode import UndecodableError, decode
from extractors.pages.fonts import repair_font_text
from extractors.vietnamese.legacy_encodings import _TCVN3, _VISCII_TABLE, _VNI, READERS, from_tcvn3, from_viscii, from_vni, recognise
from extractors.vietnamese.syllables import accented_words, is_syllable, share_of_syllables

_VOWELS = "aăâeêioôơuưy"
LETTERS = "đ" + "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"))
ACCENTED = [letter for letter in LETTERS if not letter.isascii()]
SENTENCE = (
    "Sáng ngày 5/5/2017, Ban Dân tộc tỉnh đã tổ chức hội nghị tổng kết; toàn tỉnh có 1.438 hộ nghèo được hỗ trợ, đạt 93,18% kế hoạch. "
    "Đồng chí Trưởng ban yêu cầu các huyện, thành phố tiếp tục đẩy mạnh tuyên truyền, vận động đồng bào thực hiện nếp sống văn minh."
)
"""In our own wording; with letters of every kind."""


def _inverse(name: str) -> dict[str, str]:
    """Each Vietnamese letter's code in an encoding."""
    if name == "vni":
        codes = sorted(_VNI.items(), key=lambda pair: (pair[0].swapcase() == pair[0], pair[0][1:].isupper() != pair[0][0].isupper()))
        return {letter: code for code, letter in reversed(codes)}
    table = _TCVN3 if name == "tcvn3" else _VISCII_TABLE
    return {chr(letter) if isinstance(letter, int) else letter: chr(code) for code, letter in table.items()}


def encode(text: str, name: str) -> bytes:
    """Text as it was written then; TCVN3 has small letters only where they have a tone."""
    codes = _inverse(name)
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text)).encode("latin-1")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_there_and_back(name: str, letter: str) -> None:
    assert READERS[name](encode(letter, name).decode("latin-1")) == letter


@pytest.mark.parametrize("name", ["vni", "viscii"])
@pytest.mark.parametrize("letter", [letter.upper() for letter in ACCENTED])
def test_every_capital_there_and_back(name: str, letter: str) -> None:
    assert READERS[name](encode(letter, name).decode("latin-1")) == letter


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_is_in_a_table_once(letter: str) -> None:
    for table in (_TCVN3, _VISCII_TABLE):
        assert [chr(value) if isinstance(value, int) else value for value in table.values()].count(letter) == 1


PAIRS = [
    (from_tcvn3, "Uû ban nh©n d©n tØnh Kon Tum", "Uỷ ban nhân dân tỉnh Kon Tum"),
    (from_vni, "UÛY BAN NHAÂN DAÂN TÆNH Kon Tum, ñoàng baøo", "ỦY BAN NHÂN DÂN TỈNH Kon Tum, đồng bào"),
    (from_vni, "Nguyeãn Vaên Löông, ngöôøi daân toäc, tyû leä", "Nguyễn Văn Lương, người dân tộc, tỷ lệ"),
    (from_viscii, "\xd0\xb0ng bào dân tµc thi\xacu s¯", "Đồng bào dân tộc thiểu số"),
]


@pytest.mark.parametrize(("read", "old", "new"), PAIRS, ids=[new for *_, new in PAIRS])
def test_words_as_they_stood(read: object, old: str, new: str) -> None:
    assert read(old).replace("Đ°", "Đồ") == new  # type: ignore[operator]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("declared", [None, "text/html", "text/html; charset=iso-8859-1", "text/html; charset=windows-1252", "text/html; charset=utf-8"])
def test_a_page_in_an_old_encoding_is_read(name: str, declared: str | None) -> None:
    found = decode(b"<html><body><p>" + encode(SENTENCE, name) + b"</p></body></html>", declared)
    assert SENTENCE.lower() in found.text.lower()
    assert (found.encoding, found.issues) == (name, ["repaired_encoding"])


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_old_text_inside_a_page_in_unicode_is_repaired(name: str) -> None:
    body = f"<h1>Hội nghị tổng kết công tác dân tộc</h1><p>{encode(SENTENCE, name).decode('latin-1')}</p><p>Được biết, có 3 xã.</p>".encode()
    found = decode(body, "text/html; charset=utf-8")
    assert SENTENCE.lower() in found.text.lower()
    assert "<h1>Hội nghị tổng kết công tác dân tộc</h1>" in found.text
    assert "<p>Được biết, có 3 xã.</p>" in found.text
    assert "repaired_encoding" in found.issues


OTHERS = [
    "Toàn tỉnh có 811 người có uy tín trong đồng bào dân tộc thiểu số được công nhận năm 2019.",
    "L'été dernier, déjà très loin, où êtes-vous allés ? À la plage, près de la forêt, là où naît la rivière, ça m'a plu.",
    "Die Größe der Häuser über dem schönen Fluß läßt für später Müßiggänger Vergnügen übrig, außerdem Öl und Äpfel.",
    "På øya bor det mange sjøfolk som ærlig ønsker å være hjemme; også følger små båter, grønne trær, blå fjell.",
    "El niño español comió piñas mañana también según la compañía, qué pequeño año, señor, montañas, sueños.",
    "Giá 5.000 µg ¸ · ¹ ¨ © ® ¬ « » ½ ¼ ¾ ° ± × ÷ §",
    "Tổng số 12 hộ © 2019 ® ™ · trang chủ · giới thiệu · liên hệ · tin tức · văn bản · thư viện · hỏi đáp · góp ý",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert recognise(text) is None
    assert repair_font_text(f"<p>{text}</p>") is None
    assert decode(f"<p>{text}</p>".encode(), "text/html; charset=utf-8").text == f"<p>{text}</p>"


def test_french_in_its_own_encoding_is_no_vietnamese() -> None:
    assert "l'été" in decode(b"<p>" + OTHERS[1].encode("cp1252") + b"</p>", "text/html; charset=windows-1252").text.lower()


def test_windows_1258_is_not_taken_for_vni() -> None:
    marks = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323")
    spelt = ""
    for letter in unicodedata.normalize("NFC", SENTENCE):
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in apart if c in marks)
        spelt += unicodedata.normalize("NFC", "".join(c for c in apart if c not in marks)) + tones
    found = decode(b"<p>" + spelt.encode("cp1258") + b"</p>", None)
    assert found.text == f"<p>{SENTENCE}</p>"


def test_bytes_that_are_vietnamese_in_no_encoding_are_refused() -> None:
    noise = bytes(0x80 + (7 * n) % 128 if n % 5 else 0x20 for n in range(4_000))
    with pytest.raises(UndecodableError):
        decode(b"<p>" + noise + b"</p>", None)


SYLLABLES = {
    True: "nghèo được quyết giữa khuỷu nguyễn uỷ ỷ ý y yêu xoong quýt gìn giết ngoằn khoẻ thuở".split(),  # noqa: SIM905
    False: "nhµ über ngh̀o naïve ©2019 hoäi ®îc ØØ bl̉".split(),  # noqa: SIM905
}


@pytest.mark.parametrize(("word", "expected"), [(word, expected) for expected, words in SYLLABLES.items() for word in words])
def test_syllables(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected


def test_vietnamese_prose_is_made_of_syllables() -> None:
    assert share_of_syllables(accented_words(SENTENCE)) == 1.0
