"""``solieu extract --explain``: the text of a page with its findings highlighted, for a person who debugs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extractors.records import Article, DateMention, Extraction, Figure, Reference
from solieu.numbers import written

_STYLES = {"figure": "bold black on bright_cyan", "date": "black on bright_yellow", "reference": "black on bright_green"}


@dataclass(frozen=True, slots=True)
class _Finding:
    sort: str
    number: int
    start: int
    end: int
    record: Figure | DateMention | Reference


def explain(found: Extraction, source: str, console: Console | None = None) -> None:
    """Print an article's texts with every finding marked, then each finding with rule, value and context."""
    console = console or Console()
    article = found.article
    if article is None:
        console.print(f"{source}: {found.outcome}: {found.reason}", markup=False)
        return
    console.print(_head(article, source))
    findings = _numbered(found)
    for where, part, text in _texts(article):
        inside = [f for f in findings if f.record.where == where and f.record.part == part]
        if where == "body" or inside:
            console.print(Panel(_marked(text, inside), title=where if part is None else f"{where} {part}", title_align="left", border_style="dim"))
    console.print(_figures(findings, {r.reference_id: r for r in found.references}))
    console.print(_dates(findings))
    console.print(_references(findings))
    if found.skipped:
        left = ", ".join(f"{count} {reason}" for reason, count in sorted(found.skipped.items()))
        console.print(Text(f"numbers left out: {left}", style="dim"))


def _head(article: Article, source: str) -> Text:
    text = Text(f"{article.title or '(no title)'}\n", style="bold")
    facts = [source, f"published {article.published_on}", f"author {article.author}", f"views {article.view_count}", article.url]
    text.append(" · ".join(str(f) for f in facts if f and not str(f).endswith("None")), style="dim not bold")
    if article.issues:
        text.append(f"\nissues: {', '.join(article.issues)}", style="bold red")
    return text


def _texts(article: Article) -> Iterable[tuple[str, int | None, str]]:
    yield "title", None, article.title
    yield "body", None, article.text
    for part, caption in enumerate(article.captions):
        yield "caption", part, caption


def _numbered(found: Extraction) -> list[_Finding]:
    groups: tuple[tuple[str, Iterable[Figure | DateMention | Reference]], ...] = (
        ("figure", found.figures),
        ("date", found.dates),
        ("reference", found.references),
    )
    return [_Finding(sort, number, r.span_start, r.span_end, r) for sort, records in groups for number, r in enumerate(records, 1)]


def _marked(text: str, findings: list[_Finding]) -> Text:
    """The text with each finding in its colour; a date inside a reference keeps its own."""
    marked = Text(text)
    for finding in sorted(findings, key=lambda f: f.start - f.end):
        marked.stylize(_STYLES[finding.sort], finding.start, finding.end)
    return marked


def _table(title: str, style: str, *columns: str) -> Table:
    table = Table(title=Text(f" {title} ", style=style), title_justify="left", box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _figures(findings: list[_Finding], references: dict[str, Reference]) -> Table:
    table = _table("figures", _STYLES["figure"], "#", "words", "rule", "kind", "value", "measure", "period", "place", "policy", "notes")
    for finding in findings:
        record = finding.record
        if not isinstance(record, Figure):
            continue
        policy = references.get(record.reference_id or "")
        values = {name: getattr(record, name) for name in ("kind", "value", "value_low", "value_high", "numerator", "denominator", "unit_text", "unit_code")}
        table.add_row(
            str(finding.number),
            record.value_text if record.where != "table" else f"[{record.row_header}] {record.value_text}",
            record.rule,
            record.kind,
            written({**values, "per_text": record.per_text, "comparator": record.comparator}),
            record.measure_code or "",
            _sourced(record.period_text, record.period_source),
            _sourced(record.place_code, record.place_source),
            _sourced(policy.reference_text if policy else None, record.reference_source),
            " ".join(filter(None, (record.change, record.direction, record.status, *record.issues))),
        )
    return table


def _sourced(words: str | None, source: str | None) -> str:
    return f"{words} ({source})" if words and source else words or source or ""


def _dates(findings: list[_Finding]) -> Table:
    table = _table("dates", _STYLES["date"], "#", "words", "rule", "kind", "start", "end", "role", "resolved from", "notes")
    for finding in findings:
        record = finding.record
        if isinstance(record, DateMention):
            row = (record.date_text, record.rule, record.kind, record.start_on, record.end_on, record.role, record.resolved_from, " ".join(record.issues))
            table.add_row(str(finding.number), *("" if cell is None else str(cell) for cell in row))
    return table


def _references(findings: list[_Finding]) -> Table:
    table = _table("references", _STYLES["reference"], "#", "words", "rule", "type", "number or name", "issued", "issuer", "relation", "policy")
    for finding in findings:
        record = finding.record
        if isinstance(record, Reference):
            row = (
                record.reference_text, record.rule, record.doc_type_code, record.number or record.programme_text, record.issued_on,
                record.issuer_text or record.issuer_code, record.relation, record.policy_id,
            )  # fmt: skip
            table.add_row(str(finding.number), *("" if cell is None else str(cell) for cell in row))
    return table
