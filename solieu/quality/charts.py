"""A table drawn: bars for ranks, columns and lines over years, as shapes that a template writes as SVG.

Three plain forms in a page that must be one file without scripts, readable on a phone and to those who cannot see it, do not
need a drawing library: those that are there bring megabytes, styles of their own, or scripts from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from solieu.quality.model import Table
from solieu.quality.words import Words

WIDTH = 480  # in units of the picture, which a phone shows at three quarters of their size
_LINE = 24  # a line of text; tall enough for two marks over a Vietnamese letter
_MOST_BARS, _MOST_YEARS, _MOST_TICKS = 12, 40, 8
_LONGEST = 52  # letters of a label


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, line of text, stroke or dot: ``name`` is the SVG element, ``values`` its attributes, ``text`` what it says."""

    name: str
    values: dict[str, str | int]
    text: str | None = None


@dataclass(slots=True)
class Drawing:
    """Shapes within ``WIDTH`` × ``height``; ``description`` says the values in words."""

    height: int = 0
    shapes: list[Shape] = field(default_factory=list)
    description: str = ""

    def add(self, name: str, text: str | None = None, **values: str | float) -> None:
        """One more shape; an underscore in a name stands for a hyphen, ``kind`` for the class."""
        plain = {("class" if key == "kind" else key.replace("_", "-")): _rounded(value) for key, value in values.items()}
        self.shapes.append(Shape(name, plain, text))


def _rounded(value: str | float) -> str | int:
    return value if isinstance(value, str) else round(value)


def draw(table: Table, words: Words) -> Drawing | None:
    """The drawing of a table that has a chart and at least one row."""
    if table.chart is None or not table.rows:
        return None
    return {"bars": _bars, "columns": _columns, "lines": _lines}[table.chart.form](table, words)


def _told(table: Table, words: Words, most: int) -> tuple[list[str], list[list[float]], list[list[str]]]:
    """The labels, and for each series its values as numbers and as text: of the first rows for bars, of the last for years."""
    assert table.chart is not None
    rows = table.rows[:most] if table.chart.form == "bars" else table.rows[-most:]
    label = table.at(table.chart.label)
    places = [table.at(name) for name in table.chart.values]
    numbers = [[float(row[place] or 0) for row in rows] for place in places]
    texts = [[words.value(table.columns[place], row[place]) for row in rows] for place in places]
    return [words.value(table.columns[label], row[label]) for row in rows], numbers, texts


def _description(labels: Sequence[str], texts: Sequence[Sequence[str]], names: Sequence[str]) -> str:
    told = (", ".join(f"{name} {value}" for name, value in zip(names, found, strict=True)) for found in zip(*texts, strict=True))
    return "; ".join(f"{label}: {values}" for label, values in zip(labels, told, strict=True))


def _bars(table: Table, words: Words) -> Drawing:
    labels, (numbers,), (texts,) = _told(table, words, _MOST_BARS)
    share = table.columns[table.at(table.chart.values[0])].kind == "share" if table.chart else False
    largest = 1.0 if share else max(*numbers, 1e-9)
    drawing = Drawing(description=_description(labels, [texts], _names(table, words)))
    for label, number, text in zip(labels, numbers, texts, strict=True):
        long = (WIDTH - 90) * number / largest
        drawing.add("text", label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…", x=0, y=drawing.height + 18)
        drawing.add("rect", kind="s0", x=0, y=drawing.height + _LINE, width=max(long, 1), height=14)
        drawing.add("text", text, kind="value", x=long + 6, y=drawing.height + _LINE + 13)
        drawing.height += _LINE + 26
    return drawing


def _columns(table: Table, words: Words) -> Drawing:
    """A panel for each series, for their scales differ."""
    labels, series, texts = _told(table, words, _MOST_YEARS)
    drawing = Drawing(description=_description(labels, texts, _names(table, words)))
    pitch, high = WIDTH / len(labels), 110
    for place, (name, numbers, shown) in enumerate(zip(_names(table, words), series, texts, strict=True)):
        largest = max(*numbers, 1e-9)
        drawing.add("text", name, x=0, y=drawing.height + 18)
        top = drawing.height + _LINE * 2
        for at, (number, text) in enumerate(zip(numbers, shown, strict=True)):
            tall = high * number / largest
            drawing.add("rect", kind=f"s{place}", x=at * pitch + 2, y=top + high - tall, width=max(pitch - 4, 1), height=max(tall, 1))
            if len(labels) <= _MOST_TICKS or number == largest:
                drawing.add("text", text, kind="value", x=at * pitch + pitch / 2, y=top + high - tall - 6, text_anchor="middle")
        _years(drawing, labels, pitch, top + high)
        drawing.height = top + high + _LINE + 12
    return drawing


def _lines(table: Table, words: Words) -> Drawing:
    """Shares from 0 to 1 over the years, each series with a dash and a mark of its own."""
    labels, series, texts = _told(table, words, _MOST_YEARS)
    names = _names(table, words)
    drawing = Drawing(description=_description(labels, texts, names))
    for place, name in enumerate(names):
        x, y = place % 2 * WIDTH // 2, place // 2 * _LINE + 14
        drawing.add("line", kind=f"l{place}", x1=x, y1=y, x2=x + 30, y2=y)
        drawing.add("text", name, x=x + 38, y=y + 5)
    top, high, left = -(-len(names) // 2) * _LINE + 16, 180, 44
    pitch = (WIDTH - left) / len(labels)
    for part in (0, 0.5, 1):
        level = top + high * (1 - part)
        drawing.add("line", kind="grid", x1=left, y1=level, x2=WIDTH, y2=level)
        drawing.add("text", f"{part * 100:.0f}%", kind="value", x=left - 6, y=level + 5, text_anchor="end")
    for place, numbers in enumerate(series):
        points = [(round(left + at * pitch + pitch / 2), round(top + high * (1 - number))) for at, number in enumerate(numbers)]
        drawing.add("polyline", kind=f"l{place}", points=" ".join(f"{x},{y}" for x, y in points))
        for x, y in points:
            drawing.add("circle", kind=f"s{place}", cx=x, cy=y, r=4)
    _years(drawing, labels, pitch, top + high, left)
    drawing.height = top + high + _LINE + 8
    return drawing


def _names(table: Table, words: Words) -> list[str]:
    return [words("columns", name) for name in table.chart.values] if table.chart else []


def _years(drawing: Drawing, labels: Sequence[Any], pitch: float, y: float, left: float = 0) -> None:
    every = -(-len(labels) // _MOST_TICKS)
    for at in range(0, len(labels), every):
        drawing.add("text", labels[at], kind="value", x=left + at * pitch + pitch / 2, y=y + 18, text_anchor="middle")
