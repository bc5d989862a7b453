"""The folder of inputs that the tables of the command line name."""

from __future__ import annotations

import gzip
import json
import shutil
import unicodedata
from pathlib import Path

from tests.command import ROOT

SAMPLE = ROOT / "spiders" / "sample" / "kontum.warc.gz"

HTML = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Sở Dân tộc</title></head><body>
<div class="banner">Thứ 5, ngày 24 tháng 6 năm 2021</div>
<h1>Huyện Đăk Hà gặp mặt người có uy tín năm 2020</h1><p class="date">16-7-2020</p>
<p>Năm 2020, huyện Đăk Hà công nhận 96 người có uy tín; vốn Chương trình 135 giải ngân đạt 88,5%.</p>
<p>Cuộc gặp diễn ra trong buổi sáng, nhiều ý kiến về đường vào khu sản xuất được ghi nhận.</p>
<p>Số lượt xem: 1234</p></body></html>
"""

TEXT = """banner
Thứ 5, ngày 24 tháng 6 năm 2021
Huyện Đăk Hà gặp mặt người có uy tín năm 2020
16-7-2020

Năm 2020, huyện Đăk Hà công nhận 96 người có uy tín; vốn Chương trình 135 giải ngân đạt 88,5%.

Cuộc gặp diễn ra trong buổi sáng, nhiều ý kiến về đường vào khu sản xuất được ghi nhận.

Số lượt xem:1234
"""

LINES = [
    {"id": "đầu", "text": "Toàn tỉnh có 811 người có uy tín.", "published_on": "2019-07-16"},
    {"id": 2, "text": unicodedata.normalize("NFD", "Giải ngân đạt 28,97%."), "published_on": None},
    {"id": None, "text": "Không có gì để đếm ở đây."},
    {"id": "2", "text": "", "published_on": ""},
]


def write_inputs(folder: Path) -> Path:
    """Good and bad inputs, by the names that the tests use."""
    files = {
        "page.html": HTML.encode(),
        "page.txt": TEXT.encode(),
        "lying-charset.html": HTML.replace("utf-8", "windows-1252").encode("utf-8"),
        "empty.html": b"",
        "blank.txt": b" \n\t\n",
        "binary.html": bytes(range(256)) * 40,
        "no-article.html": b"<html><body><a href='/a'>A</a></body></html>",
        "lines.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES).encode(),
        "blank-lines.jsonl": b'\n{"id": 1, "text": "x"}\n\n',
        "not-json.jsonl": b'{"id": 1, "text": "C\xc3\xb3 5 h\xe1\xbb\x99."}\n{"id": 2, "text":\n{"id": 3, "text": "C\xc3\xb3 6 h\xe1\xbb\x99."}\n',
        "no-text.jsonl": b'{"id": 1}\n',
        "list.jsonl": b"[1, 2]\n",
        "nan.jsonl": b'{"id": NaN, "text": "x"}\n',
        "deep.jsonl": b"[" * 100_000 + b"\n",
        "bad-day.jsonl": b'{"id": 1, "text": "x", "published_on": "2019-02-31"}\n',
        "number-day.jsonl": b'{"id": 1, "text": "x", "published_on": 20190716}\n',
        "empty.warc.gz": b"",
        "not-a-warc.warc.gz": b"hello\n",
        "zipped-text.warc.gz": gzip.compress(b"hello\n"),
        "regular-file": b"",
    }
    for name, body in files.items():
        (folder / name).write_bytes(body)
    (folder / "empty-folder").mkdir()
    (folder / "pages").mkdir()
    shutil.copy(folder / "page.html", folder / "pages" / "page.html")
    (folder / "cut.warc.gz").write_bytes(SAMPLE.read_bytes()[:60_000])
    return folder
