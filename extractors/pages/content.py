"""What a reader finds on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extractors.records import Attachment, Table


@dataclass(slots=True, kw_only=True)
class ArticleContent:
    """The parts of one article, without the page's furniture.

    All text is NFC on single spaces. A paragraph's lines are joined by a line feed. ``links``
    holds every absolute link of the page once, in page order; ``stated_url`` the
    address that the page says is its own, ``post_backs`` how many pages a pager has that no address
    leads to; ``issues`` codes of
    ``records.ARTICLE_ISSUES`` that the page itself shows; ``template`` the known template.
    """

    title: str
    published_on: date | None = None
    author: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    view_count: int | None = None
    related_urls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stated_url: str | None = None
    post_backs: int = 0
    template: str | None = None
    issues: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NotArticle:
    """A page without an article: an outcome of ``records.OUTCOMES``, why, and its links."""

    outcome: str
    reason: str
    links: list[str] = field(default_factory=list)
    stated_url: str | None = None
    post_backs: int = 0
