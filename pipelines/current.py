"""The rows that are published now: the seam between the state and the files.

What a plain reader of the datasets gets is decided here and nowhere else: the
current version of each article with its findings, all fetches and runs, the code
lists, and the policies that only articles cite; beside them, as history, the
versions that were superseded.

Rows are given in parts of bounded size, of all articles and runs or of those that
changed since a publication. An article is never split: what its findings are held
against stands in the same part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extractors.records import Article, Measure, PageFetch, Place, Policy, Run
from extractors.registry import lookup
from pipelines.building import Built, Checked, Reject, build, build_versions
from pipelines.keys import Keys
from pipelines.prepared import FINDINGS, VERSIONED
from pipelines.schema import column_values, fields
from pipelines.spans import Texts
from pipelines.staging import Staging
from pipelines.tables import CURRENT, SUPERSEDED, Dataset
from pipelines.validation import check
from pipelines.versions import Version

_BYTES = 8 << 20
_ROWS = 20_000
"""What is turned into Arrow and checked at a time: about so many bytes of versions, so many fetches."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some valid rows of a dataset, and the rejects among them with the article or run that each comes from."""

    dataset: Dataset
    rows: pa.Table
    rejects: Sequence[tuple[str, Reject]] = ()


GROUPED: tuple[type[Any], ...] = (*VERSIONED, PageFetch)
"""The records whose rows come from an article or a run."""

KeysByRecord = Mapping[type[Any], Keys]


def grouped_parts(staging: Staging, since: int | None, keys: KeysByRecord) -> Iterator[Part]:
    """The rows of all articles and fetches, or of the articles and runs that changed later than ``since``.

    Call it within ``staging.reading()`` where others may write meanwhile.
    """
    for chunk in _chunks(staging.all_versions(since)):
        yield from _of_versions(chunk, keys)
    for run_id, rows in groupby(staging.pages(since), key=lambda row: str(row["run_id"])):
        while some := list(islice(rows, _ROWS)):
            checked = _listed(PageFetch, some, keys[PageFetch])
            yield Part(CURRENT[PageFetch], checked.table, [(run_id, reject) for reject in checked.rejects])


def list_part(staging: Staging, record: type[Any], cited: Iterable[Policy] = ()) -> Part:
    """The rows of a table that is made anew each time: runs, the code lists, and policies with those that articles cite."""
    if record is Run:
        checked = _listed(Run, list(staging.runs()), Keys(Run.KEY))
    else:
        listed: dict[type[Any], Callable[[], Iterable[Any]]] = {Policy: lambda: all_policies(cited), Measure: lookup.measures, Place: lookup.places}
        checked = _checked(record, build(record, column_values(record, listed[record]())), Keys(record.KEY))
    return Part(CURRENT[record], checked.table, [("", reject) for reject in checked.rejects])


# ------------------------------------------------------------------ fetches and lists
def _listed(record: type[Any], rows: Sequence[Mapping[str, Any]], keys: Keys) -> Checked:
    names = [column.name for column in fields(record) if not rows or column.name in rows[0]]
    return _checked(record, build(record, {name: [row.get(name) for row in rows] for name in names}), keys)


def _checked(record: type[Any], built: Checked, keys: Keys) -> Checked:
    checked = check(record, built.table, None, keys)
    return Checked(checked.table, built.rejects + checked.rejects)


# ------------------------------------------------------------------ versions
def _chunks(versions: Iterable[Version]) -> Iterator[list[Version]]:
    """Versions in groups of bounded size, all of an article in one of them."""
    chunk: list[Version] = []
    size = 0
    for _, of_article in groupby(versions, key=lambda one: one.article_id):
        for one in of_article:
            chunk.append(one)
            size += one.size
        if size >= _BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _of_versions(chunk: Sequence[Version], keys: KeysByRecord) -> Iterator[Part]:
    """The articles of a chunk, and their findings held against them."""
    built = build_versions(Article, chunk)
    built.table = _with_sightings(built, chunk)
    articles = _held(Article, built, chunk, None, keys[Article])
    yield from _split(Article, articles, chunk)
    texts = Texts(articles.table)
    for record in FINDINGS:
        built = build_versions(record, chunk)
        built.table = _with_addresses(built, chunk)
        yield from _split(record, _held(record, built, chunk, texts, keys[record]), chunk)


def _held(record: type[Any], built: Built, chunk: Sequence[Version], texts: Texts | None, keys: Keys) -> Built:
    """The rows that keep the rules, with their owners; a row belongs to the version that it was read from and to no other."""
    strays = [] if built.are_own else [(_strays(built, chunk), "it names another article than the one it was read from")]
    checked = check(record, built.table, texts, keys, lambda row: chunk[int(built.owners[row])].article_id, strays)
    rejects = built.rejects + [(int(built.owners[row]), reject) for row, reject in zip(checked.failed, checked.rejects, strict=True)]
    return Built(checked.table, built.owners[checked.passed], sorted(rejects, key=lambda found: found[0]))


def _strays(built: Built, chunk: Sequence[Version]) -> list[int]:
    columns = [built.table.column(name).to_pylist() for name in ("article_id", "version")]
    own = ((chunk[owner].article_id, chunk[owner].version) for owner in built.owners)
    return [row for row, (named, of) in enumerate(zip(zip(*columns, strict=True), own, strict=True)) if named != of]


def _split(record: type[Any], held: Built, chunk: Sequence[Version]) -> Iterator[Part]:
    """What is current and what was superseded."""
    current = np.array([version.is_current for version in chunk])
    for dataset, chosen in ((CURRENT[record], current), (SUPERSEDED[record], ~current)):
        if chosen.any():
            mask = chosen[held.owners]
            rows = held.table if mask.all() else held.table.filter(pa.array(mask))
            yield Part(dataset, rows, [(chunk[owner].article_id, reject) for owner, reject in held.rejects if chosen[owner]])


def _with_sightings(built: Built, chunk: Sequence[Version]) -> pa.Table:
    """Articles with what was noted after they were read."""
    owners = pa.array(built.owners)
    table = _with_addresses(built, chunk)
    if any(version.is_moved for version in chunk):
        moved = pa.array([version.is_moved for version in chunk]).take(owners)
        section = pc.if_else(moved, pa.array([version.section for version in chunk], pa.string()).take(owners), table.column("section"))
        table = _with(table, "section", section)
    for name in ("first_seen_at", "gone_at"):
        moments = pa.array([getattr(version, name) for version in chunk], pa.string())
        table = _with(table, name, moments.cast(table.schema.field(name).type).take(owners))
    return _with(table, "is_current", pa.array([version.is_current for version in chunk]).take(owners))


def _with_addresses(built: Built, chunk: Sequence[Version]) -> pa.Table:
    """Rows with the address of the newest capture of their version."""
    if not any(version.is_moved for version in chunk):
        return built.table
    moved = pa.array([version.url if version.is_moved else None for version in chunk], pa.string())
    return _with(built.table, "url", pc.coalesce(moved.take(pa.array(built.owners)), built.table.column("url")))


def _with(table: pa.Table, name: str, values: Any) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), values)


# ------------------------------------------------------------------ policies
def all_policies(cited: Iterable[Policy]) -> list[Policy]:
    """The code list, and below it the cited policies it does not know."""
    listed = lookup.policies()
    known = {policy.policy_id for policy in listed}
    return [*listed, *(policy for policy in cited if policy.policy_id not in known)]
