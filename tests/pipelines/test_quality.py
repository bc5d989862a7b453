from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import store
from pipelines.quality import assess
from tests.pipelines import factories

pytestmark = pytest.mark.usefixtures("code_lists")


def test_counts(tmp_path: Path) -> None:
    conflicting = factories.harvest(1, issues=["title_period_conflict", "no_title"])
    undated = factories.harvest(2, published_on=None, issues=["no_date"])
    wrong = factories.harvest(3)
    assert wrong.extraction is not None
    wrong.extraction.figures[0].kind = "guess"
    store.import_harvests([conflicting, undated, wrong], tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
    found = assess(tmp_path)
    assert (found.articles, found.figures, found.articles_without_date) == (3, 14, 1)
    assert found.with_context == {"measure_code": 2, "period_text": 2, "place_code": 3, "reference_id": 0}
    assert found.share("place_code") == 3 / 14
    assert found.article_issues == {"no_date": 1, "no_title": 1, "title_period_conflict": 1}
    assert found.figure_issues == {"doubtful": 3}
    assert found.unknown_units == [("đại biểu", 6)]
    assert found.title_period_conflicts == [factories.url(1)]
    assert found.rejected == {"figures": 1}


def test_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        assess(tmp_path)


def test_no_rows(tmp_path: Path) -> None:
    store.import_harvests([], tmp_path, site=factories.SITE, extractor_version="0.1.0", run_id="run-1")
    found = assess(tmp_path)
    assert (found.articles, found.share("measure_code"), found.unknown_units) == (0, None, [])
