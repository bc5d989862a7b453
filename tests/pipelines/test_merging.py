from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines import merging
from pipelines.parquet import BATCH, read_batches, write_parquet

BY = ("name", "day", "at", "number")
SCHEMA = pa.schema(
    [pa.field("name", pa.string()), pa.field("day", pa.date32()), pa.field("at", pa.timestamp("us", "UTC")), pa.field("number", pa.int64(), nullable=False)]
)


def table(count: int, seed: int = 1) -> pa.Table:
    """Rows with many equal values and nulls; ``number`` is unique."""
    chance = random.Random(seed)
    numbers = chance.sample(range(count), count)
    words = [None, "", "a", "á", "ắ", "đ", "Z", "\U0001f600", "\uffff"]
    days = [None, date(1960, 1, 1), date(2021, 6, 24)]
    times = [None, datetime(1960, 1, 1, tzinfo=UTC), datetime(2021, 6, 24, tzinfo=UTC) + timedelta(microseconds=1)]
    columns = [[chance.choice(values) for _ in range(count)] for values in (words, days, times)]
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip([*columns, numbers], SCHEMA, strict=True)], schema=SCHEMA)


@pytest.mark.parametrize("rows", [0, 1, 999], ids=str)
@pytest.mark.parametrize("parts", [1, 7])
@pytest.mark.parametrize(("run", "block", "fan_in"), [(1 << 30, 1 << 20, 32), (2_000, 500, 32), (2_000, 100, 3)], ids=["memory", "files", "files of files"])
def test_the_order_is_that_of_a_whole_sort(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, parts: int, run: int, block: int, fan_in: int
) -> None:
    for name, value in {"RUN_BYTES": run, "BLOCK_BYTES": block, "FAN_IN": fan_in}.items():
        monkeypatch.setattr(merging, name, value)
    whole = table(rows)
    sorter = merging.Sorter(BY, tmp_path, "history/figures")
    for start in range(0, rows, -(-rows // parts) or 1):
        sorter.add(whole.slice(start, -(-rows // parts)))
    runs = sorter.runs()
    assert len(runs) < fan_in + 1
    merged = list(merging.merge(runs, BY))
    assert pa.concat_tables([SCHEMA.empty_table(), *merged]).equals(merging.in_order(whole, BY))
    assert sorter.rows == rows


@pytest.mark.parametrize("rows", [0, 1, BATCH - 1, BATCH, 3 * BATCH + 7])
def test_a_file_does_not_depend_on_how_its_rows_came(tmp_path: Path, rows: int) -> None:
    whole = table(rows)
    pieces = [whole.slice(start, 1_000) for start in range(0, rows, 1_000)]
    ways = {"whole": [whole], "pieces": pieces, "chunks": [pa.concat_tables(pieces)] if pieces else []}
    written = {name: write_parquet(tables, SCHEMA, tmp_path / name, {}) for name, tables in ways.items()}
    assert len({(one.content_id, one.sha256) for one in written.values()}) == 1
    assert pa.concat_tables([SCHEMA.empty_table(), *read_batches(tmp_path / "pieces")]).equals(whole)
