from __future__ import annotations

import csv
import json
import sqlite3
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipelines import store
from solieu.export import SUFFIXES, ExportError, export, harmless
from tests.pipelines import factories


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    factories.use_short_code_lists(monkeypatch.setattr)
    harvests = [factories.harvest(number, "run-1") for number in (1, 2, 3)]
    store.import_harvests(harvests, tmp_path / "out", site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
    return tmp_path / "out"


def read(path: Path) -> list[dict[str, object]]:
    """The rows of an exported file, by a reader that is not ours."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute("SELECT * FROM data")]
    frame = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_parquet(path)
    return frame.to_dict("records")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("table", ["figures", "articles", "references", "runs"])
def test_every_table_in_every_format(directory: Path, tmp_path: Path, table: str, suffix: str) -> None:
    path = tmp_path / f"{table}{suffix}"
    written = export(table, path, directory)
    published = pd.read_parquet(directory / table)
    rows = read(path)
    assert written.rows == len(rows) == len(published)
    assert list(rows[0]) == list(published.columns)
    key = next(name for name in published.columns if name.endswith("_id"))
    assert sorted(str(row[key]) for row in rows) == sorted(published[key])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_query(directory: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    export("SELECT 'số liệu' AS word, 1.5 AS value, 42 AS whole, NULL AS nothing, true AS yes, DATE '2019-07-16' AS day;", path, directory)
    (row,) = read(path)
    assert row["word"] == "số liệu"
    assert float(str(row["value"])) == 1.5
    assert float(str(row["whole"])) == 42
    assert str(row["yes"]).lower() in ("true", "1")
    assert str(row["day"]).startswith("2019-07-16")


def test_excel_gets_types_links_and_a_frozen_header(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    joined = "figures JOIN articles USING (article_id, version, url, published_on)"
    export(f"SELECT url, published_on, value, retrieved_at FROM {joined} ORDER BY value", path, directory)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    url, published_on, value, retrieved_at = (sheet.cell(2, column) for column in range(1, 5))
    assert url.hyperlink is not None
    assert url.hyperlink.target == url.value
    assert (published_on.value, published_on.is_date) == (datetime(2011, 7, 16), True)
    assert value.data_type == "n"
    assert retrieved_at.is_date


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(directory: Path, tmp_path: Path, text: str) -> None:
    sql = f"SELECT '{text}' AS words"
    export(sql, tmp_path / "x.csv", directory)
    assert read(tmp_path / "x.csv") == [{"words": f"'{text}"}]
    export(sql, tmp_path / "x.xlsx", directory)
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active.cell(2, 1)  # type: ignore[union-attr]
    assert cell.data_type in ("s", "inlineStr")
    assert str(cell.value).replace("_x000D_", "").strip() == text.strip()


@pytest.mark.parametrize("value", [-5, 1.5, None, True, "hộ", "", "Kon Tum - 2019"])
def test_what_is_harmless_stays(value: object) -> None:
    assert harmless(value) is value


def test_csv_is_known_as_utf8_by_excel(directory: Path, tmp_path: Path) -> None:
    export("figures", tmp_path / "x.csv", directory)
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_excel_cannot_hold_is_told(directory: Path, tmp_path: Path) -> None:
    written = export("SELECT repeat('a', 40000) AS long, 9007199254740993 AS big, DATE '1802-01-01' AS old", tmp_path / "x.xlsx", directory)
    assert written.notes == ("1 texts longer than 32,767 characters were cut, as Excel holds no more",)
    row = [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx").active[2]]  # type: ignore[index]
    assert row[1:] == ["9007199254740993", "1802-01-01"]


def first_cell(path: Path) -> str:
    return str(openpyxl.load_workbook(path).active.cell(2, 1).value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        pytest.param("chr(65534) || 'a' || chr(65535)", "\ufffda\ufffd", id="no characters of XML"),
        pytest.param("chr(1) || 'a' || chr(11)", "_x0001_a_x000B_", id="control characters, in the format's own escape"),
        pytest.param("'_x0041_'", "_x005F_x0041_", id="what looks like that escape"),
        pytest.param("'<b>&amp;' || chr(128512)", "<b>&amp;\U0001f600", id="markup and a letter of two code units"),
        pytest.param("repeat(chr(128512), 16383)", "\U0001f600" * 16383, id="as long as may be, in code units"),
        pytest.param("repeat(chr(128512), 16384)", "\U0001f600" * 16383 + "…", id="longer, and cut between letters"),
        pytest.param("TIMESTAMP '1802-01-01 10:00:00'", "1802-01-01T10:00:00", id="a moment before Excel's calendar"),
    ],
)
def test_what_a_workbook_cannot_say_does_not_break_it(directory: Path, tmp_path: Path, sql: str, expected: str) -> None:
    export(f"SELECT {sql} AS word", tmp_path / "x.xlsx", directory)
    assert first_cell(tmp_path / "x.xlsx") == expected


@pytest.mark.parametrize("letter", ["a", "\U0001f600"], ids=["of one code unit", "of two"])
def test_an_address_too_long_for_a_link_is_text(directory: Path, tmp_path: Path, letter: str) -> None:
    address = "http://a.example/" + letter * 2079
    export(f"SELECT '{address}' AS url", tmp_path / "x.xlsx", directory)
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active.cell(2, 1)  # type: ignore[union-attr]
    assert (cell.value, cell.hyperlink) == (address, None)


def test_links_beyond_a_sheets_bound_are_text_and_told(directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solieu.export_xlsx._MOST_LINKS", 2)
    monkeypatch.setattr("solieu.export_xlsx._MOST_ROWS", 3)
    written = export("SELECT 'http://a.example/' || range AS url FROM range(5)", tmp_path / "x.xlsx", directory)
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets
    assert [[bool(row[0].hyperlink) for row in sheet.iter_rows(min_row=2)] for sheet in sheets] == [[True, True, False], [True, True]]
    assert written.notes == (
        "2 sheets, as Excel holds no more than 3 rows below the header in one",
        "1 addresses are text without a link, as Excel holds no more than 2 links in a sheet",
    )


def test_more_columns_than_excel_has_are_refused(directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solieu.export_xlsx._MOST_COLUMNS", 2)
    with pytest.raises(ExportError, match="3 columns are more than the 2"):
        export("SELECT 1 AS a, 2 AS b, 3 AS c", tmp_path / "x.xlsx", directory)


def test_what_json_has_no_number_for_is_null(directory: Path, tmp_path: Path) -> None:
    export("SELECT 'nan'::DOUBLE AS a, 'infinity'::DOUBLE AS b, 1.5::DOUBLE AS c", tmp_path / "x.jsonl", directory)
    assert (tmp_path / "x.jsonl").read_text("utf-8") == '{"a": null, "b": null, "c": 1.5}\n'


def test_rows_beyond_a_sheet_go_on_in_another(directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solieu.export_xlsx._MOST_ROWS", 4)
    assert export("SELECT range AS n FROM range(10)", tmp_path / "x.xlsx", directory).rows == 10
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets
    assert [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in sheets] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert [sheet.freeze_panes for sheet in sheets] == ["A2"] * 3


WRONG = [
    ("figures", "x.doc", "x.doc: the name must end in one of .csv, .xlsx"),
    ("nosuch", "x.csv", "syntax error"),
    ("SELECT nosuch FROM figures", "x.csv", "nosuch"),
    ("SELECT 1 AS a, 2 AS A", "x.csv", "two columns have the same name"),
    ("DROP TABLE figures", "x.parquet", "."),
    ("COPY figures TO 'x'", "x.csv", "only queries"),
    *[("figures", f"no/such/folder/x{suffix}", "cannot write .*(No such file|unable to open)") for suffix in SUFFIXES],
]


@pytest.mark.parametrize(("what", "name", "told"), WRONG, ids=[f"{what} to {name}" for what, name, _ in WRONG])
def test_what_cannot_be_exported_is_told_and_leaves_no_file(directory: Path, tmp_path: Path, what: str, name: str, told: str) -> None:
    with pytest.raises(ExportError, match=told) as refused:
        export(what, tmp_path / name, directory)
    assert "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_export_leaves_the_file_that_was_there(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("mine")
    with pytest.raises(ExportError, match="Conversion"):
        export("SELECT CAST(value_text AS INTEGER) FROM figures", path, directory)
    assert path.read_text() == "mine"
