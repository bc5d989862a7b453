from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from solieu.crawl import CrawlReport, ServiceUnreachable, crawl
from spiders.sources import parse_sources
from tests.site.archived import Answer, Held, Service, moment, page
from tests.site.wayback import DOWN, HASTE, JOB_FAILED, NOT_AVAILABLE, serve_wayback
from tests.spiders.support import SETTINGS, article_path, html, staged

ROOT = Path(__file__).parents[2]
HOST = "http://bandantoc.kontum.gov.vn"
WAYBACK = parse_sources(["wayback"])
PROVENANCE = ("source_ref",)


def settings(service: str, output: Path, **more: Any) -> dict[str, Any]:
    return SETTINGS | {
        "SOLIEU_WAYBACK_URL": service,
        "SOLIEU_WAYBACK_INDEX_INTERVAL": 0,
        "SOLIEU_WAYBACK_REPLAY_INTERVAL": 0,
        "SOLIEU_SERVICE_PAUSE": 0.01,
        "SOLIEU_SERVICE_TRIES": 3,
        "SOLIEU_LIMITS_DIR": str(output / "limits"),
        **more,
    }


def article(n: int, day: str, text: str, url: str | None = None, **more: Any) -> Held:
    body = html(f"Bài viết số {n}", text=text, article=True).body
    return Held(url=url or HOST + article_path(n), at=moment(day), body=body, **more)


def three(*, listing: bool = True) -> list[Held]:
    """Three articles, one of them in two versions, each version captured more than once."""
    held = [
        article(1, "2019-01-05", "một"),
        article(1, "2019-03-05", "một"),
        article(1, "2020-01-05", "một, sửa"),
        article(1, "2020-02-05T10:20:30", "một, sửa", HOST.replace("://", "://www.") + article_path(1)),
        article(2, "2019-01-06", "hai"),
        article(3, "2021-01-07", "ba"),
    ]
    return [*held, Held(url=f"{HOST}/", at=moment("2019-02-01"), body=html("Trang chủ", article_path(1)).body)] if listing else held


def run(service: str, output: Path, limit: int | None = None, **more: Any) -> CrawlReport:
    return crawl("kontum", output, limit=limit, progress=False, settings=settings(service, output, **more), source=WAYBACK)


@contextmanager
def imported(output: Path, held: Sequence[Held], faults: Mapping[str, Sequence[Answer | None]] | None = None, **more: Any) -> Iterator[Service]:
    with serve_wayback(held, faults) as service:
        run(service, output, **more)
        yield service


def versions(output: Path) -> list[tuple[str, str, str]]:
    return sorted((a["article_id"], a["retrieved_at"][:19], a["text"]) for a in staged(output).articles)


THREE = [
    ("kontum-701", "2019-03-05 00:00:00", "một"),
    ("kontum-701", "2020-02-05 10:20:30", "một, sửa"),
    ("kontum-702", "2019-01-06 00:00:00", "hai"),
    ("kontum-703", "2021-01-07 00:00:00", "ba"),
]


def test_the_newest_capture_of_each_version_is_read(tmp_path: Path) -> None:
    with imported(tmp_path, three()) as service:
        assert len(service.asked("replay")) == 5
        assert len(service.asked("index")) == 1
    assert versions(tmp_path) == THREE
    times = [p["fetched_at"] for p in staged(tmp_path).pages]
    assert times == sorted(times)
    assert {a["source"] for a in staged(tmp_path).articles} == {"archive"}
    assert {a["source_ref"].partition(":")[0] for a in staged(tmp_path).articles} == {path.name for path in (tmp_path / "archive").iterdir()}


