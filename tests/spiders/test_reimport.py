"""Imports read again by a rebuild, each way in, with the state and without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from solieu.crawl import crawl
from solieu.rebuild import rebuild
from spiders.sources import parse_sources
from spiders.warcwriter import ArchiveWriter
from tests.site.archived import Held, moment
from tests.site.commoncrawl import serve_commoncrawl
from tests.site.wayback import serve_wayback
from tests.spiders import test_commoncrawl, test_wayback
from tests.spiders.support import html
from tests.spiders.test_recovery import forget_all_but_the_archive, tables

HOST = "http://bandantoc.kontum.gov.vn"
SHOUTING = {"SOLIEU_EXTRACTOR": "tests.spiders.test_rebuild.shouting"}
TEXTS = ["Toàn tỉnh có 811 người có uy tín trong năm 2019.", "Đến tháng 6/2020 còn 1.204 hộ nghèo.", "Năm 2021 giải ngân 12,5 tỷ đồng."]


def path(number: int) -> str:
    return f"/tin-chuyen-nganh/Bai-viet-so-{number}-{700 + number}"


def body(number: int, words: str = "") -> bytes:
    return html(f"Bài viết số {number}", text=f"{TEXTS[number]} {words}".strip(), article=True).body


def real(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with the extractor and the pipeline of the project."""
    return {name: value for name, value in settings.items() if name not in ("SOLIEU_EXTRACTOR", "ITEM_PIPELINES")}


def held() -> list[Held]:
    days = ["2019-03-05", "2020-02-05", "2021-01-07"]
    pages = [Held(url=HOST + path(number), at=moment(day), body=body(number)) for number, day in enumerate(days)]
    edited = Held(url=HOST + path(0), at=moment("2021-06-01"), body=body(0, "Đính chính: 812 người."))
    return [*pages, edited, Held(url=HOST + path(9), at=moment("2020-01-01"), status=404)]


def from_wayback(output: Path, kept: Path) -> None:
    with serve_wayback(held()) as service:
        crawl("kontum", output, progress=False, settings=real(test_wayback.settings(service, kept)), source=parse_sources(["wayback"]))


def from_commoncrawl(output: Path, kept: Path) -> None:
    with serve_commoncrawl({"CC-MAIN-2021-31": held()}) as service:
        crawl("kontum", output, progress=False, settings=real(test_commoncrawl.settings(service, kept)), source=parse_sources(["commoncrawl"]))


def warc(kept: Path, site: str | None = "kontum") -> Path:
    """A WARC file of the user's with a revisit record and a page of another host."""
    with closing(ArchiveWriter(kept, "mine", "test")) as writer:
        for number, one in enumerate([*held(), Held(url="http://khac.vn/", at=moment("2020-01-02"), body=body(1))]):
            at = one.at.replace(microsecond=number)
            writer.write(one.url, "GET", [], one.status, [("Content-Type", "text/html; charset=utf-8")], one.body, at, None)
    return kept / "mine-00000.warc.gz"


def from_warc(output: Path, kept: Path) -> None:
    crawl("kontum", output, archives=[warc(kept)], progress=False)


def from_warc_of_any_site(output: Path, kept: Path) -> None:
    crawl(None, output, archives=[warc(kept)], progress=False)


def from_folder(output: Path, kept: Path) -> None:
    folder = kept / "trang đã lưu"
    (folder / "2019").mkdir(parents=True)
    for number in range(3):
        saved = folder / "2019" / f"bài {number}.html"
        saved.write_bytes(body(number))
        os.utime(saved, (1_600_000_000 + number, 1_600_000_000 + number))
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    crawl(None, output, folder=folder, progress=False)


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "wayback": from_wayback,
    "commoncrawl": from_commoncrawl,
    "warc": from_warc,
    "warc of any site": from_warc_of_any_site,
    "folder": from_folder,
}


@contextmanager
def imported(way: str, tmp_path: Path) -> Iterator[Path]:
    kept = tmp_path / "kept"
    kept.mkdir()
    WAYS[way](tmp_path / "out", kept)
    assert len(tables(tmp_path / "out")["articles"]) >= 3
    assert len(tables(tmp_path / "out")["figures"]) >= 3
    yield tmp_path / "out"


