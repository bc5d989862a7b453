"""A site as web archives hold it, over some years, and the environment in which services on loopback are asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tests.command import environment
from tests.site import generate
from tests.site.archived import Answer, Held, Service, captures_of, moment
from tests.site.commoncrawl import serve_commoncrawl
from tests.site.later import edited, later
from tests.site.wayback import serve_wayback

ORIGIN = "http://bandantoc.kontum.gov.vn"
ARTICLES = generate(6, seed=1)
IDS = [article.id for article in ARTICLES]
EDITED = IDS[1]

CAPTURED: Mapping[str, str] = {f"kontum-{n}": "2023-09-10 11:12:13" if n == EDITED else "2022-05-06 07:08:09" for n in IDS}
"""By article: when the newest capture of its newest version was made."""

Faults = Mapping[str, Sequence[Answer | None]]
Server = Callable[[Sequence[Held], Faults | None], AbstractContextManager[Service]]


def held() -> list[Held]:
    """Every page in 2021 and, as it was, in 2022; one article edited, and captured twice like that, in 2023."""
    first = captures_of(later("html5", ARTICLES, difficulties=()), ORIGIN, moment("2021-03-05T06:07:08"))
    changed = captures_of(later("html5", ARTICLES, edited(EDITED), difficulties=()), ORIGIN, moment("2023-07-04"))
    of_edited = [one for one in changed if number_of(one) == EDITED]
    return [
        *first,
        *(replace(one, at=moment("2022-05-06T07:08:09")) for one in first),
        *of_edited,
        *(replace(one, at=moment("2023-09-10T11:12:13")) for one in of_edited),
    ]


def number_of(one: Held) -> int | None:
    """The number of the article that a capture is of."""
    digits = one.url.rpartition("-")[2]
    return int(digits) if digits.isdigit() and int(digits) in IDS else None


def serve_crawls(captures: Sequence[Held], faults: Faults | None = None) -> AbstractContextManager[Service]:
    """Common Crawl with a crawl for each year."""
    years = sorted({one.at.year for one in captures})
    return serve_commoncrawl({f"CC-MAIN-{year}-10": [one for one in captures if one.at.year == year] for year in years}, faults)


SERVERS: Mapping[str, Server] = {"wayback": serve_wayback, "commoncrawl": serve_crawls}
FETCHES: Mapping[str, str] = {"wayback": "replay", "commoncrawl": "data"}
"""What the server calls the requests for captures."""

_ADDRESSES = ("WAYBACK_URL", "COMMONCRAWL_INDEX_URL", "COMMONCRAWL_DATA_URL")
_INTERVALS = ("WAYBACK_INDEX_INTERVAL", "WAYBACK_REPLAY_INTERVAL", "COMMONCRAWL_INDEX_INTERVAL", "COMMONCRAWL_DATA_INTERVAL")


def asking(service: str, limits: Path, seconds: float = 0.0, **more: str) -> dict[str, str]:
    """An environment in which every service is at one address, is asked every so many seconds, and is given up after three tries."""
    settings = {f"SOLIEU_{name}": service for name in _ADDRESSES} | {f"SOLIEU_{name}": str(seconds) for name in _INTERVALS}
    return environment(SOLIEU_LIMITS_DIR=str(limits), SOLIEU_SERVICE_PAUSE="0.01", SOLIEU_SERVICE_TRIES="3", COLUMNS="160", **(settings | more))


def captured(output: Path) -> dict[str, str]:
    """By article: the capture time of what is published."""
    articles = pd.read_parquet(output / "articles")
    return {row.article_id: f"{row.retrieved_at:%Y-%m-%d %H:%M:%S}" for row in articles.itertuples()}
