"""The statutory tables in their official layout, with row and column spans, made from the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.checks import CHECKS, YEAR_CHECKS
from generator.forms import Block, Column, Form, Row, Table
from generator.model import CellKey, CellStatus, Severity
from generator.site.facts import Facts, anchor, number
from generator.site.marks import Mark, cell_mark
from generator.site.words import TABLE_NAMES

# Rules whose expected number follows from the report's own figures or from last year's.
_COMPUTED = frozenset(check.code for check in (*CHECKS, *YEAR_CHECKS)) | {"cell.contradicts_table"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Box:
    """One printed box of a table: a heading (``scope`` is set) or a cell (``mark`` is set).

    ``doubt`` is the severity of the worst finding about a cell, ``computed`` the number it should be by that finding.
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


@dataclass(frozen=True, slots=True)
class Grid:
    """One statutory table as printed: heading lines, then body lines."""

    code: str
    caption: str
    css: str
    head: tuple[tuple[Box, ...], ...]
    bodies: tuple[tuple[tuple[Box, ...], ...], ...]
    unit: str


def grids(facts: Facts) -> tuple[Grid, ...]:
    """Return the three tables of the report's form; none if the report has no cells."""
    if facts.form is None or not facts.report.cells:
        return ()
    return tuple(_grid(facts, facts.form, table) for table in facts.form.tables)


def cell_name(table: str, row: Row, column: Column) -> str:
    """Return what a cell is called in running text."""
    group = f"{row.under[-1]}" if len(row.under) > 1 or row.under[:1] == ("行政诉讼",) else ""
    return f"{TABLE_NAMES.get(table, table)} {group}{row.label} · {column.label}"


def _grid(facts: Facts, form: Form, table: Table) -> Grid:
    if any(block.across for block in table.blocks):
        head, bodies = _across(facts, table)
    elif any(row.under for _, row in table.printed_rows()):
        head, bodies = _grouped(facts, table)
    else:
        head, bodies = (), _stacked(facts, table)
    units = {column.unit for block in table.blocks for column in block.columns}
    unit = "单位：件" if units == {"件"} else ""
    return Grid(table.code, table.section, f"gk-{table.code} gk-form-{form.code}", head, bodies, unit)


def _stacked(facts: Facts, table: Table) -> tuple[tuple[tuple[Box, ...], ...], ...]:
    widest = max(len(block.columns) for block in table.blocks)
    return tuple(tuple(_block_lines(facts, table, block, widest)) for block in table.blocks)


def _block_lines(facts: Facts, table: Table, block: Block, widest: int) -> Iterator[tuple[Box, ...]]:
    spans = [1] * (len(block.columns) - 1) + [widest - len(block.columns) + 1]
    yield (Box(block.caption, "colgroup", colspan=widest + 1),)
    heads = [Box(column.label, "col", colspan=span) for column, span in zip(block.columns, spans, strict=True)]
    yield (Box(block.corner, "col"), *heads)
    for row in block.rows:
        cells = [_cell(facts, table, row, column, span) for column, span in zip(block.columns, spans, strict=True)]
        yield (Box(row.label, "row", term=f"{table.code}.{row.code}"), *cells)


def _grouped(facts: Facts, table: Table) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[tuple[Box, ...], ...], ...]]:
    (block,) = table.blocks
    depth = max(len(row.under) for row in block.rows) + 1
    lines = [
        (*_labels(table, block.rows, place, depth), *(_cell(facts, table, row, column) for column in block.columns))
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


def _across(facts: Facts, table: Table) -> tuple[tuple[tuple[Box, ...], ...], tuple[tuple[tuple[Box, ...], ...], ...]]:
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
    cells = tuple(_cell(facts, table, row, column) for row in block.rows for column in block.columns)
    return (tuple(top), tuple(middle), tuple(bottom)), ((cells,),)


def _cell(facts: Facts, table: Table, row: Row, column: Column, span: int = 1) -> Box:
    key = CellKey(table.code, row.code, column.code)
    cell = facts.cell(key)
    if cell is None:
        return Box(key=anchor(key), colspan=span, mark=Mark("—", "missing", cell_name(table.code, row, column)))
    shows_derived = cell.derived is not None and cell.corrected is None and cell.status is not CellStatus.REPORTED
    derived = f"≈ {number(cell.derived)}" if shows_derived and cell.derived is not None else ""
    mark = cell_mark(cell, cell_name(table.code, row, column))
    doubt, computed = _doubt(facts, key)
    return Box(key=anchor(key), colspan=span, mark=mark, derived=derived, doubt=doubt, computed=computed)


def _doubt(facts: Facts, key: CellKey) -> tuple[str, str]:
    """Return the severity of the worst finding about a cell (not mere notes), and the number that it names."""
    found = [
        finding for finding in facts.report.findings if finding.key == key and finding.severity is not Severity.INFO
    ]
    if not found:
        return "", ""
    worst = min(found, key=lambda finding: finding.severity is not Severity.ERROR)
    number_named = _NUMBER.fullmatch(worst.expected) and worst.rule in _COMPUTED
    return worst.severity.value, f"算得 {worst.expected}" if number_named else ""
