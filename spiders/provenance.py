"""Which run brought what, as the archive itself tells it: in the warcinfo record at the head of each of its files.

An import from files of the user's own copies nothing: its file in the archive holds
that record alone, which names the files, so that a rebuild finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import fastwarc.warc

from spiders.sites import ANY_SITE, NO_SITE, Site, ad_hoc_site, load_sites, starting_at
from spiders.warcwriter import ArchiveWriter

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_CRAWL_OF, _IMPORT_FROM = "solieu crawl of ", "solieu import from "
_MOST = 10_000_000
"""Bytes that are read of a warcinfo record."""

LIVE, WARC, FOLDER = "live", "warc", "folder"


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or folder that an import read. ``size`` is in bytes, of a file."""

    path: Path
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ArchivedRun:
    """The run that wrote a file of an archive, and the site as that run read it.

    ``way`` is ``live``, ``warc``, ``folder`` or the name of a service; ``origins`` are what ``warc`` and ``folder`` read.
    """

    site: Site
    run_id: str
    way: str = LIVE
    origins: tuple[Origin, ...] = ()


def about_crawl(site: Site, run_id: str, settings: BaseSettings, software: str) -> dict[str, str]:
    """Fields of the warcinfo record of a live crawl."""
    return _about(site, run_id, f"{_CRAWL_OF}{' '.join(site.start_urls)}") | {
        "http-header-user-agent": str(settings.get("USER_AGENT") or software),
        "operator": str(settings.get("SOLIEU_CONTACT") or ""),
        "robots": "obey" if site.robots else "ignore",
    }


def about_import(site: Site, run_id: str, way: str, origins: Sequence[Origin] = ()) -> dict[str, str]:
    """Fields of the warcinfo record of an import."""
    about = _about(site, run_id, f"{_IMPORT_FROM}{way} of {' '.join(site.start_urls)}".rstrip())
    return about | ({"source": " ".join(map(_written, origins))} if origins else {})


def note_import(folder: Path, site: Site, run_id: str, way: str, origins: Sequence[Origin], software: str) -> None:
    """Leave word in the archive in ``folder`` of what an import is about to read. Raises ``OSError``."""
    with closing(ArchiveWriter(folder, f"{file_stem(site, run_id)}-{way}", software, about=about_import(site, run_id, way, origins))) as writer:
        writer.begin()


def file_stem(site: Site, run_id: str) -> str:
    """What the names of a run's files begin with."""
    return f"{site.name.replace(':', '-')}-{run_id}"


def runs_of(folder: Path) -> Iterator[tuple[ArchivedRun, list[Path]]]:
    """The runs that wrote the archive in ``folder``, oldest first, each with its files in order."""
    runs: dict[str, tuple[ArchivedRun, list[Path]]] = {}
    for path in sorted(folder.glob("*.warc.gz")):
        run = run_of(path)
        if run is not None:
            runs.setdefault(run.run_id, (run, []))[1].append(path)
    yield from (runs[run_id] for run_id in sorted(runs))


def run_of(path: Path) -> ArchivedRun | None:
    """The run that wrote a file, as its warcinfo record tells it; ``None`` for files that solieu did not write, and damaged ones."""
    fields = _warcinfo(path)
    name, _, run_id = fields.get("isPartOf", "").rpartition(" ")
    description = fields.get("description", "")
    if not name or not run_id:
        return None
    if description.startswith(_CRAWL_OF):
        urls = tuple(description.removeprefix(_CRAWL_OF).split())
        return ArchivedRun(_site(name, urls), run_id) if urls else None
    if not description.startswith(_IMPORT_FROM):
        return None
    way, _, start_urls = description.removeprefix(_IMPORT_FROM).partition(" of")
    origins = tuple(map(_read, fields.get("source", "").split()))
    return ArchivedRun(_site(name, tuple(start_urls.split())), run_id, way, origins)


def _about(site: Site, run_id: str, description: str) -> dict[str, str]:
    return {"isPartOf": f"{site.name} {run_id}", "description": description}


def _warcinfo(path: Path) -> Mapping[str, str]:
    try:
        with path.open("rb") as stream:
            record = next(iter(fastwarc.warc.ArchiveIterator(stream, parse_http=False)), None)
            if record is None or record.record_type != fastwarc.warc.WarcRecordType.warcinfo:
                return {}
            lines = record.reader.read(min(record.content_length, _MOST)).decode("utf-8", "replace").splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _site(name: str, start_urls: tuple[str, ...]) -> Site:
    stand_ins = {site.name: site for site in (ANY_SITE, NO_SITE)}
    known = load_sites().get(name)
    if known is None:
        return ad_hoc_site(start_urls[0]) if start_urls else stand_ins.get(name, ANY_SITE)
    return known if all(known.owns(url) for url in start_urls) else starting_at(known, start_urls[0])


def _written(origin: Origin) -> str:
    return origin.path.absolute().as_uri() + ("" if origin.size is None else f"#{origin.size}")


def _read(written: str) -> Origin:
    parts = urlsplit(written)
    return Origin(Path(unquote(parts.path)), int(parts.fragment) if parts.fragment.isdecimal() else None)
