"""Where sums do not hold the figures are looked at again, in another way; what both ways show is the document's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks import run
from generator.documents.text import one_cell_a_line, split_lines
from generator.model import Finding, Report, Severity
from generator.report import read_report
from tests.spec.test_subtotals import CODES, HEADS, NUMBERS, ROWS, TITLE

WRONG = "granted"


def printed(code: str) -> list[str]:
    """Return a row as printed: of one of them the first figure is one too many."""
    first, *rest = NUMBERS[code]
    return [str(first + (code == WRONG)), *map(str, rest)]


def as_text(between: str) -> bytes:
    rows = [between.join(["申请", *HEADS])]
    rows += [between.join([label, *printed(code)]) for code, label in zip(CODES, ROWS, strict=True)]
    return "\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *rows]).encode()


def as_html() -> bytes:
    cells = [["申请", *HEADS], *([label, *printed(code)] for code, label in zip(CODES, ROWS, strict=True))]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    return f"<h1>{TITLE}</h1><p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table>".encode()


def row_sum(report: Report) -> Finding:
    found = [finding for finding in run(report)[1] if finding.severity is Severity.ERROR]
    return next(finding for finding in found if (finding.rule, finding.row) == ("requests.row_sum", WRONG))


@pytest.mark.parametrize("document", [as_text("\t"), as_text(" | "), as_text("  "), as_html()])
def test_what_both_ways_show_is_said_to_be_the_documents_own(document: bytes) -> None:
    report = read_report(document, "a")
    assert {key.column for key in report.seen_twice if key.row == WRONG} >= {"natural_person", "total"}
    assert "用两种方法读取，数字相同" in row_sum(report).message


def test_a_cell_a_line_can_be_read_in_one_way_only() -> None:
    report = read_report(as_text("\n"), "a")
    assert report.seen_twice == frozenset()
    assert "只有一种读法" in row_sum(report).message


def test_nothing_is_looked_at_again_where_the_sums_hold(root: Path) -> None:
    for path in sorted((root / "data" / "reports").glob("*.txt")):
        assert read_report(path.read_bytes(), path.name).seen_twice == frozenset()


def test_cells_on_lines_of_their_own_keep_their_place_in_the_file() -> None:
    lines = split_lines("规章\t1  2 | 3\n\n备注 一")
    assert [(line.number, line.text) for line in one_cell_a_line(lines)] == [
        (1, "规章"), (1, "1"), (1, "2 "), (1, " 3"), (2, ""), (3, "备注 一"),
    ]  # fmt: skip
    assert one_cell_a_line(split_lines("规章\n1\n2")) == ()
