"""What stands at a place, with its surroundings: lines with marked characters, or rows of a grid with marked cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.model import Document, Line
from generator.show.division import Span, cell_span, says
from generator.show.locators import GridPlace, LinePlace, Locator, parse
from generator.text import has_han, printable

# Lines and rows shown above and below a place, and the rows at the top of a table that hold its heads.
_AROUND = 2
_HEADS = 3
# Of a line longer than this, so much is shown on each side of what is marked.
_LONG = 160
_BESIDE = 50
# Of a grid wider than this, so many columns are shown on each side of what is marked.
_WIDE = 40
_COLUMNS_BESIDE = 8

Marks = Sequence[tuple[Locator, str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, marked or not; a marked piece without text is a place where nothing stands."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a text, each with its number (0: none) and pieces; ``title`` says where they stand."""

    title: str
    lines: tuple[tuple[int, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a document's own table: its text, its column (from 0) and over how many columns it reaches.

    ``own`` is false where a cell from above reaches down.
    """

    text: str
    column: int
    span: int = 1
    marked: bool = False
    own: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of a document's own table, each with its number; ``title`` says which table it is."""

    title: str
    rows: tuple[tuple[int, tuple[GridCell, ...]], ...]


Excerpt = Passage | Grid


def passages(document: Document, marks: Marks) -> tuple[Excerpt, ...]:
    """Return what stands at the places ``marks`` (each with what its cell says) in the lines of a document."""
    places = [(place, raw) for place, raw in marks if isinstance(place, LinePlace)]
    cells = [place for place, _ in marks if isinstance(place, GridPlace)]
    found: list[Excerpt] = []
    if places:
        found.append(_passage(document, places))
    found.extend(_grid(document, number, cells) for number in sorted({place.table for place in cells}))
    return tuple(found)


def marked_text(excerpts: Iterable[Excerpt]) -> str:
    """Return all that is marked, in order, with a line break between pieces."""
    return "\n".join(_marked(excerpts))


def stands(excerpts: Iterable[Excerpt], raw: str) -> bool:
    """Say whether what is marked holds what a cell says: all of it, or each number of a whole row."""
    shown = marked_text(excerpts)
    return says(shown, raw) or all(says(shown, word) for word in raw.split())


def shown(char: str) -> str:
    """Return a character of a passage as it is shown: tabs as an arrow, what no one sees as its code."""
    return " → " if char == "\t" else printable(char)


def _marked(excerpts: Iterable[Excerpt]) -> Iterator[str]:
    for excerpt in excerpts:
        if isinstance(excerpt, Grid):
            yield from (cell.text for _, row in excerpt.rows for cell in row if cell.marked)
        else:
            yield from (piece.text for _, pieces in excerpt.lines for piece in pieces if piece.marked)


def _passage(document: Document, places: Sequence[tuple[LinePlace, str]]) -> Passage:
    lines = {line.number: line.text for line in document.lines}
    spans: dict[int, list[Span]] = {}
    for place, raw in places:
        for number in range(place.first, place.last + 1):
            if number in lines:
                spans.setdefault(number, []).extend(spans_of(lines[number], place, raw))
    shown = sorted({near for number in spans for near in range(number - _AROUND, number + _AROUND + 1)} & lines.keys())
    first, last = min(place.first for place, _ in places), max(place.last for place, _ in places)
    title = f"第 {first} 行" if first == last else f"第 {first}—{last} 行"
    return Passage(title, tuple((number, _pieces(lines[number], spans.get(number, ()))) for number in shown))


def spans_of(text: str, place: LinePlace, raw: str) -> list[Span]:
    """Return what a place means in its line; an empty cell after a filled one is the point between."""
    if place.cell and (span := cell_span(text, place.cell, raw)):
        return [span]
    if not (place.cell or place.characters[0]):
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))] if text.strip() else []
    start, end = (place.characters[0] - 1, place.characters[1]) if place.characters[0] else (0, len(text))
    start, end = min(start, len(text)), min(end, len(text))
    return [(start, end)] if raw or not text[start:end].strip() else [(end, end)]


def _pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for start, stop in sorted(set(spans)):
        if start < end:
            continue
        pieces += [Piece(text[end:start]), Piece(text[start:stop], marked=True)]
        end = stop
    pieces.append(Piece(text[end:]))
    if len(text) > _LONG:
        pieces = [
            piece if piece.marked else Piece(_cut(piece.text, index, len(pieces))) for index, piece in enumerate(pieces)
        ]
    return tuple(piece for piece in pieces if piece.text or piece.marked)


