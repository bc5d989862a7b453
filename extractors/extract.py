"""From a page or a text to an :class:`~extractors.records.Extraction`: composes the readers.

The same text gives the same records whichever way it came in.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from extractors.facts.context import Context, ContextReader, Frame, first_place
from extractors.facts.figures import find_figures
from extractors.facts.measures import measure_of_words
from extractors.facts.number_context import FigureSpan
from extractors.facts.policies import complete_mentions, identify, known_policy, urn_lex
from extractors.facts.reading import Reading, read
from extractors.facts.references import ReferenceSpan, find_references
from extractors.facts.surroundings import sentence_of
from extractors.facts.tables import CellFigure, find_table_figures
from extractors.pages import ArticleContent, NotArticle, UndecodableError, decode, read_html, read_plain
from extractors.pages.sitemap import read_sitemap
from extractors.pages.urls import article_identity
from extractors.records import Article, DateMention, Extraction, Figure, Page, Reference, Table
from extractors.registry.lookup import KnownPlace, known_places
from extractors.vietnamese import periods
from extractors.vietnamese.dates import DateFinder, DateSpan
from extractors.vietnamese.text import normalize, sentences

EXTRACTOR_VERSION = "0.1.0"
"""Raised whenever the same page may give other records than before."""

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
_SUBJECT = re.compile(r"[ ]?,?[ ](?:về việc|về|V/v|v/v)[ ]([^.;\n“”]{8,240})")
# a column header that names no measure of its own, so that the caption's holds for it
_NEUTRAL_HEADER = re.compile(
    r"(?:[^/]{0,60} / )?(?:(?:cả |6 tháng đầu |9 tháng |6 tháng cuối )?năm)?(?: ?(?:19|20)\d\d)?"
    r"(?:số tiền|số lượng|tỷ lệ|tỉ lệ|giá trị)?(?: ?\([^()]{0,30}\))?"
)
_AIM_HEADER = re.compile(r"kế hoạch|chỉ tiêu giao|mục tiêu|dự toán|phấn đấu")
_FACT_HEADER = re.compile(r"thực hiện|giải ngân|kết quả|đạt|đã ")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def extract_page(page: Page, *, published_on: date | None = None) -> Extraction:
    """Read one page: its article with all findings, or the reason why there is none.

    Never raises for what a page holds. HTML by default; plain text when the content
    type says ``text/plain``. `published_on` overrules the page's own date line.
    """
    content = _read(page)
    if isinstance(content, NotArticle):
        return Extraction(outcome=content.outcome, reason=content.reason, links=content.links)
    if published_on is not None:
        content.published_on = published_on
        content.issues = [issue for issue in content.issues if issue != "no_date"]
    article = _article(page, content)
    result = Extraction(outcome="article", article=article, links=content.links)
    _read_facts(result, article, _site_place(page.site))
    return result


def _read(page: Page) -> ArticleContent | NotArticle:
    listing = read_sitemap(page.body)
    if listing is not None:
        return listing
    if (page.content_type or "").partition(";")[0].strip().lower() != "text/plain":
        return read_html(page.body, page.content_type, page.url)
    try:
        decoded = decode(page.body, page.content_type)
    except UndecodableError as error:
        return NotArticle(outcome="bad_encoding", reason=str(error))
    content = read_plain(decoded.text, page.url)
    if isinstance(content, ArticleContent):
        content.issues += [issue for issue in decoded.issues if issue not in content.issues]
    return content


def extract_text(text: str, *, published_on: date | None = None, title: str = "", url: str = "", site: str | None = None) -> Extraction:
    """Read `text` as the text of an article, without page furniture.

    >>> found = extract_text("Toàn tỉnh công nhận 811 người có uy tín; giải ngân đạt 28,97%.")
    >>> [(f.kind, f.value, f.value_text) for f in found.figures]
    [('count', 811.0, '811 người có uy tín'), ('percentage', 28.97, '28,97%')]
    """
    normalized = normalize(text)
    now = datetime(1970, 1, 1, tzinfo=UTC)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    identity = article_identity(url, site or "text") if url else None
    article = Article(
        article_id=identity.article_id if identity else f"{site or 'text'}-h{digest[:16]}",
        version="",
        site=site or "text",
        url=identity.canonical_url if identity else "",
        title=normalize(title),
        published_on=published_on,
        text=normalized,
        retrieved_at=now,
        first_seen_at=now,
        source="folder",
        content_sha256=digest,
        extractor_version=EXTRACTOR_VERSION,
        language=_language(normalized),
    )
    article.version = _version(article)
    result = Extraction(outcome="article", article=article)
    _read_facts(result, article, _site_place(site))
    return result


# ------------------------------------------------------------------ the article
def _article(page: Page, content: ArticleContent) -> Article:
    site = page.site or "page"
    identity = article_identity(page.url, site)
    text = "\n\n".join(content.paragraphs)
    article = Article(
        article_id=identity.article_id,
        version="",
        site=site,
        section=identity.section,
        url=identity.canonical_url,
        title=content.title,
        published_on=content.published_on,
        author=content.author,
        text=text,
        captions=content.captions,
        tables=content.tables,
        view_count=content.view_count,
        related_urls=content.related_urls,
        attachments=content.attachments,
        language=_language(text or content.title),
        retrieved_at=page.retrieved_at,
        first_seen_at=page.retrieved_at,
        source=page.source,
        source_ref=page.source_ref,
        content_sha256=hashlib.sha256(page.body).hexdigest(),
        extractor_version=EXTRACTOR_VERSION,
        issues=list(content.issues),
    )
    if page.truncated:
        article.issues.append("truncated_body")
    if article.published_on is not None and article.published_on > page.retrieved_at.date():
        article.issues.append("future_date")
    article.version = _version(article)
    return article


def _version(article: Article) -> str:
    """Hash of what makes a version: not of view counter, related list or furniture."""
    tables = [[t.caption or "", *t.header, *(cell for row in t.rows for cell in row)] for t in article.tables]
    parts = [
        article.title,
        str(article.published_on),
        article.author or "",
        article.text,
        "\x1e".join(article.captions),
        "\x1e".join("\x1f".join(t) for t in tables),
        "\x1e".join(sorted(a.url for a in article.attachments)),
    ]
    return hashlib.sha256("\x1d".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _language(text: str) -> str | None:
    """``vi`` when the text has Vietnamese letters at all; other languages are not told apart."""
    head = text[:2000].lower()
    return "vi" if len(_VIETNAMESE.findall(head)) * 50 > len(head) else None


def _site_place(site: str | None) -> KnownPlace | None:
    return _places_by_code().get(site) if site else None


def _places_by_code() -> dict[str, KnownPlace]:
    return {place.code.replace("-", ""): place for place in known_places() if place.level == "province"}


# ------------------------------------------------------------------ the facts
@dataclass(slots=True)
class _Text:
    """One text of an article with what was found in it; `where` and `part` say which text."""

    where: str
    part: int | None
    reading: Reading
    dates: list[DateSpan]
    references: list[ReferenceSpan]
    figures: list[FigureSpan]
    sentences: list[tuple[int, int]]
    skipped: Counter[str] = field(default_factory=Counter)


def _find(text: str, where: str, part: int | None, published_on: date | None) -> _Text:
    reading = read(text, published_on)
    references = find_references(reading)
    numbers = [(r.digits_start, r.digits_end) for r in references if r.digits_end > r.digits_start]
    finder = DateFinder(text, reading.low, published_on, numbers)
    dates = finder.run([(hit.start, hit.value) for hit in reading.keywords.word])
    taken = sorted(numbers + [(d.start, d.end) for d in dates] + finder.clocks)
    _date_references(references, dates)
    figures, skipped = find_figures(reading, taken)
    found = sentences(text) if where == "body" else ([(0, len(text))] if text else [])
    return _Text(where, part, reading, dates, references, figures, found, skipped)


def _date_references(references: list[ReferenceSpan], dates: list[DateSpan]) -> None:
    """``Công văn … ngày 31/3``: the day's year was resolved with the other dates of the text."""
    for reference in references:
        if reference.number and reference.issued_on is None:
            inside = [d for d in dates if d.kind == "day" and reference.digits_end <= d.start and d.end <= reference.end]
            if inside and inside[0].first is not None:
                reference.issued_on = inside[0].first
                reference.year = reference.year or inside[0].first.year


