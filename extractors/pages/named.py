"""The number of an article that an address gives by name: ``…/articleid/123/Default.aspx``, ``?newsid=123``.

The name stands in the path (DotNetNuke) or in the query, in any case, with or
without a hyphen. Helpers of an article (its files, its comments, the form that mails
it) carry the same number and are other pages; where it can't be told, the number is not taken.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import parse_qsl, unquote

_NAMES = frozenset(
    [
        *("articleid", "articlesid", "idarticle", "newsid", "idnews", "newid", "idnew", "postid", "idpost", "storyid", "artid"),
        *("tinid", "idtin", "matin", "tintucid", "idtintuc", "tinbaiid", "idtinbai", "baivietid", "idbaiviet", "mabaiviet", "baidangid", "idbaidang"),
    ]
)
"""``itemid`` and ``id`` are missing on purpose: lists of one portal number their items each for itself."""
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_MARKS = str.maketrans("", "", "-_.")
_SUFFIX = re.compile(r"\.(?:html?|aspx?|php|jsp)\Z")
_READS = re.compile(r"(?:default|index|home|trang-?chu|chi-?tiet|details?|view|show|read|xem|doc|tin|bai|news|articles?|noi-?dung|content|story|post)")
_HELPS = re.compile(
    r"print|mail|thu|down|tai-?(?:ve|xuong)|file|tep|dinh-?kem|attach|comment|phan-?hoi|binh-?luan|y-?kien|gop-?y|rss|feed|export|word|pdf|log-?in|dang-?nhap"
    r"|share|chia-?se|image|anh|hinh|thumb|edit|sua|delete|xoa|rating|vote"
)


def named_number(segments: list[str], query: str) -> tuple[str, int] | None:
    """The name and the number of the article, or ``None``; the ``segments`` of the path may be escaped.

    >>> named_number(["Tin", "tabid", "82", "articleId", "123", "Default.aspx"], ""), named_number(["xem.aspx"], "News_ID=7")
    (('articleid', 123), ('newsid', 7))
    >>> named_number(["tai-ve.aspx"], "newsid=7"), named_number(["xem.aspx"], "newsid=7&articleid=8")
    (None, None)
    """
    folded = [unquote(segment).lower() for segment in segments]
    try:
        pairs = parse_qsl(query, max_num_fields=100)
    except ValueError:
        return None
    in_path = list(pairwise(folded))
    found = {(name, int(value)) for key, value in [*in_path, *pairs] if (name := key.lower().translate(_MARKS)) in _NAMES and _is_number(value)}
    if len(found) != 1 or not _is_read_here(folded, in_path):
        return None
    return found.pop()


def _is_number(value: str) -> bool:
    return value.isascii() and _NUMBER.match(value) is not None


def _is_read_here(folded: list[str], in_path: list[tuple[str, str]]) -> bool:
    """Whether the page, and the control of DotNetNuke that it shows, is one to read an article on."""
    page = _SUFFIX.sub("", folded[-1]) if folded else "index"
    control = next((value for name, value in in_path if name == "ctl"), None)
    names = [name for name in (page, control) if name is not None and not _is_number(name)]
    return all(_READS.match(name) is not None and _HELPS.search(name) is None for name in names)
