"""What the published data says about itself: ``solieu quality``.

    from solieu.quality import assess
    assess("output").table("contradictions").rows
"""

from __future__ import annotations

from pathlib import Path

from solieu.quality.conflicts import conflicts
from solieu.quality.contradictions import contradictions
from solieu.quality.coverage import context, coverage
from solieu.quality.model import Report
from solieu.quality.outcomes import issues, pages, rejects
from solieu.quality.outliers import outliers
from solieu.quality.source import QualityError, opened
from solieu.quality.worklists import worklists

__all__ = ["QualityError", "Report", "assess"]

_SECTIONS = (coverage, context, contradictions, conflicts, outliers, worklists, issues, pages, rejects)


def assess(directory: Path | str = "output", snapshot: str | None = None, top: int = 25) -> Report:
    """The report on one snapshot, the current one or the one named; a table holds its first ``top`` rows and the count of all.

    Raises :class:`QualityError` where nothing is published, the snapshot is unknown or a file is damaged.
    """
    with opened(directory, snapshot, top) as source:
        return Report(source.snapshot_id, tuple(section(source) for section in _SECTIONS))
