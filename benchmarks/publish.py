"""How fast and lean publishing is, against a bare pyarrow write of the same tables in the same run.

    python -m benchmarks.publish [--articles N] [--figures M] [--edited K] [--rounds R] [--json]

N generated articles (20,000) with M figures each (50) are staged; staging is not timed. Then, in turns: all of it is
published to an empty folder, and the same tables are written bare; K articles (40) are edited and published, and
the tables that this changes are read, filtered, joined with the new rows and written bare; figures are read with
pandas from the published file and from one written bare. Publications run in processes of their own, whose greatest
resident set counts; their times are those of the publication alone. The best round of each counts.

Aims, for 1,000,000 figures: a full publication at most 4 times the bare write, an upsert of 2,000 rows at most 2 times
the bare rewrite, at most 1.5 GB, a published file read as fast as a bare one, 500,000 rows checked a second.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.rows import EXTRACTOR, SITE, harvests
from extractors.records import Article, Figure, Harvest
from pipelines.building import build_versions
from pipelines.prepared import VERSIONED, prepare
from pipelines.publish import publish
from pipelines.spans import Texts
from pipelines.staging import Staging, state_path
from pipelines.tables import CURRENT
from pipelines.validation import check

_COMMIT = 500
_CHECKED = 400  # articles that are checked at a time
_NAMES = [CURRENT[record].name for record in VERSIONED]


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds, megabytes and rows a second."""

    figures: int
    upserted: int
    full: float
    bare_write: float
    full_mb: float
    upsert: float
    bare_rewrite: float
    upsert_mb: float
    read: float
    bare_read: float
    checked_per_second: float

    @property
    def full_ratio(self) -> float:
        return self.full / self.bare_write

    @property
    def upsert_ratio(self) -> float:
        return self.upsert / self.bare_rewrite

    @property
    def read_ratio(self) -> float:
        return self.read / self.bare_read


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="speed and memory of a publication against a bare pyarrow write")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--figures", type=int, default=50, help="of each article")
    parser.add_argument("--edited", type=int, default=40, help="articles that the upsert changes")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    result = measure(chosen.articles, chosen.figures, chosen.edited, chosen.rounds)
    if chosen.json:
        print(json.dumps(asdict(result) | {f"{name}_ratio": getattr(result, f"{name}_ratio") for name in ("full", "upsert", "read")}))
    else:
        show(result)


def measure(articles: int, figures_each: int, edited: int, rounds: int) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        state, output = state_path(Path(folder) / "state"), Path(folder) / "output"
        stage(state, harvests(articles, figures_each, run_id="run-1"), "run-1")
        checked = checking(state)
        fulls, writes = [], []
        for _ in range(rounds):
            shutil.rmtree(output, ignore_errors=True)
            fulls.append(published(state, output))
            tables = {name: pq.read_table(output / name).combine_chunks() for name in _NAMES}
            writes.append(timed(lambda tables=tables: write(tables, Path(folder))))  # type: ignore[misc]
        reads = [(timed(lambda: pd.read_parquet(output / "figures")), timed(lambda: pd.read_parquet(bare(Path(folder), "figures")))) for _ in range(rounds)]
        upserts, rewrites = [], []
        for round in range(rounds):
            stage(state, harvests(edited, figures_each, seed=6 + round, run_id=f"run-{2 + round}"), f"run-{2 + round}")
            upserts.append(published(state, output))
            rewrites.append(rewriting(output, edited, Path(folder)))
        rows = tables["figures"].num_rows
    full, upsert = min(fulls), min(upserts)
    read, bare_read = min(one for one, _ in reads), min(one for _, one in reads)
    memory, upsert_memory = max(mb for _, mb in fulls), max(mb for _, mb in upserts)
    return Result(
        rows, edited * figures_each, full[0], min(writes), memory, upsert[0], min(rewrites), upsert_memory, read, bare_read, checked
    )


def stage(state: Path, given: Iterator[Harvest], run_id: str) -> None:
    with Staging(state) as staging:
        staging.begin_run(SITE, EXTRACTOR, run_id)
        while some := [prepare(harvest) for harvest in islice(given, _COMMIT)]:
            staging.stage_all(some)
        staging.end_run(run_id, "complete")


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# ------------------------------------------------------------------ ours
def published(state: Path, output: Path) -> tuple[float, float]:
    """Publish in a process of its own: seconds of the publication, and the greatest resident set in megabytes."""
    command = [sys.executable, "-c", "from benchmarks.publish import publish_once; publish_once()", str(state), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def publish_once() -> None:
    state, output = map(Path, sys.argv[1:])
    with Staging(state) as staging:
        seconds = timed(lambda: publish(staging, output))
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())  # getrusage counts the parent's memory in
    assert peak is not None
    print(seconds, int(peak[1]) * 1024 / 1e6)


def checking(state: Path) -> float:
    """How many figures are held against their rules and texts in a second, of the articles of one chunk."""
    with Staging(state) as staging:
        versions = list(islice(staging.all_versions(), _CHECKED))
    articles, figures = build_versions(Article, versions).table, build_versions(Figure, versions).table
    seconds = min(timed(lambda: passing(articles, figures)) for _ in range(5))
    return figures.num_rows / seconds


def passing(articles: pa.Table, figures: pa.Table) -> None:
    if check(Figure, figures, Texts(articles)).rejects:
        raise RuntimeError("a generated figure was rejected")


# ------------------------------------------------------------------ bare
def bare(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def write(tables: dict[str, pa.Table], folder: Path) -> None:
    for name, table in tables.items():
        pq.write_table(table, bare(folder, name), compression="zstd")


def rewriting(output: Path, edited: int, folder: Path) -> float:
    """Seconds to read each table written bare, drop the rows of the edited articles, add their new rows, and write it."""
    changed = pa.array([f"{SITE}/{number}" for number in range(edited)])
    fresh = {}
    for name in _NAMES:
        table = pq.read_table(output / name)
        fresh[name] = table.filter(pc.is_in(table.column("article_id"), value_set=changed))

    def rewrite() -> None:
        for name in _NAMES:
            table = pq.read_table(bare(folder, name))
            kept = table.filter(pc.invert(pc.is_in(table.column("article_id"), value_set=changed)))
            pq.write_table(pa.concat_tables([kept, fresh[name]]), folder / f"{name}.new", compression="zstd")

    return timed(rewrite)


def show(result: Result) -> None:
    rows = [
        ("full", f"{result.full:.2f} s, bare {result.bare_write:.2f} s: {result.full_ratio:.1f} times (aim 4); {result.full_mb:.0f} MB (aim 1500)"),
        (
            "upsert",
            f"{result.upserted} figures in {result.upsert:.2f} s, bare {result.bare_rewrite:.2f} s: {result.upsert_ratio:.1f} times (aim 2); "
            f"{result.upsert_mb:.0f} MB",
        ),
        ("read", f"{result.read:.2f} s, bare {result.bare_read:.2f} s: {result.read_ratio:.2f} times (aim 1)"),
        ("check", f"{result.checked_per_second:,.0f} figures/s (aim 500,000)"),
    ]
    print(f"{result.figures:,} figures")
    for name, text in rows:
        print(f"  {name:<8} {text}")


if __name__ == "__main__":
    main()
