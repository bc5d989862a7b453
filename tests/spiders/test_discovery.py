"""Every reachable article once, with hardly a request more than there are pages; over the wire, for every template."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from solieu.crawl import crawl
from spiders.links import entry_for
from spiders.robots import Robots
from spiders.sites import find_site
from tests.site import DIFFICULTIES, TEMPLATES, build_site, generate, serve
from tests.site.build import DISALLOWED
from tests.site.sitemaps import ORPHANS, orphans, spellings

ARTICLES = generate(60, 7)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_article_once(tmp_path: Path, template: str) -> None:
    site = build_site(template, ARTICLES, [*DIFFICULTIES, orphans, spellings])
    with serve(site) as url:
        report = crawl(f"{url}/", tmp_path, progress=False)
        keys = [entry.key for path in url.requests if not isinstance(entry := entry_for(find_site(f"{url}/"), url + path, 0), str)]
    articles = pd.read_parquet(tmp_path / "articles")
    assert report.exit == "complete"
    assert sorted(articles["article_id"]) == sorted(f"127.0.0.1-{a.id}" for a in (*ARTICLES, *ORPHANS))
    assert len(url.requests) <= 1.15 * len(set(keys))
    assert not [path for path in url.requests if urlsplit(path).path.startswith(DISALLOWED)]


def test_sitemaps_of_robots() -> None:
    robots = b"\xef\xbb\xbfUser-agent: *\r\nsitemap: /a.xml\r\nSitemap : http://x.vn/b.xml # all\r\nSitemap:\r\n# Sitemap: /c.xml\r\nSitemap: http://["
    assert Robots(robots, "solieu").sitemaps("http://x.vn/robots.txt") == ["http://x.vn/a.xml", "http://x.vn/b.xml"]
