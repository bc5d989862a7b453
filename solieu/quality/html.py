"""A report as one HTML file: no scripts, nothing from elsewhere, all text of pages escaped."""

from __future__ import annotations

from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from solieu.quality.charts import draw
from solieu.quality.markdown import groups, more
from solieu.quality.model import NUMERIC, Report
from solieu.quality.words import Words


def to_html(report: Report, words: Words) -> str:
    """The whole page; ends with a newline."""
    environment = Environment(loader=PackageLoader("solieu.quality", "."), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.get_template("report.html.jinja")
    return template.render(report=report, words=words, draw=draw, groups=groups, more=more, is_link=is_link, numeric=NUMERIC)


def is_link(url: str) -> bool:
    """Whether an address may be clicked: only http and https, never a script.

    >>> is_link("https://example.org/x"), is_link("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
