"""From a page or a text to an :class:`~extractors.records.Extraction`: composes the readers.

The same text gives the same records whichever way it came in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from extractors.assembly import Assembler
from extractors.facts.context import Frame, first_place
from extractors.facts.findings import Findings, find
from extractors.facts.period_mentions import title_period
from extractors.facts.policies import complete_mentions
from extractors.pages import ArticleContent, NotArticle, UndecodableError, decode, read_html, read_plain
from extractors.pages.sitemap import read_sitemap
from extractors.pages.sniffing import opens_as_html
from extractors.pages.urls import article_identity, stated_identity
from extractors.records import Article, Extraction, Page
from extractors.registry.lookup import KnownPlace, known_places
from extractors.vietnamese.text import normalize

EXTRACTOR_VERSION = "0.2.0"
"""Raised whenever the same page may give other records than before."""

_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def extract_page(page: Page, *, published_on: date | None = None) -> Extraction:
    """Read one page: its article with all findings, or the reason why there is none.

    Never raises for what a page holds. HTML by default; plain text when the content
    type says ``text/plain``. `published_on` overrules the page's own date line.
    """
    content = _read(page)
    if isinstance(content, NotArticle):
        return Extraction(outcome=content.outcome, reason=content.reason, links=content.links, post_backs=content.post_backs)
    if published_on is not None:
        content.published_on = published_on
        content.issues = [issue for issue in content.issues if issue != "no_date"]
    article = _article(page, content)
    result = Extraction(outcome="article", article=article, links=content.links, post_backs=content.post_backs)
    _read_facts(result, article, _site_place(page.site))
    return result


def _read(page: Page) -> ArticleContent | NotArticle:
    listing = read_sitemap(page.body, page.url)
    if listing is not None:
        return listing
    if (page.content_type or "").partition(";")[0].strip().lower() != "text/plain" or opens_as_html(page.body):
        return read_html(page.body, page.content_type, page.url)
    try:
        decoded = decode(page.body, page.content_type)
    except UndecodableError as error:
        return NotArticle(outcome="bad_encoding", reason=str(error))
    content = read_plain(decoded.text, page.url)
    if isinstance(content, ArticleContent):
        content.issues += [issue for issue in decoded.issues if issue not in content.issues]
    return content


def extract_text(text: str, *, published_on: date | None = None, title: str = "", url: str = "", site: str | None = None) -> Extraction:
    """Read `text` as the text of an article, without page furniture.

    >>> found = extract_text("Toàn tỉnh công nhận 811 người có uy tín; giải ngân đạt 28,97%.")
    >>> [(f.kind, f.value, f.value_text) for f in found.figures]
    [('count', 811.0, '811 người có uy tín'), ('percentage', 28.97, '28,97%')]
    """
    normalized = normalize(text)
    now = datetime(1970, 1, 1, tzinfo=UTC)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    identity = article_identity(url, site or "text") if url else None
    article = Article(
        article_id=identity.article_id if identity else f"{site or 'text'}-h{digest[:16]}",
        version="",
        site=site or "text",
        url=identity.canonical_url if identity else "",
        title=normalize(title),
        published_on=published_on,
        text=normalized,
        retrieved_at=now,
        first_seen_at=now,
        source="folder",
        content_sha256=digest,
        extractor_version=EXTRACTOR_VERSION,
        language=_language(normalized),
    )
    article.version = _version(article)
    result = Extraction(outcome="article", article=article)
    _read_facts(result, article, _site_place(site))
    return result


# ------------------------------------------------------------------ the article
def _article(page: Page, content: ArticleContent) -> Article:
    site = page.site or "page"
    identity = stated_identity(page.url, content.stated_url, site)
    text = "\n\n".join(content.paragraphs)
    article = Article(
        article_id=identity.article_id,
        version="",
        site=site,
        section=identity.section,
        url=identity.canonical_url,
        title=content.title,
        published_on=content.published_on,
        author=content.author,
        text=text,
        captions=content.captions,
        tables=content.tables,
        view_count=content.view_count,
        related_urls=content.related_urls,
        attachments=content.attachments,
        language=_language(text or content.title),
        retrieved_at=page.retrieved_at,
        first_seen_at=page.retrieved_at,
        source=page.source,
        source_ref=page.source_ref,
        content_sha256=hashlib.sha256(page.body).hexdigest(),
        extractor_version=EXTRACTOR_VERSION,
        issues=list(content.issues),
    )
    if page.truncated:
        article.issues.append("truncated_body")
    if article.published_on is not None and article.published_on > page.retrieved_at.date():
        article.issues.append("future_date")
    article.version = _version(article)
    return article


def _version(article: Article) -> str:
    """Hash of what makes a version: not of view counter, related list or furniture."""
    tables = [[t.caption or "", *t.header, *(cell for row in t.rows for cell in row)] for t in article.tables]
    parts = [
        article.title,
        str(article.published_on),
        article.author or "",
        article.text,
        "\x1e".join(article.captions),
        "\x1e".join("\x1f".join(t) for t in tables),
        "\x1e".join(sorted(a.url for a in article.attachments)),
    ]
    return hashlib.sha256("\x1d".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _language(text: str) -> str | None:
    """``vi`` when the text has Vietnamese letters at all; other languages are not told apart."""
    head = text[:2000].lower()
    enough = len(head) // 50
    if len(_VIETNAMESE.findall(head, 0, 400)) > enough:  # as a rule the first lines tell
        return "vi"
    return "vi" if len(_VIETNAMESE.findall(head)) > enough else None


def _site_place(site: str | None) -> KnownPlace | None:
    return _places_by_code().get(site) if site else None


@cache
def _places_by_code() -> dict[str, KnownPlace]:
    return {place.code.replace("-", ""): place for place in known_places() if place.level == "province"}


# ------------------------------------------------------------------ the facts
def _read_facts(result: Extraction, article: Article, site_place: KnownPlace | None) -> None:
    title = find(article.title, "title", None, article.published_on)
    body = find(article.text, "body", None, article.published_on)
    captions = [find(caption, "caption", at, article.published_on) for at, caption in enumerate(article.captions)]
    texts = [title, body, *captions]
    complete_mentions([r for t in texts for r in t.references])
    frame = _frame(title, article.published_on, site_place)
    issues = _issues(title, [body, *captions])
    if "title_period_conflict" in issues:
        # neither of two periods that disagree may be put on a figure
        frame = replace(frame, title_period=None, title_period_text=None)
    assembler = Assembler(result, article, site_place)
    for text in texts:
        assembler.add(text, frame)
    for part, table in enumerate(article.tables):
        assembler.add_table(part, table, frame)
    article.issues += [issue for issue in issues if issue not in article.issues]


def _frame(title: Findings, published_on: date | None, site_place: KnownPlace | None) -> Frame:
    period = title_period(title.reading.text, title.dates, published_on)
    return Frame(
        title_period=period,
        title_period_text=title.reading.text[period.start : period.end] if period else None,
        title_place=first_place(title.reading, title.references),
        site_place=site_place,
    )


def _issues(title: Findings, others: list[Findings]) -> list[str]:
    """What the findings say about the article as a whole."""
    found = []
    if any("impossible_date" in d.issues for t in (title, *others) for d in t.dates):
        found.append("impossible_date")
    for mention in title.dates:
        if mention.kind not in ("half_year", "nine_months", "quarter", "month") or mention.first is None or mention.last is None:
            continue
        alike = [d for t in others for d in t.dates if d.kind == mention.kind and d.first is not None and d.last is not None]
        same_part = [d for d in alike if d.first is not None and (d.first.month, d.first.day) == (mention.first.month, mention.first.day)]
        if same_part and all(d.first != mention.first for d in same_part):
            found.append("title_period_conflict")
            break
    return found
