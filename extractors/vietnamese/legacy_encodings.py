"""The encodings of Vietnamese before Unicode: TCVN3 (ABC fonts), VNI for Windows, VISCII.

Texts in TCVN3 and VNI are Latin-1 that only their fonts made Vietnamese, so they also
stand inside pages in UTF-8, letter for letter. VISCII (RFC 1456) is an encoding of its own.
Where the capital fonts of TCVN3 showed capitals, the letters are small ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from extractors.vietnamese.syllables import accented_words, share_of_syllables

_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§"
_TCVN3_MORE_LETTERS, _TCVN3_MORE_CODES = "ẶẲẴẮẦẨẪẤỀỂỄẾỒỔỖỐ", "¯º¿ÀÁÂÃÄÅÍÙÚÛàðÿ"
"""Capitals that the full standard (TCVN 5712) has beyond what the fonts of TCVN3 used."""
_TCVN3 = str.maketrans(_TCVN3_CODES + _TCVN3_MORE_CODES, _TCVN3_LETTERS + _TCVN3_MORE_LETTERS)

_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII = {**{chr(code): letter for code, letter in _VISCII_LOW.items()}, **{chr(0x80 + place): letter for place, letter in enumerate(_VISCII_HIGH)}}
_VISCII_TABLE = str.maketrans(_VISCII)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306"
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ"}
_VNI_MARKS: Mapping[str, Mapping[str, str]] = {
    "aeouyôö": {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT},
    "aeo": {mark: _CIRCUMFLEX + tone for mark, tone in zip("âáàåãä", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)},
    "a": {mark: _BREVE + tone for mark, tone in zip("êéèúüë", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)},
}


def _vni_table() -> dict[str, str]:
    """What one letter, or a letter with the mark behind it, stands for; a mark may be large or small whatever its letter."""
    small = dict(_VNI_ALONE)
    for bases, marks in _VNI_MARKS.items():
        for base in bases:
            for mark, accents in marks.items():
                small[base + mark] = unicodedata.normalize("NFC", _VNI_ALONE.get(base, base) + accents)
    table = {}
    for code, letter in small.items():
        for spelt in {code, code.upper(), code[0].upper() + code[1:], code[0] + code[1:].upper()}:
            table[spelt] = letter.upper() if spelt[0].isupper() else letter
    return table


_VNI = _vni_table()
_VNI_CODE = re.compile("[aeouyôöAEOUYÔÖ][âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ]|[íìæóòñôöîÍÌÆÓÒÑÔÖÎ]")


def from_tcvn3(text: str) -> str:
    """Text in TCVN3, read as Latin-1, in Unicode.

    >>> from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam")
    'Cộng hoà xã hội chủ nghĩa Việt Nam'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text in VNI for Windows, read as Latin-1, in Unicode.

    >>> from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ÑOÄC LAÄP")
    'Cộng hòa xã hội chủ nghĩa Việt Nam, ĐỘC LẬP'
    """
    return _VNI_CODE.sub(lambda found: _VNI.get(found.group()) or "".join(_VNI.get(c, c) for c in found.group()), text)


def from_viscii(text: str) -> str:
    """Text in VISCII, read as Latin-1, in Unicode.

    >>> from_viscii("Vi\\xaet Nam, \\xd0\\xb5c l§p")
    'Việt Nam, Độc lập'
    """
    return text.translate(_VISCII_TABLE)


READERS: Mapping[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni, "viscii": from_viscii}
"""By name, what makes Unicode of the Latin-1 reading."""

FONT_ENCODINGS = ("tcvn3", "vni")
"""Those that also stand inside Unicode text."""

FEWEST_WORDS = 8
"""So many words with letters beyond ASCII must agree on an encoding."""
_SURE, _UNSURE = 0.85, 0.5


def recognise(text: str, names: tuple[str, ...] = tuple(READERS)) -> str | None:
    """The encoding in which a text, read as Latin-1, is Vietnamese; ``None`` where it is so as it stands, or in no encoding for sure.

    >>> recognise("Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc")
    'tcvn3'
    >>> recognise("Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do") is None
    True
    """
    words = [word for word in accented_words(text) if len(word) > 1]
    if len(words) < FEWEST_WORDS or share_of_syllables(words) > _UNSURE:
        return None
    shares = {name: share_of_syllables(map(READERS[name], words)) for name in names}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _SURE else None
