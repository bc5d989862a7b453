from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from solieu.crawl import SiteUnreachable, SiteUnread, crawl
from spiders.robots import MAX_BYTES, Robots
from tests.site import TEMPLATES, build_site, generate
from tests.site import serve as serve_site
from tests.site.build import DISALLOWED
from tests.spiders.support import SETTINGS, Reply, Url, html, serve, staged

FORBIDS = "User-agent: *\nDisallow: /cam\n"
TEXT = {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        (FORBIDS.encode(), False),
        (codecs.BOM_UTF8 + FORBIDS.encode(), False),
        (FORBIDS.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + FORBIDS.encode("utf-16-be"), False),
        (FORBIDS.replace("\n", "\r\n").encode(), False),
        (FORBIDS.replace("\n", "\r").encode(), False),
        ("# quản trị\n".encode("cp1258", "replace") + FORBIDS.encode(), False),
        (b"\xff\x80\x00\n" + FORBIDS.encode(), False),
        (b"user-AGENT : SoLieu\ndisallow :/cam # no", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: solieu\nAllow: /\n", True),
        (b"User-agent: *\nAllow: /\n\nUser-agent: solieu\nDisallow: /ca*\n", False),
        (b"User-agent: *\nDisallow: /c\nAllow: /cam\n", True),
        (b"User-agent: khac\nDisallow: /\n", True),
        (b"", True),
        (b"\n" * 1000, True),
        (b"<!doctype html><title>404</title>\nUser-agent: *\nDisallow: /\n", True),
        (b"#" + b"x" * MAX_BYTES + b"\n" + FORBIDS.encode(), True),
        (FORBIDS.encode() + b"Disallow: /x\n" * (MAX_BYTES // 8), False),
        (b"User-agent: *\nDisallow: /cam/rieng\n" + b"#" * (MAX_BYTES - 47) + b"\nDisallow: /cam/rieng\n"[:-6], True),  # the last line is cut off
    ],
)
def test_rules(body: bytes, allowed: bool) -> None:
    assert Robots(body, "solieu").allows("http://x.vn/cam/bai-1") is allowed


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 2", 2.0),
        ("Crawl-delay: 0.5", 0.5),
        ("crawl-delay:1e1", 10.0),
        ("Crawl-delay: -3", 0.0),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: nan", 0.0),
        ("Crawl-delay: mot giay", 0.0),
        ("Request-rate: 1/5", 5.0),
        ("Request-rate: 1/5\nCrawl-delay: 7", 7.0),
        ("Disallow: /x\nCrawl-delay: 2\n\nUser-agent: solieu\nCrawl-delay: 4", 4.0),
        ("Disallow: /x\n\nUser-agent: khac\nCrawl-delay: 4", 0.0),
    ],
)
def test_delay(lines: str, delay: float) -> None:
    assert Robots(f"User-agent: *\n{lines}\n".encode(), "solieu").delay == delay


def test_sitemaps() -> None:
    lines = "Sitemap: http://x.vn/a.xml\nUser-agent: *\nSitemap: /b.xml\nsitemap: http://x.vn/a.xml\n" + "".join(f"Sitemap: /{n}.xml\n" for n in range(200))
    found = Robots(lines.encode(), "solieu").sitemaps("http://x.vn/robots.txt")
    assert found[:3] == ["http://x.vn/a.xml", "http://x.vn/b.xml", "http://x.vn/0.xml"]
    assert len(found) == 99


# ------------------------------------------------------------------ on the wire
def site(robots: Reply | None, **more: Reply) -> dict[str, Reply]:
    pages = {"/": html("Trang chủ", "/tin/Mot-1", "/cam/Hai-2"), "/tin/Mot-1": html("Một", article=True), "/cam/Hai-2": html("Hai", article=True)}
    return pages | ({} if robots is None else {"/robots.txt": robots}) | {f"/{name}": reply for name, reply in more.items()}


def crawled(pages: dict[str, Reply], output: Path) -> tuple[dict[str, str], Url, tuple[str, ...]]:
    with serve(pages) as url:
        report = crawl(url, output, progress=False, settings=SETTINGS)
    return staged(output).outcomes(), url, report.warnings


ALL = {"/": "listing", "/tin/Mot-1": "article", "/cam/Hai-2": "article"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 304, 300])
def test_no_file_allows_everything(tmp_path: Path, status: int) -> None:
    outcomes, url, _ = crawled(site(Reply(b"" if status in (204, 304) else b"User-agent: *\nDisallow: /\n", status, TEXT)), tmp_path)
    assert outcomes == ALL
    assert url.requests.count("/robots.txt") == 1


