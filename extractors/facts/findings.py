"""All findings of one text: references, dates and figures, in the order in which they need each other.

The digits of a document's number belong to no date, and neither those nor a date's belong to a figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from extractors.facts.figures import find_figures
from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading, read
from extractors.facts.references import ReferenceSpan, find_references
from extractors.vietnamese.dates import WORD_ANCHORS, DateFinder, DateSpan
from extractors.vietnamese.text import sentences

_DATE_WORDS = frozenset(WORD_ANCHORS)


@dataclass(slots=True)
class Findings:
    """One text of an article with what was found in it; `where` and `part` say which text.

    `skipped` counts the numbers that are no figures, by reason. `sentences` are the spans of the sentences of a body;
    a title or a caption is one.
    """

    where: str
    part: int | None
    reading: Reading
    dates: list[DateSpan]
    references: list[ReferenceSpan]
    figures: list[FigureSpan]
    sentences: list[tuple[int, int]]
    skipped: Counter[str]


def find(text: str, where: str, part: int | None, published_on: date | None) -> Findings:
    """Read `text`, which is what `where` says: ``body``, ``title`` or ``caption``."""
    reading = read(text, published_on)
    references = find_references(reading)
    numbers = [(r.digits_start, r.digits_end) for r in references if r.digits_end > r.digits_start]
    dates, clocks = find_all_dates(reading, numbers)
    _date_references(references, dates)
    names = [(r.start, r.end) for r in references if r.number is None and r.rule == "name"]
    taken = sorted([*numbers, *names, *((d.start, d.end) for d in dates), *clocks])
    figures, skipped = find_figures(reading, taken)
    if not (figures or dates or references):
        spans: list[tuple[int, int]] = []  # nobody asks for the sentences of a text without findings
    else:
        spans = sentences(text) if where == "body" else [(0, len(text))]
    return Findings(where, part, reading, dates, references, figures, spans, skipped)


def find_all_dates(reading: Reading, taken: list[tuple[int, int]]) -> tuple[list[DateSpan], list[tuple[int, int]]]:
    """The dates of a text, and the spans of clock lines, which are no dates."""
    anchors = [(hit.start, hit.value) for hit in reading.keywords.word if hit.value in _DATE_WORDS]
    if not (reading.digits or anchors):
        return [], []
    finder = DateFinder(reading.text, reading.low, reading.published_on, taken)
    return finder.run(anchors), finder.clocks


def _date_references(references: list[ReferenceSpan], dates: list[DateSpan]) -> None:
    """``Công văn … ngày 31/3``: the day's year was resolved with the other dates of the text."""
    for reference in references:
        if reference.number and reference.issued_on is None and reference.end > reference.digits_end:
            inside = next((d for d in dates if d.kind == "day" and reference.digits_end <= d.start and d.end <= reference.end), None)
            if inside is not None and inside.first is not None:
                reference.issued_on = inside.first
                reference.year = reference.year or inside.first.year
