"""Known templates: what sharpens the reading of a page, and is never needed.

A template is one function from a page to hints, listed in TEMPLATES.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.pages.lines import Page

_UNPADDED_DAY = re.compile(r"\d{1,2}-\d{1,2}-\d{4}")
_TNC_FOOTER = 12
"""Lines from the end among which the vendor's mark stands."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Lines of a page (indexes into ``Page.lines``) that a template knows; None where it does not."""

    title: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A known content management system."""

    code: str
    read: Callable[[Page], Hints | None]


def tnc_portal(page: Page) -> Hints | None:
    """The portal of Kon Tum's departments: vendor mark at the end, title right above the unpadded date line."""
    if not any(line.text.replace(" ", "").lower() == "pháttriển:tnc" for line in page.lines[-_TNC_FOOTER:]):
        return None
    for index, line in enumerate(page.lines):
        if index and _UNPADDED_DAY.fullmatch(line.text) is not None:
            above = page.lines[index - 1]
            is_plausible = above.link_chars == 0 and 8 <= len(above.text) <= 320
            return Hints(title=index - 1) if is_plausible else Hints()
    return Hints()


TEMPLATES: tuple[Template, ...] = (Template("tnc", tnc_portal),)
