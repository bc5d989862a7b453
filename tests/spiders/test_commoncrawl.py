from __future__ import annotations

import gzip
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from solieu.crawl import CrawlReport, InputError, ServiceUnreachable, crawl
from spiders.sources import parse_sources
from tests.site.archived import Answer, Held, Service, moment, page
from tests.site.commoncrawl import BLOCKED, SLOW_DOWN, serve_commoncrawl
from tests.spiders.support import SETTINGS, article_path, html, staged
from tests.spiders.test_wayback import HOST, THREE, article, three, versions

OLD, NEW, OTHER = "CC-MAIN-2019-13", "CC-MAIN-2021-31", "CC-MAIN-2020-10"


def settings(service: str, output: Path, **more: Any) -> dict[str, Any]:
    return SETTINGS | {
        "SOLIEU_COMMONCRAWL_INDEX_URL": service,
        "SOLIEU_COMMONCRAWL_DATA_URL": service,
        "SOLIEU_COMMONCRAWL_INDEX_INTERVAL": 0,
        "SOLIEU_COMMONCRAWL_DATA_INTERVAL": 0,
        "SOLIEU_SERVICE_PAUSE": 0.01,
        "SOLIEU_SERVICE_TRIES": 3,
        "SOLIEU_LIMITS_DIR": str(output / "limits"),
        **more,
    }


def run(service: str, output: Path, word: str = "commoncrawl", limit: int | None = None, **more: Any) -> CrawlReport:
    return crawl("kontum", output, limit=limit, progress=False, settings=settings(service, output, **more), source=parse_sources([word]))


def crawls() -> dict[str, list[Held]]:
    """The captures of the tests of the Wayback Machine, in crawls by their years."""
    held = three()
    return {OLD: [h for h in held if h.at.year == 2019], OTHER: [h for h in held if h.at.year == 2020], NEW: [h for h in held if h.at.year == 2021]}


def errors(output: Path) -> list[str]:
    return [p["reason"] for p in staged(output).pages if p["outcome"] == "error"]


@pytest.mark.parametrize("lines", [1, 2, 50])
def test_the_newest_capture_of_each_version_is_read(tmp_path: Path, lines: int) -> None:
    with serve_commoncrawl(crawls(), lines_a_page=lines) as service:
        report = run(service, tmp_path)
        assert (report.exit, report.warnings) == ("complete", ())
        assert len(service.asked("data")) == 5
        assert all(a.headers.get("Range", "").startswith("bytes=") for a in service.arrivals if a.kind == "data")
        first = [target.split("-index")[0] for target in service.asked("index")]
        assert list(dict.fromkeys(first)) == [f"/{NEW}", f"/{OTHER}", f"/{OLD}"]
        assert not service.asked("other")
    assert versions(tmp_path) == THREE
    assert {a["source"] for a in staged(tmp_path).articles} == {"archive"}


def test_our_own_archive_gives_the_same_rows(tmp_path: Path) -> None:
    moved = Held(url=f"{HOST}/cu", at=moment("2019-01-01"), status=301, headers={"Content-Type": "text/html", "Location": article_path(1)})
    gone = Held(url=HOST + article_path(9), at=moment("2019-02-01"), status=404, body=b"<h1>404</h1>")
    plain = article(4, "2019-01-05", "bốn")
    coded = replace(plain, body=gzip.compress(plain.body), headers={**plain.headers, "Content-Encoding": "gzip"})
    with serve_commoncrawl({OLD: [*three(), moved, gone, coded]}) as service:
        run(service, tmp_path / "from there")
    crawl("kontum", tmp_path / "again", archives=list((tmp_path / "from there" / "archive").iterdir()), progress=False, settings=SETTINGS)
    first, again = staged(tmp_path / "from there"), staged(tmp_path / "again")
    assert again.rows() == first.rows() != []
    assert {p["outcome"] for p in first.pages} == {"article", "listing", "duplicate", "gone"}
    assert [{k: v for k, v in p.items() if k != "run_id"} for p in again.pages] == [{k: v for k, v in p.items() if k != "run_id"} for p in first.pages]


@pytest.mark.parametrize(
    ("word", "more", "asked"),
    [
        pytest.param(f"commoncrawl:{OLD}", {}, {OLD}, id="a crawl by name"),
        pytest.param(f"commoncrawl:{OLD},{NEW}", {}, {OLD, NEW}, id="two crawls by name"),
        pytest.param("commoncrawl", {"SOLIEU_COMMONCRAWL_CRAWLS": 2}, {OTHER, NEW}, id="the newest two"),
    ],
)
def test_crawls_are_chosen(tmp_path: Path, word: str, more: dict[str, Any], asked: set[str]) -> None:
    with serve_commoncrawl(crawls()) as service:
        run(service, tmp_path, word, **more)
        assert {target[1:].split("-index")[0] for target in service.asked("index")} == asked


