"""One printed row as cells of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.forms import Block, Column, Row, Table
from generator.model import Cell, CellKey, CellStatus, Fault, Finding, Severity
from generator.tables.heads import Heads
from generator.tables.items import Item, ItemKind
from generator.tables.settle import Evidence, Settled, settle
from generator.tables.values import Figure, read_value

_OPEN_REMARK = re.compile(r"\d[\d,，]*\s*[(（][^()（）]*")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of the form with what is printed for it; ``beside`` are figures next to it that no row has."""

    table: Table
    block: Block
    row: Row
    cells: tuple[Item, ...]
    certain: bool
    label: tuple[Item, ...]
    broken: bool = False
    beside: tuple[Item, ...] = ()


def cells_of_row(printed: PrintedRow, evidence: Evidence, heads: Heads) -> tuple[dict[CellKey, Cell], list[Finding]]:
    """Return the cells of one printed row and what is noteworthy about them."""
    columns = printed.block.columns
    settled = settle(printed.cells, len(columns), evidence)
    # Words between label and figures may be those of a remark, whose number looks like a figure then.
    torn = printed.broken or (not printed.certain and any(begins_remark(item) for item in printed.beside))
    if (torn or printed.block.caption in heads.disordered) and any(
        item.kind is ItemKind.VALUE for item in printed.cells
    ):
        settled = Settled(None)
    keys = [CellKey(printed.table.code, printed.row.code, column.code) for column in columns]
    findings = list(_label_findings(printed))
    if settled.cells is None:
        return ambiguous_cells(keys, columns, (*printed.cells, *printed.beside)), findings
    cells = {}
    for key, column, item in zip(keys, columns, settled.cells, strict=True):
        cell, figure = read_cell(key, column, item, heads.money_unit)
        cells[key] = cell
        findings.extend(_value_findings(cell, column, figure, heads.money_unit))
    return cells, findings


def ambiguous_cells(keys: Sequence[CellKey], columns: Sequence[Column], items: Sequence[Item]) -> dict[CellKey, Cell]:
    """Return the cells of a row whose numbers cannot be placed, each with all the row's numbers."""
    shown = [item for item in items if item.marked]
    raw = " ".join(item.text for item in shown)
    place = row_locator(sorted(shown, key=lambda item: (item.line, item.cell, item.first)))
    return {
        key: Cell(key, CellStatus.AMBIGUOUS, unit=column.unit or "", raw=raw, locator=place)
        for key, column in zip(keys, columns, strict=True)
    }


def begins_remark(item: Item) -> bool:
    """Say whether a figure's remark goes on in another line: 42（含自."""
    return _OPEN_REMARK.fullmatch(item.text.strip()) is not None


def read_cell(key: CellKey, column: Column, item: Item | None, head_unit: str = "") -> tuple[Cell, Figure]:
    """Read one settled cell; ``head_unit`` is the money unit printed in the column's head."""
    if item is None:
        return Cell(key, CellStatus.MISSING, unit=column.unit or ""), Figure(CellStatus.MISSING)
    figure = read_value(item.text, column)
    unit = figure.unit or column.unit or ""
    if column.number == "amount" and figure.status is CellStatus.REPORTED and head_unit and head_unit != unit:
        if column.unit is None and not figure.unit:
            unit = head_unit
        elif column.unit is not None and not figure.converted and not _prints_unit(item.text):
            # The head names another unit than the form, the cell none: the amount is not certain.
            figure = Figure(CellStatus.UNREADABLE)
    cell = Cell(key, figure.status, figure.value, unit=unit, raw=item.text, locator=item.locator)
    return cell, figure


def row_locator(items: Sequence[Item]) -> str:
    """Return the place of a whole printed row."""
    if not items:
        return ""
    first, last = items[0], items[-1]
    if first.place:
        return _row_place([item.place for item in items if item.place])
    if first.first and first.line == last.line:
        return f"line {first.line} char {first.first}-{last.last}"
    return f"line {first.line}" if first.line == last.line else f"line {first.line}-{last.line}"


def _row_place(places: Sequence[str]) -> str:
    """Return the place of a row from those of its cells: its row in a table, or the box round them all."""
    row, cell, _ = places[0].rpartition(" cell ")
    if cell:
        return row
    page, _, _ = places[0].partition(" bbox ")
    boxes = [[int(edge) for edge in place.rpartition(" ")[2].split(",")] for place in places if place.startswith(page)]
    edges = [pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max))]
    return f"{page} bbox " + ",".join(map(str, edges))


def _prints_unit(text: str) -> bool:
    return "元" in text or "万" in text


def _label_findings(printed: PrintedRow) -> Iterator[Finding]:
    if printed.certain:
        return
    shown = "".join(item.text for item in printed.label)
    yield Finding(
        rule="label.uncertain",
        message=f"行名印作“{shown}”，按编号、次序和相近程度读作“{printed.row.label}”。",
        severity=Severity.INFO,
        fault=Fault.EXTRACTION,
        table=printed.table.code,
        row=printed.row.code,
        expected=printed.row.label,
        actual=shown,
    )


def _value_findings(cell: Cell, column: Column, figure: Figure, head_unit: str) -> Iterator[Finding]:
    if figure.converted:
        message = f"此格印作“{cell.raw}”，表头单位为万元，已精确换算为 {cell.value} 万元。"
    elif column.number == "amount" and cell.status is CellStatus.UNREADABLE and head_unit == "元":
        message = f"表头所印单位为元，与法定格式的万元不同，数字“{cell.raw}”的单位无法确定。"
    else:
        return
    yield Finding(
        rule="value.unit",
        message=message,
        severity=Severity.INFO,
        fault=Fault.SOURCE,
        table=cell.key.table,
        row=cell.key.row,
        column=cell.key.column,
        actual=cell.raw,
    )
