"""From a page's bytes to typed facts: pure functions, no Scrapy, no Arrow, no files, no network.

>>> from extractors import extract_text
>>> extract_text("Hội nghị có 1.438/1.552 đại biểu chính thức.").figures[0].numerator
1438.0
"""

from extractors.extract import EXTRACTOR_VERSION, extract_page, extract_text
from extractors.records import Extraction, Page

__all__ = ["EXTRACTOR_VERSION", "Extraction", "Page", "extract_page", "extract_text"]
