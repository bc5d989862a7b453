from __future__ import annotations

import gzip
import re
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import warcat.model
from warcio.archiveiterator import ArchiveIterator

from solieu.crawl import crawl
from spiders.leftovers import finish_leftovers
from spiders.payloads import PayloadIndex
from spiders.references import BrokenReference, resolve
from spiders.warc import Capture, index_archive
from spiders.warcrecords import payload_digest
from spiders.warcwriter import ArchiveWriter
from tests.spiders.support import SETTINGS, Reply, html, serve, small_site, staged
from tests.spiders.test_resume import start, wait_for

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # warcat's own

BODY = b"<html>" + b"noi dung " * 100
NOW = datetime(2026, 3, 1, 8, 0, 0, 5, tzinfo=UTC)
URL = "http://x.vn/tin/Bai-7"


def writer(output: Path, stem: str = "x-run", max_bytes: int = 1_000_000) -> ArchiveWriter:
    return ArchiveWriter(output / "archive", stem, "test", max_bytes, {"robots": "obey"}, PayloadIndex(output / "payloads.db", "x", output / "archive"))


def put(to: ArchiveWriter, body: bytes = BODY, url: str = URL, status: int = 200, truncated: str | None = None) -> str:
    return to.write(url, "GET", [("User-Agent", "t")], status, [("Content-Type", "text/html")], body, NOW, "127.0.0.1", truncated)


def records(folder: Path) -> list[dict[str, str]]:
    """The headers of all records in order, as warcat reads them: an implementation that shares no code with ours."""
    found = []
    for path in sorted(folder.iterdir()):
        warc = warcat.model.WARC()
        warc.load(str(path))
        for record in warc.records:
            found.append({name.lower(): value for name, value in record.header.fields.list()} | {"version": record.header.version, "file": path.name})
    return found


def is_valid(folder: Path) -> bool:
    """Whether warcat and warcio find nothing wrong with the files: identities, references, digests, lengths.

    warcat compares the payload digest of a revisit record with its own block, which the standard does not mean: that alone is let pass.
    """
    files = [str(path) for path in sorted(folder.iterdir())]
    revisits = {record["warc-record-id"] for record in records(folder) if record["warc-type"] == "revisit"}
    first, second = (
        subprocess.run([sys.executable, "-m", *check, *files], capture_output=True, text=True, timeout=120)
        for check in (["warcat", "verify"], ["warcio.cli", "check"])
    )
    wrong = re.findall(r"Record (\S+) failed validation", first.stderr)
    problems = [line for line in first.stderr.splitlines() if "VerifyProblem: " in line]
    assert len(problems) == len(wrong)
    assert {name for name, problem in zip(wrong, problems, strict=True) if "Bad payload digest" not in problem or name not in revisits} == set(), first.stderr
    assert (second.returncode, second.stdout) == (0, "")
    return bool(files)


# ------------------------------------------------------------------ the records
def test_other_readers_find_the_files_valid(tmp_path: Path) -> None:
    with closing(writer(tmp_path)) as to:
        put(to)
        put(to, status=404)
        put(to, b"", status=301)
        put(to, b"", status=304)
        put(to, url=URL + "?again")
        put(to, BODY[:700], truncated="disconnect")
    assert is_valid(tmp_path / "archive")
    found = records(tmp_path / "archive")
    assert {record["version"] for record in found} == {"1.1"}
    assert [record["warc-type"] for record in found] == ["warcinfo", *["response", "request"] * 3, *["revisit", "request"] * 2, "response", "request"]
    answers = found[1::2]
    assert [request["warc-concurrent-to"] for request in found[2::2]] == [answer["warc-record-id"] for answer in answers]
    for record in found[1:]:
        assert record["warc-ip-address"] == "127.0.0.1"
        assert record["warc-warcinfo-id"] == found[0]["warc-record-id"]
        assert record["warc-block-digest"].startswith("sha1:")
        assert record["warc-date"] == "2026-03-01T08:00:00.000005Z"


