"""The pages of a department's site in one of several templates, as a real CMS writes them.

Every template dresses the same content with the same furniture (banner, weekday clock
of the day of retrieval, date line, author, ``Số lượt xem``, related list, sidebar,
footer, visitor counters) in its own markup; ``README.md`` tells how they differ.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.site import markup
from tests.site.source import SECTIONS, ArticleSource, DataTable, Paragraph, Picture

BASE_URL = "http://dantoc.example"
"""Stands for the site's own address in rendered pages; the server puts the real one in its place."""
ALIAS_URL = "http://www.dantoc.example"
"""The same for the second name the site answers to."""

RELATED = 5
SIDEBAR = 4
_WEEKDAYS = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a page shows it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Template:
    """A CMS: its folder of pages, its URLs and the way it writes paragraphs.

    ``article_path`` takes ``section``, ``slug`` and ``id``; ``page_path`` takes
    ``section`` and ``page`` (from 2). ``numbered`` tells whether listings link every
    page or only the next and the previous one.
    """

    name: str
    write: Callable[[Paragraph, Random], Markup]
    page_path: str
    page_size: int
    numbered: bool = True
    article_path: str = "/{section}/{slug}-{id}"

    def path_of(self, article: ArticleSource) -> str:
        return self.article_path.format(section=article.section, slug=article.slug, id=article.id)

    def listing_path(self, section: str, page: int = 1) -> str:
        return f"/{section}" if page == 1 else self.page_path.format(section=section, page=page)


TEMPLATES: dict[str, Template] = {
    t.name: t
    for t in (
        Template("portal", markup.clean, "/{section}?page={page}", 8),
        Template("tables2005", markup.old, "/{section}/trang-{page}", 10),
        Template("html5", markup.clean, "/{section}?p={page}", 6, numbered=False),
        Template("wordpressish", markup.word_debris, "/{section}/page/{page}/", 5),
    )
}


@dataclass(frozen=True, kw_only=True)
class SiteState:
    """What a page depends on besides its article: the moment and the site's other articles.

    ``articles`` are those published at that moment, in any order. ``home_links`` are
    shown on the home page; ``base_url`` is written where a CMS writes absolute URLs.
    """

    retrieved_at: datetime
    articles: Sequence[ArticleSource]
    base_url: str = BASE_URL
    home_links: Sequence[Link] = field(default_factory=tuple)

    @property
    def clock(self) -> str:
        """The header's clock: the day of retrieval, as ``Thứ 5, ngày 24 tháng 6 năm 2021``."""
        day = self.retrieved_at
        return f"{_WEEKDAYS[day.weekday()]}, ngày {day.day} tháng {day.month} năm {day.year}"

    @property
    def visitors(self) -> int:
        """The visitor counter, which rises with the days."""
        return 391_207 + 431 * (self.retrieved_at.date() - date(2016, 1, 1)).days

    @property
    def online(self) -> int:
        """The counter of visitors at this moment."""
        return 12 + self.retrieved_at.day * 3

    def newest(self, section: str | None = None) -> Sequence[ArticleSource]:
        """Articles, of one section if given, newest first."""
        return self._newest.get(section, ())

    def related_to(self, article: ArticleSource) -> Sequence[ArticleSource]:
        """The articles it names as related, else the ones before it in its section, at most five."""
        if article.related:
            return [self._by_id[i] for i in article.related if i in self._by_id]
        section = self.newest(article.section)
        first = bisect_right(section, _age(article), key=_age)
        return section[first : first + RELATED]

    @cached_property
    def _by_id(self) -> dict[int, ArticleSource]:
        return {a.id: a for a in self.articles}

    @cached_property
    def _newest(self) -> dict[str | None, Sequence[ArticleSource]]:
        ordered: dict[str | None, list[ArticleSource]] = {None: sorted(self.articles, key=_age)}
        for article in ordered[None]:
            ordered.setdefault(article.section, []).append(article)
        return dict(ordered)


def _age(article: ArticleSource) -> tuple[int, int]:
    """Smaller for newer articles."""
    return -article.published_on.toordinal(), -article.id


def render(template: str, article: ArticleSource, state: SiteState) -> str:
    """An article's page. Raises ``KeyError`` for an unknown template."""
    return _page(template, "article", state, article=article, related=state.related_to(article))


def render_home(template: str, state: SiteState) -> str:
    """The home page: the newest articles of each section."""
    return _page(template, "home", state)


def render_listing(template: str, section: str, page: int, state: SiteState) -> str:
    """Page ``page`` (from 1) of a section. Raises ``IndexError`` beyond the last page."""
    cms = TEMPLATES[template]
    articles = state.newest(section)
    pages = page_count(template, section, state)
    if not 1 <= page <= pages:
        raise IndexError(f"{section} has {pages} pages, not {page}")
    shown = articles[(page - 1) * cms.page_size : page * cms.page_size]
    return _page(template, "listing", state, section=section, shown=shown, page=page, pages=pages)


def page_count(template: str, section: str, state: SiteState) -> int:
    """How many listing pages a section has; an empty section has one."""
    return max(1, -(-len(state.newest(section)) // TEMPLATES[template].page_size))


def render_sitemap(template: str, state: SiteState) -> str:
    """The sitemap for people: every section and article."""
    return _page(template, "sitemap", state)


def render_soft_404(template: str, state: SiteState) -> str:
    """An error page in the site's dress that is sent with status 200."""
    return _page(template, "soft_404", state)


def render_not_found(template: str, state: SiteState) -> str:
    """The page sent with status 404."""
    return _page(template, "not_found", state)


def day(value: date) -> str:
    """The site's date line: ``16-7-2019``."""
    return f"{value.day}-{value.month}-{value.year}"


def teaser(article: ArticleSource, length: int = 170) -> str:
    """The first words of the body, as listings show them."""
    text = article.paragraphs[0] if article.paragraphs else ""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "..."


def picture_path(article: ArticleSource, picture: Picture) -> str:
    """Path of the picture's file."""
    number = [b for b in article.blocks if isinstance(b, Picture)].index(picture) + 1
    return f"/Upload/Images/{article.published_on.year}/{article.id}-{number}.gif"


def _page(template: str, kind: str, state: SiteState, **values: Any) -> str:
    cms = TEMPLATES[template]
    chance = Random(f"{template}/{values['article'].id if 'article' in values else kind}")

    def write(paragraph: Paragraph) -> Markup:
        return cms.write(paragraph, chance)

    return _environment().get_template(f"{template}/{kind}.html").render(site=state, cms=cms, write=write, sections=SECTIONS, SIDEBAR=SIDEBAR, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, teaser=teaser)
    environment.globals["picture_path"] = picture_path
    environment.tests.update(
        paragraph=lambda block: isinstance(block, Paragraph),
        picture=lambda block: isinstance(block, Picture),
        data_table=lambda block: isinstance(block, DataTable),
    )
    return environment