@pytest.mark.parametrize("way", WAYS)
def test_an_import_is_read_again(tmp_path: Path, way: str) -> None:
    with imported(way, tmp_path) as output:
        before = tables(output)
        report = rebuild(output)
        assert (report.missing, dict(report.changes)) == ((), {})
        assert report.reread >= 4
        assert tables(output) == before
        rebuild(output, settings=SHOUTING)
        loud = tables(output)["articles"]
        assert sorted(row["title"] for row in loud) == sorted(row["title"].upper() for row in before["articles"])
        rebuild(output)
        assert tables(output) == before


@pytest.mark.parametrize("way", WAYS)
def test_an_import_is_read_again_where_the_state_is_lost(tmp_path: Path, way: str) -> None:
    with imported(way, tmp_path) as output:
        before = tables(output)
        forget_all_but_the_archive(output)
        report = rebuild(output)
        assert (report.missing, report.is_recovery) == ((), True)
        after = tables(output)
        for name in before.keys() - {"runs"}:
            assert after[name] == before[name], name
        times = ("started_at", "finished_at")
        assert [{k: v for k, v in run.items() if k not in times} for run in after["runs"]] == [
            {k: v for k, v in run.items() if k not in times} for run in before["runs"]
        ]


@pytest.mark.parametrize("way", ["warc", "folder"])
def test_a_source_that_is_not_there_any_more_is_told_and_its_rows_stay(tmp_path: Path, way: str) -> None:
    with imported(way, tmp_path) as output:
        before = tables(output)
        shutil.rmtree(tmp_path / "kept")
        report = rebuild(output, settings=SHOUTING)
        assert any("no such" in line and "kept" in line for line in report.missing)
        assert any("keep their rows" in line for line in report.missing)
        assert tables(output) == before
        forget_all_but_the_archive(output)
        report = rebuild(output)
        assert any("no such" in line for line in report.missing)
        assert tables(output)["articles"] == []


def test_a_saved_file_that_changed_keeps_its_row_and_one_that_was_touched_its_time(tmp_path: Path) -> None:
    with imported("folder", tmp_path) as output:
        before = tables(output)
        files = sorted((tmp_path / "kept").rglob("*.html"))
        files[0].write_bytes(body(0, "Thêm 3 hộ."))
        os.utime(files[1])
        report = rebuild(output)
        assert tables(output) == before
        (told,) = report.missing
        assert "1 pages" in told
        assert files[0].name in told


def test_a_warc_file_that_grew_is_read_as_far_as_it_is_what_it_was(tmp_path: Path) -> None:
    with imported("warc", tmp_path) as output:
        before = tables(output)
        mine = tmp_path / "kept" / "mine-00000.warc.gz"
        mine.write_bytes(mine.read_bytes() + mine.read_bytes())
        report = rebuild(output)
        assert any("has changed since" in line for line in report.missing)
        assert tables(output) == before


def test_a_warc_file_that_was_moved_to_the_archive_is_found_there(tmp_path: Path) -> None:
    with imported("warc", tmp_path) as output:
        before = tables(output)
        shutil.move(tmp_path / "kept" / "mine-00000.warc.gz", output / "archive")
        assert rebuild(output).missing == ()
        assert tables(output) == before


def test_live_runs_and_imports_stand_in_the_order_of_their_times(tmp_path: Path) -> None:
    """A version that two ways brought has its earliest capture; which run brought the news is known by the order of the runs."""
    output = tmp_path / "out"
    (tmp_path / "kept").mkdir()
    from_folder(output, tmp_path / "kept")
    from_warc(output, tmp_path / "kept")
    before = tables(output)
    assert datetime(2020, 9, 13, tzinfo=UTC) in {row["retrieved_at"].replace(hour=0, minute=0, second=0) for row in before["articles"]}
    forget_all_but_the_archive(output)
    assert rebuild(output).missing == ()
    after = tables(output)
    news = ("run_id", "site", "new_articles", "changed_articles", "gone_articles")
    assert [[run[name] for name in news] for run in after["runs"]] == [[run[name] for name in news] for run in before["runs"]]
    assert after["articles"] == before["articles"]
