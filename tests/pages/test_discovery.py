"""What leads from one page to others: links wherever they stand, sitemaps and feeds."""

from __future__ import annotations

import gzip
import zlib

import pytest

from extractors.pages import read_html
from extractors.pages.sitemap import MAX_LINKS, is_sitemap, read_sitemap
from extractors.pages.urls import stated_identity
from spiders.links import entry_for
from spiders.sites import find_site

URL = "http://x.vn/tin/trang-1"


def links(markup: str, url: str = URL) -> list[str]:
    return read_html(f"<html><head></head><body><p>Tin</p>{markup}</body></html>".encode(), "text/html; charset=utf-8", url).links


@pytest.mark.parametrize(
    ("markup", "link"),
    [
        pytest.param('<a href="?page=2">2</a>', "http://x.vn/tin/trang-1?page=2", id="query"),
        pytest.param('<a href="/tin/trang-2">2</a>', "http://x.vn/tin/trang-2", id="path"),
        pytest.param('<a rel="next nofollow" href="/tin/page/2/">»</a>', "http://x.vn/tin/page/2/", id="next link"),
        pytest.param('<LINK REL="Next" HREF="/tin/2">', "http://x.vn/tin/2", id="next in the body"),
        pytest.param('<link rel="alternate" type="application/rss+xml" href="/rss/tin.rss">', "http://x.vn/rss/tin.rss", id="feed"),
        pytest.param('<iframe src="/khung.aspx"></iframe>', "http://x.vn/khung.aspx", id="iframe"),
        pytest.param('<map><area href="/ban-do/sa-thay"></map>', "http://x.vn/ban-do/sa-thay", id="area"),
        pytest.param('<div onclick="window.location.href = \'/tin/a-1\'">x</div>', "http://x.vn/tin/a-1", id="onclick"),
        pytest.param("<tr onclick=\"location='tin/a-2'\"><td>x</td></tr>", "http://x.vn/tin/tin/a-2", id="onclick of a row"),
        pytest.param('<a href="javascript:window.open(\'/tin/a-3\')">x</a>', "http://x.vn/tin/a-3", id="opened by a script"),
        pytest.param('<button data-url="/tin/trang-2">Xem thêm</button>', "http://x.vn/tin/trang-2", id="load more"),
        pytest.param('<div data-href="/tin/a-4"></div>', "http://x.vn/tin/a-4", id="data-href"),
        pytest.param('<select><option value="/nam/2019.aspx">2019</option></select>', "http://x.vn/nam/2019.aspx", id="jump menu"),
    ],
)
def test_a_link_wherever_it_stands(markup: str, link: str) -> None:
    assert links(markup) == [link]


@pytest.mark.parametrize(
    "markup",
    [
        '<div data-url="#"></div>',
        '<div data-url="tin tức mới"></div>',
        '<select><option value="12">12</option></select>',
        "<a href=\"javascript:__doPostBack('grid','Page$2')\">2</a>",
        '<div onclick="alert(\'/tin\')"></div>',
        '<link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="en" href="/en">',
        '<iframe src="javascript:void(0)"></iframe>',
    ],
)
def test_what_is_no_link(markup: str) -> None:
    assert links(markup) == []


def test_base_and_refresh() -> None:
    head = '<base href="http://x.vn/goc/"><meta http-equiv="Refresh" content="0; URL=moi.html">'
    assert read_html(f"<html><head>{head}</head><body><a href='a'>a</a></body></html>".encode(), None, URL).links == ["http://x.vn/goc/moi.html", "http://x.vn/goc/a"]


def test_frames() -> None:
    page = b"<html><frameset><frame src='/trai.htm'><frame src='/phai.htm'></frameset></html>"
    assert read_html(page, None, URL).links == ["http://x.vn/trai.htm", "http://x.vn/phai.htm"]


def test_pages_that_are_only_posted_back_are_counted() -> None:
    pager = "".join(f"<a href=\"javascript:__doPostBack('grid','Page${n}')\">{n}</a>" for n in range(2, 6))
    other = "<a href=\"javascript:__doPostBack('login','')\">Đăng nhập</a>"
    assert read_html(f"<html><body><p>Tin</p>{pager}{other}</body></html>".encode(), None, URL).post_backs == 4


@pytest.mark.parametrize(
    ("url", "stated", "article_id"),
    [
        ("http://x.vn/Default.aspx?tabid=12&id=77", "http://x.vn/tin/Hoi-nghi-77", "x-77"),
        ("http://x.vn/?id=77", "https://www.x.vn/tin/Hoi-nghi-77.html", "x-77"),
        ("http://x.vn/tin/Hoi-nghi-5", "http://x.vn/tin/Hoi-nghi-6", "x-5"),
    ],
)
def test_what_a_page_states_names_its_article(url: str, stated: str, article_id: str) -> None:
    assert stated_identity(url, stated, "x").article_id == article_id


