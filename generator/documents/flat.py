"""A second reading of a grid: its rows as mere text, in the order of the cells, without the places of merged cells."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Line


def without_places(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with only their own cells, as a copy of the text would have them."""
    return tuple(Line(line.number, line.start, _own_cells(line)) for line in lines)


def _own_cells(line: Line) -> str:
    if not line.cells:
        return line.text
    return "\t".join(text for text, place in zip(line.text.split("\t"), line.cells, strict=True) if place)
