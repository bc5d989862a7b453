"""Pages in Unicode with text in them that only old fonts made Vietnamese (TCVN3, VNI): pasted from old documents."""

from __future__ import annotations

import re

from extractors.vietnamese.legacy_encodings import FEWEST_WORDS, FONT_ENCODINGS, READERS, recognise
from extractors.vietnamese.syllables import accented_words, share_of_syllables

_TAG = re.compile(r"(<[^>]*>)")
_TCVN3_SIGNS, _VNI_SIGNS = "µ¸¶·¹¨©®¬«ª", "øïäåñûöæ"
"""Letters that are frequent in such text and that Vietnamese in Unicode does not have."""
_FEW = 8
_UNSURE = 0.5


def may_hold_font_text(text: str) -> bool:
    """Whether a text is worth a look; most are not, and this is quick."""
    return sum(map(text.count, _TCVN3_SIGNS)) >= _FEW or sum(map(text.count, _VNI_SIGNS)) >= _FEW


def repair_font_text(markup: str) -> str | None:
    """The markup with such text in Unicode; ``None`` where there is none for sure.

    Text between two tags is changed where it is not Vietnamese as it stands, and is so
    in the encoding in which all such text of the page is.

    >>> repair_font_text("<h1>Hội nghị</h1><p>Céng hoµ x· héi chñ nghÜa ViÖt Nam</p><p>§éc lËp - Tù do - H¹nh phóc</p>")
    '<h1>Hội nghị</h1><p>Cộng hoà xã hội chủ nghĩa Việt Nam</p><p>Độc lập - Tự do - Hạnh phúc</p>'
    >>> repair_font_text("<p>Độc lập - Tự do - Hạnh phúc</p>") is None
    True
    """
    parts = _TAG.split(markup)
    strange = [index for index in range(0, len(parts), 2) if _is_strange(parts[index])]
    name = recognise(" ".join(parts[index] for index in strange), FONT_ENCODINGS)
    if name is None or sum(len(accented_words(parts[index])) for index in strange) < FEWEST_WORDS:
        return None
    for index in strange:
        changed = READERS[name](parts[index])
        if share_of_syllables(accented_words(changed)) > _UNSURE:
            parts[index] = changed
    return "".join(parts)


def _is_strange(text: str) -> bool:
    """Whether a text has words beyond ASCII that are mostly no syllables of Vietnamese."""
    if text.isascii():
        return False
    words = accented_words(text)
    return bool(words) and share_of_syllables(words) <= _UNSURE
