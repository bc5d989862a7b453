"""The same site with the article addresses of other portal software: many spellings of each, print views, ways back.

Every page links to an article in a spelling of its own, and the article's page to its print view.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from html import escape

from tests.site.build import Response, Site
from tests.site.source import SECTIONS, ArticleSource


@dataclass(frozen=True, slots=True)
class Portal:
    """How a portal spells the address of an article; the first spelling is the one it links to as a rule, the last is the print view.

    ``is_numbered``: the address gives the article's number by a name that leaves no doubt.
    """

    name: str
    spellings: tuple[str, ...]
    is_numbered: bool = False

    def addresses(self, article: ArticleSource) -> list[str]:
        """All spellings of an article's address: path and query."""
        fields = {"section": article.section, "tab": 80 + list(SECTIONS).index(article.section), "id": article.id, "slug": article.slug.lower()}
        return [s.format(**fields, year=article.published_on.year, month=f"{article.published_on.month:02}") for s in self.spellings]


PORTALS = (
    Portal(
        "dotnetnuke",
        (
            "/{section}/tabid/{tab}/articleid/{id}/Default.aspx",
            "/Default.aspx?tabid={tab}&ArticleID={id}",
            "/Home/tabid/36/articleId/{id}/language/vi-VN/default.aspx",
            "/{section}/tabid/{tab}/ctl/ArticleView/mid/412/articleid/{id}/Default.aspx",
            "/{section}/tabid/{tab}/articleid/{id}/Default.aspx?dnnprintmode=true&mid=412&SkinSrc=%5bG%5dSkins%2fin",
        ),
        is_numbered=True,
    ),
    Portal(
        "sharepoint",
        (
            "/Pages/chi-tiet.aspx?ItemID={id}&l={section}",
            "/pages/Chi-Tiet.aspx?l={section}&itemid={id}",
            "/Pages/chi-tiet.aspx?ItemID={id}&l={section}&Source=%2FPages%2F{section}.aspx",
            "/Pages/chi-tiet.aspx?ItemID={id}&l={section}&isPrint=true",
        ),
    ),
    Portal(
        "liferay",
        (
            "/{section}/-/asset_publisher/x{tab}Y/content/{slug}-{year}{month}x{id}y",
            "/web/guest/trang-chu/-/asset_publisher/Q1w2/content/{slug}-{year}{month}x{id}y",
            "/{section}/-/asset_publisher/x{tab}Y/content/{slug}-{year}{month}x{id}y;jsessionid=0A1B2C?inheritRedirect=false&redirect=%2F{section}",
            "/{section}/-/asset_publisher/x{tab}Y/content/{slug}-{year}{month}x{id}y?p_p_auth=a{id}",
            "/{section}/-/asset_publisher/x{tab}Y/content/{slug}-{year}{month}x{id}y/pop_up?_101_INSTANCE_x_viewMode=print&p_p_state=pop_up",
        ),
    ),
    Portal("parameter", ("/xem-tin.aspx?newsid={id}", "/Tin.aspx?l={section}&NewsID={id}", "/xem-tin.aspx?newsid={id}&print=1"), is_numbered=True),
    Portal(
        "dated",
        (
            "/{year}/{month}/{slug}-{id}x.html",
            "/{year}/{month}/{slug}-{id}x.html?replytocom=3",
            "/{year}/{month}/{slug}-{id}x.html?share=zalo",
            "/{year}/{month}/{slug}-{id}x.html?amp=1",
        ),
    ),
)


def in_portal(site: Site, portal: Portal) -> Site:
    """The site with the articles at the portal's addresses; one of another path, or of a made-up number, is as it was."""
    addresses = {path: portal.addresses(article) for article in site.articles for path in [site.article_paths()[article.id]]}
    link = re.compile(f'"((?:http://[a-z.]*dantoc.example)?)({"|".join(map(re.escape, sorted(addresses, key=len, reverse=True)))})"')
    loc = re.compile(f"<loc>([^<]*?)({'|'.join(map(re.escape, sorted(addresses, key=len, reverse=True)))})</loc>")
    moved = Site(site.template, site.articles, site.not_found)
    answers: dict[str, Response] = {}
    for path, response in site.items():
        if not response.headers.get("Content-Type", "").startswith(("text/html", "application/xml")):
            moved[path] = response
            continue
        text = link.sub(lambda found, page=path: f'"{found[1]}{escape(_spelt(addresses[found[2]], page))}"', response.body.decode())
        text = loc.sub(lambda found: f"<loc>{found[1]}{escape(addresses[found[2]][0])}</loc>", text)
        own = addresses.get(path)
        if own is None:
            moved[path] = replace(response, body=text.encode())
            continue
        changed = replace(response, body=re.sub(r"(?i)(?=</body>)", f'<a href="{escape(own[-1])}">In bài viết</a>', text, count=1).encode())
        moved[own[0]] = changed
        answers |= {spelling.lower(): changed for spelling in own}
    moved.rules = (*site.rules, lambda path: answers.get(path.lower()))
    return moved


def _spelt(addresses: list[str], page: str) -> str:
    """The spelling that a page uses: always the same one, other pages other ones."""
    return addresses[zlib.crc32(f"{page} {addresses[0]}".encode()) % (len(addresses) - 1)]
