"""Every figure printed in a table's stretch is used once: what is left over or used twice is our own fault.

A figure that no cell took may be a page number, but it may also be the one a shifted row lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.forms import Table
from generator.model import Cell, CellStatus, Fault, Finding, Severity
from generator.tables.items import STREAM, Item, ItemKind
from generator.tables.rows import begins_remark

# A message shows so many of the figures.
_SHOWN = 12


def left_over(items: Sequence[Item], used: Iterable[Item], cells: Iterable[Cell], table: Table) -> Iterator[Finding]:
    """Yield a finding where figures among ``items`` stand in no cell; ``used`` are those accounted for elsewhere."""
    places = {cell.locator for cell in cells if cell.status is not CellStatus.AMBIGUOUS}
    places |= {item.locator for item in used}
    rest = [
        item
        for index, item in enumerate(items)
        if item.has_digit and item.locator not in places and not _is_serial_number(items, index)
    ]
    if rest:
        shown = "、".join(item.text for item in rest[:_SHOWN]) + ("……" if len(rest) > _SHOWN else "")
        yield Finding(
            rule="figure.left_over",
            message=f"{rest[0].locator} 起，此表范围内有 {len(rest)} 个数字未归入任何一格：{shown}。",
            severity=Severity.WARNING,
            fault=Fault.EXTRACTION,
            table=table.code,
            actual=" ".join(item.text for item in rest[:_SHOWN]),
        )


def beside(items: Sequence[Item], rows: Sequence[Sequence[Item]], labels: Iterable[Item]) -> list[tuple[Item, ...]]:
    """Return for each row the figures that no row has and nothing but words parts from it.

    One of them may be the figure that a shorter row lost: its line was broken by a wrapped label or cell.
    """
    owner = {id(item): number for number, row in enumerate(rows) for item in row}
    named = {id(item) for item in labels}
    found: list[list[Item]] = [[] for _ in rows]
    for step in (1, -1):
        last, line = None, STREAM
        for item in items[::step]:
            if id(item) in owner:
                last, line = owner[id(item)], item.row
            elif id(item) in named and (step == 1 or line == STREAM):
                last = None
            elif last is not None and (line == STREAM or item.row != line) and (item.has_digit or begins_remark(item)):
                found[last].append(item)
    return [tuple(row) for row in found]


def used_twice(cells: Iterable[Cell]) -> Iterator[Finding]:
    """Yield a finding for each place whose figure more than one cell has as its own."""
    reported = [cell for cell in cells if cell.status is CellStatus.REPORTED]
    times = Counter(cell.locator for cell in reported)
    for cell in reported:
        if times[cell.locator] > 1:
            yield Finding(
                rule="figure.used_twice",
                message=f"{cell.locator} 的数字“{cell.raw}”被 {times[cell.locator]} 格同时采用。",
                severity=Severity.ERROR,
                fault=Fault.EXTRACTION,
                table=cell.key.table,
                row=cell.key.row,
                column=cell.key.column,
                actual=cell.raw,
            )


def _is_serial_number(items: Sequence[Item], index: int) -> bool:
    """Say whether words stand right of a figure in its own line, with no other figure between."""
    row = items[index].row
    filled = (item for item in items[index + 1 :] if item.kind is not ItemKind.EMPTY)
    following = next(filled, None)
    return row != STREAM and following is not None and following.row == row and following.kind is ItemKind.WORDS