def _read_facts(result: Extraction, article: Article, site_place: KnownPlace | None) -> None:
    title = _find(article.title, "title", None, article.published_on)
    body = _find(article.text, "body", None, article.published_on)
    captions = [_find(caption, "caption", at, article.published_on) for at, caption in enumerate(article.captions)]
    texts = [title, body, *captions]
    complete_mentions([r for t in texts for r in t.references])
    frame = _frame(title, site_place)
    issues = _issues(title, [body, *captions])
    if "title_period_conflict" in issues:
        # neither of two periods that disagree may be put on a figure
        frame = replace(frame, title_period=None, title_period_text=None)
    writer = _Writer(result, article, site_place)
    for text in texts:
        writer.write(text, frame)
    for part, table in enumerate(article.tables):
        writer.write_table(part, table, frame)
    article.issues += [issue for issue in issues if issue not in article.issues]


def _frame(title: _Text, site_place: KnownPlace | None) -> Frame:
    reader = ContextReader(title.reading, title.dates, title.references, title.sentences, Frame())
    period = next((d for d in title.dates if d.kind != "day" and (d.first or d.last)), None)
    place = reader.places[0] if reader.places else None
    return Frame(
        title_period=period,
        title_period_text=title.reading.text[period.start : period.end] if period else None,
        title_place=(place.value, title.reading.text[place.start : place.end]) if place else None,
        site_place=site_place,
    )


