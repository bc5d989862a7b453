"""From raw bytes to the parts of an article, whatever the layout of the page.

>>> page = "<h1>Kon Tum họp bàn công tác dân tộc</h1><p>16-7-2019</p><p>Toàn tỉnh có 811 người có uy tín trong đồng bào dân tộc thiểu số.</p>"
>>> article = read_html(page.encode(), None, "http://example.vn/tin/a-1")
>>> article.title, article.published_on.isoformat(), article.paragraphs
('Kon Tum họp bàn công tác dân tộc', '2019-07-16', ['Toàn tỉnh có 811 người có uy tín trong đồng bào dân tộc thiểu số.'])
"""

from __future__ import annotations

from codecs import BOM_UTF8

from extractors.pages.article import read_article
from extractors.pages.content import ArticleContent, NotArticle
from extractors.pages.decode import Decoded, UndecodableError, decode
from extractors.pages.markup import read_markup
from extractors.pages.plain import read_lines, why_no_article

__all__ = ["ArticleContent", "Decoded", "NotArticle", "UndecodableError", "decode", "read_html", "read_plain"]


def read_html(body: bytes, content_type: str | None, url: str) -> ArticleContent | NotArticle:
    """Read an HTML page: ``body`` as received (unpacked), the Content-Type header, its own URL.

    Never raises for bad input: what is no text is a NotArticle ``bad_encoding``.
    """
    try:
        decoded = decode(body, content_type)
    except UndecodableError as error:
        return NotArticle(outcome="bad_encoding", reason=str(error))
    content = read_article(read_markup(decoded.text, body if _is_whole_utf8(body, decoded) else None), url)
    if isinstance(content, ArticleContent):
        content.issues += decoded.issues
    return content


def _is_whole_utf8(body: bytes, decoded: Decoded) -> bool:
    """Tell whether the bytes are the decoded text in UTF-8, neither marked, mended nor cut in a letter."""
    return decoded.encoding == "utf-8" and not decoded.issues and not body.startswith(BOM_UTF8) and body[-1:] < b"\x80"


def read_plain(text: str, url: str) -> ArticleContent | NotArticle:
    """Read a saved page's plain text, with or without the page's furniture."""
    page = read_lines(text)
    reason = why_no_article(page)
    if reason is not None:
        return NotArticle(outcome="error", reason=reason)
    return read_article(page, url)
