"""What the test site publishes: articles as data, in our own wording.

An article is written as TOML (``content/*.toml``): a few fields and a ``body`` in
a light notation that reads like the page itself. Blocks are separated by a blank
line::

    A paragraph, with **bold words** and a [link](/Upload/VanBan/a.pdf).

    [ảnh] The caption of a picture

    [bảng] The caption of a table
    ĐVT: triệu đồng
    | Huyện | Kế hoạch vốn |         < | Giải ngân |
    | ^     | Đầu tư       | Sự nghiệp | ^         |
    |---|
    | Sa Thầy | 12.500 | 3.400 | 9.870 |

In a table ``<`` continues the cell to the left and ``^`` the cell above: merged cells.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.site.truth import Truth

CONTENT = Path(__file__).parent / "content"
SECTIONS = {
    "tin-chuyen-nganh": "Tin chuyên ngành",
    "nghien-cuu-trao-doi": "Nghiên cứu - Trao đổi",
    "thong-tin-tuyen-truyen-pbgdpl": "Thông tin tuyên truyền, PBGDPL",
    "dai-hoi-dai-bieu-cac-dtts": "Đại hội đại biểu các DTTS",
}
"""Section slug → the name the menus show."""

_INLINE = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\]\n]+)\]\((?P<href>[^)\s]+)\)")
_LEFT, _ABOVE = "<", "^"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one style; ``href`` makes it a link."""

    text: str
    bold: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without markup."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; the caption may be empty."""

    caption: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as HTML has it: where cells are merged, only the first of them is written."""

    text: str
    colspan: int = 1
    rowspan: int = 1


Grid = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with figures; ``header`` and ``rows`` are rectangles of the notation above."""

    caption: str
    unit_line: str | None
    header: Grid
    rows: Grid

    @property
    def header_cells(self) -> list[list[Cell]]:
        return _cells(self.header)

    @property
    def row_cells(self) -> list[list[Cell]]:
        return _cells(self.rows)

    @property
    def filled_header(self) -> list[list[str]]:
        """The header rows with merged cells repeated in every place they cover."""
        return _filled(self.header)

    @property
    def filled_rows(self) -> list[list[str]]:
        """The rows with merged cells repeated in every place they cover."""
        return _filled(self.rows)


Block = Paragraph | Picture | DataTable


@dataclass(frozen=True, slots=True)
class AttachmentSource:
    """A file the article offers: the words of the link and its path on the site."""

    label: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSource:
    """One article as its author wrote it; templates only dress it."""

    id: int
    section: str
    title: str
    published_on: date
    author: str
    views: int
    blocks: tuple[Block, ...]
    attachments: tuple[AttachmentSource, ...] = ()
    related: tuple[int, ...] = ()
    """Ids of related articles; empty: the site takes older ones of the section."""
    truth: Truth | None = field(default=None, compare=False)
    """What the article states, where that is known (generated articles and the seed)."""

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs' words, in page order."""
        return [b.text for b in self.blocks if isinstance(b, Paragraph)]

    @property
    def captions(self) -> list[str]:
        """The captions of pictures, in page order."""
        return [b.caption for b in self.blocks if isinstance(b, Picture) and b.caption]

    @property
    def tables(self) -> list[DataTable]:
        """The data tables, in page order."""
        return [b for b in self.blocks if isinstance(b, DataTable)]

    @property
    def slug(self) -> str:
        """The title as the site writes it in URLs.

        >>> slugify("74 năm - Lịch sử công tác dân tộc (1946-2020)")
        '74-nam--Lich-su-cong-tac-dan-toc-19462020'
        """
        return slugify(self.title)

    @property
    def files(self) -> list[str]:
        """Paths of every file the article links to."""
        inline = [run.href for b in self.blocks if isinstance(b, Paragraph) for run in b.runs if run.href]
        return [*inline, *(a.path for a in self.attachments)]


def slugify(title: str) -> str:
    """The site's slug: no diacritics, capitals and commas kept, other signs dropped, each space a hyphen."""
    bare = unicodedata.normalize("NFD", title.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(c for c in bare if c.isascii() and (c.isalnum() or c in ", "))
    return kept.strip().replace(" ", "-")


@cache
def load_articles() -> tuple[ArticleSource, ...]:
    """Every article of ``content/``, by id. Raises ``ValueError`` for two articles of one id or an unknown section."""
    articles = [_article(entry) for path in sorted(CONTENT.glob("*.toml")) for entry in _entries(path)]
    ids = [a.id for a in articles]
    if len(set(ids)) != len(ids):
        raise ValueError(f"article ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return tuple(sorted(articles, key=lambda a: a.id))


def parse_body(body: str) -> tuple[Block, ...]:
    """Read the notation of the module's docstring. Raises ``ValueError`` for a table that is no rectangle."""
    blocks = [b.strip() for b in body.strip().split("\n\n")]
    return tuple(_block(b) for b in blocks if b)


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    yield from tomllib.loads(path.read_text(encoding="utf-8"))["article"]


def _article(entry: dict[str, Any]) -> ArticleSource:
    if entry["section"] not in SECTIONS:
        raise ValueError(f"article {entry['id']}: unknown section {entry['section']!r}")
    return ArticleSource(
        id=entry["id"],
        section=entry["section"],
        title=entry["title"],
        published_on=entry["date"],
        author=entry["author"],
        views=entry["views"],
        blocks=parse_body(entry["body"]),
        attachments=tuple(AttachmentSource(label, path) for label, path in entry.get("attachments", [])),
        related=tuple(entry.get("related", [])),
    )


def _block(text: str) -> Block:
    if text.startswith("[ảnh]"):
        return Picture(text.removeprefix("[ảnh]").strip())
    if text.startswith("[bảng]"):
        return _table(text)
    return Paragraph(tuple(_runs(text.replace("\n", " "))))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        bold = match["bold"]
        yield Run(bold, bold=True) if bold else Run(match["label"], href=match["href"])
        end = match.end()
    if end < len(text):
        yield Run(text[end:])


def _table(text: str) -> DataTable:
    first, *lines = text.split("\n")
    unit_line = lines.pop(0).strip() if lines and not lines[0].startswith("|") else None
    rule = lines.index("|---|")
    header, rows = ([_row(line) for line in part] for part in (lines[:rule], lines[rule + 1 :]))
    if len({len(row) for row in [*header, *rows]}) != 1:
        raise ValueError(f"rows of unequal length: {first}")
    return DataTable(first.removeprefix("[bảng]").strip(), unit_line, tuple(header), tuple(rows))


def _row(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _cells(grid: Grid) -> list[list[Cell]]:
    return [
        [Cell(text, _reach_right(row, c), _reach_down(grid, r, c)) for c, text in enumerate(row) if text not in (_LEFT, _ABOVE)]
        for r, row in enumerate(grid)
    ]


def _reach_right(row: tuple[str, ...], column: int) -> int:
    end = column + 1
    while end < len(row) and row[end] == _LEFT:
        end += 1
    return end - column


def _reach_down(grid: Grid, row: int, column: int) -> int:
    end = row + 1
    while end < len(grid) and grid[end][column] == _ABOVE:
        end += 1
    return end - row


def _filled(grid: Grid) -> list[list[str]]:
    filled: list[list[str]] = []
    for r, row in enumerate(grid):
        filled.append([])
        for c, text in enumerate(row):
            filled[r].append(filled[r][c - 1] if text == _LEFT else filled[r - 1][c] if text == _ABOVE else text)
    return filled
