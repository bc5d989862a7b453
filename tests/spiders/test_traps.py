"""A crawl ends, whatever a site makes up, and loses no article by it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from solieu.crawl import crawl
from spiders.frontier import Entry
from spiders.links import ARTICLE, PAGE, entry_for
from spiders.sites import find_site
from spiders.traps import ALONE, ALONE_DATED, FALSE_PATIENCE, FAMILY_PATIENCE, MAX_HOPS, PATIENCE, SAME_ARTICLE, SAME_BODY, TrapLedger
from tests.site import DIFFICULTIES, TEMPLATES, build_site, generate, serve
from tests.site import traps as site_traps
from tests.site.build import Difficulty
from tests.site.build import html as site_html
from tests.site.traps import TRAPS
from tests.spiders.support import SETTINGS
from tests.spiders.support import html as page
from tests.spiders.support import serve as serve_pages

ARTICLES = generate(40, 7)
BOUNDS = {
    "calendar": PATIENCE,
    "told_days": 2 * ALONE_DATED + 2,
    "months_and_days": 3 * PATIENCE,
    "facets": FAMILY_PATIENCE + 8,
    "growing_query": FAMILY_PATIENCE + 8,
    "session_values": PATIENCE + 1,
    "deeper_paths": 3 * SAME_BODY,
    "redirect_loops": 3 + 2 * (MAX_HOPS + 1) + 1,
    "last_page_again": len(ARTICLES) // 10 + PATIENCE,
    "made_up_pages": len(ARTICLES) + PATIENCE,
    "made_up_articles": 3 * SAME_ARTICLE,
    "false_listing": FALSE_PATIENCE + FALSE_PATIENCE // 10 + 1,
    "excuses": len(site_traps.SOFT_404) + 1,
}
"""Requests that each trap may cost at most."""


def crawled(output: Path, template: str, traps: list[Difficulty]) -> tuple[list[str], pd.DataFrame, pd.DataFrame, set[str]]:
    site = build_site(template, ARTICLES, [*DIFFICULTIES, *traps])
    with serve(site) as url:
        report = crawl(f"{url}/", output, progress=False)
    assert report.exit == "complete"
    known = {f"127.0.0.1-{number}" for number in site.article_paths()}
    return url.requests, pd.read_parquet(output / "pages"), pd.read_parquet(output / "articles"), known


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return set(crawled(tmp_path_factory.mktemp("plain"), "portal", [])[0])


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
def test_each_trap_ends(tmp_path: Path, without: set[str], trap: Difficulty) -> None:
    requests, _, articles, known = crawled(tmp_path, "portal", [trap])
    more = set(requests) - without
    assert 0 < len(more) <= BOUNDS[trap.__name__]
    assert known <= set(articles["article_id"])


@pytest.mark.parametrize("template", TEMPLATES)
def test_all_traps_at_once(tmp_path: Path, template: str) -> None:
    requests, pages, articles, known = crawled(tmp_path, template, list(TRAPS))
    assert known <= set(articles["article_id"])
    assert len(requests) <= len(ARTICLES) + 40 + sum(BOUNDS.values())
    assert len(requests) <= len(set(requests)) + 1
    outcomes = pages["outcome"].value_counts()
    assert outcomes["soft_404"] >= len(site_traps.SOFT_404) + 1 + FALSE_PATIENCE
    reasons = pages.set_index(pages["requested_url"].str.replace(r"^\w+://[^/]*", "", regex=True))["reason"]
    assert re.match("redirect loop", reasons["/vong-b"])
    assert re.match("redirect loop", reasons["/vong-c?PHPSESSID=5f1c"])
    assert reasons["/tin-chuyen-nganh/Ve-trang-chu-810900"] == "redirects to the home page"
    assert pages["reason"].str.contains(f"redirected more than {MAX_HOPS} times", na=False).sum() == 2


def test_a_long_listing_is_read_to_its_end(tmp_path: Path) -> None:
    """Each page has only the next; the first page has links to all articles already, as a sitemap has."""
    articles = [f"/tin/Bai-viet-{n}" for n in range(5_000, 5_300)]
    site = {"/": page("Trang chủ", *articles, "/tin?page=1")} | {path: page(path, text=f"Tin {path}.", article=True) for path in articles[:1]}
    site |= {f"/tin?page={n}": page(f"Trang {n}", *articles[2 * n : 2 * n + 2], f"/tin?page={n + 1}") for n in range(1, 150)}
    with serve_pages(site) as url:
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert sum(path.startswith("/tin?page=") for path in url.requests) == 150


# ------------------------------------------------------------------ the ledger
SITE = find_site("kontum")


def entry(path: str) -> Entry:
    found = entry_for(SITE, f"http://bandantoc.kontum.gov.vn{path}", 1)
    assert isinstance(found, Entry)
    return found


def listing(ledger: TrapLedger, number: int, *links: str) -> str:
    return ledger.note(entry(f"/tin?page={number}"), [entry(link) for link in links], f"body {chr(65 + number % 50)} {number // 50 * 'x'}")


def test_novelty_is_relative_to_the_shape(tmp_path: Path) -> None:
    ledger = TrapLedger(tmp_path / "state.db", "run")
    ledger.note(entry("/van-ban?id=1"), [entry(f"/tin/Bai-{n}") for n in range(3_000, 3_200)], "all of them")
    for number in range(200):
        listing(ledger, number, f"/tin/Bai-{3_000 + number}", f"/tin?page={number + 1}")
    assert not ledger.closed(entry("/tin?page=7"))
    for number in range(200, 200 + PATIENCE):
        assert not ledger.closed(entry("/tin?page=7"))
        listing(ledger, number, "/tin/Bai-3199", f"/tin?page={number + 1}")
    assert ledger.closed(entry("/tin?page=7")) == "shape"
    assert not ledger.closed(entry("/tin/Bai-3"))
    assert not ledger.closed(entry("/van-ban?page=7"))


def lone(ledger: TrapLedger, path: str, number: int, *links: str) -> None:
    """A page with a text of its own."""
    ledger.note(entry(path.format(number)), [entry(link) for link in links], f"text {path} {'x' * number}", is_article=True)


@pytest.mark.parametrize(("path", "bound"), [("/lich?ngay={}", ALONE_DATED), ("/lich/2021/11/{}", ALONE_DATED), ("/xem?ma={}", ALONE)])
def test_texts_that_only_their_like_tell_of_end(tmp_path: Path, path: str, bound: int) -> None:
    ledger = TrapLedger(tmp_path / "state.db", "run")
    for number in range(bound):
        assert not ledger.closed(entry(path.format(number)))
        lone(ledger, path, number, path.format(number + 1), "/lich/2021/11")
    assert ledger.closed(entry(path.format(bound))) == "lone_pages"


def test_texts_that_listings_tell_of_are_all_read(tmp_path: Path) -> None:
    """Addresses without a number that names an article, listed by pages of another kind; and a long row of texts with a new article now and then."""
    ledger = TrapLedger(tmp_path / "state.db", "run")
    for number in range(2 * ALONE):
        if number % 10 == 0:
            ledger.note(entry(f"/danh-sach?trang={number}"), [entry(f"/xem?ma={n}") for n in range(number, number + 10)], f"list {'x' * number}")
        lone(ledger, "/xem?ma={}", number, f"/xem?ma={number + 1}")
        lone(ledger, "/nhat-ky/2021/1/{}", number, *([f"/tin/Bai-{9_000 + number}"] if number % (ALONE_DATED - 1) == 0 else []))
    assert not ledger.closed(entry("/xem?ma=1"))
    assert not ledger.closed(entry("/nhat-ky/2021/1/1"))


def test_what_a_killed_run_learnt_stands(tmp_path: Path) -> None:
    whole, killed = TrapLedger(tmp_path / "whole.db", "run"), TrapLedger(tmp_path / "killed.db", "run")
    for number in range(PATIENCE + 5):
        listing(whole, number, "/tin/Bai-3")
        listing(killed, number, "/tin/Bai-3")
        killed.flush()
        if number % 3 == 0:
            killed.close(is_finished=False)
            killed = TrapLedger(tmp_path / "killed.db", "run")
            listing(killed, number, "/tin/Bai-3")  # read again, for it was not staged
        assert killed.closed(entry("/tin?page=1")) == whole.closed(entry("/tin?page=1"))
    assert whole.closed(entry("/tin?page=1"))
    killed.close(is_finished=True)
    assert not TrapLedger(tmp_path / "killed.db", "run").closed(entry("/tin?page=1"))


def test_articles_and_unlike_pages_are_never_given_up(tmp_path: Path) -> None:
    ledger = TrapLedger(tmp_path / "state.db", "run")
    for number in range(200):
        ledger.note(Entry(f"a{number}", f"http://x.vn/tin/a-{number}", priority=ARTICLE), [], "same")
        ledger.note(Entry(f"b{number}", f"http://x.vn/trang{'x' * number}", priority=PAGE), [], f"{'y' * number}")
    assert not ledger.closed(Entry("a", "http://x.vn/tin/a-9", priority=ARTICLE))
    assert not ledger.closed(Entry("b", "http://x.vn/trang", priority=PAGE))


@pytest.mark.parametrize(("hops", "why"), [(["b", "c"], None), (["b", "a"], "redirect loop"), (["b", "c", "d", "b"], "redirect loop")])
def test_hops(tmp_path: Path, hops: list[str], why: str | None) -> None:
    ledger = TrapLedger(tmp_path / "state.db", "run")
    told = [ledger.hop(one, other) for one, other in zip(["a", *hops], hops, strict=False)]
    assert told[-1] == why
    assert told[:-1] == [None] * (len(hops) - 1)


def test_articles_that_differ_in_their_figures_alone_are_all_read(tmp_path: Path) -> None:
    articles = {f"/tin/Bai-viet-{n}": page(f"Bài viết số {n}", text=f"Có {n} hộ nghèo.", article=True) for n in range(5_000, 5_080)}
    paths = list(articles)
    listings = {f"/tin?page={n}": page(f"Trang {n}", *paths[5 * n - 5 : 5 * n], f"/tin?page={n + 1}") for n in range(1, 17)}
    with serve_pages({"/": page("Trang chủ", "/tin?page=1")} | listings | articles) as url:
        report = crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert report.articles == 80


def test_pages_that_can_only_be_posted_back_are_told(tmp_path: Path) -> None:
    site = build_site("portal", ARTICLES[:3])
    pager = "".join(f"<a href=\"javascript:__doPostBack('grid','Page${n}')\">{n}</a>" for n in range(2, 6))
    site["/tin-chuyen-nganh"] = site_html(f"<html><body><h1>Tin chuyên ngành</h1>{pager}</body></html>")
    with serve(site) as url:
        report = crawl(f"{url}/", tmp_path, progress=False)
    assert [line for line in report.warnings if line.startswith("4 links of pagers have no address")]
