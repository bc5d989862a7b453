"""Golden pages: each gives exactly what was reviewed. `make golden` rewrites what is expected, to be reviewed again."""

from __future__ import annotations

import pytest

from tests.extract.rewrite_golden import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden(case: Case) -> None:
    read, expected = case.read, case.expected
    assert read.keys() == expected.keys()
    for name in expected:
        assert read[name] == expected[name], name


def test_there_are_pages_of_every_kind() -> None:
    outcomes = [case.expected["outcome"] for case in CASES]
    assert outcomes.count("article") >= 8
    assert {"listing", "soft_404"} <= set(outcomes)
    assert sum("tables" in case.expected.get("article", {}) for case in CASES) >= 4


def test_the_same_article_reads_alike_in_other_clothes() -> None:
    """Another template, NFD with zero-width characters, plain text: the findings are the same."""
    by_name = {case.name: case.expected for case in CASES}
    for one, other in (("tables2005-703", "html5-703-decomposed"), ("portal-682", "plain-682")):
        for name in ("figures", "dates", "references"):
            ours, theirs = ([f for f in by_name[case][name] if f["where"] == "body"] for case in (one, other))
            assert ours == theirs
