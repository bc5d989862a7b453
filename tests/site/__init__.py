"""A department's web site to test against: several templates, our own content, any number of pages.

See ``README.md`` in this folder for a tour.
"""

from tests.site.build import DIFFICULTIES, Difficulty, Plan, Response, Site, build_site
from tests.site.generate import generate
from tests.site.render import TEMPLATES, SiteState, render
from tests.site.seed import seed_article
from tests.site.server import BaseUrl, serve
from tests.site.source import ArticleSource, load_articles
from tests.site.truth import Truth

__all__ = [
    "DIFFICULTIES",
    "TEMPLATES",
    "ArticleSource",
    "BaseUrl",
    "Difficulty",
    "Plan",
    "Response",
    "Site",
    "SiteState",
    "Truth",
    "build_site",
    "generate",
    "load_articles",
    "render",
    "seed_article",
    "serve",
]
