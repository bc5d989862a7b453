from __future__ import annotations

import os
from pathlib import Path

import pytest

from solieu.crawl import InputError, crawl
from spiders.saved import stated_url
from tests.spiders.support import SETTINGS, html, staged

ARTICLE = html("Một", text="5 hộ", article=True).body
CANONICAL = ARTICLE.replace(b"<head>", b'<head><link rel="canonical" href="http://www.bandantoc.kontum.gov.vn/tin/Mot-5">')


def test_every_file_has_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    files = {
        "b.html": ARTICLE,
        "a.htm": CANONICAL,
        "sub/c d.txt": ARTICLE,
        "empty.html": b"",
        "picture.png": b"\x89PNG",
        "report.html": b"%PDF-1.4",
        ".hidden/x.html": ARTICLE,
    }
    for name, body in files.items():
        (folder / name).write_bytes(body)
        os.utime(folder / name, (1_624_500_000, 1_624_500_000))
    report = crawl(None, tmp_path / "out", folder=folder, progress=False, settings=SETTINGS)
    found = staged(tmp_path / "out")
    assert [(p["source_ref"], p["outcome"], p["reason"]) for p in found.pages] == [
        ("a.htm", "article", None),
        ("b.html", "article", None),
        ("empty.html", "error", "empty body"),
        ("picture.png", "error", "not a page: file of type .png"),
        ("report.html", "attachment", "application/pdf sent as text/html"),
        ("sub/c d.txt", "article", None),
    ]
    assert [(a["site"], a["url"], a["source"]) for a in found.articles] == [
        ("kontum", "http://bandantoc.kontum.gov.vn/tin/Mot-5", "folder"),
        ("folder", "file:///b.html", "folder"),
        ("folder", "file:///sub/c%20d.txt", "folder"),
    ]
    assert {a["retrieved_at"] for a in found.articles} == {"2021-06-24 02:00:00+00:00"}
    assert (report.exit, report.articles) == ("complete", 3)


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / os.fsdecode(b"b\xff.html")).write_bytes(ARTICLE)
    report = crawl(None, tmp_path / "out", folder=folder, progress=False, settings=SETTINGS)
    assert [(p["source_ref"], p["url"], p["outcome"]) for p in staged(tmp_path / "out").pages] == [("b\\xff.html", "file:///b%5Cxff.html", "article")]
    assert (report.exit, report.articles) == ("complete", 1)


def test_moving_the_folder_changes_no_identity(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_bytes(ARTICLE)
        crawl(None, tmp_path / f"out-{name}", folder=tmp_path / name, progress=False, settings=SETTINGS)
        ids.append([a["article_id"] for a in staged(tmp_path / f"out-{name}").articles])
    assert ids[0] == ids[1] != []


@pytest.mark.parametrize(("make", "message"), [(None, "no such folder"), ("file", "not a folder"), ("folder", "empty folder")])
def test_refused_at_once(tmp_path: Path, make: str | None, message: str) -> None:
    path = tmp_path / "x"
    if make == "file":
        path.touch()
    elif make == "folder":
        path.mkdir()
    with pytest.raises(InputError, match=message):
        crawl(None, tmp_path / "out", folder=path, progress=False, settings=SETTINGS)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="http://x.vn/a">', "http://x.vn/a"),
        ('<meta property="og:url" content="https://x.vn/b">', "https://x.vn/b"),
        ("<!-- saved from url=(0014)http://x.vn/c -->", "http://x.vn/c"),
        ('<base href="http://x.vn/d/"><link rel="canonical" href="e">', "http://x.vn/d/e"),
        ('<base href="http://x.vn/d/">', "http://x.vn/d/"),
        ('<link rel="canonical" href="/relative">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ("", None),
    ],
)
def test_stated_url(head: str, url: str | None) -> None:
    assert stated_url(f"<html><head>{head}</head><body>x".encode()) == url
