"""``solieu crawl --from wayback`` and ``--from commoncrawl`` as people type it, against services on loopback that fail as the real ones do."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.web_archives import CAPTURED, EDITED, FETCHES, IDS, ORIGIN, SERVERS, Faults, asking, captured, held, number_of
from tests.command import COMMAND, TIMEOUT, solieu
from tests.site.archived import Answer, Service, page
from tests.site.commoncrawl import SLOW_DOWN
from tests.site.wayback import DOWN, HASTE, JOB_FAILED, NOT_AVAILABLE
from tests.spiders.killing import tables

BOTH = pytest.mark.parametrize("source", list(SERVERS))
WAIT_A_SECOND = page(429, "Too Many Requests", Retry_After="1")
FACTS = ("articles", "figures", "dates", "references")


def crawl(source: str, service: str, output: Path, *more: str, seconds: float = 0.0, **settings: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a crawl into ``output``."""
    command = ("crawl", "kontum", "--from", source, "--output", output, "--no-progress", *more)
    done = solieu(*command, env=asking(service, output / "limits", seconds, **settings))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def published(output: Path) -> dict[str, list[str]]:
    return {name: rows for name, rows in tables(output).items() if name in FACTS}


@pytest.fixture(scope="module", params=list(SERVERS))
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A source, and what an import from it that met no failure gave."""
    output = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](held(), None) as service:
        assert crawl(request.param, service, output)[0] == 0
    return request.param, output


def test_the_newest_capture_of_each_version_is_read_at_its_time(whole: tuple[str, Path]) -> None:
    _, output = whole
    assert captured(output) == CAPTURED
    articles = pd.read_parquet(output / "articles")
    assert set(articles.source) == {"archive"}
    edited = articles[articles.article_id == f"kontum-{EDITED}"]
    assert "77 hộ" in edited.text.item()
    pages = pd.read_parquet(output / "pages")
    assert len(pages[pages.requested_url.str.endswith(f"-{EDITED}")]) == 2, "one fetch a version, four captures"


CUT = {code: Answer(code, {}, b"x" * 500, cut=9) for code in (200, 206)}
FAILURES: dict[str, Faults] = {
    "wayback": {"index": [WAIT_A_SECOND, JOB_FAILED], "replay": [None, HASTE, WAIT_A_SECOND, None, DOWN, JOB_FAILED, None, NOT_AVAILABLE, CUT[200]]},
    "commoncrawl": {
        "list": [WAIT_A_SECOND, page(200, "Oops")],
        "index": [HASTE, page(200, "Oops"), None, page(503, "Busy"), CUT[200]],
        "data": [WAIT_A_SECOND, SLOW_DOWN, None, CUT[206]],
    },
}
"""Haste, services that are down, error pages sent with 200 and connections that break; never three in a row."""


def test_a_service_that_stumbles_costs_nothing(whole: tuple[str, Path], tmp_path: Path) -> None:
    source, undisturbed = whole
    with SERVERS[source](held(), FAILURES[source]) as service:
        status, told, errors = crawl(source, service, tmp_path)
        assert not any(service.faults.values())
        _assert_pauses_were_kept(service, FAILURES[source])
    assert (status, errors) == (0, "")
    assert " x error:" not in told
    assert published(tmp_path) == published(undisturbed)


def _assert_pauses_were_kept(service: Service, faults: Faults) -> None:
    """After each answer that asked for a second, nothing of its kind was asked for a second."""
    for kind, answers in faults.items():
        times = [arrival.at for arrival in service.arrivals if arrival.kind == kind]
        for number, answer in enumerate(answers):
            if answer is WAIT_A_SECOND:
                assert times[number + 1] - times[number] >= 1


@BOTH
def test_the_report_says_what_could_not_be_had(source: str, tmp_path: Path) -> None:
    lost, older = IDS[0], IDS[2]
    missing = [
        replace(one, gap=True) if (number_of(one), one.at.year) in ((lost, 2021), (older, 2022)) else one
        for one in held()
        if (number_of(one), one.at.year) != (lost, 2022)
    ]
    with SERVERS[source](missing, None) as service:
        status, told, errors = crawl(source, service, tmp_path, "--report", str(tmp_path / "report.md"))
    assert (status, errors) == (0, "")
    why = {"wayback": "the Wayback Machine has it not: HTTP 404", "commoncrawl": "Common Crawl has it not: a broken record"}[source]
    (line,) = re.findall(r"^ +2 x error: (.*)$", told, re.MULTILINE)
    assert line.startswith(f"listed, but {why}") and f"e.g. {ORIGIN}/" in line
    assert f"| 2 | error | listed, but {why}" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert captured(tmp_path) == {
        article: "2021-03-05 06:07:08" if article == f"kontum-{older}" else at for article, at in CAPTURED.items() if article != f"kontum-{lost}"
    }


def test_a_service_that_goes_down_keeps_what_was_read_and_is_gone_on_with(whole: tuple[str, Path], tmp_path: Path) -> None:
    source, undisturbed = whole
    with SERVERS[source](held(), {FETCHES[source]: [None, None, None, *[DOWN] * 9]}) as service:
        status, _, errors = crawl(source, service, tmp_path)
        assert status == 1
        assert re.fullmatch(r"solieu: .* cannot be used: asked 3 times: HTTP 503; what was read is kept, and the same command goes on from there\n", errors)
        assert 0 < len(pd.read_parquet(tmp_path / "pages")) <= 6
        service.faults.clear()
        status, _, errors = crawl(source, service, tmp_path, "--resume")
        assert (status, errors) == (0, "")
        # captures that the service would not give have their row in this run; the next asks for them
        assert crawl(source, service, tmp_path)[0] == 0
    assert captured(tmp_path) == CAPTURED
    assert published(tmp_path) == published(undisturbed)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_resume_ends_where_an_undisturbed_import_does(whole: tuple[str, Path], how: signal.Signals, tmp_path: Path) -> None:
    source, undisturbed = whole
    with SERVERS[source](held(), None) as service:
        command = [*COMMAND, "crawl", "kontum", "--from", source, "--output", str(tmp_path), "--no-progress"]
        env = asking(service, tmp_path / "limits", 0.1)
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        _wait_for(service, FETCHES[source], 5, process)
        process.send_signal(how)
        told, errors = process.communicate(timeout=TIMEOUT)
        if how == signal.SIGINT:
            assert (process.returncode, errors) == (130, "")
            assert f"interrupted; to go on, type\n  solieu crawl kontum --from {source}" in told
        index = len(service.asked("index"))
        status, _, errors = crawl(source, service, tmp_path, "--resume")
        assert (status, errors) == (0, "")
        assert len(service.asked("index")) == index, "what the index answered was kept"
        again = crawl(source, service, tmp_path, "--resume")
        assert (again[0], again[2].partition(" from ")[0]) == (1, "solieu: no unfinished run of kontum")
    assert captured(tmp_path) == CAPTURED
    assert published(tmp_path) == published(undisturbed)
    assert tables(tmp_path)["pages"] == tables(undisturbed)["pages"]


def _wait_for(service: Service, kind: str, requests: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while len(service.asked(kind)) < requests and time.monotonic() < deadline:
        assert process.poll() is None, "the import ended before it could be stopped"
        time.sleep(0.005)


@BOTH
def test_nobody_at_the_address(source: str, tmp_path: Path) -> None:
    status, told, errors = crawl(source, "http://127.0.0.1:9", tmp_path)
    assert (status, told) == (1, "")
    assert "cannot be used: asked 3 times" in errors and errors.count("\n") == 1


@BOTH
def test_an_address_that_is_none(source: str, tmp_path: Path) -> None:
    status, _, errors = crawl(source, "ftp://x.invalid/", tmp_path)
    assert status == 1
    assert errors.startswith("solieu: SOLIEU_") and errors.endswith("_URL is not an http(s) URL: 'ftp://x.invalid/'\n")
