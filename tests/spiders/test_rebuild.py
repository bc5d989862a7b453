from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.records import TABLES, Harvest, PageFetch, Sighting
from pipelines.store import Staging, publish, state_path
from solieu.crawl import crawl
from solieu.rebuild import rebuild
from spiders.errors import InputError, SiteBusy
from spiders.frontier import SiteLock
from spiders.references import resolve
from tests.site import DIFFICULTIES, build_site, load_articles, serve

FOUND = ("articles", "figures", "dates", "references", "policies")
SETTINGS = {"RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 5, "SOLIEU_WARC_MAX_BYTES": 60_000}
ROOT = Path(__file__).parents[2]


def tables(output: Path, names: tuple[str, ...] = tuple(record.TABLE for record in TABLES)) -> dict[str, list[dict[str, object]]]:
    return {name: pq.read_table(output / name / f"{name}.parquet").to_pylist() for name in names}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder after three runs of a site that was edited between them."""
    output = tmp_path_factory.mktemp("crawled")
    site = build_site("portal", load_articles()[:12], DIFFICULTIES)
    with serve(site) as url:
        for run in range(3):
            for path in list(site.article_paths().values())[:run]:
                body = site[path].body.replace(b"</p>", f" Lần {run}: thêm {run + 3} hộ nghèo.</p>".encode(), 1)
                site[path] = replace(site[path], body=body)
            assert crawl(url, output, progress=False, settings=SETTINGS).exit == "complete"
    return output


@pytest.fixture
def output(crawled: Path, tmp_path: Path) -> Path:
    shutil.copytree(crawled, tmp_path / "out")
    return tmp_path / "out"


KNOWN_OF_RUNS = ("run_id", "site", "articles", "listings", "unchanged", "figures", "new_articles", "changed_articles", "gone_articles")
"""What the answers of a run tell of it; its exact times, and the fetches that failed without an answer, stand in no archive."""


def runs(found: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [{name: run[name] for name in KNOWN_OF_RUNS} for run in found["runs"]]


def history(output: Path) -> list[tuple[object, ...]]:
    """All versions that the state holds, with what stands in them."""
    with sqlite3.connect(output / ".state" / "solieu.db") as db:
        columns = 'article_id, version, captured_at, first_seen_at, last_seen_at, "articles", "figures", "dates", "references"'
        return db.execute(f"SELECT {columns} FROM versions ORDER BY article_id, version").fetchall()


def test_a_rebuild_gives_the_rows_of_the_crawl(output: Path) -> None:
    before, versions = tables(output), history(output)
    assert len(versions) > len(before["articles"]) >= 12
    report = rebuild(output, settings=SETTINGS)
    assert report.missing == ()
    assert report.reread > 20
    assert dict(report.changes) == {}
    assert tables(output) == before
    assert history(output) == versions
    assert not (output / ".state" / "rebuild.db").exists()


def test_what_was_noted_of_a_version_that_was_met_again_stays(output: Path) -> None:
    """The edited article went back to its first wording, and the crawl knew that without reading it again."""
    edited = next(article_id for article_id, number in Counter(row[0] for row in history(output)).items() if number > 1)
    first = min((row for row in history(output) if row[0] == edited), key=lambda row: str(row[2]))
    at, run_id = datetime.now(UTC), str(tables(output, ("runs",))["runs"][-1]["run_id"])
    page = PageFetch(url="http://x.vn/", requested_url="http://x.vn/", fetched_at=at, status=304, outcome="unchanged", run_id=run_id)
    sighting = Sighting(article_id=edited, version=str(first[1]), url="http://x.vn/moi", section="moi")
    with Staging(state_path(output)) as staging:
        assert staging.stage(Harvest(key="again", page=page, sighting=sighting))
        publish(staging, output)
    before, versions = tables(output), history(output)
    current = next(row for row in before["articles"] if row["article_id"] == edited)
    assert (current["version"], current["url"]) == (first[1], "http://x.vn/moi")
    for extractor in ("tests.spiders.test_rebuild.shouting", "extractors.extract_page"):
        rebuild(output, settings=SETTINGS | {"SOLIEU_EXTRACTOR": extractor})
        after = next(row for row in tables(output)["articles"] if row["article_id"] == edited)
        assert (str(after["text"]), after["url"]) == (current["text"], "http://x.vn/moi")
    assert tables(output) == before
    assert history(output) == versions


def test_every_reference_of_the_datasets_resolves(output: Path) -> None:
    found = tables(output, ("articles", "pages"))
    assert len(list((output / "archive").iterdir())) > 3
    for row in [*found["articles"], *(page for page in found["pages"] if page["source_ref"])]:
        capture, _ = resolve(str(row["source_ref"]), output / "archive")
        assert capture.at == row.get("fetched_at", row.get("retrieved_at"))


def test_a_rebuild_from_the_archive_alone(output: Path) -> None:
    before, versions = tables(output), history(output)
    for path in output.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    report = rebuild(output, settings=SETTINGS)
    assert report.changes["articles"].added == len(before["articles"])
    after = tables(output)
    assert {name: after[name] for name in FOUND} == {name: before[name] for name in FOUND}
    assert history(output) == versions
    assert runs(after) == runs(before)
    answered = [page for page in before["pages"] if page["source_ref"]]
    assert after["pages"] == answered


def test_another_extractor_gives_other_rows_and_says_so(output: Path) -> None:
    before = tables(output)
    report = rebuild(output, settings=SETTINGS | {"SOLIEU_EXTRACTOR": "tests.spiders.test_rebuild.shouting"})
    after = tables(output)
    assert {row["extractor_version"] for row in after["articles"]} == {"shouting"}
    assert {row["title"] for row in after["articles"]} == {str(row["title"]).upper() for row in before["articles"]}
    assert after["runs"] == before["runs"]
    assert (report.changes["articles"].added, report.changes["articles"].gone) == (len(after["articles"]), len(before["articles"]))
    rebuild(output, settings=SETTINGS)
    assert tables(output) == before


def shouting(page: object) -> object:
    """An extractor of another time."""
    from extractors import extract_page

    found = extract_page(page)  # type: ignore[arg-type]
    if found.article is not None:
        found.article.title, found.article.extractor_version = found.article.title.upper(), "shouting"
        found.article.version = f"s{found.article.version}"[:16]
        for row in (*found.figures, *found.dates, *found.references):
            row.version = found.article.version
    return found


def test_a_lost_file_keeps_its_rows(output: Path) -> None:
    before, versions = tables(output), history(output)
    lost = sorted((output / "archive").iterdir())[1]
    lost.unlink()
    report = rebuild(output, settings=SETTINGS)
    assert report.missing
    assert all(lost.name in missing for missing in report.missing)
    assert tables(output) == before
    assert [row[:2] for row in history(output)] == [row[:2] for row in versions]


def test_what_other_ways_brought_stays(output: Path, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "bai.html").write_text("<html><body><h1>Một bài đã lưu</h1><p>Toàn tỉnh có 811 người có uy tín trong năm 2019.</p></body></html>")
    crawl(None, output, folder=tmp_path / "saved", progress=False)
    before = tables(output)
    assert any(row["source"] == "folder" for row in before["articles"])
    assert dict(rebuild(output, settings=SETTINGS).changes) == {}
    assert tables(output) == before


def test_a_site_that_is_crawled_is_left_alone(output: Path) -> None:
    lock = SiteLock(output / ".state", "127.0.0.1").acquire()
    try:
        with pytest.raises(SiteBusy):
            rebuild(output, settings=SETTINGS)
    finally:
        lock.release()


@pytest.mark.parametrize(("site", "message"), [("kontum", "no run of kontum"), (None, "no archive")])
def test_nothing_to_rebuild(output: Path, tmp_path: Path, site: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        rebuild(output if site else tmp_path / "empty", site, settings=SETTINGS)


def test_a_killed_rebuild_leaves_all_as_it_was(output: Path) -> None:
    before, versions = tables(output), history(output)
    code = (
        "import sys, time\nfrom solieu.rebuild import rebuild\n"
        "def slowly(done, known):\n    print(done, flush=True)\n    time.sleep(0.05)\n"
        "rebuild(sys.argv[1], progress=slowly, settings={'SOLIEU_EXTRACTOR': 'tests.spiders.test_rebuild.shouting'})"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", code, str(output)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 20:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (output / ".state" / "rebuild.db").exists()
    assert tables(output) == before
    assert history(output) == versions
    assert dict(rebuild(output, settings=SETTINGS).changes) == {}
    assert tables(output) == before
