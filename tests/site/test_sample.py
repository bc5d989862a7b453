"""The archive that ships with the project is what its builder writes, and what its README says."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tests.site import load_articles
from tests.site.build_sample import HOST, SAMPLE, build, captures

HTML = "text/html; charset=utf-8"


def responses() -> Iterator[tuple[str, int, str, bytes]]:
    """URL, status, content type and body of every response, as an independent reader sees them."""
    with SAMPLE.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, verify_digests=True):
            http = record.http_headers
            yield record.headers["WARC-Target-URI"], http.status_code or 0, http["Content-Type"], record.reader.read()


def test_committed_sample_is_a_fresh_build() -> None:
    """Compared unpacked: builds of zlib may pack the same bytes differently."""
    fresh = BytesIO()
    build(fresh)
    assert gzip.decompress(SAMPLE.read_bytes()) == gzip.decompress(fresh.getvalue())


def test_an_independent_reader_reads_every_capture() -> None:
    read = [(url, status, body) for url, status, _, body in responses()]
    assert read == [(c.url, c.response.status, c.response.body) for c in captures()]


def test_every_article_is_there() -> None:
    ids = {int(match[1]) for url, status, _, _ in responses() if status == 200 and (match := re.search(r"-(\d+)$", url))}
    assert {a.id for a in load_articles()} <= ids


def test_size_and_variety() -> None:
    rows = list(responses())
    pages = [url for url, _, media_type, _ in rows if media_type == HTML]
    assert len(pages) >= 60
    assert {urlsplit(url).hostname for url in pages} == {HOST, f"www.{HOST}"}
    assert {urlsplit(url).scheme for url in pages} == {"http", "https"}
    assert Counter(status for _, status, _, _ in rows) == {200: len(rows) - 3, 301: 1, 302: 1, 404: 1}
    assert any(media_type == "application/pdf" for _, _, media_type, _ in rows)


def test_readme_counts() -> None:
    readme = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(load_articles())} articles" in readme
    assert f"{len(list(responses()))} responses" in readme


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param(b'class="news-content"', id="portal"),
        pytest.param(b"Microsoft FrontPage", id="tables2005"),
        pytest.param(b"application/ld+json", id="html5"),
        pytest.param(b"MsoNormal", id="wordpressish"),
    ],
)
def test_each_template_carries_several_articles(sign: bytes) -> None:
    assert sum(sign in body and b"xem:" in body for _, _, _, body in responses()) >= 9


@pytest.mark.parametrize(
    "fact",
    [
        "6 tháng đầu năm 2018",
        "6 tháng đầu năm 2019",
        "16-7-2019",
        "811 người có uy tín",
        "hàng chục hội nghị",
        "hàng nghìn lượt người",
        "10 huyện, thành phố",
        "1.438/1.552 đại biểu chính thức",
        "khoảng 280.000 đồng bào",
        "28,97%",
        "giai đoạn 2017 – 2020",
        "giai đoạn 2016-2025",
        "giai đoạn 2018-2025",
        "giai đoạn 2015 -2020",
        "Chỉ thị số 14-CT/TU ngày 02-04-2018 của Tỉnh ủy Kon Tum",
        "Quyết định 2085/QĐ-TTg",
        "Kế hoạch số 1348/KH-UBND, ngày 31/5/2018",
        "Chương trình 135",
        "6 tháng cuối năm 2019",
        "Số lượt xem:715",
    ],
)
def test_the_seed_page_facts_are_told(fact: str) -> None:
    (page,) = (body.decode() for url, _, _, body in responses() if url.startswith("http://") and url.endswith("-682"))
    assert fact in page
