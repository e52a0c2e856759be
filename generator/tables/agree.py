"""Two readings of one document compared, cell by cell.

A figure that both readings see differently is not published: then one of them, or the file, is wrong.
What only one of them could read stays, unless the format's readers are programs of which none is to be trusted alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.forms import load_forms
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Severity
from generator.numbers import plain
from generator.tables.derive import CONTRADICTION, derive
from generator.tables.read import TablesReading
from generator.tables.subtotals import without_doubted

_SEEN = frozenset({CellStatus.REPORTED, CellStatus.BLANK})


def agreed(first: TablesReading, second: TablesReading) -> TablesReading:
    """Return ``first`` without the figures that ``second`` reads differently."""
    if first.form != second.form or not second.found:
        return first
    first = replace(first, subtotals=without_doubted(first.subtotals, [_by_key(second.subtotals)]))
    other = {cell.key: cell for cell in second.cells}
    doubted = {cell.key: cell for cell in first.cells if _differs(cell, other[cell.key])}
    unsure = {key: _unsure(cell, other[key]) for key, cell in doubted.items()}
    return _changed(first, unsure, [_finding(cell, other[key]) for key, cell in doubted.items()])


def witnessed(first: TablesReading, others: Sequence[TablesReading]) -> TablesReading:
    """Return ``first`` with only those figures that another program reads alike and none reads differently.

    An empty cell where all the others that see it read a number is no blank.
    """
    if not first.found:
        return first
    first = replace(first, subtotals=without_doubted(first.subtotals, [_by_key(other.subtotals) for other in others]))
    asked = [{cell.key: cell for cell in other.cells} for other in others if other.found and other.form == first.form]
    unsure: dict[CellKey, Cell] = {}
    findings: list[Finding] = []
    alone: Counter[str] = Counter()
    for cell in first.cells:
        seen = [other[cell.key] for other in asked if other[cell.key].status in _SEEN]
        against = next((other for other in seen if other.value is not None and other.value != cell.value), None)
        with_it = any(other.value == cell.value for other in seen)
        if cell.status is CellStatus.REPORTED and not with_it and against is None:
            unsure[cell.key] = replace(cell, status=CellStatus.AMBIGUOUS, value=None)
            alone[cell.key.table] += 1
        elif against is not None and (cell.value is not None or (cell.status is CellStatus.BLANK and not with_it)):
            unsure[cell.key] = _unsure(cell, against)
            findings.append(_finding(cell, against))
    findings += [_alone(table, count) for table, count in alone.items()]
    return _changed(first, unsure, findings)


def _changed(reading: TablesReading, unsure: Mapping[CellKey, Cell], findings: Sequence[Finding]) -> TablesReading:
    """Return a reading with some of its cells in doubt; what was derived is derived anew."""
    if not unsure:
        return reading
    cells = {cell.key: unsure.get(cell.key, replace(cell, derived=None)) for cell in reading.cells}
    derivation = derive(load_forms()[reading.form], cells)
    kept = (finding for finding in reading.findings if finding.rule != CONTRADICTION)
    return replace(reading, cells=tuple(derivation.cells.values()), findings=(*kept, *derivation.findings, *findings))


def _by_key(cells: Sequence[Cell]) -> Mapping[CellKey, Cell]:
    return {cell.key: cell for cell in cells}


def _differs(cell: Cell, other: Cell) -> bool:
    return cell.value is not None and other.value is not None and cell.value != other.value


def _unsure(cell: Cell, other: Cell) -> Cell:
    raw = f"{cell.raw} {other.raw}".strip()
    return replace(cell, status=CellStatus.AMBIGUOUS, value=None, derived=None, raw=raw)


def _alone(table: str, count: int) -> Finding:
    return Finding(
        rule="cell.one_reading",
        message=f"此表有 {count} 格的数字只有一种方法能读出，无法印证，不予采用。",
        severity=Severity.WARNING,
        fault=Fault.EXTRACTION,
        table=table,
        actual=str(count),
    )


def _finding(cell: Cell, other: Cell) -> Finding:
    return Finding(
        rule="cell.readings_disagree",
        message=f"用两种方法读取此格，结果分别为 {_shown(cell)} 和 {_shown(other)}，不予采用。",
        severity=Severity.ERROR,
        fault=Fault.EXTRACTION,
        table=cell.key.table,
        row=cell.key.row,
        column=cell.key.column,
        expected=_shown(cell),
        actual=_shown(other),
    )


def _shown(cell: Cell) -> str:
    return "空白" if cell.value is None else plain(cell.value)
