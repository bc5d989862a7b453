"""How fast, thorough and lean a crawl is, against a bare Scrapy spider on the same site in the same run.

    python -m benchmarks.crawl [--articles N[,N…]] [--template T] [--rounds R] [--concurrency C] [--json]

The site has N generated articles and its usual difficulties, and every 200th article answers 503 at first. Both
crawlers run in processes of their own, in turns, without delay; the best round of each counts. `whole` times are
those of the process from start to end, publication included; `crawl` times reach from the first answer to the
last. Only what was asked of the server counts as a page, not what robots.txt forbids. Memory is the greatest sum
of the resident sets of a crawl's processes. With several N, how it grows is told.

Aims: at least 0.60 times the bare spider's pages a second, at most 1.15 requests for each distinct resource, no
duplicate, no miss, at most 400 MB, the same for 2,000 and 20,000 articles.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from benchmarks.serving import Served, serving
from pipelines.publish import publish
from pipelines.staging import Staging, state_path
from tests.site.server import without_ignored

FAULT_EVERY = 200
_LOOK_EVERY = 0.05
_ARTICLE = re.compile(r"-(\d+)(?:[?/;].*)?\Z")


@dataclass(frozen=True, slots=True)
class Timed:
    """One process: wall time in seconds, the greatest sum of resident sets in bytes, its output and errors."""

    seconds: float
    memory: int
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Bare:
    """The bare spider: answers, and pages a second."""

    pages: int
    whole_per_second: float
    crawl_per_second: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl of ours. ``pages`` are its rows, ``publication`` is the share of the whole time that publishing takes."""

    pages: int
    whole_per_second: float
    crawl_per_second: float
    memory_mb: float
    requests: int
    distinct: int
    missed: int
    duplicates: int
    forbidden: int
    publication: float


@dataclass(frozen=True, slots=True)
class Result:
    """Both crawlers on one site."""

    articles: int
    bare: Bare
    ours: Crawled

    @property
    def whole_ratio(self) -> float:
        return self.ours.whole_per_second / self.bare.whole_per_second

    @property
    def crawl_ratio(self) -> float:
        return self.ours.crawl_per_second / self.bare.crawl_per_second

    @property
    def requests_ratio(self) -> float:
        return self.ours.requests / self.ours.distinct


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="speed, thoroughness and memory of a crawl against a bare Scrapy spider")
    parser.add_argument("--articles", default="2000", help="how many articles; several numbers with commas")
    parser.add_argument("--template", default="portal")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=1, help="of the bare spider; a crawl of ours has what its site says, which is 1")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    results = [measure(chosen.template, int(n), chosen.rounds, chosen.concurrency) for n in chosen.articles.split(",")]
    if chosen.json:
        print(json.dumps([asdict(r) | {"whole_ratio": r.whole_ratio, "crawl_ratio": r.crawl_ratio} for r in results]))
        return
    for result in results:
        show(result)
    if len(results) > 1:
        first, last = results[0], results[-1]
        growth = last.ours.memory_mb / first.ours.memory_mb
        print(f"memory from {first.articles} to {last.articles} articles: {growth:.2f} times")


def measure(template: str, articles: int, rounds: int, concurrency: int) -> Result:
    with serving(template, articles, fault_every=FAULT_EVERY) as served:
        pairs = [(bare(served, concurrency), ours(served)) for _ in range(rounds)]
    return Result(articles, max((b for b, _ in pairs), key=lambda b: b.crawl_per_second), max((o for _, o in pairs), key=lambda o: o.crawl_per_second))


def bare(served: Served, concurrency: int) -> Bare:
    timed = run([sys.executable, "-m", "benchmarks.bare", served.url, "127.0.0.1", "localhost", str(concurrency)])
    served.requests()
    told = json.loads(timed.output)
    return Bare(told["pages"], told["pages"] / timed.seconds, told["pages"] / told["seconds"], timed.memory / 1e6)


def ours(served: Served) -> Crawled:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        timed = run([sys.executable, "-c", "from solieu.cli import main; main()", "crawl", served.url, "--output", folder])
        asked = served.requests()
        pages = pd.read_parquet(output / "pages", columns=["fetched_at", "requested_url"])
        articles = pd.read_parquet(output / "articles", columns=["article_id"])["article_id"]
        span = (pages.fetched_at.max() - pages.fetched_at.min()).total_seconds()
        wanted = {number_of(path) for path in served.article_paths}
        found = {int(name.rpartition("-")[2]) for name in articles if name.rpartition("-")[2].isdigit()}
        return Crawled(
            pages=len(pages),
            whole_per_second=asked.total() / timed.seconds,
            crawl_per_second=asked.total() / span,
            memory_mb=timed.memory / 1e6,
            requests=asked.total(),
            distinct=distinct(asked),
            missed=len(wanted - found),
            duplicates=len(articles) - articles.nunique(),
            forbidden=sum(n for path, n in asked.items() if path.startswith(("/tim-kiem", "/in-bai", "/quan-tri/"))),
            publication=publishing(output) / timed.seconds,
        )


def number_of(path: str) -> int | None:
    """The article's number in a path."""
    found = _ARTICLE.search(path)
    return int(found[1]) if found else None


def distinct(asked: Counter[str]) -> int:
    """How many resources stand behind the paths: an article is one under all its slugs."""
    return len({number_of(path) or without_ignored(path) for path in asked})


def publishing(output: Path) -> float:
    """The seconds that publishing all of it once more, to an empty folder, takes."""
    with tempfile.TemporaryDirectory() as folder, Staging(state_path(output)) as staging:
        begun = time.perf_counter()
        publish(staging, Path(folder))
        return time.perf_counter() - begun


def run(command: Sequence[str]) -> Timed:
    """Run to the end, looking at the memory meanwhile. Raises ``RuntimeError`` where it fails."""
    begun, memory = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, cwd=Path(__file__).parents[1])
        while process.poll() is None:
            memory = max(memory, sum(resident(pid) for pid in family(process.pid)))
            time.sleep(_LOOK_EVERY)
        seconds = time.perf_counter() - begun
        out.seek(0)
        errors.seek(0)
        timed = Timed(seconds, memory, out.read(), errors.read())
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{timed.errors[-2000:]}")
    return timed


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in family(int(child)))]


def resident(pid: int) -> int:
    """The resident set of a process in bytes; nothing where it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def show(result: Result) -> None:
    bare, ours = result.bare, result.ours
    rows = [
        ("bare Scrapy", f"{bare.crawl_per_second:.0f} pages/s crawl, {bare.whole_per_second:.0f} whole, {bare.pages} answers, {bare.memory_mb:.0f} MB"),
        ("solieu", f"{ours.crawl_per_second:.0f} pages/s crawl, {ours.whole_per_second:.0f} whole, {ours.pages} rows, {ours.memory_mb:.0f} MB"),
        ("ratio", f"{result.crawl_ratio:.2f} crawl, {result.whole_ratio:.2f} whole (aim 0.60); publication {ours.publication:.0%} of the whole"),
        ("requests", f"{ours.requests} for {ours.distinct} resources: {result.requests_ratio:.3f} (aim 1.15); {ours.forbidden} that robots.txt forbids"),
        ("articles", f"{ours.missed} missed, {ours.duplicates} twice"),
    ]
    print(f"{result.articles} articles")
    for name, text in rows:
        print(f"  {name:<12} {text}")


if __name__ == "__main__":
    main()
