"""What a crawl did, as a record, as JSON and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from solieu.coverage import Coverage
from solieu.tally import Failure
from solieu.verdict import VERDICTS
from solieu.whole import written_beside
from spiders.errors import OutputError

_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did. ``outcomes`` counts fetches by outcome; ``exit`` is a code of ``extractors.records.EXITS``.

    ``verdict`` is a name of ``solieu.verdict.VERDICTS``. ``new``, ``changed`` and ``gone`` count
    articles. ``resumed`` tells that it continued an unfinished run: counts are of this part of
    it. ``seconds`` is wall time. ``coverage`` is ``None`` where the pages are of no one site.
    """

    run_id: str
    site: str
    exit: str
    output: Path
    seconds: float
    outcomes: Mapping[str, int]
    articles: int
    figures: int
    dates: int
    references: int
    resumed: bool = False
    warnings: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    verdict: str = "complete"
    new: int = 0
    changed: int = 0
    gone: int = 0
    coverage: Coverage | None = None
    file: Path | None = field(default=None, compare=False)

    @property
    def pages(self) -> int:
        """How many fetches."""
        return sum(self.outcomes.values())

    def sentence(self) -> str:
        """How it ended, in words."""
        if self.verdict == "nothing_new":
            return f"nothing new: {self.pages} pages checked, none changed" if self.pages else "nothing new: nothing is there that was not read before"
        if self.verdict == "partial":
            return f"PARTIAL: {self.outcomes.get('error', 0)} of {self.pages} fetches failed"
        return f"{self.verdict}: {VERDICTS[self.verdict].meaning}"


def default_path(output: Path, run_id: str) -> Path:
    """Where the report of a run is kept."""
    return output / ".state" / "reports" / f"{run_id}.json"


def write(report: CrawlReport, path: Path) -> Path:
    """Write a report as JSON, or as Markdown where the name ends with ``.md``. Raises :class:`OutputError`."""
    text = to_markdown(report) if path.suffix == ".md" else to_json(report)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(path) as new:
            new.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write the report {path}: {error.strerror}") from error
    return path


def keep_newest(folder: Path) -> None:
    """Remove the oldest reports where there are many: names rise with time."""
    for path in sorted(folder.glob("*.json"))[:-_KEPT]:
        path.unlink(missing_ok=True)


def to_json(report: CrawlReport) -> str:
    """One JSON object with the fields of :class:`CrawlReport`, dates as ISO texts."""
    values = {name: value for name, value in asdict(report).items() if name != "file"} | {"pages": report.pages, "status": VERDICTS[report.verdict].status}
    return json.dumps(values, ensure_ascii=False, indent=2, default=_plain) + "\n"


def to_markdown(report: CrawlReport) -> str:
    """The same for people."""
    lines = [f"# {report.site}: {report.sentence()}", ""]
    lines += [f"Run `{report.run_id}`{', continued' if report.resumed else ''}: {report.pages} fetches in {report.seconds:.1f} s.", ""]
    lines += [f"{report.new} new articles, {report.changed} changed, {report.gone} gone.", "", "| outcome | fetches |", "|---|---:|"]
    lines += [f"| {outcome} | {count} |" for outcome, count in sorted(report.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))]
    if report.failures:
        lines += ["", "## What failed", "", "| fetches | outcome | reason | for example |", "|---:|---|---|---|"]
        lines += [f"| {f.count} | {f.outcome} | {_cell(f.reason)} | <{f.example}> |" for f in report.failures]
    if report.coverage is not None:
        lines += ["", "## Coverage", "", *(f"- {line}" for line in coverage_lines(report.coverage))]
    if report.warnings:
        lines += ["", "## Warnings", "", *(f"- {_cell(warning)}" for warning in report.warnings)]
    return "\n".join(lines) + "\n"


def coverage_lines(covered: Coverage, gaps: int = 10) -> list[str]:
    """The coverage in sentences; at most so many of the largest gaps are named."""
    lines = []
    if covered.smallest is not None:
        lines.append(f"articles by number: {covered.articles} read, numbers {covered.smallest} to {covered.largest}")
    if covered.unreached:
        lines.append(f"{covered.known_unreached} known articles never read: {', '.join(f'{g.count} {g.why}, e.g. {g.example}' for g in covered.unreached)}")
    if covered.gaps:
        named = sorted(sorted(covered.gaps, key=lambda g: -g.count)[:gaps], key=lambda g: g.first)
        shown = ", ".join(f"{g.first}" + (f"–{g.last}" if g.count > 1 else "") + _days(g.after, g.before) for g in named)
        of = ":" if len(named) == covered.gap_count else "; the largest:"
        lines.append(f"{covered.missing} numbers between them are unknown, in {covered.gap_count} gaps (natural where others are numbered too){of} {shown}")
    if covered.skipped_links:
        lines.append("links not followed: " + ", ".join(f"{count} {why}" for why, count in sorted(covered.skipped_links.items())))
    return lines


def _days(after: date | None, before: date | None) -> str:
    return f" ({after or '…'} to {before or '…'})" if after or before else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
