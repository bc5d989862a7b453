"""Pages of about 60 KB to measure by: an ordinary one, mostly furniture, and one that is all article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from extractors import Page
from tests.site import SiteState, load_articles, render
from tests.site.source import SECTIONS, ArticleSource, Paragraph, Run

PAGE_BYTES = 60_000
ORDINARY_ARTICLE = Path(__file__).with_name("article.txt")
"""The text of an article as long and as dense in findings as departments' articles are."""
_AT = datetime(2024, 12, 31, tzinfo=UTC)


def large_page() -> Page:
    """The articles of the test site in one page, with their pictures and tables: nothing but article."""
    articles = list(load_articles())
    state = SiteState(retrieved_at=_AT, articles=articles)
    article = replace(articles[0], blocks=())
    for more in articles:
        article = replace(article, blocks=article.blocks + more.blocks)
        body = render("portal", article, state)
        if len(body.encode()) >= PAGE_BYTES:
            break
    return _page(body, article)


def portal_page() -> Page:
    """The ordinary article in a usual portal page: the rest is script, style, menus, teasers, boxes and comments."""
    articles = list(load_articles())
    paragraphs = tuple(Paragraph((Run(words),)) for words in ORDINARY_ARTICLE.read_text(encoding="utf-8").strip().split("\n\n"))
    article = replace(articles[0], blocks=paragraphs)
    body = render("portal", article, SiteState(retrieved_at=_AT, articles=articles))
    body = body.replace("</head>", _head() + "</head>", 1).replace('<div id="main">', _menu(articles) + '<div id="main">', 1)
    boxes, number = "", 0
    while len((body + boxes).encode()) < PAGE_BYTES - 600:
        boxes += _box(number, articles[5 * number : 5 * number + 5])
        number += 1
    return _page(body.replace('<div class="col-right">', f'<div class="col-right">{boxes}', 1), article)


def _page(body: str, article: ArticleSource) -> Page:
    url = f"http://dantoc.example/tin-chuyen-nganh/Tong-hop-{article.id}"
    return Page(url=url, body=body.encode(), content_type="text/html; charset=utf-8", retrieved_at=_AT)


def _head() -> str:
    sheets = "".join(f'<link rel="stylesheet" href="/Portals/0/Skins/tinh/css/part{n}.css?v=3.{n}" type="text/css" />\n' for n in range(9))
    metas = "".join(f'<meta name="{name}" content="Trang thông tin điện tử" />\n' for name in ("description", "keywords", "author", "og:site_name"))
    rules = "".join(f".module-{n} .title {{ color: #0{n % 10}5a9c; padding: {n % 7}px 10px; background: url(/img/b{n}.png) no-repeat; }}\n" for n in range(40))
    calls = "".join(f'  jQuery("#slider_{n}").cycle({{ fx: "fade", speed: {300 + n}, timeout: 5000, pause: 1, next: "#next_{n}" }});\n' for n in range(60))
    return f'{sheets}{metas}<style type="text/css">\n{rules}</style>\n<script type="text/javascript">\n$(function () {{\n{calls}}});\n</script>\n'


def _menu(articles: list[ArticleSource]) -> str:
    entries = ""
    for slug, name in SECTIONS.items():
        inner = "".join(
            f'<li id="menu-{slug}-{n}" class="menu-item level-2"><a href="/{slug}/chuyen-muc-{n}" class="sub" title="{escape(name)}">'
            f"<span>Chuyên mục {n} {escape(name)}</span></a></li>\n"
            for n in range(6)
        )
        entries += f'<li class="menu-item level-1"><a href="/{slug}" class="top"><span>{escape(name)}</span></a>'
        entries += f'<ul class="sub-menu" style="width: 220px;">\n{inner}</ul></li>\n'
    ticker = "".join(f'<span class="tick"><a href="/{a.section}/{a.slug}-{a.id}">{escape(a.title)}</a></span>\n' for a in articles[-6:])
    menu = f'<!-- menu chính --><div class="nav-wrap"><ul class="menu" id="menu-main">\n{entries}</ul></div><!-- /menu chính -->\n'
    return menu + f'<div class="ticker">{ticker}</div>\n'


def _box(number: int, articles: list[ArticleSource]) -> str:
    items = "".join(
        f'<div class="item clearfix" style="margin: 0 0 8px 0;"><div class="thumb"><a href="/{a.section}/{a.slug}-{a.id}" title="{escape(a.title)}">'
        f'<img src="/Upload/Thumbs/{a.id}.jpg" alt="{escape(a.title)}" width="90" height="60" /></a></div>\n'
        f'<div class="info"><a class="tieude" href="/{a.section}/{a.slug}-{a.id}">{escape(a.title)}</a> '
        f'<span class="ngay">({a.published_on:%d/%m/%Y})</span></div></div>\n'
        for a in articles
    )
    script = f'<script type="text/javascript">new Marquee("box_{number}", {{ speed: 40, step: 1, height: 220, direction: "up" }});</script>\n'
    head = f'<!-- khối {number} --><div class="module" id="box_{number}"><h3 class="title"><span>TIN MỚI {number}</span></h3>'
    return head + f'<div class="body">\n{items}</div></div>\n{script}'
