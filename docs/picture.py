"""Draw ``docs/summary.svg``: what a crawl of the sample prints, as it prints it.

    make docs
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from solieu.crawl import crawl
from solieu.dictionary import describe
from solieu.summary import show

WIDTH = 104
_WEB_FONT = re.compile(r"@font-face \{[^}]*\}\s*")
PICTURE = Path(__file__).with_name("summary.svg")


class _Folding(Console):
    """A picture cannot be scrolled: lines that a terminal would let run on are folded."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print with folds."""
        super().print(*objects, **{**options, "soft_wrap": False, "overflow": "fold"})


def draw() -> str:
    """The summary of a fresh crawl of the sample, as SVG."""
    console = _Folding(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False)
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            report = crawl("sample", "output", progress=False)
            describe(report.output)
            show(report, console, is_sample=True)
        finally:
            os.chdir(before)
    svg = console.export_svg(title="make run", theme=SVG_EXPORT_THEME, unique_id="summary")
    # the picture asks no other host for anything
    return _WEB_FONT.sub("", svg).replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace")


if __name__ == "__main__":
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    PICTURE.write_text(draw() + "\n", encoding="utf-8")
