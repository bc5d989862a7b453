"""The ways in with the real extractor and the real pipeline."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from solieu.crawl import CrawlReport, OutputError, crawl
from tests.site import build_site, generate, serve
from tests.site.render import TEMPLATES

FACTS = ("articles", "figures", "dates", "references")


def read(output: Path, table: str) -> pd.DataFrame:
    frame = pd.read_parquet(output / table)
    return frame.drop(columns=[name for name in ("source", "source_ref") if name in frame])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[CrawlReport, Path]:
    output = tmp_path_factory.mktemp("sample")
    return crawl("sample", output, progress=False), output


def test_the_sample(sample: tuple[CrawlReport, Path]) -> None:
    report, output = sample
    assert (report.site, report.exit, report.warnings) == ("kontum", "complete", ())
    articles = pd.read_parquet(output / "articles")
    assert set(articles["site"]) == {"kontum"}
    assert set(articles["source"]) == {"archive"}
    assert report.articles >= len(articles) >= 40
    assert len(pd.read_parquet(output / "pages")) == report.pages


def test_the_sample_again_adds_nothing(sample: tuple[CrawlReport, Path]) -> None:
    _, output = sample
    before = {table: read(output, table) for table in FACTS}
    crawl("sample", output, progress=False)
    for table in FACTS:
        assert_frame_equal(read(output, table), before[table])


@pytest.mark.parametrize("template", TEMPLATES)
def test_live_and_replayed(tmp_path: Path, template: str) -> None:
    site = build_site(template, generate(12, 7))
    with serve(site) as url:
        report = crawl(f"{url}/", tmp_path / "live", progress=False)
    assert report.exit == "complete"
    articles = read(tmp_path / "live", "articles")
    assert sorted(articles["article_id"]) == sorted(f"127.0.0.1-{number}" for number in site.article_paths())
    assert len(url.requests) == len(set(url.requests))
    crawl(None, tmp_path / "again", archives=sorted((tmp_path / "live" / "archive").iterdir()), progress=False)
    for table in FACTS:
        assert_frame_equal(read(tmp_path / "again", table), read(tmp_path / "live", table))


def test_inside_of_an_event_loop(tmp_path: Path) -> None:
    async def notebook() -> CrawlReport:
        return crawl("sample", tmp_path, limit=3, progress=False)

    assert asyncio.run(notebook()).pages == 3


def test_an_output_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write to .*/file/out"):
        crawl("sample", tmp_path / "file" / "out", progress=False)
