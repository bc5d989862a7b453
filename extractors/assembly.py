"""From findings to records: the rows of figures, dates and references of one article.

Identifiers are hashes of content and place (article, sentence, offset in it, length), never of time or version,
so that the same page gives the same rows in every run.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from extractors.facts.anaphora import find_anaphora
from extractors.facts.context import Context, ContextReader, Frame
from extractors.facts.number_context import FigureSpan
from extractors.facts.policies import identify, known_policy, urn_lex
from extractors.facts.references import ReferenceSpan
from extractors.facts.surroundings import sentence_of
from extractors.facts.table_context import CellContext, TableContextReader
from extractors.facts.tables import CellFigure, find_table_figures
from extractors.records import Anaphor, Article, DateMention, Extraction, Figure, Reference, Table
from extractors.registry.lookup import KnownPlace, KnownPolicy
from extractors.vietnamese.dates import DateSpan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from hashlib import blake2b

    from extractors.facts.findings import Findings

_ROLE_BY_KIND = {
    "month": "reporting_period",
    "quarter": "reporting_period",
    "half_year": "reporting_period",
    "nine_months": "reporting_period",
    "year": "reporting_period",
    "other_period": "reporting_period",
    "day": "event",
}
_PROGRAMME_RULES = frozenset({"programme-years", "term-years", "until-year"})
_SUBJECT = re.compile(r"[ ]?,?[ ](?:về việc|về|V/v|v/v)[ ]((?:[^.;\n“”]|[.](?=\d)){8,240})")
_DEED = re.compile(
    r"[ ]?,?[ ]((?:phê duyệt|bổ nhiệm|miễn nhiệm|công nhận|thành lập|khen thưởng|xếp hạng|quy định|hướng dẫn|điều tra|khởi tố)[ ][^.;\n“”]{4,160})"
)
_ID_BYTES = 8


class _Sentence:
    """A sentence that holds findings: its span, its words, and the hash of article and words that identifiers begin with."""

    __slots__ = ("digest", "span", "start", "text")

    def __init__(self, prefix: str, text: str, span: tuple[int, int]) -> None:
        self.start = span[0]
        self.span = span
        self.text = text[span[0] : span[1]]
        self.digest: blake2b = hashlib.blake2b(f"{prefix}{self.text}".encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES)


class _Sentences:
    """The sentences of one text, each cut out and hashed once for all its findings."""

    __slots__ = ("_known", "_odd", "_prefix", "_spans", "_starts", "_text")

    def __init__(self, article_id: str, findings: Findings) -> None:
        self._text = findings.reading.text
        self._spans = findings.sentences
        self._starts = [start for start, _ in self._spans]
        self._prefix = f"{article_id}\x1f{findings.where}\x1f"
        self._known: list[_Sentence | None] = [None] * len(self._spans)
        self._odd: dict[tuple[int, int], _Sentence] = {}

    def of(self, start: int, end: int) -> _Sentence:
        """The sentence of ``text[start:end]``."""
        at = bisect_right(self._starts, start) - 1
        sentence = self._known[at] if at >= 0 else None
        if sentence is not None and end <= sentence.span[1]:
            return sentence
        span = sentence_of(self._starts, self._spans, start, end)
        if at >= 0 and span == self._spans[at]:
            sentence = self._known[at] = _Sentence(self._prefix, self._text, span)
            return sentence
        # cut around a finding, or from one sentence into the next
        sentence = self._odd.get(span)
        if sentence is None:
            sentence = self._odd[span] = _Sentence(self._prefix, self._text, span)
        return sentence


class Assembler:
    """Appends the records of one article to its :class:`~extractors.records.Extraction`."""

    def __init__(self, result: Extraction, article: Article, site_place: KnownPlace | None) -> None:
        self._result = result
        self._article = article
        self._site_place = site_place
        self._given: dict[str, int] = {}

    def add(self, findings: Findings, frame: Frame) -> None:
        """The records of one text."""
        self._count_skipped(findings.skipped)
        sentences = _Sentences(self._article.article_id, findings)
        reference_ids = [self._reference(findings, sentences, reference) for reference in findings.references]
        self._anaphora(findings)
        if not findings.sentences:
            return
        self._dates(findings, sentences)
        if not findings.figures:
            return
        context = ContextReader(findings.reading, findings.dates, findings.references, frame)
        ids: dict[int, Figure] = {}
        for span in findings.figures:
            sentence = sentences.of(span.start, span.end)
            figure = self._figure(findings, sentence, span, context.of(span, sentence.span), reference_ids)
            ids[id(span)] = figure
        for span in findings.figures:
            if span.other is not None and id(span.other) in ids:
                ids[id(span)].change_id = ids[id(span.other)].figure_id

    def add_table(self, part: int, table: Table, frame: Frame) -> None:
        """The records of one table."""
        cells, skipped = find_table_figures(table)
        self._count_skipped(skipped)
        context = TableContextReader(table, self._article.published_on)
        for cell in cells:
            self._cell(part, table, cell, context.of(cell), frame)

    def _count_skipped(self, skipped: Mapping[str, int]) -> None:
        for reason, count in skipped.items():
            self._result.skipped[reason] = self._result.skipped.get(reason, 0) + count

    def _id(self, prefix: str, sentence: _Sentence, start: int, end: int) -> str:
        """Hash of the sentence, the offset in it and the words' length; the n-th of equal ones gets its number hashed in."""
        digest = sentence.digest.copy()
        digest.update(b"\x1f%d\x1f%d" % (start - sentence.start, end - start))
        found = f"{prefix}-{digest.hexdigest()}"
        count = self._given.get(found, 0) + 1
        self._given[found] = count
        if count == 1:
            return found
        digest.update(b"\x1f%d" % count)
        return f"{prefix}-{digest.hexdigest()}"

    def _figure(self, findings: Findings, sentence: _Sentence, span: FigureSpan, context: Context, reference_ids: Sequence[str]) -> Figure:
        text, article, measure = findings.reading.text, self._article, context.measure
        record = Figure(
            figure_id=self._id("f", sentence, span.start, span.end),
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            published_on=article.published_on,
            kind=span.kind,
            measure_text=context.measure_text,
            subject_text=context.subject_text,
            value=span.value,
            value_low=span.low,
            value_high=span.high,
            numerator=span.numerator,
            denominator=span.denominator,
            unit_code=span.unit.code if span.unit is not None else None,
            unit_text=text[span.unit_start : span.unit_end] or None,
            per_text=span.per,
            value_text=text[span.start : span.end],
            comparator=span.comparator,
            change=span.change,
            direction=span.direction,
            status=context.status,
            period_text=context.period_text,
            period_source=context.period_source,
            place_code=context.place.code if context.place is not None else None,
            place_text=context.place_text,
            place_source=context.place_source,
            sentence=sentence.text,
            where=findings.where,
            part=findings.part,
            span_start=span.start,
            span_end=span.end,
            rule=span.rule,
            issues=list(span.issues),
        )
        if measure is not None:
            record.measure_code, record.measure_label_vi, record.measure_label_en = measure.code, measure.label_vi, measure.label_en
        if context.period is not None:
            record.period_start_on, record.period_end_on = context.period
        if context.reference is not None:
            record.reference_id, record.reference_source = reference_ids[context.reference], context.reference_source
        self._result.figures.append(record)
        return record

    def _cell(self, part: int, table: Table, cell: CellFigure, context: CellContext, frame: Frame) -> None:
        article, span = self._article, cell.span
        text = table.rows[cell.row][cell.column]
        key = f"{article.article_id}\x1ftable\x1f{part}\x1f{cell.row}\x1f{cell.column}\x1f{context.words}\x1f{text}"
        record = Figure(
            figure_id=f"f-{hashlib.blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=_ID_BYTES).hexdigest()}",
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            published_on=article.published_on,
            kind=span.kind,
            value=span.value,
            value_low=span.low,
            value_high=span.high,
            numerator=span.numerator,
            denominator=span.denominator,
            unit_code=span.unit.code if span.unit is not None else None,
            unit_text=cell.unit_text,
            per_text=span.per,
            value_text=text[span.start : span.end],
            comparator=span.comparator,
            change=span.change,
            direction=span.direction,
            status=context.status,
            sentence=cell.row_text,
            where="table",
            part=part,
            row=cell.row,
            column=cell.column,
            row_header=cell.row_header,
            column_header=cell.column_header,
            is_total=cell.is_total,
            span_start=span.start,
            span_end=span.end,
            rule=span.rule,
            issues=list(span.issues),
        )
        if context.measure is not None:
            measure, record.measure_text = context.measure
            record.measure_code, record.measure_label_vi, record.measure_label_en = measure.code, measure.label_vi, measure.label_en
        self._set_period(record, context, frame)
        self._set_place(record, context, frame)
        self._result.figures.append(record)

    @staticmethod
    def _set_period(record: Figure, context: CellContext, frame: Frame) -> None:
        if context.period is not None:
            record.period_start_on, record.period_end_on = context.period
            record.period_text, record.period_source = context.period_text, context.period_source
        elif frame.title_period is not None:
            record.period_start_on, record.period_end_on = frame.title_period.first, frame.title_period.last
            record.period_text, record.period_source = frame.title_period_text, "title"

    @staticmethod
    def _set_place(record: Figure, context: CellContext, frame: Frame) -> None:
        place, source = (context.place, context.place_source) if context.place is not None else (frame.title_place, "title")
        if place is not None:
            record.place_code, record.place_text, record.place_source = place[0].code, place[1], source
        elif frame.site_place is not None:
            record.place_code, record.place_source = frame.site_place.code, "site"

    def _dates(self, findings: Findings, sentences: _Sentences) -> None:
        text, article = findings.reading.text, self._article
        reference_starts = [reference.start for reference in findings.references]
        for span in findings.dates:
            sentence = sentences.of(span.start, span.end)
            self._result.dates.append(
                DateMention(
                    date_id=self._id("d", sentence, span.start, span.end),
                    article_id=article.article_id,
                    version=article.version,
                    url=article.url,
                    kind=span.kind,
                    start_on=span.first,
                    end_on=span.last,
                    date_text=text[span.start : span.end],
                    role=_role(span, findings.references, reference_starts),
                    resolved_from=span.resolved_from,
                    calendar=span.calendar,
                    sentence=sentence.text,
                    where=findings.where,
                    part=findings.part,
                    span_start=span.start,
                    span_end=span.end,
                    rule=span.rule,
                    issues=list(span.issues),
                )
            )

    def _reference(self, findings: Findings, sentences: _Sentences, span: ReferenceSpan) -> str:
        text, article = findings.reading.text, self._article
        sentence = sentences.of(span.start, span.end)
        place = self._site_place.code if self._site_place is not None else None
        subject = _SUBJECT.match(text, span.end) if span.number else None
        deed = subject or (_DEED.match(text, span.end) if span.number else None)
        policy = known_policy(span, place, article.published_on, deed.group(1) if deed is not None else None)
        first, last = _period_of(span, findings.dates)
        record = Reference(
            reference_id=self._id("r", sentence, span.start, span.end),
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            doc_type_code=span.doc_type.code if span.doc_type is not None else None,
            doc_type_text=span.doc_type_text,
            number=span.number,
            year=span.year,
            issuer_code=span.issuer.code if span.issuer is not None else None,
            issuer_text=span.issuer_text,
            co_issuer_codes=[body.code for body in span.co_issuers],
            issued_on=span.issued_on,
            title_text=subject.group(1).strip() if subject is not None else None,
            programme_code=policy.code if policy is not None and not policy.number else None,
            programme_text=span.programme_text,
            period_start_on=first,
            period_end_on=last,
            article_ref=span.article_ref,
            policy_id=self._policy_id(span, policy, place),
            urn_lex=urn_lex(span, policy),
            relation=span.relation,
            reference_text=text[span.start : span.end],
            sentence=sentence.text,
            where=findings.where,
            part=findings.part,
            span_start=span.start,
            span_end=span.end,
            rule=span.rule,
        )
        self._result.references.append(record)
        return record.reference_id

    def _policy_id(self, span: ReferenceSpan, policy: KnownPolicy | None, place: str | None) -> str | None:
        """The identifier of a mention; a law by name has that of its number where the article gives one."""
        if span.same_as is None:
            return identify(span, policy, place)
        return identify(span.same_as, known_policy(span.same_as, place, self._article.published_on), place)

    def _anaphora(self, findings: Findings) -> None:
        """Put the words that point back to the references just written on those they point to."""
        if not findings.reading.keywords.type:
            return
        found, unresolved = find_anaphora(findings.reading, findings.references)
        first = len(self._result.references) - len(findings.references)
        for span in found:
            words = findings.reading.text[span.start : span.end]
            self._result.references[first + span.antecedent].anaphora.append(
                Anaphor(text=words, where=findings.where, span_start=span.start, span_end=span.end)
            )
        if unresolved:
            self._count_skipped({"anaphor": unresolved})


def _period_of(reference: ReferenceSpan, dates: Sequence[DateSpan]) -> tuple[date | None, date | None]:
    """The period that closes a programme's name."""
    if reference.period_at >= 0:
        for mention in dates:
            if mention.start <= reference.period_at < mention.end:
                return mention.first, mention.last
    return None, None


def _role(span: DateSpan, references: Sequence[ReferenceSpan], starts: Sequence[int]) -> str:
    at = bisect_right(starts, span.start) - 1
    if at >= 0 and span.start < references[at].end:
        return "document_issued" if span.kind == "day" else "programme_period"
    if span.rule in _PROGRAMME_RULES:
        return "programme_period"
    if span.kind == "range":
        return "event" if span.rule.startswith("day") else "reporting_period" if span.rule == "years" else "other"
    return _ROLE_BY_KIND.get(span.kind, "other")
