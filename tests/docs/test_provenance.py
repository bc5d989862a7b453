"""From any figure, date or reference, plain SQL leads to a file and an offset, and the words stand in the record there."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.cli.inputs import SAMPLE

QUERY = """
    SELECT f.sentence, f.{words}, f."where", a.url,
        regexp_extract(a.source_ref, '^(.+):([0-9]+)$', 1) AS file,
        regexp_extract(a.source_ref, '^(.+):([0-9]+)$', 2)::BIGINT AS at
    FROM '{folder}/{table}/*.parquet' AS f JOIN '{folder}/articles/*.parquet' AS a USING (article_id, version)
"""


@cache
def record(file: str, at: int) -> tuple[str, str]:
    """Address and squeezed text of the response at an offset of the sample's archive."""
    assert file == SAMPLE.name
    with SAMPLE.open("rb") as stream:
        stream.seek(at)
        found = next(iter(ArchiveIterator(stream)))
        assert found.rec_type == "response"
        return found.rec_headers["WARC-Target-URI"], squeezed(found.content_stream().read().decode("utf-8", "replace"), is_markup=True)


def squeezed(text: str, *, is_markup: bool = False) -> str:
    """A text without markup, spaces and the marks that the reader drops: what is left is what was written."""
    plain = unescape(re.sub(r"<[^>]*>", "", text)) if is_markup else text
    return re.sub(r"[\s\u00a0\u00ad\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFC", plain))


@pytest.mark.parametrize(("table", "words"), [("figures", "value_text"), ("dates", "date_text"), ("references", "reference_text")])
def test_every_row_leads_to_its_bytes(sample_output: Path, table: str, words: str) -> None:
    rows = duckdb.sql(QUERY.format(folder=sample_output, table=table, words=words)).fetchall()
    assert len(rows) == pq.read_table(sample_output / table).num_rows > 100
    lost = []
    for sentence, found, where, url, file, at in rows:
        address, text = record(file, at)
        stands = squeezed(found) in text and (where == "table" or squeezed(sentence) in text)
        if not stands:
            lost.append((address, url, where, found, sentence))
    assert lost == []
