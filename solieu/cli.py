"""What people type: ``solieu crawl``, ``solieu extract``, ``solieu query``.

Exit status: 0 done; 1 the work failed, with one clear line on standard error; 2 wrong
usage, likewise; 130 stopped with Ctrl-C.

What a command needs is imported when it runs, so that ``solieu --help`` comes at once.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

_INTERRUPTED = 130


class _Commands(TyperGroup):
    """The commands, with every error told in one line, wrong usage too."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run a command and leave with its exit status."""
        kwargs["standalone_mode"] = False
        if not standalone_mode:
            return super().main(args, prog_name, *rest, **kwargs)
        try:
            status = super().main(args, prog_name, *rest, **kwargs)
            sys.stdout.flush()
        except typer.TyperException as error:
            context = getattr(error, "ctx", None)
            command = context.command_path if context is not None else "solieu"
            _tell(f"{_sentence(error.format_message())}; see {command} --help")
            status = error.exit_code
        except BrokenPipeError:
            # whoever read our output has seen enough; what is left in the buffer has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = 1
        except (KeyboardInterrupt, typer.Abort):
            status = _INTERRUPTED
        sys.exit(status if isinstance(status, int) else 0)


app = typer.Typer(
    name="solieu",
    cls=_Commands,
    help="Figures, dates and policies that Vietnam's provincial departments publish as prose, as datasets.",
    invoke_without_command=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=False,
)

_EXAMPLES = {
    "crawl": """[bold]Examples[/bold]

[dim]# read the sample that ships with solieu, publish to output/[/dim]
solieu crawl sample

[dim]# the live site, at most 200 fetches[/dim]
solieu crawl kontum --limit 200

[dim]# what would it ask for? nothing is fetched or written[/dim]
solieu crawl kontum --dry-run

[dim]# replay a web archive; read a folder of saved pages[/dim]
solieu crawl kontum --archive 2021.warc.gz --archive 2023.warc.gz
solieu crawl kontum --folder saved-pages/ --output datasets/
""",
    "extract": """[bold]Examples[/bold]

[dim]# a saved page, as HTML or as plain text[/dim]
solieu extract page.html --url https://bandantoc.kontum.gov.vn/tin-chuyen-nganh/Ten-bai-682
solieu extract page.txt | jq '.figures[] | {value, unit_text, sentence}'

[dim]# why was it read so? the text with its findings highlighted[/dim]
solieu extract page.html --explain

[dim]# article text from standard input[/dim]
echo "Toàn tỉnh công nhận 811 người có uy tín." | solieu extract - --published-on 2019-07-16

[dim]# many texts, one JSON object a line in and out[/dim]
solieu extract --jsonl texts.jsonl > found.jsonl
""",
    "query": """[bold]Examples[/bold]

solieu query "SELECT measure_label_en, value, period_text, url FROM figures WHERE value > 1000"
solieu query "SELECT * FROM references WHERE number = '2085/QĐ-TTg'" --format csv > citations.csv
solieu query "DESCRIBE figures"
""",
}


def main() -> None:
    """Run the command line."""
    _write_utf8(sys.stdout)
    app()


def _write_utf8(stream: object) -> None:
    """Data go out as UTF-8 whatever the locale; a terminal that cannot show a letter shows a question mark."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


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


def _fail(message: str) -> NoReturn:
    """Say in one line what is wrong and leave with status 1."""
    _tell(message)
    raise typer.Exit(1)


def _tell(message: str) -> None:
    typer.echo(f"solieu: {' '.join(message.split())}", err=True)


def _sentence(message: str) -> str:
    """A message of the command line's parser without its full stop and capital.

    >>> _sentence("Missing argument 'SQL'.")
    "missing argument 'SQL'"
    """
    return message[:1].lower() + message[1:].rstrip(".")


@app.command(epilog=_EXAMPLES["crawl"])
def crawl(
    target: Annotated[str | None, typer.Argument(metavar="[SITE|URL]", help="A site by name (kontum, sample, …) or a start page.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the datasets are published.")] = Path("output"),
    archive: Annotated[list[Path] | None, typer.Option("--archive", metavar="FILE", help="Read this WARC file, not the network; may be repeated.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", metavar="DIR", help="Read the .html and .txt pages of this folder instead of the network.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Make at most N requests, retries included.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what the live site would be asked for; ask for and write nothing.")] = False,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="Show how far it is.")] = True,
) -> None:
    """Crawl a site, an archive or a folder, and publish the datasets.

    Without SITE, archive or folder it reads the sample that ships with solieu.
    """
    from pipelines.errors import StoreError
    from solieu.crawl import CrawlError
    from solieu.crawl import crawl as run
    from solieu.dictionary import describe
    from solieu.summary import show
    from spiders.sites import load_sites

    if dry_run:
        if target is None or archive or folder is not None:
            raise typer.BadParameter("goes with a SITE or URL, not with archives or folders", param_hint="--dry-run")
        _preview(target, output, limit)
        return
    if target is None and not archive and folder is None:
        target = "sample"
    shipped = target in load_sites() and bool(load_sites()[str(target)].archives) and not archive and folder is None
    try:
        report = run(target, output, archive or (), folder, limit, progress)
    except (CrawlError, StoreError) as error:
        _fail(str(error))
    describe(report.output)
    show(report, is_sample=shipped)
    if report.exit == "failed":
        _fail(f"the crawl failed: {report.warnings[0] if report.warnings else f'see {report.output}/.state/logs'}")
    if report.exit == "interrupted":
        raise typer.Exit(_INTERRUPTED)


def _preview(target: str, output: Path, limit: int | None) -> None:
    """One URL a line on standard output, what they are on standard error."""
    from solieu.preview import preview
    from spiders.errors import CrawlError

    try:
        found = preview(target, output, limit)
    except CrawlError as error:
        _fail(str(error))
    for planned in found.planned:
        typer.echo(planned.url)
    _tell(found.summary())


@app.command(epilog=_EXAMPLES["extract"])
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
            _tell(f"{result.source}: {result.reason}")
        elif isinstance(result, Found) and show:
            explain(result.extraction, result.source)
        else:
            sys.stdout.write((result.line() if isinstance(result, Found) else result) + "\n")
    if failures:
        raise typer.Exit(1)


@app.command(epilog=_EXAMPLES["query"])
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
        _fail(str(error))


@app.command()
def sites() -> None:
    """List the sites that solieu knows."""
    from rich.console import Console
    from rich.table import Table

    from spiders.sites import load_sites

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("site", "what it is", "starts at"):
        table.add_column(column, overflow="fold")
    for name, site in load_sites().items():
        table.add_row(name, site.title, ", ".join(site.archives or site.start_urls))
    Console().print(table)
