"""A site as it is some time later: each function gives the site after one kind of change, and leaves the one given as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tests.site.build import DIFFICULTIES, Difficulty, Response, Site, build_site, redirect
from tests.site.render import TEMPLATES
from tests.site.server import NO_ETAG
from tests.site.source import ArticleSource, Paragraph, Run

Change = Callable[[list[ArticleSource]], list[ArticleSource]]

FIRST, LATER = datetime(2024, 11, 20, 2, 0, tzinfo=UTC), datetime(2024, 11, 27, 2, 0, tzinfo=UTC)
"""The days at which the header's clock and the counters stand."""


def edited(number: int, words: str = "Đính chính: toàn huyện có 77 hộ được hỗ trợ.") -> Change:
    """Article ``number`` has one more paragraph."""
    return lambda articles: [replace(a, blocks=(*a.blocks, Paragraph((Run(words),)))) if a.id == number else a for a in articles]


def deleted(*numbers: int) -> Change:
    """These articles answer 404, and nothing links to them."""
    return lambda articles: [a for a in articles if a.id not in numbers]


def added(article: ArticleSource) -> Change:
    """One more article."""
    return lambda articles: [*articles, article]


def renamed(number: int, section: str) -> Change:
    """Article ``number`` stands in another section; its old address answers 404 unless :func:`forwarding` is applied."""
    return lambda articles: [replace(a, section=section) if a.id == number else a for a in articles]


def later(
    template: str, articles: Sequence[ArticleSource], *changes: Change, at: datetime = FIRST, difficulties: Sequence[Difficulty] = DIFFICULTIES
) -> Site:
    """The site after the changes, with its clock at ``at``."""
    now = list(articles)
    for change in changes:
        now = change(now)
    return build_site(template, now, difficulties, at)


def forwarding(site: Site, before: Site) -> Site:
    """The site, with the old addresses of articles that moved leading to the new ones."""
    paths = site.article_paths()
    moved = {path: redirect(301, paths[number]) for number, path in before.article_paths().items() if number in paths and paths[number] != path}
    return _with(site, moved)


def down(site: Site, status: int) -> Site:
    """Every address answers ``status``."""
    answer = Response(status, dict(site.not_found.headers), b"<html><head><title>Xin loi</title></head><body>Xin loi</body></html>")
    return Site(site.template, site.articles, answer)


def replaced(site: Site) -> Site:
    """The start page, listings and files are there, and no article answers any more."""
    kept = Site(site.template, site.articles, site.not_found)
    gone = {TEMPLATES[site.template].path_of(article) for article in site.articles}
    kept.update({path: response for path, response in site.items() if path not in gone})
    return kept


def without_validators(site: Site) -> Site:
    """The site of a server that tells neither ``ETag`` nor ``Last-Modified``."""
    bare = {path: replace(r, headers={k: v for k, v in r.headers.items() if k != "Last-Modified"} | {NO_ETAG: "1"}) for path, r in site.items()}
    return _with(site, bare)


def _with(site: Site, responses: dict[str, Response]) -> Site:
    changed = Site(site.template, site.articles, site.not_found)
    changed.update(site)
    changed.update(responses)
    return changed
