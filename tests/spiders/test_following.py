from __future__ import annotations

import pytest

from spiders.following import Following
from spiders.links import entry_for
from spiders.sites import find_site

KONTUM = find_site("kontum")
BASE = "https://www.bandantoc.kontum.gov.vn/tin?page=2"


@pytest.mark.parametrize("link", ["/tin/Mot-1", "/tin?page=3", "/a/a/a/a/a", "/anh.jpg"])
def test_a_link_met_again_gives_the_same_at_its_own_depth(link: str) -> None:
    following = Following(KONTUM)
    for depth in (KONTUM.max_depth + 1, 1, KONTUM.max_depth, KONTUM.max_depth + 1):
        expected = entry_for(KONTUM, "https://www.bandantoc.kontum.gov.vn" + link, depth)
        assert following.entry_for("http://bandantoc.kontum.gov.vn" + link, BASE, depth) == expected


def test_a_link_elsewhere_stays_there() -> None:
    assert Following(KONTUM).entry_for("http://elsewhere.vn/tin/Mot-1", BASE, 1) == "offsite"
