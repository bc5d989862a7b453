"""Faults over the wire: what becomes of each, in words, and how often it is tried."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from solieu.crawl import CrawlError, CrawlReport, SiteUnreachable, crawl
from spiders.codings import BodyTooLarge, BrokenCoding, Unpacked, unpack
from spiders.warc import Capture, index_archive
from spiders.warcreader import ArchiveReader
from tests.spiders.hostile import (
    BOMB,
    LIMIT,
    PACKERS,
    PAGE,
    Handler,
    Url,
    at_first,
    coded,
    drip,
    endless,
    head,
    nested,
    pieces,
    plain,
    raw,
    raw_deflate,
    reset_after,
    serve,
    silent_after,
)  # fmt: skip
from tests.spiders.support import SETTINGS, Staged, html, staged

MORE = {"DOWNLOAD_MAXSIZE": LIMIT, "RETRY_TIMES": 2, "DOWNLOAD_TIMEOUT": 1, "SOLIEU_LONGEST": 3}
TRIES = 3
HALF, WHOLE = PAGE[: len(PAGE) // 2], len(PAGE)
CHUNKED = head(None, "200 OK", "Transfer-Encoding: chunked")
OK = b"HTTP/1.1 200 OK\r\n"
CHUNK = b"%x\r\n%s\r\n"
KEPT = OK + b"Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"

# path: handler, outcome, reason (a pattern), requests seen
FAULTS: dict[str, tuple[Handler, str, str, int]] = {
    "500": (plain(b"x", "500 Internal Server Error"), "error", "HTTP 500", TRIES),
    "501 stays": (plain(b"x", "501 Not Implemented"), "error", "HTTP 501", 1),
    "502 once": (at_first(plain(b"x", "502 Bad Gateway")), "article", "", 2),
    "503 empty": (plain(b"", "503 Service Unavailable"), "error", "HTTP 503", TRIES),
    "408": (plain(b"x", "408 Request Timeout"), "error", "HTTP 408", TRIES),
    "425": (plain(b"x", "425 Too Early"), "error", "HTTP 425", TRIES),
    "429 twice": (at_first(plain(b"x", "429 Too Many Requests"), 2), "article", "", TRIES),
    "400": (plain(b"x", "400 Bad Request"), "error", "HTTP 400", 1),
    "403": (plain(b"x", "403 Forbidden"), "error", "HTTP 403", 1),
    "418": (plain(b"x", "418 I'm a teapot"), "error", "HTTP 418", 1),
    "999": (plain(b"x", "999 Denied"), "error", "HTTP 999", 1),
    "204": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "error", "empty body", 1),
    "interim answers": (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + head(WHOLE) + PAGE), "article", "", 1),
    "reset before": (reset_after(b""), "error", "the connection was reset", TRIES),
    "closed before": (raw(b""), "error", "the connection ended before the answer", TRIES),
    "reset in the head": (reset_after(OK + b"Content-Ty"), "error", "the connection was reset", TRIES),
    "closed in the head": (raw(OK + b"Content-Ty"), "error", "the connection ended before the answer", TRIES),
    "reset once": (at_first(reset_after(b"")), "article", "", 2),
    "reset in the body": (reset_after(head(WHOLE) + HALF), "error", rf"the body ended early, after {len(HALF)} bytes", TRIES),
    "cut body": (plain(HALF, declared=WHOLE), "error", rf"the body ended early, after {len(HALF)} bytes", TRIES),
    "cut body once": (at_first(plain(HALF, declared=WHOLE)), "article", "", 2),
    "whole body, length too long": (plain(PAGE, declared=WHOLE + 500), "article", "", TRIES),
    "cut in a chunk": (raw(CHUNKED + b"%x\r\n" % WHOLE + HALF), "error", "the body ended early", TRIES),
    "cut between chunks": (raw(CHUNKED + b"%x\r\n%s\r\n" % (len(HALF), HALF)), "error", "the body ended early", TRIES),
    "nothing of the body": (plain(b"", declared=WHOLE), "error", "empty body|the body ended early", TRIES),
    "bad chunk size": (raw(CHUNKED + b"zz\r\n" + PAGE), "error", "empty body", TRIES),
    "bad chunk size after a chunk": (raw(CHUNKED + CHUNK % (len(HALF), HALF) + b"zz\r\n" + PAGE), "error", "the body ended early", TRIES),
    "noise after the last chunk": (raw(CHUNKED + CHUNK % (WHOLE, PAGE) + b"0\r\n\r\nnoise, more noise"), "article", "", 1),
    "noise for a trailer": (raw(CHUNKED + CHUNK % (WHOLE, PAGE) + b"0\r\nnoise, more noise\r\n\r\n"), "article", "", TRIES),
    "no last chunk, but a whole page": (raw(CHUNKED + CHUNK % (WHOLE, PAGE)), "article", "", TRIES),
    "chunks and a length": (raw(CHUNKED[:-2] + b"Content-Length: 5\r\n\r\n" + CHUNK % (5, b"<p>hi")), "error", "not HTTP: Content-Length", TRIES),
    "silent": (silent_after(b""), "error", "timed out", TRIES),
    "silent in the body": (silent_after(head(WHOLE) + HALF), "error", "timed out", TRIES),
    "dripping head": (drip(b"", OK + b"X: " + b"x" * 500, 0.05), "error", "timed out", TRIES),
    "dripping body": (drip(head(WHOLE), b"x" * 500, 0.05), "error", "timed out", TRIES),
    "empty": (plain(b""), "error", "empty body", 1),
    "noise": (raw(b"\x00\xff noise\r\n\r\n" * 10), "error", "not HTTP: Bad status line", TRIES),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_8.9\r\n"), "error", "not HTTP: Bad status line", TRIES),
    "no head at all": (raw(PAGE), "error", "not HTTP: Bad status line", TRIES),
    "huge header": (raw(OK + b"X: " + b"x" * 100_000 + b"\r\n\r\nhi"), "error", "not HTTP: Got more than 8190 bytes", 1),
    "endless headers": (raw(OK + b"X: y\r\n" * 100_000 + b"\r\nhi"), "error", "not HTTP: Too many headers", 1),
    "length no number": (raw(OK + b"Content-Length: abc\r\n\r\nhi"), "error", "not HTTP: Invalid character in Content-Length", TRIES),
    "length below zero": (raw(OK + b"Content-Length: -5\r\n\r\nhi"), "error", "not HTTP: Invalid character in Content-Length", TRIES),
    "two lengths": (raw(OK + b"Content-Length: 2\r\nContent-Length: 7\r\n\r\nhi"), "error", "not HTTP: Duplicate Content-Length", TRIES),
    "length too short": (plain(PAGE, declared=WHOLE - 100), "error", f"the body ended early, after {WHOLE - 100} bytes", TRIES),
    "length too short, kept open": (raw(KEPT % (WHOLE - 100) + PAGE), "error", f"the body ended early, after {WHOLE - 100} bytes", TRIES),
    "length too short once": (at_first(plain(PAGE, declared=WHOLE - 100)), "article", "", 2),
    "length of nothing": (plain(PAGE, declared=0), "error", "empty body", 1),
    "length too short by line ends": (plain(PAGE + b"\r\n\r\n", declared=WHOLE), "article", "", 1),
    "another answer behind": (raw((KEPT % WHOLE + PAGE) * 2), "article", "", 1),
    "204 with a body": (plain(PAGE, "204 No Content"), "error", "empty body", 1),
    "205 with a body": (plain(PAGE, "205 Reset Content"), "article", "", 1),
    "304 with a body": (plain(PAGE, "304 Not Modified"), "unchanged", "not modified", 1),
    "304 to no question": (raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "unchanged", "not modified", 1),
    "head in single bytes": (drip(b"", head(WHOLE) + PAGE[:1], 0.0005, PAGE[1:]), "article", "", 1),
    "slow, but it comes": (pieces(PAGE * 2, 12, 0.15), "article", "", 1),
    "comes for ever": (pieces(PAGE * 2, 200, 0.05), "error", "timed out", TRIES),
    "no content type": (plain(PAGE, content_type=None), "article", "", 1),
    "wrong content type": (plain(PAGE, content_type="image/png"), "article", "", 1),
    "content type is noise": (plain(PAGE, content_type="\xff\xfe;;=text"), "article", "", 1),
    "legacy bytes in a header": (plain(PAGE, "200 OK", "X-Title: Th\xf4ng b\xe1o \xff"), "article", "", 1),
    "PDF sent as HTML": (plain(b"%PDF-1.4 ..."), "attachment", "application/pdf sent as text/html", 1),
    "says gzip, is not": (coded(PAGE, "gzip"), "article", "", 1),
    "says deflate, is not": (coded(PAGE, "deflate"), "article", "", 1),
    "says br, is not": (coded(PAGE, "br"), "article", "", 1),
    "says zstd, is not": (coded(PAGE, "zstd"), "article", "", 1),
    "says gzip, is noise": (coded(b"\x07noise" * 99, "gzip"), "error", "broken content coding: the body is not gzip", 1),
    "says a coding of long ago": (coded(PAGE, "compress"), "article", "", 1),
    "raw deflate": (coded(raw_deflate(PAGE), "deflate"), "article", "", 1),
    "gzip twice, said once": (coded(nested(PAGE, 2), "gzip"), "article", "", 1),
    "gzip twice, said twice": (coded(nested(PAGE, 2), "gzip", "gzip"), "article", "", 1),
    "gzip, not said": (plain(gzip.compress(PAGE)), "article", "", 1),
    "gzip nine times": (coded(nested(PAGE, 9), "gzip"), "error", "broken content coding: packed more than 4 times", 1),
    "nine codings": (coded(nested(PAGE, 9), *["gzip"] * 9), "error", "broken content coding: more than 4 content codings", 1),
    "bomb in a bomb": (coded(nested(BOMB, 2), "gzip"), "too_large", f"more than {LIMIT} bytes when decompressed", 1),
    "long body": (plain(b"<html>" + b"x" * 500_000), "too_large", f"more than {LIMIT} bytes", 1),
    "endless body": (endless(b"x" * 10_000), "too_large", f"more than {LIMIT} bytes", 1),
    **{f"{name} bomb": (coded(pack(BOMB), name), "too_large", f"more than {LIMIT} bytes when decompressed", 1) for name, pack in PACKERS.items()},
    **{f"cut {name}": (coded(pack(PAGE)[:-12], name), "error", "the body ended early|empty body", TRIES) for name, pack in PACKERS.items()},
}  # fmt: skip
PATHS = {name: f"/loi-{chr(97 + number // 26)}{chr(97 + number % 26)}" for number, name in enumerate(FAULTS)}
"""Addresses that differ in letters: many that differ in numbers alone and lead nowhere are a trap."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[CrawlReport, Staged, Url, Path]:
    output = tmp_path_factory.mktemp("faults")
    handlers = {PATHS[name]: fault[0] for name, fault in FAULTS.items()}
    handlers |= {"/": plain(html("Trang chủ", *handlers, "/tin/Cuoi-9").body), "/tin/Cuoi-9": plain(html("Cuối", article=True).body)}
    with serve(handlers) as url:
        report = crawl(url, output, progress=False, settings=SETTINGS | MORE)
    return report, staged(output), url, output


