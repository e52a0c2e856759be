"""Figures beside the heading of a group of rows are handed on as its sum, and never shift a row."""

from __future__ import annotations

import io

import docx
import pytest

from generator.forms import load_forms
from generator.model import Report
from generator.numbers import plain
from generator.report import read_report
from tests.drawn import read
from tests.spec.parts import REQUESTS_HEADS

ROWS = [row.label for row in load_forms()["2021"].table("requests").blocks[0].rows]
CODES = [row.code for row in load_forms()["2021"].table("requests").blocks[0].rows]
HEADS = [column.label for column in load_forms()["2021"].table("requests").blocks[0].columns]
# Each row of the form with numbers that no other row has; the heading's are their sums.
NUMBERS = {code: [index + 1, 100 + index, 0, 0, 0, 0, 101 + 2 * index] for index, code in enumerate(CODES)}
HEADINGS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "closed": "（六）其他处理",
}
UNAVAILABLE = """
    1.本机关不掌握相关政府信息⇥1⇥0⇥0⇥0⇥0⇥0⇥1
    2.没有现成信息需要另行制作⇥2⇥0⇥0⇥0⇥0⇥0⇥2
    3.补正后申请内容仍不明确⇥3⇥0⇥0⇥0⇥0⇥0⇥3
"""


def table() -> list[tuple[str, list[str]]]:
    """Return all rows of table 三 as printed, a heading with the sums of its rows before each group."""
    printed: list[tuple[str, list[str]]] = []
    for code, label in zip(CODES, ROWS, strict=True):
        group = next((name for name in HEADINGS if code.startswith(f"{name}_")), "")
        if group and HEADINGS[group] not in dict(printed):
            printed.append((HEADINGS[group], list(map(str, sums(group)))))
        printed.append((label, list(map(str, NUMBERS[code]))))
    return printed


def sums(group: str) -> list[int]:
    rows = [NUMBERS[code] for code in CODES if code.startswith(f"{group}_")]
    return [sum(column) for column in zip(*rows, strict=True)]


def as_text(between: str) -> bytes:
    rows = [("申请", HEADS), *table()]
    shown = [between.join([label, *cells]) for label, cells in rows]
    return "\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *shown]).encode()


def as_html() -> bytes:
    rows = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        for label, cells in [("申请", HEADS), *table()]
    )
    return f"<h1>{TITLE}</h1><p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table>".encode()


def as_docx() -> bytes:
    made = docx.Document()
    made.add_paragraph(TITLE)
    made.add_paragraph("三、收到和处理政府信息公开申请情况")
    grid = made.add_table(rows=0, cols=1 + len(HEADS))
    for label, cells in [("申请", HEADS), *table()]:
        for place, said in zip(grid.add_row().cells, [label, *cells], strict=True):
            place.text = said
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TITLE = "宁安市镜泊镇人民政府2022年政府信息公开工作年度报告"
DOCUMENTS = {
    "bars": as_text(" | "),
    "tabs": as_text("\t"),
    "spaces": as_text("  "),
    "a cell a line": as_text("\n"),
    "html": as_html(),
    "docx": as_docx(),
}


def numbers(report: Report, row: str) -> list[str]:
    return [plain(cell.value) for cell in report.cells if (cell.key.table, cell.key.row) == ("requests", row)]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_figures_in_headings_shift_no_row_and_are_handed_on(kind: str) -> None:
    report = read_report(DOCUMENTS[kind], "a")
    assert {code: numbers(report, code) for code in CODES} == {code: list(map(str, NUMBERS[code])) for code in CODES}
    handed = {group: [plain(cell.value) for cell in report.subtotals if cell.key.row == group] for group in HEADINGS}
    assert handed == {group: list(map(str, sums(group))) for group in HEADINGS}
    assert not {"row.unmatched", "figure.left_over"} & {finding.rule for finding in report.findings}


def test_with_a_word_for_sum_beside_the_heading() -> None:
    shown = read(REQUESTS_HEADS, f"（四）无法提供⇥小计⇥6⇥0⇥0⇥0⇥0⇥0⇥6\n{UNAVAILABLE}")
    assert [plain(cell.value) for cell in shown.reading.subtotals] == ["6", "0", "0", "0", "0", "0", "6"]


def test_only_a_total_without_a_known_column_is_left_over() -> None:
    shown = read(REQUESTS_HEADS, f"（四）无法提供⇥6\n{UNAVAILABLE}")
    assert shown.reading.subtotals == ()
    assert "figure.left_over" in shown.rules
    assert shown.row("unavailable_not_held") == "1 0 0 0 0 0 1"


def test_where_a_row_of_the_group_has_no_figures_the_headings_may_be_its_own() -> None:
    lost = UNAVAILABLE.replace("1.本机关不掌握相关政府信息⇥1⇥0⇥0⇥0⇥0⇥0⇥1", "1.本机关不掌握相关政府信息")
    shown = read(REQUESTS_HEADS, f"（四）无法提供⇥1⇥0⇥0⇥0⇥0⇥0⇥1\n{lost}")
    assert shown.reading.subtotals == ()
