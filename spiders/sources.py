"""Where pages come from, as people write it: ``live``, ``warc:FILE``, ``folder:DIR``, ``wayback``, ``commoncrawl``."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spiders.errors import InputError

KINDS = ("live", "warc:FILE", "wayback", "commoncrawl", "folder:DIR")
"""The words for sources, as help and errors show them."""

_CRAWL = re.compile(r"CC-MAIN-[0-9]{4}(?:-[0-9]{2,4})?")


class SourceError(ValueError):
    """A word that names no source, or words that do not go together; ``str()`` is one line."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way in. ``kind`` is ``live``, ``warc``, ``wayback``, ``commoncrawl`` or ``folder``.

    ``names`` are the files or patterns of ``warc``, the folder of ``folder``, and
    the crawls of ``commoncrawl`` (none: the newest).
    """

    kind: str
    names: tuple[str, ...] = ()

    def files(self) -> list[Path]:
        """The paths that the names stand for, patterns resolved. Raises :class:`InputError` for a pattern without a match.

        Whether a path that is no pattern exists is for its reader to say.
        """
        return list(dict.fromkeys(path for name in self.names for path in _matches(name)))


def parse_sources(words: Sequence[str]) -> Source:
    """The source that the words of the command line name together; without words the live site.

    Raises :class:`SourceError`.

    >>> parse_sources(["warc:a.warc.gz", "warc:b*.warc.gz"])
    Source(kind='warc', names=('a.warc.gz', 'b*.warc.gz'))
    >>> parse_sources(["commoncrawl:CC-MAIN-2021-31,CC-MAIN-2020-10"]).names
    ('CC-MAIN-2021-31', 'CC-MAIN-2020-10')
    """
    sources = [_parse(word) for word in words] or [Source("live")]
    first = sources[0]
    if any(source.kind != first.kind for source in sources):
        kinds = " and ".join(dict.fromkeys(source.kind for source in sources))
        raise SourceError(f"give one kind of source, not {kinds}")
    if len(sources) > 1 and first.kind not in ("warc", "commoncrawl"):
        raise SourceError(f"give {first.kind} once")
    return Source(first.kind, tuple(dict.fromkeys(name for source in sources for name in source.names)))


def _parse(word: str) -> Source:
    kind, colon, name = word.partition(":")
    match kind:
        case "live" | "wayback" if not colon:
            return Source(kind)
        case "live" | "wayback":
            raise SourceError(f"{kind} takes no name: {word!r}")
        case "warc" | "folder":
            if not name:
                raise SourceError(f"{word!r} lacks its name: {'warc:FILE' if kind == 'warc' else 'folder:DIR'}")
            return Source(kind, (name,))
        case "commoncrawl":
            return Source(kind, _crawls(word, name) if colon else ())
    raise SourceError(f"{word!r} is no source: {', '.join(KINDS)}")


def _crawls(word: str, names: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in names.split(","))
    for name in found:
        if not _CRAWL.fullmatch(name):
            raise SourceError(f"{word!r}: {name!r} is no crawl such as CC-MAIN-2021-31")
    return found


def _matches(name: str) -> list[Path]:
    path = Path(name).expanduser()
    if path.exists() or not glob.has_magic(name):
        return [path]
    found = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        raise InputError(f"no file matches {name}")
    return found