def test_an_unchanged_body_is_a_revisit(tmp_path: Path) -> None:
    with closing(writer(tmp_path)) as to:
        first, again = put(to), put(to, url=URL + "?again")
    original, revisit = (record for record in records(tmp_path / "archive") if record["warc-type"] in ("response", "revisit"))
    assert revisit["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert revisit["warc-payload-digest"] == original["warc-payload-digest"] == payload_digest(BODY)
    assert (revisit["warc-refers-to-target-uri"], revisit["warc-refers-to-date"]) == (URL, original["warc-date"])
    assert revisit["warc-refers-to"] == original["warc-record-id"]
    assert revisit["warc-truncated"] == "length"
    assert int(revisit["content-length"]) < 200
    assert resolve(first, tmp_path / "archive")[1] == resolve(again, tmp_path / "archive")[1]
    assert resolve(again, tmp_path / "archive")[0].url == URL + "?again"


def test_a_body_of_an_earlier_run_is_a_revisit(tmp_path: Path) -> None:
    with closing(writer(tmp_path, "x-1")) as to:
        put(to)
    with closing(writer(tmp_path, "x-2")) as to:
        again = put(to)
        not_modified = put(to, b"", status=304)
    kinds = [(record["file"], record["warc-type"]) for record in records(tmp_path / "archive") if record["warc-type"] not in ("warcinfo", "request")]
    assert kinds == [("x-1-00000.warc.gz", "response"), ("x-2-00000.warc.gz", "revisit"), ("x-2-00000.warc.gz", "revisit")]
    last = records(tmp_path / "archive")[-2]
    assert last["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert (last["warc-refers-to-target-uri"], last["warc-refers-to-filename"]) == (URL, "x-1-00000.warc.gz")
    capture, payload = resolve(again, tmp_path / "archive")
    assert (payload.status, payload.body, capture.revisit) == (200, BODY, True)
    assert resolve(not_modified, tmp_path / "archive")[1].body == b""
    assert resolve(not_modified, tmp_path / "archive")[1].status == 304


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"body": b"small"}, {"body": b"small"}),
        ({"truncated": "disconnect"}, {}),
        ({}, {"truncated": "disconnect"}),
        ({"status": 404}, {"status": 404}),
        ({}, {"body": BODY + b"."}),
    ],
    ids=["tiny", "the first is cut off", "the second is cut off", "errors", "another body"],
)
def test_what_is_written_again(tmp_path: Path, first: dict[str, object], second: dict[str, object]) -> None:
    with closing(writer(tmp_path)) as to:
        put(to, **first)  # type: ignore[arg-type]
        put(to, **second)  # type: ignore[arg-type]
    assert [record["warc-type"] for record in records(tmp_path / "archive")][1::2] == ["response", "response"]


def test_a_not_modified_of_an_unknown_page_stands_alone(tmp_path: Path) -> None:
    with closing(writer(tmp_path)) as to:
        put(to, b"", status=304)
    revisit = records(tmp_path / "archive")[1]
    assert revisit["warc-profile"].endswith("server-not-modified")
    assert "warc-refers-to" not in revisit
    assert is_valid(tmp_path / "archive")


def test_a_cut_body_says_so_and_is_read_so(tmp_path: Path) -> None:
    with closing(writer(tmp_path)) as to:
        ref = put(to, truncated="disconnect")
    assert records(tmp_path / "archive")[1]["warc-truncated"] == "disconnect"
    assert resolve(ref, tmp_path / "archive")[1].truncated


# ------------------------------------------------------------------ the index of payloads
def test_a_payload_is_stored_only_when_its_record_is_synced(tmp_path: Path) -> None:
    to = writer(tmp_path)
    put(to)
    unsynced = PayloadIndex(tmp_path / "payloads.db", "x", tmp_path / "archive")
    assert unsynced.find(payload_digest(BODY)) is None
    to.sync()
    found = unsynced.find(payload_digest(BODY))
    assert found is not None
    assert (found.file, found.url) == ("x-run-00000.warc.gz", URL)
    to.close()
    unsynced.close()


