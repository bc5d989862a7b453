from __future__ import annotations

import pytest

from tests.pipelines import factories


@pytest.fixture
def code_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.use_short_code_lists(monkeypatch.setattr)
