"""The rows that are published now, table by table: the seam between the state and the files.

What a plain reader of the datasets gets is decided here and nowhere else: the
current version of each article with its findings, all fetches and runs, the code
lists, and the policies that only articles cite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import pyarrow as pa

from extractors.records import TABLES, Article, Measure, PageFetch, Place, Policy, Reference, Run
from extractors.registry import lookup
from pipelines.schema import column_values, fields
from pipelines.staging import VERSIONED, Staging
from pipelines.validation import Checked, Reject, Texts, build, check

_CHUNK = 20_000  # rows turned into Arrow at a time, so that the Python values of a whole table never stand in memory


def current_tables(staging: Staging, *, history: bool = False) -> Iterator[tuple[type[Any], Checked]]:
    """Each of ``TABLES`` with its valid rows and its rejects, in order; articles first.

    With ``history``, articles and their findings of all versions. Call it within
    ``staging.reading()`` where others may write meanwhile.
    """
    texts: Texts | None = None
    cited: list[Policy] = []
    for record in TABLES:
        checked = _checked(record, _values(staging, record, history, cited), texts)
        if record is Article:
            texts = Texts(checked.table)
        elif record is Reference:
            cited = policies_of(checked.table)
        yield record, checked


def current_runs(staging: Staging) -> Checked:
    """The table of runs alone."""
    return _checked(Run, _by_column(Run, staging.runs()), None)


Values = Mapping[str, list[Any]]


def _values(staging: Staging, record: type[Any], history: bool, cited: list[Policy]) -> Iterable[Values]:
    if record in VERSIONED:
        return _versioned(staging, record, history)
    sources: dict[type[Any], Callable[[], Iterable[Values]]] = {
        PageFetch: lambda: _by_column(record, staging.pages()),
        Run: lambda: _by_column(record, staging.runs()),
        Policy: lambda: [column_values(Policy, all_policies(cited))],
        Measure: lambda: [column_values(Measure, lookup.measures())],
        Place: lambda: [column_values(Place, lookup.places())],
    }
    return sources[record]()


def _versioned(staging: Staging, record: type[Any], history: bool) -> Iterator[Values]:
    for stored in staging.versions(record, history=history):
        if record is Article:
            stored.values.update(first_seen_at=[stored.first_seen_at], is_current=[stored.is_current], gone_at=[stored.gone_at])
        if stored.address is not None:
            url, section = stored.address
            stored.values["url"] = [url] * len(stored.values["url"])
            stored.values.update({"section": [section]} if record is Article else {})
        yield stored.values


def _by_column(record: type[Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[Values]:
    names = [column.name for column in fields(record)]
    for row in rows:
        yield {name: [row[name]] for name in names if name in row}


def _checked(record: type[Any], values: Iterable[Values], texts: Texts | None) -> Checked:
    """The rows built chunk by chunk, then checked as one table, for a key must be unique in all of it."""
    tables: list[pa.Table] = []
    rejects: list[Reject] = []
    for chunk in _chunks(record, values):
        built = build(record, chunk)
        tables.append(built.table)
        rejects += built.rejects
    passed = check(record, pa.concat_tables(tables), texts)
    return Checked(passed.table, rejects + passed.rejects)


def _chunks(record: type[Any], values: Iterable[Values]) -> Iterator[Values]:
    names = [column.name for column in fields(record)]
    chunk: dict[str, list[Any]] = {}
    for part in chain(values, [None]):
        length = len(next(iter(chunk.values()), ()))
        if part is None or length >= _CHUNK or chunk.keys() != part.keys():
            if chunk or part is None:
                yield chunk or {name: [] for name in names}
            chunk = {name: [] for name in part} if part else {}
        for name, column in (part or {}).items():
            chunk[name] += column


# ------------------------------------------------------------------ policies
def all_policies(cited: Iterable[Policy]) -> list[Policy]:
    """The code list, and below it the cited policies it does not know."""
    listed = lookup.policies()
    known = {policy.policy_id for policy in listed}
    return [*listed, *(policy for policy in cited if policy.policy_id not in known)]


_AGREED = ("doc_type_code", "number", "issuer_code", "issued_on", "period_start_on", "period_end_on")


def policies_of(references: pa.Table) -> list[Policy]:
    """One policy for each ``policy_id`` that is cited, with what its mentions agree on."""
    mentions: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for mention in references.select(["policy_id", "title_text", *_AGREED]).to_pylist():
        for name, value in mention.items():
            if mention["policy_id"] is not None and value is not None:
                mentions[mention["policy_id"]][name].add(value)
    return [_agreed(policy_id, stated) for policy_id, stated in sorted(mentions.items())]


def _agreed(policy_id: str, stated: Mapping[str, set[Any]]) -> Policy:
    agreed = {name: next(iter(values)) for name, values in stated.items() if len(values) == 1}
    known = {name: agreed[name] for name in _AGREED if name in agreed}
    return replace(Policy(policy_id=policy_id, in_code_list=False, title_vi=agreed.get("title_text")), **known)
