"""The test site's articles in all its templates against what was put into them."""

from __future__ import annotations

import pytest

from extractors.pages import ArticleContent, NotArticle, read_html, read_plain
from extractors.vietnamese.text import one_line
from tests.site.build import Site, build_site
from tests.site.render import TEMPLATES
from tests.site.seed import SHARED, seed_article
from tests.site.source import SECTIONS, ArticleSource, load_articles

HOST = "http://dantoc.example"


@pytest.fixture(scope="module", params=sorted(TEMPLATES))
def site(request: pytest.FixtureRequest) -> Site:
    return build_site(request.param, load_articles())


def read(site: Site, path: str) -> ArticleContent | NotArticle:
    return read_html(site[path].body, site[path].headers.get("Content-Type"), HOST + path)


def test_every_article_is_read_as_it_was_written(site: Site) -> None:
    sources = {source.id: source for source in load_articles()}
    for article_id, path in site.article_paths().items():
        found = read(site, path)
        assert isinstance(found, ArticleContent), (path, found)
        assert parts(found) == parts_of_source(sources[article_id]), path


def parts(found: ArticleContent) -> dict[str, object]:
    tables = [(table.caption, table.header, table.rows) for table in found.tables]
    return {
        "title": found.title,
        "published_on": found.published_on,
        "author": found.author,
        "view_count": found.view_count,
        "paragraphs": found.paragraphs,
        "captions": found.captions,
        "tables": tables,
        "files": len(found.attachments),
    }


def parts_of_source(source: ArticleSource) -> dict[str, object]:
    return {
        "title": source.title,
        "published_on": source.published_on,
        "author": source.author,
        "view_count": source.views,
        "paragraphs": [one_line(text) for text in source.paragraphs],
        "captions": list(source.captions),
        "tables": [
            (" ".join(filter(None, (table.caption, table.unit_line))) or None, header(table.filled_header), table.filled_rows) for table in source.tables
        ],
        "files": len(source.attachments),
    }


def header(rows: list[list[str]]) -> list[str]:
    return [" / ".join(text for place, text in enumerate(column) if not place or text != column[place - 1]) for column in map(list, zip(*rows, strict=True))]


def test_no_listing_is_read_as_an_article(site: Site) -> None:
    articles = set(site.article_paths().values())
    titles = {source.title for source in load_articles()}
    for path, response in site.items():
        if path in articles or response.status != 200 or "html" not in response.headers.get("Content-Type", ""):
            continue
        found = read(site, path)
        if isinstance(found, ArticleContent):
            assert found.title in titles and len(found.paragraphs) > 1, path  # another address of an article
            assert found.published_on is not None
        else:
            assert found.outcome in ("listing", "soft_404"), (path, found.reason)


def test_related_articles_are_articles(site: Site) -> None:
    paths = set(site.article_paths().values())
    without = 0
    for path in paths:
        found = read(site, path)
        assert isinstance(found, ArticleContent)
        assert len(found.related_urls) <= 5
        without += not found.related_urls  # the first article of a section has none before it
        assert {url.removeprefix(HOST) for url in found.related_urls} <= paths - {path}
    assert without <= len(SECTIONS)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_seed_page_is_the_same_as_html_and_as_text(template: str) -> None:
    source = seed_article()
    if source is None:
        pytest.skip("the seed page is not beside this checkout")
    text = next((SHARED / "seed").glob("*.txt")).read_text(encoding="utf-8")
    plain = read_plain(text, HOST + "/tin-chuyen-nganh/Seed-682")
    assert isinstance(plain, ArticleContent)
    site = build_site(template, [*load_articles(), source])
    found = read(site, site.article_paths()[source.id])
    assert isinstance(found, ArticleContent)
    assert parts(found) == parts(plain)
    assert len(found.paragraphs) == 4 and len(found.captions) == 2
