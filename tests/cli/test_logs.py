"""The log of the crawls into a folder."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.settings import Settings

from solieu import logs
from solieu.logs import run_log

FORMAT = {"LOG_FORMAT": "%(levelname)s %(message)s", "LOG_DATEFORMAT": "%H:%M", "LOG_LEVEL": "INFO"}
logger = logging.getLogger("solieu.tests")


def settings(path: Path | None) -> Settings:
    return Settings({**FORMAT, "LOG_FILE": None if path is None else str(path)})


def test_a_continued_crawl_appends(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for part in ("đầu", "cuối"):
        with run_log(settings(path)):
            logger.info("%s", part)
            logger.debug("not told at this level")
    logger.error("outside of a crawl")
    assert path.read_text(encoding="utf-8") == "INFO đầu\nINFO cuối\n"


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 1_000)
    path = tmp_path / "a.log"
    with run_log(settings(path)):
        for number in range(500):
            logger.info("line %d", number)
    kept = sorted(one.name for one in tmp_path.iterdir())
    assert kept == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert all(one.stat().st_size <= 1_000 for one in tmp_path.iterdir())
    lines = [line for name in reversed(kept) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
    assert lines == [f"INFO line {number}" for number in range(500 - len(lines), 500)], "the newest, none lost between the files"


def test_the_root_logger_is_left_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers), logging.raiseExceptions)
    with pytest.raises(RuntimeError), run_log(settings(tmp_path / "a.log")):
        assert len(root.handlers) == len(before[1]) + 1
        raise RuntimeError
    assert (root.level, root.handlers, logging.raiseExceptions) == before


@pytest.mark.parametrize("place", ["no/such/folder/a.log", ""], ids=["a folder that is not there", "no file"])
def test_a_log_that_cannot_be_written_stops_nothing(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with run_log(settings(tmp_path / place if place else None)):
        logger.info("lost")
    assert capsys.readouterr().err == ""
