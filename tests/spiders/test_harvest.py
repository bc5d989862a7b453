from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.records import OUTCOMES
from spiders.harvest import Fetch, Harvester
from spiders.sites import find_site
from tests.spiders.support import extract_page, html

HARVESTER = Harvester(replace(find_site("kontum"), max_bytes=10_000), "run", extract_page)
ARTICLE = html("Một", text="5 hộ", article=True).body
URL = "https://www.bandantoc.kontum.gov.vn/tin/Mot-1?print=1"


def fetch(**changes: Any) -> Fetch:
    plain = {"body": ARTICLE, "content_type": "text/html", "source": "live", "source_ref": "x.warc.gz:5"}
    return Fetch(requested_url=URL, url=URL, fetched_at=datetime(2021, 6, 1, tzinfo=UTC), **(plain | changes))


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({}, "article", None),
        ({"status": None}, "article", None),
        ({"content_type": "TEXT/HTML; charset=utf-8"}, "article", None),
        ({"content_type": "application/xhtml+xml"}, "article", None),
        ({"content_type": None}, "article", None),
        ({"content_type": "application/octet-stream"}, "article", None),
        ({"content_type": "text/plain"}, "article", None),
        ({"status": 404}, "gone", "HTTP 404"),
        ({"status": 410}, "gone", "HTTP 410"),
        ({"status": 403}, "error", "HTTP 403"),
        ({"status": 500}, "error", "HTTP 500"),
        ({"status": 304}, "unchanged", "not modified"),
        ({"status": 301, "location": "http://bandantoc.kontum.gov.vn/a"}, "duplicate", "redirects to http://bandantoc.kontum.gov.vn/a"),
        ({"status": 301, "location": "http://elsewhere.vn/a"}, "offsite", "redirects to http://elsewhere.vn/a"),
        ({"status": 301}, "error", "HTTP 301"),
        ({"body": b""}, "error", "empty body"),
        ({"body": b"x" * 10_001}, "too_large", "more than 10000 bytes"),
        ({"content_type": "image/png"}, "error", "not a page: image/png"),
        ({"content_type": "application/json"}, "error", "not a page: application/json"),
        ({"content_type": None, "body": b"no markup at all"}, "error", "not a page: no content type"),
        ({"body": b"<html>raise"}, "error", "extractor failed: ValueError: asked to"),
    ],
)
def test_outcome_and_reason(changes: dict[str, Any], outcome: str, reason: str | None) -> None:
    harvest = HARVESTER.read("key", fetch(**changes))
    assert (harvest.key, harvest.page.outcome, harvest.page.reason) == ("key", outcome, reason)
    assert outcome in OUTCOMES
    assert (harvest.extraction is not None and harvest.extraction.article is not None) is (outcome == "article")


def test_the_row_of_an_article() -> None:
    page = HARVESTER.read("key", fetch()).page
    assert page.url == "http://bandantoc.kontum.gov.vn/tin/Mot-1"
    assert page.requested_url == URL
    assert (page.bytes, page.source_ref, page.run_id, page.status) == (len(ARTICLE), "x.warc.gz:5", "run", 200)
    assert page.content_sha256 is not None
    assert len(page.content_sha256) == 64


def test_a_fetch_without_an_answer() -> None:
    harvest = HARVESTER.failed("key", URL, datetime(2021, 6, 1, tzinfo=UTC), "robots", "forbidden by robots.txt")
    assert (harvest.page.outcome, harvest.page.bytes, harvest.page.content_sha256, harvest.extraction) == ("robots", None, None, None)
