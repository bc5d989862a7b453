"""The policies that articles cite, one for each ``policy_id``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractors.records import Policy
from pipelines.parquet import read_batches

_AGREED = ("doc_type_code", "number", "issuer_code", "issued_on", "period_start_on", "period_end_on")
_COLUMNS = ["policy_id", "title_text", *_AGREED]


def policies_in(path: Path) -> list[Policy]:
    """The policies that a file of references cites, with what its mentions agree on."""
    mentions = list(_distinct(path))
    return policies_of(pa.concat_tables(mentions)) if mentions else []


def policies_of(references: pa.Table) -> list[Policy]:
    """One policy for each ``policy_id`` that is cited, with what its mentions agree on."""
    mentions: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for mention in _once(references.select(_COLUMNS)).to_pylist():
        for name, value in mention.items():
            if mention["policy_id"] is not None and value is not None:
                mentions[mention["policy_id"]][name].add(value)
    return [_agreed(policy_id, stated) for policy_id, stated in sorted(mentions.items())]


def _distinct(path: Path) -> Iterator[pa.Table]:
    for rows in read_batches(path, _COLUMNS):
        yield _once(rows.select(_COLUMNS))


def _once(rows: pa.Table) -> pa.Table:
    return rows.group_by(_COLUMNS).aggregate([])


def _agreed(policy_id: str, stated: Mapping[str, set[Any]]) -> Policy:
    agreed = {name: next(iter(values)) for name, values in stated.items() if len(values) == 1}
    known = {name: agreed[name] for name in _AGREED if name in agreed}
    return replace(Policy(policy_id=policy_id, in_code_list=False, title_vi=agreed.get("title_text")), **known)
