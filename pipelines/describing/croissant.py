"""``croissant.json``: the tables of a snapshot after the Croissant standard, version 1.1, for tools that load data for learning."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pipelines.describing import about
from pipelines.describing.tables import TableDescription, described, kind_of
from pipelines.snapshots import Manifest

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

# The standard's own context, with names and descriptions told by language.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "description": {"@container": "@language"},
    "name": {"@container": "@language"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet"),
            *("format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references"),
            *("regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
        )
    },
}


def croissant(manifest: Manifest, tables: list[TableDescription], hosts: list[str], days: tuple[str, str] | None = None) -> dict[str, Any]:
    """The description in JSON-LD: one file object and one record set a table.

    ``days`` are the first and last day of publication of the articles. Lists are arrays; a list of records is told
    field by field. Links between tables stand in the data package alone: tools that load Croissant join by them, and
    a table with several links would come out as something else than its rows.
    """
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": about.NAME,
        "alternateName": [about.TITLE, about.TITLE_VI],
        "description": about.description(manifest),
        "conformsTo": CONFORMS_TO,
        "version": about.version(manifest),
        "datePublished": manifest.created_at,
        "license": about.LICENCE,
        "url": about.PAGE,
        "citeAs": about.citation(manifest, hosts),
        "creator": {"@type": "sc:Organization", "name": "solieu"},
        "keywords": list(about.KEYWORDS),
        "inLanguage": ["vi", "en"],
        **({"temporalCoverage": "/".join(days)} if days else {}),
        "distribution": [_file(table) for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _file_id(table: TableDescription) -> str:
    return f"{table.name}.parquet"


def _file(table: TableDescription) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": _file_id(table),
        "name": _file_id(table),
        "description": {"en": f"{table.file.rows} rows.", "vi": f"{table.file.rows} hàng."},
        "contentUrl": table.file.path,
        "contentSize": f"{table.file.bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": table.file.sha256,
    }


def _records(table: TableDescription) -> dict[str, Any]:
    key = [{"@id": f"{table.name}/{name}"} for name in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": _both(table.told.text("description"), table.told.text("description_vi")),
        **({"key": key} if key else {}),
        "field": [_field(table, field) for field in table.schema],
    }


def _both(english: str | None, vietnamese: str | None) -> dict[str, str]:
    return {language: text for language, text in (("en", english), ("vi", vietnamese)) if text}


def _field(table: TableDescription, field: pa.Field) -> dict[str, Any]:
    kind = field.type
    inner = kind.value_type if pa.types.is_list(kind) else kind
    held = _told(f"{table.name}/{field.name}", field) | ({"isArray": True, "arrayShape": "-1"} if inner is not kind else {})
    if pa.types.is_struct(inner):
        return held | {"subField": [_part(table, field, part) for part in inner]}
    source = {"fileObject": {"@id": _file_id(table)}, "extract": {"column": field.name}}
    return held | {"dataType": _data_type(inner), "source": source}


def _part(table: TableDescription, field: pa.Field, part: pa.Field) -> dict[str, Any]:
    """One field of a list of records, taken from each of them by its path."""
    inner, depth = part.type, 0
    while pa.types.is_list(inner):
        inner, depth = inner.value_type, depth + 1
    shape = {"isArray": True, "arrayShape": ",".join(["-1"] * depth)} if depth else {}
    source = {"fileObject": {"@id": _file_id(table)}, "extract": {"column": field.name}, "transform": {"jsonPath": _path(part.name)}}
    return _told(f"{table.name}/{field.name}/{part.name}", part) | shape | {"dataType": _data_type(inner), "source": source}


def _path(name: str) -> str:
    """A path to a member of a record; the parser of the standard's own tool takes some names for words of its own."""
    return f"'{name}'" if name in ("where", "parent") else name


def _told(identity: str, field: pa.Field) -> dict[str, Any]:
    told = described(field.metadata)
    unit = told.text("unit")
    english = f"{told.text('meaning')} ({unit})" if unit else told.text("meaning")
    return {"@type": "cr:Field", "@id": identity, "name": field.name, "description": _both(english, told.text("meaning_vi"))}


_DATA_TYPES = {"boolean": "sc:Boolean", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "datetime": "sc:DateTime"}


def _data_type(kind: pa.DataType) -> str:
    return _DATA_TYPES.get(kind_of(kind), "sc:Text")
