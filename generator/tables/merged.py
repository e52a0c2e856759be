"""Cells that span several columns and that a converter wrote once for every column.

A head that stands in neighbouring columns shows that these are one column. Where a row has the same text in
all of them it is one cell, too: 本年处理决定数量 | 本年处理决定数量 over 14 | 14.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from generator.forms import Table
from generator.tables.heads import column_of
from generator.tables.items import STREAM, Item, ItemKind


def without_repeats(items: Sequence[Item], table: Table) -> tuple[Item, ...]:
    """Return the items without the repetitions that heads prove; only where printed rows are known."""
    result: list[Item] = []
    spans: list[tuple[int, ...]] = []
    for row, group in itertools.groupby(items, key=lambda item: item.row):
        cells = list(group)
        if row != STREAM and any(column_of(item, table) for item in cells):
            spans = list(_spans(cells, table))
        elif row != STREAM and spans:
            cells = _merged(cells, spans)
        result.extend(cells)
    return tuple(result)


def _spans(cells: Sequence[Item], table: Table) -> Iterator[tuple[int, ...]]:
    """Yield the neighbouring positions of each repeated head, if the heads are then a block's own in order."""
    runs = [
        (code, [item.position for item in same])
        for code, same in itertools.groupby(cells, key=lambda item: column_of(item, table))
        if code
    ]
    codes = [code for code, _ in runs]
    for block in table.blocks:
        if codes == [column.code for column in block.columns] * (len(block.rows) if block.across else 1):
            yield from (tuple(places) for _, places in runs if len(places) > 1)
            return


def _merged(cells: list[Item], spans: Sequence[tuple[int, ...]]) -> list[Item]:
    at = {item.position: item for item in cells}
    repeated: set[int] = set()
    for places in spans:
        texts = {(at[place].kind, at[place].text) for place in places if place in at}
        if len(texts) == 1 and ItemKind.WORDS not in {kind for kind, _ in texts}:
            repeated |= set(places[1:])
    return [item for item in cells if item.position not in repeated]
