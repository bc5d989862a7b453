from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response

from pipelines import batch
from pipelines.errors import NoSpaceError
from pipelines.staging import Prepared, Staging, state_path
from tests.pipelines import factories

pytestmark = pytest.mark.usefixtures("code_lists")
ITEMS = [factories.harvest(1), factories.harvest(2), factories.listing(1), factories.failure(9)]


class GivenSpider(Spider):
    """Yields what it is given, one item a response; the responses need no network."""

    name = "given"
    site_name = factories.SITE
    given: list[Any]
    at_start = False

    async def start(self) -> AsyncIterator[Any]:
        for number, item in enumerate(self.given):
            yield item if self.at_start else Request(f"data:,{number}")

    def parse(self, response: Response) -> Iterator[Any]:
        yield self.given[int(response.text)]


def crawl(given: list[Any], at_start: bool = False, **settings: Any) -> dict[str, Any]:
    """The statistics of a crawl that yields the given items, from responses or at its start."""
    defaults = {
        "ITEM_PIPELINES": {"pipelines.items.DatasetPipeline": 300},
        "TWISTED_REACTOR_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "SOLIEU_RUN_ID": "run-1",
        "CONCURRENT_REQUESTS": 1,
        "ROBOTSTXT_OBEY": False,
    }

    async def run() -> dict[str, Any]:
        runner = AsyncCrawlerRunner(defaults | settings)
        crawler = runner.create_crawler(GivenSpider)
        await runner.crawl(crawler, given=given, at_start=at_start)
        return dict(crawler.stats.get_stats())

    return asyncio.run(run())


@pytest.mark.parametrize("setting", ["SOLIEU_OUTPUT_DIR", "OUTPUT_DIR"])
def test_harvests_become_datasets(tmp_path: Path, setting: str) -> None:
    stats = crawl(ITEMS, **{setting: str(tmp_path)})
    counted = {name: value for name, value in stats.items() if name.startswith("solieu/")}
    assert counted == {
        "solieu/articles": 2,
        "solieu/figures": 10,
        "solieu/outcome/article": 2,
        "solieu/outcome/listing": 1,
        "solieu/outcome/gone": 1,
        "solieu/rejected": 0,
        "solieu/new": 2,
        "solieu/changed": 0,
        "solieu/gone": 0,
    }
    (run,) = pd.read_parquet(tmp_path / "runs").to_dict("records")
    assert (run["run_id"], run["site"], run["exit"], run["pages"], run["figures"]) == ("run-1", factories.SITE, "complete", 4, 10)
    assert not pd.isna(run["finished_at"])
    assert len(pd.read_parquet(tmp_path / "figures")) == 10


def test_a_run_without_a_name_gets_one(tmp_path: Path) -> None:
    crawl([], SOLIEU_RUN_ID=None, OUTPUT_DIR=str(tmp_path))
    (run_id,) = pd.read_parquet(tmp_path / "runs")["run_id"]
    assert run_id.startswith("20")


def test_the_state_may_stand_elsewhere(tmp_path: Path) -> None:
    crawl(ITEMS, OUTPUT_DIR=str(tmp_path / "out"), SOLIEU_STATE=str(tmp_path / "state" / "my.db"))
    assert (tmp_path / "state" / "my.db").exists()
    assert not state_path(tmp_path / "out").exists()
    assert len(pd.read_parquet(tmp_path / "out" / "articles")) == 2


def test_other_items_are_errors_and_stop_nothing(tmp_path: Path) -> None:
    stats = crawl([{"not": "a harvest"}, *ITEMS], OUTPUT_DIR=str(tmp_path))
    assert (stats["item_scraped_count"], stats["solieu/articles"]) == (4, 2)


def test_an_interrupted_crawl_is_published_and_told(tmp_path: Path) -> None:
    stats = crawl([*ITEMS, *(factories.harvest(n) for n in range(20, 60))], OUTPUT_DIR=str(tmp_path), CLOSESPIDER_ITEMCOUNT=2)
    assert stats["finish_reason"] == "closespider_itemcount"
    assert pd.read_parquet(tmp_path / "runs")["exit"].tolist() == ["interrupted"]
    assert len(pd.read_parquet(tmp_path / "articles")) == stats["solieu/articles"]


def test_rejects_are_counted(tmp_path: Path) -> None:
    bad = factories.harvest(1)
    assert bad.extraction is not None
    bad.extraction.figures[0].kind = "guess"
    assert crawl([bad], OUTPUT_DIR=str(tmp_path))["solieu/rejected"] == 1


def test_a_folder_that_cannot_be_written_ends_the_crawl_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    stats = crawl(ITEMS, OUTPUT_DIR=str(tmp_path / "file" / "out"))
    assert stats["finish_reason"] == "store_failed"
    assert stats["solieu/store_error"].startswith("cannot write to")
    assert "solieu/articles" not in stats


@pytest.mark.parametrize(("at_start", "finish_reason"), [(False, "store_failed"), (True, "finished")], ids=["responses", "at start"])
def test_a_disk_that_fills_ends_the_crawl_and_keeps_what_was_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_start: bool, finish_reason: str
) -> None:
    whole = Staging.stage_all

    def stage_all(self: Staging, prepared: Iterable[Prepared]) -> list[bool]:
        rows = list(prepared)
        if factories.url(2) in [row.key for row in rows]:
            raise NoSpaceError("no space left")
        return whole(self, rows)

    monkeypatch.setattr(Staging, "stage_all", stage_all)
    monkeypatch.setattr(batch, "MOST", 1)
    stats = crawl([*ITEMS, *(factories.harvest(n) for n in range(20, 60))], at_start, OUTPUT_DIR=str(tmp_path))
    assert (stats["finish_reason"], stats["solieu/store_error"]) == (finish_reason, "no space left")
    assert pd.read_parquet(tmp_path / "runs")["exit"].tolist() == ["failed"]
    assert len(pd.read_parquet(tmp_path / "articles")) == 1


def test_the_same_run_again_stages_nothing_twice(tmp_path: Path) -> None:
    crawl(ITEMS, OUTPUT_DIR=str(tmp_path))
    stats = crawl(ITEMS, OUTPUT_DIR=str(tmp_path))
    assert "solieu/articles" not in stats
    assert pd.read_parquet(tmp_path / "runs")["pages"].tolist() == [4]