@pytest.mark.parametrize("loss", ["file", "tail", "index", "other site"])
def test_a_payload_that_is_not_there_is_written_again(tmp_path: Path, loss: str) -> None:
    with closing(writer(tmp_path, "x-1")) as to:
        put(to, b"before" * 200)
        ref = put(to)
    path = tmp_path / "archive" / "x-1-00000.warc.gz"
    if loss == "file":
        path.unlink()
    elif loss == "tail":
        path.write_bytes(path.read_bytes()[: int(ref.split(":")[1])])
    elif loss == "index":
        (tmp_path / "payloads.db").write_bytes(b"no database " * 500)
    site = "y" if loss == "other site" else "x"
    index = PayloadIndex(tmp_path / "payloads.db", site, tmp_path / "archive")
    with closing(ArchiveWriter(tmp_path / "archive", "x-2", "test", payloads=index)) as to:
        ref = put(to)
    capture, payload = resolve(ref, tmp_path / "archive")
    assert (capture.revisit, payload.body) == (False, BODY)


# ------------------------------------------------------------------ files
def test_files_rotate_in_order_and_are_whole_under_their_names(tmp_path: Path) -> None:
    to = writer(tmp_path, max_bytes=1500)
    refs = []
    for n in range(9):
        refs.append(put(to, BODY + str(n).encode(), f"{URL}{n}"))
        closed = [path for path in (tmp_path / "archive").iterdir() if path.suffix == ".gz"]
        assert len(list((tmp_path / "archive").iterdir())) - len(closed) == 1
        for path in closed:
            gzip.decompress(path.read_bytes())
        assert [resolve(ref, tmp_path / "archive")[0].url for ref in refs] == [f"{URL}{m}" for m in range(n + 1)]
    to.close()
    names = sorted(path.name for path in (tmp_path / "archive").iterdir())
    assert names == [f"x-run-{n:05d}.warc.gz" for n in range(len(names))]
    assert len(names) > 2
    assert list(dict.fromkeys(ref.split(":")[0] for ref in refs)) == names
    assert is_valid(tmp_path / "archive")


def killed(output: Path) -> tuple[Path, list[str], list[int]]:
    """A file that a killed run left open, its references and where its records begin and end."""
    to = writer(output)
    refs = [put(to, BODY + str(n).encode(), f"{URL}{n}") for n in range(3)]
    to.sync()
    (path,) = (output / "archive").iterdir()
    data = path.read_bytes()
    to.close()
    (whole,) = (output / "archive").iterdir()
    whole.unlink()
    path.write_bytes(data)
    ends = [match.start() for match in re.finditer(b"\x1f\x8b\x08", data)] + [len(data)]
    return path, refs, ends


def test_leftovers_are_finished_at_the_last_whole_record(tmp_path: Path) -> None:
    path, refs, ends = killed(tmp_path)
    data = path.read_bytes()
    for length in range(0, len(data) + 1, 7):
        for tail in (b"", bytes(4096)):
            path.write_bytes(data[:length] + tail)
            finish_leftovers(tmp_path / "archive")
            kept = max(end for end in ends if (data[:length] + tail)[:end] == data[:end])
            left = list((tmp_path / "archive").iterdir())
            if kept == 0:
                assert left == [], length
                continue
            assert [file.name for file in left] == ["x-run-00000.warc.gz"]
            assert left[0].read_bytes() == data[:kept], length
            whole = [ref for ref in refs if int(ref.split(":")[1]) < kept]
            assert [capture.ref for capture in index_archive(left[0]) if isinstance(capture, Capture)] == whole
            left[0].unlink()


def test_a_file_that_is_being_written_is_no_leftover(tmp_path: Path) -> None:
    to = writer(tmp_path)
    ref = put(to)
    finish_leftovers(tmp_path / "archive")
    assert [path.suffix for path in (tmp_path / "archive").iterdir()] == [".open"]
    put(to, b"more" * 200)
    to.close()
    assert resolve(ref, tmp_path / "archive")[1].body == BODY


