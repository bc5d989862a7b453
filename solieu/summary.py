"""What a crawl says at its end: what was read, some figures, where the datasets are, what to type next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extractors.records import TABLES
from solieu.crawl import CrawlReport
from solieu.numbers import written

_SHOWN = 7
_COLUMNS = [
    "figure_id", "measure_code", "measure_label_vi", "measure_label_en", "kind", "value", "value_low", "value_high", "numerator", "denominator", "unit_text",
    "unit_code", "per_text", "comparator", "period_text", "period_start_on", "reference_id", "sentence", "url", "where", "published_on", "change",
]  # fmt: skip


def show(report: CrawlReport, console: Console | None = None) -> None:
    """Print the summary of a crawl to standard output."""
    console = console or Console()
    if not console.is_terminal:
        console = Console(width=140)
    figures = _examples(report.output)
    console.print()
    console.print(_what_was_read(report))
    if figures:
        console.print(_figures(figures, _policies(report.output)))
    console.print(_datasets(report))
    for warning in report.warnings[:5]:
        console.print(Text(f"! {warning}", style="yellow"))
    console.print(_next(report, figures))


def _what_was_read(report: CrawlReport) -> Text:
    rest = ", ".join(f"{count} {outcome}" for outcome, count in sorted(report.outcomes.items()) if outcome != "article")
    line = Text()
    line.append(f"{report.site}: {report.pages} pages in {report.seconds:.1f} s", style="bold")
    line.append(f" · {report.articles} article pages" + (f" ({rest})" if rest else ""))
    if report.exit != "complete":
        line.append(f" · {report.exit}: type the same command again to go on", style="yellow")
    return line


def _examples(output: Path) -> list[dict[str, Any]]:
    """A few published figures that show most: a known measure, a period, a policy; each measure once."""
    path = output / "figures"
    if not path.is_dir():
        return []
    rows = pq.read_table(path, columns=_COLUMNS).to_pylist()
    known = [r for r in rows if r["measure_code"] and r["where"] == "body" and r["change"] is None and r["comparator"] != "vague"]
    known.sort(key=lambda r: (r["reference_id"] is None, r["period_text"] is None, len(r["sentence"]), r["figure_id"]))
    chosen: dict[str, dict[str, Any]] = {}
    for row in known:
        if row["period_text"] or row["reference_id"]:
            chosen.setdefault(row["measure_code"], row)
    by_kind: dict[str, int] = {}
    result = []
    for row in chosen.values():
        by_kind[row["kind"]] = by_kind.get(row["kind"], 0) + 1
        if by_kind[row["kind"]] <= 3:
            result.append(row)
    return result[:_SHOWN]


def _policies(output: Path) -> dict[str, str]:
    """What each mention of a policy is called, by reference_id."""
    path = output / "references"
    if not path.is_dir():
        return {}
    table = pq.read_table(path, columns=["reference_id", "number", "programme_text", "doc_type_text"])
    return {r["reference_id"]: _policy_name(r) for r in table.to_pylist()}


def _policy_name(row: dict[str, Any]) -> str:
    kind = (row["doc_type_text"] or "").capitalize()
    name = row["number"] or row["programme_text"] or ""
    return name if name.lower().startswith(kind.lower()) else f"{kind} {name}".strip()


def _figures(rows: list[dict[str, Any]], policies: dict[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=True, header_style="bold")
    table.add_column("measure", ratio=3, overflow="fold")
    table.add_column("value", justify="right", ratio=2, overflow="fold", style="bold cyan")
    table.add_column("period", ratio=2, overflow="fold")
    table.add_column("policy", ratio=2, overflow="fold")
    table.add_column("sentence and source", ratio=8, overflow="fold")
    for row in rows:
        measure = Text(row["measure_label_vi"])
        measure.append(f"\n{row['measure_label_en']}", style="dim")
        source = Text(_shortened(row["sentence"]))
        source.append(f"\n{row['url']}", style="dim")
        table.add_row(measure, written(row), row["period_text"] or "", policies.get(row["reference_id"] or "", ""), source)
    return table


def _shortened(sentence: str, length: int = 230) -> str:
    if len(sentence) <= length:
        return sentence
    return sentence[:length].rsplit(" ", 1)[0] + " …"


def _datasets(report: CrawlReport) -> Group:
    lines = [Text("Datasets", style="bold")]
    for record in TABLES:
        path = report.output / record.TABLE / f"{record.TABLE}.parquet"
        if path.is_file():
            lines.append(Text(f"  {pq.read_metadata(path).num_rows:>6} {record.TABLE:<11}{_short(path)}"))
    lines.append(Text(f"  what each field means: {_short(report.output / 'README.md')}", style="dim"))
    return Group(*lines)


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _next(report: CrawlReport, rows: list[dict[str, Any]]) -> Panel:
    code = rows[0]["measure_code"] if rows else "prestigious_persons"
    output = _short(report.output)
    option = "" if output == "output" else f" --output {output}"
    lines = [
        f'solieu query "SELECT period_text, value, sentence, url FROM figures WHERE measure_code = \'{code}\'"{option}',
        "solieu extract PAGE.html          # any page or text of your own, as JSON",
        "solieu crawl kontum --limit 100   # the live site",
        f'python -c "import pandas as pd; print(pd.read_parquet(\'{output}/figures\'))"',
    ]
    return Panel(Text("\n".join(lines)), title="what to type next", title_align="left", border_style="dim", expand=False)
