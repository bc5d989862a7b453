"""What people type: ``solieu crawl``, ``solieu extract``, ``solieu query``.

Exit status: 0 done; 1 the work failed, with one clear line on standard error; 2 wrong
usage, likewise; 130 stopped with Ctrl-C.

What a command needs is imported when it runs, so that ``solieu --help`` comes at once.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from solieu.data_commands import register
from solieu.examples import EXAMPLES
from solieu.shell import Commands, fail, tell, typed, write_utf8

app = typer.Typer(
    name="solieu",
    cls=Commands,
    help="Figures, dates and policies that Vietnam's provincial departments publish as prose, as datasets.",
    invoke_without_command=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=False,
)

register(app)


def main() -> None:
    """Run the command line."""
    write_utf8(sys.stdout)
    app()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from extractors import EXTRACTOR_VERSION

        typer.echo(f"solieu {version('solieu')} (extractor {EXTRACTOR_VERSION})")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Figures, dates and policies that Vietnam's provincial departments publish as prose, as datasets."""
    if context.invoked_subcommand is None:
        context.get_help()  # prints it
        raise typer.Exit(2)


_SOURCES, _RUNS, _TOLD = "What to read", "Where, how much, how to go on", "What is told"


@app.command(epilog=EXAMPLES["crawl"])
def crawl(
    context: typer.Context,
    target: Annotated[str | None, typer.Argument(metavar="[SITE|URL]", help="A site by name (kontum, sample, …) or a start page.")] = None,
    archive: Annotated[
        list[Path] | None, typer.Option("--archive", metavar="FILE", help="Read this WARC file, not the network; may be repeated.", rich_help_panel=_SOURCES)
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Read the .html and .txt pages of this folder instead.", rich_help_panel=_SOURCES)
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="SOURCE", help="live, warc:FILE, wayback, commoncrawl[:CRAWL] or folder:DIR.", rich_help_panel=_SOURCES),
    ] = None,
    own: Annotated[
        Path | None, typer.Option("--sites", metavar="FILE", envvar="SOLIEU_SITES", help="Sites of your own, as TOML.", rich_help_panel=_SOURCES)
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the datasets are published.", rich_help_panel=_RUNS)] = Path("output"),
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Make at most N requests, retries included.", rich_help_panel=_RUNS)] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what the live site would be asked for; ask for and write nothing.", rich_help_panel=_RUNS)
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the unfinished run; fail where there is none.", rich_help_panel=_RUNS)] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, and leave an unfinished run as it is.", rich_help_panel=_RUNS)] = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the report there too: .json or .md.", rich_help_panel=_TOLD)
    ] = None,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="Show how far it is.", rich_help_panel=_TOLD)] = True,
) -> None:
    """Crawl a site, an archive or a folder, and publish the datasets.

    Without SITE, archive or folder it reads the sample that ships with solieu. A run that was
    stopped goes on when the same command is typed again.
    """
    from pipelines.errors import StoreError
    from solieu.crawl import CrawlError
    from solieu.crawl import crawl as run
    from solieu.dictionary import describe
    from solieu.summary import show
    from solieu.verdict import VERDICTS
    from spiders.sites import own_sites
    from spiders.sources import SourceError, parse_sources

    if archive and folder is not None:
        raise typer.BadParameter("give either archives or a folder, not both", param_hint="--folder")
    if origin and (archive or folder is not None):
        raise typer.BadParameter("give --from or --archive or --folder, not several")
    if resume and fresh:
        raise typer.BadParameter("give either --resume or --fresh, not both", param_hint="--fresh")
    if report_file is not None and report_file.suffix not in (".json", ".md"):
        raise typer.BadParameter(f"{report_file.name!r} ends neither with .json nor with .md", param_hint="--report")
    if dry_run:
        if target is None or archive or folder is not None or origin:
            raise typer.BadParameter("goes with a SITE or URL, not with archives or folders", param_hint="--dry-run")
        with own_sites(own):
            _preview(target, output, limit)
        return
    try:
        source = parse_sources(origin) if origin else None
    except SourceError as error:
        raise typer.BadParameter(str(error), param_hint="--from") from error
    if target is None and not archive and folder is None and source is None and not resume:
        target = "sample"
    try:
        with own_sites(own):
            report = run(target, output, archive or (), folder, limit, progress, source=source, resume=resume, fresh=fresh, report_file=report_file)
    except (CrawlError, StoreError) as error:
        fail(str(error))
    describe(report.output)
    show(report, is_sample=target == "sample" and not archive and folder is None and source is None, again=typed(context, without="--fresh"))
    if report.exit == "failed":
        fail(f"the crawl failed: {report.warnings[0] if report.warnings else f'see {report.output}/.state/logs'}")
    raise typer.Exit(VERDICTS[report.verdict].status)