def _cut(text: str, index: int, count: int) -> str:
    """Shorten what stands beside marked pieces of a long line."""
    if count == 1:
        return text[: 2 * _BESIDE] + "…"
    head, tail = (0 if index == 0 else _BESIDE), (0 if index == count - 1 else _BESIDE)
    if len(text) <= head + tail:
        return text
    return f"{text[:head]}…{text[-tail:] if tail else ''}"


def _grid(document: Document, table: int, marked: Sequence[GridPlace]) -> Grid:
    rows = _rows(document.lines, table)
    cells = laid_out(rows)
    marks = [place for place in marked if place.table == table]
    wanted = {place.row for place in marks}
    numbers = [number for number, _ in rows]
    at = [index for index, number in enumerate(numbers) if number in wanted]
    shown = set(range(min(_HEADS, len(rows)))).union(*(range(index - _AROUND, index + _AROUND + 1) for index in at))
    left, right = _window(rows, marks)
    picked = []
    for index in sorted(shown & set(range(len(rows)))):
        number, line = rows[index]
        places = [parse(place) for place in line.cells]
        picked.append(
            (
                number,
                tuple(
                    GridCell(
                        line.text.split("\t")[column],
                        column,
                        span,
                        own and any(_is_in(places[column], mark) for mark in marks),
                        own,
                    )
                    for column, span, own in cells[index]
                    if left <= column <= right
                ),
            )
        )
    return Grid(f"表格 {table}", tuple(picked))


def _is_in(place: Locator | None, mark: GridPlace) -> bool:
    return isinstance(place, GridPlace) and mark.holds(place)


def _rows(lines: Iterable[Line], table: int) -> list[tuple[int, Line]]:
    """Return the lines that are rows of a table, with the rows' own numbers."""
    rows = []
    for line in lines:
        place = parse(next(filter(None, line.cells), ""))
        if isinstance(place, GridPlace) and place.table == table:
            rows.append((place.row, line))
    return rows


def _window(rows: Sequence[tuple[int, Line]], marks: Sequence[GridPlace]) -> tuple[int, int]:
    """Return the first and the last column to show."""
    columns = [
        column
        for _, line in rows
        for column, place in enumerate(line.cells)
        if any(_is_in(parse(place), mark) for mark in marks)
    ]
    if not columns or max(len(line.cells) for _, line in rows) <= _WIDE:
        return 0, max((len(line.cells) for _, line in rows), default=0)
    return min(columns) - _COLUMNS_BESIDE, min(max(columns), min(columns) + _WIDE) + _COLUMNS_BESIDE


def laid_out(rows: Sequence[tuple[int, Line]]) -> list[list[tuple[int, int, bool]]]:
    """Return each row's cells as column, span, and whether the cell is the row's own.

    Lines tell where a merged cell reaches, not whether from the left or from above: from above where the cell
    above is a heading that ends its column's width there, and no cell of this row stands further right. A cell with
    a figure reaches over no row below: to its right is the end of a line that has fewer columns.
    """
    texts = [line.text.split("\t") for _, line in rows]
    result: list[list[tuple[int, int, bool]]] = []
    above: list[tuple[int, int]] = []
    for index, (_, line) in enumerate(rows):
        owner: list[tuple[int, int]] = []
        last_own = max((column for column, place in enumerate(line.cells) if place), default=-1)
        for column, place in enumerate(line.cells):
            left = owner[column - 1] if column and owner[column - 1][0] == index else None
            up = above[column] if column < len(above) else None
            if place or (left is None and up is None):
                owner.append((index, column))
            elif left is None or (
                up is not None and column > last_own and _is_heading(texts, up) and _all_reached(above, up, line)
            ):
                owner.append(up or (index, column))
            else:
                owner.append(left)
        result.append(
            [
                (columns[0], len(columns), at[0] == index)
                for at, group in itertools.groupby(range(len(owner)), key=owner.__getitem__)
                if (columns := list(group))
            ]
        )
        above = owner
    return result


def _is_heading(texts: Sequence[Sequence[str]], owner: tuple[int, int]) -> bool:
    row, column = owner
    return column < len(texts[row]) and has_han(texts[row][column])


def _all_reached(above: Sequence[tuple[int, int]], owner: tuple[int, int], line: Line) -> bool:
    return not any(place for column, place in enumerate(line.cells) if column < len(above) and above[column] == owner)
