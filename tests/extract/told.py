"""An extraction as plain data to compare and to review: what the page says, without what depends on its address."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from extractors import Extraction

ADDRESS = frozenset({"article_id", "version", "url", "figure_id", "date_id", "reference_id", "change_id", "site", "section", "related_urls"})
"""Fields that hold, or are hashes of, the page's address."""
FETCH = frozenset({"retrieved_at", "first_seen_at", "source", "source_ref", "content_sha256", "extractor_version", "is_current"})
"""Fields that depend on when and how the page was fetched, or on the bytes."""
REPEATED = frozenset({"sentence", "published_on", "measure_label_vi", "measure_label_en"})
"""Fields of a finding that say again what stands elsewhere."""

CONTEXT = frozenset(
    (
        *("measure_code", "measure_text", "subject_text", "status", "role", "relation", "policy_id", "urn_lex", "programme_code"),
        *("period_start_on", "period_end_on", "period_text", "period_source"),
        *("place_code", "place_text", "place_source", "reference_source"),
    )
)
"""Fields that say what a finding is about. They follow the code lists and are held by the tables of tests/facts and by the accuracy floors."""

Plain = dict[str, Any]


def told(found: Extraction, *, context: bool = True) -> Plain:
    """The article and its findings; links between findings as the words they lead to. Fields without a value are left out."""
    without = ADDRESS | REPEATED | (frozenset() if context else CONTEXT)
    if found.article is None:
        return {"outcome": found.outcome, "reason": found.reason}
    words = {f.figure_id: f.value_text for f in found.figures} | {r.reference_id: r.reference_text for r in found.references}
    article = _plain(asdict(found.article), ADDRESS | FETCH)
    article["attachments"] = len(found.article.attachments)
    return {
        "outcome": found.outcome,
        "article": article,
        "figures": [_plain(asdict(f), without) | _links(words, change_with=f.change_id, policy=f.reference_id if context else None) for f in found.figures],
        "dates": [_plain(asdict(d), without) for d in found.dates],
        "references": [_plain(asdict(r), without) for r in found.references],
    }


def _links(words: dict[str, str], **ids: str | None) -> Plain:
    return {name: words[to] for name, to in ids.items() if to is not None}


def _plain(record: Plain, without: frozenset[str]) -> Plain:
    return {name: _value(value) for name, value in record.items() if name not in without and value not in (None, [])}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
