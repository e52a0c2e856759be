"""Every locator leads back to a place where the cell's text stands: the property of locators and of ``show``."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from generator.demo.layouts import LAYOUTS
from generator.documents.sniff import sniff
from generator.forms import load_forms
from generator.model import Cell, CellStatus, Document, Report
from generator.report import read_document, read_report
from generator.show.locators import parse
from generator.show.passages import marked_text, passages, stands
from tests.drawing.draw import Oddities, draw
from tests.layouts.documents import NAMES, document

SAMPLES = sorted((Path(__file__).parents[3] / "data" / "reports").glob("*.txt"))


def misplaced(report: Report, lines: Document) -> list[str]:
    """Return the cells with a text that does not stand at their locator, in words."""
    return [
        f"{cell.key}: {cell.status} {cell.raw!r} at {cell.locator!r}"
        for cell in report.cells
        if (cell.raw or cell.locator) and not _stands(cell, lines)
    ]


def _stands(cell: Cell, lines: Document) -> bool:
    locator = parse(cell.locator)
    if locator is None or str(locator) != cell.locator:
        return False
    shown = passages(lines, [(locator, cell.raw)])
    if not cell.raw:
        return marked_text(shown).strip("\"' \t") in {"", "None"}
    return stands(shown, cell.raw)


def lines_of(content: bytes) -> Document:
    return read_document(content, sniff(content))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_samples(path: Path) -> None:
    content = path.read_bytes()
    assert misplaced(read_report(content, path.name), lines_of(content)) == []


@pytest.mark.parametrize("name", NAMES)
def test_layout_documents(name: str) -> None:
    content = document(name).content
    assert misplaced(read_report(content, name), lines_of(content)) == []


@pytest.mark.parametrize("code", ["2019", "2021"])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_other_cell_is_marked(layout: str, code: str) -> None:
    """With another number in every cell, the one that is marked is the cell's own and nothing else is."""
    form = load_forms()[code]
    values = {key: Decimal(1001 + index) for index, key in enumerate(form.keys())}
    drawing = draw(form, values, layout, random.Random(layout), Oddities())
    report = read_report(drawing.content, "drawn.txt")
    lines = lines_of(drawing.content)
    reported = [cell for cell in report.cells if cell.status is CellStatus.REPORTED]
    assert reported or layout == "first-value"  # of most rows it prints one number only
    wrong = []
    for cell in reported:
        locator = parse(cell.locator)
        assert locator is not None
        shown = marked_text(passages(lines, [(locator, cell.raw)]))
        if shown != cell.raw:
            wrong.append(f"{cell.key} {cell.raw!r} {cell.locator} {shown!r}")
    assert wrong == []
