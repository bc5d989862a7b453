"""Every article once, and each asked for once, whatever portal software spells the addresses; no template is configured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from solieu.crawl import crawl
from tests.site import ArticleSource, Site, build_site, generate, serve
from tests.site.build import redirect
from tests.site.portals import PORTALS, Portal, in_portal

ARTICLES = generate(30, 11)


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_every_article_once(tmp_path: Path, portal: Portal) -> None:
    site = in_portal(build_site("tables2005", ARTICLES, []), portal)
    with serve(site) as url:
        report = crawl(f"{url}/", tmp_path, progress=False)
    articles = pd.read_parquet(tmp_path / "articles")
    spelt = {address.lower(): a.id for a in ARTICLES for address in portal.addresses(a)}
    asked = Counter(spelt[path.lower()] for path in url.requests if path.lower() in spelt)
    assert report.exit == "complete"
    assert sorted(articles["title"]) == sorted(a.title for a in ARTICLES)
    assert asked == Counter(a.id for a in ARTICLES)
    assert report.coverage is not None
    assert report.coverage.articles == (len(ARTICLES) if portal.is_numbered else 0)


DATED = next(portal for portal in PORTALS if portal.name == "dated")


def dated(articles: Sequence[ArticleSource]) -> Site:
    return in_portal(build_site("tables2005", articles, []), DATED)


def test_an_article_whose_address_changes_is_not_counted_twice(tmp_path: Path) -> None:
    """Without a number in the address a new one is a new article: the old one, which leads there for good, is gone."""
    renamed = [replace(a, published_on=a.published_on - timedelta(days=400)) if a.id == ARTICLES[3].id else a for a in ARTICLES]
    with serve(dated(ARTICLES)) as url:
        crawl(f"{url}/", tmp_path, progress=False)
        before, after = dated(ARTICLES), dated(renamed)
        old, new = (DATED.addresses(articles[3])[0] for articles in (ARTICLES, renamed))
        after[new] = before[old]
        after[old] = redirect(301, new)
        url.become(after)
        for _ in range(3):
            crawl(f"{url}/", tmp_path, progress=False)
            articles = pd.read_parquet(tmp_path / "articles")
            assert sorted(articles[articles.gone_at.isna()].title) == sorted(a.title for a in ARTICLES)
            assert list(articles[articles.gone_at.notna()].url) == [url + old]
        assert list(pd.read_parquet(tmp_path / "runs").gone_articles) == [0, 1, 0, 0]


def test_a_redirect_to_another_article_takes_none_away(tmp_path: Path) -> None:
    with serve(dated(ARTICLES)) as url:
        crawl(f"{url}/", tmp_path, progress=False)
        after = dated(ARTICLES)
        first, second = (DATED.addresses(a)[0] for a in ARTICLES[3:5])
        after[first] = redirect(301, second)
        url.become(after)
        crawl(f"{url}/", tmp_path, progress=False)
    assert not pd.read_parquet(tmp_path / "articles").gone_at.notna().any()
