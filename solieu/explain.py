"""``solieu extract --explain``: the text of a page with its findings marked, for a person who debugs it.

Every finding stands in the text as ``[words]F1``, coloured where there is colour, and again below it
under its mark, with the rule that read it, its value and its context. Fits a terminal of 80 columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractors.records import Article, DateMention, Extraction, Figure, Reference
from extractors.records import Table as ArticleTable
from solieu.numbers import written

_STYLES = {"figure": "bold black on bright_cyan", "date": "black on bright_yellow", "reference": "black on bright_green"}
_SECTIONS = {"figure": "figures", "date": "dates", "reference": "references"}
_MARK_STYLE = "dim"
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 40, 20, 60
"""How much of a table is drawn."""


@dataclass(frozen=True, slots=True)
class _Finding:
    sort: str
    number: int
    record: Figure | DateMention | Reference

    @property
    def mark(self) -> str:
        """``F1``, ``D1`` or ``R1``: what the finding is called in the text and below it."""
        return f"{self.sort[0].upper()}{self.number}"


def explain(found: Extraction, source: str, console: Console | None = None) -> None:
    """Print what the page says of itself, its texts with every finding marked, then each finding with rule, value and context."""
    console = console or Console()
    article = found.article
    if article is None:
        console.print(f"{source}: {found.outcome}: {found.reason}", markup=False)
        return
    console.print(_head(article, source))
    findings = _numbered(found)
    for where, part, text in _texts(article):
        inside = [f for f in findings if f.record.where == where and f.record.part == part]
        console.print(Text(f"\n{where}" if part is None else f"\n{where} {part + 1}", style="bold underline"))
        console.print(Padding(_marked(text, inside), (0, 0, 0, 2)))
    cells = {place: f for f in findings if (place := _cell_of(f.record)) is not None}
    for part, table in enumerate(article.tables):
        console.print(Text(f"\ntable {part + 1}", style="bold underline"))
        console.print(Padding(_drawn(table, part, cells), (0, 0, 0, 2)))
    references = {f.record.reference_id: f for f in findings if isinstance(f.record, Reference)}
    for sort, name in _SECTIONS.items():
        console.print(_section(name, [f for f in findings if f.sort == sort], references))
    console.print(_left_out(found.skipped))


def _head(article: Article, source: str) -> Table:
    """The article's own fields, a line each; what the page does not say is said to be missing."""
    fields = (
        ("source", source),
        ("url", article.url),
        ("title", article.title),
        ("published", article.published_on),
        ("author", article.author),
        ("views", article.view_count),
        ("body", f"{len(article.text)} characters, captions {len(article.captions)}, tables {len(article.tables)}, files {len(article.attachments)}"),
    )
    grid = _grid()
    for name, value in fields:
        grid.add_row(Text(name, style="dim"), Text("none" if value in (None, "") else str(value), style="bold" if name == "title" else ""))
    grid.add_row(Text("issues", style="dim"), Text(", ".join(article.issues) or "none", style="bold red" if article.issues else ""))
    return grid


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _texts(article: Article) -> Iterable[tuple[str, int | None, str]]:
    if article.title:
        yield "title", None, article.title
    yield "body", None, article.text or "(empty)"
    for part, caption in enumerate(article.captions):
        yield "caption", part, caption


def _numbered(found: Extraction) -> list[_Finding]:
    groups: tuple[tuple[str, Iterable[Figure | DateMention | Reference]], ...] = (
        ("figure", found.figures),
        ("date", found.dates),
        ("reference", found.references),
    )
    return [_Finding(sort, number, record) for sort, records in groups for number, record in enumerate(records, 1)]


def _marked(text: str, findings: list[_Finding]) -> Text:
    """The text with each finding in brackets and its colour; what stands inside another keeps its own."""
    marked = Text(text)
    cuts: list[tuple[int, int, int, str]] = []  # place, whether it begins, order there, mark
    for finding in sorted(findings, key=lambda f: f.record.span_start - f.record.span_end):
        start, end = finding.record.span_start, finding.record.span_end
        marked.stylize(_STYLES[finding.sort], start, end)
        cuts += [(start, 1, start - end, "["), (end, 0, end - start, f"]{finding.mark}")]
    result, done = Text(), 0
    # at one place what ends comes before what begins, the inner end before the outer, the outer beginning before the inner
    for place, _, _, mark in sorted(cuts):
        result.append_text(marked[done:place])
        result.append(mark, style=_MARK_STYLE)
        done = place
    return result.append_text(marked[done:])


def _cell_of(record: Figure | DateMention | Reference) -> tuple[int, int, int] | None:
    """Table, row and column of a figure that stands in a cell."""
    if not isinstance(record, Figure) or record.part is None or record.row is None or record.column is None:
        return None
    return record.part, record.row, record.column


