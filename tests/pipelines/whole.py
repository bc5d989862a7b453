"""All rows that are published now, whole and in memory: what the files of a publication are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from extractors.records import TABLES, Policy, Reference, Run
from pipelines.building import Checked
from pipelines.citations import policies_of
from pipelines.current import GROUPED, Part, grouped_parts, list_part
from pipelines.keys import Keys
from pipelines.prepared import VERSIONED
from pipelines.schema import arrow_schema
from pipelines.staging import Staging
from pipelines.tables import CURRENT, SUPERSEDED, Dataset


def current_tables(staging: Staging, *, history: bool = False) -> Iterator[tuple[type[Any], Checked]]:
    """Each of ``TABLES`` whole, with its rejects; with ``history``, articles and their findings of all versions."""
    found: dict[Dataset, list[Part]] = defaultdict(list)
    for part in grouped_parts(staging, None, {record: Keys(record.KEY) for record in GROUPED}):
        found[part.dataset].append(part)
    cited: list[Policy] = []
    for record in TABLES:
        parts = found[CURRENT[record]] + (found[SUPERSEDED[record]] if history and record in VERSIONED else [])
        if record not in GROUPED:
            parts = [list_part(staging, record, cited)]
        table = pa.concat_tables([arrow_schema(record).empty_table(), *(part.rows for part in parts)])
        if record is Reference:
            cited = policies_of(table)
        yield record, Checked(table, [reject for part in parts for _, reject in part.rejects])


def current_runs(staging: Staging) -> Checked:
    """The table of runs alone."""
    part = list_part(staging, Run)
    return Checked(part.rows, [reject for _, reject in part.rejects])
