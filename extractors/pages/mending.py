"""Markup that would cost lxml its time or its words, mended before it is parsed."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 300
"""An element has fewer; lxml compares each attribute with all before it."""

_TAG = re.compile(rb"<[A-Za-z](?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+|[\"'])*+")
"""A tag without the ``>`` that ends it; one in quotes does not. Fits wherever it begins, so that no byte is looked at twice."""
_ATTRIBUTE = re.compile(rb"[\s/\"']*+(?:=|[^\s=/\"']++)?+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s\"']*+))?+")
"""One attribute with what stands before it; fits everywhere too."""
_LONG = 2 * MOST_ATTRIBUTES
_SHORT_PAGE = 16_384
_ENDS = re.compile(rb"</(?:html|body)\s{0,20}>", re.IGNORECASE)


def mend(data: bytes) -> bytes:
    """The page with no tag of more than :data:`MOST_ATTRIBUTES` attributes, and with nothing after what says that it ends."""
    data = _without_early_end(data)
    if len(data) <= _SHORT_PAGE or not any(len(tag) > _LONG for tag in _TAG.findall(data)):
        return data
    return _TAG.sub(lambda found: _first_attributes(found[0]) if len(found[0]) > _LONG else found[0], data)


def _first_attributes(tag: bytes) -> bytes:
    for number, found in enumerate(_ATTRIBUTE.finditer(tag)):  # the first is the element's name
        if number > MOST_ATTRIBUTES:
            return tag[: found.start()]
    return tag


def _without_early_end(data: bytes) -> bytes:
    """lxml drops what follows the end of the page; browsers, and so authors, do not."""
    end = data.find(b"</html")
    if end < 0:
        end = data.find(b"</HTML")
    return _ENDS.sub(b"", data) if end >= 0 and data.find(b"<", end + 6) >= 0 else data