def _drawn(table: ArticleTable, part: int, cells: dict[tuple[int, int, int], _Finding]) -> Text:
    """A table as lines, its cells between bars, with each figure marked; what is too much to draw is counted."""
    lines = [Text(table.caption)] if table.caption else []
    if table.header:
        header = _row(table.header, [None] * len(table.header))
        header.stylize("bold")
        lines.append(header)
    for y, row in enumerate(table.rows[:_MOST_ROWS]):
        lines.append(_row(row, [cells.get((part, y, x)) for x in range(len(row))]))
    if len(table.rows) > _MOST_ROWS:
        lines.append(Text(f"… {len(table.rows) - _MOST_ROWS} more rows", style=_MARK_STYLE))
    return Text("\n").join(lines)


def _row(cells: list[str], figures: list[_Finding | None]) -> Text:
    shown = []
    for cell, figure in zip(cells[:_MOST_COLUMNS], figures, strict=False):
        if figure is not None:
            shown.append(_marked(cell, [figure]))
        else:
            shown.append(Text(cell if len(cell) <= _LONGEST_CELL else f"{cell[: _LONGEST_CELL - 1]}…"))
    if len(cells) > _MOST_COLUMNS:
        shown.append(Text(f"… {len(cells) - _MOST_COLUMNS} more columns", style=_MARK_STYLE))
    return Text(" | ").join(shown)


def _section(name: str, findings: list[_Finding], references: dict[str, _Finding]) -> Table | Text:
    if not findings:
        return Text(f"\n{name}: none", style="bold")
    grid = _grid()
    grid.title, grid.title_justify, grid.title_style = f"\n{name}: {len(findings)}", "left", "bold"
    for finding in findings:
        words, facts = _told(finding.record, references)
        told = Text(words, style=_STYLES[finding.sort])
        told.append("\n" + " · ".join(f"{label} {value}".strip() for label, value in facts if value not in (None, "")), style="not bold default on default")
        grid.add_row(finding.mark, told)
    return grid


_Facts = tuple[tuple[str, object], ...]


def _told(record: Figure | DateMention | Reference, references: dict[str, _Finding]) -> tuple[str, _Facts]:
    """The words of a finding, and what is known of it: pairs of label and value."""
    if isinstance(record, Figure):
        return record.value_text, _figure(record, references)
    if isinstance(record, DateMention):
        days = (record.start_on, record.end_on)
        span = str(days[0]) if days[0] == days[1] else f"{days[0] or '…'} to {days[1] or '…'}"
        return record.date_text, (
            ("=", "no day" if days == (None, None) else span),
            ("", record.kind),
            ("rule", record.rule),
            ("role", record.role),
            ("year from", record.resolved_from),
            ("issues", ", ".join(record.issues)),
        )
    return record.reference_text, (
        ("=", record.number or record.programme_text),
        ("type", record.doc_type_code),
        ("rule", record.rule),
        ("issued", record.issued_on),
        ("issuer", record.issuer_text or record.issuer_code),
        ("relation", record.relation),
        ("policy", record.policy_id),
    )


def _figure(record: Figure, references: dict[str, _Finding]) -> _Facts:
    policy = references.get(record.reference_id or "")
    policy_words = f"{policy.mark} {policy.record.reference_text}" if policy and isinstance(policy.record, Reference) else None
    values = {name: getattr(record, name) for name in ("kind", "value", "value_low", "value_high", "numerator", "denominator", "unit_text", "unit_code")}
    cell = f"{record.part + 1}, row {record.row + 1}" if record.part is not None and record.row is not None else None
    return (
        ("=", written({**values, "per_text": record.per_text, "comparator": record.comparator})),
        ("", record.kind),
        ("rule", record.rule),
        ("table", cell),
        ("of row", record.row_header),
        ("of column", record.column_header),
        ("measure", record.measure_code),
        ("period", _sourced(record.period_text or record.period_start_on, record.period_source)),
        ("place", _sourced(record.place_code, record.place_source)),
        ("policy", _sourced(policy_words, record.reference_source)),
        ("change", record.change),
        ("direction", record.direction),
        ("status", record.status),
        ("issues", ", ".join(record.issues)),
    )


def _sourced(words: object, source: str | None) -> str:
    return f"{words} ({source})" if words and source else str(words or source or "")


def _left_out(skipped: dict[str, int]) -> Text:
    """The numbers that are no figures, by reason, the most frequent first."""
    reasons = sorted(skipped.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{count} {reason}" for reason, count in reasons)
    return Text(f"\nnumbers left out: {told or 'none'}", style="dim")
