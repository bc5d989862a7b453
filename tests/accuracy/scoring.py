"""How well the extractors read annotated documents.

The rules of matching, as the annotation guidelines describe them and as we decided where they are silent:

figures     Found when kind and values agree (a ratio: both parts; a range: both ends; a vague number: its lower end).
            On the found: ``unit``, ``comparator`` and ``change``. A unit agrees when one spelling begins with the
            other; percentages and money agree by their code.
dates       Found when both ends agree; ``kind`` on the found. A date with no known end is neither asked nor
            punished. Neither are words that only count from today (``năm ngoái``) where a set does not annotate them.
references  With a number: found when the normalised numbers agree. Without: when the names share 60 % of their
            words. On the found, where annotated: ``doc_type``, ``issued_on``, ``issuer`` (half of the words).
context     On the found figures of sets that annotate it, each with precision and recall, because a wrong context
            is worse than none:
            ``measure``  right when the words of the annotated noun phrase and those of the reading (measure_text,
                         subject_text, the measure's two names in the code list, or one of its phrases) overlap by at
                         least half of the shorter one. Only recall: a reading always has its own words.
            ``period``   right when both ends agree.
            ``place``    right when one folded name, without its administrative word, contains the other.
            ``policy``   right when the linked reference has the annotated number, or its name shares 60 % of its words.

Where several readings fit one annotation, the one that agrees in most goes to it; each is used once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from extractors import Extraction, extract_text
from extractors.records import DateMention, Figure, Reference
from extractors.registry.lookup import known_measures
from extractors.vietnamese.text import fold

CLASSES = ("figures", "dates", "references")
CONTEXT = ("measure", "period", "place", "policy")

Annotation = Mapping[str, Any]

_PUNCTUATION = re.compile(r"[\s“”\"'’‘.,;:()/–-]+")
_RELATIVE = re.compile(r"(?:nam|thang|tuan|quy) (?:nay|ngoai|truoc|sau|qua)|(?:hom|sang|chieu|toi) (?:nay|qua)|cung ky|hien nay")
_ADMINISTRATIVE = re.compile(r"^(?:tinh|huyen|thanh pho|tp|thi xa|tx|thi tran|xa|phuong|quan|thon|lang|ban)\.? ")


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated document."""

    id: str
    text: str
    title: str
    published_on: date | None
    figures: list[dict[str, Any]]
    dates: list[dict[str, Any]]
    references: list[dict[str, Any]]


