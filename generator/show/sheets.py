"""A whole document as its reader delivers it, row by row, with every figure's place marked.

What stands beside the tables of a report's page: lines of text with marked pieces, and rows of the document's own
tables with marked cells and their spans. Pages of PDF and scans are shown as pictures instead (``pages``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.model import Document, Line
from generator.show.division import Span
from generator.show.locators import GridPlace, LinePlace, Locator, parse
from generator.show.passages import laid_out, spans_of


class Mark(NamedTuple):
    """A figure and its place: ``target`` is its code, ``raw`` what stands there."""

    target: str
    place: Locator
    raw: str


class Fragment(NamedTuple):
    """A part of a line with the figures that stand there; with figures and no text it is a field left empty."""

    text: str
    targets: tuple[str, ...] = ()


class TextLine(NamedTuple):
    """A line of the document with its number."""

    number: int
    fragments: tuple[Fragment, ...]

    @property
    def is_marked(self) -> bool:
        """Say whether a figure stands in the line."""
        return any(fragment.targets for fragment in self.fragments)


class SheetCell(NamedTuple):
    """A cell of the document's own table: over how many columns and rows it reaches, and the figures in it."""

    text: str
    across: int = 1
    down: int = 1
    targets: tuple[str, ...] = ()


class SheetRow(NamedTuple):
    """A row of the document's own table; ``targets`` are figures that stand somewhere in the row."""

    table: int
    number: int
    cells: tuple[SheetCell, ...]
    targets: tuple[str, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Say whether a figure stands in the row."""
        return bool(self.targets) or any(cell.targets for cell in self.cells)


SourceRow = TextLine | SheetRow


def sheets(document: Document, marks: Iterable[Mark]) -> tuple[SourceRow, ...]:
    """Return every line and row of a document in reading order, with the places of ``marks`` marked."""
    in_lines: dict[int, list[tuple[LinePlace, Mark]]] = defaultdict(list)
    in_rows: dict[tuple[int, int], list[tuple[GridPlace, Mark]]] = defaultdict(list)
    for mark in marks:
        if isinstance(mark.place, LinePlace):
            for number in range(mark.place.first, mark.place.last + 1):
                in_lines[number].append((mark.place, mark))
        elif isinstance(mark.place, GridPlace):
            in_rows[mark.place.table, mark.place.row].append((mark.place, mark))
    tables: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    order: list[tuple[int, int] | Line] = []
    for line in document.lines:
        place = parse(next(filter(None, line.cells), ""))
        if isinstance(place, GridPlace):
            tables[place.table].append((place.row, line))
            order.append((place.table, place.row))
        else:
            order.append(line)
    rows = {(row.table, row.number): row for table, lines in tables.items() for row in _rows(table, lines, in_rows)}
    return tuple([_line(one, in_lines.get(one.number, ())) if isinstance(one, Line) else rows[one] for one in order])


def _line(line: Line, marks: Sequence[tuple[LinePlace, Mark]]) -> TextLine:
    if not marks:
        return TextLine(line.number, (Fragment(line.text),))
    targets: dict[Span, list[str]] = defaultdict(list)
    for place, mark in marks:
        for span in spans_of(line.text, place, mark.raw):
            targets[span].append(mark.target)
    return TextLine(line.number, _fragments(line.text, targets))


def _fragments(text: str, targets: Mapping[Span, Sequence[str]]) -> tuple[Fragment, ...]:
    found = []
    end = 0
    for start, stop in sorted(targets):
        if start < end:  # places that overlap: the first one stands for both
            continue
        if start > end:
            found.append(Fragment(text[end:start]))
        found.append(Fragment(text[start:stop], tuple(targets[start, stop])))
        end = stop
    if text[end:] or not end:
        found.append(Fragment(text[end:]))
    return tuple(found)


def _rows(
    table: int, lines: Sequence[tuple[int, Line]], marks: Mapping[tuple[int, int], Sequence[tuple[GridPlace, Mark]]]
) -> Iterator[SheetRow]:
    layout = laid_out(lines)
    for index, (number, line) in enumerate(lines):
        texts = line.text.split("\t")
        here: dict[str, list[str]] = {}
        for place, mark in marks.get((table, number), ()):
            here.setdefault(str(place) if place.cell else "", []).append(mark.target)
        cells = tuple(
            SheetCell(
                texts[column] if column < len(texts) else "",
                across,
                _depth(layout, index, column, across),
                tuple(here.get(line.cells[column], ())) if line.cells[column] else (),
            )
            for column, across, own in layout[index]
            if own
        )
        yield SheetRow(table, number, cells, tuple(here.get("", ())))


def _depth(layout: Sequence[Sequence[tuple[int, int, bool]]], index: int, column: int, across: int) -> int:
    """Return over how many rows a cell reaches: those below that show it in the same columns, and not as their own."""
    depth = 1
    for row in layout[index + 1 :]:
        if (column, across, False) not in row:
            break
        depth += 1
    return depth
