"""The code list of measures: each example is read as its measure, no counter-example is.

The reading follows the order that the head of ``measures.toml`` states. It looks at one clause with one number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from extractors.facts.measure_names import same_dimension
from extractors.registry.lookup import KnownMeasure, Unit, entries, known_measures, units

MEASURES = known_measures()
ENTRIES = entries("measures")
UNITS = {unit.code: unit for unit in units()}
SPELLINGS = {spelling: unit for unit in units() for spelling in unit.spellings}
REQUIRED = (
    ("prestigious_persons", "prestigious persons"),
    ("disbursement_rate", "disbursement rate"),
    ("official_delegates", "official delegates"),
)
NUMBER = re.compile(r"\d[\d.,]*(?P<slash>/\d[\d.,]*)?\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)*")
BEFORE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted((re.escape(w) for m in MEASURES for w in m.before), key=len, reverse=True))})(?!\w)")
"""All names that stand before a number: from the left, the longest where they overlap."""
HEAD_WORDS = 6
"""How many words after the number a subject may begin."""


def begins(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalnum()


def named(text: str, words: str) -> Iterator[int]:
    """Where the words begin in the text, as whole words."""
    start = text.find(words)
    while start >= 0:
        if not text[max(start - 1, 0) : start].isalnum() and begins(text[start:], words):
            yield start
        start = text.find(words, start + 1)


def is_bare(measure: KnownMeasure, words: str) -> bool:
    """Whether the words only name the unit, as `hộ` or `hộ dân` do for households."""
    unit = UNITS[measure.unit]
    return unit.name_vi in measure.subject and words in unit.spellings


def unit_after(text: str) -> tuple[str, Unit | None]:
    fits = [s for s in SPELLINGS if begins(text, s)]
    spelling = max(fits, key=len, default="")
    return spelling, SPELLINGS.get(spelling)


def read(clause: str) -> str | None:
    """The code of the measure of the one number of a clause."""
    text = clause.lower()
    (number,) = NUMBER.finditer(text)
    left, right = text[: number.start()], text[number.end() :]
    head, unit = unit_after(right)
    kinds = {"ratio"} if number["slash"] else {unit.kind} if unit else {"count"}
    if kinds == {"count"} and re.match(r"/\w", right[len(head) :]):
        kinds = {"count", "measure"}
    fitting = [m for m in MEASURES if m.kinds & kinds]
    if kinds == {"measure"} and unit:
        fitting = [m for m in fitting if same_dimension(unit.code, m.unit)]
    if unit and unit.code == "VND":
        fitting = [m for m in fitting if m.unit != "USD"]
    if kinds & {"percentage", "money"}:
        rest = right[len(head) :].lstrip()
        beyond = left.endswith(("vượt ", "thấp hơn ")) and rest.startswith(("kế hoạch", "so với kế hoạch", "chỉ tiêu", "dự toán"))
        whole = [m for m in fitting if any(begins(rest, words) for words in m.before)] if kinds == {"percentage"} else []
        return before(left, [m for m in fitting if m not in whole], None) or (None if beyond else next_to(rest, fitting))
    same_unit = unit.code if unit and unit.kind == "count" else None
    after = subject(right, head, unit, fitting)
    specific = [code for bare, _, _, code in after if not bare]
    return next(iter(specific), None) or before(left, fitting, same_unit) or next((code for *_, code in after), None)


def before(left: str, fitting: list[KnownMeasure], unit: str | None) -> str | None:
    for hit in reversed(list(BEFORE.finditer(left))):
        if left[: hit.start()].endswith(("chưa ", "không ")):
            return None
        for measure in fitting:
            if hit[0] in measure.before and unit in (None, measure.unit):
                return measure.code
    return None


def subject(right: str, head: str, unit: Unit | None, fitting: list[KnownMeasure]) -> list[tuple[bool, int, int, str]]:
    """All subjects found, best first: whether it only names the unit, where it begins, how short it is, its measure."""
    found = []
    for measure in fitting:
        same = unit is not None and unit.code == measure.unit
        for words in measure.subject:
            for start in named(right, words):
                at_head = start == 0 and len(words) >= len(head)
                near = len(right[:start].split()) < HEAD_WORDS
                if at_head or (same and near):
                    found.append((is_bare(measure, words), start, -len(words), measure.code))
    return sorted(found)


def next_to(rest: str, fitting: list[KnownMeasure]) -> str | None:
    following = rest.lstrip()
    found = [(len(words), m.code) for m in fitting for words in (*m.after, *m.subject) if begins(following, words)]
    return max(found)[1] if found else None


def rows(key: str) -> list[Any]:
    return [pytest.param(e["code"], text, id=f"{e['code']}-{text}") for e in ENTRIES for text in e[key]]


@pytest.mark.parametrize(("code", "text"), rows("examples"))
def test_example_is_read_as_its_measure(code: str, text: str) -> None:
    assert read(text) == code


@pytest.mark.parametrize(("code", "text"), rows("counter_examples"))
def test_counter_example_is_not_read_as_the_measure(code: str, text: str) -> None:
    assert read(text) != code


@pytest.mark.parametrize("measure", [pytest.param(m, id=m.code) for m in MEASURES])
def test_measure_is_well_formed(measure: KnownMeasure) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", measure.code)
    assert measure.unit in UNITS
    assert UNITS[measure.unit].kind in measure.kinds
    assert measure.subject or measure.before or measure.after
    assert all(words == words.lower() for words in (*measure.subject, *measure.before, *measure.after))
    assert bool(measure.after) <= bool(measure.kinds & {"percentage", "money"})


@pytest.mark.parametrize("measure", [pytest.param(m, id=m.code) for m in MEASURES if m.share])
def test_the_share_of_a_count_is_a_percentage(measure: KnownMeasure) -> None:
    assert "count" in measure.kinds
    assert [m.kinds for m in MEASURES if m.code == measure.share] == [{"percentage"}]


@pytest.mark.parametrize("side", ["subject", "before", "after"])
def test_no_phrase_names_two_measures_of_one_kind(side: str) -> None:
    owners = Counter((words, kind) for m in MEASURES for words in getattr(m, side) for kind in m.kinds)
    assert [key for key, n in owners.items() if n > 1] == []


@pytest.mark.parametrize("field", ["code", "label_vi", "label_en"])
def test_names_are_unique(field: str) -> None:
    assert [name for name, n in Counter(getattr(m, field).lower() for m in MEASURES).items() if n > 1] == []


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["code"]) for e in ENTRIES])
def test_measure_has_examples_of_both_sorts(entry: dict[str, Any]) -> None:
    assert entry["examples"]
    assert entry["counter_examples"]


@pytest.mark.parametrize(("code", "label"), [pytest.param(*row, id=row[0]) for row in REQUIRED])
def test_measure_of_the_first_page_is_labelled(code: str, label: str) -> None:
    assert [m.label_en for m in MEASURES if m.code == code] == [label]
