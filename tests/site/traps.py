"""Difficulties of a site that has no end: calendars, facets, sessions, paths that grow, redirects in a circle, made-up pages.

Each is a function of a plan, with one link on the home page; ``TRAPS`` has all.
Rules answer endlessly many paths, always the same for one path.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.site.build import Difficulty, Plan, Response, Rule, html, redirect
from tests.site.render import Link, render_soft_404

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
FACETS = {"loai": ("tin", "bai", "anh"), "nam": ("2019", "2020"), "sap": ("ten", "ngay"), "kieu": ("luoi", "dong"), "vung": ("bac", "nam")}
SOFT_404 = (
    "Không tìm thấy trang bạn yêu cầu.",
    "Bài viết không tồn tại.",
    "Bài viết này đã bị xoá.",
    "Trang bạn yêu cầu không có trên hệ thống.",
    "Nội dung đang cập nhật.",
    "Tin bài đã bị gỡ bỏ khỏi trang.",
    "Đường dẫn không tồn tại hoặc đã bị thay đổi.",
)


def calendar(plan: Plan) -> None:
    """A day of the calendar links to the days around it, for ever."""

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/lich-cong-tac\?ngay=(\d{4}-\d\d-\d\d)", path)
        if found is None:
            return None
        day = date.fromisoformat(found[1])
        around = [day + timedelta(days=n) for n in (-1, 1)]
        return _page(f"Lịch công tác {_WEEKDAYS[day.weekday()]}", "Không có lịch.", [f"/lich-cong-tac?ngay={d.isoformat()}" for d in around])

    _add(plan, answer, "/lich-cong-tac?ngay=2024-11-20")


def told_days(plan: Plan) -> None:
    """A calendar of two kinds of page, each with a text of its own for its day or month."""

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/nhat-ky/(\d{4})/(\d{1,2})(?:/(\d{1,2}))?", path)
        if found is None:
            return None
        month, day = int(found[1]) * 12 + int(found[2]) - 1, int(found[3] or 1)
        near = [f"/nhat-ky/{m // 12}/{m % 12 + 1}" for m in (month - 1, month + 1)]
        days = [f"/nhat-ky/{found[1]}/{found[2]}/{n}" for n in range(1, 29)]
        words = " ".join(f"Đoàn công tác {_shuffled(f'{path} {n}')} làm việc với cơ sở về tình hình sản xuất và đời sống của nhân dân." for n in range(6))
        anchors = "".join(f'<li><a href="{link}">{n}</a></li>' for n, link in enumerate([*near, *days]))
        title = f"Nhật ký {_shuffled(path)}"
        body = f"<h1>{title}</h1><p>{day}-{found[2]}-{found[1]}</p><p>{words}</p><ul>{anchors}</ul>"
        return html(f"<html><head><title>{title}</title></head><body>{body}</body></html>")

    _add(plan, answer, "/nhat-ky/2021/11")


def months_and_days(plan: Plan) -> None:
    """A calendar by path, of two kinds of page that lead to each other."""

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/lich/(\d{4})/(\d{1,2})(?:/(\d{1,2}))?", path)
        if found is None:
            return None
        month = int(found[1]) * 12 + int(found[2]) - 1
        near = [f"/lich/{m // 12}/{m % 12 + 1}" for m in (month - 1, month + 1)]
        days = [f"{path}/{n}" for n in range(1, 29)] if found[3] is None else []
        return _page(f"Lịch {_shuffled(path)}", "Chưa có sự kiện nào.", near + days)

    _add(plan, answer, "/lich/2024/11")


def facets(plan: Plan) -> None:
    """A search whose every choice can be combined with every other."""
    articles = [plan.template.path_of(a) for a in plan.state.newest()[:6]]

    def answer(path: str) -> Response | None:
        name, _, query = path.partition("?")
        if name != "/tra-cuu":
            return None
        chosen = dict(p.split("=", 1) for p in query.split("&") if "=" in p)
        more = [{**chosen, key: value} for key, values in FACETS.items() for value in values]
        links = [f"/tra-cuu?{'&'.join(f'{k}={v}' for k, v in sorted(m.items()))}" for m in more]
        return _page(f"Tra cứu {' '.join(chosen.values())}", "Chọn điều kiện lọc.", articles + links)

    _add(plan, answer, "/tra-cuu?loai=tin")


def growing_query(plan: Plan) -> None:
    """Every page adds a parameter to its own address."""

    def answer(path: str) -> Response | None:
        if not path.startswith("/hoi-dap?"):
            return None
        return _page(f"Hỏi đáp {_shuffled(path)}", "Câu hỏi của bạn đọc.", [f"{path}&x{len(path)}={len(path)}", f"{path}&trang=2"])

    _add(plan, answer, "/hoi-dap?x=1")


def session_values(plan: Plan) -> None:
    """A parameter that nobody knows takes another value in every link."""

    def answer(path: str) -> Response | None:
        if not path.startswith("/y-kien?phien="):
            return None
        values = [hashlib.sha256(f"{path}{n}".encode()).hexdigest()[:24] for n in range(3)]
        return _page(f"Ý kiến {_shuffled(path)}", "Gửi ý kiến.", [f"/y-kien?phien={value}" for value in values])

    _add(plan, answer, "/y-kien?phien=0a")


def deeper_paths(plan: Plan) -> None:
    """Links relative to the wrong place: the same page answers ever deeper."""

    def answer(path: str) -> Response | None:
        return _page("Tài liệu", "Danh sách tài liệu.", ["mot/", "hai/", "ba/"]) if path.startswith("/tai-lieu/") else None

    _add(plan, answer, "/tai-lieu/")


def redirect_loops(plan: Plan) -> None:
    """A circle of two, a page that redirects to itself, a chain of nine, one that never ends."""
    plan.responses |= {"/vong-a": redirect(302, "/vong-b"), "/vong-b": redirect(302, "/vong-a"), "/vong-c": redirect(302, "/vong-c?PHPSESSID=5f1c")}
    chain = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"]
    plan.responses |= {f"/chuyen-{a}": redirect(302, f"/chuyen-{b}") for a, b in itertools.pairwise(chain)}

    def answer(path: str) -> Response | None:
        return redirect(302, f"{path}&n=1") if path.startswith("/lon-dan?") else None

    plan.rules.append(answer)
    plan.home_links += [Link("Chuyển hướng", path) for path in ("/vong-a", "/vong-c", "/chuyen-mot", "/lon-dan?n=1")]


def last_page_again(plan: Plan) -> None:
    """A listing of all articles that shows its last page for every number beyond, always with a link to the next."""
    paths = [plan.template.path_of(a) for a in plan.state.newest()]
    pages = [paths[n : n + 10] for n in range(0, len(paths), 10)]

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/luu-tru\?trang=(\d+)", path)
        if found is None:
            return None
        number = int(found[1])
        shown = pages[min(number, len(pages)) - 1] if number else pages[0]
        return _page("Lưu trữ", "Tất cả bài viết.", [*shown, f"/luu-tru?trang={number + 1}"])

    _add(plan, answer, "/luu-tru?trang=1")


def made_up_pages(plan: Plan) -> None:
    """A listing that shows some articles for any number."""
    paths = [plan.template.path_of(a) for a in plan.state.newest()]

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/goi-y\?trang=(\d+)", path)
        if found is None:
            return None
        chosen = Random(found[1]).sample(paths, min(5, len(paths)))
        return _page("Gợi ý", f"Bài viết đề xuất {_shuffled(path)}.", [*chosen, f"/goi-y?trang={int(found[1]) + 1}"])

    _add(plan, answer, "/goi-y?trang=1")


def made_up_articles(plan: Plan) -> None:
    """One text under every number, each linking to three more."""

    def answer(path: str) -> Response | None:
        found = re.fullmatch(r"/tin-ao/x-(\d+)", path)
        if found is None:
            return None
        number = int(found[1])
        text = "Toàn tỉnh có thêm nhiều hộ đồng bào dân tộc thiểu số được hỗ trợ nhà ở, đất sản xuất và nước sinh hoạt trong năm qua. " * 4
        links = "".join(f'<li><a href="/tin-ao/x-{number * 3 + n}">Tin khác</a></li>' for n in range(3))
        return html(f"<html><body><h1>Hỗ trợ đồng bào vùng sâu, vùng xa</h1><p>16-7-2019</p><p>{text}</p><ul>{links}</ul></body></html>")

    _add(plan, answer, "/tin-ao/x-700000")


def false_listing(plan: Plan) -> None:
    """A listing without end of articles that do not exist; each answers with status 200 and an excuse."""

    def answer(path: str) -> Response | None:
        if found := re.fullmatch(r"/bia\?trang=(\d+)", path):
            number = int(found[1])
            return _page("Tin", f"Trang {_shuffled(path)}", [*(f"/bia/khong-co-{number * 10 + n + 5_000_000}" for n in range(10)), f"/bia?trang={number + 1}"])
        return html(render_soft_404(plan.template.name, plan.state)) if re.fullmatch(r"/bia/khong-co-\d+", path) else None

    _add(plan, answer, "/bia?trang=1")


def excuses(plan: Plan) -> None:
    """Missing articles with status 200, in many words; one answers with the home page, one leads there."""
    for number, words in enumerate(SOFT_404, start=810_001):
        path = f"/tin-chuyen-nganh/Bai-da-mat-{number}"
        plan.responses[path] = html(f"<html><head><title>Cổng thông tin</title></head><body><div><p>{words}</p><a href='/'>Trang chủ</a></div></body></html>")
        plan.home_links.append(Link("Bài đã mất", path))
    plan.responses["/tin-chuyen-nganh/Ve-trang-chu-810900"] = redirect(302, "/")
    plan.home_links.append(Link("Về trang chủ", "/tin-chuyen-nganh/Ve-trang-chu-810900"))


TRAPS: Sequence[Difficulty] = (
    *(calendar, told_days, months_and_days, facets, growing_query, session_values, deeper_paths, redirect_loops, last_page_again),
    *(made_up_pages, made_up_articles, false_listing, excuses),
)


def _add(plan: Plan, answer: Rule, first: str) -> None:
    plan.rules.append(answer)
    plan.home_links.append(Link("Xem thêm", first))


def _page(title: str, text: str, links: Sequence[str]) -> Response:
    anchors = "".join(f'<li><a href="{link.replace("&", "&amp;")}">{n}</a></li>' for n, link in enumerate(links, start=1))
    return html(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><ul>{anchors}</ul></body></html>")


def _shuffled(path: str) -> str:
    """Words that differ from page to page, so that no two have the same body."""
    return " ".join(Random(path).sample(("xã", "huyện", "thôn", "làng", "tỉnh", "bản", "buôn", "phố", "chợ", "suối"), 6))
