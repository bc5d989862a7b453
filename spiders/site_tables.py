"""Tables of sites as they are written: TOML read into values of the declared types, every mistake named with file, table and key."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from extractors.pages.urls import TEMPLATES
from extractors.registry.lookup import entries
from spiders.errors import SiteConfigError
from spiders.hosts import configured_host

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
_AT_LEAST_ONE = frozenset({"concurrency", "max_pages", "max_per_shape", "max_bytes", "max_attachment_bytes"})


def read_tables(text: str, source: str) -> dict[str, dict[str, Any]]:
    """The tables of a TOML text by name. ``source`` names the file in messages. Raises :class:`SiteConfigError`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteConfigError(f"{source}: {error}") from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise SiteConfigError(f"{source}: {name!r} stands outside of a table")
        if not _NAME.fullmatch(name):
            raise SiteConfigError(f"{source}: [{name}] is no name of a site: small letters, digits, dots and hyphens")
    return tables


def read_values(where: str, table: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one table, checked one by one. ``where`` is file and table; ``kinds`` the type of each key."""
    return {key: _value(where, key, value, kinds) for key, value in table.items()}


def _value(where: str, key: str, value: object, kinds: Mapping[str, Any]) -> object:
    kind = kinds.get(key)
    if kind is None:
        raise SiteConfigError(f"{where} has an unknown key {key!r}; known are {', '.join(kinds)}")
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise SiteConfigError(f"{where} {key} must be a list of strings with at least one entry")
        return tuple(_host(where, v) for v in value) if key == "hosts" else tuple(value)
    accepted = {float: (int, float), int: (int,), bool: (bool,)}.get(kind, (str,))
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise SiteConfigError(f"{where} {key} must be of type {accepted[-1].__name__}, not {value!r}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_number(where, key, value)
    if key == "template" and value not in TEMPLATES:
        raise SiteConfigError(f"{where} template {value!r} is unknown; known are {', '.join(TEMPLATES)}")
    if key == "place_code" and value not in {entry["code"] for entry in entries("places")}:
        raise SiteConfigError(f"{where} place_code {value!r} is no code of extractors/registry/places.toml")
    return float(value) if kind is float else value


def _host(where: str, host: str) -> str:
    try:
        return configured_host(host)
    except ValueError as error:
        raise SiteConfigError(f"{where} host {host!r} {error}") from None


def _check_number(where: str, key: str, value: float) -> None:
    if value < 0 or not math.isfinite(value):
        raise SiteConfigError(f"{where} {key} must {'not be negative' if value < 0 else 'be a finite number'}")
    if key in _AT_LEAST_ONE and value < 1:
        raise SiteConfigError(f"{where} {key} must be at least 1")
