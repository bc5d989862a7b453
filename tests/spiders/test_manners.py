"""Manners over the wire: what a web master sees of a crawl. Waits are told by a clock that jumps, and nobody waits."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest

from solieu.crawl import CrawlReport, SiteUnreachable, crawl
from solieu.preview import preview
from spiders.sites import Site, ad_hoc_site
from tests.spiders.recording import Answer, Asked, Clock, Url, record
from tests.spiders.support import SETTINGS, Reply, html, staged

TEXT = {"Content-Type": "text/plain"}
DATE = "Wed, 25 Nov 2026 08:00:00 GMT"
PAST, SOON, NEVER = "Wed, 25 Nov 2026 07:00:00 GMT", "Wed, 25 Nov 2026 08:01:30 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"
PATHS = [f"/tin/Bai-{n}" for n in range(1, 7)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock().rule(monkeypatch)


def site(robots: str | None = None, **more: Answer) -> dict[str, Answer]:
    """A home page with six articles."""
    pages: dict[str, Answer] = {"/": html("Trang chủ", *PATHS)}
    pages |= {path: html(f"Bài {path}", text=f"Nội dung {path}.", article=True) for path in PATHS}
    if robots is not None:
        pages["/robots.txt"] = Reply(robots.encode(), headers=TEXT)
    return pages | {f"/{name}": reply for name, reply in more.items()}


def at_first(answers: list[Reply], then: Reply) -> Callable[[Asked], Reply]:
    """The answers one after the other, and ``then`` from there on."""
    left = list(answers)
    return lambda asked: left.pop(0) if left else then


def run(url: Url, output: Path, limit: int | None = None, settings: Mapping[str, Any] | None = None, **of_site: Any) -> CrawlReport:
    target: Site = replace(ad_hoc_site(url), **of_site)
    return crawl(target, output, limit=limit, progress=False, settings=SETTINGS | (settings or {}))


# ------------------------------------------------------------------ Retry-After
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [("40", 40.0), ("1.5", 1.5), (SOON, 90.0), (PAST, 0.0), ("0", 0.0), ("999999999", 300.0), ("9" * 400, 300.0), (NEVER, 300.0)],
    ids=["seconds", "part of a second", "date", "date that is past", "zero", "decades", "overflow", "date in 9999"],
)
def test_retry_after(tmp_path: Path, clock: Clock, status: int, value: str, seconds: float) -> None:
    good = html("Một", article=True)
    busy = Reply(b"later", status, {"Retry-After": value, "Date": DATE})
    with record(site() | {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": at_first([busy], good)}, clock) as url:
        run(url, tmp_path)
    assert url.paths() == ["/", "/tin/Mot-1", "/tin/Mot-1"]
    assert url.gaps()[-1] == pytest.approx(seconds, abs=0.9)
    assert staged(tmp_path).outcomes()["/tin/Mot-1"] == "article"


@pytest.mark.parametrize("value", ["soon", "-5", "", "nan", "1e9"])
def test_a_retry_after_that_says_nothing(tmp_path: Path, clock: Clock, value: str) -> None:
    """A 429 is left alone for a second, then two; a 503 as any fault."""
    busy = Reply(b"later", 429, {"Retry-After": value})
    pages = site() | {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": at_first([busy, busy], html("Một", article=True))}
    with record(pages, clock) as url:
        run(url, tmp_path, settings={"RETRY_TIMES": 2})
    assert url.gaps()[-2:] == [pytest.approx(1.0, abs=0.9), pytest.approx(2.0, abs=0.9)]
    assert staged(tmp_path).outcomes()["/tin/Mot-1"] == "article"


def test_a_site_that_always_asks_for_more_time_gets_it_so_often(tmp_path: Path, clock: Clock) -> None:
    """Five further requests, each after its pause, then the page has its row and the crawl goes on."""
    pages = site() | {PATHS[0]: Reply(b"later", 503, {"Retry-After": "50"})}
    with record(pages, clock) as url:
        report = run(url, tmp_path)
    assert url.paths().count(PATHS[0]) == 6
    assert staged(tmp_path).outcomes() == {"/": "listing", PATHS[0]: "error"} | dict.fromkeys(PATHS[1:], "article")
    assert report.exit == "complete"
    started = [asked.at for asked in url.asked if asked.path == PATHS[0]]
    assert started[-1] - started[0] == pytest.approx(250, abs=2)


def test_all_pauses_of_a_crawl_are_bounded(tmp_path: Path, clock: Clock) -> None:
    pages = site() | {path: Reply(b"later", 429, {"Retry-After": "300"}) for path in PATHS}
    began = clock()
    with record(pages, clock) as url:
        run(url, tmp_path, settings={"SOLIEU_RETRY_AFTER_TOTAL": 1000.0})
    assert 1000 <= clock() - began < 1000 + 6 * 6
    assert set(staged(tmp_path).outcomes().values()) == {"listing", "error"}


def test_robots_txt_may_ask_for_time_too(tmp_path: Path, clock: Clock) -> None:
    pages = site() | {"/robots.txt": at_first([Reply(b"", 503, {"Retry-After": "70"})], Reply(b"User-agent: *\nDisallow: /tin/Bai-3\n", headers=TEXT))}
    with record(pages, clock) as url:
        run(url, tmp_path)
    assert [asked.path for asked in url.asked[:3]] == ["/robots.txt", "/robots.txt", "/"]
    assert url.gaps()[0] == pytest.approx(70, abs=0.9)
    assert "/tin/Bai-3" not in url.paths()


# ------------------------------------------------------------------ robots.txt
@pytest.mark.parametrize(
    ("lines", "delay"),
    [("Crawl-delay: 7", 7.0), ("Crawl-delay: 0.5", 0.5), ("Request-rate: 1/12", 12.0), ("Crawl-delay: 86400", 60.0), ("Crawl-delay: 1e300", 60.0)],
)
def test_crawl_delay(tmp_path: Path, clock: Clock, lines: str, delay: float) -> None:
    with record(site(f"User-agent: *\n{lines}\n"), clock) as url:
        run(url, tmp_path)
    assert len(url.asked) == 8
    for gap in url.gaps():
        assert delay <= gap <= delay + 0.9


@pytest.mark.parametrize("lines", ["Crawl-delay: -3", "Crawl-delay: nan", "Crawl-delay: mai", "User-agent: khac\nCrawl-delay: 9"])
def test_a_crawl_delay_that_is_none_of_ours(tmp_path: Path, clock: Clock, lines: str) -> None:
    with record(site(f"User-agent: *\nDisallow: /x\n{lines}\n"), clock) as url:
        run(url, tmp_path)
    assert max(url.gaps()) < 0.9
    assert clock.skipped == 0


FORBIDS = "User-agent: *\nDisallow: /tin/Bai-3\n"


@pytest.mark.parametrize(
    ("robots", "asked_for"),
    [
        pytest.param(Reply(FORBIDS.encode(), headers=TEXT), False, id="plain"),
        pytest.param(Reply(FORBIDS.encode() + b"# x\n" * 500_000, headers=TEXT), False, id="2 MB"),
        pytest.param(Reply(b"# x\n" * 500_000 + FORBIDS.encode(), headers=TEXT), True, id="2 MB, the rule beyond what is read"),
        pytest.param(Reply(gzip.compress(FORBIDS.encode()), headers=TEXT | {"Content-Encoding": "gzip"}), False, id="gzip"),
        pytest.param(Reply(FORBIDS.encode(), headers={"Content-Type": "text/html"}), False, id="sent as HTML"),
        pytest.param(Reply(f"<html><body>404\n{FORBIDS}</body></html>".encode(), headers={"Content-Type": "text/html"}), True, id="HTML"),
        pytest.param(Reply(FORBIDS.encode(), 404, TEXT), True, id="404"),
    ],
)
def test_robots_txt(tmp_path: Path, robots: Reply, asked_for: bool) -> None:
    with record(site() | {"/robots.txt": robots}) as url:
        run(url, tmp_path)
    assert (PATHS[2] in url.paths()) is asked_for
    assert staged(tmp_path).outcomes()[PATHS[2]] == ("article" if asked_for else "robots")


def test_a_robots_txt_beyond_all_bounds_forbids_for_now(tmp_path: Path) -> None:
    with record(site() | {"/robots.txt": Reply(b"# x\n" * 100_000, headers=TEXT)}) as url, pytest.raises(SiteUnreachable, match=r"robots\.txt cannot be had"):
        run(url, tmp_path, max_bytes=300_000)
    assert url.paths() == []


# ------------------------------------------------------------------ who asks
@pytest.mark.parametrize(
    ("contact", "from_"),
    [("ban@example.org", "ban@example.org"), ("https://example.org/solieu", None), ("", None), ("a@b.vn\r\nX-Evil: 1", None)],
)
def test_every_request_says_who_asks(tmp_path: Path, contact: str, from_: str | None) -> None:
    with record(site("User-agent: *\nDisallow: /x\n")) as url:
        run(url, tmp_path, settings={"SOLIEU_CONTACT": contact})
    assert len(url.asked) == 8
    for asked in url.asked:
        agent = asked.headers["user-agent"]
        assert agent.startswith("solieu")
        assert (contact.partition("\r")[0] or "contact: not given") in agent
        assert asked.headers.get("from") == from_
        assert not {"cookie", "authorization", "x-evil"} & set(asked.headers)


def test_what_a_site_sets_is_not_sent_back(tmp_path: Path) -> None:
    home = html("Trang chủ", *PATHS)
    home.headers["Set-Cookie"] = "phien=1; Path=/"
    with record(site() | {"/": home}) as url:
        run(url, tmp_path)
    assert not any("cookie" in asked.headers for asked in url.asked)


# ------------------------------------------------------------------ how much at once
def slow(delay: float) -> dict[str, Answer]:
    pages = site()
    return {path: replace(page, delay=delay) if isinstance(page, Reply) else page for path, page in pages.items()}


@pytest.mark.parametrize(("concurrency", "at_once"), [(1, {1}), (4, {2, 3, 4})])
def test_one_request_at_a_time_unless_a_site_says_otherwise(tmp_path: Path, concurrency: int, at_once: set[int]) -> None:
    with record(slow(0.05)) as url:
        run(url, tmp_path, concurrency=concurrency)
    assert url.at_once in at_once


def test_names_of_one_site_are_one_server(tmp_path: Path) -> None:
    pages = slow(0.05)
    with record(pages) as url:
        other = url.replace("127.0.0.1", "localhost")[:-1]
        pages["/"] = html("Trang chủ", PATHS[0], other + PATHS[1], PATHS[2], other + "/gioi-thieu")
        pages["/gioi-thieu"] = html("Giới thiệu", other + PATHS[3], PATHS[4])
        run(url, tmp_path)
    assert set(url.paths()) == {"/", "/gioi-thieu", *PATHS[:5]}
    assert url.at_once == 1


def test_the_delay_of_a_site(tmp_path: Path, clock: Clock) -> None:
    with record(site(), clock) as url:
        run(url, tmp_path, delay=3.0)
    for gap in url.gaps():
        assert 2.99 <= gap <= 3.9


def test_a_site_that_is_slow_is_asked_as_slowly(tmp_path: Path, clock: Clock) -> None:
    def takes_ten_seconds(asked: Asked) -> Reply:
        clock.skipped += 10
        return html("Bài", text=asked.path, article=True)

    with record(site() | {PATHS[0]: takes_ten_seconds, PATHS[1]: takes_ten_seconds}, clock) as url:
        run(url, tmp_path, delay=1.0)
    gaps = dict(zip([asked.path for asked in url.asked], url.gaps(), strict=False))
    assert gaps["/"] == pytest.approx(1, abs=0.5)
    assert gaps[PATHS[0]] == pytest.approx(20, abs=0.5)  # ten of the answer, ten left alone
    assert gaps[PATHS[3]] == pytest.approx(5.5, abs=0.5)  # half the way back
    assert gaps[PATHS[4]] == pytest.approx(3.25, abs=0.5)


def test_a_site_that_fails_is_asked_less(tmp_path: Path, clock: Clock) -> None:
    down = Reply(b"down", 500, TEXT)
    with record(site() | dict.fromkeys(PATHS[:4], down), clock) as url:
        run(url, tmp_path, settings={"RETRY_TIMES": 0}, delay=1.0)
    gaps = dict(zip([asked.path for asked in url.asked], url.gaps(), strict=False))
    assert [gaps[path] for path in PATHS[:4]] == [pytest.approx(seconds, abs=0.5) for seconds in (2, 4, 8, 16)]


# ------------------------------------------------------------------ what is asked for
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ETag": '"a1"'}, {"if-none-match": '"a1"'}),
        ({"ETag": 'W/"a1"'}, {"if-none-match": 'W/"a1"'}),
        ({"Last-Modified": DATE}, {"if-modified-since": DATE}),
        ({"Last-Modified": "hôm qua"}, {"if-modified-since": "hôm qua"}),
        ({"ETag": '"a1"', "Last-Modified": DATE}, {"if-none-match": '"a1"', "if-modified-since": DATE}),
        ({}, {}),
    ],
    ids=["strong", "weak", "date", "a date that is none, as it was sent", "both", "neither"],
)
def test_conditional_requests(tmp_path: Path, given: dict[str, str], expected: dict[str, str]) -> None:
    headers = {name: value.encode().decode("latin-1") for name, value in given.items()}
    page = html("Một", text="Một.", article=True)

    def answer(asked: Asked) -> Reply:
        is_known = any(name in asked.headers for name in ("if-none-match", "if-modified-since"))
        return Reply(status=304) if is_known else Reply(page.body, headers=page.headers | headers)

    with record(site() | {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": answer}) as url:
        run(url, tmp_path)
        first = len(url.asked)
        report = run(url, tmp_path)
    (again,) = [asked for asked in url.asked[first:] if asked.path == "/tin/Mot-1"]
    sent = {name: value.encode("latin-1").decode() for name, value in again.headers.items() if name.startswith("if-")}
    assert sent == expected
    assert report.outcomes["unchanged"] == 2
    assert not any(name.startswith("if-") for asked in url.asked[:first] for name in asked.headers)


CODINGS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.mark.parametrize("coding", CODINGS)
def test_codings_are_asked_for_and_read(tmp_path: Path, coding: str) -> None:
    """The server packs only for who asks for it."""
    page = html("Một", text="Có 10 hộ nghèo.", article=True)

    def answer(asked: Asked) -> Reply:
        accepted = [name.partition(";")[0].strip() for name in asked.headers.get("accept-encoding", "").split(",")]
        return Reply(CODINGS[coding](page.body), headers=page.headers | {"Content-Encoding": coding}) if coding in accepted else Reply(b"", 406)

    with record(site() | {"/": html("Trang chủ", "/tin/Mot-1"), "/tin/Mot-1": answer}) as url:
        run(url, tmp_path)
    (article,) = staged(tmp_path).articles
    assert article["text"] == "Có 10 hộ nghèo."


# ------------------------------------------------------------------ no more than was said
@pytest.mark.parametrize("limit", range(1, 12))
def test_the_limit_counts_every_request(tmp_path: Path, limit: int) -> None:
    """Further tries and redirects too; robots.txt alone is beside it."""
    moved = Reply(status=301, headers={"Location": "/tin/Ten-moi-1?PHPSESSID=1"})
    pages = site("User-agent: *\nDisallow: /x\n") | {
        "/": html("Trang chủ", "/tin/Mot-1", "/loi-mot", "/tin/Hai-2", "/cu"),
        "/tin/Mot-1": moved,
        "/tin/Ten-moi-1?PHPSESSID=1": html("Một", article=True),
        "/tin/Hai-2": at_first([Reply(b"down", 500)], html("Hai", article=True)),
        "/loi-mot": Reply(b"down", 503),
        "/cu": Reply(status=302, headers={"Location": "/moi"}),
        "/moi": html("Mới", "/tin/Ba-3"),
        "/tin/Ba-3": html("Ba", article=True),
    }
    with record(pages) as url:
        report = run(url, tmp_path, limit=limit)
    whole = 10
    assert len(url.paths()) == min(limit, whole)
    assert report.exit == "complete"
    assert sum(asked.path == "/robots.txt" for asked in url.asked) == 1


def test_a_dry_run_asks_for_nothing_and_says_what_the_next_crawl_begins_with(tmp_path: Path) -> None:
    with record(site()) as url:
        run(url, tmp_path)
        first = len(url.asked)
        planned = preview(ad_hoc_site(url), tmp_path).planned
        limited = preview(ad_hoc_site(url), tmp_path, limit=3).planned
        assert len(url.asked) == first
        run(url, tmp_path)
    assert [url[:-1] + asked.path for asked in url.asked[first:] if asked.path != "/robots.txt"] == [plan.url for plan in planned]
    assert limited == planned[:3]
