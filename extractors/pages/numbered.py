"""Whether the number that closes an address counts something else than articles.

``/tin/Hoi-nghi-682`` names article 682; ``/tin/trang-2`` is the second page of a
listing, ``/van-ban/nam-2019`` an archive, ``/tin/bao-cao-thang-7-2019`` an article
whose address shows no number of its own. Where it can't be told, the number is
not taken: two articles must never meet in one identity.
"""

from __future__ import annotations

import re

_COUNTERS = frozenset(
    [
        *("page", "trang", "trang-so", "p", "paged", "start", "offset", "nam", "year", "thang", "month", "quy", "ngay", "day", "tuan", "week", "lich"),
        *("tab", "tag", "tags", "cat", "cate", "category", "chuyen-muc", "danh-muc", "chuyen-trang", "muc", "loai", "loai-tin", "nhom", "tac-gia", "author"),
        *("don-vi", "file", "files", "tep", "tap-tin", "download", "tai-ve", "attachment", "album", "anh", "hinh", "image", "video", "gallery", "lan", "khoa"),
    ]
)
"""Slugs that number a listing (``trang-2``), a period (``nam-2019``) or a thing that is no article (``file-5``)."""

_KINDS_OF_TEXT = (
    *("tin", "tin-tuc", "tin-bai", "van-ban", "bao-cao", "ke-hoach", "thong-bao", "tai-lieu", "su-kien", "lich-cong-tac", "cong-bao", "du-toan", "quyet-toan"),
    *("ngan-sach", "archive", "archives", "luu-tru", "so-lieu", "thong-ke", "nien-giam", "nghi-quyet", "quyet-dinh", "chi-thi", "cong-van", "news", "ban-tin"),
)
_YEAR = r"(?:19|20)\d\d"
_NUMBERED_DOCUMENT = "quyet-dinh|cong-van|thong-bao|ke-hoach|nghi-quyet|chi-thi|bao-cao|thong-tu|nghi-dinh|to-trinh|huong-dan|ban-tin|luat|giay-moi|lich"
_NOT_A_YEAR = "".join(rf"(?<!{word}-)" for word in ("viet", "mien", "phia", "tay", "dong", "quang", "hang", "nhieu", "cac", "nu", r"\d"))
"""``Viet-Nam-2019`` is an article about Viet Nam, ``5-nam-2019`` one about five years."""
_NOT_A_PAGE = "".join(f"(?<!{word}-)" for word in ("nha", "thoi", "nghia", "tinh", "thuc", "hien", "tam", "vu", "vo", "nong", "trong"))
"""``Nha-Trang-12`` is an article about Nha Trang."""
_PAGE_OF = re.compile(rf"(?:\A|-)(?:page|trang-so|{_NOT_A_PAGE}trang)-\d{{1,3}}\Z")
_PERIOD = re.compile(
    rf"""(?:\A|-)(?:
        (?:thang|month)-(?:0?[1-9]|1[0-2]) | quy-[1-4] | (?:tuan|week)-[0-5]?\d | ngay-[0-3]?\d
        | {_NOT_A_YEAR}nam-{_YEAR}
        | (?:thang|quy|ngay)-[\divx]{{1,4}}-{_YEAR}
        | [0-3]?\d-[01]?\d-{_YEAR} | {_YEAR}-[01]?\d-[0-3]?\d
        | (?:giai-doan|nien-khoa|nam-hoc|nhiem-ky|thoi-ky)-{_YEAR}-{_YEAR}
        | (?:{_NUMBERED_DOCUMENT})-so-\d+
    )\Z""",
    re.VERBOSE,
)
_ARCHIVE = re.compile(rf"(?:{'|'.join(_KINDS_OF_TEXT)})-(?:{_YEAR}|\d\d?)\Z")
_LETTER = re.compile(r"[^\W\d_]")
_TAIL = 80


def counts_no_article(slug: str, number: str) -> bool:
    """Whether ``number`` behind ``slug`` (without the hyphen between them) is no article's.

    >>> [counts_no_article(slug, number) for slug, number in (("Hoi-nghi", "682"), ("trang", "2"), ("ke-hoach-nam", "2019"), ("Viet-Nam", "2019"))]
    [False, True, True, False]
    """
    slug = slug.strip("-").lower()
    if slug in _COUNTERS or _LETTER.search(slug) is None:
        return True
    end = f"{slug[-_TAIL:]}-{number}"
    return _PAGE_OF.search(end) is not None or _PERIOD.search(end) is not None or (len(slug) < _TAIL and _ARCHIVE.fullmatch(end) is not None)