def load(path: Path) -> list[Document]:
    """The annotated documents of one JSON-lines file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Document(
            row["id"],
            row["text"],
            row.get("title") or "",
            date.fromisoformat(row["published_on"]) if row.get("published_on") else None,
            row["figures"],
            row["dates"],
            row["references"],
        )
        for row in rows
    ]


def read(document: Document) -> Extraction:
    """What the extractors make of the document."""
    return extract_text(document.text, published_on=document.published_on, title=document.title)


# ------------------------------------------------------------------ tallies
@dataclass(slots=True)
class Tally:
    """How many of how many: of the annotated ones, and of those that were read."""

    right: int = 0
    asked: int = 0
    given: int = 0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The result of one set: tallies by name, and each failure in words.

    A failure names its document, class, what went wrong, and the words; it holds no offset,
    so that it stays the same when texts around it change.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    failures: list[str] = field(default_factory=list)

    def as_numbers(self) -> dict[str, dict[str, float | int]]:
        """Precision, recall, F1 and counts by name."""
        return {
            name: {"precision": round(t.precision, 4), "recall": round(t.recall, 4), "f1": round(t.f1, 4), "asked": t.asked, "given": t.given}
            for name, t in sorted(self.tallies.items())
        }


def score(documents: Iterable[Document], *, relative: bool, context: bool) -> Score:
    """Read and score `documents`.

    `relative` says whether the set annotates relative words, `context` whether it annotates
    measure, period, place and policy.
    """
    result = Score()
    for document in documents:
        _Scorer(document, read(document), result, relative, context).run()
    result.failures.sort()
    return result


class _Scorer:
    def __init__(self, document: Document, found: Extraction, result: Score, relative: bool, context: bool) -> None:
        self.document, self.found, self.result = document, found, result
        self.relative, self.context = relative, context
        self.by_id = {r.reference_id: r for r in found.references}

    def run(self) -> None:
        self._figures()
        self._dates()
        self._references()

    def _fail(self, group: str, what: str, words: str, detail: str = "") -> None:
        words = " ".join(words.split())
        self.result.failures.append(f"{self.document.id} {group} {what}: {words}" + (f" [{detail}]" if detail else ""))

    def _count(self, group: str, kind: str, right: bool) -> None:
        for name in (group, f"{group}/{kind}"):
            self.result.tallies[name].asked += 1
            self.result.tallies[name].right += right

    def _given(self, group: str, kinds: Iterable[str]) -> None:
        for kind in kinds:
            for name in (group, f"{group}/{kind}"):
                self.result.tallies[name].given += 1

    def _on_found(self, group: str, attribute: str, words: str, right: bool, detail: str) -> None:
        tally = self.result.tallies[f"{group}.{attribute}"]
        tally.asked += 1
        tally.given += 1
        tally.right += right
        if not right:
            self._fail(group, f"wrong {attribute}", words, detail)

    # -------------------------------------------------------------- figures
    def _figures(self) -> None:
        pairs, rest = pair(self.document.figures, self.found.figures, figure_agrees)
        for gold, figure in pairs:
            self._count("figures", gold["kind"], figure is not None)
            if figure is None:
                self._fail("figures", "missed", gold["text"], gold["kind"])
                continue
            for attribute, right, detail in figure_attributes(gold, figure):
                self._on_found("figures", attribute, gold["text"], right, detail)
            if self.context:
                for attribute in CONTEXT:
                    self._context(attribute, gold, figure)
        self._given("figures", (f.kind for f in self.found.figures))
        for figure in rest:
            self._fail("figures", "spurious", figure.value_text, figure.kind)

    def _context(self, attribute: str, gold: Annotation, figure: Figure) -> None:
        wanted = gold.get("reference" if attribute == "policy" else attribute)
        given = _given_context(attribute, figure)
        right = wanted is not None and given is not None and self._context_agrees(attribute, wanted, figure)
        tally = self.result.tallies[f"figures.{attribute}"]
        tally.asked += wanted is not None
        tally.given += given is not None if attribute != "measure" else wanted is not None and given is not None
        tally.right += right
        if wanted is not None and not right:
            self._fail("figures", f"{'no' if given is None else 'wrong'} {attribute}", gold["text"], f"{_plain(wanted)} ← {given}")
        elif wanted is None and given is not None and attribute != "measure":
            self._fail("figures", f"invented {attribute}", gold["text"], str(given))

    def _context_agrees(self, attribute: str, wanted: Any, figure: Figure) -> bool:
        if attribute == "measure":
            return measure_agrees(wanted, figure)
        if attribute == "period":
            return (wanted["start"], wanted["end"]) == (_iso(figure.period_start_on), _iso(figure.period_end_on))
        if attribute == "place":
            return place_agrees(wanted, figure.place_text or "")
        named = [r for r in self.document.references if r["text"].startswith(wanted)]  # some annotations quote the number alone
        gold = next((r for r in named if r["text"] == wanted), named[0] if named else {"text": wanted})
        linked = self.by_id.get(figure.reference_id or "")
        return linked is not None and reference_agrees(gold, linked)

    # -------------------------------------------------------------- dates
    def _dates(self) -> None:
        free = [_words(d["text"]) for d in self.document.dates if d["start"] is None and d["end"] is None]
        wanted = [d for d in self.document.dates if (d["start"] or d["end"]) and self._scored(d["text"])]
        given = [d for d in self.found.dates if (d.start_on or d.end_on) and self._scored(d.date_text) and not _within(d.date_text, free)]
        pairs, rest = pair(wanted, given, date_agrees)
        for gold, mention in pairs:
            self._count("dates", gold["kind"], mention is not None)
            if mention is None:
                self._fail("dates", "missed", gold["text"], f"{gold['kind']} {gold['start']}..{gold['end']}")
                continue
            self._on_found("dates", "kind", gold["text"], gold["kind"] == mention.kind, f"{gold['kind']} ← {mention.kind}")
        self._given("dates", (d.kind for d in given))
        for mention in rest:
            self._fail("dates", "spurious", mention.date_text, f"{mention.kind} {_iso(mention.start_on)}..{_iso(mention.end_on)}")

    def _scored(self, words: str) -> bool:
        return self.relative or _RELATIVE.search(fold(words)) is None

    # -------------------------------------------------------------- references
    def _references(self) -> None:
        pairs, rest = pair(self.document.references, self.found.references, reference_agrees)
        for gold, mention in pairs:
            self._count("references", "numbered" if gold.get("number") else "named", mention is not None)
            if mention is None:
                self._fail("references", "missed", gold["text"], gold.get("number") or "named")
                continue
            for attribute, right, detail in reference_attributes(gold, mention):
                self._on_found("references", attribute, gold["text"], right, detail)
        self._given("references", ("numbered" if r.number else "named" for r in self.found.references))
        for mention in rest:
            self._fail("references", "spurious", mention.reference_text, mention.number or "named")


# ------------------------------------------------------------------ pairing
def pair(wanted: list[Any], given: list[Any], agrees: Any) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Each annotation with the reading that agrees with it best, or None; and the readings left over.

    Of several that agree, the one that shares most with the annotated words and attributes wins.
    """
    rest = list(given)
    pairs: list[tuple[Any, Any]] = []
    for gold in wanted:
        options = [item for item in rest if agrees(gold, item)]
        best = max(options, key=lambda item: _closeness(gold, item), default=None)
        if best is not None:
            rest = [item for item in rest if item is not best]
        pairs.append((gold, best))
    return pairs, rest


