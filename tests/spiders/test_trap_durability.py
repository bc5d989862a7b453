"""What a crawl has learnt of traps and of pages alike outlives kill -9: the next crawl decides as an uninterrupted one would have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from tests.site import DIFFICULTIES, BaseUrl, build_site, generate, serve, traps
from tests.spiders.killing import KILLS, Rows, finish, kill, start, tables, wait_until

ARTICLES = 20
ON = (traps.told_days, traps.calendar, traps.made_up_articles, traps.last_page_again, traps.redirect_loops, traps.excuses)


@dataclass
class Whole:
    """An uninterrupted crawl of the site that is served, and how many requests it took."""

    url: BaseUrl
    rows: Rows
    requests: int


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    output = tmp_path_factory.mktemp("whole")
    with serve(build_site("portal", generate(ARTICLES, 7), [*DIFFICULTIES, *ON])) as url:
        status, errors = finish(start(f"{url}/", output))
        assert status == 0, errors
        reasons = pd.read_parquet(output / "pages")["reason"].dropna()
        assert reasons.str.contains("redirect loop").any()
        assert reasons.str.startswith("the same page as under").any()
        yield Whole(url, tables(output), len(url.requests))


def asked(whole: Whole, more: int) -> int:
    return len(whole.url.requests) + more


@pytest.mark.parametrize("seed", range(max(1, KILLS // 5)))
def test_a_crawl_that_is_killed_twice_among_traps(tmp_path: Path, whole: Whole, seed: int) -> None:
    chance = Random(seed)
    begun = len(whole.url.requests)
    for share in (chance.uniform(0.2, 0.6), chance.uniform(0.1, 0.3)):
        until = asked(whole, int(share * whole.requests))
        process = start(f"{whole.url}/", tmp_path)
        assert wait_until(lambda until=until: len(whole.url.requests) >= until, process)  # type: ignore[misc]
        assert kill(process)
    status, errors = finish(start(f"{whole.url}/", tmp_path))
    assert status == 0, errors
    found = tables(tmp_path)
    for name, rows in whole.rows.items():
        assert found[name] == rows, name
    assert len(whole.url.requests) - begun <= whole.requests + 2 * 40, "what is staged must not be fetched again"
