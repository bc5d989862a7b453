"""Every record of the datasets, each field declared once.

The Arrow schemas with their metadata, the validation, the data dictionary in
``output/README.md`` and the JSON of ``solieu extract`` are all derived from the
declarations below; nothing else in the project lists fields. A field is a type
and a :class:`Field`: ``str | None`` is a nullable string, ``int`` a required
64-bit integer, ``date`` a day, ``datetime`` a UTC timestamp, ``list[...]`` a list.

This module imports nothing of ours, so that every room may import it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

SCHEMA_VERSION = "2"
"""Raised when a field is renamed or changes its meaning (see CHANGELOG.md)."""

Codes = Mapping[str, str]


def _codes(**codes: str) -> Codes:
    return MappingProxyType(codes)


@dataclass(frozen=True, slots=True)
class Field:
    """What a column means: its meaning, unit, closed code list and range.

    ``codes`` is a closed list (code → meaning): another value fails validation.
    ``code_list`` names the published list an open code comes from.
    ``low`` and ``high`` bound a number, inclusive.
    """

    meaning: str
    unit: str | None = None
    codes: Codes | None = None
    code_list: str | None = None
    low: float | None = None
    high: float | None = None


# ------------------------------------------------------------------ code lists
FIGURE_KINDS = _codes(
    count="how many of something",
    percentage="a share or rate in percent or percentage points",
    ratio="part of a whole, written with a slash",
    money="an amount of money, in the currency's own unit",
    measure="a number with a physical unit, or an age",
    duration="a length of time that is no calendar period",
)
COMPARATORS = _codes(
    exact="stated as it is",
    about="khoảng, chừng, ước",
    over="trên, hơn, quá",
    under="dưới",
    nearly="gần",
    at_least="ít nhất, tối thiểu, trở lên",
    at_most="không quá, tối đa, trở xuống",
    vague="hàng chục, hàng nghìn: only value_low is known",
    range="two ends: value_low and value_high",
)
CHANGES = _codes(**{"from": "the value before", "to": "the value after", "by": "the difference"})
DIRECTIONS = _codes(up="a rise", down="a fall")
STATUSES = _codes(reported="stated as a fact", target="a plan, an aim or an order")
PERIOD_SOURCES = _codes(
    phrase="a period in the figure's own clause",
    sentence="a period elsewhere in the sentence",
    paragraph="the last period stated before in the paragraph",
    title="a period in the title or in a line that heads a part of the text",
    publication="the publication date",
)
PLACE_SOURCES = _codes(
    phrase="a place in the figure's own clause",
    sentence="a place elsewhere in the sentence",
    paragraph="the first place named in the paragraph",
    title="a place in the title",
    article="the first place that the article names",
    site="the place the site is about",
)
REFERENCE_SOURCES = _codes(
    phrase="a policy in the figure's own clause",
    sentence="a policy elsewhere in the sentence",
    paragraph="the policy of the sentence before, which this one goes on with",
    title="the document that heads the text",
)
DATE_KINDS = _codes(
    day="one day",
    month="one month",
    quarter="three months, quý I to IV",
    half_year="the first or last six months of a year",
    nine_months="the first nine months of a year",
    year="one calendar year",
    range="two ends, one of which may be open",
    other_period="another period; the end that is not known is null",
)
DATE_ROLES = _codes(
    document_issued="the day a cited document was issued",
    event="when something happened or will happen",
    reporting_period="the period that figures are about",
    programme_period="the period of a programme, plan or term",
    other="none of these, or not decided",
)
RESOLVED_FROM = _codes(
    text="complete in the text itself",
    publication="the year was taken from the publication date",
)
RELATIONS = _codes(
    implements="thực hiện, triển khai",
    guides="hướng dẫn, quy định chi tiết",
    amends="sửa đổi, bổ sung",
    replaces="thay thế, bãi bỏ",
    based_on="căn cứ, theo",
)
WHERE = _codes(body="articles.text", title="articles.title", caption="an entry of articles.captions", table="a cell of an entry of articles.tables")
SOURCES = _codes(live="fetched from the site", archive="replayed from a web archive", folder="read from a folder of saved pages")
OUTCOMES = _codes(
    article="an article was read",
    listing="a page that lists articles",
    attachment="a file linked from an article",
    duplicate="the same article under another URL",
    unchanged="the same body as at the last fetch",
    gone="404 or 410",
    soft_404="an error page sent with status 200",
    robots="forbidden by robots.txt, not fetched",
    offsite="outside the site's own hosts, not fetched",
    too_large="larger than the limit",
    bad_encoding="the bytes could not be read as text",
    error="another failure; see reason",
)
EXITS = _codes(complete="all that was found was fetched", interrupted="stopped before the end", failed="ended by an error")
PLACE_LEVELS = _codes(
    country="country",
    province="province or central city",
    district="district, town or city of a province",
    commune="commune, ward or township",
    region="region without an administration of its own",
)
ARTICLE_ISSUES = _codes(
    title_period_conflict="the title and the body name different periods of the same kind",
    no_date="no publication date was found",
    future_date="the publication date is after the retrieval",
    impossible_date="a date in the text does not exist in the calendar",
    empty_body="no body text was found",
    no_title="no title was found",
    repaired_encoding="the declared charset was wrong; the text was repaired",
    lossy_encoding="some bytes could not be decoded and were replaced",
    truncated_body="the page or its archive record ends early",
    truncated_table="a table was too large and was cut",
)


# ------------------------------------------------------------------ shared field types
Span = Annotated[int, Field("first code point of the words read, in the text that `where` names", "code points", low=0)]
SpanEnd = Annotated[int, Field("one past the last code point of the words read", "code points", low=0)]
Where = Annotated[str, Field("which text the span counts in", codes=WHERE)]
Part = Annotated[int | None, Field("which caption or table of the article (from 0); null in body and title", low=0)]
Sentence = Annotated[str, Field("the sentence, caption or table row that states it, as written")]
RuleName = Annotated[str, Field("the rule that read it")]
ArticleId = Annotated[str, Field("the article it stands in: articles.article_id")]
Version = Annotated[str, Field("the version of the article it stands in: articles.version")]
Url = Annotated[str, Field("canonical URL of the article")]


@dataclass(slots=True, kw_only=True)
class Table:
    """A table of an article's body; merged words are repeated in every place they cover, a merged number stands in the first."""

    caption: Annotated[str | None, Field("the caption or the line above, as written")] = None
    header: Annotated[list[str], Field("one text per column; header rows joined by a slash")] = _field(default_factory=list)
    rows: Annotated[list[list[str]], Field("the rows below the header, one text per column")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Attachment:
    """A file that an article links to."""

    url: Annotated[str, Field("absolute URL of the file; pages.url of its fetches, where it is on the site")]
    media_type: Annotated[str, Field("media type, from the name where the server did not say")]


@dataclass(slots=True, kw_only=True)
class Anaphor:
    """Words that point back to a document named before: `Chỉ thị trên`, `Quyết định này`."""

    text: Annotated[str, Field("the words as written")]
    where: Where
    span_start: Span
    span_end: SpanEnd


@dataclass(slots=True, kw_only=True)
class Article:
    """One version of an article."""

    TABLE: ClassVar[str] = "articles"
    KEY: ClassVar[tuple[str, ...]] = ("article_id", "version")

    article_id: Annotated[str, Field("site and the CMS's numeric id, else a hash of the canonical URL")]
    version: Annotated[str, Field("hash of title, date, author, text, captions, tables and attachments")]
    is_current: Annotated[bool, Field("true for the newest version")] = True
    site: Annotated[str, Field("site the article belongs to", code_list="spiders/sites.toml")]
    section: Annotated[str | None, Field("section of the site, from the URL")] = None
    url: Annotated[str, Field("canonical URL, as at the newest capture of this version")]
    title: Annotated[str, Field("title as written")]
    published_on: Annotated[date | None, Field("the day of the page's own date line")] = None
    author: Annotated[str | None, Field("author as signed")] = None
    text: Annotated[str, Field("body in NFC, paragraphs separated by a blank line; without title, captions and page furniture")]
    captions: Annotated[list[str], Field("captions of pictures, in page order")] = _field(default_factory=list)
    tables: Annotated[list[Table], Field("HTML tables of the body")] = _field(default_factory=list)
    view_count: Annotated[int | None, Field("view counter at retrieval", "views", low=0)] = None
    related_urls: Annotated[list[str], Field("articles the page links to as related")] = _field(default_factory=list)
    attachments: Annotated[list[Attachment], Field("files the article links to")] = _field(default_factory=list)
    language: Annotated[str | None, Field("ISO 639-1 code of the text")] = None
    retrieved_at: Annotated[datetime, Field("when these bytes were captured (UTC)")]
    first_seen_at: Annotated[datetime, Field("when this version was first captured (UTC)")]
    gone_at: Annotated[
        datetime | None, Field("when the article was found gone: 404 or 410 in two crawls in a row, at the second (UTC); null while it answers")
    ] = None
    source: Annotated[str, Field("how the page came in", codes=SOURCES)]
    source_ref: Annotated[str | None, Field("WARC file and offset, or the file's name")] = None
    content_sha256: Annotated[str, Field("SHA-256 of the raw body")]
    extractor_version: Annotated[str, Field("version of the extractor that read it")]
    issues: Annotated[list[str], Field("what is doubtful about the article", codes=ARTICLE_ISSUES)] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Figure:
    """One figure that an article states."""

    TABLE: ClassVar[str] = "figures"
    KEY: ClassVar[tuple[str, ...]] = ("figure_id", "version")

    figure_id: Annotated[str, Field("hash of article, sentence, place in it and words; the same in every run")]
    article_id: ArticleId
    version: Version
    url: Url
    published_on: Annotated[date | None, Field("publication date of the article")] = None

    kind: Annotated[str, Field("what sort of figure", codes=FIGURE_KINDS)]
    measure_code: Annotated[str | None, Field("what was counted or measured", code_list="measures")] = None
    measure_label_vi: Annotated[str | None, Field("the measure's name in Vietnamese")] = None
    measure_label_en: Annotated[str | None, Field("the measure's name in English")] = None
    measure_text: Annotated[str | None, Field("the noun phrase that names the measure, as written")] = None
    subject_text: Annotated[str | None, Field("the noun phrase the number stands with, as written")] = None

    value: Annotated[float | None, Field("the value; null for a ratio, a range or a vague number")] = None
    value_low: Annotated[float | None, Field("lower end of a range or of a vague number")] = None
    value_high: Annotated[float | None, Field("upper end of a range")] = None
    numerator: Annotated[float | None, Field("the part, for a ratio")] = None
    denominator: Annotated[float | None, Field("the whole, for a ratio")] = None
    unit_code: Annotated[str | None, Field("unit; null when unknown", code_list="extractors/registry/units.toml")] = None
    unit_text: Annotated[str | None, Field("unit or head noun as written")] = None
    per_text: Annotated[str | None, Field("what the value is per, as written (`người/năm`)")] = None
    value_text: Annotated[str, Field("the words read: text[span_start:span_end]")]

    comparator: Annotated[str, Field("how the value bounds the truth", codes=COMPARATORS)] = "exact"
    change: Annotated[str | None, Field("its part in a stated change", codes=CHANGES)] = None
    direction: Annotated[str | None, Field("direction of the change", codes=DIRECTIONS)] = None
    change_id: Annotated[str | None, Field("the figure_id of the other end of the same change")] = None
    status: Annotated[str | None, Field("fact or plan; null when undecided", codes=STATUSES)] = None

    period_start_on: Annotated[date | None, Field("first day of the period it is about")] = None
    period_end_on: Annotated[date | None, Field("last day of the period it is about, inclusive")] = None
    period_text: Annotated[str | None, Field("the words that name the period")] = None
    period_source: Annotated[str | None, Field("where the period was found", codes=PERIOD_SOURCES)] = None
    place_code: Annotated[str | None, Field("place it is about", code_list="places")] = None
    place_text: Annotated[str | None, Field("the words that name the place")] = None
    place_source: Annotated[str | None, Field("where the place was found", codes=PLACE_SOURCES)] = None
    reference_id: Annotated[str | None, Field("the policy it is about: references.reference_id")] = None
    reference_source: Annotated[str | None, Field("where the policy was found", codes=REFERENCE_SOURCES)] = None

    sentence: Sentence
    where: Where
    part: Part = None
    row: Annotated[int | None, Field("row of the table (from 0)", low=0)] = None
    column: Annotated[int | None, Field("column of the table (from 0)", low=0)] = None
    row_header: Annotated[str | None, Field("header of the table row")] = None
    column_header: Annotated[str | None, Field("header of the table column")] = None
    is_total: Annotated[bool | None, Field("true in a total row or column of a table; null outside tables")] = None
    span_start: Span
    span_end: SpanEnd
    rule: RuleName
    issues: Annotated[list[str], Field("what is doubtful about the figure")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class DateMention:
    """One date or period that an article names."""

    TABLE: ClassVar[str] = "dates"
    KEY: ClassVar[tuple[str, ...]] = ("date_id", "version")

    date_id: Annotated[str, Field("hash of article, sentence, place in it and words; the same in every run")]
    article_id: ArticleId
    version: Version
    url: Url
    kind: Annotated[str, Field("what sort of date or period", codes=DATE_KINDS)]
    start_on: Annotated[date | None, Field("first day; null when open or not known")] = None
    end_on: Annotated[date | None, Field("last day, inclusive; null when open or not known")] = None
    date_text: Annotated[str, Field("the words read: text[span_start:span_end]")]
    role: Annotated[str, Field("what the date is for", codes=DATE_ROLES)] = "other"
    resolved_from: Annotated[str | None, Field("where a missing year came from; null when it stays unknown", codes=RESOLVED_FROM)] = "text"
    calendar: Annotated[str, Field("calendar of the words; a lunar date is not converted", codes=_codes(gregorian="solar", lunar="âm lịch"))] = "gregorian"
    sentence: Sentence
    where: Where
    part: Part = None
    span_start: Span
    span_end: SpanEnd
    rule: RuleName
    issues: Annotated[list[str], Field("what is doubtful about the date")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Reference:
    """One mention of a legal or policy document or of a named programme."""

    TABLE: ClassVar[str] = "references"
    KEY: ClassVar[tuple[str, ...]] = ("reference_id", "version")

    reference_id: Annotated[str, Field("hash of article, sentence, place in it and words; the same in every run")]
    article_id: ArticleId
    version: Version
    url: Url
    doc_type_code: Annotated[str | None, Field("document type; null when unknown", code_list="extractors/registry/doc_types.toml")] = None
    doc_type_text: Annotated[str | None, Field("document type as written, in lower case")] = None
    number: Annotated[str | None, Field("number and symbol without spaces: 2085/QĐ-TTg")] = None
    year: Annotated[int | None, Field("year of issue", low=1900, high=2200)] = None
    issuer_code: Annotated[str | None, Field("issuing body; null when unknown", code_list="extractors/registry/issuers.toml")] = None
    issuer_text: Annotated[str | None, Field("issuing body as written")] = None
    co_issuer_codes: Annotated[list[str], Field("the other bodies of a joint document", code_list="extractors/registry/issuers.toml")] = _field(
        default_factory=list
    )
    issued_on: Annotated[date | None, Field("day of issue")] = None
    title_text: Annotated[str | None, Field("title or subject as written (`về việc …`)")] = None
    programme_code: Annotated[str | None, Field("programme; null when unknown", code_list="policies")] = None
    programme_text: Annotated[str | None, Field("name of the programme, scheme, project or law as written")] = None
    period_start_on: Annotated[date | None, Field("first day of the programme's period as written")] = None
    period_end_on: Annotated[date | None, Field("last day of the programme's period as written, inclusive")] = None
    article_ref: Annotated[str | None, Field("Điều, khoản, điểm as cited")] = None
    policy_id: Annotated[
        str | None,
        Field(
            "one identifier for one document across articles: vn/<issuer>/<type>/<year or ->/<number>; by name only, vn/-/<type>/<period or ->/<name>",
            code_list="policies",
        ),
    ] = None
    urn_lex: Annotated[str | None, Field("urn:lex:vn name (RFC 9676) when type, issuer and date are known")] = None
    relation: Annotated[str | None, Field("what the sentence does with the document", codes=RELATIONS)] = None
    anaphora: Annotated[list[Anaphor], Field("words later in the same text that point back to this mention (`Chỉ thị trên`)")] = _field(default_factory=list)
    reference_text: Annotated[str, Field("the words read: text[span_start:span_end]")]
    sentence: Sentence
    where: Where
    part: Part = None
    span_start: Span
    span_end: SpanEnd
    rule: RuleName
    issues: Annotated[list[str], Field("what is doubtful about the mention")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Policy:
    """One policy, legal document or programme of the code list or of the articles."""

    TABLE: ClassVar[str] = "policies"
    KEY: ClassVar[tuple[str, ...]] = ("policy_id",)

    policy_id: Annotated[str, Field("vn/<issuer>/<type>/<year or ->/<number>, or vn/programme/<code>")]
    doc_type_code: Annotated[str | None, Field("document type", code_list="extractors/registry/doc_types.toml")] = None
    number: Annotated[str | None, Field("number and symbol without spaces")] = None
    issuer_code: Annotated[str | None, Field("issuing body", code_list="extractors/registry/issuers.toml")] = None
    issued_on: Annotated[date | None, Field("day of issue")] = None
    title_vi: Annotated[str | None, Field("title or usual name in Vietnamese")] = None
    title_en: Annotated[str | None, Field("title or usual name in English")] = None
    period_start_on: Annotated[date | None, Field("first day of its period")] = None
    period_end_on: Annotated[date | None, Field("last day of its period, inclusive")] = None
    aliases: Annotated[list[str], Field("other names it goes by")] = _field(default_factory=list)
    official_url: Annotated[str | None, Field("where the text is published officially")] = None
    in_code_list: Annotated[bool, Field("true when the code list knows it, false when only articles cite it")] = True


@dataclass(slots=True, kw_only=True)
class Measure:
    """One measure of the code list: what a figure can count or measure."""

    TABLE: ClassVar[str] = "measures"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: Annotated[str, Field("code used in figures.measure_code")]
    label_vi: Annotated[str, Field("name in Vietnamese")]
    label_en: Annotated[str, Field("name in English")]
    default_unit_code: Annotated[str | None, Field("usual unit", code_list="extractors/registry/units.toml")] = None
    examples: Annotated[list[str], Field("words that state it")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Place:
    """One place of the code list."""

    TABLE: ClassVar[str] = "places"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: Annotated[str, Field("code used in figures.place_code")]
    name: Annotated[str, Field("name before the mergers of July 2025")]
    level: Annotated[str, Field("level of administration", codes=PLACE_LEVELS)]
    parent_code: Annotated[str | None, Field("place it belonged to before July 2025")] = None
    name_since_2025: Annotated[str | None, Field("name since July 2025, where it is known")] = None
    parent_since_2025_code: Annotated[str | None, Field("place it belongs to since July 2025, where it is known")] = None
    aliases: Annotated[list[str], Field("other spellings")] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PageFetch:
    """One fetch, whatever became of it, so that nothing is lost silently."""

    TABLE: ClassVar[str] = "pages"
    KEY: ClassVar[tuple[str, ...]] = ("run_id", "requested_url", "fetched_at")

    url: Annotated[str, Field("URL that answered; an article's is canonical, a file's is that of articles.attachments")]
    requested_url: Annotated[str, Field("URL that was asked for")]
    fetched_at: Annotated[datetime, Field("when it was fetched or captured (UTC)")]
    status: Annotated[int | None, Field("HTTP status; null without an answer", low=100, high=599)] = None
    outcome: Annotated[str, Field("what became of it", codes=OUTCOMES)]
    reason: Annotated[str | None, Field("why, in words")] = None
    bytes: Annotated[int | None, Field("length of the decoded body", "bytes", low=0)] = None
    content_sha256: Annotated[str | None, Field("SHA-256 of the decoded body")] = None
    source_ref: Annotated[str | None, Field("WARC file and offset, or the file's name")] = None
    run_id: Annotated[str, Field("run it belongs to: runs.run_id")]


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of a crawl or import."""

    TABLE: ClassVar[str] = "runs"
    KEY: ClassVar[tuple[str, ...]] = ("run_id",)

    run_id: Annotated[str, Field("time and random part; rises with time")]
    started_at: Annotated[datetime, Field("start (UTC)")]
    finished_at: Annotated[datetime | None, Field("end (UTC); null when it was killed")] = None
    site: Annotated[str, Field("site that was read", code_list="spiders/sites.toml")]
    pages: Annotated[int, Field("fetches", "pages", low=0)] = 0
    articles: Annotated[int, Field("fetches with outcome article", "pages", low=0)] = 0
    listings: Annotated[int, Field("fetches with outcome listing", "pages", low=0)] = 0
    unchanged: Annotated[int, Field("fetches with outcome duplicate or unchanged", "pages", low=0)] = 0
    failed: Annotated[int, Field("fetches with any other outcome", "pages", low=0)] = 0
    figures: Annotated[int, Field("figures read in this run", low=0)] = 0
    new_articles: Annotated[int, Field("articles met for the first time", "articles", low=0)] = 0
    changed_articles: Annotated[int, Field("known articles of which another version than the current one was read", "articles", low=0)] = 0
    gone_articles: Annotated[int, Field("known articles found gone: 404 or 410 for the second crawl in a row", "articles", low=0)] = 0
    extractor_version: Annotated[str, Field("version of the extractor")]
    exit: Annotated[str | None, Field("how it ended; null when it was killed", codes=EXITS)] = None


TABLES: tuple[type[Any], ...] = (Article, Figure, DateMention, Reference, Policy, Measure, Place, PageFetch, Run)
"""The datasets, in the order in which they are documented and published."""


# ------------------------------------------------------------------ reading the declarations
@dataclass(frozen=True, slots=True)
class Column:
    """One declared field: its name, its type without ``None`` and ``Annotated``, and what it means."""

    name: str
    type: Any
    nullable: bool
    field: Field


def columns(record: type[Any]) -> tuple[Column, ...]:
    """The fields of a record in declared order.

    >>> [c.name for c in columns(Measure)][:2]
    ['code', 'label_vi']
    """
    hints = get_type_hints(record, include_extras=True)
    return tuple(_column(name, hint) for name, hint in hints.items() if get_origin(hint) is not ClassVar)


def _column(name: str, hint: object) -> Column:
    declared, meaning = get_args(hint)
    inner = [t for t in get_args(declared) if t is not type(None)]
    nullable = type(None) in get_args(declared)
    return Column(name, inner[0] if nullable else declared, nullable, meaning)


# ------------------------------------------------------------------ what goes in and what comes out
@dataclass(slots=True, kw_only=True)
class Page:
    """One page as it came in: the input of the extractors.

    ``body`` is the raw bytes after content decoding (gzip undone, charset not).
    ``content_type`` is the header's value, charset included, or ``None``.
    """

    url: str
    body: bytes
    content_type: str | None = None
    retrieved_at: datetime
    source: str = "live"
    source_ref: str | None = None
    site: str | None = None
    truncated: bool = False


@dataclass(slots=True, kw_only=True)
class Extraction:
    """What one page gave: its article with all findings, or why there is none.

    ``outcome`` is a code of ``OUTCOMES`` (``article``, ``listing``, ``soft_404``,
    ``bad_encoding``, ``error``); ``article`` is ``None`` unless it is ``article``.
    ``skipped`` counts numbers that were seen and not taken as figures, by reason.
    ``links`` are the absolute URLs the page links to, in page order; ``post_backs``
    counts pages of a pager that no URL leads to.
    """

    outcome: str
    reason: str | None = None
    article: Article | None = None
    figures: list[Figure] = _field(default_factory=list)
    dates: list[DateMention] = _field(default_factory=list)
    references: list[Reference] = _field(default_factory=list)
    skipped: dict[str, int] = _field(default_factory=dict)
    links: list[str] = _field(default_factory=list)
    post_backs: int = 0


@dataclass(slots=True, kw_only=True)
class Sighting:
    """What a fetch that gave no rows tells of an article known from before: it is as it was, or missing once more.

    With ``gone``, the article answered 404 or 410 in this crawl and in the one before; else ``version`` is
    the version that was met again, at the canonical ``url`` in ``section``.
    """

    article_id: str
    version: str | None = None
    url: str | None = None
    section: str | None = None
    gone: bool = False


@dataclass(slots=True, kw_only=True)
class Harvest:
    """What a spider yields for one fetch: the item that pipelines stage in one transaction.

    ``key`` names the fetch within its run; once it is staged, it is done.
    """

    key: str
    page: PageFetch
    extraction: Extraction | None = None
    sighting: Sighting | None = None
