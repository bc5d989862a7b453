from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from extractors.records import TABLES
from pipelines import store
from pipelines.snapshots import snapshot_ids
from solieu import query
from tests.pipelines import factories


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles, below a folder with a quote and a blank in its name."""
    folder = tmp_path_factory.mktemp("out") / "it's mine"
    with pytest.MonkeyPatch.context() as patch:
        factories.use_short_code_lists(patch.setattr)
        harvests = [factories.harvest(n) for n in range(30)]
        store.import_harvests(harvests, folder, site=factories.SITE, extractor_version=factories.EXTRACTOR, run_id="run-1")
    return folder


def answer(directory: Path, sql: str, fmt: str, capsys: pytest.CaptureFixture[str]) -> str:
    query.run_query(sql, directory, fmt)
    return capsys.readouterr().out


# ------------------------------------------------------------------ connections
@pytest.mark.parametrize("table", [record.TABLE for record in TABLES])
def test_every_table_is_a_view(directory: Path, table: str) -> None:
    connection = query.connect(directory)
    rows = pq.read_table(directory / table).num_rows
    assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (rows,)


REFERENCES = [
    "SELECT count(*) FROM references",
    "select count(*) from References",
    'SELECT count(*) FROM "references"',
    "SELECT count(*) FROM refs",
    "SELECT count(*) FROM articles JOIN references USING (article_id, version)",
    "SELECT count(references.number) FROM references WHERE 'đồng' <> 'references' -- references",
    "WITH cited AS (FROM references) SELECT count(*) FROM cited",
]


@pytest.mark.parametrize("sql", REFERENCES)
def test_references_may_be_written_plainly(directory: Path, sql: str) -> None:
    assert query.select(query.connect(directory), sql).fetchone() == (30,)


FORBIDDEN = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "COPY (SELECT 1) TO '/tmp/solieu-should-not-exist.csv'",
    "ATTACH '/tmp/solieu-should-not-exist.db'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "CREATE TABLE copied AS SELECT 1 AS one; COPY copied TO 'figures.parquet'",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_connection_reaches_nothing_else(directory: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        query.connect(directory).execute(sql)


def test_a_connection_shows_one_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.use_short_code_lists(monkeypatch.setattr)

    def publish(number: int) -> None:
        given = [factories.harvest(number, f"run-{number}")]
        store.import_harvests(given, tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id=f"run-{number}")

    publish(1)
    connection = query.connect(tmp_path)
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    publish(2)
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    assert query.connect(tmp_path).execute("SELECT count(*) FROM articles").fetchone() == (2,)
    first, second = snapshot_ids(tmp_path)
    assert query.connect(tmp_path, first).execute("SELECT count(*) FROM articles").fetchone() == (1,)
    with pytest.raises(query.QueryError, match="no snapshot nosuch"):
        query.connect(tmp_path, "nosuch")
    assert query.connect(tmp_path / "snapshots" / second).execute("SELECT count(*) FROM articles").fetchone() == (2,)


# ------------------------------------------------------------------ what is refused
REFUSED = [
    ("selec 1", "syntax error"),
    ("SELECT nosuch FROM figures", "nosuch"),
    ("SELECT * FROM nosuch", "nosuch does not exist"),
    ("SELECT 1; SELECT 2", "one query at a time"),
    ("", "one query at a time"),
    ("DROP VIEW figures", "only queries"),
    ("INSERT INTO figures VALUES (1)", "only queries"),
    ("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x'", "only queries"),
    ("WITH x AS (COPY (SELECT 1) TO '{file}' (USE_TMP_FILE false)) SELECT * FROM x", "only queries"),
    ("SELECT * FROM read_csv('/etc/passwd')", "Permission Error"),
]


@pytest.mark.parametrize(("sql", "reason"), REFUSED, ids=[sql for sql, _ in REFUSED])
def test_refusals_are_one_line_and_harm_nothing(directory: Path, sql: str, reason: str) -> None:
    file = store.table_path(directory, "figures")
    before = file.read_bytes()
    with pytest.raises(query.QueryError, match=reason) as refused:
        query.run_query(sql.replace("{file}", str(file).replace("'", "''")), directory)
    assert "\n" not in str(refused.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize("there", [False, True], ids=["no folder", "one table missing"])
def test_what_to_do_where_nothing_is_published(tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if there:
        factories.use_short_code_lists(monkeypatch.setattr)
        store.import_harvests([], tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
        shutil.rmtree(tmp_path / "snapshots")
        store.table_path(tmp_path, "dates").unlink()
    with pytest.raises(query.QueryError, match=r"run `make run` or `solieu crawl sample` first") as refused:
        query.run_query("SELECT 1", tmp_path)
    assert str(refused.value).startswith("no dates in" if there else "no datasets in")


def test_an_unknown_format(directory: Path) -> None:
    with pytest.raises(query.QueryError, match="unknown format xml"):
        query.run_query("SELECT 1", directory, "xml")


def test_a_file_that_cannot_be_written(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(query.QueryError, match="cannot write"):
        query.run_query("SELECT 1", directory, "csv", tmp_path / "nowhere" / "x.csv")


# ------------------------------------------------------------------ formats
VALUES = [
    pytest.param("DATE '2019-07-16'", "2019-07-16", "2019-07-16", id="date"),
    pytest.param("TIMESTAMPTZ '2021-06-24 10:00:00+07'", "2021-06-24T03:00:00Z", "2021-06-24T03:00:00Z", id="timestamp"),
    pytest.param("28.97::DOUBLE", "28.97", 28.97, id="number"),
    pytest.param("40000000000::DOUBLE", "40000000000.0", 40000000000.0, id="money"),
    pytest.param("1.50::DECIMAL(5, 2)", "1.50", "1.50", id="decimal"),
    pytest.param("'nan'::DOUBLE", "nan", None, id="nan"),
    pytest.param("NULL", "", None, id="null"),
    pytest.param("true", "true", True, id="bool"),
    pytest.param("['a', 'đ']", '["a", "đ"]', ["a", "đ"], id="list"),
    pytest.param("{'url': 'x', 'on': DATE '2019-07-16'}", '{"url": "x", "on": "2019-07-16"}', {"url": "x", "on": "2019-07-16"}, id="record"),
    pytest.param("'a,\"b\"' || chr(10) || 'c'", 'a,"b"\nc', 'a,"b"\nc', id="text"),
]


@pytest.mark.parametrize(("sql", "as_csv", "as_json"), VALUES)
def test_values(directory: Path, sql: str, as_csv: str, as_json: Any, capsys: pytest.CaptureFixture[str]) -> None:
    table = list(csv.reader(io.StringIO(answer(directory, f"SELECT {sql} AS v", "csv", capsys))))
    assert table == [["v"], [as_csv]]
    assert json.loads(answer(directory, f"SELECT {sql} AS v", "json", capsys)) == [{"v": as_json}]


def test_json_without_rows(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(answer(directory, "SELECT * FROM figures WHERE false", "json", capsys)) == []


def test_json_needs_names(directory: Path) -> None:
    with pytest.raises(query.QueryError, match="same name"):
        query.run_query("SELECT 1 AS a, 2 AS a", directory, "json")


@pytest.mark.parametrize("fmt", ["csv", "json", "table", "parquet"])
def test_files(directory: Path, tmp_path: Path, fmt: str) -> None:
    out = tmp_path / "answer"
    query.run_query("SELECT figure_id, value FROM figures ORDER BY ALL", directory, fmt, out)
    if fmt == "parquet":
        assert pq.read_table(out).num_rows == 150
    else:
        assert "figure_id" in out.read_text(encoding="utf-8")


def test_parquet_to_a_pipe(directory: Path) -> None:
    script = "import sys; from solieu.query import run_query; run_query('SELECT * FROM references', sys.argv[1], 'parquet')"
    done = subprocess.run([sys.executable, "-c", script, directory], cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert pq.read_table(io.BytesIO(done.stdout)).num_rows == 30


WIDTHS = [
    pytest.param([5, 5], 80, [5, 5], id="all fit"),
    pytest.param([5, 200], 60, [5, 48], id="the long one is cut"),
    pytest.param([100, 100, 100], 60, [16, 17, 17], id="cut alike"),
    pytest.param([100] * 10, 60, [16, 17, 17], id="some do not fit"),
    pytest.param([100], 8, [4], id="hardly any room"),
    pytest.param([3, 4, 100, 100], 62, [3, 4, 21, 21], id="short ones whole"),
]


@pytest.mark.parametrize(("natural", "room", "expected"), WIDTHS)
def test_widths(natural: list[int], room: int, expected: list[int]) -> None:
    found = query._widths(natural, room)
    assert found == expected
    assert sum(found) + 3 * len(found) + 1 <= room


def test_a_table_is_fitted_and_says_what_it_leaves_out(directory: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = answer(directory, "SELECT kind, value, sentence, url, article_id, version, rule, figure_id FROM figures", "table", capsys)
    assert max(map(len, shown.splitlines())) <= 100
    assert "the first 50 rows" in shown
    assert "do not fit: " in shown


def test_a_table_takes_text_as_it_is(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "[bold]không[/bold]" in answer(directory, "SELECT '[bold]không[/bold]' AS a", "table", capsys)


def test_no_bar_of_progress_among_the_rows(directory: Path) -> None:
    assert query.connect(directory).execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
