"""What each line of a page is: prose, a link, a table or one of the kinds of furniture."""

from __future__ import annotations

from extractors.pages.dateline import LONGEST, DateLine, read_date_line
from extractors.pages.furniture import furniture_kind, is_view_label, may_open_furniture, view_count
from extractors.pages.lines import Line

LINK, PROSE, TEXT, TABLE, LANDMARK = "link", "prose", "text", "table", "landmark"
"""Roles of lines; the others are the kinds of furniture and ``views``."""

ENDS = frozenset(("related", "comments", "footer", "counter"))
"""Roles of lines that end an article."""

_FINAL = ".!?…;:,”\"')"
_LONG = 250
_SENTENCE = 60
_LONGEST_WORDS = 40
"""Code points for a word, on average, above which a text is no prose."""
_VIEW_HINTS = ("xem", "đọc", "XEM", "ĐỌC", "view", "View", "VIEW", "Xem", "hits", "Hits")
"""One of these is in every line that counts views; asked first because it is quick."""
_DATED_ROLES = frozenset(("text", "views", "tools", "sidebar", "related", "attachments", "comments"))


def role_of(line: Line) -> str:
    """Return what one line is by its own words and markup."""
    if line.table is not None:
        return LANDMARK if line.in_landmark else TABLE
    if line.is_menu:
        return LANDMARK if line.in_landmark else LINK
    text = line.text
    length = len(text)
    if 5 * line.link_chars >= 3 * length:
        return LINK
    if line.in_landmark:
        return LANDMARK
    if length >= _LONG and text.count(" ") * _LONGEST_WORDS < length:
        return TEXT  # no words: digits, a hash, rubbish
    if length >= _LONG and not may_open_furniture(text):
        return PROSE
    if length <= 160 and any(map(text.__contains__, _VIEW_HINTS)) and (view_count(text) is not None or is_view_label(text)):
        return "views"
    kind = furniture_kind(text)
    if kind is not None:
        return kind
    if length >= _LONG or (length >= _SENTENCE and text[-1] in _FINAL):
        return PROSE
    return TEXT


def find_date_lines(lines: list[Line], roles: list[str]) -> dict[int, DateLine]:
    """Return the lines that are about a date, by their place."""
    found = {}
    for index, role in enumerate(roles):
        if role not in _DATED_ROLES:
            continue
        text = lines[index].text
        if len(text) <= LONGEST and ("20" in text or "19" in text):
            date_line = read_date_line(text)
            if date_line is not None:
                found[index] = date_line
    return found