def _preview(target: str, output: Path, limit: int | None) -> None:
    """One URL a line on standard output, what they are on standard error."""
    from solieu.preview import preview
    from spiders.errors import CrawlError

    try:
        found = preview(target, output, limit)
    except CrawlError as error:
        fail(str(error))
    for planned in found.planned:
        typer.echo(planned.url)
    tell(found.summary())


@app.command(epilog=EXAMPLES["rebuild"])
def rebuild(
    site: Annotated[str | None, typer.Argument(metavar="[SITE]", help="Only the runs of this site, as the table runs names it.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the datasets and their archive are.")] = Path("output"),
    own: Annotated[Path | None, typer.Option("--sites", metavar="FILE", envvar="SOLIEU_SITES", help="Sites of your own, as TOML.")] = None,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="Show how far it is.")] = True,
) -> None:
    """Read the archive again with this version's extractor, without the network, and publish.

    Until everything is read, datasets and state stay as they are.
    """
    from pipelines.errors import StoreError
    from solieu.dictionary import describe
    from solieu.rebuild import rebuild as run
    from solieu.rebuilt import counting, show
    from spiders.errors import CrawlError
    from spiders.sites import own_sites

    try:
        with own_sites(own), counting(progress) as count:
            report = run(output, site, count)
    except (CrawlError, StoreError) as error:
        fail(str(error))
    describe(report.output)
    show(report)


@app.command(epilog=EXAMPLES["extract"])
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Pages: .html, or .txt for a page's plain text; - is standard input.")],
    published_on: Annotated[datetime | None, typer.Option("--published-on", metavar="DATE", formats=["%Y-%m-%d"], help="Overrules the page's date.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="The page's own URL: gives the article its identity.")] = None,
    show: Annotated[bool, typer.Option("--explain", help="Show the text with the findings highlighted, each with rule, value and context.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="FILE holds one {id, text, published_on} a line; writes one result a line.")] = False,
) -> None:
    """Extract one or more pages: one JSON object per input on standard output.

    The object has [bold]source, article, figures, dates, references[/bold] with the fields of output/README.md.
    """
    from solieu.explain import explain
    from solieu.extraction import Failure, Found, extract_files, extract_lines

    day: date | None = published_on.date() if published_on else None
    if jsonl and url is not None:
        raise typer.BadParameter("--url goes with pages, not with --jsonl")
    if jsonl and show:
        raise typer.BadParameter("--explain goes with pages, not with --jsonl")
    failures = 0
    for result in extract_lines(files, day) if jsonl else extract_files(files, day, url):
        if isinstance(result, Failure):
            failures += 1
            tell(f"{result.source}: {result.reason}")
        elif isinstance(result, Found) and show:
            explain(result.extraction, result.source)
        else:
            sys.stdout.write((result.line() if isinstance(result, Found) else result) + "\n")
    if failures:
        raise typer.Exit(1)


@app.command(epilog=EXAMPLES["query"])
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A query over articles, figures, dates, references, policies, measures, places, pages, runs.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the datasets are.")] = Path("output"),
    form: Annotated[str, typer.Option("--format", "-f", metavar="table|csv|json|parquet", help="How to print the rows.")] = "table",
) -> None:
    """Query the published datasets with SQL (DuckDB)."""
    from solieu.query import QueryError, run_query

    if not sql.isascii() and any("\ud800" <= letter <= "\udfff" for letter in sql):
        raise typer.BadParameter("the query is not in the encoding of this locale", param_hint="SQL")
    if form not in ("table", "csv", "json", "parquet"):
        raise typer.BadParameter(f"{form!r} is no format: table, csv, json or parquet", param_hint="--format")
    try:
        run_query(sql, output, form)
    except QueryError as error:
        fail(str(error))


@app.command(epilog=EXAMPLES["sites"])
def sites(
    name: Annotated[str | None, typer.Argument(metavar="[SITE]", help="Show this one with all its settings.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="Add what this folder holds: last crawl, articles.")] = None,
    own: Annotated[Path | None, typer.Option("--sites", metavar="FILE", envvar="SOLIEU_SITES", help="Sites of your own, as TOML.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the sites that solieu knows, or show one."""
    from rich.console import Console

    from solieu.sitelist import listed, show_list, show_one, to_json
    from spiders.errors import CrawlError
    from spiders.sites import own_sites

    try:
        with own_sites(own):
            found = [one for one in listed(output) if name in (None, one.name)]
    except CrawlError as error:
        fail(str(error))
    if not found:
        fail(f"unknown site {name!r}; `solieu sites` lists those there are")
    if as_json:
        values = [one.as_json() for one in found]
        sys.stdout.write(to_json(values if name is None else values[0]) + "\n")
    elif name is None:
        show_list(found, Console())
    else:
        show_one(found[0], Console())
