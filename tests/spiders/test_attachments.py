"""The files that articles link to: archived, told in ``pages``, and joined with their articles whatever the spelling."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pytest

from extractors.pages.files import file_url
from solieu.crawl import crawl
from solieu.rebuild import rebuild
from spiders.references import resolve
from tests.spiders.support import Reply, html, serve
from tests.spiders.test_recovery import as_told_by_answers, forget_all_but_the_archive, tables

SETTINGS = {"RETRY_TIMES": 0, "SOLIEU_RETRY_DELAY": 0.01, "DOWNLOAD_TIMEOUT": 5}
ARTICLE = "/tin-chuyen-nganh/Ke-hoach-nam-2020-801"
PDF, OLE, ZIP = b"%PDF-1.4\n" + b"x" * 3_000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"y" * 3_000, b"PK\x03\x04" + b"z" * 3_000
NAME = "/tệp/Báo cáo số 1.pdf"
DECOMPOSED = unicodedata.normalize("NFD", "/tep/hộ.pdf")

FILES: dict[str, tuple[str, Reply]] = {
    # how the article links to it -> the path that the server is asked for, and its answer
    "/tep/bieu.xls": ("/tep/bieu.xls", Reply(OLE, headers={"Content-Type": "application/vnd.ms-excel"})),
    "../tep/tuong-doi.DOC": ("/tep/tuong-doi.DOC", Reply(OLE, headers={"Content-Type": "application/msword"})),
    NAME: (quote(NAME), Reply(PDF, headers={"Content-Type": "application/pdf"})),
    quote("/tệp/Đã mã hóa.docx"): (quote("/tệp/Đã mã hóa.docx"), Reply(ZIP, headers={"Content-Type": "application/octet-stream"})),
    "/tep/hai%20lan.pdf": ("/tep/hai%20lan.pdf", Reply(PDF + b"2", headers={"Content-Type": "text/html"})),
    "/tep/phien.zip;jsessionid=0A1B?PHPSESSID=77": ("/tep/phien.zip", Reply(ZIP + b"1", headers={"Content-Type": "application/zip"})),
    "/tep/tham-so.rtf?b=2&a=1&utm_source=x": ("/tep/tham-so.rtf?b=2&a=1", Reply(rb"{\rtf1 x}" * 50, headers={"Content-Type": "application/rtf"})),
    "http://localhost:{port}/tep/ten-khac.rar": ("/tep/ten-khac.rar", Reply(b"Rar!\x1a\x07" + b"r" * 900, headers={"Content-Type": "application/x-rar"})),
    DECOMPOSED: (quote(DECOMPOSED), Reply(PDF + b"3", headers={"Content-Type": "application/pdf"})),
    "/tep/bao-loi.pdf": ("/tep/bao-loi.pdf", html("Không tìm thấy", text="Trang không tồn tại")),
    "/tep/khong-con.pptx": ("/tep/khong-con.pptx", html("Không tìm thấy", status=404)),
    "/tep/qua-lon.xlsx": ("/tep/qua-lon.xlsx", Reply(ZIP * 40, headers={"Content-Type": "application/zip"})),
    "/tep/dai-hon-trang.pdf": ("/tep/dai-hon-trang.pdf", Reply(PDF * 15, headers={"Content-Type": "application/pdf"})),
}
OFF_SITE = "http://noi-khac.invalid/tep/ngoai.pdf"
OUTCOMES = {
    "bao-loi.pdf": ("soft_404", "listing", "error"),
    "khong-con.pptx": ("gone",),
    "qua-lon.xlsx": ("too_large",),
}
MAX_PAGE, MAX_FILE = 30_000, 60_000


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An output folder after two runs, and what was asked for in the first."""
    folder = tmp_path_factory.mktemp("files")
    article = Reply(headers={"Content-Type": "text/html; charset=utf-8"})
    site = dict(FILES.values()) | {"/": html("Trang chủ", ARTICLE, text="Tin"), ARTICLE: article}
    with serve(site) as url, pytest.MonkeyPatch.context() as patch:
        article.body = article_body(port_of(url))
        (folder / "sites.toml").write_text(sites_file(url))
        patch.setenv("SOLIEU_SITES", str(folder / "sites.toml"))
        crawl("thu", folder / "out", progress=False, settings=SETTINGS)
        asked = list(url.requests)
        crawl("thu", folder / "out", progress=False, settings=SETTINGS)
    return folder, asked


def article_body(port: str) -> bytes:
    links = [*(link.format(port=port) for link in FILES), OFF_SITE]
    text = "Năm 2020 toàn tỉnh còn 1.204 hộ nghèo, giảm 311 hộ so với năm trước. " * 5
    anchors = "".join(f'<p>Tải về <a href="{link}">biểu</a></p>' for link in links)
    return f"<html><body><article><h1>Kế hoạch năm 2020</h1><p>{text}</p>{anchors}</article></body></html>".encode()


def port_of(url: str) -> str:
    return url.rpartition(":")[2].strip("/")


def sites_file(url: str) -> str:
    port = port_of(url)
    return (
        f'[thu]\nhosts = ["127.0.0.1:{port}", "localhost:{port}"]\nstart_urls = ["http://127.0.0.1:{port}/"]\ntemplate = "tnc"\n'
        f"allow_loopback = true\ndelay = 0\nmax_bytes = {MAX_PAGE}\nmax_attachment_bytes = {MAX_FILE}\n"
    )