def test_our_own_archive_gives_the_same_rows(tmp_path: Path) -> None:
    moved = Held(url=f"{HOST}/cu", at=moment("2018-01-01"), status=301, headers={"Content-Type": "text/html", "Location": f"{HOST}{article_path(1)}"})
    gone = Held(url=HOST + article_path(9), at=moment("2018-02-01"), status=404, body=b"<h1>404</h1>")
    pdf = Held(url=f"{HOST}/tep/a.pdf", at=moment("2018-03-01"), body=b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
    with imported(tmp_path / "from wayback", [*three(), moved, gone, pdf]):
        pass
    files = list((tmp_path / "from wayback" / "archive").iterdir())
    crawl("kontum", tmp_path / "again", archives=files, progress=False, settings=SETTINGS)
    first, again = staged(tmp_path / "from wayback"), staged(tmp_path / "again")
    assert again.rows() == first.rows() != []
    without = ("run_id",)
    assert [{k: v for k, v in p.items() if k not in without} for p in again.pages] == [{k: v for k, v in p.items() if k not in without} for p in first.pages]
    assert {p["outcome"] for p in first.pages} == {"article", "listing", "duplicate", "gone", "attachment"}
    assert {p["status"] for p in first.pages} == {200, 301, 404}


def test_the_copies_tell_where_they_are_from(tmp_path: Path) -> None:
    with imported(tmp_path, [article(1, "2019-01-05T01:02:03", "một")]) as service:
        pass
    (path,) = (tmp_path / "archive").iterdir()
    with path.open("rb") as stream:
        names = ("WARC-Target-URI", "WARC-Date", "WARC-Source-URI")
        told = [(r.rec_type, *map(r.rec_headers.get_header, names)) for r in ArchiveIterator(stream, check_digests="raise")]
    url = HOST + article_path(1)
    assert told[1:] == [("response", url, "2019-01-05T01:02:03Z", f"{service}/web/20190105010203id_/{url}")]


@pytest.mark.parametrize("lines", [2, 3, 6, 7, 8])
def test_the_index_is_read_to_its_end(tmp_path: Path, lines: int) -> None:
    with imported(tmp_path, three(), SOLIEU_WAYBACK_LINES=lines) as service:
        assert len(service.asked("index")) == -(-7 // lines)
    assert versions(tmp_path) == THREE


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param({"index": [HASTE, HASTE], "replay": [HASTE, None, HASTE]}, id="429"),
        pytest.param({"index": [DOWN], "replay": [None, DOWN, DOWN]}, id="503"),
        pytest.param({"index": [JOB_FAILED], "replay": [JOB_FAILED, NOT_AVAILABLE]}, id="pages of its own with status 200"),
        pytest.param({"index": [page(504, "Gateway Time-out")], "replay": [page(502, "Bad Gateway")]}, id="a gateway in between"),
        pytest.param({"index": [Answer(200, {"Content-Type": "text/plain"}, b"20190105000000 http://bandantoc.kon")]}, id="half a line of the index"),
        pytest.param({"index": [Answer(200, {}, b"x" * 500, cut=9)], "replay": [Answer(200, {}, b"x" * 500, cut=0)]}, id="connections that break"),
    ],
)
def test_a_service_that_stumbles_is_asked_again(tmp_path: Path, faults: Mapping[str, Sequence[Answer | None]]) -> None:
    with imported(tmp_path, three(), faults) as service:
        assert not any(service.faults.values())
    assert versions(tmp_path) == THREE
    assert [p["reason"] for p in staged(tmp_path).pages if p["outcome"] == "error"] == []


def test_retry_after_is_kept(tmp_path: Path) -> None:
    faults = {"replay": [page(429, "Too Many Requests", Retry_After="1")], "index": [page(503, "Busy", Retry_After="1")]}
    with imported(tmp_path, [article(1, "2019-01-05", "một")], faults) as service:
        index = [a.at for a in service.arrivals if a.kind == "index"]
        replay = [a.at for a in service.arrivals if a.kind == "replay"]
    assert len(index) == len(replay) == 2
    assert index[1] - index[0] >= 1
    assert replay[1] - replay[0] >= 1


def test_a_service_that_wants_to_be_left_alone_is(tmp_path: Path) -> None:
    with serve_wayback(three(), {"replay": [None, page(429, "Too Many Requests", Retry_After="3600")]}) as service:
        with pytest.raises(ServiceUnreachable, match=r"the Wayback Machine cannot be used: HTTP 429, and asks for a pause of 3600 s; what was read is kept"):
            run(service, tmp_path)
        assert len(service.asked("replay")) == 2
        with pytest.raises(ServiceUnreachable, match=r"it asked for a pause, of which 3\d\d\d s are left"):
            run(service, tmp_path)
        assert len(service.asked("replay")) == 2
        report = run(service, tmp_path, SOLIEU_LIMITS_DIR=str(tmp_path / "later"))
        assert (report.exit, report.resumed, len(service.asked("index"))) == ("complete", True, 1)
    assert versions(tmp_path) == THREE


