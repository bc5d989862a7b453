"""What lies beside the tables is valid after the tools of each standard, and says of the files what they are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractors.records import TABLES
from pipelines import store
from pipelines.describing.snapshot import CROISSANT, DATAPACKAGE
from pipelines.publish import publish as publish_staged
from pipelines.publish import restore
from pipelines.snapshots import current_manifest, read_manifest, snapshot_folder, snapshot_ids
from pipelines.staging import Staging, state_path
from tests.pipelines import factories

# the validators use what their own dependencies are about to drop
pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")]

NAMES = ("README.md", "README.vi.md", DATAPACKAGE, CROISSANT)


@pytest.fixture
def output(tmp_path: Path, code_lists: None) -> Path:
    """An output folder with two snapshots, of one article and of two."""
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    return tmp_path


def publish(directory: Path, number: int) -> None:
    given = [factories.harvest(number, f"run-{number}")]
    store.import_harvests(given, directory, site=factories.SITE, extractor_version="0.1.0", run_id=f"run-{number}")


def folders(output: Path) -> list[Path]:
    return [output, *(snapshot_folder(output, one) for one in snapshot_ids(output))]


def held(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


# ------------------------------------------------------------------ data package
def test_the_data_package_is_valid(sample_output: Path) -> None:
    for folder in folders(sample_output):
        descriptor = held(folder, DATAPACKAGE)
        assert list(frictionless.Package.metadata_validate(descriptor)) == []
        assert [resource["name"] for resource in descriptor["resources"]] == [record.TABLE for record in TABLES]
        assert all(field["description"] and field["solieu:meaning_vi"] for resource in descriptor["resources"] for field in resource["schema"]["fields"])


def test_the_tables_are_what_the_data_package_says(sample_output: Path) -> None:
    """Types, ranges, codes, keys and links of all rows, by its own tool.

    That reads Parquet through pandas, which turns lists into arrays and whole numbers with nulls into floats, and counts
    no bytes; those are the errors that may be.
    """
    descriptor = held(sample_output, DATAPACKAGE)
    schemas = {resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]} for resource in descriptor["resources"]}
    report = frictionless.validate(str(sample_output / DATAPACKAGE), limit_errors=1_000_000)
    told = [
        f"{task.name}: {error.message}"
        for task in report.tasks
        for error in task.errors
        if not (error.type == "byte-count" and 'actual is "None"' in error.message)
        and not (error.type == "type-error" and _is_of_pandas(schemas[task.name][error.field_name], error.cell))
    ]
    assert told == []
    assert {task.name: task.stats["rows"] for task in report.tasks} == {resource["name"]: resource["rows"] for resource in descriptor["resources"]}


def _is_of_pandas(field: Any, cell: str) -> bool:
    whole = field["type"] == "integer" and "required" not in field.get("constraints", {})
    return field["type"] == "array" or (whole and re.fullmatch(r"nan|-?\d+\.0", cell) is not None)


def test_another_row_would_be_found(sample_output: Path, tmp_path: Path) -> None:
    """The check above can fail: a code that is none, and a link to no row."""
    for name in ("figures", "articles", "references", "measures", "places"):
        (tmp_path / name).mkdir()
        table = pq.read_table(sample_output / name)
        if name == "figures":
            for column in ("kind", "measure_code"):
                at = table.schema.get_field_index(column)
                table = table.set_column(at, table.schema.field(at), pa.array(["nosuch"] * len(table)))
        pq.write_table(table, tmp_path / name / f"{name}.parquet")
    descriptor = held(sample_output, DATAPACKAGE)
    descriptor["resources"] = [one for one in descriptor["resources"] if (tmp_path / one["name"]).exists()]
    for resource in descriptor["resources"]:
        keys = [key for key in resource["schema"].get("foreignKeys", []) if key["reference"]["resource"] != "policies"]
        resource["schema"]["foreignKeys"] = keys
    (tmp_path / DATAPACKAGE).write_text(json.dumps(descriptor), "utf-8")
    found = {error[0] for error in frictionless.validate(str(tmp_path / DATAPACKAGE)).flatten(["type"])}
    assert {"constraint-error", "foreign-key"} <= found


# ------------------------------------------------------------------ Croissant
def test_croissant_loads_every_row(sample_output: Path) -> None:
    dataset = mlcroissant.Dataset(str(sample_output / CROISSANT))
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    assert [one.id for one in dataset.metadata.record_sets] == [record.TABLE for record in TABLES]
    for record_set in dataset.metadata.record_sets:
        table = pq.read_table(sample_output / record_set.id)
        rows = list(dataset.records(record_set.id))
        assert len(rows) == table.num_rows
        assert set(rows[0]) == {f"{record_set.id}/{name}" for name in table.column_names}
        key = f"{record_set.id}/{table.column_names[0]}"
        assert [row[key].decode() for row in rows] == table.column(0).to_pylist()


def test_croissant_tells_each_field_in_both_languages(output: Path) -> None:
    for record_set in held(output, CROISSANT)["recordSet"]:
        for field in record_set["field"]:
            assert set(field["description"]) == {"en", "vi"}
            assert ("subField" in field) != ("dataType" in field)


# ------------------------------------------------------------------ one snapshot
def test_digests_and_counts_are_those_of_the_files_beside(output: Path) -> None:
    for folder in folders(output):
        package, croissant = held(folder, DATAPACKAGE), held(folder, CROISSANT)
        for resource, file in zip(package["resources"], croissant["distribution"], strict=True):
            path = folder / resource["path"]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            assert (resource["hash"], file["sha256"]) == (f"sha256:{digest}", digest)
            assert resource["bytes"] == path.stat().st_size
            assert resource["rows"] == pq.read_metadata(path).num_rows
            assert file["contentUrl"] == resource["path"]


def test_each_snapshot_describes_itself_and_the_folder_the_current_one(output: Path) -> None:
    for one in snapshot_ids(output):
        folder = snapshot_folder(output, one)
        assert held(folder, DATAPACKAGE)["solieu:snapshot_id"] == one
        assert one in held(folder, CROISSANT)["citeAs"]
    assert [(output / name).read_bytes() for name in NAMES] == [(folder / name).read_bytes() for name in NAMES]


def test_the_origin_is_told(output: Path) -> None:
    package = held(output, DATAPACKAGE)
    assert [source["title"] for source in package["sources"]] == [factories.SITE]
    assert package["licenses"][0]["path"] == "README.md"
    assert factories.SITE in package["solieu:citation"]
    assert held(output, CROISSANT)["temporalCoverage"] == "2011-07-16/2012-07-16"


def test_a_restored_snapshot_is_described(output: Path) -> None:
    first, _ = snapshot_ids(output)
    restore(output, first)
    assert held(output, DATAPACKAGE)["solieu:snapshot_id"] == first
    assert held(output, DATAPACKAGE)["resources"][0]["rows"] == 1


def test_a_snapshot_from_before_there_were_descriptions_is_described_when_shown(output: Path) -> None:
    first, _ = snapshot_ids(output)
    for name in NAMES:
        (snapshot_folder(output, first) / name).unlink()
    restore(output, first)
    assert held(output, DATAPACKAGE)["resources"][0]["hash"] == f"sha256:{read_manifest(output, first).tables['articles'].sha256}"
    assert (output / "README.vi.md").read_text("utf-8").startswith("# Các bộ dữ liệu\n")


def test_a_description_that_went_away_comes_back_though_no_row_changed(output: Path) -> None:
    before = current_manifest(output)
    (output / DATAPACKAGE).unlink()
    with Staging(state_path(output)) as staging:
        publish_staged(staging, output)
    assert current_manifest(output) == before
    assert (output / DATAPACKAGE).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_somebody_else_stays(tmp_path: Path, code_lists: None, name: str) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    assert (tmp_path / name).read_text("utf-8") == "mine"
    assert all((tmp_path / other).is_file() for other in NAMES)


def test_no_articles_is_no_reason_to_fail(tmp_path: Path, code_lists: None) -> None:
    store.import_harvests([factories.failure(1)], tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
    assert held(tmp_path, DATAPACKAGE)["sources"] == []
    assert "temporalCoverage" not in held(tmp_path, CROISSANT)
    assert mlcroissant.Dataset(str(tmp_path / CROISSANT)).metadata.ctx.issues.errors == set()
    assert list(frictionless.Package.metadata_validate(held(tmp_path, DATAPACKAGE))) == []
