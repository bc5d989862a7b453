"""A whole site as responses by path: what the server serves and the archive records.

``build_site`` first lets each difficulty add its pages and links to a :class:`Plan`,
then writes the ordinary pages. A difficulty is a function of the plan: redirects and
duplicates are here; further traps, faults and charsets are further functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from tests.site import files
from tests.site.render import (
    ALIAS_URL,
    BASE_URL,
    TEMPLATES,
    Link,
    SiteState,
    Template,
    page_count,
    picture_path,
    render,
    render_home,
    render_listing,
    render_not_found,
    render_sitemap,
    render_soft_404,
)
from tests.site.source import SECTIONS, ArticleSource, Picture

HTML: Final = "text/html; charset=utf-8"
SITEMAP = "/so-do-trang"
DISALLOWED = ("/tim-kiem", "/in-bai", "/quan-tri/")
"""What robots.txt forbids; pages link to the first two."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of the site; header names in their usual case, ``body`` as sent."""

    status: int
    headers: dict[str, str]
    body: bytes


Rule = Callable[[str], Response | None]
"""Answers paths with query that nobody could list: there are endlessly many."""


class Site(dict[str, Response]):
    """Responses by path with query; ``not_found`` answers every other path."""

    def __init__(self, template: str, articles: Sequence[ArticleSource], not_found: Response) -> None:
        super().__init__()
        self.template = template
        self.articles = tuple(articles)
        self.not_found = not_found
        self.rules: tuple[Rule, ...] = ()

    def get(self, path: str, default: Any = None) -> Any:
        """The response of a path; the first rule that knows it answers for a path that has none."""
        found = super().get(path)
        return found if found is not None else next((r for rule in self.rules if (r := rule(path)) is not None), default)

    def article_paths(self) -> dict[int, str]:
        """Each article's id and its canonical path."""
        return {a.id: TEMPLATES[self.template].path_of(a) for a in self.articles}


@dataclass(slots=True)
class Plan:
    """A site while it is planned: difficulties add responses, and links that the home page shows."""

    template: Template
    state: SiteState
    responses: dict[str, Response] = field(default_factory=dict)
    home_links: list[Link] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def page_of(self, article: ArticleSource) -> Response:
        """The article's page as the site answers it."""
        return html(render(self.template.name, article, self.state), article.published_on)


Difficulty = Callable[[Plan], None]


def redirects(plan: Plan) -> None:
    """An address of the old CMS that moved for good, and a section that moved for a time."""
    article = plan.state.newest()[-1]
    moved = f"/Default.aspx?tabid=12&id={article.id}"
    plan.responses[moved] = redirect(301, plan.template.path_of(article))
    plan.responses["/tin-moi"] = redirect(302, plan.template.listing_path(article.section))
    plan.home_links += [Link(article.title, moved), Link("Tin mới", "/tin-moi")]


def missing_pages(plan: Plan) -> None:
    """Links to articles that are gone: one answers 404, one says so with status 200."""
    gone, empty = "/tin-chuyen-nganh/Ke-hoach-cong-tac-nam-2016-7", "/tin-chuyen-nganh/Lich-tiep-cong-dan-9"
    plan.home_links += [Link("Kế hoạch công tác năm 2016", gone), Link("Lịch tiếp công dân", empty)]
    plan.responses[empty] = html(render_soft_404(plan.template.name, plan.state))


def alias_host(plan: Plan) -> None:
    """The newest article under the site's second name."""
    article = plan.state.newest()[0]
    plan.home_links.append(Link(article.title, ALIAS_URL + plan.template.path_of(article)))


