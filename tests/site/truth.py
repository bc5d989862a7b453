"""What an article states, in the shape of the annotated documents: the measure to hold an extraction against."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTruth:
    """A figure stated: ``value`` in its unit (money in đồng), or ``numerator``/``denominator``, or ``low``/``high``."""

    text: str
    kind: str
    unit: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    comparator: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTruth:
    """A day or period named; both ends inclusive, ``None`` where open."""

    text: str
    kind: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTruth:
    """A document or programme cited."""

    text: str
    doc_type: str | None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything an article's body states, in the order of the text."""

    figures: tuple[FigureTruth, ...] = ()
    dates: tuple[DateTruth, ...] = ()
    references: tuple[ReferenceTruth, ...] = ()

    def as_gold(self) -> dict[str, list[dict[str, Any]]]:
        """The JSON shape of a gold line: absent fields left out, days in ISO form."""
        return {name: [_plain(asdict(item)) for item in getattr(self, name)] for name in ("figures", "dates", "references")}


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    keep_null = {"start", "end"} if "start" in item else set()
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in item.items() if v is not None or k in keep_null}
