"""``datapackage.json``: the tables of a snapshot after the Frictionless Data Package standard, version 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from pipelines.describing import about
from pipelines.describing.tables import TableDescription, described, kind_of, linked
from pipelines.snapshots import Manifest

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(manifest: Manifest, tables: list[TableDescription], hosts: list[str]) -> dict[str, Any]:
    """The descriptor: one resource a table, with digest, counts, field meanings, codes, keys and links.

    What the standard has no word for, such as the Vietnamese meanings, stands under names that begin with ``solieu:``.
    """
    return {
        "$schema": PROFILE,
        "name": about.NAME,
        "title": about.TITLE,
        "description": about.description(manifest),
        "version": about.version(manifest),
        "created": manifest.created_at,
        "keywords": list(about.KEYWORDS),
        "licenses": [{"name": about.LICENCE_NAME, "title": about.LICENCE, "path": about.PAGE}],
        "sources": [{"title": host, "path": f"http://{host}/"} for host in hosts],
        "contributors": [{"title": "solieu", "roles": ["wrangler"]}],
        "solieu:citation": about.citation(manifest, hosts),
        "solieu:title_vi": about.TITLE_VI,
        "solieu:snapshot_id": manifest.snapshot_id,
        "solieu:schema_version": manifest.schema_version,
        "solieu:extractor_version": manifest.extractor_version,
        "resources": [_resource(table, tables) for table in tables],
    }


def _resource(table: TableDescription, tables: list[TableDescription]) -> dict[str, Any]:
    told = {
        "name": table.name,
        "type": "table",
        "path": table.file.path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.told.text("description"),
        "solieu:description_vi": table.told.text("description_vi"),
        "bytes": table.file.bytes,
        "hash": f"sha256:{table.file.sha256}",
        "rows": table.file.rows,
        "schema": _schema(table, tables),
    }
    return {name: value for name, value in told.items() if value is not None}


def _schema(table: TableDescription, tables: list[TableDescription]) -> dict[str, Any]:
    keys = [_foreign_key(table, link) for link in linked(tables, table) if _is_plain(table, link)]
    others = [link for link in table.links if not _is_plain(table, link)]
    held: dict[str, Any] = {"fields": [_field(field) for field in table.schema], "primaryKey": table.key}
    return held | ({"foreignKeys": keys} if keys else {}) | ({"solieu:links": others} if others else {})


def _is_plain(table: TableDescription, link: Mapping[str, Any]) -> bool:
    """Whether a link is one in the standard's sense, which knows no key of several fields that is null in one of them."""
    return len(link["fields"]) == 1 or not any(table.schema.field(name).nullable for name in link["fields"])


def _foreign_key(table: TableDescription, link: Mapping[str, Any]) -> dict[str, Any]:
    """A link to the table itself has an empty name, as version 1 asked for and version 2 still allows."""
    return {"fields": link["fields"], "reference": {"resource": "" if link["table"] == table.name else link["table"], "fields": link["to"]}}


def _field(field: pa.Field) -> dict[str, Any]:
    told = described(field.metadata)
    codes, codes_vi = told.parsed("codes"), told.parsed("codes_vi") or {}
    is_list = pa.types.is_list(field.type)
    constraints = {
        "required": None if field.nullable else True,
        "enum": None if is_list or not codes else list(codes),
        "minimum": _bound(told.number("low"), field.type),
        "maximum": _bound(told.number("high"), field.type),
    }
    held = {
        "name": field.name,
        "type": kind_of(field.type),
        "format": "any" if pa.types.is_temporal(field.type) else None,
        "description": told.text("meaning"),
        "constraints": {name: value for name, value in constraints.items() if value is not None} or None,
        "categories": None if is_list or not codes else [{"value": code, "label": meaning} for code, meaning in codes.items()],
        "solieu:meaning_vi": told.text("meaning_vi"),
        "solieu:unit": told.text("unit"),
        "solieu:code_list": told.text("code_list"),
        "solieu:codes": codes if is_list else None,
        "solieu:codes_vi": codes_vi or None,
        "solieu:arrow_type": str(field.type),
    }
    return {name: value for name, value in held.items() if value is not None}


def _bound(bound: float | None, kind: pa.DataType) -> int | float | None:
    return int(bound) if bound is not None and pa.types.is_integer(kind) else bound
