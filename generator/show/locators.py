"""The places of cells in documents, as nouns and in the words of the data set (docs/adr/0014-locators.md).

``line 54 cell 5``, ``line 1 char 1034-1035``, ``line 54``, ``line 54-60``, ``page 3 bbox 72,310,96,322``,
``table 2 row 14 cell 5`` and ``table 2 row 14``. All counts are from 1; boxes are in points from the top left.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_LINES = re.compile(r"line (\d+)(?:-(\d+)| cell (\d+)| char (\d+)-(\d+))?")
_GRID = re.compile(r"table (\d+) row (\d+)(?: cell (\d+))?")
_PAGE = re.compile(r"page (\d+) bbox (-?\d+),(-?\d+),(-?\d+),(-?\d+)")


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Lines ``first`` to ``last``; of a single line perhaps one ``cell``, or ``characters`` from and to; 0 is none."""

    first: int
    last: int
    cell: int = 0
    characters: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        if self.cell:
            return f"line {self.first} cell {self.cell}"
        if self.characters[0]:
            return f"line {self.first} char {self.characters[0]}-{self.characters[1]}"
        return f"line {self.first}" if self.first == self.last else f"line {self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class GridPlace:
    """A row of a document's own table, or one cell of it (0: the whole row)."""

    table: int
    row: int
    cell: int = 0

    def __str__(self) -> str:
        return f"table {self.table} row {self.row}" + (f" cell {self.cell}" if self.cell else "")

    def holds(self, other: GridPlace) -> bool:
        """Say whether ``other`` is this place or a part of it."""
        return (self.table, self.row) == (other.table, other.row) and self.cell in (0, other.cell)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A box on a page: left, top, right, bottom in points from the top left corner."""

    page: int
    box: tuple[int, int, int, int]

    def __str__(self) -> str:
        return f"page {self.page} bbox " + ",".join(map(str, self.box))


Locator = LinePlace | GridPlace | PagePlace

# Reports of one layout have their figures in the same places.
_KNOWN = 16_384


@functools.lru_cache(_KNOWN)
def parse(text: str) -> Locator | None:
    """Return the place that a locator names; ``None`` where it names none."""
    if match := _LINES.fullmatch(text):
        first, last, cell, start, end = (int(part) if part else 0 for part in match.groups())
        return LinePlace(first, last or first, cell, (start, end))
    if match := _GRID.fullmatch(text):
        table, row, cell = (int(part) if part else 0 for part in match.groups())
        return GridPlace(table, row, cell)
    if match := _PAGE.fullmatch(text):
        page, left, top, right, bottom = map(int, match.groups())
        return PagePlace(page, (left, top, right, bottom))
    return None