@pytest.mark.parametrize("kind", ["index", "replay"])
def test_a_service_that_is_down_is_told_and_gone_on_with(tmp_path: Path, kind: str) -> None:
    with serve_wayback(three(), {kind: [None, *[DOWN] * 9] if kind == "replay" else [DOWN] * 3}) as service:
        with pytest.raises(ServiceUnreachable, match="the Wayback Machine cannot be used: asked 3 times: HTTP 503"):
            run(service, tmp_path)
        assert not service.faults[kind]
        before = len(staged(tmp_path).articles)
        report = run(service, tmp_path)
        assert (report.exit, report.resumed) == ("complete", True)
        if kind == "replay":
            assert before == 1
            run(service, tmp_path)
    assert versions(tmp_path) == THREE


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnreachable, match="the Wayback Machine cannot be used: asked 3 times"):
        run("http://127.0.0.1:9", tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(page(403, "Blocked Site Error"), id="a site that is excluded"),
        pytest.param(page(403, "org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked"), id="the same, of old"),
    ],
)
def test_an_excluded_site(tmp_path: Path, answer: Answer) -> None:
    with serve_wayback(three(), {"index": [answer]}) as service:
        with pytest.raises(ServiceUnreachable, match="the site is excluded from it"):
            run(service, tmp_path)
        assert len(service.arrivals) == 1


def test_gaps_have_their_row_and_an_older_capture_stands_in(tmp_path: Path) -> None:
    held = three(listing=False)
    held[1] = replace(held[1], gap=True)
    held[4] = replace(held[4], gap=True)
    with imported(tmp_path, held):
        pass
    assert versions(tmp_path) == [("kontum-701", "2019-01-05 00:00:00", "một"), *THREE[1:2], *THREE[3:]]
    gaps = [(p["requested_url"], p["fetched_at"][:10], p["reason"]) for p in staged(tmp_path).pages if p["outcome"] == "error"]
    reason = "listed, but the Wayback Machine has it not: HTTP 404 (ResourceNotInArchiveException: not there)"
    assert gaps == [(held[4].url, "2019-01-06", reason), (held[1].url, "2019-03-05", reason)]


def test_a_revisit_without_a_body_gives_way_to_the_capture_it_repeats(tmp_path: Path) -> None:
    held = [article(1, "2019-01-05", "một"), *(article(1, f"2019-0{n}-05", "một", revisit=True) for n in (3, 4, 5, 6))]
    with imported(tmp_path, held) as service:
        assert len(service.asked("replay")) == 3
    assert versions(tmp_path) == [("kontum-701", "2019-01-05 00:00:00", "một")]


def test_a_capture_that_moved_in_time_is_taken_at_its_own_time(tmp_path: Path) -> None:
    listed = article(1, "2019-01-05", "một")
    held = [replace(listed, at=moment("2019-01-07"), listed=False)]
    stray = [f"{listed.stamp} {listed.url} text/html 200 {listed.digest} 99"]
    with serve_wayback(held, stray_lines=stray) as service:
        run(service, tmp_path)
        assert len(service.asked("replay")) == 2
    assert versions(tmp_path) == [("kontum-701", "2019-01-07 00:00:00", "một")]


def test_a_capture_that_leads_to_one_that_is_read_anyway(tmp_path: Path) -> None:
    held = three(listing=False)
    stray = [f"20190305000059 {held[0].url} text/html 200 {'A' * 32} 99"]
    with serve_wayback(held, stray_lines=stray) as service:
        run(service, tmp_path)
        assert len(service.asked("replay")) == 5
    assert versions(tmp_path) == THREE
    (row,) = (p for p in staged(tmp_path).pages if p["outcome"] == "error")
    assert row["reason"].endswith("it leads to the capture of 20190305000000, which is read as itself")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        pytest.param("http://elsewhere.invalid/web/20190105000000id_/" + HOST + "/a-1", "it leads elsewhere", id="another host"),
        pytest.param("/web/20190105000000id_/http://elsewhere.invalid/a-1", "it leads off the site", id="another site"),
        pytest.param("/about/", "it leads elsewhere", id="a page of its own"),
        pytest.param("/web/20190105000001id_/" + HOST + "/tin/a-1", "redirected more than 5 times", id="in circles"),
    ],
)
def test_redirects_of_the_service_end(tmp_path: Path, location: str, told: str) -> None:
    faults = {"replay": [Answer(302, {"Location": location})] * 9}
    with imported(tmp_path, [article(1, "2019-01-05", "một")], faults) as service:
        assert {a.kind for a in service.arrivals} == {"index", "replay"}
    (row,) = staged(tmp_path).pages
    assert (row["outcome"], told in row["reason"]) == ("error", True)


