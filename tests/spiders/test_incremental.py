"""One crawl after the other of a site that changes, over the wire, with the real extractor and pipeline."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from pipelines.staging import Staging, state_path
from solieu.crawl import CrawlReport, SiteUnreachable, SiteUnread, crawl
from tests.pipelines.whole import current_tables
from tests.site import BaseUrl, Site, build_site, generate, serve
from tests.site.later import LATER, added, deleted, down, edited, forwarding, later, renamed, replaced, without_validators
from tests.site.render import TEMPLATES

*ARTICLES, NEWEST = generate(13, 7)
PLAIN: tuple[Any, ...] = ()
ROOT = Path(__file__).parents[2]
FACTS = ("articles", "figures", "dates", "references")
ONE, TWO = ARTICLES[3].id, ARTICLES[8].id


def site(*changes: Any, template: str = "portal", **more: Any) -> Site:
    return later(template, ARTICLES, *changes, **{"difficulties": PLAIN} | more)


@pytest.fixture
def url() -> Iterator[BaseUrl]:
    with serve(site()) as base_url:
        yield base_url


def run(url: BaseUrl, output: Path, **more: Any) -> CrawlReport:
    return crawl(f"{url}/", output, progress=False, **more)


def table(output: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(output / name)


def news(output: Path) -> list[tuple[int, int, int]]:
    runs = table(output, "runs")
    return list(runs[["new_articles", "changed_articles", "gone_articles"]].itertuples(index=False, name=None))


def reasons(output: Path, report: CrawlReport, outcome: str) -> list[str]:
    pages = table(output, "pages")
    return sorted(pages[(pages.run_id == report.run_id) & (pages.outcome == outcome)].reason)


def versions(output: Path, number: int) -> list[bool]:
    """Which of the versions of an article is current, in the order in which they were seen first."""
    with Staging(state_path(output)) as staging:
        _, articles = next(current_tables(staging, history=True))
    rows = [row for row in articles.table.to_pylist() if row["article_id"].endswith(f"-{number}")]
    return [row["is_current"] for row in sorted(rows, key=lambda row: row["first_seen_at"])]


def gone(output: Path) -> set[str]:
    articles = table(output, "articles")
    return {name.rpartition("-")[2] for name in articles[articles.gone_at.notna()].article_id}


# ------------------------------------------------------------------ nothing new
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_site_that_stays_as_it_is_answers_304_to_everything(tmp_path: Path, template: str) -> None:
    with serve(build_site(template, ARTICLES)) as url:
        run(url, tmp_path)
        before = {name: table(tmp_path, name) for name in FACTS}
        first = set(url.requests)
        url.become(build_site(template, ARTICLES))
        report = run(url, tmp_path)
        again = list(url.answers)
    for name in FACTS:
        assert_frame_equal(table(tmp_path, name), before[name])
    assert news(tmp_path)[1] == (0, 0, 0)
    assert len(again) == len({path for path, _, _ in again})
    assert {path for path, _, _ in again} <= first
    assert {(status, conditional) for path, status, conditional in again if path in url_paths(template)} == {(304, True)}
    assert set(report.outcomes) <= {"unchanged", "robots", "gone", "soft_404", "duplicate"}
    pages = table(tmp_path, "pages")
    assert len(pages[(pages.run_id == report.run_id) & (pages.status == 304)]) == sum(status == 304 for _, status, _ in again)


def url_paths(template: str) -> set[str]:
    return set(build_site(template, ARTICLES, PLAIN).article_paths().values())


def test_without_validators_the_digest_tells(url: BaseUrl, tmp_path: Path) -> None:
    url.become(without_validators(site()))
    first = run(url, tmp_path)
    before = {name: table(tmp_path, name) for name in FACTS}
    report = run(url, tmp_path)
    assert [conditional for _, _, conditional in url.answers].count(True) == 0
    assert report.outcomes["unchanged"] == first.outcomes["article"] + first.outcomes["listing"]
    assert set(reasons(tmp_path, report, "unchanged")) == {"the same body as before"}
    for name in FACTS:
        assert_frame_equal(table(tmp_path, name), before[name])


def test_a_clock_and_counters_add_no_rows(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    before = {name: table(tmp_path, name) for name in FACTS}
    url.become(site(at=LATER))
    report = run(url, tmp_path)
    assert (report.outcomes.get("article", 0), report.figures) == (0, 0)
    assert Counter(reasons(tmp_path, report, "unchanged"))["the same article as before, only what stands around it changed"] == len(ARTICLES)
    for name in FACTS:
        assert_frame_equal(table(tmp_path, name), before[name])
    assert news(tmp_path) == [(len(ARTICLES), 0, 0), (0, 0, 0)]


def test_another_extractor_reads_everything_anew(url: BaseUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(url, tmp_path)
    url.become(site())
    monkeypatch.setattr("spiders.memory.EXTRACTOR_VERSION", "9.9")
    report = run(url, tmp_path)
    assert not any(conditional for _, _, conditional in url.answers)
    assert report.outcomes == first.outcomes
    assert news(tmp_path)[1] == (0, 0, 0)


# ------------------------------------------------------------------ what changed
def test_a_new_article_is_read_and_met_before_the_known_ones(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    now = site(added(NEWEST))
    url.become(now)
    report = run(url, tmp_path)
    assert news(tmp_path) == [(len(ARTICLES), 0, 0), (1, 0, 0)]
    assert report.outcomes["article"] == 1
    paths = now.article_paths()
    place = {number: url.requests.index(path) for number, path in paths.items()}
    assert place[NEWEST.id] < min(at for number, at in place.items() if number != NEWEST.id)


def test_with_a_limit_the_new_article_is_met_all_the_same(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    url.become(site(added(NEWEST)))
    run(url, tmp_path, limit=12)
    assert news(tmp_path)[1] == (1, 0, 0)


def test_a_limit_does_not_hide_what_was_seen_and_not_fetched(url: BaseUrl, tmp_path: Path) -> None:
    for _ in range(12):
        url.become(site())
        run(url, tmp_path, limit=9)
    assert len(table(tmp_path, "articles")) == len(ARTICLES)
    assert sum(new for new, _, _ in news(tmp_path)) == len(ARTICLES)


def test_edited_and_changed_back(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    url.become(site(edited(ONE)))
    report = run(url, tmp_path)
    assert (report.outcomes["article"], versions(tmp_path, ONE)) == (1, [False, True])
    assert table(tmp_path, "articles").text.str.contains("Đính chính").sum() == 1
    url.become(site())
    run(url, tmp_path)
    assert versions(tmp_path, ONE) == [True, False]
    assert not table(tmp_path, "articles").text.str.contains("Đính chính").any()
    assert news(tmp_path) == [(len(ARTICLES), 0, 0), (0, 1, 0), (0, 1, 0)]
    assert len(table(tmp_path, "articles")) == len(ARTICLES)


@pytest.mark.parametrize("forwards", [True, False], ids=["redirected", "old address missing"])
def test_moved_to_another_section(url: BaseUrl, tmp_path: Path, forwards: bool) -> None:
    run(url, tmp_path)
    old = site().article_paths()[ONE]
    section = next(s for s in ("tin-chuyen-nganh", "nghien-cuu-trao-doi") if not old.startswith(f"/{s}/"))
    now = site(renamed(ONE, section))
    url.become(forwarding(now, site()) if forwards else now)
    for _ in range(3):
        run(url, tmp_path)
    articles = table(tmp_path, "articles")
    (row,) = articles[articles.article_id.str.endswith(f"-{ONE}")].to_dict("records")
    assert (row["url"], row["section"]) == (url + now.article_paths()[ONE], section)
    assert pd.isna(row["gone_at"])
    figures = table(tmp_path, "figures")
    assert set(figures[figures.article_id == row["article_id"]].url) == {row["url"]}
    assert news(tmp_path)[1:] == [(0, 0, 0)] * 3
    url.become(now)
    run(url, tmp_path)
    assert old not in url.requests


# ------------------------------------------------------------------ gone
def test_gone_after_two_crawls_and_back(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    before = table(tmp_path, "articles").drop(columns="gone_at")
    url.become(site(deleted(ONE)))
    first = run(url, tmp_path)
    assert reasons(tmp_path, first, "gone") == ["HTTP 404, for the first time"]
    assert gone(tmp_path) == set()
    second = run(url, tmp_path)
    assert reasons(tmp_path, second, "gone") == [f"HTTP 404, since run {first.run_id}"]
    assert gone(tmp_path) == {str(ONE)}
    (gone_at,) = table(tmp_path, "articles").gone_at.dropna()
    third = run(url, tmp_path)
    assert reasons(tmp_path, third, "gone") == [f"HTTP 404, since run {first.run_id}"]
    assert list(table(tmp_path, "articles").gone_at.dropna()) == [gone_at]
    assert_frame_equal(table(tmp_path, "articles").drop(columns="gone_at"), before)
    url.become(site())
    run(url, tmp_path)
    assert gone(tmp_path) == set()
    assert news(tmp_path)[1:] == [(0, 0, 0), (0, 0, 1), (0, 0, 0), (0, 0, 0)]


def test_two_misses_with_an_answer_between_are_not_gone(url: BaseUrl, tmp_path: Path) -> None:
    for changes in ((), (deleted(ONE),), (), (deleted(ONE),)):
        url.become(site(*changes))
        run(url, tmp_path)
    assert gone(tmp_path) == set()


def test_an_error_between_two_misses_says_nothing(url: BaseUrl, tmp_path: Path) -> None:
    run(url, tmp_path)
    missing = site(deleted(ONE))
    broken = site(deleted(ONE))
    broken[site().article_paths()[ONE]] = down(site(), 503).not_found
    for now in (missing, broken, missing):
        url.become(now)
        run(url, tmp_path, settings={"RETRY_TIMES": 0})
    assert gone(tmp_path) == {str(ONE)}


@pytest.mark.parametrize("status", [404, 503])
def test_a_site_that_is_down_loses_nothing(url: BaseUrl, tmp_path: Path, status: int) -> None:
    run(url, tmp_path)
    before = {name: table(tmp_path, name) for name in FACTS}
    url.become(down(site(), status))
    for _ in range(3):
        if status == 503:
            with pytest.raises(SiteUnreachable):
                run(url, tmp_path, settings={"RETRY_TIMES": 0})
            assert set(url.requests) == {"/robots.txt"}
        else:
            with pytest.raises(SiteUnread, match="HTTP 404"):
                run(url, tmp_path, settings={"RETRY_TIMES": 0})
    for name in FACTS:
        assert_frame_equal(table(tmp_path, name), before[name])
    url.become(site(deleted(ONE)))
    run(url, tmp_path)
    assert gone(tmp_path) == set()


def test_a_site_out_of_reach_is_not_asked_for_all_it_had(tmp_path: Path) -> None:
    with serve(site()) as url:
        run(url, tmp_path)
        before = table(tmp_path, "articles")
    with pytest.raises(SiteUnreachable):
        run(url, tmp_path, settings={"RETRY_TIMES": 0})
    assert_frame_equal(table(tmp_path, "articles"), before)
    pages = table(tmp_path, "pages")
    assert list(pages[pages.run_id == pages.run_id.max()].reason) == ["no connection"]


def test_half_of_the_articles_at_once_are_not_believed(tmp_path: Path) -> None:
    many = generate(30, 3)
    whole = build_site("portal", many, PLAIN)
    with serve(whole) as url:
        run(url, tmp_path)
        url.become(replaced(whole))
        for _ in range(2):
            report = run(url, tmp_path)
            assert report.warnings == ("30 of 30 known articles are missing at once: no article counts as gone",)
        assert gone(tmp_path) == set()
        few = [article.id for article in many[:8]]
        url.become(later("portal", many, deleted(*few), difficulties=PLAIN))
        assert run(url, tmp_path).warnings == ()
        assert gone(tmp_path) == set()
        run(url, tmp_path)
    assert gone(tmp_path) == {str(number) for number in few}
    assert news(tmp_path) == [(30, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 8)]


# ------------------------------------------------------------------ the same from the archive
def test_the_archives_of_all_crawls_give_the_same_rows(url: BaseUrl, tmp_path: Path) -> None:
    """All but ``gone_at``: an archive is no second visit, so a replay marks nothing as gone."""
    states = [site(), site(edited(ONE), added(NEWEST)), site(added(NEWEST), at=LATER), site(edited(TWO), added(NEWEST), deleted(ONE), at=LATER)]
    for now in states:
        url.become(now)
        run(url, tmp_path / "live")
    crawl(None, tmp_path / "again", archives=sorted((tmp_path / "live" / "archive").iterdir()), progress=False)
    for name in FACTS:
        volatile = ["source", "source_ref"] if name == "articles" else []
        assert_frame_equal(table(tmp_path / "again", name).drop(columns=volatile), table(tmp_path / "live", name).drop(columns=volatile))


# ------------------------------------------------------------------ the first crawl
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_first_crawl_asks_for_little_more_than_there_is(tmp_path: Path, template: str) -> None:
    """Distinct resources: the articles, listings, files and robots.txt, each counted once whatever URLs lead to it."""
    whole = build_site(template, generate(60, 5))
    plain = build_site(template, generate(60, 5), PLAIN)
    with serve(whole) as url:
        run(url, tmp_path)
    resources = set(plain.article_paths().values()) | {path for path in plain if path in url.requests}
    assert len(table(tmp_path, "articles")) == 60
    assert len(url.requests) == len(set(url.requests))
    assert len(url.requests) <= 1.15 * len(resources)


# ------------------------------------------------------------------ killed
@pytest.mark.parametrize("fetches", [1, 6, 14])
def test_a_second_crawl_that_is_killed_ends_as_an_uninterrupted_one(tmp_path: Path, fetches: int) -> None:
    before, now = site(), site(edited(ONE), added(NEWEST), deleted(TWO), at=LATER)
    with serve(before) as url:
        for name in ("whole", "killed"):
            url.become(before)
            run(url, tmp_path / name)
            url.become(site(deleted(TWO)))
            run(url, tmp_path / name)
            url.become(now)
            if name == "killed":
                command = [sys.executable, "-c", KILLED, str(fetches), f"{url}/", str(tmp_path / name)]
                killed = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
                assert killed.returncode == -signal.SIGKILL
            report = run(url, tmp_path / name)
            assert report.resumed == (name == "killed")
            run(url, tmp_path / name)
    for name in FACTS:
        volatile = [c for c in ("retrieved_at", "first_seen_at", "gone_at", "source_ref") if name == "articles"]
        assert_frame_equal(table(tmp_path / "killed", name).drop(columns=volatile), table(tmp_path / "whole", name).drop(columns=volatile))
    assert news(tmp_path / "killed") == news(tmp_path / "whole") == [(12, 0, 0), (0, 0, 0), (1, 1, 1), (0, 0, 0)]
    assert gone(tmp_path / "killed") == {str(TWO)}
    assert told(tmp_path / "killed") == told(tmp_path / "whole")


KILLED = """
import os, signal, sys
import pipelines.batch
import pipelines.staging as s
from solieu.crawl import crawl
pipelines.batch.MOST = 1
done, stage = [], s.write
def staged_and_killed(db, new):
    done.append(new.key)
    if len(done) > int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return stage(db, new)
s.write = staged_and_killed
crawl(sys.argv[2], sys.argv[3], progress=False)
"""
"""Ends the process when a fetch is about to be staged and all that comes before its commit is written."""


def told(output: Path) -> list[list[tuple[str, str]]]:
    """What each run says of each URL."""
    pages = table(output, "pages")
    return [sorted(zip(p.requested_url, p.outcome, strict=True)) for _, p in pages.groupby("run_id")]
