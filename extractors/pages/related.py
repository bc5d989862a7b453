"""The links of an article: what it names as related and the files attached to it."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.pages.files import file_url
from extractors.pages.furniture import furniture_kind
from extractors.pages.lines import Line
from extractors.pages.links import Links, attachment
from extractors.pages.roles import LINK
from extractors.pages.view import View
from extractors.records import Attachment


def related_urls(view: View, links: Links) -> list[str]:
    """Return the links listed as related below the article."""
    marker = next((index for index in range(view.end, len(view.lines)) if _opens_related(view, index)), None)
    if marker is None or view.page.is_plain:
        return []
    hrefs: list[str] = []
    for line in _linked_lines(view, marker):
        hrefs += view.page.hrefs[line.hrefs[0] : line.hrefs[1]]
    return [link for link in links.all(hrefs) if attachment(link) is None]


def _opens_related(view: View, index: int) -> bool:
    role = view.roles[index]
    return role == "related" or (role is LINK and len(view.lines[index].text) <= 40 and furniture_kind(view.lines[index].text) == "related")


def _linked_lines(view: View, marker: int) -> Iterator[Line]:
    for index in range(marker + 1, min(len(view.lines), marker + 120)):
        line = view.lines[index]
        if index in view.dates and line.hrefs[0] == line.hrefs[1]:
            continue
        if line.in_landmark or 5 * line.link_chars < 2 * len(line.text) or line.hrefs[0] == line.hrefs[1]:
            return
        yield line


def attached_files(view: View, links: Links) -> list[Attachment]:
    """Return the files that the article links to."""
    article = view.article()
    start = 0 if view.title is None else view.title
    hrefs: list[str] = []
    for line in view.lines[start : view.end]:
        if line.block in article and not line.in_landmark:
            hrefs += view.page.hrefs[line.hrefs[0] : line.hrefs[1]]
    files = (attachment(file_url(link)) for link in links.all(hrefs))
    return list({file.url: file for file in files if file is not None}.values())
