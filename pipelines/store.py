"""Stage, validate, publish: what the rest of the project needs of the datasets' storage.

:mod:`pipelines.staging` keeps the durable state, :mod:`pipelines.current` decides
which rows are shown, :mod:`pipelines.validation` which of them are right, and
:mod:`pipelines.publish` writes the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractors.records import Harvest
from pipelines.draft import Published
from pipelines.errors import CorruptStateError, LockedError, NoSpaceError, NotWritableError, StoreError
from pipelines.locking import check_writable
from pipelines.publish import publish, restore
from pipelines.snapshots import DamagedSnapshot, UnknownSnapshot
from pipelines.staging import Staging, state_path
from pipelines.tables import table_path
from solieu.contract.runs import new_run_id

__all__ = [
    "CorruptStateError",
    "DamagedSnapshot",
    "LockedError",
    "NoSpaceError",
    "NotWritableError",
    "Published",
    "Staging",
    "StoreError",
    "UnknownSnapshot",
    "check_writable",
    "import_harvests",
    "new_run_id",
    "publish",
    "restore",
    "state_path",
    "table_path",
]


def import_harvests(harvests: Iterable[Harvest], directory: Path, *, site: str, extractor_version: str, run_id: str) -> dict[str, Published]:
    """Stage harvests of one run and publish, without Scrapy.

    The harvests' pages must carry ``run_id``. When the iterable raises, what it gave
    is staged, the run is noted as interrupted, and nothing is published.
    """
    check_writable(directory)
    with Staging(state_path(directory)) as staging:
        staging.begin_run(site, extractor_version, run_id)
        exit = "interrupted"
        try:
            for harvest in harvests:
                staging.stage(harvest)
            exit = "complete"
        finally:
            staging.end_run(run_id, exit)
        return publish(staging, directory)
