"""Articles with figures, dates and references as a crawl stages them, any number from a seed; every span is right."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from extractors.records import Article, DateMention, Extraction, Figure, Harvest, PageFetch, Reference, Table

SITE = "bandantoc.example.vn"
EXTRACTOR = "0.1.0"
_DISTRICTS = ("Đăk Hà", "Đăk Tô", "Ngọc Hồi", "Sa Thầy", "Kon Plông", "Tu Mơ Rông", "Đăk Glei", "Ia H'Drai")
_SUBJECTS = (
    ("hộ nghèo", "household"),
    ("người có uy tín", "person"),
    ("học sinh bán trú", "person"),
    ("hộ được vay vốn", "household"),
    ("cán bộ cơ sở", "person"),
)
_TASKS = ("hỗ trợ nhà ở", "vay vốn phát triển sản xuất", "cấp nước sinh hoạt", "tập huấn nghề", "phòng chống thiên tai", "bảo tồn bản sắc văn hóa")
_START = datetime(2020, 1, 1, tzinfo=UTC)


def harvests(articles: int, figures_each: int = 50, *, seed: int = 5, run_id: str, first: int = 0) -> Iterator[Harvest]:
    """One fetch an article, numbered from ``first``; another seed gives other versions of the same articles."""
    for number in range(first, first + articles):
        extraction = _Writer(number, seed, figures_each).extraction()
        assert extraction.article is not None
        read = extraction.article
        page = PageFetch(
            url=read.url,
            requested_url=read.url,
            fetched_at=read.retrieved_at,
            status=200,
            outcome="article",
            bytes=4 * len(read.text),
            content_sha256=read.content_sha256,
            run_id=run_id,
        )
        yield Harvest(key=read.url, page=page, extraction=extraction)


class _Writer:
    """Writes one article sentence by sentence, and notes what each states."""

    def __init__(self, number: int, seed: int, figures_each: int) -> None:
        self._random = random.Random(f"{seed}/{number}")
        self._wanted, self._figures_each = figures_each, figures_each
        self._at = _START + timedelta(minutes=number + 525_600 * seed)
        self._day = (self._at - timedelta(days=self._random.randrange(1, 900))).date()
        self._id, self._url = f"{SITE}/{number}", f"http://{SITE}/tin-chuyen-nganh/Ket-qua-cong-tac-dan-toc-{number}"
        self._text: list[str] = []
        self._length = 0
        self._found: list[tuple[type[Any], dict[str, Any]]] = []

    def extraction(self) -> Extraction:
        while self._wanted > 0:
            self._paragraph()
        text = "".join(self._text)
        version = _digest(text)
        table = Table(caption="Hộ nghèo theo huyện", header=["Huyện", "Số hộ"], rows=[[name, str(self._random.randrange(100, 999))] for name in _DISTRICTS[:4]])
        read = Article(
            article_id=self._id,
            version=version,
            site=SITE,
            section="tin-chuyen-nganh",
            url=self._url,
            title=f"Kết quả công tác dân tộc năm {self._day.year}",
            published_on=self._day,
            author="Y Hạnh",
            text=text,
            captions=["Quang cảnh hội nghị"],
            tables=[table],
            view_count=self._random.randrange(5_000),
            related_urls=[f"{self._url}{n}" for n in range(5)],
            language="vi",
            retrieved_at=self._at,
            first_seen_at=self._at,
            source="live",
            source_ref=f"crawl-00001.warc.gz:{self._random.randrange(10**9)}",
            content_sha256=hashlib.sha256(text.encode()).hexdigest(),
            extractor_version=EXTRACTOR,
        )
        self._cells(table)
        rows: dict[type[Any], list[Any]] = {Figure: [], DateMention: [], Reference: []}
        names = {Figure: "figure_id", DateMention: "date_id", Reference: "reference_id"}
        for place, (record, values) in enumerate(self._found):
            dated = {"published_on": self._day} if record is Figure else {}
            identity = {names[record]: _digest(f"{self._id}/{place}"), "article_id": self._id, "version": version, "url": self._url}
            rows[record].append(record(**identity, **dated, **values))
        return Extraction(outcome="article", article=read, figures=rows[Figure], dates=rows[DateMention], references=rows[Reference])

    def _paragraph(self) -> None:
        year, district = self._random.randrange(2010, 2021), self._random.choice(_DISTRICTS)
        opening = f"Năm {year}, thực hiện Kế hoạch số {self._random.randrange(9, 4000)}/KH-UBND của UBND tỉnh, huyện {district} đạt nhiều kết quả. "
        start = self._write(opening)
        self._note_day(opening, start, year)
        self._note_policy(opening, start)
        for _ in range(min(4, self._wanted)):
            self._statement(year, district)
        self._write("\n\n")

    def _statement(self, year: int, district: str) -> None:
        subject, unit = self._random.choice(_SUBJECTS)
        number, share = self._random.randrange(2, 9_000), round(self._random.uniform(0.5, 99), 2)
        count, percentage = f"{number:,} {subject}".replace(",", "."), f"{share}%".replace(".", ",")
        sentence = f"Toàn huyện có {count} được {self._random.choice(_TASKS)}, đạt {percentage} kế hoạch năm {year}. "
        start = self._write(sentence)
        days = {"period_start_on": date(year, 1, 1), "period_end_on": date(year, 12, 31), "period_text": f"Năm {year}", "period_source": "sentence"}
        place = {"place_text": f"huyện {district}", "place_source": "paragraph"}
        self._note_figure(sentence, start, count, kind="count", value=float(number), unit_code=unit, unit_text=subject, measure_text=subject, **days, **place)
        self._note_figure(sentence, start, percentage, kind="percentage", value=share, unit_code="percent", unit_text="%", **days, **place)

    def _note_figure(self, sentence: str, start: int, words: str, **values: Any) -> None:
        if self._wanted > 0:
            self._wanted -= 1
            self._found.append((Figure, {"value_text": words, **_place(sentence, start, words), **values}))

    def _note_day(self, sentence: str, start: int, year: int) -> None:
        days = {"start_on": date(year, 1, 1), "end_on": date(year, 12, 31)}
        words = f"Năm {year}"
        self._found.append((DateMention, {"kind": "year", "role": "reporting_period", "date_text": words, **days, **_place(sentence, start, words)}))

    def _note_policy(self, sentence: str, start: int) -> None:
        words = sentence[sentence.index("Kế hoạch") : sentence.index(" của")]
        number = words.removeprefix("Kế hoạch số ")
        known = {"doc_type_code": "ke-hoach", "number": number, "policy_id": f"vn/ubnd-tinh-kon-tum/ke-hoach/-/{number.lower().replace('/', '-')}"}
        self._found.append((Reference, {"reference_text": words, **known, **_place(sentence, start, words)}))

    def _cells(self, table: Table) -> None:
        """The cells of the table stand for as many of the last figures of the text."""
        figures = [place for place, (record, _) in enumerate(self._found) if record is Figure]
        for row, cells in enumerate(table.rows):
            if len(figures) > 2 * len(table.rows):
                place = {"where": "table", "part": 0, "row": row, "column": 1, "row_header": cells[0], "column_header": "Số hộ", "is_total": False}
                span = {"span_start": 0, "span_end": len(cells[1]), "sentence": " | ".join(cells), "rule": "table_cell"}
                self._found[figures[-1 - row]] = (Figure, {"kind": "count", "value": float(cells[1]), "value_text": cells[1], **place, **span})

    def _write(self, words: str) -> int:
        """Add words to the text; gives where they start."""
        start = self._length
        self._text.append(words)
        self._length += len(words)
        return start


def _place(sentence: str, start: int, words: str) -> dict[str, Any]:
    at = start + sentence.index(words)
    return {"sentence": sentence.strip(), "where": "body", "span_start": at, "span_end": at + len(words), "rule": "benchmark"}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
