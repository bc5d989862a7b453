"""Articles whose title and body name different periods of the same kind."""

from __future__ import annotations

from solieu.quality.model import Section
from solieu.quality.source import Source

_PERIODS = """
WITH doubtful AS (SELECT article_id, version, title, url FROM article WHERE list_contains(issues, 'title_period_conflict')),
named AS (
    SELECT DISTINCT article_id, version, "where" = 'title' AS in_title, dates.kind, date_text
    FROM dates JOIN doubtful USING (article_id, version) WHERE dates.kind IN ('half_year', 'nine_months', 'quarter', 'month')
),
compared AS (  -- only periods of a kind that the title names: its months against the body's months
    SELECT named.* FROM named SEMI JOIN (SELECT article_id, version, kind FROM named WHERE in_title) USING (article_id, version, kind)
)
SELECT title, string_agg(date_text, '; ' ORDER BY date_text) FILTER (in_title), string_agg(date_text, '; ' ORDER BY date_text) FILTER (NOT in_title), url
FROM doubtful LEFT JOIN compared USING (article_id, version)
GROUP BY article_id, version, title, url
"""


def conflicts(source: Source) -> Section:
    """Articles with the issue ``title_period_conflict``, with the periods that title and body name."""
    found = source.table(
        "title_period_conflicts",
        {"title": "quote", "title_periods": "quote", "body_periods": "quote", "url": "url"},
        _PERIODS,
        "4",
    )
    return Section("conflicts", (found,), {"conflicts": found.total})
