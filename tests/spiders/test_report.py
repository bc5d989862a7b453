"""How a crawl ended, and what it never reached, on sites whose holes are known."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Harvest, PageFetch
from solieu.coverage import Gap
from solieu.crawl import InputError, NothingToResume, SiteForbidden, SiteUnreachable, crawl
from solieu.report import write
from solieu.tally import Failure, Tally
from solieu.verdict import FORBIDDEN, Course, decide
from tests.site import build_site, generate
from tests.site import serve as serve_site
from tests.spiders.support import SETTINGS, Reply, html, serve

FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2}


def test_known_holes(tmp_path: Path) -> None:
    articles = generate(30, seed=3)
    kept = [a for at, a in enumerate(articles) if at not in (10, 11, 12, 20)]
    days = {a.id: a.published_on for a in articles}
    with serve_site(build_site("html5", kept, ())) as url:
        report = crawl(f"{url}/", tmp_path, progress=False, settings=FAST)
    covered = report.coverage
    assert covered is not None
    first = articles[0].id
    assert (covered.articles, covered.smallest, covered.largest) == (26, first, first + 29)
    assert covered.gaps == (
        Gap(first + 10, first + 12, days[first + 9], days[first + 13]),
        Gap(first + 20, first + 20, days[first + 19], days[first + 21]),
    )
    assert (covered.gap_count, covered.missing, covered.known_unreached) == (2, 4, 0)
    assert (report.verdict, report.new, report.exit) == ("complete", 26, "complete")


def test_what_a_limit_left_is_known_and_not_fetched(tmp_path: Path) -> None:
    with serve_site(build_site("portal", generate(20, seed=3), ())) as url:
        report = crawl(f"{url}/", tmp_path, limit=4, progress=False, settings=FAST)
    assert report.coverage is not None
    assert report.verdict == "limited"
    (group,) = report.coverage.unreached
    assert group.why == "not fetched" and group.count > 0 and group.example.startswith(url)


def test_the_report_is_kept_and_written(tmp_path: Path) -> None:
    with serve_site(build_site("portal", generate(3, seed=3), ())) as url:
        report = crawl(f"{url}/", tmp_path, progress=False, settings=FAST)
    assert report.file is not None
    kept = json.loads(report.file.read_text(encoding="utf-8"))
    assert (kept["verdict"], kept["status"], kept["new"], kept["outcomes"]) == ("complete", 0, 3, dict(report.outcomes))
    text = write(report, tmp_path / "r.md").read_text(encoding="utf-8")
    assert "3 new articles, 0 changed, 0 gone." in text and f"| article | {report.articles} |" in text


def test_unreachable_and_since_when(tmp_path: Path) -> None:
    with serve_site(build_site("portal", generate(2, seed=3), ())) as url:
        crawl(f"{url}/", tmp_path, progress=False, settings=FAST)
    with pytest.raises(SiteUnreachable, match=rf"cannot be reached: .* \(tried {url}/\); last read on {date.today():%Y}-"):
        crawl(f"{url}/", tmp_path, progress=False, settings=FAST)


def test_forbidden_is_told_apart(tmp_path: Path) -> None:
    robots = Reply(b"User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"})
    with serve({"/robots.txt": robots, "/": html("Trang chủ")}) as url, pytest.raises(SiteForbidden, match=r"robots\.txt forbids the site"):
        crawl(url, tmp_path, progress=False, settings=SETTINGS)


def test_errors_alone_are_unreachable(tmp_path: Path) -> None:
    with serve({"/": Reply(b"down", 503, {"Content-Type": "text/plain"})}) as url, pytest.raises(SiteUnreachable, match="answers with errors only: HTTP 503"):
        crawl(url, tmp_path, progress=False, settings=SETTINGS)


@pytest.mark.parametrize(
    ("outcomes", "more", "expected"),
    [
        pytest.param({"listing": 5, "unchanged": 3}, {}, "nothing_new", id="nothing new"),
        pytest.param({"listing": 5, "unchanged": 3}, {"news": 1}, "complete", id="one gone"),
        pytest.param({"listing": 5, "article": 3}, {"fresh": True}, "complete", id="an uncounted article"),
        pytest.param({"listing": 5}, {"live": False}, "nothing_new", id="an archive that was read before"),
        pytest.param({}, {"live": False}, "nothing_new", id="an archive whose captures were all read before"),
        pytest.param({"error": 5}, {"live": False}, "partial", id="an archive that cannot be read"),
        pytest.param({"article": 5}, {"live": False, "news": 5}, "complete", id="an archive"),
        pytest.param({"listing": 1, "error": 2}, {"news": 1}, "partial", id="most failed"),
        pytest.param({"listing": 1, "error": 2}, {"limited": True}, "partial", id="most failed before the limit"),
        pytest.param({"listing": 1, "error": 1}, {"news": 1}, "complete", id="half failed"),
        pytest.param({"listing": 3}, {"news": 1, "limited": True}, "limited", id="the limit"),
        pytest.param({"unchanged": 3}, {"limited": True}, "limited", id="the limit, and nothing new until then"),
        pytest.param({"error": 2}, {}, "unreachable", id="errors alone"),
        pytest.param({"error": 2, "offsite": 1}, {"answered": False}, "unreachable", id="refused addresses and errors"),
        pytest.param({"offsite": 1}, {}, "unread", id="a site that moved to another"),
        pytest.param({"gone": 1}, {}, "unread", id="no start page"),
        pytest.param({"duplicate": 1, "gone": 1}, {}, "unread", id="a start page that leads to none"),
        pytest.param({"soft_404": 1, "error": 1}, {}, "unread", id="an error page sent as 200"),
        pytest.param({"gone": 1}, {"resumed": True, "news": 3}, "complete", id="the rest of a run, gone"),
        pytest.param({"error": 2}, {"resumed": True}, "partial", id="the rest of a run that went well"),
        pytest.param({"error": 2}, {"resumed": True, "answered": False}, "unreachable", id="the rest without an answer"),
        pytest.param({"robots": 2}, {}, "forbidden", id="robots.txt"),
        pytest.param({}, {}, "nothing_new", id="nothing asked"),
        pytest.param({"listing": 5}, {"finished": False}, "interrupted", id="Ctrl-C"),
        pytest.param({"article": 5}, {"live": False, "finished": False, "service_failed": True}, "unreachable", id="a service that went down"),
        pytest.param({"listing": 5}, {"errors": True}, "failed", id="a bug"),
    ],
)
def test_verdicts(outcomes: dict[str, int], more: dict[str, Any], expected: str) -> None:
    failures = [Failure("robots", FORBIDDEN, outcomes["robots"], "http://x.vn/")] if "robots" in outcomes else []
    assert decide(Course(outcomes=outcomes, failures=failures, **more)).name == expected


def test_failures_are_grouped_and_bounded() -> None:
    tally = Tally()
    for n in range(1_000):
        reason = "redirects to http://x.vn/" + str(n) if n % 2 else f"odd {n}"
        page = PageFetch(url="u", requested_url=f"http://x.vn/{n}", fetched_at=None, outcome="error", reason=reason, run_id="r")  # type: ignore[arg-type]
        tally.add(Harvest(key=str(n), page=page))
    groups = tally.failures()
    assert groups[0] == Failure("error", "redirects to …", 500, "http://x.vn/1")
    assert len(groups) <= 201 and sum(group.count for group in groups) == 1_000


def test_fresh_closes_and_resume_goes_on(tmp_path: Path) -> None:
    state = tmp_path / ".state" / "solieu.db"
    with serve_site(build_site("portal", generate(3, seed=3), ())) as url:
        report = crawl(f"{url}/", tmp_path, progress=False, settings=FAST)
        with sqlite3.connect(state) as db:  # as a kill leaves it
            db.execute("UPDATE crawls SET finished_at = NULL")
            db.execute("UPDATE runs SET finished_at = NULL, exit = NULL")
        with pytest.raises(InputError, match="not both"):
            crawl(f"{url}/", tmp_path, resume=True, fresh=True)
        fresh = crawl(f"{url}/", tmp_path, progress=False, settings=FAST, fresh=True)
        assert (fresh.resumed, fresh.run_id > report.run_id) == (False, True)
        with sqlite3.connect(state) as db:
            assert db.execute("SELECT exit FROM runs ORDER BY run_id").fetchall() == [("interrupted",), ("complete",)]
            db.execute("UPDATE crawls SET finished_at = NULL WHERE run_id = ?", (fresh.run_id,))
        resumed = crawl(None, tmp_path, progress=False, settings=FAST, resume=True)
        assert (resumed.resumed, resumed.run_id) == (True, fresh.run_id)
        with pytest.raises(NothingToResume, match=r"no unfinished run of 127\.0\.0\.1"):
            crawl(f"{url}/", tmp_path, resume=True)