def test_what_is_forbidden_is_told_and_not_asked_for(tmp_path: Path) -> None:
    outcomes, url, _ = crawled(site(Reply(FORBIDS.encode(), 200, TEXT)), tmp_path)
    assert outcomes == ALL | {"/cam/Hai-2": "robots"}
    assert url.requests == ["/robots.txt", "/", "/tin/Mot-1"]


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (Reply(b"", 500), "HTTP 500"),
        (Reply(b"User-agent: *\nAllow: /\n", 503), "HTTP 503"),
        (Reply(b"", 429, {"Retry-After": "0"}), "HTTP 429"),
        (Reply(b"", delay=3.0), "took longer than"),
        (Reply(FORBIDS.encode(), declared=5_000), ""),
    ],
    ids=["500", "503", "429", "silence", "cut off"],
)
def test_no_answer_forbids_everything_for_now(tmp_path: Path, robots: Reply, why: str) -> None:
    with serve(site(robots)) as url:
        with pytest.raises(SiteUnreachable, match=r"robots\.txt cannot be had \(.*" + why):
            crawl(url, tmp_path, progress=False, settings=SETTINGS)
        assert set(url.requests) == {"/robots.txt"}
        assert 2 <= len(url.requests) <= 6
    assert staged(tmp_path).outcomes() == {"/": "robots"}


def test_a_server_that_finds_its_robots_txt_again(tmp_path: Path) -> None:
    pages = site(Reply(b"", 503))
    with serve(pages) as url:
        with pytest.raises(SiteUnreachable):
            crawl(url, tmp_path, progress=False, settings=SETTINGS)
        pages["/robots.txt"].status, pages["/robots.txt"].body = 200, FORBIDS.encode()
        assert crawl(url, tmp_path, progress=False, settings=SETTINGS).articles == 1


def test_redirects_on_the_site(tmp_path: Path) -> None:
    moved = Reply(status=301, headers={"Location": "/moi"})
    outcomes, url, _ = crawled(site(moved, moi=Reply(FORBIDS.encode(), 200, TEXT)), tmp_path)
    assert outcomes["/cam/Hai-2"] == "robots"
    assert url.requests[:2] == ["/robots.txt", "/moi"]


def test_redirects_without_end(tmp_path: Path) -> None:
    outcomes, url, warnings = crawled(site(Reply(status=302, headers={"Location": "/robots.txt"})), tmp_path)
    assert outcomes == ALL
    assert url.requests.count("/robots.txt") == 6
    assert any("redirects too often" in warning for warning in warnings)


@pytest.mark.parametrize("location", ["http://[::1", "javascript:alert(1)", "//169.254.169.254/", "http://elsewhere.invalid/robots.txt", "\xff\xfe"])
def test_redirects_to_where_we_do_not_go(tmp_path: Path, location: str) -> None:
    outcomes, url, _ = crawled(site(Reply(status=302, headers={"Location": location})), tmp_path)
    assert url.requests.count("/tin/Mot-1") == 1
    assert outcomes == ALL


def test_it_is_archived(tmp_path: Path) -> None:
    crawled(site(Reply(FORBIDS.encode(), 200, TEXT)), tmp_path)
    (warc,) = (tmp_path / "archive").iterdir()
    with warc.open("rb") as stream:
        kept = {r.rec_headers["WARC-Target-URI"]: r.content_stream().read() for r in ArchiveIterator(stream) if r.rec_type == "response"}
    (body,) = [body for url, body in kept.items() if url.endswith("/robots.txt")]
    assert body == FORBIDS.encode()


def test_each_host_has_its_own(tmp_path: Path) -> None:
    pages = site(Reply(FORBIDS.encode(), 200, TEXT))
    with serve(pages) as url:
        pages["/"].status, pages["/"].headers = 301, {"Location": url.replace("127.0.0.1", "localhost")}
        with pytest.raises(SiteUnread):  # it leads back and forth between the two
            crawl(url, tmp_path, progress=False, settings=SETTINGS)
        assert url.requests[:4] == ["/robots.txt", "/", "/robots.txt", "/"]


def test_sitemaps_are_asked_for_where_they_are_on_the_site(tmp_path: Path) -> None:
    robots = Reply(b"Sitemap: /so-do.xml\nSitemap: http://elsewhere.invalid/x.xml\nSitemap: http://[bad\n", 200, TEXT)
    _, url, _ = crawled(site(robots), tmp_path)
    assert url.requests.count("/so-do.xml") == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_that_robots_txt_forbids_is_asked_for(tmp_path: Path, template: str) -> None:
    with serve_site(build_site(template, generate(12, 5))) as url:
        report = crawl(f"{url}/", tmp_path, progress=False)
    assert report.exit == "complete"
    assert not [path for path in url.requests if path.startswith(tuple(DISALLOWED))]
    assert url.requests[0] == "/robots.txt"
    assert url.requests.count("/robots.txt") <= 2  # one a host name
