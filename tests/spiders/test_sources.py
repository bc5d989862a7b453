from __future__ import annotations

from pathlib import Path

import pytest

from spiders.errors import InputError
from spiders.sources import Source, SourceError, parse_sources


@pytest.mark.parametrize(
    ("words", "source"),
    [
        pytest.param([], Source("live"), id="nothing is the live site"),
        pytest.param(["live"], Source("live"), id="the live site"),
        pytest.param(["warc:a.warc.gz"], Source("warc", ("a.warc.gz",)), id="a file"),
        pytest.param(["warc:a", "warc:b", "warc:a"], Source("warc", ("a", "b")), id="files, each once"),
        pytest.param(["warc:C:/a b.warc"], Source("warc", ("C:/a b.warc",)), id="a name with a colon"),
        pytest.param(["wayback"], Source("wayback"), id="the Wayback Machine"),
        pytest.param(["commoncrawl"], Source("commoncrawl"), id="the newest crawls"),
        pytest.param(["commoncrawl:CC-MAIN-2021-31", "commoncrawl:CC-MAIN-2012"], Source("commoncrawl", ("CC-MAIN-2021-31", "CC-MAIN-2012")), id="crawls"),
        pytest.param(["folder:saved pages"], Source("folder", ("saved pages",)), id="a folder"),
    ],
)
def test_words(words: list[str], source: Source) -> None:
    assert parse_sources(words) == source


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["waybak"], "'waybak' is no source: live, warc:FILE, wayback, commoncrawl, folder:DIR", id="a typo"),
        pytest.param([""], "'' is no source", id="an empty word"),
        pytest.param(["a.warc.gz"], "'a.warc.gz' is no source", id="a file without its kind"),
        pytest.param(["warc:"], "'warc:' lacks its name: warc:FILE", id="no file"),
        pytest.param(["folder"], "'folder' lacks its name: folder:DIR", id="no folder"),
        pytest.param(["live:x"], "live takes no name: 'live:x'", id="live with a name"),
        pytest.param(["wayback:2019"], "wayback takes no name: 'wayback:2019'", id="wayback with a name"),
        pytest.param(["commoncrawl:2021-31"], "'2021-31' is no crawl such as CC-MAIN-2021-31", id="a crawl without its prefix"),
        pytest.param(["commoncrawl:CC-MAIN-2021-31,"], "'' is no crawl", id="a crawl too few"),
        pytest.param(["commoncrawl:CC-MAIN-2021-31/../x"], "is no crawl", id="a path for a crawl"),
        pytest.param(["wayback", "warc:a"], "give one kind of source, not wayback and warc", id="two kinds"),
        pytest.param(["folder:a", "folder:b"], "give folder once", id="two folders"),
    ],
)
def test_wrong_words(words: list[str], told: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_sources(words)
    assert told in str(caught.value)


def test_files(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "a.warc.gz", "c[1].warc.gz", "note.txt"):
        (tmp_path / name).touch()
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "d.warc.gz").touch()

    def files(*names: str) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in Source("warc", tuple(f"{tmp_path}/{name}" for name in names)).files()]

    assert files("?.warc.gz") == ["a.warc.gz", "b.warc.gz"]
    assert files("b.warc.gz", "[ab].warc.gz") == ["b.warc.gz", "a.warc.gz"]
    assert files("c[1].warc.gz") == ["c[1].warc.gz"]
    assert files("**/d.warc.gz") == ["2021/d.warc.gz"]
    assert files("missing.warc.gz") == ["missing.warc.gz"]
    with pytest.raises(InputError, match="no file matches"):
        files("x*")
