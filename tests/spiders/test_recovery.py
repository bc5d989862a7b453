"""Runs over a site that changes, then all but the archive deleted: a rebuild gives the same rows, and the next crawl asks for the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.records import TABLES
from solieu.crawl import crawl
from solieu.rebuild import RebuildReport, rebuild
from spiders.errors import InputError, SiteUnread
from tests.site import DIFFICULTIES, BaseUrl, Site, generate, serve
from tests.site.later import LATER, added, deleted, down, edited, forwarding, later, renamed, replaced, without_validators
from tests.site.render import TEMPLATES
from tests.spiders.test_rebuild import ROOT, history

*ARTICLES, NEWEST = generate(13, 7)
SETTINGS = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 5, "SOLIEU_WARC_MAX_BYTES": 60_000}
ONE, TWO = ARTICLES[3].id, ARTICLES[8].id
OTHER_SECTION = next(section for section in ("tin-chuyen-nganh", "nghien-cuu-trao-doi") if section != ARTICLES[3].section)
NOT_IN_ARCHIVES = {"started_at", "finished_at"}
"""Of a run: its first and last answer stand for its times."""

Tables = dict[str, list[dict[str, Any]]]


def site(*changes: Any, template: str = "portal", **more: Any) -> Site:
    return later(template, ARTICLES, *changes, **{"difficulties": ()} | more)


def erring(path: str) -> Site:
    """The site on a day on which one address fails."""
    now = site(deleted(ONE))
    now[path] = down(site(), 503).not_found
    return now


def portal_runs() -> dict[str, list[Site]]:
    moved = site(renamed(ONE, OTHER_SECTION))
    return {
        "edited, changed back": [site(), site(edited(ONE)), site(at=LATER)],
        "new articles": [site(), site(added(NEWEST)), site(added(NEWEST), at=LATER)],
        "gone, and back": [site(), site(deleted(ONE)), site(deleted(ONE)), site(deleted(ONE)), site()],
        "gone for good": [site(), site(deleted(ONE, TWO)), site(deleted(ONE, TWO), edited(ARTICLES[0].id)), site(deleted(ONE, TWO), at=LATER)],
        "an error between two misses": [site(), site(deleted(ONE)), erring(site().article_paths()[ONE]), site(deleted(ONE))],
        "an answer between two misses": [site(), site(deleted(ONE)), site(), site(deleted(ONE))],
        "moved, redirected": [site(), forwarding(moved, site()), forwarding(moved, site()), moved],
        "moved, the old address missing": [site(), moved, moved, moved],
        "no validators": [without_validators(site()), without_validators(site(edited(TWO))), without_validators(site(edited(TWO)))],
        "the start page missing": [site(), down(site(), 404), down(site(), 404), site()],
        "no article answers": [site(), replaced(site()), replaced(site()), site()],
    }


def all_templates() -> dict[str, list[Site]]:
    def runs(template: str) -> list[Site]:
        changes = [(), (edited(ONE), added(NEWEST)), (deleted(TWO), added(NEWEST)), (deleted(TWO), added(NEWEST))]
        return [site(*change, template=template, difficulties=DIFFICULTIES) for change in changes]

    return {f"{template} with all difficulties": runs(template) for template in TEMPLATES}


SCENES = portal_runs() | all_templates()


def tables(output: Path) -> Tables:
    return {record.TABLE: pq.read_table(output / record.TABLE / f"{record.TABLE}.parquet").to_pylist() for record in TABLES}


def as_told_by_answers(found: Tables) -> Tables:
    """What the answers of the site tell: pages that have one, and runs without what they failed to get."""
    answered = [page for page in found["pages"] if page["source_ref"]]
    silent = {run["run_id"]: 0 for run in found["runs"]} | {
        run_id: sum(page["run_id"] == run_id and page["source_ref"] is None for page in found["pages"])
        for run_id in {page["run_id"] for page in found["pages"]}
    }
    runs = [
        {name: value for name, value in run.items() if name not in NOT_IN_ARCHIVES}
        | {name: run[name] - silent[run["run_id"]] for name in ("pages", "failed")}
        for run in found["runs"]
        if run["pages"] > silent[run["run_id"]]
    ]
    return found | {"pages": answered, "runs": runs}


def crawl_all(sites: Sequence[Site], url: BaseUrl, output: Path) -> None:
    for now in sites:
        url.become(now)
        with suppress(SiteUnread):  # a site that is down for a while
            crawl(f"{url}/", output, progress=False, settings=SETTINGS)


def forget_all_but_the_archive(output: Path) -> None:
    for path in output.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_the_journal_of_the_lost_state_is_not_taken_for_that_of_the_new_one(tmp_path: Path) -> None:
    with serve(site()) as url:
        crawl_all([site()], url, tmp_path)
    before = tables(tmp_path)
    forget_all_but_the_archive(tmp_path)
    (tmp_path / ".state").mkdir()
    (tmp_path / ".state" / "solieu.db-wal").write_bytes(b"\x37\x7f\x06\x82" + b"\0" * 5_000)
    rebuild(tmp_path, settings=SETTINGS)
    assert tables(tmp_path)["articles"] == before["articles"]


def recover(output: Path) -> RebuildReport:
    forget_all_but_the_archive(output)
    return rebuild(output, settings=SETTINGS)


@pytest.mark.parametrize("scene", SCENES)
def test_the_archive_gives_the_rows_and_the_memory_of_all_runs(tmp_path: Path, scene: str) -> None:
    sites = SCENES[scene]
    kept, lost = tmp_path / "kept", tmp_path / "lost"
    with serve(sites[0]) as url:
        crawl_all(sites, url, kept)
        shutil.copytree(kept, lost)
        report = recover(lost)
        assert report.missing == ()
        before, after = tables(kept), tables(lost)
        for name, rows in as_told_by_answers(before).items():
            assert as_told_by_answers(after)[name] == rows, name
        asked = []
        for output in (kept, lost):
            url.become(sites[-1])
            crawl(f"{url}/", output, progress=False, settings=SETTINGS)
            asked.append(sorted(url.answers))
    assert asked[1] == asked[0]
    assert news(lost)[-1] == news(kept)[-1]


def news(output: Path) -> list[tuple[int, int, int]]:
    return [(run["new_articles"], run["changed_articles"], run["gone_articles"]) for run in tables(output)["runs"]]


def test_the_scenes_hold_what_they_are_named_for(tmp_path: Path) -> None:
    """Lest two empty tables be found equal."""
    expected = {
        "edited, changed back": [(12, 0, 0), (0, 1, 0), (0, 1, 0)],
        "gone for good": [(12, 0, 0), (0, 0, 0), (0, 1, 2), (0, 1, 0)],
    }
    for scene, runs in expected.items():
        with serve(SCENES[scene][0]) as url:
            crawl_all(SCENES[scene], url, tmp_path / scene)
        recover(tmp_path / scene)
        assert news(tmp_path / scene) == runs
    assert [row["gone_at"] is not None for row in tables(tmp_path / "gone for good")["articles"]].count(True) == 2


def test_what_was_never_answered_is_counted(tmp_path: Path) -> None:
    with serve(site()) as url:
        crawl(f"{url}/", tmp_path, progress=False, settings=SETTINGS, limit=5)
    report = recover(tmp_path)
    assert report.is_recovery
    assert report.unanswered > 3
    assert rebuild(tmp_path, settings=SETTINGS).is_recovery is False


# ------------------------------------------------------------------ met again in another frame
@pytest.mark.parametrize("state", ["kept", "lost"])
def test_a_version_met_in_another_frame_keeps_its_times(tmp_path: Path, state: str) -> None:
    """The clock and the counters of the page changed, or its address: the same version, captured first when it was."""
    moved = site(renamed(TWO, OTHER_SECTION), at=LATER)
    with serve(site()) as url:
        crawl_all([site(), site(at=LATER), forwarding(moved, site()), site(edited(ONE), at=LATER), site(at=LATER)], url, tmp_path)
    before, versions = tables(tmp_path), history(tmp_path)
    assert len(versions) == len(ARTICLES) + 1
    assert sum(row[2] != row[4] for row in versions) >= len(ARTICLES)  # captured once, seen again later
    if state == "lost":
        forget_all_but_the_archive(tmp_path)
    else:
        rebuild(tmp_path, settings=SETTINGS | {"SOLIEU_EXTRACTOR": "tests.spiders.test_rebuild.shouting"})
        loud = history(tmp_path)
        assert [(row[0], *row[2:5]) for row in sorted(loud, key=times)] == [(row[0], *row[2:5]) for row in sorted(versions, key=times)]
    rebuild(tmp_path, settings=SETTINGS)
    assert history(tmp_path) == versions
    assert tables(tmp_path)["articles"] == before["articles"]


def times(row: tuple[object, ...]) -> tuple[str, ...]:
    return (str(row[0]), *map(str, row[2:5]))


# ------------------------------------------------------------------ interrupted
def test_a_killed_recovery_is_begun_again(tmp_path: Path) -> None:
    with serve(site()) as url:
        crawl_all([site(), site(deleted(ONE)), site(deleted(ONE), edited(TWO))], url, tmp_path)
    before = tables(tmp_path)
    forget_all_but_the_archive(tmp_path)
    code = (
        "import sys, time\nfrom solieu.rebuild import rebuild\n"
        "def slowly(done, known):\n    print(done, flush=True)\n    time.sleep(0.05)\n"
        "rebuild(sys.argv[1], progress=slowly)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 30:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / ".state" / "recovered.db").exists()
    assert not (tmp_path / ".state" / "solieu.db").exists()
    assert not (tmp_path / "articles").exists()
    assert rebuild(tmp_path, settings=SETTINGS).missing == ()
    assert tables(tmp_path)["articles"] == before["articles"]
    assert not (tmp_path / ".state" / "recovered.db").exists()


def test_a_damaged_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    with serve(site()) as url:
        crawl_all([site(), site(edited(ONE))], url, tmp_path)
    articles = tables(tmp_path)["articles"]
    cut, headless = sorted((tmp_path / "archive").iterdir())[:2]
    cut.write_bytes(cut.read_bytes()[:-500])
    headless.write_bytes(b"\0" * 100 + headless.read_bytes()[100:])
    report = recover(tmp_path)
    assert any(told.startswith(f"{cut.name}:") and "ends in the middle" in told for told in report.missing)
    assert any(told.startswith(f"{headless.name}: it does not say which run wrote it") for told in report.missing)
    assert all(cut.name in told or headless.name in told for told in report.missing)
    assert 0 < len(tables(tmp_path)["articles"]) <= len(articles)


def test_another_site_than_those_of_the_archive_is_refused(tmp_path: Path) -> None:
    with serve(site()) as url:
        crawl_all([site()], url, tmp_path)
    forget_all_but_the_archive(tmp_path)
    with pytest.raises(InputError, match="no run of kontum"):
        rebuild(tmp_path, "kontum", settings=SETTINGS)
    assert not (tmp_path / ".state" / "solieu.db").exists()
