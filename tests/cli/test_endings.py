"""How a crawl can end, each case against a server that behaves so: the exit status, the words, and what the run is said to have been."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from solieu.shell import WRONG_USAGE
from solieu.verdict import VERDICTS
from tests.cli.inputs import SAMPLE, write_inputs
from tests.command import ROOT, environment, solieu
from tests.site import Response, build_site, generate, serve
from tests.spiders.support import Reply, html, small_site
from tests.spiders.support import serve as serve_replies

ARTICLES = generate(6, seed=1)
TEXT = {"Content-Type": "text/plain"}


def crawl(target: str, output: Path, *more: str) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    env = environment(COLUMNS="160", SOLIEU_CONTACT="tester@example.org")
    done = solieu("crawl", target, "--output", output, "--no-progress", *more, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@contextmanager
def nobody() -> Iterator[str]:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield f"http://127.0.0.1:{port}/"


@contextmanager
def no_such_host() -> Iterator[str]:
    """A name that no resolver knows."""
    yield "http://khong-co-that.invalid/"


@contextmanager
def plain_where_tls_is_asked() -> Iterator[str]:
    """An https address whose server speaks no TLS."""
    with serve_replies(small_site(2)) as url:
        yield url.replace("http://", "https://")


@contextmanager
def closes_at_once() -> Iterator[str]:
    """A server that takes connections and closes them without a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def close_all() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=close_all, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)


def answering(status: int, robots: Reply | None = None, **headers: str) -> Callable[[], AbstractContextManager[str]]:
    """A start page of a status; robots.txt allows all unless it is given."""
    page = html("Trang", text="x", status=status)
    page.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: serve_replies({"/robots.txt": robots or Reply(b"User-agent: *\nDisallow:\n", headers=TEXT), "/": page})


FORBIDS = Reply(b"User-agent: *\nDisallow: /\n", headers=TEXT)


@dataclass(frozen=True)
class Ending:
    """A server, and the exit status, verdict and words of a first crawl of it."""

    server: Callable[[], AbstractContextManager[str]]
    status: int
    verdict: str
    told: str


ENDINGS = {
    "DNS failure": Ending(no_such_host, 1, "unreachable", r"khong-co-that\.invalid cannot be reached: host name not found \(tried http"),
    "refused": Ending(nobody, 1, "unreachable", r"127\.0\.0\.1 cannot be reached: no connection \(tried http://.*\); it was never read into this folder"),
    "closed at once": Ending(closes_at_once, 1, "unreachable", r"127\.0\.0\.1 cannot be reached: .* \(tried "),
    "TLS failure": Ending(plain_where_tls_is_asked, 1, "unreachable", r"127\.0\.0\.1 cannot be reached: .*(?:SSL|TLS).* \(tried https://"),
    "robots.txt forbids all": Ending(answering(200, FORBIDS), 1, "forbidden", r"robots\.txt forbids the site 127\.0\.0\.1 \(asked for http"),
    "robots.txt answers 500": Ending(answering(200, Reply(b"down", 500, TEXT)), 1, "unreachable", r"robots\.txt"),
    "500 for everything": Ending(answering(500, Reply(b"down", 500, TEXT)), 1, "unreachable", r"robots\.txt"),
    "500 for every page": Ending(answering(500), 1, "unreachable", r"127\.0\.0\.1 answers with errors only: HTTP 500 \(tried http"),
    "403 for every page": Ending(answering(403), 1, "unreachable", r"answers with errors only: HTTP 403"),
    "404 for the start page": Ending(answering(404), 1, "unread", r"answers, but not with a page that could be read: gone, HTTP 404 \(tried http"),
    "moved to another site": Ending(
        answering(301, Location="https://moi.invalid/"), 1, "unread", r"answers, but not .*: offsite, redirects to https://moi\.invalid/ \(tried"
    ),
}


@pytest.mark.parametrize("name", list(ENDINGS))
def test_a_first_crawl(name: str, tmp_path: Path) -> None:
    ending = ENDINGS[name]
    with ending.server() as url:
        status, told, errors = crawl(url, tmp_path, "--report", str(tmp_path / "report.json"))
    assert status == ending.status
    assert re.fullmatch(rf"solieu: .*{ending.told}.*\n", errors), errors
    assert told == ""
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["verdict"], report["status"], report["exit"]) == (ending.verdict, status, "failed")
    assert report["failures"], "the reasons are in the report, too"
    (run,) = pd.read_parquet(tmp_path / "runs").to_dict("records")
    assert run["exit"] == "failed"


def test_the_crawls_of_one_site_over_time(tmp_path: Path) -> None:
    """Its limit, its end, nothing new, and unreachable: each in its own words, and told apart by the exit status."""
    with serve(build_site("portal", ARTICLES, ())) as url:
        status, told, errors = crawl(f"{url}/", tmp_path, "--limit", "3")
        assert (status, errors) == (0, "")
        assert "limited: stopped at its limit; what is left waits for the next crawl\n" in told
        status, told, errors = crawl(f"{url}/", tmp_path)
        assert (status, errors) == (0, "")
        assert re.search(r"^articles: [1-6] new, 0 changed, 0 gone$", told, re.MULTILINE)
        assert "limited" not in told and "nothing new" not in told
        status, told, errors = crawl(f"{url}/", tmp_path)
        assert (status, errors) == (0, "")
        assert re.search(r"^nothing new: \d+ pages checked, none changed$", told, re.MULTILINE)
    before = {path: path.read_bytes() for path in tmp_path.glob("articles/*.parquet")}
    status, told, errors = crawl(f"{url}/", tmp_path)
    assert (status, told) == (1, "")
    assert re.fullmatch(r"solieu: 127\.0\.0\.1 cannot be reached: no connection \(tried .*\); last read on 20\d\d-\d\d-\d\d \d\d:\d\d UTC\n", errors)
    assert {path: path.read_bytes() for path in tmp_path.glob("articles/*.parquet")} == before
    assert list(pd.read_parquet(tmp_path / "runs").exit) == ["complete", "complete", "complete", "failed"]


def test_more_than_half_of_the_fetches_failed(tmp_path: Path) -> None:
    site = build_site("portal", generate(20, seed=1), ())
    site.update({path: Response(403, dict(TEXT), b"no") for path in site.article_paths().values()})
    with serve(site) as url:
        status, told, errors = crawl(f"{url}/", tmp_path)
    assert (status, errors) == (0, "")
    assert re.search(r"^PARTIAL: 20 of \d\d fetches failed$", told, re.MULTILINE)
    assert re.search(r"^ +20 x error: HTTP 403, e\.g\. http", told, re.MULTILINE)


@pytest.mark.parametrize("source", ["--archive", "--folder"])
def test_what_is_read_from_files_twice_is_nothing_new(source: str, tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path)
    more = ["--archive", str(SAMPLE)] if source == "--archive" else ["--folder", str(inputs / "pages")]
    first, again = (crawl("kontum", tmp_path / "out", *more) for _ in range(2))
    assert [status for status, _, _ in (first, again)] == [0, 0]
    assert "nothing new" not in first[1]
    assert re.search(r"^nothing new: \d+ pages checked, none changed$", again[1], re.MULTILINE)


def test_statuses_are_documented_as_they_are() -> None:
    text = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (.*?) \| .* \|$", text, re.MULTILINE)
    assert [(name, int(status), meaning) for name, status, meaning in rows] == [(v.name, v.status, v.meaning) for v in VERDICTS.values()]
    readme = re.findall(r"^\| (\d+) \| ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(status) for status in readme} == {verdict.status for verdict in VERDICTS.values()} | {WRONG_USAGE}
