"""The same report as Markdown, HTML and JSON, with pages that want to break each of them."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from extractors.records import FIGURE_KINDS
from solieu.quality import Report, assess
from solieu.quality.charts import WIDTH, draw
from solieu.quality.contradictions import SET_ASIDE, STRENGTHS
from solieu.quality.coverage import CONTEXT
from solieu.quality.model import Chart, Column, Table
from solieu.quality.statements import REST
from solieu.quality.words import LANGUAGES, Words, words
from solieu.quality.writing import FORMS, rendered
from tests.command import ROOT
from tests.quality.given import article, figure, page, published

EVIL = "</title></svg><script>alert(1)</script> \x1b[31m\u202e | `x` *y* [z](javascript:alert(2)) <img src=x onerror=alert(3)> {{ 7 * 7 }} & \"'"
HARMLESS = EVIL.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Something in every table that a page can write into, and a contradiction."""
    articles = [article(number, title=EVIL, section=EVIL, published_on=None, issues=["title_period_conflict"]) for number in (1, 2)]
    articles[0].url = "javascript:alert(4)"
    hostile = {"sentence": f"{EVIL} 900 người", "unit_text": EVIL, "unit_code": None, "place_text": EVIL, "place_code": None, "url": "javascript:alert(5)"}
    contradicting = [figure(1), figure(2, 900.0, "900 người có uy tín")]
    figures = [*contradicting, *(figure(number, 900.0 + number, "900 người", span_start=50, **hostile) for number in (1, 2))]
    folder = tmp_path_factory.mktemp("evil") / "data"
    published(folder, articles=articles, figures=figures, pages=[page(1, "error", EVIL)])
    return assess(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_is_well_formed_and_carries_out_nothing(report: Report, language: str) -> None:
    text = rendered(report, "html", language)
    root = ElementTree.fromstring(text)
    elements = list(root.iter())
    assert {element.tag for element in elements}.isdisjoint({"script", "img", "iframe", "object", "embed", "link", "base", "form"})
    assert not [name for element in elements for name in element.attrib if name.startswith("on") or name in ("src", "srcset", "style")]
    links = [element.attrib["href"] for element in elements if "href" in element.attrib]
    assert links and all(link.startswith(("#", "http://", "https://")) for link in links)
    assert "@import" not in text and "url(" not in text
    assert "javascript:alert(5)" in "".join(root.itertext())  # told, not linked
    assert root.attrib["lang"] == language


def test_html_shows_the_words_of_pages_as_they_are(report: Report) -> None:
    root = ElementTree.fromstring(rendered(report, "html"))
    shown = {"".join(element.itertext()) for element in root.iter("bdi")}
    assert HARMLESS in shown and f"{HARMLESS} 900 người" in shown


def test_html_is_sound(report: Report) -> None:
    root = ElementTree.fromstring(rendered(report, "html"))
    ids = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    assert set(ids.values()) == {1}
    pointed = {link.attrib["href"][1:] for link in root.iter("a") if link.attrib["href"].startswith("#")}
    pointed |= {name for element in root.iter() for name in element.attrib.get("aria-labelledby", "").split()}
    assert pointed <= set(ids)
    for picture in root.iter("svg"):
        assert picture.attrib["role"] == "img"
        assert [child.tag for child in picture][:2] == ["title", "desc"]
        assert all(child.text for child in list(picture)[:2])
    tables = list(root.iter("table"))
    assert tables
    for table in tables:
        width = len(table.findall("thead/tr/th[@scope='col']"))
        assert {len(row.findall("td")) for row in table.findall("tbody/tr")} == {width}


def test_statements_stand_side_by_side(report: Report) -> None:
    root = ElementTree.fromstring(rendered(report, "html"))
    cards = [["".join(part.itertext()) for part in card.findall("p")] for card in root.findall(".//ul[@class='side']/li")]
    assert [card[0] for card in cards] == ["811 người có uy tín", "900 người có uy tín"]
    assert [card[1] for card in cards] == ["Trong năm 1, tỉnh công nhận 811 người có uy tín.", "Trong năm 2, tỉnh công nhận 900 người có uy tín."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_obeys_no_page(report: Report, language: str) -> None:
    text = rendered(report, "md", language)
    assert "\x1b" not in text and "\u202e" not in text
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    root = ElementTree.fromstring(f"<all>{html}</all>")
    assert {element.tag for element in root.iter()} <= {"all", "h1", "h2", "h3", "h4", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "a"}
    assert all(link.attrib["href"].startswith("http://") for link in root.iter("a"))
    assert HARMLESS in {"".join(cell.itertext()) for cell in root.iter("td")}
    for table in root.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1


def test_json_holds_every_table(report: Report) -> None:
    value = json.loads(rendered(report, "json"))
    assert value["snapshot_id"] is None
    assert set(value["sections"]) == {section.key for section in report.sections}
    found = value["sections"]["contradictions"]["tables"]["contradictions"]
    assert (found["total"], [row["value"] for row in found["rows"]]) == (1, ["811 người có uy tín", "900 người có uy tín"])
    assert found["rows"][0]["published_on"] == "2020-01-01"
    assert value["sections"]["coverage"]["tables"]["articles_without_date"]["rows"][0]["title"] == EVIL


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_datasets_have_a_report(form: str, language: str, tmp_path: Path) -> None:
    text = rendered(assess(published(tmp_path / "data")), form, language)
    assert text.endswith("\n")
    if form == "html":
        assert not list(ElementTree.fromstring(text).iter("svg"))


# ------------------------------------------------------------------ words
def test_every_language_has_the_same_keys_and_places_for_values() -> None:
    first, *others = ({group: set(keys) for group, keys in entries(language).items()} for language in LANGUAGES)
    assert all(other == first for other in others)
    for key, text in entries("en")["intros"].items():
        assert sorted(part.partition("}")[0] for part in text.split("{")[1:]) == sorted(
            part.partition("}")[0] for part in entries("vi")["intros"][key].split("{")[1:]
        ), key


def entries(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((ROOT / "solieu" / "quality" / f"{language}.toml").read_text(encoding="utf-8"))


def test_every_code_has_words() -> None:
    known = {*CONTEXT, *STRENGTHS, *SET_ASIDE, *(f"different_{name}" for name in REST)}
    assert known <= set(entries("en")["codes"])
    assert not set(FIGURE_KINDS) & known - {"measure"}


@pytest.mark.parametrize(
    ("kind", "value", "english", "vietnamese"),
    [
        ("count", 1234567, "1,234,567", "1.234.567"),
        ("share", 0.4567, "45.7%", "45,7%"),
        ("number", 0.11772, "0.1177", "0,1177"),
        ("number", 123800000000.0, "123,800,000,000", "123.800.000.000"),
        ("text", 2019, "2019", "2019"),
        ("text", None, "–", "–"),
        ("code", "rounding", "rounding or bounds reconcile them (làm tròn, hơn, khoảng)", "làm tròn hoặc từ giới hạn (hơn, khoảng) giải thích được"),
        ("code", "unheard_of", "unheard_of", "unheard_of"),
    ],
)
def test_values(kind: str, value: object, english: str, vietnamese: str) -> None:
    assert [words(language).value(Column("x", kind), value) for language in LANGUAGES] == [english, vietnamese]


# ------------------------------------------------------------------ charts
def chart(form: str, rows: list[tuple[object, ...]], kind: str = "count") -> Table:
    series = ("times",) if form == "bars" else ("times", "rows")
    return Table("t", (Column("words"), Column("times", kind), Column("rows", kind)), rows, len(rows), Chart(form, "words", series))


def test_bars_are_as_long_as_their_values() -> None:
    drawing = draw(chart("bars", [("Đề án Ẩm thực", 10, 0), ("ít", 5, 0), ("không", 0, 0)]), Words("en"))
    assert drawing is not None
    widths = [int(shape.values["width"]) for shape in drawing.shapes if shape.name == "rect"]
    assert widths == [390, 195, 1]
    assert drawing.description == "Đề án Ẩm thực: times 10; ít: times 5; không: times 0"


@pytest.mark.parametrize("form", ["bars", "columns", "lines"])
@pytest.mark.parametrize("count", [1, 2, 60])
def test_charts_stay_within_their_picture(form: str, count: int) -> None:
    rows = [(f"{1960 + at} rất dài " * 9, at / count, 1.0) for at in range(count)]
    drawing = draw(chart(form, rows, "share"), Words("en"))
    assert drawing is not None
    for shape in drawing.shapes:
        left, top = (int(shape.values.get(name, 0)) for name in ("x", "y"))
        assert 0 <= left <= WIDTH and 0 <= top <= drawing.height
        assert left + int(shape.values.get("width", 0)) <= WIDTH
        assert top + int(shape.values.get("height", 0)) <= drawing.height
        if shape.name == "text":
            assert top >= 16  # room for the marks over a capital letter


def test_no_rows_no_chart() -> None:
    assert draw(chart("bars", []), Words("en")) is None
