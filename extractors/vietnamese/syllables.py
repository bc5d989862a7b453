"""Which letters make a Vietnamese syllable: tells Vietnamese from text that was read in the wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ONSETS_SPELT = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_ONSETS = tuple(_ONSETS_SPELT.split())
_RIMES_SPELT = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uô uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ưm ưng ươ ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yt
    """
_RIMES = frozenset(_RIMES_SPELT.split())
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(r"[^\s\d<>\"'&;:,.!?()\[\]{}/\\|=+*_%@#-]+")


@lru_cache(20_000)
def is_syllable(word: str) -> bool:
    """Whether a word can be one syllable of Vietnamese, as to its letters; capitals count as small ones.

    >>> [is_syllable(word) for word in ("nghèo", "Được", "quyết", "giữa", "nhµ", "hé", "ngh̀o", "été", "über")]
    [True, True, True, True, False, True, False, False, False]
    """
    small = unicodedata.normalize("NFC", word.lower())
    if any(map(unicodedata.combining, small)):
        return False  # an accent on a letter that has none
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFD", small).translate(_TONES))
    return any(letters.startswith(onset) and letters[len(onset) :] in _RIMES for onset in _ONSETS) or letters in _RIMES


def accented_words(text: str, most: int = 2_000) -> list[str]:
    """The first words of a text that hold anything beyond ASCII.

    >>> accented_words("Toàn tỉnh có 811 người, 5 huyện")
    ['Toàn', 'tỉnh', 'có', 'người', 'huyện']
    """
    found = []
    for match in _WORD.finditer(text):
        if not match.group().isascii():
            found.append(match.group())
            if len(found) == most:
                break
    return found


def share_of_syllables(words: Iterable[str]) -> float:
    """How many of the words are syllables of Vietnamese, from 0 to 1; 0 for no words."""
    given = list(words)
    return sum(map(is_syllable, given)) / len(given) if given else 0.0
