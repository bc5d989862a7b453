"""The data dictionaries are those of the declarations, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.records import SCHEMA_VERSION, TABLES, columns, links
from pipelines.describing import vietnamese
from pipelines.describing.dictionary import FILES, data_dictionary
from tests.command import ROOT


@pytest.mark.parametrize(("language", "name"), FILES.items(), ids=FILES)
def test_the_committed_dictionary_is_current(language: str, name: str) -> None:
    assert (ROOT / "output" / name).read_text(encoding="utf-8") == data_dictionary(language), "run: make docs"


@pytest.mark.parametrize("language", FILES)
@pytest.mark.parametrize("record", TABLES, ids=lambda r: r.TABLE)
def test_the_dictionary_has_a_row_a_field(record: type[Any], language: str) -> None:
    section = data_dictionary(language).split(f"\n## {record.TABLE}\n")[1].split("\n## ")[0]
    for column in columns(record):
        meaning = column.field.meaning if language == "en" else vietnamese.meaning(record, column.name)
        row, *_ = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` | ") and meaning and meaning in line]
        assert all(f"`{code}`" in row for code in column.field.codes or {})
    for link in links(record):
        assert f"→ `{link.table}`" in section


def test_the_dictionary_states_codes_and_bounds() -> None:
    text = data_dictionary()
    assert "| `kind` | string | yes |  | what sort of figure | `count`, `percentage`," in text
    assert "HTTP status; null without an answer (100 to 599)" in text
    assert f"Schema version {SCHEMA_VERSION}.\n" in text
    assert "- `role`: `document_issued` the day a cited document was issued;" in text


def test_the_vietnamese_dictionary_leaves_no_english() -> None:
    text = data_dictionary("vi")
    assert "| `kind` | chuỗi | có |  | loại số liệu | `count`, `percentage`," in text
    assert "mã trạng thái HTTP; để trống nếu không có trả lời (từ 100 đến 599)" in text
    assert f"Phiên bản lược đồ {SCHEMA_VERSION}.\n" in text
    english = {column.field.meaning for record in TABLES for column in columns(record) if " " in column.field.meaning}
    assert [meaning for meaning in english if f"| {meaning} " in text and not meaning.startswith("Điều")] == []
