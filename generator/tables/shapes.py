"""In which shape the text of a document keeps a table, and so how to read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.tables.grids import (
    bar_splitter,
    cells_in_lines,
    cells_on_own_lines,
    is_spaced,
    split_tabs,
    words_in_lines,
)
from generator.tables.items import Item, signs_unread
from generator.tables.lines import Strip
from generator.tables.streams import bars_between_cells, cell_a_line


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to read a stretch.

    ``bars`` where an empty cell at a row's end may be mere padding; ``cells_apart`` where the document
    keeps every cell of a row apart, so that counting them is enough; ``keeps_cells`` where a cell is
    told from the next by more than white space, so that one figure is never two.
    """

    name: str
    items: tuple[Item, ...]
    bars: bool = False
    cells_apart: bool = False
    keeps_cells: bool = False


def shapes(strips: Sequence[Strip]) -> list[Shape]:
    """Return the ways in which a stretch can be read, the likeliest first; usually one."""
    filled = [strip for strip in strips if strip.text.strip()]
    barred = [strip for strip in filled if "|" in strip.text]
    tabbed = [strip for strip in filled if "\t" in strip.text]
    if not any(strip.piece for strip in filled) and 3 * len(barred) >= len(filled):
        grid = Shape("bars", tuple(cells_in_lines(strips, bar_splitter(barred))), bars=True, keeps_cells=True)
        stream = Shape("bars between cells", tuple(signs_unread(bars_between_cells(strips))), bars=True)
        return [grid, stream] if _rows_in_lines(barred) else [stream, grid]
    if barred and any(strip.piece for strip in filled):
        return [Shape("bars between cells", tuple(signs_unread(bars_between_cells(strips))), bars=True)]
    if tabbed and (3 * len(tabbed) >= len(filled) or any(strip.cells for strip in tabbed)):
        own_line = [strip for strip in tabbed if re.fullmatch(r"\s*\t[^\t]*", strip.text)]
        if 2 * len(own_line) > len(tabbed):
            return [
                Shape(
                    "cells on lines of their own", tuple(cells_on_own_lines(strips)), cells_apart=True, keeps_cells=True
                )
            ]
        return [Shape("tabs", tuple(cells_in_lines(strips, split_tabs)), keeps_cells=True)]
    if is_spaced(filled):
        return [Shape("spaces", tuple(signs_unread(words_in_lines(strips))))]
    return [Shape("a cell a line", tuple(signs_unread(cell_a_line(strips))), bars=True)]


def _rows_in_lines(barred: Sequence[Strip]) -> bool:
    """Say whether most lines with words hold more than one cell, were it an empty one."""
    filled = [strip.text.strip() for strip in barred if strip.text.strip(" |")]
    several = [text for text in filled if "|" in text.strip("|").strip() or text.rstrip().endswith(("||", "| |"))]
    return bool(several) and 2 * len(several) >= len(filled)
