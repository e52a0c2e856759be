"""Table 四, whose one printed row holds three blocks side by side under repeated heads.

Its fifteen figures have no label of their own. They are read by the heads above them: all fifteen in
order, or each in its own grid column; three labelled rows of five are read as well.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.forms import Block, Row, Table
from generator.model import Cell, CellKey, CellStatus, Finding
from generator.tables import ledger
from generator.tables.heads import Heads, heads_of
from generator.tables.items import SHORTEST_BROKEN, STREAM, Item, ItemKind
from generator.tables.labels import signs
from generator.tables.locate import opens_next_part
from generator.tables.rows import PrintedRow, ambiguous_cells, cells_of_row, read_cell
from generator.tables.settle import Evidence, Settled, settle
from generator.tables.shapes import Shape
from generator.tables.values import is_number
from generator.text import fold


def read(shape: Shape, table: Table) -> tuple[dict[CellKey, Cell], tuple[Finding, ...]]:
    """Return the cells of table 四 and what is noteworthy; no cells where its figures left no trace."""
    block = table.blocks[0]
    shape = replace(shape, items=tuple(_words_in_figure_rows_unread(shape.items, table)))
    runs = list(_runs_under_heads(shape.items, table))
    heads = heads_of(shape.items, table, [])
    keys = [CellKey(table.code, row.code, column.code) for row in block.rows for column in block.columns]
    columns = [column for _ in block.rows for column in block.columns]
    findings = tuple(heads.findings(table))
    labelled = _labelled_rows(runs, block)
    if labelled:
        cells = _read_labelled(labelled, table, block, heads)
        unsure = [item for row, run in labelled if _is_ambiguous(row, cells) for item in run]
        return cells, (*findings, *ledger.left_over(shape.items, unsure, cells.values(), table))
    items = _one_row([items for _, items in runs], len(keys))
    if items is None:
        every = [item for _, run in runs for item in run]
        return ambiguous_cells(keys, columns, every), findings
    if not items:
        return {}, findings
    settled = settle(items, len(keys), _evidence(shape, table))
    if (
        settled.cells is None
        and items[0].row != STREAM
        and len(items) == len(keys)
        and (items[-1].marked or items[0].place)
    ):
        # The row is nothing but its cells, and no padding follows: each column has its own.
        settled = Settled(tuple(items))
    if settled.cells is None or heads.disordered:
        return ambiguous_cells(keys, columns, items), findings
    read_cells = {
        key: read_cell(key, column, item)[0] for key, column, item in zip(keys, columns, settled.cells, strict=True)
    }
    return read_cells, (*findings, *ledger.left_over(shape.items, [], read_cells.values(), table))


def _is_ambiguous(row: Row, cells: Mapping[CellKey, Cell]) -> bool:
    return any(key.row == row.code and cell.status is CellStatus.AMBIGUOUS for key, cell in cells.items())


def _words_in_figure_rows_unread(items: Sequence[Item], table: Table) -> Iterator[Item]:
    """Make words among the figures of a row of cells, which has no label, something unreadable."""
    figures = {item.row for item in items if item.has_digit and item.cell and item.row != STREAM}
    labelled = {item.row for item in items if item.kind is ItemKind.WORDS and _is_printed_by_form(item, table)}
    for item in items:
        if item.kind is ItemKind.WORDS and item.row in figures - labelled and not opens_next_part(item.text):
            yield replace(item, kind=ItemKind.VALUE)
        else:
            yield item


def _runs_under_heads(items: Sequence[Item], table: Table) -> Iterator[tuple[tuple[Item, ...], tuple[Item, ...]]]:
    """Yield each run of cells that is no part of a row of heads, with the words before it.

    Words that are no head end the table once figures have been seen: a note, a heading.
    """
    words: list[Item] = []
    run: list[Item] = []
    seen = False
    among_heads = _empty_among_heads(items)
    for index, item in enumerate(items):
        if item.kind is ItemKind.WORDS:
            if run:
                yield tuple(words), tuple(run)
                seen = seen or any(cell.kind is ItemKind.VALUE for cell in run)
                words, run = [], []
            if seen and not _is_printed_by_form(item, table):
                return
            words.append(item)
        elif item.text or index not in among_heads:
            run.append(item)
    if run:
        yield tuple(words), tuple(run)


def _empty_among_heads(items: Sequence[Item]) -> set[int]:
    """Return the empty cells (by index) that stand in a row of heads or, in a stream, before more heads."""
    words = {item.row for item in items if item.kind is ItemKind.WORDS}
    headed = words - {item.row for item in items if item.kind is ItemKind.VALUE}
    found: set[int] = set()
    before_words = False
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if item.kind is not ItemKind.EMPTY:
            before_words = item.kind is ItemKind.WORDS
        elif before_words if item.row == STREAM else item.row in headed:
            found.add(index)
    return found


def _is_printed_by_form(item: Item, table: Table) -> bool:
    key = fold(item.text)
    return bool(key) and any(key in label for label in _labels(table.code))


@functools.cache
def _labels(table: str) -> list[str]:
    return [
        key for key, forms in signs().items() if any(sign.table == table for found in forms.values() for sign in found)
    ]


def _labelled_rows(
    runs: Sequence[tuple[tuple[Item, ...], tuple[Item, ...]]], block: Block
) -> list[tuple[Row, tuple[Item, ...]]]:
    """Return the three rows where each run of five stands right after its block's own label."""
    found = []
    for words, items in runs:
        row = next((row for row in block.rows if words and fold(words[-1].text) == fold(row.label)), None)
        if row is None:
            return []
        found.append((row, items))
    in_order = [row.code for row, _ in found] == [row.code for row in block.rows]
    return found if in_order else []