@pytest.mark.parametrize("name", FAULTS)
def test_fault(crawled: tuple[CrawlReport, Staged, Url, Path], name: str) -> None:
    _, outcome, reason, requests = FAULTS[name]
    _, found, url, _ = crawled
    (page,) = [page for page in found.pages if page["requested_url"].endswith(PATHS[name])]
    assert page["outcome"] == outcome, page["reason"]
    assert re.match(f"(?:{reason})", page["reason"] or "")
    assert url.requests[PATHS[name]] == requests


def test_no_fault_ends_the_crawl(crawled: tuple[CrawlReport, Staged, Url, Path]) -> None:
    report, found, _, _ = crawled
    assert report.exit == "complete"
    assert found.outcomes()["/tin/Cuoi-9"] == "article"
    assert len(found.outcomes()) == len(found.pages)


def test_links_of_a_page_cut_off_are_followed(tmp_path: Path) -> None:
    listing = html("Tin", "/tin/Mot-1", text="x").body.removesuffix(b"</body></html>")
    handlers = {"/": plain(listing, declared=len(listing) + 99), "/tin/Mot-1": plain(html("Một", article=True).body)}
    with serve(handlers) as url:
        crawl(url, tmp_path, progress=False, settings=SETTINGS | MORE)
    assert staged(tmp_path).outcomes() == {"/": "error", "/tin/Mot-1": "article"}


