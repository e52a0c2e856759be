"""The statutory tables in their official layout, with row and column spans, made from the form."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from markupsafe import Markup

from generator.checks import CHECKS, YEAR_CHECKS
from generator.forms import Block, Column, Row, Table, load_forms
from generator.model import Cell, CellKey, CellStatus, Finding, Severity
from generator.site.facts import Facts, anchor, cell_key, number
from generator.site.marks import Mark, cell_mark, withdrawn_mark
from generator.site.notes import Note, notes_of

# Rules whose expected number follows from the report's own figures or from last year's.
_COMPUTED = frozenset(check.code for check in (*CHECKS, *YEAR_CHECKS)) | {"cell.contradicts_table"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Box(NamedTuple):
    """One printed box of a table: a heading (``scope`` is set) or a cell (``mark`` is set).

    ``doubt`` is the severity of the worst finding about a cell, ``computed`` the number it should be by that finding.
    ``notes`` are those printed in the cell, ``sums`` the numbers of the broken sums in which it takes part,
    ``reply`` the anchor of what the body replied about it.
    """

    text: str = ""
    scope: str = ""
    rowspan: int = 1
    colspan: int = 1
    term: str = ""
    key: str = ""
    mark: Mark | None = None
    derived: str = ""
    doubt: str = ""
    computed: str = ""
    notes: tuple[Note, ...] = ()
    sums: tuple[int, ...] = ()
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One statutory table as printed: heading lines, then body lines."""

    code: str
    caption: str
    css: str
    head: tuple[tuple[Box, ...], ...]
    bodies: tuple[tuple[tuple[Box, ...], ...], ...]
    unit: str
    notes: tuple[Note, ...] = ()


class _Slot(NamedTuple):
    """The place of a cell in a form."""

    key: CellKey
    anchor: str
    colspan: int


_Line = tuple[Box | _Slot, ...]
_Lines = tuple[_Line, ...]
_Heads = tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A table of a form without a report's figures."""

    head: _Heads
    bodies: tuple[_Lines, ...]
    css: str
    caption: str
    unit: str


_NO_NOTES: Final[tuple[Note, ...]] = ()


class _Sheet:
    """A report's facts with what is noted at the cells of one table."""

    def __init__(self, facts: Facts, notes: tuple[Note, ...], replies: Mapping[str, str]) -> None:
        self.facts = facts
        self.replies = replies
        self.notes: dict[CellKey, tuple[Note, ...]] = {}
        self.sums: dict[CellKey, tuple[int, ...]] = {}
        for note in notes:
            self.notes[note.key] = (*self.notes.get(note.key, ()), note)
            for key in note.cells:
                self.sums[key] = (*self.sums.get(key, ()), note.number)
        self.doubts = facts.once(_doubts)


def grids(facts: Facts, replies: Mapping[str, str] = MappingProxyType({})) -> tuple[Grid, ...]:
    """Return the three tables of the report's form; none if the report has no cells.

    ``replies`` gives the anchor of what the body replied, by the anchor of the cell.
    """
    if facts.form is None or not facts.report.cells:
        return ()
    notes = notes_of(facts)
    form = facts.form.code
    return tuple(
        _grid(_plan(form, table.code), table.code, _Sheet(facts, notes.get(table.code, ()), replies), notes)
        for table in facts.form.tables
    )


def _grid(plan: _Plan, code: str, sheet: _Sheet, notes: Mapping[str, tuple[Note, ...]]) -> Grid:
    bodies = tuple(
        tuple([tuple([box if isinstance(box, Box) else _cell(sheet, box) for box in line]) for line in lines])
        for lines in plan.bodies
    )
    return Grid(code, plan.caption, plan.css, plan.head, bodies, plan.unit, notes.get(code, ()))


@functools.cache
def _plan(form: str, code: str) -> _Plan:
    """Return how a table of a form is printed: this is the same for all reports."""
    table = load_forms()[form].table(code)
    if any(block.across for block in table.blocks):
        head, bodies = _across(table)
    elif any(row.under for _, row in table.printed_rows()):
        head, bodies = _grouped(table)
    else:
        head, bodies = (), _stacked(table)
    units = {column.unit for block in table.blocks for column in block.columns}
    unit = "单位：件" if units == {"件"} else ""
    return _Plan(head, bodies, f"gk-{table.code} gk-form-{form}", table.section, unit)


def _stacked(table: Table) -> tuple[_Lines, ...]:
    widest = max(len(block.columns) for block in table.blocks)
    return tuple(tuple(_block_lines(table, block, widest)) for block in table.blocks)


def _block_lines(table: Table, block: Block, widest: int) -> Iterator[_Line]:
    spans = [1] * (len(block.columns) - 1) + [widest - len(block.columns) + 1]
    yield (Box(block.caption, "colgroup", colspan=widest + 1),)
    heads = [Box(column.label, "col", colspan=span) for column, span in zip(block.columns, spans, strict=True)]
    yield (Box(block.corner, "col"), *heads)
    for row in block.rows:
        cells = [_slot(table, row, column, span) for column, span in zip(block.columns, spans, strict=True)]
        yield (Box(row.label, "row", term=f"{table.code}.{row.code}"), *cells)