def _read_labelled(
    rows: Sequence[tuple[Row, tuple[Item, ...]]], table: Table, block: Block, heads: Heads
) -> dict[CellKey, Cell]:
    cells: dict[CellKey, Cell] = {}
    for row, items in rows:
        cells.update(cells_of_row(PrintedRow(table, block, row, items, certain=True, label=()), Evidence(), heads)[0])
    return cells


def _one_row(runs: Sequence[Sequence[Item]], columns: int) -> list[Item] | None:
    """Return the cells of the one printed row; ``None`` where figures stand in several and the first is not whole."""
    filled = [run for run in runs if any(item.marked for item in run)]
    if any(_runs_over_rows(run) for run in filled):
        return None
    if len(filled) > 1 and sum(item.marked for item in filled[0]) != columns:
        return None
    if filled:
        # Rows without anything in them, as some programs add them, are not the printed row.
        rows = {item.row for item in filled[0] if item.marked}
        return [item for item in filled[0] if item.row in rows]
    return [item for run in runs for item in run]


def _runs_over_rows(run: Sequence[Item]) -> bool:
    """Say whether figures of one run stand in several rows, so that one row's may be the ends of another's."""
    figures = [item for item in run if item.has_digit]
    rows = {item.row for item in figures}
    return len(rows) > 1 and (figures[0].cell > 0 or any(item.digits >= SHORTEST_BROKEN for item in figures))


def _evidence(shape: Shape, table: Table) -> Evidence:
    """Heads prove the grid where each of the fifteen stands in a column of its own, in the form's order."""
    block = table.blocks[0]
    evidence = Evidence(cells_apart=shape.cells_apart, keeps_places=not shape.bars or _empty_before_figure(shape.items))
    order = [fold(column.label) for _ in block.rows for column in block.columns]
    heads = [
        item
        for item in shape.items
        if item.kind is ItemKind.WORDS and item.row != STREAM and fold(item.text) in set(order)
    ]
    heads.sort(key=lambda item: item.position)
    positions = [item.position for item in heads]
    if [fold(item.text) for item in heads] == order and len(set(positions)) == len(order):
        for fragment in {item.fragment for item in shape.items}:
            evidence.add_heads(fragment, positions)
    return evidence


def _empty_before_figure(items: Sequence[Item]) -> bool:
    empty = False
    for item in items:
        if item.kind is ItemKind.WORDS:
            empty = False
        elif item.kind is ItemKind.EMPTY and not item.text:
            empty = True
        elif empty and item.kind is ItemKind.VALUE and is_number(item.text):
            return True
    return False
