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
        "/tin/tin-2019",
        "/van-ban/van-ban-2019",
        "/van-ban/ke-hoach-nam-2019",
        "/van-ban/bao-cao-thang-7",
        "/van-ban/bao-cao-thang-7-2019",
        "/van-ban/bao-cao-quy-iv-2019",
        "/tin/tin-ngay-25-12-2019",
        "/tin/2019-07-16",
        "/tin/2019-07",
        "/tin/chuong-trinh-giai-doan-2016-2020",
        "/van-ban/quyet-dinh-so-2085",
        "/tin-tuc/tin-tuc-trang-2",
        "/tin-tuc/tin-tuc-page-12",
        "/van-ban-123/file-5",
        "/thu-vien/album-7",
        "/chuyen-muc/danh-muc-12",
        "/page/2/",
        "/tin/page/2/",
    ],
)
def test_no_article_by_its_url(path: str) -> None:
    assert KONTUM.identity(HOST + path).numeric_id is None


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/tin/Hop-tac-Lao-va-Viet-Nam-2019", 2019),
        ("/tin/Nhin-lai-5-nam-2019", 2019),
        ("/tin/Cong-tac-hang-nam-2021", 2021),
        ("/tin/Hoi-nghi-tai-Nha-Trang-12", 12),
        ("/tin/Dong-bao-dan-toc-thieu-so-682", 682),
        ("/tin/Ke-hoach-nam-2018-2019", 2019),
        ("/tin/Ke-hoach-cong-tac-nam-2016-7", 7),
        ("/tin/Hoi-nghi-tong-ket-1999", 1999),
    ],
)
def test_an_article_whose_number_looks_like_something_else(path: str, number: int) -> None:
    assert KONTUM.identity(HOST + path).numeric_id == number


DETAIL = "https://kontum.gov.vn/pages/detail/2196/Hoi-nghi-tong-ket.html"


