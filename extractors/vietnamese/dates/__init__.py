"""Vietnamese dates and periods.

:func:`find_dates` goes from digit to digit and matches around it; a few words
(``quý I``, ``đầu năm``, ``hôm nay``) begin a period without a digit. A mention is
complete when the text gives its year; otherwise :mod:`extractors.vietnamese.periods`
resolves it from the text or the publication date, or leaves it open.
"""

from extractors.vietnamese.dates.finder import DateFinder, find_dates
from extractors.vietnamese.dates.reader import DateSpan
from extractors.vietnamese.dates.words import WORD_ANCHORS

__all__ = ["WORD_ANCHORS", "DateFinder", "DateSpan", "find_dates"]
