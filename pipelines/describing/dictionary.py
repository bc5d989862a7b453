"""The data dictionary in English and Vietnamese, read off the declarations of :mod:`extractors.records`.

    python -m pipelines.describing.dictionary    # writes output/README.md and output/README.vi.md anew
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_origin

from extractors.records import SCHEMA_VERSION, TABLES, Column, Field, links
from pipelines.describing import vietnamese
from pipelines.schema import describe, fields, type_name

FILES: Mapping[str, str] = {"en": "README.md", "vi": "README.vi.md"}
"""The dictionary's file beside the data, by language."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What the tables of the dictionary say in one language."""

    version: str
    key: str
    heads: tuple[str, ...]
    yes: str
    codes: str
    links: str
    code_list: str
    between: str
    at_least: str
    at_most: str
    list_of: str
    types: Mapping[str, str]


_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        version="Schema version {}.",
        key="One row per {}.",
        heads=("field", "type", "required", "unit", "meaning", "codes"),
        yes="yes",
        codes="Codes:",
        links="Links:",
        code_list="list: `{}`",
        between=" ({:g} to {:g})",
        at_least=" (at least {:g})",
        at_most=" (at most {:g})",
        list_of="list of {}",
        types={},
    ),
    "vi": _Words(
        version="Phiên bản lược đồ {}.",
        key="Mỗi hàng ứng với một {}.",
        heads=("trường", "kiểu", "bắt buộc", "đơn vị", "ý nghĩa", "mã"),
        yes="có",
        codes="Các mã:",
        links="Liên kết:",
        code_list="danh mục: `{}`",
        between=" (từ {:g} đến {:g})",
        at_least=" (ít nhất {:g})",
        at_most=" (nhiều nhất {:g})",
        list_of="danh sách {}",
        types={
            "string": "chuỗi",
            "int64": "số nguyên (int64)",
            "float64": "số thực (float64)",
            "bool": "đúng/sai",
            "date": "ngày",
            "timestamp (UTC)": "thời điểm (UTC)",
        },
    ),
}


def data_dictionary(language: str = "en") -> str:
    """The data dictionary in Markdown, in ``en`` or ``vi``: a section a table, a row a field. Ends with a newline."""
    introduction = files(__package__).joinpath(f"introduction.{language}.md").read_text(encoding="utf-8")
    return introduction + _Dictionary(language).text()


class _Dictionary:
    def __init__(self, language: str) -> None:
        self._vietnamese = language == "vi"
        self._words = _WORDS[language]

    def text(self) -> str:
        contents = "\n".join(f"- [`{record.TABLE}`](#{record.TABLE}): {self._describe(record)}" for record in TABLES)
        sections = "\n".join(map(self._section, TABLES)).rstrip("\n")
        return f"{self._words.version.format(SCHEMA_VERSION)}\n\n{contents}\n\n{sections}\n"

    # -------------------------------------------------------------- what things mean
    def _describe(self, record: type[Any]) -> str:
        return (self._vietnamese and vietnamese.record_meaning(record)) or describe(record)

    def _meaning(self, record: type[Any], column: Column) -> str:
        return (self._vietnamese and vietnamese.meaning(record, column.name)) or column.field.meaning

    def _codes(self, record: type[Any], column: Column) -> Mapping[str, str]:
        return (self._vietnamese and vietnamese.code_meanings(record, column.name)) or column.field.codes or {}

    def _unit(self, field: Field) -> str:
        return (self._vietnamese and vietnamese.unit(field.unit or "")) or field.unit or ""

    def _type(self, declared: Any) -> str:
        if get_origin(declared) is list:
            return self._words.list_of.format(self._type(get_args(declared)[0]))
        name = type_name(declared)
        return self._words.types.get(name, name)

    # -------------------------------------------------------------- how they are told
    def _section(self, record: type[Any]) -> str:
        key = self._words.key.format(", ".join(f"`{name}`" for name in record.KEY))
        parts = (self._rows(record), self._code_list(record), self._links(record), self._nested(record))
        return f"## {record.TABLE}\n\n{self._describe(record)} {key}\n\n{''.join(parts)}\n"

    def _rows(self, record: type[Any]) -> str:
        head = "| " + " | ".join(self._words.heads) + " |\n" + "|---" * len(self._words.heads) + "|\n"
        return head + "".join(self._row(record, column) for column in fields(record))

    def _row(self, record: type[Any], column: Column) -> str:
        field = column.field
        codes = ", ".join(f"`{code}`" for code in field.codes) if field.codes else self._words.code_list.format(field.code_list) if field.code_list else ""
        meaning = self._meaning(record, column) + self._bounds(field)
        cells = (f"`{column.name}`", self._type(column.type), "" if column.nullable else self._words.yes, self._unit(field), meaning, codes)
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"

    def _bounds(self, field: Field) -> str:
        low, high, words = field.low, field.high, self._words
        if low is not None and high is not None:
            return words.between.format(low, high)
        return words.at_least.format(low) if low is not None else words.at_most.format(high) if high is not None else ""

    def _code_list(self, record: type[Any]) -> str:
        lists = [(column.name, self._codes(record, column)) for column in fields(record) if column.field.codes]
        lines = [f"- `{name}`: " + "; ".join(f"`{code}` {meaning}" for code, meaning in codes.items()) for name, codes in lists]
        return f"\n{self._words.codes}\n\n" + "\n".join(lines) + "\n" if lines else ""

    def _links(self, record: type[Any]) -> str:
        lines = [f"- {_names(link.fields)} → `{link.table}` ({_names(link.to)})" for link in links(record)]
        return f"\n{self._words.links}\n\n" + "\n".join(lines) + "\n" if lines else ""

    def _nested(self, record: type[Any]) -> str:
        inner = [kind for column in fields(record) for kind in get_args(column.type) if is_dataclass(kind) and isinstance(kind, type)]
        return "".join(f"\n`{kind.__name__}`: {self._describe(kind)}\n\n{self._rows(kind)}" for kind in inner)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main(folder: str = "output") -> None:
    """Write the dictionaries into a folder."""
    for language, name in FILES.items():
        (Path(folder) / name).write_text(data_dictionary(language), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
