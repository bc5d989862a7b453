"""A small site on loopback, a reader of its pages and a pipeline: what the tests of the ways in need, and no more.

The reader and the pipeline are named in settings by their import path, so that
crawls in a process of their own use them too.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

from extractors.pages.urls import article_identity
from extractors.records import Article, Extraction, Harvest, Page
from tests.site.server import running

SETTINGS = {
    "SOLIEU_EXTRACTOR": "tests.spiders.support.extract_page",
    "ITEM_PIPELINES": {"tests.spiders.support.StagingPipeline": 300},
    "RETRY_TIMES": 1,
    "SOLIEU_RETRY_DELAY": 0.01,
    "DOWNLOAD_TIMEOUT": 2,
}


# ------------------------------------------------------------------ the site
@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    declared: int | None = None
    """Content-Length sent, where it is to differ from the truth."""


def html(title: str, *links: str, text: str = "", article: bool = False, **more: Any) -> Reply:
    kind = "article" if article else "main"
    anchors = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    page = f"<!doctype html><html><head><title>{title}</title></head><body><{kind}><h1>{title}</h1><p>{text}</p></{kind}>{anchors}</body></html>"
    return Reply(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"}, **more)


def zipped(reply: Reply) -> Reply:
    return Reply(gzip.compress(reply.body), reply.status, {**reply.headers, "Content-Encoding": "gzip"})


def article_path(number: int) -> str:
    return f"/tin-chuyen-nganh/Bai-viet-so-{number}-{700 + number}"


def small_site(articles: int = 8, per_page: int = 4, delay: float = 0.0) -> dict[str, Reply]:
    """A home page, numbered listings, articles that link to each other, and one of each difficulty."""
    pages = range(0, articles, per_page)
    site = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /quan-tri\n", headers={"Content-Type": "text/plain"}),
        "/": html("Trang chủ", "/tin-chuyen-nganh", "/quan-tri/dang-nhap", "/mat-roi", "http://elsewhere.invalid/x", "/anh.jpg", "/cu"),
        "/cu": Reply(status=301, headers={"Location": "/tin-chuyen-nganh/Ten-cu-701"}),
        "/ra-ngoai": Reply(status=302, headers={"Location": "http://elsewhere.invalid/"}),
        "/vong": Reply(status=302, headers={"Location": "/vong?PHPSESSID=1"}),
        "/loi": Reply(b"down", 503, {"Content-Type": "text/plain"}),
        "/tep/bao-cao.pdf": Reply(b"%PDF-1.4 bao cao", headers={"Content-Type": "application/pdf"}),
        "/lon": Reply(b"<html>" + b"x" * 400_000, headers={"Content-Type": "text/html"}),
        "/bom": zipped(Reply(b"<html>" + b"x" * 4_000_000, headers={"Content-Type": "text/html"})),
        "/cut": Reply(b"<html>half", headers={"Content-Type": "text/html"}, declared=5_000),
    }
    for first in pages:
        links = [article_path(n) for n in range(first + 1, min(first + per_page, articles) + 1)]
        path = "/tin-chuyen-nganh" if first == 0 else f"/tin-chuyen-nganh?page={first // per_page + 1}"
        more = [f"/tin-chuyen-nganh?page={first // per_page + 2}"] if first + per_page < articles else []
        site[path] = html("Tin chuyên ngành", *links, *more)
    for n in range(1, articles + 1):
        related = [article_path(n % articles + 1).lower() + "?utm_source=x", f"{article_path(n)}/print"]
        trouble = ["/ra-ngoai", "/vong", "/loi", "/tep/bao-cao.pdf", "/lon", "/bom", "/cut"] if n == 1 else []
        site[article_path(n)] = html(f"Bài viết số {n}", *related, *trouble, text=f"Có {n * 10} hộ nghèo.", article=True, delay=delay)
    return site


class Url(str):
    """Where the site is; ``requests`` are the paths asked for so far."""

    requests: list[str]


@contextmanager
def serve(site: Mapping[str, Reply]) -> Iterator[Url]:
    """Serve ``site`` on a free port of 127.0.0.1; paths match whatever the case, slugs whatever the words before the id."""
    by_key = {_key(path): reply for path, reply in site.items()}
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            requests.append(self.path)
            reply = by_key.get(_key(self.path)) or html("Không tìm thấy", status=404)
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) if reply.declared is None else reply.declared))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.declared is not None

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    url = Url(f"http://127.0.0.1:{server.server_port}/")
    url.requests = requests
    with running(server):
        yield url


def _key(path: str) -> str:
    path = re.sub(r"[?&](?:utm_source|PHPSESSID)=[^&]*", "", path).lower()
    found = re.fullmatch(r"/[^/?]+/[^/?]+-(\d+)(?:\?.*)?", path)
    return f"article {found[1]}" if found else path


# ------------------------------------------------------------------ the reader
def extract_page(page: Page) -> Extraction:
    """Read what :func:`html` wrote."""
    text = page.body.decode("utf-8", "replace")
    if "raise" in text:
        raise ValueError("asked to")
    links = [urljoin(page.url, link) for link in re.findall(r'href="([^"]*)"', text)]
    title = re.search(r"<h1>(.*?)</h1>", text)
    if title is None:
        return Extraction(outcome="error", reason="no title", links=links)
    if "<article>" not in text:
        return Extraction(outcome="listing", links=links)
    identity = article_identity(page.url, page.site or "none")
    body = (re.search(r"<p>(.*?)</p>", text) or [""] * 2)[1]
    article = Article(
        article_id=identity.article_id,
        version=hashlib.sha256(f"{title[1]}{body}".encode()).hexdigest()[:16],
        site=page.site or "none",
        section=identity.section,
        url=identity.canonical_url,
        title=title[1],
        text=body,
        retrieved_at=page.retrieved_at,
        first_seen_at=page.retrieved_at,
        source=page.source,
        source_ref=page.source_ref,
        content_sha256=hashlib.sha256(page.body).hexdigest(),
        extractor_version="test",
    )
    return Extraction(outcome="article", article=article, links=links)


# ------------------------------------------------------------------ the pipeline
class StagingPipeline:
    """Stages a fetch and marks it done in one transaction, as the contract of ``SOLIEU_STATE`` says."""

    def __init__(self, crawler: Any) -> None:
        self._crawler, state = crawler, crawler.settings["SOLIEU_STATE"]
        self._db = sqlite3.connect(state, timeout=30, isolation_level=None)
        self._db.executescript(
            "CREATE TABLE IF NOT EXISTS done (run_id TEXT, key TEXT, PRIMARY KEY (run_id, key));"
            "CREATE TABLE IF NOT EXISTS staged (run_id TEXT, key TEXT, page TEXT, article TEXT);"
        )

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    def process_item(self, item: Harvest) -> Harvest:
        page, article = item.page, item.extraction and item.extraction.article
        self._crawler.spider.before_commit()
        self._db.execute("BEGIN IMMEDIATE")
        if self._db.execute("INSERT OR IGNORE INTO done VALUES (?, ?)", (page.run_id, item.key)).rowcount:
            self._db.execute("INSERT INTO staged VALUES (?, ?, ?, ?)", (page.run_id, item.key, _json(page), article and _json(article)))
        self._db.execute("COMMIT")
        self._crawler.spider.after_commit([item])
        return item

    def close_spider(self) -> None:
        self._db.close()


def _json(record: Any) -> str:
    return json.dumps({name: getattr(record, name) for name in record.__slots__}, default=str)


@dataclass
class Staged:
    """What a crawl left behind in its state file."""

    pages: list[dict[str, Any]]
    articles: list[dict[str, Any]]

    def outcomes(self) -> dict[str, str]:
        """Outcome by path with query of the requested URL."""
        return {re.sub(r"^\w+://[^/]*", "", page["requested_url"]): page["outcome"] for page in self.pages}

    def rows(self, *without: str) -> list[tuple[tuple[str, str], ...]]:
        """The articles as comparable rows."""
        return sorted(tuple((k, str(v)) for k, v in article.items() if k not in without) for article in self.articles)


def staged(output: Path) -> Staged:
    with sqlite3.connect(output / ".state" / "solieu.db") as db:
        rows = db.execute("SELECT page, article FROM staged ORDER BY rowid").fetchall()
    return Staged([json.loads(p) for p, _ in rows], [json.loads(a) for _, a in rows if a])
