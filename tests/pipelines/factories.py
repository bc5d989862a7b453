"""Plausible records for the tests of storage and queries: one article with a figure of each shape, a date and a reference."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from extractors.records import (
    Article,
    Attachment,
    DateMention,
    Extraction,
    Figure,
    Harvest,
    Measure,
    PageFetch,
    Place,
    Policy,
    Reference,
    Table,
)
from extractors.registry import lookup

SITE = "bandantoc.kontum.gov.vn"
EXTRACTOR = "0.1.0"
START = datetime(2021, 6, 24, 3, 0, tzinfo=UTC)
TITLE = "Sơ kết công tác dân tộc năm {year}"
TEXT = (
    "Trong năm {year}, toàn tỉnh công nhận {people} người có uy tín, giải ngân 28,97% vốn Chương trình 135.\n\n"
    "Có 1.438/1.552 đại biểu về dự theo Kế hoạch số {number}/KH-UBND của UBND tỉnh."
)


def sha(*parts: Any) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:20]


def url(number: int) -> str:
    return f"http://{SITE}/tin-chuyen-nganh/So-ket-cong-tac-dan-toc-{number}"


def article(number: int = 1, *, people: int | None = None, **changes: Any) -> Article:
    """One article; another ``people`` is another version of it."""
    year = 2010 + number % 12
    text = TEXT.format(year=year, people=800 + number if people is None else people, number=number)
    defaults: dict[str, Any] = {
        "article_id": f"{SITE}/{number}",
        "version": sha(text),
        "site": SITE,
        "section": "tin-chuyen-nganh",
        "url": url(number),
        "title": TITLE.format(year=year),
        "published_on": date(year, 7, 16),
        "author": "Y Hạnh",
        "text": text,
        "captions": ["Quang cảnh hội nghị với 27 đại biểu"],
        "tables": [Table(caption="Bảng 1", header=["Huyện", "Số hộ"], rows=[["Đăk Hà", "1.204"], ["Tổng", "1.204"]])],
        "view_count": 715,
        "related_urls": [url(number + 1)],
        "attachments": [Attachment(url=f"http://{SITE}/files/{number}.pdf", media_type="application/pdf")],
        "language": "vi",
        "retrieved_at": START + timedelta(minutes=number),
        "first_seen_at": START + timedelta(minutes=number),
        "source": "live",
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "extractor_version": EXTRACTOR,
    }
    return Article(**defaults | changes)


def year_of(read: Article) -> int:
    """The year that the text is about."""
    return int(read.text.removeprefix("Trong năm ")[:4])


def _found(read: Article, words: str, text: str, **place: Any) -> dict[str, Any]:
    start = text.index(words)
    return {
        "article_id": read.article_id,
        "version": read.version,
        "url": read.url,
        "sentence": text.split("\n\n")[0],
        "where": "body",
        "span_start": start,
        "span_end": start + len(words),
        "rule": "test",
        **place,
    }


def figures(read: Article) -> list[Figure]:
    """A count, a percentage, a ratio, one in a caption, one in a table: every place a span may count in."""
    people = read.text.split(" công nhận ")[1].split(" ")[0]
    year = year_of(read)

    def one(kind: str, words: str, text: str, place: dict[str, Any], **values: Any) -> Figure:
        found = _found(read, words, text, **place)
        return Figure(figure_id=sha(read.article_id, kind, words, place), published_on=read.published_on, kind=kind, value_text=words, **found, **values)

    days = {"period_start_on": date(year, 1, 1), "period_end_on": date(year, 12, 31)}
    period: dict[str, Any] = {**days, "period_text": f"năm {year}", "period_source": "sentence", "measure_code": "prestigious_persons"}
    cell = {"where": "table", "part": 0, "row": 0, "column": 1, "row_header": "Đăk Hà", "column_header": "Số hộ", "is_total": False}
    return [
        one("count", f"{people} người", read.text, {}, value=float(people), unit_code="person", unit_text="người", **period),
        one("percentage", "28,97%", read.text, {}, value=28.97, unit_code="percent", unit_text="%", place_code="kon-tum", place_source="site"),
        one("ratio", "1.438/1.552 đại biểu", read.text, {}, numerator=1438.0, denominator=1552.0, unit_text="đại biểu"),
        one("count", "27 đại biểu", read.captions[0], {"where": "caption", "part": 0}, value=27.0, unit_text="đại biểu", issues=["doubtful"]),
        one("count", "1.204", "1.204", cell, value=1204.0, unit_code="household"),
    ]


def dates(read: Article) -> list[DateMention]:
    year = year_of(read)
    found = _found(read, f"năm {year}", read.text)
    days = {"start_on": date(year, 1, 1), "end_on": date(year, 12, 31)}
    return [DateMention(date_id=sha(read.article_id, "year"), kind="year", date_text=f"năm {year}", **days, **found)]


def references(read: Article) -> list[Reference]:
    number = read.article_id.rsplit("/", 1)[1]
    words = f"Kế hoạch số {number}/KH-UBND"
    return [
        Reference(
            reference_id=sha(read.article_id, words),
            doc_type_code="ke-hoach",
            number=f"{number}/KH-UBND",
            policy_id=f"vn/ubnd-tinh-kon-tum/ke-hoach/-/{number}-kh-ubnd",
            reference_text=words,
            **_found(read, words, read.text),
        )
    ]


def extraction(read: Article) -> Extraction:
    return Extraction(outcome="article", article=read, figures=figures(read), dates=dates(read), references=references(read))


def page(number: int = 1, run_id: str = "run-1", **changes: Any) -> PageFetch:
    defaults: dict[str, Any] = {
        "url": url(number),
        "requested_url": url(number),
        "fetched_at": START + timedelta(minutes=number),
        "status": 200,
        "outcome": "article",
        "bytes": 5000 + number,
        "content_sha256": sha("page", number),
        "run_id": run_id,
    }
    return PageFetch(**defaults | changes)


def harvest(number: int = 1, run_id: str = "run-1", **changes: Any) -> Harvest:
    """One fetched article with all its findings; ``changes`` go to the article."""
    read = article(number, **changes)
    return Harvest(key=url(number), page=page(number, run_id, fetched_at=read.retrieved_at), extraction=extraction(read))


def listing(number: int, run_id: str = "run-1") -> Harvest:
    address = f"http://{SITE}/tin-chuyen-nganh?page={number}"
    return Harvest(
        key=address,
        page=page(number, run_id, url=address, requested_url=address, outcome="listing"),
        extraction=Extraction(outcome="listing", links=[url(number)]),
    )


def failure(number: int, outcome: str = "gone", run_id: str = "run-1") -> Harvest:
    return Harvest(key=url(number), page=page(number, run_id, outcome=outcome, status=404, reason="not found", bytes=None, content_sha256=None))


def in_run(item: Harvest, run_id: str) -> Harvest:
    return replace(item, page=replace(item.page, run_id=run_id))


MEASURES = (Measure(code="prestigious_persons", label_vi="người có uy tín", label_en="prestigious persons", examples=["811 người có uy tín"]),)
PLACES = (Place(code="kon-tum", name="Kon Tum", level="province", aliases=["Kontum"]),)
POLICIES = (Policy(policy_id="vn/programme/135", title_vi="Chương trình 135", aliases=["CT 135"]),)


def use_short_code_lists(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Let short lists stand for the real ones, so that tests do not depend on what those hold."""
    put(lookup, "measures", lambda: MEASURES)
    put(lookup, "places", lambda: PLACES)
    put(lookup, "policies", lambda: POLICIES)
