"""What must hold for every input, however broken."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from extractors import Extraction, Page, extract_page, extract_text
from extractors.records import COMPARATORS, DATE_KINDS, FIGURE_KINDS, OUTCOMES, DateMention, Figure, Reference
from extractors.vietnamese.numbers import read_number
from extractors.vietnamese.text import normalize
from tests.fuzz.mutate import Input


def violations(given: Input) -> list[str]:
    """Each property that does not hold of a text, in words; an exception is one too."""
    try:
        found = extract_text(given.text, published_on=given.published_on, title=given.title)
        return [*_text(given, found), *_whole(found), *_spans(found), *_values(found), *_read_again(found)]
    except Exception as error:  # whatever it is: nothing may stop a crawl
        return [_told(error)]


def page_violations(page: Page) -> list[str]:
    """Each property that does not hold of a page."""
    try:
        found = extract_page(page)
        if found.article is None:
            return [] if found.outcome in OUTCOMES and found.outcome != "article" and found.reason else [f"unknown outcome {found.outcome!r}, {found.reason!r}"]
        return [*_whole(found), *_spans(found), *_values(found)]
    except Exception as error:
        return [_told(error)]


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    return f"exception {type(error).__name__} in {place}: {error}"


def _text(given: Input, found: Extraction) -> Iterator[str]:
    if found.article is None or found.article.text != normalize(given.text):
        yield "the article's text is not the normalised input"


def _whole(found: Extraction) -> Iterator[str]:
    for records, key in ((found.figures, "figure_id"), (found.dates, "date_id"), (found.references, "reference_id")):
        ids = [getattr(record, key) for record in records]
        if len(set(ids)) != len(ids):
            yield f"{key} given twice"
    known = {f.figure_id for f in found.figures}
    cited = {r.reference_id for r in found.references}
    for figure in found.figures:
        if figure.change_id is not None and figure.change_id not in known:
            yield f"change_id leads nowhere: {figure.value_text!r}"
        if figure.reference_id is not None and figure.reference_id not in cited:
            yield f"reference_id leads nowhere: {figure.value_text!r}"


def _home(found: Extraction, record: Figure | DateMention | Reference) -> str:
    article, part = found.article, record.part
    assert article is not None
    if record.where == "caption":
        assert part is not None
        return article.captions[part]
    if record.where == "table":
        assert isinstance(record, Figure) and part is not None and record.row is not None and record.column is not None
        return article.tables[part].rows[record.row][record.column]
    return {"body": article.text, "title": article.title}[record.where]


def _spans(found: Extraction) -> Iterator[str]:
    for records, words in ((found.figures, "value_text"), (found.dates, "date_text"), (found.references, "reference_text")):
        for record in records:
            claimed = getattr(record, words)
            if not claimed or _home(found, record)[record.span_start : record.span_end] != claimed:
                yield f"span of {claimed!r} slices to {_home(found, record)[record.span_start : record.span_end]!r}"
            if claimed not in record.sentence and record.where != "table":
                yield f"{claimed!r} does not stand in its sentence"
            if claimed != claimed.strip():
                yield f"{claimed!r} is not trimmed"
    for where in ("body", "title"):
        figures = sorted((f for f in found.figures if f.where == where), key=lambda f: f.span_start)
        for before, after in pairwise(figures):
            if after.span_start < before.span_end:
                yield f"figures overlap: {before.value_text!r} and {after.value_text!r}"


def _values(found: Extraction) -> Iterator[str]:
    for f in found.figures:
        numbers = [f.value, f.value_low, f.value_high, f.numerator, f.denominator]
        if any(n is not None and not math.isfinite(n) for n in numbers):
            yield f"not finite: {f.value_text!r}"
        if all(n is None for n in numbers):
            yield f"a figure without a value: {f.value_text!r}"
        if f.kind not in FIGURE_KINDS or f.comparator not in COMPARATORS:
            yield f"unknown code: {f.kind} {f.comparator}"
        if f.comparator == "range" and not (f.value_low is not None and f.value_high is not None and f.value_low <= f.value_high):
            yield f"range without order: {f.value_text!r}"
    for d in found.dates:
        if d.kind not in DATE_KINDS:
            yield f"unknown code: {d.kind}"
        if d.start_on is not None and d.end_on is not None and d.start_on > d.end_on:
            yield f"date ends before it starts: {d.date_text!r}"
    for r in found.references:
        if r.number is not None and (not r.number or any(c.isspace() for c in r.number)):
            yield f"number not normalised: {r.number!r}"


def _read_again(found: Extraction) -> Iterator[str]:
    """A figure's own words give its kind and values, a numbered reference's words its number.

    Where only the text around tells that a number is a figure, and of which kind (``giá 40 triệu``), the
    words alone give no figure; the numbers in them must then be the figure's own. Words that are read
    alone as another kind or value are wrong wherever they stand.
    """
    for figure in found.figures:
        again = [_value(f) for f in extract_text(figure.value_text).figures]
        if _value(figure) in again or (not again and _numbers(figure) <= _readable(figure.value_text)):
            continue
        yield f"{figure.value_text!r} is {_value(figure)} in its text, alone {again} [{figure.rule}]"
    for reference in found.references:
        if reference.number is not None:
            again_numbers = [r.number for r in extract_text(reference.reference_text).references]
            if reference.number not in again_numbers:
                yield f"{reference.reference_text!r} is {reference.number} in its text, alone {again_numbers} [{reference.rule}]"


def _value(figure: Figure) -> tuple[Any, ...]:
    if figure.numerator is not None:
        return figure.kind, figure.numerator, figure.denominator
    return figure.kind, figure.value, figure.value_low, figure.value_high


def _numbers(figure: Figure) -> set[float]:
    stated = (figure.value, figure.value_low, figure.value_high, figure.numerator, figure.denominator)
    return {n for n in stated if n is not None}


def _readable(words: str) -> set[float]:
    """The numbers that can be read in the words, one half included; ``mươi`` and the like begin none."""
    numbers = [read_number(words, at) for at in range(len(words)) if at == 0 or not (words[at - 1].isalnum() or words[at - 1] in ".,")]
    values = {n for number in numbers if number is not None for n in (number.value, number.low, number.mixed) if n is not None}
    # the first number of a range shares the multiplier of the second: `100-120 triệu`
    values |= {value * number.scale for value in values for number in numbers if number is not None and 1.0 < number.scale < 1e10}
    return values | ({50.0} if "nửa" in words.lower() else set())
