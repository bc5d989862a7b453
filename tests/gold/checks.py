"""What holds of every gold document, whichever file it stands in: shared by the tests of the parts."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATE_KINDS = {"day", "month", "quarter", "half_year", "nine_months", "year", "range", "other_period"}
FIGURE_KINDS = {"count", "percentage", "ratio", "money", "measure", "duration"}
COMPARATORS = {"about", "over", "under", "nearly", "at_least", "at_most", "vague", "range"}
CONTEXT = {"measure", "period", "place", "reference"}
GUARDED_LENGTH = 4  # shorter words must not be cut out of the middle of a longer number
SPACES = str.maketrans("", "", " \u00a0\u00ad\u200b")
SCALES = [10.0**k for k in (0, 1, 2, 3, 4, 6, 9, 12)]

Row = dict[str, Any]


def load(name: str) -> list[Row]:
    """The documents of one gold file of this folder."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def whole_text(row: Row) -> str:
    return f"{row.get('title', '')}\n{row['text']}"


def mentions(row: Row) -> list[Row]:
    return [*row["figures"], *row["dates"], *row["references"]]


def without(text: str, words: str) -> str:
    """The text with every occurrence of the words blanked, but not inside a longer number or word."""
    guard = r"(?<![\w.,]){}(?![\w])" if len(words) < GUARDED_LENGTH else "{}"
    return re.sub(guard.format(re.escape(words)), lambda m: "\x00" * len(m[0]), text)


def check_interval(start: str | None, end: str | None) -> None:
    ends = [date.fromisoformat(day) for day in (start, end) if day]
    assert ends == sorted(ends)


def check_mentions_stand_in_document(row: Row) -> None:
    for mention in mentions(row):
        home = row["title"] if mention.get("where") == "title" else row["text"]
        assert mention["text"] in home, mention
    for words in row["ignored"]:
        assert words in whole_text(row), words


def check_every_digit_is_explained(row: Row) -> None:
    rest = whole_text(row)
    for words in sorted({m["text"] for m in mentions(row)} | set(row["ignored"]), key=len, reverse=True):
        rest = without(rest, words)
    assert not re.findall(r".{0,20}\d.{0,20}", rest)


def check_no_mention_is_counted_twice(row: Row) -> None:
    for group in ("figures", "dates", "references"):
        counts: dict[str, int] = {}
        for mention in row[group]:
            counts[mention["text"]] = counts.get(mention["text"], 0) + 1
        for words, count in counts.items():
            assert whole_text(row).count(words) >= count, words


def check_figures(row: Row) -> None:
    for figure in row["figures"]:
        assert figure["kind"] in FIGURE_KINDS and figure["unit"], figure
        assert figure.get("comparator", "about") in COMPARATORS, figure
        assert figure.get("change", "by") in {"from", "to", "by"}, figure
        if figure.get("comparator") == "range":
            assert figure["low"] < figure["high"] and "value" not in figure, figure
        elif figure.get("comparator") == "vague":
            assert figure["low"] >= 10 and "value" not in figure, figure
        elif figure["kind"] == "ratio":
            assert figure["denominator"] > 0 and figure["numerator"] >= 0, figure
        else:
            assert figure["value"] >= 0 or "-" in figure["text"] or "âm" in figure["text"], figure
        _check_context(row, figure)


def _check_context(row: Row, figure: Row) -> None:
    assert set(figure) >= CONTEXT, figure
    for key in ("measure", "place", "reference"):
        assert figure[key] is None or figure[key] in whole_text(row), (key, figure)
    if figure["reference"]:
        assert any(r["text"].startswith(figure["reference"]) for r in row["references"]), figure
    if figure["period"]:
        assert figure["period"]["start"] or figure["period"]["end"], figure
        check_interval(figure["period"]["start"], figure["period"]["end"])


def check_dates(row: Row) -> None:
    for mention in row["dates"]:
        start, end = mention["start"], mention["end"]
        assert mention["kind"] in DATE_KINDS, mention
        check_interval(start, end)
        if mention["kind"] == "day":
            assert start == end, mention
        if start and end and mention["kind"] == "quarter":
            assert (date.fromisoformat(end) - date.fromisoformat(start)).days in {89, 90, 91}, mention
        if start and end and mention["kind"] in {"year", "half_year", "nine_months"}:
            assert start[:4] == end[:4], mention


def check_references(row: Row) -> None:
    for mention in row["references"]:
        assert (mention["number"] is None) != (mention["programme"] is None), mention
        if mention["number"]:
            assert mention["number"] in re.sub(r"\s+", "", mention["text"]), mention
        else:
            assert all(word in whole_text(row) for word in mention["programme"].split()), mention
        if mention["issued_on"]:
            date.fromisoformat(mention["issued_on"])
        if mention["issuer"]:
            assert mention["issuer"] in re.sub(r"\s+", " ", whole_text(row)), mention


def numbers_in(text: str) -> list[float]:
    """The numbers of a mention read plainly: dots group, a comma is decimal; a dot with other than three digits is decimal."""
    found = []
    for token in re.findall(r"\d[\d.]*(?:,\d+)?", text.translate(SPACES)):
        token = token.rstrip(".")
        grouped = "," in token or re.fullmatch(r"\d{1,3}(\.\d{3})+", token)
        found.append(float(token.replace(".", "").replace(",", ".") if grouped else token))
    return found


def stated(value: float, numbers: list[float]) -> bool:
    """Whether the value is one number times a power of ten, or a compound such as `2 tỷ 435 triệu`."""
    close = any(abs(value - number * scale) < 1e-6 * max(1.0, value) for number in numbers for scale in SCALES)
    compound = any(abs(value - a * high - b * low) < 1e-6 * max(1.0, value) for a, b in pairwise(numbers) for high in SCALES for low in SCALES)
    return close or compound


def check_values_are_those_the_words_state(row: Row) -> None:
    for figure in row["figures"]:
        numbers = numbers_in(figure["text"])
        if not numbers or figure.get("comparator") == "vague" or "rưỡi" in figure["text"]:
            continue
        if figure.get("comparator") == "range":
            assert stated(figure["low"], numbers) and stated(figure["high"], numbers), figure
        elif figure["kind"] == "ratio":
            assert {float(figure["numerator"]), float(figure["denominator"])} <= set(numbers), figure
        else:
            assert stated(abs(figure["value"]), numbers), figure


def check_days_are_those_written(row: Row) -> None:
    for mention in row["dates"]:
        if mention["kind"] == "day" and mention["start"]:
            day = date.fromisoformat(mention["start"])
            for number in re.findall(r"\d+", mention["text"])[:1]:
                assert int(number) in {day.day, day.year}, mention


CHECKS = (
    check_mentions_stand_in_document,
    check_every_digit_is_explained,
    check_no_mention_is_counted_twice,
    check_figures,
    check_dates,
    check_references,
)
VALUE_CHECKS = (check_values_are_those_the_words_state, check_days_are_those_written)
