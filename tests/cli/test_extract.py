"""``solieu extract``: pages, plain text, standard input and lines give the same JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractors.records import Article, DateMention, Figure, Reference
from solieu.cli import app
from tests.cli.inputs import HTML, LINES, TEXT, write_inputs

URL = "https://www.bandantoc.kontum.gov.vn/tin-chuyen-nganh/Huyen-Dak-Ha-gap-mat-nguoi-co-uy-tin-1234?utm_source=x"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inputs(tmp_path_factory.mktemp("inputs"))


def extract(*arguments: str | Path, stdin: str = "") -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["extract", *map(str, arguments)], input=stdin.encode())
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("name", "stdin"),
    [
        pytest.param("page.html", "", id="HTML"),
        pytest.param("page.txt", "", id="plain text with furniture"),
        pytest.param("lying-charset.html", "", id="HTML that lies about its charset"),
        pytest.param("-", HTML, id="HTML on standard input"),
        pytest.param("-", TEXT, id="plain text on standard input"),
    ],
)
def test_a_page(name: str, stdin: str, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs)
    (found,) = extract(name, stdin=stdin)
    assert list(found) == ["source", "article", "figures", "dates", "references"]
    assert found["source"] == name
    article = found["article"]
    assert (article["title"], article["published_on"], article["view_count"]) == ("Huyện Đăk Hà gặp mặt người có uy tín năm 2020", "2020-07-16", 1234)
    assert [(f["measure_code"], f["value"]) for f in found["figures"]] == [("prestigious_persons", 96.0), ("disbursement_rate", 88.5)]
    assert [r["programme_text"] for r in found["references"]] == ["Chương trình 135"]
    for record in (*found["figures"], *found["dates"]):
        text = article["title"] if record["where"] == "title" else article["text"]
        assert text[record["span_start"] : record["span_end"]] == (record.get("value_text") or record.get("date_text"))


def test_the_objects_have_the_declared_fields(inputs: Path) -> None:
    (found,) = extract(inputs / "page.html")
    records = {"article": (Article, [found["article"]]), "figures": (Figure, found["figures"]), "dates": (DateMention, found["dates"])}
    records["references"] = (Reference, found["references"])
    for record, rows in records.values():
        assert rows and all(list(row) == [field.name for field in fields(record)] for row in rows)


def test_a_url_gives_the_article_its_identity(inputs: Path) -> None:
    (found,) = extract(inputs / "page.html", "--url", URL)
    assert (found["article"]["article_id"], found["article"]["site"]) == ("kontum-1234", "kontum")
    assert {figure["article_id"] for figure in found["figures"]} == {"kontum-1234"}


def test_a_given_day_overrules_the_pages_own(inputs: Path) -> None:
    (found,) = extract(inputs / "page.html", "--published-on", "2019-01-02")
    assert found["article"]["published_on"] == "2019-01-02"
    assert {figure["published_on"] for figure in found["figures"]} == {"2019-01-02"}


@pytest.mark.parametrize("sentence", ["Năm 2019, toàn tỉnh công nhận 811 người có uy tín.", "Có 5 xã mới!", "Toàn huyện có 5 xã…"])
def test_one_sentence_is_a_body_without_a_title(sentence: str) -> None:
    (found,) = extract("-", "--published-on", "2019-07-16", stdin=f"{sentence}\n")
    assert (found["article"]["title"], found["article"]["text"]) == ("", sentence)
    assert "empty_body" not in found["article"]["issues"]
    assert [figure["where"] for figure in found["figures"]] == ["body"]


def test_one_line_without_a_full_stop_is_a_title() -> None:
    (found,) = extract("-", stdin="Kon Tum họp bàn công tác dân tộc năm 2019")
    assert (found["article"]["title"], found["article"]["text"]) == ("Kon Tum họp bàn công tác dân tộc năm 2019", "")


def test_several_files_one_line_each_in_order(inputs: Path) -> None:
    names = [str(inputs / name) for name in ("page.txt", "page.html", "page.txt")]
    assert [found["source"] for found in extract(*names)] == names


@pytest.mark.parametrize("from_stdin", [pytest.param(False, id="file"), pytest.param(True, id="standard input")])
def test_lines_keep_their_ids_and_order(from_stdin: bool, inputs: Path) -> None:
    lines = inputs / "lines.jsonl"
    found = extract("--jsonl", "-", stdin=lines.read_text(encoding="utf-8")) if from_stdin else extract("--jsonl", lines)
    assert [result["id"] for result in found] == [line["id"] for line in LINES] == ["đầu", 2, None, "2"]
    assert [result["article"]["published_on"] for result in found] == ["2019-07-16", None, None, None]
    assert [[figure["value"] for figure in result["figures"]] for result in found] == [[811.0], [28.97], [], []]
    assert found[1]["article"]["text"] == "Giải ngân đạt 28,97%.", "text is NFC"


def test_blank_lines_are_no_lines(inputs: Path) -> None:
    assert [result["id"] for result in extract("--jsonl", inputs / "blank-lines.jsonl")] == [1]


def test_the_same_input_gives_the_same_bytes(inputs: Path) -> None:
    assert extract(inputs / "page.html") == extract(inputs / "page.html")
