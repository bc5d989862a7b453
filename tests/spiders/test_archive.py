from __future__ import annotations

import gzip
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from solieu.crawl import InputError, crawl
from spiders.warc import Capture, index_archive
from spiders.warcreader import ArchiveReader
from spiders.warcwriter import ArchiveWriter
from spiders.wholeness import Damage
from tests.spiders.support import SETTINGS, article_path, html, serve, small_site, staged

PROVENANCE = ("retrieved_at", "first_seen_at", "source", "source_ref")


def write(folder: Path, *exchanges: tuple[str, datetime, bytes, int], headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)) -> Path:
    """A WARC file of (path, capture time, body, status) on the site kontum."""
    writer = ArchiveWriter(folder, "made", "test")
    for path, at, body, status in exchanges:
        writer.write(f"http://bandantoc.kontum.gov.vn{path}", "GET", [], status, list(headers), body, at, None)
    writer.close()
    return folder / "made-00000.warc.gz"


def day(n: int) -> datetime:
    return datetime(2021, 6, n, 8, 30, 15, 123456, tzinfo=UTC)


def page(text: str, n: int = 701) -> bytes:
    return html(f"Bài {n}", text=text, article=True).body


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("live")
    with serve(small_site()) as url:
        crawl(url, output, progress=False, settings=SETTINGS)
    return output


@pytest.fixture(scope="module")
def warc(live: Path) -> Path:
    (path,) = (live / "archive").iterdir()
    return path


def test_another_reader_finds_every_exchange_whole(live: Path, warc: Path) -> None:
    with warc.open("rb") as stream:
        records = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
            records.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Concurrent-To")))
    responses = [uri for kind, uri, _ in records if kind == "response"]
    assert [uri for kind, uri, _ in records if kind == "request"] == responses
    assert records[0][0] == "warcinfo"
    assert {p["requested_url"] for p in staged(live).pages if p["status"]} <= set(responses)


@pytest.mark.parametrize("named", [True, False], ids=["with the site named", "without"])
def test_the_archive_gives_the_rows_of_the_crawl(live: Path, warc: Path, tmp_path: Path, named: bool) -> None:
    home = f"http://127.0.0.1:{staged(live).pages[0]['requested_url'].split(':')[2].split('/')[0]}/"
    report = crawl(home if named else None, tmp_path, archives=[warc], progress=False, settings=SETTINGS)
    assert report.exit == "complete"
    assert staged(tmp_path).rows(*PROVENANCE) == staged(live).rows(*PROVENANCE)
    assert staged(tmp_path).rows("source", "source_ref") != []
    assert {a["source"] for a in staged(tmp_path).articles} == {"archive"}
    times = {a["article_id"]: a["retrieved_at"] for a in staged(live).articles}
    assert {a["article_id"]: a["retrieved_at"] for a in staged(tmp_path).articles} == times


def test_the_archive_gives_the_pages_of_the_crawl(live: Path, warc: Path, tmp_path: Path) -> None:
    crawl(None, tmp_path, archives=[warc], progress=False, settings=SETTINGS)
    fetched = {page["source_ref"]: page["outcome"] for page in staged(live).pages if page["status"]}
    assert {"article", "listing", "gone", "error", "duplicate", "offsite", "attachment"} == set(fetched.values())
    again = {page["source_ref"]: page["outcome"] for page in staged(tmp_path).pages}
    assert {ref: again[ref] for ref in fetched} == fetched


def cut_points() -> list[pytest.param]:  # type: ignore[valid-type]
    return [pytest.param(share, id=f"at {share:.0%}") for share in (0.3, 0.55, 0.8, 0.999)]


