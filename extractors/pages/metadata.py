"""What a page says of itself: title, date and base address in its head and its JSON-LD."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from extractors.pages.lines import Page
from extractors.vietnamese.text import one_line

_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}['\"]?([^'\"\s>]{1,2000})", re.IGNORECASE)
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_JSON_LD_LIMIT = 200_000


def read_metadata(root: Any, page: Page) -> None:
    """Fill in what the head says, and the JSON-LD of the whole page."""
    head = root.find("head")
    if head is not None:
        _read_head(head, page)
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            _read_json_ld(script.text, page)


def _read_json_ld(text: str | None, page: Page) -> None:
    if not text or len(text) > _JSON_LD_LIMIT or '"datePublished"' not in text:
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    items = data if isinstance(data, list) else [data]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for entry in graph if isinstance(graph, list) else [item]:
            if isinstance(entry, dict) and isinstance(entry.get("datePublished"), str):
                page.meta_date = page.meta_date or _iso_day(entry["datePublished"])
                headline = entry.get("headline")
                if isinstance(headline, str) and not page.meta_title:
                    page.meta_title = one_line(headline) or None


def _read_head(head: Any, page: Page) -> None:
    for node in head:
        tag = node.tag
        if tag == "title":
            page.title_tag = page.title_tag or one_line("".join(node.itertext())) or None
        elif tag == "meta":
            _read_meta(node, page)
        elif tag == "base":
            page.base_href = page.base_href or node.get("href")


def _read_meta(node: Any, page: Page) -> None:
    name, content = node.get("property") or node.get("name"), node.get("content")
    if not content:
        return
    if name == "og:url":
        page.stated_href = page.stated_href or content
    elif name == "og:title":
        page.meta_title = one_line(content) or None
    elif name == "article:published_time":
        page.meta_date = _iso_day(content) or page.meta_date
    elif (node.get("http-equiv") or "").lower() == "refresh" and (match := _REFRESH.search(content)):
        page.hrefs.append(match.group(1))


def _iso_day(text: str) -> date | None:
    match = _ISO_DAY.match(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
