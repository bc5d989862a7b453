"""What a crawl says at its end: what was read, some figures, where the datasets are, what to type next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractors.records import TABLES
from pipelines.schema import describe
from solieu.numbers import written
from solieu.report import coverage_lines
from solieu.telling import COLUMNS, telling_figures

if TYPE_CHECKING:
    from solieu.report import CrawlReport

_SHOWN = 6
_FAILURES_SHOWN = 5
_PIPED_WIDTH = 100
_WIDEST = 140
_INDENT = 2
_RAGGED = 14  # what two lines lose where words do not fill them
_BESIDE = (("README.md", "what each field means"), ("rejects", "rows that failed validation, with the reason"), ("archive", "every response, as WARC"))
_PLURALS = {"listing": "listings", "attachment": "attachments", "duplicate": "duplicates", "error": "errors"}


def show(report: CrawlReport, console: Console | None = None, *, is_sample: bool = False, again: str = "") -> None:
    """Print the summary of a crawl to standard output, fitted to the terminal; ``COLUMNS`` sets the width of a pipe.

    ``again`` is the command that goes on with the crawl, told where it was interrupted.
    """
    console = console or _console()
    figures = telling_figures(_rows(report.output, "figures", COLUMNS), _SHOWN, console.width - _INDENT)
    console.print()
    _show_what_was_read(console, report, is_sample, again)
    if figures:
        _show_figures(console, figures, _policies(report.output))
    _show_datasets(console, report)
    _show_next(console, report, figures)


def _console() -> Console:
    console = Console(highlight=False)
    if console.is_terminal:
        return Console(highlight=False, width=min(console.width, _WIDEST))
    return console if os.environ.get("COLUMNS", "").isdecimal() else Console(highlight=False, width=_PIPED_WIDTH)


def _line(console: Console, text: Text) -> None:
    """Print one line as it is: what is to be copied must not be folded."""
    console.print(text, soft_wrap=True)


# ------------------------------------------------------------------ what was read
def _show_what_was_read(console: Console, report: CrawlReport, is_sample: bool, again: str) -> None:
    console.print(Text(f"{report.site}: {report.pages} pages in {report.seconds:.1f} s, {report.articles} of them articles", style="bold"))
    others = [(outcome, count) for outcome, count in sorted(report.outcomes.items()) if outcome != "article"]
    rest = ", ".join(f"{count} {_PLURALS.get(outcome, outcome) if count > 1 else outcome}" for outcome, count in others)
    if rest:
        console.print(Text(f"the others: {rest}", style="dim"))
    if is_sample:
        console.print(Text("This is the sample: pages written for solieu, most of their figures made up. Do not cite them.", style="yellow"))
    if report.verdict == "interrupted":
        _line(console, Text(f"interrupted; to go on, type\n  {again or 'the same command again'}", style="yellow"))
    elif report.verdict != "complete":
        console.print(Text(report.sentence(), style="bold red" if report.verdict != "nothing_new" else "green"))
    if report.new or report.changed or report.gone:
        console.print(Text(f"articles: {report.new} new, {report.changed} changed, {report.gone} gone"))
    for failure in report.failures[:_FAILURES_SHOWN]:
        _line(console, Text(f"{failure.count:>5} x {failure.outcome}: {failure.reason}, e.g. {failure.example}", style="yellow"))
    if len(report.failures) > _FAILURES_SHOWN:
        console.print(Text(f"      and {len(report.failures) - _FAILURES_SHOWN} more reasons, in the report", style="dim"))
    for line in coverage_lines(report.coverage, 3) if report.coverage else ():
        console.print(Text(line, style="dim"))
    if report.file is not None:
        _line(console, Text(f"the report: {_short(report.file)}", style="dim"))
    for warning in report.warnings[:5]:
        _line(console, Text(f"! {warning}", style="yellow"))


# ------------------------------------------------------------------ some figures
def _show_figures(console: Console, figures: list[dict[str, Any]], policies: Mapping[str, str]) -> None:
    widths = _widths(console.width)
    console.print()
    console.print(_row(widths, *(Text(name, style="bold") for name in ("measure", "value", "period", "policy"))))
    console.rule(style="dim")
    for row in figures:
        measure = Text.assemble(row["measure_label_vi"], (f"\n{row['measure_label_en']}", "dim"))
        policy = policies.get(row["reference_id"] or "", "")
        console.print(_row(widths, measure, Text(written(row), style="bold cyan"), Text(row["period_text"] or ""), Text(policy)))
        console.print(Padding(_evidence(row, 2 * (console.width - _INDENT) - _RAGGED), (0, 0, 0, _INDENT)))
        _line(console, Text.assemble(" " * _INDENT, (row["url"], f"blue link {row['url']}")))
        console.print()


def _widths(width: int) -> tuple[int, ...]:
    """Measure, value, period, policy, with a space between."""
    room = width - 3
    measure, value, period = room * 32 // 100, room * 20 // 100, room * 22 // 100
    return measure, value, period, room - measure - value - period


def _row(widths: tuple[int, ...], *cells: Text) -> Table:
    """One row, its columns as wide as those of every other."""
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    for width in widths:
        table.add_column(width=width, overflow="fold")
    table.add_row(*cells)
    return table


def _evidence(row: Mapping[str, Any], length: int) -> Text:
    """The sentence, cut around the value where it is long, with the value marked."""
    words = " ".join(row["value_text"].split())
    sentence = shortened(" ".join(row["sentence"].split()), words, length)
    text = Text(sentence)
    at = sentence.find(words)
    if at >= 0:
        text.stylize("bold", at, at + len(words))
    return text


def shortened(sentence: str, words: str, length: int) -> str:
    """At most ``length`` letters of a sentence with ``words`` in them, cut between words.

    >>> shortened("Năm 2018 toàn tỉnh có 802 người có uy tín trong đồng bào.", "802 người", 32)
    '… tỉnh có 802 người có uy …'
    """
    if len(sentence) <= length:
        return sentence
    room = length - 4
    at = max(0, sentence.find(words))
    start = max(0, min(at + len(words) - room * 3 // 4, len(sentence) - room))
    kept = sentence[start : start + room]
    head, tail = start > 0, start + room < len(sentence)
    if head:
        kept = "… " + kept.partition(" ")[2]
    return kept.rpartition(" ")[0] + " …" if tail else kept


def _policies(output: Path) -> dict[str, str]:
    """What each mention of a policy is called, by reference_id."""
    rows = _rows(output, "references", ["reference_id", "number", "programme_text", "doc_type_text"])
    return {row["reference_id"]: _policy_name(row) for row in rows}


def _policy_name(row: Mapping[str, Any]) -> str:
    kind = (row["doc_type_text"] or "").capitalize()
    name = row["number"] or row["programme_text"] or ""
    return name if name.lower().startswith(kind.lower()) else f"{kind} {name}".strip()


def _rows(output: Path, table: str, columns: list[str]) -> list[dict[str, Any]]:
    path = output / table
    rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist() if path.is_dir() else []
    return rows


# ------------------------------------------------------------------ what there is now
def _show_datasets(console: Console, report: CrawlReport) -> None:
    console.print(Text("Datasets", style="bold"))
    files = [(record, report.output / record.TABLE / f"{record.TABLE}.parquet") for record in TABLES]
    lines = [(str(pq.read_metadata(file).num_rows), _short(file.parent), describe(record)) for record, file in files if file.is_file()]
    lines += [("", _short(report.output / name), what) for name, what in _BESIDE if (report.output / name).exists()]
    longest = max((len(path) for _, path, _ in lines), default=0)
    for rows, path, what in lines:
        _line(console, Text.assemble(f"{rows:>7}  {path:<{longest}}  ", (what.rstrip("."), "dim")))


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _show_next(console: Console, report: CrawlReport, figures: list[dict[str, Any]]) -> None:
    console.print()
    console.print(Text("What to type next", style="bold"))
    for comment, command in _commands(report, figures):
        _line(console, Text.assemble("  ", (f"# {comment}", "dim")))
        _line(console, Text(f"  {command}"))


def _commands(report: CrawlReport, figures: list[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    solieu, python = command("solieu"), command("python")
    output = _short(report.output)
    option = "" if output == "output" else f" --output {output}"
    if figures:
        code, label = figures[0]["measure_code"], figures[0]["measure_label_en"]
        select = f"SELECT period_text, value, sentence, url FROM figures WHERE measure_code = '{code}'"
        yield f"{label}: every value with its sentence", f'{solieu} query "{select}"{option}'
    yield "which measures there are", f'{solieu} query "SELECT measure_label_en, count(*) AS figures FROM figures GROUP BY 1 ORDER BY 2 DESC"{option}'
    yield "the figures as a data frame", f"{python} -c \"import pandas as pd; print(pd.read_parquet('{output}/figures'))\""
    yield "a page or text of your own, as JSON", f"{solieu} extract PAGE.html"
    yield "the live site", f"{solieu} crawl kontum --limit 100"


def command(name: str) -> str:
    """How to call a program of this environment: by its name where the shell finds it, else by its path."""
    here = Path(sys.executable).absolute().parent / name
    found = shutil.which(name)
    return name if not here.exists() or (found is not None and Path(found).absolute() == here) else _short(here)
