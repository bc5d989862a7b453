"""Bad input: never an exception, never more than linear time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pages import ArticleContent, NotArticle, read_html, read_plain

URL = "http://pdt.example/tin/Bai-viet-1"
PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "golden").glob("*/page.html"))]
BODY = "<h1>Huyện rà soát hộ nghèo cuối năm</h1><p>16-7-2019</p><p>Toàn huyện còn 1.204 hộ nghèo, giảm 215 hộ so với năm trước.</p>"
SCRAPS = [
    b"<",
    b">",
    b"</table>",
    b"<table>",
    b"<td colspan=99999>",
    b"<!--",
    b"-->",
    b"\x00",
    b"\xff",
    b"&#x110000;",
    b"<div hidden>",
    b"<p>" * 300,
    b"<a href='http://[x'>",
    b"<base href='//['>",
]


@settings(max_examples=300, deadline=None)
@given(
    page=st.sampled_from(PAGES), edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400), st.sampled_from(SCRAPS) | st.binary(max_size=8)), max_size=12)
)
def test_mutated_pages_never_raise(page: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    for place, removed, scrap in edits:
        start = int(place * len(page))
        page = page[:start] + scrap + page[start + removed :]
    found = read_html(page, None, URL)
    assert isinstance(found, ArticleContent | NotArticle)
    if isinstance(found, ArticleContent):
        assert all(text == text.strip() and text for text in (*found.paragraphs, *found.captions))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_never_raises(text: str) -> None:
    read_plain(text, URL)
    read_html(text.encode("utf-8", "replace"), None, URL)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_never_raise(body: bytes) -> None:
    read_html(body, None, URL)


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font><p>"])
@pytest.mark.parametrize("depth", [200, 300, 3000])
def test_tags_never_closed(unit: str, depth: int) -> None:
    found = read_html((unit * depth + BODY).encode(), None, URL)
    assert isinstance(found, ArticleContent)
    assert found.paragraphs == ["Toàn huyện còn 1.204 hộ nghèo, giảm 215 hộ so với năm trước."]


def test_zero_bytes_inside() -> None:
    found = read_html(BODY.replace("Toàn", "To\x00àn").encode(), None, URL)
    assert isinstance(found, ArticleContent)
    assert found.paragraphs[0].startswith("Toàn huyện")


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "&",
        "<br>",
        "<p>16-7-2019</p>",
        "<!--",
        "<a ",
        '<a b="c>"',
        "<h1>Tiêu đề của bài viết</h1>",
        "\u00a0",
        "Toàn tỉnh có 811 người. ",
        "<a href=/x>abc</a>",
        "<td colspan=9999>1",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        body = (unit * (size // len(unit))).encode()
        best = 9e9
        for _ in range(3):
            start = time.process_time()
            read_html(body, None, URL)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(400_000) < 5 * seconds(100_000) + 0.25
