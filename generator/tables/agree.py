"""Two readings of one document compared, cell by cell.

A figure that both readings see differently is not published: then one of them, or the file, is wrong.
What only one of them could read stays.
"""

from __future__ import annotations

from dataclasses import replace

from generator.forms import load_forms
from generator.model import Cell, CellStatus, Fault, Finding, Severity
from generator.numbers import plain
from generator.tables.derive import CONTRADICTION, derive
from generator.tables.read import TablesReading


def agreed(first: TablesReading, second: TablesReading) -> TablesReading:
    """Return ``first`` without the figures that ``second`` reads differently."""
    if first.form != second.form or not second.found:
        return first
    other = {cell.key: cell for cell in second.cells}
    doubted = {cell.key: cell for cell in first.cells if _differs(cell, other[cell.key])}
    if not doubted:
        return first
    plain = (replace(cell, derived=None) for cell in first.cells)
    cells = {cell.key: _unsure(cell, other[cell.key]) if cell.key in doubted else cell for cell in plain}
    derivation = derive(load_forms()[first.form], cells)
    kept = (finding for finding in first.findings if finding.rule != CONTRADICTION)
    return replace(
        first,
        cells=tuple(derivation.cells.values()),
        findings=(*kept, *derivation.findings, *(_finding(cell, other[key]) for key, cell in doubted.items())),
    )


def _differs(cell: Cell, other: Cell) -> bool:
    return cell.value is not None and other.value is not None and cell.value != other.value


def _unsure(cell: Cell, other: Cell) -> Cell:
    return replace(cell, status=CellStatus.AMBIGUOUS, value=None, raw=f"{cell.raw} {other.raw}")


def _finding(cell: Cell, other: Cell) -> Finding:
    return Finding(
        rule="cell.readings_disagree",
        message=f"用两种方法读取此格，结果分别为 {plain(cell.value)} 和 {plain(other.value)}，不予采用。",
        severity=Severity.ERROR,
        fault=Fault.EXTRACTION,
        table=cell.key.table,
        row=cell.key.row,
        column=cell.key.column,
        expected=plain(cell.value),
        actual=plain(other.value),
    )
