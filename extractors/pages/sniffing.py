"""What a body is by its first bytes, whatever the header claims."""

from __future__ import annotations

import re

_HEAD = 512
_OPENS = re.compile(rb"(?:<!--[^>]{0,200}-->|<\?xml[^>]{0,200}\?>|\s){0,8}<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_MARKS = b"\xef\xbb\xbf\xff\xfe"


def opens_as_html(body: bytes) -> bool:
    """Whether a body begins as an HTML page does: the answer of a server that sends its pages as plain text.

    >>> opens_as_html(b"\\xef\\xbb\\xbf\\n<!DOCTYPE html><p>x"), opens_as_html("<html>".encode("utf-16")), opens_as_html(b"A <html> page")
    (True, True, False)
    """
    return _OPENS.match(body[:_HEAD].lstrip(_MARKS).replace(b"\x00", b"")) is not None
