from __future__ import annotations

from pathlib import Path

import pytest

from extractors.records import Harvest
from pipelines import store
from pipelines.snapshots import UnknownSnapshot, snapshot_ids
from solieu.differences import Difference, compare, rows
from tests.pipelines import factories


def publish(directory: Path, run_id: str, *harvests: Harvest) -> str:
    given = [factories.in_run(harvest, run_id) for harvest in harvests]
    store.import_harvests(given, directory, site=factories.SITE, extractor_version="0.1.0", run_id=run_id)
    return snapshot_ids(directory)[-1]


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, str, str]:
    """A folder with an apostrophe in its name and three snapshots: an article, one more, then the first edited."""
    factories.use_short_code_lists(monkeypatch.setattr)
    directory = tmp_path / "l'archive"
    later = factories.START.replace(year=2022)
    edited = factories.harvest(1, people=999, retrieved_at=later, first_seen_at=later)
    return (
        directory,
        publish(directory, "run-1", factories.harvest(1)),
        publish(directory, "run-2", factories.harvest(1), factories.harvest(2)),
        publish(directory, "run-3", edited),
    )


def test_added_rows(three: tuple[Path, str, str, str]) -> None:
    directory, first, second, _ = three
    found = compare(directory, first, second)
    assert {table: difference for table, difference in found.items() if difference} == {
        "articles": Difference(added=1),
        "figures": Difference(added=5),
        "dates": Difference(added=1),
        "references": Difference(added=1),
        "policies": Difference(added=1),
        "pages": Difference(added=2),
        "runs": Difference(added=1),
    }
    assert [row["article_id"] for row in rows(directory, first, second, "articles", "added")] == [factories.article(2).article_id]
    assert list(rows(directory, first, second, "articles", "gone")) == []


def test_an_edited_article_is_one_that_changed(three: tuple[Path, str, str, str]) -> None:
    directory, _, second, third = three
    found = compare(directory, second, third)
    assert found["articles"] == Difference(changed=1)
    assert found["pages"] == Difference(added=1)
    (article,) = rows(directory, second, third, "articles", "changed")
    assert article["version"] == factories.article(1, people=999).version


def test_backwards_what_was_added_is_gone(three: tuple[Path, str, str, str]) -> None:
    directory, first, second, _ = three
    assert compare(directory, second, first)["figures"] == Difference(gone=5)
    assert len(list(rows(directory, second, first, "figures", "gone"))) == 5


def test_the_same_snapshot(three: tuple[Path, str, str, str]) -> None:
    directory, first, *_ = three
    assert not any(compare(directory, first, first).values())


def test_an_unknown_snapshot(three: tuple[Path, str, str, str]) -> None:
    directory, first, *_ = three
    with pytest.raises(UnknownSnapshot, match="no snapshot x"):
        compare(directory, first, "x")
