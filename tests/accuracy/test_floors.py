"""The accuracy floors on the annotated sets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.accuracy.report import SETS, measure

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
ROWS = [pytest.param(name, row, floor, id=f"{name} {row}") for name, rows in FLOORS.items() for row, floor in rows.items()]


@pytest.mark.parametrize(("name", "row", "floor"), ROWS)
def test_floor(name: str, row: str, floor: float) -> None:
    if not SETS[name].is_there:
        pytest.skip(f"the annotated set {name} is not beside this checkout")
    result = measure(name)
    assert result.tallies[row].asked > 0, "nothing annotated: the row of the floor is misspelled"
    assert result.tallies[row].f1 >= floor, "\n".join(line for line in result.failures if line.split(" ", 2)[1] == row.split(".")[0].split("/")[0])


def test_own_set_is_there() -> None:
    assert SETS["own"].is_there
