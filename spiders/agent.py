"""Who asks: the user agent with the contact of the person who runs the crawl."""

from __future__ import annotations

import re

from spiders.base import software


def user_agent(contact: str) -> str:
    """The header's value. ``contact`` is a URL or an address; control characters and brackets in it are left out.

    >>> user_agent("ban@example.org")  # doctest: +ELLIPSIS
    'solieu... (datasets from public administration pages; contact: ban@example.org)'
    """
    return f"{software()} (datasets from public administration pages; contact: {_clean(contact) or 'not given'})"


def from_header(contact: str) -> dict[str, str]:
    """The ``From`` header that RFC 9110 asks robots for, where the contact is an address."""
    contact = _clean(contact)
    return {"From": contact} if re.fullmatch(r"[^\s@:]+@[^\s@:]+", contact) else {}


def _clean(contact: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f()]+", " ", contact).strip()