@pytest.mark.parametrize("share", cut_points())
def test_a_file_that_is_cut_off_keeps_what_is_whole(warc: Path, tmp_path: Path, share: float) -> None:
    data = warc.read_bytes()
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(data[: int(len(data) * share)])
    whole = [c for c in index_archive(warc) if isinstance(c, Capture)]
    *kept, damage = index_archive(cut)
    assert isinstance(damage, Damage)
    assert [c.offset for c in kept] == [c.offset for c in whole][: len(kept)]
    assert all(c.offset >= damage.offset for c in whole[len(kept) :])
    report = crawl(None, tmp_path / "out", archives=[cut], progress=False, settings=SETTINGS)
    assert report.warnings == (f"{damage.ref}: the file ends in the middle of a record",)
    last = staged(tmp_path / "out").pages[-1]
    assert (last["outcome"], last["reason"], last["source_ref"]) == ("error", "the file ends in the middle of a record", damage.ref)
    assert report.exit == "complete"


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    whole = write(tmp_path, *((article_path(n), day(n), page(f"{n} hộ", n), 200) for n in (1, 2, 3)))
    data = whole.read_bytes()
    captures = [c for c in index_archive(whole) if isinstance(c, Capture)]
    starts = {c.offset for c in captures}
    members = [i for i in range(len(data)) if data.startswith(b"\x1f\x8b\x08", i)] + [len(data)]
    for length in range(captures[0].offset + 1, len(data)):
        cut = tmp_path / "cut.warc.gz"
        cut.write_bytes(data[:length])
        *kept, last = index_archive(cut)
        if length in members:
            kept.append(last)
        else:
            assert isinstance(last, Damage), length
            assert last.offset == max(m for m in members if m < length), length
        assert [c.offset for c in kept if isinstance(c, Capture)] == [m for m, end in pairwise(members) if end <= length and m in starts], length


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    whole = write(tmp_path, *((article_path(n), day(n), page(f"{n} hộ", n), 200) for n in (1, 2, 3)))
    data = whole.read_bytes()
    captures = [c for c in index_archive(whole) if isinstance(c, Capture)]
    broken = tmp_path / "broken.warc.gz"
    at = captures[1].offset + 200
    broken.write_bytes(data[:at] + bytes(64) + data[at + 64 :])
    first, damage, third = index_archive(broken)
    assert [getattr(c, "url", None) for c in (first, third)] == [captures[0].url, captures[2].url]
    assert isinstance(damage, Damage)
    assert damage.offset == captures[1].offset
    assert damage.reason.startswith("broken record: ")


