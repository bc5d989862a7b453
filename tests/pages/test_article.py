"""Parts of an article in small pages, and pages that are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractors.pages import ArticleContent, NotArticle, read_html, read_plain

URL = "http://pdt.example/tin/Bai-viet-1"
PROSE = "Toàn huyện còn 1.204 hộ nghèo, giảm 215 hộ so với năm trước, trong đó 96% là hộ đồng bào dân tộc thiểu số."
MORE = "Huyện dành 12,5 tỷ đồng làm đường, kéo điện và xây bể nước cho các thôn xa nhất trong năm tới."
TITLE = "Huyện rà soát hộ nghèo cuối năm ở các xã vùng ba"


def article(markup: str, url: str = URL) -> ArticleContent:
    found = read_html(markup.encode(), "text/html; charset=utf-8", url)
    assert isinstance(found, ArticleContent), found
    return found


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(f"<h1>{TITLE}</h1><p>16-7-2019</p>", id="h1"),
        pytest.param(f"<h3>{TITLE}</h3><div>16-7-2019</div>", id="h3"),
        pytest.param(f"<div><b>{TITLE}</b></div><div>16-7-2019</div>", id="bold above the date"),
        pytest.param(f"<h1><a href='{URL}'>{TITLE}</a></h1><p>16-7-2019</p>", id="linked to itself"),
        pytest.param(
            f"<h1>Cổng thông tin điện tử huyện</h1><p>Thứ 5, ngày 24 tháng 6 năm 2021</p><h2>{TITLE}</h2><p>16-7-2019</p>", id="below the site's heading"
        ),
        pytest.param(f"<p>banner</p><p>Thứ 5, ngày 24 tháng 6 năm 2021</p><p>{TITLE}</p><p>16-7-2019</p>", id="only lines"),
        pytest.param("<h1>Huyện rà soát hộ nghèo<br>cuối năm ở các xã vùng ba</h1><p>16-7-2019</p>", id="on two lines"),
        pytest.param(f"<p>16-7-2019</p><h2>{TITLE}</h2>", id="date above"),
        pytest.param(f"<title>{TITLE} - Phòng Dân tộc</title><p>16-7-2019</p><p>{TITLE}</p>", id="agrees with the title element"),
        pytest.param(f"<ul>{'<li><a href=/m>Mục lục của trang tin</a></li>' * 12}</ul><h2>{TITLE}</h2><p>16-7-2019</p>", id="below a menu"),
    ],
)
def test_title_and_date(head: str) -> None:
    found = article(f"{head}<div><p>{PROSE}</p><p>{MORE}</p></div>")
    assert (found.title, found.published_on) == (TITLE, date(2019, 7, 16))
    assert found.paragraphs == [PROSE, MORE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("16-7-2019", date(2019, 7, 16)),
        ("Ngày đăng: 16/07/2019", date(2019, 7, 16)),
        ("Cập nhật lúc 9:15, 16/7/2019", date(2019, 7, 16)),
        ("Thứ Ba, 16/07/2019 | Lượt xem: 12", date(2019, 7, 16)),
        ("16 Tháng 7, 2019", date(2019, 7, 16)),
        ("Ngày đăng: 16/7/2019 | Cập nhật: 20/8/2019", date(2019, 7, 16)),
        ("31/2/2019", None),
        ("Số 15/BC-UBND", None),
    ],
)
def test_date_below_the_title(line: str, expected: date | None) -> None:
    found = article(f"<h1>{TITLE}</h1><p>{line}</p><p>{PROSE}</p><p>{MORE}</p>")
    assert found.published_on == expected
    assert ("no_date" in found.issues) is (expected is None)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(f"<p>Thứ 5, ngày 24 tháng 6 năm 2021</p><h1>{TITLE}</h1><p>{PROSE}</p>", None, id="only the clock"),
        pytest.param(
            f"<h1>{TITLE}</h1><p>{PROSE}</p><p>Tin liên quan</p><p><a href=/x-2>Bài cũ về hộ nghèo</a> (3/4/2018)</p>", None, id="only the related list's date"
        ),
        pytest.param(f"<meta property='article:published_time' content='2019-07-16T08:00'><h1>{TITLE}</h1><p>{PROSE}</p>", date(2019, 7, 16), id="metadata"),
        pytest.param(
            f"<meta property='article:published_time' content='2021-06-24'><h1>{TITLE}</h1><p>16-7-2019</p><p>{PROSE}</p>",
            date(2019, 7, 16),
            id="the page before its metadata",
        ),
        pytest.param(
            f'<head><script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2019-07-16"}}</script></head><h1>{TITLE}</h1><p>{PROSE}</p>',
            date(2019, 7, 16),
            id="JSON-LD",
        ),
        pytest.param(f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p><p>Ngày đăng: 16/7/2019</p>", date(2019, 7, 16), id="labelled below"),
        pytest.param(f"<footer>Hôm nay 1/1/2022</footer><h1>{TITLE}</h1><p>{PROSE}</p>", None, id="in the footer"),
    ],
)
def test_date_elsewhere(markup: str, expected: date | None) -> None:
    assert article(markup).published_on == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("<p align=right><b>Nguyễn Thanh Hưng</b></p>", "Nguyễn Thanh Hưng"),
        ("<p style='text-align: right'>Y Lan</p>", "Y Lan"),
        ("<p>Tác giả: A Thủy</p>", "A Thủy"),
        ("<p>Bài và ảnh: Kim Sơn</p>", "Kim Sơn"),
        ("<div align=right>Hưng</div>", "Hưng"),
        ("<p>Nguồn: Báo huyện</p>", None),
        ("<p>Còn 5 hộ chưa có nhà</p>", None),
        ("", None),
    ],
)
def test_author(tail: str, expected: str | None) -> None:
    found = article(f"<h1>{TITLE}</h1><p>16-7-2019</p><div><p>{PROSE}</p><p>{MORE}</p>{tail}</div><div>Số lượt xem:715</div><p>Bài viết liên quan:</p>")
    assert found.author == expected
    assert found.view_count == 715
    assert found.paragraphs[:2] == [PROSE, MORE]
    assert expected not in found.paragraphs


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Số lượt xem:715</p>", 715),
        ("<p>Số lượt xem: <b>1.</b>024</p>", 1024),
        ("<table><tr><td>Lượt xem:</td><td>88</td></tr></table>", 88),
        ("<p>Lượt truy cập: 120.345</p>", None),
        ("<p style='display:none'>Lượt xem: 5</p>", None),
        ("<!-- Lượt xem: 5 -->", None),
    ],
)
def test_views(line: str, expected: int | None) -> None:
    assert article(f"<h1>{TITLE}</h1><p>16-7-2019</p><p>{PROSE}</p><p>{MORE}</p>{line}").view_count == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<figure><img src=a.jpg><figcaption>Đường mới vào thôn 5.</figcaption></figure>", ["Đường mới vào thôn 5."], id="figcaption"),
        pytest.param("<p align=center><img src=a.jpg></p><p align=center><i>Đường mới vào thôn 5</i></p>", ["Đường mới vào thôn 5"], id="below a picture"),
        pytest.param("<p><img src=a.jpg><br>Đường mới vào thôn 5</p>", ["Đường mới vào thôn 5"], id="in the picture's paragraph"),
        pytest.param("<table><tr><td><img src=a.jpg></td></tr><tr><td>Đường mới vào thôn 5</td></tr></table>", ["Đường mới vào thôn 5"], id="picture table"),
        pytest.param("<p>Quang cảnh buổi giao ban</p>", ["Quang cảnh buổi giao ban"], id="by its words"),
        pytest.param("<p><img src=a.jpg></p>", [], id="picture alone"),
        pytest.param("<p><img src=a.jpg></p><h3>Kết quả</h3>", [], id="heading below a picture"),
        pytest.param("<p><img src=a.jpg></p><p>1. Kết quả rà soát</p>", [], id="list entry below a picture"),
    ],
)
def test_captions(markup: str, expected: list[str]) -> None:
    found = article(f"<h1>{TITLE}</h1><p>16-7-2019</p><div><p>{PROSE}</p>{markup}<p>{MORE}</p></div>")
    assert found.captions == expected
    assert all(caption not in "\n".join(found.paragraphs) for caption in expected)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(
            "Đạt 1.4<b>38</b>/1.5<span>52</span> đại biểu, <i>chi</i>ếm 92,7% tổng số được triệu tập.",
            ["Đạt 1.438/1.552 đại biểu, chiếm 92,7% tổng số được triệu tập."],
            id="inline tags",
        ),
        pytest.param(
            "Kinh phí 40&nbsp;tỷ&nbsp;&nbsp;đồng,\n   đạt 28,&shy;97% kế hoạch&#8203; năm được giao.",
            ["Kinh phí 40 tỷ đồng, đạt 28,97% kế hoạch năm được giao."],
            id="spaces and soft hyphens",
        ),
        pytest.param(
            "Dòng thứ nhất có 12 hộ nghèo.<br>Dòng thứ hai có 15 hộ nghèo.", ["Dòng thứ nhất có 12 hộ nghèo.\nDòng thứ hai có 15 hộ nghèo."], id="one br"
        ),
        pytest.param(
            "Đoạn thứ nhất có 12 hộ nghèo.<br><br>Đoạn thứ hai có 15 hộ nghèo.", ["Đoạn thứ nhất có 12 hộ nghèo.", "Đoạn thứ hai có 15 hộ nghèo."], id="two br"
        ),
        pytest.param("Có 5 xã đạt.<script>var a='99 xã'</script><span style='display: none'>88 xã</span><!-- 77 xã -->", ["Có 5 xã đạt."], id="hidden"),
        pytest.param("Có <del>9</del>5 xã đạt chuẩn.", ["Có 5 xã đạt chuẩn."], id="struck out"),
        pytest.param("T\u006f\u0061\u0300n ti\u0309nh co\u0301 10 huye\u0323\u0302n.", ["Toàn tỉnh có 10 huyện."], id="NFD"),
    ],
)
def test_text(inner: str, expected: list[str]) -> None:
    found = article(f"<h1>{TITLE}</h1><p>16-7-2019</p><div><p>{PROSE}</p><p>{inner}</p><p>{MORE}</p></div>")
    assert found.paragraphs == [PROSE, *expected, MORE]


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href=/>Trang chủ</a></nav>",
        "<div>In bài viết</div>",
        "<div>Chia sẻ: <a href=#>Facebook</a></div>",
        "<p>Bài viết liên quan:</p><ul><li><a href=/x-2>Cả huyện có 99 hộ nghèo mới</a></li></ul>",
        "<p>Ý kiến bạn đọc (2)</p><p>Tôi thấy xã tôi còn tới 300 hộ nghèo chứ không phải ít như bài báo đã viết ở trên.</p>",
        "<div>Điện thoại: 0260.3866.127 - Fax: 0260.3866.128</div>",
        "<div>1581421 Tổng số người truy cập: 67 Số người online:</div>",
        "<div hidden>Có 66 hộ nghèo phát sinh trong tháng này theo báo cáo nhanh của các xã gửi về huyện.</div>",
        "<noscript>Cần bật JavaScript để xem 100% nội dung của trang này trên trình duyệt.</noscript>",
        "<aside><p>Quảng cáo: giảm giá 50% cho 100 khách đầu tiên đến cửa hàng trong tuần lễ khai trương.</p></aside>",
    ],
)
def test_furniture_stays_out(furniture: str) -> None:
    found = article(f"<body><div class=a><h1>{TITLE}</h1><p>16-7-2019</p><div><p>{PROSE}</p><p>{MORE}</p></div>{furniture}</div></body>")
    assert found.paragraphs == [PROSE, MORE]


def entries(count: int, entry: str) -> str:
    return "".join(entry.format(n=n, teaser=f"{PROSE[:70]} …") for n in range(count))


@pytest.mark.parametrize(
    ("markup", "outcome"),
    [
        pytest.param(
            f"<h1>Tin tức</h1>{entries(8, '<h3><a href=/tin/Bai-so-{n}>Bài viết số {n} của huyện nhà</a></h3><p>{n}-5-2019</p><p>{teaser}</p>')}",
            "listing",
            id="teasers",
        ),
        pytest.param(
            f"<h1>Tin tức</h1>{entries(2, '<h3><a href=/tin/Bai-so-{n}>Bài viết số {n} của huyện nhà</a></h3><p>1{n}-5-2019</p><p>{teaser}</p>')}",
            "listing",
            id="two teasers",
        ),
        pytest.param(f"<ul>{entries(20, '<li><a href=/tin/Bai-so-{n}>Bài viết số {n} của huyện nhà</a></li>')}</ul>", "listing", id="only links"),
        pytest.param("<title>404</title><h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>", "soft_404", id="not found"),
        pytest.param("<h2>Thông báo</h2><p>Bài viết này không tồn tại.</p><a href=/>Về trang chủ</a>", "soft_404", id="article gone"),
        pytest.param("<h2>Thông báo</h2><p>Bài viết quý vị tìm hiện không còn trên hệ thống của cơ quan.</p>", "soft_404", id="article no longer there"),
        pytest.param("<p>Thứ tư, ngày 25/11/2026</p><h2>Xin lỗi</h2><p>Trang quý vị muốn xem có thể đã được gỡ xuống.</p>", "soft_404", id="taken down"),
        pytest.param("<title>404 | Cổng thông tin</title><h2>Có lỗi</h2><p>Mời quý vị chọn mục khác ở trình đơn bên trái.</p>", "soft_404", id="only a number"),
        pytest.param("<h2>Thông báo</h2><p>Chúng tôi chưa tìm thấy nội dung mà quý vị yêu cầu, mời quay lại sau.</p>", "soft_404", id="not found here"),
        pytest.param("<h1>Server Error in '/' Application.</h1><p>Runtime Error</p>", "soft_404", id="server error"),
        pytest.param("<form>Tên đăng nhập <input> <br>Mật khẩu <input type=password> <button>Vào</button></form>", "error", id="login"),
        pytest.param("", "error", id="nothing"),
        pytest.param("<html><body><script>location='/x'</script></body></html>", "error", id="only a script"),
    ],
)
def test_no_article(markup: str, outcome: str) -> None:
    found = read_html(markup.encode(), "text/html; charset=utf-8", URL)
    assert isinstance(found, NotArticle), found
    assert found.outcome == outcome
    assert found.reason


def test_an_article_about_missing_things_is_no_error_page() -> None:
    found = article(f"<h1>{TITLE}</h1><p>16-7-2019</p><p>{PROSE}</p><p>Đoàn kiểm tra không tìm thấy dữ liệu của 3 thôn trong sổ hộ nghèo.</p><p>{MORE * 3}</p>")
    assert len(found.paragraphs) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Trang trại của gia đình ông đã được di chuyển ra khỏi khu dân cư, không còn gây ô nhiễm như trước.",
        "Nội dung này đã được chuyển sang kỳ họp sau để các đại biểu nghiên cứu thêm, theo kết luận của chủ tọa.",
        "Liên kết sản xuất giữa các hộ hiện không còn trong tình trạng tự phát như những năm trước đây.",
    ],
)
def test_a_short_article_of_a_day_is_no_error_page(text: str) -> None:
    assert article(f"<h1>{TITLE}</h1><p>16-7-2019</p><p>{text}</p>").paragraphs == [text]


def test_a_number_in_a_title_is_no_error_code() -> None:
    title = "Trao tặng quà cho các hộ dân làng Đăk Wất, đợt 404"
    assert article(f"<title>{title} - Cổng thông tin</title><h1>{title}</h1><p>16-7-2019</p><p>{PROSE}</p>").title == title


def test_article_without_text() -> None:
    found = article(f"<h1>{TITLE}</h1><p>16-7-2019</p><p><img src=quet-1.jpg></p><p>Số lượt xem:4</p>")
    assert (found.title, found.view_count, found.paragraphs) == (TITLE, 4, [])
    assert "empty_body" in found.issues


def test_links() -> None:
    found = article(
        f"<base href='http://pdt.example/tin/'><a href='/'>Trang chủ</a><a href='mailto:a@b.c'>Thư</a><a href='javascript:x()'>x</a>"
        f"<h1>{TITLE}</h1><p>16-7-2019</p><p>{PROSE}</p><p><a href='../tep/bieu.pdf'>Biểu mẫu kèm theo</a></p><p>{MORE}</p>"
        "<p>Tin liên quan</p><p><a href='Bai-cu-7#top'>Bài cũ số bảy của huyện nhà</a></p><p>Liên kết website</p><a href='http://khac.example/'>Nơi khác</a>"
    )
    assert found.links == ["http://pdt.example/", "http://pdt.example/tep/bieu.pdf", "http://pdt.example/tin/Bai-cu-7", "http://khac.example/"]
    assert found.related_urls == ["http://pdt.example/tin/Bai-cu-7"]
    assert [(file.url, file.media_type) for file in found.attachments] == [("http://pdt.example/tep/bieu.pdf", "application/pdf")]


# ------------------------------------------------------------------ plain text
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{TITLE}\n\n{PROSE}\n\n{MORE}", {"title": TITLE, "paragraphs": [PROSE, MORE]}, id="title and paragraphs"),
        pytest.param(f"{TITLE}\n{PROSE}\n{MORE}", {"title": TITLE, "paragraphs": [PROSE, MORE]}, id="no blank lines"),
        pytest.param(f"{PROSE}\n\n{MORE}", {"title": "", "paragraphs": [PROSE, MORE], "issues": ["no_date", "no_title"]}, id="only paragraphs"),
        pytest.param(
            f"{TITLE}\n16-7-2019\n\n{PROSE}\n\nQuang cảnh buổi làm việc\n\n{MORE}\n\nY Lan",
            {"captions": ["Quang cảnh buổi làm việc"], "author": "Y Lan"},
            id="caption and author",
        ),
        pytest.param(f"\ufeff{TITLE}\r\n16-7-2019\r\n\r\n{PROSE}\r\n", {"published_on": date(2019, 7, 16), "paragraphs": [PROSE]}, id="CR LF and mark"),
        pytest.param(f"09:05:00 18/03/2017\n{PROSE}", {"published_on": date(2017, 3, 18), "paragraphs": [PROSE]}, id="date above the text"),
        pytest.param(
            f"{TITLE}\n16-7-2019\n{PROSE}\nSố lượt xem:9\nBài viết liên quan:\nTHÔNG BÁO\n{MORE}",
            {"paragraphs": [PROSE], "view_count": 9},
            id="furniture below",
        ),
    ],
)
def test_plain(text: str, expected: dict[str, Any]) -> None:
    found = read_plain(text, URL)
    assert isinstance(found, ArticleContent), found
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\n \ufeff", id="blank"),
        pytest.param("\n".join(f"2024-05-0{n} 10:00:00 INFO crawl: fetched {n} pages" for n in range(1, 9)), id="log"),
        pytest.param("\n".join(f"{n},{n * 7},{n * 9}" for n in range(100)), id="numbers"),
        pytest.param("x" * 5000, id="one word"),
    ],
)
def test_plain_no_article(text: str) -> None:
    found = read_plain(text, URL)
    assert isinstance(found, NotArticle), found
    assert found.reason