def _closeness(gold: Annotation, item: Any) -> float:
    if isinstance(item, Figure):
        attributes, words = figure_attributes(gold, item), item.value_text
    elif isinstance(item, DateMention):
        attributes, words = iter([("kind", gold["kind"] == item.kind, "")]), item.date_text
    else:
        attributes, words = reference_attributes(gold, item), item.reference_text
    return sum(right for _, right, _ in attributes) + overlap(gold["text"], words)


# ------------------------------------------------------------------ figures
def figure_agrees(gold: Annotation, figure: Figure) -> bool:
    """Kind and values."""
    return gold["kind"] == figure.kind and _gold_values(gold) == _values(figure)


def _gold_values(gold: Annotation) -> tuple[Any, ...]:
    comparator = gold.get("comparator") or "exact"
    if gold["kind"] == "ratio" and gold.get("numerator") is not None:
        return ("ratio", _number(gold["numerator"]), _number(gold["denominator"]))
    if comparator == "range":
        return ("range", _number(gold["low"]), _number(gold["high"]))
    if comparator == "vague":
        return ("vague", _number(gold["low"]))
    return (_number(gold.get("value")),)


def _values(figure: Figure) -> tuple[Any, ...]:
    if figure.kind == "ratio" and figure.numerator is not None:
        return ("ratio", _number(figure.numerator), _number(figure.denominator))
    if figure.comparator == "range":
        return ("range", _number(figure.value_low), _number(figure.value_high))
    if figure.comparator == "vague":
        return ("vague", _number(figure.value_low))
    return (_number(figure.value),)


def _number(value: float | None) -> float | None:
    """Nine digits: sums written in billions are floats."""
    return None if value is None else float(f"{value:.9g}")


_PERCENT = {"%": "percent", "‰": "per_mille", "phần trăm": "percent", "điểm phần trăm": "percentage_point", "điểm %": "percentage_point"}


def figure_attributes(gold: Annotation, figure: Figure) -> Iterator[tuple[str, bool, str]]:
    """Each attribute's name, whether it agrees, and what was asked and given."""
    wanted = gold.get("comparator") or "exact"
    yield "comparator", wanted == figure.comparator, f"{wanted} ← {figure.comparator}"
    yield "change", gold.get("change") == figure.change, f"{gold.get('change')} ← {figure.change}"
    unit = gold.get("unit")
    if not unit:
        return
    if gold["kind"] in ("percentage", "money"):
        code = _PERCENT.get(unit.strip().casefold(), unit)
        yield "unit", code == figure.unit_code, f"{code} ← {figure.unit_code}"
        return
    asked, read_as = _words(unit), _words(figure.unit_text or "")
    agrees = bool(read_as) and (asked.startswith(read_as) or read_as.startswith(asked))
    yield "unit", agrees, f"{unit} ← {figure.unit_text}"