def test_a_crawl_that_is_none(tmp_path: Path) -> None:
    with serve_commoncrawl(crawls()) as service, pytest.raises(ServiceUnreachable, match=f"it has no crawl CC-MAIN-2033-01; the newest is {NEW}"):
        run(service, tmp_path, "commoncrawl:CC-MAIN-2033-01")


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param({"list": [SLOW_DOWN], "index": [SLOW_DOWN, None, SLOW_DOWN, SLOW_DOWN], "data": [SLOW_DOWN, None, SLOW_DOWN]}, id="503 SlowDown"),
        pytest.param({"list": [BLOCKED], "index": [BLOCKED, BLOCKED], "data": [BLOCKED]}, id="403"),
        pytest.param({"list": [Answer(200, {}, b"[]")], "index": [page(504, "Gateway Time-out"), page(502, "Bad Gateway")]}, id="an empty list, gateways"),
        pytest.param({"list": [page(200, "Maintenance")], "index": [page(200, "Maintenance"), None, page(200, "Maintenance")]}, id="HTML with status 200"),
        pytest.param({"index": [None, Answer(200, {}, b'{"urlkey": "vn,gov')]}, id="half a line"),
        pytest.param({"index": [Answer(200, {}, b"x" * 99, cut=5)], "data": [Answer(206, {}, b"x" * 99, cut=5)]}, id="connections that break"),
    ],
)
def test_a_service_that_stumbles_is_asked_again(tmp_path: Path, faults: Mapping[str, Sequence[Answer | None]]) -> None:
    with serve_commoncrawl(crawls(), faults) as service:
        report = run(service, tmp_path)
        assert not any(service.faults.values())
    assert (report.exit, report.warnings) == ("complete", ())
    assert versions(tmp_path) == THREE
    assert errors(tmp_path) == []


def test_an_index_that_fails_costs_its_own_crawl_until_the_next_run(tmp_path: Path) -> None:
    with serve_commoncrawl(crawls(), {"index": [None, None, *[page(504, "Gateway Time-out")] * 3]}) as service:
        report = run(service, tmp_path)
        assert report.warnings == (f"{OTHER} is left out: asked 3 times: HTTP 504",)
        assert report.articles == 3
        run(service, tmp_path)
    assert versions(tmp_path) == THREE


def test_no_index_answers(tmp_path: Path) -> None:
    with serve_commoncrawl(crawls(), {"index": [SLOW_DOWN] * 9}) as service:
        with pytest.raises(ServiceUnreachable, match="Common Crawl cannot be used: asked 3 times: HTTP 503"):
            run(service, tmp_path)
        assert run(service, tmp_path).resumed
    assert versions(tmp_path) == THREE


def test_indexes_are_asked_once_for_all_runs(tmp_path: Path) -> None:
    with serve_commoncrawl(crawls()) as service:
        run(service, tmp_path)
        before = len(service.asked("index"))
        run(service, tmp_path)
        assert (len(service.asked("list")), len(service.asked("index")), len(service.asked("data"))) == (2, before, 5)
    with serve_commoncrawl({**crawls(), "CC-MAIN-2022-05": [article(2, "2022-01-01", "hai, sửa")]}) as service:
        run(service, tmp_path)
        assert len(service.asked("data")) == 1


def test_a_site_that_no_crawl_has(tmp_path: Path) -> None:
    with serve_commoncrawl({OLD: [], NEW: [Held(url="http://elsewhere.invalid/", at=moment("2021-01-01"), body=b"x")]}) as service:
        report = run(service, tmp_path)
    assert (report.exit, report.pages, report.warnings) == ("complete", 0, ("Common Crawl lists no page of kontum",))


def test_a_range_that_is_ignored_is_refused_before_it_is_taken(tmp_path: Path) -> None:
    large = Held(url="http://elsewhere.invalid/", at=moment("2021-01-01"), body=bytes(range(256)) * 4_000)
    with serve_commoncrawl({NEW: [article(1, "2021-01-05", "một"), large]}, heeds_range=False) as service:
        run(service, tmp_path)
    assert errors(tmp_path) == ["listed, but Common Crawl has it not: the whole file instead of a part of it"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param(Answer(404, {"Content-Type": "application/xml"}, b"<Error><Code>NoSuchKey</Code></Error>"), "HTTP 404", id="no such file"),
        pytest.param(Answer(416, {}, b""), "HTTP 416", id="no such range"),
        pytest.param(Answer(206, {}, b"\x1f\x8b"), "2 bytes instead of", id="a short range"),
    ],
)
def test_records_that_are_not_there(tmp_path: Path, answer: Answer, told: str) -> None:
    held = {OLD: [article(1, "2019-01-05", "một"), article(2, "2019-01-06", "hai")]}
    with serve_commoncrawl(held, {"data": [answer]}) as service:
        run(service, tmp_path)
    (reason,) = errors(tmp_path)
    assert told in reason
    assert versions(tmp_path) == [("kontum-702", "2019-01-06 00:00:00", "hai")]