def _issues(title: _Text, others: list[_Text]) -> list[str]:
    """What the findings say about the article as a whole."""
    found = []
    if any("impossible_date" in d.issues for t in (title, *others) for d in t.dates):
        found.append("impossible_date")
    for mention in title.dates:
        if mention.kind not in ("half_year", "nine_months", "quarter", "month") or mention.first is None or mention.last is None:
            continue
        alike = [d for t in others for d in t.dates if d.kind == mention.kind and d.first is not None and d.last is not None]
        same_part = [d for d in alike if d.first is not None and (d.first.month, d.first.day) == (mention.first.month, mention.first.day)]
        if same_part and all(d.first != mention.first for d in same_part):
            found.append("title_period_conflict")
            break
    return found


class _Label:
    """A header or caption of a table: the period and the place that it names."""

    __slots__ = ("period", "period_text", "place")

    def __init__(self, words: str, published_on: date | None) -> None:
        reading = read(words, published_on)
        dates = DateFinder(words, reading.low, published_on).run([(hit.start, hit.value) for hit in reading.keywords.word])
        mention = next((d for d in dates if d.resolved_from == "text" and (d.first is not None or d.last is not None)), None)
        year = _BARE_YEAR.fullmatch(words.rsplit(" / ", 1)[-1].strip())
        self.period: tuple[date | None, date | None] | None = None
        self.period_text: str | None = None
        if mention is not None:
            self.period, self.period_text = (mention.first, mention.last), words[mention.start : mention.end]
        elif year is not None:
            self.period, self.period_text = periods.year(int(year.group())), year.group()
        self.place = first_place(reading)


