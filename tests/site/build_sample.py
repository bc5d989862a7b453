"""Builds the archive that ships with the project: ``python -m tests.site.build_sample``.

It is what four crawls of one department's site would have left behind: the CMS was
changed between them, so each crawl sees another template, and each archives what was
new since the one before. Every date, id and byte follows from the content; the same
content gives the same archive.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.site.build import DIFFICULTIES, SITEMAP, Response, Site, build_site
from tests.site.render import ALIAS_URL, BASE_URL, TEMPLATES
from tests.site.source import SECTIONS, ArticleSource, load_articles

SAMPLE = Path(__file__).resolve().parents[2] / "spiders" / "sample" / "kontum.warc.gz"
HOST = "bandantoc.kontum.gov.vn"
VIETNAM = timezone(timedelta(hours=7))
PAUSE = timedelta(seconds=3)
AGAIN = (297, 682)
"""Articles that the last crawl archives once more: unchanged but for the template and the view counter."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl: when it began, how the site was addressed, which CMS ran, since when articles were new."""

    began_at: datetime
    base_url: str
    template: str
    new_since: date

    def is_new(self, article: ArticleSource) -> bool:
        return self.new_since <= article.published_on <= self.began_at.date()


CRAWLS = (
    Crawl(datetime(2019, 1, 8, 9, 0, tzinfo=VIETNAM), f"http://www.{HOST}", "tables2005", date(2017, 1, 1)),
    Crawl(datetime(2021, 6, 24, 9, 0, tzinfo=VIETNAM), f"http://{HOST}", "portal", date(2019, 1, 9)),
    Crawl(datetime(2023, 8, 31, 9, 0, tzinfo=VIETNAM), f"http://{HOST}", "wordpressish", date(2021, 6, 25)),
    Crawl(datetime(2024, 11, 20, 9, 0, tzinfo=VIETNAM), f"https://{HOST}", "html5", date(2023, 9, 1)),
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it was archived."""

    url: str
    captured_at: datetime
    response: Response


def captures() -> Iterator[Capture]:
    """Every response of the four crawls, in the order of time."""
    for crawl in CRAWLS:
        moment = crawl.began_at.astimezone(UTC)
        for url, response in _crawl(crawl):
            yield Capture(url, moment, response)
            moment += PAUSE


def build(out: BinaryIO) -> int:
    """Write the archive; returns the number of pages and files in it."""
    writer = WARCWriter(out, gzip=True)
    writer.write_record(_warcinfo(writer))
    archived = list(captures())
    for capture in archived:
        response = _response_record(writer, capture)
        writer.write_record(_request_record(writer, capture, response.rec_headers.get_header("WARC-Record-ID")))
        writer.write_record(response)
    return len(archived)


def _crawl(crawl: Crawl) -> Iterator[tuple[str, Response]]:
    last = crawl is CRAWLS[-1]
    known = [_at(crawl, a) for a in load_articles() if a.published_on <= crawl.began_at.date()]
    site = build_site(crawl.template, known, DIFFICULTIES if last else (), crawl.began_at)
    paths = ["/robots.txt", "/", *_listings(crawl, site), *_new_articles(crawl, site)]
    if last:
        paths += [SITEMAP, "/sitemap.xml", *_extras(site)]
    for path in dict.fromkeys(paths):
        yield crawl.base_url + path, _addressed(site.get(path, site.not_found), crawl)
    if last:
        newest = TEMPLATES[crawl.template].path_of(max(known, key=lambda a: a.id))
        yield crawl.base_url.replace(HOST, f"www.{HOST}") + newest, _addressed(site[newest], crawl)


def _at(crawl: Crawl, article: ArticleSource) -> ArticleSource:
    """The article as the crawl met it: its views had grown if it was old by then."""
    return article if crawl.is_new(article) else replace(article, views=article.views * 2 + 37)


def _listings(crawl: Crawl, site: Site) -> list[str]:
    cms = TEMPLATES[crawl.template]
    paths = (cms.listing_path(section, page) for section in SECTIONS for page in range(1, len(site.articles)))
    return [path for path in paths if path in site]


def _new_articles(crawl: Crawl, site: Site) -> Iterator[str]:
    for article in site.articles:
        if crawl.is_new(article):
            yield site.article_paths()[article.id]
            yield from (path for path in article.files)


def _extras(site: Site) -> Iterator[str]:
    """What the difficulties added, a page that is not there, and the articles archived once more."""
    plain = build_site(site.template, site.articles, (), CRAWLS[-1].began_at)
    yield from (path for path in site if path not in plain)
    yield "/tin-chuyen-nganh/Ke-hoach-cong-tac-nam-2016-7"
    yield from (site.article_paths()[article_id] for article_id in AGAIN)


def _addressed(response: Response, crawl: Crawl) -> Response:
    """The response with the department's address where the templates left a place for it."""
    alias = crawl.base_url.replace("//www.", "//").replace(HOST, f"www.{HOST}")
    headers = {name: value.replace(ALIAS_URL, alias).replace(BASE_URL, crawl.base_url) for name, value in response.headers.items()}
    body = response.body.replace(ALIAS_URL.encode(), alias.encode()).replace(BASE_URL.encode(), crawl.base_url.encode())
    return Response(response.status, headers, body)


_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found"}


def _warcinfo(writer: WARCWriter) -> ArcWarcRecord:
    fields = {
        "software": "solieu tests.site.build_sample",
        "format": "WARC File Format 1.0",
        "description": "Illustrative sample in the project's own wording; see README.md beside this file",
        "conformsTo": "http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1_latestdraft.pdf",
    }
    payload = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    headers = _warc_headers("warcinfo", "", CRAWLS[0].began_at.astimezone(UTC)) | {"WARC-Filename": SAMPLE.name}
    return writer.create_warc_record("", "warcinfo", payload=BytesIO(payload), length=len(payload), warc_headers_dict=headers)


def _response_record(writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
    answer = capture.response
    headers = [("Server", "Microsoft-IIS/8.5"), ("Date", format_datetime(capture.captured_at, usegmt=True)), *answer.headers.items()]
    status = StatusAndHeaders(f"{answer.status} {_REASONS[answer.status]}", [*headers, ("Content-Length", str(len(answer.body)))], protocol="HTTP/1.1")
    return writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=status,
        warc_headers_dict=_warc_headers("response", capture.url, capture.captured_at),
    )


def _request_record(writer: WARCWriter, capture: Capture, response_id: str) -> ArcWarcRecord:
    scheme_host, _, path = capture.url.partition(".vn/")
    host = scheme_host.split("//")[1] + ".vn"
    headers = [("Host", host), ("User-Agent", "solieu-sample"), ("Accept", "*/*")]
    return writer.create_warc_record(
        capture.url,
        "request",
        http_headers=StatusAndHeaders(f"GET /{path} HTTP/1.1", headers, is_http_request=True),
        warc_headers_dict=_warc_headers("request", capture.url, capture.captured_at) | {"WARC-Concurrent-To": response_id},
    )


def _warc_headers(record_type: str, url: str, moment: datetime) -> dict[str, str]:
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return {"WARC-Type": record_type, "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{record_type} {stamp} {url}')}>", "WARC-Date": stamp}


def main() -> None:
    """Write the sample to its place, or to the file named on the command line."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    with path.open("wb") as out:
        count = build(out)
    print(f"{path}: {count} pages and files, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
