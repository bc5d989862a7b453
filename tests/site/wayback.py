"""A Wayback Machine on loopback: the index with its resumption keys, and replay with the headers that tell captures from errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from email.utils import format_datetime
from urllib.parse import parse_qs, quote_plus, unquote, unquote_plus, urlsplit

from tests.site.archived import Answer, Held, Service, page, serve_answers, urlkey

_REPLAY = re.compile(r"/web/(\d{14})id_/(.+)", re.DOTALL)

HASTE = page(429, "Too Many Requests", Retry_After="0")
DOWN = page(503, "503 Service Temporarily Unavailable")
JOB_FAILED = page(200, "Job failed")
NOT_AVAILABLE = page(200, "This page is not available")
"""What the Archive says of itself; none of it carries a header of a capture."""


def serve_wayback(
    held: Sequence[Held], faults: Mapping[str, Sequence[Answer | None]] | None = None, stray_lines: Sequence[str] = ()
) -> AbstractContextManager[Service]:
    """Serve the captures; kinds of requests are ``index`` and ``replay``. ``stray_lines`` stand at the end of every page of the index."""

    def answer(target: str, headers: Mapping[str, str]) -> tuple[str, Answer]:
        if urlsplit(target).path == "/cdx/search/cdx":
            return "index", _index(held, parse_qs(urlsplit(target).query), stray_lines)
        found = _REPLAY.match(unquote(target))
        return ("replay", _replay(held, found[1], found[2])) if found else ("other", page(404, "Not Found"))

    return serve_answers(answer, faults)


# ------------------------------------------------------------------ the index
def _index(held: Sequence[Held], query: Mapping[str, list[str]], stray_lines: Sequence[str]) -> Answer:
    host = urlkey(f"http://{query['url'][0]}").partition(")")[0]
    rows = sorted((row for row in held if row.listed and row.key.partition(")")[0] == host), key=_place)
    rows = [row for row in rows if all(_passes(row, one) for one in query.get("filter", []))]
    if "resumeKey" in query:
        rows = [row for row in rows if _place(row) > _after(unquote_plus(query["resumeKey"][0]))]
    limit = int(query.get("limit", ["150000"])[0])
    lines = [" ".join(_field(row, name) for name in query["fl"][0].split(",")) for row in rows[:limit]]
    lines += stray_lines
    if len(rows) > limit and query.get("showResumeKey") == ["true"]:
        lines += ["", quote_plus(f"{rows[limit - 1].key} {rows[limit - 1].stamp}!")]
    return Answer(200, {"Content-Type": "text/plain"}, "".join(f"{line}\n" for line in lines).encode())


def _place(row: Held) -> tuple[str, str]:
    return row.key, row.stamp


def _after(key: str) -> tuple[str, str]:
    where, _, stamp = key.removesuffix("!").rpartition(" ")
    return where, stamp


def _field(row: Held, name: str) -> str:
    status, mime = ("-", "warc/revisit") if row.revisit else (str(row.status), row.mime)
    values = {"urlkey": row.key, "timestamp": row.stamp, "original": row.url, "mimetype": mime, "statuscode": status, "digest": row.digest}
    return values.get(name) or str(len(row.body) + 300)


def _passes(row: Held, one: str) -> bool:
    wanted = not one.startswith("!")
    name, _, pattern = one.removeprefix("!").partition(":")
    return bool(re.fullmatch(pattern, _field(row, name))) is wanted


# ------------------------------------------------------------------ replay
def _replay(held: Sequence[Held], stamp: str, url: str) -> Answer:
    alike = [row for row in held if row.key == urlkey(url)]
    exact = [row for row in alike if row.stamp == stamp]
    if not exact:
        others = [row for row in alike if not row.gap]
        if not others:
            return page(404, "The Wayback Machine has not archived that URL.")
        closest = min(others, key=lambda row: abs(int(row.stamp) - int(stamp)))
        return Answer(302, {"Location": f"/web/{closest.stamp}id_/{closest.url}", "Content-Type": "text/html"})
    row = next((row for row in exact if row.url == url), exact[0])
    if row.gap:
        return page(404, "Wayback Machine", X_Archive_Wayback_Runtime_Error="ResourceNotInArchiveException: not there")
    return Answer(row.status if row.status < 300 or row.status >= 400 else 302, dict(_headers(row)), b"" if row.revisit else row.body)


def _headers(row: Held) -> Iterator[tuple[str, str]]:
    yield "Memento-Datetime", format_datetime(row.at, usegmt=True)
    yield "Link", f'<{row.url}>; rel="original"'
    yield "x-archive-src", "made/made-00000.warc.gz"
    for name, value in row.headers.items():
        yield f"x-archive-orig-{name.lower()}", value
        if name.lower() == "content-type":
            yield name, value
        elif name.lower() == "location":
            yield name, f"/web/{row.stamp}id_/{value}"
