"""What the code lists do not know yet, most frequent first, each with a sentence that shows it: the worklist for those lists."""

from __future__ import annotations

from solieu.quality.model import Chart, Section, Table
from solieu.quality.source import Source

# a list: the relation, the words, which rows are unknown, and which list of extractors/registry gets the entry
_FIGURE_LISTS = (
    ("unknown_units", "figure", "unit_text", "unit_code IS NULL"),
    ("unknown_measures", "figure", "coalesce(measure_text, subject_text)", "measure_code IS NULL"),
    ("unknown_places", "figure", "place_text", "place_code IS NULL"),
)
# the symbol is what stands behind the number and, where there is one, the year: QĐ-TTg in 2085/QĐ-TTg and in 33/2020/QĐ-TTg
_SYMBOL = r"regexp_extract(number, '^[^/-]*[/-](?:(?:19|20)\d\d/)?(.*)$', 1)"
_REFERENCE_LISTS = (
    ("unknown_bodies", "reference", "issuer_text", "issuer_code IS NULL"),
    ("unknown_symbols", "reference", f"upper({_SYMBOL})", "number IS NOT NULL AND (issuer_code IS NULL OR doc_type_code IS NULL)"),
    ("unknown_document_types", "reference", "doc_type_text", "doc_type_code IS NULL"),
    ("unknown_programmes", "reference", "programme_text", "programme_code IS NULL AND number IS NULL"),
)
_COLUMNS = {"words": "quote", "times": "count", "articles": "count", "sentence": "quote", "url": "url"}


def worklists(source: Source) -> Section:
    """Units, measures, places, issuing bodies, document symbols, document types and programmes without a code."""
    tables = tuple(_ranked(source, *each) for each in (*_FIGURE_LISTS, *_REFERENCE_LISTS))
    return Section("worklists", tables)


def _ranked(source: Source, key: str, relation: str, words: str, unknown: str) -> Table:
    """Words are one entry whatever their case and spaces; the example is the first in the order of URL and place."""
    folded = f"folded({words})" if not words.startswith("upper(") else f"nullif(trim({words}), '')"
    sql = f"""
        SELECT words, count(*), count(DISTINCT article_id), arg_min(sentence, (url, span_start)), min(url)
        FROM (SELECT {folded} AS words, article_id, sentence, url, span_start FROM {relation} WHERE {unknown})
        WHERE words IS NOT NULL GROUP BY words"""
    return source.table(key, _COLUMNS, sql, "2 DESC, 1", Chart("bars", "words", ("times",)))
