"""The statutory tables in their official layout, with row and column spans, made from the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from generator.checks import CHECKS, YEAR_CHECKS
from generator.forms import Block, Column, Form, Row, Table
from generator.model import Cell, CellKey, CellStatus, Severity
from generator.site.facts import Facts, anchor, number
from generator.site.marks import Mark, cell_mark, withdrawn_mark
from generator.site.notes import Note, notes_of

# Rules whose expected number follows from the report's own figures or from last year's.
_COMPUTED = frozenset(check.code for check in (*CHECKS, *YEAR_CHECKS)) | {"cell.contradicts_table"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Box:
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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A report's facts with the notes at the cells of one table."""

    facts: Facts
    notes: tuple[Note, ...]
    replies: Mapping[str, str]


def grids(facts: Facts, replies: Mapping[str, str] = MappingProxyType({})) -> tuple[Grid, ...]:
    """Return the three tables of the report's form; none if the report has no cells.

    ``replies`` gives the anchor of what the body replied, by the anchor of the cell.
    """
    if facts.form is None or not facts.report.cells:
        return ()
    notes = notes_of(facts)
    form = facts.form
    return tuple(_grid(_Sheet(facts, notes.get(table.code, ()), replies), form, table) for table in form.tables)


def _grid(sheet: _Sheet, form: Form, table: Table) -> Grid:
    if any(block.across for block in table.blocks):
        head, bodies = _across(sheet, table)
    elif any(row.under for _, row in table.printed_rows()):
        head, bodies = _grouped(sheet, table)
    else:
        head, bodies = (), _stacked(sheet, table)
    units = {column.unit for block in table.blocks for column in block.columns}
    unit = "单位：件" if units == {"件"} else ""
    css = f"gk-{table.code} gk-form-{form.code}"
    return Grid(table.code, table.section, css, head, bodies, unit, sheet.notes)


def _stacked(sheet: _Sheet, table: Table) -> tuple[tuple[tuple[Box, ...], ...], ...]:
    widest = max(len(block.columns) for block in table.blocks)
    return tuple(tuple(_block_lines(sheet, table, block, widest)) for block in table.blocks)


def _block_lines(sheet: _Sheet, table: Table, block: Block, widest: int) -> Iterator[tuple[Box, ...]]:
    spans = [1] * (len(block.columns) - 1) + [widest - len(block.columns) + 1]
    yield (Box(block.caption, "colgroup", colspan=widest + 1),)
    heads = [Box(column.label, "col", colspan=span) for column, span in zip(block.columns, spans, strict=True)]
    yield (Box(block.corner, "col"), *heads)
    for row in block.rows:
        cells = [_cell(sheet, table, row, column, span) for column, span in zip(block.columns, spans, strict=True)]
        yield (Box(row.label, "row", term=f"{table.code}.{row.code}"), *cells)


def _grouped(
    sheet: _Sheet, table: Table
) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[tuple[Box, ...], ...], ...]]:
    (block,) = table.blocks
    depth = max(len(row.under) for row in block.rows) + 1
    lines = [
        (*_labels(table, block.rows, place, depth), *(_cell(sheet, table, row, column) for column in block.columns))
        for place, row in enumerate(block.rows)
    ]
    return _column_heads(block, depth), (tuple(lines),)


def _column_heads(block: Block, depth: int) -> tuple[tuple[Box, ...], ...]:
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


def _across(sheet: _Sheet, table: Table) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[tuple[Box, ...], ...], ...]]:
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
    cells = tuple(_cell(sheet, table, row, column) for row in block.rows for column in block.columns)
    return (tuple(top), tuple(middle), tuple(bottom)), ((cells,),)


def _cell(sheet: _Sheet, table: Table, row: Row, column: Column, span: int = 1) -> Box:
    key = CellKey(table.code, row.code, column.code)
    cell = sheet.facts.cell(key)
    if cell is None:
        return Box(key=anchor(key), colspan=span, mark=cell_mark(Cell(key, CellStatus.MISSING)))
    shows_derived = cell.derived is not None and cell.corrected is None and cell.status is not CellStatus.REPORTED
    derived = f"≈ {number(cell.derived)}" if shows_derived and cell.derived is not None else ""
    mark = withdrawn_mark(sheet.facts.withdrawn[key]) if key in sheet.facts.withdrawn else cell_mark(cell)
    notes = tuple(note for note in sheet.notes if note.key == key)
    sums = tuple(note.number for note in sheet.notes if key in note.cells)
    doubt, computed = _doubt(sheet.facts, key, notes)
    return Box(
        key=anchor(key),
        colspan=span,
        mark=mark,
        derived=derived,
        doubt=doubt,
        computed=computed,
        notes=notes,
        sums=sums,
        reply=sheet.replies.get(anchor(key), ""),
    )


def _doubt(facts: Facts, key: CellKey, notes: Sequence[Note]) -> tuple[str, str]:
    """Return the severity of the worst finding about a cell (not mere notes), and the number that sums lead to."""
    sums = [note.computed for note in notes if note.cells and note.computed != note.printed]
    found = [
        finding for finding in facts.report.findings if finding.key == key and finding.severity is not Severity.INFO
    ]
    worst = min(found, key=lambda finding: finding.severity is not Severity.ERROR, default=None)
    if worst is not None and worst.rule in _COMPUTED and _NUMBER.fullmatch(worst.expected):
        sums.insert(0, worst.expected)
    return worst.severity.value if worst is not None else "", f"算得 {'、'.join(dict.fromkeys(sums))}" if sums else ""