def test_a_plain_file_that_is_cut_off(tmp_path: Path) -> None:
    whole = write(tmp_path, *((article_path(n), day(n), page(f"{n} hộ", n), 200) for n in (1, 2, 3)))
    data = gzip.decompress(whole.read_bytes())
    plain = tmp_path / "plain.warc"
    plain.write_bytes(data)
    assert [type(c) for c in index_archive(plain)] == [Capture] * 3
    starts = [i for i in range(len(data)) if data.startswith(b"WARC/1.1\r\n", i)]
    for record, cut in ((3, 100), (4, 40), (5, 300), (5, 500)):
        plain.write_bytes(data[: starts[record] + cut])
        *kept, damage = index_archive(plain)
        assert isinstance(damage, Damage)
        assert damage.offset in (starts[record], starts[record] - 4)  # where the block before ends, or the record begins
        assert [c.offset for c in kept if isinstance(c, Capture)] == starts[1:record:2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b"", "empty file"),
        (b"<html>no archive", "not a WARC file"),
        (gzip.compress(b"<html>no archive"), "not a WARC file"),
        (b"%PDF-1.4\x00\xff", "not a WARC file"),
    ],
    ids=["missing", "empty", "page", "zipped page", "binary"],
)
def test_what_is_no_archive_is_refused_at_once(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "x.warc.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        crawl("kontum", tmp_path / "out", archives=[path], progress=False, settings=SETTINGS)
    assert not (tmp_path / "out").exists()


def test_captures_come_in_order_of_time_and_equal_ones_once(tmp_path: Path) -> None:
    a, b = page("5 hộ"), page("6 hộ")
    path = article_path(1)
    warc = write(tmp_path, (path, day(9), b, 200), (path, day(1), a, 200), (path.lower(), day(3), a, 200), (article_path(2), day(2), page("7 hộ", 702), 200))
    crawl("kontum", tmp_path / "out", archives=[warc], progress=False, settings=SETTINGS)
    found = staged(tmp_path / "out")
    assert [(p["fetched_at"][:10], p["outcome"]) for p in found.pages] == [
        ("2021-06-01", "unchanged"),
        ("2021-06-02", "article"),
        ("2021-06-03", "article"),
        ("2021-06-09", "article"),
    ]
    assert [(x["article_id"], x["retrieved_at"], x["text"]) for x in found.articles] == [
        ("kontum-702", str(day(2)), "7 hộ"),
        ("kontum-701", str(day(3)), "5 hộ"),
        ("kontum-701", str(day(9)), "6 hộ"),
    ]


@pytest.mark.parametrize(
    ("path", "status", "body", "headers", "outcome"),
    [
        ("/tin/Mot-1", 200, gzip.compress(page("5 hộ")), {"Content-Encoding": "gzip"}, "article"),
        ("/tin/Mot-1", 200, b"%x\r\n" % len(page("5 hộ")) + page("5 hộ") + b"\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"}, "article"),
        ("/tin/Mot-1", 200, b"not zipped at all", {"Content-Encoding": "gzip"}, "error"),
        ("/tin/Mot-1", 200, gzip.compress(b"0" * 25_000_000), {"Content-Encoding": "gzip"}, "too_large"),
        ("/tin/Mot-1", 200, b"", {}, "error"),
        ("/tin/Mot-1", 404, b"<html>", {}, "gone"),
        ("/tin/Mot-1", 301, b"", {"Location": "/tin/Mot-2"}, "duplicate"),
        ("/tin/Mot-1", 302, b"", {"Location": "http://elsewhere.invalid/"}, "offsite"),
        ("/tep/a.pdf", 200, b"%PDF-1.4", {"Content-Type": "application/pdf"}, "attachment"),
        ("/a.png", 200, b"\x89PNG", {"Content-Type": "image/png"}, "error"),
        ("/tin/Mot-1", 200, b"<html>raise", {}, "error"),
    ],
)
def test_outcome(tmp_path: Path, path: str, status: int, body: bytes, headers: dict[str, str], outcome: str) -> None:
    warc = write(tmp_path, (path, day(1), body, status), headers=tuple(({"Content-Type": "text/html"} | headers).items()))
    if "chunked" in headers.values():
        warc.write_bytes(_as_received(warc))
    report = crawl("kontum", tmp_path / "out", archives=[warc], progress=False, settings=SETTINGS)
    assert dict(report.outcomes) == {outcome: 1}
    assert report.exit == "complete"


def _as_received(warc: Path) -> bytes:
    """The same file with the transfer coding named that our writer undoes."""
    members = gzip.decompress(warc.read_bytes()).replace(b"Content-Type: text/html\r\n", b"Transfer-Encoding: chunked\r\n", 1)
    return members.replace(b"WARC/1.1\r\n", b"WARC/1.1\r\n")


def test_other_hosts_are_offsite(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, "made", "test")
    writer.write("http://elsewhere.invalid/tin/Mot-1", "GET", [], 200, [("Content-Type", "text/html")], page("5 hộ"), day(1), None)
    writer.close()
    report = crawl("kontum", tmp_path / "out", archives=[tmp_path / "made-00000.warc.gz"], progress=False, settings=SETTINGS)
    assert dict(report.outcomes) == {"offsite": 1}


def test_twice_is_a_second_run(tmp_path: Path) -> None:
    warc = write(tmp_path, (article_path(1), day(1), page("5 hộ"), 200))
    reports = [crawl("kontum", tmp_path / "out", archives=[warc], progress=False, settings=SETTINGS) for _ in range(2)]
    assert reports[0].run_id < reports[1].run_id
    assert [r.resumed for r in reports] == [False, False]


def test_a_new_file_after_a_size_and_never_an_old_one(tmp_path: Path) -> None:
    for _ in range(2):
        writer = ArchiveWriter(tmp_path, "made", "test", max_bytes=1)
        refs = [writer.write("http://x.vn/", "GET", [], 200, [], b"x", day(1), "127.0.0.1") for _ in range(2)]
        writer.close()
    assert [ref.split(":")[0] for ref in refs] == ["made-00002.warc.gz", "made-00003.warc.gz"]
    (capture,) = index_archive(tmp_path / "made-00003.warc.gz")
    assert isinstance(capture, Capture)
    assert capture.ref == refs[1]
    with closing(ArchiveReader(10)) as reader:
        assert reader.read(capture).body == b"x"
