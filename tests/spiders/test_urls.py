from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from extractors.pages.urls import article_identity, canonical_url, page_url
from spiders.links import entry_for
from spiders.sites import ad_hoc_site, find_site

KONTUM = find_site("kontum")
HOST = "http://bandantoc.kontum.gov.vn"
ARTICLE = f"{HOST}/tin-chuyen-nganh/Ban-Dan-toc-tinh-to-chuc-Hoi-nghi-682"


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        ARTICLE.replace("http:", "https:"),
        ARTICLE.replace("://", "://www."),
        ARTICLE.replace("://", "://WWW.").replace("bandantoc", "BanDanToc"),
        ARTICLE.replace(".vn/", ".vn:80/"),
        ARTICLE.replace("http:", "https:").replace(".vn/", ".vn:443/"),
        ARTICLE.replace(".vn/", ".vn./"),
        f"{HOST}/nghien-cuu-trao-doi/Ban-Dan-toc-tinh-to-chuc-Hoi-nghi-682",
        f"{HOST}/tin-chuyen-nganh/Mot-ten-khac--682",
        f"{HOST}/tin-chuyen-nganh/Ban-Dan-toc,-tinh-682",
        ARTICLE.lower(),
        ARTICLE.upper().replace("HTTP://BANDANTOC.KONTUM.GOV.VN", HOST),
        f"{ARTICLE}#binh-luan",
        f"{ARTICLE}/",
        f"{ARTICLE}//",
        f"{ARTICLE}.html",
        f"{ARTICLE}.aspx?ReturnUrl=x",
        f"{ARTICLE}?print=1",
        f"{ARTICLE}/print",
        f"{HOST}/print/tin-chuyen-nganh/Ban-Dan-toc-tinh-to-chuc-Hoi-nghi-682",
        f"{HOST}/in-bai/tin-chuyen-nganh/Ban-Dan-toc-tinh-to-chuc-Hoi-nghi-682",
        f"{ARTICLE};jsessionid=0A1B2C",
        f"{HOST}/(S(abcdefgh12345678))/tin-chuyen-nganh/Ban-Dan-toc-682",
        f"{ARTICLE}?PHPSESSID=123&utm_source=facebook&fbclid=abc",
        f"{ARTICLE}?page=2",
        f"{HOST}/tin-chuyen-nganh/B%C3%A1o-c%C3%A1o-682",
        f"{HOST}/tin-chuyen-nganh/Báo-cáo-682",
        f"{HOST}/tin-chuyen-nganh/2019/07/Ban-Dan-toc-682",
        f"{HOST}/../tin-chuyen-nganh/./Ban-Dan-toc-682",
    ],
)
def test_one_article_whatever_its_url(url: str) -> None:
    identity = KONTUM.identity(url)
    assert (identity.article_id, identity.numeric_id) == ("kontum-682", 682)
    assert identity.canonical_url.startswith(f"{HOST}/")
    assert "?" not in identity.canonical_url


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tin-chuyen-nganh",
        "/tin-chuyen-nganh/trang-2",
        "/tin-chuyen-nganh/page-3",
        "/tin-chuyen-nganh?page=3",
        "/van-ban/nam-2019",
        "/lich/thang-7",
        "/Ban-Dan-toc-682",
        "/tin-chuyen-nganh/682",
        "/tin-chuyen-nganh/-682",
        "/tin-chuyen-nganh/--682",
        "/tin-chuyen-nganh/Ban-Dan-toc-",
        "/tin-chuyen-nganh/Ban-Dan-toc-682a",
        "/tin-chuyen-nganh/Ban-Dan-toc-6822222222",
        "/tin-chuyen-nganh/Ban-Dan-toc-٦٨٢",
        "/tin-chuyen-nganh/Ban-Dan-toc_682",
        "/lien-he.html",
        "/pages/detail/682/Ban-Dan-toc.html",
    ],
)
def test_no_article_by_its_url(path: str) -> None:
    assert KONTUM.identity(HOST + path).numeric_id is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOST}/tin/Mot-1", f"{HOST}/tin/Mot-2"),
        (f"{HOST}/tin/Mot-1", f"{HOST}/tin/Mot-11"),
        (f"{HOST}/tin?page=1", f"{HOST}/tin?page=2"),
        (f"{HOST}/tin/trang-1", f"{HOST}/tin/trang-2"),
        (f"{HOST}/gioi-thieu", f"{HOST}/lien-he"),
        (f"{HOST}/tin?mode=printer", f"{HOST}/tin"),
        (f"{HOST}/tin", "http://skhdt.kontum.gov.vn/tin"),
    ],
)
def test_different_pages_stay_apart(one: str, other: str) -> None:
    assert KONTUM.identity(one).article_id != KONTUM.identity(other).article_id