def joined(output: Path) -> dict[str, set[str]]:
    """Outcomes by the name of the file, over the plain join of attachments and pages."""
    with duckdb.connect() as db:
        rows = db.execute(
            "SELECT file.url, list(outcome) FILTER (pages.url IS NOT NULL) FROM (SELECT unnest(attachments) AS file FROM read_parquet(?)) "
            "LEFT JOIN read_parquet(?) AS pages ON file.url = pages.url GROUP BY file.url",
            [str(output / "articles" / "articles.parquet"), str(output / "pages" / "pages.parquet")],
        ).fetchall()
    return {str(url): set(outcomes or ()) for url, outcomes in rows}


def test_each_file_of_an_article_joins_its_fetches(crawled: tuple[Path, list[str]]) -> None:
    folder, asked = crawled
    found = joined(folder / "out")
    assert len(found) == len(FILES) + 1
    assert found.pop(OFF_SITE) == set()
    for url, outcomes in found.items():
        assert url.startswith("http://127.0.0.1:"), url
        expected = OUTCOMES.get(url.rpartition("/")[2], ("attachment",))
        assert outcomes & set(expected), (url, outcomes)
    for path, _ in FILES.values():
        assert asked.count(path) == 1, path
    assert not any("ngoai" in path for path in asked)


def test_what_is_too_large_is_told_and_no_part_of_it_kept(crawled: tuple[Path, list[str]]) -> None:
    folder, _ = crawled
    rows = [page for page in tables(folder / "out")["pages"] if page["outcome"] == "too_large"]
    assert {(page["url"].rpartition("/")[2], page["reason"], page["source_ref"]) for page in rows} == {("qua-lon.xlsx", f"more than {MAX_FILE} bytes", None)}
    data = b"".join(path.read_bytes() for path in sorted((folder / "out" / "archive").iterdir()))
    assert b"qua-lon" not in data
    report = [page for page in tables(folder / "out")["pages"] if page["outcome"] == "attachment"]
    assert any(page["bytes"] > MAX_PAGE for page in report)


def test_the_archive_holds_the_files_byte_for_byte(crawled: tuple[Path, list[str]]) -> None:
    folder, _ = crawled
    bodies = {path: reply.body for path, reply in FILES.values()}
    rows: list[dict[str, Any]] = [page for page in tables(folder / "out")["pages"] if page["outcome"] in ("attachment", "unchanged")]
    files = [page for page in rows if "/tep/" in page["url"] or "/t%E1" in page["url"]]
    assert len(files) >= 2 * 9
    for page in files:
        _, payload = resolve(page["source_ref"], folder / "out" / "archive")
        path = page["requested_url"].partition("//")[2].partition("/")[2]
        assert payload.body == bodies[f"/{path}"]


def test_a_rebuild_gives_the_same_with_and_without_the_state(crawled: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = crawled
    monkeypatch.setenv("SOLIEU_SITES", str(folder / "sites.toml"))
    before = tables(folder / "out")
    report = rebuild(folder / "out", settings=SETTINGS)
    assert (report.missing, dict(report.changes)) == ((), {})
    forget_all_but_the_archive(folder / "out")
    rebuild(folder / "out", settings=SETTINGS)
    after = tables(folder / "out")
    for name, rows in as_told_by_answers(before).items():
        assert as_told_by_answers(after)[name] == rows, name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://x.vn/tep/a.pdf", "http://x.vn/tep/a.pdf"),
        ("HTTP://X.vn:80/tep/a.pdf#trang=2", "http://x.vn/tep/a.pdf"),
        ("https://x.vn:443/tep/A.PDF", "https://x.vn/tep/A.PDF"),
        ("http://x.vn:8080/a.pdf", "http://x.vn:8080/a.pdf"),
        ("http://www.x.vn/a.pdf", "http://www.x.vn/a.pdf"),
        ("http://x.vn/tệp/Báo cáo.pdf", "http://x.vn/t%E1%BB%87p/B%C3%A1o%20c%C3%A1o.pdf"),
        ("http://x.vn/t%e1%bb%87p/B%c3%a1o%20c%c3%a1o.pdf", "http://x.vn/t%E1%BB%87p/B%C3%A1o%20c%C3%A1o.pdf"),
        ("http://x.vn/te\u0302\u0323p/a.pdf", "http://x.vn/t%E1%BB%87p/a.pdf"),
        ("http://x.vn/a%2Fb.pdf", "http://x.vn/a%2Fb.pdf"),
        ("http://x.vn/a%C0.pdf", "http://x.vn/a%C0.pdf"),
        ("http://x.vn/100%.pdf", "http://x.vn/100%25.pdf"),
        ("http://x.vn/(S(abcdefgh12345678))/a.pdf;jsessionid=A1", "http://x.vn/a.pdf"),
        ("http://x.vn/a.pdf?v=2&sid=x9&a=á", "http://x.vn/a.pdf?v=2&a=%C3%A1"),
        ("http://x.vn/tai.aspx?tep=%C3%A1.pdf", "http://x.vn/tai.aspx?tep=%C3%A1.pdf"),
        ("http://x.vn/\ud800.pdf", "http://x.vn/%3F.pdf"),
        ("http://[::1/a.pdf", "http://[::1/a.pdf"),
        ("bai.html", "bai.html"),
    ],
)
def test_the_spelling_of_a_file(url: str, expected: str) -> None:
    assert file_url(url) == expected
    assert file_url(expected) == expected