@pytest.mark.parametrize(
    "url",
    [
        DETAIL,
        DETAIL.replace("https:", "http:"),
        DETAIL.replace("://", "://www."),
        DETAIL.replace(".html", ""),
        DETAIL.replace(".html", ".aspx"),
        DETAIL.replace("Hoi-nghi-tong-ket", "Mot-ten-khac"),
        DETAIL.replace("/pages/detail", "/Pages/Detail"),
        DETAIL.replace("/pages/", "//pages///"),
        DETAIL.replace("/pages/", "/(S(abcdefgh12345678))/pages/"),
        DETAIL.replace("/pages/", "/(A(abcdefgh12345678)S(abcdefgh12345678))/pages/"),
        f"{DETAIL};jsessionid=0A1B2C",
        f"{DETAIL}?PHPSESSID=1&utm_source=x&fbclid=y&ReturnUrl=%2f",
        f"{DETAIL}?op=print",
        f"{DETAIL}/in-bai",
        f"{DETAIL}#noi-dung",
        f"{DETAIL}/",
        DETAIL.replace("nghi", "ngh%69"),
    ],
)
def test_one_article_of_the_other_template(url: str) -> None:
    assert article_identity(url, "x").article_id == "x-2196"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/Default.aspx?tabid=12&id=77", "/Default.aspx?id=77&tabid=12"),
        ("/Default.aspx?tabid=12&id=77", "/default.aspx?TabId=12&ID=77"),
        ("/Default.aspx?tabid=12&id=77", "/?id=77&tabid=12"),
        ("/Default.aspx?tabid=12&id=77", "/Default.aspx?tabid=12&id=77&lang=&page="),
        ("/Default.aspx?tabid=12&id=77", "/Default.aspx?tabid=12&&id=77&PHPSESSID=5f&utm_campaign=z"),
        ("/xem-tin?ma=HN-12", "/Xem-Tin/?MA=hn-12"),
        ("/tin/hoi-nghi.html", "/TIN//Hoi-Nghi.html#top"),
        ("/tin/hoi-nghi.html", "/tin/./x/../hoi-nghi.html;jsessionid=9A"),
        ("/a/b/c/123.aspx", "/A/B/C/123.aspx?ReturnUrl=%2f"),
        ("/b\u00e1o-c\u00e1o", "/ba%CC%81o-ca%CC%81o"),
        ("/tin/", "/tin/index.html"),
        ("/Tin/tabid/82/articleid/15/Default.aspx", "/tin/tabid/83/articleId/15/language/vi-VN/default.aspx"),
        ("/Tin/tabid/82/articleid/15/Default.aspx", "/Default.aspx?tabid=82&ArticleID=15"),
        ("/Tin/tabid/82/articleid/15/Default.aspx", "/Tin/tabid/82/ctl/ArticleView/mid/412/articleid/15/Default.aspx?dnnprintmode=true&mid=412"),
        ("/chi-tiet.aspx?newsid=15", "/xem-tin?l=van-hoa&news_id=15"),
        ("/Pages/xem.aspx?ItemID=4&l=Tin", "/pages/xem.aspx?l=tin&itemid=4&Source=%2Fpages&isPrint=true"),
        ("/tin/-/asset_publisher/x1/content/hoi-nghi", "/web/guest/van-hoa/-/asset_publisher/Y2/content/hoi-nghi;jsessionid=5?inheritRedirect=false"),
        ("/tin/-/asset_publisher/x1/content/hoi-nghi", "/tin/-/asset_publisher/x1/content/hoi-nghi/pop_up?_101_INSTANCE_x1_viewMode=print"),
        ("/2019/05/hoi-nghi.html", "/2019/05/hoi-nghi.html?replytocom=12&share=twitter&amp=1"),
        ("/modules.php?name=News&file=article&sid=123", "/modules.php?file=article&sid=123&name=News&sid=&op=print"),
    ],
)
def test_two_spellings_of_an_unknown_portal_meet(one: str, other: str) -> None:
    site = ad_hoc_site("http://sovidu.example.vn/")
    ids = {site.identity(origin + path).article_id for path in (one, other) for origin in ("http://sovidu.example.vn", "https://www.sovidu.example.vn")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOST}/Default.aspx?tabid=12&id=77", f"{HOST}/Default.aspx?tabid=12&id=78"),
        (f"{HOST}/Default.aspx?tabid=12&id=77", f"{HOST}/Default.aspx?tabid=77&id=12"),
        (f"{HOST}/modules.php?name=News&sid=1", f"{HOST}/modules.php?name=News&sid=2"),
        (f"{HOST}/ky-hop?session=1", f"{HOST}/ky-hop?session=2"),
        (f"{HOST}/xem?ma=aB3dE5", f"{HOST}/xem?ma=AB3DE5"),
        (f"{HOST}/tin/tong-ket-nam-2019", f"{HOST}/tin/phuong-huong-nam-2019"),
        (f"{HOST}/van-ban/quyet-dinh-so-12", f"{HOST}/van-ban/cong-van-so-12"),
        (f"{HOST}/van-ban/bao-cao-thang-7-2019", f"{HOST}/van-ban/ke-hoach-thang-7-2019"),
        (f"{HOST}/van-ban-123/file-5", f"{HOST}/van-ban-124/file-5"),
        (f"{HOST}/tin?page=1", f"{HOST}/tin"),
        (f"{HOST}/tin/Mot-1", f"{HOST}/tin/Mot-2"),
        (f"{HOST}/tin/Mot-1", f"{HOST}/tin/Mot-11"),
        (f"{HOST}/tin?page=1", f"{HOST}/tin?page=2"),
        (f"{HOST}/tin/trang-1", f"{HOST}/tin/trang-2"),
        (f"{HOST}/gioi-thieu", f"{HOST}/lien-he"),
        (f"{HOST}/tin?mode=printer", f"{HOST}/tin"),
        (f"{HOST}/tin?source=1", f"{HOST}/tin?source=2"),
        (f"{HOST}/tin?share=3", f"{HOST}/tin"),
        (f"{HOST}/web/so-a/-/asset_publisher/x/content/hoi-nghi", f"{HOST}/web/so-b/-/asset_publisher/x/content/hoi-nghi"),
        (f"{HOST}/tin/-/asset_publisher/x/content/hoi-nghi", f"{HOST}/tin/-/asset_publisher/x/content/hoi-nghi-2"),
        (f"{HOST}/tin/-/asset_publisher/x", f"{HOST}/van-hoa/-/asset_publisher/x"),
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
    ("path", "article_id"),
    [
        ("/Tin/tabid/82/articleid/15/Default.aspx", "x-articleid-15"),
        ("/chi-tiet.aspx?News_ID=15", "x-newsid-15"),
        ("/?id_tin=15", "x-idtin-15"),
        ("/Tin/tabid/82/articleid/15/16", "x-articleid-15"),
    ],
)
def test_a_number_that_is_named(path: str, article_id: str) -> None:
    assert article_identity(f"http://x.vn{path}", "x").article_id == article_id


@pytest.mark.parametrize(
    "path",
    [
        "/DownloadFile.aspx?newsid=15",
        "/tin-gui-mail.aspx?newsid=15",
        "/LinkClick.aspx?articleid=15",
        "/Tin/tabid/82/ctl/Comment/articleid/15/Default.aspx",
        "/xem.aspx?newsid=15&articleid=16",
        "/xem.aspx?newsid=15&newsid=16",
        "/xem.aspx?newsid=1234567890",
        "/xem.aspx?newsid=moi",
        "/xem.aspx?itemid=15",
        "/tin/articleid/",
    ],
)
def test_a_named_number_of_something_else(path: str) -> None:
    assert article_identity(f"http://x.vn{path}", "x").numeric_id is None


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
        ("http://x.vn/tin/Mot-1?print=1&sid=4f0c#a", "http://x.vn/tin/Mot-1"),
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
        ("/tin?page=1", "/tin?page=1&page=2", True),
        ("/tin?Page=1", "/tin?page=aB3dE5fG7", True),
        ("/tin?page=1", "/tin?trang=1", False),
        ("/tin?page=1", "/tin?page=1&cat=2", False),
        ("/index.php?option=com_lich&d=1", "/index.php?option=com_tin&d=1", False),
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
