"""What a body is: a page, or a file that is attached to one. The first bytes overrule what the header claims.

Signatures and media types stand in ``media.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.pages.links import attachment
from spiders.sites import Site

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"})
_UNKNOWN_TYPES = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/octetstream", "application/unknown", "application/force-download",
     "application/x-force-download", "application/download", "application/x-download", "application/x-msdownload"}
)  # fmt: skip
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]{0,512}<")
_OFFICE_MARKUP = re.compile(rb"<\?mso-application|<(?:w:wordDocument|Workbook|office:document)\b|urn:schemas-microsoft-com:office:(?:word|excel|powerpoint)\b")
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class _Signature:
    start: bytes
    within: int
    media_type: str
    is_file: bool


@dataclass(frozen=True, slots=True)
class _Claim:
    types: tuple[str, ...]
    media_types: frozenset[str]


def what_is_no_page(content_type: str | None, body: bytes) -> tuple[str, str] | None:
    """Outcome and reason of a body that is no page, by the header and the first bytes; ``None`` for one to read.

    >>> what_is_no_page("text/html", b"%PDF-1.7"), what_is_no_page("application/pdf", b"<!DOCTYPE html>")
    (('attachment', 'application/pdf sent as text/html'), None)
    """
    claimed = _bare(content_type)
    found, claim = _by_bytes(body), _claim(claimed)
    if found is not None:
        as_claimed = claim is not None and (found.media_type in claim.media_types or not claim.media_types)
        told = claimed if as_claimed else f"{found.media_type} sent as {claimed or 'no type'}"
        return ("attachment", told) if found.is_file else ("error", f"not a page: {told}")
    if claim is not None:
        return _claimed(claimed, claim, body)
    if claimed in _PAGE_TYPES or (claimed in _UNKNOWN_TYPES and b"<" in body[:_HEAD]):
        return None
    return "error", f"not a page: {claimed or 'no content type'}"


def byte_limit(site: Site, content_type: str | None, url: str, of_pages: int | None = None) -> int:
    """The longest body that is wanted of an answer, decoded: files may be longer than pages. ``of_pages`` overrules what the site says of pages."""
    return site.max_attachment_bytes if may_be_file(content_type, url) else of_pages or site.max_bytes


def may_be_file(content_type: str | None, url: str) -> bool:
    """Whether an answer may hold an attached file, before its body is there: its type says so, or its URL and no type of a page."""
    claimed = _bare(content_type)
    return _claim(claimed) is not None or attachment(url) is not None


def _claimed(claimed: str, claim: _Claim, body: bytes) -> tuple[str, str] | None:
    """What becomes of a body that is sent as a file and begins like none."""
    if _MARKUP.match(body) and not _OFFICE_MARKUP.search(body[:_HEAD]):
        return None
    if claim.media_types and not _MARKUP.match(body):
        return "error", f"sent as {claimed}, but it begins like no such file"
    return "attachment", claimed


def _bare(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _by_bytes(body: bytes) -> _Signature | None:
    head = body[:_HEAD]
    return next((s for s in _table()[0] if head.startswith(s.start) or (s.within and s.start in head[: s.within])), None)


@cache
def _claim(media_type: str) -> _Claim | None:
    return next((claim for claim in _table()[1] if media_type.startswith(claim.types)), None)


@cache
def _table() -> tuple[tuple[_Signature, ...], tuple[_Claim, ...]]:
    found = tomllib.loads(resources.files("spiders").joinpath("media.toml").read_text(encoding="utf-8"))
    signatures = (_Signature(bytes.fromhex(s["start"]), s.get("within", 0), s["type"], s.get("file", True)) for s in found["signature"])
    claims = (_Claim(tuple(c["types"]), frozenset(c["bytes"])) for c in found["claim"])
    return tuple(signatures), tuple(claims)
