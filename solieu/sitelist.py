"""``solieu sites``: the sites that a crawl knows, and what an output folder holds of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.registry.lookup import known_places
from solieu.history import History, history
from spiders.sites import Site, load_sites


@dataclass(frozen=True, slots=True)
class Listed:
    """A way into a site, by the name that ``solieu crawl`` takes, with what is known of the site's crawls."""

    name: str
    site: Site
    history: History | None = None

    def as_json(self) -> dict[str, Any]:
        """Every key of the site, its place's name, and ``last_crawl_at``, ``last_exit``, ``articles`` where an output folder was given."""
        values: dict[str, Any] = {"name": self.name, "site": self.site.name, "place": place_name(self.site.place_code)}
        values |= {key: value for key, value in asdict(self.site).items() if key != "name"}
        if self.history is not None:
            values |= {"last_crawl_at": _iso(self.history.last_at), "last_exit": self.history.last_exit, "articles": self.history.articles}
        return values


def listed(output: Path | None) -> list[Listed]:
    """All sites in the order of their files."""
    known: Mapping[str, History] = {} if output is None else history(output)
    return [Listed(name, site, None if output is None else known.get(site.name, History())) for name, site in load_sites().items()]


def place_name(code: str | None) -> str | None:
    """What a place is called."""
    return next((place.name for place in known_places() if place.code == code), None)


def show_list(sites: Iterable[Listed], console: Console) -> None:
    """One row per site."""
    sites = list(sites)
    with_state = any(one.history is not None for one in sites)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("site", "what it is", "host", "template", "place", *(("last crawl", "articles") if with_state else ())):
        table.add_column(column, overflow="fold", no_wrap=column == "site")
    for one in sites:
        state = () if one.history is None else (_last(one.history), str(one.history.articles))
        what = (one.site.title, one.site.hosts[0], one.site.template or "any", place_name(one.site.place_code) or "", *state)
        table.add_row(one.name, *(Text(cell) for cell in what))
    console.print(table)


def show_one(one: Listed, console: Console) -> None:
    """Every key of one site, a line each."""
    values = one.as_json()
    longest = max(map(len, values))
    for key, value in values.items():
        shown = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        console.print(Text.assemble((f"{key:<{longest}}  ", "bold"), shown), soft_wrap=True)


def to_json(values: Any) -> str:
    """JSON for people and programs."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def _last(known: History) -> str:
    return "never" if known.last_at is None else f"{known.last_at:%Y-%m-%d %H:%M} {known.last_exit or 'killed'}"


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
