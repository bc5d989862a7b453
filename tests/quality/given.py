"""Small published folders, written bare: what a test says is what the report reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extractors.records import TABLES, Article, Figure, Measure, PageFetch, Place, Reference
from pipelines.schema import to_table
from pipelines.tables import table_file

SITE = "bandantoc.example"
SEEN = datetime(2020, 1, 2, tzinfo=UTC)
YEAR = {"period_start_on": date(2019, 1, 1), "period_end_on": date(2019, 12, 31), "period_text": "năm 2019", "period_source": "phrase"}
MEASURES = [Measure(code="prestigious_persons", label_vi="người có uy tín", label_en="prestigious persons")]
PLACES = [Place(code="kon-tum", name="Kon Tum", level="province")]


def url(number: int, section: str = "tin") -> str:
    return f"http://{SITE}/{section}/bai-{number}"


def article(number: int = 1, *, published_on: date | None = date(2020, 1, 1), section: str = "tin", **changes: Any) -> Article:
    defaults: dict[str, Any] = {
        "article_id": f"{SITE}-{number}",
        "version": f"v{number}",
        "site": SITE,
        "section": section,
        "url": url(number, section),
        "title": f"Bài {number}",
        "published_on": published_on,
        "text": "Nội dung",
        "retrieved_at": SEEN,
        "first_seen_at": SEEN,
        "source": "live",
        "content_sha256": "0" * 64,
        "extractor_version": "1",
    }
    return Article(**defaults | changes)


def figure(number: int = 1, value: float | None = 811.0, words: str = "811 người có uy tín", **changes: Any) -> Figure:
    """What article ``number`` states: by default how many prestigious persons Kon Tum recognised in 2019."""
    sentence = changes.pop("sentence", f"Trong năm {number}, tỉnh công nhận {words}.")
    start = changes.pop("span_start", 0)
    defaults: dict[str, Any] = {
        "figure_id": f"{number}/{words}/{start}/{changes.get('kind')}",
        "article_id": f"{SITE}-{number}",
        "version": f"v{number}",
        "url": url(number),
        "published_on": date(2020, 1, 1),
        "kind": "count",
        "measure_code": "prestigious_persons",
        "measure_text": "người có uy tín",
        "subject_text": "người có uy tín",
        "value": value,
        "unit_code": "person",
        "unit_text": "người",
        "value_text": words,
        "place_code": "kon-tum",
        "place_text": "tỉnh",
        "place_source": "sentence",
        "sentence": sentence,
        "where": "body",
        "span_start": start,
        "span_end": start + len(words),
        "rule": "test",
        **YEAR,
    }
    return Figure(**defaults | changes)


def reference(name: str, number: int = 1, /, **changes: Any) -> Reference:
    defaults: dict[str, Any] = {
        "reference_id": name,
        "article_id": f"{SITE}-{number}",
        "version": f"v{number}",
        "url": url(number),
        "doc_type_code": "decision",
        "policy_id": f"vn/-/decision/{name}",
        "reference_text": f"Quyết định {name}",
        "sentence": f"Theo Quyết định {name}.",
        "where": "body",
        "span_start": 0,
        "span_end": 5,
        "rule": "test",
    }
    return Reference(**defaults | changes)


def page(number: int, outcome: str, reason: str | None = None) -> PageFetch:
    return PageFetch(url=url(number), requested_url=url(number), fetched_at=SEEN, outcome=outcome, reason=reason, run_id="run-1")


def published(folder: Path, **rows: Sequence[Any]) -> Path:
    """The folder with all tables, those that are not given without a row; articles are made for the figures where none are."""
    given: dict[str, Sequence[Any]] = {"measures": MEASURES, "places": PLACES, **rows}
    if "articles" not in given:
        numbers = sorted({int(one.article_id.rsplit("-", 1)[1]) for one in (*given.get("figures", ()), *given.get("references", ()))})
        given["articles"] = [article(number) for number in numbers]
    for record in TABLES:
        path = folder / table_file(record.TABLE)
        path.parent.mkdir(parents=True)
        pq.write_table(to_table(record, list(given.get(record.TABLE, ()))), path)
    return folder
