"""What a figure is about: its measure, period, place, policy and status.

Each comes with the source it was found in, nearest first: the figure's own clause
(``phrase``), its sentence, its paragraph, the title. What is not found stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.facts.figure_periods import PeriodReader
from extractors.facts.figure_places import PlaceReader
from extractors.facts.figure_policies import PolicyReader
from extractors.facts.figure_status import StatusReader
from extractors.facts.measures import MeasureReader
from extractors.facts.number_context import FigureSpan
from extractors.facts.reading import Reading
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import Surroundings
from extractors.registry.lookup import Hit, KnownMeasure, KnownPlace
from extractors.vietnamese.dates import DateSpan


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
    """Finds the context of the figures of one text."""

    def __init__(
        self, reading: Reading, dates: Sequence[DateSpan], references: Sequence[ReferenceSpan], sentences: Sequence[tuple[int, int]], frame: Frame
    ) -> None:
        covered = [(r.start, r.end) for r in references]
        self._surroundings = Surroundings(reading.text)
        self._measures = MeasureReader(reading)
        self._periods = PeriodReader(reading, dates, covered, frame.title_period, frame.title_period_text)
        self._places = PlaceReader(reading, covered, frame.title_place, frame.site_place)
        self._policies = PolicyReader(reading, references)
        self._status = StatusReader(reading)

    @property
    def places(self) -> list[Hit]:
        """The places that the text names, in order."""
        return self._places.places

    def of(self, figure: FigureSpan, sentence: tuple[int, int]) -> Context:
        """The context of one figure that stands in `sentence`."""
        around = self._surroundings.of(figure.start, figure.end, sentence)
        named = self._measures.of(figure, around)
        context = Context(named.measure, named.measure_text, named.subject_text)
        period = self._periods.of(figure, around)
        if period is not None:
            context.period, context.period_text, context.period_source = (period.first, period.last), period.text, period.source
        place = self._places.of(figure, around)
        if place is not None:
            context.place, context.place_text, context.place_source = place.place, place.text, place.source
        policy = self._policies.of(figure, around)
        if policy is not None:
            context.reference, context.reference_source = policy
        context.status = self._status.of(figure, around)
        return context


def first_place(reading: Reading) -> tuple[KnownPlace, str] | None:
    """The first place that a header or caption names."""
    places = PlaceReader(reading, (), None, None).places
    return (places[0].value, reading.text[places[0].start : places[0].end]) if places else None
