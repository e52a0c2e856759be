"""A number that print or a converter broke in two: the row has one figure too many, and the sums say which two are one.

Such a row stays ambiguous: nothing but the file can settle it. The finding only says what the sums speak for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.checks.equations import Equation, equations_of, full_label
from generator.checks.names import table_name
from generator.checks.sentences import Cells
from generator.checks.verdicts import judge
from generator.forms import Block, Row, load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Report, Severity, Verdict

RULE = "row.number_split"
# Its own sum and that of a column: one of them alone holds by chance too often.
_ENOUGH = 2
_HOLDS = {Verdict.HOLDS, Verdict.HOLDS_IF_BLANK_IS_ZERO}


def split_numbers(report: Report) -> Iterator[Finding]:
    """Yield a notice for each ambiguous row of which just one pair of neighbours, joined, makes all its sums hold."""
    if not any(cell.status is CellStatus.AMBIGUOUS for cell in report.cells):
        return
    cells = {cell.key: cell for cell in report.cells}
    for table in load_forms()[report.form].tables if report.form in load_forms() else ():
        for block, row in table.printed_rows():
            keys = [CellKey(table.code, row.code, column.code) for column in block.columns]
            asked = [equation for equation in equations_of(report.form) if _touches(equation, keys)]
            found = [(pair, numbers) for pair, numbers in _joined(keys, cells) if _fits(keys, numbers, asked, cells)]
            if len(found) == 1:
                yield _finding(table.code, block, row, *found[0])


def _touches(equation: Equation, keys: Sequence[CellKey]) -> bool:
    return not {*equation.left, *equation.right}.isdisjoint(keys)


def _joined(keys: Sequence[CellKey], cells: Cells) -> Iterator[tuple[tuple[str, str], list[Decimal]]]:
    """Yield each pair of neighbours of a row with one figure too many, and the row's numbers if they are one."""
    raw = {cells[key].raw for key in keys if key in cells and cells[key].status is CellStatus.AMBIGUOUS}
    figures = next(iter(raw)).split() if len(raw) == 1 and all(key in cells for key in keys) else []
    if len(keys) < _ENOUGH or len(figures) != len(keys) + 1 or not all(map(str.isdecimal, figures)):
        return
    for at in range(len(keys)):
        first, second = figures[at : at + 2]
        if not first.startswith("0"):
            yield (first, second), [Decimal(text) for text in (*figures[:at], first + second, *figures[at + 2 :])]


def _fits(keys: Sequence[CellKey], numbers: Sequence[Decimal], asked: Sequence[Equation], cells: Cells) -> bool:
    whole: Mapping[CellKey, Cell] = {
        **cells,
        **{
            key: replace(cells[key], status=CellStatus.REPORTED, value=number)
            for key, number in zip(keys, numbers, strict=True)
        },
    }
    verdicts = [judge(equation, whole).verdict for equation in asked]
    answered = [verdict for verdict in verdicts if verdict is not Verdict.NOT_CHECKABLE]
    return len(answered) >= _ENOUGH and all(verdict in _HOLDS for verdict in answered)


def _finding(table: str, block: Block, row: Row, pair: tuple[str, str], numbers: Sequence[Decimal]) -> Finding:
    shown = " ".join(map(str, numbers))
    return Finding(
        RULE,
        f"{table_name(table)}“{full_label(row)}”一行印有 {len(numbers) + 1} 个数字，而只有 {len(block.columns)} 列。"
        f"若其中的“{pair[0]}”和“{pair[1]}”本是一个数 {pair[0]}{pair[1]}，则各处合计、平衡都成立（{shown}），"
        "别无其他相邻两个数可以如此。各格仍列为列不明，请对照原文。",
        Severity.WARNING,
        Fault.EXTRACTION,
        None,
        table,
        row.code,
        expected=shown,
    )