def _grouped(table: Table) -> tuple[_Heads, tuple[_Lines, ...]]:
    (block,) = table.blocks
    depth = max(len(row.under) for row in block.rows) + 1
    lines: list[_Line] = [
        (*_labels(table, block.rows, place, depth), *(_slot(table, row, column) for column in block.columns))
        for place, row in enumerate(block.rows)
    ]
    return _column_heads(block, depth), (tuple(lines),)


def _column_heads(block: Block, depth: int) -> _Heads:
    corner = Box(block.corner, "col", rowspan=3, colspan=depth)
    upper: list[Box] = []
    lower: list[Box] = []
    for under, columns in groupby(block.columns, key=lambda column: column.under):
        together = list(columns)
        if under:
            upper.append(Box(under, "colgroup", colspan=len(together)))
            lower.extend(Box(column.label, "col") for column in together)
        else:
            upper.extend(Box(column.label, "col", rowspan=2) for column in together)
    return (corner, Box(block.caption, "colgroup", colspan=len(block.columns))), tuple(upper), tuple(lower)


def _labels(table: Table, rows: Sequence[Row], place: int, depth: int) -> Iterator[Box]:
    row = rows[place]
    for level, label in enumerate(row.under):
        if place and rows[place - 1].under[: level + 1] == row.under[: level + 1]:
            continue
        span = _run(rows[place:], level, row.under[: level + 1])
        yield Box(label, "rowgroup", rowspan=span)
    yield Box(row.label, "row", colspan=depth - len(row.under), term=f"{table.code}.{row.code}")


def _run(rows: Sequence[Row], level: int, under: tuple[str, ...]) -> int:
    length = 0
    for row in rows:
        if row.under[: level + 1] != under:
            break
        length += 1
    return length


def _across(table: Table) -> tuple[_Heads, tuple[_Lines, ...]]:
    (block,) = table.blocks
    width = len(block.columns)
    top: list[Box] = []
    middle: list[Box] = []
    bottom: list[Box] = []
    for under, rows in groupby(block.rows, key=lambda row: row.under):
        together = list(rows)
        if under:
            top.append(Box(under[0], "colgroup", colspan=width * len(together)))
            for row in together:
                middle.append(Box(row.label, "colgroup", colspan=width, term=f"{table.code}.{row.code}"))
                bottom.extend(Box(column.label, "col") for column in block.columns)
        else:
            top.append(Box(together[0].label, "colgroup", colspan=width, term=f"{table.code}.{together[0].code}"))
            middle.extend(Box(column.label, "col", rowspan=2) for column in block.columns)
    cells = tuple(_slot(table, row, column) for row in block.rows for column in block.columns)
    return (tuple(top), tuple(middle), tuple(bottom)), ((cells,),)


def _slot(table: Table, row: Row, column: Column, span: int = 1) -> _Slot:
    key = cell_key(table.code, row.code, column.code)
    # Codes of the form are as safe as the templates themselves.
    return _Slot(key, Markup(anchor(key)), span)


def _cell(sheet: _Sheet, slot: _Slot) -> Box:
    key, facts = slot.key, sheet.facts
    cell = facts.cell(key)
    if cell is None:
        return Box(key=slot.anchor, colspan=slot.colspan, mark=cell_mark(Cell(key, CellStatus.MISSING)))
    shows_derived = cell.derived is not None and cell.corrected is None and cell.status is not CellStatus.REPORTED
    derived = f"≈ {number(cell.derived)}" if shows_derived and cell.derived is not None else ""
    mark = withdrawn_mark(facts.withdrawn[key]) if facts.withdrawn and key in facts.withdrawn else cell_mark(cell)
    notes = sheet.notes.get(key, _NO_NOTES) if sheet.notes else _NO_NOTES
    finding = sheet.doubts.get(key) if sheet.doubts else None
    return Box(
        "",
        "",
        1,
        slot.colspan,
        "",
        slot.anchor,
        mark,
        derived,
        finding.severity.value if finding is not None else "",
        _computed(finding, notes) if finding is not None or notes else "",
        notes,
        sheet.sums.get(key, ()) if sheet.sums else (),
        sheet.replies.get(slot.anchor, ""),
    )


def _doubts(facts: Facts) -> dict[CellKey, Finding]:
    """Return the worst finding about each cell, not mere notes: the first error, else the first one."""
    worst: dict[CellKey, Finding] = {}
    for finding in facts.report.findings:
        if finding.severity is Severity.INFO:
            continue
        known = worst.get(finding.key)
        is_worse = finding.severity is Severity.ERROR and known is not None and known.severity is not Severity.ERROR
        if known is None or is_worse:
            worst[finding.key] = finding
    return worst


def _computed(finding: Finding | None, notes: Sequence[Note]) -> str:
    """Return the number that sums and the worst finding about a cell lead to."""
    sums = [note.computed for note in notes if note.cells and note.computed != note.printed]
    if finding is not None and finding.rule in _COMPUTED and _NUMBER.fullmatch(finding.expected):
        sums.insert(0, finding.expected)
    return f"算得 {'、'.join(dict.fromkeys(sums))}" if sums else ""
