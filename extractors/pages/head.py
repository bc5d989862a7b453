"""What stands around the body and tells of the article: title, date, author and views."""

from __future__ import annotations

from datetime import date

from extractors.pages.captions import reads_as_caption
from extractors.pages.dateline import DateLine, labelled_author, signature
from extractors.pages.furniture import is_view_label, lowered, view_count, word_lists
from extractors.pages.lines import alignment
from extractors.pages.roles import LANDMARK, PROSE, TEXT
from extractors.pages.view import SITE_NAMES, View


def title_text(view: View) -> str:
    """Return the title as shown, else as the page says of itself, else an empty string."""
    if view.title is None:
        return view.page.meta_title or _own_title(view.page.title_tag)
    line = view.lines[view.title]
    if not line.heading:
        return line.text
    around = view.lines[max(0, view.title - 5) : view.title + 6]
    return " ".join(other.text for other in around if other.paragraph == line.paragraph and other.heading == line.heading)


def _own_title(tag: str | None) -> str:
    """The title element without the site's name behind it; nothing where it is only a site's name."""
    if tag is None:
        return ""
    for separator in (" | ", " – ", " » ", " :: ", " - "):
        head, found, _ = tag.partition(separator)
        if found and len(head) >= 20:
            tag = head
            break
    return "" if tag.lower().startswith(SITE_NAMES) or len(tag) < 20 else tag


def find_published_on(view: View) -> tuple[int | None, date | None]:
    """The date line by place and label: below the title, labelled, above it, below the body; else the metadata."""
    title = view.title
    best: tuple[float, int] | None = None
    for index, found in view.dates.items():
        score = _date_score(view, index, found, title)
        if score > 0 and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        return best[1], view.dates[best[1]].day
    return None, view.page.meta_date


def _date_score(view: View, index: int, found: DateLine, title: int | None) -> float:
    label = {"posted": 3.0, None: 0.0, "updated": -1.0}[found.label]
    if view.is_clock(index):
        return -1
    if title is None:
        near = 0 <= view.first_prose - index <= 4
        return (4 + label if near else label - 1 if index <= view.end else -1) - (6 if found.has_weekday and found.label is None else 0)
    if title < index <= title + 5 and index <= view.first_prose:
        return 10 + label - 0.5 * (index - title) - (1.5 if found.has_weekday else 0)
    if index <= view.end + 3 and index > title and found.label is not None:
        return 4 + label
    if title - 2 <= index < title and not found.has_weekday:
        return 5 + label
    if view.last_prose < index <= view.end and found.is_bare and not found.has_weekday:
        return 2 + label
    return -1


def find_author(view: View, date_index: int | None) -> tuple[int | None, str | None]:
    """Return the line that names the author and the name: beside the date, labelled, or signed below the body."""
    if date_index is not None and (byline := view.dates[date_index].byline) is not None:
        return None, byline
    start = 0 if view.title is None else view.title + 1
    stop = min(len(view.lines), view.end + 4)
    for index in range(start, stop):
        if view.roles[index] in (TEXT, "tools", PROSE) and index not in view.dates:
            author = labelled_author(view.lines[index].text)
            if author is not None:
                return index, author
    for index in range(min(view.end, len(view.lines)) - 1, max(view.last_prose, start - 1), -1):
        if view.roles[index] is not TEXT or index in view.dates or not _in_article(view, index):
            continue
        line = view.lines[index]
        if line.is_caption or line.after_image or reads_as_caption(line.text) or is_source(line.text):
            continue
        author = signature(line.text, at_right=alignment(line) == "right")
        return (index, author) if author is not None else (None, None)
    return None, None


def _in_article(view: View, index: int) -> bool:
    return view.lines[index].block in view.article()


def is_source(text: str) -> bool:
    """Tell whether a line only says where the text was taken from."""
    starts = word_lists()["source"].starts
    return len(text) <= 90 and ":" in text[:20] and starts is not None and starts.match(lowered(text)) is not None


def find_views(view: View) -> int | None:
    """The article's own counter: the first below the title, else just above it."""
    title = view.title if view.title is not None else 0
    below = range(title, min(len(view.lines), max(view.end + 8, title + 4)))
    above = range(title - 1, max(-1, title - 4), -1)
    for index in (*below, *above):
        if view.roles[index] not in ("views", LANDMARK) and index not in view.dates:
            continue
        text = view.lines[index].text
        count = view_count(text)
        if count is None and is_view_label(text) and index + 1 < len(view.lines):
            count = view_count("lượt xem: " + view.lines[index + 1].text[:20])
        if count is not None:
            return count
    return None
