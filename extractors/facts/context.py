"""What a figure is about: its measure, period, place, policy and status.

Each comes with the source it was found in, nearest first: the figure's own clause
(``phrase``), its sentence, its paragraph, the title. What is not found stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.facts.figure_periods import PeriodReader
from extractors.facts.figure_places import UNLISTED_WORDS, PlaceReader
from extractors.facts.figure_policies import PolicyReader
from extractors.facts.figure_status import StatusReader
from extractors.facts.measures import MeasureReader
from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import Surroundings
from extractors.registry.lookup import KnownMeasure, KnownPlace
from extractors.vietnamese.dates import DateSpan

_YEARLY = frozenset({"programme", "project", "plan", "scheme"})


@dataclass(slots=True)
class Context:
    """The context of one figure; every part may be missing."""

    measure: KnownMeasure | None = None
    measure_text: str | None = None
    subject_text: str | None = None
    period: tuple[date | None, date | None] | None = None
    period_text: str | None = None
    period_source: str | None = None
    place: KnownPlace | None = None
    place_text: str | None = None
    place_source: str | None = None
    reference: int | None = None
    reference_source: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a text inherits from the article around it."""

    title_period: DateSpan | None = None
    title_period_text: str | None = None
    title_place: tuple[KnownPlace, str] | None = None
    site_place: KnownPlace | None = None


class ContextReader:
    """Finds the context of the figures of one text; made only for a text that has figures."""

    __slots__ = ("_measures", "_periods", "_places", "_policies", "_status", "_surroundings")

    def __init__(self, reading: Reading, dates: Sequence[DateSpan], references: Sequence[ReferenceSpan], frame: Frame) -> None:
        covered = [(r.start, r.end) for r in references]
        self._surroundings = Surroundings(reading.text)
        self._measures = MeasureReader(reading, self._surroundings, [(d.start, d.end) for d in dates])
        self._status = StatusReader(reading, covered)
        undated = [_without_year(r, reading.low) for r in references]
        self._periods = PeriodReader(reading, self._surroundings, dates, undated, frame.title_period, frame.title_period_text)
        self._places = PlaceReader(reading, covered, frame.title_place, frame.site_place, self._surroundings)
        self._policies = PolicyReader(reading, references, self._surroundings)

    def of(self, figure: FigureSpan, sentence: tuple[int, int]) -> Context:
        """The context of one figure that stands in `sentence`; figures are asked for in the order of the text."""
        clause = self._surroundings.clause(figure.start, figure.end, sentence)
        measure, measure_text, subject_text = self._measures.of(figure, clause[0], sentence[0])
        status = self._status.of(figure, sentence)
        period, period_text, period_source = self._periods.of(figure, clause, sentence, status)
        place, place_text, place_source = self._places.of(figure, clause, sentence)
        reference, reference_source = self._policies.of(figure, clause, sentence)
        return Context(
            measure, measure_text, subject_text, period, period_text, period_source, place, place_text, place_source, reference, reference_source, status
        )


def _without_year(reference: ReferenceSpan, low: str) -> tuple[int, int]:
    """The span of a reference without the one year that its figures are of: ``vốn Chương trình 135 năm 2019``."""
    is_programme = reference.doc_type is not None and reference.doc_type.code in _YEARLY and not reference.number
    if is_programme and reference.period_at > reference.start and low.startswith("năm ", reference.period_at):
        return reference.start, reference.period_at - 1
    return reference.start, reference.end


def first_place(reading: Reading, references: Sequence[ReferenceSpan] = ()) -> tuple[KnownPlace, str] | None:
    """The first place that a title, header or caption names outside its references."""
    if not reading.keywords.place and not any(map(reading.low.__contains__, UNLISTED_WORDS)):
        return None
    places = PlaceReader(reading, [(r.start, r.end) for r in references], None, None).places
    return (places[0].value, reading.text[places[0].start : places[0].end]) if places else None
