"""Rows of cells that state their own edges, as the files of old Word do; put together they make one grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# Edges of cells nearer than this (twentieths of a point) are one edge.
_SNAP = 40
_MAX_COLUMNS = 400

Shown = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RowShape:
    """The edges of a row's cells (twentieths of a point), and which of its cells only go on from the left or above."""

    edges: tuple[int, ...]
    reached: frozenset[int]


@dataclass(slots=True)
class EdgedRow:
    """The texts of a row's cells; ``inner`` are the lines of tables in them."""

    cells: list[str] = field(default_factory=list)
    shape: RowShape | None = None
    inner: list[Shown] = field(default_factory=list)


def printed(rows: Sequence[EdgedRow], number: int) -> Iterator[Shown]:
    """Yield the rows of the table ``number`` at the positions of the grid that all their edges make.

    A row with a table in a cell lays out the page: its cells are lines of their own. Where a row's edges do not fit
    its cells, these simply follow each other.
    """
    grid: list[int] = []
    for edge in sorted(edge for row in rows if row.shape for edge in row.shape.edges):
        if not grid or edge - grid[-1] > _SNAP:
            grid.append(edge)
    for row_number, row in enumerate(rows, start=1):
        if row.inner:
            yield from [*row.inner, *((text, ()) for text in row.cells)]
            continue
        texts: list[str] = []
        places: list[str] = []
        shape = row.shape if row.shape and len(row.shape.edges) == len(row.cells) + 1 else None
        for index, text in enumerate(row.cells):
            start = bisect_right(grid, shape.edges[index]) - 1 if shape else len(texts)
            end = bisect_right(grid, shape.edges[index + 1]) - 1 if shape else start + 1
            before, reach = max(0, start - len(texts)), max(1, end - start)
            reached = shape is not None and index in shape.reached
            texts += [""] * before + ["" if reached else text] + [""] * (reach - 1)
            place = "" if reached else f"table {number} row {row_number} cell {index + 1}"
            places += [""] * before + [place] + [""] * (reach - 1)
        yield "\t".join(texts[:_MAX_COLUMNS]), tuple(places[:_MAX_COLUMNS])
