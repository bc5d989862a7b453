"""The test site itself: whatever is written in an article is on its page, in every template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from parsel import Selector

from tests.site import DIFFICULTIES, TEMPLATES, ArticleSource, BaseUrl, Site, SiteState, build_site, generate, load_articles, render, seed_article, serve
from tests.site.build import DISALLOWED
from tests.site.render import ALIAS_URL, BASE_URL
from tests.site.source import CONTENT, SECTIONS, Cell, DataTable, Paragraph, parse_body, slugify

STATE = SiteState(retrieved_at=datetime(2021, 6, 24, 1, 30, tzinfo=UTC), articles=load_articles())
templates = pytest.mark.parametrize("template", TEMPLATES)


def words(text: str) -> str:
    """Words as any reader normalises them: NFC, no soft hyphens or zero-width signs, single spaces."""
    return " ".join(re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFC", text)).split())


def page_words(html: str) -> str:
    shown = "//body//text()[not(ancestor::script or ancestor::style or ancestor::template or ancestor::noscript)]"
    return words("".join(Selector(html).xpath(shown).getall()))


# ------------------------------------------------------------------ articles as data
def test_content_is_large_and_spread() -> None:
    articles = load_articles()
    assert len(articles) >= 44
    assert {a.section for a in articles} == set(SECTIONS)
    assert sum(bool(a.tables) for a in articles) >= 5
    assert all(a.section in SECTIONS and a.author and a.paragraphs for a in articles)


def test_ids_rise_with_time() -> None:
    days = [a.published_on for a in load_articles()]
    assert days == sorted(days)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*.toml")), ids=lambda p: p.stem)
def test_content_is_nfc(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        pytest.param("74 năm - Lịch sử (1946-2020)", "74-nam--Lich-su-19462020", id="hyphens and brackets dropped"),
        pytest.param("Đăk Glei, Ngọc Hồi: 3/5 xã", "Dak-Glei,-Ngoc-Hoi-35-xa", id="commas kept, slashes dropped"),
        pytest.param("Người có uy tín Ia H’Drai", "Nguoi-co-uy-tin-Ia-HDrai", id="capitals kept, quotes dropped"),
    ],
)
def test_slug(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_table_notation() -> None:
    (table,) = parse_body("[bảng] Vốn\nĐVT: triệu đồng\n| Huyện | Vốn | < |\n| ^ | Giao | Giải ngân |\n|---|\n| Sa Thầy | 10 | 4 |")
    assert isinstance(table, DataTable)
    assert (table.caption, table.unit_line) == ("Vốn", "ĐVT: triệu đồng")
    assert table.header_cells == [[Cell("Huyện", rowspan=2), Cell("Vốn", colspan=2)], [Cell("Giao"), Cell("Giải ngân")]]
    assert table.filled_header == [["Huyện", "Vốn", "Vốn"], ["Huyện", "Giao", "Giải ngân"]]


def test_table_that_is_no_rectangle_is_refused() -> None:
    with pytest.raises(ValueError, match="unequal"):
        parse_body("[bảng] Vốn\n| a | b |\n|---|\n| 1 |")


def test_inline_notation() -> None:
    (paragraph,) = parse_body("Xem **811 người** tại [Kế hoạch](/Upload/a.pdf) này")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "Xem 811 người tại Kế hoạch này"
    assert [(r.text, r.bold, r.href) for r in paragraph.runs if r.bold or r.href] == [("811 người", True, None), ("Kế hoạch", False, "/Upload/a.pdf")]


# ------------------------------------------------------------------ pages
@templates
@pytest.mark.parametrize("article", load_articles(), ids=lambda a: str(a.id))
def test_every_word_is_on_the_page(template: str, article: ArticleSource) -> None:
    text = page_words(render(template, article, STATE))
    cells = [cell.text for table in article.tables for row in table.header_cells + table.row_cells for cell in row]
    for expected in [article.title, article.author, *article.paragraphs, *article.captions, *cells]:
        assert words(expected) in text


@templates
def test_furniture(template: str) -> None:
    text = page_words(render(template, STATE.articles[-1], STATE))
    article = STATE.articles[-1]
    for expected in (
        "Thứ 5, ngày 24 tháng 6 năm 2021",
        f"{article.published_on.day}-{article.published_on.month}-{article.published_on.year}",
        f"Số lượt xem:{article.views}",
        "Bài viết liên quan:",
        "THÔNG BÁO",
        "Điện thoại:",
        "Tổng số người truy cập:",
        "Phát triển:SLV",
    ):
        assert expected in text


@templates
def test_paragraphs_stand_in_order(template: str) -> None:
    article = next(a for a in load_articles() if a.id == 682)
    text = page_words(render(template, article, STATE))
    places = [text.index(words(p)) for p in article.paragraphs]
    assert places == sorted(places)


@templates
def test_same_input_same_page(template: str) -> None:
    article = load_articles()[0]
    assert render(template, article, STATE) == render(template, article, STATE)


def test_word_debris_is_there() -> None:
    html = render("wordpressish", next(a for a in load_articles() if a.id == 682), STATE)
    assert all(sign in html for sign in ("&nbsp;", "&shy;", "\u200b", "mso-", "<o:p>"))
    assert not unicodedata.is_normalized("NFC", html)
    assert re.search(r"\d<span[^>]*>\d", html)


@templates
def test_merged_cells(template: str) -> None:
    table = "[bảng] Vốn\n| Huyện | Vốn | < |\n| ^ | Giao | Giải ngân |\n|---|\n| Sa Thầy | 10 | 4 |"
    article = replace(load_articles()[0], blocks=parse_body(table))
    page = Selector(render(template, article, STATE))
    assert len(page.xpath("//*[@colspan='2' and normalize-space()='Vốn']")) == 1
    assert len(page.xpath("//*[@rowspan='2' and normalize-space()='Huyện']")) == 1


@templates
def test_seed_in_every_template(template: str) -> None:
    article = seed_article()
    if article is None:
        pytest.skip("../shared/seed and ../shared/gold are not there")
    text = page_words(render(template, article, STATE))
    assert len(article.paragraphs) == 4
    assert all(words(t) in text for t in [article.title, *article.paragraphs, *article.captions])
    assert article.truth is not None
    assert all(words(f.text) in text for f in article.truth.figures)


# ------------------------------------------------------------------ sites
@pytest.fixture(scope="module", params=TEMPLATES)
def site(request: pytest.FixtureRequest) -> Site:
    return build_site(request.param, [*load_articles(), *generate(40, seed=3)])


def links(site: Site, path: str) -> Iterator[str]:
    for href in Selector(site[path].body.decode()).xpath("//a/@href").getall():
        absolute = urljoin(BASE_URL + path, href)
        parts = urlsplit(absolute.replace(ALIAS_URL, BASE_URL))
        if parts.scheme == "http":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_links_resolve(site: Site) -> None:
    pages = [p for p, r in site.items() if r.status == 200 and r.headers["Content-Type"].startswith("text/html")]
    dead = {link for path in pages for link in links(site, path) if link not in site and not link.startswith(DISALLOWED)}
    assert dead == {"/tin-chuyen-nganh/Ke-hoach-cong-tac-nam-2016-7"}


def test_listings_reach_every_article(site: Site) -> None:
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        if path in seen or path not in site or "sitemap" in path or path == "/so-do-trang":
            continue
        seen.add(path)
        if site[path].status == 200 and site[path].headers["Content-Type"].startswith("text/html"):
            todo += links(site, path)
    assert set(site.article_paths().values()) <= seen


def test_difficulties_can_be_left_out() -> None:
    plain = build_site("portal", load_articles(), difficulties=())
    full = build_site("portal", load_articles())
    assert all(r.status == 200 for r in plain.values())
    assert {r.status for r in full.values()} == {200, 301, 302}
    assert len(DIFFICULTIES) == 5


# ------------------------------------------------------------------ generated articles
def test_generated_articles_state_their_truth() -> None:
    for article in generate(200, seed=7):
        assert article.truth is not None
        text = "\n".join(article.paragraphs)
        stated = [mention["text"] for mentions in article.truth.as_gold().values() for mention in mentions]
        assert stated
        assert all(mention in text for mention in stated)


def test_generation_repeats_and_varies() -> None:
    assert generate(20, seed=1) == generate(20, seed=1)
    assert [a.paragraphs for a in generate(20, seed=1)] != [a.paragraphs for a in generate(20, seed=2)]
    assert len({a.id for a in generate(500, seed=1)}) == 500


def test_truth_has_the_shape_of_gold() -> None:
    gold = [a.truth.as_gold() for a in generate(60, seed=5) if a.truth]
    ratios = [f for g in gold for f in g["figures"] if f["kind"] == "ratio"]
    assert ratios
    assert set(ratios[0]) == {"text", "kind", "unit", "numerator", "denominator"}
    assert all(date.fromisoformat(d["start"]) <= date.fromisoformat(d["end"]) for g in gold for d in g["dates"])


# ------------------------------------------------------------------ server
class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with build_opener(_NoRedirect).open(request, timeout=10) as response:
            return response.status, dict(response.headers), response.read()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Site, BaseUrl]]:
    site = build_site("html5", load_articles())
    with serve(site) as base_url:
        yield site, base_url


def test_server_answers_every_path(running: tuple[Site, BaseUrl]) -> None:
    site, base_url = running
    assert {path: get(base_url + path)[0] for path in site} == {path: response.status for path, response in site.items()}


def test_server_writes_its_own_address(running: tuple[Site, BaseUrl]) -> None:
    _, base_url = running
    robots = get(f"{base_url}/robots.txt")[2].decode()
    assert f"Sitemap: {base_url}/sitemap.xml" in robots
    assert f"<loc>{base_url}/" in get(f"{base_url}/sitemap.xml")[2].decode()
    assert base_url.alias.encode() in get(f"{base_url}/")[2]


def test_server_not_found(running: tuple[Site, BaseUrl]) -> None:
    _, base_url = running
    status, _, body = get(f"{base_url}/khong/co-trang-nay-1")
    assert (status, "404" in body.decode()) == (404, True)


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_server_conditional_requests(running: tuple[Site, BaseUrl], validator: str) -> None:
    site, base_url = running
    url = base_url + next(iter(site.article_paths().values()))
    value = get(url)[1][validator]
    condition = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[validator]
    assert get(url, **{condition: value})[0] == 304
    assert get(url, **{condition: '"other"' if validator == "ETag" else "Mon, 01 Jan 1990 00:00:00 GMT"})[0] == 200


def test_server_ignores_tracking_parameters(running: tuple[Site, BaseUrl]) -> None:
    site, base_url = running
    url = base_url + next(iter(site.article_paths().values()))
    assert get(f"{url}?utm_source=x&fbclid=y")[2] == get(url)[2]


def test_server_remembers_requests(running: tuple[Site, BaseUrl]) -> None:
    _, base_url = running
    get(f"{base_url}/so-do-trang")
    assert base_url.requests[-1] == "/so-do-trang"
