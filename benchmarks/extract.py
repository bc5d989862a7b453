"""How fast articles become records, against dateparser and lxml on the same input in the same run.

    python -m benchmarks.extract [--seconds S] [--profile text|page] [--json]

Everything runs on one core, in turns, and the best round of each counts: other programs can only slow a round down.
Aims: article text at 8 MB/s or more and at least 80 times tuned dateparser; a page of 60 KB in at most 3 times the
time in which lxml parses it.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import lxml.html
from dateparser.search import search_dates

from benchmarks.pages import ORDINARY_ARTICLE, large_page, portal_page
from extractors import extract_page, extract_text
from extractors.pages import read_html
from tests.site import load_articles

ROOT = Path(__file__).resolve().parents[1]
TUNED = {"DATE_ORDER": "DMY", "STRICT_PARSING": True}
"""dateparser at its best on such texts: one language, one order, whole dates only; looser, it finds wrong ones."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article as the extractors are given it."""

    words: str
    title: str
    published_on: date | None

    @property
    def size(self) -> int:
        return len(self.words.encode())


def ordinary_article() -> Text:
    """An article with as many findings a kilobyte as departments' articles have (five or so)."""
    words = ORDINARY_ARTICLE.read_text(encoding="utf-8").strip()
    return Text(words, "Phòng Dân tộc huyện Đăk Glei sơ kết công tác dân tộc 6 tháng đầu năm 2021", date(2021, 7, 13))


def site_texts() -> list[Text]:
    """The articles of the test site, which hold four times as many findings as real ones."""
    return [Text("\n\n".join(a.paragraphs), a.title, a.published_on) for a in load_articles()]


def gold_texts() -> list[Text]:
    """The annotated documents, which are denser in figures than any real page."""
    rows = [json.loads(line) for path in sorted((ROOT / "tests/gold").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Text(row["text"], row.get("title") or "", date.fromisoformat(row["published_on"]) if row["published_on"] else None) for row in rows]


def plain_text() -> Text:
    """Prose without a single finding: what reading costs where there is nothing to read."""
    sentence = "Hội nghị đã đánh giá kết quả công tác dân tộc trên địa bàn, nêu những khó khăn còn lại và bàn nhiệm vụ thời gian tới. "
    return Text(sentence * 60, "", None)


def read_texts(texts: Sequence[Text]) -> None:
    for text in texts:
        extract_text(text.words, title=text.title, published_on=text.published_on)


def read_with_dateparser(texts: Sequence[Text]) -> None:
    for text in texts:
        search_dates(text.words, languages=["vi"], settings=TUNED)


# ------------------------------------------------------------------ measuring
SAMPLE_SECONDS = 0.1
"""A shorter work is repeated within one sample: alone it would be timed with the caches that other works left cold."""


def best(works: dict[str, Callable[[], object]], seconds: float) -> dict[str, float]:
    """The best time of each work, done in turns for about `seconds` each."""
    repeats = {name: _repeats(work) for name, work in works.items()}
    results = dict.fromkeys(works, float("inf"))
    for _ in range(3 if seconds < 1 else 5):
        for name, work in works.items():
            until = time.perf_counter() + seconds / 5
            while True:
                gc.collect()
                began = time.process_time()
                for _ in range(repeats[name]):
                    work()
                results[name] = min(results[name], (time.process_time() - began) / repeats[name])
                if time.perf_counter() >= until:
                    break
    return results


def _repeats(work: Callable[[], object]) -> int:
    work()  # once unmeasured: tables are built when first asked for
    began = time.perf_counter()
    work()
    return max(1, round(SAMPLE_SECONDS / max(time.perf_counter() - began, 1e-6)))


def measure(seconds: float) -> list[tuple[str, float, str, str]]:
    """Each line of the table: what, value, unit, aim."""
    article, site, gold = ordinary_article(), site_texts(), gold_texts()
    page, dense, plain = portal_page(), large_page(), plain_text()
    many = len(extract_page(dense).figures)
    times = best(
        {
            "article": lambda: read_texts([article]),
            "dateparser": lambda: read_with_dateparser([article]),
            "site": lambda: read_texts(site),
            "gold": lambda: read_texts(gold),
            "plain": lambda: read_texts([plain]),
            "page": lambda: extract_page(page),
            "reading": lambda: read_html(page.body, page.content_type, page.url),
            "lxml": lambda: lxml.html.document_fromstring(page.body),
            "dense": lambda: extract_page(dense),
            "dense lxml": lambda: lxml.html.document_fromstring(dense.body),
        },
        seconds,
    )
    site_size, gold_size = (sum(t.size for t in texts) for texts in (site, gold))
    return [
        ("an ordinary article", article.size / times["article"] / 1e6, "MB/s", ">= 8"),
        ("dateparser on it", article.size / times["dateparser"] / 1e6, "MB/s", ""),
        ("the article against dateparser", times["dateparser"] / times["article"], "times", ">= 80"),
        ("articles of the test site", site_size / times["site"] / 1e6, "MB/s", ""),
        ("annotated documents", gold_size / times["gold"] / 1e6, "MB/s", ""),
        ("prose without findings", plain.size / times["plain"] / 1e6, "MB/s", ""),
        ("findings a KB: the ordinary article", _findings([article]) / article.size * 1e3, "", ""),
        ("  the articles of the test site", _findings(site) / site_size * 1e3, "", ""),
        ("  the annotated documents", _findings(gold) / gold_size * 1e3, "", ""),
        (f"an ordinary page of {len(page.body) / 1000:.0f} KB", times["page"] * 1e3, "ms", ""),
        ("  bare lxml parse of it", times["lxml"] * 1e3, "ms", ""),
        ("  the page against lxml", times["page"] / times["lxml"], "times", "<= 3"),
        ("  its article read from it, without facts", times["reading"] / times["lxml"], "times", ""),
        (f"a page of {len(dense.body) / 1000:.0f} KB with {many} figures, against lxml", times["dense"] / times["dense lxml"], "times", ""),
    ]


def _findings(texts: Sequence[Text]) -> int:
    results = [extract_text(t.words, title=t.title, published_on=t.published_on) for t in texts]
    return sum(len(r.figures) + len(r.dates) + len(r.references) for r in results)


def profile(what: str) -> None:
    """Print where the time goes."""
    texts, page = [*site_texts(), *gold_texts()], portal_page()
    work: Callable[[], object] = (lambda: read_texts(texts)) if what == "text" else (lambda: extract_page(page))
    work()
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(3 if what == "text" else 30):
        work()
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=4.0, help="for each measurement")
    options.add_argument("--profile", choices=("text", "page"))
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if chosen.profile:
        profile(chosen.profile)
        return
    rows = measure(chosen.seconds)
    if chosen.json:
        json.dump([dict(zip(("what", "value", "unit", "aim"), row, strict=True)) for row in rows], sys.stdout, ensure_ascii=False)
        return
    print(f"Python {sys.version.split()[0]}, one core, best of several rounds")
    for name, value, unit, aim in rows:
        print(f"{name:44} {value:10.2f} {unit:6} {'aim ' + aim if aim else ''}")


if __name__ == "__main__":
    main()