def slug_duplicate(plan: Plan) -> None:
    """An article under the slug of its title before it was corrected: the CMS looks at the number alone."""
    article = plan.state.newest()[len(plan.state.articles) // 2]
    path = plan.template.path_of(replace(article, title=f"Tin {article.title}"))
    plan.responses[path] = plan.page_of(article)
    plan.home_links.append(Link(article.title, path))


def session_id(plan: Plan) -> None:
    """An article with a session id in its address."""
    article = plan.state.newest()[len(plan.state.articles) // 3]
    path = plan.template.path_of(article) + "?PHPSESSID=5f1c0a9be2d34770"
    plan.responses[path] = plan.page_of(article)
    plan.home_links.append(Link(article.title, path))


DIFFICULTIES: tuple[Difficulty, ...] = (redirects, missing_pages, alias_host, slug_duplicate, session_id)
"""What every real site has; the default of :func:`build_site`."""


def build_site(
    template: str,
    articles: Sequence[ArticleSource],
    difficulties: Sequence[Difficulty] = DIFFICULTIES,
    retrieved_at: datetime = datetime(2024, 11, 20, 2, 0, tzinfo=UTC),
) -> Site:
    """Every page, file, robots.txt and sitemap.xml of a site with these articles.

    ``articles`` must not be empty; raises ``KeyError`` for an unknown template.
    """
    plan = Plan(TEMPLATES[template], SiteState(retrieved_at=retrieved_at, articles=tuple(articles)))
    for difficulty in difficulties:
        difficulty(plan)
    state = replace(plan.state, home_links=tuple(plan.home_links))
    site = Site(template, articles, html(render_not_found(template, state), status=404))
    site |= plan.responses
    site.rules = tuple(plan.rules)
    _add_pages(site, plan.template, state)
    _add_files(site, state)
    site |= {path: plan.responses[path] for path in ("/robots.txt", "/sitemap.xml") if path in plan.responses}
    return site


def html(text: str, modified: date | None = None, status: int = 200) -> Response:
    """A page in UTF-8; ``modified`` becomes its Last-Modified."""
    headers = {"Content-Type": HTML}
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    return Response(status, headers, text.encode())


def redirect(status: int, target: str) -> Response:
    """A redirect to a path or URL."""
    body = f'<html><head><title>Object moved</title></head><body><h2>Object moved to <a href="{escape(target)}">here</a>.</h2></body></html>'
    return Response(status, {"Content-Type": HTML, "Location": target}, body.encode())


def http_date(day: date) -> str:
    """Midnight of the day as HTTP writes it."""
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _add_pages(site: Site, template: Template, state: SiteState) -> None:
    name = template.name
    newest = state.newest()[0].published_on
    site["/"] = html(render_home(name, state), newest)
    site[SITEMAP] = html(render_sitemap(name, state), newest)
    for section in SECTIONS:
        for page in range(1, page_count(name, section, state) + 1):
            site[template.listing_path(section, page)] = html(render_listing(name, section, page, state))
    for article in state.articles:
        site[template.path_of(article)] = html(render(name, article, state), article.published_on)


def _add_files(site: Site, state: SiteState) -> None:
    site["/robots.txt"] = Response(200, {"Content-Type": "text/plain"}, robots_txt().encode())
    site["/sitemap.xml"] = Response(200, {"Content-Type": "application/xml"}, _sitemap_xml(site, state).encode())
    for article in state.articles:
        for path in article.files:
            site[path] = _file(files.attachment(path, article.title), path, article)
        for block in article.blocks:
            if isinstance(block, Picture):
                path = picture_path(article, block)
                site[path] = _file(files.PICTURE, path, article)


def _file(body: bytes, path: str, article: ArticleSource) -> Response:
    return Response(200, {"Content-Type": files.media_type(path), "Last-Modified": http_date(article.published_on)}, body)


def robots_txt() -> str:
    """What the site asks of crawlers."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED), "", f"Sitemap: {BASE_URL}/sitemap.xml", ""]
    return "\n".join(lines)


def _sitemap_xml(site: Site, state: SiteState) -> str:
    paths = site.article_paths()
    entries = (
        f"<url><loc>{escape(BASE_URL + paths[a.id])}</loc><lastmod>{a.published_on.isoformat()}</lastmod></url>\n" for a in state.newest()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(entries)}</urlset>\n'
