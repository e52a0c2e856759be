"""PDF files by several writers read back exactly: whatever rules their tables have, and whatever else is painted.

The files in ``fixtures/pdf`` are made; each stands beside the texts of its cells. Font programs were taken out of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.documents.pdf import pages_of, read
from generator.forms import load_forms
from generator.model import Cell, CellStatus
from generator.report import read_report
from generator.tables.read import read_tables
from generator.tables.values import is_blank

FOLDER = Path(__file__).parent / "fixtures" / "pdf"
FILES = sorted(path.stem for path in FOLDER.glob("*.pdf"))
PICTURE = "!"


def drawn(name: str) -> dict[str, str]:
    """Return the text of each cell, by ``table.row.column``."""
    truth = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    texts = iter([text for row in truth["rows"].values() for text in row])
    keys = load_forms()[truth["form"]].keys()
    return {f"{key.table}.{key.row}.{key.column}": text for key, text in zip(keys, texts, strict=True)}


def as_drawn(cell: Cell, text: str) -> bool:
    """Say whether a cell was read as it was drawn."""
    if text == PICTURE:
        return cell.status is CellStatus.MISSING
    if text.startswith("?"):
        return cell.status is CellStatus.UNREADABLE
    if is_blank(text):
        return cell.status is CellStatus.BLANK
    return cell.status is CellStatus.REPORTED and str(cell.value) == text


@pytest.mark.parametrize("name", FILES)
def test_every_cell_is_read_as_drawn(name: str) -> None:
    truth = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    report = read_report((FOLDER / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    assert (report.format, report.form, report.year) == ("pdf", truth["form"], truth["year"])
    texts = drawn(name)
    cells = {f"{cell.key.table}.{cell.key.row}.{cell.key.column}": cell for cell in report.cells}
    assert cells.keys() == texts.keys()
    wrong = [
        f"{key}: {cell.status} {cell.value} {cell.raw!r}, is {texts[key]!r}"
        for key, cell in cells.items()
        if not as_drawn(cell, texts[key])
    ]
    assert wrong == []
    places = [cell.locator for cell in cells.values() if cell.status is not CellStatus.MISSING]
    assert all(re.fullmatch(r"page \d+ bbox \d+,\d+,\d+,\d+", place) for place in places)
    assert not [finding for finding in report.findings if finding.rule == "cell.readings_disagree"]


@pytest.mark.parametrize("name", FILES)
def test_places_lie_on_their_pages(name: str) -> None:
    content = (FOLDER / f"{name}.pdf").read_bytes()
    sizes = {
        page.number: (page.width, page.height)[:: -1 if page.turn in {90, 270} else 1] for page in pages_of(content)
    }
    for line in read(content).lines:
        for place in filter(None, line.cells):
            number, *box = map(int, re.findall(r"-?\d+", place))
            width, height = sizes[number]
            assert -1 <= box[0] <= box[2] <= width + 1
            assert -1 <= box[1] <= box[3] <= height + 1


def test_the_second_reading_is_a_whole_witness_of_a_ruled_table() -> None:
    """Read by words alone, a ruled table gives the same cells: it can contradict each of them."""
    document = read((FOLDER / "made-weasyprint-torn-row.pdf").read_bytes())
    first = read_tables(document, None)
    second = read_tables(replace(document, lines=document.second), None)
    values = [[(cell.key, cell.value) for cell in reading.cells] for reading in (first, second)]
    assert values[0] == values[1]
