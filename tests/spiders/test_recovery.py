"""Runs over a site that changes, then all but the archive deleted: a rebuild gives the same rows, and the next crawl asks for the same."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.records import TABLES
from solieu.crawl import crawl
from solieu.rebuild import RebuildReport, rebuild
from tests.site import DIFFICULTIES, BaseUrl, Site, generate, serve
from tests.site.later import LATER, added, deleted, down, edited, forwarding, later, renamed, replaced, without_validators
from tests.site.render import TEMPLATES

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
        crawl(f"{url}/", output, progress=False, settings=SETTINGS)


def forget_all_but_the_archive(output: Path) -> None:
    for path in output.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


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
