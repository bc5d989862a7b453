"""Articles that no listing shows: named by a sitemap, a feed or a related list alone, and links in many spellings.

Each function takes a plan; the orphans are rendered with the plan's template.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace

from tests.site.build import Plan, Response, html, robots_txt
from tests.site.generate import generate
from tests.site.render import BASE_URL, Link, SiteState, render
from tests.site.source import ArticleSource

ORPHANS: Sequence[ArticleSource] = [replace(a, id=a.id + 50_000) for a in generate(8, seed=99)]
"""Two each: in a nested gzipped sitemap, in a sitemap sent as HTML, in a feed, in the related list of an orphan."""


def orphans(plan: Plan) -> None:
    """robots.txt names an index; it leads to a gzipped index, to a sitemap of the wrong type and to itself."""
    paths = [plan.template.path_of(a) for a in ORPHANS]
    state = SiteState(retrieved_at=plan.state.retrieved_at, articles=(*plan.state.articles, *ORPHANS))
    for number, article in enumerate(ORPHANS):
        related = tuple(a.id for a in ORPHANS[6:]) if number == 0 else (plan.state.newest()[0].id,)
        plan.responses[paths[number]] = html(render(plan.template.name, replace(article, related=related), state), article.published_on)
    plan.responses |= {
        "/robots.txt": Response(200, {"Content-Type": "text/plain"}, robots_txt().replace("/sitemap.xml", "/sitemap_index.xml").encode()),
        "/sitemap_index.xml": _xml("sitemapindex", ["/sitemap_index.xml", "/sitemap-cu.xml.gz", "/sitemap-moi.xml"]),
        "/sitemap-cu.xml.gz": _zipped(_xml("sitemapindex", ["/sitemap-rat-cu.xml.gz"])),
        "/sitemap-rat-cu.xml.gz": _zipped(_xml("urlset", paths[0:2])),
        "/sitemap-moi.xml": replace(_xml("urlset", paths[2:4]), headers={"Content-Type": "text/html"}),
        "/tin.rss": _hostless(_xml("rss", paths[4:6], "link"), "application/rss+xml"),
        "/rss": html('<html><head><link rel="alternate" type="application/rss+xml" href="/tin.rss"></head><body><h1>Tin RSS</h1></body></html>'),
    }
    plan.home_links.append(Link("RSS", "/rss"))


def spellings(plan: Plan) -> None:
    """The home page links the same three articles in every way that the address of an article can be written; case means nothing."""
    pages = {plan.template.path_of(a).upper(): plan.page_of(a) for a in plan.state.newest()[:3]}
    plan.rules.append(lambda path: pages.get(path.upper()))
    for article in plan.state.newest()[:3]:
        path = plan.template.path_of(article)
        section, _, slug = path.lstrip("/").partition("/")
        written = [
            *(path.upper(), f"{path}/", f"//{section}//{slug}".replace("//", "/", 1), f"{path}#binh-luan", f"{path}?utm_source=zalo&fbclid=x", f"{path}.html"),
            *(f"{path};jsessionid=0A1B", f"/(S(abcdefgh12345678)){path}", f"{path}?print=1", f"{path}/in-bai", f"/tin-noi-bat/{slug}", f"/Print/{article.id}"),
            *(path.replace("-", "%2D", 1), f"{path}?PHPSESSID=5f1c0a9be2", f"/{section}/./{slug}", BASE_URL.replace("http:", "https:") + path),
        ]
        plan.home_links += [Link(article.title, href) for href in written]


def _xml(root: str, paths: Sequence[str], tag: str = "loc") -> Response:
    entries = "".join(f"<item><{tag}>{BASE_URL}{path}</{tag}></item>" for path in paths)
    return Response(200, {"Content-Type": "application/xml"}, f'<?xml version="1.0"?><{root}>{entries}</{root}>'.encode())


def _hostless(response: Response, media_type: str) -> Response:
    """The server puts its address into pages and plain XML only, so that others write theirs without a host."""
    return Response(200, {"Content-Type": media_type}, response.body.replace(BASE_URL.encode(), b""))


def _zipped(response: Response) -> Response:
    plain = _hostless(response, "application/x-gzip")
    return replace(plain, body=gzip.compress(plain.body, mtime=0))
