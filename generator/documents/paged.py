"""Pages of ink made into the two readings of a document: by its rules, and by where its words stand.

The first rebuilds each table from its rules, over the ends of pages; the second never looks at a rule. Whatever
painted the pages (PDF, OFD, a scan), the same two readings are made of them, and the engine compares what they say.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.documents.columns import is_figure, row_labels, signs
from generator.documents.furniture import without_furniture
from generator.documents.page import Page
from generator.documents.parts import Part, joined
from generator.documents.ruled import Cell, Grid, grids_of
from generator.documents.unruled import PageLine, Shown, shown_lines
from generator.documents.words import Word, lines_of
from generator.model import Line
from generator.text import fold

_Piece = Part | PageLine
# Where one row of figures in so many is not parted by rules, no row is taken by them.
_MOSTLY = 4


def readings(pages: Iterable[Page]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of a document by its rules, and those by the places of its words, in reading order.

    A row of a table is one line of tab-separated cells at true grid positions, each with its place; other lines
    are words with a space between, each with its place.
    """
    ruled: list[list[_Piece]] = []
    unruled: list[list[PageLine]] = []
    for page in pages:
        bare = replace(page, glyphs=(), rules=())
        unruled.append([PageLine(bare, tuple(words)) for words in lines_of(page.glyphs)])
        ruled.append(list(_pieces(page, bare, grids_of(page))))
    unruled = without_furniture(unruled)
    kept = {(line.page.number, line.words[0]) for lines in unruled for line in lines}
    ruled = [[piece for piece in pieces if isinstance(piece, Part) or _keeps(piece, kept)] for pieces in ruled]
    lines = [line for lines in unruled for line in lines]
    by_words = shown_lines(lines)
    rows = {(line.page.number, line.words): shown for line, shown in zip(lines, by_words, strict=True)}
    starts = dict.fromkeys(itertools.accumulate((len(lines) for lines in unruled[:-1]), initial=0), ("", ()))
    second = [entry for index, shown in enumerate(by_words) for entry in (*filter(None, [starts.get(index)]), shown)]
    return _numbered(_by_rules(ruled, rows)), _numbered(second)


def _keeps(piece: PageLine, kept: set[tuple[int, Word]]) -> bool:
    """Say whether a line is no furniture: then some of its words open or stand in a line that was kept."""
    return (piece.page.number, piece.words[0]) in kept or piece.inside


def _pieces(page: Page, bare: Page, grids: Sequence[Grid]) -> Iterator[_Piece]:
    """Yield the tables and the lines outside them, from top to bottom."""
    tables = [(grid, _loose(grid)) for grid in grids]
    grids = [grid for grid, loose in tables if loose is not None]
    outside = [glyph for glyph in page.glyphs if not any(_holds(grid, *glyph.middle) for grid in grids)]
    pieces: list[tuple[float, list[_Piece]]] = [
        (words[0].top, [PageLine(bare, tuple(words))]) for words in lines_of(outside)
    ]
    pieces.extend((grid.box[1], list(_parts(bare, grid, loose))) for grid, loose in tables if loose is not None)
    pieces.sort(key=lambda piece: piece[0])
    yield from itertools.chain.from_iterable(piece for _, piece in pieces)


def _holds(grid: Grid, x: float, y: float) -> bool:
    x0, top, x1, bottom = grid.box
    return x0 <= x < x1 and top <= y < bottom


def _loose(grid: Grid) -> set[int] | None:
    """Return the rows that rules part too little; ``None`` where that is so of the whole table."""
    cells = list(itertools.chain.from_iterable(grid.rows))
    loose = {cell.row for cell in cells if _is_loose(cell)}
    loose |= {row for cell in cells if _has_labels(cell) for row in range(cell.row, cell.last_row + 1)}
    figures = {cell.row for cell in cells if is_figure(cell.text)}
    loose |= {row for row in figures if _lacks_a_rule(grid, row)}
    return None if loose and _MOSTLY * len(loose) >= len(figures - loose) else loose


def _parts(page: Page, grid: Grid, loose: set[int]) -> Iterator[_Piece]:
    """Yield the rows of a table; where rules part them too little, the lines of words in them instead."""
    for is_loose, group in itertools.groupby(range(len(grid.rows)), key=lambda row: row in loose):
        numbers = list(group)
        if is_loose:
            glyphs = [glyph for row in numbers for cell in grid.rows[row] for glyph in cell.glyphs]
            yield from (PageLine(page, tuple(words), inside=True) for words in lines_of(glyphs))
        else:
            yield Part.of(page, grid, numbers)


def _is_loose(cell: Cell) -> bool:
    """Say whether what rules leave together is several cells: figures side by side, or labels and heads with others."""
    lines = lines_of(cell.glyphs)
    if any(sum(is_figure(word.text) for word in line) > 1 for line in lines) and not is_figure(cell.text):
        return True
    words = [word.text for line in lines for word in line]
    rest = [fold(text) for text in words if not is_figure(text)]
    whole = sum(text in signs() for text in rest)
    return whole > 1 or (len(rest) < len(words) and (whole > 0 or "".join(rest) in signs()))


def _has_labels(cell: Cell) -> bool:
    """Say whether the labels of several rows stand below each other in one cell."""
    lines = lines_of(cell.glyphs)
    return sum(fold("".join(word.text for word in line)) in row_labels() for line in lines) > 1


def _lacks_a_rule(grid: Grid, row: int) -> bool:
    """Say whether a cell reaches over an edge at which cells begin right above and below it."""
    if not 0 < row < len(grid.rows) - 1:
        return False
    above, below = ({cell.column for cell in grid.rows[near]} for near in (row - 1, row + 1))
    return any(above & below & set(range(cell.column + 1, cell.last_column + 1)) for cell in grid.rows[row])


def _by_rules(pages: Sequence[Sequence[_Piece]], rows: Mapping[tuple[int, tuple[Word, ...]], Shown]) -> list[Shown]:
    shown: list[Shown] = []
    for piece in joined(pages):
        if isinstance(piece, PageLine):
            shown.append(rows.get((piece.page.number, piece.words), piece.shown))
        else:
            shown.extend([("", ()), *(row.shown for row in piece.rows), ("", ())])
    return shown


def _numbered(shown: Iterable[Shown]) -> tuple[Line, ...]:
    return tuple(Line(number, 0, text, places) for number, (text, places) in enumerate(shown, start=1))