@pytest.mark.parametrize("ref", ["", "{0}", "{0}:5", "{0}:99999", "gone.warc.gz:0", "../{0}:0", "{0}:0", "{0}:-1"])
def test_a_broken_reference_is_told(tmp_path: Path, ref: str) -> None:
    with closing(writer(tmp_path)) as to:
        put(to)
    with pytest.raises(BrokenReference):
        resolve(ref.format("x-run-00000.warc.gz"), tmp_path / "archive")


# ------------------------------------------------------------------ crawls
def assert_all_resolve(output: Path) -> int:
    """Every row points to the record of its own URL, whose body has the digest that the row says; the number of rows."""
    found = staged(output)
    for article in found.articles:
        assert sha256(resolve(article["source_ref"], output / "archive")[1].body).hexdigest() == article["content_sha256"]
    referring = [page for page in found.pages if page["source_ref"]]
    for page in referring:
        capture, payload = resolve(page["source_ref"], output / "archive")
        assert (capture.url, str(capture.at)) == (page["requested_url"], page["fetched_at"])
        if page["status"] and "Content-Encoding" not in dict(payload.headers):
            assert sha256(payload.body).hexdigest() == page["content_sha256"]
    return len(referring)


def test_every_row_resolves_after_two_runs_and_rotations(tmp_path: Path) -> None:
    site = small_site(12)
    with serve(site) as url:
        settings = SETTINGS | {"SOLIEU_WARC_MAX_BYTES": 3000}
        first = crawl(url, tmp_path, progress=False, settings=settings)
        crawl(url, tmp_path, progress=False, settings=settings)
    files = sorted((tmp_path / "archive").iterdir())
    assert len(files) > 4
    assert {path.suffix for path in files} == {".gz"}
    assert is_valid(tmp_path / "archive")
    assert assert_all_resolve(tmp_path) > 2 * 20
    of_second = [record for record in records(tmp_path / "archive") if first.run_id not in record["file"]]
    long = [record for record in of_second if record["warc-type"] == "response" and int(record["content-length"]) > 600]
    assert long == []
    assert sum(record["warc-type"] == "revisit" for record in of_second) >= 12


def test_every_row_resolves_after_a_kill(tmp_path: Path) -> None:
    with serve(small_site(20, delay=0.02)) as url:
        process = start(url, tmp_path)
        wait_for(tmp_path, 6, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        (left,) = (tmp_path / "archive").iterdir()
        assert left.suffix == ".open"
        assert assert_all_resolve(tmp_path) >= 6
        crawl(url, tmp_path, progress=False, settings=SETTINGS)
    assert {path.suffix for path in (tmp_path / "archive").iterdir()} == {".gz"}
    assert assert_all_resolve(tmp_path) > 30
    assert is_valid(tmp_path / "archive")


def test_the_file_says_who_wrote_it_and_how(tmp_path: Path) -> None:
    with serve({"/": html("Trang chủ"), "/robots.txt": Reply(b"", headers={"Content-Type": "text/plain"})}) as url:
        report = crawl(url, tmp_path, progress=False, settings=SETTINGS | {"USER_AGENT": "solieu/1 (contact: a@b.vn)"})
    (path,) = (tmp_path / "archive").iterdir()
    with path.open("rb") as stream:
        info = next(iter(ArchiveIterator(stream))).content_stream().read().decode()
    fields = dict(line.split(": ", 1) for line in info.splitlines())
    assert fields["software"].startswith("solieu")
    assert fields["http-header-user-agent"] == "solieu/1 (contact: a@b.vn)"
    assert fields["robots"] == "obey"
    assert fields["isPartOf"] == f"127.0.0.1 {report.run_id}"
    urls = [record["warc-target-uri"] for record in records(tmp_path / "archive") if record["warc-type"] == "response"]
    assert urls == [f"{url}robots.txt", url]
