from __future__ import annotations

import gzip
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solieu.crawl import crawl
from spiders.payloads import PayloadIndex
from spiders.warcwriter import ArchiveWriter
from tests.spiders.support import SETTINGS, article_path, html, staged

try:
    from backports import zstd
except ImportError:  # Python 3.14 has it built in
    from compression import zstd  # type: ignore[import-not-found, no-redef]

BODY = html("Bài 1", text="5 hộ " * 100, article=True).body
OTHER = html("Bài 1", text="6 hộ " * 100, article=True).body


def day(n: int) -> datetime:
    return datetime(2021, 6, n, 8, 30, tzinfo=UTC)


def run(folder: Path, n: int, body: bytes, status: int = 200) -> Path:
    """The file of the n-th run of one archive, which holds one capture, on the n-th day."""
    with closing(ArchiveWriter(folder, f"run-{n}", "test", payloads=PayloadIndex(folder / "payloads.db", "x", folder))) as writer:
        writer.write(f"http://bandantoc.kontum.gov.vn{article_path(1)}", "GET", [], status, [("Content-Type", "text/html")], body, day(n), None)
    return folder / f"run-{n}-00000.warc.gz"


def replayed(output: Path, *files: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Day and outcome of the pages in order; day and first words of the articles."""
    assert crawl("kontum", output, archives=files, progress=False, settings=SETTINGS).exit == "complete"
    found = staged(output)
    return [(p["fetched_at"][8:10], p["outcome"]) for p in found.pages], [(a["retrieved_at"][8:10], a["text"][:4]) for a in found.articles]


def without_places(path: Path) -> Path:
    """The file as other crawlers write it: revisit records that do not say where the original stands."""
    data = b"\n".join(line for line in gzip.decompress(path.read_bytes()).split(b"\n") if b"Refers-To-File" not in line)
    plain = path.with_name(path.name.removesuffix(".gz"))
    plain.write_bytes(data)
    return plain


@pytest.mark.parametrize("form", ["ours", "without the place"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "the revisit first"])
def test_the_newest_capture_is_read_though_it_is_a_revisit(tmp_path: Path, form: str, order: tuple[int, int]) -> None:
    files = [run(tmp_path, 1, BODY), run(tmp_path, 4, BODY)]
    if form != "ours":
        files[1] = without_places(files[1])
    pages, articles = replayed(tmp_path / "out", *(files[n] for n in order))
    assert pages == [("01", "unchanged"), ("04", "article")]
    assert articles == [("04", "5 hộ")]


def test_a_version_that_came_back_is_read_at_its_newest_capture(tmp_path: Path) -> None:
    files = [run(tmp_path, 1, BODY), run(tmp_path, 2, OTHER), run(tmp_path, 3, BODY), run(tmp_path, 4, b"", 304)]
    pages, articles = replayed(tmp_path / "out", *files)
    assert pages == [("01", "unchanged"), ("02", "article"), ("03", "article"), ("04", "unchanged")]
    assert articles == [("02", "6 hộ"), ("03", "5 hộ")]


def test_a_revisit_of_what_no_file_holds_is_told(tmp_path: Path) -> None:
    run(tmp_path, 1, BODY)
    pages, articles = replayed(tmp_path / "out", run(tmp_path, 2, BODY))
    assert (pages, articles) == ([("02", "unchanged")], [])


def records(path: Path) -> list[bytes]:
    data = gzip.decompress(path.read_bytes())
    return [b"WARC/1.1\r\n" + part for part in data.split(b"WARC/1.1\r\n")[1:]]


def test_a_zstd_file_has_a_frame_a_record(tmp_path: Path) -> None:
    files = [run(tmp_path, 1, BODY), run(tmp_path, 2, OTHER)]
    packed = tmp_path / "both.warc.zst"
    packed.write_bytes(b"".join(zstd.compress(record) for path in files for record in records(path)))
    assert replayed(tmp_path / "out", packed) == replayed(tmp_path / "same", *files)


@pytest.mark.parametrize("is_packed", [False, True], ids=["dictionary", "compressed dictionary"])
def test_a_zstd_file_with_a_dictionary(tmp_path: Path, is_packed: bool) -> None:
    """As the zstd form of WARC has it: the dictionary stands in a skippable frame before the records."""
    all_records = [record for n in range(1, 9) for record in records(run(tmp_path, n, BODY + str(n).encode()))]
    dictionary = zstd.train_dict(all_records * 20, 4096)
    content = zstd.compress(dictionary.dict_content) if is_packed else dictionary.dict_content
    head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    packed = tmp_path / "dictionary.warc.zst"
    packed.write_bytes(head + b"".join(zstd.compress(record, zstd_dict=dictionary) for record in all_records))
    report = crawl("kontum", tmp_path / "out", archives=[packed], progress=False, settings=SETTINGS)
    assert (dict(report.outcomes), report.warnings) == ({"article": 8}, ())
