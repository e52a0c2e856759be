"""A whole document with its figures marked: what is marked is the figure's own text, in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.documents.sniff import sniff
from generator.model import CellStatus, Document, Line
from generator.report import read_document, read_report
from generator.show import cell_code
from generator.show.division import says
from generator.show.locators import parse
from generator.show.sheets import Mark, SheetRow, SourceRow, TextLine, sheets
from tests.layouts.documents import NAMES, document

SAMPLES = sorted((Path(__file__).parents[3] / "data" / "reports").glob("*.txt"))


def marked(rows: tuple[SourceRow, ...]) -> dict[str, str]:
    """Return the text at which each figure is marked."""
    found = {}
    for row in rows:
        pieces = row.cells if isinstance(row, SheetRow) else row.fragments
        found.update({target: piece.text for piece in pieces for target in piece.targets})
    return found


def sheets_of(content: bytes, source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what figures say, and what stands where they are marked."""
    report = read_report(content, source)
    cells = {
        cell_code(cell.key): cell
        for cell in report.cells
        if cell.status in (CellStatus.REPORTED, CellStatus.BLANK) and cell.locator
    }
    marks = [Mark(code, place, cell.raw) for code, cell in cells.items() if (place := parse(cell.locator)) is not None]
    rows = sheets(read_document(content, sniff(content)), marks)
    return {code: cell.raw for code, cell in cells.items()}, marked(rows)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_every_figure_of_a_sample_is_marked_where_it_stands(path: Path) -> None:
    said, shown = sheets_of(path.read_bytes(), path.name)
    assert shown.keys() == said.keys()
    assert [code for code, raw in said.items() if not says(shown[code], raw)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_layout_is_marked_where_it_stands(name: str) -> None:
    said, shown = sheets_of(document(name).content, name)
    assert shown.keys() == said.keys()
    assert [code for code, raw in said.items() if not says(shown[code], raw)] == []


def test_rows_of_a_table_keep_their_spans_and_lines_their_order() -> None:
    lines = (
        Line(1, 0, "三、收到"),
        Line(2, 0, "组\t甲\t1", ("table 1 row 1 cell 1", "table 1 row 1 cell 2", "table 1 row 1 cell 3")),
        Line(3, 0, "\t乙\t2", ("", "table 1 row 2 cell 1", "table 1 row 2 cell 2")),
        Line(4, 0, "合计\t\t3", ("table 1 row 3 cell 1", "", "table 1 row 3 cell 2")),
    )
    place = parse("table 1 row 2 cell 2")
    assert place is not None
    rows = sheets(Document("html", lines), [Mark("a.b.c", place, "2")])
    assert isinstance(rows[0], TextLine)
    table = [row for row in rows if isinstance(row, SheetRow)]
    assert [[(cell.text, cell.across, cell.down) for cell in row.cells] for row in table] == [
        [("组", 1, 2), ("甲", 1, 1), ("1", 1, 1)],
        [("乙", 1, 1), ("2", 1, 1)],
        [("合计", 2, 1), ("3", 1, 1)],
    ]
    assert [row.is_marked for row in rows] == [False, False, True, False]
    assert table[1].cells[1].targets == ("a.b.c",)


def test_figures_of_a_whole_line_share_its_mark() -> None:
    place = parse("line 1")
    assert place is not None
    (row,) = sheets(Document("text", (Line(1, 0, "规章 0"),)), [Mark("a", place, "0"), Mark("b", place, "0")])
    assert isinstance(row, TextLine)
    assert [(one.text, one.targets) for one in row.fragments] == [("规章 0", ("a", "b"))]


def test_a_line_with_fewer_columns_ends_with_a_wide_cell_and_only_headings_reach_down() -> None:
    lines = (
        Line(1, 0, "件数\t\t总计", ("table 1 row 1 cell 1", "", "table 1 row 1 cell 2")),
        Line(2, 0, "新收\t结转\t", ("table 1 row 2 cell 1", "table 1 row 2 cell 2", "")),
        Line(3, 0, "0\t0\t15", ("table 1 row 3 cell 1", "table 1 row 3 cell 2", "table 1 row 3 cell 3")),
        Line(4, 0, "第（五）项\t\t", ("table 1 row 4 cell 1", "", "")),
        Line(5, 0, "许可\t7\t", ("table 1 row 5 cell 1", "table 1 row 5 cell 2", "")),
        Line(6, 0, "第（六）项\t\t", ("table 1 row 6 cell 1", "", "")),
    )
    rows = [row for row in sheets(Document("docx", lines), ()) if isinstance(row, SheetRow)]
    assert [[(cell.text, cell.across, cell.down) for cell in row.cells] for row in rows] == [
        [("件数", 2, 1), ("总计", 1, 2)],
        [("新收", 1, 1), ("结转", 1, 1)],
        [("0", 1, 1), ("0", 1, 1), ("15", 1, 1)],
        [("第（五）项", 3, 1)],
        [("许可", 1, 1), ("7", 2, 1)],
        [("第（六）项", 3, 1)],
    ]
