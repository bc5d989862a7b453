"""Markup as broken servers send it, over the wire and with the real reader: what becomes of each page and of its links.

A step whose time grows with the square of a page's length would take minutes here; the suite's own limit on a test would end it.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass

import pandas as pd
import pytest

from extractors.pages.mending import MOST_ATTRIBUTES, mend
from solieu.crawl import CrawlReport, crawl
from tests.spiders.hostile import plain, serve

HTML, XHTML, XML = "text/html; charset=utf-8", "application/xhtml+xml", "application/xml"


@dataclass(frozen=True, slots=True)
class Case:
    """A page, and what is to become of it. ``{article}`` and ``{link}`` stand for an article and a link to another page."""

    page: str | bytes
    outcome: str = "article"
    reason: str = ""
    follows: bool = True
    content_type: str = HTML
    issues: tuple[str, ...] = ()


def framed(before: str = "", after: str = "", head: str = "") -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{before}{{article}}{{link}}{after}</body></html>"


CASES: dict[str, Case] = {
    "100,000 nested divs": Case(framed("<div>" * 100_000)),
    "30,000 nested spans": Case(framed("<span>" * 30_000)),
    "20,000 open marks": Case(framed("<b>x" * 20_000)),
    "5,000 nested tables": Case("<table><tr><td>" * 5_000 + "{article}{link}"),
    "100,000 attributes": Case(framed(f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>")),
    "100,000 attributes with brackets in quotes": Case(framed("<div " + 'a="<b>" ' * 100_000 + ">")),
    "an attribute of a megabyte": Case(framed(f"<div title='{'x' * 1_000_000}'>")),
    "an attribute that never ends": Case(framed(after=f"<div title='{'x' * 1_000_000}")),
    "frames": Case("<html><frameset cols='20,80'><frame src='{path}'><frame src='{path}'></frameset></html>", "listing", "no text, but 1 links"),
    "no html element": Case("{article}{link}"),
    "a comment that never ends": Case(framed(after="<!-- hết")),
    "a comment that hides all": Case(framed("<!-- hết"), "error", "empty page", follows=False),
    "CDATA that never ends": Case(framed(after="<![CDATA[ hết")),
    "CDATA around all": Case(framed("<![CDATA[", "]]>")),
    "zeros in words and tags": Case(framed(after="<p\0>").replace("<body>", "<bo\0dy>")),
    "several bodies": Case("<html><body><p>Đầu trang</p></body><body>{article}</body><body>{link}</body></html>"),
    "several pages in one": Case("<html><body>{article}</body></html>\n<!doctype html><html><body>{link}</body></html>"),
    "text after the end": Case("<html><body>{article}</body></html>{link}"),
    "base on another host": Case(framed(head="<base href='http://elsewhere.invalid/goc/'>"), follows=False),
    "base that is no address": Case(framed(head="<base href='http://[::1'>")),
    "base that is a script": Case(framed(head="<base href='javascript:alert(1)'>")),
    "base of noise": Case(framed(head="<base href='\x01 %%% \x02'>")),
    "sends its reader to an article": Case("<meta http-equiv='refresh' content='0; url={path}'>", "listing", "no text, but 1 links"),
    "sends its reader on, in other words": Case("<META HTTP-EQUIV=Refresh CONTENT=\"5 ;URL=&quot;{path}&quot;\">", "listing", "no text, but 1 links"),
    "sends its reader to itself": Case(framed(head="<meta http-equiv='refresh' content='30'><meta http-equiv='refresh' content='30; url={self}'>")),
    "sends its reader elsewhere": Case(framed(head="<meta http-equiv='refresh' content='0; url=http://elsewhere.invalid/tin/A-1'>")),
    "XHTML with its declaration": Case(
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head><body>'
        "{article}{link}</body></html>", content_type=XHTML,
    ),
    "UTF-16 with the wrong mark": Case(codecs.BOM_UTF16_BE + framed().encode("utf-16-le"), issues=("repaired_encoding",)),
    "UTF-16 with the other wrong mark": Case(codecs.BOM_UTF16_LE + framed().encode("utf-16-be"), issues=("repaired_encoding",)),
    "UTF-16 with the mark of UTF-8": Case(codecs.BOM_UTF8 + framed().encode("utf-16-le"), issues=("repaired_encoding",)),
    "UTF-8 with the mark of UTF-16": Case(codecs.BOM_UTF16_LE + framed().encode(), issues=("repaired_encoding",)),
    "UTF-16 with half a letter at its end": Case(codecs.BOM_UTF16_LE + framed().encode("utf-16-le") + b"\0"),
    "a page sent as a sitemap": Case(framed(), content_type=XML),
    "a page within a sitemap": Case("<urlset>{article}<url><loc>{path}</loc></url></urlset>", "listing", "urlset with 1 links", content_type=XML),
    "a sitemap sent as a page": Case("<?xml version='1.0'?><urlset><url><loc>{path}</loc></url></urlset>", "listing", "urlset with 1 links"),
    "a sitemap within a page": Case("<html><body><urlset><url><loc>{path}</loc></url></urlset></body></html>", "error", "no article text"),
    "a feed of whole pages": Case(
        "<rss><channel><item><link>{path}</link><description><![CDATA[{article}]]></description></item></channel></rss>",
        "listing", "rss with 1 links", content_type="application/rss+xml",
    ),
    "a feed sent as a page": Case("<rss><channel><item><link>{path}</link></item></channel></rss>", "listing", "rss with 1 links"),
}  # fmt: skip
NUMBERS = {name: number for number, name in enumerate(CASES, start=1)}
_TITLES = ("nước sạch", "nhà ở", "trường học", "đường liên xã", "y tế thôn", "rừng phòng hộ", "đất sản xuất", "chợ phiên", "lễ hội", "điện lưới")
_UNITS = ("hộ", "người", "thôn", "xã", "học sinh", "già làng", "cán bộ")


def article(number: int) -> str:
    """One that has no like: those are held for one text under many numbers."""
    about, unit = _TITLES[number % len(_TITLES)], _UNITS[number % len(_UNITS)]
    words = f"Trong chương trình {about}, đợt {number}, tỉnh đã hỗ trợ {number + 10} {unit}; việc này được giao cho ban chỉ đạo theo dõi đến hết năm. "
    return f"<h1>Tỉnh triển khai chương trình {about} đợt {number}</h1><p>16-7-2019</p><p>{words * 3}</p>"


def body(name: str) -> bytes:
    number = NUMBERS[name]
    values = {"article": article(number), "link": f"<p><a href='{path(100 + number)}'>Bài sau</a></p>", "path": path(100 + number), "self": path(number)}
    page, encoding, mark = CASES[name].page, "utf-8", b""
    if isinstance(page, bytes):
        mark = next(m for m in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if page.startswith(m))
        page = page.removeprefix(mark)
        encoding = "utf-8" if b"\0" not in page else "utf-16-le" if page[1] == 0 else "utf-16-be"
        page, odd = page.decode(encoding, "ignore"), page[len(page) // 2 * 2 :] if encoding != "utf-8" else b""
        return mark + filled(page, values).encode(encoding) + odd
    return filled(page, values).encode(encoding)


def filled(page: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        page = page.replace(f"{{{name}}}", value)
    return page


def path(number: int) -> str:
    return f"/tin/Bai-{number}"


@dataclass(frozen=True, slots=True)
class Crawled:
    report: CrawlReport
    pages: pd.DataFrame
    articles: pd.DataFrame
    requests: Counter[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    output = tmp_path_factory.mktemp("malformed")
    handlers = {path(NUMBERS[name]): plain(body(name), content_type=case.content_type) for name, case in CASES.items()}
    handlers |= {path(100 + n): plain(f"<html><head><meta charset='utf-8'></head><body>{article(100 + n)}</body></html>".encode()) for n in NUMBERS.values()}
    handlers["/"] = plain(f"<html><body>{''.join(f'<a href={path(n)}>Bài</a>' for n in NUMBERS.values())}</body></html>".encode())
    with serve(handlers) as url:
        report = crawl(url, output, progress=False, settings={"DOWNLOAD_TIMEOUT": 60})
    return Crawled(report, pd.read_parquet(output / "pages"), pd.read_parquet(output / "articles"), url.requests)


@pytest.mark.parametrize("name", CASES)
def test_malformed(crawled: Crawled, name: str) -> None:
    case, number = CASES[name], NUMBERS[name]
    (page,) = crawled.pages[crawled.pages.requested_url.str.endswith(path(number))].to_dict("records")
    assert page["outcome"] == case.outcome, page["reason"]
    assert (page["reason"] if isinstance(page["reason"], str) else "") == case.reason
    assert (crawled.requests[path(100 + number)] > 0) is case.follows
    found = crawled.articles[crawled.articles.article_id == f"127.0.0.1-{number}"].to_dict("records")
    assert len(found) == (case.outcome == "article")
    for row in found:
        assert f"đợt {number}, tỉnh đã hỗ trợ {number + 10} " in row["text"]
        assert row["title"].endswith(f"đợt {number}")
        assert tuple(row["issues"]) == case.issues


def test_the_crawl_ends_and_stays_on_the_site(crawled: Crawled) -> None:
    assert crawled.report.exit == "complete"
    assert set(crawled.requests) == {"/robots.txt", "/", *map(path, NUMBERS.values()), *(path(100 + NUMBERS[n]) for n, c in CASES.items() if c.follows)}
    assert max(crawled.requests.values()) == 1


# ------------------------------------------------------------------ mending
@pytest.mark.parametrize(
    "page",
    [
        b"<a " + b"x " * 500_000,
        b"<a ='" + b"<a ='" * 500_000,
        b"<a" * 500_000,
        b"<a x='\"" * 500_000,
        b"<a " + b"\"'" * 500_000,
        b"<a " + b"= " * 500_000,
        b"<a" + b" " * 1_000_000,
        b"</html " * 200_000 + b"<",
    ],
    ids=["names", "quotes that never close", "tags that never end", "quotes in quotes", "quotes alone", "signs alone", "spaces", "ends that never end"],
)
def test_mending_looks_at_every_byte_once(page: bytes) -> None:
    assert len(mend(page)) <= len(page)


def test_what_is_mended() -> None:
    filler, few = b"<p>" + b"x" * 20_000, b"<p " + b" ".join(b"a%d='>'" % n for n in range(MOST_ATTRIBUTES)) + b">"
    assert mend(filler + few) == filler + few
    assert mend(filler + b"<p " + b"a=1 " * 1_000 + b">x") == filler + b"<p " + b"a=1 " * (MOST_ATTRIBUTES - 1) + b"a=1" + b">x"
    assert mend(b"<html>a</BODY ></html>\n<!-- x -->") == b"<html>a\n<!-- x -->"
    assert mend(b"<html>a</body></html>\n") == b"<html>a</body></html>\n"
