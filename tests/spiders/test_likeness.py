"""Articles that are not there and of which no word says so; and articles that look alike and are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from solieu.crawl import crawl
from spiders.likeness import SAME
from tests.spiders.support import SETTINGS, Reply, html, serve, staged

PATHS = [f"/tin/Bai-{n}" for n in range(701, 709)]
HOME = html("Trang chủ", *PATHS, "/gioi-thieu")


def outcomes(site: dict[str, Reply], output: Path, crawls: int = 1) -> list[str]:
    with serve({"/": HOME, "/gioi-thieu": html("Giới thiệu")} | site) as url:
        for _ in range(crawls):
            crawl(url, output, progress=False, settings=SETTINGS)
    last = staged(output)
    found = {page["requested_url"]: page["outcome"] for page in last.pages if page["requested_url"].startswith(url)}
    return [next(outcome for at, outcome in found.items() if at.endswith(path)) for path in PATHS]


def counted(number: int, *links: str) -> Reply:
    """A page with a counter, and no article."""
    return html("Chuyên mục đang hoàn thiện", *links, text=f"Lượt truy cập: {number}")


SAME_TEXT = html("Mời bạn đọc các tin khác", text="Mời bạn đọc xem các chuyên mục khác của cổng.", article=True)
LINKS = ["/a", "/b", "/c", "/d", "/e"]
KEPT = SAME - 1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([SAME_TEXT] * 8, ["article"] * KEPT + ["soft_404"] * (8 - KEPT), id="one text"),
        pytest.param([HOME] * 8, ["soft_404"] * 8, id="the home page"),
        pytest.param([counted(n) for n in range(8)], ["listing"] * KEPT + ["soft_404"] * (8 - KEPT), id="one page with a counter"),
        pytest.param([counted(n, *LINKS) for n in range(8)], ["listing"] * KEPT + ["soft_404"] * (8 - KEPT), id="one page with links and a counter"),
        pytest.param([Reply(status=302, headers={"Location": "/"})] * 8, ["soft_404"] * 8, id="sent to the home page"),
        pytest.param([Reply(status=301, headers={"Location": "/trang-chu.html"})] * 8, ["soft_404"] * 8, id="sent to the home page by another name"),
        pytest.param([Reply(status=302, headers={"Location": "/loi/404.html?duong-dan=x"})] * 8, ["soft_404"] * 8, id="sent to an error page"),
    ],
)
def test_what_is_not_there(tmp_path: Path, answers: list[Reply], expected: list[str]) -> None:
    site = dict(zip(PATHS, answers, strict=True))
    assert outcomes(site, tmp_path) == expected
    assert all(page["reason"] for page in staged(tmp_path).pages if page["outcome"] == "soft_404")
    assert len(staged(tmp_path).articles) == expected.count("article")


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([html(f"Bài {n}", text="Xem ảnh.", article=True) for n in range(8)], id="the same few words under other titles"),
        pytest.param([html("Thông báo", text=f"Có {n} hộ nghèo.", article=True) for n in range(8)], id="another figure"),
        pytest.param([html("Thông báo", text=f"Nghỉ lễ lần {n % 4}.", article=True) for n in range(8)], id="each posted twice"),
        pytest.param([html("Bộ ảnh", text="", article=True) for _ in range(8)], id="no text"),
    ],
)
def test_what_is_there(tmp_path: Path, answers: list[Reply]) -> None:
    assert outcomes(dict(zip(PATHS, answers, strict=True)), tmp_path) == ["article"] * 8


def test_listings_under_such_addresses(tmp_path: Path) -> None:
    answers = [html("Chuyên mục", *[f"/muc-{n}/{link}" for link in "abcde"]) for n in range(8)]
    assert outcomes(dict(zip(PATHS, answers, strict=True)), tmp_path) == ["listing"] * 8


def test_the_next_crawl_decides_alike(tmp_path: Path) -> None:
    expected = ["unchanged"] * KEPT + ["soft_404"] * (8 - KEPT)
    assert outcomes(dict.fromkeys(PATHS, SAME_TEXT), tmp_path, crawls=3) == expected
    assert len(staged(tmp_path).articles) == KEPT


def test_an_article_that_comes_back(tmp_path: Path) -> None:
    site = {"/": HOME} | dict.fromkeys(PATHS, SAME_TEXT)
    with serve(site) as url:
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
    back = html("Bài đã trở lại", text="Có 12 hộ nghèo.", article=True)
    assert outcomes(site | {PATHS[-1]: back}, tmp_path)[-1] == "article"