def test_a_record_that_is_spoilt_gives_way_to_an_older_one(tmp_path: Path) -> None:
    held = [article(1, "2019-01-05", "một" * 400), article(1, "2019-03-05", "một" * 400, HOST + article_path(1) + "?utm_source=x")]
    with serve_commoncrawl({OLD: held}, spoil={held[1].url: b"\xff" * 40}) as service:
        run(service, tmp_path)
    assert [(a, at) for a, at, _ in versions(tmp_path)] == [("kontum-701", "2019-01-05 00:00:00")]
    (reason,) = errors(tmp_path)
    assert "a broken record" in reason


def test_a_record_of_something_else(tmp_path: Path) -> None:
    """An index that points to the wrong place must not make pages of one site of those of another."""
    held = [article(1, "2019-01-05", "một"), Held(url="http://elsewhere.invalid/a-1", at=moment("2019-01-05"), body=html("x", article=True).body)]
    with serve_commoncrawl({OLD: held}) as service:
        index = _lines_of(service, tmp_path)
        wrong = index.replace(f'"url": "{held[0].url}"', '"url": "http://x.invalid/"').replace(f'"url": "{held[1].url}"', f'"url": "{held[0].url}"')
        service.faults["index"] = [None, Answer(200, {}, wrong.encode())]
        run(service, tmp_path)
    assert errors(tmp_path) == ["listed, but Common Crawl has it not: the record of another page, http://elsewhere.invalid/a-1"]
    assert staged(tmp_path).articles == []


def _lines_of(service: Service, tmp_path: Path) -> str:
    """Both lines of the index, the second site's among them."""
    def lines(host: str) -> str:
        with urlopen(f"{service}/{OLD}-index?url={host}/*&output=json&page=0") as answer:
            return str(answer.read().decode())

    return lines("bandantoc.kontum.gov.vn") + lines("elsewhere.invalid")


def test_what_is_too_large_is_not_asked_for(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(21_000_000)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    bomb = Held(url=f"{HOST}/bom", at=moment("2021-01-06"), body=gzip.compress(b"x" * 30_000_000), headers=headers)
    with serve_commoncrawl({NEW: [Held(url=f"{HOST}/lon", at=moment("2021-01-05"), body=noise), bomb]}) as service:
        run(service, tmp_path)
        assert len(service.asked("data")) == 1
    assert [p["outcome"] for p in staged(tmp_path).pages] == ["too_large", "too_large"]


@pytest.mark.parametrize("line", ["[]", "{}", "7", '"x"', "[" * 100_000, '{"url": 1}', "{\x00}", '{"urlkey": "x", "timestamp": "2019", "url": "http://x.vn/"}'])
def test_lines_that_are_none_are_counted(tmp_path: Path, line: str) -> None:
    with serve_commoncrawl({OLD: three()}, lines_a_page=50) as service:
        with urlopen(f"{service}/{OLD}-index?url=bandantoc.kontum.gov.vn/*&output=json&page=0") as answer:
            text = answer.read().decode()
        service.faults["index"] = [None, Answer(200, {}, f"{line}\n{text}".encode())]
        report = run(service, tmp_path)
    assert report.warnings == ("1 lines of the index could not be read",)
    assert versions(tmp_path) == THREE


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        pytest.param("SOLIEU_COMMONCRAWL_INDEX_URL", "ftp://x/", "SOLIEU_COMMONCRAWL_INDEX_URL is not an http(s) URL: 'ftp://x/'", id="not http"),
        pytest.param("SOLIEU_COMMONCRAWL_DATA_URL", "http://[x", "SOLIEU_COMMONCRAWL_DATA_URL is not an http(s) URL", id="no URL"),
        pytest.param("SOLIEU_COMMONCRAWL_INDEX_INTERVAL", "soon", "SOLIEU_COMMONCRAWL_INDEX_INTERVAL must be a number of at least 0", id="no number"),
        pytest.param("SOLIEU_SERVICE_TRIES", "-1", "SOLIEU_SERVICE_TRIES must be a number of at least 0", id="below zero"),
    ],
)
def test_wrong_settings(tmp_path: Path, name: str, value: str, told: str) -> None:
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            run("http://127.0.0.1:9", tmp_path, **{name: value})
        assert told in str(caught.value)
