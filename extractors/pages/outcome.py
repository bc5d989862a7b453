"""Pages that are no article: listings, error pages, login pages."""

from __future__ import annotations

import re

from extractors.pages.furniture import lowered, word_lists
from extractors.pages.missing import says_it_is_missing
from extractors.pages.roles import LANDMARK, LINK, PROSE, TABLE, TEXT
from extractors.pages.view import View

_ENDS_IN_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\)?\Z")


def other_kind(view: View) -> tuple[str, str] | None:
    """Return outcome and reason of a page without an article, else None."""
    lines, roles = view.lines, view.roles
    prose = sum(len(line.text) for line, role in zip(lines, roles, strict=True) if role is PROSE)
    if view.mass < 900:
        reason = _error_words(view)
        if reason is not None:
            return reason
    listed = sum(line.links for line, role in zip(lines, roles, strict=True) if role is LINK)
    between = _links_between(view)
    if between >= 3 and 2 * between >= sum(role is PROSE for role in roles[view.first_prose : view.last_prose + 1]):
        return "listing", f"{between} linked headings among the text"
    entries, teasers = _entries(view)
    if entries and 2 * teasers > len(view.prose()) and view.mass < 400 * entries:
        return "listing", f"{entries} links with a teaser"
    has_date = view.title is not None and any(view.title < index <= view.title + 4 and roles[index - 1] is not LINK for index in view.dates)
    has_views = "views" in roles
    if view.title is not None and (has_date or has_views) and not _dated_links(view) >= 3:
        return None
    if prose < 200 and listed >= 5:
        return "listing", f"{listed} links and hardly any text"
    if prose < 600 and listed >= 15 and not has_date:
        return "listing", f"{listed} links and little text"
    if _dated_links(view) >= 3 and prose < 600:
        return "listing", "links with dates"
    has_title, is_plain = view.title is not None, view.page.is_plain
    if view.mass or (has_title and is_plain) or ((has_title or is_plain) and _has_words(view)):
        return None
    return "error", "no article text" if any(line.text for line in lines) else "empty page"


def _has_words(view: View) -> bool:
    return view.is_one_sentence() or any(role is TEXT and len(line.text) >= 30 for line, role in zip(view.lines, view.roles, strict=True))


def _links_between(view: View) -> int:
    """Linked headings between the first and the last prose of the body."""
    lines = view.lines
    return sum(
        max(lines[index].links, lines[index].heading > 0)
        for index in range(view.first_prose, min(view.last_prose, len(lines)))
        if view.roles[index] is LINK and view.in_body(index)
    )


def _entries(view: View) -> tuple[int, int]:
    """Links to elsewhere with a teaser below, and how many of the body's texts are such teasers.

    One entry counts only with its date between or in the link's line; several also without.
    """
    dated: set[int] = set()
    entries: set[int] = set()
    teasers = 0
    for index in view.prose():
        above = index - 1
        while above > max(0, index - 4) and above in view.dates:
            above -= 1
        if above < 0 or view.roles[above] is not LINK or len(view.lines[above].text) < 20 or view.is_self_link(above):
            continue
        teasers += 1
        entries.add(above)
        if above < index - 1 or _ENDS_IN_DATE.search(view.lines[above].text) is not None:
            dated.add(above)
    return len(dated) or (len(entries) if len(entries) > 1 else 0), teasers


def _dated_links(view: View) -> int:
    """Links that have their date below or beside them, as the entries of a listing."""
    return sum(
        view.roles[index - 1] is LINK and len(view.lines[index - 1].text) >= 20 for index, found in view.dates.items() if index > 0 and not found.has_weekday
    )


def _error_words(view: View) -> tuple[str, str] | None:
    """Words of error and login pages in the title or among the few lines of the page's own text."""
    lists = word_lists()
    texts = [text for text in (view.page.title_tag, view.page.meta_title) if text]
    own = (line.text for line, role in zip(view.lines, view.roles, strict=True) if role not in (LINK, LANDMARK, "footer", TABLE))
    texts += [text for text in own if len(text) <= 200]
    is_dated = view.title is not None and any(view.title < index <= view.title + 4 and not found.has_weekday for index, found in view.dates.items())
    for text in texts[:60]:
        low = lowered(text)
        is_told = lists["soft_404"].match(low) and (view.mass < 300 or text is view.page.title_tag)
        if is_told or (not is_dated and view.mass < 300 and says_it_is_missing(low)):
            return "soft_404", f"the page says: {text[:80]}"
    if view.mass < 300 and sum(any(phrase in text.lower() for phrase in lists["login"].contains) for text in texts) >= 2:
        return "error", "login page"
    return None
