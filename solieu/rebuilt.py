"""What ``solieu rebuild`` says: how far it is, and what it changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from solieu.rebuild import RebuildReport, Told

_LINE_SECONDS = 5.0


@contextmanager
def counting(shown: bool) -> Iterator[Told]:
    """Something to call with the numbers of fetches done and known: a bar on a terminal, else a plain line every few seconds."""
    console = Console(stderr=True)
    if not shown:
        yield lambda done, known: None
    elif console.is_terminal:
        columns = (TextColumn("rebuilding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, known: bar.update(task, completed=done, total=known)
    else:
        yield _lines()


def _lines() -> Told:
    last = time.monotonic()

    def tell(done: int, known: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _LINE_SECONDS:
            last = time.monotonic()
            print(f"solieu: read {done} of {known} fetches again", file=sys.stderr, flush=True)

    return tell


def show(report: RebuildReport) -> None:
    """The report on standard output."""
    print(f"{report.reread} fetches read again from the archive, {report.kept} kept as they were; datasets in {report.output}")
    if report.is_recovery:
        print("  the state was lost and is made anew: what got no answer has no row, and runs begin and end with their answers")
    if report.unanswered:
        print(f"  {report.unanswered} addresses that the runs saw have no answer in the archive: not asked for, forbidden by robots.txt, or silent")
    for reason in report.missing[:5]:
        print(f"  not read again: {reason}")
    if len(report.missing) > 5:
        print(f"  and {len(report.missing) - 5} more")
    for table, changes in report.changes.items():
        print(f"  {table}: {changes.added} rows added, {changes.changed} changed, {changes.gone} gone")
    if not report.changes:
        print("  every row is as it was")
