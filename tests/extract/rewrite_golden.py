"""Write ``expected.json`` of the golden cases anew: ``make golden``, after the new readings were reviewed.

    python -m tests.extract.rewrite_golden [--pages] [CASE…]

Look at ``git diff tests/extract/golden`` before you commit. ``--pages`` renders the pages anew too, from the
articles and templates of ``tests/site``.
"""

from __future__ import annotations

import argparse
import json
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors import Page, extract_page
from tests.extract.told import Plain, told
from tests.site import TEMPLATES, ArticleSource, SiteState, load_articles, render
from tests.site.render import render_listing, render_soft_404
from tests.site.source import Paragraph, Picture

GOLDEN = Path(__file__).parent / "golden"
RETRIEVED_AT = datetime(2024, 12, 31, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """A folder of ``golden``: a page and what is expected of it."""

    name: str

    @property
    def folder(self) -> Path:
        return GOLDEN / self.name

    @property
    def page(self) -> Page:
        settings = tomllib.loads((self.folder / "case.toml").read_text(encoding="utf-8"))
        (file,) = self.folder.glob("page.*")
        return Page(url=settings["url"], body=file.read_bytes(), content_type=settings["content_type"], retrieved_at=RETRIEVED_AT, site="kontum")

    @property
    def expected(self) -> Plain:
        loaded: Plain = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def read(self) -> Plain:
        """What is read now, in the form of `expected`."""
        return told(extract_page(self.page), context=False)

    def write(self) -> None:
        expected = self.read
        (self.folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def cases() -> list[Case]:
    """Every golden case, by name."""
    return [Case(folder.name) for folder in sorted(GOLDEN.iterdir()) if folder.is_dir()]


# ------------------------------------------------------------------ pages
def _write_page(name: str, suffix: str, body: str, url: str, content_type: str) -> None:
    folder = GOLDEN / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"page.{suffix}").write_bytes(body.encode("utf-8"))
    (folder / "case.toml").write_text(f'url = "{url}"\ncontent_type = "{content_type}"\n', encoding="utf-8")


def write_pages() -> None:
    """Render the golden pages from the test site."""
    articles = {a.id: a for a in load_articles()}
    state = SiteState(retrieved_at=RETRIEVED_AT, articles=list(articles.values()))
    with_table = {a.published_on.year: a for a in reversed(articles.values()) if a.tables}
    chosen: list[tuple[str, str, ArticleSource]] = [
        ("portal-682", "portal", articles[682]),
        ("tables2005-703", "tables2005", articles[703]),
        *((f"{template}-{with_table[year].id}", template, with_table[year]) for template, year in _TABLE_PAGES),
    ]
    for name, template, article in chosen:
        url = f"http://dantoc.example{TEMPLATES[template].path_of(article)}"
        _write_page(name, "html", render(template, article, state), url, "text/html; charset=utf-8")
    decomposed = unicodedata.normalize("NFD", render("html5", articles[703], state)).replace("hộ", "ho\u0323\u0302\u200b")
    _write_page("html5-703-decomposed", "html", decomposed, "http://dantoc.example/nghien-cuu-trao-doi/Dieu-tra-703", "text/html")
    _write_page("plain-682", "txt", _as_plain(articles[682], state), "http://dantoc.example/tin-chuyen-nganh/So-ket-682", "text/plain; charset=utf-8")
    section = articles[682].section
    _write_page("portal-listing", "html", render_listing("portal", section, 1, state), f"http://dantoc.example/{section}", "text/html; charset=utf-8")
    _write_page("portal-error", "html", render_soft_404("portal", state), "http://dantoc.example/tin-chuyen-nganh/Khong-co-9", "text/html; charset=utf-8")


_TABLE_PAGES = (("tables2005", 2017), ("wordpressish", 2018), ("portal", 2021), ("wordpressish", 2022), ("html5", 2023))


def _as_plain(article: ArticleSource, state: SiteState) -> str:
    """The page's text as a browser saves it, with its furniture."""
    day = article.published_on
    first = article.captions[:1]  # plain text cannot tell a later caption from a short paragraph
    blocks = [
        b.caption if isinstance(b, Picture) else b.text for b in article.blocks if isinstance(b, Paragraph) or (isinstance(b, Picture) and b.caption in first)
    ]
    head = ["banner", state.clock, article.title, f"{day.day}-{day.month}-{day.year}"]
    foot = [f"Số lượt xem:{article.views}", "Bài viết liên quan:", *(a.title for a in state.related_to(article)), "THÔNG BÁO", "LIÊN KẾT WEBSITE"]
    last = ["Điện thoại: 0260.3999.123 - Fax: 0260.3999.124", f"{state.visitors} Tổng số người truy cập: {state.online} Số người online:"]
    return "\n\n".join(["\n".join(head), *blocks, article.author or "", "\n".join(foot), "\n".join(last)]) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", metavar="CASE")
    options.add_argument("--pages", action="store_true", help="render the pages anew too")
    chosen = options.parse_args()
    if chosen.pages:
        write_pages()
    for case in cases():
        if not chosen.cases or case.name in chosen.cases:
            case.write()
            print(case.name)


if __name__ == "__main__":
    main()