@pytest.mark.parametrize("stated", ["http://x.vn/", "http://y.vn/tin/a-77", "http://x.vn/tin/a-78", "http://x.vn/tin", "http://[", None])
def test_what_a_page_states_is_ignored(stated: str | None) -> None:
    own = stated_identity("http://x.vn/xem?id=77", None, "x")
    assert stated_identity("http://x.vn/xem?id=77", stated, "x") == own


def test_two_spellings_that_state_the_same_address_meet() -> None:
    stated = "http://x.vn/tin/hoi-nghi.html"
    assert stated_identity("http://x.vn/tin-noi-bat/hoi-nghi.html", stated, "x") == stated_identity(stated, None, "x")


URLSET = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
URLSET += b'<url><loc> http://x.vn/a?b=1&amp;c=2 </loc></url><url><loc>/tin/b-2</loc></url>'
TWO = ["http://x.vn/a?b=1&c=2", "http://x.vn/tin/b-2"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(URLSET + b"</urlset>", id="whole"),
        pytest.param(URLSET + b"<url><loc>http://x.vn/tin/cut", id="breaks off"),
        pytest.param(b"\n  " + URLSET, id="blanks first"),
        pytest.param(URLSET.replace(b"<?xml version=\"1.0\"?>", b"<!-- made by a tool --><?xml-stylesheet href='a.xsl'?>"), id="comment and stylesheet"),
        pytest.param(URLSET.replace(b"<u", b"<s:u").replace(b"loc>", b"s:loc>").replace(b"</s:s:loc", b"</s:loc"), id="prefixed"),
        pytest.param(URLSET.replace(b"<loc> ", b"<loc><![CDATA[").replace(b" </loc>", b"]]></loc>"), id="CDATA"),
        pytest.param(gzip.compress(URLSET), id="gzipped"),
        pytest.param(gzip.compress(URLSET)[:-8], id="gzipped and cut"),
        pytest.param(URLSET.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"http://x.vn/a?b=1&c=2\r\nhttp://x.vn/tin/b-2\r\n", id="plain text"),
    ],
)
def test_sitemap(body: bytes) -> None:
    found = read_sitemap(body, "http://x.vn/sitemap.xml")
    assert found is not None
    assert (found.outcome, found.links) == ("listing", TWO)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<sitemapindex><sitemap><loc>http://x.vn/s1.xml.gz</loc></sitemap></sitemapindex>", ["http://x.vn/s1.xml.gz"]),
        (b"<rss><channel><link>http://x.vn/</link><item><link>http://x.vn/a-1</link></item></channel></rss>", ["http://x.vn/", "http://x.vn/a-1"]),
        (b"<feed><link href='/a-1'/><entry><link rel='alternate' href='http://x.vn/a-2'/></entry></feed>", ["http://x.vn/a-1", "http://x.vn/a-2"]),
        (b"<rdf:RDF><item><link>http://x.vn/a-1</link></item></rdf:RDF>", ["http://x.vn/a-1"]),
    ],
)
def test_indexes_and_feeds(body: bytes, found: list[str]) -> None:
    listing = read_sitemap(body, "http://x.vn/x.xml")
    assert listing is not None
    assert listing.links == found


@pytest.mark.parametrize(
    "body",
    [b"<html><body>http://x.vn/a</body></html>", b"http://x.vn/a and more words", b"", b"\x1f\x8b", b"%PDF", gzip.compress(b"<html>", mtime=0), b"<urlsets/>"],
)
def test_what_is_no_sitemap(body: bytes) -> None:
    assert read_sitemap(body) is None


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "http://x.vn/"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    found = read_sitemap(bomb)
    assert found is not None
    assert (found.outcome, found.links) == ("error", [])


def test_a_bomb_is_unpacked_as_far_as_the_limit() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = packer.compress(URLSET) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(60)) + packer.flush()
    assert is_sitemap(bomb)
    found = read_sitemap(bomb, "http://x.vn/")
    assert found is not None
    assert found.links == TWO
    assert "more are not read" in found.reason


def test_a_huge_sitemap_is_cut_and_says_so() -> None:
    found = read_sitemap(b"<urlset>" + b"".join(b"<url><loc>http://x.vn/%d</loc></url>" % n for n in range(MAX_LINKS + 5)))
    assert found is not None
    assert len(found.links) == MAX_LINKS
    assert "more are not read" in found.reason


@pytest.mark.parametrize("path", ["/in-bai?id=5", "/print/5", "/InBai.aspx?id=5"])
def test_print_views_are_not_followed(path: str) -> None:
    assert entry_for(find_site("kontum"), f"http://bandantoc.kontum.gov.vn{path}", 1) == "print"
