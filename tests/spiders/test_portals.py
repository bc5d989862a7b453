"""Every article once, and each asked for once, whatever portal software spells the addresses; no template is configured."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from solieu.crawl import crawl
from tests.site import build_site, generate, serve
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
