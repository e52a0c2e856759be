"""Excerpts drawn as images: lines with marked characters, tables with marked cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from generator.show.fonts import face
from generator.show.passages import Excerpt, Grid, GridCell, Passage, Piece, shown
from generator.text import printable

# Pixels.
_SIZE = 22
# Half a Chinese character, in which a Latin one stands.
_HALF = 12
_LEADING = 32
# Lines of text stand farther apart than those of a cell, so that a frame covers no neighbour.
_APART = 40
_MARGIN = 20
_WIDEST_LINE = 1200
_NARROWEST_COLUMN, _WIDEST_COLUMN = 56, 190
_PADDING = 8
_FRAME = 3
_HIGHEST = 8000
# A cell's text beyond so many characters is cut.
_LONGEST_CELL = 160

PAPER, INK, FAINT, RULE, REACHED = "#ffffff", "#1a1a1a", "#8a8a8a", "#b5b5b5", "#f4f4f4"
# Seen beside black print, also by those who do not tell red from green.
FRAME, MARKED = "#d6006c", "#fff1a8"

_Line = list[tuple[Piece, str]]


def drawn(excerpts: Sequence[Excerpt], caption: str, font: Path) -> Image.Image:
    """Return the excerpts one below the other, with a caption below."""
    text = face(font, _SIZE)
    parts = [_drawn_grid(part, text) if isinstance(part, Grid) else _drawn_passage(part, text) for part in excerpts]
    return stacked([*parts, captioned(caption, text)])


def captioned(caption: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Image.Image:
    """Return a line of faint text on paper."""
    image = Image.new("RGB", (round(font.getlength(caption)) + 2 * _MARGIN, _LEADING + _MARGIN), PAPER)
    ImageDraw.Draw(image).text((_MARGIN, _PADDING), caption, fill=FAINT, font=font)
    return image


def stacked(images: Sequence[Image.Image]) -> Image.Image:
    """Return the images one below the other, no higher than what is still an image to look at."""
    width = max(image.width for image in images)
    height = min(_HIGHEST, sum(image.height for image in images))
    result = Image.new("RGB", (width, height), PAPER)
    top = 0
    for image in images:
        result.paste(image, (0, top))
        top += image.height
    return result


def _drawn_passage(passage: Passage, font: ImageFont.FreeTypeFont) -> Image.Image:
    gutter = round(font.getlength("0" * max(len(str(number)) for number, _ in passage.lines))) + 2 * _PADDING
    rows = [
        (str(number) if first and number else "", line)
        for number, pieces in passage.lines
        for first, line in _wrapped(pieces, font)
    ]
    width = max((sum(_room(char, font) for _, text in line for char in text) for _, line in rows), default=0)
    image = Image.new("RGB", (width + gutter + 2 * _MARGIN, min(_HIGHEST, len(rows) * _APART + 2 * _MARGIN)), PAPER)
    draw = ImageDraw.Draw(image)
    for index, (number, line) in enumerate(rows):
        top = _MARGIN + index * _APART
        draw.text((_MARGIN, top), number, fill=FAINT, font=font)
        left = _MARGIN + gutter
        for piece, text in line:
            wide = sum(_room(char, font) for char in text)
            if piece.marked:
                _mark(draw, (left, top - 1, left + max(wide, _FRAME), top + _LEADING - 3))
            for char in text:
                draw.text((left, top), char, fill=INK, font=font)
                left += _room(char, font)
    return image


def _room(char: str, font: ImageFont.FreeTypeFont) -> int:
    """Return how wide a character stands in a line: whole or half, as on a terminal, so that drawn tables stay so."""
    lines_of_a_box = "\u2500" <= char <= "\u257f"
    return 2 * _HALF if font.getlength(char) > 1.5 * _HALF and not lines_of_a_box else _HALF


def _wrapped(pieces: Sequence[Piece], font: ImageFont.FreeTypeFont) -> Iterator[tuple[bool, _Line]]:
    """Yield the lines that pieces fill, each with whether it is the first."""
    line: _Line = []
    used, first = 0, True
    for piece in pieces:
        run = ""
        for char in "".join(map(shown, piece.text)):
            wide = _room(char, font)
            if used + wide > _WIDEST_LINE:
                yield first, [*line, (piece, run)]
                line, run, used, first = [], "", 0, False
            run += char
            used += wide
        line.append((piece, run))
    yield first, line


def _drawn_grid(grid: Grid, font: ImageFont.FreeTypeFont) -> Image.Image:
    edges = _edges(grid, font)
    texts = {
        (number, cell.column): _folded(cell, edges[cell.column + cell.span] - edges[cell.column], font)
        for number, row in grid.rows
        for cell in row
    }
    heights = [
        max([1, *(len(texts[number, cell.column]) for cell in row)]) * _LEADING + _PADDING for number, row in grid.rows
    ]
    gutter = round(font.getlength("0" * max((len(str(number)) for number, _ in grid.rows), default=1))) + 2 * _PADDING
    start = _MARGIN + gutter
    image = Image.new("RGB", (start + max(edges.values(), default=0) + _MARGIN, sum(heights) + 2 * _MARGIN), PAPER)
    draw = ImageDraw.Draw(image)
    top, frames = _MARGIN, []
    before = 0
    for (number, row), height in zip(grid.rows, heights, strict=True):
        draw.text((_MARGIN, top + _PADDING // 2), str(number), fill=FAINT, font=font)
        for cell in row:
            box = start + edges[cell.column], top, start + edges[cell.column + cell.span], top + height
            draw.rectangle(box, fill=MARKED if cell.marked else PAPER if cell.own else REACHED, outline=RULE)
            for index, text in enumerate(texts[number, cell.column]):
                place = box[0] + _PADDING, top + _PADDING // 2 + index * _LEADING
                draw.text(place, text, fill=INK, font=font)
            if cell.marked:
                frames.append(box)
        if before and number > before + 1:  # rows between are left out
            draw.line((start, top, start + max(edges.values()), top), fill=FAINT, width=_FRAME)
        before = number
        top += height
    for box in frames:
        draw.rectangle(box, outline=FRAME, width=_FRAME)
    return image


def _edges(grid: Grid, font: ImageFont.FreeTypeFont) -> dict[int, int]:
    """Return where each column begins, and where the last one ends."""
    cells = [cell for _, row in grid.rows for cell in row]
    columns = range(min((cell.column for cell in cells), default=0), max((c.column + c.span for c in cells), default=0))
    widths = dict.fromkeys(columns, _NARROWEST_COLUMN)
    for cell in cells:
        if cell.span == 1:
            wide = round(font.getlength(printable(cell.text[:_LONGEST_CELL]))) + 2 * _PADDING + 1
            widths[cell.column] = max(widths[cell.column], min(wide, _WIDEST_COLUMN))
    edges = {columns.start: 0}
    for column, following in pairwise([*columns, columns.stop]):
        edges[following] = edges[column] + widths[column]
    return edges


def _folded(cell: GridCell, width: int, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return a cell's text broken into the lines that fit its width."""
    lines, line = [], ""
    text = printable(cell.text)
    for char in text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "…":
        if line and font.getlength(line + char) > width - 2 * _PADDING:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


def _mark(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float]) -> None:
    draw.rectangle(box, fill=MARKED)
    draw.rectangle((box[0] - _FRAME, box[1] - _FRAME, box[2] + _FRAME, box[3] + _FRAME), outline=FRAME, width=_FRAME)
