from __future__ import annotations

from pathlib import Path

import pytest

from solieu.crawl import CrawlReport, SiteBusy, SiteUnreachable, UnknownSite, crawl
from spiders.frontier import SiteLock
from spiders.sites import find_site, starting_at
from spiders.traps import SAME_BODY
from tests.spiders.support import SETTINGS, Staged, Url, html, serve, small_site, staged

MORE = {"DOWNLOAD_MAXSIZE": 300_000}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[CrawlReport, Staged, Url, Path]:
    output = tmp_path_factory.mktemp("live")
    with serve(small_site()) as url:
        report = crawl(url, output, progress=False, settings=SETTINGS | MORE)
    return report, staged(output), url, output


def test_every_article_once(crawled: tuple[CrawlReport, Staged, Url, Path]) -> None:
    report, found, _, _ = crawled
    assert sorted(a["article_id"] for a in found.articles) == [f"127.0.0.1-{n}" for n in range(701, 709)]
    assert (report.exit, report.articles, report.pages) == ("complete", 8, len(found.pages))


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/", "listing"),
        ("/tin-chuyen-nganh?page=2", "listing"),
        ("/tin-chuyen-nganh/Bai-viet-so-3-703", "article"),
        ("/mat-roi", "gone"),
        ("/quan-tri/dang-nhap", "robots"),
        ("/cu", "duplicate"),
        ("/ra-ngoai", "offsite"),
        ("/vong?PHPSESSID=1", "error"),
        ("/loi", "error"),
        ("/tep/bao-cao.pdf", "attachment"),
        ("/lon", "too_large"),
        ("/bom", "too_large"),
        ("/cut", "error"),
    ],
)
def test_outcome(crawled: tuple[CrawlReport, Staged, Url, Path], path: str, outcome: str) -> None:
    assert crawled[1].outcomes()[path] == outcome


def test_nothing_else_is_fetched(crawled: tuple[CrawlReport, Staged, Url, Path]) -> None:
    _, found, url, _ = crawled
    assert set(found.outcomes()) - set(url.requests) == {"/quan-tri/dang-nhap"}
    assert not [path for path in url.requests if path.startswith("/quan-tri") or path.endswith((".jpg", "/print"))]
    once = [path for path in url.requests if path not in ("/loi", "/cut", "/vong", "/vong?PHPSESSID=1")]
    assert len(once) == len(set(once))
    assert url.requests.count("/loi") == 2  # one retry


def test_every_row_says_where_it_is_archived(crawled: tuple[CrawlReport, Staged, Url, Path]) -> None:
    _, found, _, output = crawled
    (warc,) = (output / "archive").iterdir()
    for page in found.pages:
        if page["status"] is not None:
            name, _, offset = page["source_ref"].rpartition(":")
            assert name == warc.name
            assert int(offset) > 0
        if page["outcome"] not in ("article", "listing"):
            assert page["reason"]


@pytest.mark.parametrize(("limit", "pages"), [(1, 1), (3, 3)])
def test_limit(tmp_path: Path, limit: int, pages: int) -> None:
    with serve(small_site()) as url:
        report = crawl(url, tmp_path, limit=limit, progress=False, settings=SETTINGS)
    assert (report.pages, report.exit) == (pages, "complete")


def test_aliases_are_one_site(tmp_path: Path) -> None:
    site = {"/": html("Trang chủ", "//localhost:{port}/tin/Mot-1", "/tin/Mot-lan-nua-1", "/tin/mot-1?PHPSESSID=9"), "/tin/Mot-1": html("Một", article=True)}
    with serve(site) as url:
        site["/"].body = site["/"].body.replace(b"{port}", url.split(":")[2].strip("/").encode())
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert [a["article_id"] for a in staged(tmp_path).articles] == ["127.0.0.1-1"]
    assert url.requests == ["/robots.txt", "/", "/tin/Mot-1"]


def test_known_site_at_another_address(tmp_path: Path) -> None:
    with serve(small_site(2)) as url:
        report = crawl(starting_at(find_site("kontum"), url), tmp_path, progress=False, settings=SETTINGS)
    assert report.site == "kontum"
    assert {(a["article_id"], a["url"].partition("/tin-")[0]) for a in staged(tmp_path).articles} == {
        ("kontum-701", "http://bandantoc.kontum.gov.vn"),
        ("kontum-702", "http://bandantoc.kontum.gov.vn"),
    }


def test_a_trap_ends(tmp_path: Path) -> None:
    calendar = {f"/lich?ngay={n}": html("Lịch", f"/lich?ngay={n + 1}") for n in range(200)}
    site = {"/": html("Trang chủ", "/lich?ngay=0", "/tin/Mot-1"), "/tin/Mot-1": html("Một", article=True)} | calendar
    with serve(site) as url:
        report = crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert report.exit == "complete"
    assert sum(path.startswith("/lich") for path in url.requests) == SAME_BODY
    assert report.articles == 1


def test_unreachable(tmp_path: Path) -> None:
    with serve({}) as url:
        pass
    with pytest.raises(SiteUnreachable, match=r"127\.0\.0\.1 cannot be reached: no connection"):
        crawl(url, tmp_path, progress=False, settings=SETTINGS)


def test_a_second_crawl_leaves(tmp_path: Path) -> None:
    lock = SiteLock(tmp_path / ".state", "127.0.0.1").acquire()
    with serve(small_site(2)) as url:
        with pytest.raises(SiteBusy, match=r"a crawl of 127\.0\.0\.1 into the same output is under way \(process \d+\)"):
            crawl(url, tmp_path, progress=False, settings=SETTINGS)
        assert url.requests == []
        lock.release()
        assert crawl(url, tmp_path, limit=1, progress=False, settings=SETTINGS).pages == 1


@pytest.mark.parametrize("target", ["nowhere", "ftp://x.vn/", "http://[::1/"])
def test_unknown_target(tmp_path: Path, target: str) -> None:
    with pytest.raises(UnknownSite):
        crawl(target, tmp_path, progress=False, settings=SETTINGS)