class _Writer:
    """Turns what was found into records."""

    def __init__(self, result: Extraction, article: Article, site_place: KnownPlace | None) -> None:
        self.result = result
        self.article = article
        self.site_place = site_place
        self.seen: Counter[str] = Counter()

    def write(self, text: _Text, frame: Frame) -> None:
        starts = [start for start, _ in text.sentences]
        reference_ids = [self._reference(text, starts, reference) for reference in text.references]
        for mention in text.dates:
            self._date(text, starts, mention)
        context = ContextReader(text.reading, text.dates, text.references, text.sentences, frame)
        figures: dict[int, Figure] = {}
        for span in text.figures:
            sentence = sentence_of(starts, text.sentences, span.start, span.end)
            figures[id(span)] = self._figure(text, sentence, span, context.of(span, sentence), reference_ids)
        for span in text.figures:
            if span.other is not None and id(span.other) in figures:
                figures[id(span)].change_id = figures[id(span.other)].figure_id
        for reason, count in text.skipped.items():
            self.result.skipped[reason] = self.result.skipped.get(reason, 0) + count

    def _id(self, prefix: str, text: _Text, sentence: tuple[int, int], start: int, end: int) -> str:
        """Hash of content and place: the sentence, the offset in it, the words; never of time or version."""
        body = text.reading.text
        key = f"{self.article.article_id}\x1f{text.where}\x1f{body[sentence[0] : sentence[1]]}\x1f{start - sentence[0]}\x1f{end - start}"
        self.seen[prefix + key] += 1
        if self.seen[prefix + key] > 1:
            key += f"\x1f{self.seen[prefix + key]}"
        return f"{prefix}-{hashlib.blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"

    def _figure(self, text: _Text, sentence: tuple[int, int], span: FigureSpan, context: Context, reference_ids: list[str]) -> Figure:
        body, article = text.reading.text, self.article
        unit_text = body[span.unit_start : span.unit_end] or None
        record = Figure(
            figure_id=self._id("f", text, sentence, span.start, span.end),
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            published_on=article.published_on,
            kind=span.kind,
            measure_code=context.measure.code if context.measure else None,
            measure_label_vi=context.measure.label_vi if context.measure else None,
            measure_label_en=context.measure.label_en if context.measure else None,
            measure_text=context.measure_text,
            subject_text=context.subject_text,
            value=span.value,
            value_low=span.low,
            value_high=span.high,
            numerator=span.numerator,
            denominator=span.denominator,
            unit_code=span.unit.code if span.unit else None,
            unit_text=unit_text,
            per_text=span.per,
            value_text=body[span.start : span.end],
            comparator=span.comparator,
            change=span.change,
            direction=span.direction,
            status=context.status,
            period_start_on=context.period[0] if context.period else None,
            period_end_on=context.period[1] if context.period else None,
            period_text=context.period_text,
            period_source=context.period_source,
            place_code=context.place.code if context.place else None,
            place_text=context.place_text,
            place_source=context.place_source,
            reference_id=reference_ids[context.reference] if context.reference is not None else None,
            reference_source=context.reference_source,
            sentence=body[sentence[0] : sentence[1]],
            where=text.where,
            part=text.part,
            span_start=span.start,
            span_end=span.end,
            rule=span.rule,
            issues=span.issues,
        )
        self.result.figures.append(record)
        return record

    def write_table(self, part: int, table: Table, frame: Frame) -> None:
        """The figures of one table; their period, place and measure come from its headers and caption."""
        cells, skipped = find_table_figures(table)
        for reason, count in skipped.items():
            self.result.skipped[reason] = self.result.skipped.get(reason, 0) + count
        labels: dict[str, _Label] = {}
        for cell in cells:
            headers = [cell.column_header, cell.row_header]
            if cell.row_header and cell.column_header and _BARE_YEAR.fullmatch(cell.row_header):
                headers.insert(0, f"{_BRACKETS.sub('', cell.column_header).strip()} {cell.row_header}")  # `6 tháng đầu năm` of the row `2018`
            sources = [("phrase", words) for words in headers if words] + [("paragraph", table.caption or "")]
            read_labels = [(source, labels.setdefault(words, _Label(words, self.article.published_on))) for source, words in sources if words]
            self._cell(part, table, cell, read_labels, frame)

    def _cell(self, part: int, table: Table, cell: CellFigure, labels: list[tuple[str, _Label]], frame: Frame) -> None:
        article, span = self.article, cell.span
        text = table.rows[cell.row][cell.column]
        words = " ".join(w for w in (cell.row_header, cell.column_header) if w)
        unit = span.unit.code if span.unit else None
        measure = measure_of_words(words, span.kind, unit)
        if measure is None and _NEUTRAL_HEADER.fullmatch((cell.column_header or "").lower()):
            measure = measure_of_words(table.caption or "", span.kind, unit)
        period = next(((source, label) for source, label in labels if label.period), None)
        place = next(((source, label) for source, label in labels if label.place), None)
        key = f"{article.article_id}\x1ftable\x1f{part}\x1f{cell.row}\x1f{cell.column}\x1f{words}\x1f{text}"
        record = Figure(
            figure_id=f"f-{hashlib.blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}",
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            published_on=article.published_on,
            kind=span.kind,
            value=span.value,
            numerator=span.numerator,
            denominator=span.denominator,
            unit_code=span.unit.code if span.unit else None,
            unit_text=cell.unit_text,
            per_text=span.per,
            value_text=text[span.start : span.end],
            status="target" if _AIM_HEADER.search(words.lower()) else "reported" if _FACT_HEADER.search(words.lower()) else None,
            sentence=" | ".join(dict.fromkeys(c for c in table.rows[cell.row] if c.strip())),
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
            issues=span.issues,
        )
        if measure is not None:
            record.measure_code, record.measure_label_vi, record.measure_label_en = measure[0].code, measure[0].label_vi, measure[0].label_en
            record.measure_text = measure[1]
        if period is not None:
            (record.period_start_on, record.period_end_on), record.period_text = period[1].period, period[1].period_text  # type: ignore[misc]
            record.period_source = period[0]
        elif frame.title_period is not None:
            record.period_start_on, record.period_end_on = frame.title_period.first, frame.title_period.last
            record.period_text, record.period_source = frame.title_period_text, "title"
        found = (place[1].place, place[0]) if place is not None else (frame.title_place, "title")
        if found[0] is not None:
            record.place_code, record.place_text, record.place_source = found[0][0].code, found[0][1], found[1]
        elif frame.site_place is not None:
            record.place_code, record.place_source = frame.site_place.code, "site"
        self.result.figures.append(record)

    def _date(self, text: _Text, starts: list[int], span: DateSpan) -> None:
        body, article = text.reading.text, self.article
        sentence = sentence_of(starts, text.sentences, span.start, span.end)
        self.result.dates.append(
            DateMention(
                date_id=self._id("d", text, sentence, span.start, span.end),
                article_id=article.article_id,
                version=article.version,
                url=article.url,
                kind=span.kind,
                start_on=span.first,
                end_on=span.last,
                date_text=body[span.start : span.end],
                role=_role(span, text.references),
                resolved_from=span.resolved_from,
                calendar=span.calendar,
                sentence=body[sentence[0] : sentence[1]],
                where=text.where,
                part=text.part,
                span_start=span.start,
                span_end=span.end,
                rule=span.rule,
                issues=span.issues,
            )
        )

    def _reference(self, text: _Text, starts: list[int], span: ReferenceSpan) -> str:
        body, article = text.reading.text, self.article
        sentence = sentence_of(starts, text.sentences, span.start, span.end)
        policy = known_policy(span, self.site_place.code if self.site_place else None, article.published_on)
        period = next((d for d in text.dates if d.start <= span.period_at < d.end), None) if span.period_at >= 0 else None
        subject = _SUBJECT.match(body, span.end)
        record = Reference(
            reference_id=self._id("r", text, sentence, span.start, span.end),
            article_id=article.article_id,
            version=article.version,
            url=article.url,
            doc_type_code=span.doc_type.code if span.doc_type else None,
            doc_type_text=span.doc_type_text,
            number=span.number,
            year=span.year,
            issuer_code=span.issuer.code if span.issuer else None,
            issuer_text=span.issuer_text,
            issued_on=span.issued_on,
            title_text=subject.group(1).strip() if subject and span.number else None,
            programme_code=policy.code if policy is not None and not policy.number else None,
            programme_text=span.programme_text,
            period_start_on=period.first if period else None,
            period_end_on=period.last if period else None,
            article_ref=span.article_ref,
            policy_id=identify(span, policy),
            urn_lex=urn_lex(span, policy),
            relation=span.relation,
            reference_text=body[span.start : span.end],
            sentence=body[sentence[0] : sentence[1]],
            where=text.where,
            part=text.part,
            span_start=span.start,
            span_end=span.end,
            rule=span.rule,
        )
        self.result.references.append(record)
        return record.reference_id


def _role(span: DateSpan, references: list[ReferenceSpan]) -> str:
    at = bisect_right([r.start for r in references], span.start) - 1
    if at >= 0 and span.start < references[at].end:
        return "document_issued" if span.kind == "day" else "programme_period"
    if span.rule in _PROGRAMME_RULES:
        return "programme_period"
    if span.kind == "range":
        return "event" if span.rule.startswith("day") else "reporting_period" if span.rule == "years" else "other"
    return _ROLE_BY_KIND.get(span.kind, "other")
