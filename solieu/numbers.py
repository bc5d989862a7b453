"""Figures written as people write them: ``khoảng 280.000 người``, ``≈ 280,000``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SIGNS = {"about": "≈ ", "over": "> ", "under": "< ", "nearly": "≲ ", "at_least": "≥ ", "at_most": "≤ ", "vague": "≥ "}


_MAGNITUDES = ((1e9, "tỷ", "billion"), (1e6, "triệu", "million"))


def number(value: float, decimal: str = ",") -> str:
    """A number with groups of three: Vietnamese with a decimal comma, English with ``decimal="."``.

    >>> number(1438.0), number(28.97), number(1438.5, ".")
    ('1.438', '28,97', '1,438.5')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text if decimal == "." else text.translate(str.maketrans(",.", ".,"))


def written(figure: Mapping[str, Any], decimal: str = ",") -> str:
    """A row of `figures` as people write it, its comparator as a sign.

    >>> written({"kind": "percentage", "value": 28.97, "comparator": "exact", "unit_text": "%"})
    '28,97%'
    >>> written({"kind": "money", "value": 4e10, "comparator": "nearly", "unit_code": "VND"})
    '≲ 40 tỷ VND'
    """
    sign = _SIGNS.get(figure.get("comparator") or "exact", "")
    unit = figure.get("unit_text") if figure.get("kind") != "money" else figure.get("unit_code")
    per = figure.get("per_text")
    tail = "" if not unit else unit if unit in ("%", "‰") else f" {unit}"
    return f"{sign}{_value(figure, decimal)}{tail}" + (f"/{per}" if per else "")


def _value(figure: Mapping[str, Any], decimal: str) -> str:
    if figure.get("numerator") is not None and figure.get("denominator") is not None:
        return f"{number(figure['numerator'], decimal)}/{number(figure['denominator'], decimal)}"
    if figure.get("value") is not None:
        return _amount(figure["value"], decimal) if figure.get("kind") == "money" else number(figure["value"], decimal)
    low, high = figure.get("value_low"), figure.get("value_high")
    if low is not None and high is not None:
        return f"{number(low, decimal)} – {number(high, decimal)}"
    return number(low, decimal) if low is not None else ""


def _amount(value: float, decimal: str) -> str:
    """An amount of money in millions or billions, where that leaves at most two decimals.

    >>> _amount(1.238e11, ","), _amount(1.5e6, "."), _amount(644000.0, ",")
    ('123,8 tỷ', '1.5 million', '644.000')
    """
    for size, vietnamese, english in _MAGNITUDES:
        if abs(value) >= size and (value * 100) % size == 0:
            return f"{number(value / size, decimal)} {english if decimal == '.' else vietnamese}"
    return number(value, decimal)