@pytest.mark.parametrize(
    ("url", "article_id", "section"),
    [
        ("http://skhdt.kontum.gov.vn/tin-tuc/Hoi-nghi-5", "x-5", "tin-tuc"),
        ("https://kontum.gov.vn/pages/detail/2196/Hoi-nghi.html", "x-2196", None),
        ("https://kontum.gov.vn/pages/Detail/2196/Hoi-nghi.html", "x-2196", None),
        ("https://kontum.gov.vn/Tin-Tuc/Hoi-nghi-5.html", "x-5", "tin-tuc"),
    ],
)
def test_templates(url: str, article_id: str, section: str | None) -> None:
    identity = article_identity(url, "x")
    assert (identity.article_id, identity.section) == (article_id, section)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://x.vn", "http://x.vn/"),
        ("HTTP://X.VN/a/../b/", "http://x.vn/b"),
        ("http://x.vn/a//b", "http://x.vn/a/b"),
        ("http://x.vn/index.html", "http://x.vn/"),
        ("http://x.vn/tin/Default.aspx", "http://x.vn/tin/Default.aspx"),
        ("http://x.vn:8080/a", "http://x.vn:8080/a"),
        ("http://x.vn/a?b=&c=1&b=2", "http://x.vn/a?b=&b=2&c=1"),
        ("http://x.vn/a?utm_source=1", "http://x.vn/a"),
        ("http://x.vn/b%c3%a1o", "http://x.vn/b%C3%A1o"),
        ("http://x.vn/báo", "http://x.vn/b%C3%A1o"),
        ("http://x.vn/ba\u0301o", "http://x.vn/b%C3%A1o"),
        ("http://x.vn/a%2Fb", "http://x.vn/a%2Fb"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("http://user:pass@x.vn/a", "http://x.vn/a"),
        ("  http://x.vn/a  ", "http://x.vn/a"),
        ("/relative", "/relative"),
        ("mailto:a@x.vn", "mailto:a@x.vn"),
        ("http://x.vn:port/a", "http://x.vn:port/a"),
        ("http://[x/a", "http://[x/a"),
        ("", ""),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("http://x.vn/tin/", "http://x.vn/tin/"),
        ("http://x.vn/tin?b=2&a=%C3%A0", "http://x.vn/tin?b=2&a=%C3%A0"),
        ("http://x.vn/tin/Mot-1/print", "http://x.vn/tin/Mot-1"),
        ("http://x.vn/in-bai/tin/Mot-1", "http://x.vn/tin/Mot-1"),
        ("http://x.vn/print", "http://x.vn/print"),
        ("http://x.vn/tin/Mot-1?print=1&sid=4#a", "http://x.vn/tin/Mot-1"),
    ],
)
def test_what_is_fetched_is_the_page_itself(url: str, fetched: str) -> None:
    assert page_url(url) == fetched


@pytest.mark.parametrize("unit", ["a/", "a-", "1", "-1", "%41", ";jsessionid=", "/..", "(S(abcdefgh))/", "a=1&", "a=print&", "?", "&", "é"])
def test_long_urls_are_read(unit: str) -> None:
    """A quadratic step would take minutes at this length; the suite's own limit on a test would end it."""
    url = f"http://x.vn/{unit * (2_000_000 // len(unit))}"
    assert article_identity(url, "x").article_id.startswith("x-")
    assert page_url(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://elsewhere.vn/a", "offsite"),
        ("http://bandantoc.kontum.gov.vn.evil.vn/a", "offsite"),
        ("http://evil-bandantoc.kontum.gov.vn/a", "offsite"),
        ("http://bandantoc.kontum.gov.vn@evil.vn/a", "offsite"),
        ("http://bandantoc.kontum.gov.vn:8080/a", "offsite"),
        ("http://127.0.0.1/a", "offsite"),
        ("ftp://bandantoc.kontum.gov.vn/a", "offsite"),
        ("javascript:void(0)", "offsite"),
        ("mailto:bandantoc@kontum.gov.vn", "offsite"),
        ("http://[/a", "offsite"),
        (f"{HOST}/anh/a.JPG?x=1", "furniture"),
        (f"{HOST}/style.css", "furniture"),
        (f"{HOST}/{'a/' * 4}", "trap"),
        (f"{HOST}/{'a' * 2000}", "trap"),
    ],
)
def test_links_that_are_not_followed(url: str, why: str) -> None:
    assert entry_for(KONTUM, url, 1) == why


def test_articles_come_before_pages_and_files_last() -> None:
    entries = [entry_for(KONTUM, HOST + path, 1) for path in ("/tin/Mot-1", "/tin", "/tep/a.pdf")]
    priorities = [entry.priority for entry in entries if not isinstance(entry, str)]
    assert priorities == sorted(priorities, reverse=True)
    assert len(set(priorities)) == 3


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("/tin?page=1", "/tin?page=27", True),
        ("/lich/2019/07", "/lich/2020/12", True),
        ("/tin?page=1", "/tin?trang=1", False),
        ("/tin/a", "/tin/b", False),
    ],
)
def test_shapes(one: str, other: str, alike: bool) -> None:
    first, second = (entry_for(KONTUM, HOST + path, 1) for path in (one, other))
    assert not isinstance(first, str)
    assert not isinstance(second, str)
    assert (first.shape == second.shape) is alike


def test_an_ad_hoc_site_knows_its_article_urls_too() -> None:
    site = ad_hoc_site("https://www.sodantoc.example.vn/")
    assert site.identity("http://sodantoc.example.vn/tin/Mot-1").article_id == "sodantoc.example.vn-1"
    assert urlsplit(site.identity("http://www.sodantoc.example.vn/tin/Mot-1").canonical_url).scheme == "https"
