"""How fast a web archive is replayed: ``python -m benchmarks.replay [--articles 2000]``.

Makes a WARC file of the test site, replays it with ``solieu crawl --archive`` in a
process of its own, and prints pages per second of CPU time, that of all processes
together, start of Python included. Then the same work once more in parts, in this
process: reading the archive, extracting, staging, publishing; what is left is
Scrapy, the frontier and the start.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from scrapy.settings import Settings

from extractors import extract_page
from extractors.records import Harvest
from pipelines.store import Staging, publish, state_path
from spiders import settings as project_settings
from spiders.captures import Captures
from spiders.harvest import Fetch, Harvester
from spiders.replaying import Replayer
from spiders.sites import ad_hoc_site
from spiders.warcreader import ArchiveReader
from spiders.warcwriter import ArchiveWriter
from tests.site import TEMPLATES, build_site, generate

ORIGIN = "http://dantoc.example"
BEGIN = datetime(2024, 12, 31, tzinfo=UTC)
T = TypeVar("T")
RUN = "20241231T000000.000000Z-000000"


def make_archive(folder: Path, articles: int) -> int:
    """The test site in four templates, a quarter of the articles each, as one WARC file; returns the number of responses."""
    count = 0
    with closing(ArchiveWriter(folder, "site", "benchmark")) as writer:
        for number, template in enumerate(TEMPLATES):
            share = articles // len(TEMPLATES)
            site = build_site(template, generate(share, seed=number), ())
            for path, response in site.items():
                url = f"http://{template}.example{path}"
                headers = list(response.headers.items())
                writer.write(url, "GET", [], response.status, headers, response.body, BEGIN + timedelta(seconds=count), None)
                count += 1
    return count


def replay(archive: Path, output: Path) -> tuple[float, float]:
    """CPU and wall seconds of the command, its children included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "from solieu.cli import main; main()", "crawl", "--archive", str(archive), "--output", str(output), "--no-progress"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and its CPU seconds."""
    began = time.process_time()
    return work(), time.process_time() - began


def read(archive: Path) -> list[Fetch]:
    """All pages of the archive, through the index and the reader of the spider."""
    settings = Settings()
    settings.setmodule(project_settings)
    replayer = Replayer.outside_of_crawls(settings)
    with closing(Captures([archive], lambda url: url)) as captures, closing(ArchiveReader(20_000_000)) as reader:
        return [replayer.fetch(capture, reader.read(capture), "archive") for capture, _ in captures]


def parts(archive: Path, output: Path) -> dict[str, float]:
    """CPU seconds of each part."""
    fetches, reading = timed(lambda: read(archive))
    harvesters = {fetch.url.split("/")[2]: Harvester(ad_hoc_site(fetch.url), RUN, extract_page) for fetch in fetches}
    harvests, extraction = timed(lambda: [harvesters[f.url.split("/")[2]].read(f.source_ref or "", f) for f in fetches])
    with Staging(state_path(output)) as staging:
        staging.begin_run("archive", "benchmark", RUN)
        _, stage = timed(lambda: _stage(staging, harvests))
        _, publication = timed(lambda: publish(staging, output))
    return {"reading": reading, "extraction": extraction, "staging": stage, "publication": publication}


def _stage(staging: Staging, harvests: list[Harvest]) -> None:
    for harvest in harvests:
        staging.stage(harvest)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        pages = make_archive(root, arguments.articles)
        archive = next(root.glob("*.warc.gz"))
        print(f"{pages} responses, {archive.stat().st_size / 1e6:.1f} MB")
        cpu, wall = replay(archive, root / "replayed")
        print(f"replay: {pages / cpu:.0f} pages per CPU second ({cpu:.1f} s CPU, {wall:.1f} s wall, {1000 * cpu / pages:.2f} ms a page)")
        split = parts(archive, root / "parts")
        for name, seconds in (*split.items(), ("the rest: Scrapy, frontier, start", cpu - sum(split.values()))):
            print(f"  {name}: {1000 * seconds / pages:.2f} ms a page ({seconds / cpu:.0%})")


if __name__ == "__main__":
    main()