# ------------------------------------------------------------------ dates
def date_agrees(gold: Annotation, mention: DateMention) -> bool:
    """Both ends."""
    return (gold["start"], gold["end"]) == (_iso(mention.start_on), _iso(mention.end_on))


def _within(words: str, others: list[str]) -> bool:
    own = _words(words)
    return any(own in other or other in own for other in others)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# ------------------------------------------------------------------ references
def reference_agrees(gold: Annotation, mention: Reference) -> bool:
    """The number, or without one the name."""
    wanted, given = _document_number(gold.get("number")), _document_number(mention.number)
    if wanted or given:
        return wanted == given
    name = gold.get("programme") or gold["text"]
    return max(overlap(name, words) for words in (mention.programme_text, mention.title_text, mention.reference_text) if words) >= 0.6


def _document_number(number: str | None) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFC", number or ""))
    return re.sub("[–—]", "-", plain).upper()


def reference_attributes(gold: Annotation, mention: Reference) -> Iterator[tuple[str, bool, str]]:
    """Each annotated attribute's name, whether it agrees, and what was asked and given."""
    if gold.get("doc_type"):
        right = _words(gold["doc_type"]) == _words(mention.doc_type_text or "")
        yield "doc_type", right, f"{gold['doc_type']} ← {mention.doc_type_text}"
    if gold.get("issued_on"):
        yield "issued_on", gold["issued_on"] == _iso(mention.issued_on), f"{gold['issued_on']} ← {mention.issued_on}"
    if gold.get("issuer"):
        yield "issuer", overlap(gold["issuer"], mention.issuer_text or "") >= 0.5, f"{gold['issuer']} ← {mention.issuer_text}"


# ------------------------------------------------------------------ context
def _given_context(attribute: str, figure: Figure) -> str | None:
    if attribute == "measure":
        return figure.measure_code or figure.measure_text or figure.subject_text
    if attribute == "period":
        if figure.period_start_on is None and figure.period_end_on is None:
            return None
        return f"{_iso(figure.period_start_on)}..{_iso(figure.period_end_on)} {figure.period_source}"
    if attribute == "place":
        return f"{figure.place_text} {figure.place_source}" if figure.place_text else None
    return f"{figure.reference_id} {figure.reference_source}" if figure.reference_id else None


def measure_agrees(wanted: str, figure: Figure) -> bool:
    """Whether the reading names what the annotation names."""
    names = [figure.measure_text, figure.subject_text, figure.measure_label_vi, *_phrases().get(figure.measure_code or "", ())]
    return any(name and share(wanted, name) >= 0.5 for name in names)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    return {m.code: (*m.subject, *m.before, *m.after) for m in known_measures()}


def place_agrees(wanted: str, given: str) -> bool:
    """Whether one name contains the other, without accents and administrative words."""
    asked, read_as = _place_name(wanted), _place_name(given)
    return bool(asked and read_as) and (f" {asked} " in f" {read_as} " or f" {read_as} " in f" {asked} ")


def _place_name(words: str) -> str:
    return _ADMINISTRATIVE.sub("", _PUNCTUATION.sub(" ", fold(words)).strip() + " ").strip()


# ------------------------------------------------------------------ words
def _words(text: str) -> str:
    """The words in lower case without punctuation; accents stay, for they tell words apart."""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def overlap(one: str, other: str) -> float:
    """Shared words over all words."""
    a, b = set(_words(one).split()), set(_words(other).split())
    return len(a & b) / len(a | b) if a and b else 0.0


def share(one: str, other: str) -> float:
    """Shared words over the words of the shorter text."""
    a, b = set(_words(one).split()), set(_words(other).split())
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _plain(value: Any) -> str:
    return f"{value['start']}..{value['end']}" if isinstance(value, dict) else str(value)
