"""Places in web pages, Word files and PDF, looked up by other means than the readers'."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from generator.documents.sniff import sniff
from generator.forms import load_forms
from generator.model import Document, Line
from generator.report import read_document, read_report
from generator.show import excerpts_of, locate
from generator.show.division import says
from generator.show.locators import GridPlace, PagePlace, parse
from generator.show.pages import words_near
from generator.show.passages import Grid, marked_text, passages
from generator.show.place import cell_code
from tests.drawing.pages import web_page, word_file

FIXTURES = Path(__file__).parents[2] / "formats" / "fixtures"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _drawn(code: str) -> dict[str, bytes]:
    form = load_forms()[code]
    rng = random.Random(code)
    texts = {key: "" if rng.random() < 0.1 else str(1001 + index) for index, key in enumerate(form.keys())}
    year = 2020 if code == "2019" else 2023
    return {"html": web_page(form, texts, year).encode(), "docx": word_file(form, texts, year)}


def _in_page(content: bytes, place: GridPlace) -> str:
    table = list(lxml.html.document_fromstring(content.decode()).iter("table"))[place.table - 1]
    row = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table][place.row - 1]
    return str([cell for cell in row if cell.tag in ("td", "th")][place.cell - 1].text_content())


def _in_word(content: bytes, place: GridPlace) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = etree.fromstring(parts.read("word/document.xml"))
    table = list(root.iter(f"{_W}tbl"))[place.table - 1]
    return "".join(table.findall(f"{_W}tr")[place.row - 1].findall(f"{_W}tc")[place.cell - 1].itertext())


@pytest.mark.parametrize("code", ["2019", "2021"])
@pytest.mark.parametrize(("kind", "look"), [("html", _in_page), ("docx", _in_word)])
def test_a_grids_cell_is_where_its_locator_says(kind: str, look: Callable[[bytes, GridPlace], str], code: str) -> None:
    content = _drawn(code)[kind]
    report, lines = read_report(content, "drawn"), read_document(content, sniff(content))
    assert report.format == kind
    for cell in report.cells:
        place = parse(cell.locator)
        assert isinstance(place, GridPlace)
        assert look(content, place).strip() == cell.raw
        assert marked_text(passages(lines, [(place, cell.raw)])) == cell.raw


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_the_box_of_a_cell_on_a_page_holds_its_text(code: str) -> None:
    content = (FIXTURES / f"ruled-{code}.pdf").read_bytes()
    report = read_report(content, "ruled.pdf")
    printed = [cell for cell in report.cells if cell.raw]
    assert printed
    for cell in printed[:: len(printed) // 12]:
        place = parse(cell.locator)
        assert isinstance(place, PagePlace)
        assert says(marked_text(words_near(content, [place])), cell.raw), cell


def test_a_row_shows_its_neighbours_and_the_heads() -> None:
    content = _drawn("2021")["html"]
    report = read_report(content, "page.html")
    (grid,) = excerpts_of(content, locate(report, "requests.carried_out.total"))
    assert isinstance(grid, Grid)
    numbers = [number for number, _ in grid.rows]
    assert numbers[:3] == [1, 2, 3]
    assert numbers[-3:] == list(range(numbers[-1] - 2, numbers[-1] + 1))
    assert [cell.marked for cell in grid.rows[-1][1]] == [False] * 7 + [True]


def test_a_row_of_an_ambiguous_cell_is_marked_as_a_whole() -> None:
    lines = (Line(1, 0, "规章\t1\t\t2", ("table 1 row 1 cell 1", "table 1 row 1 cell 2", "", "table 1 row 1 cell 3")),)
    (grid,) = passages(Document("html", lines), [(GridPlace(1, 1), "1 2")])
    assert marked_text([grid]) == "规章\n1\n2"


def test_every_code_of_a_report_can_be_shown() -> None:
    content = _drawn("2019")["html"]
    report = read_report(content, "page.html")
    assert {cell_code(cell.key) for cell in report.cells} >= {"requests.received.total", "proactive.procurement.amount"}
    assert len(locate(report, "requests").cells) == 161
    assert len(locate(report, "requests.received").cells) == 7
    assert len(locate(report, "requests.received.total").cells) == 1
