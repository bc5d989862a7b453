"""Measures, places and periods as the report writes them, in SQL."""

from __future__ import annotations


def measure(of: str) -> str:
    """The labels of the measure of a relation that :func:`named` joins, or its code."""
    return f"coalesce(measures.label_vi || ' · ' || measures.label_en, {of}.measure_code)"


def place(of: str) -> str:
    """Name and code of its place, or the words that the article has for it."""
    return f"coalesce(places.name || ' (' || places.code || ')', {of}.place)"


def period(of: str) -> str:
    """Its period; the end that is open is an ellipsis."""
    return f"coalesce({of}.period_start_on::VARCHAR, '…') || ' – ' || coalesce({of}.period_end_on::VARCHAR, '…')"


def named(of: str) -> str:
    """The code lists, joined to a relation."""
    return f"LEFT JOIN measures ON measures.code = {of}.measure_code LEFT JOIN places ON places.code = {of}.place"
