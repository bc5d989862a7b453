"""The commands about what was published: ``solieu snapshots``, ``solieu verify``, ``solieu export``, ``solieu quality``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solieu.examples import EXAMPLES
from solieu.shell import fail

_OUTPUT = typer.Option("--output", "-o", metavar="DIR", help="Where the datasets are.")

snapshots_app = typer.Typer(
    help="List, compare and restore the snapshots of the datasets.", invoke_without_command=True, epilog=EXAMPLES["snapshots"], rich_markup_mode="rich"
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(snapshots_app, name="snapshots")
    app.command()(verify)
    app.command(epilog=EXAMPLES["export"])(export)
    app.command(epilog=EXAMPLES["quality"])(quality)


@snapshots_app.callback()
def snapshots(context: typer.Context, output: Annotated[Path, _OUTPUT] = Path("output")) -> None:
    """List, compare and restore the snapshots of the datasets; without a command it lists them."""
    context.obj = output
    if context.invoked_subcommand is None:
        _list(output)


def _list(output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipelines.errors import StoreError
    from pipelines.snapshots import current_id, read_manifest, snapshot_ids

    current = current_id(output)
    table = Table("snapshot", "run", "articles", "figures", "", box=None, header_style="bold", pad_edge=False)
    for one in snapshot_ids(output):
        try:
            manifest = read_manifest(output, one)
        except StoreError as error:
            table.add_row(one, "", "", "", str(error))
            continue
        rows = [str(manifest.tables[name].rows) if name in manifest.tables else "" for name in ("articles", "figures")]
        table.add_row(one, manifest.run_id or "", *rows, "current" if one == current else "")
    if not table.row_count:
        fail(f"no snapshots in {output}")
    Console().print(table)


@snapshots_app.command()
def diff(
    context: typer.Context,
    older: Annotated[str | None, typer.Argument(metavar="[OLDER]", help="A snapshot; by default the one before the current.")] = None,
    newer: Annotated[str | None, typer.Argument(metavar="[NEWER]", help="A snapshot; by default the current.")] = None,
) -> None:
    """Count the rows added, changed and gone between two snapshots, by table."""
    from rich.console import Console
    from rich.table import Table

    from pipelines.errors import StoreError
    from pipelines.snapshots import current_id, read_manifest
    from solieu.differences import compare

    output: Path = context.obj
    try:
        newer = newer or current_id(output)
        older = older or (None if newer is None else read_manifest(output, newer).previous)
        if newer is None or older is None:
            fail(f"there are no two snapshots to compare in {output}")
        found = compare(output, older, newer)
    except StoreError as error:
        fail(str(error))
    table = Table("table", "added", "changed", "gone", box=None, header_style="bold", pad_edge=False)
    for name, counts in found.items():
        table.add_row(name, str(counts.added), str(counts.changed), str(counts.gone))
    Console().print(f"{older} → {newer}", highlight=False)
    Console().print(table)


@snapshots_app.command()
def restore(context: typer.Context, snapshot: Annotated[str, typer.Argument(metavar="SNAPSHOT", help="The id of a snapshot.")]) -> None:
    """Show an earlier snapshot in the folders again, until the next crawl or rebuild publishes."""
    from pipelines.errors import StoreError
    from pipelines.publish import restore as run

    output: Path = context.obj
    try:
        run(output, snapshot)
    except StoreError as error:
        fail(str(error))
    typer.echo(f"{output} shows {snapshot}; the next crawl or rebuild publishes what is staged again")


def verify(output: Annotated[Path, _OUTPUT] = Path("output")) -> None:
    """Hold every published file and every snapshot against its digest; exit status 1 where one is damaged."""
    from pipelines.snapshots import current_id
    from pipelines.snapshots import verify as run

    if current_id(output) is None:
        fail(f"no snapshots in {output}: there is nothing to hold the files against")
    damages = list(run(output))
    for damage in damages:
        typer.echo(f"{damage.path}: {damage.what}")
    if damages:
        fail(f"{len(damages)} file{'' if len(damages) == 1 else 's'} damaged; crawl or rebuild to publish whole ones")
    typer.echo("every file is as it was written")


def export(
    what: Annotated[str, typer.Argument(metavar="TABLE|SQL", help="A table, or a query over the tables.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its name ends in .csv, .xlsx, .jsonl, .parquet or .sqlite.")],
    output: Annotated[Path, _OUTPUT] = Path("output"),
    snapshot: Annotated[str | None, typer.Option("--snapshot", metavar="ID", help="Of this snapshot; by default of the current.")] = None,
) -> None:
    """Write a table or the rows of a query to a file for another program."""
    from solieu.export import ExportError
    from solieu.export import export as run

    try:
        written = run(what, file, output, snapshot)
    except ExportError as error:
        fail(str(error))
    typer.echo(f"{written.rows} rows in {written.path}")
    for note in written.notes:
        typer.echo(note, err=True)


def quality(
    output: Annotated[Path, _OUTPUT] = Path("output"),
    snapshot: Annotated[str | None, typer.Option("--snapshot", metavar="ID", help="Of this snapshot; by default of the current.")] = None,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="md|html|json", help="By default what the name of FILE says, else md.")] = None,
    file: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write it there; by default to standard output.")] = None,
    language: Annotated[str, typer.Option("--language", metavar="en|vi", help="The language of the report.")] = "en",
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, max=100_000, help="Show at most N rows of a table; all are counted.")] = 25,
) -> None:
    """Report on the data: coverage, missing context, contradictions, outliers, and what the code lists do not know."""
    from solieu.quality import QualityError, assess
    from solieu.quality.words import LANGUAGES
    from solieu.quality.writing import FORMS, SUFFIXES, rendered, write_whole

    form = form or (SUFFIXES.get(file.suffix.lower(), "md") if file is not None else "md")
    if form not in FORMS:
        raise typer.BadParameter(f"{form!r} is no format: {', '.join(FORMS)}", param_hint="--format")
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r} is no language of the report: {', '.join(LANGUAGES)}", param_hint="--language")
    try:
        text = rendered(assess(output, snapshot, top), form, language)
        if file is None:
            typer.echo(text, nl=False)
        else:
            write_whole(text, file)
            typer.echo(f"{file}")
    except QualityError as error:
        fail(str(error))