def test_captured_failures_are_the_sites_not_the_services(tmp_path: Path) -> None:
    held = [
        Held(url=f"{HOST}/ban", at=moment("2019-01-01"), status=429, body=b"<h1>429</h1>"),
        Held(url=f"{HOST}/loi", at=moment("2019-01-02"), status=503, body=b"<h1>503</h1>"),
        Held(url=f"{HOST}/mat", at=moment("2019-01-03"), status=404, body=b"<h1>404</h1>"),
        article(1, "2019-01-04", "một"),
        Held(url=HOST + article_path(1), at=moment("2019-02-04"), status=404, body=b"<h1>404</h1>"),
        Held(url=HOST + article_path(2), at=moment("2019-01-05"), status=404, body=b"<h1>404</h1>"),
        article(2, "2019-02-05", "hai"),
    ]
    with imported(tmp_path, held) as service:
        assert len(service.asked("replay")) == 4
    assert [(p["fetched_at"][:10], p["outcome"]) for p in staged(tmp_path).pages] == [
        ("2019-01-03", "gone"), ("2019-01-04", "article"), ("2019-02-04", "gone"), ("2019-02-05", "article"),
    ]  # fmt: skip


@pytest.mark.parametrize("coding", ["gzip", "br", "x-unheard-of"])
def test_a_body_that_still_has_its_coding(tmp_path: Path, coding: str) -> None:
    plain = article(1, "2019-01-05", "một")
    coded = replace(plain, body=gzip.compress(plain.body) if coding == "gzip" else plain.body, headers={**plain.headers, "Content-Encoding": coding})
    with imported(tmp_path / "a", [coded]):
        pass
    assert versions(tmp_path / "a") == [("kontum-701", "2019-01-05 00:00:00", "một")]
    crawl("kontum", tmp_path / "b", archives=list((tmp_path / "a" / "archive").iterdir()), progress=False, settings=SETTINGS)
    assert staged(tmp_path / "b").rows() == staged(tmp_path / "a").rows()


def test_what_is_too_large_or_a_bomb_is_told(tmp_path: Path) -> None:
    large = Held(url=f"{HOST}/lon", at=moment("2019-01-05"), body=b"<html>" + b"x" * 21_000_000)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    bomb = Held(url=f"{HOST}/bom", at=moment("2019-01-06"), body=gzip.compress(b"x" * 30_000_000), headers=headers)
    with imported(tmp_path, [large, bomb, article(1, "2019-01-07", "một")]):
        pass
    assert [p["outcome"] for p in staged(tmp_path).pages] == ["too_large", "too_large", "article"]


def test_furniture_and_foreign_pages_are_not_asked_for(tmp_path: Path) -> None:
    held = [
        Held(url=f"{HOST}/anh.jpg", at=moment("2019-01-01"), body=b"x"),
        Held(url=f"{HOST}/anh?id=3", at=moment("2019-01-01"), body=b"x", headers={"Content-Type": "image/png"}),
        Held(url=f"{HOST}/kieu", at=moment("2019-01-01"), body=b"x", headers={"Content-Type": "text/css"}),
        Held(url=f"{HOST}/robots.txt", at=moment("2019-01-01"), body=b"x", headers={"Content-Type": "text/plain"}),
        Held(url="http://skhdt.kontum.gov.vn/a-1", at=moment("2019-01-01"), body=b"x"),
        article(1, "2019-01-05", "một", HOST.replace(".vn", ".vn:80") + article_path(1)),
    ]
    stray = ["20190101000000 http://skhdt.kontum.gov.vn/a-1 text/html 200 A 9", "20191399000000 http://x.vn/ text/html 200 A 9", "garbage", "\x00 \x00"]
    with serve_wayback(held, stray_lines=stray) as service:
        report = run(service, tmp_path)
        assert len(service.asked("replay")) == 1
    assert report.warnings == ("3 lines of the index could not be read",)
    (row,) = staged(tmp_path).pages
    assert row["requested_url"] == HOST + article_path(1)


