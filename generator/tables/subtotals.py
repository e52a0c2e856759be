"""Figures printed beside the heading of a group of rows, which the form leaves empty: （三）不予公开 of table 三.

They stand in no cell of the form. A body that prints them means the sum of the rows below; they are handed on for a
check, and are never poured into a row. A heading with figures counts as one only where every row of its group has
cells of its own: else the figures may be those of a row whose label was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.forms import Block, Group, Row, Table
from generator.model import Cell, CellKey, CellStatus
from generator.tables.align import Alignment
from generator.tables.heads import Heads
from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.labels import RowLabels, lookups, printed
from generator.tables.rows import PrintedRow, cells_of_row
from generator.tables.settle import Evidence
from generator.text import fold


@dataclass(frozen=True, slots=True)
class Subtotals:
    """The cells of headings (the group's code as their row), and the printed figures that they account for."""

    cells: tuple[Cell, ...] = ()
    items: tuple[Item, ...] = ()


def subtotals(
    items: Sequence[Item], alignment: Alignment, labels: RowLabels, table: Table, evidence: Evidence, heads: Heads
) -> Subtotals:
    """Return what stands beside the headings of groups among the runs that no row has."""
    whole = {labels.rows[row.row][1].code for row in alignment.rows if row.cells}
    found: dict[CellKey, Cell] = {}
    used: list[Item] = []
    for block, group, run in _headed(items, alignment, table):
        if not whole.issuperset(group.rows) or any(key.row == group.code for key in found):
            continue
        row = PrintedRow(table, block, Row(group.code, group.label), tuple(run), certain=True, label=())
        cells, _ = cells_of_row(row, evidence, heads)
        reported = {key: cell for key, cell in cells.items() if cell.status is CellStatus.REPORTED}
        found |= reported
        used += run if reported else ()
    return Subtotals(tuple(found.values()), tuple(used))


def _headed(items: Sequence[Item], alignment: Alignment, table: Table) -> Iterator[tuple[Block, Group, Sequence[Item]]]:
    places = {id(item): index for index, item in enumerate(items)}
    for run in alignment.unmatched:
        words = _words_before(items, places[id(run[0])])
        for block in table.blocks:
            named = [group for group in block.groups() if _names(words, group)]
            if len(named) == 1:
                yield block, named[0], run


def _words_before(items: Sequence[Item], first: int) -> list[str]:
    """Return the words right before a figure, the last one first; those of its own line where lines are known."""
    found = []
    for item in items[max(0, first - 3) : first][::-1]:
        if item.kind is not ItemKind.WORDS or (item.row != STREAM and item.row != items[first].row):
            break
        found.append(item.text)
    return found


def _names(words: Sequence[str], group: Group) -> bool:
    """Say whether words (the last first) are a group's heading, by itself or before 小计."""
    sums = {fold(word) for word in lookups()["subtotals"]}
    rest = words[1:] if words and fold(words[0]) in sums else words
    if not rest:
        return False
    said, known = printed(rest[0]), printed(group.label)
    return said.key == known.key and said.ordinal in {None, known.ordinal}


def without_doubted(cells: Sequence[Cell], others: Sequence[Mapping[CellKey, Cell]]) -> tuple[Cell, ...]:
    """Return the subtotals that no other reading shows differently."""
    return tuple(
        cell for cell in cells if all(other.get(cell.key, cell).value in {None, cell.value} for other in others)
    )
