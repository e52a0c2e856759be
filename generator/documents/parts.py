"""The rows of a ruled table, and its parts on several pages put together.

Where a page ends in a table and the next begins with the same columns, it is one table: heads printed again are left
out, and a row torn by the end of the page is put together, by its open rules or by what its label says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.documents.columns import is_figure, row_labels, signs
from generator.documents.page import Page
from generator.documents.ruled import Grid
from generator.documents.unruled import Shown
from generator.text import fold

# Columns of two parts stand in one place up to this (points).
_SAME = 4.0
_MAX_HEADS = 6
_Other = TypeVar("_Other")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """What is printed in a cell, and its place in the file."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row at true grid positions; ``None`` where a cell reaches over a position from its left or from above."""

    cells: tuple[PlacedCell | None, ...]

    @property
    def shown(self) -> Shown:
        """Return the row as a line with tabs; a position that is reached over has no place."""
        texts = [cell.text if cell else "" for cell in self.cells]
        return "\t".join(texts), tuple(cell.place if cell else "" for cell in self.cells)

    @property
    def key(self) -> tuple[str, ...]:
        """Return what is printed in the row, made comparable."""
        return tuple(fold(cell.text) if cell else "" for cell in self.cells)

    @property
    def labels(self) -> list[str]:
        """Return the folded words of the row's cells."""
        return [fold(cell.text) for cell in self.cells if cell and cell.text and not is_figure(cell.text)]

    def put(self, position: int, cell: PlacedCell | None) -> Row:
        """Return the row with another cell at a position."""
        return Row((*self.cells[:position], cell, *self.cells[position + 1 :]))

    @property
    def has_figure(self) -> bool:
        """Say whether a figure stands in the row."""
        return any(cell is not None and is_figure(cell.text) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table, or of a part of it on one page; whether a rule closes it above and below."""

    page: Page
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    closed_above: bool
    closed_below: bool

    @classmethod
    def of(cls, page: Page, grid: Grid, numbers: Sequence[int]) -> Part:
        """Return the rows ``numbers`` of a grid; inside it, rows are closed."""
        rows = tuple(_row(page, grid, number) for number in numbers)
        return cls(
            page,
            grid.columns,
            tuple(row for row in rows if any(row.cells)),
            grid.closed_above or numbers[0] > 0,
            grid.closed_below or numbers[-1] < len(grid.rows) - 1,
        )


def _row(page: Page, grid: Grid, number: int) -> Row:
    cells: list[PlacedCell | None] = [None] * (len(grid.columns) - 1)
    for cell in grid.rows[number]:
        cells[cell.column] = PlacedCell(cell.text, page.place(cell.box))
    return Row(tuple(cells))


def joined(pages: Sequence[Sequence[Part | _Other]]) -> Iterator[Part | _Other]:
    """Yield the pieces of all pages in order, parts of one table put together."""
    waiting: Part | None = None
    for pieces in pages:
        for number, piece in enumerate(pieces):
            if waiting is not None:
                if number == 0 and isinstance(piece, Part) and _goes_on(waiting, piece):
                    waiting = _together(waiting, piece)
                    continue
                yield waiting
                waiting = None
            if isinstance(piece, Part):
                waiting = piece
            else:
                yield piece
    if waiting is not None:
        yield waiting


def _goes_on(upper: Part, lower: Part) -> bool:
    """Say whether two parts have the same columns: each edge of the one is an edge of the other."""
    if lower.page.number == upper.page.number or not upper.rows or not lower.rows:
        return False
    few, many = sorted((upper.columns, lower.columns), key=len)
    same_sides = abs(few[0] - many[0]) <= _SAME and abs(few[-1] - many[-1]) <= _SAME
    return same_sides and all(any(abs(edge - other) <= _SAME for other in many) for edge in few)


def _together(upper: Part, lower: Part) -> Part:
    columns = max(upper.columns, lower.columns, key=len)
    above = [_spread(row, upper.columns, columns) for row in upper.rows]
    below = [_spread(row, lower.columns, columns) for row in lower.rows]
    heads = _repeated_heads(above, below)
    below = below[heads:]
    if below:
        _reaching_on(above, below)
    open_ends = not upper.closed_below and not lower.closed_above
    if below and _is_torn(above[-1], below[0], open_ends=open_ends):
        above[-1:] = [_mended(above[-1], below[0])]
        below = below[1:]
    closed_below = lower.closed_below
    return Part(lower.page, columns, (*above, *below), upper.closed_above, closed_below)


def _spread(row: Row, own: Sequence[float], columns: Sequence[float]) -> Row:
    """Return a row at the positions of finer ``columns``."""
    if len(own) == len(columns):
        return row
    cells: list[PlacedCell | None] = [None] * (len(columns) - 1)
    for edge, cell in zip(own, row.cells, strict=False):
        position = min(range(len(columns) - 1), key=lambda index: abs(columns[index] - edge))
        cells[position] = cell
    return replace(row, cells=tuple(cells))


def _repeated_heads(above: Sequence[Row], below: Sequence[Row]) -> int:
    """Return how many rows the lower part begins with that the table began with, too."""
    starts = range(min(_MAX_HEADS, len(above)))
    for start in starts:
        length = 0
        while (
            length < min(_MAX_HEADS, len(below), len(above) - start)
            and above[start + length].key == below[length].key
            and any(below[length].key)
            and not below[length].has_figure
        ):
            length += 1
        if length and not any(label in row_labels() for row in below[:length] for label in row.labels):
            return length
    return 0


def _is_torn(last: Row, first: Row, *, open_ends: bool) -> bool:
    """Say whether two rows at the end of a page are one.

    They are not where each half has a whole label or head of its own. Else open rules say that they are; and, closed
    or not, a label that is whole only when both halves are read together, or a whole label without figures above
    figures without a label.
    """
    pairs = list(zip(last.key, first.key, strict=True))
    if any(upper in signs() and lower in signs() for upper, lower in pairs) or (_is_whole(last) and _is_whole(first)):
        return False
    if open_ends:
        return True
    whole = [label for label in _mended(last, first).labels if label in row_labels()]
    if any(label not in last.labels and label not in first.labels for label in whole):
        return True
    return _is_whole(last) and not last.has_figure and first.has_figure and not first.labels


def _is_whole(row: Row) -> bool:
    return any(label in row_labels() for label in row.labels)


def _reaching_on(above: list[Row], below: list[Row]) -> None:
    """Put a cell together that reaches over rows on both pages, where only both halves make what the form prints."""
    for position, lower in enumerate(below[0].cells):
        index = next((index for index in range(len(above) - 1, -1, -1) if above[index].cells[position]), None)
        upper = above[index].cells[position] if index is not None else None
        if index is None or upper is None or lower is None or not upper.text or not lower.text:
            continue
        text = upper.text + lower.text
        if fold(text) in signs() and fold(upper.text) not in signs() and fold(lower.text) not in signs():
            above[index] = above[index].put(position, replace(upper, text=text))
            below[0] = below[0].put(position, None)


def _mended(last: Row, first: Row) -> Row:
    """Return the two halves of a row as one; a cell stands where it has text."""
    return Row(tuple(_both(upper, lower) for upper, lower in zip(last.cells, first.cells, strict=True)))


def _both(upper: PlacedCell | None, lower: PlacedCell | None) -> PlacedCell | None:
    if upper is None or lower is None:
        return upper or lower
    if not upper.text or not lower.text:
        return upper if upper.text else lower if lower.text else upper
    figures = is_figure(upper.text) or is_figure(lower.text)
    return PlacedCell(f"{upper.text} {lower.text}" if figures else upper.text + lower.text, upper.place)