def test_the_archive_says_what_was_cut_off(crawled: tuple[CrawlReport, Staged, Url, Path]) -> None:
    _, _, url, output = crawled
    (warc,) = (output / "archive").iterdir()
    reader = ArchiveReader(LIMIT)
    truncated = {c.url: reader.read(c).truncated for c in index_archive(warc) if isinstance(c, Capture)}
    reader.close()
    assert truncated[url[:-1] + PATHS["cut body"]] is True
    assert truncated[url[:-1] + PATHS["500"]] is False
    assert truncated[url[:-1] + PATHS["reset once"]] is False


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(reset_after(b""), "the connection was reset"), (raw(b""), "the connection ended before the answer"), (silent_after(b""), "timed out")],
    ids=["resets", "closes", "silent"],
)
def test_a_dead_site_is_unreachable(tmp_path: Path, fault: Handler, reason: str) -> None:
    with serve({"/": fault}) as url, pytest.raises(SiteUnreachable, match=rf"127\.0\.0\.1 cannot be reached: {reason}"):
        crawl(url, tmp_path, progress=False, settings=SETTINGS | MORE | {"DOWNLOAD_TIMEOUT": 0.3})


def test_pauses_double(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("spiders.faults.sleep", sleep)
    with serve({"/": plain(b"x", "500 Internal Server Error")}) as url, suppress(CrawlError):
        crawl(url, tmp_path, progress=False, settings=SETTINGS | {"RETRY_TIMES": 4, "SOLIEU_RETRY_DELAY": 0.25, "SOLIEU_RETRY_MAX_DELAY": 1.5})
    assert pauses == [0.25, 0.5, 1.0, 1.5]


# ------------------------------------------------------------------ content codings
@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 300_000])
def test_unpack(name: str, size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert unpack(PACKERS[name](body), [name], size) == Unpacked(body)
    with pytest.raises(BodyTooLarge):
        unpack(PACKERS[name](body + b"x"), [name], size)


@pytest.mark.parametrize("name", PACKERS)
def test_every_cut_is_seen(name: str) -> None:
    packed = PACKERS[name](PAGE)
    for end in range(1, len(packed)):
        try:
            found = unpack(packed[:end], [name], LIMIT)
        except BrokenCoding:
            continue
        assert found.is_cut, end
        assert PAGE.startswith(found.body)


def test_members_one_after_the_other() -> None:
    assert unpack(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", ["gzip"], 9) == Unpacked(b"ab")
    assert unpack(PACKERS["zstd"](b"a") + PACKERS["zstd"](b"b"), ["zstd"], 9) == Unpacked(b"ab")


_MEASURE = """
import sys, tracemalloc
from contextlib import suppress
from scrapy import Request
from scrapy.http import Response
from tests.spiders import hostile
import solieu.crawl as crawling
from spiders.errors import SiteUnread
from tests.spiders.support import SETTINGS, staged
from pathlib import Path
limit = 2_000_000
fault = {
    "nothing": hostile.plain(hostile.PAGE),
    "long": hostile.endless(b"x" * 65_536),
    "bomb": hostile.raw(Path(sys.argv[3]).read_bytes()),
}[sys.argv[1]]
with hostile.serve({"/": fault}) as url:
    tracemalloc.start()
    with suppress(SiteUnread):  # the one page is the fault
        crawling.crawl(url, sys.argv[2], progress=False, settings=SETTINGS | {"DOWNLOAD_MAXSIZE": limit})
    print(tracemalloc.get_traced_memory()[1], staged(Path(sys.argv[2])).pages[0]["outcome"])
"""


@pytest.mark.parametrize("fault", ["long", "bomb"])
def test_memory_is_bounded(tmp_path: Path, fault: str) -> None:
    """A page without end and one of 200 MB packed in 200 KB cost a few times the limit of 2 MB, not their size."""
    answer = tmp_path / "answer"
    body = gzip.compress(b"<html>" + bytes(200_000_000), 1)
    answer.write_bytes(head(len(body), "200 OK", "Content-Encoding: gzip") + body)

    def peak(name: str) -> tuple[int, str]:
        command = [sys.executable, "-c", _MEASURE, name, str(tmp_path / name), str(answer)]
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.split()
        return int(found[0]), found[1]

    base, outcome = peak("nothing")
    assert outcome == "article"
    most, outcome = peak(fault)
    assert outcome == "too_large"
    assert most < base + 4 * 2_000_000


def test_the_archive_gives_the_same_outcomes(crawled: tuple[CrawlReport, Staged, Url, Path], tmp_path: Path) -> None:
    _, live, url, output = crawled
    (warc,) = (output / "archive").iterdir()
    crawl(url, tmp_path, archives=[warc], progress=False, settings=SETTINGS | MORE)
    last = {page["requested_url"]: page for page in staged(tmp_path).pages}
    read = [page for page in live.pages if page["status"] is not None and last[page["requested_url"]]["outcome"] != "unchanged"]
    assert len(read) > 20  # the others have a body that was captured before, under another URL
    assert [last[page["requested_url"]]["outcome"] for page in read] == [page["outcome"] for page in read]
