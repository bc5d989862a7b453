"""How each CMS writes the words of a paragraph as HTML.

``clean`` escapes and no more; ``old`` writes upper-case tags; ``word_debris`` is what
remains of a paragraph pasted from a word processor. All keep the words: a reader that
drops soft hyphens and zero-width signs, takes NBSP for a space and normalises to NFC
reads the paragraph as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from random import Random

from markupsafe import Markup, escape

from tests.site.source import Paragraph, Run

_MSO = (
    "mso-fareast-font-family: 'Times New Roman'; mso-ansi-language: VI",
    "font-size:14.0pt;line-height:120%;mso-bidi-font-weight:bold",
    "letter-spacing:-.2pt;mso-font-kerning:0pt",
)
_WORD_OR_NUMBER = re.compile(r"\d[\d.,/-]*\d%?|\d%?|[^\W\d_]+|[^\w]|_")


def clean(paragraph: Paragraph, _chance: Random) -> Markup:
    """Lower-case tags, nothing but what the words need."""
    return Markup("").join(_dress(run, escape(run.text)) for run in paragraph.runs)


def old(paragraph: Paragraph, _chance: Random) -> Markup:
    """Upper-case tags, double quotes as they are typed."""
    return Markup("").join(_dress(run, escape(run.text), "<B>{}</B>", '<A HREF="{}" TARGET=_blank>{}</A>') for run in paragraph.runs)


def word_debris(paragraph: Paragraph, chance: Random) -> Markup:
    """Spans that split words and numbers, ``&nbsp;``, soft hyphens, zero-width signs, NFD in places, ``o:p``."""
    parts = (_dress(run, _litter(run.text, chance), "<b style='mso-bidi-font-weight:normal'>{}</b>") for run in paragraph.runs)
    tail = chance.choice(("<o:p></o:p>", "<o:p>&nbsp;</o:p>", "<!--[if !supportEmptyParas]--><!--[endif]-->", ""))
    style = escape(chance.choice(_MSO))
    return Markup('<span style="{}">{}{}</span>').format(style, Markup("").join(parts), Markup(tail))


def _dress(run: Run, inner: Markup, bold: str = "<strong>{}</strong>", link: str = '<a target="_blank" href="{}">{}</a>') -> Markup:
    if run.bold:
        return Markup(bold).format(inner)
    if run.href:
        return Markup(link).format(run.href, inner)
    return inner


def _litter(text: str, chance: Random) -> Markup:
    return Markup("").join(_litter_token(token, chance) for token in _WORD_OR_NUMBER.findall(text))


def _litter_token(token: str, chance: Random) -> Markup:
    roll = chance.random()
    if token == " ":
        return Markup("&nbsp;") if roll < 0.06 else Markup("\n") if roll < 0.10 else Markup(" ")
    if token[0].isdigit() and len(token) > 1:
        return _split(token, chance) if roll < 0.25 else escape(token)
    if token.isalpha() and len(token) > 2:
        if roll < 0.05:
            return escape(unicodedata.normalize("NFD", token))
        if roll < 0.08:
            return _join_halves(token, chance, Markup("&shy;"))
        if roll < 0.10:
            return _join_halves(token, chance, Markup("\u200b"))
        if roll < 0.12:
            return _split(token, chance)
    return escape(token)


def _split(token: str, chance: Random) -> Markup:
    cut = chance.randrange(1, len(token))
    return Markup('{}<span style="{}">{}</span>').format(token[:cut], chance.choice(_MSO), token[cut:])


def _join_halves(token: str, chance: Random, between: Markup) -> Markup:
    cut = chance.randrange(1, len(token))
    return escape(token[:cut]) + between + escape(token[cut:])
