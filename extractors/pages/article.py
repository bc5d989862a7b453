"""The article among the lines of a page, whatever the layout.

The body is where the prose is: the smallest container that holds most of it. The title is
sought above it by heading, by what the page says of itself and by the date line below; date,
author and view counter by their words and their place; the end by the words that open what
comes after an article. Plain text is the same with one container.
"""

from __future__ import annotations

from extractors.pages.body import join_paragraphs, read_parts
from extractors.pages.content import ArticleContent, NotArticle
from extractors.pages.head import find_author, find_published_on, find_views, title_text
from extractors.pages.lines import Page
from extractors.pages.links import Links
from extractors.pages.outcome import other_kind
from extractors.pages.related import attached_files, related_urls
from extractors.pages.view import View


def read_article(page: Page, url: str) -> ArticleContent | NotArticle:
    """Return the article that a page's lines hold, or what the page is instead."""
    links = Links(url, page.base_href)
    content = _read(page, links, [] if page.is_plain else links.all([*page.hrefs, *page.further_links]))
    content.post_backs = page.post_backs
    content.stated_url = links.absolute(page.stated_href) if page.stated_href else None
    return content


def _read(page: Page, links: Links, all_links: list[str]) -> ArticleContent | NotArticle:
    if not page.lines:
        # frames, a page that sends its reader on, pictures that are links
        kind = ("listing", f"no text, but {len(all_links)} links") if all_links else ("error", "empty page")
        return NotArticle(outcome=kind[0], reason=kind[1], links=all_links)
    view = View(page, links)
    other = other_kind(view)
    if other is not None:
        return NotArticle(outcome=other[0], reason=other[1], links=all_links)
    content = _compose(view, links)
    content.links = all_links
    return content


def _compose(view: View, links: Links) -> ArticleContent:
    title = title_text(view)
    date_index, published_on = find_published_on(view)
    author_index, author = find_author(view, date_index)
    parts = read_parts(view, {date_index, author_index})
    content = ArticleContent(
        title=title,
        published_on=published_on,
        author=author,
        paragraphs=join_paragraphs(parts.body, view.page.is_plain),
        captions=parts.captions,
        tables=parts.tables,
        view_count=find_views(view),
        related_urls=related_urls(view, links),
        attachments=attached_files(view, links),
        template=view.template,
    )
    if published_on is None:
        content.issues.append("no_date")
    if not content.paragraphs:
        content.issues.append("empty_body")
    if parts.has_cut_table:
        content.issues.append("truncated_table")
    if not title:
        content.issues.append("no_title")
    return content