def test_of_the_home_page_the_last_state_is_enough(tmp_path: Path) -> None:
    held = [Held(url=f"{HOST}{path}", at=moment(f"2019-0{n}-01"), body=html(f"Trang chủ {n}").body) for n, path in enumerate(("/", "/index.html", "/"), 1)]
    with imported(tmp_path, held):
        pass
    assert [p["fetched_at"][:10] for p in staged(tmp_path).pages] == ["2019-03-01"]


def test_a_site_that_the_archive_does_not_know(tmp_path: Path) -> None:
    with serve_wayback([]) as service:
        report = run(service, tmp_path)
    assert (report.exit, report.pages, report.warnings) == ("complete", 0, ("the Wayback Machine lists no page of kontum",))


def test_limit_bounds_what_is_replayed_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with serve_wayback(three()) as service:
        for asked in (2, 4, 5, 5):
            run(service, tmp_path, limit=2)
            assert len(service.asked("replay")) == asked
    assert versions(tmp_path) == THREE


def test_a_later_run_asks_for_what_is_new_alone(tmp_path: Path) -> None:
    with imported(tmp_path, three()):
        pass
    new = [*three(), article(3, "2022-01-01", "ba, sửa")]
    with imported(tmp_path, new) as service:
        assert len(service.asked("replay")) == 1
    assert versions(tmp_path) == sorted([*THREE, ("kontum-703", "2022-01-01 00:00:00", "ba, sửa")])


# ------------------------------------------------------------------ in processes of their own
def start(service: str, output: Path, **more: Any) -> subprocess.Popen[str]:
    code = f"""
from solieu.crawl import crawl
from spiders.sources import parse_sources
report = crawl("kontum", {str(output)!r}, progress=False, settings={settings(service, output, **more)!r}, source=parse_sources(["wayback"]))
print(report.exit, report.resumed)
"""
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def wait_for(service: Service, replays: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while len(service.asked("replay")) < replays and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert process.poll() is None, "the import ended before it could be stopped"


def many() -> list[Held]:
    return [article(n, f"2019-01-{n:02}", f"{n} hộ") for n in range(1, 21)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_an_import_goes_on_where_it_was(tmp_path: Path, how: signal.Signals) -> None:
    with imported(tmp_path / "whole", many()):
        pass
    with serve_wayback(many()) as service:
        for replays in (4, 9):
            process = start(service, tmp_path / "cut", SOLIEU_WAYBACK_REPLAY_INTERVAL=0.05)
            wait_for(service, replays, process)
            process.send_signal(how)
            out, _ = process.communicate(timeout=60)
            assert out.startswith("interrupted") or how == signal.SIGKILL
        out, _ = start(service, tmp_path / "cut").communicate(timeout=60)
        assert out.split() == ["complete", "True"]
        assert len(service.asked("index")) == 1
        assert 20 <= len(service.asked("replay")) <= 22
    whole, cut = staged(tmp_path / "whole"), staged(tmp_path / "cut")
    assert cut.rows(*PROVENANCE) == whole.rows(*PROVENANCE) != []
    assert len(cut.pages) == len(whole.pages) == 20


def test_two_processes_keep_one_limit(tmp_path: Path) -> None:
    index, replay = 0.5, 0.1
    limits = {"SOLIEU_WAYBACK_INDEX_INTERVAL": index, "SOLIEU_WAYBACK_REPLAY_INTERVAL": replay, "SOLIEU_LIMITS_DIR": str(tmp_path / "limits")}
    with serve_wayback(many()[:8]) as service:
        both = [start(service, tmp_path / name, SOLIEU_WAYBACK_LINES=4, **limits) for name in ("a", "b")]
        assert [process.communicate(timeout=60)[0].split()[0] for process in both] == ["complete", "complete"]
        for kind, interval, requests in (("index", index, 4), ("replay", replay, 16)):
            times = sorted(a.at for a in service.arrivals if a.kind == kind)
            assert len(times) == requests
            assert min(b - a for a, b in pairwise(times)) >= interval
    assert versions(tmp_path / "a") == versions(tmp_path / "b") != []
